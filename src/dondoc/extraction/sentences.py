"""Where sentences begin and end: over lines that a page's width has broken, not at "TP." or "1."."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from dondoc.records.document import BlockKind
from dondoc.text.bullets import BULLETS
from dondoc.text.normalize import PAGE_BREAK

# Names of its own: to ask an enumeration for a member takes ten times as long.
_TABLE, _HEADING = BlockKind.TABLE, BlockKind.HEADING
Line = tuple[int, int, BlockKind]  # start, end, kind
# Where a sentence may end; what stands around the mark decides.
_BREAK = re.compile(r"[.!?…][.!?…]*[\"”’»)\]]*(?=\s)")
# Words whose dot ends no sentence, as they stand before the dot.
_ABBREVIATION = re.compile(
    r"(?:^|[\s(“\"])(?:TP|Tp|TX|Tx|TT|Tt|T|P|Q|H|X|ThS|Th\.S|TS|PGS|GS|BS|KS|CN|NĐ|QĐ|St|Mr|Mrs|Dr|v\.v|vv|đ/c|ĐC|Đ/c|"
    r"No|Art|tr|[A-ZĐ])$"
)
_NUMERAL = re.compile(r"(?:thứ|khóa|khoá|quý|hạng|loại|phần|nhóm) [IVXLC]+$")  # "lần thứ X." ends one
_LIST_MARK = re.compile(
    rf"[ \t\xa0]*(?:[{re.escape(BULLETS)}o]\s|(?:\d{{1,2}}|[IVXivx]{{1,5}}|[a-zđ])(?:[.)](?!\d)|/\s)"
    r"|[A-HĐ][.)]\s|\d{1,2}(?:\.\d{1,2})+\.?\s|"
    r"(?:\d{1,2}|[IVX]{1,5})\s?[-–]\s+[A-ZĐÀ-Ỵ]|"
    r"Điều \d|“|date \d{4}-)"
)
_YEAR_AFTER = re.compile(r"[-–] ?(?:19|20)\d\d\b")
# A line that ends so goes on in the next: "Điều 2. Giao", "… phối hợp với".
_YEAR_BELOW = re.compile(r"[ \t\xa0]*20\d\d(?!\d)")
_CANNOT_END = frozenset(
    ["giao", "và", "của", "các", "những", "cho", "với", "về", "do", "theo", "tại", "trong", "từ", "đến", "để",
     "hoặc", "bằng", "ngày", "tháng"]
)  # fmt: skip
# The last syllable of words that only lead to a number: "khởi công ít nhất / 03 dự án".
_LEADS_ON = frozenset(
    ["nhất", "khoảng", "trên", "hơn", "gần", "đạt", "là", "dưới", "thiểu", "đa", "tăng", "giảm", "còn", "quá",
     "chiếm", "có"]
)  # fmt: skip
_BROKEN_ARTICLE = re.compile(r"Điều \d{1,3}[.:] \w+$")  # no title has one syllable
_LABELLED = re.compile(r"(?:Điều \d{1,3}|\d{1,2}(?:\.\d{1,2})*|[IVX]{1,4})[.)/:\-–]\s")  # a heading's number
_FEWEST_RULES = 6  # lines of "|" that a text with a table printed so has
_ABBREVIATED = re.compile(r"[A-ZĐ]{2,6} (?=[^\W\d_A-ZĐ]|\d)")  # "tốc độ tăng trưởng / GRDP từ 11%"
_A_HEADING = 120  # characters of a numbered heading at most
_FULL = 0.85  # of a page's width: a line so long can end a sentence without ending its paragraph
_PAGE_END = 80  # characters between two lines that a page's end parts
_STOPS = ".!?…"
_ENDS = frozenset(_STOPS) | frozenset(";:")
_PROSE = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM})
_FEWEST_RUNNING = 5  # lines that go on in the next in a small letter
_RUNNING = 0.2  # of all lines
_LONGEST_WORD = 9  # characters of a word a line cannot end with, and the space before it


class Layout(NamedTuple):
    """How the lines of a text break."""

    width: int  # the page's, in characters; 0 where paragraphs stand on one line each
    torn: bool  # anywhere, at no width, as a page's source was typed

    @property
    def broken(self) -> bool:
        """Whether lines break sentences."""
        return self.width > 0 or self.torn


def layout_of(text: str, lines: list[Line]) -> Layout:
    """How the given lines of a text break."""
    width = _width(lines)
    return Layout(width, not width and _broken(text, lines))


def paragraph_starts(
    text: str, lines: list[Line], sentences: list[tuple[int, int]], layout: Layout
) -> list[int]:
    """Where paragraphs begin: not where a line breaks a sentence, nor behind a full line of a page."""
    begins = {start for start, _ in sentences}
    if not layout.broken:
        return [start for start, _, _ in lines if start in begins or text[start].isspace()]
    starts: list[int] = []
    before: Line | None = None
    for line in lines:
        if line[0] in begins and (before is None or not _same_paragraph(text, before, line, layout)):
            starts.append(line[0])
        before = line
    return starts


def _same_paragraph(text: str, before: Line, line: Line, layout: Layout) -> bool:
    """Whether a sentence that begins a line goes on with the paragraph of the line before."""
    if line[2] not in _PROSE or before[2] not in _PROSE or line[0] > before[1] + 2:
        return False
    if _LIST_MARK.match(text, line[0], line[1]) is not None:
        return False
    return layout.torn or before[1] - before[0] >= _FULL * layout.width


def split_sentences(text: str, lines: list[Line], layout: Layout | None = None) -> list[tuple[int, int]]:
    """`(start, end)` of the sentences of the given lines of `text`, trimmed."""
    layout = layout or layout_of(text, lines)
    broken = layout.torn or (layout.width > 0 and _broken(text, lines))  # at no width it would be torn
    ruled = text.count("\n|\n") >= _FEWEST_RULES
    sentences: list[tuple[int, int]] = []
    paragraph_start = -1
    for index, (start, end, kind) in enumerate(lines):
        if paragraph_start < 0:
            paragraph_start = start
        follower = lines[index + 1] if index + 1 < len(lines) else None
        # "Điều 4. Điều chỉnh, / bổ sung": a new sentence below a heading is no part of it
        torn = layout.torn and not (
            end - paragraph_start < _A_HEADING and _LABELLED.match(text, paragraph_start)
        )
        if follower is not None and (
            _goes_on(text, (start, end, kind), follower, layout)
            or (broken and _unended(text, (start, end, kind), follower, torn=torn))
            or (ruled and _same_cell(text, (start, end, kind), follower))
        ):
            continue
        _cut(text, paragraph_start, end, sentences)
        paragraph_start = -1
    return sentences


def _width(lines: list[Line]) -> int:
    """The width lines were broken at by a page, in characters; 0 where paragraphs stand on one line each."""
    lengths = sorted(end - start for start, end, kind in lines if kind is not _TABLE)
    if len(lengths) < 8:
        return 0
    longest = lengths[int(len(lengths) * 0.95)]
    if not 40 <= longest <= 130:
        return 0
    full = sum(1 for length in lengths if length >= 0.85 * longest)
    return longest if full >= 0.35 * len(lengths) else 0


def _broken(text: str, lines: list[Line]) -> bool:
    """Whether lines end anywhere, as a page's source was typed: then only a mark ends a paragraph."""
    running = sum(
        text[line[1] - 1] not in _ENDS and text[after[0]].islower() and after[0] <= line[1] + 2
        for line, after in pairwise(lines)
        if line[2] in _PROSE and after[2] in _PROSE
    )
    return running >= _FEWEST_RUNNING and running >= _RUNNING * len(lines)


def _unended(text: str, line: Line, follower: Line, *, torn: bool) -> bool:
    """Whether a line of such a page has no mark at its end and no list mark stands below it."""
    if line[2] not in _PROSE or follower[2] not in _PROSE or follower[0] > line[1] + 2:
        return False
    start, end = _trimmed(text, line[0], line[1])
    at = _trimmed(text, follower[0], follower[1])[0]
    if text[end - 1] in _ENDS or text[start:end].isupper() or _LIST_MARK.match(text, at, follower[1]):
        return False
    return torn or text[at].islower() or _ABBREVIATED.match(text, at, follower[1]) is not None


def _same_cell(text: str, line: Line, follower: Line) -> bool:
    """Whether a cell goes on in the next line of a table whose cells are parted by lines of "|"."""
    if line[2] is not _TABLE or follower[2] is not _TABLE or follower[0] > line[1] + 1:
        return False
    words, after = text[line[0] : line[1]].strip(), text[follower[0] : follower[1]].strip()
    if not words or "|" in words or "|" in after or words[-1] in ".;:!?…":
        return False
    return _LIST_MARK.match(text, follower[0], follower[1]) is None


def _goes_on(text: str, line: Line, follower: Line, layout: Layout) -> bool:
    """Whether the paragraph of `line` goes on in the next line."""
    width = layout.width
    if text[line[1] - 1] in _STOPS or line[2] is _TABLE or follower[2] is _TABLE:
        return False
    over = follower[0] > line[1] + 2  # an empty line between
    if over and not _over_page(text, line, follower):
        return False
    start, end = _trimmed(text, line[0], line[1])
    last = text[end - 1] if end > start else ""
    if last in _STOPS or (last in ";:" and not layout.broken):
        return False
    begins, begins_end = _trimmed(text, follower[0], follower[1])
    first = text[begins] if begins < begins_end else ""
    if last in ";:" and not first.islower():
        return False
    if text[max(start, end - 4) : end].isdigit() and _YEAR_AFTER.match(text, begins, follower[1]):
        return True  # "giai đoạn 2016 / - 2020"
    if _LIST_MARK.match(text, begins, follower[1]):
        return False
    final = text[max(start, end - _LONGEST_WORD) : end].rsplit(None, 1)[-1:]
    if _BROKEN_ARTICLE.match(text, start, end) or (
        line[2] is not _HEADING and final and final[0] in _CANNOT_END
    ):
        return True
    if final and final[0] == "năm" and _YEAR_BELOW.match(text, follower[0], follower[1]):
        return True  # "… tuyển quân năm / 2027."
    long_enough = line[1] - line[0] >= 30
    if over:
        return long_enough and follower[2] is not _HEADING
    labelled = _LABELLED.match(text, start, end) is not None  # "Điều 3. Tổ chức thực / hiện"
    if first.islower() and (long_enough or labelled or (width > 0 and end - start > 2)):
        return True
    if first.isdigit() and long_enough and final and final[0] in _LEADS_ON:
        return True
    full = width > 0 and line[1] - line[0] >= 0.72 * width
    if first.isdigit() and last not in ')”"' and (full or (long_enough and width > 0)):
        return True
    return full and line[2] is not _HEADING


def _over_page(text: str, line: Line, follower: Line) -> bool:
    """Whether only a page's end stands between two lines: the paragraph goes on behind it."""
    return (
        text[line[1] - 1] not in _ENDS
        and follower[0] - line[1] <= _PAGE_END
        and PAGE_BREAK.search(text, line[1], follower[0]) is not None
    )


def _cut(text: str, start: int, end: int, sentences: list[tuple[int, int]]) -> None:
    """Append the sentences of one paragraph."""
    at = start
    for mark in _BREAK.finditer(text, start, end):
        place = mark.start()
        rest = text[mark.end() : mark.end() + 8].lstrip(" \t\xa0\n\"“‘'(-–+•*")
        if not rest or not (rest[0].isupper() or rest[0].isdigit()):
            continue
        if text[place] == "." and mark.end() - place == 1:
            before = text[max(start, place - 8) : place]
            if (_ABBREVIATION.search(before) and not _NUMERAL.search(before)) or (
                before.strip().isdigit() and place - at <= 4
            ):
                continue
        _append(text, at, mark.end(), sentences)
        at = mark.end()
    _append(text, at, end, sentences)


def _append(text: str, start: int, end: int, sentences: list[tuple[int, int]]) -> None:
    start, end = _trimmed(text, start, end)
    if end > start:
        sentences.append((start, end))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The words of a stretch without the white space around them."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
