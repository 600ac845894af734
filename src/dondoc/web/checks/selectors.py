"""Which checks a person may see, and what of each: passages of documents they may not see are left out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404

from dondoc.web.accounts.access import Access
from dondoc.web.checks.corpus import number_of
from dondoc.web.checks.models import Check, CheckState
from dondoc.web.sources.models import Document, Fact, Reading, TypeChoice
from dondoc.web.sources.selectors import DocumentFilters, documents_seen

PARENTS = (
    TypeChoice.RESOLUTION,
    TypeChoice.PROGRAMME,
    TypeChoice.PLAN,
    TypeChoice.DECISION,
    TypeChoice.DIRECTIVE,
    TypeChoice.CONCLUSION,
)


def checks_seen(access: Access) -> QuerySet[Check]:
    """Checks of documents one may see, and of one's own drafts; newest first, results not fetched."""
    seen = documents_seen(access).order_by().values("pk")
    return (
        Check.objects.filter(Q(document__in=seen) | Q(document=None, created_by_id=access.user_id))
        .select_related("document", "created_by")
        .defer("result", "draft")
    )


def check_seen(access: Access, pk: int) -> Check:
    """One check with its result; Http404 where it may not be seen."""
    found = checks_seen(access).defer(None).defer("draft").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def last_check(document: Document) -> Check | None:
    """The newest check of a document, result not fetched; whoever asks may see the document."""
    return Check.objects.filter(document=document).defer("result", "draft").first()


def last_against(access: Access, parent: Document, children: Iterable[int]) -> dict[int, Check]:
    """Of each child its newest check against this parent, its shares only, by the child's key."""
    made = checks_seen(access).filter(document__in=list(children), parents=parent, state=CheckState.DONE)
    newest: dict[int, Check] = {}
    for check in made.select_related(None).only("document_id", "copied", "created_at"):
        newest.setdefault(check.document_id or 0, check)
    return newest


def is_current(check: Check) -> bool:
    """Whether it is of the document's reading of today."""
    return check.reading_id is None or Reading.objects.filter(pk=check.reading_id, is_current=True).exists()


def shown(access: Access, check: Check) -> dict[str, Any]:
    """The result as this person may see it: of documents they may not see neither passages nor names.

    What is left out is said under "hidden": how many passages, and the share of the programme that stands
    only there. The shares of the whole stay as they are.
    """
    made: dict[str, Any] = {**check.result, "hidden": {"passages": 0, "share": 0.0}}
    if check.state != CheckState.DONE:
        return made
    numbers = {number for source in made["sources"] if (number := number_of(source["key"])) is not None}
    seen = set(documents_seen(access).filter(pk__in=numbers).values_list("pk", flat=True))
    hidden = {s["key"] for s in made["sources"] if number_of(s["key"]) not in seen}
    if not hidden:
        return made
    kept = [p for p in made["passages"] if p["source"] not in hidden]
    left_out = [p for p in made["passages"] if p["source"] in hidden]
    share = only_in(left_out, kept, made["formulas"]) / (made["counted"] or 1)
    return made | {
        # Numbers of lists inside a passage are letters here and none of the check's: never more than all.
        "hidden": {"passages": len(left_out), "share": round(min(share, made["copied_share"]), 4)},
        "passages": kept,
        "sources": [s for s in made["sources"] if s["key"] not in hidden],
        "closest": [c for c in made["closest"] if c["source"] not in hidden],
        "coverage": [c for c in made["coverage"] if c["source"] not in hidden],
    }


def only_in(
    left_out: list[dict[str, Any]], kept: list[dict[str, Any]], formulas: list[dict[str, Any]]
) -> int:
    """Letters and digits of the copied passages left out that no passage kept has and that are no formula."""
    places: dict[int, str] = {}
    for passage in left_out:
        if passage["kind"] == "copied":
            words = "".join(piece for piece, _change in passage["words"])
            places.update(enumerate(words, passage["span"][0]))
    for one in (*kept, *formulas):
        for place in range(*one["span"]):
            places.pop(place, None)
    return sum(letter.isalnum() for letter in places.values())


def cited(access: Access, document: Document) -> list[Document]:
    """What a document carries out by its chain, then what it cites by symbol: its likely parents."""
    linked = documents_seen(access).filter(
        child_links__child=document, child_links__withdrawn_at=None, child_links__declined=False
    )
    facts = Fact.objects.filter(document=document, kind="citation", reading__is_current=True)
    symbols = {str(data.get("symbol")) for data in facts.values_list("data", flat=True) if data.get("symbol")}
    found = documents_seen(access).filter(symbol__in=symbols, type__in=PARENTS).exclude(pk=document.pk)
    parents = {parent.pk: parent for parent in linked[:10]}
    parents |= {parent.pk: parent for parent in found[:10]}
    return list(parents.values())


def parents_found(access: Access, query: str, *, but: int | None = None, limit: int = 15) -> list[Document]:
    """Documents a programme may carry out, by words of title, symbol or issuer; newest first."""
    found = documents_seen(access, DocumentFilters(query=query)).filter(type__in=PARENTS)
    return list(found.exclude(pk=but)[:limit] if but else found[:limit])


def parents_chosen(access: Access, numbers: list[int]) -> list[Document]:
    """The documents of these numbers that one may see."""
    return list(documents_seen(access).filter(pk__in=numbers)[:10])
