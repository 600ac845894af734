"""A target's way through its period: parts held against the whole, and a whole spread over parts.

year 1.000 = quarters 200 + 250 + 250 + 300   →  difference 0
12.000 over five steps at no decimals, evenly →  2.400 each; what rounding leaves goes to the largest rest
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from dondoc.assessment.aggregation import Amount, across_time, across_units
from dondoc.records.plan import Period, TimeRule, UnitRule


@dataclass(frozen=True, slots=True)
class Check:
    """Parts beside their whole, in one unit."""

    parts: Fraction | None  # what the parts come to; None where they do not add up to anything
    difference: Fraction | None  # parts − nearest end of the whole; 0 inside a range
    used: int
    missing: int

    @property
    def holds(self) -> bool:
        """Whether there is nothing to warn of."""
        return not self.difference


def _beside(parts: Fraction | None, low: Fraction, high: Fraction | None) -> Fraction | None:
    if parts is None:
        return None
    top = low if high is None else high
    return parts - max(low, min(parts, top))


def path_check(
    rule: TimeRule,
    parts: Sequence[Fraction | None],
    low: Fraction,
    high: Fraction | None = None,
    *,
    cumulative: bool = False,
) -> Check:
    """A plan's steps beside the number it is the plan of.

    Args:
        rule: How the indicator adds up over time.
        parts: One a step, in order; None where none is planned.
        low: The target, or the lower end of its range.
        high: The upper end of a range.
        cumulative: Whether each step is told "from the beginning", so that the last one is the whole.
    """
    if cumulative and rule is TimeRule.YTD:
        rule = TimeRule.MOMENT
    if rule is TimeRule.OWN:
        # a growth rate of each quarter does not make the year's; only the step that is the whole says so
        used = sum(1 for one in parts if one is not None)
        return Check(None, None, used, len(parts) - used)
    rolled = across_time(rule, [None if one is None else Amount(one) for one in parts])
    return Check(rolled.value, _beside(rolled.value, low, high), rolled.used, rolled.missing)


def allocation_check(
    rule: UnitRule,
    parts: Sequence[tuple[Fraction | None, Fraction | None]],
    low: Fraction,
    high: Fraction | None = None,
) -> Check:
    """What was given to bodies beside the whole it was taken from.

    Args:
        rule: How the indicator adds up over bodies.
        parts: (number, weight) one a body; a rate needs what it is a rate of, and one without is missing.
        low: The whole, or the lower end of its range.
        high: The upper end of a range.
    """
    amounts: list[Amount | None] = []
    for value, weight in parts:
        if value is None or (rule is UnitRule.RATIO and not weight):
            amounts.append(None)
        elif rule is UnitRule.RATIO and weight:
            amounts.append(Amount.of_rate(value, weight))
        else:
            amounts.append(Amount(value))
    rolled = across_units(rule, amounts)
    return Check(rolled.value, _beside(rolled.value, low, high), rolled.used, rolled.missing)


def spread(whole: Decimal, weights: Sequence[Fraction], decimals: int) -> list[Decimal]:
    """A whole over parts in proportion, each at so many decimals, together exactly the whole.

    What rounding down leaves goes one by one to the largest rests, of equal ones to the earlier.

    >>> [str(part) for part in spread(Decimal(100), [Fraction(1)] * 3, 0)]
    ['34', '33', '33']

    Raises:
        ValueError: The weights are none, negative or all 0, or the whole has more decimals than allowed.
    """
    total = sum(weights, Fraction())
    if not weights or total <= 0 or any(weight < 0 for weight in weights):
        raise ValueError("Tỷ trọng phải là số không âm và có ít nhất một số lớn hơn 0.")
    units = whole.scaleb(decimals)
    if units != units.to_integral_value():
        raise ValueError(f"{whole} có nhiều hơn {decimals} chữ số thập phân.")
    sign = -1 if units < 0 else 1
    count = abs(int(units))
    exact = [count * weight / total for weight in weights]
    parts = [one.numerator // one.denominator for one in exact]
    order = sorted(range(len(parts)), key=lambda n: (parts[n] - exact[n], n))
    for n in order[: count - sum(parts)]:
        parts[n] += 1
    return [Decimal(sign * part).scaleb(-decimals) for part in parts]


def straight(start: Decimal, end: Decimal, steps: int, decimals: int) -> list[Decimal]:
    """Levels on the straight line from a baseline to a target, the last one the target itself.

    >>> [str(level) for level in straight(Decimal(40), Decimal(60), 4, 0)]
    ['45', '50', '55', '60']
    """
    first, last = Fraction(start), Fraction(end)
    made = []
    for step in range(1, steps + 1):
        exact = (first + (last - first) * step / steps) * 10**decimals
        made.append(Decimal(_half_up(exact)).scaleb(-decimals))
    if made:
        made[-1] = end
    return made


def _half_up(value: Fraction) -> int:
    sign = -1 if value < 0 else 1
    return sign * int((2 * abs(value) + 1) // 2)


def steps_of(period: Period, step: str) -> list[Period]:
    """The whole months, quarters or years of a time, in order.

    >>> [str(one) for one in steps_of(Period.parse("2026"), "quarter")]
    ['2026-Q1', '2026-Q2', '2026-Q3', '2026-Q4']

    Args:
        period: What is cut up.
        step: "month", "quarter" or "year".
    """
    length = {"month": 1, "quarter": 3, "year": 12}[step]
    found: list[Period] = []
    month = period.start.year * 12 + period.start.month - 1
    month -= month % length
    while True:
        year, first = divmod(month, 12)
        last = first + length - 1
        one = Period(date(year, first + 1, 1), date(year, last + 1, monthrange(year, last + 1)[1]))
        if one.start > period.end:
            return found
        if one.start >= period.start and one.end <= period.end:
            found.append(one)
        month += length
