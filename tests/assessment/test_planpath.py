"""Parts of a plan beside their whole, and a whole spread over parts."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.assessment.planpath import allocation_check, path_check, spread, straight
from dondoc.records.plan import TimeRule, UnitRule

F = Fraction
PATHS = [
    (TimeRule.YTD, [200, 250, 250, 300], 1000, None, False, "0", "quarters make the year"),
    (TimeRule.YTD, [200, 250, 250, 250], 1000, None, False, "-50", "fifty are given to no quarter"),
    (TimeRule.YTD, [200, 450, 700, 1000], 1000, None, True, "0", "told from the beginning of the year"),
    (TimeRule.YTD, [500, None], 1000, None, False, "-500", "a step not yet planned is missing"),
    (TimeRule.MOMENT, [40, 50, 60], 60, None, False, "0", "a level: the last step is the target"),
    (TimeRule.MOMENT, [40, 50, 58], 60, None, False, "-2", "and misses it"),
    (TimeRule.MEAN, [7, 8, 9], 8, None, False, "0", "a mean of the years"),
    (TimeRule.MOMENT, [50, 53], 50, 55, False, "0", "inside the range"),
    (TimeRule.MOMENT, [50, 57], 50, 55, False, "2", "over the range"),
    (TimeRule.OWN, [7, 8], 8, None, False, None, "quarters of growth do not add"),
]


@pytest.mark.parametrize(
    ("rule", "parts", "low", "high", "cumulative", "difference", "why"), PATHS, ids=[row[-1] for row in PATHS]
)
def test_a_path_beside_its_whole(
    rule: TimeRule,
    parts: list,
    low: int,
    high: int | None,
    cumulative: bool,
    difference: str | None,
    why: str,
) -> None:
    """By the rule of time."""
    told = [None if one is None else F(one) for one in parts]
    check = path_check(rule, told, F(low), None if high is None else F(high), cumulative=cumulative)
    assert check.difference == (None if difference is None else F(difference))
    assert check.holds == (not check.difference)


ALLOCATIONS = [
    (UnitRule.SUM, [(1000, None), (950, None)], 1905, "45", "more was given than there is: 1.950 of 1.905"),
    (UnitRule.SUM, [(1000, None), (None, None)], 1905, "-905", "one has nothing yet"),
    (UnitRule.RATIO, [(12, 500), (4, 1500)], 6, "0", "rates with what they are rates of"),
    (UnitRule.RATIO, [(12, 500), (4, None)], 6, "6", "without a weight a rate cannot be added"),
    (UnitRule.NONE, [(7, None), (8, None)], 7, None, "growth: nothing to compare"),
    (UnitRule.MEAN, [(80, None), (90, None)], 85, "0", "a mean"),
]


@pytest.mark.parametrize(
    ("rule", "parts", "low", "difference", "why"), ALLOCATIONS, ids=[row[-1] for row in ALLOCATIONS]
)
def test_an_allocation_beside_its_whole(
    rule: UnitRule, parts: list, low: int, difference: str | None, why: str
) -> None:
    """By the rule of bodies; the difference is told, whatever it is."""
    told = [(None if a is None else F(a), None if b is None else F(b)) for a, b in parts]
    assert allocation_check(rule, told, F(low)).difference == (None if difference is None else F(difference))


@given(
    st.integers(-(10**15), 10**15),
    st.integers(0, 4),
    st.lists(st.integers(0, 10**6), min_size=1, max_size=60).filter(any),
)
def test_spread_loses_nothing(count: int, decimals: int, weights: list[int]) -> None:
    """Together exactly the whole, none more than one last digit from its share."""
    whole = Decimal(count).scaleb(-decimals)
    parts = spread(whole, [F(weight) for weight in weights], decimals)
    assert sum(parts) == whole
    for part, weight in zip(parts, weights, strict=True):
        assert abs(F(part) - F(whole) * weight / sum(weights)) < F(1, 10**decimals)


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1]])
def test_what_cannot_be_spread(weights: list[int]) -> None:
    """Refused, not guessed."""
    with pytest.raises(ValueError, match="Tỷ trọng"):
        spread(Decimal(10), [F(weight) for weight in weights], 0)
    with pytest.raises(ValueError, match="thập phân"):
        spread(Decimal("1.5"), [F(1)], 0)


def test_a_straight_line_ends_at_the_target() -> None:
    """40 % to 60 % in three years, at one decimal; half a digit rounds up."""
    assert straight(Decimal(40), Decimal("60.25"), 3, 1) == [
        Decimal("46.8"),
        Decimal("53.5"),
        Decimal("60.25"),
    ]
    assert straight(Decimal(10), Decimal(5), 2, 0) == [Decimal(8), Decimal(5)]
