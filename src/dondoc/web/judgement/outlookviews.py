"""Scenarios, and the statistical forecast of an indicator it was switched on for."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dondoc.assessment.forecast import Forecast
from dondoc.web.accounts.access import Action, among
from dondoc.web.core import lists
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.http import UserRequest
from dondoc.web.core.toasts import toast, toast_problem
from dondoc.web.judgement import outlookservices
from dondoc.web.judgement.forms import ScenarioForm
from dondoc.web.judgement.models import ForecastSwitch, Scenario
from dondoc.web.judgement.outlooks import forecast_of, outlook_of
from dondoc.web.judgement.services import office
from dondoc.web.judgement.views import day_of, row_seen, version_seen
from dondoc.web.plans.models import Indicator
from dondoc.web.plans.targetviews import add_errors


@require_GET
def verdict_outlook(request: UserRequest, pk: int) -> HttpResponse:
    """Where a target will end, as a page of its own and as the part the verdict's page fetches."""
    as_of, known_by = day_of(request)
    row = row_seen(request, pk, as_of=as_of, known_by=known_by)
    context = {
        "row": row,
        "version": row.version,
        "target": row.target,
        "outlook": outlook_of(request.access, row, as_of=as_of, told=row.told if known_by is None else None),
        "may_switch": request.access.can(Action.REVIEW, request.access.office),
    }
    part = request.htmx and not request.htmx.boosted
    return render(request, "judgement/outlook.html" + ("#outlook" if part else ""), context)


@require_GET
def verdict_forecast(request: UserRequest, pk: int) -> HttpResponse:
    """The forecast of a target; fetched by itself, for a model takes longer than a page may."""
    version = version_seen(request, pk)
    switched = ForecastSwitch.objects.filter(
        indicator=version.target.indicator_id, switched_off_at=None
    ).exists()
    found = forecast_of(version, as_of=lists.today()) if switched else None
    context = {
        "version": version,
        "forecast": found if isinstance(found, Forecast) else None,
        "none": None if isinstance(found, Forecast) else found,
        "switched": switched,
    }
    part = request.htmx and not request.htmx.boosted
    return render(request, "judgement/forecast.html" + ("#forecast" if part else ""), context)


@require_http_methods(["GET", "POST"])
def scenario_add(request: UserRequest, pk: int) -> HttpResponse:
    """Record a published scenario of a target."""
    version = version_seen(request, pk)
    target = version.target
    request.access.require(Action.REVIEW, target.body_id)
    form = ScenarioForm(request.POST or None, initial={"published_on": lists.today()})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                outlookservices.scenario_add(target=target, by=request.user, **form.cleaned_data)
            except ValidationError as error:
                add_errors(form, error)
            else:
                toast(request, _("Đã ghi kịch bản."))
                return redirect("verdict", pk=pk)
    context = {"form": form, "version": version, "target": target}
    return render(request, "judgement/scenario_form.html", context, status=status)


@require_POST
def scenario_withdraw(request: UserRequest, pk: int) -> HttpResponse:
    """A scenario entered by mistake, or replaced."""
    scenario = get_object_or_404(
        Scenario.objects.select_related("target"), pk=pk, target__body_id__in=among(request.access.body_ids)
    )
    request.access.require(Action.REVIEW, scenario.target.body_id)
    try:
        outlookservices.scenario_withdraw(
            scenario=scenario, reason=lists.text(request.POST, "reason", 500), by=request.user
        )
    except ValidationError:
        toast_problem(request, _("Nêu lý do rút."))
    except Conflict as conflict:
        toast_problem(request, str(conflict))
    else:
        toast(request, _("Đã rút kịch bản."))
    return redirect("target", pk=scenario.target_id)


@require_POST
def forecast_switch(request: UserRequest, pk: int) -> HttpResponse:
    """Show or no longer show a forecast for an indicator."""
    request.access.require(Action.REVIEW, office())
    indicator = get_object_or_404(Indicator, pk=pk)
    on = request.POST.get("on") == "1"
    outlookservices.forecast_switch(indicator=indicator, on=on, by=request.user)
    toast(request, _("Đã bật dự báo thống kê.") if on else _("Đã tắt dự báo thống kê."))
    back = lists.number(request.POST, "back")
    return redirect("indicator", pk=pk) if back is None else redirect("verdict", pk=back)
