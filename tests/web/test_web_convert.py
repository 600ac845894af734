"""Numbers and units: exact, as people type them, or refused."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from dondoc.records.facts import FieldSource, IndicatorStatement
from dondoc.records.source import Span
from dondoc.web.sources.convert import corrected, day, fact_data, fact_why, factor, micro, nearest, number

NUMBERS = [
    ("16.900", "16900"),
    ("16.900,5", "16900.5"),
    ("1.234.567", "1234567"),
    ("13,45", "13.45"),
    ("13.45", "13.45"),
    ("13.450", "13450"),
    ("0,5", "0.5"),
    ("-2,5", "-2.5"),
    ("\u22122,5", "-2.5"),
    ("+7", "7"),
    (" 12 500 ", "12500"),
    ("12\u00a0500", "12500"),
]


@pytest.mark.parametrize(("typed", "value"), NUMBERS)
def test_numbers_as_typed(typed: str, value: str) -> None:
    """Dots in threes separate thousands, a comma the decimals."""
    assert number(typed) == Decimal(value)


@pytest.mark.parametrize("typed", ["", "mười", "1,2,3", "1.23.4", "1.2345,6", "--1", "1e5", "NaN", "٣"])
def test_what_is_no_number(typed: str) -> None:
    """What is not plainly a number is not guessed."""
    with pytest.raises(ValueError, match="không phải là một số"):
        number(typed)


TWO_WAYS = [
    ("1,000", "1000 hoặc 1.000", "1,0 nếu"),
    ("12,345", "12345 hoặc 12.345", "12,3450 nếu"),
    ("-1,500", "1500 hoặc 1.500", "1,5 nếu"),
    ("+250,120", "250120 hoặc 250.120", "250,12 nếu"),
]


@pytest.mark.parametrize(("typed", "thousands", "decimal"), TWO_WAYS)
def test_a_comma_before_three_digits_is_asked_about(typed: str, thousands: str, decimal: str) -> None:
    """Most who type "1,000" mean a thousand: both ways of writing are told, and nothing is guessed."""
    with pytest.raises(ValueError, match="hiểu được hai cách") as told:
        number(typed)

    assert thousands in str(told.value)
    assert decimal in str(told.value)


ONE_WAY = [
    ("0,125", "0.125"),
    ("12,3450", "12.345"),
    ("1.234,567", "1234.567"),
    ("1234,567", "1234.567"),
    ("1,00", "1"),
]


@pytest.mark.parametrize(("typed", "value"), ONE_WAY)
def test_a_comma_that_means_one_thing(typed: str, value: str) -> None:
    """A nought in front, other digits than three behind, or more than three before: a decimal comma."""
    assert number(typed) == Decimal(value)


def test_what_was_printed_here_is_sure() -> None:
    """What a form shows, and what a reviewer copies from a document, reads as it is printed."""
    assert number("12,345", sure=True) == Decimal("12.345")


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=3))
def test_printed_numbers_come_back(value: Decimal) -> None:
    """A number printed the Vietnamese way is read as itself by who knows that it was printed."""
    printed = f"{value:,.3f}".translate(str.maketrans(",.", ".,"))

    assert number(printed, sure=True) == value


FACTORS = [
    ("tỷ đồng", "tỷ đồng", "1"),
    ("nghìn tỷ đồng", "tỷ đồng", "1000"),
    ("triệu đồng", "tỷ đồng", "0.001"),
    ("Tỷ đồng", "tỷ đồng", "1"),
    ("tạ", "tấn", "0.1"),
    ("nghìn tấn", "tấn", "1000"),
    ("km2", "ha", "100"),
    ("triệu đồng/người", "tỷ đồng/người", "0.001"),
    ("triệu USD", "tỷ USD", "0.001"),
    ("%", "%", "1"),
    ("", "", "1"),
    ("tỷ đồng", "tỷ USD", None),
    ("tỷ đồng", "%", None),
    ("triệu đồng/người", "triệu đồng", None),
    ("điểm %", "%", None),
    ("người", "hộ", None),
]


@pytest.mark.parametrize(("unit", "into", "by"), FACTORS)
def test_units_convert_exactly_or_not_at_all(unit: str, into: str, by: str | None) -> None:
    """Only powers of ten of one unit, and measures nobody can mistake; money never changes its currency."""
    assert factor(unit, into) == (None if by is None else Decimal(by))


def test_relative_measures_stay_in_per_cent() -> None:
    """A growth in per cent of an amount in tỷ đồng is kept in per cent; an amount is not."""
    assert micro(Decimal("11.9"), "%", "tỷ đồng", "change") == 11_900_000
    assert micro(Decimal("11.9"), "%", "tỷ đồng", "level") is None
    assert micro(Decimal("0.0000001"), "tỷ đồng", "tỷ đồng", "level") is None, "not exact at six decimals"
    assert micro(Decimal(10**15), "tỷ đồng", "tỷ đồng", "level") is None, "not within an int64"


DAYS = [("31/12/2026", "2026-12-31"), ("1.2.2026", "2026-02-01"), ("2026-12-31", "2026-12-31"), ("", None)]


@pytest.mark.parametrize(("typed", "iso"), DAYS)
def test_days_as_typed(typed: str, iso: str | None) -> None:
    assert day(typed) == iso


@pytest.mark.parametrize("typed", ["31/02/2026", "hôm nay", "12/2026"])
def test_what_is_no_day(typed: str) -> None:
    with pytest.raises(ValueError, match="không phải là một ngày"):
        day(typed)


def test_facts_are_kept_as_the_format_has_them() -> None:
    """Decimals are strings with their printed digits; spans stand beside the data, and so do the reasons."""
    fact = IndicatorStatement(
        Span(0, 9), value=Decimal("13.450"), name="GRDP", unit="%", value_span=Span(3, 9)
    )
    fact.fields["unit"] = FieldSource("unit", Span(8, 9), "sau số")

    data = fact_data(fact)

    assert (data["value"], data["name"], data["period"]) == ("13.450", "GRDP", None)
    assert not {"span", "value_span", "fields", "rule"} & set(data)
    assert fact_why(fact) == {"unit": {"how": "unit", "start": 8, "end": 9, "note": "sau số"}}


def test_unchanged_fields_are_not_read_anew() -> None:
    """A form that sends a stored number back as it is changes nothing, whatever its dots would mean."""
    data: dict[str, Any] = {
        "name": "A",
        "value": "1.345",
        "decimals": 3,
        "bound": "exact",
        "measure": "level",
    }

    assert corrected("indicator", data, {"value": "1.345", "name": "B"}) == data | {"name": "B"}


def test_all_wrong_fields_are_told_at_once() -> None:
    """A form with two errors shows both."""
    with pytest.raises(ValidationError) as refusal:
        corrected("indicator", {"name": "A", "value": "1"}, {"value": "x", "period": "y", "unknown": "z"})

    assert set(refusal.value.message_dict) == {"value", "period"}


@given(st.text(max_size=60), st.integers(0, 50), st.integers(0, 50), st.integers(0, 60))
def test_a_quote_is_found_again(text: str, start: int, length: int, near: int) -> None:
    """Any piece of a text is found in it, verbatim."""
    quote = text[start : start + length]
    span = nearest(text, quote, near)

    assert (span is None) == (not quote)
    if span is not None:
        assert text[span.slice] == quote
