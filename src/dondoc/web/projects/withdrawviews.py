"""Taking back a figure of a project that was entered by mistake."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dondoc.web.core import lists
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.http import UserRequest
from dondoc.web.core.toasts import toast, toast_problem
from dondoc.web.projects import withdrawing
from dondoc.web.projects.models import Capital, Clearance
from dondoc.web.projects.views import recorded_project


@require_POST
def project_capital_withdraw(request: UserRequest, pk: int, capital: int) -> HttpResponse:
    """A sum of one source that should not have been entered."""
    project = recorded_project(request, pk)
    row = get_object_or_404(Capital, pk=capital, project=project)
    return _done(request, pk, lambda **told: withdrawing.capital_withdraw(capital=row, **told))


@require_POST
def project_clearance_withdraw(request: UserRequest, pk: int, clearance: int) -> HttpResponse:
    """A figure of land that should not have been entered."""
    project = recorded_project(request, pk)
    row = get_object_or_404(Clearance, pk=clearance, project=project)
    return _done(request, pk, lambda **told: withdrawing.clearance_withdraw(clearance=row, **told))


def _done(request: UserRequest, pk: int, withdraw: Callable[..., Any]) -> HttpResponse:
    try:
        withdraw(by=request.user, on=lists.today(), reason=lists.text(request.POST, "reason", 500))
    except ValidationError as error:
        toast_problem(request, " ".join(error.messages))
    except Conflict as conflict:
        toast_problem(request, str(conflict))
    else:
        toast(request, _("Đã rút số đã ghi."))
    return redirect("project", pk=pk)
