"""Where a report stands on a day, and whether it is late, from its events. docs/algorithms/report-life.md."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from dondoc.assessment.deadlines import days_late
from dondoc.records.report import LateBy, ReportEvent, ReportStanding, ReportState
from dondoc.records.report import ReportEventKind as Kind

_SENT = frozenset({Kind.SUBMITTED, Kind.SIGNED})
_CONFIRMED = frozenset({Kind.CONFIRMED, Kind.CHECKED})
_STATE = {
    Kind.SUBMITTED: ReportState.SUBMITTED,
    Kind.SIGNED: ReportState.SIGNED,
    Kind.RETURNED: ReportState.RETURNED,
    Kind.CONFIRMED: ReportState.CONFIRMED,
    Kind.CHECKED: ReportState.CONFIRMED,
    Kind.AMENDING: ReportState.AMENDING,
    Kind.KEPT: ReportState.CONFIRMED,
}


def report_standing(
    events: Iterable[ReportEvent],
    *,
    due: date,
    as_of: date,
    late_by: LateBy = LateBy.SUBMITTED,
    locks_on: date | None = None,
) -> ReportStanding:
    """What the events make of a report on a day.

    It is held against its due day by the first submission that the body did not take back itself (or, by the
    other rule, by the first confirmation); of a signed paper its own day counts, where that is earlier than
    the entry. What was returned or amended later was sent in time all the same; what the body took back was
    not sent.

    Args:
        events: In the order they were entered.
        due: The last day in time, as it holds; an extension granted after it had passed moves no due day,
            which is the caller's to see to.
        as_of: The day asked about, included.
        late_by: The calendar's rule.
        locks_on: The first day on which it is locked; None: never.
    """
    state = ReportState.OPEN
    sent: date | None = None  # the submission that holds
    waiting: date | None = None  # … and the one on the table, which the body may still take back
    confirmed: date | None = None
    confirmed_by_paper: date | None = None
    until: date | None = None
    for event in events:
        if event.on > as_of:
            continue
        state = _next(state, event.kind, confirmed=confirmed is not None)
        if event.kind in _SENT:
            day = event.on if event.paper_day is None else min(event.on, event.paper_day)
            waiting = day
            confirmed_by_paper = day if event.kind is Kind.SIGNED else None
        elif event.kind is Kind.WITHDRAWN:
            waiting = None
        elif event.kind is Kind.RETURNED or event.kind in _CONFIRMED:
            sent, waiting = sent or waiting, None
            if event.kind in _CONFIRMED and confirmed is None:
                confirmed = confirmed_by_paper or event.on
        elif event.kind is Kind.REOPENED:
            until = event.until
        elif event.kind is Kind.CLOSED:
            until = None
    counted = confirmed if late_by is LateBy.CONFIRMED else sent or waiting
    reopened = until if until is not None and until >= as_of else None
    late = days_late(due=due, done=counted, as_of=as_of)
    return ReportStanding(
        state=state,
        counted=counted,
        confirmed=confirmed,
        late=late > 0,
        days_late=late,
        locked=locks_on is not None and as_of >= locks_on and reopened is None,
        reopened_until=reopened,
    )


def _next(state: ReportState, kind: Kind, *, confirmed: bool) -> ReportState:
    """A withdrawal leads back to where the draft was; a return of an amendment to the amendment."""
    if kind is Kind.WITHDRAWN or (kind is Kind.RETURNED and confirmed):
        return ReportState.AMENDING if confirmed else ReportState.OPEN
    return _STATE.get(kind, state)
