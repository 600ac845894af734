"""What came of a commitment, as a later stage states it. Judgement itself lives in `assessment`."""

from __future__ import annotations

from enum import StrEnum


class TaskState(StrEnum):
    """A task on a day, derived from its events: done or not × in time or late."""

    DONE_IN_TIME = "done_in_time"  # hoàn thành đúng hạn
    DONE_LATE = "done_late"  # hoàn thành quá hạn
    OPEN_IN_TIME = "open_in_time"  # chưa hoàn thành, trong hạn
    OPEN_LATE = "open_late"  # chưa hoàn thành, quá hạn
