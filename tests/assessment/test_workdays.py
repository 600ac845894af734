"""Working days: weekends, holidays of the sun and the moon, swapped days, what an office decided itself."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.assessment.workdays import WorkCalendar

CALENDAR = WorkCalendar({date(2026, 10, 23): False, date(2026, 10, 24): True})

WORKED = [
    (date(2026, 10, 20), True, "a Tuesday"),
    (date(2026, 10, 25), False, "a Sunday"),
    (date(2026, 9, 2), False, "National Day"),
    (date(2026, 2, 17), False, "the first day of Tết, by the moon"),
    (date(2026, 4, 27), False, "Hùng Kings' day fell on a Sunday: the Monday is off instead"),
    (date(2026, 8, 31), False, "swapped: off"),
    (date(2026, 8, 22), True, "swapped: a Saturday worked instead"),
    (date(2026, 10, 23), False, "the office decided it is off"),
    (date(2026, 10, 24), True, "the office works that Saturday instead"),
]


@pytest.mark.parametrize(("day", "worked", "why"), WORKED, ids=[row[2] for row in WORKED])
def test_is_worked(day: date, worked: bool, why: str) -> None:
    """The office's own rule wins over the state's, which wins over the weekend."""
    assert CALENDAR.is_worked(day) is worked, why


AFTER = [
    (date(2026, 10, 20), 0, date(2026, 10, 20), "no day allowed: the day itself"),
    (date(2026, 10, 20), 2, date(2026, 10, 22), "days in a row"),
    (date(2026, 10, 22), 1, date(2026, 10, 24), "over the office's own day off, to its Saturday"),
    (date(2026, 2, 12), 3, date(2026, 2, 24), "over Tết"),
]


@pytest.mark.parametrize(("day", "count", "wanted", "why"), AFTER, ids=[row[3] for row in AFTER])
def test_after(day: date, count: int, wanted: date, why: str) -> None:
    """Working days are counted from the day after."""
    assert CALENDAR.after(day, count) == wanted, why


DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))


@given(DAYS, st.integers(1, 8))
def test_counting_there_and_back(day: date, count: int) -> None:
    """After n working days there are n between; before undoes after, and what is overdue is exactly that."""
    end = CALENDAR.after(day, count)

    assert CALENDAR.between(day, end) == count
    assert CALENDAR.before(end, count) <= CALENDAR.after(day, 1)
    last = CALENDAR.overdue_given(day, count)
    assert CALENDAR.after(last, count) < day <= CALENDAR.after(last + timedelta(days=1), count)


@given(st.dates(date(2025, 12, 1), date(2027, 2, 1)), st.integers(-3, 400))
def test_between_counts_each_day(first: date, days: int) -> None:
    """By weeks it comes to the same as day by day."""
    each = sum(CALENDAR.is_worked(first + timedelta(days=n)) for n in range(1, days + 1))
    assert CALENDAR.between(first, first + timedelta(days=days)) == each
