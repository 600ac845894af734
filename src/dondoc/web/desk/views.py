"""The start page: what needs me."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from dondoc.web.core import lists
from dondoc.web.core.http import UserRequest
from dondoc.web.desk import selectors


@require_GET
def desk(request: UserRequest) -> HttpResponse:
    """What needs this person today."""
    today = lists.today()
    context = {"desk": selectors.desk(request.access, on=today), "today": today}
    return render(request, "desk/desk.html", context)
