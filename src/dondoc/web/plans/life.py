"""What people do with a task from the day it is given to the day it is confirmed done.

Two sides act on it: the body that leads it (acknowledges, asks for transfer or an opinion, reports, explains)
and the office of the body whose document gave it (transfers, extends, stops the clock, confirms, sends back).
Each act is one event in one transaction with one audit entry; where the task stands follows from the events
(docs/algorithms/task-status.md), and the columns that lists filter by are set from that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction

from dondoc.records.tasklife import Stage
from dondoc.web.accounts.access import Access, Action
from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.bodies.models import Body
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.locks import Turn, take_turn
from dondoc.web.plans.models import EventKind, Task, TaskEvent
from dondoc.web.plans.standings import refresh as refresh  # noqa: PLC0414 - programmes ask for it here
from dondoc.web.plans.standings import stands
from dondoc.web.workdays.selectors import calendar

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
    EventKind.ASSIGNED: Act(Action.DECIDE, frozenset({Stage.UNASSIGNED, Stage.WITHDRAWN})),
    EventKind.TRANSFER_REFUSED: Act(Action.DECIDE, frozenset({Stage.TRANSFER_ASKED}), reason=True),
    EventKind.DONE: Act(Action.DECIDE, _OPEN | {Stage.UNASSIGNED}),
    EventKind.RETURNED: Act(Action.DECIDE, frozenset({Stage.REPORTED}), reason=True),
    EventKind.REOPENED: Act(Action.DECIDE, frozenset({Stage.DONE}), reason=True),
    EventKind.RESUMED: Act(Action.DECIDE, frozenset({Stage.WAITING})),
    EventKind.EXTENDED: Act(Action.DECIDE, _OPEN, reason=True),
    EventKind.DATED: Act(Action.DECIDE, _OPEN | {Stage.UNASSIGNED}, reason=True),
    EventKind.WAITING: Act(Action.DECIDE, _AT_LEAD - {Stage.WAITING}, reason=True),
    EventKind.TRANSFERRED: Act(Action.DECIDE, _OPEN, reason=True),
    EventKind.OPINION_GIVEN: Act(Action.DECIDE, _OPEN, reason=True),
    EventKind.WITHDRAWN: Act(Action.DECIDE, _OPEN | {Stage.UNASSIGNED}, reason=True),
    EventKind.EXPLANATION_ASKED: Act(Action.FOLLOW, _OPEN | {Stage.DONE}, reason=True),
}

# What enters by a letter that was issued (`followup.letters`), never by itself on a task's page.
BY_LETTER: Mapping[EventKind, Act] = {
    EventKind.REMINDED: Act(Action.FOLLOW, _OPEN | {Stage.DONE}, reason=True),
}


COLLECTIVE = (
    "Việc giao chung cho nhiều cơ quan, chưa rõ chủ trì nên chưa xác nhận hoàn thành được. "
    "Giao cho một cơ quan chủ trì, hoặc chia thành việc của từng cơ quan rồi xác nhận từng việc."
)


def sides_of(task: Task, kind: EventKind) -> list[tuple[Action, Body]]:
    """Which right, for which body, lets a person do it: any one of them.

    That it waits for a higher authority its lead says too, and that it waits no longer; once the office has
    stopped the clock only the office lets it run again.
    """
    owner, lead = task.document.owner, task.lead
    side = ACTS[kind].side
    sides = [(side, lead if lead is not None and side in (Action.RECORD, Action.FOLLOW) else owner)]
    told_by_lead = kind == EventKind.WAITING or (kind == EventKind.RESUMED and task.clock_stopped is None)
    if told_by_lead and lead is not None:
        sides.append((Action.RECORD, lead))
    return sides


def may(access: Access, task: Task, kind: EventKind) -> bool:
    """Whether this person may do it, whatever stage the task is at."""
    return any(access.can(side, body) for side, body in sides_of(task, kind))


def acts_open(task: Task, access: Access) -> list[EventKind]:
    """What this person may do with the task as it stands, in the order of the table."""
    stage = Stage(task.stage)
    spent = {EventKind.EXTENDED if task.due is None else EventKind.DATED}
    if for_nobody_yet(task):
        spent.add(EventKind.DONE)
    if task.extensions >= settings.TASK_EXTENSIONS:
        spent.add(EventKind.EXTENDED)
    return [
        kind
        for kind, act in ACTS.items()
        if (not task.resolved or kind == EventKind.WITHDRAWN)
        and kind not in spent
        and stage in act.stages
        and may(access, task, kind)
    ]


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
    """Record one act of `ACTS`, or of `BY_LETTER`.

    Args:
        task: What it is done to.
        kind: The act.
        on: The day it was done.
        by: Who records it; whether they may is the caller's to check (`may`).
        note: Reason, paper or words.
        lead: Of assigned and transferred.
        due: Of extended and dated: the new day.
        day: Of done: when the result was there.
        stops_clock: Of waiting: whether the due day moves with it.

    Raises:
        ValidationError: By field: what is missing or cannot be.
        Conflict: The task does not stand so that this could be done; somebody may have been quicker.
    """
    task = current(task)
    allowed = BY_LETTER[kind] if kind in BY_LETTER else ACTS[kind]
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
        task=task,
        kind=kind,
        on=on,
        by=by,
        note=note,
        lead_id=lead.pk if lead is not None else _lead_on(task, on),
        due=due,
        day=day,
        stops_clock=stops_clock,
    )
    before = refresh(task)
    after = {name.removesuffix("_id"): _said(task, name) for name in before}
    was = {name.removesuffix("_id"): _told(name, value) for name, value in before.items()}
    owner = task.lead or task.document.owner
    record(actor=by, action=f"task.{kind.value}", row=task, before=was, after=after, reason=note, body=owner)
    return event


def _lead_on(task: Task, on: date) -> int | None:
    """Who led the task on a day, for what is entered later about a day before a transfer."""
    led = stands(task, as_of=on).lead
    return int(led) if led else task.lead_id


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
            if lead.pk == task.lead_id and task.stage != Stage.WITHDRAWN:
                raise ValidationError({"lead": "Cơ quan này đang chủ trì. Chọn cơ quan khác."})
        case EventKind.EXTENDED:
            if due is None or (task.due is not None and due <= task.due):
                raise ValidationError({"due": "Chọn ngày sau thời hạn hiện nay."})
            if task.extensions >= settings.TASK_EXTENSIONS:
                raise ValidationError(
                    {"due": f"Nhiệm vụ đã được gia hạn {task.extensions} lần, bằng số lần cho phép."}
                )
        case EventKind.DATED:
            if due is None or task.due is not None:
                raise ValidationError({"due": "Chọn ngày; việc đã có thời hạn thì gia hạn."})
        case EventKind.DONE:
            _check_done(task, on=on, by=by, note=note, day=day or on)


def for_nobody_yet(task: Task) -> bool:
    """Whether it is an order to several ("các xã, phường") that nobody answers for yet."""
    return task.collective and task.lead_id is None and not task.resolved


def _check_done(task: Task, *, on: date, by: User, note: str, day: date) -> None:
    if for_nobody_yet(task):
        raise ValidationError(COLLECTIVE)
    if day > on:
        raise ValidationError({"day": "Ngày có kết quả không thể sau ngày xác nhận."})
    if task.owed_from is not None and day < task.owed_from:
        raise ValidationError({"day": too_early(task.owed_from)})
    last = task.events.filter(kind=EventKind.REPORTED).order_by("id").last()
    if last is not None and task.stage == Stage.REPORTED and last.by_id == by.pk:
        raise ValidationError(
            "Người báo cáo không tự xác nhận. Đề nghị người khác trong cơ quan giao việc xác nhận."
        )
    if product_asked(task) and not note:
        said = task.product or "văn bản, báo cáo hoặc kết quả cụ thể"
        raise ValidationError(
            {"note": f"Việc này phải có sản phẩm ({said}). Nêu văn bản hoặc nơi có sản phẩm."}
        )


def product_asked(task: Task) -> bool:
    """Whether a confirmation must name the product: the office's rule (`TASK_PRODUCT`)."""
    rule: str = settings.TASK_PRODUCT
    return rule == "always" or (rule == "named" and bool(task.product))


def answer_by(task: Task) -> date | None:
    """The last day on which its lead of now acknowledges the task, or asks for transfer, in time."""
    return calendar().after(task.given_on, settings.TASK_ACKNOWLEDGE_DAYS) if task.given_on else None


def too_early(owed_from: date) -> str:
    """What is said of a day before the task was owed."""
    return f"Nhiệm vụ được giao từ {owed_from:%d/%m/%Y}, chọn ngày từ đó về sau."


def undoable(task: Task, events: Sequence[TaskEvent], by: User | None) -> TaskEvent | None:
    """The event this person may take back as a mistake: their own, with nothing but notes after it.

    With `by` None: anybody's, of an import that is undone as a whole. Not the first assignment, which stands
    or falls with the confirmation of the document's words, nor what a reorganisation did, which is taken back
    as a whole.
    """
    undone = {event.undoes_id for event in events}
    left = [event for event in events if event.kind != EventKind.UNDONE and event.pk not in undone]
    acted = [event for event in sorted(left, key=lambda event: event.pk)[1:] if event.kind != EventKind.NOTE]
    last = acted[-1] if acted and acted[-1].kind != EventKind.SUCCEEDED else None
    if last is None or task.resolved:
        return None
    return last if by is None or last.by_id == by.pk else None


@transaction.atomic
def undo(*, event: TaskEvent, by: User, on: date, reason: str = "", whose_ever: bool = False) -> TaskEvent:
    """Take back what was recorded by mistake: an event that says the other never was; both stay readable.

    Args:
        event: The last act on its task, of the same person.
        by: Who takes it back; whether they may act is the caller's to check (`may`).
        on: The day.
        reason: Why; may be empty.
        whose_ever: Also one that another person recorded: an import is undone as a whole.

    Raises:
        Conflict: Somebody has gone on from it, or it is another person's.
    """
    task = current(event.task)
    if undoable(task, list(task.events.all()), None if whose_ever else by) != event:
        raise Conflict(
            "Chỉ người đã ghi gỡ được lần ghi cuối cùng. Đã có diễn biến sau đó thì ghi diễn biến mới."
        )
    made = TaskEvent.objects.create(
        task=task,
        kind=EventKind.UNDONE,
        on=on,
        by=by,
        note=reason.strip(),
        undoes=event,
        lead_id=task.lead_id,
    )
    changed = refresh(task)
    was = {name.removesuffix("_id"): _told(name, value) for name, value in changed.items()}
    record(
        actor=by,
        action="task.undone",
        row=task,
        before={"event": event.get_kind_display(), **was},
        after={name.removesuffix("_id"): _said(task, name) for name in changed},
        reason=made.note,
        body=task.lead or task.document.owner,
    )
    return made
