"""What a cell's text means: numbers as people type and Excel pastes them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.assessment.reportcells import read_cell

NUMBERS = [
    ("16.900,5", 1, "16900.5", "Vietnamese separators"),
    ("16900,5", 2, "16900.5", "without them"),
    ("1.250", 0, "1250", "a dot before three digits is a thousand"),
    ("12.5", 1, "12.5", "a dot as a decimal mark"),
    (" 1 250 ", 0, "1250", "spaces, as some write thousands"),
    ("-3,2", 1, "-3.2", "negative"),
    ("\u22123,2", 1, "-3.2", "with a true minus"),
    ("71,00", 0, "71", "zeros beyond the form's digits are no digits"),
    ("0,500", 1, "0.5", "… nor here"),
    ("1,250", 3, "1.250", "three digits where the form keeps three"),
    ("0", 0, "0", "nought is a number"),
]


@pytest.mark.parametrize(("text", "decimals", "value", "why"), NUMBERS, ids=[row[-1] for row in NUMBERS])
def test_a_number(text: str, decimals: int, value: str, why: str) -> None:
    found = read_cell(text, decimals=decimals)
    assert (str(found.value), found.none, found.problem) == (value, False, ""), why


@pytest.mark.parametrize("text", ["-", "–", "x", "X", "...", "Không có", "kcs"])
def test_no_figure_is_a_state(text: str) -> None:
    """Not a value, and not an empty cell."""
    found = read_cell(text, decimals=0)
    assert found.none
    assert found.value is None
    assert not found.empty


WRONG = [
    ("khoảng 12", 0, "không phải là một số", "words"),
    ("12,55", 1, "lấy 1 chữ số thập phân", "too precise"),
    ("12,5", 0, "là số nguyên", "a half person"),
    ("1.25.3", 0, "không phải là một số", "dots in the wrong places"),
    ("1234567890123456", 0, "15 chữ số", "a spreadsheet would not keep it"),
    (
        "1,000",
        1,
        "viết 1.000; số lẻ thì làm tròn còn 1 chữ số",
        "one, or a thousand as Excel in English prints it",
    ),
    ("12,500", 1, "viết 12.500", "… twelve and a half, or twelve thousand"),
    ("7,240", 2, "viết 7.240", "… even where the zero alone is too precise"),
    ("12,345", 0, "làm tròn thành số nguyên", "… and where rounding would hide it"),
    ("1,234,567", 0, "không phải là một số", "commas between thousands"),
    ("12%", 0, "không phải là một số", "the unit is the form's"),
]


@pytest.mark.parametrize(("text", "decimals", "told", "why"), WRONG, ids=[row[-1] for row in WRONG])
def test_what_is_wrong_is_told(text: str, decimals: int, told: str, why: str) -> None:
    found = read_cell(text, decimals=decimals)
    assert told in found.problem, why
    assert found.value is None


def test_nothing_typed() -> None:
    assert read_cell("  ", decimals=0).empty


@given(st.decimals(-(10**9), 10**9, allow_nan=False, places=3))
def test_what_is_printed_is_read_back(value: Decimal) -> None:
    """In the way pages and workbooks write numbers."""
    text = f"{value:,f}".translate(str.maketrans(",.", ".,"))
    assert read_cell(text, decimals=3).value == value
