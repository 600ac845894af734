"""Where two texts have words in common: traces, those that belong together, and which word is which.

Three words in a row that stand in both texts are a trace; traces that lie near each other in both texts
belong together, in whatever order, so that a sentence with its clauses turned round is still one passage.
Between the traces single words are matched in order. Everything counts words, `[first, last)`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

from dondoc.programmecheck.units import Prepared

_REPEATED = 12  # places of one trace in the source: what stands there more often is its manner of speaking
_NEAR = 10  # words between two traces of one passage, in either text
_FILLED = 60  # words of a gap that are matched one by one


class Block(NamedTuple):
    """The same words in both texts."""

    first: int  # in the programme
    source: int  # in the source
    size: int


@dataclass(slots=True)
class Cluster:
    """Blocks that lie near each other in both texts."""

    blocks: list[Block]

    @property
    def first(self) -> int:
        return min(block.first for block in self.blocks)

    @property
    def last(self) -> int:
        return max(block.first + block.size for block in self.blocks)

    @property
    def source_first(self) -> int:
        return min(block.source for block in self.blocks)

    @property
    def source_last(self) -> int:
        return max(block.source + block.size for block in self.blocks)


def traces(programme: Prepared, source: Prepared) -> list[Block]:
    """Runs of at least three words that stand in both, in the programme's order."""
    running: dict[int, list[int]] = {}  # distance between both places → [first, one behind the last]
    found: list[Block] = []
    for at, place in _common(programme, source):
        shift = place - at
        run = running.get(shift)
        if run is not None and run[1] >= at + 2:
            run[1] = at + 3
            continue
        if run is not None:
            found.append(Block(run[0], run[0] + shift, run[1] - run[0]))
        running[shift] = [at, at + 3]
    found += [Block(first, first + shift, end - first) for shift, (first, end) in running.items()]
    found.sort()
    return found


def _common(programme: Prepared, source: Prepared) -> list[tuple[int, int]]:
    """Where three words in a row begin in the programme and in the source, in the programme's order."""
    mine, theirs = programme.grams(), source.grams()
    fewer, other = (theirs, mine) if len(theirs) < len(mine) else (mine, theirs)
    pairs = [
        (at, place)
        for gram in fewer
        if gram in other and len(theirs[gram]) <= _REPEATED
        for at in mine[gram]
        for place in theirs[gram]
    ]
    pairs.sort()
    return pairs


def clusters(blocks: Sequence[Block]) -> list[Cluster]:
    """Traces grouped by nearness in both texts."""
    leader = list(range(len(blocks)))

    def find(index: int) -> int:
        while leader[index] != index:
            leader[index] = leader[leader[index]]
            index = leader[index]
        return index

    longest = max((block.size for block in blocks), default=0)
    for index, (first, source, size) in enumerate(blocks):
        behind = source + size
        for other in range(index - 1, -1, -1):
            before_first, before_source, before_size = blocks[other]
            if first - before_first > _NEAR + longest:
                break
            if first - before_first - before_size > _NEAR:
                continue
            if source - before_source - before_size <= _NEAR and before_source - behind <= _NEAR:
                leader[find(index)] = find(other)
    grouped: dict[int, list[Block]] = {}
    for index, block in enumerate(blocks):
        grouped.setdefault(find(index), []).append(block)
    return [Cluster(tile(members)) for members in grouped.values()]


def tile(blocks: Sequence[Block]) -> list[Block]:
    """The longest blocks first, each word used once in either text; in the programme's order."""
    if len(blocks) == 1:
        return list(blocks)
    used: set[int] = set()
    used_source: set[int] = set()
    kept: list[Block] = []
    for block in sorted(blocks, key=lambda b: (-b.size, b.first, b.source)):
        for piece in _free(block, used, used_source):
            kept.append(piece)
            used.update(range(piece.first, piece.first + piece.size))
            used_source.update(range(piece.source, piece.source + piece.size))
    return sorted(kept)


def _free(block: Block, used: set[int], used_source: set[int]) -> list[Block]:
    """The parts of a block, two words or more, none of whose words is used."""
    pieces = []
    start = None
    for offset in range(block.size + 1):
        taken = offset == block.size or (block.first + offset in used or block.source + offset in used_source)
        if not taken and start is None:
            start = offset
        elif taken and start is not None:
            if offset - start >= 2:
                pieces.append(Block(block.first + start, block.source + start, offset - start))
            start = None
    return pieces


def filled(
    programme: Prepared, source: Prepared, blocks: Sequence[Block], span: tuple[int, int], of: tuple[int, int]
) -> list[Block]:
    """The blocks, and the single words between them that stand in both texts in the same order.

    Args:
        programme: The text that is checked.
        source: The text it is held against.
        blocks: Of one passage, in the programme's order, none overlapping another.
        span: The passage's words in the programme.
        of: The passage's words in the source.
    """
    keys, others = programme.words.keys, source.words.keys
    made = list(blocks)
    edges = [Block(span[0], of[0], 0), *blocks, Block(span[1], of[1], 0)]
    # A source word that a turned clause uses is not used again between two others.
    used = {place for block in blocks for place in range(block.source, block.source + block.size)}
    for left, right in pairwise(edges):
        first, last = left.first + left.size, right.first
        low, high = left.source + left.size, right.source
        if first >= last or low >= high or last - first > _FILLED or high - low > _FILLED:
            continue
        matcher = SequenceMatcher(None, keys[first:last], others[low:high], autojunk=False)
        for match in matcher.get_matching_blocks():
            places = range(low + match.b, low + match.b + match.size)
            if match.size and used.isdisjoint(places):
                made.append(Block(first + match.a, low + match.b, match.size))
                used.update(places)
    return sorted(made)
