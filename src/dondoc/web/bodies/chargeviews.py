"""Who is in charge of which body and field on a day, and a leader's page: what stands with those bodies."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dondoc.web.accounts.access import Action
from dondoc.web.accounts.models import User
from dondoc.web.bodies import charges, selectors, trees
from dondoc.web.bodies.edits import attempt
from dondoc.web.bodies.forms import ChargeForm, LinkEndForm
from dondoc.web.bodies.models import Body, Charge
from dondoc.web.core import lists
from dondoc.web.core.http import UserRequest
from dondoc.web.core.toasts import toast, toast_problem
from dondoc.web.plans.bodycounts import body_rows
from dondoc.web.plans.fields import charged_tasks, fields_known
from dondoc.web.plans.taskboard import Moment
from dondoc.writing.rows import Cell

MOST = 50  # late tasks on a leader's page; the board has the rest


@require_GET
def charge_list(request: UserRequest) -> HttpResponse:
    """Leaders in order, each with the bodies and fields on a day."""
    on = lists.day(request.GET, "on") or lists.today()
    by_leader: dict[str, list[Charge]] = defaultdict(list)
    for charge in charges.charges_seen(request.access, on=on):
        by_leader[charge.who].append(charge)
    context = {
        "leaders": list(by_leader.items()),
        "on": on,
        "today": lists.today(),
        "may": request.access.can(Action.ORGANISE),
    }
    return render(request, "bodies/charge_list.html", context)


@require_GET
def charge_export(request: UserRequest, kind: str) -> HttpResponse:
    """The charges of a day as a file."""
    on = lists.day(request.GET, "on") or lists.today()
    headers = [_("Người phụ trách"), _("Cơ quan"), _("Lĩnh vực"), _("Từ ngày"), _("Đến ngày"), _("Căn cứ")]
    rows: list[list[Cell]] = [
        [c.who, c.body.name if c.body else "", c.field, c.valid_from, c.valid_to, c.paper]
        for c in charges.charges_seen(request.access, on=on)[: lists.MOST_EXPORTED]
    ]
    return lists.as_file(kind, _("Phân công phụ trách"), headers, rows)


@require_http_methods(["GET", "POST"])
def charge_add(request: UserRequest) -> HttpResponse:
    """A leader takes charge of bodies and fields from a day on."""
    request.access.require(Action.ORGANISE)
    standing = selectors.bodies_kept(request.access).filter(trees.existing(lists.today()))
    form = ChargeForm(
        request.POST if request.method == "POST" else None,
        bodies=standing,
        fields=fields_known(),
        initial={"valid_from": lists.today()},
    )
    made: list[Charge] = []

    def add(typed: dict[str, Any]) -> None:
        made.extend(charges.charge_add(by=request.user, **typed))

    if attempt(form, add):
        toast(request, _("Đã ghi %(count)d phân công.") % {"count": len(made)})
        return redirect("charge-list")
    return render(request, "bodies/charge_add.html", {"form": form}, status=422 if form.is_bound else 200)


def _charge(request: UserRequest, pk: int) -> Charge:
    charge = get_object_or_404(charges.charges_seen(request.access), pk=pk)
    request.access.require(Action.ORGANISE, charge.body)
    return charge


@require_POST
def charge_end(request: UserRequest, pk: int) -> HttpResponse:
    """The last day of a charge."""
    charge, form = _charge(request, pk), LinkEndForm(request.POST)
    if attempt(form, lambda typed: charges.charge_end(charge=charge, by=request.user, **typed)):
        toast(request, _("Đã ghi ngày cuối."))
    else:
        toast_problem(request, _errors(form))
    return redirect("charge-list")


@require_POST
def charge_withdraw(request: UserRequest, pk: int) -> HttpResponse:
    """A charge entered by mistake."""
    charges.charge_withdraw(charge=_charge(request, pk), by=request.user)
    toast(request, _("Đã rút phân công ghi nhầm."))
    return redirect("charge-list")


def _errors(form: forms.Form) -> str:
    return " ".join(str(error) for errors in form.errors.values() for error in errors)


@require_GET
def leader_page(request: UserRequest, pk: int) -> HttpResponse:
    """One leader on a day: their bodies with what each owes, their fields, and what is late there."""
    on = lists.day(request.GET, "on") or lists.today()
    mine = list(charges.charges_seen(request.access, on=on).filter(leader=pk))
    leader = User.objects.filter(pk=pk).first()
    if leader is None or not (mine or leader.pk == request.user.pk):
        raise Http404
    what = charges.in_charge_of(leader, on)
    bodies = Body.objects.filter(pk__in=[c.body_id for c in mine if c.body_id]).order_by("sort_key", "pk")
    nodes = [trees.Node(pk, 0) for pk in bodies.values_list("pk", flat=True)]
    today = lists.today()
    late = charged_tasks(request.access, what, as_of=today).filter(Moment(today).late())
    context = {
        "leader": leader,
        "on": on,
        "today": today,
        "rows": body_rows(request.access, nodes, on=on, as_of=today),
        "fields": [c for c in mine if c.field],
        "late": late.order_by("due", "pk")[:MOST],
        "late_count": late.count(),
    }
    return render(request, "bodies/leader.html", context)
