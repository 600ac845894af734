"""A task enters the register: from a confirmed fact, from a row of a table, by hand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import connection, models

from dondoc.records.plan import Period
from dondoc.web.accounts.models import User
from dondoc.web.bodies.models import Body
from dondoc.web.core.today import today
from dondoc.web.plans.models import DeadlineKind, EventKind, Task, TaskEvent, TaskPartner
from dondoc.web.plans.standings import refresh
from dondoc.web.sources.models import Document


def task_add(
    *,
    document: Document,
    action: str,
    by: User,
    lead: Body | None = None,
    lead_as_written: str = "",
    collective: bool = False,
    partners: Iterable[tuple[str, Body | None]] = (),
    deadline: Period | None = None,
    recurring: bool = False,
    deadline_words: str = "",
    product: str = "",
) -> Task:
    """A new task, the next of its document, with the event that gives it.

    Args:
        document: It gives the task; owed from its day, or the day of the issued one behind a press report.
            Its turn has been taken (`Turn.DOCUMENT`).
        action: What is to be done.
        by: Who enters it.
        lead: Who answers for it; None while that is not known, or the addressee is collective.
        lead_as_written: The words that name the lead.
        collective: Whether those words name many.
        partners: Words and body of each.
        deadline: A day or a period; due on its last day.
        recurring: Of a task without a deadline: it goes on, or comes again.
        deadline_words: Of one without a deadline: what is written in its place ("hằng quý").
        product: What must be there at the end.
    """
    assert connection.in_atomic_block
    last = Task.objects.filter(document=document).aggregate(models.Max("number"))["number__max"] or 0
    if deadline is None:
        kind = DeadlineKind.RECURRING if recurring else DeadlineKind.NONE
    else:
        kind = DeadlineKind.DAY if deadline.start == deadline.end else DeadlineKind.PERIOD
    task = Task(
        document=document,
        number=last + 1,
        action=action,
        lead=lead,
        lead_as_written=lead_as_written[:500],
        collective=collective,
        product=product[:500],
        owed_from=owed_from(document),
        deadline_kind=kind,
        deadline_as_written=str(deadline) if deadline else deadline_words[:120],
        due=deadline.end if deadline else None,
    )
    task.save()
    TaskPartner.objects.bulk_create(
        TaskPartner(task=task, body=body, as_written=words[:300]) for words, body in partners
    )
    TaskEvent.objects.create(
        task=task, kind=EventKind.ASSIGNED, on=document.date or today(), by=by, lead=lead, due=task.due
    )
    refresh(task)
    return task


def owed_from(document: Document) -> date | None:
    """A task is owed from the issued document's day, not from the paper's."""
    return document.stands_on.date if document.stands_on else document.date
