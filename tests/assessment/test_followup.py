"""Who is told of what on a day: the page's tables, then what must always hold."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.assessment.followup import (
    DEFAULT_RULES,
    day_plan,
    due_between,
    heard_by,
    reminders,
    rule_day,
    silent_days,
)
from dondoc.assessment.workdays import WorkCalendar
from dondoc.records.followup import FollowedMatter, ReminderRule, Rung

PAGE = Path(__file__).resolve().parents[2] / "docs" / "algorithms" / "follow-up.md"
DAYS = re.compile(r"^\| (\w+) \| (-?\d+) \| (\d{4}-\d\d-\d\d) \| (\d{4}-\d\d-\d\d) \|$", re.MULTILINE)
TOLD = re.compile(r"^\| (\d{4}-\d\d-\d\d) \| (.+?) \| ([A-Z]|-) \|$", re.MULTILINE)
CALENDAR = WorkCalendar()
HELD = {Rung.OFFICER: "O", Rung.SUPERVISOR: "S", Rung.LEADER: "L"}


def d(text: str) -> date:
    return date.fromisoformat(text)


def matter(key: str = "task:1", due: str = "2026-04-29", **more: object) -> FollowedMatter:
    return replace(FollowedMatter(key, "1", d(due), d("2026-04-01")), **more)


def held(_matter: FollowedMatter, rung: Rung) -> tuple[str, ...]:
    return (HELD[rung],) if rung in HELD else ()


def test_the_pages_days():
    """Every row of the first table: a rule, a due day, the day on which it speaks."""
    rows = DAYS.findall(PAGE.read_text("utf-8"))
    assert len(rows) == 24

    for rung, offset, due, day in rows:
        assert rule_day(ReminderRule(Rung(rung), int(offset)), d(due), CALENDAR) == d(day), (rung, offset)


def test_the_pages_matter_day_by_day():
    """Every row of the second table, each planned from the row before."""
    rows = TOLD.findall(PAGE.read_text("utf-8"))
    assert len(rows) == 11

    since = d("2026-04-21")
    for day, said, told in rows:
        one = matter(at_body="waits for" not in said and "reported" not in said)
        plan = day_plan([one], DEFAULT_RULES, held, since=since, day=d(day), calendar=CALENDAR)
        assert [notice.person for notice in plan.notices] == ([told] if told != "-" else []), (day, said)
        since = d(day)


CASES = [
    ("2026-04-23", "2026-04-28", {}, {"O": -1}, "a week missed: the latest of one rung"),
    ("2026-05-03", "2026-05-12", {}, {"O": 1, "S": 5, "L": 7},
     "ten days missed: each rung once, and who is reached by two hears the higher"),
    ("2026-04-21", "2026-04-22", {"owed_from": d("2026-04-23")}, {}, "given later than the rule's day"),
    ("2026-04-21", "2026-04-22", {"at_body": False}, {}, "it lies with somebody else"),
    ("2026-05-11", "2026-05-12", {"due": "2026-06-30"}, {}, "extended: the old ladder ends"),
    ("2026-05-05", "2026-05-05", {}, {}, "planned already"),
]  # fmt: skip


@pytest.mark.parametrize(("since", "day", "changes", "told", "why"), CASES, ids=[c[-1] for c in CASES])
def test_who_is_told(since, day, changes, told, why):
    """Person → offset of the rule that reached them."""
    plan = day_plan([matter(**changes)], DEFAULT_RULES, held, since=d(since), day=d(day), calendar=CALENDAR)

    assert {notice.person: notice.rule.offset for notice in plan.notices} == told, why


def test_before_the_day_nothing_leaves_the_body():
    """Without officer and head a reminder before the day is unheard; after it, it goes upwards."""
    assert heard_by(Rung.OFFICER, -7) == (Rung.OFFICER, Rung.HEAD)
    assert heard_by(Rung.OFFICER, 1) == (Rung.OFFICER, Rung.HEAD, Rung.SUPERVISOR, Rung.LEADER)
    plan = day_plan([matter()], DEFAULT_RULES, lambda _m, rung: ("L",) if rung is Rung.LEADER else (),
                    since=d("2026-04-21"), day=d("2026-04-22"), calendar=CALENDAR)  # fmt: skip

    assert plan.notices == ()
    assert [one.matter.key for one in plan.unheard] == ["task:1"]


DUES = st.dates(d("2026-01-01"), d("2026-12-31"))
MATTERS = st.lists(
    st.builds(FollowedMatter, st.integers(0, 9).map("task:{}".format), st.just("1"), DUES), max_size=12,
    unique_by=lambda one: one.key,
)  # fmt: skip


@given(MATTERS, st.sets(st.integers(1, 340), min_size=1, max_size=9))
def test_no_rule_speaks_twice_however_the_days_are_cut(matters, cuts):
    """Planned every day or now and then: no rule speaks of a matter twice, and only on working days."""
    since, said = d("2026-01-01"), set()
    for cut in sorted(cuts):
        day = d("2026-01-01") + timedelta(days=cut)
        for one in reminders(matters, DEFAULT_RULES, since=since, day=day, calendar=CALENDAR):
            assert since < one.on <= day
            assert CALENDAR.is_worked(one.on)
            assert (one.matter.key, one.rule) not in said
            said.add((one.matter.key, one.rule))
        since = day


@given(MATTERS, st.dates(d("2026-01-10"), d("2026-12-20")), st.integers(0, 9))
def test_those_outside_the_asked_days_are_never_missed(matters, day, back):
    """`due_between` leaves out nothing that any rule speaks of."""
    since = day - timedelta(days=back)
    between = due_between(DEFAULT_RULES, since=since, day=day, calendar=CALENDAR)
    spoken = reminders(matters, DEFAULT_RULES, since=since, day=day, calendar=CALENDAR)

    assert (between is None) == (back == 0)
    assert all(between is not None and between[0] <= one.matter.due <= between[1] for one in spoken)


SILENT = [
    (None, "2026-10-01", 9, "nothing said: since it was owed"),
    ("2026-10-07", "2026-10-01", 5, "since it last spoke"),
    ("2026-09-01", "2026-10-01", 9, "what it said before counts for nothing"),
    ("2026-10-14", "2026-10-01", 0, "it spoke today"),
]


@pytest.mark.parametrize(("last", "owed", "days", "why"), SILENT, ids=[row[-1] for row in SILENT])
def test_days_of_silence(last, owed, days, why):
    """In working days, on 14 October 2026."""
    said = d(last) if last else None

    assert silent_days(last_said=said, owed_from=d(owed), as_of=d("2026-10-14"), calendar=CALENDAR) == days, (
        why
    )
