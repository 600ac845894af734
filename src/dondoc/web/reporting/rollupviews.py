"""The page of reports added up the tree, and its table as a file."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from dondoc.web.core import lists
from dondoc.web.core.http import UserRequest
from dondoc.web.reporting import selectors
from dondoc.web.reporting.consolidation import RollUp, roll_up
from dondoc.web.reporting.models import KindChoice, ReportForm
from dondoc.writing.rows import Cell


def _asked(request: UserRequest, form: int, kind: str, period: str) -> tuple[ReportForm, RollUp]:
    found = selectors.form_seen(request.access, form)
    if kind not in KindChoice.values:
        raise Http404
    parent = lists.number(request.GET, "body")
    made = roll_up(request.access, form=found, kind=kind, period=period.replace("_", "/"), parent=parent)
    if made is None:
        raise Http404
    return found, made


@require_GET
def report_roll_up(request: UserRequest, form: int, kind: str, period: str) -> HttpResponse:
    """What was reported above beside what those below come to; who is missing."""
    found, made = _asked(request, form, kind, period)
    context = {
        "form": found,
        "kind": kind,
        "period": period.replace("_", "/"),
        "address": period,
        "made": made,
        "differing": sum(row.differs for row in made.rows),
        "today": lists.today(),
    }
    return render(request, "reporting/report_roll_up.html", context)


@require_GET
def report_roll_up_export(request: UserRequest, form: int, kind: str, period: str, file: str) -> HttpResponse:
    """Bodies × lines with the sums below, as a file."""
    found, made = _asked(request, form, kind, period)

    def rows() -> Iterator[list[Cell]]:
        for part in made.parts:
            yield [part.report.body.name, part.report.get_state_display(), *part.figures]
        yield [_("Tổng hợp từ các đơn vị"), "", *(row.summed for row in made.rows)]
        yield [made.parent.name, "", *(row.reported for row in made.rows)]
        yield [_("Chênh lệch"), "", *(row.difference for row in made.rows)]

    headers = [_("Cơ quan"), _("Trạng thái")]
    headers += [f"{line.indicator.name} ({line.indicator.unit})" for line in made.lines]
    return lists.as_file(file, f"{_('Tổng hợp')} {found.code} {period}", headers, rows())
