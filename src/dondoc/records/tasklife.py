"""What happens to a task: events that are only ever added, and what they make of it on a day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from dondoc.records.result import TaskState


class TaskEventKind(StrEnum):
    """One thing that can happen to a task. Who may record it is the web's business."""

    ASSIGNED = "assigned"  # giao: to a lead, with the day it is due
    ACKNOWLEDGED = "acknowledged"  # tiếp nhận
    TRANSFER_ASKED = "transfer_asked"  # đề nghị chuyển cơ quan khác, with reasons
    TRANSFERRED = "transferred"  # chuyển: another lead from that day on
    SUCCEEDED = "succeeded"  # kế thừa: the lead ended, who took over leads from that day on
    TRANSFER_REFUSED = "transfer_refused"  # giữ nguyên cơ quan chủ trì
    OPINION_ASKED = "opinion_asked"  # xin ý kiến
    OPINION_GIVEN = "opinion_given"
    REPORTED = "reported"  # báo cáo đã hoàn thành, chờ xác nhận
    DONE = "done"  # xác nhận hoàn thành; `day` is the day the result was there
    RETURNED = "returned"  # trả lại: what was reported is not enough
    REOPENED = "reopened"  # mở lại: a confirmation taken back
    WAITING = "waiting"  # chờ cấp trên; `stops_clock` only by decision
    RESUMED = "resumed"
    EXTENDED = "extended"  # gia hạn: `due` is the new day, the first one stays
    DATED = "dated"  # ấn định thời hạn: what the day depended on has come; `due` is the day
    REMINDED = "reminded"  # đôn đốc bằng văn bản: a letter that was issued; nothing changes by it
    EXPLANATION_ASKED = "explanation_asked"  # yêu cầu giải trình
    EXPLAINED = "explained"
    WITHDRAWN = "withdrawn"  # rút lại: owed by nobody any more
    NOTE = "note"
    UNDONE = "undone"  # gỡ: an event recorded by mistake, named by `undoes`, never was


@dataclass(frozen=True, slots=True)
class TaskEvent:
    """An event. Events of one day count in the order they were entered."""

    kind: TaskEventKind
    on: date  # the day it happened
    recorded: date | None = None  # the day it was entered; None where that was the same day
    lead: str | None = None  # of assigned and transferred: the body's key; of others it says nothing
    due: date | None = None  # of assigned, extended and dated
    day: date | None = None  # of done: when the result was there; None where it was the day confirmed
    stops_clock: bool = False  # of waiting
    reason: str = ""
    key: int | None = None  # by which `undoes` names it
    undoes: int | None = None  # of undone


class Stage(StrEnum):
    """With whom a task lies: what should happen next, and by whom."""

    UNASSIGNED = "unassigned"  # chưa rõ chủ trì
    UNACKNOWLEDGED = "unacknowledged"  # lead: to take it on
    TRANSFER_ASKED = "transfer_asked"  # assigner: to transfer it or not
    IN_HAND = "in_hand"  # lead: to do it
    REPORTED = "reported"  # assigner: to confirm it or send it back
    RETURNED = "returned"  # lead: to mend it
    WAITING = "waiting"  # a higher authority
    DONE = "done"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class TaskStanding:
    """A task as it stands on a day, with everything the events say and nothing else."""

    stage: Stage
    state: TaskState
    lead: str | None
    owed_from: date | None  # the day of the first assignment
    first_due: date | None  # as first set; never changed
    due: date | None  # after extensions and stopped days
    done: date | None  # the day the result was there
    acknowledged: date | None
    extensions: int = 0
    transfers: int = 0  # carried out
    transfer_requests: int = 0
    opinions: int = 0  # asked
    returns: int = 0
    stopped_days: int = 0  # by which the due day moved while the clock stood
    open_explanations: int = 0  # asked and not answered
    clock_stopped: date | None = None  # up to when its stopped days are in `due`; None where the clock goes
    leads: tuple[str, ...] = field(default=())  # everyone who has led it, in order
    given: date | None = None  # the day its lead of now was given it


@dataclass(frozen=True, slots=True)
class TaskSpan:
    """From `since` to before `until` a task stood so, as was known from `known_from` to before `known_to`.

    None is without end. `due` and `clock_stopped` are those of `since`: while the clock stands, a day later
    finds both a day later.
    """

    since: date
    until: date | None
    known_from: date
    known_to: date | None
    stage: Stage
    lead: str | None
    given: date | None
    acknowledged: date | None
    first_due: date | None
    due: date | None
    clock_stopped: date | None
    done: date | None
    extensions: int
