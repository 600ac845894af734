r"""A text as it would be typed with care: one space between words, no indents, a line for each paragraph.

    "   Tổng thu  đạt 412  tỷ đồng"      "Tổng thu đạt 412 tỷ đồng"
    "tăng1,36%so với"                    "tăng 1,36% so với"
    "… đạt 5%. 2. Sở Y tế: …"            a line break before "2.", where a whole text stands in one line

What a converter, a page's source or a justified column does to spaces says nothing; rules are written for the
text without it. Every change is kept, so that what was read is put back to its place in the text as it is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from dondoc.records.source import Span
from dondoc.text.brokenlines import line_breaks
from dondoc.text.brokenwords import closed_up, rejoined
from dondoc.text.listmarks import marks
from dondoc.text.names import LOWER, UPPER
from dondoc.text.normalize import FOLDED_ONCE, stripped_end
from dondoc.text.pagefurniture import furniture

Edit = tuple[int, int, str]  # start, end, what stands there instead
Row = tuple[int, list[tuple[int, int]]]  # where a line begins; where its cells stand in it

_SPACE = " \t\xa0"
_PRINTS_NOTHING = "\u200b\u200c\u200d\u2060\ufeff\r"
_OTHER_SPACES = "\xa0\u2002\u2003\u2007\u2009\u202f\u3000"
_OTHER_SPACE = re.compile(f"[{_OTHER_SPACES}]")
_NOTHING = re.compile(f"[{_PRINTS_NOTHING}]+")
_EDGE = re.compile(r"(?:^|(?<=\n))[ \t]+|[ \t]+(?=\n|$)")
_WIDE = re.compile(r" {2,}")
_GAP = re.compile(r"(?<=\S) {3,}(?=\S)")
_APART = re.compile(r"\S+(?: \S+)*")
_FEWEST_LOOSE = 3
_TORN_FIGURE = re.compile(
    r"(?<=\d) (?=[.,] \d)|(?<=\d [.,]) (?=\d)|(?<=\d[.,]) (?=\d{1,3} ?(?:%|tỷ|triệu|nghìn))"
    r"|(?<=\d) (?=/ \d)|(?<=\d /) (?=\d)"
)
_LOOSE = re.compile(r" (?=[,;:.](?:[ \n]|$))(?<=[\w)%”\"] )")
_UNIT = (
    r"(?:tỷ|tỉ|triệu|nghìn|ngàn|vạn|đồng|đ|ha|hecta|km|m2|m3|người|hộ|lần|tấn|tạ|kg|lít|con|lượt|vụ|xã|dự án|"
    r"điểm|bậc|USD|VNĐ|MW)"
)
_LEADS = "|".join(  # whatever is counted behind them
    f"(?<={word}.)"
    for word in (
        *("tăng", "giảm", "đạt", "còn", "gần", "hơn", "trên", "khoảng", "vượt", "chiếm", "bằng"),
        *("Tăng", "Giảm", "Đạt"),
    )
)
# The figure before which or the sign behind which a space is missing; what stands around it is looked at only
# there: every alternative begins with its character, so that `re` passes over all others at once.
_BEFORE = "".join(
    rf"{figure}(?<=[{LOWER}][{LOWER}].)(?:(?=[\d.,]*[ ]?(?:%|{_UNIT}(?![{LOWER}])))|{_LEADS})|"  # "tăng1,36%"
    for figure in "0123456789"
)
_ENDING = rf"(?<=[{LOWER}][{LOWER}].)(?<!www.)(?=[{UPPER}][{LOWER}])"  # "kế hoạch.Trong đó"
_PARTING = rf"(?<=[{LOWER}\d%)].)(?=[{LOWER}{UPPER}][{LOWER}])"
_GLUED = re.compile(
    rf"{_BEFORE}%(?<=\d.)(?=[{LOWER}{UPPER}])"  # "95%kế hoạch"
    rf"|\.{_ENDING}|!{_ENDING}|\?{_ENDING}|;{_PARTING}|,{_PARTING}"
    rf"|\)(?<=[{LOWER}%\d].)(?=[{UPPER}{LOWER}][{LOWER}])"  # "(1)Sở"
)
# A line that ends with what shortens a name goes on: "UBND TP. / Đà Nẵng", "anh B.T. / hiện nợ".
_SHORTENED = re.compile(
    rf"\n(?:(?<=[ (]TP\.\n)|(?<=[ (][Tt]p\.\n)|(?<=[ (]T[XT]\.\n)|(?<=[ (][QPH]\.\n))"
    rf"(?=[{UPPER}][{LOWER}]+ [{UPPER}])"
    rf"|\n(?<=[ .][{UPPER}]\.\n)(?=[{LOWER}])"
)
_BLANKS = re.compile(r"\n\n+")
_FEWEST_LINES = 8
_NEARLY_ALL = 0.85  # of the line ends of a page that has an empty line behind each
_RUNS = 5  # wide gaps of a text whose line breaks have become spaces
_PIECE = 25  # characters between two of them, in the middle
_FEW_LINES = 3
_BEGIN = 0.7  # of them stand before a capital, a figure or a sign
_TABLE_LINES = 3
_LONGEST_CELL = 60
_WIDEST_LINE = 300
_FEWEST_COLUMNS = 3
_FEWEST_ROWS = 2
_SHORT_CELL = 24
_ORDER = re.compile(r"(?:s?tt|số tt|số thứ tự)\b", re.IGNORECASE)
_FIGURE = re.compile(r"[-–+(]?\d[\d.,/%() ]*|[-–…x]|nt")
_LETTERS = re.compile(rf"[{UPPER}](?<!\S.) (?=[{UPPER}] [{UPPER}] )")


class Evened:
    """A text with its changes, and the way from one to the other."""

    __slots__ = ("_steps", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._steps: list[_Step] = []

    def change(self, edits: Iterable[Edit]) -> None:
        """Make changes that do not touch each other, in order."""
        step = _Step(edits)
        if step.starts:
            self.text = step.made(self.text)
            self._steps.append(step)

    def __bool__(self) -> bool:
        return bool(self._steps)

    def forth(self, span: Span) -> Span:
        """Where words of the text as it is stand in the evened one."""
        start, end = span
        for step in self._steps:
            start, end = step.forth(start), step.forth(end, last=True)
        return Span(start, max(start, end))

    def back(self, span: Span) -> Span:
        """Where words of the evened text stand in the text as it is."""
        start, end = span
        empty = end <= start
        for step in reversed(self._steps):
            start = step.back(start)
            end = start if empty else step.back(end - 1, last=True) + 1
        return Span(start, max(start, end))


class _Step:
    """One set of changes."""

    __slots__ = ("ends", "made_ends", "made_starts", "starts", "words")

    def __init__(self, edits: Iterable[Edit]) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.words: list[str] = []
        self.made_starts: list[int] = []
        self.made_ends: list[int] = []
        shift = 0
        for start, end, words in edits:
            self.starts.append(start)
            self.ends.append(end)
            self.words.append(words)
            self.made_starts.append(start + shift)
            shift += len(words) - (end - start)
            self.made_ends.append(end + shift)

    def made(self, text: str) -> str:
        pieces: list[str] = []
        at = 0
        for start, end, words in zip(self.starts, self.ends, self.words, strict=True):
            pieces += (text[at:start], words)
            at = end
        return "".join(pieces) + text[at:]

    def forth(self, place: int, *, last: bool = False) -> int:
        """Where a place went; where words were put in, a span ends before them and begins behind."""
        index = bisect_right(self.starts, place) - 1
        if index < 0:
            return place
        if place < self.ends[index]:
            return self.made_starts[index]
        if place == self.starts[index] == self.ends[index]:
            return self.made_starts[index] if last else self.made_ends[index]
        return self.made_ends[index] + place - self.ends[index]

    def back(self, place: int, *, last: bool = False) -> int:
        """Where a character stood; of one that was put in, the character before (last) or behind it."""
        index = bisect_right(self.made_starts, place) - 1
        while index >= 0 and self.made_starts[index] == self.made_ends[index]:
            if place >= self.made_ends[index]:
                return self.ends[index] + place - self.made_ends[index]
            index -= 1
        if index < 0:
            return place
        if place < self.made_ends[index]:
            inside = self.starts[index] + min(
                place - self.made_starts[index], self.ends[index] - self.starts[index]
            )
            return max(inside - 1, 0) if last and self.starts[index] == self.ends[index] else inside
        return self.ends[index] + place - self.made_ends[index]


def even(text: str) -> Evened:
    """The text with even spaces and lines; nothing is changed in one that has them."""
    return _evened_once(text) if len(text) <= FOLDED_ONCE else _evened(text)


@lru_cache(maxsize=2)  # reading and extraction even the same text
def _evened_once(text: str) -> Evened:
    return _evened(text)


def _evened(text: str) -> Evened:
    made = Evened(text)
    for step in (_silent, _pages, _apart, _columns, _lines, _spaces, _glued, _parted, marks):
        edits = step(made.text)
        if edits:
            made.change(edits)
    return made


def _silent(text: str) -> list[Edit]:
    """Characters that print nothing; other spaces than the common one."""
    edits: list[Edit] = []
    if any(sign in text for sign in _PRINTS_NOTHING):
        edits += [(*found.span(), "") for found in _NOTHING.finditer(text)]
    if any(sign in text for sign in _OTHER_SPACES):
        edits += [(*found.span(), " ") for found in _OTHER_SPACE.finditer(text)]
    return sorted(edits)


def _pages(text: str) -> list[Edit]:
    """Without the lines that are the page's: what they part stands together again."""
    edits: list[Edit] = []
    for start, end in furniture(text):
        low = stripped_end(text, start)
        high = end
        while high < len(text) and text[high].isspace():
            high += 1
        if edits and low <= edits[-1][1]:
            low = edits.pop()[0]
        gap = "\n" if low and high < len(text) else ""
        if gap and text[low - 1] in ".!?:;”…" and text.count("\n\n", low, high):
            gap = "\n\n"
        edits.append((low, high, gap))
    return edits


def _apart(text: str) -> list[Edit]:
    """Syllables broken at a line's end, letters spaced out: "N G H Ị  Q U Y Ế T"."""
    edits = list(rejoined(text)) if "\xad" in text or "-\n" in text else []
    if _LETTERS.search(text) is not None:
        edits += closed_up(text)
    return sorted(edits)


def _columns(text: str) -> list[Edit]:
    """Columns of a table that stand apart by spaces become columns parted by tabs."""
    if "   " not in text:
        return []
    edits: list[Edit] = []
    block: list[Row] = []
    at = 0
    for line in [*text.split("\n"), "."]:
        cells = [found.span() for found in _APART.finditer(line)]
        if cells and _GAP.search(line) is not None and len(line) <= _WIDEST_LINE:
            block.append((at, cells))
        elif line.strip():
            if len(block) >= _TABLE_LINES and _is_table(text, block):
                edits += _tabbed(block)
            block = []
        at += len(line) + 1
    return edits


def _is_table(text: str, block: list[Row]) -> bool:
    """Whether lines with wide gaps are a table's: short cells in columns, some of them figures."""
    width = max(len(cells) for _, cells in block)
    rows = sum(len(cells) == width for _, cells in block)
    if width < _FEWEST_COLUMNS or rows < _FEWEST_ROWS:
        return False
    if any(b - a > _LONGEST_CELL for _, cells in block for a, b in cells[1:]):
        return False
    figures = sum(
        any(_FIGURE.fullmatch(text[at + a : at + b]) is not None for a, b in cells) for at, cells in block
    )
    return _ORDER.match(text, block[0][0] + block[0][1][0][0]) is not None or figures * 2 >= len(block)


def _tabbed(block: list[Row]) -> list[Edit]:
    """Tabs for the gaps of a block: as many as columns lie between two cells."""
    width = max(len(cells) for _, cells in block)
    starts = [min(cells[n][0] for _, cells in block if len(cells) == width) for n in range(width)]
    edits: list[Edit] = []
    for at, cells in block:
        column = end = 0
        for n, (a, b) in enumerate(cells):
            under = max((c for c in range(width) if starts[c] <= a), default=0)
            place = n if len(cells) == width else min(max(under, column + (n > 0)), width - 1)
            if n or place:
                edits.append((at + end, at + a, "\t" * max(place - column, 1)))
            column, end = place, b
    return edits


def _lines(text: str) -> list[Edit]:
    """No indents, no spaces at lines' ends, no empty line behind every line; spaces that were line breaks."""
    edits: list[Edit] = []
    if "\n " in text or "\n\t" in text or text[:1] in _SPACE or " \n" in text or "\t\n" in text:
        edits += [
            (*found.span(), "")
            for found in _EDGE.finditer(text)
            if "\t" not in found[0] or not _in_row(text, *found.span())
        ]
    if ".\n" in text:
        edits += [(*found.span(), " ") for found in _SHORTENED.finditer(text)]
    if "\n\n" in text:
        runs = [found.span() for found in _BLANKS.finditer(text, 0, stripped_end(text, len(text)))]
        single = text.count("\n") - sum(end - start for start, end in runs)
        everywhere = len(runs) + single >= _FEWEST_LINES and len(runs) > _NEARLY_ALL * (len(runs) + single)
        edits += [
            (start, end, "\n" if everywhere else "\n\n")
            for start, end in runs
            if everywhere or (end - start > 2 and not _cells_left_out(text, start, end))
        ]
    return sorted(edits)


def _in_row(text: str, start: int, end: int) -> bool:
    """Whether tabs at a line's edge stand for empty cells: the line has others inside."""
    low, high = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    return "\t" in text[low : high if high >= 0 else len(text)].strip(" \t")


def _cells_left_out(text: str, start: int, end: int) -> bool:
    """Whether empty lines stand between a short line and a figure: empty cells of a row, one a line each."""
    above = text.rfind("\n", 0, start) + 1
    below = text.find("\n", end)
    figure = text[end : below if below >= 0 else len(text)].strip()
    return 0 < start - above <= _SHORT_CELL and _FIGURE.fullmatch(figure) is not None


def _spaces(text: str) -> list[Edit]:
    """One space where several part two words; a line break where a text's line breaks have become two."""
    if "  " not in text:
        return []
    gaps = [found.span() for found in _WIDE.finditer(text)]
    lost = False
    if len(gaps) >= _RUNS and text.count("\n") <= _FEW_LINES:
        between = sorted(b[0] - a[1] for a, b in pairwise(gaps))
        begins = sum(not text[end : end + 1].islower() for _, end in gaps)
        lost = between[len(between) // 2] >= _PIECE and begins > _BEGIN * len(gaps)
    return [(start, end, "\n" if lost else " ") for start, end in gaps]


def _glued(text: str) -> list[Edit]:
    """A space between words and figures that stick together, none before a comma."""
    edits: list[Edit] = []
    for found in _GLUED.finditer(text):
        at = found.start() if found[0].isdigit() else found.end()
        edits.append((at, at, " "))
    loose: list[Edit] = []
    if any(sign in text for sign in (" ,", " ;", " :", " .")):
        loose = [(found.start(), found.end(), "") for found in _LOOSE.finditer(text)]
    if len(loose) >= _FEWEST_LOOSE:  # a scan's words: its figures are torn too, "14, 5 %", "30 / 6 / 2026"
        taken = {start for start, _, _ in loose}
        loose += [(m.start(), m.end(), "") for m in _TORN_FIGURE.finditer(text) if m.start() not in taken]
    return sorted(edits + loose)


def _parted(text: str) -> list[Edit]:
    """Line breaks in a text that has lost them, where headings and items plainly begin."""
    return [(start, end, "\n") for start, end in line_breaks(text)]
