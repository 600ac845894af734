"""What happens to a matter of a work programme (chương trình công tác), and where it stands on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ProgrammeSpan(StrEnum):
    """How long a programme is for."""

    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"
    WEEK = "week"


class Level(StrEnum):
    """Who decides a matter. Most go up: Thường trực → BTV → BCH → HĐND; a move may go anywhere."""

    STANDING = "standing"  # Thường trực cấp ủy
    BUREAU = "bureau"  # Ban Thường vụ
    COMMITTEE = "committee"  # Ban Chấp hành
    PEOPLES_COMMITTEE = "peoples_committee"  # UBND
    COUNCIL_STANDING = "council_standing"  # Thường trực HĐND
    COUNCIL = "council"  # HĐND
    HEAD = "head"  # lãnh đạo cơ quan, đơn vị


class ItemEventKind(StrEnum):
    """One thing that can happen to a matter. Who may record it is the web's business."""

    REGISTERED = "registered"  # đăng ký (again: after a refusal)
    AMENDED = "amended"  # sửa nội dung đăng ký
    APPROVED = "approved"  # đưa vào chương trình (again: after it was dropped)
    REFUSED = "refused"  # không đưa vào, with the reason
    MOVED = "moved"  # sang kỳ họp khác, ngày khác
    LEVEL_MOVED = "level_moved"  # trình cấp khác quyết định
    SESSION_MOVED = "session_moved"  # the meeting itself got its day, or another one
    HANDED_IN = "handed_in"  # đã trình hồ sơ
    SENT_BACK = "sent_back"  # hồ sơ chưa đạt, trả lại
    DECIDED = "decided"  # đã quyết định, with the resulting document
    DROPPED = "dropped"  # đưa ra khỏi chương trình
    REOPENED = "reopened"  # a decision or hand-in recorded by mistake, taken back
    REMINDED = "reminded"  # đôn đốc by a letter that was issued
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class ItemEvent:
    """An event. Events of one day count in the order they were entered."""

    kind: ItemEventKind
    on: date
    recorded: date | None = None  # the day it was entered; None where that was the same day
    level: str | None = None  # of registered and level_moved: a Level
    session: str | None = None  # key of the meeting
    meets: date | None = None  # that meeting's day, as planned then
    due: date | None = None  # the day the dossier is due
    reason: str = ""


class ItemState(StrEnum):
    """Where a matter stands."""

    REGISTERED = "registered"  # waits for the office
    REFUSED = "refused"
    PLANNED = "planned"  # in the programme; the dossier is owed
    HANDED_IN = "handed_in"  # waits for its session
    DECIDED = "decided"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class ItemStanding:
    """A matter as it stands on a day, with everything the events say and nothing else."""

    state: ItemState
    level: str | None
    session: str | None
    meets: date | None
    due: date | None
    first_session: str | None
    first_due: date | None  # as approved first; never changed
    levels: tuple[str, ...]  # every level it was put to, in order
    registered: date | None
    approved: date | None
    handed_in: date | None
    decided: date | None
    moves: int = 0  # to another session or day
    level_moves: int = 0
    sent_back: int = 0


class Dossier(StrEnum):
    """Whether the papers of a matter are there in time."""

    NONE = "none"  # owes none: not approved, dropped, without a day
    OPEN = "open"
    SOON = "soon"
    LATE = "late"
    IN_TIME = "in_time"
    HANDED_IN_LATE = "handed_in_late"


class ProgrammeEventKind(StrEnum):
    """What happens to a programme."""

    OPENED = "opened"  # mở đăng ký
    CLOSED = "closed"  # chốt đăng ký
    APPROVED = "approved"
    ISSUED = "issued"  # with its issued document: from here on it binds
    REOPENED = "reopened"  # back to taking registrations


class ProgrammeState(StrEnum):
    """Where a programme stands."""

    DRAFT = "draft"
    REGISTERED = "registered"
    APPROVED = "approved"
    ISSUED = "issued"
