r"""Tables copied from a page as one cell a line, with nothing between the cells.

TT
Chỉ tiêu               a head of known words, the first for the rows' numbers;
Đơn vị tính            as many lines as it has, so many columns
KH 2026
I                      a row that only heads others has a number and a name
Về kinh tế
1                      the next number with a name after it begins the next row
Thu ngân sách
tỷ đồng
18.500
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from dondoc.records.source import Span

_START = re.compile(r"^[ \t]*(?:S?TT|Stt|Số TT|Số thứ tự)[ \t.]*$", re.MULTILINE)
_LABEL = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3})*|[IVXLC]{1,6}|[A-Z]|[a-zđ])\)?[.)]?")
_FIRST = re.compile(r"(?:1|I|A)[.)]?|\(1\)")
_MARK = re.compile(r"\(?(?:\d{1,2}|[A-E])\)?(?:\s*=.*)?")
_AMOUNT = re.compile(
    r"\(\d[\d.,]*(?: ?%)?\)|(?:[<>≥≤+–-]|trên|dưới|từ)? ?\d[\d.,]*(?: ?%)?(?: ?[-–] ?\d[\d.,]*(?: ?%)?)?"
    r"(?: trở (?:lên|xuống))?|[-–x]",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\(?\d{1,3}\)?[.)]?")
_TOTAL = re.compile(r"(?:tổng (?:số|cộng)|cộng|tổng|(?:chung )?(?:toàn|cả) \w+)\b", re.IGNORECASE)
_DASH = re.compile(r"[-–+*•]")
_CELL = 600  # characters of a cell at most
_HEAD = 100  # the same of a head
_WIDEST = 14
_VALUED = 5  # columns of a table whose rows may be known by their amounts alone

Cells = list[Span]


def find(text: str, role_of: Callable[[str], str | None]) -> Iterator[list[Cells]]:
    """The rows of such tables, the head first; `role_of` says what a head's words stand for."""
    if "TT\n" not in text and "tt\n" not in text and "hứ tự\n" not in text:
        return
    done = 0
    for start in _START.finditer(text):
        if start.start() < done:
            continue
        rows = _rows(text, start.start(), role_of)
        if rows is not None:
            done = rows[-1][-1].end
            yield rows


def rows_of(text: str, cells: Cells, role_of: Callable[[str], str | None]) -> list[Cells] | None:
    """The rows of cells that follow each other without a mark between rows; None where they are no table.

    An empty cell is an empty span.
    """
    lines = _Lines(text, len(text))
    lines.spans = cells
    lines.words = [text[cell.slice] for cell in cells]
    return _divided(lines, role_of)


class _Lines:
    """The lines from a place on, without the white space around them, found as they are asked for.

    An empty line ends them.
    """

    def __init__(self, text: str, at: int) -> None:
        self._text = text
        self._at = at
        self.spans: list[Span] = []
        self.words: list[str] = []

    def has(self, n: int) -> bool:
        """Whether there is a line `n`."""
        while len(self.spans) <= n and self._at < len(self._text):
            end = self._text.find("\n", self._at)
            end = len(self._text) if end < 0 else end
            line = self._text[self._at : end]
            words = line.strip()
            if not words:
                self._at = len(self._text)
                break
            first = self._at + line.index(words[0])
            self.spans.append(Span(first, first + len(words)))
            self.words.append(words)
            self._at = end + 1
        return len(self.spans) > n


def _rows(text: str, at: int, role_of: Callable[[str], str | None]) -> list[Cells] | None:
    return _divided(_Lines(text, at), role_of)


def _divided(lines: _Lines, role_of: Callable[[str], str | None]) -> list[Cells] | None:
    first = next((n for n in range(1, _WIDEST + 3) if lines.has(n) and _starts_rows(lines, n)), 0)
    head = lines.words[:first]
    if first < 3 or any(len(word) > _HEAD for word in head):
        return None
    width = _lower_width(lines, first) or first
    if width > _WIDEST:
        return None
    known = sum(role_of(word) is not None for word in head[1:])
    plain = role_of(head[1]) is not None and _all_numbers(lines, width)
    if known < 2 and not plain and not _regular(lines, first, width):
        return None
    rows = [lines.spans[:width]] if width == first else _banded_head(lines, first, width)
    n = first
    if lines.has(n + width - 1) and all(map(_MARK.fullmatch, lines.words[n : n + width])):
        rows.append(lines.spans[n : n + width])
        n += width
    full = 0
    number = "0"  # of the last row that had one
    while lines.has(n):
        if lines.has(n + first) and lines.words[n : n + first] == head:
            n += first  # the head again, on a new page
            continue
        number = lines.words[n] if _NUMBER.fullmatch(lines.words[n]) else number
        stop = _row_end(lines, n, width, number)
        if stop == n:
            break
        row = lines.spans[n:stop]
        label = _LABEL.fullmatch(lines.words[n]) or _DASH.fullmatch(lines.words[n])
        if lines.words[n] and not label:
            row = [Span(row[0].start, row[0].start), *row]
        rows.append(row)
        full += len(row) == width
        n = stop
    return rows if full > 1 or (full and known >= _SURELY and len(rows) > 2) else None


def _starts_rows(lines: _Lines, n: int) -> bool:
    """Whether rows begin at a line: with the first number, or with their sum."""
    if _FIRST.fullmatch(lines.words[n]):
        return True
    if n < _FEWEST or _TOTAL.match(lines.words[n]) is None or not lines.has(n + 1):
        return False
    return _is_amount(lines.words[n + 1]) and not _FIRST.fullmatch(lines.words[n + 1])


def _is_amount(words: str) -> bool:
    return _AMOUNT.fullmatch(words) is not None


def _regular(lines: _Lines, first: int, width: int) -> bool:
    """Whether the two rows behind a head of unknown words are alike: number, name, the same places filled."""
    if not _FIRST.fullmatch(lines.words[first]):
        first += width - 1  # a row of sums stands first, without a number
    if not lines.has(first + 2 * width - 1):
        return False
    one, two = lines.words[first : first + width], lines.words[first + width : first + 2 * width]
    if not (_NUMBER.fullmatch(one[0]) and _next(one[0], two[0]) and any(map(str.isalpha, one[1]))):
        return False
    filled = [_is_amount(word) for word in one[2:]]
    return (
        filled == [_is_amount(word) for word in two[2:]] and filled[-1] and sum(filled) >= min(2, len(filled))
    )


def _lower_width(lines: _Lines, first: int) -> int:
    """How many columns there are where a head of two rows says more lines than that; 0 where it does not.

    The distance from the row 1 to the row 2 tells: a head over two columns or more is a line too many.
    """
    one = first if _FIRST.fullmatch(lines.words[first]) else 0
    for width in (first - 1, first - 2):
        at = one or first + width - 1  # behind a row of sums, which has no number
        if width < _FEWEST or not lines.has(at + width + 1) or not _lower_heads(lines, first, width):
            continue
        amounts = sum(_is_amount(word) for word in lines.words[at + 2 : at + width])
        if _next(lines.words[at], lines.words[at + width]) and amounts >= 2 and _begins(lines, at + width):
            return width
    return 0


def _lower_heads(lines: _Lines, first: int, width: int) -> int:
    """How many of a head's last lines stand under others: years, comparisons, two for each of two heads."""
    words = lines.words[:first]
    for kind in (_YEAR, _COMPARED):
        count = 0
        while count < first - 3 and kind.fullmatch(words[first - 1 - count]):
            count += 1
        if count >= 2 and first - width == 1:
            return count
    return 4 if first - width == 2 and first >= _FEWEST + 4 else 0


def _banded_head(lines: _Lines, first: int, width: int) -> list[Cells]:
    """The two rows of such a head: the upper with empty places behind those that others stand under."""
    below = _lower_heads(lines, first, width)
    top = first - below
    groups = first - width
    words = lines.words[:top]
    if groups == 1:
        years = _YEAR.fullmatch(lines.words[first - 1]) is not None
        wide = [n for n in range(2, top) if (_NO_TIME if years else _COMPARES).search(words[n])]
        over = {(wide or [top - 1])[-1 if not years else 0]: below}
    else:
        over = {top - 2: 2, top - 1: 2}
    upper: Cells = []
    lower: Cells = []
    at = top
    for n in range(top):
        span = lines.spans[n]
        nothing = Span(span.end, span.end)
        upper.append(span)
        if n not in over:
            lower.append(nothing)
            continue
        upper += [nothing] * (over[n] - 1)
        lower += lines.spans[at : at + over[n]]
        at += over[n]
    return [upper, lower]


_FEWEST = 3  # columns
_SURELY = 4  # heads of known words of a table with one full row
_YEAR = re.compile(r"(?:[Nn]ăm )?(?:19|20)\d\d")
_COMPARED = re.compile(r"[Ss]o (?!sánh).{2,44}|%.{1,30}")
_COMPARES = re.compile(r"[Ss]o sánh|[Tt]ỷ lệ|[Tt]ăng|%")
_NO_TIME = re.compile(
    r"^(?!.*\d)(?:[Tt]hực hiện|[Kk]ết quả|[Tt]rong đó|[Nn]ăm|[Kk]ế hoạch|[Cc]hia|[Gg]iai đoạn|[Mm]ục tiêu)"
)


def _all_numbers(lines: _Lines, width: int) -> bool:
    """Whether the first row is a number, a name and amounts: the head names what they are amounts of."""
    if not lines.has(2 * width - 1) or _MARK.fullmatch(lines.words[width + 1]):
        return False
    return all(map(_AMOUNT.fullmatch, lines.words[width + 2 : 2 * width]))


def _row_end(lines: _Lines, n: int, width: int, number: str) -> int:
    """The line after the row that begins at line `n`; `n` where no row begins there.

    `number` is that of the row, or of the last one before it that had one.
    """
    labelled = _begins(lines, n) or _dashed(lines, n)
    words = lines.words
    empty = not words[n] and lines.has(n + 1) and bool(words[n + 1])  # the place of the number left blank
    if not labelled and not empty and not words[n].startswith(("-", "+")):
        if _totalled(lines, n, width):
            return n + width - 1
        if not _valued(lines, n, width):
            return n
    most = n + width - (not labelled and not empty)
    name = n + 1 if labelled or empty else n
    for end in range(name + 1, most):
        if not lines.has(end):
            return end
        if len(words[end]) > _CELL:
            return n
        if _begins(lines, end) and (end == name + 1 or _next(number, words[end])):
            return end
        if words[end].startswith(("- ", "+ ")) and end == name + 1:
            return end
        if _dashed(lines, end):
            return end
    return most


def _dashed(lines: _Lines, n: int) -> bool:
    """Whether a row begins at a line that is a dash alone: a name, a unit and an amount follow it."""
    if not _DASH.fullmatch(lines.words[n]) or not lines.has(n + 3):
        return False
    name, unit, amount = lines.words[n + 1 : n + 4]
    alike = any(map(str.isalpha, name)) and not _AMOUNT.fullmatch(unit)
    return alike and _AMOUNT.fullmatch(amount) is not None and not _DASH.fullmatch(amount)


def _valued(lines: _Lines, n: int, width: int) -> bool:
    """Whether a row without a number stands at a line: "Trong đó: Công nghiệp", a unit, and amounts."""
    if width < _VALUED or not lines.has(n + width - 2) or not any(map(str.isalpha, lines.words[n])):
        return False
    return all(map(_AMOUNT.fullmatch, lines.words[n + 2 : n + 4]))


def _totalled(lines: _Lines, n: int, width: int) -> bool:
    """Whether a row of totals without a number stands at a line: "Tổng cộng" and amounts in all columns."""
    if not lines.has(n + width - 2) or not _TOTAL.match(lines.words[n]):
        return False
    return all(map(_AMOUNT.fullmatch, lines.words[n + 1 : n + width - 1]))


def _begins(lines: _Lines, n: int) -> bool:
    """Whether a row begins at a line: a number, and a name on the next."""
    if not lines.has(n + 1) or not _LABEL.fullmatch(lines.words[n]):
        return False
    name = lines.words[n + 1]
    return any(map(str.isalpha, name)) and len(name) > 1 and not _LABEL.fullmatch(name)


def _next(label: str, other: str) -> bool:
    """Whether a label counts on from another: 2 after 1."""
    first, second = label.strip("()."), other.strip("().")
    return first.isdigit() and second.isdigit() and int(second) == int(first) + 1
