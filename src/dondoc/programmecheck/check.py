"""The whole check of one programme: copied, vague, forgotten."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dondoc.assessment.coverage import coverage
from dondoc.extraction import Context, default_lexicon, extract
from dondoc.packs import load
from dondoc.programmecheck.commitments import commitments
from dondoc.programmecheck.copying import Held, copying
from dondoc.programmecheck.index import Index
from dondoc.programmecheck.rewording import SHORTEST
from dondoc.programmecheck.units import Prepared
from dondoc.programmecheck.vague import vagueness
from dondoc.records.check import CHECK_VERSION, CheckSource, ProgrammeCheck, SourceRole
from dondoc.records.document import Document
from dondoc.records.facts import Facts
from dondoc.records.source import Span

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
        standing = _standing(prepared, index)
        against += _from_index(prepared, index, standing, named, {held.source.key for held in against})
        frequent = [
            unit.span for unit, count in zip(prepared.units, standing, strict=True) if count > _WIDESPREAD
        ]
        searched += sum(1 for key in index.stamps() if named is None or named(key) is not None)
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
    prepared: Prepared,
    index: Index,
    standing: Sequence[int],
    named: Callable[[str], CheckSource | None] | None,
    known: set[str],
) -> list[Held]:
    """The documents of the index that may share passages, in the same or in other words, prepared.

    Other words are looked for only of sentences that stand nowhere as they are: who was copied word for word
    is found by that, and would crowd out the others.
    """
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

    found = index.candidates(prepared.text, allowed=allowed)
    known = known | {one.key for one in found}
    sentences = [
        prepared.text[unit.start : unit.end]
        for unit, count in zip(prepared.units, standing, strict=True)
        if not count and sum(prepared.weights[unit.first : unit.last]) >= SHORTEST
    ]
    found += index.reworded_candidates(sentences, allowed=allowed)
    held = []
    for one in found:
        source = sources.get(one.key) or CheckSource(one.key, one.title, SourceRole.NEIGHBOUR)
        held.append(Held(source, Prepared(Document("", index.text(one.key)))))
    return held


def _standing(prepared: Prepared, index: Index) -> list[int]:
    """Of each sentence, in how many documents of the index it may stand as it is; 0 of a short one."""
    return [
        index.holders(prepared.text[unit.start : unit.end], most=_WIDESPREAD + 1)
        if len(unit) >= _SHORT
        else 0
        for unit in prepared.units
    ]
