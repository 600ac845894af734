"""A workbook of our own form that came back filled in: the cells of one sheet, guarded as any upload."""

from __future__ import annotations

import io
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from dondoc.reading.draft import Limits
from dondoc.reading.package import Package
from dondoc.reading.xlsx import _look_into, _open

_MOST_ROWS, _MOST_COLUMNS = 20_000, 60
UNCOUNTED = "công thức chưa có kết quả"


@dataclass(frozen=True, slots=True)
class CellRead:
    """One cell: where it stands ("C7"), and its value; a number has the decimals its format shows."""

    place: str
    value: str | Decimal | date | None
    uncounted: bool = False  # a formula whose value the workbook does not tell

    @property
    def text(self) -> str:
        """As words: a number plain, nothing as ""; of a formula without a value that it has none."""
        if self.uncounted:
            return UNCOUNTED
        if self.value is None:
            return ""
        return f"{self.value:f}" if isinstance(self.value, Decimal) else str(self.value).strip()


def sheet_rows(data: bytes, name: str) -> list[list[CellRead]]:
    """The rows of the first sheet, as far as something stands in them.

    Raises:
        ReadError: It is no workbook, a damaged or a hostile one; its words say so.
    """
    return next(iter(book_rows(data, name).values()), [])


def book_rows(data: bytes, name: str) -> dict[str, list[list[CellRead]]]:
    """The rows of every sheet by its title; as `sheet_rows`."""
    uncounted = set(_look_into(Package(io.BytesIO(data), name, Limits()), name))
    return {sheet.title: _rows(sheet, uncounted) for sheet in _open(data, name).worksheets}


def _rows(sheet: Any, uncounted: Collection[str]) -> list[list[CellRead]]:
    last, wide = min(sheet.max_row, _MOST_ROWS), min(sheet.max_column, _MOST_COLUMNS)
    rows = [
        [
            CellRead(
                cell.coordinate,
                _value(cell.value, cell.number_format),
                cell.value is None and f"{sheet.title}!{cell.coordinate}" in uncounted,
            )
            for cell in row
        ]
        for row in sheet.iter_rows(max_row=last, max_col=wide)
    ]
    while rows and not any(cell.text for cell in rows[-1]):
        rows.pop()
    return rows


def _value(value: object, shown: str) -> str | Decimal | date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, int | float):
        number = Decimal(repr(value))
        return _with_decimals(
            number.quantize(Decimal(1)) if number == number.to_integral_value() else number, shown
        )
    if value is None or isinstance(value, date):
        return value
    return str(value)


def _with_decimals(number: Decimal, shown: str) -> Decimal:
    """12.3 under the format 0.00 is 12.30: the zeros somebody sees are kept, none are cut off."""
    found = re.search(r"0\.(0+)", shown)
    exponent = number.as_tuple().exponent
    has = -exponent if isinstance(exponent, int) else 0
    wanted = len(found[1]) if found else 0
    return number.quantize(Decimal(1).scaleb(-wanted)) if wanted > has else number
