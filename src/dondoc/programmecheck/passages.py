"""Which passages of a programme stand in another document, verbatim or reworded.

    traces → clusters → drawn out to the ends of their sentences → weighed → what is strong enough

A passage must say enough (content words, not "của các") and keep most of its words in both texts. Shared
names ("công nghiệp hóa, hiện đại hóa") and turns of phrase stay below that; a whole short sentence does not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from dondoc.programmecheck.align import Block, Cluster, clusters, filled, tile, traces
from dondoc.programmecheck.differences import differences
from dondoc.programmecheck.rewording import reworded
from dondoc.programmecheck.units import Prepared
from dondoc.programmecheck.words import NUMBER
from dondoc.records.check import Change, Difference, Likeness, Passage, PassageKind
from dondoc.records.document import Document
from dondoc.records.source import Span

_TRACED = 4.0  # weight of the traces alone, below which nothing is looked at further
_WHOLE = 7.0  # weight kept, for a passage that holds a whole sentence of the programme
_OF_SOURCE = 11.0  # for one that holds a whole sentence of the source only
_PART = 15.0  # for words out of the middle of a sentence in both
_SENTENCE = 4.0  # for a sentence that is the same in both, word for word but a tenth, and not short
_SENTENCE_LETTERS = 45
_FIGURES = 9.0  # below this, the same words with other figures are another statement, not a copy
# Weight kept → the share of the passage's weight it has to be, in either text: little has to be nearly all.
_SHARES = ((10.0, 0.75), (18.0, 0.65), (1e9, 0.55))
_DRAWN = 0.3  # of a sentence: what may be missing at its ends and still be drawn in
_DRAWN_WORDS = 3
_RAGGED = 5  # words of a sentence's end or beginning that are cut off a passage,
_RAGGED_WEIGHT = 3.0  # or what they weigh: "trong giai đoạn 2026 - 2030"
_LIGHT = Fraction(4, 5)
_SAME_PLACE = 0.6  # of a passage: more than this in a stronger one, and it is the same find


def find_passages(programme: Document, source: Document, *, key: str) -> list[Passage]:
    """Passages of `programme` that stand in `source`, in the programme's order.

    Args:
        programme: The text that is checked.
        source: The text it is held against.
        key: What the passages name their source by.
    """
    return passages_between(Prepared(programme), Prepared(source), key=key)


def passages_between(programme: Prepared, source: Prepared, *, key: str) -> list[Passage]:
    """As `find_passages`, of texts that were prepared before: one programme is held against many."""
    found = candidates_between(programme, source)
    made = [passage_of(programme, source, candidate, key) for candidate in found]
    return sorted(made, key=lambda passage: passage.span)


def candidates_between(programme: Prepared, source: Prepared) -> list[Candidate]:
    """The passages in words, in the programme's order; also those that left no trace."""
    found = [
        candidate
        for cluster in clusters(traces(programme, source))
        if (candidate := _weighed(programme, source, cluster)) is not None
    ]
    chosen = _strongest(found)
    taken = [((c.first, c.last), (c.source_first, c.source_last)) for c in chosen]
    chosen += [
        Candidate(
            match.first,
            match.last,
            match.source_first,
            match.source_last,
            match.blocks,
            match.kept,
            ((match.first, match.last),),
        )
        for match in reworded(programme, source, taken)
    ]
    chosen.sort(key=lambda c: (c.first, c.last))
    return _joined(programme, chosen)


@dataclass(slots=True)
class Candidate:
    """A passage in words, `[first, last)` in either text, with the words both have."""

    first: int
    last: int
    source_first: int
    source_last: int
    blocks: list[Block]
    kept: float  # weight of the words kept
    other_words: tuple[tuple[int, int], ...] = ()  # sentences said in other words: they keep few


def _weighed(programme: Prepared, source: Prepared, cluster: Cluster) -> Candidate | None:
    """The cluster as a passage, None where it says too little or keeps too little."""
    blocks = _pruned(cluster.blocks)
    if _sum(programme, blocks) < _TRACED:
        return None
    core = Cluster(blocks)
    first, last = _drawn(programme, core.first, core.last)
    source_first, source_last = _drawn(source, core.source_first, core.source_last)
    blocks = _within(blocks, (first, last), (source_first, source_last))
    blocks = filled(programme, source, blocks, (first, last), (source_first, source_last))
    kept = _sum(programme, blocks)
    share = _share_asked(kept)
    if kept < share * sum(programme.weights[first:last]):
        return None
    if kept < share * sum(source.weights[source_first:source_last]):
        return None
    if _whole(programme, first, last):
        asked = _WHOLE
    else:
        asked = _OF_SOURCE if _whole(source, source_first, source_last) else _PART
    if kept < asked and not _same_sentence(
        programme, source, (first, last), (source_first, source_last), kept
    ):
        return None
    if kept < _FIGURES and _other_figures(programme, source, blocks):
        return None
    return Candidate(first, last, source_first, source_last, blocks, kept)


def _same_sentence(
    programme: Prepared, source: Prepared, span: tuple[int, int], of: tuple[int, int], kept: float
) -> bool:
    """Whether it is a whole sentence in both, and nearly the same one."""
    if kept < _SENTENCE or len(programme.units_in(*span)) != 1 or len(source.units_in(*of)) != 1:
        return False
    mine, theirs = programme.units_in(*span)[0], source.units_in(*of)[0]
    if (mine.first, mine.last) != span or (theirs.first, theirs.last) != of:
        return False
    weights = sum(programme.weights[slice(*span)]), sum(source.weights[slice(*of)])
    return kept >= 0.9 * max(weights) and mine.end - mine.start >= _SENTENCE_LETTERS


def _share_asked(kept: float) -> float:
    return next(share for most, share in _SHARES if kept < most)


def _other_figures(programme: Prepared, source: Prepared, blocks: Sequence[Block]) -> bool:
    """Whether there are numbers and every one of them is another."""
    numbers = [
        programme.written(b.first + at) == source.written(b.source + at)
        for b in blocks
        for at in range(b.size)
        if programme.words.keys[b.first + at] == NUMBER
    ]
    return bool(numbers) and not any(numbers)


def _sum(programme: Prepared, blocks: Sequence[Block]) -> float:
    return sum(sum(programme.weights[b.first : b.first + b.size]) for b in blocks)


def _pruned(blocks: list[Block]) -> list[Block]:
    """Without thin traces at the ends: a chance likeness before or after the passage."""
    kept = list(blocks)
    for end in (0, -1):
        while len(kept) > 1:
            edge, inner = kept[end], kept[1 if end == 0 else -2]
            gap = (
                inner.first - (edge.first + edge.size)
                if end == 0
                else edge.first - (inner.first + inner.size)
            )
            if gap <= edge.size:
                break
            kept.pop(end)
    return kept


def _drawn(text: Prepared, first: int, last: int) -> tuple[int, int]:
    """The ends moved to those of their sentences, where little is missing; else to the words themselves."""
    unit = text.unit_at(first)
    if unit is not None and first - unit.first <= max(_DRAWN_WORDS, _DRAWN * len(unit)):
        first = unit.first
    elif unit is not None and unit.last < last and _is_ragged(text, first, unit.last):
        first = unit.last  # two words of a sentence's end belong to no passage that begins with the next
    unit = text.unit_at(last - 1)
    if unit is not None and unit.last - last <= max(_DRAWN_WORDS, _DRAWN * len(unit)):
        last = unit.last
    elif unit is not None and unit.first > first and _is_ragged(text, unit.first, last):
        last = unit.first
    return first, last


def _is_ragged(text: Prepared, first: int, last: int) -> bool:
    return last - first < _RAGGED or sum(text.weights[first:last]) < _RAGGED_WEIGHT


def _within(blocks: Sequence[Block], span: tuple[int, int], of: tuple[int, int]) -> list[Block]:
    """The blocks cut to the passage."""
    kept = []
    for block in blocks:
        before = max(0, span[0] - block.first, of[0] - block.source)
        after = max(0, block.first + block.size - span[1], block.source + block.size - of[1])
        if block.size > before + after:
            kept.append(Block(block.first + before, block.source + before, block.size - before - after))
    return kept


def _whole(text: Prepared, first: int, last: int) -> bool:
    """Whether the words hold at least one sentence that says something, whole."""
    return any(
        unit.first >= first and unit.last <= last and sum(text.weights[unit.first : unit.last]) >= _WHOLE
        for unit in text.units_in(first, last)
    )


def _strongest(found: list[Candidate]) -> list[Candidate]:
    """Of finds at the same place of the programme the one that keeps most, in the programme's order."""
    chosen: list[Candidate] = []
    for candidate in sorted(found, key=lambda c: (-c.kept, c.first, c.source_first)):
        size = candidate.last - candidate.first
        if not any(_overlap(candidate, other) > _SAME_PLACE * size for other in chosen):
            chosen.append(candidate)
    return sorted(chosen, key=lambda c: (c.first, c.last))


def _overlap(one: Candidate, other: Candidate) -> int:
    return max(0, min(one.last, other.last) - max(one.first, other.first))


def _joined(programme: Prepared, chosen: list[Candidate]) -> list[Candidate]:
    """Neighbours in both texts as one passage."""
    joined: list[Candidate] = []
    for candidate in chosen:
        last = joined[-1] if joined else None
        if last is not None and _adjoin(last, candidate):
            first, end = min(last.first, candidate.first), max(last.last, candidate.last)
            low = min(last.source_first, candidate.source_first)
            high = max(last.source_last, candidate.source_last)
            blocks = _merged(last.blocks, candidate.blocks)
            said = (*last.other_words, *candidate.other_words)
            joined[-1] = Candidate(first, end, low, high, blocks, _sum(programme, blocks), said)
            continue
        joined.append(candidate)
    return joined


_ADJOINS = 6  # words between two passages that are read as one


def _adjoin(one: Candidate, other: Candidate) -> bool:
    gap = other.first - one.last
    source_gap = max(other.source_first - one.source_last, one.source_first - other.source_last)
    return gap <= _ADJOINS and source_gap <= _ADJOINS


def _merged(one: list[Block], other: list[Block]) -> list[Block]:
    """Both lists of blocks, without words used twice."""
    return tile([*one, *other])


def within(candidate: Candidate, first: int, last: int) -> Candidate | None:
    """The part of a passage in words `[first, last)` of the programme; None where nothing stands there."""
    blocks = _within(candidate.blocks, (first, last), (candidate.source_first, candidate.source_last))
    if not blocks:
        return None
    low = min(block.source for block in blocks)
    high = max(block.source + block.size for block in blocks)
    return Candidate(first, last, low, high, blocks, candidate.kept, candidate.other_words)


def passage_of(
    programme: Prepared,
    source: Prepared,
    candidate: Candidate,
    key: str,
    *,
    kind: PassageKind = PassageKind.COPIED,
    section: str = "",
) -> Passage:
    """A passage with its differences marked.

    Args:
        programme: The text that is checked.
        source: The text it is held against.
        candidate: Its words.
        key: What it names its source by.
        kind: Copied, or rightly taken down.
        section: Labels of the headings above it.
    """
    span = (candidate.first, candidate.last)
    of = (candidate.source_first, candidate.source_last)
    differ = differences(programme, source, candidate.blocks, span, of)
    changed = sum(
        _words_in(programme, d.span) if d.span else 0
        for d in differ
        if d.change not in {Change.SPELLING, Change.MOVED}
    )
    dropped = sum(_dropped(source, d.source_span) for d in differ if d.change is Change.DROPPED)
    size = candidate.last - candidate.first
    kept = Fraction(max(0, size - changed), size)
    # Of the longer side: who has left four words out and who has put them in stand equally near.
    alike = Fraction(max(0, size - changed), max(size, size - changed + dropped))
    moved = any(d.change is Change.MOVED for d in differ)
    if alike == 1 and not moved:
        likeness = Likeness.VERBATIM
    else:
        likeness = Likeness.LIGHT if alike >= _LIGHT else Likeness.HEAVY
    return Passage(
        span=programme.span_of(*span),
        source=key,
        source_span=source.span_of(*of),
        likeness=likeness,
        kept=kept,
        differences=(*differ, *_not_compared(programme, source, candidate)),
        kind=kind,
        section=section,
    )


def _not_compared(programme: Prepared, source: Prepared, candidate: Candidate) -> Iterator[Difference]:
    """The formula inside a passage, on either side: shown, so that nobody takes it for the same."""
    nothing = Span(0, 0)
    for span in _inside(programme, programme.span_of(candidate.first, candidate.last)):
        yield Difference(Change.FORMULA, span, nothing)
    for span in _inside(source, source.span_of(candidate.source_first, candidate.source_last)):
        yield Difference(Change.FORMULA, nothing, span)


def _inside(text: Prepared, of: Span) -> list[Span]:
    found = (Span(max(s.start, of.start), min(s.end, of.end)) for s in text.left_out)
    return [span for span in found if span.start < span.end]


def _dropped(source: Prepared, span: Span) -> int:
    """Words left out of sentences: one left out whole makes no rewording of the copy of another."""
    first, last = source.words_in(span)
    whole = [u for u in source.units_in(first, last) if u.first >= first and u.last <= last]
    return last - first - sum(map(len, whole))


def _words_in(text: Prepared, span: Span) -> int:
    first, last = text.words_in(span)
    return last - first
