"""Readers of the examples in the packs: `packs.checking.check(packs, pack_readers(Lexicon(packs)))`.

Each family has a reader that says whether a short text is read with an entry: not whether its words occur,
but whether a fact comes of them. Families that the reading of files uses (kinds of document, issuers, page
furniture, columns) are read with the packs in force, the others with the lexicon handed in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from dondoc.extraction import indicators, quantities, tables
from dondoc.extraction.context import Context
from dondoc.extraction.countpacks import COUNT_READERS
from dondoc.extraction.grammar import Quantity
from dondoc.extraction.lexicon import Lexicon
from dondoc.extraction.orderpacks import ORDER_READERS
from dondoc.extraction.remarkpacks import REMARK_READERS
from dondoc.packs import Entry
from dondoc.packs.checking import Reader
from dondoc.reading import celltables, header, masthead, read_bytes
from dondoc.records.document import BlockKind, Document
from dondoc.records.facts import IndicatorStatement
from dondoc.text.normalize import fold
from dondoc.text.units import power_of


def _context(lexicon: Lexicon, text: str) -> Context:
    return Context(Document("0" * 64, text), lexicon)


def _quantities(lexicon: Lexicon, text: str) -> list[Quantity]:
    return quantities.find(_context(lexicon, text))


def _statements(lexicon: Lexicon, text: str) -> list[IndicatorStatement]:
    return indicators.find(_context(lexicon, text))


def _forms(entry: Entry) -> set[str]:
    return {fold(form) for form in entry.get("forms", ())}


def _base_unit(unit: str | None) -> str:
    return power_of((unit or "").partition("/")[0])[1]


def _unit(lexicon: Lexicon, entry: Entry, text: str) -> bool:
    return any(entry["symbol"] in {q.unit, _base_unit(q.unit)} for q in _quantities(lexicon, text))


def _count_noun(lexicon: Lexicon, entry: Entry, text: str) -> bool:
    whole = {fold(str(entry["unit"]))} if "unit" in entry else _forms(entry)
    units = [fold(fact.unit or "") for fact in _statements(lexicon, text)]
    return any(power_of(unit)[1] in whole or _base_unit(unit) in whole for unit in units)


def _not_counted(lexicon: Lexicon, _: Entry, text: str) -> bool:
    return not any(q.dimension in {"count", "tally"} for q in _quantities(lexicon, text))


def _number(lexicon: Lexicon, entry: Entry, text: str) -> bool:
    found = _quantities(lexicon, text)
    if entry["kind"] == "scale":
        return any(entry["name"] in (q.unit or "").split() for q in found)
    folded = fold(text)
    return any(not any(c.isdigit() for c in folded[q.start : q.end]) for q in found)


def _bound(lexicon: Lexicon, entry: Entry, text: str) -> bool:
    folded = fold(text)
    return any(
        q.bound == entry["bound"] and any(form in folded[q.start : q.end] for form in _forms(entry))
        for q in _quantities(lexicon, text)
    )


def _said(text: str, fact: IndicatorStatement, name: str) -> str:
    source = fact.fields.get(name)
    return fold(text)[source.span.slice] if source is not None and source.span is not None else ""


def _verb(lexicon: Lexicon, entry: Entry, text: str) -> bool:
    shield = entry["id"] == "shield"  # nothing is read of it
    return any(
        fact.measure == entry["measure"] and (shield or _said(text, fact, "measure") in _forms(entry))
        for fact in _statements(lexicon, text)
    )


def _cue(lexicon: Lexicon, entry: Entry, text: str) -> bool:
    shield = entry["id"] == "shield"
    return any(
        fact.status == entry["status"] and (shield or _said(text, fact, "status") in _forms(entry))
        for fact in _statements(lexicon, text)
    )


def _base(lexicon: Lexicon, entry: Entry, text: str) -> bool:
    return any(fact.base == entry["base"] for fact in _statements(lexicon, text))


def _head(lexicon: Lexicon, entry: Entry, text: str) -> bool:
    names = [fold(fact.name) for fact in _statements(lexicon, text)]
    return any(name.startswith(form) for name in names for form in _forms(entry))


def _action(lexicon: Lexicon, entry: Entry, text: str) -> bool:
    names = [fold(fact.name) for fact in _statements(lexicon, text)]
    return any(form in name for name in names for form in _forms(entry))


def _indicator(lexicon: Lexicon, entry: Entry, text: str) -> bool:
    return any(fact.indicator_id == entry["id"] for fact in _statements(lexicon, text))


def _column(lexicon: Lexicon, entry: Entry, text: str) -> bool:
    found = tables.column_of(tables.heads(_context(lexicon, "")), fold(text))
    return found is not None and found["id"] == entry["id"]


def _clause_word(lexicon: Lexicon, entry: Entry, text: str) -> bool:
    """The words before the number are no part of the name: it ends before the first of them."""
    if entry["id"] == "kept_end":
        kept = tuple(_forms(entry))
        return any(fact.name.endswith(kept) for fact in _statements(lexicon, text))
    return any(len(fact.name.split()) <= 3 for fact in _statements(lexicon, text))


_OUTSIDE = frozenset({BlockKind.FURNITURE, BlockKind.CAPTION})


def _kind(_: Lexicon, entry: Entry, text: str) -> bool:
    kind = masthead.kind_at(fold(text))
    return kind is not None and kind.form in _forms(entry)


def _issuer(_: Lexicon, entry: Entry, text: str) -> bool:
    return fold(header.in_running_text(text)).startswith(tuple(_forms(entry)))


def _furniture(_: Lexicon, _entry: Entry, text: str) -> bool:
    page = f"Tin ngày hội\n\n{text}\n\nHội nghị đã thảo luận nhiều nội dung.\n\nCác đại biểu đều nhất trí."
    document = read_bytes(page.encode(), "page.txt")
    return any(kind in _OUTSIDE and text in document.quote(span) for span, kind in document.blocks)


def _task_column(_: Lexicon, entry: Entry, text: str) -> bool:
    return celltables.role_of(text) == str(entry["id"])


_READERS: Mapping[str, Callable[[Lexicon, Entry, str], bool]] = {
    "units": _unit,
    "count_nouns": _count_noun,
    "not_counted": _not_counted,
    "numbers": _number,
    "bounds": _bound,
    "verbs": _verb,
    "cues": _cue,
    "bases": _base,
    "heads": _head,
    "actions": _action,
    "clause_words": _clause_word,
    "clause_breaks": _clause_word,
    "clause_starts": _clause_word,
    "indicators": _indicator,
    "value_columns": _column,
    "doctypes": _kind,
    "issuers": _issuer,
    "boilerplate": _furniture,
    "columns": _task_column,
    **ORDER_READERS,
    **COUNT_READERS,
    **REMARK_READERS,
}


def pack_readers(lexicon: Lexicon) -> Mapping[str, Reader]:
    """Family → its reader, for every family that has one."""
    return {family: partial(reader, lexicon) for family, reader in _READERS.items()}
