"""The trail, for those who may read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from dondoc.web.accounts.access import Action
from dondoc.web.accounts.models import User
from dondoc.web.audit import selectors
from dondoc.web.audit.models import Entry
from dondoc.web.bodies import selectors as bodies
from dondoc.web.bodies.models import Body
from dondoc.web.core import lists
from dondoc.web.core.http import UserRequest
from dondoc.web.core.templatetags.dondoc import action_name, moment
from dondoc.writing.rows import Cell

OF_ROW = 50  # entries of one row that its page shows


def _entries(request: UserRequest) -> QuerySet[Entry]:
    """What the reader may read of the trail, as the address filters it."""
    access = request.access
    if not access.can(Action.READ_AUDIT):
        access.require(Action.MANAGE_PEOPLE)
    entries = selectors.entries_seen(access)
    query = request.GET
    of = lists.number(query, "body")
    body = Body.objects.filter(pk=of).first() if of is not None else None
    if body is not None:
        entries = entries.filter(body__path__startswith=body.path)
    actor, first, last = lists.number(query, "actor"), lists.day(query, "from"), lists.day(query, "to")
    if actor is not None:
        entries = entries.filter(actor_id=actor)
    table, row = lists.text(query, "table", 60), lists.number(query, "row")
    if table and row is not None:
        entries = entries.filter(table=table, row=row)
    if action := lists.text(query, "action", 60):
        entries = entries.filter(action=action)
    for word in lists.unmarked(lists.text(query, "q")):
        entries = entries.filter(Q(label__regex=word) | Q(reason__regex=word))
    if first:
        entries = entries.filter(at__date__gte=first)
    if last:
        entries = entries.filter(at__date__lte=last)
    return entries


@require_GET
def audit_list(request: UserRequest) -> HttpResponse:
    """Who changed what from what, latest first; of one row also as the part that its page fetches."""
    entries = _entries(request)
    if request.GET.get("row") and request.htmx and not request.htmx.boosted:
        return render(request, "audit/_of_row.html", {"entries": entries[:OF_ROW]})
    everything = selectors.entries_seen(request.access).order_by()
    context = {
        "page": lists.page_of(request, entries),
        "wanted": request.GET,
        "body": lists.number(request.GET, "body"),
        "bodies": bodies.bodies_in_scope(request.access),
        "export": lists.without(request),
        "actors": User.objects.filter(pk__in=everything.values("actor")).order_by("full_name"),
        "actions": sorted(everything.values_list("action", flat=True).distinct()),
    }
    return render(request, "audit/audit_list.html", context)


@require_GET
def audit_export(request: UserRequest, kind: str) -> HttpResponse:
    """The trail as it is filtered, as a file: what a unit did in a month, a quarter."""
    headers = [
        _("Lúc"), _("Người"), _("Việc"), _("Đối tượng"), _("Của cơ quan"), _("trước"), _("sau"), _("Lý do"),
    ]  # fmt: skip

    def rows() -> Iterator[list[Cell]]:
        for entry in _entries(request)[: lists.MOST_EXPORTED]:
            yield [
                moment(entry.at), str(entry.actor or _("Hệ thống")), action_name(entry.action), entry.label,
                entry.body.name if entry.body else "", _told(entry.before), _told(entry.after), entry.reason,
            ]  # fmt: skip

    return lists.as_file(kind, _("Nhật ký thay đổi"), headers, rows())


def _told(values: Mapping[str, Any]) -> str:
    return "; ".join(f"{name}: {value}" for name, value in values.items())
