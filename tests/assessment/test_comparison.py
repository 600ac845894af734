"""The field's arithmetic, with the numbers that were really printed."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.assessment import comparison as c


def printed(value: Fraction | None, digits: int) -> str:
    """As a paper prints it, half up."""
    assert value is not None
    number = Decimal(value.numerator) / Decimal(value.denominator)
    return str(number.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP))


@pytest.mark.parametrize(
    ("found", "digits", "expected"),
    [
        (c.of_plan(Decimal(22710), Decimal(22200)), 1, "102.3"),  # đạt 102,3 % kế hoạch
        (c.over_plan(Decimal(10994), Decimal(9500)), 1, "15.7"),  # vượt 15,7 %
        (c.over_plan(Decimal(290), Decimal(230)), 1, "26.1"),
        (c.plan_behind(Decimal(290), Decimal("26.1")), 0, "230"),  # the plan "vượt 26,1 %" speaks of
        (c.growth_of_ratio(Decimal("108.91")), 2, "8.91"),  # bằng 108,91 % cùng kỳ
        (c.growth_of_index(Decimal("110.27")), 2, "10.27"),  # an index printed as growth
        (c.before_change(Decimal("55.02"), Decimal("-3.77"), rate=True), 2, "58.79"),
        (c.needed_amount(Decimal(16900), Decimal(12675), 3), 2, "1408.33"),
        (c.needed_amount(Decimal(100), Decimal(120), 3), 0, "0"),  # it is there
        (c.needed_level(Decimal("4.33"), Decimal("5.03"), 7), 2, "-0.10"),  # a level that has to fall
    ],
)
def test_as_printed(found: Fraction | None, digits: int, expected: str) -> None:
    assert printed(found, digits) == expected


def test_a_rate_changes_by_points_and_an_amount_by_per_cent() -> None:
    """55,02 % after 58,79 % is 3,77 points lower; 6.870 after 6.308 is 8,91 % more."""
    rate = c.change(Decimal("55.02"), Decimal("58.79"), rate=True)
    amount = c.change(Decimal(6870), Decimal(6308), rate=False)

    assert rate is not None
    assert amount is not None
    assert (rate.kind, printed(rate.amount, 2)) == (c.Kind.POINTS, "-3.77")
    assert (amount.kind, printed(amount.amount, 2)) == (c.Kind.PERCENT, "8.91")
    assert c.change(Decimal(5), Decimal(0), rate=False) is None  # growth from nothing is no number


def test_no_plan_and_no_step_left_have_no_ratio() -> None:
    """A division by nothing is no answer, not an error."""
    assert c.of_plan(Decimal(5), Decimal(0)) is None
    assert c.over_plan(Decimal(5), Decimal(0)) is None
    assert c.needed_amount(Decimal(5), Decimal(0), 0) is None
    assert c.needed_level(Decimal(5), Decimal(0), 0) is None


def test_n_times_more_may_mean_n_or_one_more() -> None:
    """Both readings are told; the first is the one meant here."""
    assert c.times_more(Decimal(3)) == (Fraction(3), Fraction(4))


def test_a_term_is_the_geometric_mean() -> None:
    """5,29 % for three years and 10,24 % for two make 7,24 %; the arithmetic mean would say 7,27 %."""
    stretches = [(Decimal("5.29"), 3), (Decimal("10.24"), 2)]

    assert str(c.mean_growth(stretches, decimals=2)) == "7.24"
    assert printed(Fraction(sum(rate * years for rate, years in stretches)) / 5, 2) == "7.27"


@pytest.mark.parametrize(
    "call",
    [
        lambda: c.mean_growth([], decimals=2),
        lambda: c.mean_growth([(Decimal(-100), 1)], decimals=2),
        lambda: c.needed_growth(Decimal(7), 3, [(Decimal(5), 3)]),
        lambda: c.root(Fraction(-1), 2, 2),
    ],
)
def test_what_has_no_answer_says_so(call: object) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        call()  # type: ignore[operator]


@given(st.fractions(0, 10**6), st.integers(1, 6), st.integers(0, 6))
def test_a_root_is_rounded_half_up(value: Fraction, degree: int, digits: int) -> None:
    """root − ½ unit ≤ exact < root + ½ unit, by powers alone."""
    found, half = Fraction(c.root(value, degree, digits)), Fraction(1, 2 * 10**digits)

    assert max(found - half, Fraction(0)) ** degree <= value < (found + half) ** degree


@given(st.decimals(-20, 40, places=2), st.integers(1, 4), st.integers(1, 4), st.decimals(-20, 40, places=2))
def test_what_is_needed_makes_the_term(done: Decimal, before: int, left: int, target: Decimal) -> None:
    """Going on at the needed rate comes to the target again, to a digit of the last place."""
    needed = c.needed_growth(target, before + left, [(done, before)], decimals=6)

    made = c.mean_growth([(done, before), (needed.value, left)], decimals=2)

    assert abs(made - target) <= Decimal("0.01")
    assert needed.low <= needed.value <= needed.high


amounts = st.decimals(0, 10**6, places=2)


@given(amounts, amounts, st.integers(1, 12), st.integers(1, 6))
def test_scaling_the_unit_scales_the_pace(target: Decimal, so_far: Decimal, steps: int, power: int) -> None:
    """In triệu đồng the pace is a thousand times the number it is in tỷ đồng."""
    one = c.needed_amount(target, so_far, steps)
    other = c.needed_amount(target.scaleb(power), so_far.scaleb(power), steps)

    assert one is not None
    assert other == one * 10**power
