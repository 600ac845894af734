"""Shortcomings, difficulties and proposals on a day, and what share of them is fixed."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.assessment.matterlife import MatterCounts, matter_standing, overdue
from dondoc.records.matterlife import MatterEvent, MatterEventKind, MatterState

K, S = MatterEventKind, MatterState


def day(number: int, month: int = 3) -> date:
    return date(2026, month, number)


ASSIGNED = MatterEvent(K.ASSIGNED, day(2), body="7", due=day(10))
ANSWERED = MatterEvent(K.ANSWERED, day(8))
FIXED = MatterEvent(K.FIXED, day(12), day=day(11))

TABLE: list[tuple[list[MatterEvent], dict[str, Any], str]] = [
    ([], {"state": S.OPEN, "body": None}, "noted, and nothing more"),
    ([ASSIGNED], {"state": S.OPEN, "body": "7", "due": day(10)}, "somebody is to answer"),
    ([ASSIGNED, ANSWERED], {"state": S.ANSWERED, "answered": day(8), "accepted": None}, "answered"),
    (
        [ASSIGNED, ANSWERED, MatterEvent(K.NOT_ACCEPTED, day(9))],
        {"state": S.OPEN, "answered": None, "accepted": False, "refusals": 1, "body": "7"},
        "an answer that does not do leaves it open, with whom it was",
    ),
    (
        [ASSIGNED, ANSWERED, MatterEvent(K.NOT_ACCEPTED, day(9)), MatterEvent(K.ANSWERED, day(15))],
        {"state": S.ANSWERED, "accepted": None, "answers": 2},
        "answered anew: nobody has said yet whether that does",
    ),
    ([ANSWERED, MatterEvent(K.ACCEPTED, day(9))], {"state": S.ANSWERED, "accepted": True}, "accepted"),
    ([FIXED], {"state": S.FIXED, "fixed": day(11)}, "the day it was fixed, not the day it was entered"),
    (
        [FIXED, MatterEvent(K.REPEATED, day(20))],
        {"state": S.REPEATED, "fixed": day(11)},
        "it came back: whatever was recorded, it is not fixed",
    ),
    (
        [FIXED, MatterEvent(K.REPEATED, day(20)), MatterEvent(K.REOPENED, day(21))],
        {"state": S.FIXED, "repeated": None},
        "linked by mistake: it stands as before",
    ),
    ([ANSWERED, MatterEvent(K.REOPENED, day(9))], {"state": S.OPEN}, "an answer recorded by mistake"),
    ([MatterEvent(K.REMEDY, day(3)), MatterEvent(K.NOTE, day(4))], {"state": S.OPEN, "remedies": 1},
     "a task that is to put it right has not done so yet"),
]  # fmt: skip


@pytest.mark.parametrize(("events", "expected", "why"), TABLE, ids=[row[2] for row in TABLE])
def test_where_a_matter_stands(events: list[MatterEvent], expected: dict[str, Any], why: str) -> None:
    """State and trace follow from the events."""
    now = matter_standing(events, as_of=day(31))
    assert {name: getattr(now, name) for name in expected} == expected, why


def test_as_it_stood() -> None:
    """Later days do not count; with `known_by`, later entries do not either."""
    events = [ASSIGNED, MatterEvent(K.ANSWERED, day(8), recorded=day(14)), FIXED]
    assert [matter_standing(events, as_of=day(n)).state.value for n in (1, 8, 12)] == [
        "open", "answered", "fixed",
    ]  # fmt: skip
    assert matter_standing(events, as_of=day(10), known_by=day(10)).state is S.OPEN
    late = [overdue(matter_standing([ASSIGNED], as_of=day(n)), as_of=day(n)) for n in (10, 11)]
    assert late == [False, True], "the day itself is in time"
    assert not overdue(matter_standing([ASSIGNED, ANSWERED], as_of=day(20)), as_of=day(20))


def test_the_share_that_is_fixed() -> None:
    """Exact, over everything noted; the gate asks for all of it."""
    lives = [[FIXED], [FIXED], [ANSWERED], [FIXED, MatterEvent(K.REPEATED, day(20))], [ASSIGNED], []]
    counts = MatterCounts.of([matter_standing(e, as_of=day(31)) for e in lives], as_of=day(31))
    assert (counts.noted, counts.fixed, counts.answered, counts.repeated, counts.open, counts.overdue) == (
        6, 2, 1, 1, 2, 1,
    )  # fmt: skip
    assert counts.share_fixed == Fraction(1, 3)
    assert not counts.all_fixed
    nothing = MatterCounts()
    assert nothing.share_fixed is None
    assert nothing.all_fixed, "where nothing was noted nothing is missing"


@given(
    lives=st.lists(
        st.lists(st.builds(MatterEvent, kind=st.sampled_from(list(K)), on=st.integers(1, 28).map(day))),
        max_size=20,
    ),
    on=st.integers(1, 31),
)
def test_the_four_counts_add_up(lives: list[list[MatterEvent]], on: int) -> None:
    """Every matter is in exactly one of them on every day."""
    counts = MatterCounts.of([matter_standing(e, as_of=day(on)) for e in lives], as_of=day(on))
    assert counts.noted == len(lives)
