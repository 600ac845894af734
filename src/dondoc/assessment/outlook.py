"""What a target still needs, exactly: per month, per quarter, or a rate a year.

12.675 of 16.900 after nine months        →  1.408,33 a month for three months; so far 1.408,33 a month
5,29 % a year 2021–23, 7,24 % for the term →  10,23 % a year for two years, all of 10,21–10,25 fitting
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from dondoc.assessment.comparison import Needed, mean_growth, needed_amount, needed_growth, needed_level
from dondoc.assessment.verdict import side
from dondoc.records.plan import Direction, Nature, Period, TimeRule
from dondoc.records.verdict import Promise, Result


@dataclass(frozen=True, slots=True)
class StepPace:
    """What each month left has to bring of a sum, or by how much a level has to change each month."""

    needed: Fraction
    so_far: Fraction | None  # what a month brought until now; None where nothing says so
    months_left: int
    adds: bool  # a sum; otherwise a level


@dataclass(frozen=True, slots=True)
class Stretch:
    """A rate a year that was told for some years, and the figure that says so."""

    period: Period
    rate: Decimal
    years: int
    key: int | None


@dataclass(frozen=True, slots=True)
class GrowthPace:
    """The rate a year needed for the years left of a term."""

    done: tuple[Stretch, ...]
    years_left: Period
    needed: Needed


def step_pace(
    promise: Promise, result: Result | None, *, months_behind: int | None = None
) -> StepPace | None:
    """What a sum or a level still needs a month; None where no month is left or nothing is known.

    A result that is bound from above needs nothing: it has to stay below.

    Args:
        promise: Of a sum or a level.
        result: What there is so far.
        months_behind: Over how many months the result came; None: since the period's beginning.
    """
    if result is None or promise.nature is Nature.GROWTH or side(promise) is Direction.BAND:
        return None
    left = months_between(result.period.end, promise.period.end)
    if left < 1:
        return None
    adds = promise.time_rule is TimeRule.YTD
    if adds:
        if side(promise) is Direction.LOWER:
            return None
        gone = months_behind or months_between(promise.period.start - timedelta(days=1), result.period.end)
        needed = needed_amount(promise.low, result.value, left)
        so_far = Fraction(result.value) / gone if gone > 0 else None
    elif promise.time_rule is TimeRule.MOMENT:
        bound = promise.low if side(promise) is Direction.HIGHER else promise.high or promise.low
        needed, so_far = needed_level(bound, result.value, left), None
        reached = needed is not None and (needed <= 0 if side(promise) is Direction.HIGHER else needed >= 0)
        needed = Fraction(0) if reached else needed
    else:
        return None
    return None if needed is None else StepPace(needed, so_far, left, adds)


def months_between(first: date, last: date) -> int:
    """Whole months from one day to another."""
    after = last + timedelta(days=1)
    start = first + timedelta(days=1)
    return (after.year - start.year) * 12 + after.month - start.month - (after.day < start.day)


def growth_pace(promise: Promise, results: Iterable[Result], *, as_of: date) -> GrowthPace | None:
    """The rate a year needed for the rest of a term; None outside a term of rates, or with none left.

    Args:
        promise: A rate a year over several years.
        results: Of single years, or of several from the term's beginning; none that ends after `as_of`.
        as_of: The day.
    """
    first, last = promise.period.start.year, promise.period.end.year
    if promise.nature is not Nature.GROWTH or first == last or side(promise) is not Direction.HIGHER:
        return None
    done = stretches(promise.period, [one for one in results if one.period.end <= as_of])
    years = sum(one.years for one in done)
    if not done or years >= last - first + 1:
        return None
    needed = needed_growth(promise.low, last - first + 1, [(one.rate, one.years) for one in done])
    rest = Period(date(first + years, 1, 1), promise.period.end)
    return GrowthPace(tuple(done), rest, needed)


def stretches(term: Period, results: Sequence[Result]) -> list[Stretch]:
    """Rates that follow one another from the term's beginning: a year's own before one of several years."""
    found: list[Stretch] = []
    start = term.start
    while start <= term.end:
        whole = [
            one
            for one in results
            if one.period.start == start and (one.period.end.month, one.period.end.day) == (12, 31)
        ]
        if not whole:
            break
        one = min(whole, key=lambda one: one.period.end)
        if one.period.end > term.end:
            break
        found.append(Stretch(one.period, one.value, one.period.end.year - one.period.start.year + 1, one.key))
        start = one.period.end + timedelta(days=1)
    return found


def term_with(done: Sequence[Stretch], rest: Decimal, years: int, *, decimals: int = 2) -> Decimal:
    """Forward: what the term comes to if the years left make `rest` each."""
    return mean_growth([*((one.rate, one.years) for one in done), (rest, years)], decimals=decimals)


def monthly(results: Iterable[Result], *, adds: bool) -> list[tuple[Period, Decimal]]:
    """The months of a series each alone, oldest first, up to the last; from the latest gap on.

    Months told "from the beginning of the year" are taken apart, where the one before is known. The last
    month's end says how far it goes.
    """
    told = {one.period: one.value for one in results}
    months: dict[date, tuple[Period, Decimal]] = {}
    for period, value in told.items():
        start = period.end.replace(day=1)
        if (period.end + timedelta(days=1)).day != 1:
            continue
        month = Period(start, period.end)
        if period == month:
            months[start] = (month, value)
        elif adds and period.start == date(period.end.year, 1, 1) and month not in told:
            before = told.get(Period(period.start, start - timedelta(days=1)))
            if before is not None:
                months[start] = (month, value - before)
    run: list[tuple[Period, Decimal]] = []
    for start in sorted(months, reverse=True):
        if run and months[start][0].end + timedelta(days=1) != run[-1][0].start:
            break
        run.append(months[start])
    return run[::-1]
