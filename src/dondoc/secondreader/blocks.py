"""The paragraphs the rules are unsure about: the only ones a second reader is shown."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from dondoc.extraction import quantities
from dondoc.extraction.context import Context
from dondoc.records.facts import Facts
from dondoc.records.source import Span

_UNSURE = 0.5  # confidence of a fact below which a second look is worth it
_NO_NAME = frozenset({"none", "before"})  # steps of the linker that found no words of the number's own
_LONGEST = 4000  # characters; a longer paragraph is a text without line ends, and is left to the rules


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph or list item with what is asked about it.

    `known` says in a line each what the rules read there; `doubts` what they could not.
    """

    span: Span
    text: str
    sentences: tuple[str, ...]
    known: tuple[str, ...]
    doubts: tuple[str, ...]


def doubtful(context: Context, facts: Facts) -> list[Block]:
    """The blocks with a doubt, in the text's order."""
    doubts = _doubts(context, facts)
    lines = context.lines
    starts = [start for start, _, _ in lines]
    by_line: dict[int, list[str]] = {}
    for position, doubt in doubts:
        index = bisect_right(starts, position) - 1
        if index >= 0 and position < lines[index][1] and lines[index][1] - starts[index] <= _LONGEST:
            by_line.setdefault(index, []).append(doubt)
    return [_block(context, facts, lines[index][:2], said) for index, said in sorted(by_line.items())]


def _doubts(context: Context, facts: Facts) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    text = context.text
    for fact in facts.indicators:
        how = fact.fields["name"].how if "name" in fact.fields else "none"
        if how in _NO_NAME or fact.confidence < _UNSURE:
            found.append((fact.value_span.start, f"“{text[fact.value_span.slice]}” đo cái gì?"))
    read = sorted(fact.value_span for fact in facts.indicators)
    found += [
        (quantity.at, f"“{text[quantity.start : quantity.end]}” có đo điều gì không?")
        for quantity in quantities.find(context)
        if quantity.known_unit
        and quantity.dimension != "bare"
        and not _overlaps(read, quantity.start, quantity.end)
    ]
    found += [
        (task.span.start, f"ai phải làm: “{text[task.span.slice][:80]}”?")
        for task in facts.tasks
        if task.lead is None
    ]
    return found


def _overlaps(spans: list[Span], start: int, end: int) -> bool:
    index = bisect_right(spans, (end,)) - 1
    return any(span.start < end and start < span.end for span in spans[max(0, index - 1) : index + 1])


def _block(context: Context, facts: Facts, line: tuple[int, int], doubts: list[str]) -> Block:
    start, end = line
    known = [
        f"{fact.name} = {context.text[fact.value_span.slice]}"
        for fact in facts.indicators
        if start <= fact.value_span.start < end and fact.name
    ]
    known += [
        f"việc của {task.lead}: {task.action}"
        for task in facts.tasks
        if start <= task.span.start < end and task.lead
    ]
    sentences = [context.text[a:b] for a, b in context.sentences if start <= a and b <= end]
    return Block(
        Span(start, end),
        context.text[start:end],
        tuple(sentences),
        tuple(known),
        tuple(dict.fromkeys(doubts)),
    )
