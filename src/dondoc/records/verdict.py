"""A target's verdict and what it was reached from: records, no arithmetic.

    thu ngân sách ≥ 16.900, 9 tháng được 12.675 (tỷ đồng)  →  Verdict.ON_PACE, share 75 %, expected 75 %

How it is reached: `assessment.verdict`, and docs/algorithms/verdict.md for the words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from dondoc.records.plan import Comparator, Direction, Nature, ObservationStatus, Period, TimeRule


class Verdict(StrEnum):
    """What is said of a target on a day. The order of `WORST_FIRST` is that of badness."""

    NOT_MET = "not_met"  # không đạt
    BEHIND = "behind"  # chậm tiến độ, có nguy cơ không đạt
    NEARLY_MET = "nearly_met"  # cơ bản đạt; only where a threshold was set
    NOT_ASSESSABLE = "not_assessable"  # chưa đánh giá được
    ON_PACE = "on_pace"  # đạt tiến độ
    AHEAD = "ahead"  # vượt tiến độ
    MET = "met"  # đạt
    EXCEEDED = "exceeded"  # vượt

    @property
    def counts_as_met(self) -> bool:
        """Whether it is one of the n in n/m: "cơ bản đạt" is not."""
        return self in (Verdict.MET, Verdict.EXCEEDED)

    @property
    def concluded(self) -> bool:
        """Whether it says something about the whole period, not about the way there."""
        return self in (Verdict.NOT_MET, Verdict.NEARLY_MET, Verdict.MET, Verdict.EXCEEDED)

    @property
    def signal(self) -> Signal:
        """The colour a board shows it in, always with its shape and word."""
        return _SIGNALS[self]

    @property
    def badness(self) -> int:
        """0 is listed first."""
        return WORST_FIRST.index(self)


class Signal(StrEnum):
    """Colours of a board of targets: those at risk are listed first."""

    RISK = "risk"  # đỏ: nguy cơ không đạt, không đạt
    UNDER_WAY = "under_way"  # cam: đang tiếp tục
    GOOD = "good"  # xanh: đạt, vượt, dự kiến đạt
    UNKNOWN = "unknown"  # mặc định: chưa thể đánh giá


WORST_FIRST: tuple[Verdict, ...] = tuple(Verdict)
_SIGNALS = {
    Verdict.NOT_MET: Signal.RISK,
    Verdict.BEHIND: Signal.RISK,
    Verdict.NEARLY_MET: Signal.UNDER_WAY,
    Verdict.NOT_ASSESSABLE: Signal.UNKNOWN,
    Verdict.ON_PACE: Signal.UNDER_WAY,
    Verdict.AHEAD: Signal.GOOD,
    Verdict.MET: Signal.GOOD,
    Verdict.EXCEEDED: Signal.GOOD,
}


class Rounding(StrEnum):
    """At how many digits a result is held against its target."""

    PRINTED = "printed"  # as each is printed; 31,7 is not 32
    TARGET = "target"  # the result rounded half up to the target's digits; 31,7 is 32


@dataclass(frozen=True, slots=True)
class Rules:
    """What an office may set. The defaults are those of docs/algorithms/verdict.md."""

    nearly: Fraction | None = None  # share of the target from which "cơ bản đạt" is said; None: never
    rounding: Rounding = Rounding.PRINTED
    closing_days: int = 31  # so many days before the end, an estimate for the whole period concludes


@dataclass(frozen=True, slots=True)
class PlanStep:
    """What is planned to have been reached when a step of the path ends."""

    end: date
    value: Decimal


@dataclass(frozen=True, slots=True)
class Promise:
    """A target as it is judged, its numbers in one unit.

    `low` is the target or the lower end of its range. Of a composite target (`Comparator.ALL`) the numbers
    say nothing; its parts are judged.
    """

    period: Period
    comparator: Comparator
    low: Decimal
    high: Decimal | None = None
    decimals: int = 0  # as printed
    direction: Direction = Direction.HIGHER
    nature: Nature = Nature.ANNUAL
    time_rule: TimeRule = TimeRule.OWN
    ratio: bool = False  # whether "x % of plan" says something: amounts and counts
    path: tuple[PlanStep, ...] = ()  # cumulative where the figures are, oldest first
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """A figure as it is judged, in the promise's unit."""

    value: Decimal
    period: Period
    decimals: int = 0
    status: ObservationStatus = ObservationStatus.OFFICIAL
    key: int | None = None  # the caller's


Value = Decimal | Fraction | Period | date | int | str  # what a sentence may need


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of the reasoning: a code whose sentence is written elsewhere, and the numbers it needs."""

    code: str
    values: tuple[tuple[str, Value], ...] = ()

    @classmethod
    def of(cls, code: str, **values: Value) -> Reason:
        return cls(code, tuple(values.items()))

    def __getitem__(self, name: str) -> Value:
        return dict(self.values)[name]


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with everything it rests on."""

    verdict: Verdict
    reasons: tuple[Reason, ...]
    as_of: date
    final: bool = False  # nothing that is still to come can change it, save a revised figure
    share: Fraction | None = None  # result ÷ target; None where a ratio says nothing
    expected: Fraction | None = None  # of the target by now: by the path, else the share of time gone
    difference: Decimal | None = None  # result − nearest end of the target; 0 inside a range
    result: Result | None = None
    parts: tuple[Judgement, ...] = ()  # of a composite target, in its order
