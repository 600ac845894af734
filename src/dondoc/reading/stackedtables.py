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
_FIRST = re.compile(r"(?:1|I|A)[.)]?")
_MARK = re.compile(r"\(?(?:\d{1,2}|[A-E])\)?(?:\s*=.*)?")
_CELL = 600  # characters of a cell at most
_HEAD = 100  # the same of a head
_WIDEST = 14

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


def _lines(text: str, at: int) -> Iterator[Span]:
    """The lines from a place on, without the white space around them; an empty one ends them."""
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        words = text[at:end]
        first = at + len(words) - len(words.lstrip())
        span = Span(first, first + len(words.strip()))
        if not span:
            return
        yield span
        at = end + 1


def _rows(text: str, at: int, role_of: Callable[[str], str | None]) -> list[Cells] | None:
    lines = list(_lines(text, at))
    words = [text[line.slice] for line in lines]
    width = next((n for n in range(1, min(len(words), _WIDEST + 1)) if _FIRST.fullmatch(words[n])), 0)
    if width < 3 or any(len(word) > _HEAD for word in words[:width]):
        return None
    if sum(role_of(word) is not None for word in words[1:width]) < 2:
        return None
    rows = [lines[:width]]
    marks = words[width : 2 * width]
    n = width
    if len(marks) == width and all(_MARK.fullmatch(word) for word in marks):
        rows.append(lines[width : 2 * width])
        n = 2 * width
    full = 0
    while n < len(lines):
        stop = _row_end(words, n, width)
        if stop == n:
            break
        row = lines[n:stop]
        if not _LABEL.fullmatch(words[n]):
            row = [Span(lines[n].start, lines[n].start), *row]
        rows.append(row)
        full += len(row) == width
        n = stop
    return rows if full > 1 else None


def _row_end(words: list[str], n: int, width: int) -> int:
    """The line after the row that begins at line `n`; `n` where no row begins there."""
    labelled = _begins(words, n)
    if not labelled and not words[n].startswith(("-", "+")):
        return n
    most = min(len(words), n + width - (not labelled))
    name = n + 1 if labelled else n
    for end in range(name + 1, most):
        if len(words[end]) > _CELL:
            return n
        if _begins(words, end) and (end == name + 1 or _next(words[n], words[end])):
            return end
        if words[end].startswith(("- ", "+ ")) and end == name + 1:
            return end
    return most


def _begins(words: list[str], n: int) -> bool:
    """Whether a row begins at a line: a number, and a name on the next."""
    if n + 1 >= len(words) or not _LABEL.fullmatch(words[n]):
        return False
    name = words[n + 1]
    return any(map(str.isalpha, name)) and len(name) > 3 and not _LABEL.fullmatch(name)


def _next(label: str, other: str) -> bool:
    """Whether a label counts on from another: 2 after 1."""
    first, second = label.strip("()."), other.strip("().")
    return first.isdigit() and second.isdigit() and int(second) == int(first) + 1
