"""What a leader's page shows: bounded by the reader's scope and by what the leader is in charge of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404

from dondoc.records.verdict import Signal
from dondoc.web.accounts.access import Access, Action, among, branches_of
from dondoc.web.bodies.charges import InCharge, charges_on
from dondoc.web.bodies.models import Charge
from dondoc.web.core import marks
from dondoc.web.judgement.selectors import ScoreRow, judged_targets
from dondoc.web.judgement.words import verdict_word, vietnamese_sentences
from dondoc.web.leaders.models import LeaderLook, LeaderSheet
from dondoc.web.plans.models import StageChoice, Task
from dondoc.web.plans.selectors import targets_seen
from dondoc.web.plans.taskboard import DUE_SOON_DAYS, Moment, tasks_seen
from dondoc.web.programmes.models import Session
from dondoc.writing.briefing import OwedBy, OwedTarget, OwedTask, questions

MOST_QUESTIONS = 8  # bodies asked
_MADE_OF = (
    marks.TASKS, marks.FIGURES, marks.TARGETS, marks.RULES, marks.DOCUMENTS, marks.BODIES, marks.MEETINGS,
)  # fmt: skip
_MEETS_WITHIN = timedelta(days=45)


@dataclass(frozen=True, slots=True)
class Leader:
    """Somebody with a charge today."""

    who: str  # "u12", "p5"
    name: str
    charges: tuple[Charge, ...]

    @property
    def words(self) -> str:
        """The bodies and fields, for the page's head."""
        return ", ".join(
            " – ".join(filter(None, [charge.body.name if charge.body else "", charge.field]))
            for charge in self.charges
        )


def leaders(access: Access, *, on: date) -> list[Leader]:
    """Everybody with a charge on a day, by name: one query. Inside a province it is no secret."""
    found: dict[str, list[Charge]] = defaultdict(list)
    if not access.can(Action.READ):
        return []
    for charge in charges_on(on).order_by("pk"):
        found[_key(charge)].append(charge)
    rows = [Leader(who, charges[0].who, tuple(charges)) for who, charges in found.items()]
    return sorted(rows, key=lambda one: one.name)


def _key(charge: Charge) -> str:
    return f"u{charge.leader_id}" if charge.leader_id is not None else f"p{charge.position_id}"


def leader_of_page(access: Access, who: str, *, on: date) -> tuple[Leader | None, list[Leader]]:
    """Whose page it is, and all there are: the one asked for, else the reader's own, else the first.

    Raises:
        Http404: The one asked for has no charge.
    """
    rows = leaders(access, on=on)
    wanted = who or f"u{access.user_id}"
    found = next((one for one in rows if one.who == wanted), None)
    if found is None and who:
        raise Http404
    return found or (rows[0] if rows else None), rows


def in_charge(leader: Leader, on: date) -> InCharge:
    """What the leader is in charge of: two queries."""
    branches = branches_of({c.body_id for c in leader.charges if c.body_id is not None}, on=on)
    bodies: set[int] = set()
    for charge in leader.charges:
        if charge.body_id is not None and not charge.field:
            bodies |= branches[charge.body_id]
    return InCharge(
        bodies=frozenset(bodies),
        fields=frozenset(c.field for c in leader.charges if c.body_id is None),
        both=frozenset(
            (below, c.field)
            for c in leader.charges
            if c.body_id is not None and c.field
            for below in branches[c.body_id]
        ),
    )


def sheet_of(access: Access, leader: Leader, *, on: date) -> dict[str, Any]:
    """The page's data: as kept where nothing has changed since (two queries), else reckoned and kept."""
    version = marks.version(*_MADE_OF)
    kept = LeaderSheet.objects.filter(who=leader.who, reader=access.user_id).first()
    if kept is not None and (kept.on, kept.version) == (on, version):
        data: dict[str, Any] = kept.data
        return data
    data = reckon(access, leader, on=on)
    LeaderSheet.objects.update_or_create(
        who=leader.who, reader_id=access.user_id, defaults={"on": on, "version": version, "data": data}
    )
    return data


def last_look(access: Access, leader: Leader) -> LeaderLook | None:
    """When this reader last said to have looked."""
    return LeaderLook.objects.filter(who=leader.who, reader=access.user_id, withdrawn_at=None).first()


def reckon(access: Access, leader: Leader, *, on: date) -> dict[str, Any]:
    """What is late, at risk, waiting and coming, by body, with the questions; plain values only."""
    charge = in_charge(leader, on)
    tasks = list(_tasks(access, charge, on))
    rows = [row for row in _judged(access, charge, on) if row.verdict.signal is Signal.RISK]
    by_body: dict[str, list[Task]] = defaultdict(list)
    for task in tasks:
        by_body[task.lead.name if task.lead else ""].append(task)
    late = [task for task in tasks if _late(task, on)]
    meeting = _next_meeting(access, on)
    return {
        "tasks": [_task(task, on) for task in late],
        "targets": [_target(row) for row in rows],
        "bodies": _bodies(by_body, on),
        "coming": [_task(task, on) for task in tasks if task.due is not None and task.due >= on],
        "questions": _questions(by_body, rows, on),
        "meeting": str(meeting) if meeting is not None else "",
        "counts": {
            "late": len(late),
            "red": len(rows),
            "coming": sum(task.due is not None and task.due >= on for task in tasks),
            "waiting": sum(task.stage == StageChoice.WAITING for task in tasks),
        },
    }


def newly_red(data: dict[str, Any], look: LeaderLook | None, *, on: date) -> list[dict[str, Any]]:
    """What is red now and was not at the last look; before any look, what fell due in the last week."""
    rows = [*data["targets"], *data["tasks"]]
    if look is not None:
        seen = set(look.red)
        return [row for row in rows if row["key"] not in seen]
    week = (on - timedelta(days=7)).isoformat()
    return [row for row in rows if row.get("due") and row["due"] >= week]


def _tasks(access: Access, charge: InCharge, on: date) -> QuerySet[Task]:
    """Open tasks of bodies in charge that are late, due soon, waiting, not acknowledged or to be moved."""
    then = Moment(on)
    stages = (StageChoice.WAITING, StageChoice.TRANSFER_ASKED, StageChoice.UNACKNOWLEDGED)
    soon = Q(due__gte=on, due__lte=on + timedelta(days=DUE_SOON_DAYS))
    found = tasks_seen(access).filter(then.binding(), then.undone(), resolved=False)
    found = found.filter(lead_id__in=among(charge.bodies)).filter(then.late() | soon | Q(stage__in=stages))
    return found.select_related("lead", "document").order_by("due", "pk")


def _late(task: Task, on: date) -> bool:
    stopped = task.clock_stopped
    return task.due is not None and task.due < on and (stopped is None or task.due < stopped)


def _judged(access: Access, charge: InCharge, on: date) -> Iterable[ScoreRow]:
    """The targets of bodies and fields in charge that are under way or just ended, the worst first."""
    mine = Q(body_id__in=among(charge.bodies)) | Q(indicator__field__in=charge.fields)
    for body, field in charge.both:
        mine |= Q(body=body, indicator__field=field)
    targets = targets_seen(access).filter(
        mine, awaiting_document=False, period_start__lte=on, period_end__gte=on - timedelta(days=31)
    )
    rows = judged_targets(access, list(targets.only("pk")), as_of=on).values()
    return sorted(rows, key=lambda row: (row.verdict.badness, row.target.indicator.sort_key, row.target.pk))


def _task(task: Task, on: date) -> dict[str, Any]:
    return {
        "key": f"task:{task.pk}", "pk": task.pk, "kind": "task", "words": task.action,
        "body": task.lead.name if task.lead else "", "body_pk": task.lead_id,
        "due": task.due.isoformat() if task.due else "",
        "age": (on - task.due).days if task.due and _late(task, on) else 0,
        "document": task.document.symbol or task.document.title[:60], "stage": task.stage,
    }  # fmt: skip


def _target(row: ScoreRow) -> dict[str, Any]:
    reasons = vietnamese_sentences(row.judgement)
    return {
        "key": f"target:{row.target.pk}", "pk": row.target.pk, "kind": "target", "version": row.version.pk,
        "words": row.target.indicator.name, "body": row.target.body.name, "period": row.target.period,
        "verdict": row.verdict.value, "reason": reasons[0] if reasons else "",
    }  # fmt: skip


def _bodies(by_body: dict[str, list[Task]], on: date) -> list[dict[str, Any]]:
    """Who is late: how many, how long, the worst first."""
    rows = []
    for name, tasks in by_body.items():
        late = [task for task in tasks if _late(task, on)]
        if late:
            oldest = max((on - task.due).days for task in late if task.due is not None)
            rows.append({"name": name, "pk": late[0].lead_id, "late": len(late), "oldest": oldest})
    return sorted(rows, key=lambda row: (-row["late"], -row["oldest"], row["name"]))


def _questions(by_body: dict[str, list[Task]], rows: Iterable[ScoreRow], on: date) -> list[dict[str, Any]]:
    targets: dict[str, list[OwedTarget]] = defaultdict(list)
    for row in rows:
        reasons = vietnamese_sentences(row.judgement)
        said = OwedTarget(row.target.indicator.name, verdict_word(row.verdict), reasons[0] if reasons else "")
        if said.name not in [one.name for one in targets[row.target.body.name]]:
            targets[row.target.body.name].append(said)
    asked = []
    for name in {**by_body, **targets}:
        tasks = by_body.get(name, [])
        late = sorted((task for task in tasks if _late(task, on)), key=lambda task: (task.due, task.pk))
        of_stage = {
            stage: [OwedTask(task.action) for task in tasks if task.stage == stage]
            for stage in (StageChoice.WAITING, StageChoice.TRANSFER_ASKED, StageChoice.UNACKNOWLEDGED)
        }
        owed = OwedBy(
            name,
            late=[OwedTask(task.action, (on - task.due).days) for task in late if task.due is not None],
            waiting=of_stage[StageChoice.WAITING],
            transfers=of_stage[StageChoice.TRANSFER_ASKED],
            untaken=of_stage[StageChoice.UNACKNOWLEDGED],
            targets=targets.get(name, [])[:3],
        )
        if words := questions(owed):
            asked.append((len(late), {"body": name, "questions": words}))
    asked.sort(key=lambda pair: (-pair[0], pair[1]["body"]))
    return [row for _late_count, row in asked[:MOST_QUESTIONS]]


def _next_meeting(access: Access, on: date) -> Session | None:
    """The next meeting of a body the reader sees."""
    ahead = Session.objects.filter(day__gte=on, day__lte=on + _MEETS_WITHIN)
    return ahead.filter(body_id__in=among(access.body_ids)).order_by("day", "pk").first()
