"""A body's or a person's days as a calendar (.ics) that mail programs read again and again.

Each matter is one all-day event with a UID that stays; when its day or anything else changes, the next
reading has a higher SEQUENCE, and the program moves the event instead of adding another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, Q, QuerySet
from django.urls import reverse
from icalendar import Calendar, Event

from dondoc.web.accounts.access import Access, among
from dondoc.web.bodies.models import Body
from dondoc.web.followup.owed import (
    PAGES,
    Owed,
    of_answer,
    of_item,
    of_obligation,
    of_task,
    open_answers,
    open_dossiers,
    open_obligations,
    open_tasks,
)
from dondoc.web.followup.planning import body_of, source_of
from dondoc.web.taskwork.models import TaskPerson

MOST = 500  # events of one calendar, the nearest days first; who sees more follows it on the pages


@dataclass(frozen=True, slots=True)
class Dated:
    """A matter with how often it changed and when it last did."""

    owed: Owed
    sequence: int
    changed: datetime


def matters_of(access: Access, *, on: date, body: Body | None = None) -> list[Dated]:
    """What is open and has a day, of a body, or of a person, the nearest days first: eight queries.

    A person's are those named for them (who does it, who follows it), and what the bodies they read owe.

    Args:
        access: Whoever reads the calendar.
        on: The day.
        body: Whose calendar; None is the reader's own.
    """
    mine = among(access.body_ids if body is None else access.body_ids & {body.pk})
    named = Q()
    if body is None:
        people = TaskPerson.objects.filter(withdrawn_at=None, user=access.user_id, since__lte=on)
        named = Q(pk__in=people.filter(Q(until=None) | Q(until__gte=on)).values("task"), lead_id__in=mine)
    tasks = open_tasks(on).filter(Q(lead_id__in=mine) | named, due__isnull=False, clock_stopped=None)
    owed = open_obligations(on).filter(body_id__in=mine, due__isnull=False)
    items = open_dossiers().filter(preparing_id__in=mine, due__isnull=False)
    answers = open_answers(on).filter(answering_id__in=mine, due__isnull=False)
    found = [
        *_dated(tasks.select_related("lead", "document"), of_task, on),
        *_dated(owed.select_related("body", "document"), of_obligation, on),
        *_dated(items.select_related("preparing", "session"), of_item, on),
        *_dated(answers.select_related("answering", "document"), of_answer, on),
    ]
    found.sort(key=lambda one: (abs((one.owed.matter.due - on).days), one.owed.matter.key))
    return sorted(found[:MOST], key=lambda one: (one.owed.matter.due, one.owed.matter.key))


def _dated(rows: QuerySet[Any], owed_of: Callable[[Any], Owed], on: date) -> Iterator[Dated]:
    """The nearest before and after the day, so that a province's calendar does not load years of rows."""
    rows = rows.annotate(changes=Count("events"), changed=Max("events__at"))
    ahead, past = (
        rows.filter(due__gte=on).order_by("due", "pk"),
        rows.filter(due__lt=on).order_by("-due", "pk"),
    )
    for row in (*ahead[:MOST], *past[:MOST]):
        yield Dated(owed_of(row), row.changes, row.changed or datetime(row.due.year, 1, 1, tzinfo=UTC))


def calendar_of(matters: list[Dated], *, name: str, on: date) -> bytes:
    """The calendar, the same bytes for the same matters and day.

    Args:
        matters: In any order.
        name: As calendar programs show it.
        on: The day, to say what is late.
    """
    made = Calendar()
    made.add("prodid", "-//dondoc//follow-up//VI")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    made.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    for one in matters:
        made.add_component(_event(one, on))
    content: bytes = made.to_ical()
    return content


def uid_of(key: str) -> str:
    """Of a matter, for ever: "task:12" → "task-12@dondoc"."""
    return f"{key.replace(':', '-')}@dondoc"


def _event(one: Dated, on: date) -> Event:
    owed, matter = one.owed, one.owed.matter
    words = " ".join(owed.words.split())
    event = Event()
    event.add("uid", uid_of(matter.key))
    event.add("sequence", one.sequence + (matter.due < on))  # being late is a change too
    event.add("dtstamp", one.changed.astimezone(UTC))
    event.add("dtstart", matter.due)
    event.add("dtend", matter.due + timedelta(days=1))
    late = "Chờ xác nhận: " if matter.waits_on else "Quá hạn: " if matter.due < on else ""
    event.add("summary", f"{late}{words[:1].upper()}{words[1:200]}")
    event.add("description", "\n".join(filter(None, [words, body_of(owed), source_of(owed)])))
    event.add("categories", [body_of(owed)])
    event.add("transp", "TRANSPARENT")  # a day due keeps nobody busy
    if settings.PUBLIC_URL:
        event.add("url", settings.PUBLIC_URL + reverse(PAGES[type(owed.row)], args=[owed.row.pk]))
    return event
