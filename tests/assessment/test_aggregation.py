"""How figures add up over time and over bodies."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dondoc.assessment.aggregation import Amount, across_time, across_units, running, usual_rules
from dondoc.records.plan import Nature, TimeRule, UnitRule

SUM, RATIO, MEAN, MAX, NONE = UnitRule.SUM, UnitRule.RATIO, UnitRule.MEAN, UnitRule.MAX, UnitRule.NONE
YTD, MOMENT, LAST, OWN = TimeRule.YTD, TimeRule.MOMENT, TimeRule.LAST, TimeRule.OWN


def amounts(*values: int | tuple[int, int] | None) -> list[Amount | None]:
    """10 is an amount, (30, 100) a ratio's two sums, None nothing."""
    return [
        None
        if one is None
        else Amount(Fraction(one[0]), Fraction(one[1]))
        if isinstance(one, tuple)
        else Amount(Fraction(one))
        for one in values
    ]


UNITS = [
    (SUM, [10, 20, 30], "60", 0, "amounts add"),
    (SUM, [10, None, 30], "40", 1, "who has none is left out and counted"),
    (SUM, [], None, 0, "of nothing there is no sum, not 0"),
    (SUM, [None], None, 1, "nor of the silent"),
    (RATIO, [(30, 100), (90, 300)], "30", 0, "120/400"),
    (RATIO, [(50, 100), (30, 900)], "8", 0, "80/1000 = 8 %, though the mean of 50 % and 3,33 % is 26,67 %"),
    (RATIO, [(1, 3), None], "100/3", 1, "exact, no rounding"),
    (RATIO, [(0, 0)], None, 0, "a rate of nothing is none"),
    (MEAN, [80, 90], "85", 0, "scores"),
    (MEAN, [80, None, 91], "171/2", 1, "over those that have one"),
    (MAX, [3, 9, 4], "9", 0, "the highest"),
    (NONE, [7, 8], None, 0, "growth rates do not add"),
]


@pytest.mark.parametrize(("rule", "told", "value", "missing", "why"), UNITS, ids=[row[-1] for row in UNITS])
def test_over_bodies(rule: UnitRule, told: list, value: str | None, missing: int, why: str) -> None:
    """Each rule, with gaps."""
    rolled = across_units(rule, amounts(*told))
    assert rolled.value == (None if value is None else Fraction(value))
    assert (rolled.missing, rolled.used) == (missing, len(told) - missing)


STEPS = [
    (YTD, False, [10, None, 15], ["10", None, "25"], "a month without a figure has none of its own"),
    (YTD, False, [None, 5], [None, "5"], "the year begins with the first that is known"),
    (YTD, True, [(1, 4), (1, 1)], ["25", "40"], "2/5, the ratio of the sums so far"),
    (MOMENT, False, [3, None, 4], ["3", None, "4"], "as at the end of each month"),
    (LAST, False, [None, 70, None], [None, "70", "70"], "the latest goes on"),
    (TimeRule.MEAN, False, [10, None, 20], ["10", None, "15"], "over the months there are"),
    (TimeRule.MEAN, True, [(1, 4), (1, 1)], ["25", "40"], "a mean of rates is weighed by their wholes"),
    (TimeRule.MAX, False, [5, 9, 7], ["5", "9", "9"], "the highest so far"),
    (OWN, False, [6, 7], ["6", "7"], "each its own"),
]


@pytest.mark.parametrize(("rule", "ratio", "told", "expected", "why"), STEPS, ids=[row[-1] for row in STEPS])
def test_month_by_month(rule: TimeRule, ratio: bool, told: list, expected: list, why: str) -> None:
    """As it stood after each month."""
    found = running(rule, amounts(*told), ratio=ratio)
    assert found == [None if one is None else Fraction(one) for one in expected]


WHOLES = [
    (YTD, [10, None, 15], "25", "the sum of what is known"),
    (MOMENT, [3, 4, None], None, "no figure for the last month: not known"),
    (MOMENT, [None, 4], "4", "only the last month counts"),
    (LAST, [3, 4, None], "4", "the latest there is"),
    (TimeRule.MEAN, [10, 20, None], "15", "over those that are known"),
    (TimeRule.MAX, [10, 20, 5], "20", "the highest"),
    (OWN, [6, 7], None, "two quarters' growth rates make no half-year's"),
    (OWN, [6], "6", "one alone is itself"),
    (YTD, [], None, "nothing"),
]


@pytest.mark.parametrize(("rule", "told", "expected", "why"), WHOLES, ids=[row[-1] for row in WHOLES])
def test_of_a_whole_time(rule: TimeRule, told: list, expected: str | None, why: str) -> None:
    """One figure of many months."""
    assert across_time(rule, amounts(*told)).value == (None if expected is None else Fraction(expected))


def test_a_printed_rate_and_its_weight() -> None:
    """12 % of 500 and 4 % of 1.500 households: 120 of 2.000, 6 %."""
    rates = [Amount.of_rate(Fraction(12), Fraction(500)), Amount.of_rate(Fraction(4), Fraction(1500))]
    assert across_units(RATIO, rates).value == 6


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 10**12), st.integers(1, 10**12)), min_size=1, max_size=30), st.data()
)
def test_any_grouping_is_the_same(rows: list[tuple[int, int]], data: st.DataObject) -> None:
    """Communes into areas into the province, or straight into the province: sums and ratios of sums agree."""
    cut = data.draw(st.integers(0, len(rows)))
    whole = [Amount(Fraction(a), Fraction(b)) for a, b in rows]
    halves = [
        Amount(sum((one.part for one in half), Fraction()), sum((one.whole for one in half), Fraction()))
        for half in (whole[:cut], whole[cut:])
    ]
    for rule in (SUM, RATIO):
        filled = [half for half in halves if half.whole]
        assert across_units(rule, filled).value == across_units(rule, whole).value
    low, high = min(a / Fraction(b) for a, b in rows), max(a / Fraction(b) for a, b in rows)
    found = across_units(RATIO, whole).value
    assert found is not None
    assert low * 100 <= found <= high * 100


USUAL = [
    (Nature.FLOW, "tỷ đồng", YTD, SUM),
    (Nature.STOCK, "xã", MOMENT, SUM),
    (Nature.STOCK, "%", MOMENT, NONE),
    (Nature.FLOW, "%", LAST, NONE),
    (Nature.GROWTH, "%", OWN, NONE),
    (Nature.RANK, "", LAST, NONE),
]


@pytest.mark.parametrize(("nature", "unit", "time", "units"), USUAL)
def test_what_is_usual(nature: Nature, unit: str, time: TimeRule, units: UnitRule) -> None:
    """While nobody has said, nothing is added that does not add."""
    assert usual_rules(nature, unit) == (time, units)
