"""Noting by hand what was said or found, and taking back what was noted by mistake."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dondoc.web.accounts.access import Action
from dondoc.web.core import lists
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.http import UserRequest
from dondoc.web.core.toasts import toast, toast_problem
from dondoc.web.matters import byhand, selectors
from dondoc.web.matters.forms import MatterAddForm
from dondoc.web.matters.selectors import PROPOSED


@require_http_methods(["GET", "POST"])
def matter_add(request: UserRequest) -> HttpResponse:
    """A shortcoming, difficulty or proposal typed by hand; `family` says from which list one came."""
    request.access.require(Action.REVIEW)
    proposed = request.GET.get("family") == "kien-nghi"
    initial = {
        "nature": "proposal" if proposed else "shortcoming",
        "voice": "delegate" if proposed else "conclusion",
    }
    form = MatterAddForm(request.POST or None, access=request.access, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            request.access.require(Action.REVIEW, form.cleaned_data["document"].owner_id)
            try:
                matter = byhand.matter_add(by=request.user, on=lists.today(), **form.cleaned_data)
            except ValidationError as error:
                for name, found in error.message_dict.items():
                    form.add_error(name if name in form.fields else None, found)
            else:
                toast(request, _("Đã ghi."))
                return redirect("matter", pk=matter.pk)
    return render(request, "matters/matter_add.html", {"form": form, "proposed": proposed}, status=status)


@require_POST
def matter_withdraw(request: UserRequest, pk: int) -> HttpResponse:
    """What was noted by hand by mistake."""
    matter = selectors.matter_seen(request.access, pk)
    request.access.require(Action.REVIEW, matter.document.owner_id)
    try:
        byhand.matter_withdraw(matter=matter, by=request.user, reason=lists.text(request.POST, "reason", 500))
    except (ValidationError, Conflict) as error:
        words = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
        toast_problem(request, words)
        return redirect("matter", pk=pk)
    toast(request, _("Đã rút mục ghi bằng tay."))
    return redirect("proposal-list" if matter.nature in PROPOSED else "shortcoming-list")
