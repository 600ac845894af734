"""Keeping the index in step. Every service that changes a findable row calls `index` in its transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import models, transaction
from django.db.models import QuerySet

from dondoc.text.normalize import search_key, sort_key
from dondoc.web.bodies.models import Body, Person, Position
from dondoc.web.matters.models import Matter, Tally
from dondoc.web.plans.models import Indicator, Target, TargetVersion, Task
from dondoc.web.search.models import Entry
from dondoc.web.sources.models import Document, Meeting, Reading

MAX_TEXT = 200_000  # characters of a document's text that can be found; a 100-page programme has as many
_MAX_WORD = 200  # PostgreSQL refuses lexemes over 2 kB; no word is that long


@dataclass(frozen=True, slots=True)
class _Card:
    """What a row says of itself to be found: its title, and the other words, piece by piece."""

    kind: str
    title: str
    pieces: tuple[str, ...] = ()
    day: date | None = None
    document: int | None = None
    body: int | None = None


def index(row: models.Model) -> Entry:
    """Make the row findable, or say anew what it is found by."""
    return index_many([row])[0]


def index_many(rows: Sequence[models.Model]) -> list[Entry]:
    """The same of many rows of one table, in one statement beside what their cards ask for."""
    if not rows:
        return []
    if isinstance(rows[0], Document):
        cards = _documents([row for row in rows if isinstance(row, Document)])
    else:
        cards = {row.pk: _CARDS[type(row)](row) for row in rows}
    kind = next(iter(cards.values())).kind
    fresh = [Entry(kind=kind, row=pk, **_values(card)) for pk, card in cards.items()]
    return Entry.objects.bulk_create(
        fresh,
        update_conflicts=True,
        unique_fields=["kind", "row"],
        update_fields=[
            "title", "text", "folded", "title_folded", "sort_key", "day", "document_id", "body_id"
        ],
    )  # fmt: skip


def _values(card: _Card) -> dict[str, Any]:
    title = card.title[:500]
    between = "\n" if card.kind == "document" else " · "
    text = between.join(dict.fromkeys(filter(None, card.pieces)))[:MAX_TEXT]
    return {
        "title": title,
        "text": text,
        "folded": " ".join(filter(None, map(folded, (card.title, *card.pieces)))),
        "title_folded": f" {folded(title)[:518]} ",
        "sort_key": sort_key(title)[:400],
        "day": card.day,
        "document_id": card.document,
        "body_id": card.body,
    }


@lru_cache(maxsize=64)
def folded(text: str) -> str:
    """The words as they are looked for. A long text may be folded once before a transaction begins."""
    return " ".join(word[:_MAX_WORD] for word in search_key(text[:MAX_TEXT]).split())


def drop(row: models.Model) -> None:
    """The row can no longer be found."""
    Entry.objects.filter(kind=_KINDS[type(row)], row=row.pk).delete()


def _document(document: Document) -> _Card:
    return _documents([document])[document.pk]


def _documents(documents: Sequence[Document]) -> dict[int, _Card]:
    """Documents' cards by key; one query for all their texts, of which each has at most three."""
    texts: dict[int, list[str]] = defaultdict(list)
    read = Reading.objects.filter(file__document__in=documents, is_current=True)
    for pk, text in read.values_list("file__document_id", "text"):
        texts[pk].append(text)
    return {
        one.pk: _Card(
            "document", one.title, (one.symbol, one.issuer_as_written, *texts[one.pk][:3]), one.date, one.pk
        )
        for one in documents
    }


def _target(target: Target) -> _Card:
    # the versions may be loaded with the rows: then each card costs no query
    names = [version.name_as_printed for version in target.versions.all() if version.withdrawn_at is None]
    pieces = (target.period, target.body.name, *dict.fromkeys(names))
    title = f"{target.indicator.name} – {target.period}"
    return _Card("target", title, pieces, target.period_end, body=target.body_id)


def _task(task: Task) -> _Card:
    partners = task.partners.values_list("as_written", flat=True)
    lead = task.lead.name if task.lead else ""
    pieces = (task.lead_as_written, lead, task.product, *partners)
    return _Card("task", task.action, pieces, task.due, task.document_id, task.lead_id)


def _body(body: Body) -> _Card:
    return _Card("body", body.name, tuple(body.names.values_list("name", flat=True)))


def _person(person: Person) -> _Card:
    titles = person.positions.filter(withdrawn_at__isnull=True).values_list("title", flat=True)
    return _Card("person", person.name, tuple(titles))


def _indicator(indicator: Indicator) -> _Card:
    names = indicator.aliases.filter(withdrawn_at=None).values_list("name", flat=True)
    return _Card("indicator", indicator.name, (*names, indicator.unit, indicator.field))


def _meeting(meeting: Meeting) -> _Card:
    session = f" lần thứ {meeting.ordinal}" if meeting.ordinal else ""
    title = f"{meeting.body_as_written}{session}"
    return _Card("meeting", title, (meeting.document.title,), meeting.date, meeting.document_id)


def _matter(matter: Matter) -> _Card:
    pieces = (matter.speaker_as_written, matter.to_as_written, matter.document.title)
    return _Card("matter", matter.words, pieces, matter.document.date, matter.document_id, matter.body_id)


def _tally(tally: Tally) -> _Card:
    pieces = (tally.position, tally.source_as_written, tally.document.title)
    title = f"{tally.get_kind_display()}: {tally.about}"
    return _Card("tally", title, pieces, tally.document.date, tally.document_id)


_CARDS: dict[type[models.Model], Callable[[Any], _Card]] = {
    Document: _document,
    Target: _target,
    Task: _task,
    Body: _body,
    Person: _person,
    Indicator: _indicator,
    Meeting: _meeting,
    Matter: _matter,
    Tally: _tally,
}
_KINDS: dict[type[models.Model], str] = {
    Document: "document",
    Target: "target",
    Task: "task",
    Body: "body",
    Person: "person",
    Indicator: "indicator",
    Meeting: "meeting",
    Matter: "matter",
    Tally: "tally",
}


def findable() -> list[tuple[str, QuerySet[Any]]]:
    """Every row that can be found, by kind."""
    standing = TargetVersion.objects.filter(withdrawn_at__isnull=True).values("target")
    held = Position.objects.filter(withdrawn_at__isnull=True).values("person")
    rows: list[QuerySet[Any]] = [
        Document.objects.all(),
        Target.objects.filter(pk__in=standing).select_related("indicator", "body"),
        Task.objects.filter(withdrawn_at__isnull=True).select_related("lead"),
        Body.objects.all(),
        Person.objects.filter(pk__in=held),
        Indicator.objects.filter(merged_into=None),
        *(
            table.objects.filter(withdrawn_at__isnull=True).select_related("document")
            for table in (Meeting, Matter, Tally)
        ),
    ]
    return [(_KINDS[found.model], found) for found in rows]


def index_all() -> int:
    """Every row that stands findable anew, each in a transaction of its own; how many."""
    kept: dict[str, set[int]] = {}
    for kind, found in findable():
        for row in found.iterator(chunk_size=500):
            with transaction.atomic():
                kept.setdefault(kind, set()).add(index(row).row)
    stale = [
        pk
        for pk, kind, row in Entry.objects.values_list("pk", "kind", "row")
        if row not in kept.get(kind, ())
    ]
    for start in range(0, len(stale), 500):
        Entry.objects.filter(pk__in=stale[start : start + 500]).delete()
    return sum(map(len, kept.values()))
