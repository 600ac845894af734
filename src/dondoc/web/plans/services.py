"""What people do with confirmed tasks. One transaction and one audit entry each."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from dondoc.web.accounts.models import User
from dondoc.web.bodies.models import Body
from dondoc.web.core.conflicts import Conflict
from dondoc.web.plans.life import act, current, too_early
from dondoc.web.plans.models import EventKind, Task, TaskEvent


@transaction.atomic
def task_done(
    *, task: Task, on: date, by: User, note: str = "", confirmed_on: date | None = None
) -> TaskEvent:
    """Confirm that the task's result was there on a day; the same day confirmed twice is one event.

    Args:
        task: What was done.
        on: The day the result was there: in time or late is judged by it.
        by: Who confirms.
        note: The paper that says so.
        confirmed_on: The day of the confirmation; None takes `on`.

    Raises:
        ValidationError: The day is before the task was owed; the product is not named; who reported confirms.
        Conflict: It is recorded as done on another day, or withdrawn.
    """
    task = current(task)
    if task.done_on is not None:
        known = task.events.filter(kind=EventKind.DONE).order_by("id").last()
        if task.done_on == on and known is not None:
            return known
        raise Conflict(
            f"Nhiệm vụ đã được ghi nhận hoàn thành ngày {task.done_on:%d/%m/%Y}. Mở lại trước khi sửa."
        )
    if task.owed_from is not None and on < task.owed_from:
        raise ValidationError({"on": too_early(task.owed_from)})
    return act(task=task, kind=EventKind.DONE, on=confirmed_on or on, day=on, by=by, note=note)


@transaction.atomic
def task_reopen(*, task: Task, on: date, by: User, note: str = "") -> TaskEvent:
    """Take a confirmed completion back.

    Raises:
        ValidationError: No reason is given.
        Conflict: It is not recorded as done, or withdrawn.
    """
    task = current(task)
    if task.done_on is None:
        raise Conflict("Nhiệm vụ chưa được ghi nhận hoàn thành nên không có gì để mở lại.")
    return act(task=task, kind=EventKind.REOPENED, on=on, by=by, note=note)


@transaction.atomic
def task_note(*, task: Task, on: date, by: User, note: str) -> TaskEvent:
    """Keep a remark with the task.

    Raises:
        ValidationError: There is none.
    """
    if not note.strip():
        raise ValidationError({"note": "Nhập nội dung ghi chú."})
    return act(task=task, kind=EventKind.NOTE, on=on, by=by, note=note)


@transaction.atomic
def task_lead_set(*, task: Task, lead: Body, by: User, on: date, reason: str = "") -> Task:
    """Say who answers for the task: its first lead, or another one."""
    task = current(task)
    if task.lead_id == lead.pk:
        return task
    kind = EventKind.ASSIGNED if task.lead_id is None else EventKind.TRANSFERRED
    act(task=task, kind=kind, on=on, by=by, note=reason, lead=lead)
    return Task.objects.get(pk=task.pk)
