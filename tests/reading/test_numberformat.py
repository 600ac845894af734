"""Number formats: what an Excel cell shows, the Vietnamese way."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.reading.numberformat import plain, show

_DAY = date(2026, 1, 31)
SHOWN = [
    (0.1345, "0.00%", "13,45 %"),
    (0.07, "0%", "7 %"),
    (0.5, "0.0 %", "50,0 %"),
    (16900, "#,##0", "16.900"),
    (1234567.891, "#,##0.00", "1.234.567,89"),
    (16900, "General", "16900"),  # Excel puts no thousands mark without a format
    (13.450000000000001, "General", "13,45"),  # the file's digits, not the float's
    (2.5, "0", "3"),  # halves go up, as in Excel
    (1.005, "0.00", "1,01"),  # also where the float lies below the half
    (7, "0.##", "7"),
    (7.5, "0.#", "7,5"),
    (5, "000", "005"),
    (0, "#,##0;-#,##0;-", "-"),
    (0, '_(* #,##0_);_(* \\(#,##0\\);_(* "-"??_);_(@_)', "-"),
    (-1234.5, "#,##0.00;(#,##0.00)", "(1.234,50)"),
    (-5, "0", "-5"),
    (-0.001, "0.0", "0,0"),  # no minus before zero
    (181_900_000_000, '#,##0,,," tỷ đồng"', "182 tỷ đồng"),
    (5, '0" xã"', "5 xã"),
    (5, "[Red]0.0", "5,0"),
    (7.5, "[$-42A]#,##0.0 [$₫-42A]", "7,5 ₫"),
    (15, "[>=10]0;[<10]0.0", "15"),
    (5, "[>=10]0;[<10]0.0", "5,0"),
    (0.5, "# ?/?", "0,5"),  # fractions as decimals
    (1500, "0.00E+00", "1500"),  # powers as decimals
    (5, ";;;", ""),  # a cell made invisible shows nothing
    (True, "General", "TRUE"),
    ("13,45", "0.00", "13,45"),  # text stays text
    (_DAY, "dd/mm/yyyy", "31/01/2026"),
    (_DAY, "m/d/yyyy", "31/01/2026"),  # an American file, read here
    (_DAY, "mmm-yy", "01/2026"),
    (_DAY, "yyyy", "2026"),
    (datetime.combine(_DAY, time(14, 5)), "dd/mm/yyyy hh:mm", "31/01/2026 14:05"),
    (datetime.combine(_DAY, time()), "dd/mm/yyyy hh:mm", "31/01/2026"),
    (time(7, 5), "h:mm", "07:05"),
    (timedelta(hours=30, minutes=4), "[h]:mm", "30:04"),
]


@pytest.mark.parametrize(("value", "code", "words"), SHOWN)
def test_show(value, code, words):
    """A cell reads as Excel with Vietnamese settings would show it."""
    assert show(value, code) == words


@pytest.mark.parametrize(
    ("value", "behind"),
    [
        (0.1345, "0.1345"),
        (13.450000000000001, "13.45"),
        (1e20, "100000000000000000000"),
        (16900, "16900"),
        (True, "true"),
        (datetime.combine(_DAY, time()), "2026-01-31"),
        (datetime.combine(_DAY, time(8, 30)), "2026-01-31T08:30:00"),
    ],
)
def test_the_value_behind(value, behind):
    """The value behind the print is exact and for machines."""
    assert plain(value) == behind


@given(
    st.one_of(st.integers(), st.floats(), st.decimals(allow_nan=False)),
    st.text('0#?.,%;[]<>=-"\\_* EeGa@/1', max_size=20),
)
def test_any_format_gives_words(value, code):
    """A format nobody foresaw gives some words, never an error: a sheet is not lost for one cell."""
    assert isinstance(show(value, code), str)


@given(st.decimals(-(10**12), 10**12, places=3))
def test_grouping_keeps_the_number(value):
    """Under a format with all its decimals no digit is lost."""
    words = show(value, "#,##0.000")

    assert Decimal(words.replace(".", "").replace(",", ".")) == value
