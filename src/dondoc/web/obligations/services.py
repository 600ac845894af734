"""What people do with obligations. One transaction and one audit entry each.

Two sides act: the body that owes (`Action.RECORD`) says what it has done; the office that asks
(`Action.DECIDE`) generates, extends, waives, opens again, and may record for a body that wrote on paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from dondoc.assessment.obligations import standing
from dondoc.records.obligation import ObligationEvent as Event
from dondoc.records.obligation import ObligationEventKind, ObligationStanding
from dondoc.web.accounts.access import Access, Action
from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.bodies.models import Body, Succession
from dondoc.web.chains.models import Link, RelationChoice
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.locks import Turn, take_turn
from dondoc.web.obligations.models import ActKind, KindOfObligation, Obligation, ObligationEvent
from dondoc.web.sources.models import Document, StandingChoice

_ONCE = frozenset({KindOfObligation.PLAN, KindOfObligation.STUDY})  # owed once a body, whatever the day


@dataclass(frozen=True, slots=True)
class Act:
    """Who may do it, and where the obligation must stand."""

    sides: frozenset[Action]
    open: bool | None = True  # True: owed and not fulfilled; False: fulfilled; None: either
    waived: bool | None = False
    kinds: frozenset[KindOfObligation] = frozenset(KindOfObligation)
    reason: bool = False  # the note may not be empty


# What is owed by a calendar is sent, confirmed and put off on the report's own page, which tells it here.
BY_REPORT = frozenset({ActKind.FULFILLED, ActKind.EXTENDED, ActKind.REOPENED})
_BOTH = frozenset({Action.RECORD, Action.DECIDE})
_OFFICE = frozenset({Action.DECIDE})
ACTS: Mapping[ActKind, Act] = {
    ActKind.FULFILLED: Act(_BOTH, kinds=frozenset(KindOfObligation) - {KindOfObligation.STUDY}),
    ActKind.STUDIED: Act(_BOTH, open=None, kinds=frozenset({KindOfObligation.STUDY})),
    ActKind.EXTENDED: Act(_OFFICE, reason=True),
    ActKind.WAIVED: Act(_OFFICE, reason=True),
    ActKind.OWED_AGAIN: Act(_OFFICE, open=None, waived=True, reason=True),
    ActKind.REOPENED: Act(_OFFICE, open=False, waived=None, reason=True),
    ActKind.REMINDED: Act(frozenset()),  # by a letter (`followup.letters`), from no page
    ActKind.NOTE: Act(_BOTH, open=None, waived=None, reason=True),
}


def acts_open(obligation: Obligation, access: Access) -> list[ActKind]:
    """What this person may do with the obligation as it stands, in the order of the table."""
    may = {
        side
        for side, body in ((Action.RECORD, obligation.body_id), (Action.DECIDE, obligation.office_id))
        if access.can(side, body)
    }
    return [
        kind
        for kind, act in ACTS.items()
        if act.sides & may
        and fits(obligation, act)
        and not (kind == ActKind.EXTENDED and obligation.extensions >= settings.TASK_EXTENSIONS)
        and not (obligation.calendar and kind in BY_REPORT)
    ]


def fits(obligation: Obligation, act: Act) -> bool:
    return (
        obligation.kind in act.kinds
        and act.open in (None, obligation.fulfilled_on is None)
        and act.waived in (None, obligation.waived_on is not None)
    )


# --- generating -----------------------------------------------------------------------------------------


@dataclass(slots=True)
class Generated:
    """What became of generating: new obligations, and those that were there and were left as they are."""

    made: list[Obligation]
    known: list[Obligation]


def key_of(kind: str, document: Document, body: Body, due: date | None) -> str:
    """Under which an obligation is known: a plan once a body; of reviews one for each day."""
    key = f"{kind}:{document.pk}:{body.pk}"
    return key if kind in _ONCE else f"{key}:{due.isoformat() if due else ''}"


def key_for(obligation: Obligation, body: Body) -> str:
    """The key under which the same is owed by another body: a successor's, when bodies are merged."""
    kind, document, _body, *rest = obligation.key.split(":")
    return ":".join([kind, document, str(body.pk), *rest])


@transaction.atomic
def obligations_generate(
    *,
    document: Document,
    kind: KindOfObligation,
    bodies: Iterable[Body],
    due: date | None,
    basis: str,
    by: User,
    until: date | None = None,
) -> Generated:
    """Each of the bodies owes what the document asks for; done again it changes nothing that is there.

    A plan that carries the document out already, by link, fulfils it at once.

    Args:
        document: Issued: nothing else creates an obligation.
        kind: What is owed.
        bodies: Who owes it.
        due: The last day in time; None where the document names none.
        basis: The words of the document that say so.
        by: Who decides, for the body that keeps the document.
        until: Of interim reviews that are held every year: the last day of the last one.

    Raises:
        ValidationError: By field: not issued, nobody named, a day before the document's.
    """
    take_turn(Turn.DOCUMENT, document.pk)
    chosen = list(dict.fromkeys(bodies))
    if document.standing != StandingChoice.ISSUED:
        raise ValidationError(
            "Chỉ văn bản đã ban hành mới tạo nghĩa vụ. Văn bản này đang là "
            f"“{document.get_standing_display()}”."
        )
    if not chosen:
        raise ValidationError({"bodies": "Chọn ít nhất một cơ quan."})
    if due is not None and document.date is not None and due < document.date:
        raise ValidationError(
            {"due": f"Văn bản ban hành ngày {document.date:%d/%m/%Y}, chọn thời hạn từ đó về sau."}
        )
    days = _yearly(kind, due, until)
    keys = {key_of(kind, document, body, day): (body, day) for body in chosen for day in days}
    done = Generated([], list(Obligation.objects.filter(key__in=list(keys)).select_related("body")))
    for known in done.known:
        del keys[known.key]
    for key, (body, day) in keys.items():
        obligation = Obligation.objects.create(
            kind=kind,
            document=document,
            body=body,
            office=document.owner,
            basis=basis.strip(),
            key=key,
            created_by=by,
        )
        given = document.date or timezone.localdate()
        ObligationEvent.objects.create(obligation=obligation, kind=ActKind.OWED, on=given, due=day, by=by)
        refresh(obligation)
        done.made.append(obligation)
    if kind == KindOfObligation.PLAN:
        _settle_by_links(document, by)
    if done.made:
        names = list(dict.fromkeys(obligation.body.name for obligation in done.made))
        after = {"kind": kind.value, "bodies": names, "due": due, "until": until}
        record(
            actor=by, action="obligation.generate", row=document, before={}, after=after, reason=basis,
            body=document.owner,
        )  # fmt: skip
    return done


_MOST_YEARS = 20


def _yearly(kind: KindOfObligation, due: date | None, until: date | None) -> list[date | None]:
    """The days by which it is owed: one, of a review every year as many as there are to the last day."""
    if until is None:
        return [due]
    if kind != KindOfObligation.INTERIM_REVIEW:
        raise ValidationError({"until": "Chỉ sơ kết mới làm hằng năm. Bỏ trống ô này."})
    if due is None:
        raise ValidationError({"due": "Nhập thời hạn của lần sơ kết đầu tiên."})
    if not due <= until <= _after(due, _MOST_YEARS):
        raise ValidationError({"until": f"Chọn ngày từ thời hạn trên đến không quá {_MOST_YEARS} năm sau."})
    days = (_after(due, years) for years in range(_MOST_YEARS + 1))
    return [day for day in days if day <= until]


def _after(day: date, years: int) -> date:
    """The same day so many years on; of 29/2 the 28th where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


# --- what happens to one --------------------------------------------------------------------------------


def events_of(obligation: Obligation) -> list[Event]:
    """Its events as the core takes them."""
    return _events(obligation.events.order_by("id"))


def _events(rows: Iterable[ObligationEvent]) -> list[Event]:
    return [
        Event(
            ObligationEventKind(row.kind),
            row.on,
            recorded=timezone.localdate(row.at),
            due=row.due,
            attended=row.attended,
            to_attend=row.to_attend,
            completes=row.completes,
        )
        for row in rows
    ]


def stands(obligation: Obligation, *, as_of: date, known_by: date | None = None) -> ObligationStanding:
    """Where it stood on a day; with `known_by`, by what had been entered then."""
    return standing(events_of(obligation), as_of=as_of, known_by=known_by)


# The columns that repeat the events.
REPEATED = (
    "due", "first_due", "owed_from", "fulfilled_on", "extensions", "attended", "to_attend",
    "fulfilled_by_id", "waived_on",
)  # fmt: skip


def refresh(obligation: Obligation) -> None:
    """Set the columns that repeat the events."""
    repeat(obligation, list(obligation.events.order_by("id")))
    obligation.save()


def repeat(obligation: Obligation, entered: Sequence[ObligationEvent]) -> None:
    """Have its columns say what its events do; `entered`: all of them, in the order of entry."""
    now = standing(_events(entered), as_of=max(event.on for event in entered))
    events = sorted(entered, key=lambda event: event.on)
    obligation.due, obligation.first_due, obligation.owed_from = now.due, now.first_due, now.owed_from
    obligation.fulfilled_on, obligation.extensions = now.fulfilled, now.extensions
    obligation.attended, obligation.to_attend = now.attended, now.to_attend
    papers = [e.paper_id for e in events if e.paper_id and e.on == now.fulfilled]
    obligation.fulfilled_by_id = papers[-1] if now.fulfilled is not None and papers else None
    waivers = [e.on for e in events if e.kind == ActKind.WAIVED]
    obligation.waived_on = waivers[-1] if now.waived else None


def _current(obligation: Obligation) -> Obligation:
    """As it is now, with nobody else changing it meanwhile."""
    take_turn(Turn.DOCUMENT, obligation.document_id or 0)
    return Obligation.objects.select_related("body").get(pk=obligation.pk)


@transaction.atomic
def act(
    *,
    obligation: Obligation,
    kind: ActKind,
    on: date,
    by: User | None,
    note: str = "",
    due: date | None = None,
    paper: Document | None = None,
    attended: int | None = None,
    to_attend: int | None = None,
    completes: bool = False,
) -> ObligationEvent:
    """Record one act of `ACTS`.

    Args:
        obligation: What it is done to.
        kind: The act.
        on: The day it was done: of fulfilled the day of the paper, of studied the day of the session.
        by: Who records it; whether they may is the caller's to check (`acts_open`).
        note: Reason or words; of a paper that is not in the register its symbol and day.
        due: Of extended: the new day.
        paper: Of fulfilled and studied: the document that is or says it.
        attended: Of studied: how many took part …
        to_attend: … of how many.
        completes: Of studied: nobody is left.

    Raises:
        ValidationError: By field: what is missing or cannot be.
        Conflict: The obligation does not stand so that this could be done.
    """
    obligation = _current(obligation)
    allowed, note = ACTS[kind], note.strip()
    if not fits(obligation, allowed):
        raise no_longer(kind)
    check(obligation, kind, on=on, note=note, due=due, paper=paper, attended=attended, to_attend=to_attend)
    event = ObligationEvent.objects.create(
        obligation=obligation,
        kind=kind,
        on=on,
        by=by,
        note=note,
        due=due,
        paper=paper,
        attended=attended,
        to_attend=to_attend,
        completes=completes,
    )
    before = columns_of(obligation)
    refresh(obligation)
    was, is_now = differing(before, columns_of(obligation))
    record(
        actor=by,
        action=f"obligation.{kind.value}",
        row=obligation,
        before=was,
        after=is_now,
        reason=note,
        body=obligation.body,
    )
    return event


def no_longer(kind: ActKind) -> Conflict:
    return Conflict(
        f"Nghĩa vụ này không còn ở trạng thái ghi được “{kind.label}”. "
        "Có thể người khác vừa cập nhật; tải lại trang để xem."
    )


def differing(
    before: dict[str, object], after: dict[str, object]
) -> tuple[dict[str, object], dict[str, object]]:
    """What of them differs."""
    changed = {name for name in after if after[name] != before[name]}
    return {name: before[name] for name in changed}, {name: after[name] for name in changed}


def columns_of(obligation: Obligation) -> dict[str, object]:
    names = ("due", "fulfilled_on", "waived_on", "attended", "to_attend")
    told: dict[str, object] = {name: getattr(obligation, name) for name in names}
    return told | {"fulfilled_by": obligation.fulfilled_by_id}


def check(
    obligation: Obligation,
    kind: ActKind,
    *,
    on: date,
    note: str,
    due: date | None,
    paper: Document | None,
    attended: int | None,
    to_attend: int | None,
) -> None:
    if ACTS[kind].reason and not note:
        raise ValidationError({"note": "Nhập lý do hoặc căn cứ."})
    if obligation.owed_from is not None and on < obligation.owed_from:
        raise ValidationError(
            {"on": f"Nghĩa vụ có từ {obligation.owed_from:%d/%m/%Y}, chọn ngày từ đó về sau."}
        )
    if kind in (ActKind.FULFILLED, ActKind.STUDIED) and paper is None and not note:
        raise ValidationError({"paper": "Chọn văn bản, hoặc ghi số, ký hiệu, ngày của giấy tờ làm căn cứ."})
    if kind == ActKind.FULFILLED and paper is not None and paper.standing != StandingChoice.ISSUED:
        raise ValidationError({"paper": "Văn bản này chưa ban hành nên chưa tính là đã thực hiện."})
    if kind == ActKind.EXTENDED:
        if due is None or (obligation.due is not None and due <= obligation.due):
            raise ValidationError({"due": "Chọn ngày sau thời hạn hiện nay."})
        if obligation.extensions >= settings.TASK_EXTENSIONS:
            said = f"Đã gia hạn {obligation.extensions} lần, bằng số lần cho phép."
            raise ValidationError({"due": said})
    if kind == ActKind.STUDIED:
        if attended is None or to_attend is None or to_attend == 0:
            raise ValidationError({"attended": "Nhập số người dự học và số người phải học."})
        if attended > to_attend:
            raise ValidationError(
                {"attended": f"Số người dự ({attended}) nhiều hơn số phải học ({to_attend}). Kiểm tra lại."}
            )


# --- plans by the chain ---------------------------------------------------------------------------------


@transaction.atomic
def plan_linked(*, link: Link, by: User) -> None:
    """A document was linked as carrying out another one: its issuer no longer owes the plan."""
    if link.relation == RelationChoice.CARRIES_OUT:
        take_turn(Turn.DOCUMENT, link.parent_id)
        _settle_by_links(link.parent, by)


@transaction.atomic
def plan_unlinked(*, link: Link, by: User) -> None:
    """That link was taken back: what it fulfilled is owed again, or fulfilled by another plan of the body."""
    take_turn(Turn.DOCUMENT, link.parent_id)
    fulfilled = Obligation.objects.filter(
        document=link.parent_id, kind=KindOfObligation.PLAN, fulfilled_by=link.child_id
    )
    for obligation in fulfilled:
        note = f"Bỏ gắn {link.child.symbol or link.child.title}."
        # of the day the plan was dated: on no day is the obligation fulfilled by it any more
        on = obligation.fulfilled_on or timezone.localdate()
        act(obligation=obligation, kind=ActKind.REOPENED, on=on, by=by, note=note)
    _settle_by_links(link.parent, by)


def _settle_by_links(document: Document, by: User) -> None:
    """Plans owed for a document are fulfilled by issued documents linked as carrying it out, the earliest."""
    owed = list(
        Obligation.objects.filter(
            document=document, kind=KindOfObligation.PLAN, fulfilled_on=None, waived_on=None
        )
    )
    if not owed:
        return
    links = Link.objects.filter(
        parent=document,
        relation=RelationChoice.CARRIES_OUT,
        withdrawn_at=None,
        declined=False,
        child__standing=StandingChoice.ISSUED,
        child__date__isnull=False,
        child__issuer__isnull=False,
    ).select_related("child")
    plans: dict[int, Document] = {}
    for link in links.order_by("-child__date", "-child_id"):
        plans[link.child.issuer_id or 0] = link.child
    after = Succession.objects.filter(predecessor__in=[o.body_id for o in owed])
    heirs: dict[int, list[int]] = {}
    for before, heir in after.values_list("predecessor_id", "successor_id"):
        heirs.setdefault(before, []).append(heir)
    for obligation in owed:
        for issuer in (obligation.body_id, *heirs.get(obligation.body_id, ())):
            plan = plans.get(issuer)
            if plan is None or plan.date is None:
                continue
            if obligation.owed_from is not None and plan.date < obligation.owed_from:
                continue
            act(obligation=obligation, kind=ActKind.FULFILLED, on=plan.date, by=by, paper=plan)
            break
