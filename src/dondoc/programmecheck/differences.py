"""What differs between a passage and its source, place by place, so that a reader sees it at a glance."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from dondoc.programmecheck.align import Block
from dondoc.programmecheck.units import Prepared
from dondoc.programmecheck.words import NUMBER, PLACE, kinds_of_alike
from dondoc.records.check import Change, Difference
from dondoc.records.source import Span
from dondoc.text.normalize import fold

_SPACE = re.compile(r"\s+")


def differences(
    programme: Prepared, source: Prepared, blocks: Sequence[Block], span: tuple[int, int], of: tuple[int, int]
) -> list[Difference]:
    """The places where words differ, in the programme's order; words only of the source stand last.

    Args:
        programme: The text that is checked.
        source: The text it is held against.
        blocks: The words both have, as `align.filled` gives them.
        span: The passage's words in the programme.
        of: The passage's words in the source.
    """
    found: list[Difference] = []
    steady = _in_order(blocks)
    for block in blocks:
        if block not in steady and block.size >= 2:
            found.append(Difference(Change.MOVED, *_spans(programme, source, block)))
        found += _inside(programme, source, block)
    found += _left_over(programme, source, blocks, span, of)
    return sorted(found, key=lambda d: (not d.span, d.span, d.source_span))


def _in_order(blocks: Sequence[Block]) -> set[Block]:
    """The blocks that stand in the same order in both, as many words as can: the others have moved."""
    if all(one.source < other.source for one, other in pairwise(blocks)):
        return set(blocks)
    if len(blocks) > _MANY:
        return _rising(blocks)
    best: list[tuple[int, int]] = []  # words up to this block, the block before it
    for index, block in enumerate(blocks):
        before = [(best[i][0], i) for i in range(index) if blocks[i].source < block.source]
        most, chosen = max(before, default=(0, -1))
        best.append((most + block.size, chosen))
    at = max(range(len(best)), key=lambda index: best[index][0])
    kept = set()
    while at >= 0:
        kept.add(blocks[at])
        at = best[at][1]
    return kept


_MANY = 600


def _rising(blocks: Sequence[Block]) -> set[Block]:
    """As `_in_order` for very long passages: whatever does not fall back."""
    kept: set[Block] = set()
    reached = -1
    for block in blocks:
        if block.source >= reached:
            kept.add(block)
            reached = block.source + block.size
    return kept


def _spans(programme: Prepared, source: Prepared, block: Block) -> tuple[Span, Span]:
    return (
        _exact(programme, block.first, block.first + block.size),
        _exact(source, block.source, block.source + block.size),
    )


def _exact(text: Prepared, first: int, last: int) -> Span:
    """The characters of words `[first, last)`, nothing more."""
    if first >= last:
        return Span(0, 0)
    return Span(text.words.starts[first], text.words.ends[last - 1])


def _inside(programme: Prepared, source: Prepared, block: Block) -> Iterator[Difference]:
    """Words that are compared as one and written in two ways."""
    kinds = kinds_of_alike()
    for offset in range(block.size):
        mine, theirs = block.first + offset, block.source + offset
        span = _exact(programme, mine, mine + 1)
        other = _exact(source, theirs, theirs + 1)
        written, original = programme.text[span.slice], source.text[other.slice]
        if written == original:
            continue
        key = programme.words.keys[mine]
        if _same(written) == _same(original):
            continue
        if key == NUMBER:
            change = Change.NUMBER
        elif key == PLACE:
            change = Change.PLACE
        elif kinds.get(key) == "synonym":
            change = Change.SYNONYM
        else:
            change = Change.SPELLING
        yield Difference(change, span, other)


def _same(words: str) -> str:
    return _SPACE.sub(" ", fold(words))


def _left_over(
    programme: Prepared, source: Prepared, blocks: Sequence[Block], span: tuple[int, int], of: tuple[int, int]
) -> Iterator[Difference]:
    """Words of one side only; where both sides have some at the same place, one stands for the other."""
    theirs = _gaps([(block.source, block.source + block.size) for block in blocks], *of)
    ends = {block.first + block.size: block.source + block.size for block in blocks}
    for first, last in _gaps([(block.first, block.first + block.size) for block in blocks], *span):
        opposite = ends.get(first, of[0])
        match = next((gap for gap in theirs if gap[0] == opposite), None)
        if match is None:
            yield Difference(Change.ADDED, _exact(programme, first, last), Span(0, 0))
            continue
        theirs.remove(match)
        mine, other = programme.words.keys[first:last], source.words.keys[slice(*match)]
        numbers = set(mine) <= {NUMBER} and set(other) <= {NUMBER}
        change = Change.NUMBER if numbers else Change.WORDS
        yield Difference(change, _exact(programme, first, last), _exact(source, *match))
    for gap in theirs:
        yield Difference(Change.DROPPED, Span(0, 0), _exact(source, *gap))


def _gaps(used: Sequence[tuple[int, int]], first: int, last: int) -> list[tuple[int, int]]:
    gaps = []
    at = first
    for start, end in sorted(used):
        if start > at:
            gaps.append((at, start))
        at = max(at, end)
    if at < last:
        gaps.append((at, last))
    return gaps
