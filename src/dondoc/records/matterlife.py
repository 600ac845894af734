"""What becomes of a shortcoming, a difficulty or a proposal: events, only added, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class MatterEventKind(StrEnum):
    """One thing that can happen to a matter. Who may record it is the web's business."""

    ASSIGNED = "assigned"  # giao cơ quan trả lời, giải quyết, with the day
    SUCCEEDED = "succeeded"  # the body that was to answer has ended; who took over answers by the same day
    REMEDY = "remedy"  # a task of the register puts it right
    ANSWERED = "answered"  # trả lời: words, paper
    ACCEPTED = "accepted"  # who raised it is content with the answer
    NOT_ACCEPTED = "not_accepted"  # or is not: it is open again
    FIXED = "fixed"  # đã khắc phục; `day` is the day it was
    REPEATED = "repeated"  # said again in a later document: lặp lại
    REOPENED = "reopened"  # recorded by mistake, taken back
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class MatterEvent:
    """An event. Events of one day count in the order they were entered."""

    kind: MatterEventKind
    on: date
    recorded: date | None = None  # the day it was entered; None where that was the same day
    body: str | None = None  # of assigned and succeeded: the body's key
    due: date | None = None  # of assigned
    day: date | None = None  # of fixed: when it was; None where it was the day recorded
    reason: str = ""


class MatterState(StrEnum):
    """Where a matter stands."""

    OPEN = "open"
    ANSWERED = "answered"
    FIXED = "fixed"
    REPEATED = "repeated"  # came back: whatever was recorded of it before, it is not fixed


@dataclass(frozen=True, slots=True)
class MatterStanding:
    """A matter on a day, with everything the events say and nothing else."""

    state: MatterState = MatterState.OPEN
    body: str | None = None  # who is to answer
    due: date | None = None
    answered: date | None = None
    accepted: bool | None = None  # by who raised it; None: not asked
    fixed: date | None = None
    repeated: date | None = None
    remedies: int = 0
    answers: int = 0  # how often it was answered
    refusals: int = 0  # how often the answer was not accepted
