"""What a person may see of documents, files, jobs and proposals. Every read takes the reader's `Access`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import QuerySet

from dondoc.web.accounts.access import Access
from dondoc.web.bodies.models import Body
from dondoc.web.plans.models import Indicator
from dondoc.web.sources.models import Batch, Document, Fact, File, ReadJob, Reading


@dataclass(frozen=True, slots=True)
class DocumentFilters:
    """ "" or None: no restriction."""

    query: str = ""  # words of title, symbol, issuer, with or without marks
    type: str = ""
    standing: str = ""
    issuer: int | None = None
    since: date | None = None
    until: date | None = None
    open_only: bool = False  # with proposals left to review
    order: str = "-date"  # date, title, symbol, open_facts, created_at; "-" reverses


def documents_seen(access: Access, filters: DocumentFilters | None = None) -> QuerySet[Document]:
    """The documents the reader may see, issuer and owner at hand."""
    raise NotImplementedError


def document_seen(access: Access, pk: int) -> Document:
    """One document; Http404 where the reader may not see it."""
    raise NotImplementedError


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """What the document page and the review screen show."""

    document: Document
    files: list[File]
    reading: Reading | None  # None while nothing of it has been read
    facts: list[Fact]  # of that reading, in the text's order
    counts: dict[str, dict[str, int]]  # kind → state → how many
    can_review: bool
    lost: list[models.Model] = field(default_factory=list)  # mentions whose quote the new reading lacks


def document_page(access: Access, pk: int, *, file: int | None = None) -> DocumentPage:
    """All of one document in a bounded number of queries; Http404 where the reader may not see it."""
    raise NotImplementedError


def facts_of(document: Document, access: Access, *, kind: str = "", state: str = "") -> QuerySet[Fact]:
    """The facts of the document's current readings, in order."""
    raise NotImplementedError


def fact_seen(access: Access, pk: int) -> Fact:
    """One fact; Http404."""
    raise NotImplementedError


def fact_to_review(access: Access, pk: int) -> Fact:
    """One fact the person may decide: Http404 where unseen, PermissionDenied where only read."""
    raise NotImplementedError


def document_to_review(access: Access, pk: int) -> Document:
    """As `fact_to_review`."""
    raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something a fact may belong to, and why it is thought so."""

    row: models.Model
    score: int  # 0 … 100
    reason: str  # Vietnamese: "trùng tên gọi trong danh mục"


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Best first."""

    indicators: list[Candidate] = field(default_factory=list)
    bodies: list[Candidate] = field(default_factory=list)
    rows: list[Candidate] = field(default_factory=list)  # confirmed rows that say the same: merge into


def suggestions(fact: Fact) -> Suggestions:
    """Where a fact may belong."""
    raise NotImplementedError


def batches_seen(access: Access) -> QuerySet[Batch]:
    """Batches sent in for a body of the reader's UPLOAD branch, newest first."""
    raise NotImplementedError


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
    raise NotImplementedError


def upload_owners(access: Access) -> QuerySet[Body]:
    """Bodies the person may upload for."""
    raise NotImplementedError


def file_seen(access: Access, pk: int) -> File:
    """A file of a document the reader may see; Http404."""
    raise NotImplementedError


def indicators(query: str = "", limit: int = 20) -> list[Indicator]:
    """Indicators by words of their name or alias, for a chooser."""
    raise NotImplementedError


if TYPE_CHECKING:
    _ = Body
