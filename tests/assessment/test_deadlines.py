"""Done or not × in time or late."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.assessment.deadlines import TaskCounts, days_late, is_due_soon, task_state
from dondoc.records.result import TaskState

DUE = date(2026, 6, 30)
NEXT = DUE + timedelta(days=1)
BEFORE = DUE - timedelta(days=1)

# due, done, as of, state, why the row is here
STATES = [
    (DUE, DUE, NEXT, TaskState.DONE_IN_TIME, "the due day itself is in time"),
    (DUE, NEXT, NEXT, TaskState.DONE_LATE, "one day over is late"),
    (DUE, None, DUE, TaskState.OPEN_IN_TIME, "open on the due day is not yet overdue"),
    (DUE, None, NEXT, TaskState.OPEN_LATE, "open after it is"),
    (DUE, NEXT, DUE, TaskState.OPEN_IN_TIME, "asked about a day before it was done"),
    (DUE, NEXT + timedelta(days=9), NEXT, TaskState.OPEN_LATE, "done later still does not help that day"),
    (None, None, NEXT, TaskState.OPEN_IN_TIME, "without a day nothing is late"),
    (None, NEXT, NEXT, TaskState.DONE_IN_TIME, "without a day nothing is done late"),
]


@pytest.mark.parametrize(("due", "done", "as_of", "state", "why"), STATES)
def test_state(due, done, as_of, state, why):
    """A state follows from the due day, the day of completion and the day asked about."""
    assert task_state(due=due, done=done, as_of=as_of) is state, why


def test_government_report_of_2017():
    """14.068, 1.983, 5.640 and 223 tasks are 21.914, and 98,63 % by the report's own way of counting.

    The report prints 98,62; the four counts give 16.051 ÷ 16.274 = 98,63 % after rounding.
    """
    counts = TaskCounts(done_in_time=14_068, done_late=1_983, open_in_time=5_640, open_late=223)

    assert (counts.done, counts.open, counts.total) == (16_051, 5_863, 21_914)
    assert counts.completion == Fraction(16_051, 16_274)
    assert percent(counts.completion) == Decimal("98.63")
    assert percent(counts.overdue_rate) == Decimal("1.37")
    assert percent(counts.punctuality) == Decimal("86.44")


def percent(share: Fraction) -> Decimal:
    """A share in percent with two decimals, halves up."""
    exact = Decimal(share.numerator * 100) / share.denominator
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


def test_no_rate_before_anything_fell_due():
    """A body whose tasks are all in time has no rate yet: neither 0 nor 100 %."""
    counts = TaskCounts(open_in_time=7)

    assert counts.completion is None
    assert counts.overdue_rate is None
    assert counts.punctuality is None


def test_days_late():
    """Days late stop at completion; in time is 0, never negative."""
    assert days_late(due=DUE, done=NEXT, as_of=DUE + timedelta(days=90)) == 1
    assert days_late(due=DUE, done=None, as_of=DUE + timedelta(days=90)) == 90
    assert days_late(due=DUE, done=BEFORE, as_of=NEXT) == 0
    assert days_late(due=None, done=None, as_of=NEXT) == 0


def test_due_soon():
    """Soon is open, in time, and within the days given."""
    assert is_due_soon(due=DUE, done=None, as_of=BEFORE, within=1)
    assert is_due_soon(due=DUE, done=None, as_of=DUE, within=0)
    assert not is_due_soon(due=DUE, done=None, as_of=BEFORE - timedelta(days=1), within=1)
    assert not is_due_soon(due=DUE, done=BEFORE, as_of=BEFORE, within=7)
    assert not is_due_soon(due=DUE, done=None, as_of=NEXT, within=7)
    assert not is_due_soon(due=None, done=None, as_of=DUE, within=7)


days = st.dates(date(2020, 1, 1), date(2030, 12, 31))
tasks = st.lists(st.tuples(st.none() | days, st.none() | days))


@given(tasks, days)
def test_four_counts_add_up(rows, as_of):
    """Every task stands in exactly one of the four states, on every day."""
    states = [task_state(due=due, done=done, as_of=as_of) for due, done in rows]
    counts = TaskCounts.of(states)

    assert counts.total == len(rows)
    assert (
        sum(days_late(due=u, done=d, as_of=as_of) > 0 for u, d in rows) == counts.done_late + counts.open_late
    )


@given(tasks, tasks, days)
def test_counts_of_two_bodies_add(first, second, as_of):
    """A branch's counts are the sum of its bodies' counts."""

    def counts(rows):
        return TaskCounts.of(task_state(due=u, done=d, as_of=as_of) for u, d in rows)

    assert counts(first) + counts(second) == counts(first + second)
