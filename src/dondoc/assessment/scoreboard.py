"""n/m of one document: how many of its targets are met, and which to look at first.

    28 targets: 15 exceeded, 10 met, 3 not met  →  25/28, "đạt và vượt"

A count belongs to one document. A composite target counts once; "cơ bản đạt" is none of the n.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

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
    told = list(verdicts)
    return Score(tuple((one, told.count(one)) for one in WORST_FIRST))


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
