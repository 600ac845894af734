"""A figure beside its plan, the same period, the country and the term: the field's own arithmetic, exact.

    22.710 of 22.200 planned                →  102,3 % of plan, 2,3 % over it
    55,02 % disbursed after 58,79 %         →  3,77 points lower, never "6,4 % lower"
    5,29 % a year for three years, 7,24 % for all five  →  10,23 % a year needed (10,21–10,25)

Rates are in per cent. Results are fractions until a person reads them; roots, which are no fractions, are
rounded half up by whole-number arithmetic at the digits asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import prod

HUNDRED = Fraction(100)
Number = Decimal | Fraction


def of_plan(actual: Number, plan: Number) -> Fraction | None:
    """Đạt X % kế hoạch: result ÷ plan × 100; None where the plan is 0."""
    return Fraction(actual) / Fraction(plan) * HUNDRED if plan else None


def over_plan(actual: Number, plan: Number) -> Fraction | None:
    """Vượt X % kế hoạch, negative where it fell short ("hụt")."""
    share = of_plan(actual, plan)
    return None if share is None else share - HUNDRED


def plan_behind(actual: Number, over: Number) -> Fraction:
    """The plan that "vượt X %" speaks of: 290 products, over by 26,1 %, of 230 planned (229,976…)."""
    return Fraction(actual) / (1 + Fraction(over) / HUNDRED)


class Kind(StrEnum):
    """What a change is told in."""

    PERCENT = "percent"  # %
    POINTS = "points"  # điểm phần trăm: where the figure is itself a rate


@dataclass(frozen=True, slots=True)
class Change:
    """A figure against another of the same kind."""

    kind: Kind
    amount: Fraction  # growth in %, or the difference in points; negative where it fell
    difference: Fraction  # in the figure's own unit
    ratio: Fraction | None  # this ÷ that: "bằng 108,91 % cùng kỳ" is 1,0891; None where that is 0


def change(now: Number, before: Number, *, rate: bool) -> Change | None:
    """Against the same period of the year before, the country, the region.

    Args:
        now: The figure.
        before: What it is held against.
        rate: Whether the figures are themselves rates, whose change is told in points.

    Returns:
        None where a growth of nothing is asked for.
    """
    one, other = Fraction(now), Fraction(before)
    ratio = one / other if other else None
    if rate:
        return Change(Kind.POINTS, one - other, one - other, ratio)
    if ratio is None:
        return None
    return Change(Kind.PERCENT, (ratio - 1) * HUNDRED, one - other, ratio)


def before_change(now: Number, told: Number, *, rate: bool) -> Fraction:
    """What stood before, from the figure and its printed change: 55,02 %, "thấp hơn 3,77 %", of 58,79 %."""
    if rate:
        return Fraction(now) - Fraction(told)
    return Fraction(now) / (1 + Fraction(told) / HUNDRED)


def growth_of_index(index: Number) -> Fraction:
    """An index printed as growth: 110,27 is +10,27 %."""
    return Fraction(index) - HUNDRED


def growth_of_ratio(ratio_percent: Number) -> Fraction:
    """Bằng 108,91 % cùng kỳ is a growth of 8,91 %."""
    return Fraction(ratio_percent) - HUNDRED


def times_more(times: Number) -> tuple[Fraction, Fraction]:
    """Tăng N lần as it is meant here (N times as much) and as it may be read (N + 1 times)."""
    return Fraction(times), Fraction(times) + 1


def interval_of(value: Decimal, decimals: int) -> tuple[Fraction, Fraction]:
    """The numbers a printed one may stand for: 7,24 is 7,235 to 7,245; below 0 digits tens, hundreds …"""
    half = Fraction(1, 2) / Fraction(10) ** decimals
    return Fraction(value) - half, Fraction(value) + half


# --- rates over several years ----------------------------------------------------------------------------

Stretch = tuple[Number, int]  # a rate a year, for so many years


def mean_growth(stretches: Sequence[Stretch], *, decimals: int) -> Decimal:
    """The rate a year that several years come to: geometric, rounded half up.

    >>> mean_growth([(Decimal("5.29"), 3), (Decimal("10.24"), 2)], decimals=2)
    Decimal('7.24')

    Raises:
        ValueError: There are no years, or a year lost everything (−100 % or less).
    """
    years = sum(count for _rate, count in stretches)
    if years < 1:
        raise ValueError("Cần ít nhất một năm.")
    return _rate(_factor(stretches), years, decimals)


@dataclass(frozen=True, slots=True)
class Needed:
    """What has to be made each year from now on, and all that the printed figures allow it to be."""

    value: Decimal
    low: Decimal
    high: Decimal


def needed_growth(
    target: Decimal, years: int, done: Sequence[tuple[Decimal, int]], *, decimals: int = 2
) -> Needed:
    """The rate a year for the years left, so that the whole term comes to its target.

    >>> needed = needed_growth(Decimal("7.24"), 5, [(Decimal("5.29"), 3)])
    >>> str(needed.value), str(needed.low), str(needed.high)
    ('10.23', '10.21', '10.25')

    Args:
        target: The term's rate a year, with its digits as printed.
        years: Of the whole term.
        done: Rates a year and for how many years, with their digits as printed.
        decimals: Of the answer.

    Returns:
        The rate from the figures as printed, and the interval of all figures that print the same.

    Raises:
        ValueError: No year is left, or more were done than the term has.
    """
    left = years - sum(count for _rate_, count in done)
    if left < 1:
        raise ValueError("Nhiệm kỳ không còn năm nào.")

    def need(whole: Number, parts: Sequence[Stretch]) -> Decimal:
        return _rate(_factor([(whole, years)]) / _factor(parts), left, decimals)

    low, high = interval_of(target, _digits(target))
    ends = [(interval_of(rate, _digits(rate)), count) for rate, count in done]
    return Needed(
        need(target, done),
        need(low, [(end[1], count) for end, count in ends]),
        need(high, [(end[0], count) for end, count in ends]),
    )


def needed_amount(target: Number, so_far: Number, steps_left: int) -> Fraction | None:
    """How much a month, quarter or year a sum still needs; 0 once it is there, None with none left."""
    if steps_left < 1:
        return None
    return max(Fraction(target) - Fraction(so_far), Fraction(0)) / steps_left


def needed_level(target: Number, now: Number, steps_left: int) -> Fraction | None:
    """By how much a step a level has to change, negative where it has to fall; None with no step left."""
    return (Fraction(target) - Fraction(now)) / steps_left if steps_left > 0 else None


def _factor(stretches: Sequence[Stretch]) -> Fraction:
    found = [(1 + Fraction(rate) / HUNDRED, count) for rate, count in stretches]
    if any(one <= 0 for one, _count in found):
        raise ValueError("Tốc độ phải lớn hơn −100 %.")
    return prod((one**count for one, count in found), start=Fraction(1))


def _rate(factor: Fraction, years: int, decimals: int) -> Decimal:
    return (root(factor, years, decimals + 2) - 1).scaleb(2)


def root(value: Fraction, degree: int, decimals: int) -> Decimal:
    """The root of a positive fraction, rounded half up at so many digits; no float is involved.

    >>> root(Fraction(2), 2, 4)
    Decimal('1.4142')
    """
    if value < 0 or degree < 1:
        raise ValueError("Cần số không âm và bậc từ 1 trở lên.")
    # 2·10^d·x rounded down tells on which side of a half the root lies
    scale = 2 * 10**decimals
    top, bottom = value.numerator * scale**degree, value.denominator
    low, high = 0, 1
    while high**degree * bottom <= top:
        high *= 2
    while high - low > 1:
        middle = (low + high) // 2
        if middle**degree * bottom <= top:
            low = middle
        else:
            high = middle
    return Decimal((low + 1) // 2).scaleb(-decimals)


def _digits(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
