"""The trail, for those who may read it."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from dondoc.web.accounts.access import Action
from dondoc.web.accounts.models import User
from dondoc.web.audit import selectors
from dondoc.web.core import lists
from dondoc.web.core.http import UserRequest

OF_ROW = 50  # entries of one row that its page shows


@require_GET
def audit_list(request: UserRequest) -> HttpResponse:
    """Who changed what from what, latest first; of one row also as the part that its page fetches."""
    access = request.access
    if not access.can(Action.READ_AUDIT):
        access.require(Action.MANAGE_PEOPLE)
    entries = selectors.entries_seen(access)
    query = request.GET
    actor, first, last = lists.number(query, "actor"), lists.day(query, "from"), lists.day(query, "to")
    if actor is not None:
        entries = entries.filter(actor_id=actor)
    table, row = lists.text(query, "table", 60), lists.number(query, "row")
    if table and row is not None:
        entries = entries.filter(table=table, row=row)
        if request.htmx and not request.htmx.boosted:
            return render(request, "audit/_of_row.html", {"entries": entries[:OF_ROW]})
    if action := lists.text(query, "action", 60):
        entries = entries.filter(action=action)
    for word in lists.unmarked(lists.text(query, "q")):
        entries = entries.filter(Q(label__regex=word) | Q(reason__regex=word))
    if first:
        entries = entries.filter(at__date__gte=first)
    if last:
        entries = entries.filter(at__date__lte=last)
    everything = selectors.entries_seen(access).order_by()
    context = {
        "page": lists.page_of(request, entries),
        "wanted": query,
        "actors": User.objects.filter(pk__in=everything.values("actor")).order_by("full_name"),
        "actions": sorted(everything.values_list("action", flat=True).distinct()),
    }
    return render(request, "audit/audit_list.html", context)
