"""The whole check of one programme: copied, vague, forgotten."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dondoc.assessment.coverage import coverage
from dondoc.extraction import Context, default_lexicon, extract
from dondoc.packs import load
from dondoc.programmecheck.commitments import commitments
from dondoc.programmecheck.copying import Held, copying
from dondoc.programmecheck.index import Index
from dondoc.programmecheck.units import Prepared
from dondoc.programmecheck.vague import vagueness
from dondoc.records.check import CheckSource, ProgrammeCheck, SourceRole
from dondoc.records.document import Document
from dondoc.records.facts import Facts
from dondoc.records.source import Span

CHECK_VERSION = "2"  # raised with every change that can alter what is found; stored with each result

_WIDESPREAD = 8  # documents of the index beside which a sentence is everybody's
_SHORT = 6  # words of a sentence that is not looked up


def check_programme(
    programme: Document,
    parents: Sequence[tuple[CheckSource, Document]],
    *,
    neighbours: Sequence[tuple[CheckSource, Document]] = (),
    index: Index | None = None,
    named: Callable[[str], CheckSource | None] | None = None,
    facts: Facts | None = None,
    parent_facts: Sequence[Facts] | None = None,
) -> ProgrammeCheck:
    """Hold a programme against its parents, its neighbours and an index of many documents.

    Args:
        programme: As read.
        parents: What it carries out.
        neighbours: Programmes of others, few enough to be compared one by one.
        index: Thousands of documents; those that share rare words in a row are compared.
        named: Key of the index → how its document is named; None where it may not be shown. Without it every
            document of the index may be.
        facts: What was read from the programme, where that was done before.
        parent_facts: The same of each parent, in order.
    """
    lexicon = default_lexicon()
    facts = facts if facts is not None else extract(programme, lexicon=lexicon)
    if parent_facts is None:
        parent_facts = [extract(document, lexicon=lexicon) for _, document in parents]
    prepared = Prepared(programme)
    against = [
        Held(source, Prepared(document), found)
        for (source, document), found in zip(parents, parent_facts, strict=True)
    ]
    against += [Held(source, Prepared(document)) for source, document in neighbours]
    frequent: list[Span] = []
    searched = len(neighbours)
    if index is not None:
        against += _from_index(programme, index, named, {held.source.key for held in against})
        frequent = _frequent(prepared, index)
        searched += len(index)
    copied = copying(prepared, facts, against, frequent=frequent)
    own = commitments(programme, facts)
    named_there = {passage.source for passage in copied.passages} | {source.key for source, _ in parents}
    return ProgrammeCheck(
        title=programme.header.title or programme.name,
        copying=copied,
        vague=vagueness(programme, facts, prepared, Context(programme, lexicon)),
        coverage=tuple(
            (source.key, coverage(commitments(document, found), own, body=programme.header.issuer or ""))
            for (source, document), found in zip(parents, parent_facts, strict=True)
        ),
        sources=tuple(held.source for held in against if held.source.key in named_there),
        texts={held.source.key: held.prepared.text for held in against if held.source.key in named_there},
        neighbours_searched=searched,
        version=CHECK_VERSION,
        packs=load().hash,
    )


def _from_index(
    programme: Document, index: Index, named: Callable[[str], CheckSource | None] | None, known: set[str]
) -> list[Held]:
    """The documents of the index that may share passages, prepared."""
    sources: dict[str, CheckSource] = {}

    def allowed(key: str) -> bool:
        if key in known:
            return False
        source = named(key) if named is not None else None
        if named is not None and source is None:
            return False
        if source is not None:
            sources[key] = source
        return True

    held = []
    for found in index.candidates(programme.text, allowed=allowed):
        source = sources.get(found.key) or CheckSource(found.key, found.title, SourceRole.NEIGHBOUR)
        text = index.text(found.key)
        held.append(Held(source, Prepared(Document("", text)), rewordings=False))
    return held


def _frequent(prepared: Prepared, index: Index) -> list[Span]:
    """Sentences that many documents of the index have."""
    return [
        unit.span
        for unit in prepared.units
        if len(unit) >= _SHORT
        and index.holders(prepared.text[unit.start : unit.end], most=_WIDESPREAD + 1) > _WIDESPREAD
    ]
