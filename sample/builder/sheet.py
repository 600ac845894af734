"""Workbooks as offices keep them: merged headers, true numbers behind their formats."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

from builder.archive import settle
from builder.markup import Line, Source, Table, plain

NUMBER = re.compile(r"(-?)(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d+))?(%?)")


def number(words: str) -> tuple[float, str] | None:
    """A Vietnamese number as a cell's value and its format; None for words.

    >>> number("9.850"), number("47,9%")
    ((9850.0, '#,##0'), (0.479, '0.0%'))
    """
    match = NUMBER.fullmatch(words)
    if not match:
        return None
    sign, whole, decimals, percent = match[1], match[2].replace(".", ""), match[3] or "", match[4]
    value = Decimal(f"{sign}{whole}.{decimals or 0}")
    tail = f".{'0' * len(decimals)}" if decimals else ""
    return (float(value / 100), f"0{tail}%") if percent else (float(value), f"#,##0{tail}")


class Writer:
    """One workbook while it is written."""

    def __init__(self, path: Path, front: dict[str, Any]) -> None:
        self.book = xlsxwriter.Workbook(str(path))
        self.book.set_properties(
            {
                "title": front.get("title", ""),
                "author": front.get("author", "Văn thư"),
                "created": datetime.fromisoformat(front["created"]),
            }
        )
        self.formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def look(self, **settings: Any) -> Any:
        key = tuple(sorted(settings.items()))
        if key not in self.formats:
            base = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter", "text_wrap": True}
            self.formats[key] = self.book.add_format(base | settings)
        return self.formats[key]

    def sheet(self, name: str, blocks: list[Line | Table]) -> None:
        """Lines become rows merged over the whole width, tables their cells."""
        sheet = self.book.add_worksheet(name)
        widths = next(block.widths for block in blocks if isinstance(block, Table))
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        row = 0
        for block in blocks:
            if isinstance(block, Table):
                for number_, cells in enumerate(block.rows):
                    self._row(sheet, row + number_, block, number_, cells)
                row += len(block.rows)
            else:
                bold, centre = block.kind == "heading", block.kind in ("heading", "center")
                look = self.look(bold=bold, italic=not bold, align="center" if centre else "left")
                sheet.merge_range(row, 0, row, len(widths) - 1, plain(block.text), look)
                row += 1

    def _row(self, sheet: Any, at: int, table: Table, row: int, cells: list[str]) -> None:
        head = row < table.header
        group = "<" in cells and not head
        for column, words in enumerate(cells):
            if words in ("^", "<"):
                continue
            last_row, last_column = row, column
            while last_row + 1 < len(table.rows) and table.rows[last_row + 1][column] == "^":
                last_row += 1
            while last_column + 1 < len(cells) and cells[last_column + 1] == "<":
                last_column += 1
            found = number(words)
            settings: dict[str, Any] = {"border": 1, "bold": head or group}
            settings["align"] = "center" if head or (column != 1 and not found) else "left"
            if found:
                settings |= {"num_format": found[1], "align": "right" if column else "center"}
            look, value = self.look(**settings), found[0] if found else plain(words).replace("<br>", "\n")
            if (last_row, last_column) != (row, column):
                sheet.merge_range(at, column, at + last_row - row, last_column, value, look)
            elif value == "":
                sheet.write_blank(at, column, None, look)
            else:
                sheet.write(at, column, value, look)


def write(source: Source, path: Path) -> None:
    """Write a source as a workbook: each named part is a sheet."""
    writer = Writer(path, source.front)
    for part in source.parts:
        if part.blocks:
            writer.sheet(part.name or "Sheet1", part.blocks)
    writer.book.close()
    settle(path)
