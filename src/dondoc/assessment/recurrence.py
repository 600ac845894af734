"""Periods of a recurring task, and tasks that wait for tasks: plain calendars and graphs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from dondoc.records.plan import Period

_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


def periods(every: str, since: date, until: date) -> list[Period]:
    """The periods that begin with the one `since` lies in, up to the one `until` lies in.

    Args:
        every: week (Monday to Sunday), month, quarter, half or year.
        since: A day of the first period.
        until: A day of the last one; before `since` there are none.

    >>> [str(p) for p in periods("quarter", date(2026, 2, 10), date(2026, 7, 1))]
    ['2026-Q1', '2026-Q2', '2026-Q3']
    """
    found = []
    start = _start(every, since)
    while start <= until and since <= until:
        after = _next(every, start)
        found.append(Period(start, after - timedelta(days=1)))
        start = after
    return found


def _start(every: str, day: date) -> date:
    if every == "week":
        return day - timedelta(days=day.weekday())
    months = _MONTHS[every]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def _next(every: str, start: date) -> date:
    if every == "week":
        return start + timedelta(days=7)
    return months_later(start, _MONTHS[every])


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day where it has none.

    >>> months_later(date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first_after = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    last = first_after - timedelta(days=1)
    return last.replace(day=min(day.day, last.day))


def circle(waits: Mapping[int, Iterable[int]], task: int, waits_for: int) -> list[int]:
    """The circle that would close if `task` waited for `waits_for`: from `task` back to itself; or nothing.

    Args:
        waits: What each task waits for already.
        task: Who would wait.
        waits_for: For what.
    """
    came: dict[int, int] = {waits_for: task}
    todo = [waits_for]
    while todo:
        here = todo.pop()
        if here == task:
            path = [task]
            while len(path) == 1 or path[-1] != task:
                path.append(came[path[-1]])
            return path[::-1]
        for there in waits.get(here, ()):
            if there not in came:
                came[there] = here
                todo.append(there)
    return []
