"""What a leader's page shows: bounded by the reader's scope and by what the leader is in charge of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet, Subquery
from django.http import Http404
from django.utils import timezone
from django.utils.translation import override

from dondoc.web.accounts.access import Access, Action, among, branches_of
from dondoc.web.bodies.charges import InCharge, charges_on
from dondoc.web.bodies.models import Charge
from dondoc.web.core import marks
from dondoc.web.core.kept import kept_or, key_of
from dondoc.web.judgement import signals
from dondoc.web.judgement.atrisk import AtRisk, Selection
from dondoc.web.judgement.words import verdict_word
from dondoc.web.leaders.models import LeaderLook, LeaderSheet
from dondoc.web.plans.fields import charged
from dondoc.web.plans.models import StageChoice
from dondoc.web.plans.taskboard import DUE_SOON_DAYS, Moment, tasks_seen
from dondoc.web.programmes.models import Session
from dondoc.writing.briefing import OwedBy, OwedTarget, OwedTask, questions

MOST_NAMED = 6  # bodies in charge that the head names
MOST_QUESTIONS = 8  # bodies asked
MOST_TARGETS = 3  # of one body
MOST_LATE = 12  # bodies that are late
SHOWN = 8  # of a list; the boards have the rest
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
        told = [
            " – ".join(filter(None, [charge.body.name if charge.body else "", charge.field]))
            for charge in self.charges
        ]
        fields = [
            words for words, charge in zip(told, self.charges, strict=True) if charge.body is None
        ]  # few; bodies may be forty
        bodies = [words for words, charge in zip(told, self.charges, strict=True) if charge.body is not None]
        rest = len(bodies) - MOST_NAMED
        return (
            ", ".join(bodies[:MOST_NAMED])
            + (f" và {rest} cơ quan khác" if rest > 0 else "")
            + "".join(f"; lĩnh vực {words}" for words in fields)
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


def in_charge(access: Access, leader: Leader, on: date) -> InCharge:
    """What the leader is in charge of: no query on the day the reader's access is of."""
    roots = {c.body_id for c in leader.charges if c.body_id is not None}
    branches = access.branches_of(roots) if on == access.on else branches_of(roots, on=on)
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


def last_look(access: Access, leader: Leader) -> LeaderLook | None:
    """When this reader last said to have looked, and what was red then."""
    return _looks(access, leader).first()


def _looks(access: Access, leader: Leader) -> QuerySet[LeaderLook]:
    return LeaderLook.objects.filter(who=leader.who, reader=access.user_id, withdrawn_at=None)


def sheet_of(access: Access, leader: Leader, *, on: date) -> dict[str, Any]:
    """The page's data: as kept where nothing has changed since (two queries), else reckoned and kept.

    Where too much changed to judge it all anew, targets are as the worker last judged them, and `as_of` says
    since when; such a sheet is not kept.
    """
    told = marks.marks(_MADE_OF)
    version = sum(told.values())
    last = Subquery(_looks(access, leader).values("pk")[:1])
    rows = LeaderSheet.objects.filter(who=leader.who, reader=access.user_id).annotate(look=last)
    kept = rows.first()
    look = vars(kept)["look"] if kept is not None else None
    if kept is not None and (kept.on, kept.version, kept.data.get("of")) == (on, version, _of(look)):
        data: dict[str, Any] = kept.data
        return data
    seen = last_look(access, leader) if kept is None or look is not None else None
    data = reckon(access, leader, seen, on=on, told=told)
    if not data["as_of"] and not data["missing"]:
        made = LeaderSheet(who=leader.who, reader_id=access.user_id or 0, on=on, version=version, data=data)
        _keep(made, kept)
    return data


def _keep(made: LeaderSheet, kept: LeaderSheet | None) -> None:
    """In the place of the one there is, by one statement that needs no transaction of its own."""
    rows = LeaderSheet.objects.filter(pk=kept.pk) if kept is not None else LeaderSheet.objects.none()
    if not rows.update(on=made.on, version=made.version, data=made.data, made_at=timezone.now()):
        LeaderSheet.objects.bulk_create(
            [made],
            update_conflicts=True,
            unique_fields=["who", "reader"],
            update_fields=["on", "version", "data", "made_at"],
        )


def _of(look: int | None) -> str:
    """What else a kept sheet depends on: how this program writes it, and the last look."""
    return f"10.{'' if look is None else look}"


def red_now(access: Access, leader: Leader, *, on: date) -> list[str]:
    """What is red on the page, for a look at it: the keys of targets and of late tasks."""
    charge = in_charge(access, leader, on)
    risk, _told = _red(access, charge, on, whole=False, told=None)
    return _keys(risk, [task for task in _tasks(access, charge, on) if task.age])


def _keys(risk: AtRisk, late: Iterable[_Owed]) -> list[str]:
    return [*(f"target:{pk}" for pk in risk.keys), *(task.key for task in late)]


def reckon(
    access: Access,
    leader: Leader,
    look: LeaderLook | None,
    *,
    on: date,
    whole: bool = False,
    told: signals.Told | None = None,
) -> dict[str, Any]:
    """What is late, at risk, waiting and coming, by body, with the questions; plain values only.

    Args:
        access: The reader.
        leader: Whose charge.
        look: The last look: what was red then is no news.
        on: The day.
        whole: Wait until every target is judged anew that has changed: for paper.
        told: The marks, where the caller has read them.
    """
    charge = in_charge(access, leader, on)
    tasks = _tasks(access, charge, on)
    late = [task for task in tasks if task.age]
    soon = on + timedelta(days=DUE_SOON_DAYS)
    coming = [task for task in tasks if task.due is not None and on <= task.due <= soon]
    risk, standing = _red(access, charge, on, whole=whole, told=told)
    meeting = _next_meeting(access, on, told)
    before = set(look.red) if look is not None else None
    fresh_keys = {pk for pk in risk.keys if f"target:{pk}" not in before} if before is not None else set()
    fresh_tasks = _fresh(late, before, on)
    worst = _worst(tasks, risk)
    shown = risk.shown(SHOWN, bodies={body for body in worst if body is not None}, keys=fresh_keys)
    fresh = [one for one in shown if one["pk"] in fresh_keys]
    with override("vi"):  # questions are read aloud, and stand in papers
        asked = _questions(worst, tasks, shown)
    return {
        "of": _of(look.pk if look is not None else None),
        "look": look.on.isoformat() if look is not None else "",
        "as_of": standing.as_of.isoformat() if standing.as_of is not None else "",
        "changed": len(standing.changed),
        "missing": len(standing.missing),
        "fresh": [
            *(_target(one) for one in fresh[:SHOWN]),
            *(task.row() for task in fresh_tasks[: max(SHOWN // 2, SHOWN - len(fresh))]),
        ][:SHOWN],
        "fresh_count": len(fresh_keys) + len(fresh_tasks),
        "mended": len(before.difference(_keys(risk, late))) if before else 0,
        "tasks": [task.row() for task in late[:SHOWN]],
        "targets": [_target(one) for one in shown[:SHOWN]],
        "bodies": _bodies(late)[:MOST_LATE],
        "bodies_late": len({task.body_pk for task in late}),
        "coming": [task.row() for task in coming[:SHOWN]],
        "questions": asked,
        "meeting": meeting,
        "counts": {
            "late": len(late),
            "red": len(risk.keys),
            "coming": len(coming),
            "waiting": sum(task.stage == StageChoice.WAITING for task in tasks),
        },
    }


# --- tasks -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Owed:
    """A task on the page, with nothing else of its row: a leader of many communes has thousands."""

    pk: int
    words: str
    body: str
    body_pk: int | None
    due: date | None
    stage: str
    symbol: str
    title: str
    age: int  # days late; 0 where it is not

    @property
    def key(self) -> str:
        return f"task:{self.pk}"

    def row(self) -> dict[str, Any]:
        """As the page's lists have it."""
        return {
            "key": self.key, "pk": self.pk, "kind": "task", "words": self.words, "body": self.body,
            "body_pk": self.body_pk, "due": self.due.isoformat() if self.due else "", "age": self.age,
            "document": self.symbol or self.title[:60], "stage": self.stage,
        }  # fmt: skip


def _tasks(access: Access, charge: InCharge, on: date) -> list[_Owed]:
    """Open tasks of bodies and fields in charge: late, due soon, waiting, not acknowledged, to be moved."""
    then = Moment(on)
    soon = Q(due__gte=on, due__lte=on + timedelta(days=DUE_SOON_DAYS))
    found = tasks_seen(access).filter(then.binding(), then.undone(), resolved=False)
    found = found.filter(charged(charge)).filter(then.late() | soon | Q(stage__in=_ASKED_ABOUT))
    rows = found.order_by("due", "pk").values_list(
        "pk", "action", "lead__name", "lead_id", "due", "stage", "document__symbol", "document__title",
        "clock_stopped",
    )  # fmt: skip
    return [
        _Owed(pk, words, body or "", lead, due, stage, symbol, title, _age(due, stopped, on))
        for pk, words, body, lead, due, stage, symbol, title, stopped in rows
    ]


def _age(due: date | None, stopped: date | None, on: date) -> int:
    late = due is not None and due < on and (stopped is None or due < stopped)
    return (on - due).days if late and due is not None else 0


def _fresh(late: Sequence[_Owed], seen: set[str] | None, on: date) -> list[_Owed]:
    """What is late now and was not at the last look; before any look, what fell due in the last week."""
    if seen is not None:
        return [task for task in late if task.key not in seen]
    week = on - timedelta(days=7)
    return [task for task in late if task.due is not None and task.due >= week]


def _bodies(late: Sequence[_Owed]) -> list[dict[str, Any]]:
    """Who is late: how many, how long, the worst first."""
    rows = [
        {"name": tasks[0].body, "pk": pk, "late": len(tasks), "oldest": max(task.age for task in tasks)}
        for pk, tasks in _by_body(late)
    ]
    return sorted(rows, key=lambda row: (-row["late"], -row["oldest"], row["name"]))


def _by_body(tasks: Sequence[_Owed]) -> Iterator[tuple[int | None, list[_Owed]]]:
    found: dict[int | None, list[_Owed]] = defaultdict(list)
    for task in tasks:
        found[task.body_pk].append(task)
    yield from found.items()


# --- targets -----------------------------------------------------------------------------------------------


def _red(
    access: Access, charge: InCharge, on: date, *, whole: bool, told: signals.Told | None
) -> tuple[AtRisk, signals.Standing]:
    """The targets at risk of bodies and fields in charge; a part goes with its whole."""
    seen = access.body_ids
    mine = charge.bodies & seen
    both = {(body, name) for body, name in charge.both if body in seen}
    others = seen if charge.fields else frozenset(body for body, _name in both)
    selection = Selection(bodies=mine, fields=charge.fields, both=both)
    standing = signals.standing(mine | others, on=on, whole=whole, told=told, selection=selection)
    return standing.red, standing


def _target(one: Mapping[str, Any]) -> dict[str, Any]:
    return {"key": f"target:{one['pk']}", "kind": "target", **one}


# --- what to ask -------------------------------------------------------------------------------------------


def _worst(tasks: Sequence[_Owed], risk: AtRisk) -> dict[int | None, str]:
    """The bodies there is something to ask, with their names: at most `MOST_QUESTIONS`, the worst first.

    As the list of who is late, then by targets at risk.
    """
    mine, red = dict(_by_body(tasks)), risk.by_body
    names: dict[int | None, str] = {body: name for body, (name, _n) in red.items()}
    names |= {body: group[0].body for body, group in mine.items() if any(_asked_about(t) for t in group)}

    def badness(body: int | None) -> tuple[int, int, int, str]:
        ages = [task.age for task in mine.get(body, ()) if task.age]
        n = red[body][1] if body in red else 0
        return -len(ages), -max(ages, default=0), -n, names[body]

    return {body: names[body] for body in sorted(names, key=badness)[:MOST_QUESTIONS]}


_ASKED_ABOUT = (StageChoice.WAITING, StageChoice.TRANSFER_ASKED, StageChoice.UNACKNOWLEDGED)


def _asked_about(task: _Owed) -> bool:
    """Whether it makes a question: it is late, or lies with somebody else."""
    return bool(task.age) or task.stage in _ASKED_ABOUT


def _questions(
    worst: Mapping[int | None, str], tasks: Sequence[_Owed], red: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """What to ask these bodies; `red` has their targets at risk, the worst first."""
    named: dict[int | None, dict[str, Mapping[str, Any]]] = defaultdict(dict)
    for one in red:
        group = named[one["body_pk"]]
        if len(group) < MOST_TARGETS:
            group.setdefault(one["words"], one)
    mine = dict(_by_body(tasks))
    asked: list[dict[str, Any]] = []
    for body, name in worst.items():
        targets = [
            OwedTarget(one["words"], verdict_word(one["verdict"]), one["reason"])
            for one in named[body].values()
        ]
        if words := questions(_owed_by(name, mine.get(body, []), targets)):
            asked.append({"body": name, "body_pk": body, "questions": words})
    return asked


def _owed_by(name: str, tasks: Sequence[_Owed], targets: Sequence[OwedTarget]) -> OwedBy:
    of_stage = {
        stage: [OwedTask(task.words) for task in tasks if task.stage == stage] for stage in _ASKED_ABOUT
    }
    return OwedBy(
        name,
        late=[OwedTask(task.words, task.age) for task in tasks if task.age],
        waiting=of_stage[StageChoice.WAITING],
        transfers=of_stage[StageChoice.TRANSFER_ASKED],
        untaken=of_stage[StageChoice.UNACKNOWLEDGED],
        targets=targets,
    )


def _next_meeting(access: Access, on: date, told: signals.Told | None) -> str:
    """The next meeting of a body the reader sees, in words; kept until meetings change. "" without one."""

    def find() -> tuple[str]:
        ahead = Session.objects.filter(day__gte=on, day__lte=on + _MEETS_WITHIN)
        found = ahead.filter(body_id__in=among(access.body_ids)).order_by("day", "pk").first()
        return (str(found) if found is not None else "",)

    if told is None:
        return find()[0]
    made_of = told.get((marks.MEETINGS, 0), 0)
    return kept_or(key_of("meeting", made_of, access.body_ids, on), find)[0]
