"""Where an obligation stands on a day, from its events."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from dondoc.assessment.obligations import standing, studied_share
from dondoc.records.obligation import ObligationEvent as Event
from dondoc.records.obligation import ObligationEventKind as Kind

D = [date(2026, 1, n) for n in range(1, 12)]
OWED = Event(Kind.OWED, D[0], due=D[4])
DONE = Event(Kind.FULFILLED, D[4])
LATE = Event(Kind.FULFILLED, D[6], recorded=D[8])

STANDS = [
    ([OWED], 4, "open_in_time", 0, "the due day itself is in time"),
    ([OWED], 5, "open_late", 1, "one day over is late"),
    ([OWED, DONE], 3, "open_in_time", 0, "the day before it was issued"),
    ([OWED, DONE], 9, "done_in_time", 0, "issued on the last day"),
    ([OWED, LATE], 6, "done_late", 2, "counts from the paper's day, not from its entry"),
    ([OWED, DONE, Event(Kind.REOPENED, D[8])], 5, "open_late", 1, "opened again: it was never the plan"),
    ([OWED, LATE, Event(Kind.REOPENED, D[8]), DONE], 9, "done_in_time", 0, "another paper, dated earlier"),
    ([OWED, Event(Kind.EXTENDED, D[3], due=D[8])], 7, "open_in_time", 0, "extended"),
    ([OWED, Event(Kind.EXTENDED, D[7], due=D[8])], 6, "open_late", 2, "not extended yet on that day"),
    ([OWED, Event(Kind.WAIVED, D[5])], 9, "open_late", 0, "waived: no days are counted"),
    ([Event(Kind.OWED, D[0])], 10, "open_in_time", 0, "without a day it is never late"),
]


@pytest.mark.parametrize(("events", "day", "state", "late", "why"), STANDS, ids=[row[-1] for row in STANDS])
def test_state_on_a_day(events: list[Event], day: int, state: str, late: int, why: str) -> None:
    """Done or not × in time or late, with the days."""
    found = standing(events, as_of=D[day])
    assert (found.state.value, found.days_late) == (state, late), why


def test_as_it_was_known() -> None:
    """What was entered later is left out where the question is what was known."""
    assert standing([OWED, LATE], as_of=D[9], known_by=D[7]).fulfilled is None
    assert standing([OWED, LATE], as_of=D[9], known_by=D[8]).fulfilled == D[6]


def test_study_sessions() -> None:
    """The last figures stand; the last session fulfils it; waived and owed again."""
    first = Event(Kind.STUDIED, D[1], attended=20, to_attend=40)
    last = Event(Kind.STUDIED, D[3], attended=38, to_attend=40, completes=True)
    found = standing([OWED, first, last], as_of=D[2])
    assert (found.attended, found.fulfilled) == (20, None)
    found = standing([OWED, first, last], as_of=D[3])
    assert (found.attended, found.to_attend, found.fulfilled) == (38, 40, D[3])
    again = [OWED, Event(Kind.WAIVED, D[1]), Event(Kind.OWED_AGAIN, D[2])]
    assert standing(again, as_of=D[1]).waived
    assert not standing(again, as_of=D[2]).waived


@pytest.mark.parametrize(
    ("attended", "to_attend", "share"),
    [(38, 40, Fraction(19, 20)), (0, 40, Fraction(0)), (None, 40, None), (5, 0, None), (5, None, None)],
)
def test_share_studied(attended: int | None, to_attend: int | None, share: Fraction | None) -> None:
    """Exact; nothing where it is not known of how many."""
    assert studied_share(attended, to_attend) == share
