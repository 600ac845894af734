"""Which figure a target is judged by: of a sum what came together since the beginning, of a level the last.

    revenue of January, February … September, each alone     →  their sum, for 2026-01/2026-09
    growth 5,29 % a year for 2021, 2022, 2023, term 2021–25  →  their geometric mean, for 2021/2023

Figures that contradict one another for one period are chosen between before (`assessment.figures`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal

from dondoc.assessment.comparison import mean_growth
from dondoc.assessment.verdict import STANDARD, covers
from dondoc.records.plan import Nature, ObservationStatus, Period, TimeRule
from dondoc.records.verdict import Promise, Result, Rules

_FINALITY = (ObservationStatus.ESTIMATE, ObservationStatus.PRELIMINARY, ObservationStatus.OFFICIAL)
_RANK = {status: rank for rank, status in enumerate(_FINALITY)}
_DAY = timedelta(days=1)


def figure_by(
    promise: Promise, figures: Iterable[Result], *, as_of: date, rules: Rules = STANDARD
) -> Result | None:
    """The figure a target is judged by on a day.

    A figure counts once its period has ended, or ends within `rules.closing_days`: the estimate for the year
    that a conference in December judges by. An estimate for the year told in September does not conclude; it
    is where the target is expected to end (`estimate_of`).

    Args:
        promise: The target.
        figures: One for each period, in the promise's unit, any order.
        as_of: The day of judgement.
        rules: What the office has set.
    """
    last = as_of + timedelta(days=rules.closing_days)
    inside = [
        one
        for one in figures
        if one.period.end <= last
        and promise.period.start <= one.period.end
        and one.period.start <= promise.period.end
    ]
    inside.sort(key=lambda one: (one.period.end, one.period.start, one.key or 0))
    if promise.time_rule is TimeRule.YTD:
        return _added(promise, [one for one in inside if one.period.start >= promise.period.start])
    if promise.nature is Nature.GROWTH:
        return _rate(promise, inside)
    ending = [one for one in inside if one.period.end <= promise.period.end]
    return ending[-1] if ending else None


def estimate_of(promise: Promise, figures: Iterable[Result], *, as_of: date) -> Result | None:
    """The figure that is already told for the whole of a period that is not over; None where none is."""
    if as_of > promise.period.end:
        return None
    whole = [one for one in figures if covers(promise, one) and one.period.end == promise.period.end]
    return max(whole, key=lambda one: (_FINALITY.index(one.status), one.key or 0), default=None)


def _added(promise: Promise, inside: Sequence[Result]) -> Result | None:
    """What came together: told from the beginning, or added from steps without a gap."""
    start = promise.period.start
    told = {one.period.end: one for one in inside if one.period.start == start}
    reached = {end: (one.value, one.decimals, one.status, one.key) for end, one in told.items()}
    for one in sorted(inside, key=lambda one: (one.period.start, one.period.end)):
        end = one.period.end
        if end in reached:
            continue
        before = reached.get(one.period.start - _DAY)
        if before is not None:
            value, decimals, status, _key = before
            if _RANK[one.status] < _RANK[status]:
                status = one.status
            reached[end] = value + one.value, max(decimals, one.decimals), status, one.key
    if not reached:
        return None
    last = max(reached)
    if last in told:
        return told[last]
    value, decimals, status, key = reached[last]
    return Result(value, Period(start, last), decimals, status, key)


def _rate(promise: Promise, inside: Sequence[Result]) -> Result | None:
    """A rate of the whole time so far; of several years the geometric mean of the years' own."""
    own = [one for one in inside if one.period.start == promise.period.start]
    if promise.period.start.year == promise.period.end.year:
        return own[-1] if own else None
    whole = [one for one in own if one.period == promise.period]
    if whole:
        return whole[-1]
    years: list[Result] = []
    for year in range(promise.period.start.year, promise.period.end.year + 1):
        found = [one for one in inside if one.period == Period(date(year, 1, 1), date(year, 12, 31))]
        if not found:
            break
        years.append(found[-1])
    if len(years) < 2:
        several = [one for one in own if one.period.end.year > one.period.start.year]
        return several[-1] if several else (years[0] if years else None)
    digits = max(one.decimals for one in years)
    mean: Decimal = mean_growth([(one.value, 1) for one in years], decimals=digits)
    return Result(
        mean,
        Period(promise.period.start, years[-1].period.end),
        digits,
        min((one.status for one in years), key=_FINALITY.index),
        years[-1].key,
    )
