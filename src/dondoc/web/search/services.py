"""Keeping the index in step. Every service that changes a findable row calls `index` in its transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models

from dondoc.text.normalize import search_key, sort_key
from dondoc.web.bodies.models import Body, Person
from dondoc.web.plans.models import Indicator, Target, Task
from dondoc.web.search.models import Entry
from dondoc.web.sources.models import Document, Meeting, Reading

MAX_TEXT = 200_000  # characters of a document's text that can be found; a 100-page programme has as many
_MAX_WORD = 200  # PostgreSQL refuses lexemes over 2 kB; no word is that long


@dataclass(frozen=True, slots=True)
class _Card:
    """What a row says of itself to be found."""

    kind: str
    title: str
    text: str = ""
    day: date | None = None
    document: int | None = None
    body: int | None = None


def index(row: models.Model) -> Entry:
    """Make the row findable, or say anew what it is found by."""
    card = _CARDS[type(row)](row)
    title = card.title[:500]
    words = f"{card.title}\n{card.text[:MAX_TEXT]}"
    values = {
        "title": title,
        "text": card.text[:MAX_TEXT],
        "folded": " ".join(word[:_MAX_WORD] for word in search_key(words).split()),
        "title_folded": f" {search_key(title)[:518]} ",
        "sort_key": sort_key(title)[:400],
        "day": card.day,
        "document_id": card.document,
        "body_id": card.body,
    }
    return Entry.objects.update_or_create(kind=card.kind, row=row.pk, defaults=values)[0]


def drop(row: models.Model) -> None:
    """The row can no longer be found."""
    Entry.objects.filter(kind=_KINDS[type(row)], row=row.pk).delete()


def _document(document: Document) -> _Card:
    texts = Reading.objects.filter(file__document=document, is_current=True).values_list("text", flat=True)
    lines = [document.symbol, document.issuer_as_written, *texts[:3]]
    return _Card("document", document.title, "\n".join(filter(None, lines)), document.date, document.pk)


def _target(target: Target) -> _Card:
    names = target.versions.filter(withdrawn_at__isnull=True).values_list("name_as_printed", flat=True)
    text = "\n".join([target.period, target.body.name, *dict.fromkeys(names)])
    title = f"{target.indicator.name} – {target.period}"
    return _Card("target", title, text, target.period_end, body=target.body_id)


def _task(task: Task) -> _Card:
    partners = task.partners.values_list("as_written", flat=True)
    lead = task.lead.name if task.lead else ""
    text = "\n".join(filter(None, [task.action, task.lead_as_written, lead, task.product, *partners]))
    return _Card("task", task.action, text, task.due, task.document_id, task.lead_id)


def _body(body: Body) -> _Card:
    return _Card("body", body.name, "\n".join(body.names.values_list("name", flat=True)))


def _person(person: Person) -> _Card:
    titles = person.positions.filter(withdrawn_at__isnull=True).values_list("title", flat=True)
    return _Card("person", person.name, "\n".join(titles))


def _indicator(indicator: Indicator) -> _Card:
    names = indicator.aliases.values_list("name", flat=True)
    return _Card("indicator", indicator.name, "\n".join([*names, indicator.unit, indicator.field]))


def _meeting(meeting: Meeting) -> _Card:
    session = f" lần thứ {meeting.ordinal}" if meeting.ordinal else ""
    title = f"{meeting.body_as_written}{session}"
    return _Card("meeting", title, meeting.document.title, meeting.date, meeting.document_id)


_CARDS: dict[type[models.Model], Callable[[Any], _Card]] = {
    Document: _document,
    Target: _target,
    Task: _task,
    Body: _body,
    Person: _person,
    Indicator: _indicator,
    Meeting: _meeting,
}
_KINDS: dict[type[models.Model], str] = {
    Document: "document",
    Target: "target",
    Task: "task",
    Body: "body",
    Person: "person",
    Indicator: "indicator",
    Meeting: "meeting",
}
