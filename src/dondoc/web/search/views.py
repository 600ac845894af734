"""Search over everything the reader may see, with and without marks."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from dondoc.web.core import lists
from dondoc.web.core.http import UserRequest
from dondoc.web.search import selectors
from dondoc.web.search.models import Entry

PER_PAGE = 30
KINDS = dict(selectors.KINDS)


def address_of(entry: Entry) -> str:
    """Where a found thing is shown; what has no page of its own is shown by its document."""
    if entry.kind in ("meeting", "matter", "tally"):
        return reverse("document", args=[entry.document_id])
    return reverse(entry.kind, args=[entry.row])


def after_title(hit: selectors.Hit) -> selectors.Parts:
    """The words around the match without the title they may begin with, which stands above them."""
    left = len(hit.title) if hit.entry.text.startswith(hit.title) else 0
    if "".join(words for words, _ in hit.snippet)[:left] != hit.title[:left]:
        return hit.snippet
    parts: selectors.Parts = []
    for words, lit in hit.snippet:
        rest, left = words[left:], max(0, left - len(words))
        if rest.strip() or parts:
            parts.append((rest, lit))
    return parts


@require_GET
def search(request: UserRequest) -> HttpResponse:
    """Everything that holds all the words; "duong" finds "đường"."""
    query = lists.text(request.GET, "q")
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else ""
    number = max(1, lists.number(request.GET, "page") or 1)
    first = (number - 1) * PER_PAGE
    found = selectors.find(request.access, query, kind=kind or None, limit=PER_PAGE, offset=first)
    context = {
        "query": query,
        "search_query": query,
        "kind": kind,
        "total": found.total,
        "all": sum(found.counts.values()),
        "hits": [(hit, address_of(hit.entry), KINDS[hit.entry.kind], after_title(hit)) for hit in found.hits],
        "kinds": [(name, label, found.counts[name]) for name, label in KINDS.items() if name in found.counts],
        "keep": lists.without(request, "kind"),
        "address": lists.without(request),
        "previous": number - 1 if number > 1 else None,
        "next": number + 1 if first + PER_PAGE < found.total else None,
    }
    template = "search/search.html" + ("#results" if request.htmx and not request.htmx.boosted else "")
    return render(request, template, context)
