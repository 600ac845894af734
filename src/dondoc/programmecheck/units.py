"""A document as the check walks through it: its words, its sentences and table cells, its headings."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from dondoc.extraction.sentences import split_sentences
from dondoc.programmecheck.formulas import formulas_of
from dondoc.programmecheck.words import LIGHT_WORDS, NUMBER, PLACE, Words, words_of
from dondoc.records.check import Formula, covered
from dondoc.records.document import BlockKind, Document
from dondoc.records.source import Span

T = TypeVar("T")
# How much of what a sentence says a word carries, against 1 for a word like "thủy lợi".
_LIGHT, _NUMBER, _PLACE = 0.25, 0.25, 0.5
# A list mark or running number: "- ", "3. ", "a) ", "III. ", "1.2 "; a cell that is nothing else.
_LABEL = re.compile(
    r"[ \t]*(?:[-–—+*•●▪◦][ \t]*)?(?:(?:Điều )?(?:[0-9]{1,3}(?:\.[0-9]{1,3})*|[IVXL]{1,6}|[a-zđ])[.)/:]?"
    r"(?:[ \t]+|$)(?<=[.)/: \t0-9]))?"
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence, list item or table cell: its characters and its words, `[first, last)`."""

    start: int
    end: int
    first: int
    last: int
    kind: BlockKind

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    def __len__(self) -> int:
        return self.last - self.first


class Prepared:
    """A text with its words and units, made once and compared with many."""

    def __init__(self, document: Document, *, formulas: Sequence[Formula] | None = None) -> None:
        """Prepare a document; its formula is looked for where it is not handed in."""
        self.document = document
        self.text = document.text
        pieces = sentences_of(document)
        if formulas is None:
            formulas = formulas_of(document, pieces)
        self.formulas = tuple(formulas)
        self.left_out = covered([formula.span for formula in formulas])
        self.words: Words = _only(words_of(document.text), _contents(document.text, pieces), self.left_out)
        self.weights = [weight(key) for key in self.words.keys]
        self.units = list(_units(pieces, self.words))
        self._lighten_names()
        self._starts = [unit.first for unit in self.units]
        self._grams: dict[tuple[str, str, str], list[int]] | None = None
        self._made: dict[str, Any] = {}

    def _lighten_names(self) -> None:
        """Names say little: a word with a capital inside a sentence weighs what a place does."""
        text, starts = self.text, self.words.starts
        for unit in self.units:
            for at in range(unit.first + 1, unit.last):
                start = starts[at]
                if text[start].isupper() and text[start + 1 : start + 2].islower():
                    self.weights[at] = min(self.weights[at], _PLACE)

    def unit_at(self, word: int) -> Unit | None:
        """The unit a word stands in; None for page furniture."""
        index = bisect_right(self._starts, word) - 1
        unit = self.units[index] if index >= 0 else None
        return unit if unit is not None and word < unit.last else None

    def units_in(self, first: int, last: int) -> list[Unit]:
        """The units that have words in `[first, last)`."""
        index = max(0, bisect_right(self._starts, first) - 1)
        found = []
        for unit in self.units[index:]:
            if unit.first >= last:
                break
            if unit.last > first:
                found.append(unit)
        return found

    def written(self, word: int) -> str:
        """A word as it stands in the text."""
        return self.text[self.words.starts[word] : self.words.ends[word]]

    def words_in(self, span: Span) -> tuple[int, int]:
        """The words that begin in a span, as `[first, last)`."""
        starts = self.words.starts
        return bisect_left(starts, span.start), bisect_left(starts, span.end)

    def span_of(self, first: int, last: int) -> Span:
        """The characters of words `[first, last)`, with the mark that ends their sentence."""
        end = self.words.ends[last - 1]
        unit = self.unit_at(last - 1)
        if unit is not None and unit.last == last:
            end = max(end, unit.end)
        return Span(self.words.starts[first], end)

    def profiled(self, name: str, make: Callable[[Prepared], T]) -> T:
        """What a comparison makes of this text, made once."""
        if name not in self._made:
            self._made[name] = make(self)
        made: T = self._made[name]
        return made

    def grams(self) -> dict[tuple[str, str, str], list[int]]:
        """Three words in a row that say something → where they begin."""
        if self._grams is None:
            made: dict[tuple[str, str, str], list[int]] = {}
            keys, weights = self.words.keys, self.weights
            for at, gram in enumerate(zip(keys, keys[1:], keys[2:], strict=False)):
                if weights[at] + weights[at + 1] + weights[at + 2] >= _GRAM:
                    made.setdefault(gram, []).append(at)
            self._grams = made
        return self._grams


_GRAM = 1.5  # what three words must weigh together to be a trace


def weight(key: str) -> float:
    """How much of what a sentence says a word carries."""
    if key == NUMBER:
        return _NUMBER
    if key == PLACE:
        return _PLACE
    return _LIGHT if key in LIGHT_WORDS or len(key) == 1 else 1.0


def sentences_of(document: Document) -> list[tuple[Span, BlockKind]]:
    """The sentences, list items and table cells of a document, with the kind of line they begin in."""
    text = document.text
    blocks = document.blocks or _lines(text)
    lines: list[tuple[int, int, BlockKind]] = [
        (span[0], span[1], kind) for span, kind in blocks if kind is not BlockKind.FURNITURE
    ]
    kinds = {start: kind for start, _, kind in lines}
    line_starts = sorted(kinds)
    made: list[tuple[Span, BlockKind]] = []
    for start, end in split_sentences(text, lines):
        kind = kinds[line_starts[bisect_right(line_starts, start) - 1]]
        made += [(Span(*cell), kind) for cell in _cells(text, start, end) if cell[1] > cell[0]]
    return made


def _contents(text: str, pieces: Sequence[tuple[Span, BlockKind]]) -> list[Span]:
    """The pieces without their list marks and running numbers."""
    made = []
    for span, _ in pieces:
        label = _LABEL.match(text, span.start, span.end)
        start = label.end() if label is not None else span.start
        if start < span.end:
            made.append(Span(start, span.end))
    return made


def _only(words: Words, contents: Sequence[Span], left_out: Sequence[Span]) -> Words:
    """The words that stand in the contents and in nothing that is left out."""
    starts = words.starts
    kept: list[int] = []
    out = iter([*left_out, Span(1 << 60, 1 << 60)])
    gap = next(out)
    for span in contents:
        for at in range(bisect_left(starts, span.start), bisect_left(starts, span.end)):
            while gap.end <= starts[at]:
                gap = next(out)
            if starts[at] < gap.start:
                kept.append(at)
    return Words([words.keys[i] for i in kept], [starts[i] for i in kept], [words.ends[i] for i in kept])


def _units(pieces: Sequence[tuple[Span, BlockKind]], words: Words) -> Iterator[Unit]:
    reached = 0
    for span, kind in pieces:
        first = max(reached, bisect_left(words.starts, span.start))
        last = bisect_left(words.starts, span.end)
        if last > first:
            yield Unit(span.start, span.end, first, last, kind)
            reached = last


def _cells(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A row's cells; the sentence itself where it is no row."""
    pieces = []
    at = start
    while (bar := text.find(" | ", at, end)) >= 0:
        pieces.append((at, bar))
        at = bar + 3
    pieces.append((at, end))
    return pieces


def _lines(text: str) -> list[tuple[Span, BlockKind]]:
    found = []
    at = 0
    for line in text.split("\n"):
        if line.strip():
            found.append((Span(at, at + len(line)), BlockKind.PARAGRAPH))
        at += len(line) + 1
    return found
