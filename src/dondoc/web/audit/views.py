"""The trail, for those who may read it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from dondoc.web.accounts.access import Action
from dondoc.web.audit import selectors
from dondoc.web.core import lists
from dondoc.web.core.http import UserRequest


@require_GET
def audit_list(request: UserRequest) -> HttpResponse:
    """Who changed what from what, latest first."""
    access = request.access
    if not access.can(Action.READ_AUDIT):
        access.require(Action.MANAGE_PEOPLE)
    entries = selectors.entries_seen(
        access,
        actor=lists.number(request.GET, "actor"),
        action=request.GET.get("action", "")[:60],
        text=request.GET.get("q", "").strip()[:200],
        day_from=lists.day(request.GET, "from"),
        day_to=lists.day(request.GET, "to"),
    )
    context = {
        "page": lists.page_of(request, entries),
        "wanted": request.GET,
        "actors": selectors.actors(access),
        "actions": selectors.actions(access),
    }
    return render(request, "audit/audit_list.html", context)
