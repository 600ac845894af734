"""Reports by a calendar when bodies change: who exists when one is due sends it.

What a body that ends has not begun is waived, with the reorganisation as the reason, and who took over owes
its own. What it has begun or sent stays its own: its successor finishes it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import QuerySet

from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.obligations import services as obligations
from dondoc.web.obligations.models import ActKind, ObligationEvent
from dondoc.web.reorganisations.models import Reorganisation
from dondoc.web.reporting.generation import AHEAD_DAYS, reports_generate
from dondoc.web.reporting.models import Report, ReportForm, StateChoice


def not_begun(bodies: Iterable[int]) -> QuerySet[Report]:
    """What these bodies owe and in which nothing is written yet."""
    return Report.objects.filter(
        body__in=list(bodies),
        state=StateChoice.OPEN,
        obligation__fulfilled_on=None,
        obligation__waived_on=None,
        cells=None,
    )


def reports_waive(
    bodies: Iterable[int], note: str, *, by: User, on: date, due_from: date | None = None
) -> list[Report]:
    """Waive what these bodies have not begun (of what is due on a day or later); which reports those were."""
    found = not_begun(bodies).select_related("obligation__body", "form").order_by("pk")
    if due_from is not None:
        found = found.filter(due__gte=due_from)
    waived = list(found)
    for report in waived:
        _act(report, ActKind.WAIVED, max(on, report.period_start), by, note)
    return waived


def reports_follow(made: Reorganisation, *, by: User, today: date) -> None:
    """Waive what bodies that end have not begun, and let who took over owe the same forms' reports."""
    ended = made.parts.filter(ended=True).values_list("body_id", flat=True)
    note = f"Cơ quan kế thừa báo cáo ({made.paper})"[:300]
    waived = reports_waive(ended, note, by=by, on=made.on, due_from=made.on)
    forms = {report.form_id for report in waived}
    for form in ReportForm.objects.filter(pk__in=forms).select_related("office").order_by("pk"):
        reports_generate(form=form, upto=today + timedelta(days=AHEAD_DAYS), by=by, on=today)


def reports_back(made: Reorganisation, *, by: User, on: date, note: str) -> None:
    """What was waived by the reorganisation is owed again."""
    ended = list(made.parts.filter(ended=True).values_list("body_id", flat=True))
    said = f"Cơ quan kế thừa báo cáo ({made.paper})"[:300]
    for report in (
        Report.objects.filter(body__in=ended, obligation__waived_on__isnull=False)
        .filter(obligation__events__kind=ActKind.WAIVED, obligation__events__note=said)
        .select_related("obligation__body")
        .distinct()
        .order_by("pk")
    ):
        _act(report, ActKind.OWED_AGAIN, on, by, note)


def _act(report: Report, kind: ActKind, on: date, by: User, note: str) -> None:
    owed = report.obligation
    ObligationEvent.objects.create(obligation=owed, kind=kind, on=on, by=by, note=note)
    before = {"waived_on": owed.waived_on}
    obligations.refresh(owed)
    record(
        actor=by, action=f"obligation.{kind.value}", row=owed, before=before,
        after={"waived_on": owed.waived_on}, reason=note, body=owed.body,
    )  # fmt: skip
