"""What of a programme stands elsewhere, what is formula, what was rightly taken down, and what is its own.

A target of the parent that the programme repeats, or a task that the parent has given to somebody by a day,
is taken down, which is what a programme is for: coverage, and no copying. Formula counts neither way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from dondoc.programmecheck.passages import Candidate, candidates_between, passage_of, within
from dondoc.programmecheck.sections import Sections
from dondoc.programmecheck.units import Prepared, Unit
from dondoc.programmecheck.words import words_of
from dondoc.records.check import (
    CheckSource,
    CopyFindings,
    Formula,
    Passage,
    PassageKind,
    SourceRole,
    covered,
)
from dondoc.records.document import BlockKind
from dondoc.records.facts import Facts
from dondoc.records.source import Span

_LEAST = Fraction(1, 200)  # a neighbour with a smaller share and fewer letters is not listed
_LEAST_LETTERS = 120
_OWN = 0.35  # of a sentence's weight that stands in the source: less, and it is the programme's own
_STATED = (
    0.6  # of a sentence that its targets have to make up, to be a target and no exhortation with a number
)
_ALREADY = 0.7  # of a neighbour's passage: more than this stands in the parent too


@dataclass(frozen=True, slots=True)
class Held:
    """A document the programme is held against, prepared, with its facts where they are known."""

    source: CheckSource
    prepared: Prepared
    facts: Facts | None = None


def copying(
    programme: Prepared, facts: Facts, against: Sequence[Held], *, frequent: Sequence[Span] = ()
) -> CopyFindings:
    """What of `programme` stands in the documents it is held against.

    Args:
        programme: The text that is checked.
        facts: What was read from it.
        against: Parents and neighbours; a parent without facts has no targets to take down.
        frequent: Spans of the programme whose words many documents of the index have: formula too.
    """
    letters = _letters(programme)
    rare = _outside(programme, frequent)
    found: list[tuple[Held, Candidate, PassageKind]] = []
    for held in sorted(against, key=lambda h: h.source.role is not SourceRole.PARENT):
        for candidate in candidates_between(programme, held.prepared):
            found += [(held, piece, kind) for piece, kind in _pieces(programme, facts, held, candidate, rare)]
    parents = {
        at
        for held, piece, _ in found
        if held.source.role is SourceRole.PARENT
        for at in range(piece.first, piece.last)
    }
    kept = [row for row in found if row[0].source.role is SourceRole.PARENT or not _stands(row[1], parents)]
    shares = _shares(kept, letters)
    listed = {key for key, _ in shares}
    kept = [row for row in kept if row[0].source.key in listed or row[0].source.role is SourceRole.PARENT]
    taken = _words_of(kept, PassageKind.TAKEN_DOWN)
    copied = _words_of(kept, PassageKind.COPIED) - taken
    sections = Sections(programme.document)
    formulas = [
        *programme.formulas,
        *(Formula(span, "frequent", "nhiều văn bản cùng viết") for span in frequent),
    ]
    own = sum(letters)
    unusual = sum(letters[at] for at in range(len(letters)) if at not in rare)
    everything = words_of(programme.text)
    total = sum(end - start for start, end in zip(everything.starts, everything.ends, strict=True))
    return CopyFindings(
        characters=max(total, own),
        formula=max(total, own) - own + unusual,
        copied=sum(letters[at] for at in copied if at in rare),
        taken_down=sum(letters[at] for at in taken if at in rare),
        passages=tuple(sorted((_made(programme, row, sections) for row in kept), key=lambda p: p.span)),
        formulas=tuple(sorted(formulas, key=lambda f: f.span)),
        shares=shares,
    )


Row = tuple[Held, Candidate, PassageKind]


def _made(programme: Prepared, row: Row, sections: Sections) -> Passage:
    held, candidate, kind = row
    section = sections.label_at(programme.words.starts[candidate.first])
    return passage_of(programme, held.prepared, candidate, held.source.key, kind=kind, section=section)


def _letters(programme: Prepared) -> list[int]:
    """Characters of each word."""
    words = programme.words
    return [end - start for start, end in zip(words.starts, words.ends, strict=True)]


def _outside(programme: Prepared, frequent: Sequence[Span]) -> set[int]:
    """The words that stand in none of the spans."""
    kept = set(range(len(programme.words)))
    for span in frequent:
        kept.difference_update(range(*programme.words_in(span)))
    return kept


def _stands(candidate: Candidate, words: set[int]) -> bool:
    """Whether most of a passage's words are among these."""
    size = candidate.last - candidate.first
    return sum(1 for at in range(candidate.first, candidate.last) if at in words) > _ALREADY * size


def _words_of(rows: Sequence[Row], kind: PassageKind) -> set[int]:
    return {at for _, piece, of in rows if of is kind for at in range(piece.first, piece.last)}


def _shares(rows: Sequence[Row], letters: Sequence[int]) -> tuple[tuple[str, Fraction], ...]:
    """Source → share of the programme that is copied from it, the largest first."""
    total = sum(letters)
    words: dict[str, set[int]] = {}
    for held, piece, kind in rows:
        if kind is PassageKind.COPIED:
            words.setdefault(held.source.key, set()).update(range(piece.first, piece.last))
    shares = [(key, Fraction(sum(letters[at] for at in places), total)) for key, places in words.items()]
    listed = [s for s in shares if s[1] >= _LEAST or s[1] * total >= _LEAST_LETTERS]
    return tuple(sorted(listed, key=lambda s: (-s[1], s[0])))


# -- what was rightly taken down ---------------------------------------------------------------------------


def _pieces(
    programme: Prepared, facts: Facts, held: Held, candidate: Candidate, rare: set[int]
) -> list[tuple[Candidate, PassageKind]]:
    """The passage, cut where a target or an assigned task begins or ends, and without what many write."""
    theirs = _assigned(held)
    mine = _targets(facts)
    runs: list[list[int]] = []
    kinds: list[PassageKind] = []
    for unit in programme.units_in(candidate.first, candidate.last):
        first, last = max(unit.first, candidate.first), min(unit.last, candidate.last)
        if not any(at in rare for at in range(first, last)):
            continue
        piece = within(candidate, first, last)
        if piece is None or _is_own(programme, piece):
            continue
        kind = PassageKind.COPIED
        if _is_taken_down(programme, held, unit, piece, mine, theirs):
            kind = PassageKind.TAKEN_DOWN
        if runs and kinds[-1] is kind:
            runs[-1][1] = last
        else:
            runs.append([first, last])
            kinds.append(kind)
    if len(runs) == 1 and tuple(runs[0]) == (candidate.first, candidate.last):
        return [(candidate, kinds[0])]
    made = []
    for (first, last), kind in zip(runs, kinds, strict=True):
        piece = within(candidate, first, last)
        if piece is not None and sum(programme.weights[first:last]) >= 2:
            made.append((piece, kind))
    return made


def _is_own(programme: Prepared, piece: Candidate) -> bool:
    """A sentence put in between two copied ones: few of its words stand in the source, nor their sense."""
    if any(first <= piece.first and piece.last <= last for first, last in piece.other_words):
        return False
    kept = sum(sum(programme.weights[b.first : b.first + b.size]) for b in piece.blocks)
    return kept < _OWN * sum(programme.weights[piece.first : piece.last])


def _targets(facts: Facts) -> list[Span]:
    return sorted(fact.span for fact in facts.indicators if fact.status == "target" and fact.value_span)


def _assigned(held: Held) -> tuple[list[Span], list[Span]]:
    """Where the parent sets targets, and where it gives a task to one body by a day or with a product."""
    if held.source.role is not SourceRole.PARENT or held.facts is None:
        return [], []
    tasks = [
        task.span
        for task in held.facts.tasks
        if task.lead is not None and (task.deadline is not None or task.product is not None)
    ]
    return _targets(held.facts), sorted(tasks)


def _is_taken_down(
    programme: Prepared,
    held: Held,
    unit: Unit,
    piece: Candidate,
    mine: Sequence[Span],
    theirs: tuple[Sequence[Span], Sequence[Span]],
) -> bool:
    targets, tasks = theirs
    there = held.prepared.span_of(piece.source_first, piece.source_last)
    if any(task.start <= there.start and there.end <= task.end + 2 for task in tasks):
        return True
    if unit.kind is BlockKind.TABLE and any(_meet(task, there) for task in tasks):
        return True
    here = programme.span_of(piece.first, piece.last)
    stated = sum(s.end - s.start for s in covered([_inside(s, here) for s in mine if _meet(s, here)]))
    if stated < _STATED * (here.end - here.start):
        return False
    return any(_meet(span, there) for span in targets)


def _inside(span: Span, of: Span) -> Span:
    return Span(max(span.start, of.start), min(span.end, of.end))


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
