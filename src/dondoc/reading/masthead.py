r"""Where a document's heading ends and its body begins, and the lines that name it.

    ỦY BAN NHÂN DÂN          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM      ┐
    TỈNH BÌNH SƠN            Độc lập - Tự do - Hạnh phúc             │ marks of an official document
    Số: 12/KH-UBND           Bình Sơn, ngày 05 tháng 01 năm 2026     ┘
                    KẾ HOẠCH                                         ← the line that says its kind
        Thực hiện nhiệm vụ trọng tâm năm 2026                        ← trích yếu
    Căn cứ …                                                         ← the body

A press report has no such heading; `find` then answers None.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from dondoc import packs
from dondoc.reading.draft import Draft
from dondoc.records.document import DocumentType
from dondoc.records.source import Span
from dondoc.text.normalize import fold

_REACH = 6_000  # characters in which the kind's line must stand
_LINES = 70  # non-empty lines looked at
_LONGEST_TITLE = 900
_LONG_KIND = 30  # characters: the kind's line says what the document is about
_EDGES = " \t\r\u00a0|*_#•"
MARKS = re.compile(
    r"CỘNG\s+H(?:ÒA|OÀ)\s+XÃ\s+HỘI|Độc\s+lập\W{1,4}Tự\s+do|ĐẢNG\s+CỘNG\s+SẢN\s+VIỆT\s+NAM"
    r"|^[ \t\u00a0|*_]*Số\s*:?[\s.…_]*\d*[\s.…_]*[/\-–‑]\s*(?:20\d\d\s*/\s*)?"
    r"[A-ZĐ]{1,5}[A-Za-zĐđ]*\s*[/\-–‑]\s*[A-ZĐ]",
    re.MULTILINE,
)
_BODY = re.compile(
    r"căn cứ|thực hiện |xét |theo đề nghị|theo |để |trên cơ sở|kính gửi|quyết nghị|quyết định\s*:|triển khai "
    r"|sau khi |ngày \d|(?:sáng|chiều|tối) ngày|trong |nhằm |điều 1\b|phần (?:thứ|i\b)|chương i\b"
    r"|i[./] |1[./] |a[./] "
    r"|ban chấp hành |ban thường vụ |thường trực "
    r"|hội đồng nhân dân .{0,40}(?:ban hành|khóa)|từ ngày "
    r"|ủy ban nhân dân .{0,40}(?:ban hành|báo cáo)|ubnd .{0,40}ban hành"
    r"|kỳ họp thứ|hội nghị lần thứ|chủ tịch "
)
_ASIDE = re.compile(r"\(.*|[-–—_=*. ]{3,}|v/v\b.*", re.DOTALL)
_EVIDENCE = re.compile(
    r"^[*_\s]*(?:Căn cứ |CĂN CỨ |Quyết nghị|QUYẾT NGHỊ|QUYẾT ĐỊNH|Điều 1\b|I+[./-] |[1-9][./)-]|[A-D]\.|- )",
    re.MULTILINE,
)
_STRONG = re.compile(r"^[*_\s]*(?:Căn cứ |CĂN CỨ |Quyết nghị|QUYẾT NGHỊ|QUYẾT ĐỊNH|Điều 1\b)", re.MULTILINE)
# A copy's title with its own number: "KẾT LUẬN 127-KL/TW CỦA …".
_OWN_NUMBER = re.compile(r"\s+(?:SỐ\s*:?\s*)?\d{1,5}\s?(?:/\d{4}/|-|/)\s?[A-ZĐ]")
_PLACE_DAY = re.compile(r"^[^,]{2,40}, ngày[\s\d.…]+tháng")
LONGEST_LINE = 600  # characters of a line that is nothing but heading
_CAPITALS = re.compile(r"(?<!\w)[A-ZĐÀ-Ỹ]{2,}(?: [A-ZĐÀ-Ỹ]{2,})*(?!\w)")
_BODY_IN_LINE = re.compile(
    r" (?=(?:[IVX]{1,4}|\d{1,2}|[A-H])[./] |Căn cứ |Thực hiện |Kính gửi|Phần (?:thứ|I)|Điều 1|QUYẾT |Theo )"
)
_LONGEST_MARK = 120  # characters from a mark's first word to its end
_TOP_LINES = 14  # lines in which the heading of a công văn ends
_LABEL = re.compile(r"(?:[IVX]{1,4}|\d{1,2}|[A-Ha-z])[./)]\s|(?:Chương|Phần|Mục|Điều) [\dIVX]")
_FEW = 4  # labelled lines that make a text official whose first line names a kind


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document as the pack `doctypes` has it."""

    form: str  # folded words
    type: DocumentType


@dataclass(frozen=True, slots=True)
class Masthead:
    """The heading of an official document."""

    span: Span  # from the text's beginning to the title's end
    kind: Kind | None  # None where no line names it: a công văn, a torn page
    title: tuple[Span, ...]  # the kind's line and the lines of the trích yếu
    marked: bool  # quốc hiệu, Party heading or number stand above


@lru_cache(maxsize=1)
def kinds() -> Mapping[str, Kind]:
    """Folded words → kind, longest first."""
    found = {
        fold(form): Kind(fold(form), DocumentType(entry["type"]))
        for form, entry in packs.load().forms("doctypes").items()
    }
    return dict(sorted(found.items(), key=lambda item: -len(item[0])))


@lru_cache(maxsize=1)
def _beginnings() -> re.Pattern[str]:
    return re.compile("(" + "|".join(map(re.escape, kinds())) + r")(?![^\W\d_])")


@lru_cache(maxsize=1)
def abbreviations() -> Mapping[str, DocumentType]:
    """Letters in a number → type: "KH" → plan."""
    return {
        abbreviation: DocumentType(entry["type"])
        for entry in packs.load().entries("doctypes")
        for abbreviation in entry.get("abbreviations", ())
    }


def kind_at(folded: str) -> Kind | None:
    """The kind whose words begin this text, e.g. "kế hoạch triển khai …"."""
    match = _beginnings().match(folded)
    return kinds()[match[0]] if match else None


def find(draft: Draft) -> Masthead | None:
    """The heading of an official document; None in front of a press report or loose notes."""
    head = draft.text[:_REACH]
    mark = _first_mark(head)
    lines = _lines(head)
    if mark is None:
        return _bare(draft, lines)
    if (together := _run_together(head, mark)) is not None:
        return together
    for n, line in enumerate(lines):
        kind = _named(head[line.slice])
        if kind is not None and line.start < mark.start():  # the body cites another's number
            return _bare(draft, _lines(head))
        if kind is not None and _stands_apart(draft, line):
            title = (line, *_subject(draft, line, lines))
            return Masthead(Span(0, title[-1].end), kind, title, marked=True)
        if n and line.end > mark.end() and _ends_heading(head[line.slice]):
            break
    return _nameless(head, mark.end())


def _run_together(head: str, mark: re.Match[str]) -> Masthead | None:
    """A text that lost its line breaks: its heading ends where the title does, in the middle of a line."""
    end = head.find("\n", mark.end())
    end = len(head) if end < 0 else end
    if end - mark.start() < LONGEST_LINE:
        return None
    for match in _CAPITALS.finditer(head, mark.end(), min(end, mark.end() + LONGEST_LINE)):
        kind = kind_at(fold(match[0]))
        if kind is None:
            continue
        body = _BODY_IN_LINE.search(
            head, match.start() + len(kind.form), min(end, match.start() + _LONGEST_TITLE)
        )
        title = trimmed(head, match.start(), body.start() if body else match.start() + len(kind.form))
        return Masthead(Span(0, title.end), kind, (title,), marked=True)
    return Masthead(Span(0, mark.end()), None, (), marked=True)


def _first_mark(head: str) -> re.Match[str] | None:
    """`MARKS.search`, looking only at lines that hold one of its words: most texts hold none."""
    found: re.Match[str] | None = None
    for word in ("CỘNG", "Độc", "Số"):
        at = head.find(word)
        while at >= 0 and (found is None or at < found.start()):
            line = head.rfind("\n", 0, at) + 1
            match = MARKS.search(head, line, min(len(head), at + _LONGEST_MARK))
            if match is not None and (found is None or match.start() < found.start()):
                found = match
            at = head.find(word, at + 1)
    return found


def _named(line: str) -> Kind | None:
    """The kind a line names: it is the whole line, or begins a line in capitals."""
    if len(line) > 250:
        return None
    folded = fold(line).rstrip(" :.")
    exact = kinds().get(" ".join(folded.split()))
    if exact is not None:
        return exact
    return kind_at(folded) if line.isupper() else None


def _stands_apart(draft: Draft, line: Span) -> bool:
    """Not a cell of a table, e.g. "Kế hoạch" above a column."""
    return not any(table.span.start <= line.start < table.span.end for table in draft.tables)


def _ends_heading(line: str) -> bool:
    return len(line) > 60 and _BODY.match(fold(line)) is not None


def _nameless(head: str, mark_end: int) -> Masthead:
    """No line names the kind: a công văn, whose subject stands after "V/v"."""
    top = [line for line, _ in zip(_lines(head), range(_TOP_LINES), strict=False)]
    subject = [line for line in top if fold(head[line.slice]).startswith(("v/v", "về việc"))]
    last = [line for line in top if MARKS.search(head[line.slice]) or _PLACE_DAY.search(head[line.slice])]
    end = max([mark_end, *(line.end for line in (*last, *subject))])
    return Masthead(Span(0, end), None, tuple(subject[:1]), marked=True)


def _bare(draft: Draft, lines: Iterator[Span]) -> Masthead | None:
    """Copies without heading: the first line names the kind, and the body is an official document's."""
    text = draft.text
    for n, line in enumerate(lines):
        if n > 1:
            return None
        words = text[line.slice]
        kind = kind_at(fold(words)) if len(words) <= _LONGEST_TITLE else None
        if kind is None:
            continue
        alone = kind.form == fold(words).strip(" :")
        numbered = words.isupper() and _OWN_NUMBER.match(words, len(kind.form)) is not None
        if not (alone or numbered or _STRONG.search(text) or len(_EVIDENCE.findall(text, 0, 40_000)) >= _FEW):
            return None
        title = (line, *_subject(draft, line, lines)) if alone or words.isupper() else (line,)
        return Masthead(Span(0, title[-1].end), kind, title, marked=False)
    return None


def _subject(draft: Draft, kind: Span, following: Iterator[Span]) -> list[Span]:
    """The lines of the trích yếu: up to an empty line, an annex or a table, or to where the body begins."""
    text = draft.text
    centred = {hint.span.start: hint.centred or hint.bold for hint in draft.blocks}
    styled = centred.get(kind.start, False)
    apart = _stands_apart(draft, kind)
    lines: list[Span] = []
    end = kind.end
    for line in following:
        words = text[line.slice]
        gap = text.count("\n", end, line.start) > 1
        if (
            lines and gap and not _half(text[lines[-1].slice], words)
        ) or line.end - kind.start > _LONGEST_TITLE:
            break
        if _ASIDE.fullmatch(words) or (lines and fold(words).startswith("phụ lục")):
            break
        if apart and not _stands_apart(draft, line):
            break  # an annex's table right below
        if lines and _COUNCIL.match(text, line.start) and not _OPEN_END.search(text[lines[-1].slice]):
            break  # the council that sits: its name, and its session below
        if lines and _begins_prose(words) and all(text[one.slice].isupper() for one in lines):
            break
        if (
            words[-1] == ":"
            and not words.isupper()
            and text[kind.slice].isupper()
            and kind.end - kind.start > _LONG_KIND
        ):
            break  # a title in one line of capitals; what ends in a colon leads to a list
        own = bool(centred.get(line.start)) if styled else None
        if own is False or (own is None and _is_body(words, first=not lines, gap=gap)):
            break
        lines.append(line)
        end = line.end
    return lines


def _says_all(line: str) -> bool:
    """A title in one line of capitals: what ends in a colon below it leads to a list."""
    return line.isupper() and len(line) > _LONG_KIND


_COUNCIL = re.compile(r"HỘI ĐỒNG NHÂN DÂN[^\n]{0,60}\n[\s*_|]*(?:KHÓA|KHOÁ|KỲ HỌP)")
_OPEN_END = re.compile(r"(?:^|\s)(?:CỦA|DO|TẠI|VÀ|CÁC|GIỮA|,)$")


def _begins_prose(words: str) -> bool:
    """“Năm 2023, với sự chỉ đạo quyết”: below a title in capitals the body begins with words of time."""
    return not words.isupper() and _WHEN_THEN.match(words) is not None


_WHEN_THEN = re.compile(
    r"(?:(?:Trong|Đến|Từ|Qua|Sau) )?(?:[Nn]ăm|\d+ (?:tháng|năm)|[Nn]hững năm|thời gian)(?!\w)[^,;.]{0,40},\s"
)


def _half(line: str, following: str) -> bool:
    """A capital title that an empty line tears apart goes on in capitals."""
    return line.isupper() and following.isupper() and not _BODY.match(fold(following))


_ORDERS = frozenset(["quyết nghị", "quyết định"])  # below the subject: what is decided


def _is_body(words: str, *, first: bool, gap: bool) -> bool:
    if words.isupper():
        if fold(words).strip(" :.*") in _ORDERS:
            return True
        return _LABEL.match(words.title()) is not None or _LABEL.match(words) is not None
    if words[-1] in ".;:" and len(words) > 40:
        return True
    if _LABEL.match(words):
        return True
    if first:  # the subject itself may begin "Thực hiện …", "Triển khai …"
        return fold(words).startswith(("căn cứ", "kính gửi", "xét ")) or len(words) > 400
    return not words[0].islower() and (_BODY.match(fold(words)) is not None or (gap and len(words) > 200))


def _lines(head: str) -> Iterator[Span]:
    """Non-empty lines without the marks of Markdown and tables around them."""
    count = start = 0
    while count < _LINES and start < len(head):
        end = head.find("\n", start)
        end = len(head) if end < 0 else end
        line = trimmed(head, start, end)
        start = end + 1
        if line:
            count += 1
            yield line


def trimmed(text: str, start: int, end: int) -> Span:
    """The words of a line without spaces, bars and stars at its edges."""
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    return Span(start, end)
