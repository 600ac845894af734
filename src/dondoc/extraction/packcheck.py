"""Runs the examples that stand beside the entries of the packs: `dondoc.packs.check(packs, PACK_READERS)`.

Each family has a reader that says whether a short text is read with an entry: not whether its words occur,
but whether a fact comes of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dondoc.extraction import indicators, quantities, tables
from dondoc.extraction.context import Context
from dondoc.extraction.grammar import Quantity
from dondoc.extraction.lexicon import Lexicon, default_lexicon
from dondoc.packs import Entry
from dondoc.records.document import Document
from dondoc.records.facts import IndicatorStatement
from dondoc.text.normalize import fold
from dondoc.text.units import power_of


def _context(text: str, lexicon: Lexicon | None = None) -> Context:
    return Context(Document("0" * 64, text), lexicon or default_lexicon())


def _quantities(text: str) -> list[Quantity]:
    return quantities.find(_context(text))


def _statements(text: str) -> list[IndicatorStatement]:
    return indicators.find(_context(text))


def _forms(entry: Entry) -> set[str]:
    return {fold(form) for form in entry.get("forms", ())}


def _base_unit(unit: str | None) -> str:
    return power_of((unit or "").partition("/")[0])[1]


def _unit(entry: Entry, text: str) -> bool:
    return any(_base_unit(q.unit) == entry["symbol"] for q in _quantities(text))


def _count_noun(entry: Entry, text: str) -> bool:
    whole = _forms(entry)
    units = [fold(fact.unit or "") for fact in _statements(text)]
    return any(power_of(unit)[1] in whole or _base_unit(unit) in whole for unit in units)


def _not_counted(_: Entry, text: str) -> bool:
    return not any(q.dimension in {"count", "tally"} for q in _quantities(text))


def _number(entry: Entry, text: str) -> bool:
    found = _quantities(text)
    if entry["kind"] == "scale":
        return any(entry["name"] in (q.unit or "").split() for q in found)
    folded = fold(text)
    return any(not any(c.isdigit() for c in folded[q.start : q.end]) for q in found)


def _bound(entry: Entry, text: str) -> bool:
    folded = fold(text)
    return any(
        q.bound == entry["bound"] and any(form in folded[q.start : q.end] for form in _forms(entry))
        for q in _quantities(text)
    )


def _said(text: str, fact: IndicatorStatement, name: str) -> str:
    source = fact.fields.get(name)
    return fold(text)[source.span.slice] if source is not None and source.span is not None else ""


def _verb(entry: Entry, text: str) -> bool:
    return any(
        fact.measure == entry["measure"] and _said(text, fact, "measure") in _forms(entry)
        for fact in _statements(text)
    )


def _cue(entry: Entry, text: str) -> bool:
    return any(
        fact.status == entry["status"] and _said(text, fact, "status") in _forms(entry)
        for fact in _statements(text)
    )


def _base(entry: Entry, text: str) -> bool:
    return any(fact.base == entry["base"] for fact in _statements(text))


def _head(entry: Entry, text: str) -> bool:
    names = [fold(fact.name) for fact in _statements(text)]
    return any(name.startswith(form) for name in names for form in _forms(entry))


def _indicator(entry: Entry, text: str) -> bool:
    return any(fact.indicator_id == entry["id"] for fact in _statements(text))


def _column(entry: Entry, text: str) -> bool:
    found = tables.column_of(tables.heads(_context("")), fold(text))
    return found is not None and found["id"] == entry["id"]


def _clause_word(_: Entry, text: str) -> bool:
    """The words before the number are no part of the name: it ends before the first of them."""
    return any(len(fact.name.split()) <= 3 for fact in _statements(text))


PACK_READERS: Mapping[str, Callable[[Entry, str], bool]] = {
    "units": _unit,
    "count_nouns": _count_noun,
    "not_counted": _not_counted,
    "numbers": _number,
    "bounds": _bound,
    "verbs": _verb,
    "cues": _cue,
    "bases": _base,
    "heads": _head,
    "clause_words": _clause_word,
    "clause_breaks": _clause_word,
    "clause_starts": _clause_word,
    "indicators": _indicator,
    "value_columns": _column,
}
