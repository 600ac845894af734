"""Who is told of what on a day: docs/algorithms/follow-up.md, in code.

    due Wednesday 29 April 2026 → the head is told on Thursday 7 May, three working days later

A function of what is owed, the rules, the working days and a day; whom a rung stands for is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta

from dondoc.assessment.workdays import WorkCalendar
from dondoc.records.followup import (
    DayPlan,
    FollowedMatter,
    PlannedNotice,
    Reminder,
    ReminderRule,
    Rung,
    Unheard,
)

# Two working days a step: what offices that escalate give each level; an office sets its own.
DEFAULT_RULES = (
    ReminderRule(Rung.OFFICER, -7),
    ReminderRule(Rung.OFFICER, -1),
    ReminderRule(Rung.OFFICER, 0),
    ReminderRule(Rung.OFFICER, 1),
    ReminderRule(Rung.HEAD, 3),
    ReminderRule(Rung.SUPERVISOR, 5),
    ReminderRule(Rung.LEADER, 7),
)
LADDER = (Rung.OFFICER, Rung.HEAD, Rung.SUPERVISOR, Rung.LEADER)

# Who stands on a rung for a matter, by their keys; () where nobody does.
Holders = Callable[[FollowedMatter, Rung], Sequence[str]]


def rule_day(rule: ReminderRule, due: date, calendar: WorkCalendar) -> date:
    """The working day on which a rule speaks of a matter due on a day.

    One before or on the due day that is not worked speaks on the last working day before.
    """
    if rule.offset > 0:
        return calendar.after(due, rule.offset)
    day = due + timedelta(days=rule.offset)
    return day if calendar.is_worked(day) else calendar.before(day, 1)


def due_between(
    rules: Iterable[ReminderRule], *, since: date, day: date, calendar: WorkCalendar
) -> tuple[date, date] | None:
    """The first and last due day that a rule can speak of in these days; None where there are no rules.

    So that whoever keeps matters in a table asks for those alone.
    """
    offsets = [rule.offset for rule in rules]
    if not offsets or since >= day:
        return None
    earliest = calendar.before(since, max(*offsets, 0) + 1)
    slack = 31  # a day off before which a rule speaks: no holiday is longer
    return earliest, day + timedelta(days=max(0, -min(offsets)) + slack)


def reminders(
    matters: Iterable[FollowedMatter],
    rules: Sequence[ReminderRule],
    *,
    since: date,
    day: date,
    calendar: WorkCalendar,
) -> list[Reminder]:
    """The rules that speak after `since` up to `day`, at most one a matter and rung: the latest.

    Args:
        matters: What is open, as it stands on the day.
        rules: The ladder.
        since: The last day that was planned; its rules have spoken.
        day: The day to plan.
        calendar: The working days.
    """
    days: dict[date, list[tuple[ReminderRule, date]]] = {}  # due day → rules that speak of it now
    found: list[Reminder] = []
    for matter in matters:
        if not (matter.at_body or matter.waits_on):
            continue
        if matter.due not in days:
            told = ((rule, rule_day(rule, matter.due, calendar)) for rule in rules)
            days[matter.due] = sorted(
                (pair for pair in told if since < pair[1] <= day), key=lambda pair: (pair[1], pair[0].offset)
            )
        latest: dict[Rung, Reminder] = {}
        for rule, on in days[matter.due]:
            if matter.owed_from is None or on >= matter.owed_from:
                latest[rule.rung] = Reminder(matter, rule, on)
        found += [latest[rung] for rung in LADDER if rung in latest]
    return found


def heard_by(rung: Rung, offset: int) -> tuple[Rung, ...]:
    """The rungs a reminder may go to, the first that has somebody: its own, then upwards.

    Before and on the day it stays inside the body, for nothing is late yet.
    """
    above = LADDER[LADDER.index(rung) :]
    return tuple(one for one in above if offset > 0 or one in (rung, Rung.OFFICER, Rung.HEAD))


def day_plan(
    matters: Iterable[FollowedMatter],
    rules: Sequence[ReminderRule],
    holders: Holders,
    *,
    since: date,
    day: date,
    calendar: WorkCalendar,
) -> DayPlan:
    """Who is told of what: one notice a matter and person, by the highest rung that reaches them.

    `holders` is asked for the rungs that speak only. On a day that is not worked nothing is planned: the next
    working day catches up.
    """
    if not calendar.is_worked(day):
        return DayPlan((), ())
    notices: dict[tuple[str, str], PlannedNotice] = {}
    unheard: list[Unheard] = []
    for one in reminders(matters, rules, since=since, day=day, calendar=calendar):
        people = next(
            (
                found
                for rung in heard_by(one.rule.rung, one.rule.offset)
                if (found := holders(one.matter, rung))
            ),
            (),
        )
        if not people:
            unheard.append(Unheard(one.matter, one.rule))
        for person in people:  # reminders come rung by rung: a later one is the higher
            notices[one.matter.key, person] = PlannedNotice(one.matter, person, one.rule, day)
    return DayPlan(tuple(notices.values()), tuple(unheard))


def silent_days(*, last_said: date | None, owed_from: date, as_of: date, calendar: WorkCalendar) -> int:
    """Working days since a body last said anything; since something was owed where it has said nothing.

    What it said before it owed anything counts for nothing.
    """
    heard = owed_from if last_said is None else max(last_said, owed_from)
    return calendar.between(heard, as_of)
