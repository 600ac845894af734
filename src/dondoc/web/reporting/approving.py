"""Confirming reports, one or a hundred: the same statements, and each report looked at for itself."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from django.core.exceptions import ValidationError

from dondoc.web.accounts.access import Access, Action
from dondoc.web.accounts.models import User
from dondoc.web.audit.services import Told, record_all
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.inserting import rows_update
from dondoc.web.core.locks import Turn, take_turns
from dondoc.web.reporting.approvers import sender
from dondoc.web.reporting.confirming import Confirmation, confirm_figures
from dondoc.web.reporting.delegations import delegations_of
from dondoc.web.reporting.models import EventChoice, Report, ReportCell, ReportEvent
from dondoc.web.reporting.standing import REPEATED, acts_open, check, repeat, reports_at_hand, stands

_E = EventChoice
APPROVALS = frozenset({_E.CONFIRMED, _E.CHECKED})


def approve(
    keys: Collection[int], *, kind: EventChoice, on: date, by: User, access: Access, note: str
) -> list[tuple[Report, ReportEvent | ValidationError | Conflict]]:
    """Confirm or check some reports in the caller's transaction; of each what came of it, in order of keys.

    The same statements for one report and for a hundred. Each is looked at for itself: what may not be
    approved is told and left as it is. What is found to be wrong only while figures are entered is raised,
    and nothing is kept.
    """
    take_turns(Turn.REPORT, keys)
    reports = list(reports_at_hand().filter(pk__in=keys).order_by("pk"))
    events: dict[int, list[ReportEvent]] = {report.pk: [] for report in reports}
    for event in ReportEvent.objects.filter(report__in=reports).select_related("file").order_by("id"):
        events[event.report_id].append(event)
    typed = ReportCell.objects.filter(report__in=reports, by=by).exclude(text="").order_by()
    typed_in = set(typed.values_list("report_id", flat=True).distinct())
    heads = all(access.can(Action.CONFIRM, report.body_id) for report in reports)
    delegated = {} if heads else delegations_of(by.pk, on)
    came: dict[int, ReportEvent | ValidationError | Conflict] = {}
    before = {}
    for report in reports:
        try:
            check(report, kind, on, note, open_now=acts_open(report, access, on=on, delegated=delegated))
            not_own(events[report.pk], by, typed=report.pk in typed_in)
        except (ValidationError, Conflict) as problem:
            came[report.pk] = problem
            continue
        own = kind is _E.CONFIRMED and not access.can(Action.CONFIRM, report.body_id)
        came[report.pk] = ReportEvent(
            report=report, kind=kind, on=on, by=by, note=note,
            delegation=delegated.get(report.body_id) if own else None,
        )  # fmt: skip
        before[report.pk] = {"state": report.get_state_display()}
    made = [one for one in came.values() if isinstance(one, ReportEvent)]
    approved = [report for report in reports if report.pk in before]
    ReportEvent.objects.bulk_create(made)
    for event in made:
        events[event.report_id].append(event)
    confirmations = []
    for report in approved:
        counted = stands(report, as_of=on, known=events[report.pk]).counted or on
        confirmations.append(Confirmation(report, events[report.pk], counted))
    figures = confirm_figures(confirmations, by=by, on=on)
    entries = []
    for report, count in zip(approved, figures, strict=True):
        repeat(report, events[report.pk])
        after = {"figures": count, "state": report.get_state_display()}
        entries.append(
            Told(report.pk, str(report), after, before=before[report.pk], reason=note, body=report.body_id)
        )
    rows_update(
        Report, [{"id": one.pk} | {name: getattr(one, name) for name in REPEATED} for one in approved]
    )
    record_all(actor=by, action=f"report.{kind.value}", table=Report, rows=entries)
    return [(report, came[report.pk]) for report in reports]


def not_own(events: Iterable[ReportEvent], by: User, *, typed: bool) -> None:
    """Nobody confirms what they sent or typed."""
    if typed or sender(events) == by.pk:
        raise ValidationError(
            "Đồng chí đã nhập số hoặc đã trình báo cáo này nên không tự xác nhận. Để người khác có quyền "
            "xác nhận."
        )
