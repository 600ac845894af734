"""Matters of a work programme on a day, from their events."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.assessment.workprogramme import dossier, item_standing, programme_state
from dondoc.records.workprogramme import (
    Dossier,
    ItemEvent,
    ItemEventKind,
    ItemState,
    ProgrammeEventKind,
    ProgrammeState,
)

K, S, D = ItemEventKind, ItemState, Dossier


def day(number: int, month: int = 3) -> date:
    return date(2026, month, number)


REGISTERED = ItemEvent(K.REGISTERED, day(1), level="standing", session="a", meets=day(20), due=day(10))
APPROVED = ItemEvent(K.APPROVED, day(3))
HANDED = ItemEvent(K.HANDED_IN, day(9))

TABLE: list[tuple[list[ItemEvent], dict[str, Any], str]] = [
    ([REGISTERED], {"state": S.REGISTERED, "first_due": None}, "nothing is owed before the office approves"),
    ([REGISTERED, ItemEvent(K.REFUSED, day(2))], {"state": S.REFUSED}, "refused with its reason"),
    (
        [REGISTERED, ItemEvent(K.REFUSED, day(2)), ItemEvent(K.REGISTERED, day(4), due=day(12))],
        {"state": S.REGISTERED, "due": day(12), "registered": day(1)},
        "put forward again: the first day stays the day of registration",
    ),
    ([REGISTERED, APPROVED], {"state": S.PLANNED, "first_due": day(10), "level": "standing"}, "approved"),
    (
        [REGISTERED, ItemEvent(K.APPROVED, day(3), session="b", meets=day(25), due=day(15))],
        {"session": "b", "meets": day(25), "due": day(15), "first_due": day(15), "moves": 0},
        "the office places it elsewhere on approval: that is no move",
    ),
    (
        [REGISTERED, APPROVED, ItemEvent(K.MOVED, day(8), session="b", meets=day(28), due=day(18))],
        {"state": S.PLANNED, "due": day(18), "first_due": day(10), "moves": 1, "session": "b"},
        "moved: the first day stays",
    ),
    (
        [REGISTERED, APPROVED, HANDED, ItemEvent(K.MOVED, day(15), session="b", meets=day(28))],
        {"state": S.HANDED_IN, "handed_in": day(9), "moves": 1},
        "put off to the next session: the papers that came still serve",
    ),
    (
        [REGISTERED, APPROVED, HANDED, ItemEvent(K.MOVED, day(15), session="b", due=day(22))],
        {"state": S.PLANNED, "handed_in": None},
        "put off with papers asked for anew",
    ),
    (
        [
            REGISTERED,
            APPROVED,
            HANDED,
            ItemEvent(K.LEVEL_MOVED, day(20), level="bureau", session="b"),
            ItemEvent(K.LEVEL_MOVED, day(25), level="committee", session="c"),
            ItemEvent(K.DECIDED, day(30)),
        ],
        {"state": S.DECIDED, "levels": ("standing", "bureau", "committee"), "level_moves": 2, "moves": 2},
        "it travels up, and every level it was put to stays readable",
    ),
    (
        [
            ItemEvent(K.REGISTERED, day(1), session="a", meets=day(20)),
            ItemEvent(K.APPROVED, day(2), level="bureau"),
        ],
        {"state": S.PLANNED, "level": "bureau", "session": "a"},
        "a level told for the first time keeps the meeting",
    ),
    (
        [REGISTERED, ItemEvent(K.AMENDED, day(2), level="bureau")],
        {"level": "bureau", "session": None},
        "the meeting of another level does not go along",
    ),
    (
        [REGISTERED, ItemEvent(K.AMENDED, day(2), level="bureau"), APPROVED],
        {"levels": ("bureau",), "level_moves": 0},
        "corrected before it was approved: it has travelled nowhere",
    ),
    (
        [REGISTERED, APPROVED, HANDED, ItemEvent(K.SENT_BACK, day(11))],
        {"state": S.PLANNED, "handed_in": None, "sent_back": 1},
        "papers that do not do are owed again",
    ),
    (
        [REGISTERED, APPROVED, ItemEvent(K.DROPPED, day(8)), ItemEvent(K.APPROVED, day(12), due=day(19))],
        {"state": S.PLANNED, "due": day(19), "first_due": day(10), "approved": day(3)},
        "dropped and taken up again: the first day it was approved for stays",
    ),
    (
        [REGISTERED, APPROVED, HANDED, ItemEvent(K.DECIDED, day(20)), ItemEvent(K.REOPENED, day(21))],
        {"state": S.HANDED_IN, "decided": None},
        "a decision recorded by mistake: the papers are still there",
    ),
    (
        [REGISTERED, APPROVED, HANDED, ItemEvent(K.REOPENED, day(10))],
        {"state": S.PLANNED, "handed_in": None},
        "a hand-in recorded by mistake",
    ),
    (
        [REGISTERED, APPROVED, ItemEvent(K.SESSION_MOVED, day(5), session="a", meets=day(24))],
        {"meets": day(24), "due": day(10), "moves": 0},
        "the meeting got another day: the matter stays with it",
    ),
    ([REGISTERED, APPROVED, ItemEvent(K.NOTE, day(4))], {"state": S.PLANNED}, "a note changes nothing"),
]


@pytest.mark.parametrize(("events", "expected", "why"), TABLE, ids=[row[2] for row in TABLE])
def test_where_a_matter_stands(events: list[ItemEvent], expected: dict[str, Any], why: str) -> None:
    """State, place and trace follow from the events."""
    now = item_standing(events, as_of=day(31))
    assert {name: getattr(now, name) for name in expected} == expected, why


def test_as_it_stood() -> None:
    """What happened later does not count; with `known_by`, what was entered later does not either."""
    late_entry = ItemEvent(K.HANDED_IN, day(9), recorded=day(14))
    events = [REGISTERED, APPROVED, late_entry]
    states = [
        (None if (s := item_standing(events, as_of=day(n))) is None else s.state.value) for n in (1, 2, 5, 9)
    ]
    assert states == ["registered", "registered", "planned", "handed_in"]
    assert item_standing(events, as_of=date(2026, 2, 28)) is None
    known = item_standing(events, as_of=day(10), known_by=day(10))
    assert known is not None
    assert known.state is S.PLANNED


DOSSIERS = [
    (S.PLANNED, day(10), None, day(1), D.OPEN, "nine days ahead"),
    (S.PLANNED, day(10), None, day(3), D.SOON, "seven days ahead are soon"),
    (S.PLANNED, day(10), None, day(10), D.SOON, "the day itself is in time"),
    (S.PLANNED, day(10), None, day(11), D.LATE, "one day over"),
    (S.HANDED_IN, day(10), day(10), day(20), D.IN_TIME, "came on the day"),
    (S.HANDED_IN, day(10), day(11), day(20), D.HANDED_IN_LATE, "came a day late"),
    (S.DECIDED, day(10), day(11), day(20), D.HANDED_IN_LATE, "decided, and late it was"),
    (S.DECIDED, day(10), None, day(20), D.NONE, "decided without papers on record: nothing is owed"),
    (S.REGISTERED, day(10), None, day(20), D.NONE, "not approved: nobody owes it"),
    (S.DROPPED, day(10), None, day(20), D.NONE, "dropped"),
    (S.PLANNED, None, None, day(20), D.NONE, "without a day nothing is late"),
]


@pytest.mark.parametrize(("state", "due", "came", "on", "expected", "why"), DOSSIERS)
def test_papers_in_time(
    state: S, due: date | None, came: date | None, on: date, expected: D, why: str
) -> None:
    """The papers of a matter on a day."""
    assert dossier(state=state, due=due, handed_in=came, as_of=on) is expected, why


def test_a_programme_from_draft_to_issued() -> None:
    """The last event of the day says where it stands; before the first it is a draft."""
    kinds = ProgrammeEventKind
    events = [
        (kinds.OPENED, day(1)), (kinds.CLOSED, day(5)), (kinds.REOPENED, day(6)), (kinds.CLOSED, day(8)),
        (kinds.APPROVED, day(9)), (kinds.ISSUED, day(12)),
    ]  # fmt: skip
    stood = [programme_state(events, as_of=day(n)).value for n in (1, 5, 7, 8, 10, 12)]
    assert stood == ["draft", "registered", "draft", "registered", "approved", "issued"]
    assert programme_state(events, as_of=date(2026, 1, 1)) is ProgrammeState.DRAFT


EVENTS = st.lists(
    st.builds(
        ItemEvent,
        kind=st.sampled_from(list(K)),
        on=st.integers(1, 28).map(day),
        level=st.sampled_from([None, "standing", "bureau"]),
        session=st.sampled_from([None, "a", "b"]),
        due=st.one_of(st.none(), st.integers(1, 28).map(day)),
    ),
    max_size=12,
)


@given(events=EVENTS, cut=st.integers(1, 28))
def test_only_added_events_never_change_the_past(events: list[ItemEvent], cut: int) -> None:
    """How it stood on a day is the same however much happens later; the trace of levels only grows."""
    before = item_standing([e for e in events if e.on <= day(cut)], as_of=day(cut))
    after = item_standing(events, as_of=day(cut))
    assert before == after
    final = item_standing(events, as_of=day(28))
    if before is not None and final is not None and before.approved is not None:
        assert final.levels[: len(before.levels)] == before.levels
        assert final.first_due == before.first_due or before.first_due is None
