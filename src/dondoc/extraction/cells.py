"""Cells of tables that are read as running text: what is said in one ends there, and a row's time is its own.

Trồng mới 1.500 ha rừng | Chi cục Kiểm lâm | 30/11/2026     1,500 ha, of 2026-11-30
"""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from dondoc.extraction.context import Context
from dondoc.records.document import Table
from dondoc.text.dates import DateMention

_LEAD_WORDS = 3  # before a date in a cell that says nothing else: "Hoàn thành trước 30/6"


class Place(NamedTuple):
    """A cell's span, its table and row."""

    start: int
    end: int
    table: Table
    row: int


class Cells:
    """The cells of one document's tables."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._places = sorted(
            (
                Place(cell.span.start, cell.span.end, table, cell.row)
                for table in context.document.tables
                for cell in table.cells
            ),
            key=lambda place: place[:2],
        )
        self._starts = [place.start for place in self._places]

    def at(self, position: int) -> Place | None:
        """The cell a character stands in, None outside tables."""
        index = bisect_right(self._starts, position) - 1
        return self._places[index] if index >= 0 and self._places[index].end > position else None

    def time_of_row(self, position: int) -> DateMention | None:
        """The time that another cell of the row gives and nothing else: a deadline, "Quý IV/2026"."""
        place = self.at(position)
        if place is None:
            return None
        for cell in place.table.cells:
            if cell.row != place.row or cell.span.start == place.start:
                continue
            said = self._context.dates_in(*cell.span)
            if len(said) == 1 and self._bare(cell.span.start, cell.span.end, said[0]):
                return said[0]
        return None

    def _bare(self, start: int, end: int, said: DateMention) -> bool:
        words = self._context.flat
        before, after = words[start : said.span.start].split(), words[said.span.end : end].strip(" .;,)\n")
        return not after and len(before) <= _LEAD_WORDS


def cells(context: Context) -> Cells:
    """Made once for a document."""
    made = context.compiled.get("cells")
    if made is None:
        made = context.compiled["cells"] = Cells(context)
    assert isinstance(made, Cells)
    return made
