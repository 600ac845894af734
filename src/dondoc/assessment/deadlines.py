"""Done or not × in time or late: the four counts every follow-up report opens with.

A state is derived from three days and stored nowhere, so that it is right on whichever day is asked about.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from dondoc.records.result import TaskState


def task_state(*, due: date | None, done: date | None, as_of: date) -> TaskState:
    """What a task is on a day.

    Args:
        due: The last day in time, included; None where no day was set: such a task is never late.
        done: The day its completion was confirmed; a day after `as_of` has not come yet.
        as_of: The day of judgement.

    >>> task_state(due=date(2026, 6, 30), done=None, as_of=date(2026, 6, 30))
    <TaskState.OPEN_IN_TIME: 'open_in_time'>
    """
    if done is not None and done <= as_of:
        late = due is not None and done > due
        return TaskState.DONE_LATE if late else TaskState.DONE_IN_TIME
    late = due is not None and as_of > due
    return TaskState.OPEN_LATE if late else TaskState.OPEN_IN_TIME


def days_late(*, due: date | None, done: date | None, as_of: date) -> int:
    """Whole days past the due day, at completion or so far; 0 where it is in time or has no day."""
    if due is None:
        return 0
    last = done if done is not None and done <= as_of else as_of
    return max(0, (last - due).days)


def is_due_soon(*, due: date | None, done: date | None, as_of: date, within: int) -> bool:
    """Is it open, in time, and due within so many days (the day itself counts as 0)?"""
    state = task_state(due=due, done=done, as_of=as_of)
    return due is not None and state is TaskState.OPEN_IN_TIME and (due - as_of).days <= within


@dataclass(frozen=True, slots=True)
class TaskCounts:
    """How many tasks stand in each state; the four add up to `total`."""

    done_in_time: int = 0
    done_late: int = 0
    open_in_time: int = 0
    open_late: int = 0

    @classmethod
    def of(cls, states: Iterable[TaskState]) -> TaskCounts:
        counts = dict.fromkeys(TaskState, 0)
        for state in states:
            counts[state] += 1
        return cls(**{state.value: count for state, count in counts.items()})

    @property
    def done(self) -> int:
        return self.done_in_time + self.done_late

    @property
    def open(self) -> int:
        return self.open_in_time + self.open_late

    @property
    def total(self) -> int:
        return self.done + self.open

    @property
    def completion(self) -> Fraction | None:
        """Done ÷ (done + overdue), what the Government's reports print as the share completed.

        Tasks still in time are left out of it, and late completion counts as completed. None where nothing
        was done or fell due yet.
        """
        fallen_due = self.done + self.open_late
        return Fraction(self.done, fallen_due) if fallen_due else None

    @property
    def overdue_rate(self) -> Fraction | None:
        """Overdue ÷ (done + overdue): 1 − `completion`."""
        return None if self.completion is None else 1 - self.completion

    @property
    def punctuality(self) -> Fraction | None:
        """Done in time ÷ (done + overdue): stricter than `completion`, late completion does not count."""
        fallen_due = self.done + self.open_late
        return Fraction(self.done_in_time, fallen_due) if fallen_due else None

    def __add__(self, other: TaskCounts) -> TaskCounts:
        return TaskCounts(
            self.done_in_time + other.done_in_time,
            self.done_late + other.done_late,
            self.open_in_time + other.open_in_time,
            self.open_late + other.open_late,
        )
