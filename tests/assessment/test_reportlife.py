"""Where a report stands and whether it is late: the worked table of docs/algorithms/report-life.md."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.assessment.reportlife import report_standing
from dondoc.records.report import LateBy, ReportEvent, ReportState
from dondoc.records.report import ReportEventKind as Kind

D = [date(2026, 9, n) for n in range(1, 31)]  # D[24] is the 25th, the due day
DUE, LOCK = D[24], date(2026, 9, 29)


def at(kind: str, day: int, **more: date) -> ReportEvent:
    return ReportEvent(Kind(kind), D[day - 1], **more)


SENT = at("submitted", 24)
STANDS = [
    ([], 25, "open", False, 0, "the due day itself is in time"),
    ([], 27, "open", True, 2, "two days over"),
    ([SENT], 27, "submitted", False, 0, "sent in time waits without being late"),
    ([SENT, at("confirmed", 27)], 28, "confirmed", False, 0, "the head was slow, the body was not"),
    ([SENT, at("returned", 26)], 28, "returned", False, 0, "sent in time and returned: in time"),
    ([SENT, at("returned", 26), at("submitted", 28), at("confirmed", 28)], 30, "confirmed", False, 0, "two"),
    ([SENT, at("withdrawn", 25)], 27, "open", True, 2, "what it took back was not sent"),
    ([SENT, at("withdrawn", 25), at("submitted", 27)], 28, "submitted", True, 2, "sent again too late"),
    ([at("submitted", 28), at("confirmed", 29)], 30, "confirmed", True, 3, "late"),
    (
        [at("submitted", 28), at("confirmed", 28), at("reopened", 29, until=D[29]), at("amending", 29),
         at("submitted", 29), at("confirmed", 29)],
        30, "confirmed", True, 3, "amended later: the late mark stays",
    ),
    ([at("signed", 28, paper_day=D[23])], 29, "signed", False, 0, "a signed paper counts by its own day"),
    ([at("signed", 28, paper_day=D[25]), at("checked", 29)], 30, "confirmed", True, 1, "signed a day late"),
    ([at("signed", 24, paper_day=D[27])], 26, "signed", False, 0, "never later than it was entered"),
    ([SENT, at("confirmed", 25), at("amending", 26)], 26, "amending", False, 0, "being corrected"),
    ([SENT, at("confirmed", 25), at("amending", 26), at("kept", 26)], 27, "confirmed", False, 0, "is not"),
    (
        [SENT, at("confirmed", 25), at("amending", 26), at("submitted", 26), at("returned", 27)],
        28, "amending", False, 0, "a correction returned: what was confirmed goes on counting",
    ),
    ([at("submitted", 30)], 24, "open", False, 0, "not yet on that day"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("events", "day", "state", "late", "days", "why"), STANDS, ids=[row[-1] for row in STANDS]
)
def test_stands(events: list[ReportEvent], day: int, state: str, late: bool, days: int, why: str) -> None:
    found = report_standing(events, due=DUE, as_of=D[day - 1])
    assert (found.state.value, found.late, found.days_late) == (state, late, days), why


def test_late_by_confirmation() -> None:
    """The other rule: it is the head who has to be in time."""
    events = [SENT, at("confirmed", 27)]
    found = report_standing(events, due=DUE, as_of=D[29], late_by=LateBy.CONFIRMED)
    assert (found.counted, found.days_late) == (D[26], 2)


LOCKED = [
    ([], 28, False, None, "before the lock"),
    ([], 29, True, None, "from its day on"),
    ([at("reopened", 29, until=D[29])], 29, False, D[29], "opened again until the 30th"),
    ([at("reopened", 27, until=D[28])], 30, True, None, "and shut after it"),
    ([at("reopened", 29, until=D[29]), at("closed", 29)], 29, True, None, "ended early"),
]


@pytest.mark.parametrize(("events", "day", "locked", "until", "why"), LOCKED, ids=[row[-1] for row in LOCKED])
def test_locked(events: list[ReportEvent], day: int, locked: bool, until: date | None, why: str) -> None:
    found = report_standing([SENT, at("confirmed", 25), *events], due=DUE, as_of=D[day - 1], locks_on=LOCK)
    assert (found.locked, found.reopened_until) == (locked, until), why


def test_without_a_lock() -> None:
    assert not report_standing([], due=DUE, as_of=D[29]).locked


@given(st.lists(st.tuples(st.sampled_from(sorted(Kind)), st.integers(1, 30)), max_size=12))
def test_a_late_mark_never_disappears(told: list[tuple[Kind, int]]) -> None:
    """Whatever happens: once something counted late, later events do not take it away."""
    events = [ReportEvent(kind, D[day - 1]) for kind, day in sorted(told, key=lambda one: one[1])]
    for n in range(len(events)):
        before = report_standing(events[: n + 1], due=DUE, as_of=events[n].on)
        if before.late and before.state in (ReportState.CONFIRMED, ReportState.OPEN):
            assert report_standing(events, due=DUE, as_of=D[29]).late
