"""Where shortcomings, difficulties and proposals stand on a day, and what share of them is fixed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from dondoc.records.matterlife import MatterEvent, MatterEventKind, MatterStanding, MatterState

_K = MatterEventKind


def matter_standing(
    events: Iterable[MatterEvent], *, as_of: date, known_by: date | None = None
) -> MatterStanding:
    """The matter on a day; what happened later does not count, nor, with `known_by`, what was entered later.

    What came back is repeated, whatever was recorded before: only taking the link back undoes that.
    """
    counted = [
        event
        for event in events
        if event.on <= as_of and (known_by is None or (event.recorded or event.on) <= known_by)
    ]
    now = MatterStanding()
    for event in sorted(counted, key=lambda event: event.on):  # stable: a day's events as entered
        now = _after(now, event)
    return replace(now, state=_state(now))


def _after(now: MatterStanding, event: MatterEvent) -> MatterStanding:
    match event.kind:
        case _K.ASSIGNED:
            return replace(now, body=event.body or now.body, due=event.due or now.due)
        case _K.SUCCEEDED:
            return replace(now, body=event.body or now.body)
        case _K.REMEDY:
            return replace(now, remedies=now.remedies + 1)
        case _K.ANSWERED:
            return replace(now, answered=event.on, accepted=None, answers=now.answers + 1)
        case _K.ACCEPTED:
            return replace(now, accepted=True)
        case _K.NOT_ACCEPTED:
            return replace(now, answered=None, accepted=False, refusals=now.refusals + 1)
        case _K.FIXED:
            return replace(now, fixed=event.day or event.on)
        case _K.REPEATED:
            return replace(now, repeated=event.on)
        case _K.REOPENED:  # the last step is taken back
            if now.repeated is not None:
                return replace(now, repeated=None)
            return replace(now, fixed=None) if now.fixed is not None else replace(now, answered=None)
        case _K.NOTE:
            return now


def _state(now: MatterStanding) -> MatterState:
    if now.repeated is not None:
        return MatterState.REPEATED
    if now.fixed is not None:
        return MatterState.FIXED
    return MatterState.ANSWERED if now.answered is not None else MatterState.OPEN


def overdue(now: MatterStanding, *, as_of: date) -> bool:
    """Whether the answer should be there and is not; the day itself is in time."""
    return now.state is MatterState.OPEN and now.due is not None and now.due < as_of


@dataclass(frozen=True, slots=True)
class MatterCounts:
    """How many matters stand where; the four add up to `noted`."""

    open: int = 0
    answered: int = 0
    fixed: int = 0
    repeated: int = 0
    overdue: int = 0  # of the open ones

    @classmethod
    def of(cls, standings: Iterable[MatterStanding], *, as_of: date) -> MatterCounts:
        """Counts over matters on a day."""
        kept = list(standings)
        states = [one.state for one in kept]
        return cls(
            open=states.count(MatterState.OPEN),
            answered=states.count(MatterState.ANSWERED),
            fixed=states.count(MatterState.FIXED),
            repeated=states.count(MatterState.REPEATED),
            overdue=sum(overdue(one, as_of=as_of) for one in kept),
        )

    @property
    def noted(self) -> int:
        """All of them."""
        return self.open + self.answered + self.fixed + self.repeated

    @property
    def share_fixed(self) -> Fraction | None:
        """Fixed ÷ noted, exact; None where nothing was noted. What came back is not fixed."""
        return Fraction(self.fixed, self.noted) if self.noted else None

    @property
    def all_fixed(self) -> bool:
        """The gate of 366-QĐ/TW: 100 % of what was noted is fixed; of nothing noted, nothing is missing."""
        return self.fixed == self.noted
