"""Search over everything the reader may see, with and without marks."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from dondoc.web.core import lists
from dondoc.web.core.http import UserRequest
from dondoc.web.search import selectors

PER_PAGE = 30


@require_GET
def search(request: UserRequest) -> HttpResponse:
    """Everything that holds all the words; "duong" finds "đường"."""
    query = request.GET.get("q", "").strip()[:200]
    kind = request.GET.get("kind", "")
    number = max(1, lists.number(request.GET, "page") or 1)
    found = selectors.find(
        request.access, query, kind=kind or None, limit=PER_PAGE + 1, offset=(number - 1) * PER_PAGE
    )
    context = {
        "query": query,
        "kind": kind,
        "found": found[:PER_PAGE],
        "kinds": selectors.KINDS,
        "keep": lists.without(request, "kind"),
        "previous": number - 1 if number > 1 else None,
        "next": number + 1 if len(found) > PER_PAGE else None,
        "address": lists.without(request),
    }
    template = "search/search.html" + ("#results" if request.htmx and not request.htmx.boosted else "")
    return render(request, template, context)
