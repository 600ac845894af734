"""The readable difference of two versions of a draft: paragraphs aligned, changed words marked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from dondoc.records.difference import Fate, ParagraphChange, Piece

_ALIKE = 0.5  # of the words of two paragraphs in common: from here on one became the other
# What a paragraph is numbered by: "3.", "2.1.", "a)", "IV.", "-"; of a table's row its first cell's number.
_NUMBER = re.compile(r"(?:\d+(?:\.\d+)*|[IVXLC]+|[a-zđ])[.)]|[-–+•]")
_PART = re.compile(r"(?i:phần|chương|mục|điều)\s+(?:\d+|[IVXLC]+|(?i:thứ))\b|[IVXLC]+[.)]\s")
_LONG = 20  # words; a heading is shorter
_PAIRS = 4000  # of paragraphs that stand between two that were kept; beyond it they are not compared


def difference(older: str, newer: str) -> list[ParagraphChange]:
    """What became of each paragraph; blank lines and spaces do not count.

    >>> [(c.fate.value, [(p.fate.value, p.words) for p in c.pieces]) for c in difference("a b c", "a x c")]
    [('changed', [('kept', 'a'), ('removed', 'b'), ('added', 'x'), ('kept', 'c')])]
    """
    before, after = _paragraphs(older), _paragraphs(newer)
    made: list[ParagraphChange] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            made += [_whole(Fate.KEPT, words) for words in before[a:b]]
        else:
            made += _between(before[a:b], after[c:d])
    return _told(made)


def _told(made: Sequence[ParagraphChange]) -> list[ParagraphChange]:
    """Each with whether it only moved, only has another number, or is a heading."""
    gone = Counter(_unnumbered(change) for change in made if change.fate is Fate.REMOVED)
    come = Counter(_unnumbered(change) for change in made if change.fate is Fate.ADDED)
    pairs = {Fate.REMOVED: gone & come, Fate.ADDED: come & gone}
    told = []
    for change in made:
        moved = False
        if change.fate in pairs:
            left, words = pairs[change.fate], _unnumbered(change)
            moved = left[words] > 0
            left[words] -= moved
        told.append(
            replace(change, moved=moved, renumbered=_is_renumbered(change), heading=_is_heading(change))
        )
    return told


def _numbered(words: Sequence[str]) -> bool:
    if not words:
        return False
    return _NUMBER.fullmatch(words[0]) is not None or (words[0].isdigit() and words[1:2] == ["|"])


def _unnumbered(change: ParagraphChange) -> tuple[str, ...]:
    words = " ".join(piece.words for piece in change.pieces).split()
    return tuple(words[1:] if _numbered(words) else words)


def _is_renumbered(change: ParagraphChange) -> bool:
    """Whether its number alone became another."""
    if change.fate is not Fate.CHANGED or len(change.pieces) != 3:
        return False
    removed, added, kept = change.pieces
    fates = (removed.fate, added.fate, kept.fate)
    if fates != (Fate.REMOVED, Fate.ADDED, Fate.KEPT):
        return False
    rest = kept.words.split()
    return all(len(one.words.split()) == 1 and _numbered([one.words, *rest]) for one in (removed, added))


def _is_heading(change: ParagraphChange) -> bool:
    words = " ".join(piece.words for piece in change.pieces if piece.fate is not Fate.REMOVED)
    if not 0 < len(words.split()) <= _LONG or "|" in words:
        return False
    return _PART.match(words) is not None or (words.isupper() and len(words.split()) > 1)


def _paragraphs(text: str) -> list[tuple[str, ...]]:
    """The words of each paragraph that has any."""
    return [tuple(line.split()) for line in text.splitlines() if line.strip()]


def _whole(fate: Fate, words: Sequence[str]) -> ParagraphChange:
    return ParagraphChange(fate, (Piece(fate, " ".join(words)),))


def _between(before: list[tuple[str, ...]], after: list[tuple[str, ...]]) -> Iterator[ParagraphChange]:
    """Paragraphs between two that were kept: each newer one beside the older one it comes from, in order."""
    start = 0
    for words in after:
        found = _origin(before, start, words) if len(before) * len(after) <= _PAIRS else None
        if found is None:
            yield _whole(Fate.ADDED, words)
            continue
        yield from (_whole(Fate.REMOVED, gone) for gone in before[start:found])
        yield ParagraphChange(Fate.CHANGED, tuple(_pieces(before[found], words)))
        start = found + 1
    yield from (_whole(Fate.REMOVED, gone) for gone in before[start:])


def _origin(before: list[tuple[str, ...]], start: int, words: tuple[str, ...]) -> int | None:
    """The older paragraph from `start` on that is most like these words; None where none is alike enough."""
    best, found = _ALIKE, None
    for n in range(start, len(before)):
        matcher = SequenceMatcher(None, before[n], words, autojunk=False)
        if matcher.real_quick_ratio() > best and (ratio := matcher.ratio()) > best:
            best, found = ratio, n
    return found


def _pieces(before: tuple[str, ...], after: tuple[str, ...]) -> Iterator[Piece]:
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece(Fate.KEPT, " ".join(before[a:b]))
            continue
        if b > a:
            yield Piece(Fate.REMOVED, " ".join(before[a:b]))
        if d > c:
            yield Piece(Fate.ADDED, " ".join(after[c:d]))
