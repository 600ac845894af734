r"""Task tables that a page prints without rules: their cells are lines, or parts of lines.

    TT Nhiệm vụ Cơ quan chủ trì Thời gian
    1
    Rà soát quy hoạch cây xanh đô thị
    đến năm 2030
    Sở Xây dựng
    Năm 2026

The header's words say which columns there are and in which order; rows begin with the next number. Inside a
row the cells are told apart by what they are: offices, deadlines, and the work that stands before them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dondoc.extraction.addressees import ends_name, words_of
from dondoc.extraction.bodies import classes_at
from dondoc.extraction.context import Context
from dondoc.extraction.taskcolumns import REPEATS, columns_in
from dondoc.records.document import Cell, Table
from dondoc.records.source import Span
from dondoc.text.names import UPPER

Columns = dict[str, int]

_HEADER = re.compile(r"^[ \t*]*(?:stt|tt|số tt|số thứ tự)\b(?![ \t]*[:|])", re.MULTILINE)
_COUNTS = ("tt", "số thứ tự")  # one of them is in every such header
_ROW = re.compile(r"^[ \t*]*(?:(\d{1,3})|([ivx]{1,5}|[a-h]))[.)]?[ \t*]*(?=$|[ \t])", re.MULTILINE)
_END = re.compile(r"^[ \t*]*(?:nơi nhận|phụ lục|ghi chú\s*:|(?:tm|kt|tl)\.)", re.MULTILINE)
_LONGEST_HEADER = 420  # characters
_LONGEST_ROW = 2_500
_LEAST_COVERED = 0.6  # of a header's letters must be the words of columns
_PIECE = re.compile(r"[^\n]+")
# Inside a line a cell ends at wide white space, before a bullet, and behind a full stop.
_CUT = re.compile(rf"[ \t\xa0]{{2,}}(?=\S)|[ \t]+(?=[-–+] ?[{UPPER}])|(?<=[.;”\"])[ \t]+(?=[{UPPER}–-])")
_BULLET = re.compile(r"[-–+•*\s]*")
_DUE = re.compile(
    r"(?:(?:trong |trước |đến |hết |cuối |đầu |từ |xong |hoàn thành (?:xong)?,? ?"
    r"(?:trình )?(?:trong |trước )?)*"
    r"(?:năm|quý|tháng|ngày|giai đoạn|\d{1,2}[/.]\d{4}|\d{1,2}/\d{1,2}/\d{4}|\d{4})\b"
    r"|hằng (?:năm|quý|tháng)|hàng (?:năm|quý|tháng)|thường xuyên|định kỳ|ngay sau|sau khi|khi có"
    r"|hoàn thành|chậm nhất"
    r"|theo (?:tiến độ|kế hoạch|quy định|chỉ đạo|yêu cầu|lộ trình))"
)
_LONGEST_DUE = 70  # characters of a line that begins a deadline
_PRODUCT = re.compile(
    r"(?:kế hoạch|quyết định|báo cáo|văn bản|đề án|nghị quyết|hội nghị|tờ trình|công văn|chương trình|quy chế"
    r"|thông báo|kết luận|hướng dẫn|hồ sơ|hệ thống|cơ sở dữ liệu|danh mục|biên bản|phần mềm"
    r"|phương án|chỉ thị)\b"
)
_GOES_ON_AFTER = (",", "và", "-", "các", "của", "Phát", "&")
_SOMEBODY = frozenset({"body", "collective", "people", "office"})


@dataclass(slots=True)
class _Piece:
    """A line or a part of one, and what it looks like; "" goes on with the one before."""

    span: Span
    kind: str  # name, due, product, repeat ("nt"), text, ""


def find(ctx: Context) -> Iterator[tuple[Table, Columns]]:
    """The task tables among the lines that no reader has found to be a table, with their columns."""
    at = 0
    if not any(word in ctx.folded for word in _COUNTS):
        return
    while header := _HEADER.search(ctx.folded, at):
        at = header.end()
        if any(t.span.start < header.end() and header.start() < t.span.end for t in ctx.document.tables):
            continue
        first = next((m for m in _ROW.finditer(ctx.folded, at, at + _LONGEST_HEADER)), None)
        if first is None:
            continue
        order = _order(ctx, header.end(), first.start())
        if order is None:
            continue
        rows = list(_rows(ctx, first.start(), order))
        if sum("lead" in row or "deadline" in row for row in rows) >= max(1, len(rows) // 2):
            columns = {role: index for index, role in enumerate(order)}
            yield _table(rows, order), columns
            at = max(cell.end for cell in rows[-1].values())


def _order(ctx: Context, start: int, end: int) -> list[str] | None:
    """The columns that a header's words name, in order; None where they are no task table's header."""
    words = " ".join(ctx.folded[start:end].replace("*", " ").split())
    found = columns_in(ctx, words)
    order: list[str] = []
    for _, _, role in found:
        if role not in order:
            order.append(role)
    covered = sum(b - a for a, b, _ in found)
    if "content" not in order or not {"lead", "support", "deadline"} & set(order):
        return None
    return order if covered >= _LEAST_COVERED * max(1, len(words)) else None


def _rows(ctx: Context, start: int, order: list[str]) -> Iterator[dict[str, Span]]:
    """The cells of each row, by column; a row that heads others has its words as content only."""
    end = _END.search(ctx.folded, start)
    limit = end.start() if end else len(ctx.text)
    marks = list(_marks(ctx, start, limit))
    for index, (after, group) in enumerate(marks):
        stop = marks[index + 1][0] if index + 1 < len(marks) else limit
        stop = min(
            ctx.document.text.rfind("\n", after, stop) if index + 1 < len(marks) else stop,
            after + _LONGEST_ROW,
        )
        row = _cells(ctx, after, max(stop, after), order, last=index + 1 == len(marks))
        if row and (group or row.get("content")):
            yield {"content": Span(row["content"].start, max(s.end for s in row.values()))} if group else row


def _marks(ctx: Context, start: int, end: int) -> Iterator[tuple[int, bool]]:
    """Where each row's words begin, and whether its mark is that of a group."""
    due = 1
    last = start
    for m in _ROW.finditer(ctx.folded, start, end):
        if m.start() - last > _LONGEST_ROW:
            return
        number = int(m[1]) if m[1] else None
        if number is not None and number not in {due, 1}:
            continue
        if number is None and not ctx.text[m.start(2)].isupper():
            continue
        if number is not None:
            due = number + 1
        last = m.end()
        yield m.end(), number is None


def _cells(ctx: Context, start: int, end: int, order: list[str], *, last: bool) -> dict[str, Span]:
    pieces = _pieces(ctx, start, end)
    if not pieces:
        return {}
    rest = order[order.index("content") + 1 :]
    cut = next((k for k in range(1, len(pieces)) if _begins(pieces, k, rest)), len(pieces))
    row = {"content": Span(pieces[0].span.start, pieces[cut - 1].span.end)}
    for piece in pieces[cut:]:
        role = _role(piece, row, rest)
        if role is None:
            if last:
                break
            continue
        row[role] = Span(row[role].start, piece.span.end) if role in row else piece.span
    return row


def _begins(pieces: list[_Piece], at: int, rest: list[str]) -> bool:
    """Whether the cells after the work begin here: from here on nothing is work any more."""
    if pieces[at].kind not in {"name", "due", "product", "repeat"}:
        return False
    if pieces[at].kind == "due" and "deadline" not in rest:
        return False
    if pieces[at].kind == "product" and ("product" not in rest or pieces[at - 1].kind == "name"):
        return False
    later = {p.kind for p in pieces[at + 1 :]}
    if pieces[at].kind == "due" and "name" in later and "lead" in rest[: rest.index("deadline")]:
        return False  # a year in the work's own words
    return "text" not in later or (
        "product" in rest and pieces[at].kind != "product" and _text_is_product(pieces[at:], rest)
    )


def _text_is_product(pieces: list[_Piece], rest: list[str]) -> bool:
    """Whether words that are neither name nor date can be the product: they stand where its column stands."""
    kinds = [p.kind for p in pieces if p.kind]
    first = kinds.index("text")
    before = set(kinds[:first])
    place = rest.index("product")
    wanted = {"name"} if {"lead", "support"} & set(rest[:place]) else set()
    wanted |= {"due"} if "deadline" in rest[:place] else set()
    return wanted <= before


def _role(piece: _Piece, row: dict[str, Span], rest: list[str]) -> str | None:
    """The column a piece belongs to: that of what it goes on with, or the next one of its kind."""
    latest = max(row, key=lambda role: row[role].end)
    if not piece.kind:
        return latest
    if piece.kind == "repeat":
        return next((role for role in rest if role not in row), None)
    if piece.kind == "name":
        if "lead" in rest and "lead" not in row:
            return "lead"
        return "support" if "support" in rest else ("lead" if "lead" in rest else None)
    if piece.kind == "due":
        return "deadline" if "deadline" in rest else None
    if "product" in rest:
        return "product"
    return None


def _pieces(ctx: Context, start: int, end: int) -> list[_Piece]:
    pieces: list[_Piece] = []
    for line in _PIECE.finditer(ctx.document.text, start, end):
        at = line.start()
        for cut in [*_CUT.finditer(ctx.text, line.start(), line.end()), None]:
            stop = cut.start() if cut else line.end()
            span = _trimmed(ctx.text, at, stop)
            if span:
                pieces.append(_Piece(span, _kind(ctx, span, pieces)))
            at = cut.end() if cut else stop
    return pieces


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in " \t\xa0*":
        start += 1
    while end > start and text[end - 1] in " \t\xa0*":
        end -= 1
    return Span(start, end)


def _kind(ctx: Context, span: Span, before: list[_Piece]) -> str:
    bullet = _BULLET.match(ctx.text, span.start, span.end)
    start = bullet.end() if bullet else span.start
    if before and REPEATS.match(ctx.folded[span.slice]):
        return "repeat"
    if start >= span.end:
        return ""
    goes_on = (
        bool(before)
        and before[-1].kind != "text"
        and (ctx.text[start].islower() or ctx.text[: before[-1].span.end].endswith(_GOES_ON_AFTER))
    )
    if goes_on and start == span.start and before[-1].kind in {"name", "due", "product", ""}:
        return ""
    if before and before[-1].kind == "text" and ctx.text[start].islower():
        return "text"
    if span.end - start <= _LONGEST_DUE and _DUE.match(ctx.folded, start, span.end) and before:
        return "due"
    _, classes = classes_at(ctx, start)
    if classes & _SOMEBODY and ctx.text[start].isupper() and before:
        words = words_of(ctx, start, span.end)
        if not any(ends_name(ctx, w) for w in words):
            return "name"
    if before and ctx.text[start].isupper() and _PRODUCT.match(ctx.folded, start, span.end):
        return "product"
    return "text"


def _table(rows: list[dict[str, Span]], order: list[str]) -> Table:
    cells: list[Cell] = []
    grid: list[tuple[int, ...]] = []
    for r, row in enumerate(rows):
        line = [-1] * len(order)
        for role, span in row.items():
            column = order.index(role)
            line[column] = len(cells)
            cells.append(Cell(span, row=r, column=column))
        grid.append(tuple(line))
    start = min(cell.span.start for cell in cells)
    end = max(cell.span.end for cell in cells)
    return Table(Span(start, end), tuple(cells), tuple(grid), header_rows=0)
