"""What a partner does of a task: given, taken on, reported by it, confirmed by the lead or sent back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from dondoc.assessment.tasklife import standing
from dondoc.records.tasklife import Stage, TaskEvent, TaskEventKind, TaskStanding
from dondoc.web.accounts.access import Access, Action
from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.bodies.models import Body
from dondoc.web.core.conflicts import Conflict
from dondoc.web.plans.life import current
from dondoc.web.plans.models import Task, TaskPartner
from dondoc.web.search.services import index
from dondoc.web.taskwork.arranging import whose
from dondoc.web.taskwork.models import Part, PartEvent, PartEventKind

_AT_PARTNER = frozenset({Stage.UNACKNOWLEDGED, Stage.IN_HAND, Stage.RETURNED})


@dataclass(frozen=True, slots=True)
class PartAct:
    """Whose it is, at which stages, and whether something must be said."""

    partner: bool  # of the partner; else of the lead or the assigner
    stages: frozenset[Stage]
    reason: bool = False


PART_ACTS: Mapping[PartEventKind, PartAct] = {
    PartEventKind.ACKNOWLEDGED: PartAct(partner=True, stages=frozenset({Stage.UNACKNOWLEDGED})),
    PartEventKind.REPORTED: PartAct(partner=True, stages=_AT_PARTNER, reason=True),
    PartEventKind.DONE: PartAct(partner=False, stages=_AT_PARTNER | {Stage.REPORTED}),
    PartEventKind.RETURNED: PartAct(
        partner=False, stages=frozenset({Stage.REPORTED, Stage.DONE}), reason=True
    ),
    PartEventKind.WITHDRAWN: PartAct(partner=False, stages=_AT_PARTNER | {Stage.REPORTED}, reason=True),
}


def may_act(access: Access, part: Part, kind: PartEventKind) -> bool:
    """Whether this person may: for the partner; or for the lead, or for who gave the task."""
    if PART_ACTS[kind].partner:
        return access.can(Action.RECORD, part.body_id)
    return may_arrange(access, part.task)


def may_arrange(access: Access, task: Task) -> bool:
    """Whether this person arranges the task: for its lead, or for who gave it."""
    leads = task.lead_id is not None and access.can(Action.RECORD, task.lead_id)
    return leads or access.can(Action.DECIDE, task.document.owner_id)


def acts_open(access: Access, part: Part) -> list[PartEventKind]:
    """What this person may do with the part as it stands."""
    return [
        kind
        for kind, act in PART_ACTS.items()
        if Stage(part.stage) in act.stages and may_act(access, part, kind)
    ]


def stands(part: Part, events: Iterable[PartEvent], *, as_of: date) -> TaskStanding:
    """Where a part stood on a day, by the rules of a task."""
    given = TaskEvent(TaskEventKind.ASSIGNED, part.given_on, lead=str(part.body_id), due=part.due)
    told = [TaskEvent(TaskEventKind(event.kind), event.on) for event in events]
    return standing([given, *told], as_of=as_of)


@transaction.atomic
def part_add(*, task: Task, body: Body, what: str, on: date, by: User, due: date | None = None) -> Part:
    """Give a partner a part of its own; a body that was none becomes one.

    Raises:
        ValidationError: It says nothing, is due after the task or before it is given, or is the lead's own.
        Conflict: The task was divided; its parts have partners of their own.
    """
    task = current(task)
    if task.resolved:
        raise Conflict("Việc này đã chia cho từng cơ quan. Giao phần việc ở việc của từng cơ quan.")
    if not what.strip():
        raise ValidationError({"what": "Nêu phần việc phải làm."})
    if body.pk == task.lead_id:
        raise ValidationError({"body": "Cơ quan này chủ trì cả việc. Chọn cơ quan phối hợp."})
    if due is not None and task.due is not None and due > task.due:
        raise ValidationError({"due": f"Nhiệm vụ phải xong trước {task.due:%d/%m/%Y}."})
    if due is not None and due < on:
        raise ValidationError({"due": f"Hạn không thể trước ngày giao ({on:%d/%m/%Y})."})
    if not task.partners.filter(body=body).exists():
        TaskPartner.objects.create(task=task, body=body, as_written=body.name)
        index(task)
    part = Part.objects.create(task=task, body=body, what=what.strip(), due=due, given_on=on, by=by)
    after = {"body": body.name, "what": part.what, "due": due}
    record(actor=by, action="task.part", row=task, before={}, after=after, body=whose(task))
    return part


@transaction.atomic
def part_act(*, part: Part, kind: PartEventKind, on: date, by: User, note: str = "") -> PartEvent:
    """Record one act on a part.

    Raises:
        ValidationError: A reason is missing, the day is before it was given, or who reported confirms.
        Conflict: It does not stand so that this could be done.
    """
    task = current(part.task)
    part = Part.objects.select_related("body").get(pk=part.pk)
    allowed, note = PART_ACTS[kind], note.strip()
    if part.withdrawn_at is not None or Stage(part.stage) not in allowed.stages:
        raise Conflict(
            f"Phần việc đang ở bước “{part.get_stage_display()}” nên không ghi được “{kind.label}”. "
            "Có thể người khác vừa cập nhật; tải lại trang để xem."
        )
    if allowed.reason and not note:
        raise ValidationError({"note": "Nhập lý do hoặc căn cứ."})
    if on < part.given_on:
        raise ValidationError({"on": f"Phần việc được giao từ {part.given_on:%d/%m/%Y}."})
    last = part.events.order_by("id").last()
    if kind == PartEventKind.DONE and last is not None and last.kind == "reported" and last.by_id == by.pk:
        raise ValidationError("Người báo cáo không tự xác nhận. Đề nghị cơ quan chủ trì xác nhận.")
    event = PartEvent.objects.create(part=part, kind=kind, on=on, note=note, by=by)
    before = {"stage": part.stage, "done_on": part.done_on}
    now = stands(part, part.events.order_by("id"), as_of=max(e.on for e in part.events.all()))
    part.stage, part.done_on = now.stage.value, now.done
    if kind == PartEventKind.WITHDRAWN:
        part.withdrawn_at = timezone.now()
    part.save(update_fields=["stage", "done_on", "withdrawn_at"])
    record(
        actor=by,
        action=f"task.part.{kind.value}",
        row=task,
        before={"part": part.what, **before},
        after={"stage": part.stage, "done_on": part.done_on},
        reason=note,
        body=part.body,
    )
    return event
