"""The calendar as whoever counts days asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from dondoc.assessment.workdays import WorkCalendar, national_year
from dondoc.web.accounts.access import Access
from dondoc.web.bodies.models import Body, BodyKind
from dondoc.web.obligations.selectors import obligations_seen
from dondoc.web.workdays.models import DayRule


def calendar() -> WorkCalendar:
    """The days worked, for everybody alike: one query."""
    rules = DayRule.objects.filter(withdrawn_at=None).order_by().values_list("day", "worked")
    return WorkCalendar(dict(rules))


def keeper() -> Body | None:
    """The province, whose office keeps the calendar."""
    return Body.objects.filter(kind=BodyKind.PROVINCE, parent=None).order_by("pk").first()


def due_on(access: Access, days: Sequence[date]) -> dict[date, int]:
    """Day → how many open obligations the reader sees are due on it: a day off later decided moves none."""
    if not days:
        return {}
    due = obligations_seen(access).filter(due__in=days, fulfilled_on=None, waived_on=None)
    return dict(due.order_by().values_list("due").annotate(n=Count("pk")))


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """A day that is not as its weekday says."""

    day: date
    worked: bool
    name: str
    rule: DayRule | None = None  # the office's own; None: the state's


def days_of(year: int) -> Sequence[CalendarRow]:
    """The year's days off and swapped days in order; the office's rule stands in place of the state's."""
    rules = DayRule.objects.filter(withdrawn_at=None, day__year=year).select_related("set_by")
    rows = {rule.day: CalendarRow(rule.day, rule.worked, rule.name, rule) for rule in rules}
    national = national_year(year)
    for day, name in national.off.items():
        rows.setdefault(day, CalendarRow(day, worked=False, name=name))
    for day in national.worked:
        rows.setdefault(day, CalendarRow(day, worked=True, name="Làm bù ngày nghỉ hoán đổi"))
    return [rows[day] for day in sorted(rows)]
