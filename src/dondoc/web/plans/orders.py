"""Orders to a collective ("các xã, phường"): one task a body under one parent, whose state sums theirs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from dondoc.records.tasklife import Stage
from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.bodies.models import Body
from dondoc.web.core.conflicts import Conflict
from dondoc.web.plans.life import act, current
from dondoc.web.plans.models import DeadlineKind, EventKind, Task, TaskEvent
from dondoc.web.plans.standings import parts_of, refresh, refresh_order

_TAKEN_OVER = ("action", "lead_as_written", "deadline_kind", "deadline_as_written", "product")


@transaction.atomic
def resolve(*, task: Task, bodies: Iterable[Body], by: User, on: date) -> list[Task]:
    """Make one task a body of an order to a collective ("các xã, phường"); the order's state sums theirs.

    Raises:
        ValidationError: No body is named.
        Conflict: It has a lead, is resolved already, or is done.
    """
    task = current(task)
    chosen = list(dict.fromkeys(bodies))
    if not chosen:
        raise ValidationError({"bodies": "Chọn ít nhất một cơ quan."})
    if task.resolved or task.stage != Stage.UNASSIGNED:
        raise Conflict("Việc này đã có cơ quan chủ trì hoặc đã chia. Tải lại trang để xem.")
    parts = _given(task, chosen, by=by, on=on)
    task.resolved = True
    task.save(update_fields=["resolved"])
    for part in parts:
        refresh(part, order=False)
    refresh_order(task)
    names = [body.name for body in chosen]
    record(
        actor=by, action="task.resolve", row=task, before={"parts": []}, after={"parts": names},
        body=task.document.owner,
    )  # fmt: skip
    return parts


def bodies_of(task: Task) -> list[int]:
    """The bodies that have a part of the order and were not let off it."""
    standing = parts_of(task) if task.resolved else ()
    return [part.lead_id for part in standing if part.lead_id is not None and part.stage != Stage.WITHDRAWN]


def may_have_more(task: Task) -> bool:
    """Whether a resolved order may be given to further bodies: not the periods of what recurs."""
    return task.resolved and task.deadline_kind != DeadlineKind.RECURRING


@transaction.atomic
def add(*, task: Task, bodies: Iterable[Body], by: User, on: date) -> list[Task]:
    """Give a resolved order also to bodies that were forgotten; those that have a part keep theirs.

    Raises:
        ValidationError: No body is named.
        Conflict: It is not resolved, or each of the bodies has a part already.
    """
    task = current(task)
    had = set(bodies_of(task))
    named = list(dict.fromkeys(bodies))
    chosen = [body for body in named if body.pk not in had]
    if not named:
        raise ValidationError({"bodies": "Chọn ít nhất một cơ quan."})
    if not may_have_more(task) or not chosen:
        raise Conflict("Các cơ quan này đã được giao phần việc, hoặc việc chưa chia. Tải lại trang để xem.")
    before = list(Body.objects.filter(pk__in=had).order_by("sort_key").values_list("name", flat=True))
    parts = _given(task, chosen, by=by, on=on)
    for part in parts:
        refresh(part, order=False)
    refresh_order(task)
    after = [*before, *(body.name for body in chosen)]
    record(
        actor=by, action="task.resolve", row=task, before={"parts": before}, after={"parts": after},
        body=task.document.owner,
    )  # fmt: skip
    return parts


def _given(task: Task, bodies: Iterable[Body], *, by: User, on: date) -> list[Task]:
    """One task a body, owed as the order is."""
    number = Task.objects.filter(document=task.document).aggregate(Max("number"))["number__max"] or 0
    parts = []
    for n, body in enumerate(bodies, 1):
        part = Task.objects.create(
            document=task.document,
            number=number + n,
            parent=task,
            field=task.field,
            owed_from=task.owed_from,
            awaiting_document=task.awaiting_document,
            **{name: getattr(task, name) for name in _TAKEN_OVER},
        )
        given = max(on, task.owed_from or on)
        TaskEvent.objects.create(task=part, kind=EventKind.ASSIGNED, on=given, by=by, lead=body, due=task.due)
        parts.append(part)
    return parts


@transaction.atomic
def withdraw(*, task: Task, by: User, on: date, reason: str) -> list[Task]:
    """Withdraw an order from every body that has not done its part; what was done stays done.

    Raises:
        ValidationError: No reason is given.
        Conflict: It has no parts, or none is open.
    """
    task = current(task)
    if not reason.strip():
        raise ValidationError({"note": "Nhập lý do hoặc căn cứ."})
    open_parts = [p for p in parts_of(task) if p.stage not in {Stage.DONE, Stage.WITHDRAWN}]
    if not task.resolved or not open_parts:
        raise Conflict("Không còn phần việc nào đang mở để rút. Tải lại trang để xem.")
    for part in open_parts:
        act(task=part, kind=EventKind.WITHDRAWN, on=on, by=by, note=reason)
    TaskEvent.objects.create(task=task, kind=EventKind.WITHDRAWN, on=on, by=by, note=reason.strip())
    return open_parts
