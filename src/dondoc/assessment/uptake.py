"""How much of a document its children took up: which clause corresponds to which, and what was changed.

Proposals only: a person confirms them. Targets meet by what they measure, tasks by the pairs of syllables
they share, weighed by how rare each pair is in the documents compared: "bản đồ số vùng nguyên liệu" says
more than "tổ chức thực hiện".
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from dondoc.records.uptake import Change, Clause, ClauseKind, Match, Uptake
from dondoc.text.normalize import search_key

LEAST = 45  # from this score on a correspondence is proposed
SURE = 85  # from this one on many may be confirmed together
_SHORT = 6  # syllables that are looked at in a target's name at most carry no weight of their own

Pairs = frozenset[tuple[str, str]]


def suggest(parents: Sequence[Clause], children: Sequence[Clause], *, least: int = LEAST) -> list[Match]:
    """For each clause of a child the clause of the parent it takes up, where one is alike enough.

    Several clauses of a child may take up one of the parent (steps, milestones); one takes up one. Cost grows
    with the pairs of syllables shared, not with parents × children.

    Args:
        parents: The parent's clauses.
        children: The clauses of one or more children.
        least: Scores below it are not proposed.
    """
    found = []
    targets = defaultdict(list)
    for parent in parents:
        if parent.kind is ClauseKind.TARGET and parent.indicator:
            targets[parent.indicator].append(parent)
    words = _Words(parents, children)
    for child in children:
        best: Match | None = None
        if child.kind is ClauseKind.TARGET and child.indicator is not None and child.indicator in targets:
            best = max((_same_indicator(p, child) for p in targets[child.indicator]), key=_rank)
        else:
            near = [m for m in words.near(child) if m.score >= least]
            best = max(near, key=_rank, default=None)
        if best is not None:
            found.append(best)
    return found


def _rank(match: Match) -> tuple[int, str]:
    return match.score, match.parent


def _same_indicator(parent: Clause, child: Clause) -> Match:
    """The same indicator: surest where it is due the same day."""
    if parent.due == child.due:
        return Match(parent.key, child.key, 98, "cùng chỉ tiêu, cùng kỳ")
    if parent.due is not None and child.due is not None and child.due < parent.due:
        # of several milestones the nearest later one is meant
        far = min(10, (parent.due - child.due).days // 365)
        return Match(parent.key, child.key, 92 - far, "cùng chỉ tiêu, mốc sớm hơn")
    return Match(parent.key, child.key, 80, "cùng chỉ tiêu, kỳ khác")


class _Words:
    """The parent's clauses by the pairs of syllables in them."""

    def __init__(self, parents: Sequence[Clause], children: Sequence[Clause]) -> None:
        self.parents = {clause.key: clause for clause in parents}
        self.pairs = {clause.key: _pairs(clause.words) for clause in parents}
        self.of_children = {clause.key: _pairs(clause.words) for clause in children}
        everywhere = [*self.pairs.values(), *self.of_children.values()]
        counts = Counter(pair for pairs in everywhere for pair in pairs)
        self.weight = {pair: math.log(1 + len(everywhere) / n) for pair, n in counts.items()}
        self.where: dict[tuple[str, str], list[str]] = defaultdict(list)
        for key, pairs in self.pairs.items():
            for pair in pairs:
                self.where[pair].append(key)

    def near(self, child: Clause) -> Iterable[Match]:
        """Every clause of the parent of the same kind that shares a pair with the child's."""
        mine = self.of_children[child.key]
        shared: dict[str, float] = defaultdict(float)
        for pair in mine:
            for key in self.where.get(pair, ()):
                shared[key] += self.weight[pair]
        for key, weight in shared.items():
            parent = self.parents[key]
            if parent.kind is child.kind and _comparable(parent, child):
                score = self._score(weight, mine, self.pairs[key])
                yield Match(key, child.key, score, self._reason(parent, child, mine & self.pairs[key]))

    def _score(self, shared: float, mine: Pairs, theirs: Pairs) -> int:
        """Twice what is shared of both together, in per cent; one whole within a longer one counts too."""
        mine_all, theirs_all = (sum(self.weight[pair] for pair in pairs) for pairs in (mine, theirs))
        alike = 2 * shared / (mine_all + theirs_all)
        within = shared / min(mine_all, theirs_all) if min(len(mine), len(theirs)) >= _SHORT else 0.0
        return round(100 * max(alike, 0.8 * within))

    def _reason(self, parent: Clause, child: Clause, shared: Pairs) -> str:
        telling = sorted(shared, key=lambda pair: (-self.weight[pair], pair))[:3]
        said = "cùng nói: " + ", ".join(" ".join(pair) for pair in telling)
        return f"{said}; cùng hạn" if parent.due is not None and parent.due == child.due else said


def _pairs(words: str) -> Pairs:
    """Syllables that follow one another, without marks."""
    return frozenset(pairwise(search_key(words).split()))


def _comparable(parent: Clause, child: Clause) -> bool:
    """Targets in different units measure different things."""
    return parent.kind is not ClauseKind.TARGET or parent.unit == child.unit


def changes(parent: Clause, child: Clause) -> tuple[Change, ...]:
    """What the child made of the parent's number and day; what one of the two leaves open is left out.

    >>> from decimal import Decimal
    >>> a = Clause("a", ClauseKind.TARGET, "tỷ trọng kinh tế số", "x", Decimal(30), unit="%")
    >>> b = Clause("b", ClauseKind.TARGET, "tỷ trọng kinh tế số", "x", Decimal(28), unit="%")
    >>> changes(a, b)
    (Change(field='value', before=Decimal('30'), after=Decimal('28')),)
    """
    made = []
    both = parent.unit == child.unit and parent.value is not None and child.value is not None
    if both and (parent.value, parent.value_max) != (child.value, child.value_max):
        made.append(Change("value", parent.value, child.value))
    if parent.due is not None and child.due is not None and parent.due != child.due:
        made.append(Change("due", parent.due, child.due))
    return tuple(made)


def uptake(
    parents: Sequence[Clause],
    children: Mapping[str, Sequence[Clause]],
    pairs: Iterable[tuple[str, str]],
) -> Uptake:
    """The parent's clauses beside what each child made of them.

    Args:
        parents: The parent's clauses.
        children: The clauses of each child document, by the document's key.
        pairs: (parent's clause, child's clause) that correspond; of others they are passed over.
    """
    document_of = {clause.key: document for document, clauses in children.items() for clause in clauses}
    taken: dict[str, dict[str, list[str]]] = {clause.key: {} for clause in parents}
    used = set()
    for parent, child in pairs:
        document = document_of.get(child)
        if document is not None and parent in taken:
            taken[parent].setdefault(document, []).append(child)
            used.add(child)
    return Uptake(
        taken={key: {d: tuple(found) for d, found in by.items()} for key, by in taken.items()},
        untaken=tuple(clause.key for clause in parents if not taken[clause.key]),
        unasked={
            document: tuple(clause.key for clause in clauses if clause.key not in used)
            for document, clauses in children.items()
        },
    )
