"""Where a task stands on a day, from its events."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dondoc.assessment.deadlines import TaskCounts
from dondoc.assessment.taskhistory import history
from dondoc.assessment.tasklife import standing, summary, together
from dondoc.records.result import TaskState
from dondoc.records.tasklife import Stage, TaskEvent, TaskStanding
from dondoc.records.tasklife import TaskEventKind as K

PAGE = Path(__file__).resolve().parents[2] / "docs" / "algorithms" / "task-status.md"
ROW = re.compile(r"^\| (\d{4}-\d\d-\d\d) \| (.+?) \| (\w+) \| (\w+) \| (\d{4}-\d\d-\d\d) \|$", re.MULTILINE)
DAY = re.compile(r"\d{4}-\d\d-\d\d")
WORDS = {
    "assigned": K.ASSIGNED, "transfer asked": K.TRANSFER_ASKED, "transferred": K.TRANSFERRED,
    "acknowledged": K.ACKNOWLEDGED, "waiting": K.WAITING, "resumed": K.RESUMED, "reported": K.REPORTED,
    "returned": K.RETURNED, "extended": K.EXTENDED, "done": K.DONE, "reopened": K.REOPENED,
}  # fmt: skip


def d(text: str) -> date:
    return date.fromisoformat(text)


def worked() -> list[tuple[TaskEvent, Stage, TaskState, date]]:
    """The page's table: each row's event, and what stands on its day."""
    rows = []
    for on, said, stage, state, due in ROW.findall(PAGE.read_text("utf-8")):
        kind = next(kind for words, kind in WORDS.items() if said.startswith(words))
        named = DAY.search(said)
        day = d(named[0]) if named else None
        lead = re.search(r"to ([AB])\b", said)
        event = TaskEvent(
            kind, d(on),
            lead=lead[1] if lead else None,
            due=day if kind in {K.ASSIGNED, K.EXTENDED} else None,
            day=day if kind is K.DONE else None,
            stops_clock=kind is K.WAITING,
        )  # fmt: skip
        rows.append((event, Stage(stage), TaskState(state), d(due)))
    return rows


def test_the_pages_table():
    """Every row of the worked table comes out, asked on its day with all events known."""
    rows = worked()
    events = [event for event, *_ in rows]
    assert len(rows) == 13

    for event, stage, state, due in rows:
        now = standing(events, as_of=event.on)
        assert (now.stage, now.state, now.due) == (stage, state, due), event
        assert now.first_due == d("2026-06-30")
        assert now.owed_from == d("2026-03-02")

    end = standing(events, as_of=d("2026-12-31"))
    assert (end.lead, end.leads, end.transfers, end.transfer_requests) == ("B", ("A", "B"), 1, 1)
    assert (end.extensions, end.returns, end.stopped_days) == (1, 2, 10)


ORDER = re.compile(r"^\| ([DLOVW+ ]+) \| (\w+) \| (\w+) \| (\d+)/(\d+) \|$", re.MULTILINE)


def test_the_pages_orders():
    """Every row of the worked orders: stage, state and progress follow from the parts alone."""
    done, due, later = d("2026-02-01"), d("2026-03-31"), d("2026-04-30")
    part = {
        "D": TaskStanding(Stage.DONE, TaskState.DONE_IN_TIME, "A", done, due, due, done, None),
        "L": TaskStanding(Stage.DONE, TaskState.DONE_LATE, "A", done, due, due, later, None),
        "O": TaskStanding(Stage.IN_HAND, TaskState.OPEN_IN_TIME, "A", done, later, later, None, None),
        "V": TaskStanding(Stage.IN_HAND, TaskState.OPEN_LATE, "A", done, due, due, None, None),
        "W": TaskStanding(Stage.WITHDRAWN, TaskState.OPEN_IN_TIME, "A", done, due, due, None, None),
    }
    rows = ORDER.findall(PAGE.read_text("utf-8"))
    assert len(rows) == 8
    for parts, stage, state, finished, total in rows:
        order = together([part[one] for one in parts.split() if one != "+"], more="+" in parts)
        assert (order.stage, order.state) == (Stage(stage), TaskState(state)), parts
        assert (order.counts.done, order.counts.total) == (int(finished), int(total)), parts


DUE = d("2026-06-30")
ASSIGNED = TaskEvent(K.ASSIGNED, d("2026-01-05"), lead="A", due=d("2026-03-31"))

CASES = [
    ([], "2026-02-01", Stage.UNASSIGNED, TaskState.OPEN_IN_TIME, "nothing has happened yet"),
    ([TaskEvent(K.ASSIGNED, d("2026-01-05"))], "2026-02-01", Stage.UNASSIGNED, TaskState.OPEN_IN_TIME,
     "an order to “các cấp, các ngành” has no lead"),
    ([ASSIGNED], "2026-04-01", Stage.UNACKNOWLEDGED, TaskState.OPEN_LATE, "owed though not acknowledged"),
    ([ASSIGNED, TaskEvent(K.REPORTED, d("2026-03-30"))], "2026-04-01", Stage.REPORTED, TaskState.OPEN_LATE,
     "reported is not done"),
    ([ASSIGNED, TaskEvent(K.DONE, d("2026-04-09"), day=d("2026-03-30"))], "2026-04-10", Stage.DONE,
     TaskState.DONE_IN_TIME, "confirmed late, delivered in time"),
    ([ASSIGNED, TaskEvent(K.DONE, d("2026-04-09"))], "2026-04-10", Stage.DONE, TaskState.DONE_LATE,
     "where no day is named, the day of the confirmation counts"),
    ([ASSIGNED, TaskEvent(K.WAITING, d("2026-02-01"))], "2026-04-01", Stage.WAITING, TaskState.OPEN_LATE,
     "waiting alone stops no clock"),
    ([ASSIGNED, TaskEvent(K.WAITING, d("2026-02-01"), stops_clock=True)], "2026-04-01", Stage.WAITING,
     TaskState.OPEN_IN_TIME, "by decision it does"),
    ([ASSIGNED, TaskEvent(K.WAITING, d("2026-02-01"), stops_clock=True),
      TaskEvent(K.EXTENDED, d("2026-03-01"), due=d("2026-05-31"))], "2026-03-11", Stage.WAITING,
     TaskState.OPEN_IN_TIME, "an extension while the clock stands: it stands on"),
    ([ASSIGNED, TaskEvent(K.TRANSFER_ASKED, d("2026-01-06")), TaskEvent(K.TRANSFER_REFUSED, d("2026-01-08"))],
     "2026-01-09", Stage.UNACKNOWLEDGED, TaskState.OPEN_IN_TIME, "refused: it lies where it lay"),
    ([ASSIGNED, TaskEvent(K.WITHDRAWN, d("2026-02-01"))], "2026-04-01", Stage.WITHDRAWN, TaskState.OPEN_LATE,
     "withdrawn is owed by nobody; its state counts nowhere"),
    ([TaskEvent(K.ASSIGNED, d("2026-01-05"), lead="A")], "2030-01-01", Stage.UNACKNOWLEDGED,
     TaskState.OPEN_IN_TIME, "without a day nothing is late"),
]  # fmt: skip


@pytest.mark.parametrize(("events", "as_of", "stage", "state", "why"), CASES)
def test_cases(events, as_of, stage, state, why):
    """Stage and state, one rule a row."""
    now = standing(events, as_of=d(as_of))

    assert (now.stage, now.state) == (stage, state), why


def test_an_extension_while_the_clock_stands():
    """The new day is the one named, moved by the days the clock stands after it; all days are told."""
    events = [
        ASSIGNED,
        TaskEvent(K.WAITING, d("2026-02-01"), stops_clock=True),
        TaskEvent(K.EXTENDED, d("2026-03-01"), due=d("2026-05-31")),
        TaskEvent(K.RESUMED, d("2026-03-11")),
    ]

    now = standing(events, as_of=d("2026-04-01"))

    assert (now.due, now.stopped_days, now.first_due) == (d("2026-06-10"), 38, d("2026-03-31"))


def test_as_it_stood_at_the_conference():
    """What was entered after the conference changes today's view of that day, not the conference's."""
    late_entry = TaskEvent(K.DONE, d("2026-10-10"), recorded=d("2026-11-02"), day=d("2026-03-20"))
    events = [ASSIGNED, late_entry]
    conference = d("2026-10-15")

    assert standing(events, as_of=conference).state is TaskState.DONE_IN_TIME
    assert standing(events, as_of=conference, known_by=conference).state is TaskState.OPEN_LATE


def test_an_order_resolved_into_parts():
    """It is done when all parts are; late wins; a withdrawn part counts no more."""

    def part(*more: TaskEvent) -> TaskStanding:
        return standing([ASSIGNED, *more], as_of=d("2026-04-10"))

    done, late = part(TaskEvent(K.DONE, d("2026-03-01"))), part(TaskEvent(K.DONE, d("2026-04-05")))
    gone, overdue = part(TaskEvent(K.WITHDRAWN, d("2026-02-01"))), part()

    assert together([done, done, gone]).state is TaskState.DONE_IN_TIME
    assert (together([done, late]).state, together([done, late]).done) == (
        TaskState.DONE_LATE,
        d("2026-04-05"),
    )
    assert together([done, late, overdue]).state is TaskState.OPEN_LATE
    assert together([done, late, overdue, gone]).counts == TaskCounts(1, 1, 0, 1)
    assert together([gone]).stage is Stage.WITHDRAWN
    more = together([done], more=True)
    assert (more.stage, more.done) == (Stage.IN_HAND, None), "the next period is still to come"


DAYS = st.dates(d("2026-01-01"), d("2026-12-31"))
EVENTS = st.lists(
    st.builds(
        TaskEvent,
        kind=st.sampled_from(K),
        on=DAYS,
        recorded=st.none() | DAYS,
        lead=st.none() | st.sampled_from("ABC"),
        due=st.none() | DAYS,
        day=st.none() | DAYS,
        stops_clock=st.booleans(),
    ),
    max_size=12,
)


@given(st.lists(EVENTS, max_size=20), DAYS)
def test_the_four_counts_always_add_up(lives, day):
    """Whatever happened: four counts, one task in exactly one of them, withdrawn ones in none."""
    stands = [standing(events, as_of=day) for events in lives]
    counted = summary(stands, as_of=day)

    assert counted.counts.total == sum(one.stage is not Stage.WITHDRAWN for one in stands)
    assert (
        max(counted.waiting, counted.reported, counted.unassigned, counted.due_soon) <= counted.counts.total
    )


@given(EVENTS, DAYS, DAYS)
def test_the_future_changes_nothing(events, day, later):
    """What happens after a day, or is entered after it, does not change how the task stood then."""
    after = max(day, later) + timedelta(days=1)
    more = [*events, TaskEvent(K.DONE, after), TaskEvent(K.EXTENDED, after, due=after)]

    assert standing(more, as_of=day) == standing(events, as_of=day)
    assert standing(more, as_of=day, known_by=day) == standing(events, as_of=day, known_by=day)


@given(EVENTS, DAYS)
def test_the_first_due_day_stays(events, day):
    """No event but the one that first names a day sets the first due day."""
    first = standing([ASSIGNED, *[e for e in events if e.on > ASSIGNED.on]], as_of=day)

    if day >= ASSIGNED.on:
        assert first.first_due == ASSIGNED.due


def keyed(events):
    """The events with keys, some of which undo an earlier one."""
    return [
        replace(event, key=n, undoes=n // 2 if event.kind is K.UNDONE and n else None)
        for n, event in enumerate(events, 1)
    ]


@settings(max_examples=60, deadline=None)
@given(EVENTS.map(keyed), DAYS, DAYS)
def test_the_history_answers_what_the_events_answer(events, day, known):
    """Exactly one span holds for a day and a day of knowledge, and says what the events say."""
    spans = [
        span
        for span in history(events)
        if span.since <= day
        and (span.until is None or day < span.until)
        and span.known_from <= known
        and (span.known_to is None or known < span.known_to)
    ]
    now = standing(events, as_of=day, known_by=known)

    if not spans:
        assert now == standing([], as_of=day)
        return
    (span,) = spans
    assert (span.stage, span.lead, span.given, span.acknowledged) == (
        now.stage,
        now.lead,
        now.given,
        now.acknowledged,
    )
    assert (span.first_due, span.done, span.extensions) == (now.first_due, now.done, now.extensions)
    stopped = span.clock_stopped is not None
    moved = (day - span.since) if stopped else timedelta(0)
    assert (span.due and span.due + moved) == now.due
    late = span.due is not None and span.due < (span.clock_stopped or day)
    if now.done is None:
        assert late == (now.state is TaskState.OPEN_LATE)


UNDO = [
    ([TaskEvent(K.DONE, d("2026-03-01"))], Stage.UNACKNOWLEDGED, "a confirmation by mistake"),
    ([TaskEvent(K.WITHDRAWN, d("2026-03-01"))], Stage.UNACKNOWLEDGED, "a withdrawal"),
    ([TaskEvent(K.REPORTED, d("2026-02-20")), TaskEvent(K.RETURNED, d("2026-03-01"))], Stage.REPORTED,
     "sent back by mistake"),
]  # fmt: skip


@pytest.mark.parametrize(("events", "stage", "why"), UNDO)
def test_what_was_undone_never_was(events, stage, why):
    """Asked about any day; but who asks as of a day before it was undone is told what was known then."""
    told = keyed([ASSIGNED, *events])
    undo = TaskEvent(K.UNDONE, d("2026-03-09"), undoes=told[-1].key, key=99)

    assert standing([*told, undo], as_of=d("2026-03-05")).stage is stage, why
    before = standing([*told, undo], as_of=d("2026-03-05"), known_by=d("2026-03-05"))
    assert before == standing(told, as_of=d("2026-03-05"))


def test_a_day_that_depended_on_an_event():
    """“Sau khi Trung ương ban hành”: no day until it has come; the day then named is the first one."""
    events = [TaskEvent(K.ASSIGNED, d("2026-01-05"), lead="A"), TaskEvent(K.DATED, d("2026-04-01"), due=DUE)]

    assert standing(events, as_of=d("2026-03-01")).due is None
    now = standing(events, as_of=d("2026-07-01"))
    assert (now.first_due, now.due, now.state, now.extensions) == (DUE, DUE, TaskState.OPEN_LATE, 0)
