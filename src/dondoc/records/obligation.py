"""What a document or a calendar makes a body owe besides tasks: a plan, study, a review, a report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dondoc.records.result import TaskState


class ObligationKind(StrEnum):
    """What is owed."""

    PLAN = "plan"  # ban hành kế hoạch thực hiện
    STUDY = "study"  # học tập, quán triệt
    INTERIM_REVIEW = "interim_review"  # sơ kết
    FINAL_REVIEW = "final_review"  # tổng kết
    REPORT = "report"  # báo cáo của một kỳ


class ObligationEventKind(StrEnum):
    """One thing that can happen to an obligation."""

    OWED = "owed"  # giao, with the day it is due
    STUDIED = "studied"  # a session held: how many attended, of how many
    FULFILLED = "fulfilled"  # `on` is the day of the paper that fulfils it
    REOPENED = "reopened"  # what was taken for it is not it
    EXTENDED = "extended"  # `due` is the new day, the first one stays
    WAIVED = "waived"  # miễn: by decision, with a reason
    OWED_AGAIN = "owed_again"  # the waiver taken back
    REMINDED = "reminded"  # đôn đốc by a letter that was issued
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class ObligationEvent:
    """An event. Those of one day count in the order they were entered."""

    kind: ObligationEventKind
    on: date  # the day it happened
    recorded: date | None = None  # the day it was entered; None where that was the same day
    due: date | None = None  # of owed and extended
    attended: int | None = None  # of studied
    to_attend: int | None = None
    completes: bool = False  # of studied: nobody is left to study it


@dataclass(frozen=True, slots=True)
class ObligationStanding:
    """An obligation as it stands on a day."""

    state: TaskState
    waived: bool  # owed by nobody: counted neither as done nor as late
    owed_from: date | None
    first_due: date | None
    due: date | None
    fulfilled: date | None
    extensions: int
    attended: int | None  # as last recorded
    to_attend: int | None
    days_late: int  # at fulfilment, or so far; 0 where it is in time, waived or has no day
