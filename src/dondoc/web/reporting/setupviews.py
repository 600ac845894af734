"""The office's pages: forms (biểu), what they ask of whom; and who confirms in a head's place."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dondoc.web.accounts.access import Action, among
from dondoc.web.audit import selectors as audit
from dondoc.web.bodies.models import Body
from dondoc.web.bodies.selectors import NOT_OURS
from dondoc.web.core import lists
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.http import UserRequest
from dondoc.web.core.toasts import toast, toast_problem
from dondoc.web.reporting import delegations, generation, reportforms, selectors
from dondoc.web.reporting.forms import DelegationForm
from dondoc.web.reporting.models import Delegation, KindChoice, ReportForm
from dondoc.web.reporting.setupforms import FormForm, LineFormSet, lines_wanted
from dondoc.web.workdays.selectors import keeper


def _mine(request: UserRequest, action: Action) -> Any:
    standing = Body.objects.filter(valid_to=None).exclude(NOT_OURS)
    return standing.filter(pk__in=request.access.bodies(action)).order_by("sort_key", "pk")


@require_GET
def form_list(request: UserRequest) -> HttpResponse:
    """Every form the reader's offices ask for, or their bodies owe."""
    forms = selectors.forms_seen(request.access).annotate(
        line_count=Count("lines", filter=Q(lines__withdrawn_at=None), distinct=True),
        body_count=Count("bodies", filter=Q(bodies__valid_to=None), distinct=True),
    )
    context = {
        "forms": forms,
        "labels": dict(KindChoice.choices),
        "may": request.access.can(Action.DECIDE, keeper()) if keeper() else False,
        "today": lists.today(),
    }
    return render(request, "reporting/form_list.html", context)


@require_http_methods(["GET", "POST"])
def form_add(request: UserRequest) -> HttpResponse:
    """A new form."""
    request.access.require(Action.DECIDE, keeper())
    data = request.POST if request.method == "POST" else None
    offices = _mine(request, Action.DECIDE)
    day = lists.today()
    initial = {"office": keeper(), "valid_from": day.replace(day=1), "kinds": ["quarter"]}
    form = FormForm(data, offices=offices, bodies=offices, initial=initial)
    lines = LineFormSet(data, prefix="line", initial=[{"required": True}] * 3)
    if data is not None and form.is_valid() and lines.is_valid():
        request.access.require(Action.DECIDE, form.cleaned_data["office"])
        try:
            made = reportforms.form_add(lines=lines_wanted(lines), by=request.user, **form.cleaned_data)
        except ValidationError as error:
            _told(form, error)
        else:
            toast(request, _("Đã thêm biểu. Tạo báo cáo phải gửi để các cơ quan thấy."))
            return redirect("report-form", pk=made.pk)
    return _form_page(request, None, form, lines, status=200 if data is None else 422)


@require_http_methods(["GET", "POST"])
def form_page(request: UserRequest, pk: int) -> HttpResponse:
    """What a form asks of whom; its office changes it."""
    found = selectors.form_seen(request.access, pk)
    if request.method == "POST":
        request.access.require(Action.DECIDE, found.office_id)
    data = request.POST if request.method == "POST" else None
    offices = _mine(request, Action.DECIDE)
    owing = list(found.bodies.filter(valid_to=None).values_list("body", flat=True))
    initial = {
        "name": found.name, "kinds": found.kinds, "valid_from": lists.today(), "valid_to": found.valid_to,
        "basis": found.basis, "bodies": owing,
    }  # fmt: skip
    told = found.lines.filter(withdrawn_at=None).select_related("indicator")
    rows = [
        {
            "indicator": line.indicator_id,
            "unit": line.unit,
            "decimals": line.decimals,
            "cumulative": line.cumulative,
            "required": line.required,
        }
        for line in told
    ]
    form = FormForm(data, offices=offices, bodies=offices, initial=initial, known=True)
    lines = LineFormSet(data, prefix="line", initial=rows)
    if data is not None and form.is_valid() and lines.is_valid():
        values = form.cleaned_data
        try:
            reportforms.form_update(
                form=found, name=values["name"], kinds=values["kinds"], lines=lines_wanted(lines),
                bodies=values["bodies"], on=values["valid_from"], valid_to=values["valid_to"],
                basis=values["basis"], by=request.user,
            )  # fmt: skip
        except ValidationError as error:
            _told(form, error)
        else:
            toast(request, _("Đã lưu biểu."))
            return redirect("report-form", pk=pk)
    return _form_page(request, found, form, lines, status=200 if data is None else 422)


def _told(form: FormForm, error: ValidationError) -> None:
    by_field = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
    for name, words in by_field.items():
        form.add_error(name if name in form.fields else None, " ".join(words))


def _form_page(
    request: UserRequest, found: ReportForm | None, form: FormForm, lines: Any, *, status: int
) -> HttpResponse:
    context = {
        "found": found,
        "form": form,
        "lines": lines,
        "may": found is None or request.access.can(Action.DECIDE, found.office_id),
        "told": found.lines.filter(withdrawn_at=None).select_related("indicator") if found else [],
        "owing": found.bodies.filter(valid_to=None).select_related("body").order_by("body__sort_key")
        if found
        else [],
        "labels": dict(KindChoice.choices),
        "reports": found.reports.count() if found else 0,
        "history": audit.trail_of(found, request.access) if found else "",
    }
    return render(request, "reporting/form.html", context, status=status)


@require_POST
def form_generate(request: UserRequest, pk: int) -> HttpResponse:
    """Let the bodies owe the reports of the periods begun, and those of the coming month."""
    found = selectors.form_seen(request.access, pk)
    request.access.require(Action.DECIDE, found.office_id)
    day = lists.today()
    upto = day + timedelta(days=generation.AHEAD_DAYS)
    made = generation.reports_generate(form=found, upto=upto, by=request.user, on=day)
    said = ngettext("Đã tạo %(number)d báo cáo phải gửi.", "Đã tạo %(number)d báo cáo phải gửi.", made)
    toast(request, said % {"number": made} if made else _("Không có báo cáo nào mới."))
    return redirect("report-form", pk=pk)


# --- who confirms in a head's place ---------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def delegation_list(request: UserRequest) -> HttpResponse:
    """Who may confirm for whom, from when to when; a head names somebody."""
    if request.method == "POST":
        request.access.require(Action.CONFIRM)
    mine = _mine(request, Action.CONFIRM)
    people = delegations.people_to_name(request.user, request.access.bodies(Action.CONFIRM), on=lists.today())
    data = request.POST if request.method == "POST" else None
    day = lists.today()
    own = min(mine, key=lambda body: len(body.path), default=None)  # not one of the units below it
    form = DelegationForm(data, bodies=mine, people=people, initial={"valid_from": day, "body": own})
    status = 200
    if data is not None:
        status = 422
        if form.is_valid():
            try:
                delegations.delegate(by=request.user, on=day, **form.cleaned_data)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                toast(request, _("Đã ghi ủy quyền."))
                return redirect("delegation-list")
    seen = Delegation.objects.filter(
        Q(body_id__in=among(request.access.body_ids)) | Q(person=request.user)
    ).select_related("body", "person", "by")
    context = {
        "page": lists.page_of(request, seen),
        "form": form if request.access.can(Action.CONFIRM) else None,
        "mine": request.access.bodies(Action.CONFIRM),
        "today": day,
    }
    return render(request, "reporting/delegation_list.html", context, status=status)


@require_POST
def delegation_withdraw(request: UserRequest, pk: int) -> HttpResponse:
    """Take it back before its last day."""
    found = get_object_or_404(
        Delegation.objects.filter(body_id__in=request.access.body_ids).select_related("body"), pk=pk
    )
    request.access.require(Action.CONFIRM, found.body_id)
    try:
        delegations.delegation_withdraw(delegation=found, by=request.user)
    except Conflict as conflict:
        toast_problem(request, str(conflict))
    else:
        toast(request, _("Đã rút ủy quyền."))
    return redirect("delegation-list")
