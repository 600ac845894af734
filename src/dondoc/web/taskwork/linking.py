"""Tasks that wait for tasks, days that depend on an event, tasks that come again."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from dondoc.assessment.recurrence import circle, periods
from dondoc.records.plan import period_text
from dondoc.records.tasklife import Stage
from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.bodies.models import Body
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.locks import Turn, take_turn
from dondoc.web.plans.life import act, current
from dondoc.web.plans.models import DeadlineKind, EventKind, Task, TaskEvent, TaskPartner
from dondoc.web.plans.standings import refresh, refresh_order
from dondoc.web.search.services import index
from dondoc.web.taskwork.arranging import GONE, whose
from dondoc.web.taskwork.models import Every, Occurrence, Recurrence, Trigger, TriggeredDue, Wait
from dondoc.web.workdays.selectors import calendar

MOST_AT_ONCE = 60  # periods made by one call: five years of months


@transaction.atomic
def wait_add(*, task: Task, waits_for: Task, by: User, note: str = "") -> Wait:
    """The task waits for another one. No day changes by it.

    Raises:
        ValidationError: It waits already, or one would wait for itself in the end.
    """
    take_turn(Turn.REGISTER)  # two halves of a circle may not be added at once
    task = current(task)
    waits: dict[int, list[int]] = defaultdict(list)
    for one, other in Wait.objects.filter(withdrawn_at=None).values_list("task_id", "waits_for_id"):
        waits[one].append(other)
    if waits_for.pk in waits[task.pk]:
        raise ValidationError({"waits_for": "Việc này đã được ghi là phải chờ."})
    closed = circle(waits, task.pk, waits_for.pk)
    if closed:
        numbers = dict(Task.objects.filter(pk__in=closed).values_list("pk", "number"))
        said = " → ".join(f"việc số {numbers[pk]}" for pk in closed)
        raise ValidationError({"waits_for": f"Các việc sẽ chờ lẫn nhau: {said}. Bỏ một mối chờ trước."})
    wait = Wait.objects.create(task=task, waits_for=waits_for, note=note.strip(), by=by)
    after = {"waits_for": str(waits_for), "note": wait.note}
    record(actor=by, action="task.wait", row=task, before={}, after=after, body=whose(task))
    return wait


@transaction.atomic
def wait_withdraw(*, wait: Wait, by: User) -> Wait:
    """It waits for that no longer."""
    task = current(wait.task)
    wait = Wait.objects.select_related("waits_for").get(pk=wait.pk)
    if wait.withdrawn_at is not None:
        raise Conflict(GONE)
    wait.withdrawn_at = timezone.now()
    wait.save(update_fields=["withdrawn_at"])
    before = {"waits_for": str(wait.waits_for)}
    record(actor=by, action="task.wait.withdraw", row=task, before=before, after={}, body=whose(task))
    return wait


@transaction.atomic
def trigger_set(
    *,
    task: Task,
    by: User,
    trigger: Trigger | None = None,
    what: str = "",
    days: int = 0,
    working: bool = False,
) -> TriggeredDue:
    """The task is due so many days after an event, one there is already or a new one.

    Where the event has come, the day is set at once.

    Raises:
        ValidationError: The task has a day, or no event is named.
        Conflict: It depends on an event already.
    """
    task = current(task)
    if task.due is not None:
        raise ValidationError({"what": "Việc đã có thời hạn. Gia hạn nếu cần ngày khác."})
    if task.triggered.filter(withdrawn_at=None).exists():
        raise Conflict("Việc này đã gắn với một sự kiện. Tải lại trang để xem.")
    if trigger is None:
        if not what.strip():
            raise ValidationError({"what": "Nêu sự kiện, ví dụ “Trung ương ban hành hướng dẫn”."})
        trigger = Trigger.objects.create(what=what.strip(), owner=task.document.owner, by=by)
    due = TriggeredDue.objects.create(task=task, trigger=trigger, days=days, working=working, by=by)
    task.deadline_kind = DeadlineKind.EVENT
    task.save(update_fields=["deadline_kind"])
    after = {"event": trigger.what, "days": days, "working": working}
    record(actor=by, action="task.trigger", row=task, before={}, after=after, body=whose(task))
    if trigger.happened_on is not None:
        _date(due, trigger, by=by, on=trigger.happened_on)
    return due


@transaction.atomic
def trigger_happened(*, trigger: Trigger, on: date, paper: str, by: User, recorded_on: date) -> list[Task]:
    """The event has come: every task that waited for it gets its day, as an event of its own.

    Args:
        trigger: The event.
        on: Its day.
        paper: The paper that says so; the ground of each day set.
        by: Who enters it.
        recorded_on: The day of entry.

    Raises:
        ValidationError: The day is to come, or the paper is not named.
        Conflict: It has come already.
    """
    take_turn(Turn.REGISTER)
    trigger = Trigger.objects.get(pk=trigger.pk)
    if trigger.happened_on is not None:
        raise Conflict(f"Sự kiện đã được ghi ngày {trigger.happened_on:%d/%m/%Y}.")
    if on > recorded_on:
        raise ValidationError({"on": "Ngày không thể sau hôm nay."})
    if not paper.strip():
        raise ValidationError({"paper": "Nêu văn bản hoặc căn cứ."})
    trigger.happened_on, trigger.paper = on, paper.strip()
    trigger.save(update_fields=["happened_on", "paper"])
    record(
        actor=by,
        action="trigger.happened",
        row=trigger,
        before={"happened_on": None},
        after={"happened_on": on, "paper": trigger.paper},
        body=trigger.owner,
    )
    waiting = trigger.tasks.filter(withdrawn_at=None).select_related("task").order_by("task_id")
    return [due.task for due in waiting if _date(due, trigger, by=by, on=on)]


def _date(due: TriggeredDue, trigger: Trigger, *, by: User, on: date) -> bool:
    """Set the day of one task; one that is done, withdrawn or dated by hand meanwhile keeps what it has."""
    task = current(due.task)
    if task.due is not None or task.stage in {Stage.DONE, Stage.WITHDRAWN} or task.resolved:
        return False
    day = calendar().after(on, due.days) if due.working else on + timedelta(days=due.days)
    note = f"{trigger.what}: {trigger.paper}".strip(": ")
    act(task=task, kind=EventKind.DATED, on=max(on, task.owed_from or on), by=by, due=day, note=note)
    return True


_TAKEN_OVER = ("action", "lead_as_written", "product", "awaiting_document")


@transaction.atomic
def recur(
    *, task: Task, every: Every, since: date, by: User, days: int = 0, until: date | None = None
) -> Recurrence:
    """Let a task come again each period; its periods are then tasks of their own (`occurrences_make`).

    Raises:
        ValidationError: It ends before it begins, or the day asked for is no cycle of it.
        Conflict: It recurs already, was divided, is done, or has a day.
    """
    task = current(task)
    if until is not None and until < since:
        raise ValidationError({"until": "Ngày kết thúc không thể trước ngày bắt đầu."})
    if task.resolved or task.due is not None or task.stage in {Stage.DONE, Stage.WITHDRAWN}:
        raise Conflict("Chỉ việc đang mở, chưa chia và không có thời hạn mới đặt định kỳ được.")
    made = Recurrence.objects.create(task=task, every=every, days=days, since=since, until=until, by=by)
    before = task.deadline_kind
    task.deadline_kind, task.resolved = DeadlineKind.RECURRING, True
    task.save(update_fields=["deadline_kind", "resolved"])
    task.spans.all().delete()  # from now on its periods are counted, not it
    record(
        actor=by,
        action="task.recur",
        row=task,
        before={"deadline_kind": before},
        after={"every": every.value, "days": days, "since": since, "until": until},
        body=whose(task),
    )
    refresh_order(task)
    return made


@transaction.atomic
def occurrences_make(*, recurrence: Recurrence, as_of: date, by: User) -> list[Task]:
    """Make the task of every period that has begun by the day and has none yet; a second call makes none."""
    task = current(recurrence.task)
    recurrence = Recurrence.objects.get(pk=recurrence.pk)
    last = min(as_of, recurrence.until or as_of)
    known = set(recurrence.occurrences.values_list("period", flat=True))
    wanted = [
        period
        for period in periods(recurrence.every, recurrence.since, last)
        if period_text(period) not in known
    ][:MOST_AT_ONCE]
    if not wanted:
        return []
    number = Task.objects.filter(document=task.document).aggregate(Max("number"))["number__max"] or 0
    partners = list(task.partners.all())
    made = []
    for n, period in enumerate(wanted, 1):
        text = period_text(period)
        due = period.end + timedelta(days=recurrence.days)
        given = max(period.start, recurrence.since, task.owed_from or period.start)
        part = Task.objects.create(
            document=task.document,
            number=number + n,
            parent=task,
            field=task.field,
            owed_from=given,
            deadline_kind=DeadlineKind.PERIOD,
            deadline_as_written=text,
            **{name: getattr(task, name) for name in _TAKEN_OVER},
        )
        TaskPartner.objects.bulk_create(
            TaskPartner(task=part, body=partner.body, as_written=partner.as_written) for partner in partners
        )
        TaskEvent.objects.create(
            task=part, kind=EventKind.ASSIGNED, on=given, by=by, lead_id=task.lead_id, due=max(due, given)
        )
        Occurrence.objects.create(recurrence=recurrence, period=text, task=part)
        refresh(part, order=False)
        index(part)
        made.append(part)
    refresh_order(task)
    record(
        actor=by,
        action="task.occurrences",
        row=task,
        before={},
        after={"periods": [period_text(period) for period in wanted]},
        body=whose(task),
    )
    return made


def periods_begun(as_of: date) -> int:
    """Make the tasks of every recurring task's periods that have begun by the day; how many are new."""
    recurring = Recurrence.objects.filter(task__withdrawn_at=None, withdrawn_at=None)
    return sum(
        len(occurrences_make(recurrence=recurrence, as_of=as_of, by=recurrence.by))
        for recurrence in recurring.select_related("task", "by").order_by("pk")
    )


@transaction.atomic
def recur_from(*, as_of: date, **said: Any) -> Recurrence:
    """Let a task come again (`recur`), with the tasks of its periods that have begun by the day."""
    made = recur(**said)
    occurrences_make(recurrence=made, as_of=as_of, by=said["by"])
    return made


def owner_of(trigger: Trigger) -> Body:
    """For whom a person must be allowed to decide to enter the event's day."""
    return trigger.owner
