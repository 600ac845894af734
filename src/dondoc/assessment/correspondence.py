"""Which commitment of a child takes up which of its parent: proposed, with how sure it is and why.

One answer for the register, where a person confirms it, and for the check of a programme before it is issued.
Targets meet by the catalogue's indicator or by their names, and only in units that can be compared; tasks by
the words and pairs of words they share. Each is weighed by how rare it is in the two documents: "bản đồ số
vùng nguyên liệu" says more than "tổ chức thực hiện".
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from dondoc.records.coverage import Commitment, CommitmentKind, Pair
from dondoc.text.dates import last_day
from dondoc.text.normalize import search_key
from dondoc.text.units import power_of

LEAST = 58  # from this score on a correspondence is proposed
SURE = 85  # from this one on many may be confirmed together
_WITHIN = 0.85  # what one name that stands whole within another counts
_SHORT = 8  # words and pairs: a shorter name within a longer one says little
_NAMED = 0.3  # of the shorter name, for the same catalogue indicator: less, and one of them was misread
_SAME_DAY = 0.15  # two orders due on one day or quarter
_CROSS = 0.95  # an order and an aim give way to two of a kind
_NEARLY = 0.9  # of its best score: with so much a commitment may go to the second best that is still free
_LIGHT = frozenset(  # with their marks: "do" is light, "đồ" of "bản đồ" is not
    [
        "và", "của", "các", "cho", "với", "về", "để", "trong", "ở", "tại", "trên",
        "là", "có", "được", "do", "theo", "từ", "đến", "khi", "mọi", "những",
    ]
)  # fmt: skip
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_DATE = re.compile(
    r"(?:ngày\s+)?\d{1,2}/\d{1,2}(?:/\d{4})?|\d{1,2}/\d{4}"
    r"|(?:năm|quý|tháng|ngày)\s+[\dIVX]+|giai đoạn \d{4} ?[-–] ?\d{4}",
    re.IGNORECASE,
)

_ONE_AGE = 10 * 366  # days: two terms of five years
Marks = frozenset[str | tuple[str, str]]


def correspondences(
    parent: Sequence[Commitment], child: Sequence[Commitment], *, least: int = LEAST
) -> list[Pair]:
    """For each commitment of the child the one of the parent it takes up, where one is alike enough.

    The best pairs first, each commitment used once; what is then left of the child (steps, milestones) goes
    to the one it is most alike, though that is taken. An aim may answer a target and an order of the parent.
    Cost grows with the words shared, not with parents × children.

    Args:
        parent: The parent's commitments.
        child: The child's.
        least: Scores below it are not proposed.

    Returns:
        By the parent's place; of one of the parent's the surest first.
    """
    by_child: dict[tuple[int, CommitmentKind], list[Pair]] = defaultdict(list)
    for pair in _Words(parent, child).pairs():
        if pair.score >= least:
            by_child[pair.child, parent[pair.parent].kind].append(pair)
    best = {asked: max(pair.score for pair in pairs) for asked, pairs in by_child.items()}
    near = [
        (asked, pair)
        for asked, pairs in by_child.items()
        for pair in pairs
        if pair.score >= _NEARLY * best[asked]
    ]

    def rank(row: tuple[tuple[int, CommitmentKind], Pair]) -> tuple[object, ...]:
        one, other = parent[row[1].parent], child[row[1].child]
        agree = (one.due is not None and one.due == other.due) + (
            one.value is not None and one.value == other.value
        )
        return -row[1].score, -agree, one.key, other.key, row[1].parent, row[1].child

    near.sort(key=rank)
    found: list[Pair] = []
    placed: set[tuple[int, CommitmentKind]] = set()
    taken: set[int] = set()
    for asked, pair in near:
        if asked not in placed and pair.parent not in taken:
            placed.add(asked)
            taken.add(pair.parent)
            found.append(pair)
    for asked, pair in near:  # the best comes first
        same = parent[pair.parent].kind is child[pair.child].kind
        if same and asked not in placed:
            placed.add(asked)
            found.append(pair)
    return sorted(found, key=lambda pair: pair.parent)


def nearness(one: Commitment, other: Commitment) -> int:
    """How much two commitments have in common, 0 … 100, though it were too little to propose them."""
    return max((pair.score for pair in _Words([one], [other]).pairs()), default=0)


def comparable(one: Commitment, other: Commitment) -> bool:
    """Whether two can be the same: targets in units that compare, an aim and an order that has figures."""
    if one.kind is not other.kind:
        order = one if one.kind is CommitmentKind.TASK else other
        return bool(figures(order.name))
    return one.kind is CommitmentKind.TASK or measure(one.unit)[1] == measure(other.unit)[1]


def _is_of_another_age(one: Commitment, other: Commitment) -> bool:
    """Whether two targets are due so far apart that neither is on the other's way: 2006 and 2024."""
    days = _day(one.due), _day(other.due)
    if one.kind is not other.kind or one.kind is CommitmentKind.TASK or days[0] is None or days[1] is None:
        return False
    return abs(days[0] - days[1]).days > _ONE_AGE


def likeness(one: str, other: str) -> float:
    """How alike two names are, 0 … 1: words and pairs of words in common (Dice).

    >>> likeness("Tỷ trọng kinh tế số", "tỷ trọng kinh tế số trong GRDP") > 0.7
    True
    >>> likeness("tỷ lệ hộ nghèo", "tỷ lệ che phủ rừng") < 0.5
    True
    """
    mine, theirs = _marks(one), _marks(other)
    return 2 * len(mine & theirs) / (len(mine) + len(theirs)) if mine and theirs else 0.0


def measure(unit: str | None) -> tuple[int, str]:
    """The power of ten of a unit, and what is left to compare it by.

    >>> measure("nghìn tỷ đồng"), measure("%/năm"), measure("điểm %")
    ((12, 'dong'), (0, '%'), (0, 'diem %'))
    """
    power, plain = power_of(unit)
    return power, search_key(plain.removesuffix("/năm").replace("%", " percent ")).replace("percent", "%")


def figures(words: str) -> set[str]:
    """The figures of a task that are no day or period.

    >>> figures("Trồng 1.500 ha trước ngày 30/11/2026")
    {'1.500'}
    """
    return {match[0].rstrip(".,") for match in _FIGURE.finditer(_DATE.sub(" ", words))}


class _Words:
    """Both documents' commitments by the words and pairs of words in them."""

    def __init__(self, parent: Sequence[Commitment], child: Sequence[Commitment]) -> None:
        self.parent, self.child = parent, child
        self.above = [_marks(one.name) for one in parent]
        self.below = [_marks(one.name) for one in child]
        # An aim is held against an order by its sentence: "hoàn thành 1.450 căn" says less by its name.
        self.above_said = [_marks(one.words or one.name) for one in parent]
        self.below_said = [_marks(one.words or one.name) for one in child]
        everywhere = [*self.above, *self.below]
        counts = Counter(mark for marks in everywhere for mark in marks)
        self.most = math.log(1 + len(everywhere))
        self.weight = {mark: math.log(1 + len(everywhere) / n) for mark, n in counts.items()}
        self.whole: dict[Marks, float] = {}

    def pairs(self) -> Iterator[Pair]:
        """Every pair that can be compared and has something in common."""
        named: dict[str, list[int]] = defaultdict(list)
        holders: dict[str | tuple[str, str], list[int]] = defaultdict(list)
        for index, one in enumerate(self.parent):
            if one.kind is CommitmentKind.TARGET and one.indicator:
                named[one.indicator].append(index)
            for mark in self.above[index] | self.above_said[index]:
                holders[mark].append(index)
        for place, other in enumerate(self.child):
            met = {i for mark in self.below[place] | self.below_said[place] for i in holders.get(mark, ())}
            if other.kind is CommitmentKind.TARGET and other.indicator:
                met.update(named.get(other.indicator, ()))
            for index in met:
                pair = self._pair(index, place)
                if pair is not None:
                    yield pair

    def _pair(self, index: int, place: int) -> Pair | None:
        one, other = self.parent[index], self.child[place]
        if not comparable(one, other) or _is_of_another_age(one, other):
            return None
        if one.kind is not other.kind:
            order_above = one.kind is CommitmentKind.TASK
            mine = self.above[index] if order_above else self.above_said[index]
            theirs = self.below_said[place] if order_above else self.below[place]
            alike, within = _CROSS * self._alike(mine, theirs), 0.0
        else:
            mine, theirs = self.above[index], self.below[place]
            alike, within = self._alike(mine, theirs), self._within(mine, theirs)
        if (
            one.kind is other.kind is CommitmentKind.TARGET
            and one.indicator is not None
            and one.indicator == other.indicator
        ):
            if within >= _NAMED:
                return _same_indicator(index, place, one, other, alike)
            return None
        if min(len(mine), len(theirs)) >= _SHORT:
            alike = max(alike, _WITHIN * within)
        same_day = one.due is not None and one.due == other.due
        if same_day and one.kind is other.kind is CommitmentKind.TASK and not str(one.due).isdigit():
            alike = min(1.0, alike + _SAME_DAY) if alike > _SAME_DAY else alike
        score = round(100 * alike)
        return Pair(index, place, score, self._reason(mine & theirs, same_day)) if score else None

    def _alike(self, mine: Marks, theirs: Marks) -> float:
        """Twice what is shared of both together."""
        both = self._sum(mine) + self._sum(theirs)
        return 2 * self._sum(mine & theirs) / both if both else 0.0

    def _within(self, mine: Marks, theirs: Marks) -> float:
        """What is shared, of the shorter one."""
        shorter = min(self._sum(mine), self._sum(theirs))
        return self._sum(mine & theirs) / shorter if shorter else 0.0

    def _sum(self, marks: Marks) -> float:
        known = self.whole.get(marks)
        if known is None:
            # In the order of the marks: sums of the same marks are the same to the last bit.
            known = self.whole[marks] = math.fsum(self.weight.get(mark, self.most) for mark in marks)
        return known

    def _reason(self, shared: Marks, same_day: bool) -> str:  # noqa: FBT001
        pairs = [mark for mark in shared if isinstance(mark, tuple)]
        telling = sorted(pairs, key=lambda mark: (-self.weight.get(mark, self.most), mark))[:3]
        said = "cùng nói: " + ", ".join(" ".join(mark) for mark in telling) if telling else "có từ chung"
        return f"{said}; cùng hạn" if same_day else said


def _same_indicator(index: int, place: int, one: Commitment, other: Commitment, alike: float) -> Pair:
    """The same indicator of the catalogue: surest where it is due the same day and named the same."""
    before, after = _day(one.due), _day(other.due)
    if before == after:
        score, reason = 98, "cùng chỉ tiêu, cùng kỳ"
    elif before is not None and after is not None and after < before:
        # Of several milestones the nearest later one is meant.
        score, reason = 92 - min(10, (before - after).days // 365), "cùng chỉ tiêu, mốc sớm hơn"
    else:
        score, reason = 80, "cùng chỉ tiêu, kỳ khác"
    return Pair(index, place, round(score * (0.8 + 0.2 * alike)), reason)


def _day(due: str | None) -> date | None:
    try:
        return last_day(due) if due else None
    except ValueError:
        return None


def _marks(name: str) -> Marks:
    words = search_key(" ".join(word for word in name.lower().split() if word not in _LIGHT)).split()
    return frozenset({*words, *pairwise(words)})
