"""What the office does with a target by hand: decide it, decide anew, withdraw, say how it adds up."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dondoc.web.accounts.access import Access, Action
from dondoc.web.bodies.models import Body
from dondoc.web.bodies.selectors import bodies_acted_for
from dondoc.web.core import lists
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.http import UserRequest
from dondoc.web.core.toasts import toast, toast_problem
from dondoc.web.plans import targets
from dondoc.web.plans.models import Indicator, TargetVersion
from dondoc.web.plans.ruleexample import BODIES, MONTHS, example
from dondoc.web.plans.targetforms import NumberForm, ReasonForm, RulesForm, TargetForm, version_initial
from dondoc.web.plans.targetselectors import target_seen


def bodies_now(access: Access, action: Action = Action.REVIEW) -> QuerySet[Body]:
    """The bodies a person may decide for today; one that has gone is answered for by its successor."""
    return bodies_acted_for(access, action)


@require_http_methods(["GET", "POST"])
def target_add(request: UserRequest) -> HttpResponse:
    """A target that was decided, entered by hand: first of which indicator, then how much."""
    request.access.require(Action.REVIEW)
    asked = lists.number(request.GET, "indicator")
    all_indicators = Indicator.objects.filter(merged_into=None)
    indicator = None if asked is None else all_indicators.filter(pk=asked).first()
    context: dict[str, Any] = {
        "indicator": indicator,
        "indicators": all_indicators.order_by("sort_key", "pk"),
    }
    if indicator is None:
        return render(request, "plans/target_form.html", context)
    bodies = bodies_now(request.access)
    initial = {
        "comparator": {"lower": "le", "band": "range"}.get(indicator.direction, "ge"),
        "basis": "committee",
    }
    form = TargetForm(
        request.POST or None, access=request.access, indicator=indicator, bodies=bodies, initial=initial
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                version = targets.target_add(by=request.user, **form.given())
            except ValidationError as error:
                add_errors(form, error)
            else:
                toast(request, _("Đã ghi chỉ tiêu."))
                return redirect("target", pk=version.target_id)
    return render(request, "plans/target_form.html", context | {"form": form}, status=status)


def add_errors(form: Form, error: ValidationError) -> None:
    """A service's refusal beside the fields it is about; what has no field stands above them all."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, found in error.error_dict.items():
        form.add_error(name if name in form.fields else None, found)


@require_http_methods(["GET", "POST"])
def target_version_add(request: UserRequest, pk: int) -> HttpResponse:
    """A later decision about a target."""
    target = target_seen(request.access, pk)
    request.access.require(Action.REVIEW, target.body_id)
    last = targets.standing_version(target)
    form = NumberForm(request.POST or None, access=request.access, initial=version_initial(last))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                targets.version_add(
                    target=target, wanted=form.wanted, ground=form.ground, by=request.user,
                    seen=form.cleaned_data["seen"],
                )  # fmt: skip
            except ValidationError as error:
                add_errors(form, error)
            except Conflict as conflict:
                form.add_error(None, str(conflict))
                typed = request.POST.copy()  # what was typed stays; the next try is made with open eyes
                typed["seen"] = str(last.pk if last else 0)
                form.data = typed
                status = 409
            else:
                toast(request, _("Đã ghi lần quyết định mới."))
                return redirect("target", pk=pk)
    context = {"target": target, "last": last, "form": form}
    return render(request, "plans/version_form.html", context, status=status)


@require_POST
def target_version_withdraw(request: UserRequest, pk: int, version: int) -> HttpResponse:
    """A decision entered by mistake no longer counts."""
    target = target_seen(request.access, pk)
    request.access.require(Action.REVIEW, target.body_id)
    row = get_object_or_404(TargetVersion.objects.select_related("target"), pk=version, target=target)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        toast_problem(request, _("Nêu lý do rút."))
        return redirect("target", pk=pk)
    try:
        targets.version_withdraw(version=row, by=request.user, reason=form.cleaned_data["reason"])
    except Conflict as conflict:
        toast_problem(request, str(conflict))
        return redirect("target", pk=pk)
    toast(request, _("Đã rút lần quyết định."))
    stands = targets.standing_version(target) is not None
    return redirect("target", pk=pk) if stands else redirect("target-list")


@require_http_methods(["GET", "POST"])
def target_rules(request: UserRequest, pk: int) -> HttpResponse:
    """How this target's figures add up, with a small example."""
    target = target_seen(request.access, pk)
    request.access.require(Action.REVIEW, target.body_id)
    initial = {"time_rule": target.time_rule, "unit_rule": target.unit_rule}
    form = RulesForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        targets.rules_set(target=target, by=request.user, **form.cleaned_data)
        toast(request, _("Đã lưu cách gộp."))
        return redirect("target", pk=pk)
    time, units = target.rules
    context = {
        "target": target,
        "form": form,
        "months": MONTHS,
        "bodies": BODIES,
        "example": example(time, units, unit=target.indicator.unit),
    }
    return render(request, "plans/rules_form.html", context, status=422 if form.errors else 200)
