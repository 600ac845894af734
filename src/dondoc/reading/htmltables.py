"""Tables of a page: of data, or such as only set a heading or signature in two columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dondoc.reading.draft import Columns, DraftBuilder
from dondoc.reading.grid import Grid
from dondoc.reading.htmltree import lines_of, whole_number, words_of
from dondoc.records.document import BlockKind
from dondoc.records.source import Span

if TYPE_CHECKING:
    from lxml.etree import _Element

    Rows = list[list[_Element]]

_MOST_CELLS = 200_000
_WIDEST = 200  # columns
_MOST_LINES = 4  # rows of a table that only sets a heading
_LONGEST_CELL = 3_000  # characters; what is longer is a page set with tables
_LAYOUT = re.compile(
    r"CỘNG\s+H(?:ÒA|OÀ)\s+XÃ\s+HỘI|ĐẢNG\s+CỘNG\s+SẢN|Độc\s+lập\W|Nơi\s+nhận|(?:^|\s)(?:TM|KT|TL|TUQ)\.\s|(?:^|\s)[TK]/[ML]\s"
)


@dataclass(frozen=True, slots=True)
class DataTable:
    """Rows of cells; `captions` stand above them, the first `heads` rows are headings."""

    rows: Rows
    captions: list[str]
    heads: int

    def write(self, builder: DraftBuilder) -> None:
        for caption in self.captions:
            builder.line(caption, kind=BlockKind.CAPTION)
        grid, cells = _grid(self.rows)
        builder.rows(grid, cells, header_rows=self.heads or Grid(grid, cells).header_rows())


@dataclass(frozen=True, slots=True)
class TwoColumns:
    """A heading or signature in two columns: the left one's lines, then the right one's."""

    rows: Rows

    def write(self, builder: DraftBuilder) -> None:
        start = builder.length
        sides: list[tuple[Span, ...]] = []
        for place in (0, -1):
            lines: list[Span] = []
            for row in self.rows:
                if place == 0 or len(row) > 1:
                    lines += [builder.line(words) for words in lines_of(row[place])]
            sides.append(tuple(lines))
        end = max(start, builder.length - 1)
        builder.columns.append(Columns(Span(start, end), *sides))


def of(table: _Element) -> DataTable | TwoColumns | None:
    """The table; None where its cells are plain blocks of a page that is set with tables."""
    if table.get("role") == "presentation" or any(True for _ in _inner(table, "table")):
        return None
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in _inner(table, "tr")]
    rows = [row for row in rows if row]
    if not rows or max(map(len, rows)) < 2:
        return None
    words = [[words_of(cell) for cell in row] for row in rows]
    joined = "\n".join(" ".join(row) for row in words)
    headed = any(cell.tag == "th" for row in rows for cell in row)
    if len(rows) <= _MOST_LINES and _LAYOUT.search(joined) and not headed:
        return TwoColumns(rows)
    if len(rows) < 2 or sum(map(len, rows)) > _MOST_CELLS:
        return None
    if max(len(cell) for row in words for cell in row) > _LONGEST_CELL:
        return None
    captions = [caption for element in _inner(table, "caption") if (caption := words_of(element))]
    heads = next((n for n, row in enumerate(rows) if any(cell.tag != "th" for cell in row)), len(rows))
    return DataTable(rows, captions, heads)


def _inner(table: _Element, tag: str) -> Iterator[_Element]:
    """Elements below a table, itself left out; of rows only its own."""
    for element in table.iter(tag):
        if element is not table:
            yield element


def _grid(rows: Rows) -> tuple[list[list[int]], list[tuple[str, str | None]]]:
    """Cells in the page's order, and which of them covers each place."""
    cells: list[tuple[str, str | None]] = []
    places: dict[tuple[int, int], int] = {}
    for r, row in enumerate(rows):
        column = 0
        for cell in row:
            while (r, column) in places:
                column += 1
            if column >= _WIDEST:
                break
            cells.append((" ".join(lines_of(cell)), None))
            across = max(1, min(whole_number(cell.get("colspan"), 1), _WIDEST - column))
            down = max(1, min(whole_number(cell.get("rowspan"), 1) or len(rows), len(rows) - r))
            for y in range(r, r + down):
                for x in range(column, column + across):
                    places.setdefault((y, x), len(cells) - 1)
            column += across
    width = max(x for _, x in places) + 1
    return [[places.get((y, x), -1) for x in range(width)] for y in range(len(rows))], cells
