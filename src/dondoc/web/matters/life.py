"""What becomes of a shortcoming, a difficulty or a proposal: who is to answer, what they said, what is fixed.

The office of the body whose document noted it assigns, links the task that puts it right, records that it is
fixed or came back, and whether who raised it accepts the answer; the body that is to answer answers. Each
act is one event in one transaction with one audit entry; where the matter stands follows from the events
(docs/algorithms/matters.md), and the columns that lists filter by are set from that.

A proposal never becomes a task: it is answered. What is ordered because of it is a task of its own document.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from dondoc.assessment.matterlife import matter_standing
from dondoc.records.matterlife import MatterEvent as Event
from dondoc.records.matterlife import MatterEventKind as Kind
from dondoc.records.matterlife import MatterStanding, MatterState
from dondoc.web.accounts.access import Access, Action
from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.bodies.models import Body
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.locks import Turn, take_turn
from dondoc.web.matters.models import Matter, MatterEvent, MatterEventChoice, NatureOfMatter
from dondoc.web.plans.models import Task
from dondoc.web.sources.models import Document, StandingChoice

_S = MatterState
_E = MatterEventChoice


@dataclass(frozen=True, slots=True)
class Act:
    """Who may do it, in which states, of which natures, and whether something must be said with it."""

    side: Action  # RECORD: of the body that is to answer; DECIDE: of the body whose document noted it
    states: frozenset[MatterState]
    reason: bool = False
    natures: frozenset[str] = frozenset(NatureOfMatter.values)


_WRONG = frozenset({NatureOfMatter.SHORTCOMING, NatureOfMatter.CAUSE, NatureOfMatter.DIFFICULTY})
_ALIVE = frozenset({_S.OPEN, _S.ANSWERED})
# In the order in which a page offers them: first what the matter most often waits for.
ACTS: Mapping[MatterEventChoice, Act] = {
    _E.ANSWERED: Act(Action.RECORD, _ALIVE, reason=True),
    _E.NOTE: Act(Action.RECORD, frozenset(_S), reason=True),
    _E.ASSIGNED: Act(Action.DECIDE, _ALIVE),
    _E.ACCEPTED: Act(Action.DECIDE, frozenset({_S.ANSWERED})),
    _E.NOT_ACCEPTED: Act(Action.DECIDE, frozenset({_S.ANSWERED}), reason=True),
    _E.REMEDY: Act(Action.DECIDE, _ALIVE, natures=_WRONG),
    _E.FIXED: Act(Action.DECIDE, _ALIVE, reason=True),
    _E.REPEATED: Act(Action.DECIDE, frozenset({_S.OPEN, _S.ANSWERED, _S.FIXED})),
    _E.REOPENED: Act(Action.DECIDE, frozenset({_S.ANSWERED, _S.FIXED, _S.REPEATED}), reason=True),
}


def may(access: Access, matter: Matter, kind: MatterEventChoice) -> bool:
    """Whether this person acts for the side; the office may also record what a body answered on paper."""
    if access.can(Action.DECIDE, matter.document.owner_id):
        return True
    answers = matter.answering_id or matter.body_id
    return ACTS[kind].side is Action.RECORD and answers is not None and access.can(Action.RECORD, answers)


def acts_open(matter: Matter, access: Access) -> list[MatterEventChoice]:
    """What this person may do with the matter as it stands, in the order of the table.

    What came back is recorded where it came back: at the later matter.
    """
    state = MatterState(matter.state)
    return [
        kind
        for kind, act in ACTS.items()
        if kind is not _E.REPEATED
        and state in act.states
        and matter.nature in act.natures
        and may(access, matter, kind)
    ]


def events_of(matter: Matter) -> list[Event]:
    """The matter's events as the core takes them."""
    return [event_of(row) for row in matter.events.order_by("id")]


def event_of(row: MatterEvent) -> Event:
    """One event as the core takes it."""
    return Event(
        Kind(row.kind),
        row.on,
        recorded=timezone.localdate(row.at),
        body=str(row.body_id) if row.body_id else None,
        due=row.due,
        day=row.day,
        reason=row.note,
    )


def stands(matter: Matter, *, as_of: date, known_by: date | None = None) -> MatterStanding:
    """Where the matter stood on a day; with `known_by`, by what had been entered then."""
    return matter_standing(events_of(matter), as_of=as_of, known_by=known_by)


def current(matter: Matter) -> Matter:
    """The matter as it is now, with nobody else changing it meanwhile.

    Raises:
        Conflict: Its words were taken back.
    """
    take_turn(Turn.DOCUMENT, matter.document_id)
    now = Matter.objects.select_related("document__owner", "answering").get(pk=matter.pk)
    if now.withdrawn_at is not None:
        raise Conflict("Mục này không còn được xác nhận. Tải lại trang để xem.")
    return now


def refresh(matter: Matter) -> dict[str, object]:
    """Set the columns that repeat the events; what changed, with its value before."""
    events = events_of(matter)
    now = matter_standing(events, as_of=max((event.on for event in events), default=timezone.localdate()))
    values: dict[str, object] = {
        "state": now.state.value,
        "answering_id": int(now.body) if now.body else None,
        "due": now.due,
        "answered_on": now.answered,
        "accepted": now.accepted,
        "fixed_on": now.fixed,
    }
    before = {name: getattr(matter, name) for name in values if getattr(matter, name) != values[name]}
    for name in before:
        setattr(matter, name, values[name])
    if before:
        matter.save(update_fields=list(before))
    return before


@transaction.atomic
def act(
    *,
    matter: Matter,
    kind: MatterEventChoice,
    on: date,
    by: User,
    note: str = "",
    body: Body | None = None,
    due: date | None = None,
    day: date | None = None,
    task: Task | None = None,
    document: Document | None = None,
    later: Matter | None = None,
) -> MatterEvent:
    """Record one act of `ACTS`.

    Args:
        matter: What it is done to.
        kind: The act.
        on: The day it was done.
        by: Who records it; whether they may is the caller's to check (`may`).
        note: Words, reason, paper.
        body: Of assigned: who is to answer.
        due: Of assigned: by when.
        day: Of fixed: when it was.
        task: Of remedy: the task that puts it right.
        document: Of answered: the paper.
        later: Of repeated: the later matter that says it again.

    Raises:
        ValidationError: By field: what is missing or cannot be.
        Conflict: The matter does not stand so that this could be done; somebody may have been quicker.
    """
    matter = current(matter)
    allowed = ACTS[kind]
    if MatterState(matter.state) not in allowed.states:
        raise Conflict(
            f"Mục đang ở trạng thái “{matter.get_state_display()}” nên không ghi được “{kind.label}”. "
            "Có thể người khác vừa cập nhật; tải lại trang để xem."
        )
    if matter.nature not in allowed.natures:
        raise ValidationError(
            "Kiến nghị không phải là nhiệm vụ: trả lời kiến nghị; việc được giao từ đó là nhiệm vụ của "
            "văn bản giao việc."
        )
    note = note.strip()
    if allowed.reason and not note:
        raise ValidationError({"note": "Nhập nội dung trả lời, căn cứ hoặc lý do."})
    if matter.document.date is not None and on < matter.document.date:
        raise ValidationError(
            {"on": f"Văn bản nêu mục này ngày {matter.document.date:%d/%m/%Y}, chọn ngày từ đó về sau."}
        )
    _check(matter, kind, on=on, body=body, day=day, task=task, document=document, later=later, due=due)
    if kind is MatterEventChoice.REOPENED and matter.state == MatterState.REPEATED:
        Matter.objects.filter(repeats=matter).update(repeats=None)
    event = MatterEvent.objects.create(
        matter=matter, kind=kind, on=on, by=by, note=note, body=body, due=due, day=day, task=task,
        document=document, later=later,
    )  # fmt: skip
    before = refresh(matter)
    told = {name.removesuffix("_id"): value for name, value in before.items()}
    after = {name.removesuffix("_id"): getattr(matter, name) for name in before}
    if task is not None:
        after["task"] = str(task)
    record(
        actor=by, action=f"matter.{kind.value}", row=matter, before=told, after=after, reason=note,
        body=matter.document.owner,
    )  # fmt: skip
    return event


def _check(
    matter: Matter,
    kind: MatterEventChoice,
    *,
    on: date,
    body: Body | None,
    day: date | None,
    due: date | None,
    task: Task | None,
    document: Document | None,
    later: Matter | None,
) -> None:
    """What one kind of act asks for besides a day and words."""
    match kind:
        case MatterEventChoice.ASSIGNED:
            if body is None:
                raise ValidationError({"body": "Chọn cơ quan trả lời, giải quyết."})
            if due is not None and due < on:
                raise ValidationError({"due": "Hạn trả lời không thể trước ngày giao."})
        case MatterEventChoice.REMEDY:
            if task is None or task.withdrawn_at is not None:
                raise ValidationError({"task": "Chọn một nhiệm vụ đang theo dõi."})
            if matter.events.filter(kind=kind, task=task).exists():
                raise ValidationError({"task": "Nhiệm vụ này đã gắn với mục."})
        case MatterEventChoice.ANSWERED:
            if document is not None and document.standing != StandingChoice.ISSUED:
                raise ValidationError({"document": "Chọn một văn bản đã ban hành."})
        case MatterEventChoice.FIXED:
            if day is not None and day > on:
                raise ValidationError({"day": "Ngày khắc phục không thể sau ngày ghi nhận."})
        case MatterEventChoice.REPEATED:
            if later is None or later.pk == matter.pk:
                raise ValidationError({"later": "Chọn mục nêu lại ở văn bản sau."})
            if later.nature != matter.nature:
                raise ValidationError({"later": "Chỉ nối hai mục cùng loại."})
            if not _after(later, matter):
                raise ValidationError({"later": "Mục nêu lại phải ở văn bản có ngày sau."})


def _after(later: Matter, earlier: Matter) -> bool:
    return bool(later.document.date and earlier.document.date and later.document.date > earlier.document.date)


@transaction.atomic
def repeat(*, later: Matter, earlier: Matter, by: User, on: date, note: str = "") -> MatterEvent:
    """Say that a matter says again what an earlier one said: the earlier one came back.

    Raises:
        ValidationError: They differ in nature, the order is wrong, or the later one is linked already.
        Conflict: The earlier one has come back in another matter already.
    """
    for matter in sorted((later, earlier), key=lambda one: one.document_id):
        take_turn(Turn.DOCUMENT, matter.document_id)
    later = Matter.objects.select_related("document").get(pk=later.pk)
    if later.repeats_id is not None:
        raise ValidationError({"earlier": "Mục này đã nối với một mục năm trước. Mở lại mục đó trước."})
    event = act(
        matter=earlier,
        kind=MatterEventChoice.REPEATED,
        on=max(later.document.date or on, earlier.document.date or on),
        by=by,
        note=note,
        later=later,
    )
    later.repeats = earlier
    later.save(update_fields=["repeats"])
    return event
