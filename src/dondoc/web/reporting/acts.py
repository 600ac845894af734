"""What people do with a report: send, confirm, return, take back, open again. One event, one audit entry.

Three sides act: the body that owes it (`Action.RECORD`), its head or whom the head named
(`Action.CONFIRM`, a delegation), and the office that asks for it (`Action.DECIDE` there). Nobody confirms
what they sent or typed themselves. Bulk acts go through the same function.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.db import transaction

from dondoc.assessment.reportcells import read_cell
from dondoc.assessment.reportlife import report_standing
from dondoc.records.plan import Scaled
from dondoc.records.report import LateBy, ReportEventKind, ReportStanding, ReportState
from dondoc.records.report import ReportEvent as Event
from dondoc.web.accounts.access import Access, Action
from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.locks import Turn, take_turn
from dondoc.web.obligations import services as obligations
from dondoc.web.obligations.models import ActKind
from dondoc.web.reporting.confirming import confirm_figures
from dondoc.web.reporting.delegations import delegation_of
from dondoc.web.reporting.drafts import draft_lines
from dondoc.web.reporting.models import (
    CellChange,
    EventChoice,
    Report,
    ReportEvent,
    SentFigure,
)
from dondoc.web.reporting.reportforms import lines_of, standing_event
from dondoc.web.sources.models import File

_S = ReportState
_E = EventChoice


class Side(StrEnum):
    """Who acts."""

    BODY = "body"
    HEAD = "head"
    OFFICE = "office"


@dataclass(frozen=True, slots=True)
class Act:
    """By whom, in which states; whether words must be said with it; whether a lock forbids it."""

    sides: frozenset[Side]
    states: frozenset[ReportState]
    reason: bool = False
    unlocked: bool = False


_BODY, _HEAD, _OFFICE = frozenset({Side.BODY}), frozenset({Side.HEAD}), frozenset({Side.OFFICE})
_DRAFT = frozenset({_S.OPEN, _S.RETURNED, _S.AMENDING})
# In the order in which a page offers them.
ACTS: Mapping[EventChoice, Act] = {
    _E.SUBMITTED: Act(_BODY, _DRAFT),
    _E.SIGNED: Act(_BODY, _DRAFT),
    _E.CONFIRMED: Act(_HEAD, frozenset({_S.SUBMITTED})),
    _E.CHECKED: Act(_OFFICE, frozenset({_S.SIGNED})),
    _E.RETURNED: Act(_HEAD | _OFFICE, frozenset({_S.SUBMITTED, _S.SIGNED, _S.CONFIRMED}), reason=True),
    _E.WITHDRAWN: Act(_BODY, frozenset({_S.SUBMITTED, _S.SIGNED})),
    _E.AMENDING: Act(_BODY, frozenset({_S.CONFIRMED}), reason=True, unlocked=True),
    _E.KEPT: Act(_BODY, frozenset({_S.AMENDING})),
    _E.REOPENED: Act(_OFFICE, frozenset({_S.CONFIRMED, _S.AMENDING}), reason=True),
    _E.CLOSED: Act(_OFFICE, frozenset({_S.CONFIRMED, _S.AMENDING}), reason=True),
    _E.NOTE: Act(_BODY | _HEAD | _OFFICE, frozenset(_S), reason=True),
}


def sides_of(report: Report, access: Access) -> frozenset[Side]:
    """The sides a person is on: one query at most."""
    sides = set()
    if access.can(Action.RECORD, report.body_id):
        sides.add(Side.BODY)
    if access.can(Action.CONFIRM, report.body_id) or delegation_of(access.user_id, report.body_id, access.on):
        sides.add(Side.HEAD)
    if access.can(Action.DECIDE, report.form.office_id):
        sides.add(Side.OFFICE)
    return frozenset(sides)


def acts_open(report: Report, access: Access, *, on: date) -> list[EventChoice]:
    """What this person may do with the report as it stands, in the order of the table."""
    sides = sides_of(report, access)
    locked = is_locked(report, on)
    open_now = []
    for kind, act in ACTS.items():
        if not (act.sides & sides and ReportState(report.state) in act.states):
            continue
        if (act.unlocked or kind in (_E.SUBMITTED, _E.SIGNED)) and locked and report.confirmed_on:
            continue
        if kind is _E.RETURNED and not _may_return(report, sides, locked=locked):
            continue
        if kind is _E.REOPENED and not locked:
            continue
        if kind is _E.CLOSED and (report.reopened_until is None or report.reopened_until < on):
            continue
        open_now.append(kind)
    return open_now


def _may_return(report: Report, sides: frozenset[Side], *, locked: bool) -> bool:
    """The head what was submitted; the office a signed paper, and what was confirmed and is not locked."""
    if report.state == ReportState.SUBMITTED:
        return Side.HEAD in sides
    return Side.OFFICE in sides and not (report.state == ReportState.CONFIRMED and locked)


def is_locked(report: Report, on: date) -> bool:
    """Whether what was confirmed cannot be changed on a day."""
    if report.locks_on is None or on < report.locks_on:
        return False
    return report.reopened_until is None or report.reopened_until < on


def events_of(report: Report, known: Iterable[ReportEvent] | None = None) -> list[Event]:
    """Its events as the core takes them; `known`: all of them, in order, where the caller has them."""
    rows = report.events.order_by("id") if known is None else known
    return [Event(ReportEventKind(row.kind), row.on, row.paper_day, row.until) for row in rows]


def stands(report: Report, *, as_of: date, known: Iterable[ReportEvent] | None = None) -> ReportStanding:
    """Where the report stood on a day."""
    return report_standing(
        events_of(report, known), due=report.due, as_of=as_of, late_by=LateBy(report.late_by),
        locks_on=report.locks_on,
    )  # fmt: skip


def refresh(report: Report, known: Iterable[ReportEvent] | None = None) -> None:
    """Set the columns that repeat the events."""
    events = events_of(report, known)
    now = report_standing(
        events, due=report.due, as_of=max((event.on for event in events), default=report.due),
        late_by=LateBy(report.late_by), locks_on=report.locks_on,
    )  # fmt: skip
    report.state, report.counted_on, report.confirmed_on = now.state.value, now.counted, now.confirmed
    report.reopened_until = now.reopened_until
    report.save(update_fields=["state", "counted_on", "confirmed_on", "reopened_until", "document", "due"])


@dataclass(frozen=True, slots=True)
class Paper:
    """A signed report, as the focal officer enters it."""

    symbol: str
    day: date
    file: File


@transaction.atomic
def act(
    *,
    report: Report,
    kind: EventChoice,
    on: date,
    by: User,
    access: Access,
    note: str = "",
    paper: Paper | None = None,
    until: date | None = None,
) -> ReportEvent:
    """Record one act of `ACTS`.

    Args:
        report: What it is done to.
        kind: The act.
        on: Today.
        by: Who does it …
        access: … and what they may do.
        note: Reason or words.
        paper: Of signed: the signed report.
        until: Of reopened: the last day it holds.

    Raises:
        ValidationError: By field: what is missing, wrong, or one's own. Of submitted and signed by the key of
            the cell.
        Conflict: The report does not stand so that this could be done by this person.
    """
    take_turn(Turn.REPORT, report.pk)
    report = Report.objects.select_related("form__office", "body", "obligation", "document").get(pk=report.pk)
    note = note.strip()
    if kind not in acts_open(report, access, on=on):
        raise Conflict(_why_not(report, kind, on))
    if ACTS[kind].reason and not note:
        raise ValidationError({"note": "Nhập lý do hoặc nội dung."})
    if report.obligation.waived_on is not None:
        raise Conflict("Báo cáo này đã được miễn. Bỏ miễn ở trang nghĩa vụ trước.")
    if kind is _E.REOPENED and (until is None or until < on):
        raise ValidationError({"until": "Chọn ngày cuối được sửa, từ hôm nay về sau."})
    if kind is _E.SIGNED and paper is None:
        raise ValidationError({"symbol": "Nhập số, ký hiệu, ngày và tệp của báo cáo đã ký."})
    if paper is not None and (paper.day > on or paper.day < report.period_start):
        raise ValidationError({"day": "Ngày ký phải từ đầu kỳ báo cáo đến hôm nay."})
    delegation = None
    events = list(report.events.order_by("id"))
    if kind in (_E.CONFIRMED, _E.CHECKED):
        _not_own(report, events, by)
        if not access.can(Action.CONFIRM, report.body_id):
            delegation = delegation_of(by.pk, report.body_id, on) if kind is _E.CONFIRMED else None
    before = {"state": report.get_state_display()}
    event = ReportEvent.objects.create(
        report=report, kind=kind, on=on, by=by, note=note, until=until, delegation=delegation,
        symbol=paper.symbol.strip() if paper else "", paper_day=paper.day if paper else None,
        file=paper.file if paper else None,
    )  # fmt: skip
    events.append(event)
    if kind in (_E.SUBMITTED, _E.SIGNED):
        _send(report, event, on)
    if kind is _E.KEPT:
        _as_confirmed(report, by)
    after: dict[str, object] = {}
    if kind in (_E.CONFIRMED, _E.CHECKED):
        counted = stands(report, as_of=on, known=events).counted or on
        figures = confirm_figures(report=report, events=events, counted=counted, by=by, on=on)
        after = {"figures": figures}
    refresh(report, events)
    after |= {"state": report.get_state_display()}
    after |= {"symbol": event.symbol} if event.symbol else {}
    after |= {"until": until} if until else {}
    record(
        actor=by, action=f"report.{kind.value}", row=report, before=before, after=after, reason=note,
        body=report.body,
    )  # fmt: skip
    return event


def _why_not(report: Report, kind: EventChoice, on: date) -> str:
    if kind is _E.AMENDING and report.state == ReportState.CONFIRMED and is_locked(report, on):
        assert report.locks_on is not None
        since, office = f"{report.locks_on:%d/%m/%Y}", report.form.office.name
        return f"Số liệu kỳ này đã khóa từ {since}. {office} mở lại thì mới sửa được."
    return (
        f"Báo cáo đang ở trạng thái “{report.get_state_display()}”, đồng chí không ghi được “{kind.label}”. "
        "Có thể người khác vừa cập nhật; tải lại trang để xem."
    )


def _not_own(report: Report, events: Iterable[ReportEvent], by: User) -> None:
    """Nobody confirms what they sent or typed."""
    sent = [event.by_id for event in events if event.kind in (_E.SUBMITTED, _E.SIGNED)]
    typed = report.cells.filter(by=by).exclude(text="").exists()
    if typed or (sent and sent[-1] == by.pk):
        raise ValidationError(
            "Đồng chí đã nhập số hoặc đã trình báo cáo này nên không tự xác nhận. Để người khác có quyền "
            "xác nhận."
        )


def _send(report: Report, event: ReportEvent, on: date) -> None:
    """Keep the figures exactly as they are sent."""
    if on < report.window_start:
        raise ValidationError(f"Kỳ báo cáo bắt đầu từ {report.window_start:%d/%m/%Y}, chưa có số để gửi.")
    if report.changes.filter(clash=True, settled_at=None).exists():
        raise ValidationError("Còn ô hai người nhập khác nhau. Chọn số đúng rồi trình.")
    texts = dict(report.cells.values_list("key", "text"))
    draft = draft_lines(lines_of(report), texts)
    wrong = {f"v{one.line.pk}": [one.problem] for one in draft if one.problem}
    if wrong:
        raise ValidationError(wrong)
    event.note = event.note or texts.get("text", "").strip()
    event.save(update_fields=["note"])
    figures = []
    for one in draft:
        if one.value.value is None and not one.value.none:
            continue  # an optional line left empty says nothing
        number = None if one.value.value is None else Scaled.of(one.value.value)
        figures.append(
            SentFigure(
                event=event, line=one.line, unit=one.line.unit, note=one.note,
                mantissa=number.mantissa if number else None, decimals=number.decimals if number else 0,
            )
        )  # fmt: skip
    SentFigure.objects.bulk_create(figures)


def _as_confirmed(report: Report, by: User) -> None:
    """The draft says again what was confirmed; what was typed for the correction stays among the changes."""
    report.state = ReportState.CONFIRMED.value  # where it goes: what stands is what was confirmed
    cells = {cell.key: cell for cell in report.cells.all()}
    for figure in SentFigure.objects.filter(event=standing_event(report)).select_related("line"):
        number = "–" if figure.value is None else f"{figure.value:f}".replace(".", ",")
        for key, text in ((f"v{figure.line_id}", number), (f"n{figure.line_id}", figure.note)):
            cell = cells.get(key)
            now = cell.text.strip() if cell else ""
            decimals = figure.line.decimals
            same = key[0] == "v" and read_cell(now, decimals=decimals) == read_cell(text, decimals=decimals)
            if cell is None or same or now == text:
                continue
            CellChange.objects.create(report=report, key=key, text=text, base=cell.revision, by=by)
            cell.text, cell.revision, cell.by = text, cell.revision + 1, by
            cell.save(update_fields=["text", "revision", "by", "at"])


@dataclass(slots=True)
class Done:
    """What became of a bulk act."""

    done: list[Report] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)  # Vietnamese, each with its report


def act_many(
    *, reports: Iterable[Report], kind: EventChoice, on: date, by: User, access: Access, note: str = ""
) -> Done:
    """The same act on many reports, each in a transaction of its own through `act`."""
    made = Done()
    for report in reports:
        try:
            act(report=report, kind=kind, on=on, by=by, access=access, note=note)
        except ValidationError as error:
            made.problems.append(f"{report}: {' '.join(error.messages)}")
        except Conflict as conflict:
            made.problems.append(f"{report}: {conflict}")
        else:
            made.done.append(report)
    return made


# --- the day it is due ----------------------------------------------------------------------------------


@transaction.atomic
def extend(*, report: Report, due: date, on: date, by: User, note: str) -> None:
    """Put the due day off. Granted after the report was late, it takes no late mark away.

    Raises:
        ValidationError: By field; the obligation's own rules hold too.
        Conflict: The obligation does not stand so.
    """
    take_turn(Turn.REPORT, report.pk)
    report = Report.objects.select_related("obligation", "form").get(pk=report.pk)
    late = stands(report, as_of=on).late
    obligations.act(obligation=report.obligation, kind=ActKind.EXTENDED, on=on, by=by, note=note, due=due)
    if not late:
        report.due = due
        refresh(report)
