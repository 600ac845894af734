"""What people do with a task from the day it is given to the day it is confirmed done.

Two sides act on it: the body that leads it (acknowledges, asks for transfer or an opinion, reports, explains)
and the office of the body whose document gave it (transfers, extends, stops the clock, confirms, sends back).
Each act is one event in one transaction with one audit entry; where the task stands follows from the events
(docs/algorithms/task-status.md), and the columns that lists filter by are set from that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from dondoc.assessment.tasklife import standing, together
from dondoc.records.result import TaskState
from dondoc.records.tasklife import Stage, TaskStanding
from dondoc.records.tasklife import TaskEvent as Event
from dondoc.records.tasklife import TaskEventKind as Kind
from dondoc.web.accounts.access import Access, Action
from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.bodies.models import Body
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.locks import Turn, take_turn
from dondoc.web.plans.models import EventKind, Task, TaskEvent
from dondoc.web.search.services import index

_OPEN = frozenset(
    {Stage.UNACKNOWLEDGED, Stage.TRANSFER_ASKED, Stage.IN_HAND, Stage.REPORTED, Stage.RETURNED, Stage.WAITING}
)
_AT_LEAD = frozenset({Stage.UNACKNOWLEDGED, Stage.IN_HAND, Stage.RETURNED, Stage.WAITING})


@dataclass(frozen=True, slots=True)
class Act:
    """Who may do it, at which stages, and what must be said with it."""

    # RECORD: of the lead; DECIDE: of the body whose document gave the task; FOLLOW: of who follows the lead
    side: Action
    stages: frozenset[Stage]
    reason: bool = False  # the note may not be empty


# In the order in which a page offers them: first what the task most often waits for.
ACTS: Mapping[EventKind, Act] = {
    EventKind.ACKNOWLEDGED: Act(Action.RECORD, frozenset({Stage.UNACKNOWLEDGED})),
    EventKind.REPORTED: Act(Action.RECORD, _AT_LEAD, reason=True),
    EventKind.TRANSFER_ASKED: Act(Action.RECORD, _AT_LEAD, reason=True),
    EventKind.OPINION_ASKED: Act(Action.RECORD, _AT_LEAD, reason=True),
    EventKind.EXPLAINED: Act(Action.RECORD, _OPEN | {Stage.DONE}, reason=True),
    EventKind.NOTE: Act(Action.RECORD, frozenset(Stage) - {Stage.WITHDRAWN}, reason=True),
    EventKind.ASSIGNED: Act(Action.DECIDE, frozenset({Stage.UNASSIGNED})),
    EventKind.TRANSFER_REFUSED: Act(Action.DECIDE, frozenset({Stage.TRANSFER_ASKED}), reason=True),
    EventKind.DONE: Act(Action.DECIDE, _OPEN | {Stage.UNASSIGNED}),
    EventKind.RETURNED: Act(Action.DECIDE, frozenset({Stage.REPORTED}), reason=True),
    EventKind.REOPENED: Act(Action.DECIDE, frozenset({Stage.DONE}), reason=True),
    EventKind.RESUMED: Act(Action.DECIDE, frozenset({Stage.WAITING})),
    EventKind.EXTENDED: Act(Action.DECIDE, _OPEN, reason=True),
    EventKind.WAITING: Act(Action.DECIDE, _AT_LEAD - {Stage.WAITING}, reason=True),
    EventKind.TRANSFERRED: Act(Action.DECIDE, _OPEN, reason=True),
    EventKind.OPINION_GIVEN: Act(Action.DECIDE, _OPEN, reason=True),
    EventKind.EXPLANATION_ASKED: Act(Action.FOLLOW, _OPEN | {Stage.DONE}, reason=True),
}


def side_of(task: Task, kind: EventKind) -> Body:
    """For which body a person must be allowed to act."""
    if ACTS[kind].side in (Action.RECORD, Action.FOLLOW) and task.lead is not None:
        return task.lead
    return task.document.owner


def acts_open(task: Task, access: Access) -> list[EventKind]:
    """What this person may do with the task as it stands, in the order of the table."""
    stage = Stage(task.stage)
    spent = {EventKind.EXTENDED} if task.extensions >= settings.TASK_EXTENSIONS else set()
    return [
        kind
        for kind, act in ACTS.items()
        if not task.resolved
        and kind not in spent
        and stage in act.stages
        and access.can(act.side, side_of(task, kind))
    ]


def events_of(task: Task) -> list[Event]:
    """The task's events as the core takes them; the assignment of one without is what its columns say."""
    events = [_event(row) for row in task.events.order_by("id")]
    if not any(event.kind is Kind.ASSIGNED for event in events):
        first = min((event.on for event in events), default=timezone.localdate())
        lead = str(task.lead_id) if task.lead_id else None
        given = Event(Kind.ASSIGNED, task.owed_from or first, lead=lead, due=task.first_due or task.due)
        events.insert(0, given)
    return events


def _event(row: TaskEvent) -> Event:
    return Event(
        Kind(row.kind),
        row.on,
        recorded=timezone.localdate(row.at),
        lead=str(row.lead_id) if row.lead_id else None,
        due=row.due,
        day=row.day,
        stops_clock=row.stops_clock,
        reason=row.note,
    )


def stands(task: Task, *, as_of: date, known_by: date | None = None) -> TaskStanding:
    """Where the task stood on a day; with `known_by`, by what had been entered then."""
    return standing(events_of(task), as_of=as_of, known_by=known_by)


def current(task: Task) -> Task:
    """The task as it is now, with nobody else changing it meanwhile.

    Raises:
        Conflict: It was withdrawn.
    """
    take_turn(Turn.DOCUMENT, task.document_id)
    now = Task.objects.select_related("document__owner", "lead").get(pk=task.pk)
    if now.withdrawn_at is not None:
        raise Conflict("Nhiệm vụ này đã được rút lại. Tải lại trang để xem.")
    return now


_REPEATED = ("lead_id", "stage", "due", "first_due", "clock_stopped", "done_on", "extensions")


def refresh(task: Task) -> dict[str, object]:
    """Set the columns that repeat the events; what changed, with its value before."""
    events = events_of(task)
    last = max((event.on for event in events), default=timezone.localdate())
    now = standing(events, as_of=last)
    values: dict[str, object] = {
        "lead_id": int(now.lead) if now.lead else None,
        "stage": now.stage.value,
        "due": now.due,
        "first_due": now.first_due,
        "clock_stopped": now.clock_stopped,
        "done_on": now.done,
        "extensions": now.extensions,
    }
    before = {name: getattr(task, name) for name in _REPEATED if getattr(task, name) != values[name]}
    for name in before:
        setattr(task, name, values[name])
    if before:
        task.save(update_fields=list(before))
    if "lead_id" in before:
        index(task)
    if task.parent_id is not None:
        _refresh_parent(task.parent_id)
    return before


def _refresh_parent(pk: int) -> None:
    """An order resolved into parts is done on the day its last part was."""
    order = Task.objects.get(pk=pk)
    parts = list(order.parts.filter(withdrawn_at=None))
    done = bool(parts) and all(part.done_on for part in parts)
    order.done_on = max(part.done_on for part in parts if part.done_on) if done else None
    order.stage = Stage.DONE.value if done else Stage.IN_HAND.value
    order.save(update_fields=["done_on", "stage"])


@transaction.atomic
def act(
    *,
    task: Task,
    kind: EventKind,
    on: date,
    by: User,
    note: str = "",
    lead: Body | None = None,
    due: date | None = None,
    day: date | None = None,
    stops_clock: bool = False,
) -> TaskEvent:
    """Record one act of `ACTS`.

    Args:
        task: What it is done to.
        kind: The act.
        on: The day it was done.
        by: Who records it; whether they may is the caller's to check (`side_of`).
        note: Reason, paper or words.
        lead: Of assigned and transferred.
        due: Of extended: the new day.
        day: Of done: when the result was there.
        stops_clock: Of waiting: whether the due day moves with it.

    Raises:
        ValidationError: By field: what is missing or cannot be.
        Conflict: The task does not stand so that this could be done; somebody may have been quicker.
    """
    task = current(task)
    allowed = ACTS[kind]
    stage = Stage(task.stage)
    if task.resolved:
        raise Conflict("Việc này đã chia cho từng cơ quan. Ghi ở việc của từng cơ quan.")
    if stage not in allowed.stages:
        raise Conflict(
            f"Nhiệm vụ đang ở bước “{task.get_stage_display()}” nên không ghi được “{kind.label}”. "
            "Có thể người khác vừa cập nhật; tải lại trang để xem."
        )
    note = note.strip()
    if allowed.reason and not note:
        raise ValidationError({"note": "Nhập lý do hoặc căn cứ."})
    if task.owed_from is not None and on < task.owed_from:
        raise ValidationError({"on": too_early(task.owed_from)})
    _check(task, kind, on=on, by=by, note=note, lead=lead, due=due, day=day)
    event = TaskEvent.objects.create(
        task=task, kind=kind, on=on, by=by, note=note, lead=lead, due=due, day=day, stops_clock=stops_clock
    )
    before = refresh(task)
    after = {name.removesuffix("_id"): _said(task, name) for name in before}
    was = {name.removesuffix("_id"): _told(name, value) for name, value in before.items()}
    owner = task.lead or task.document.owner
    record(actor=by, action=f"task.{kind.value}", row=task, before=was, after=after, reason=note, body=owner)
    return event


def _said(task: Task, name: str) -> object:
    return _told(name, getattr(task, name))


def _told(name: str, value: object) -> object:
    if name == "lead_id" and isinstance(value, int):
        return Body.objects.get(pk=value).name
    return value


def _check(
    task: Task,
    kind: EventKind,
    *,
    on: date,
    by: User,
    note: str,
    lead: Body | None,
    due: date | None,
    day: date | None,
) -> None:
    """What one kind of act asks for besides a day and a reason."""
    match kind:
        case EventKind.TRANSFERRED | EventKind.ASSIGNED:
            if lead is None:
                raise ValidationError({"lead": "Chọn cơ quan chủ trì."})
            if lead.pk == task.lead_id:
                raise ValidationError({"lead": "Cơ quan này đang chủ trì. Chọn cơ quan khác."})
        case EventKind.EXTENDED:
            if due is None or (task.due is not None and due <= task.due):
                raise ValidationError({"due": "Chọn ngày sau thời hạn hiện nay."})
            if task.extensions >= settings.TASK_EXTENSIONS:
                raise ValidationError(
                    {"due": f"Nhiệm vụ đã được gia hạn {task.extensions} lần, bằng số lần cho phép."}
                )
        case EventKind.DONE:
            _check_done(task, on=on, by=by, note=note, day=day or on)


def _check_done(task: Task, *, on: date, by: User, note: str, day: date) -> None:
    if day > on:
        raise ValidationError({"day": "Ngày có kết quả không thể sau ngày xác nhận."})
    if task.owed_from is not None and day < task.owed_from:
        raise ValidationError({"day": too_early(task.owed_from)})
    last = task.events.filter(kind=EventKind.REPORTED).order_by("id").last()
    if last is not None and task.stage == Stage.REPORTED and last.by_id == by.pk:
        raise ValidationError(
            "Người báo cáo không tự xác nhận. Đề nghị người khác trong cơ quan giao việc xác nhận."
        )
    if task.product and not note:
        raise ValidationError(
            {"note": f"Việc này phải có sản phẩm ({task.product}). Nêu văn bản hoặc nơi có sản phẩm."}
        )


def too_early(owed_from: date) -> str:
    """What is said of a day before the task was owed."""
    return f"Nhiệm vụ được giao từ {owed_from:%d/%m/%Y}, chọn ngày từ đó về sau."


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
    number = Task.objects.filter(document=task.document).aggregate(Max("number"))["number__max"] or 0
    parts = []
    for n, body in enumerate(chosen, 1):
        part = Task.objects.create(
            document=task.document,
            number=number + n,
            parent=task,
            owed_from=task.owed_from,
            awaiting_document=task.awaiting_document,
            **{name: getattr(task, name) for name in _TAKEN_OVER},
        )
        given = max(on, task.owed_from or on)
        TaskEvent.objects.create(task=part, kind=EventKind.ASSIGNED, on=given, by=by, lead=body, due=task.due)
        parts.append(part)
    task.resolved = True
    task.save(update_fields=["resolved"])
    for part in parts:
        refresh(part)
    names = [body.name for body in chosen]
    record(
        actor=by, action="task.resolve", row=task, before={"parts": []}, after={"parts": names},
        body=task.document.owner,
    )  # fmt: skip
    return parts


def state_of_order(task: Task, *, as_of: date) -> TaskState:
    """The state of a resolved order on a day, from its parts."""
    return together([stands(part, as_of=as_of) for part in task.parts.filter(withdrawn_at=None)])
