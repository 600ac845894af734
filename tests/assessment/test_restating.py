"""Figures of merged units restated for today's: what adds up, what does not, and why."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.assessment.restating import Taken, Unit, UnitFigure, restate, units_on
from dondoc.records.plan import UnitRule

JULY = date(2025, 7, 1)
# Cần Thơ took over two; the labour department was divided; Hà Tây went to Hà Nội long before.
TAKEN = [
    Taken("soc_trang", "can_tho", JULY),
    Taken("hau_giang", "can_tho", JULY),
    Taken("bac_ninh_old", "bac_ninh", JULY),
    Taken("bac_giang", "bac_ninh", JULY),
    Taken("ha_tay", "ha_noi", date(2008, 8, 1)),
    Taken("labour", "interior", date(2025, 3, 1)),
    Taken("labour", "health", date(2025, 3, 1)),
    Taken("first", "second", date(2024, 1, 1)),
    Taken("second", "third", JULY),
]
SINCE = {"bac_ninh": JULY, "third": JULY, "second": date(2024, 1, 1)}

UNITS = [
    ("can_tho", date(2024, 12, 31), ["can_tho", "hau_giang", "soc_trang"], "itself and two more"),
    ("can_tho", date(2025, 6, 30), ["can_tho", "hau_giang", "soc_trang"], "on the eve"),
    ("can_tho", JULY, ["can_tho"], "from the day itself alone"),
    ("bac_ninh", date(2024, 12, 31), ["bac_giang", "bac_ninh_old"], "founded by the merger: not itself"),
    ("ha_noi", date(2024, 12, 31), ["ha_noi"], "what was taken over before counts no more"),
    ("third", date(2024, 12, 31), ["second"], "one step back"),
    ("third", date(2023, 12, 31), ["first"], "two steps back"),
    ("unknown", JULY, ["unknown"], "one that took over from nobody"),
]


@pytest.mark.parametrize(("unit", "day", "found", "why"), UNITS, ids=[row[3] for row in UNITS])
def test_who_it_was_on_a_day(unit: str, day: date, found: list[str], why: str) -> None:
    """The units whose figures make today's unit's."""
    assert sorted(one.key for one in units_on(unit, day, TAKEN, SINCE)) == sorted(found)


def test_a_divided_unit_is_not_whole() -> None:
    """Its figures belong to several, and nobody said how much to whom."""
    assert Unit("labour", False) in units_on("health", date(2024, 12, 31), TAKEN, SINCE)


def figure(value: str, above: str | None = None, below: str | None = None) -> UnitFigure:
    number = Decimal(value)
    return UnitFigure(
        number, -int(number.as_tuple().exponent), above and Decimal(above), below and Decimal(below)  # type: ignore[arg-type]
    )  # fmt: skip


TWO = [Unit("a", True), Unit("b", True)]
RESTATED = [
    (TWO, {"a": figure("3200"), "b": figure("2100.5")}, UnitRule.SUM, "5300.5", "", "amounts add up"),
    (TWO, {"a": figure("3200")}, UnitRule.SUM, None, "Thiếu số của b", "a missing figure is not 0"),
    ([], {}, UnitRule.SUM, None, "Không có đơn vị", "nobody before"),
    ([Unit("a", False)], {"a": figure("1")}, UnitRule.SUM, None, "được chia cho nhiều", "divided"),
    ([Unit("a", True)], {"a": figure("4.1")}, UnitRule.NONE, "4.1", "", "one alone: its own, whatever it is"),
    (TWO, {"a": figure("4.1"), "b": figure("2.3")}, UnitRule.NONE, None, "không gộp được", "growth, ranks"),
    (
        TWO,
        {"a": figure("4.1"), "b": figure("2.3")},
        UnitRule.MEAN,
        None,
        "không gộp được",
        "no mean of means",
    ),
    (TWO, {"a": figure("4.1"), "b": figure("2.3")}, UnitRule.MAX, "4.1", "", "the highest of the highest"),
    (
        TWO,
        {"a": figure("4.1"), "b": figure("2.3")},
        UnitRule.RATIO,
        None,
        "không lấy bình quân",
        "bare rates",
    ),
    (
        TWO,
        {"a": figure("4.1", "410", "10000"), "b": figure("2.3", "690", "30000")},
        UnitRule.RATIO,
        "2.8",
        "",
        "1100 of 40000 is 2,75, rounded half up; the mean would be 3,2",
    ),
    (
        TWO,
        {"a": figure("0", "0", "0"), "b": figure("0", "0", "0")},
        UnitRule.RATIO,
        None,
        "bằng 0",
        "of nothing",
    ),
]


@pytest.mark.parametrize(
    ("units", "figures", "rule", "value", "words", "why"), RESTATED, ids=[row[5] for row in RESTATED]
)
def test_restating(
    units: list[Unit], figures: dict[str, UnitFigure], rule: UnitRule, value: str | None, words: str, why: str
) -> None:
    """What follows from the units' figures, or the reason why nothing does."""
    found = restate(units, figures, rule)
    assert found.value == (None if value is None else Decimal(value))
    assert words in found.reason
    assert bool(found.reason) == (value is None)


@given(st.lists(st.integers(0, 10**11), min_size=1, max_size=8))
def test_a_sum_does_not_depend_on_the_order(cents: list[int]) -> None:
    """Whoever is named first."""
    values = [Decimal(one).scaleb(-2) for one in cents]
    units = [Unit(str(n), True) for n in range(len(values))]
    figures = {str(n): UnitFigure(value, 2) for n, value in enumerate(values)}
    assert restate(units, figures, UnitRule.SUM).value == sum(values)
    assert restate(reversed(units), figures, UnitRule.SUM).value == sum(values)
