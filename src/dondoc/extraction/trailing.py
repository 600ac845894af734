r"""A document without the spaces that a page's text layer leaves at the ends of its lines.

"UBND tỉnh ban \nhành Kế hoạch" is read as "UBND tỉnh ban hành Kế hoạch": without the space before the line
break one space stands between any two words. What was read is put back to the places of the text as it is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import fields, is_dataclass, replace
from itertools import accumulate
from typing import Any

from dondoc.records.document import Document, Section, Table
from dondoc.records.facts import Facts
from dondoc.records.source import Span

_TRAILING = re.compile(r"[ \t\xa0]+(?=\n)")
_FEWEST = 8  # lines that end so; a text typed by hand has fewer


class Trimmed:
    """A document's lines without their trailing spaces, and the way back."""

    def __init__(self, document: Document) -> None:
        runs = [match.span() for match in _TRAILING.finditer(document.text)]
        self._starts = [start for start, _ in runs]
        self._removed = [0, *accumulate(end - start for start, end in runs)]
        self._ends = [end for _, end in runs]
        # where in the new text each run was taken out
        self._places = [start - gone for start, gone in zip(self._starts, self._removed, strict=False)]
        self.document = self._made(document)

    def _made(self, document: Document) -> Document:
        text = _TRAILING.sub("", document.text)
        header = document.header
        return replace(
            document,
            text=text,
            header=replace(header, spans=tuple((name, self._span(span)) for name, span in header.spans)),
            sections=tuple(map(self._section, document.sections)),
            tables=tuple(map(self._table, document.tables)),
            blocks=tuple((self._span(span), kind) for span, kind in document.blocks),
            scans=(),
        )

    def _at(self, position: int) -> int:
        """Where a place of the document's text stands in the new one."""
        index = bisect_right(self._starts, position) - 1
        if index < 0:
            return position
        if position < self._ends[index]:  # inside what is taken out
            return self._places[index]
        return position - self._removed[index + 1]

    def _span(self, span: Span) -> Span:
        return Span(self._at(span[0]), self._at(span[1]))

    def _section(self, section: Section) -> Section:
        return replace(
            section,
            span=self._span(section.span),
            heading_span=self._span(section.heading_span),
            children=tuple(map(self._section, section.children)),
        )

    def _table(self, table: Table) -> Table:
        cells = tuple(replace(cell, span=self._span(cell.span)) for cell in table.cells)
        caption = self._span(table.caption) if table.caption is not None else None
        return replace(table, span=self._span(table.span), cells=cells, caption=caption)

    # -- the way back ---------------------------------------------------------------------------------------

    def _back(self, position: int) -> int:
        return position + self._removed[bisect_right(self._places, position)]

    def put_back(self, facts: Facts) -> None:
        """Every span of `facts`, in place, where it stands in the document's own text."""
        for part in fields(facts):
            self._walk(getattr(facts, part.name))

    def _walk(self, value: Any) -> Any:
        """`value` with its spans put back; records and lists are changed in place."""
        if isinstance(value, Span):
            if value.end <= value.start:
                return Span(self._back(value.start), self._back(value.start)) if value.start else value
            return Span(self._back(value.start), self._back(value.end - 1) + 1)
        if isinstance(value, list):
            value[:] = [self._walk(item) for item in value]
        elif isinstance(value, dict):
            for key, item in value.items():
                value[key] = self._walk(item)
        elif is_dataclass(value) and not isinstance(value, type):
            changed = {}
            for part in fields(value):
                before = getattr(value, part.name)
                if isinstance(before, (Span, list, dict)) or is_dataclass(before):
                    after = self._walk(before)
                    if after is not before:
                        changed[part.name] = after
            if changed and value.__dataclass_params__.frozen:  # type: ignore[attr-defined]
                return replace(value, **changed)
            for name, after in changed.items():
                setattr(value, name, after)
        return value


def trimmed(document: Document) -> Trimmed | None:
    """The document without trailing spaces, None where it has hardly any."""
    if document.text.count(" \n") < _FEWEST:
        return None
    return Trimmed(document)
