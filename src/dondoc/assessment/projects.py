"""Where a project stands on a day, and how its money and its land go beside the plan. Exact, pure.

planned 120, disbursed 66 of it by 30/09; the year before 58 of 100  →  55 %, 3 points below the same period
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

HUNDRED = Fraction(100)


class Step(StrEnum):
    """What a project goes through, in this order; the last two may come at any time."""

    POLICY = "policy"  # chủ trương đầu tư
    APPROVAL = "approval"  # phê duyệt dự án
    BIDDING = "bidding"  # lựa chọn nhà thầu
    CLEARANCE = "clearance"  # bàn giao mặt bằng
    START = "start"  # khởi công
    COMPLETION = "completion"  # hoàn thành, bàn giao
    SETTLEMENT = "settlement"  # quyết toán
    PAUSED = "paused"  # tạm dừng
    STOPPED = "stopped"  # dừng hẳn


ORDER: Sequence[Step] = tuple(Step)[:7]
_PLACE = {step: n for n, step in enumerate(ORDER)}


@dataclass(frozen=True, slots=True)
class StepEvent:
    """A step that is to happen (`planned`) or happened on a day; `key` is the caller's."""

    step: Step
    on: date
    planned: bool = False
    key: int = 0


@dataclass(frozen=True, slots=True)
class LateStep:
    """A step whose planned day has passed without it."""

    step: Step
    planned: date
    days: int


@dataclass(frozen=True, slots=True)
class ProjectStanding:
    """A project on a day."""

    stage: Step | None  # the furthest step that happened; paused and stopped as long as nothing came after
    since: date | None
    late: list[LateStep]  # the earliest planned first

    @property
    def finished(self) -> bool:
        return self.stage in (Step.COMPLETION, Step.SETTLEMENT, Step.STOPPED)


def project_standing(events: Iterable[StepEvent], *, as_of: date) -> ProjectStanding:
    """Where it stands; of several planned days of one step the one entered last counts."""
    told = list(events)
    happened = [event for event in told if not event.planned and event.on <= as_of]
    done = {event.step for event in happened}
    last = max(happened, key=lambda event: (event.on, event.key), default=None)
    if last is not None and last.step not in (Step.PAUSED, Step.STOPPED):
        last = max(
            (event for event in happened if event.step in _PLACE),
            key=lambda event: (_PLACE[event.step], event.on, event.key),
        )
    planned: dict[Step, StepEvent] = {}
    for event in sorted((one for one in told if one.planned), key=lambda one: one.key):
        planned[event.step] = event
    furthest = max((_PLACE[step] for step in done if step in _PLACE), default=-1)
    late = [
        LateStep(step, event.on, (as_of - event.on).days)
        for step, event in planned.items()
        if event.on < as_of and step not in done and _waited_for(step, furthest)
    ]
    stopped = last is not None and last.step is Step.STOPPED
    return ProjectStanding(
        last.step if last else None,
        last.on if last else None,
        [] if stopped else sorted(late, key=lambda one: (one.planned, one.step)),
    )


def _waited_for(step: Step, furthest: int) -> bool:
    """Whether a step is still to come: land is handed over while one builds."""
    last = Step.COMPLETION if step is Step.CLEARANCE else step
    return step in _PLACE and _PLACE[last] > furthest


@dataclass(frozen=True, slots=True)
class Disbursement:
    """Money of one year up to a day, beside its plan and the same period of the year before."""

    planned: Fraction  # one unit throughout, e.g. triệu đồng
    disbursed: Fraction
    planned_before: Fraction = Fraction()
    disbursed_before: Fraction | None = None  # None: not known for the same day a year ago

    @property
    def rate(self) -> Fraction | None:
        """Disbursed ÷ planned in per cent; None where nothing was planned."""
        return self.disbursed / self.planned * HUNDRED if self.planned else None

    @property
    def rate_before(self) -> Fraction | None:
        """The same of the same period a year ago."""
        if self.disbursed_before is None or not self.planned_before:
            return None
        return self.disbursed_before / self.planned_before * HUNDRED

    @property
    def points(self) -> Fraction | None:
        """How many percentage points the rate is above (+) or below (−) the same period's."""
        if self.rate is None or self.rate_before is None:
            return None
        return self.rate - self.rate_before

    def __add__(self, other: Disbursement) -> Disbursement:
        """Two sources or projects together: sums, never a mean; an unknown year before stays so."""
        known = self.disbursed_before is not None and other.disbursed_before is not None
        return Disbursement(
            self.planned + other.planned,
            self.disbursed + other.disbursed,
            self.planned_before + other.planned_before,
            (self.disbursed_before or Fraction()) + (other.disbursed_before or Fraction()) if known else None,
        )
