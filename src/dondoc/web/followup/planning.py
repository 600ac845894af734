"""Planning a day: the notices its rules make, and one digest for each person who is told of anything."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string

from dondoc.assessment.followup import DEFAULT_RULES, day_plan, due_between
from dondoc.records.followup import DayPlan, FollowedMatter, PlannedNotice, ReminderRule, Rung
from dondoc.web.audit.services import record
from dondoc.web.core.locks import Turn, take_turn
from dondoc.web.followup.models import Mail, Notice, Round, Rule
from dondoc.web.followup.owed import Owed, draft_words, owed_between
from dondoc.web.followup.people import People
from dondoc.web.matters.models import Matter
from dondoc.web.obligations.models import Obligation
from dondoc.web.plans.models import Task
from dondoc.web.workdays.selectors import calendar, keeper

MOST_WORDS = 200  # characters of a matter in a mail
FIRST_LOOK = 5  # working days before the very first planned day whose rules still speak
_COLUMNS = {
    "task": "task_id", "obligation": "obligation_id", "dossier": "item_id", "answer": "question_id",
}  # fmt: skip


def rules() -> tuple[ReminderRule, ...]:
    """The ladder in force: the office's own once it has ever set one, else the shipped one."""
    rows = list(Rule.objects.order_by("offset", "pk"))
    if not rows:
        return DEFAULT_RULES
    return tuple(ReminderRule(Rung(row.rung), row.offset) for row in rows if row.withdrawn_at is None)


def plan_day(day: date) -> Round | None:
    """Plan a working day, once: the round that stands, also where another worker made it; None on a day off.

    Everything is worked out before the transaction begins, so that whoever saves meanwhile does not wait.
    """
    if (known := Round.objects.filter(day__gte=day).order_by("day").first()) is not None:
        return known
    days = calendar()
    if not days.is_worked(day):
        return None
    last = Round.objects.order_by("-day").first()
    since = last.day if last is not None else days.before(day, FIRST_LOOK)
    ladder = rules()
    between = due_between(ladder, since=since, day=day, calendar=days)
    owed = {one.matter.key: one for one in (owed_between(*between, on=day) if between else ())}
    people = People(
        day,
        [one.row.pk for one in owed.values() if isinstance(one.row, Task)],
        [
            one.row.report.pk
            for one in owed.values()
            if isinstance(one.row, Obligation) and one.matter.waits_on
        ],
    )
    plan = day_plan(
        [one.matter for one in owed.values()],
        ladder,
        people.holders(),
        since=since,
        day=day,
        calendar=days,
    )
    mails = _mails(plan, owed, people, day)
    with transaction.atomic():
        take_turn(Turn.FOLLOW_UP)
        known = Round.objects.filter(day__gte=day).order_by("day").first()
        return known or _keep(plan, owed, mails, since=since, day=day)


def _mails(plan: DayPlan, owed: dict[str, Owed], people: People, day: date) -> dict[int, Mail]:
    """Person → their mail of the day, not saved yet."""
    by_person: dict[int, list[PlannedNotice]] = {}
    for notice in plan.notices:
        by_person.setdefault(int(notice.person), []).append(notice)
    return {
        person: Mail(
            person_id=person,
            day=day,
            body_id=people.above_all(int(one.matter.body) for one in notices),
            message_id=new_message_id(day),
            **digest(people, person, notices, owed, day),
        )
        for person, notices in by_person.items()
    }


def _keep(plan: DayPlan, owed: dict[str, Owed], mails: dict[int, Mail], *, since: date, day: date) -> Round:
    Mail.objects.bulk_create(mails.values())
    rows = [
        _row(one.matter, one.rule, owed[one.matter.key], day=day, person=int(one.person),
             mail=mails[int(one.person)])
        for one in plan.notices
    ]  # fmt: skip
    rows += [_row(one.matter, one.rule, owed[one.matter.key], day=day) for one in plan.unheard]
    Notice.objects.bulk_create(rows, batch_size=300)
    made = Round.objects.create(day=day, since=since, notices=len(plan.notices), unheard=len(plan.unheard))
    after = {
        "day": day,
        "since": since,
        "notices": made.notices,
        "mails": len(mails),
        "unheard": made.unheard,
    }
    record(actor=None, action="followup.plan", row=made, before={}, after=after, body=keeper())
    return made


def _row(
    matter: FollowedMatter,
    rule: ReminderRule,
    one: Owed,
    *,
    day: date,
    person: int | None = None,
    mail: Mail | None = None,
) -> Notice:
    kind = matter.key.partition(":")[0]
    return Notice(
        day=day,
        matter=matter.key,
        person_id=person,
        kind=kind,
        body_id=int(matter.body),
        rung=rule.rung.value,
        offset=rule.offset,
        due=matter.due,
        mail=mail,
        **{_COLUMNS[kind]: one.row.pk},
    )


def new_message_id(day: date) -> str:
    """Of one mail, for ever."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
    return f"<{day:%Y%m%d}.{uuid.uuid4().hex}@{domain}>"


@dataclass(frozen=True, slots=True)
class _Line:
    """One matter in a mail."""

    words: str
    body: str
    source: str
    due: date
    late: int  # days
    waits: bool  # sent by its body; the addressee confirms it, or hears that it waits
    draft: str  # that a draft lies there, by whom and since when

    @classmethod
    def of(cls, one: Owed, due: date, day: date) -> _Line:
        waits = bool(one.matter.waits_on)
        return cls(
            _shortened(one.words),
            body_of(one),
            source_of(one),
            due,
            (day - due).days,
            waits,
            draft_words(one.row),
        )


def digest(
    people: People, person: int, notices: Sequence[PlannedNotice], owed: dict[str, Owed], day: date
) -> dict[str, str]:
    """Subject and words of a person's mail of the day: what is late first, then what is due."""
    lines = [_Line.of(owed[one.matter.key], one.matter.due, day) for one in notices]
    lines.sort(key=lambda line: line.due)
    waits = [line for line in lines if line.waits]
    late = [line for line in lines if line.late > 0 and not line.waits]
    due = [line for line in lines if line.late <= 0 and not line.waits]
    counted = ((late, "việc quá hạn"), (due, "việc đến hạn"), (waits, "báo cáo chờ xác nhận"))
    parts = [f"{len(rows)} {words}" for rows, words in counted if rows]
    text = render_to_string(
        "followup/digest.txt",
        {
            "person": people.user(person),
            "day": day,
            "late": late,
            "due": due,
            "waits": waits,
            "drafts": any(line.draft for line in lines),
            "only_told": all(one.rule.rung in (Rung.SUPERVISOR, Rung.LEADER) for one in notices),
            "address": settings.PUBLIC_URL,
        },
    )
    return {"subject": f"Đôn đốc ngày {day:%d/%m/%Y}: {', '.join(parts)}", "text": text}


def _shortened(words: str) -> str:
    words = " ".join(words.split())
    words = words if len(words) <= MOST_WORDS else f"{words[: MOST_WORDS - 1]}…"
    return f"{words[:1].upper()}{words[1:]}"


def body_of(one: Owed) -> str:
    """The name of who owes it."""
    row = one.row
    if isinstance(row, Task):
        return row.lead.name if row.lead else ""
    if isinstance(row, Matter):
        return row.answering.name if row.answering else ""
    body = row.body if isinstance(row, Obligation) else row.preparing
    return body.name if body else ""


def source_of(one: Owed) -> str:
    """Where it was given: the document's number and symbol, or the session."""
    row = one.row
    if isinstance(row, Task | Obligation | Matter):
        return (row.document.symbol or "") if row.document else ""
    return str(row.session) if row.session else ""
