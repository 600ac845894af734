"""Whose figures a table's rows and columns hold: a body's or place's own, a group's, or the document's.

    1 | Phường Tân Thịnh | 320 | 240        the ward's
    2 | Các xã           | 180 | 120        of a group: no one body's
      | Toàn tỉnh        | 500 | 360        the document's own: the sum of its rows

What a name is, its words say: a row of projects ("Trụ sở UBND xã Yên Lạc") is none of the commune's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from dondoc.extraction.bodies import body_at
from dondoc.extraction.context import Context
from dondoc.extraction.names import small, tidy
from dondoc.records.document import Table
from dondoc.records.facts import FieldSource, IndicatorStatement
from dondoc.records.source import Span
from dondoc.text.names import UPPER
from dondoc.text.normalize import fold

# How a statement came to its body. A total is of the rows; a whole ("Toàn tỉnh") may hold more than they.
ROW, GROUP, TOTAL, WHOLE = "row body", "row group", "row total", "row whole"
HEAD = "head body"  # the head of its column names it

_MARK = re.compile(r"[-–+*•\s]*(?:(?:\d{1,3}|[IVXL]{1,5}|[a-zđA-ZĐ])[.)]\s+)?")
_NUMBERED = re.compile(r" (?:số )?(?:\d{1,2}|[IVX]{1,4})(?!\w)")  # "Tòa án nhân dân khu vực 1"
_ALSO = re.compile(
    rf"(?:Hợp tác xã|HTX|Chi nhánh|Huyện đoàn|Thành đoàn|Doanh nghiệp|Tập đoàn|Ngân hàng|Công ty) [{UPPER}]"
)
_TAIL = re.compile(r"\s*(?:\([^()]*\)|\*+|[¹²³])?[\s.;:*]*")
_PLACE = re.compile(
    r"(?:(?:Thôn|Ấp|Bản|Xóm|Khóm|Buôn|Khu phố|Tổ dân phố"
    r"|[Xx]ã|[Pp]hường|[Tt]hị trấn|[Tt]hị xã|[Đđ]ặc khu|[Hh]uyện|[Qq]uận|[Tt]hành phố|[Tt]ỉnh) "
    rf"|(?:TP|TX|TT|P|X|H|Q)\. ?|(?:TP|TX) )"
    rf"(?:[{UPPER}]|\d)\w*(?:[ -]+(?:[{UPPER}]|\d)[\w'’]*)*"
)
_ALONE = {  # words that open a name and are none
    "trung ương", "địa phương", "tỉnh", "huyện", "xã", "phường", "thành phố", "hội", "ngành", "bộ", "sở",
    "ban", "phòng", "cơ quan", "đơn vị", "đảng bộ", "chi bộ", "văn phòng", "trường", "công an",
}  # fmt: skip
_OF_PLACES = {"xã", "phường", "huyện", "quận", "tỉnh", "thành", "thị"}
_TOTAL = re.compile(
    r"(?:tổng (?:số|cộng)|cộng(?! đồng)|tổng(?! (?:công ty|cục|liên đoàn|hội|kho|đội|toàn)))(?!\w)"
)
_WHOLE = re.compile(
    r"(?:bình quân |chung |trung bình |tổng )*(?:(?:toàn|cả) (?:tỉnh|thành phố|huyện|đảng bộ|ngành|xã|phường)"
    r"|bình quân chung)(?!\w)"
)
_OF_ROW = re.compile(r"^(?:trong đó|bao gồm|gồm|riêng)\W+", re.IGNORECASE)
_INSIDE = re.compile(r"(?:trong đó|bao gồm|gồm|riêng)(?!\w)")  # part of the row above
_GROUP = re.compile(
    r"(?:(?:tổng (?:số|cộng)?|cộng) ?)?(?:các|khối|nhóm|khu vực|cụm|vùng|những|tổng các|liên)(?!\w)"
)
# Columns of people, works and papers: a body named beside them is only where they are.
_OTHERS = re.compile(
    r"(?:họ và tên|họ tên|họ, tên|chức vụ|chức danh|năm sinh|ngày sinh|người ký|ký tên|chữ ký"
    r"|(?:tên |danh mục |nội dung )?"
    r"(?:dự án|công trình|gói thầu|nhiệm vụ|đề án|văn bản|đề tài|sản phẩm|hạng mục)"
    r"|trích yếu|số, ký hiệu|số ký hiệu|số hiệu|số quyết định)(?!\w)"
)
# What only works have: a school or a clinic in such a list is being built.
_OF_WORKS = re.compile(
    r"(?:tổng mức đầu tư|địa điểm|quy mô|nhóm dự án|khởi công|năng lực thiết kế"
    r"|quyết định (?:đầu tư|phê duyệt)|thời gian (?:khởi công|thực hiện|kc)|loại công trình"
    r"|giá trị (?:hợp đồng|gói thầu)|chiều dài)(?!\w)"
)
_SIGNS = ("-", "–", "+", "*", "•")  # before what a row above holds
_LONGEST = 110  # characters of a name
_WORDS_APART = re.compile(r"[:;!?]|\d{2,}[.,]\d")


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose the figures of a row or column are."""

    how: str  # ROW, GROUP, TOTAL, WHOLE, HEAD
    name: str | None  # as printed; None of the document's own
    span: Span


def name_in(context: Context, cell: Span) -> Span | None:
    """The body or place that a whole cell names, without marks before and brackets behind it."""
    start = _start(context, cell)
    if cell.end - start > _LONGEST or start >= cell.end:
        return None
    place = _PLACE.match(context.text, start, cell.end)
    if place is not None and _ends(context, place.end(), cell.end):
        return Span(start, place.end())
    if _ALSO.match(context.text, start, cell.end) is not None:
        return Span(start, start + len(context.text[start : cell.end].rstrip(" .;*\n")))
    body = body_at(context, start, cell.end)
    if body is not None and (numbered := _NUMBERED.match(context.text, body.end, cell.end)) is not None:
        body = Span(start, numbered.end())
    if body is None or context.folded[body.slice].strip() in _ALONE:
        return None
    if _ends(context, body.end, cell.end):
        return body
    words = context.folded[body.slice].split()
    rest = context.text[body.end : cell.end]
    if words[0] in _OF_PLACES or _WORDS_APART.search(rest) is not None:
        return None
    named = any(word.isupper() and len(word) > 1 for word in context.text[body.slice].split())
    if named or re.search(rf"\s[{UPPER}]", rest) or re.search(r"\s(?:tỉnh|khu vực|thành phố)(?!\w)", rest):
        stop = cell.start + len(context.text[cell.slice].rstrip(" .;*\n"))
        return Span(start, stop)  # "Ban QLDA đầu tư xây dựng các công trình giao thông"
    return None


def _start(context: Context, cell: Span) -> int:
    """Where a label begins behind its mark; the "P." of "P. Tân Thịnh" is none."""
    mark = _MARK.match(context.text, cell.start, cell.end)
    return cell.start if mark is None or _PLACE.match(context.text, cell.start, cell.end) else mark.end()


def _ends(context: Context, at: int, end: int) -> bool:
    return _TAIL.fullmatch(context.text, at, end) is not None


def owner_in(context: Context, cell: Span, *, surely: bool) -> Owner | None:
    """Whose a row with this label is, or a column with this head; None where the words name nobody.

    Args:
        context: The document.
        cell: The label.
        surely: The head says that rows are bodies: "Yên Lạc" under "Xã, phường" is one.
    """
    start = _start(context, cell)
    folded = " ".join(context.folded[start : cell.end].split()).strip("()[]. ")
    if not any(c.isalpha() for c in folded):
        return None
    if _GROUP.match(folded) is not None and name_in(context, cell) is None:
        return Owner(GROUP, _words(context, start, cell.end), cell)
    if _WHOLE.match(folded) is not None:
        return Owner(WHOLE, None, cell)
    if _TOTAL.match(folded) is not None:
        return Owner(TOTAL, None, cell)
    named = name_in(context, cell)
    if named is not None:
        return Owner(ROW, _words(context, named.start, named.end), named)
    sign = context.text[cell.start : start].strip()
    if not surely or sign[:1] in _SIGNS or _INSIDE.match(folded) is not None:
        return None
    return Owner(ROW, _words(context, start, cell.end), cell)


def _words(context: Context, start: int, end: int) -> str:
    return " ".join(context.text[start:end].split()).strip(" ,;:.*–-")


def bodies_under(context: Context, table: Table, column: int) -> bool:
    """Whether the cells below a column's head are names of bodies: most of them, each about once."""
    cells = [
        cell.span
        for cell in table.cells
        if cell.row >= table.header_rows and cell.column == column and cell.span
    ]
    named: list[str] = []
    others = 0
    for cell in cells:
        owner = owner_in(context, cell, surely=False)
        if owner is None:
            others += 1
        elif owner.how == ROW:
            named.append(fold(owner.name or ""))
    told = Counter(named)
    return len(told) > 1 and len(told) > others and len(told) * 5 >= len(named) * 4


def of_others(heads: Sequence[str]) -> bool:
    """Whether the heads are of a list of people, works or papers, whose bodies own nothing there."""
    return any(_OTHERS.match(head.strip(" .:*")) is not None for head in heads)


def of_works(heads: Sequence[str]) -> bool:
    """Whether the heads tell of works, so that "Trạm Y tế xã Đồng Tâm" is built and owns nothing."""
    return any(_OF_WORKS.match(head.strip(" .:*")) is not None for head in heads)


class Owners:
    """Whose the figures of one table are, asked row by row from above."""

    def __init__(self, context: Context, *, surely: bool, things: bool, grouped: bool) -> None:
        """`surely`: the head says that rows are bodies; `things`: that they are works or products.

        `grouped`: rows are numbered, so that a letter or a Roman number heads a group of them.
        """
        self._context = context
        self._surely, self._things, self._grouped = surely, things, grouped
        self._row: Owner | None = None  # whose the row is
        self._body: Owner | None = None  # of the last row that is a body's
        self._totals: list[tuple[int, IndicatorStatement]] = []
        self._unread: set[int] = set()  # columns that do not show all that their total holds
        self._others = False

    def row(self, label: Span, number: str) -> str:
        """The next row; what its label adds to the name of what is measured, "" where it is a body's."""
        context = self._context
        raw = " ".join(context.text[label.slice].split())
        words = small(tidy(raw))
        found = owner_in(context, label, surely=self._surely)
        if self._things:
            self._row = None
            return "" if found is not None and found.how in {TOTAL, WHOLE} else tidy(raw)
        if found is not None and found.how == ROW and self._grouped and number and not number[0].isdigit():
            found = replace(found, how=GROUP)  # "I | Huyện Yên Thế" above its communes
        if found is None:
            within = raw[:1] in _SIGNS or _INSIDE.match(fold(raw)) is not None
            self._row = self._body if within else None
            self._others = self._others or self._row is None
            return _OF_ROW.sub("", words) if within else words
        self._row = found
        if found.how in {ROW, GROUP}:
            self._body = found
        return ""

    def unread(self, columns: Iterable[int]) -> None:
        """These columns hold something in the row that is no number: their total is not their rows' sum."""
        self._unread.update(columns)

    def give(self, fact: IndicatorStatement, column: int, head: Owner | None) -> bool:
        """Write whose it is into a statement of the row; False where neither row nor head says so."""
        owner = head or self._row
        if owner is None:
            return False
        fact.body = owner.name
        fact.fields["body"] = FieldSource(owner.how, owner.span)
        if owner.how == TOTAL:
            self._totals.append((column, fact))
        return True

    def finish(self) -> None:
        """Say at the totals which of them hold more than the rows that were read."""
        for column, fact in self._totals:
            if self._others or column in self._unread:
                fact.fields["body"].how = WHOLE
