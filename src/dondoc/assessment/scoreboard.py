"""n/m of one document: how many of its targets are met, and which to look at first.

    28 targets: 15 exceeded, 10 met, 3 not met  →  25/28, "đạt và vượt"

A count belongs to one document. A composite target counts once; "cơ bản đạt" is none of the n.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from dondoc.records.plan import Period
from dondoc.records.verdict import WORST_FIRST, Judgement, Signal, Verdict

HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Score:
    """Counts that add up to `total`."""

    by_verdict: tuple[tuple[Verdict, int], ...]  # all of them, the worst first

    @property
    def total(self) -> int:
        """m: all targets of the document."""
        return sum(count for _verdict, count in self.by_verdict)

    @property
    def met(self) -> int:
        """n: met and exceeded."""
        return sum(count for verdict, count in self.by_verdict if verdict.counts_as_met)

    def of(self, verdict: Verdict) -> int:
        return dict(self.by_verdict)[verdict]

    def of_signal(self, signal: Signal) -> int:
        return sum(count for verdict, count in self.by_verdict if verdict.signal is signal)

    @property
    def at_risk(self) -> int:
        return self.of_signal(Signal.RISK)


def score(verdicts: Iterable[Verdict]) -> Score:
    """Count them; every verdict has its number, also 0."""
    return score_of_counts(Counter(verdicts))


def score_of_counts(counts: Mapping[Verdict, int]) -> Score:
    """The same of numbers that were counted already; what is not named is 0."""
    return Score(tuple((one, counts.get(one, 0)) for one in WORST_FIRST))


Thing = tuple[object, ...]  # indicator, body, measure and basis, as the caller names them
Key = TypeVar("Key", bound=Hashable)


def steps(targets: Iterable[tuple[Key, Thing, Period]]) -> frozenset[Key]:
    """The targets of one document that are a step on the way to another of it: they do not count in m.

    "Giải ngân 100 % năm 2026" and, further down, "đến hết quý I tối thiểu 15 %": one target and its step.
    Only inside one year: a year of a term's target is a target of its own.
    """
    by_thing: dict[Thing, list[tuple[Key, Period]]] = defaultdict(list)
    for key, thing, period in targets:
        by_thing[thing].append((key, period))
    return frozenset(
        key
        for group in by_thing.values()
        for key, period in group
        if any(_inside(period, whole) for _key, whole in group)
    )


def _inside(period: Period, whole: Period) -> bool:
    within = whole.start <= period.start and period.end <= whole.end and period != whole
    return within and whole.start.year == whole.end.year


@dataclass(frozen=True, slots=True)
class Halfway:
    """What is said in the middle of a year: "9 đạt và vượt, 8 trên 50 % kế hoạch, 1 dưới, 6 cuối năm"."""

    met: int
    above_half: int
    below_half: int
    at_end: int  # nothing can be said yet


def halfway(judgements: Iterable[Judgement]) -> Halfway:
    """The four counts of a mid-year report; they add up. What has no share of a plan goes by its pace."""
    counts = {"met": 0, "above": 0, "below": 0, "end": 0}
    for one in judgements:
        if one.verdict.counts_as_met:
            counts["met"] += 1
        elif one.verdict is Verdict.NOT_ASSESSABLE:
            counts["end"] += 1
        elif one.share is not None:
            counts["above" if one.share >= HALF else "below"] += 1
        else:
            counts["below" if one.verdict.signal is Signal.RISK else "above"] += 1
    return Halfway(counts["met"], counts["above"], counts["below"], counts["end"])
