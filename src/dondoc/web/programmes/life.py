"""What people do with a matter of a work programme, from the day it is registered to the day it is decided.

Two sides act on it: the body that prepares it (registers, corrects, hands in the dossier) and the office of
the body whose programme it is (approves or refuses, moves, sends back, records what was decided). Each act
is one event in one transaction with one audit entry; where the matter stands follows from the events
(docs/algorithms/work-programme.md), and the columns that lists filter by are set from that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from dondoc.assessment.workprogramme import item_standing
from dondoc.records.plan import Period
from dondoc.records.workprogramme import ItemEvent as Event
from dondoc.records.workprogramme import ItemEventKind as Kind
from dondoc.records.workprogramme import ItemStanding, ItemState
from dondoc.web.accounts.access import Access, Action
from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.bodies.models import Body
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.locks import Turn, take_turn
from dondoc.web.programmes import tasks
from dondoc.web.programmes.models import (
    Item,
    ItemEvent,
    ItemEventChoice,
    ItemPartner,
    LevelChoice,
    Programme,
    ProgrammeStateChoice,
    Session,
)
from dondoc.web.sources.models import Document, StandingChoice

_S = ItemState
_IN = frozenset({_S.PLANNED, _S.HANDED_IN})


@dataclass(frozen=True, slots=True)
class Act:
    """Who may do it, in which states, and whether something must be said with it."""

    side: Action | None  # RECORD: of the preparing body; DECIDE: of whose programme it is; None: from no page
    states: frozenset[ItemState]
    reason: bool = False  # the note may not be empty


# In the order in which a page offers them: first what the matter most often waits for.
ACTS: Mapping[ItemEventChoice, Act] = {
    ItemEventChoice.HANDED_IN: Act(Action.RECORD, frozenset({_S.PLANNED}), reason=True),
    ItemEventChoice.AMENDED: Act(Action.RECORD, frozenset({_S.REGISTERED})),
    ItemEventChoice.REGISTERED: Act(Action.RECORD, frozenset({_S.REFUSED})),
    ItemEventChoice.REMINDED: Act(None, frozenset({_S.PLANNED})),  # by a letter (`followup.letters`)
    ItemEventChoice.NOTE: Act(Action.RECORD, frozenset(_S), reason=True),
    ItemEventChoice.APPROVED: Act(Action.DECIDE, frozenset({_S.REGISTERED, _S.REFUSED, _S.DROPPED})),
    ItemEventChoice.REFUSED: Act(Action.DECIDE, frozenset({_S.REGISTERED}), reason=True),
    ItemEventChoice.DECIDED: Act(Action.DECIDE, _IN),
    ItemEventChoice.SENT_BACK: Act(Action.DECIDE, frozenset({_S.HANDED_IN}), reason=True),
    ItemEventChoice.MOVED: Act(Action.DECIDE, _IN, reason=True),
    ItemEventChoice.LEVEL_MOVED: Act(Action.DECIDE, _IN, reason=True),
    ItemEventChoice.DROPPED: Act(Action.DECIDE, _IN, reason=True),
    ItemEventChoice.REOPENED: Act(Action.DECIDE, frozenset({_S.HANDED_IN, _S.DECIDED}), reason=True),
}


def may(access: Access, item: Item, kind: ItemEventChoice) -> bool:
    """Whether this person acts for the side; the office may also record what a unit sent in on paper."""
    if ACTS[kind].side is None:
        return False
    if access.can(Action.DECIDE, item.programme.body_id):
        return True
    own = ACTS[kind].side is Action.RECORD and item.preparing_id is not None
    return own and access.can(Action.RECORD, item.preparing_id)


def may_register(access: Access, programme: Programme) -> bool:
    """Whether this person puts matters forward: the office, or a unit whose matters it takes."""
    if access.can(Action.DECIDE, programme.body_id):
        return True
    own = access.can(Action.RECORD, programme.body_id)
    return own or (programme.takes_registrations and access.can(Action.RECORD))


def acts_open(item: Item, access: Access) -> list[ItemEventChoice]:
    """What this person may do with the matter as it stands, in the order of the table."""
    state = ItemState(item.state)
    return [kind for kind, act in ACTS.items() if state in act.states and may(access, item, kind)]


@dataclass(frozen=True, slots=True)
class Matter:
    """What is registered: the words, who prepares them, to whom and when they are put."""

    content: str
    preparing: Body | None = None
    partners: tuple[Body, ...] = ()
    level: str = ""
    form: str = ""
    session: Session | None = None
    due: date | None = None
    meant_for: str = ""  # a period, "2026-Q3", where there is no day yet
    notes: str = ""
    preparing_as_written: str = ""


@transaction.atomic
def register(*, programme: Programme, matter: Matter, by: User, on: date) -> Item:
    """Put a matter forward for a programme; the office decides on it.

    Raises:
        ValidationError: By field.
    """
    take_turn(Turn.PROGRAMME, programme.pk)
    item = add(programme=Programme.objects.get(pk=programme.pk), matter=matter, by=by, on=on)
    after = {"content": item.content, "preparing": item.preparing_as_written, "due": item.due}
    record(actor=by, action="item.registered", row=item, before={}, after=after, body=item.programme.body)
    return item


def add(*, programme: Programme, matter: Matter, by: User, on: date) -> Item:
    """The row and its first event; in the caller's transaction, which has its turn and keeps the trail."""
    content = " ".join(matter.content.split())
    if not content:
        raise ValidationError({"content": "Nhập nội dung."})
    item = Item(
        programme=programme,
        number=(programme.items.aggregate(Max("number"))["number__max"] or 0) + 1,
        content=content,
        preparing=matter.preparing,
        preparing_as_written=matter.preparing_as_written
        or (matter.preparing.name if matter.preparing else ""),
        form=matter.form,
        notes=matter.notes.strip(),
        meant_for=_meant_for(programme, matter.meant_for),
        supplementary=programme.state in (ProgrammeStateChoice.APPROVED, ProgrammeStateChoice.ISSUED),
        period=programme.period,
        period_start=programme.period_start,
        period_end=programme.period_end,
    )
    _check_days(matter.session, matter.due)
    item.save()
    _partners_set(item, matter.partners)
    _event(
        item, ItemEventChoice.REGISTERED, on=on, by=by, level=matter.level, session=matter.session,
        due=matter.due, content=content,
    )  # fmt: skip
    refresh(item)
    return item


def _meant_for(programme: Programme, text: str) -> str:
    if not text or text == programme.period:
        return ""
    try:
        period = Period.parse(text)
    except ValueError as error:
        raise ValidationError({"meant_for": str(error)}) from error
    if not programme.period_start <= period.start <= period.end <= programme.period_end:
        raise ValidationError({"meant_for": "Thời gian dự kiến phải nằm trong kỳ của chương trình."})
    return str(period)


def _check_days(session: Session | None, due: date | None) -> None:
    if session is not None and session.day is not None and due is not None and due > session.day:
        raise ValidationError(
            {"due": f"Ngày trình hồ sơ phải trước hoặc trong ngày họp {session.day:%d/%m/%Y}."}
        )


def _check_level(session: Session | None, level: str) -> None:
    """Another level has its own meetings."""
    if session is not None and session.level and session.level != level:
        of, wanted = LevelChoice(session.level).label, LevelChoice(level).label
        raise ValidationError(
            {"session": f"{session.name} là của {of}. Chọn kỳ họp của {wanted}, hoặc để chưa định."}
        )


def _partners_set(item: Item, bodies: Iterable[Body]) -> None:
    wanted = {body.pk: body for body in bodies if body.pk != item.preparing_id}
    item.partners.exclude(body__in=wanted).delete()
    known = set(item.partners.values_list("body_id", flat=True))
    for pk, body in wanted.items():
        if pk not in known:
            ItemPartner.objects.create(item=item, body=body, as_written=body.name)


def _event(item: Item, kind: ItemEventChoice, *, on: date, by: User, **told: object) -> ItemEvent:
    session = told.get("session")
    meets = session.day if isinstance(session, Session) else None
    return ItemEvent.objects.create(item=item, kind=kind, on=on, by=by, meets=meets, **told)


def events_of(item: Item) -> list[Event]:
    """The matter's events as the core takes them."""
    return [
        Event(
            Kind(row.kind),
            row.on,
            recorded=timezone.localdate(row.at),
            level=row.level or None,
            session=str(row.session_id) if row.session_id else None,
            meets=row.meets,
            due=row.due,
            reason=row.note,
        )
        for row in item.events.order_by("id")
    ]


def stands(item: Item, *, as_of: date, known_by: date | None = None) -> ItemStanding | None:
    """Where the matter stood on a day; with `known_by`, by what had been entered then."""
    return item_standing(events_of(item), as_of=as_of, known_by=known_by)


def refresh(item: Item) -> dict[str, object]:
    """Set the columns that repeat the events; what changed, with its value before."""
    events = events_of(item)
    now = item_standing(events, as_of=max(event.on for event in events))
    assert now is not None, "a matter begins with its registration"
    session = Session.objects.get(pk=int(now.session)) if now.session else None
    values: dict[str, object] = {
        "state": now.state.value,
        "level": now.level or "",
        "session_id": session.pk if session else None,
        "due": now.due,
        "first_due": now.first_due,
        "handed_in": now.handed_in,
        "decided_on": now.decided,
        "moves": now.moves + now.level_moves,
    }
    if now.decided is None:
        values["result_id"] = None
    values |= _period(item, session.day if session else None, now.due)
    before = {name: getattr(item, name) for name in values if getattr(item, name) != values[name]}
    for name in before:
        setattr(item, name, values[name])
    if before:
        item.save(update_fields=list(before))
    return before


def _period(item: Item, meets: date | None, due: date | None) -> dict[str, object]:
    """When a calendar shows it: the day of its session, else of its dossier, else what it is meant for."""
    day = meets or due
    period = Period(day, day) if day else Period.parse(item.meant_for or item.programme.period)
    return {"period": str(period), "period_start": period.start, "period_end": period.end}


def current(item: Item) -> Item:
    """The matter as it is now, with nobody else changing it meanwhile."""
    take_turn(Turn.PROGRAMME, item.programme_id)
    return Item.objects.select_related("programme__body", "programme__document", "preparing", "task").get(
        pk=item.pk
    )


@transaction.atomic
def act(
    *,
    item: Item,
    kind: ItemEventChoice,
    on: date,
    by: User,
    note: str = "",
    level: str = "",
    session: Session | None = None,
    due: date | None = None,
    content: str = "",
    document: Document | None = None,
    preparing: Body | None = None,
    partners: Iterable[Body] | None = None,
) -> ItemEvent:
    """Record one act of `ACTS`; what the matter's task has to know becomes an event of the task.

    Args:
        item: The matter.
        kind: The act.
        on: The day it was done.
        by: Who records it; whether they may is the caller's to check (`may`).
        note: Reason, paper or words.
        level: Of approved, amended, level_moved: who decides.
        session: Of approved, amended, moved, level_moved: the meeting it is put to; None leaves it, but
            another level has its own meetings: there it stands at none yet.
        due: Of the same: the day the dossier is due; None leaves it.
        content: Of amended: the words.
        document: Of decided: what came of it.
        preparing: Of amended and approved: who prepares it; None leaves it.
        partners: Of amended: who prepares it along; None leaves them.

    Raises:
        ValidationError: By field: what is missing or cannot be.
        Conflict: The matter does not stand so that this could be done; somebody may have been quicker.
    """
    item = current(item)
    allowed = ACTS[kind]
    if ItemState(item.state) not in allowed.states:
        raise Conflict(
            f"Nội dung đang ở trạng thái “{item.get_state_display()}” nên không ghi được “{kind.label}”. "
            "Có thể người khác vừa cập nhật; tải lại trang để xem."
        )
    note, content = note.strip(), " ".join(content.split())
    if allowed.reason and not note:
        raise ValidationError({"note": "Nhập lý do hoặc căn cứ."})
    first = item.events.order_by("on").values_list("on", flat=True).first()
    if first is not None and on < first:
        raise ValidationError({"on": f"Nội dung được đăng ký từ {first:%d/%m/%Y}, chọn ngày từ đó về sau."})
    other_level = bool(level) and level != item.level
    if session is not None or due is not None:
        _check_days(session or (None if other_level else item.session), due or item.due)
    if other_level:
        _check_level(session, level)
    changes: dict[str, object] = {}
    if kind in (ItemEventChoice.AMENDED, ItemEventChoice.APPROVED) and preparing is not None:
        changes["preparing"] = preparing
        changes["preparing_as_written"] = preparing.name
    if kind is ItemEventChoice.AMENDED and content and content != item.content:
        changes["content"] = content
    _check(
        item, kind, level=level, session=session, due=due, document=document, note=note, preparing=preparing
    )
    was = {name: getattr(item, name) for name in changes}
    for name, value in changes.items():
        setattr(item, name, value)
    if document is not None and kind is ItemEventChoice.DECIDED:
        changes["result"] = document
        item.result = document
    if changes:
        item.save(update_fields=list(changes))
    if kind is ItemEventChoice.AMENDED and partners is not None:
        _partners_set(item, partners)
    event = _event(
        item, kind, on=on, by=by, level=level, session=session, due=due, note=note, document=document,
        content=content if "content" in changes else "",
    )  # fmt: skip
    before = was | refresh(item)
    after = {name.removesuffix("_id"): _said(item, name) for name in before}
    told = {name.removesuffix("_id"): value for name, value in before.items()}
    record(
        actor=by, action=f"item.{kind.value}", row=item, before=told, after=after, reason=note,
        body=item.programme.body,
    )  # fmt: skip
    tasks.follow(item=item, event=event, by=by)
    return event


def _said(item: Item, name: str) -> object:
    value = getattr(item, name)
    return str(value) if isinstance(value, Body | Document) else value


def _check(
    item: Item,
    kind: ItemEventChoice,
    *,
    level: str,
    session: Session | None,
    due: date | None,
    document: Document | None,
    note: str,
    preparing: Body | None,
) -> None:
    """What one kind of act asks for besides a day and a reason."""
    match kind:
        case ItemEventChoice.APPROVED:
            if (preparing or item.preparing) is None:
                raise ValidationError({"preparing": "Mỗi nội dung có một cơ quan chuẩn bị. Chọn cơ quan."})
            if not (level or item.level):
                raise ValidationError({"level": "Chọn cấp quyết định."})
            if (due or item.due) is None:
                raise ValidationError(
                    {"due": "Nhập ngày trình hồ sơ: cơ quan chuẩn bị chịu trách nhiệm từ ngày này."}
                )
        case ItemEventChoice.MOVED:
            same_session = session is None or session.pk == item.session_id
            if same_session and (due is None or due == item.due):
                raise ValidationError({"due": "Chọn kỳ họp khác hoặc ngày trình hồ sơ khác."})
        case ItemEventChoice.LEVEL_MOVED:
            if not level or level == item.level:
                raise ValidationError(
                    {"level": f"Nội dung đang do {LevelChoice(item.level).label} quyết định. Chọn cấp khác."}
                    if item.level
                    else {"level": "Chọn cấp quyết định."}
                )
        case ItemEventChoice.DECIDED:
            if document is None and not note:
                raise ValidationError({"note": "Chọn văn bản kết quả, hoặc ghi kết luận tại kỳ họp."})
            if document is not None and document.standing != StandingChoice.ISSUED:
                raise ValidationError({"document": "Chọn một văn bản đã ban hành."})
