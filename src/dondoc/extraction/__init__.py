"""A document's words become facts: proposals with the words they stand on.

>>> from dondoc import reading
>>> document = reading.read_bytes("Năm 2024, thu ngân sách đạt hơn 16.900 tỷ đồng.".encode(), "a.txt")
>>> [(fact.name, str(fact.value), fact.unit) for fact in extract(document).indicators]
[('thu ngân sách', '16900', 'tỷ đồng')]

The families claim in this order: citations (a document's number is no quantity), then indicators, tasks,
people, meetings; counts of verdicts, ratings and votes claim nothing: their numbers stay statements too.
"""

from __future__ import annotations

from dataclasses import replace

from dondoc.extraction import (
    citations,
    indicators,
    meetings,
    ordered,
    people,
    proposals,
    ratings,
    remarks,
    shortcomings,
    tasks,
    verdicts,
    votes,
)
from dondoc.extraction.context import Context
from dondoc.extraction.lexicon import Lexicon, default_lexicon
from dondoc.extraction.speakers import Speakers
from dondoc.records.document import Document
from dondoc.records.facts import Facts
from dondoc.records.moved import moved
from dondoc.text.evened import even

RULES_VERSION = "17"  # raised with every change that can alter what is read; stored with each reading

_SURE = 70  # of a scanned number; less is a doubt

__all__ = ["RULES_VERSION", "Context", "Lexicon", "default_lexicon", "extract"]


def extract(document: Document, *, lexicon: Lexicon | None = None) -> Facts:
    """Everything that is read from a document, each list in the order of the text.

    Args:
        document: As read by `dondoc.reading`; a document of a draft or a press report is read like any other.
        lexicon: The packs to read with; those that come with dondoc where None is given.
    """
    evened = even(document.text)
    if evened:
        facts = _read(replace(moved(document, evened.forth), text=evened.text), lexicon or default_lexicon())
        facts = moved(facts, evened.back)
    else:
        facts = _read(document, lexicon or default_lexicon())
    if document.scans:
        _doubt(document, facts)
    return facts


def _read(document: Document, lexicon: Lexicon) -> Facts:
    context = Context(document, lexicon)
    facts = Facts()
    facts.citations = citations.find(context)
    facts.indicators = indicators.find(context)
    facts.tasks = tasks.find(context)
    facts.people = people.find(context)
    facts.meetings = meetings.find(context)
    facts.verdicts = verdicts.find(context)
    facts.ratings = ratings.find(context)
    facts.votes = votes.find(context, facts.people)
    scene = remarks.scene(context)
    speakers = Speakers(scene)
    facts.proposals = proposals.find(scene, facts.tasks, speakers)
    facts.tasks = proposals.released(facts.tasks, facts.proposals)
    ordered.settle(context, facts.indicators, facts.tasks)
    told = [*facts.tasks, *facts.proposals]
    facts.shortcomings = shortcomings.find(scene, told, speakers)
    # Some of what families made of the text holds the context again: taken apart, all of it is freed at once
    # and the next document has its memory; else it waits for the collector of garbage.
    context.compiled.clear()
    return facts


def _doubt(document: Document, facts: Facts) -> None:
    """A number that was read from a picture without being sure of it is for a person to compare."""
    for fact in facts.indicators:
        if document.sureness(fact.value_span) < _SURE:
            fact.notes.append("Số đọc từ ảnh quét chưa chắc, cần so với ảnh.")
            fact.confidence = min(fact.confidence, 0.3)
