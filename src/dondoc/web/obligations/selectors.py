"""What a person may see of obligations; every read starts at `obligations_seen(access)`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.http import Http404

from dondoc.text.normalize import search_key
from dondoc.web.accounts.access import Access, among
from dondoc.web.obligations.models import ActKind, Obligation, ObligationEvent

DUE_SOON_DAYS = 15
STATES = ("done_in_time", "done_late", "open_in_time", "open_late", "sent", "waived")
# Of a report owed by a calendar: the body has sent it, somebody is to confirm or check it.
SENT = ("submitted", "signed")
ORDERS = {
    "due": (F("due").asc(nulls_last=True), "pk"),
    "-due": (F("due").desc(nulls_last=True), "-pk"),
    "body": ("body__sort_key", F("due").asc(nulls_last=True), "pk"),
    "-body": ("-body__sort_key", F("due").asc(nulls_last=True), "pk"),
    "document": ("-document__date", "document_id", "kind", "pk"),
    "-document": ("document__date", "document_id", "kind", "pk"),
}


def obligations_seen(access: Access) -> QuerySet[Obligation]:
    """Those a body of the reader's branch owes, and those an office of it asks for."""
    return Obligation.objects.filter(
        Q(body_id__in=among(access.body_ids)) | Q(office_id__in=among(access.body_ids))
    )


def with_words(found: QuerySet[Obligation]) -> QuerySet[Obligation]:
    """Each with `fulfilled_words`: what was said when it was fulfilled, as of a paper not in the register."""
    said = ObligationEvent.objects.filter(
        obligation=OuterRef("pk"), kind__in=(ActKind.FULFILLED, ActKind.STUDIED), on=OuterRef("fulfilled_on")
    )
    return found.annotate(fulfilled_words=Subquery(said.order_by("-pk").values("note")[:1]))


def obligation_seen(access: Access, pk: int) -> Obligation:
    """One; Http404 where the reader may not see it."""
    found = (
        obligations_seen(access)
        .filter(pk=pk)
        .select_related("body", "office", "document", "fulfilled_by")
        .first()
    )
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True, slots=True)
class ObligationFilter:
    """What a reader of the list asked for; "" and None ask for nothing."""

    text: str = ""  # of the body or the document
    kind: str = ""
    state: str = ""  # one of STATES, or open, due_soon
    body: int | None = None
    document: int | None = None
    due_from: date | None = None
    due_to: date | None = None
    order: str = "due"


def views_of(as_of: date) -> dict[str, Q]:
    """The four states, what waits to be confirmed and the waived, which add up to all; views across them.

    Whether a report was sent is told as it is now.
    """
    done = Q(fulfilled_on__isnull=False, fulfilled_on__lte=as_of)
    late = Q(due__isnull=False, due__lt=as_of)
    owed = Q(waived_on__isnull=True)
    undone = owed & (Q(fulfilled_on__isnull=True) | Q(fulfilled_on__gt=as_of))
    sent = Q(report__state__in=SENT)
    at_body = undone & ~sent
    in_time = Q(due__isnull=True) | Q(fulfilled_on__lte=F("due"))
    return {
        "done_in_time": owed & done & in_time,
        "done_late": owed & done & Q(due__isnull=False, fulfilled_on__gt=F("due")),
        "open_in_time": at_body & (Q(due__isnull=True) | Q(due__gte=as_of)),
        "open_late": at_body & late,
        "sent": undone & sent,
        "waived": Q(waived_on__isnull=False),
        "open": undone,
        "due_soon": at_body & Q(due__gte=as_of, due__lte=as_of + timedelta(days=DUE_SOON_DAYS)),
    }


@dataclass(frozen=True, slots=True)
class ObligationList:
    """A filtered, ordered list and the counts above it (of the same filter without its state)."""

    rows: QuerySet[Obligation]
    counts: dict[str, int]
    total: int
    shown: int


def obligation_list(access: Access, wanted: ObligationFilter, *, as_of: date) -> ObligationList:
    """The obligations a reader sees, filtered, with body and document; the counts are one query."""
    found = obligations_seen(access)
    for word in search_key(wanted.text).split():
        found = found.filter(Q(body__folded__contains=word) | Q(document__folded__contains=word))
    exact = {"kind": wanted.kind, "body": wanted.body, "document": wanted.document}
    found = found.filter(**{name: value for name, value in exact.items() if value})
    if wanted.due_from is not None:
        found = found.filter(due__gte=wanted.due_from)
    if wanted.due_to is not None:
        found = found.filter(due__lte=wanted.due_to)
    views = views_of(as_of)
    counts = found.aggregate(**{name: Count("pk", filter=condition) for name, condition in views.items()})
    if wanted.state in views:
        found = found.filter(views[wanted.state])
    total = sum(counts[name] for name in STATES)
    rows = with_words(found).select_related("body", "document", "fulfilled_by", "report")
    rows = rows.order_by(*ORDERS.get(wanted.order, ORDERS["due"]))
    return ObligationList(rows, counts, total, counts.get(wanted.state, total))
