"""What a person may see of documents, files, jobs and proposals. Every read takes the reader's `Access`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import Http404

from dondoc.text.normalize import search_key
from dondoc.web.accounts.access import Access, Action, among
from dondoc.web.bodies.models import Body, BodyKind
from dondoc.web.bodies.selectors import bodies_acted_for
from dondoc.web.plans.models import Indicator, TargetVersion, Task, TaskPartner
from dondoc.web.sources.models import (
    SUBJECTS,
    Batch,
    Document,
    Fact,
    FactState,
    File,
    JobState,
    Mention,
    MentionPlace,
    Reading,
    ReadJob,
    StandingChoice,
)
from dondoc.web.sources.suggest import Candidate, Suggestions, suggestions

__all__ = [
    "Candidate",
    "DocumentFilters",
    "DocumentPage",
    "Progress",
    "Suggestions",
    "batch_progress",
    "batches_seen",
    "document_page",
    "document_seen",
    "document_to_register",
    "document_to_review",
    "documents_seen",
    "fact_seen",
    "fact_to_review",
    "facts_of",
    "file_seen",
    "indicators",
    "issued_documents",
    "suggestions",
    "upload_owners",
]


@dataclass(frozen=True, slots=True)
class DocumentFilters:
    """An empty string or None restricts nothing."""

    query: str = ""  # words of title, symbol, issuer, with or without marks
    type: str = ""
    standing: str = ""
    issuer: int | None = None
    since: date | None = None
    until: date | None = None
    open_only: bool = False  # with proposals left to review
    order: str = "-date"  # date, title, symbol, open_facts, created_at; "-" reverses


_ORDERS = {
    "date": "date",
    "title": "sort_key",
    "symbol": "symbol",
    "open_facts": "open_facts",
    "created_at": "created_at",
}


def documents_seen(access: Access, filters: DocumentFilters | None = None) -> QuerySet[Document]:
    """The documents the reader may see, issuer and owner at hand.

    Those kept or issued in their branch, those their branch sent in, and those that give it a task or target.
    """
    mine = access.body_ids
    if not mine:
        return Document.objects.none()
    seen = Document.objects.select_related("issuer", "owner", "stands_on")
    if not access.everything:
        seen = seen.filter(Q(owner_id__in=among(mine)) | Q(issuer_id__in=among(mine)) | _told(among(mine)))
    return _filtered(seen, filters or DocumentFilters())


def _told(mine: Any) -> Q:
    """What gives a branch a task or a target, or was sent in by it.

    Lists of keys that start at the bodies: asked of each document, a body's targets were read every time.
    """
    leads = Task.objects.filter(lead_id__in=mine, withdrawn_at=None)
    helps = TaskPartner.objects.filter(body_id__in=mine, task__withdrawn_at=None)
    promised = TargetVersion.objects.filter(target__body_id__in=mine, withdrawn_at=None, document__gt=0)
    sent = ReadJob.objects.filter(batch__owner_id__in=mine, file__document__gt=0)
    return (
        Q(pk__in=leads.order_by().values("document"))
        | Q(pk__in=helps.order_by().values("task__document"))
        | Q(pk__in=promised.order_by().values("document"))
        | Q(pk__in=sent.order_by().values("file__document"))
    )


def _filtered(documents: QuerySet[Document], wanted: DocumentFilters) -> QuerySet[Document]:
    for word in search_key(wanted.query[:300]).split():
        documents = documents.filter(folded__contains=word)
    exact = {"type": wanted.type, "standing": wanted.standing, "issuer": wanted.issuer}
    documents = documents.filter(**{name: value for name, value in exact.items() if value})
    if wanted.since:
        documents = documents.filter(date__gte=wanted.since)
    if wanted.until:
        documents = documents.filter(date__lte=wanted.until)
    if wanted.open_only:
        documents = documents.filter(open_facts__gt=0)
    column = _ORDERS.get(wanted.order.removeprefix("-"), "date")
    sign = "-" if wanted.order.startswith("-") else ""
    return documents.order_by(f"{sign}{column}", "-pk")


def document_seen(access: Access, pk: int) -> Document:
    """One document; Http404 where the reader may not see it."""
    document = documents_seen(access).filter(pk=pk).first()
    if document is None:
        raise Http404
    return document


def document_to_review(access: Access, pk: int) -> Document:
    """One document the person may decide on: Http404 where unseen, PermissionDenied where only read."""
    document = document_seen(access, pk)
    access.require(Action.REVIEW, document.owner_id)
    return document


def document_to_register(access: Access, pk: int) -> Document:
    """One document whose entry the person may correct; as `document_to_review`."""
    document = document_seen(access, pk)
    access.require(Action.REGISTER, document.owner_id)
    return document


def issued_documents(access: Access, query: str = "", limit: int = 20) -> list[Document]:
    """Issued documents by words of title, symbol or issuer, for a chooser; newest first."""
    wanted = DocumentFilters(query=query, standing=StandingChoice.ISSUED)
    return list(documents_seen(access, wanted)[:limit])


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """What the document page and the review screen show."""

    document: Document
    files: list[File]
    reading: Reading | None  # None while nothing of it has been read
    # In the text's order: those of this reading, and confirmed ones of older readings of the file whose
    # quote this reading holds (`start` and `end` are then those of this reading).
    facts: list[Fact]
    counts: dict[str, dict[str, int]]  # kind → state → how many
    can_review: bool
    can_register: bool
    lost: list[Mention] = field(default_factory=list)  # their quote is not in this reading


def document_page(access: Access, pk: int, *, file: int | None = None) -> DocumentPage:
    """All of one document in a bounded number of queries; Http404 where the reader may not see it.

    Args:
        access: The reader's.
        pk: Of the document.
        file: Which of its files to show; None: the newest one that has been read.
    """
    document = document_seen(access, pk)
    files = list(document.files.order_by("-uploaded_at", "-pk"))
    readings = Reading.objects.filter(file__document=document, is_current=True).select_related("file")
    if file is not None:
        readings = readings.filter(file_id=file)
        if not any(f.pk == file for f in files):
            raise Http404
    made = readings.order_by("-file__uploaded_at", "-file_id").first()
    facts: list[Fact] = []
    lost: list[Mention] = []
    if made is not None:
        facts = list(_with_rows(made.facts.defer("why")))
        older, lost = _older(made)
        facts = sorted([*facts, *older], key=lambda fact: (fact.start, fact.end, fact.pk))
    counts: dict[str, dict[str, int]] = {}
    for fact in facts:
        of_kind = counts.setdefault(fact.kind, {})
        of_kind[fact.state] = of_kind.get(fact.state, 0) + 1
    may = [access.can(action, document.owner_id) for action in (Action.REVIEW, Action.REGISTER)]
    return DocumentPage(document, files, made, facts, counts, may[0], may[1], lost)


def _with_rows(facts: QuerySet[Fact]) -> QuerySet[Fact]:
    mentions = Mention.objects.select_related(
        *SUBJECTS,
        "target_version__target__indicator",
        "target_version__target__body",
        "observation__indicator",
        "observation__body",
        "task__lead",
        "position__person",
    )
    return (
        facts.select_related("decided_by")
        .prefetch_related(Prefetch("mentions", mentions, to_attr="mention_rows"))
        .order_by("order", "pk")
    )


def _older(made: Reading) -> tuple[list[Fact], list[Mention]]:
    """Confirmed facts of the file's older readings, placed in this one; and mentions it does not hold."""
    places = {place.mention_id: place for place in MentionPlace.objects.filter(reading=made)}
    if not places:
        return [], []
    found: list[Fact] = []
    lost: list[Mention] = []
    for fact in _with_rows(Fact.objects.filter(mentions__in=list(places)).distinct()):
        for mention in fact.all_mentions()[:1]:
            place = places.get(mention.pk)
            if place is None or place.start is None or place.end is None:
                lost.append(mention)
                continue
            shift = place.start - fact.start
            fact.start, fact.end = place.start, place.end
            if fact.value_start is not None and fact.value_end is not None:
                fact.value_start, fact.value_end = fact.value_start + shift, fact.value_end + shift
            found.append(fact)
    return found, lost


def facts_of(document: Document, access: Access, *, kind: str = "", state: str = "") -> QuerySet[Fact]:
    """The facts of the document's current readings, in order."""
    facts = Fact.objects.filter(
        document=document, document__in=documents_seen(access).order_by().values("pk")
    )
    facts = facts.filter(Q(reading__is_current=True) | Q(state__in=[FactState.CONFIRMED, FactState.REJECTED]))
    exact = {"kind": kind, "state": state}
    return _with_rows(facts.filter(**{name: value for name, value in exact.items() if value}))


def fact_seen(access: Access, pk: int) -> Fact:
    """One fact; Http404."""
    fact = (
        _with_rows(
            Fact.objects.select_related("document__owner", "document__issuer", "reading").defer(
                "reading__scans"
            )
        )
        .filter(pk=pk)
        .first()
    )
    if fact is None or not documents_seen(access).filter(pk=fact.document_id).exists():
        raise Http404
    return fact


def fact_to_review(access: Access, pk: int) -> Fact:
    """One fact the person may decide: Http404 where unseen, PermissionDenied where only read."""
    fact = fact_seen(access, pk)
    access.require(Action.REVIEW, fact.document.owner_id)
    return fact


def batches_seen(access: Access) -> QuerySet[Batch]:
    """Batches sent in for a body of the reader's UPLOAD branch, newest first, with counts of jobs."""
    return (
        Batch.objects.filter(owner_id__in=among(access.bodies(Action.UPLOAD)))
        .select_related("created_by", "owner")
        .annotate(
            total=Count("jobs"),
            done=Count("jobs", filter=Q(jobs__state=JobState.DONE)),
            failed=Count("jobs", filter=Q(jobs__state=JobState.FAILED)),
        )
    )


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch is."""

    batch: Batch
    jobs: list[ReadJob]
    total: int
    done: int
    failed: int

    @property
    def finished(self) -> bool:
        return self.done + self.failed == self.total


def batch_progress(access: Access, pk: int) -> Progress:
    """One batch with its jobs (their documents at hand as `job.file.document`); Http404."""
    batch = batches_seen(access).filter(pk=pk).first()
    if batch is None:
        raise Http404
    jobs = list(batch.jobs.select_related("file__document"))
    states = [job.state for job in jobs]
    return Progress(batch, jobs, len(jobs), states.count(JobState.DONE), states.count(JobState.FAILED))


def upload_owners(access: Access) -> QuerySet[Body]:
    """Bodies the person may upload for; what the centre issued is kept by the province it was sent to."""
    return bodies_acted_for(access, Action.UPLOAD).exclude(kind=BodyKind.CENTRAL)


def file_seen(access: Access, pk: int) -> File:
    """A file of a document the reader may see; Http404."""
    file = File.objects.select_related("document").filter(pk=pk).first()
    if (
        file is None
        or file.document_id is None
        or not documents_seen(access).filter(pk=file.document_id).exists()
    ):
        raise Http404
    return file


def indicators(query: str = "", limit: int = 20) -> list[Indicator]:
    """Indicators by words of their name or alias, for a chooser."""
    found = Indicator.objects.filter(merged_into=None)
    for word in search_key(query[:300]).split():
        other = Q(aliases__folded__contains=word, aliases__withdrawn_at=None)
        found = found.filter(Q(folded__contains=word) | other)
    return list(found.distinct()[:limit])
