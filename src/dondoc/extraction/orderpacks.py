"""Readers of the examples in the packs of orders, people, citations and meetings, for `packcheck`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dondoc.extraction import citations, directives, meetings, people, successions, taskcolumns
from dondoc.extraction.context import Context
from dondoc.extraction.lexicon import Lexicon
from dondoc.extraction.units import units
from dondoc.packs import Entry
from dondoc.records.document import Document, DocumentType, Header
from dondoc.text import names
from dondoc.text.matcher import PhraseMatcher
from dondoc.text.normalize import fold

_MOODS = {
    "order": {"order"},
    "modal": {"obligation"},
    "verb": {"imperative"},
    "adverb": {"imperative"},
    "opening": {"imperative"},
}


def _context(lexicon: Lexicon, text: str) -> Context:
    return Context(Document("0" * 64, text, header=Header(type=DocumentType.PRESS)), lexicon)


def _names(lexicon: Lexicon, text: str) -> list[str]:
    reader = names.NameReader(
        *(lexicon.packs.forms(family) for family in ("family_names", "not_names", "places"))
    )
    return [text[span.slice] for span in reader.find(text)]


def _cited(lexicon: Lexicon, entry: Entry, text: str) -> bool:
    return any(citation.type == entry["id"] for citation in citations.find(_context(lexicon, text)))


def _title(lexicon: Lexicon, entry: Entry, text: str) -> bool:
    forms = tuple(fold(form) for form in entry["forms"])
    found = people.find(_context(lexicon, text))
    return any(fold(position).startswith(forms) for person in found for position in person.positions)


def _body(lexicon: Lexicon, entry: Entry, text: str) -> bool:
    return any(
        p.id == entry["id"] for _, _, payloads in _context(lexicon, text).hits("orgs") for p in payloads
    )


def _meeting(lexicon: Lexicon, entry: Entry, text: str) -> bool:
    ctx = _context(lexicon, text)
    known = any(p.id == entry["id"] for _, _, payloads in ctx.hits("meetings") for p in payloads)
    return known and bool(meetings.find(ctx))


def _directive(lexicon: Lexicon, entry: Entry, text: str) -> bool:
    ctx = _context(lexicon, text)
    if not any(p.id == entry["id"] for _, _, payloads in ctx.hits("directives") for p in payloads):
        return False
    readings = [directives.read(ctx, unit) for unit in units(ctx)]
    moods = _MOODS.get(str(entry["class"]))
    if moods is not None:
        return any(reading.mood in moods for reading in readings)
    if entry["class"] in {"done", "noun", "speaker"}:
        return not any(reading.authority or reading.mood == "imperative" for reading in readings)
    return True


def _family_name(lexicon: Lexicon, entry: Entry, text: str) -> bool:
    found = _names(lexicon, text)
    return any(name.split()[0] in entry["forms"] for name in found)


def _no_name(lexicon: Lexicon, entry: Entry, text: str) -> bool:
    found = _names(lexicon, text)
    return not any(name.startswith(tuple(entry["forms"])) for name in found)


def _column(lexicon: Lexicon, entry: Entry, text: str) -> bool:
    return taskcolumns.column_of(_context(lexicon, ""), text) == str(entry["id"])


def _brought_column(lexicon: Lexicon, entry: Entry, text: str) -> bool:
    """A heading of a table that is brought in (`dondoc.exchange.fields`): its longest form counts."""
    forms = {
        fold(form): str(other["id"])
        for other in lexicon.packs.entries("exchange_columns")
        for form in other["forms"]
    }
    found = PhraseMatcher(forms).find(fold(text))
    return bool(found) and found[0][2] == entry["id"]


def _succession(lexicon: Lexicon, entry: Entry, text: str) -> bool:
    found = successions.resolve(text, None, lexicon)
    return found is not None and entry["id"] in found.id.split("/")


ORDER_READERS: Mapping[str, Callable[[Lexicon, Entry, str], bool]] = {
    "cited_types": _cited,
    "titles": _title,
    "orgs": _body,
    "meetings": _meeting,
    "directives": _directive,
    "family_names": _family_name,
    "not_names": _no_name,
    "task_columns": _column,
    "exchange_columns": _brought_column,
    "places": _succession,
    "successions": _succession,
}
