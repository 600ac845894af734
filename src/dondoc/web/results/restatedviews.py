"""A body's figures from before its mergers, restated for what it is now."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from dondoc.assessment.restating import MARK
from dondoc.web.bodies import selectors as bodies
from dondoc.web.core import lists
from dondoc.web.core.http import UserRequest
from dondoc.web.core.quantities import number_text
from dondoc.web.results.models import Observation
from dondoc.web.results.restated import restated_rows
from dondoc.writing.rows import Cell

PER_PAGE = 50


@require_GET
def restated(request: UserRequest, pk: int) -> HttpResponse:
    """Indicator by period: the restated figure, what it was made of, or why there is none."""
    body = bodies.body_seen(request.access, pk)
    page = Paginator(restated_rows(request.access, body), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "results/restated.html", {"body": body, "page": page, "mark": MARK})


def _printed(figure: Observation | None) -> str:
    return "–" if figure is None else number_text(figure.value, figure.decimals)


@require_GET
def restated_export(request: UserRequest, pk: int, kind: str) -> HttpResponse:
    """The same as a file; every row says that it is restated."""
    body = bodies.body_seen(request.access, pk)
    headers = [
        _("Chỉ tiêu"),
        _("Đơn vị tính"),
        _("Kỳ"),
        _("Số quy đổi"),
        _("Gồm"),
        _("Vì sao chưa quy đổi được"),
        _("Ghi chú"),
    ]
    rows: list[list[Cell]] = [
        [
            row.indicator.name,
            row.indicator.unit,
            row.period,
            row.restated.value,
            "; ".join(f"{part.body.name}: {_printed(part.figure)}" for part in row.parts),
            row.restated.reason,
            MARK,
        ]
        for row in restated_rows(request.access, body)[: lists.MOST_EXPORTED]
    ]
    return lists.as_file(kind, _("Số quy đổi"), headers, rows)
