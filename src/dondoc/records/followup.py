"""Following up (đôn đốc): what is owed by a day, and who is told of it when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class MatterKind(StrEnum):
    """What a reminder can be about."""

    TASK = "task"  # nhiệm vụ
    OBLIGATION = "obligation"  # nghĩa vụ: a plan, a review, a report that a body owes
    DOSSIER = "dossier"  # hồ sơ of a matter of the work programme
    ANSWER = "answer"  # trả lời: of a difficulty or proposal that a body was asked to answer


class Rung(StrEnum):
    """Who is told, from the body that owes something upwards."""

    OFFICER = "officer"  # cán bộ đầu mối of the body, or who is named to do it
    HEAD = "head"  # thủ trưởng of the body
    SUPERVISOR = "supervisor"  # who follows the body or the task
    LEADER = "leader"  # lãnh đạo phụ trách


@dataclass(frozen=True, slots=True)
class FollowedMatter:
    """Something open that a body owes by a day. What is done, withdrawn or waived is none."""

    key: str  # "task:12": kind and row
    body: str  # the key of the body that owes it
    due: date  # as it holds now, after extensions and stopped days
    owed_from: date | None = None  # nobody is told before it was given
    field: str = ""  # lĩnh vực, where a leader is in charge of one
    # Whether its next step is the body's: not while it waits for a confirmation or a decision on a transfer,
    # nor while its clock stands by decision.
    at_body: bool = True
    # Whose the next step is instead, where they are reminded of it: who confirms a report that was sent.
    waits_on: str = ""


@dataclass(frozen=True, slots=True)
class ReminderRule:
    """One line of the ladder: whom to tell, and how long before or after the due day.

    `offset` < 0: that many days before it; 0: on it; > 0: that many working days after it.
    """

    rung: Rung
    offset: int


@dataclass(frozen=True, slots=True)
class Reminder:
    """A rule whose day has come for a matter."""

    matter: FollowedMatter
    rule: ReminderRule
    on: date  # the rule's own day, a working day


@dataclass(frozen=True, slots=True)
class PlannedNotice:
    """One person is told of one matter on one day; there is never a second for the same three."""

    matter: FollowedMatter
    person: str
    rule: ReminderRule
    day: date


@dataclass(frozen=True, slots=True)
class Unheard:
    """A reminder nobody can be told of: on no rung that it may go to is there anybody."""

    matter: FollowedMatter
    rule: ReminderRule


@dataclass(frozen=True, slots=True)
class DayPlan:
    """Everything one day's planning says."""

    notices: tuple[PlannedNotice, ...]
    unheard: tuple[Unheard, ...]
