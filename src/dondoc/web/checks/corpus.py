"""The index of the register's documents, kept beside the database and brought up to date when it is asked."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Iterator
from typing import TypeVar

from django.conf import settings

from dondoc.programmecheck import Index, is_broken
from dondoc.records.check import CheckSource, SourceRole
from dondoc.web.sources.models import Document, Reading, TypeChoice

T = TypeVar("T")
logger = logging.getLogger(__name__)
FILE = "check-index.sqlite3"  # in DATA; made anew where it is missing
# What a programme may have been copied from: not press, not reports.
KINDS = (
    TypeChoice.RESOLUTION,
    TypeChoice.PROGRAMME,
    TypeChoice.PLAN,
    TypeChoice.DECISION,
    TypeChoice.DIRECTIVE,
    TypeChoice.CONCLUSION,
    TypeChoice.NOTICE,
)
_AT_ONCE = 100  # documents of one transaction of the index


def asked(ask: Callable[[Index], T]) -> T:
    """What is asked of the index, with every document of the register as it was last read.

    A broken index is put aside, made anew and asked again: all of it is in the register.
    """
    try:
        with _opened(Index(settings.DATA / FILE)) as index:
            return ask(index)
    except sqlite3.DatabaseError as error:
        if not is_broken(error):
            raise
    logger.warning("Chỉ mục %s bị hỏng, được lập lại từ sổ văn bản.", FILE)
    with _opened(Index.anew(settings.DATA / FILE)) as index:
        return ask(index)


def _opened(index: Index) -> Index:
    """The index brought up to date, document by document."""
    stamps = index.stamps()
    wanted = dict(
        Reading.objects.filter(is_current=True, file__document__type__in=KINDS)
        .order_by("pk")
        .values_list("file__document_id", "pk")
    )
    for key in stamps.keys() - {key_of(document) for document in wanted}:
        index.remove(key)
    fresh = [pk for document, pk in wanted.items() if stamps.get(key_of(document)) != str(pk)]
    for start in range(0, len(fresh), _AT_ONCE):
        index.add_many(_rows(fresh[start : start + _AT_ONCE]))
    return index


def _rows(readings: list[int]) -> Iterator[tuple[str, str, str, str]]:
    rows = Reading.objects.filter(pk__in=readings).select_related("file__document")
    for reading in rows.only("text", "file__document__title", "file__document__symbol"):
        document = reading.file.document
        if document is not None:
            yield key_of(document.pk), reading.text, str(document), str(reading.pk)


def key_of(document: int) -> str:
    """How the index and the results name a document of the register."""
    return f"document:{document}"


def number_of(key: str) -> int | None:
    """The document a key names; None for any other key."""
    _, colon, number = key.partition(":")
    return int(number) if colon and number.isdigit() else None


def source_of(document: Document, role: SourceRole) -> CheckSource:
    """A document of the register as the check names it."""
    return CheckSource(
        key=key_of(document.pk),
        title=document.title,
        role=role,
        symbol=document.symbol,
        issuer=document.issuer_as_written,
        date=document.date,
    )


def neighbours(seen: dict[int, Document], but: set[int]) -> Callable[[str], CheckSource | None]:
    """Names the documents one may see, the programme and its parents left out."""

    def named(key: str) -> CheckSource | None:
        number = number_of(key)
        if number is None or number in but or number not in seen:
            return None
        return source_of(seen[number], SourceRole.NEIGHBOUR)

    return named
