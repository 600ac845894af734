"""A target's figures as they add up from below, beside what the body itself reported."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from dondoc.web.accounts.access import access_of
from dondoc.web.plans.models import TimeRuleChoice, UnitRuleChoice
from dondoc.web.plans.targetselectors import target_seen
from dondoc.web.rollup.pages import summed_page


@require_GET
def target_rollup(request: HttpRequest, pk: int) -> HttpResponse:
    """By period: summed, by how many told, its pace, reported, difference; of one period who told what."""
    access = access_of(request)
    target = target_seen(access, pk)
    page = summed_page(access, target, request.GET.get("period", ""))
    time, units = target.indicator.rules
    context = {
        "target": target,
        "page": page,
        "time_rule": TimeRuleChoice(time.value).label,
        "unit_rule": UnitRuleChoice(units.value).label,
    }
    return render(request, "rollup/target.html", context)
