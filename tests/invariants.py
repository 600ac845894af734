"""What must hold of every reading and every fact, whatever the file. Used by the tests and by `make fuzz`."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from unicodedata import is_normalized

from dondoc.extraction import Context, default_lexicon
from dondoc.extraction.units import sentence_at
from dondoc.records.document import Document
from dondoc.records.facts import Fact, Facts, IndicatorStatement
from dondoc.records.moved import moved
from dondoc.records.source import Span
from dondoc.text.dates import first_day, last_day
from dondoc.text.evened import Evened, even
from dondoc.text.normalize import original
from dondoc.text.numbers import number_at, parse_ordinal, parse_words
from dondoc.writing import facts_json

# Steps that may take a field from elsewhere: its name says from where.
_FROM_AFAR = {
    "frame", "title", "heading", "document date", "caption", "column head", "row", "unit column", "group row",
    "label", "chain", "lead", "before", "text before", "paragraph", "stage before", "sentence before",
    "results before", "repeat", "catalogue",
}  # fmt: skip


def document_holds(document: Document) -> None:
    """Everything a reading says lies in its text, in order, and leads back to the file."""
    text = document.text
    size = len(text)
    assert is_normalized("NFC", text)
    spans = [span for span, _ in document.blocks]
    assert all(0 <= span.start < span.end <= size for span in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    for table in document.tables:
        assert 0 <= table.span.start <= table.span.end <= size
        width = len(table.grid[0]) if table.grid else 0
        assert all(len(line) == width for line in table.grid)
        assert all(-1 <= index < len(table.cells) for line in table.grid for index in line)
        for cell in table.cells:
            assert table.span.start <= cell.span.start <= cell.span.end <= table.span.end
    for section in document.walk_sections():
        assert 0 <= section.heading_span.start <= section.heading_span.end <= size
        assert section.span.start <= section.span.end <= size
    for _, span in document.header.spans:
        assert 0 <= span.start <= span.end <= size
    for scan in document.scans:
        assert all(0 <= word.span.start < word.span.end <= size for word in scan.words)
    made = [pair[0] for pair in document.offsets]
    assert made == sorted(set(made))
    if document.media in {"txt", "md"}:
        places = [original(document.offsets, n) for n in range(0, size, max(1, size // 200))]
        assert places == sorted(places)


def facts_hold(document: Document, facts: Facts) -> None:
    """Quotes stand in the text, values are read again from their words, what is from elsewhere says so."""
    evened = even(document.text)  # sentences are those of the text as it is read: what a page broke goes on
    read = replace(moved(document, evened.forth), text=evened.text) if evened else document
    context = Context(read, default_lexicon())
    for pair in facts.items():
        _lies_within(document.text, pair[1])
    for fact in facts.indicators:
        _value_is_its_own(read.text, evened, fact)
        _stays_in_its_sentence(document, context, evened, fact)
    for fact in [*facts.tasks, *facts.citations, *facts.meetings]:
        for name in ("deadline", "date"):
            if value := getattr(fact, name, None):
                assert first_day(value) <= last_day(value)
    printed = json.loads(facts_json.dumps(facts_json.to_json(document, facts)))
    assert len(printed["indicators"]) == len(facts.indicators)


def _lies_within(text: str, fact: Fact) -> None:
    assert 0 <= fact.span.start < fact.span.end <= len(text), fact
    assert text[fact.span.slice].strip(), fact
    assert 0 < fact.confidence <= 1, fact
    assert fact.rule, fact
    for source in fact.fields.values():
        assert source.how
        assert source.span is None or 0 <= source.span.start <= source.span.end <= len(text), (fact, source)


def _value_is_its_own(text: str, evened: Evened, fact: IndicatorStatement) -> None:
    start, end = fact.value_span
    assert fact.span.start <= start < end <= fact.span.end, fact
    start, end = evened.forth(fact.value_span)  # "950 tỷ1,2 triệu" is read with the space that is missing
    assert fact.value is not None
    assert fact.value in values_in(text[start:end].lower()), (fact, text[start:end])
    if fact.period is not None:
        assert first_day(fact.period) <= last_day(fact.period), fact


def _stays_in_its_sentence(
    document: Document, context: Context, evened: Evened, fact: IndicatorStatement
) -> None:
    """The words of a statement are one sentence's or one table's; what comes from elsewhere says so."""
    home = [table.span for table in document.tables if _inside(fact.value_span, table.span)]
    value = evened.forth(fact.value_span)
    start, end = sentence_at(context, value.start)
    home.append(evened.back(Span(start, max(end, context.sentence_at(value.end - 1)[1]))))
    assert any(_inside(fact.span, span) for span in home), (fact, document.text[fact.span.slice])
    for name, source in fact.fields.items():
        if source.span and source.how not in _FROM_AFAR:
            assert any(_inside(source.span, span) for span in home), (
                name,
                source,
                document.text[source.span.slice],
            )


def _inside(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def values_in(words: str) -> set[Decimal]:
    """Every number that can be read in the words of a value."""
    values = {Decimal(1)} if re.search(r"đầu|nhất", words) else set()
    values |= {Decimal("1.5")} if "rưỡi" in words else set()
    values |= {Decimal(2)} if "đôi" in words else set()
    for match in re.finditer(r"\d", words):
        read = number_at(words, match.start())
        if read is not None:
            values |= {read[1].value, -read[1].value}
    for match in re.finditer(r"([\d.,]+) (?:tỷ|tỉ|triệu|vạn) ([\d.,]+) (tỷ|tỉ|triệu|nghìn|ngàn)", words):
        for power in (1, 2, 3, 4, 5, 6):
            parts = (number_at(match[1], 0), number_at(match[2], 0))
            if parts[0] is not None and parts[1] is not None:
                values.add(parts[0][1].value + parts[1][1].value.scaleb(-power))
    tokens = words.split()[:24]
    for first in range(len(tokens)):
        for last in range(first + 1, len(tokens) + 1):
            for value in (parse_words(" ".join(tokens[first:last])), parse_ordinal(tokens[first])):
                if value is not None:
                    values.add(Decimal(value))
    return values
