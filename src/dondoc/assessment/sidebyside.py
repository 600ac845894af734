"""What a result is held against, side by side: plan, same period, country, region, term. Pure, exact.

    12.675 tỷ đồng after 11.638 in the same months   →  108,91 % of it, 8,91 % more
    8,2 % beside the country's 7,1 %                  →  1,1 points higher, 1,15 times
    11.076, "tăng 8,9 %"                              →  some 10.171 the year before (10.166,1–10.175,5)

A rate is told in points and never as "so many per cent lower"; an index whose same period is 100 is a growth.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum

from dondoc.assessment.comparison import (
    HUNDRED,
    Change,
    Number,
    change,
    growth_of_ratio,
)
from dondoc.records.contradiction import Interval
from dondoc.records.plan import Period

RATES = ("%", "‰", "điểm %")  # how the unit of a figure begins that is itself a rate


class Against(StrEnum):
    """What a result is held against; the order is that of the page."""

    PLAN = "plan"
    SAME_PERIOD = "same_period"
    COUNTRY = "country"
    REGION = "region"
    TERM = "term"


class Printed(StrEnum):
    """How a figure was printed."""

    LEVEL = "level"  # 7,1 % is 7,1 %
    INDEX = "index"  # the same period is 100: 107,1 is a growth of 7,1 %


class Told(StrEnum):
    """How a change against the same period was printed."""

    GROWTH = "growth"  # tăng 8,9 %; of a rate: points
    RATIO = "ratio"  # bằng 108,9 %
    TIMES = "times"  # gấp 3,2 lần
    DIFFERENCE = "difference"  # tăng 85 sản phẩm; of a rate: tăng 1,2 điểm phần trăm


def is_rate(unit: str) -> bool:
    """Whether figures in this unit are rates, whose change is told in points."""
    return unit.strip().startswith(RATES)


def as_level(value: Decimal, printed: Printed) -> Decimal:
    """A figure as the result it is held against is told: an index of 107,1 as 7,1."""
    return value - 100 if printed is Printed.INDEX else value


def year_before(period: Period) -> Period:
    """The same period of the year before; of several years, the same number of years before.

    >>> str(year_before(Period.parse("2026-01/2026-09")))
    '2025-01/2025-09'
    """
    years = period.end.year - period.start.year + 1
    return Period(_earlier(period.start, years), _earlier(period.end, years, last=period.end))


def _earlier(day: date, years: int, *, last: date | None = None) -> date:
    """The same day so many years ago; the end of February stays its end."""
    if last is not None and (day.month, day.day) in ((2, 28), (2, 29)):
        return date.fromordinal(date(day.year - years, 3, 1).toordinal() - 1)
    return day.replace(year=day.year - years, day=28 if (day.month, day.day) == (2, 29) else day.day)


def held(now: Number, other: Number, *, unit: str) -> Change | None:
    """A result against another of its kind; None where a growth of nothing is asked for."""
    return change(now, other, rate=is_rate(unit))


def how_told(measure: str, unit: str, of: str) -> Told | None:
    """How a change of a figure in the unit `of` is told; None where it cannot be held against anything."""
    if unit.startswith("lần"):
        return Told.TIMES
    if measure == "change" and (unit == of or unit.startswith("điểm")) and not unit.startswith("%"):
        return Told.DIFFERENCE
    if unit.startswith(("%", "‰")):
        return Told.GROWTH if measure == "change" else Told.RATIO
    return None


def behind(now: Interval, told: Interval, how: Told, *, rate: bool) -> Interval | None:
    """The numbers that may have stood the year before, from a printed result and its printed change.

    Args:
        now: The result, all numbers that print so.
        told: The change as printed, a fall negative.
        how: As growth, as a ratio in per cent or as so many times.
        rate: Whether the result is a rate: then growth is in points.

    Returns:
        None where a fall of 100 % or more leaves nothing to divide by.
    """
    if how is Told.DIFFERENCE or (rate and how is Told.GROWTH):
        return now[0] - told[1], now[1] - told[0]
    factors = tuple(
        one if how is Told.TIMES else 1 + (growth_of_ratio(one) if how is Told.RATIO else one) / HUNDRED
        for one in told
    )
    if factors[0] <= 0:
        return None
    ends = [part / factor for part in now for factor in factors]
    return min(ends), max(ends)
