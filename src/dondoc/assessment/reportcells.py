"""What was typed into a cell of a report: a number of a stated precision, "no figure", or neither.

"16.900,5" at one decimal → 16900.5     "–" → no figure, which its explanation has to say why
"16,9555"                 → too precise, told at the cell
"1,000" at one decimal    → one or a thousand? told at the cell
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_NONE = frozenset({"-", "–", "—", "x", "…", "...", "không có", "kcs", "ksl"})
_GROUPS = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+(?:,\d+)?", re.ASCII)
_PLAIN = re.compile(r"[+-]?\d+(?:[.,]\d+)?", re.ASCII)
_EITHER = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}", re.ASCII)  # as a spreadsheet in English prints thousands
_BLANK = re.compile(r"[\s\u00a0\u202f]")
MOST_DIGITS = 15  # what a spreadsheet keeps exactly


@dataclass(frozen=True, slots=True)
class CellValue:
    """A cell as it counts. At most one of `value`, `none` and `problem` says something."""

    value: Decimal | None = None  # digits as typed
    none: bool = False  # said to have no figure
    problem: str = ""  # Vietnamese: what is wrong and what to do

    @property
    def empty(self) -> bool:
        """Nothing was typed."""
        return self.value is None and not self.none and not self.problem


def read_cell(text: str, *, decimals: int) -> CellValue:
    """What a cell's text means.

    Args:
        text: As typed, pasted or read from a workbook.
        decimals: How many digits after the decimal mark the form keeps; zeros beyond them are no digits.
    """
    typed = text.strip()
    if not typed:
        return CellValue()
    if typed.lower() in _NONE:
        return CellValue(none=True)
    plain = _BLANK.sub("", typed).replace("\u2212", "-")
    if _GROUPS.fullmatch(plain):
        plain = plain.replace(".", "")
    elif not _PLAIN.fullmatch(plain):
        return CellValue(
            problem=f"“{typed[:40]}” không phải là một số. Viết như 16.900,5; không có số thì ghi –."
        )
    if decimals < 3 and _EITHER.fullmatch(plain):
        exact = f"làm tròn còn {decimals} chữ số sau dấu phẩy" if decimals else "làm tròn thành số nguyên"
        return CellValue(
            problem=f"“{typed}” hiểu được hai cách: hàng nghìn hay số lẻ. Hàng nghìn viết "
            f"{plain.replace(',', '.')}; số lẻ thì {exact}."
        )
    value = Decimal(plain.replace(",", "."))
    if len(value.as_tuple().digits) > MOST_DIGITS:
        return CellValue(problem=f"Số có hơn {MOST_DIGITS} chữ số. Kiểm tra lại, hoặc dùng đơn vị lớn hơn.")
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    if -exponent > decimals:
        short = value.quantize(Decimal(1).scaleb(-decimals)) if decimals else value.to_integral_value()
        if short != value:
            allowed = f"lấy {decimals} chữ số thập phân" if decimals else "là số nguyên"
            return CellValue(problem=f"Biểu {allowed}, đã nhập {typed}. Làm tròn rồi nhập lại.")
        value = short
    return CellValue(value=value)


def out_of_line(value: int, *, earlier: int | None, later: int | None) -> int:
    """Whether a figure from the year's start on goes with those of the same year: -1, 1, or 0 where it does.

    Args:
        value: In millionths of the indicator's unit, as the others are.
        earlier: Of the nearest shorter time; -1 where `value` is below it.
        later: Of the nearest longer time; 1 where `value` is above it.
    """
    if earlier is not None and value < earlier:
        return -1
    return 1 if later is not None and value > later else 0
