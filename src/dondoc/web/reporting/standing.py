"""How a report stands, and what each side may do with it then."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from dondoc.assessment.reportlife import report_standing
from dondoc.records.report import LateBy, ReportEventKind, ReportStanding, ReportState
from dondoc.records.report import ReportEvent as Event
from dondoc.web.accounts.access import Access, Action
from dondoc.web.core.conflicts import Conflict
from dondoc.web.reporting.delegations import delegation_of
from dondoc.web.reporting.models import EventChoice, Report, ReportEvent

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


def sides_of(report: Report, access: Access, delegated: Collection[int] | None = None) -> frozenset[Side]:
    """The sides a person is on: one query, none where it is told for which bodies they confirm by leave."""
    sides = set()
    if access.can(Action.RECORD, report.body_id):
        sides.add(Side.BODY)
    if access.can(Action.CONFIRM, report.body_id) or (
        delegation_of(access.user_id, report.body_id, access.on)
        if delegated is None
        else report.body_id in delegated
    ):
        sides.add(Side.HEAD)
    if access.can(Action.DECIDE, report.form.office_id):
        sides.add(Side.OFFICE)
    return frozenset(sides)


def acts_open(
    report: Report, access: Access, *, on: date, delegated: Collection[int] | None = None
) -> list[EventChoice]:
    """What this person may do with the report as it stands, in the order of the table."""
    sides = sides_of(report, access, delegated)
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


REPEATED = ("state", "counted_on", "confirmed_on", "reopened_until", "document_id", "due")


def refresh(report: Report, known: Iterable[ReportEvent] | None = None) -> None:
    """Set the columns that repeat the events."""
    repeat(report, known)
    report.save(update_fields=["state", "counted_on", "confirmed_on", "reopened_until", "document", "due"])


def repeat(report: Report, known: Iterable[ReportEvent] | None = None) -> None:
    events = events_of(report, known)
    now = report_standing(
        events, due=report.due, as_of=max((event.on for event in events), default=report.due),
        late_by=LateBy(report.late_by), locks_on=report.locks_on,
    )  # fmt: skip
    report.state, report.counted_on, report.confirmed_on = now.state.value, now.counted, now.confirmed
    report.reopened_until = now.reopened_until


def reports_at_hand() -> QuerySet[Report]:
    return Report.objects.select_related("form__office", "body", "obligation", "document")


def check(
    report: Report, kind: EventChoice, on: date, note: str, *, open_now: Collection[EventChoice]
) -> None:
    """That it can be done to the report as it stands, by this person."""
    if kind not in open_now:
        raise Conflict(why_not(report, kind, on))
    if ACTS[kind].reason and not note:
        raise ValidationError({"note": "Nhập lý do hoặc nội dung."})
    if report.obligation.waived_on is not None:
        raise Conflict("Báo cáo này đã được miễn. Bỏ miễn ở trang nghĩa vụ trước.")


def why_not(report: Report, kind: EventChoice, on: date) -> str:
    if kind is _E.AMENDING and report.state == ReportState.CONFIRMED and is_locked(report, on):
        assert report.locks_on is not None
        since, office = f"{report.locks_on:%d/%m/%Y}", report.form.office.name
        return f"Số liệu kỳ này đã khóa từ {since}. {office} mở lại thì mới sửa được."
    return (
        f"Báo cáo đang ở trạng thái “{report.get_state_display()}”, đồng chí không ghi được “{kind.label}”. "
        "Có thể người khác vừa cập nhật; tải lại trang để xem."
    )
