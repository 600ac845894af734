"""Figures by hand: told, corrected with a reason, taken back."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dondoc.web.accounts.access import Access, Action
from dondoc.web.bodies.models import Body
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.http import UserRequest
from dondoc.web.core.quantities import number_typed
from dondoc.web.core.toasts import toast, toast_problem
from dondoc.web.core.today import today
from dondoc.web.plans.models import Target
from dondoc.web.plans.selectors import observations_seen, targets_seen
from dondoc.web.plans.targetforms import CorrectionForm, FigureForm, ReasonForm
from dondoc.web.plans.targetselectors import figures_of, target_seen
from dondoc.web.plans.targetviews import add_errors
from dondoc.web.results import figures
from dondoc.web.results.models import Observation, ObservationStatusChoice

_FINAL = {ObservationStatusChoice.ESTIMATE: 0, ObservationStatusChoice.PRELIMINARY: 1}


def may_tell(access: Access, body: Body | int) -> bool:
    """Who may enter figures of a body: who acts for it, and who checks what is read of it."""
    return access.can(Action.RECORD, body) or access.can(Action.REVIEW, body)


def _require(request: UserRequest, body: int) -> None:
    if not may_tell(request.access, body):
        request.access.require(Action.RECORD, body)


def _given(cleaned: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in cleaned.items() if name != "period"}


@require_http_methods(["GET", "POST"])
def figure_add(request: UserRequest, pk: int) -> HttpResponse:
    """A figure of a target's indicator and body."""
    target = target_seen(request.access, pk)
    _require(request, target.body_id)
    initial = {"unit": target.indicator.unit, "as_of": today(), "period": target.period, "status": "estimate"}
    form = FigureForm(request.POST or None, access=request.access, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = figures.figure_add(
                    indicator=target.indicator, body=target.body, measure=target.measure, by=request.user,
                    on=today(), period=form.cleaned_data["period"], **_given(form.cleaned_data),
                )  # fmt: skip
            except ValidationError as error:
                add_errors(form, error)
            except Conflict as conflict:
                form.add_error(None, str(conflict))
                status = 409
            else:
                _say(request, target, made)
                return redirect("target", pk=pk)
    context = {"target": target, "form": form, "title": _("Nhập số thực hiện")}
    return render(request, "plans/figure_form.html", context, status=status)


def _say(request: UserRequest, target: Target, made: Observation) -> None:
    """Whether the new figure is the one that counts for its period."""
    rows = figures_of(request.access, target)
    if any(row.stands and row.figure.pk == made.pk for row in rows):
        toast(request, _("Đã ghi số liệu."))
        return
    other = next((row.figure for row in rows if row.stands and row.figure.period == made.period), None)
    status = other.get_status_display().lower() if other else ""
    toast(
        request,
        _("Đã ghi số liệu. Số đang dùng của kỳ này vẫn là số %(status)s đã có.") % {"status": status},
    )


def _figure(request: UserRequest, pk: int) -> Observation:
    seen = observations_seen(request.access).select_related("indicator", "body", "document")
    figure = get_object_or_404(seen, pk=pk)
    _require(request, figure.body_id)
    return figure


def _back(request: UserRequest, figure: Observation) -> HttpResponse:
    """To the target the figure is held against; to its indicator where there is none."""
    target = (
        targets_seen(request.access)
        .filter(
            indicator=figure.indicator_id,
            body=figure.body_id,
            measure=figure.measure,
            period_start__lte=figure.period_end,
            period_end__gte=figure.period_end,
        )
        .order_by("period_end", "pk")
        .first()
    )
    return redirect("target", pk=target.pk) if target else redirect("indicator", pk=figure.indicator_id)


@require_http_methods(["GET", "POST"])
def figure_correct(request: UserRequest, pk: int) -> HttpResponse:
    """Another figure in the place of a wrong one, with the reason."""
    figure = _figure(request, pk)
    initial = {
        "value": number_typed(figure.value, figure.decimals),
        "unit": figure.unit,
        "status": figure.status,
        "as_of": figure.as_of,
        "document": figure.document.symbol if figure.document else "",
        "words": figure.source_words,
    }
    form = CorrectionForm(request.POST or None, access=request.access, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                figures.figure_correct(
                    figure=figure, by=request.user, on=today(), **_given(form.cleaned_data)
                )
            except ValidationError as error:
                add_errors(form, error)
            except Conflict as conflict:
                toast_problem(request, str(conflict))
                return _back(request, figure)
            else:
                toast(request, _("Đã đính chính. Số cũ được giữ lại để đối chiếu."))
                return _back(request, figure)
    context = {"figure": figure, "form": form, "title": _("Đính chính số liệu")}
    return render(request, "plans/figure_form.html", context, status=status)


@require_POST
def figure_withdraw(request: UserRequest, pk: int) -> HttpResponse:
    """A figure that should never have been entered."""
    figure = _figure(request, pk)
    form = ReasonForm(request.POST)
    try:
        reason = form.cleaned_data["reason"] if form.is_valid() else ""
        figures.figure_withdraw(figure=figure, by=request.user, reason=reason)
    except ValidationError as error:
        toast_problem(request, " ".join(error.messages))
    except Conflict as conflict:
        toast_problem(request, str(conflict))
    else:
        toast(request, _("Đã rút số liệu."))
    return _back(request, figure)
