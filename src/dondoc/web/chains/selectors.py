"""What a person may see of chains: links between documents they see, proposals, the life of a document."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from dondoc.assessment.documentlife import number_of, one_numbering, relation_said, standing
from dondoc.records.documentlife import DocumentEvent, DocumentEventKind, DocumentStanding
from dondoc.text.normalize import search_key
from dondoc.web.accounts.access import Access, Action
from dondoc.web.chains.models import LifeEvent, Link, RelationChoice
from dondoc.web.sources.models import Citation, Document, Mention, StandingChoice
from dondoc.web.sources.selectors import document_seen, documents_seen

_BEFORE = 240  # characters before a mention that are looked at for what it is to this document
_DEEP = 8  # levels of a chain that are followed


def links_seen(access: Access) -> QuerySet[Link]:
    """Standing links between two documents the reader sees."""
    seen = documents_seen(access).order_by().values("pk")
    return Link.objects.filter(withdrawn_at=None, declined=False, child__in=seen, parent__in=seen)


def link_to_decide(access: Access, pk: int) -> Link:
    """A link the person may take back: Http404 where unseen, PermissionDenied where only read."""
    seen = documents_seen(access).order_by().values("pk")
    link = (
        Link.objects.filter(pk=pk, child__in=seen, parent__in=seen)
        .select_related("child__owner", "parent")
        .first()
    )
    if link is None:
        raise Http404
    access.require(Action.REVIEW, link.child.owner_id)
    return link


# --- the chain ------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Knot:
    """A document in a chain, with the link that leads to it and how far it is from the one asked about."""

    document: Document
    link: Link
    depth: int  # 1: directly above or below


@dataclass(slots=True)
class Chain:
    """What a document stands under and what stands under it, nearest first, each branch together."""

    above: list[Knot] = field(default_factory=list)
    below: list[Knot] = field(default_factory=list)


def chain_of(access: Access, document: Document) -> Chain:
    """Both ways, in two queries: a document met on two ways stands at the first only."""
    links = list(links_seen(access).order_by("parent__date", "child__date", "pk"))
    documents = {
        one.pk: one
        for one in Document.objects.filter(
            pk__in={pk for link in links for pk in (link.child_id, link.parent_id)}
        ).select_related("issuer", "owner")
    }
    up: dict[int, list[Link]] = {}
    down: dict[int, list[Link]] = {}
    for link in links:
        link.child, link.parent = documents[link.child_id], documents[link.parent_id]
        up.setdefault(link.child_id, []).append(link)
        down.setdefault(link.parent_id, []).append(link)
    chain = Chain()
    _walk(chain.above, document.pk, 1, up, documents, {document.pk}, upward=True)
    _walk(chain.below, document.pk, 1, down, documents, {document.pk}, upward=False)
    return chain


def _walk(
    found: list[Knot],
    pk: int,
    depth: int,
    links: dict[int, list[Link]],
    documents: dict[int, Document],
    met: set[int],
    *,
    upward: bool,
) -> None:
    for link in links.get(pk, ()):
        other = link.parent_id if upward else link.child_id
        if other in met:
            continue
        met.add(other)
        found.append(Knot(documents[other], link, depth))
        if depth < _DEEP:
            _walk(found, other, depth + 1, links, documents, met, upward=upward)


# --- proposals ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Proposed:
    """A link that a confirmed mention suggests; nothing counts until a person has said so."""

    child: Document
    parent: Document
    relation: RelationChoice
    citation: Citation
    said: str  # the word before the mention that says so: "thực hiện"
    words: str  # the mention with the words before it

    @property
    def reason(self) -> str:
        """Why it is proposed, as it is kept with the link."""
        return f"“{self.words}”"[:300]


def proposed(access: Access, document: Document) -> list[Proposed]:
    """Links that confirmed mentions suggest for a document, as child and as parent, decided ones left out."""
    seen = documents_seen(access).order_by().values("pk")
    mentions = (
        Mention.objects.filter(citation__withdrawn_at=None, citation__cited__isnull=False)
        .filter(Q(citation__document=document) | Q(citation__cited=document))
        .filter(citation__document__in=seen, citation__cited__in=seen)
        .select_related("citation__document__owner", "citation__cited", "reading")
        .order_by("document__date", "document_id", "start")
    )
    decided = set(
        Link.objects.filter(withdrawn_at=None)
        .filter(Q(child=document) | Q(parent=document))
        .values_list("child_id", "parent_id")
    )
    found: dict[tuple[int, int], Proposed] = {}
    for mention in mentions:
        citation = mention.citation
        assert citation is not None
        assert citation.cited is not None
        child, parent = citation.document, citation.cited
        pair = (child.pk, parent.pk)
        if pair in decided or pair in found or StandingChoice.PRESS in (child.standing, parent.standing):
            continue
        if child.date and parent.date and child.date < parent.date:
            continue
        before = mention.reading.text[max(0, mention.start - _BEFORE) : mention.start]
        told = relation_said(before)
        if told is None:
            continue
        at = before.lower().rfind(told[1])
        words = " ".join(f"{before[at:]}{mention.quote}".split())
        found[pair] = Proposed(child, parent, RelationChoice(told[0].value), citation, told[1], words)
    return list(found.values())


# --- identity -------------------------------------------------------------------------------------------


def alike(access: Access, document: Document) -> list[Document]:
    """Other entries that seem to be the same document: issuer, type and number in one numbering.

    The number is given once a term by the Party, once a year by the State: another day is then a slip of the
    pen in one of the two.
    """
    same = _same_number(access, document)
    return [] if same is None else [other for other in same[:_MOST_ALIKE] if _is_alike(document, other)]


def noticed(access: Access, document: Document) -> tuple[list[Document], list[Document]]:
    """What its reader has to know of others: those alike, and issued ones that replace it; one query."""
    links = links_seen(access).filter(parent=document, relation=RelationChoice.REPLACES)
    issued = links.filter(child__standing=StandingChoice.ISSUED, child__date__isnull=False)
    later = issued.order_by().values("child")
    same = _same_number(access, document)
    asked = Q(pk__in=later) if same is None else Q(pk__in=later) | Q(pk__in=same.order_by().values("pk"))
    found = Document.objects.filter(asked).annotate(replaces=Exists(issued.filter(child=OuterRef("pk"))))
    others = list(found.order_by("date", "pk")[:_MOST_ALIKE])
    return (
        [other for other in others if same is not None and _is_alike(document, other)],
        [other for other in others if vars(other)["replaces"]],
    )


_MOST_ALIKE = 50


def _same_number(access: Access, document: Document) -> QuerySet[Document] | None:
    """Those that may be the same; None for a document that has no number or day, or is none."""
    number = number_of(document.symbol)
    if number is None or document.date is None or document.standing == StandingChoice.PRESS:
        return None
    same = documents_seen(access).filter(type=document.type).exclude(pk=document.pk).exclude(date=None)
    if document.issuer_id is not None:
        same = same.filter(issuer=document.issuer_id)
    else:
        same = same.filter(issuer=None, issuer_as_written__iexact=document.issuer_as_written)
    same = same.exclude(standing=StandingChoice.PRESS).filter(symbol__contains=str(number))
    return same.order_by("date", "pk")


def _is_alike(document: Document, other: Document) -> bool:
    if document.date is None or other.date is None or other.type != document.type:
        return False
    return (
        number_of(other.symbol) == number_of(document.symbol)
        and _series(other.symbol) == _series(document.symbol)
        and (other.issuer_id or other.issuer_as_written.casefold())
        == (document.issuer_id or document.issuer_as_written.casefold())
        and one_numbering(document.symbol, document.date, other.date)
    )


def _series(symbol: str) -> str:
    """What of a symbol names the series: "05-NQ/TU" → "nqtu"."""
    return "".join(filter(str.isalpha, search_key(symbol)))


# --- life -----------------------------------------------------------------------------------------------


def life_of(document: Document) -> QuerySet[LifeEvent]:
    """Everything recorded, oldest first, cancelled ones too."""
    return document.life.filter(cancels=None).select_related("by", "paper", "cancelled_by__by")


def events_of(
    document: Document, recorded: Iterable[LifeEvent], below: Iterable[tuple[Link, Document]]
) -> list[DocumentEvent]:
    """The document's events as the core takes them.

    What the register knows anyway is among them: an issued document was issued on its own day, a draft
    drafted; one that a later document amends or replaces was so on that document's day.

    Args:
        document: Whose life it is.
        recorded: Its events; cancelled ones are left out.
        below: The links to documents directly under it, with them.
    """
    made = []
    recorded = [event for event in recorded if not _cancelled(event)]
    kinds = {event.kind for event in recorded}
    own = {"issued": DocumentEventKind.ISSUED, "draft": DocumentEventKind.DRAFTED}.get(document.standing)
    if own is not None and document.date is not None and own.value not in kinds:
        made.append(DocumentEvent(own, document.date))
    for link, child in below:
        kind = {
            RelationChoice.AMENDS: DocumentEventKind.AMENDED,
            RelationChoice.REPLACES: DocumentEventKind.REPLACED,
        }.get(RelationChoice(link.relation))
        if kind is not None and child.date is not None and child.standing == StandingChoice.ISSUED:
            made.append(DocumentEvent(kind, child.date, timezone.localdate(link.decided_at)))
    told = (DocumentEvent(DocumentEventKind(e.kind), e.on, timezone.localdate(e.at)) for e in recorded)
    return [*made, *told]


def _cancelled(event: LifeEvent) -> bool:
    return event.cancels_id is not None or getattr(event, "cancelled_by", None) is not None


def stands(
    document: Document,
    recorded: Iterable[LifeEvent],
    below: Iterable[tuple[Link, Document]],
    *,
    as_of: date,
) -> DocumentStanding:
    """Where the document stands on a day."""
    return standing(events_of(document, recorded, below), as_of=as_of)


def event_to_decide(access: Access, pk: int) -> LifeEvent:
    """A recorded event the person may cancel: Http404 where unseen, PermissionDenied where only read."""
    event = LifeEvent.objects.filter(pk=pk).select_related("document").first()
    if event is None:
        raise Http404
    document = document_seen(access, event.document_id)
    access.require(Action.REVIEW, document.owner_id)
    return event
