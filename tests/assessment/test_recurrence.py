"""Periods that come again, and that nothing waits for itself."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.assessment.recurrence import circle, months_later, periods

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
EVERY = st.sampled_from(["week", "month", "quarter", "half", "year"])

PERIODS = [
    ("week", (2026, 10, 20), (2026, 10, 26), ["2026-10-19/2026-10-25", "2026-10-26/2026-11-01"], "whole"),
    ("month", (2026, 11, 30), (2027, 1, 1), ["2026-11", "2026-12", "2027-01"], "over New Year"),
    ("quarter", (2026, 10, 20), (2026, 10, 20), ["2026-Q4"], "the one the day lies in"),
    ("half", (2026, 6, 30), (2026, 7, 1), ["2026-H1", "2026-H2"], "both halves"),
    ("year", (2026, 6, 30), (2026, 6, 29), [], "it ended before it began"),
]  # fmt: skip


@pytest.mark.parametrize(("every", "since", "until", "wanted", "why"), PERIODS, ids=[r[4] for r in PERIODS])
def test_periods(
    every: str, since: tuple[int, int, int], until: tuple[int, int, int], wanted: list[str], why: str
) -> None:
    """From the period of the first day to that of the last."""
    assert [str(p) for p in periods(every, date(*since), date(*until))] == wanted, why


@given(EVERY, DAYS, st.integers(0, 900))
def test_periods_leave_no_day_out(every: str, since: date, days: int) -> None:
    """They follow one another without gap; the first holds the first day, the last the last."""
    until = since + timedelta(days=days)
    found = periods(every, since, until)

    assert found[0].start <= since <= found[0].end
    assert found[-1].start <= until <= found[-1].end
    assert all(a.end + timedelta(days=1) == b.start for a, b in itertools.pairwise(found))


@given(DAYS, st.integers(0, 60))
def test_months_later(day: date, months: int) -> None:
    """So many months on, on the same day or the month's last."""
    later = months_later(day, months)

    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=40))
def test_no_circle_is_ever_closed(pairs: list[tuple[int, int]]) -> None:
    """Adding only what closes none keeps an order in which everything can be done."""
    waits: dict[int, set[int]] = {}
    for task, other in pairs:
        found = circle(waits, task, other)
        if found:
            assert found[0] == found[-1] == task
            edges = list(itertools.pairwise(found))
            assert all(b in waits.get(a, ()) or (a, b) == (task, other) for a, b in edges)
        else:
            waits.setdefault(task, set()).add(other)

    todo = set(range(10))
    while todo:
        free = {task for task in todo if not waits.get(task, set()) & todo}
        assert free, "some task waits for itself"
        todo -= free
