"""What a task's events make of it on a day: docs/algorithms/task-status.md, in code.

Nothing here is stored by itself: whatever a page shows for a day follows from the events up to that day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from dondoc.assessment.deadlines import TaskCounts, task_state
from dondoc.records.result import TaskState
from dondoc.records.tasklife import Stage, TaskEvent, TaskEventKind, TaskStanding

_K = TaskEventKind


def standing(events: Iterable[TaskEvent], *, as_of: date, known_by: date | None = None) -> TaskStanding:
    """The task on a day.

    Args:
        events: In the order they were entered.
        as_of: The day of judgement; what happened later does not count.
        known_by: Only what had been entered by that day counts: the task "as it stood at the October
            conference". None counts what was entered later too, for days before.
    """
    life = Life()
    for event in in_order(events, known_by=known_by):
        if event.on > as_of:
            break
        life.take(event)
    return life.stand(as_of)


def in_order(events: Iterable[TaskEvent], *, known_by: date | None = None) -> list[TaskEvent]:
    """The events that count, by day, those of one day as entered; what was undone by then never was."""
    known = [event for event in events if known_by is None or entered(event) <= known_by]
    undone = {event.undoes for event in known if event.kind is _K.UNDONE}
    kept = [event for event in known if event.kind is not _K.UNDONE and (event.key or -1) not in undone]
    return sorted(kept, key=lambda event: event.on)  # stable


def entered(event: TaskEvent) -> date:
    """The day from which an event is known."""
    return event.recorded or event.on


@dataclass(slots=True)
class Life:
    """The events so far. Each kind of event changes what it names and nothing else."""

    lead: str | None = None
    leads: tuple[str, ...] = ()
    given: date | None = None
    owed_from: date | None = None
    first_due: date | None = None
    due: date | None = None  # before the days in `shift`
    shift: int = 0  # days the clock stood since the due day was last set
    done: date | None = None
    acknowledged: date | None = None
    reported: date | None = None
    returned: bool = False
    asked_transfer: bool = False
    waiting_since: date | None = None
    waiting_stops: bool = False
    stopped: int = 0  # days it stood in all
    withdrawn: bool = False
    extensions: int = 0
    transfers: int = 0
    transfer_requests: int = 0
    opinions: int = 0
    returns: int = 0
    explanations: int = 0

    def take(self, event: TaskEvent) -> None:
        match event.kind:
            case _K.ASSIGNED | _K.TRANSFERRED | _K.SUCCEEDED:
                self._lead(event)
            case _K.ACKNOWLEDGED:
                self.acknowledged = self.acknowledged or event.on
                self.asked_transfer = False
            case _K.TRANSFER_ASKED:
                self.transfer_requests += 1
                self.asked_transfer = True
            case _K.TRANSFER_REFUSED:
                self.asked_transfer = False
            case _K.OPINION_ASKED:
                self.opinions += 1
            case _K.REPORTED:
                self.reported, self.returned = event.on, False
            case _K.DONE:
                self.done = event.day or event.on
                self._resume(event.on)
            case _K.RETURNED | _K.REOPENED:
                self.returns += 1
                self.done = self.reported = None
                self.returned = True
            case _K.WAITING:
                self._resume(event.on)
                self.waiting_since, self.waiting_stops = event.on, event.stops_clock
            case _K.RESUMED:
                self._resume(event.on)
            case _K.EXTENDED | _K.DATED:
                self._set_due(event)
            case _K.EXPLANATION_ASKED:
                self.explanations += 1
            case _K.EXPLAINED:
                self.explanations = max(0, self.explanations - 1)
            case _K.WITHDRAWN:
                self.withdrawn = True
            case _K.NOTE | _K.OPINION_GIVEN | _K.UNDONE | _K.REMINDED:
                pass

    def _lead(self, event: TaskEvent) -> None:
        if event.kind is _K.SUCCEEDED:
            self._succeed(event)
            return
        if event.kind is _K.TRANSFERRED:
            self.transfers += 1
        if event.lead is not None and event.lead != self.lead:
            self.lead, self.acknowledged, self.given = event.lead, None, event.on
            self.leads = (*self.leads, event.lead)
        self.asked_transfer = self.withdrawn = False
        if self.owed_from is None:
            self.owed_from = event.on
            self.first_due = self.due = event.due
        elif event.due is not None and self.first_due is None:
            self.first_due = self.due = event.due

    def _set_due(self, event: TaskEvent) -> None:
        if event.kind is _K.EXTENDED:
            self.extensions += 1
        else:
            self.first_due = self.first_due or event.due
        self._stop_until(event.on)
        self.due, self.shift = event.due, 0

    def _succeed(self, event: TaskEvent) -> None:
        """Another body stands for the lead: what it took on, reported or waits for goes on as it is."""
        if event.lead is not None and event.lead != self.lead:
            self.lead = event.lead
            self.leads = (*self.leads, event.lead)

    def _stop_until(self, on: date) -> None:
        """Count the days the clock has stood by `on`; it goes on standing."""
        if self.waiting_since is not None and self.waiting_stops:
            days = max(0, (on - self.waiting_since).days)
            self.stopped += days
            self.shift += days
            self.waiting_since = on

    def _resume(self, on: date) -> None:
        self._stop_until(on)
        self.waiting_since, self.waiting_stops = None, False

    def stand(self, as_of: date) -> TaskStanding:
        self._stop_until(as_of)
        due = self.due + timedelta(days=self.shift) if self.due is not None else None
        return TaskStanding(
            stage=self._stage(),
            state=task_state(due=due, done=self.done, as_of=as_of),
            lead=self.lead,
            owed_from=self.owed_from,
            first_due=self.first_due,
            due=due,
            done=self.done,
            acknowledged=self.acknowledged,
            extensions=self.extensions,
            transfers=self.transfers,
            transfer_requests=self.transfer_requests,
            opinions=self.opinions,
            returns=self.returns,
            stopped_days=self.stopped,
            open_explanations=self.explanations,
            clock_stopped=self.waiting_since if self.waiting_stops else None,
            leads=self.leads,
            given=self.given,
        )

    def _stage(self) -> Stage:
        if self.withdrawn:
            return Stage.WITHDRAWN
        if self.done is not None:
            return Stage.DONE
        if self.lead is None:
            return Stage.UNASSIGNED
        if self.asked_transfer:
            return Stage.TRANSFER_ASKED
        if self.reported is not None:
            return Stage.REPORTED
        if self.waiting_since is not None:
            return Stage.WAITING
        if self.returned:
            return Stage.RETURNED
        return Stage.IN_HAND if self.acknowledged is not None else Stage.UNACKNOWLEDGED


@dataclass(frozen=True, slots=True)
class OrderStanding:
    """Where an order stands that is done in parts: by several bodies, or period after period."""

    state: TaskState
    stage: Stage
    done: date | None  # the day its last part was
    counts: TaskCounts  # of the parts that are not withdrawn


def together(parts: Iterable[TaskStanding], *, more: bool = False) -> OrderStanding:
    """An order from its parts: it is done when all of them are, and late wins over in time.

    Args:
        parts: Where each stands; withdrawn ones count no more, and where all are, the order is too.
        more: Whether further parts will come, as of a recurring task: then it is not done yet.
    """
    kept = [part for part in parts if part.stage is not Stage.WITHDRAWN]
    counts = TaskCounts.of(part.state for part in kept)
    if not kept and not more:
        return OrderStanding(TaskState.OPEN_IN_TIME, Stage.WITHDRAWN, None, counts)
    if counts.open or more:
        state = TaskState.OPEN_LATE if counts.open_late else TaskState.OPEN_IN_TIME
        return OrderStanding(state, Stage.IN_HAND, None, counts)
    state = TaskState.DONE_LATE if counts.done_late else TaskState.DONE_IN_TIME
    return OrderStanding(state, Stage.DONE, max(part.done for part in kept if part.done), counts)


@dataclass(frozen=True, slots=True)
class TaskSummary:
    """The four counts, and how many of them are what else: a task may be in several of the latter."""

    counts: TaskCounts
    waiting: int = 0
    no_deadline: int = 0
    due_soon: int = 0
    unacknowledged: int = 0
    reported: int = 0  # waiting to be confirmed
    unassigned: int = 0
    extended: int = 0


def summary(standings: Iterable[TaskStanding], *, as_of: date, soon: int = 7) -> TaskSummary:
    """Counts over tasks; of an order that was resolved into parts give the parts, not the order.

    Args:
        standings: Of each task on the day; withdrawn ones are left out of everything.
        as_of: The day of judgement.
        soon: Days ahead that are soon, the day itself being 0.
    """
    kept = [one for one in standings if one.stage is not Stage.WITHDRAWN]
    stages = [one.stage for one in kept]
    return TaskSummary(
        counts=TaskCounts.of(one.state for one in kept),
        waiting=stages.count(Stage.WAITING),
        no_deadline=sum(one.due is None for one in kept),
        due_soon=sum(
            one.state is TaskState.OPEN_IN_TIME and one.due is not None and (one.due - as_of).days <= soon
            for one in kept
        ),
        unacknowledged=stages.count(Stage.UNACKNOWLEDGED),
        reported=stages.count(Stage.REPORTED),
        unassigned=stages.count(Stage.UNASSIGNED),
        extended=sum(one.extensions > 0 for one in kept),
    )
