"""A change that is printed beside a figure, held against the figure of the period it speaks of. Pure.

    2.120 triệu USD, "tăng 19,3 % so với năm 2022", and 1.940 in 2022   →  GROWTH: it is 9,3 %
    49,7 % of plan by 31/8 here, 47,9 % in eight months there           →  the same stretch, two numbers

Which of the numbers is wrong is never decided. Any figure of the earlier period that fits is enough: figures
are revised, and a report may go on from the older one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from fractions import Fraction

from dondoc.assessment.printednumbers import NEAR, apart, interval, side
from dondoc.assessment.sidebyside import Told, behind, how_told, is_rate, year_before
from dondoc.records.contradiction import Contradiction, ContradictionKind, Interval, Statement
from dondoc.records.plan import Period

_CHANGES = ("change", "ratio", "attainment")


def growths(told: Sequence[Statement], known: Iterable[Statement] = ()) -> list[Contradiction]:
    """Printed changes that do not fit the figure told with them and that of the earlier period.

    Args:
        told: Of one document, or of the register; in order.
        known: Figures of earlier periods that are told elsewhere.
    """
    everything = [*told, *known]
    found = []
    for one in told:
        if one.measure not in _CHANGES or not over_time(one) or one.bound != "exact":
            continue
        result = result_of(one, told)
        if result is None or result.bound != "exact":
            continue
        earlier = figures_before(one, result, everything)
        inside = implied_before(result, one)
        if not earlier or not inside:
            continue
        if all(apart(interval(before), span) for before in earlier for span in inside):
            before = earlier[-1]
            values = (("printed", one.value), ("reckoned", _reckoned(one, result, before)))
            sides = (side(result), side(one), side(before))
            found.append(Contradiction(ContradictionKind.GROWTH, sides, (*values, ("unit", one.unit))))
    return found


def over_time(one: Statement) -> bool:
    """Whether a change is against an earlier period: the same period, a year."""
    return one.base == "same_period" or one.base.startswith("year:")


def result_of(one: Statement, told: Sequence[Statement]) -> Statement | None:
    """The figure a change is told of: in a document the nearest before it, in the register its period's."""
    levels = [
        other
        for other in told
        if other.measure == "level"
        and other.document == one.document
        and other.indicator == one.indicator
        and other.body == one.body
        and other.period == one.period
        and other.status != "target"
        and not other.scope
        and not other.base
        and (not one.end or 0 <= one.start - other.end <= NEAR)
    ]
    return levels[-1] if levels and one.indicator else None


def figures_before(one: Statement, result: Statement, pool: Iterable[Statement]) -> list[Statement]:
    """What is told of the period a change speaks of, in the result's unit."""
    if result.period is None:
        return []
    wanted = periods_meant(one, result.period)
    return [
        other
        for other in pool
        if other.measure == "level"
        and other.indicator == result.indicator
        and other.body == result.body
        and other.unit == result.unit
        and other.status != "target"
        and not other.scope
        and other.bound == "exact"
        and (
            (not other.base and other.period in wanted)
            # "tăng 9,3 % so với năm 2022 (1.940 triệu USD)": the figure in brackets is that year's
            or (other.base == one.base and other.document == one.document and _beside(one, other))
        )
    ]


def periods_meant(one: Statement, period: Period) -> tuple[Period, ...]:
    """The same period; "so với năm 2022" of part of a year may mean that year or the same part of it.

    "So với giai đoạn 2006 - 2010" means those years; what is no period means none.
    """
    if one.base == "same_period":
        return (year_before(period),)
    try:
        meant = Period.parse(one.base.removeprefix("year:"))
    except ValueError:
        return ()
    year_on = period.end.year - meant.end.year == 1 and meant.start.year == meant.end.year
    return (meant, year_before(period)) if year_on and period.start.year == period.end.year else (meant,)


def _beside(one: Statement, other: Statement) -> bool:
    return 0 <= other.start - one.start <= NEAR


def implied_before(result: Statement, one: Statement) -> list[Interval]:
    """All the earlier figure may have been, by each way the change may be meant; [] where none says so."""
    how = how_told(one.measure, one.unit, result.unit)
    if how is None or one.value_max is not None:
        return []
    low, high = interval(one)
    if one.direction == "down":
        low, high = -high, -low
    rate = is_rate(result.unit)
    if rate and one.value == result.value:
        return []  # a growth told as level and as change is one statement
    ways = [behind(interval(result), (low, high), how, rate=rate)]
    if rate and how is Told.GROWTH:
        ways.append(behind(interval(result), (low, high), how, rate=False))  # "giảm 6,4 %" of a rate
    return [span for span in ways if span is not None]


def _reckoned(one: Statement, result: Statement, before: Statement) -> Fraction:
    """The change that result and earlier figure give, as the printed one is told."""
    how = how_told(one.measure, one.unit, result.unit)
    now, then = Fraction(result.value), Fraction(before.value)
    if how is Told.DIFFERENCE or (is_rate(result.unit) and how is Told.GROWTH) or not then:
        return now - then
    if how is Told.TIMES:
        return now / then
    return now / then * 100 - (0 if how is Told.RATIO else 100)


def stretch_of(period: Period | None) -> Period | None:
    """A single day that ends a month as the stretch since the year began: "đến 31/8" is eight months.

    Of a sum that is what came together, of a level it is where it stands at the end; both are one thing.
    """
    if period is None or period.start != period.end or (period.end + timedelta(days=1)).day != 1:
        return period
    return Period(date(period.end.year, 1, 1), period.end)
