"""Reporting calendars: a year's days as they fall, other days from a day on, which body reports by which."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dondoc.web.accounts.access import Action, among
from dondoc.web.bodies.models import Body
from dondoc.web.bodies.selectors import NOT_OURS
from dondoc.web.core import lists
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.http import UserRequest
from dondoc.web.core.toasts import toast, toast_problem
from dondoc.web.reporting import calendars
from dondoc.web.reporting.models import CalendarChoice, KindChoice, ReportCalendar
from dondoc.web.reporting.setupforms import CalendarForm, ChoiceForm, RuleFormSet, VersionForm
from dondoc.web.workdays.selectors import calendar as working_days
from dondoc.web.workdays.selectors import keeper


def _require(request: UserRequest) -> None:
    request.access.require(Action.DECIDE, keeper())


def _may(request: UserRequest) -> bool:
    home = keeper()
    return home is not None and request.access.can(Action.DECIDE, home)


@require_GET
def calendar_list(request: UserRequest) -> HttpResponse:
    """A calendar's days in a year, and its versions."""
    request.access.require(Action.READ)
    return _page(request)


def _page(
    request: UserRequest,
    choice: ChoiceForm | None = None,
    *,
    own: CalendarForm | None = None,
    status: int = 200,
) -> HttpResponse:
    every = list(ReportCalendar.objects.prefetch_related("versions__created_by"))
    wanted = lists.number(request.GET, "calendar")
    shown = next((one for one in every if one.pk == wanted), every[0] if every else None)
    year = min(max(lists.year(request.GET, "year") or lists.today().year, 2000), 2100)
    known = calendars.Calendars(working_days())
    rows = [of for _version, of in known.periods(shown.pk, year)] if shown else []
    bodies = Body.objects.filter(pk__in=request.access.bodies(Action.DECIDE), valid_to=None).exclude(NOT_OURS)
    context = {
        "calendars": every,
        "shown": shown,
        "year": year,
        "rows": sorted(rows, key=lambda one: (one.due, one.period)),
        "labels": dict(KindChoice.choices),
        "choices": CalendarChoice.objects.filter(body_id__in=among(request.access.body_ids))
        .select_related("body", "calendar", "set_by")
        .order_by("body__sort_key", "-valid_from")[:200],
        "may": _may(request),
        "own": own or CalendarForm(),
        "tried": own is not None,
        "choice": choice or ChoiceForm(bodies=bodies.order_by("sort_key", "pk")),
    }
    return render(request, "reporting/calendar_list.html", context, status=status)


@require_http_methods(["GET", "POST"])
def version_add(request: UserRequest, pk: int) -> HttpResponse:
    """Let a calendar have other days from a day on."""
    _require(request)
    calendar = get_object_or_404(ReportCalendar, pk=pk)
    now = calendars.version_on(calendar.versions.all(), lists.today())
    data = request.POST if request.method == "POST" else None
    form = VersionForm(data, initial=_initial(now.rules if now else {}))
    rows = RuleFormSet(data, prefix="rule", initial=_initial_rows(now.rules if now else {}))
    status = 200
    if data is not None:
        status = 422
        if form.is_valid() and rows.is_valid():
            try:
                calendars.version_add(
                    calendar=calendar, valid_from=form.cleaned_data["valid_from"],
                    rules=form.rules([row.cleaned_data for row in rows]), source=form.cleaned_data["source"],
                    by=request.user, work=working_days(),
                )  # fmt: skip
            except ValidationError as error:
                form.add_error(None, " ".join(error.messages))
            else:
                toast(request, _("Đã đặt ngày mới cho lịch."))
                return redirect(f"{reverse('report-calendar-list')}?calendar={pk}")
    context = {"calendar": calendar, "form": form, "rows": rows, "labels": dict(KindChoice.choices)}
    return render(request, "reporting/version_form.html", context, status=status)


def _initial(rules: dict[str, Any]) -> dict[str, Any]:
    told = {name: rules.get(name) for name in ("shift", "gap", "lock_after", "late_by")}
    return {"gap": 0, **{name: value for name, value in told.items() if value is not None}}


def _initial_rows(rules: dict[str, Any]) -> list[dict[str, Any]]:
    """One row a kind, filled with the days that hold now."""
    told = {row["kind"]: row for row in rules.get("rule", [])}
    rows: list[dict[str, Any]] = []
    for kind in KindChoice.values:
        row: dict[str, Any] = {"kind": kind}
        if kind in told:
            cut, due = told[kind]["cut_off"], told[kind]["due"]
            row |= {"cut_day": cut[0], "cut_month": cut[1], "due_day": due[0], "due_month": due[1]}
            row["due_working"] = due[2]
        rows.append(row)
    return rows


@require_POST
def calendar_add(request: UserRequest) -> HttpResponse:
    """A calendar of the office's own; its days are set on the next page."""
    _require(request)
    form = CalendarForm(request.POST)
    if form.is_valid():
        try:
            made = calendars.calendar_add(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, " ".join(error.messages))
        else:
            return redirect("report-calendar-version", pk=made.pk)
    return _page(request, own=form, status=422)


@require_POST
def calendar_choose(request: UserRequest) -> HttpResponse:
    """A body reports by another calendar from a day on."""
    _require(request)
    bodies = Body.objects.filter(pk__in=request.access.bodies(Action.DECIDE), valid_to=None).exclude(NOT_OURS)
    form = ChoiceForm(request.POST, bodies=bodies)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        calendars.calendar_choose(by=request.user, **form.cleaned_data)
    except Conflict as conflict:
        toast_problem(request, str(conflict))
    else:
        toast(request, _("Đã đặt lịch cho cơ quan."))
    return redirect(f"{reverse('report-calendar-list')}?calendar={form.cleaned_data['calendar'].pk}")
