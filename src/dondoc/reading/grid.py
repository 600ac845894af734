"""Tables with merged cells, as Word and Excel give them: places of a grid that share a cell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

_ITEM = re.compile(r"(?:[-+*•–]|\(?\w{1,3}[.)/])\s")  # a list mark at a line's beginning
_OPEN = re.compile(r"[,(\[/–-]$")  # a line that cannot end here
_COLUMN_MARK = re.compile(r"\(?(?:(\d{1,2})|[A-Z])\)?(?:\s*=.*)?")  # "(1)", "A", "(5)=(4)/(3)" under a header

_FIGURES = re.compile(r"(?!(?:19|20)\d\d$)[\d.,%\s]+")  # a year names a column

# What only the heading of a document or its signature says.
_NATION = re.compile(
    r"CỘNG\s+H[OÒ][AÀ]\s+XÃ\s+HỘI|ĐẢNG\s+CỘNG\s+SẢN\s+VIỆT\s+NAM|ĐỘC\s+LẬP\s*[-–]\s*TỰ", re.IGNORECASE
)
_NUMBER = re.compile(r"Số\s*:?\s*[\d.…_]*\s*[-/–]", re.IGNORECASE)
_DAY = re.compile(r"ngày\s*[\d.…_]*\s*tháng\s*[\d.…_]*\s*năm", re.IGNORECASE)
_FOR = re.compile(r"(?:T/M|K/T|T/L|TM\.|KT\.|TL\.|TUQ\.|Q\.)\s*(?P<office>\w[\w\s]+)")
_RECIPIENTS = re.compile(r"Nơi\s+nhận\b", re.IGNORECASE)


@dataclass(slots=True)
class Grid:
    """A table being read: `places[r][c]` is an index into `cells`, -1 where nothing stands."""

    places: list[list[int]] = field(default_factory=list)
    cells: list[tuple[str, str | None]] = field(default_factory=list)  # words, value behind the print

    def put(self, row: int, column: int, words: str, *, colspan: int = 1, value: str | None = None) -> int:
        """A new cell at its first row; its index."""
        index = len(self.cells)
        self.cells.append((words, value))
        self.cover(row, column, colspan, index)
        return index

    def cover(self, row: int, column: int, colspan: int, index: int) -> None:
        """Let a cell stand at more places."""
        end = column + colspan
        while len(self.places) <= row:
            self.places.append([])
        line = self.places[row]
        line.extend([-1] * (end - len(line)))
        line[column:end] = [index] * (end - column)

    def at(self, row: int, column: int) -> int:
        """The cell at a place, -1 for none."""
        line = self.places[row] if 0 <= row < len(self.places) else []
        return line[column] if 0 <= column < len(line) else -1

    def square(self) -> None:
        """Make all rows equally long, drop rows and columns without a cell and cells without a place."""
        width = max(map(len, self.places), default=0)
        for line in self.places:
            line.extend([-1] * (width - len(line)))
        rows = [line for line in self.places if any(index >= 0 for index in line)]
        kept = [c for c in range(width) if any(line[c] >= 0 for line in rows)]
        placed = sorted({line[c] for line in rows for c in kept} - {-1})  # overlapping merges may hide a cell
        new = {old: index for index, old in enumerate(placed)} | {-1: -1}
        self.cells = [self.cells[old] for old in placed]
        self.places = [[new[line[c]] for c in kept] for line in rows]

    def filled_columns(self) -> list[int]:
        """Columns in which some cell has words."""
        width = len(self.places[0]) if self.places else 0
        return [c for c in range(width) if any(self._words(line[c]) for line in self.places)]

    def _words(self, index: int) -> str:
        return self.cells[index][0] if index >= 0 else ""

    def header_rows(self) -> int:
        """How many rows at the top name the columns: usually 1; more under a band, a title, "(1) (2)"."""
        count = 0
        for n, line in enumerate(self.places[:4]):
            different = dict.fromkeys(line)
            if n == count and len(line) > 1 and len(different) == 1 and n + 1 < len(self.places):
                count += 1  # a title over the whole width
        if count >= len(self.places):
            return min(1, len(self.places))
        if count and not self._names(count):
            return count
        top = self.places[count]
        band = any(a == b and a >= 0 for a, b in pairwise(top))
        deep = max((self._depth(count, c) for c in range(len(top))), default=1)
        count += max(2 if band and deep == 1 and self._names(count + 1) else 1, min(deep, 3))
        if count < len(self.places) and self._marks(count):
            count += 1
        return min(count, len(self.places))

    def _depth(self, row: int, column: int) -> int:
        """Rows the cell at a place covers from here down."""
        index, depth = self.places[row][column], 1
        while index >= 0 and self.at(row + depth, column) == index:
            depth += 1
        return depth

    def _names(self, row: int) -> bool:
        """The row has words in most places and none of them is a number: it names columns."""
        if row >= len(self.places):
            return False
        words = [self._words(index) for index in dict.fromkeys(self.places[row])]
        return not any(_FIGURES.fullmatch(word) for word in words if word) and sum(map(bool, words)) > 1

    def _marks(self, row: int) -> bool:
        """The row numbers the columns: "(1) (2) (3)", "A B 1 2", each one more than the last."""
        words = [self._words(index).strip() for index in dict.fromkeys(self.places[row])]
        found = [_COLUMN_MARK.fullmatch(word) for word in words]
        if len(found) < 3 or not all(found):
            return False
        numbers = [int(mark[1]) for mark in found if mark and mark[1]]
        return len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1))


def join_lines(lines: list[str]) -> str:
    r"""A cell's words: lines that go on are joined by a space, items stay apart by "\n".

    >>> join_lines(["Sở Nông nghiệp", "và Môi trường", "Sở Y tế"])
    'Sở Nông nghiệp và Môi trường\nSở Y tế'
    """
    joined = ""
    for line in filter(None, (" ".join(line.split()) for line in lines)):
        if not joined:
            joined = line
        elif _goes_on(joined.rsplit("\n", 1)[-1], line):
            joined += " " + line
        else:
            joined += "\n" + line
    return joined


def _goes_on(before: str, line: str) -> bool:
    if _ITEM.match(line):
        return False
    both_capitals = before.isupper() and line.isupper()
    return both_capitals or not line[0].isupper() or bool(_OPEN.search(before))


def is_layout(cells: Iterable[str]) -> bool:
    """Whether these cells are no table but the two columns of a heading or a signature."""
    lines = [line.strip() for words in cells for line in words.split("\n")]
    if any(_NATION.search(line) or _RECIPIENTS.match(line) for line in lines):
        return True
    if any((found := _FOR.match(line)) and found["office"].isupper() for line in lines):
        return True
    return any(map(_NUMBER.match, lines)) and any(map(_DAY.search, lines))
