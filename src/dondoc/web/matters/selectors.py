"""What a person may see of matters and tallies; every read starts at `*_seen(access)`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from django.db.models import BooleanField, Case, F, Prefetch, Q, QuerySet, When

from dondoc.text.normalize import search_key
from dondoc.web.accounts.access import Access
from dondoc.web.matters.models import Matter, NatureOfMatter, Tally
from dondoc.web.sources.models import Mention
from dondoc.web.sources.selectors import documents_seen

# The two lists of matters: what is wrong and why; what somebody cannot do alone.
WRONG = (NatureOfMatter.SHORTCOMING.value, NatureOfMatter.CAUSE.value)
PROPOSED = (NatureOfMatter.DIFFICULTY.value, NatureOfMatter.PROPOSAL.value)


@dataclass(frozen=True, slots=True)
class MatterFilter:
    """What a reader asked for; an empty string and None ask for nothing."""

    text: str = ""
    nature: str = ""
    voice: str = ""
    body: int | None = None
    year: int | None = None  # of the document
    document: int | None = None
    order: str = "-date"


@dataclass(frozen=True, slots=True)
class TallyFilter:
    """What a reader asked for; an empty string and None ask for nothing."""

    text: str = ""
    kind: str = ""
    year: int | None = None
    document: int | None = None
    order: str = "-date"


_DAY = F("document__date")
_ORDERS = {
    "date": (_DAY.asc(nulls_last=True), "document_id", "pk"),
    "-date": (_DAY.desc(nulls_last=True), "-document_id", "pk"),
    "words": ("sort_key", "pk"),
    "-words": ("-sort_key", "-pk"),
}
MATTER_ORDERS = _ORDERS | {
    "body": (F("body__sort_key").asc(nulls_last=True), _DAY.desc(nulls_last=True), "pk"),
    "-body": (F("body__sort_key").desc(nulls_last=True), _DAY.desc(nulls_last=True), "pk"),
}
TALLY_ORDERS = _ORDERS


def matters_seen(access: Access) -> QuerySet[Matter]:
    """Those in documents the reader sees (`readable`), and those a body of their branch is to answer."""
    documents = documents_seen(access).order_by().values("pk")
    readable = Case(When(document__in=documents, then=True), default=False, output_field=BooleanField())
    standing = Matter.objects.filter(withdrawn_at__isnull=True).annotate(readable=readable)
    return standing.filter(Q(readable=True) | Q(body_id__in=access.body_ids))


def tallies_seen(access: Access) -> QuerySet[Tally]:
    """Those in documents the reader sees."""
    documents = documents_seen(access).order_by().values("pk")
    return Tally.objects.filter(document__in=documents, withdrawn_at__isnull=True)


def matter_list(access: Access, natures: tuple[str, ...], wanted: MatterFilter) -> QuerySet[Matter]:
    """The matters of these natures as filtered and ordered, with what a row shows."""
    found = matters_seen(access).filter(nature__in=[wanted.nature] if wanted.nature in natures else natures)
    if wanted.voice:
        found = found.filter(voice=wanted.voice)
    if wanted.body:
        found = found.filter(body=wanted.body)
    found = _narrowed(found, wanted.text, wanted.year, wanted.document)
    found = found.select_related("body", "document").prefetch_related(_mentions())
    return found.order_by(*MATTER_ORDERS[wanted.order])


def tally_list(access: Access, wanted: TallyFilter) -> QuerySet[Tally]:
    """The tallies as filtered and ordered, with what a row shows."""
    found = tallies_seen(access)
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    found = _narrowed(found, wanted.text, wanted.year, wanted.document)
    found = found.select_related("document").prefetch_related("parts", _mentions())
    return found.order_by(*TALLY_ORDERS[wanted.order])


Row = TypeVar("Row", Matter, Tally)


def _narrowed(found: QuerySet[Row], text: str, year: int | None, document: int | None) -> QuerySet[Row]:
    for word in search_key(text).split():
        found = found.filter(folded__contains=word)
    if year:
        found = found.filter(document__date__year=year)
    if document:
        found = found.filter(document=document)
    return found


def _mentions() -> Prefetch[str, QuerySet[Mention], str]:
    return Prefetch("mentions", Mention.objects.order_by("pk"))


def years(rows: QuerySet[Matter] | QuerySet[Tally]) -> list[int]:
    """The years of the documents these stand in, newest first."""
    days = rows.order_by().values_list("document__date__year", flat=True).distinct()
    return sorted((year for year in days if year), reverse=True)
