"""A result held against plan, same period, country, region and term: the examples of the field, exact."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.assessment.comparison import Kind, growth_of_index, interval_of
from dondoc.assessment.sidebyside import Printed, Told, as_level, behind, held, is_rate, year_before
from dondoc.records.plan import Period


@pytest.mark.parametrize(
    ("period", "before"),
    [
        ("2026-01/2026-09", "2025-01/2025-09"),
        ("2026", "2025"),
        ("2026-Q3", "2025-Q3"),
        ("2021/2025", "2016/2020"),  # a term is held against the term before
        ("2024-02", "2023-02"),  # the month ends on another day
        ("2025-01/2025-02", "2024-01/2024-02"),
        ("2024-02-29", "2023-02-28"),
    ],
)
def test_the_same_period(period: str, before: str) -> None:
    assert str(year_before(Period.parse(period))) == before


@pytest.mark.parametrize(
    ("unit", "rate"),
    [("%", True), ("% dân số", True), ("‰", True), ("điểm %", True), ("tỷ đồng", False), ("điểm", False)],
)
def test_rates(unit: str, rate: bool) -> None:
    assert is_rate(unit) is rate


def test_a_rate_is_told_in_points() -> None:
    """55,02 % after 58,79 % is 3,77 points lower, not 6,4 % lower; an amount is told in per cent."""
    rate = held(Decimal("55.02"), Decimal("58.79"), unit="%")
    amount = held(Decimal(6870), Decimal(6308), unit="tỷ đồng")

    assert rate is not None
    assert (rate.kind, rate.amount) == (Kind.POINTS, Fraction("-3.77"))
    assert amount is not None
    assert amount.kind is Kind.PERCENT
    assert amount.amount == Fraction(562 * 100, 6308)


def test_an_index_is_a_growth() -> None:
    """110,27 beside a growth of 10,27 % is the same."""
    assert as_level(Decimal("110.27"), Printed.INDEX) == growth_of_index(Decimal("110.27"))
    assert as_level(Decimal("110.27"), Printed.LEVEL) == Decimal("110.27")


BEHIND = [
    ("6870", "108.91", Told.RATIO, False, "6308", "bằng 108,91 % cùng kỳ"),
    ("6870", "8.91", Told.GROWTH, False, "6308", "tăng 8,91 %: the same"),
    ("55.02", "-3.77", Told.GROWTH, True, "58.79", "a rate, 3,77 % lower: points"),
    ("960", "3.2", Told.TIMES, False, "300", "gấp 3,2 lần"),
]


@pytest.mark.parametrize(("now", "told", "how", "rate", "before", "why"), BEHIND)
def test_what_stood_before(now: str, told: str, how: Told, rate: bool, before: str, why: str) -> None:
    found = behind(_printed(now), _printed(told), how, rate=rate)

    assert found is not None, why
    assert found[0] <= Fraction(before) <= found[1], why


def test_a_fall_to_nothing_says_nothing() -> None:
    assert behind(_printed("0"), _printed("-100"), Told.GROWTH, rate=False) is None


@given(
    st.decimals("0.1", "1e6", places=1), st.decimals("-90", "400", places=1), st.sampled_from([True, False])
)
def test_the_printed_change_leads_back(before: Decimal, told: Decimal, rate: bool) -> None:
    """Whatever stood before lies inside what the exact result and its printed change allow."""
    now = Fraction(before) + Fraction(told) if rate else Fraction(before) * (1 + Fraction(told) / 100)

    found = behind((now, now), interval_of(told, 1), Told.GROWTH, rate=rate)

    assert found is not None
    assert found[0] <= Fraction(before) <= found[1]


def _printed(text: str) -> tuple[Fraction, Fraction]:
    value = Decimal(text)
    return interval_of(value, max(0, -int(value.as_tuple().exponent)))
