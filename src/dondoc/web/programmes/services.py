"""What an office does with a work programme: opens, closes registration, approves, issues; sessions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from dondoc.assessment.workprogramme import programme_state
from dondoc.records.plan import Period
from dondoc.records.workprogramme import ProgrammeEventKind
from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.bodies.models import Body
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.locks import Turn, take_turn
from dondoc.web.programmes import life, tasks
from dondoc.web.programmes.models import (
    ItemEvent,
    ItemEventChoice,
    ItemStateChoice,
    Programme,
    ProgrammeEvent,
    ProgrammeEventChoice,
    ProgrammeStateChoice,
    Session,
    SpanChoice,
)
from dondoc.web.sources.models import Document, StandingChoice

_P, _K = ProgrammeStateChoice, ProgrammeEventChoice
# What may be done from which state. An issued programme is changed by its matters' events only.
ACTS: Mapping[ProgrammeEventChoice, frozenset[ProgrammeStateChoice]] = {
    _K.CLOSED: frozenset({_P.DRAFT}),
    _K.APPROVED: frozenset({_P.DRAFT, _P.REGISTERED}),
    _K.ISSUED: frozenset({_P.APPROVED}),
    _K.REOPENED: frozenset({_P.REGISTERED, _P.APPROVED}),
}


def acts_open(programme: Programme) -> list[ProgrammeEventChoice]:
    """What can be done with the programme as it stands."""
    return [kind for kind, states in ACTS.items() if programme.state in states]


def span_of(period: Period) -> SpanChoice:
    """Which kind of programme is for a period.

    Raises:
        ValidationError: It is no year, quarter, month or week (Monday to Sunday).
    """
    text = str(period)
    if len(text) == 4:
        return SpanChoice.YEAR
    if "-Q" in text:
        return SpanChoice.QUARTER
    if len(text) == 7 and "H" not in text:
        return SpanChoice.MONTH
    if (period.end - period.start).days == 6 and period.start.weekday() == 0:
        return SpanChoice.WEEK
    raise ValidationError(
        {"period": "Nhập một năm (2026), quý (2026-Q4), tháng (2026-11) hoặc một ngày của tuần."}
    )


@transaction.atomic
def programme_add(
    *,
    body: Body,
    period: Period,
    by: User,
    on: date,
    takes_registrations: bool = True,
) -> Programme:
    """Open a body's programme for a period; it stands below the body's wider one where there is one.

    Raises:
        ValidationError: By field; the body has one for this period.
    """
    span = span_of(period)
    wider = Programme.objects.filter(
        body=body, period_start__lte=period.start, period_end__gte=period.end
    ).exclude(period=str(period))
    above = min(wider, key=lambda one: (one.period_end - one.period_start, one.pk), default=None)
    if Programme.objects.filter(body=body, period=str(period)).exists():
        raise ValidationError({"period": "Cơ quan này đã có chương trình công tác của kỳ này."})
    try:
        with transaction.atomic():
            programme = Programme.objects.create(
                body=body,
                span=span,
                period=str(period),
                period_start=period.start,
                period_end=period.end,
                above=above,
                takes_registrations=takes_registrations,
                created_by=by,
            )
    except IntegrityError as error:
        raise ValidationError({"period": "Cơ quan này đã có chương trình công tác của kỳ này."}) from error
    ProgrammeEvent.objects.create(programme=programme, kind=_K.OPENED, on=on, by=by)
    after = {"body": body.name, "period": programme.period}
    record(actor=by, action="programme.opened", row=programme, before={}, after=after, body=body)
    return programme


@transaction.atomic
def programme_act(
    *,
    programme: Programme,
    kind: ProgrammeEventChoice,
    on: date,
    by: User,
    note: str = "",
    document: Document | None = None,
) -> ProgrammeEvent:
    """Close registration, approve, issue or reopen. Issued, every matter in it is owed by its preparing body.

    Raises:
        ValidationError: Matters wait for a decision; the document is missing, no issued one, or taken.
        Conflict: The programme does not stand so that this could be done.
    """
    take_turn(Turn.PROGRAMME, programme.pk)
    programme = Programme.objects.select_related("body", "document").get(pk=programme.pk)
    if programme.state not in ACTS[kind]:
        raise Conflict(
            f"Chương trình đang ở trạng thái “{programme.get_state_display()}” nên không ghi được "
            f"“{kind.label}”. Có thể người khác vừa cập nhật; tải lại trang để xem."
        )
    note = note.strip()
    if on < (last := last_day(programme)):
        raise ValidationError({"on": f"Việc trước đó ghi ngày {last:%d/%m/%Y}, chọn ngày từ đó về sau."})
    if kind is _K.REOPENED and not note:
        raise ValidationError({"note": "Nhập lý do mở lại."})
    if kind is _K.APPROVED:
        waiting = programme.items.filter(state=ItemStateChoice.REGISTERED).count()
        if waiting:
            raise ValidationError(
                f"Còn {waiting} nội dung chờ duyệt. Đưa vào hoặc không đưa vào từng nội dung rồi duyệt."
            )
        if not programme.items.filter(state__in=_IN_PROGRAMME).exists() and programme.above_id is None:
            raise ValidationError("Chương trình chưa có nội dung nào được đưa vào.")
    if kind is _K.ISSUED:
        check_issued(document)
    before = {"state": programme.state}
    event = add_event(programme, kind, on=on, by=by, note=note, document=document)
    after = {"state": programme.state} | ({"document": str(document)} if document else {})
    record(
        actor=by, action=f"programme.{kind.value}", row=programme, before=before, after=after, reason=note,
        body=programme.body,
    )  # fmt: skip
    if kind is _K.ISSUED:
        tasks.owe_all(programme=programme, by=by, on=on)
    return event


_IN_PROGRAMME = (ItemStateChoice.PLANNED, ItemStateChoice.HANDED_IN, ItemStateChoice.DECIDED)


def check_issued(document: Document | None) -> None:
    """A programme binds by its issued document; ValidationError for any other."""
    if document is None:
        raise ValidationError(
            {"document": "Chọn văn bản ban hành chương trình: chỉ văn bản đã ban hành mới tạo nghĩa vụ."}
        )
    if document.standing != StandingChoice.ISSUED:
        raise ValidationError({"document": "Văn bản này chưa ban hành. Chọn một văn bản đã ban hành."})


def last_day(programme: Programme) -> date:
    """The day of the latest event."""
    return max(programme.events.values_list("on", flat=True))


def add_event(
    programme: Programme,
    kind: ProgrammeEventChoice,
    *,
    on: date,
    by: User,
    note: str = "",
    document: Document | None = None,
) -> ProgrammeEvent:
    """The event and the columns that repeat it; in the caller's transaction, which has its turn."""
    event = ProgrammeEvent.objects.create(
        programme=programme, kind=kind, on=on, by=by, note=note, document=document
    )
    events = [(ProgrammeEventKind(e.kind), e.on) for e in programme.events.order_by("id")]
    programme.state = programme_state(events, as_of=max(day for _, day in events)).value
    programme.document = document or programme.document
    programme.save(update_fields=["state", "document"])
    return event


# --- sessions -------------------------------------------------------------------------------------------


@transaction.atomic
def session_add(*, body: Body, name: str, day: date | None, by: User) -> Session:
    """Plan a meeting, or the one there is by that name and day.

    Raises:
        ValidationError: By field.
    """
    name = " ".join(name.split())[:200]
    if not name:
        raise ValidationError({"name": "Nhập tên kỳ họp, ví dụ “Hội nghị Ban Thường vụ lần thứ 27”."})
    known = Session.objects.filter(body=body, name=name, day=day).first()
    if known is not None:
        return known
    session = Session.objects.create(body=body, name=name, day=day, created_by=by)
    record(
        actor=by, action="session.add", row=session, before={}, after={"name": name, "day": day}, body=body
    )
    return session


@transaction.atomic
def session_move(*, session: Session, day: date, by: User, on: date, note: str = "") -> Session:
    """Fix the day of a meeting, or another day; every matter that waits for it says so in its history.

    Raises:
        ValidationError: The day is the same; a meeting of that name is on that day; no reason is given.
    """
    programmes = set(session.items.values_list("programme_id", flat=True))
    for pk in sorted(programmes):
        take_turn(Turn.PROGRAMME, pk)
    session = Session.objects.select_for_update().get(pk=session.pk)
    before, note = session.day, note.strip()
    if before == day:
        raise ValidationError({"day": "Ngày họp không đổi."})
    if before is not None and not note:
        raise ValidationError({"note": "Nhập lý do đổi ngày họp."})
    if Session.objects.filter(body=session.body_id, name=session.name, day=day).exists():
        raise ValidationError({"day": "Đã có kỳ họp với tên này trong ngày đó."})
    session.day = day
    session.save(update_fields=["day"])
    was = f"từ {before:%d/%m/%Y} sang" if before else "được ấn định"
    words = f"Ngày họp {was} {day:%d/%m/%Y}. {note}".strip()
    waiting = session.items.filter(state__in=[s for s in ItemStateChoice if s not in _GONE])
    for item in waiting.select_related("programme", "task").order_by("task__document_id", "pk"):
        event = ItemEvent.objects.create(
            item=item,
            kind=ItemEventChoice.SESSION_MOVED,
            on=on,
            by=by,
            session=session,
            meets=day,
            note=words,
        )
        life.refresh(item)
        if item.task is not None:
            tasks.follow(item=item, event=event, by=by)
    record(
        actor=by, action="session.move", row=session, before={"day": before}, after={"day": day}, reason=note,
        body=session.body,
    )  # fmt: skip
    return session


_GONE = (ItemStateChoice.REFUSED, ItemStateChoice.DROPPED, ItemStateChoice.DECIDED)
