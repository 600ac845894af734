"""What repeats something else, beside what it repeats. Nothing here decides anything; it only compares.

    tasks      columns and spans                 their events
    figures    value in the indicator's unit     the number as printed and its unit
    waiting    "chờ văn bản"                     the documents behind the row
    places     path of a body                    its parents
    rollup     blocks that claim to hold         figures, targets and the tree
    scores     n/m that claim to hold            verdicts reckoned anew
    signals    targets at risk by body           verdicts reckoned anew
    search     entries                           the rows that can be found

What is late is counted and no difference: a block made of an earlier version is never read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import BooleanField, Case, Exists, F, OuterRef, Q, QuerySet, Value, When

from dondoc.errors import RollupOverflow
from dondoc.web.bodies.models import Body
from dondoc.web.judgement import scores, signals
from dondoc.web.plans.models import PlanPoint, Target, TargetVersion, Task, TaskEvent, TaskSpan
from dondoc.web.plans.standings import differences, order_columns, refresh, refresh_order
from dondoc.web.results.models import Observation
from dondoc.web.rollup import services as rollup
from dondoc.web.rollup.models import Rollup, YearBlock
from dondoc.web.rollup.reading import forest, token_now
from dondoc.web.search.models import Entry
from dondoc.web.search.services import findable, index_all
from dondoc.web.sources.convert import micro
from dondoc.web.sources.models import Mention, StandingChoice

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that does not say what it repeats."""

    what: str  # key of `CHECKS`
    row: int
    label: str  # for people: what it is called, and what differs


@dataclass(slots=True)
class Verified:
    """What a check looked at and found."""

    looked_at: int = 0
    late: int = 0  # not wrong: to be made anew by the worker
    found: list[Difference] = field(default_factory=list)


def _chunks(rows: QuerySet[Any]) -> Iterator[list[Any]]:
    """Rows by ascending key, some hundred at a time, without holding a transaction open."""
    last = 0
    while chunk := list(rows.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        yield chunk
        last = chunk[-1].pk


def tasks() -> Verified:
    """Columns and spans of every task against its events; of an order against its parts."""
    told = Verified()
    for chunk in _chunks(Task.objects.all()):
        events: dict[int, list[TaskEvent]] = defaultdict(list)
        spans: dict[int, list[TaskSpan]] = defaultdict(list)
        for event in TaskEvent.objects.filter(task__in=chunk).order_by("id"):
            events[event.task_id].append(event)
        for span in TaskSpan.objects.filter(task__in=chunk):
            spans[span.task_id].append(span)
        for task in chunk:
            told.looked_at += 1
            if task.resolved:
                wrong = [name for name, value in order_columns(task).items() if getattr(task, name) != value]
            elif not events[task.pk] and not spans[task.pk]:
                continue  # never through the register's hands: it has only its columns
            else:
                wrong = differences(task, events[task.pk], spans[task.pk])
            if wrong:
                told.found.append(Difference("tasks", task.pk, f"{task}: {', '.join(wrong)}"))
    return told


def figures() -> Verified:
    """Every number in its indicator's unit against the number as printed."""
    told = Verified()
    units: list[tuple[QuerySet[Any], Callable[[Any], tuple[str, str]]]] = [
        (Observation.objects.select_related("indicator"), lambda row: (row.indicator.unit, row.measure)),
        (TargetVersion.objects.select_related("target__indicator"), lambda row: _of(row.target)),
        (
            PlanPoint.objects.select_related("path__version__target__indicator"),
            lambda row: _of(row.path.version.target),
        ),
    ]
    for rows, unit_of in units:
        for chunk in _chunks(rows):
            for row in chunk:
                told.looked_at += 1
                unit, measure = unit_of(row)
                top = row.value_max
                new = micro(row.value, row.unit, unit, measure)
                new_max = None if top is None else micro(top, row.unit, unit, measure)
                if (new, new_max) != (row.micro, row.micro_max):
                    label = f"{type(row).__name__} {row.value} {row.unit}: {row.micro} ≠ {new}"
                    told.found.append(Difference("figures", row.pk, label))
    return told


def _of(target: Target) -> tuple[str, str]:
    return target.indicator.unit, target.measure


_ISSUED = Q(document__standing=StandingChoice.ISSUED) | Q(document__stands_on__standing=StandingChoice.ISSUED)


def waiting() -> Verified:
    """Whether a row waits for its document, against the documents behind it; one query a table."""
    told = Verified()
    mentions = Mention.objects.filter(_ISSUED)
    said_of_target = mentions.filter(
        target_version__target=OuterRef("pk"), target_version__withdrawn_at__isnull=True
    )
    entered = TargetVersion.objects.filter(
        _ISSUED, target=OuterRef("pk"), by_hand=True, withdrawn_at__isnull=True
    )
    standing = TargetVersion.objects.filter(target=OuterRef("pk"), withdrawn_at=None)
    by_hand = Q(by_hand=True) & _ISSUED
    tables: list[tuple[QuerySet[Any], Any]] = [
        (Target.objects.filter(Exists(standing)), Q(Exists(said_of_target)) | Q(Exists(entered))),
        (
            Observation.objects.filter(withdrawn_at=None),
            Q(Exists(mentions.filter(observation=OuterRef("pk")))) | by_hand,
        ),
    ]
    for rows, issued in tables:
        told.looked_at += rows.count()
        reckoned = Case(
            When(issued, then=Value(value=False)), default=Value(value=True), output_field=BooleanField()
        )
        wrong = rows.annotate(waits=reckoned).exclude(awaiting_document=F("waits"))
        for row in wrong.select_related("indicator").order_by("pk"):
            told.found.append(Difference("waiting", row.pk, f"{type(row).__name__} {row}"))
    return told


def places() -> Verified:
    """The path of every body against its parents."""
    told = Verified()
    rows = list(Body.objects.order_by("pk").values_list("pk", "parent_id", "path", "name"))
    parent = {pk: above for pk, above, _path, _name in rows}
    for pk, _above, path, name in rows:
        told.looked_at += 1
        way: list[int] = []
        one: int | None = pk
        while one is not None and one not in way:
            way.append(one)
            one = parent.get(one)
        reckoned = "".join(f"/{key}" for key in reversed(way)) + "/"
        if path != reckoned:
            told.found.append(Difference("places", pk, f"{name}: {path} ≠ {reckoned}"))
    return told


def rolled_up() -> Verified:
    """Every block that claims to hold against the same made anew; the others are late."""
    told = Verified()
    token = token_now()
    place = forest(token)
    states = {one.indicator_id: one for one in Rollup.objects.all()}
    for indicator in rollup.rolled_up():
        state = states.get(indicator.pk)
        if state is None or (state.made, state.tree, state.rules) != (
            state.version, token, rollup.made_of(indicator)
        ):  # fmt: skip
            told.late += 1
            continue
        kept = dict(YearBlock.objects.filter(indicator=indicator).values_list("year", "data"))
        told.looked_at += len(kept)
        try:
            made = {year: block.to_bytes() for year, block in rollup.reckon(indicator, place).items()}
        except RollupOverflow:
            made = {}
        for year in sorted(made.keys() | kept.keys()):
            if bytes(kept.get(year, b"")) != made.get(year, b""):
                told.found.append(Difference("rollup", indicator.pk, f"{indicator} {year}"))
    return told


def counted() -> Verified:
    """n/m of every document whose row claims to hold against its verdicts reckoned anew."""
    looked_at, wrong = scores.differing()
    return Verified(looked_at, found=[Difference("scores", pk, f"n/m, văn bản {pk}") for pk in wrong])


def standings() -> Verified:
    """Targets at risk by body, as the leader's page has them, against verdicts reckoned anew."""
    looked_at, wrong = signals.differing()
    return Verified(
        looked_at, found=[Difference("signals", pk, f"chỉ tiêu đỏ, cơ quan {pk}") for pk in wrong]
    )


def search() -> Verified:
    """Which rows can be found against which should be; not the words they are found by."""
    told = Verified()
    kept: dict[str, set[int]] = defaultdict(set)
    for kind, row in Entry.objects.values_list("kind", "row").iterator():
        kept[kind].add(row)
    for kind, rows in findable():
        wanted = set(rows.order_by().values_list("pk", flat=True))
        told.looked_at += len(wanted)
        for pk in sorted(wanted ^ kept.pop(kind, set())):
            sign = "thiếu" if pk in wanted else "thừa"
            told.found.append(Difference("search", pk, f"{kind} {pk}: {sign}"))
    return told


CHECKS: dict[str, Callable[[], Verified]] = {
    "tasks": tasks,
    "figures": figures,
    "waiting": waiting,
    "places": places,
    "rollup": rolled_up,
    "scores": counted,
    "signals": standings,
    "search": search,
}


def repair(found: list[Difference]) -> int:
    """Make anew what only repeats; how many. Figures, waiting rows and places are for a person to look at."""
    done = 0
    for one in found:
        if one.what == "tasks":
            with transaction.atomic():
                task = Task.objects.select_for_update().get(pk=one.row)
                refresh_order(task) if task.resolved else refresh(task)
            done += 1
    wrong = {one.row for one in found if one.what == "rollup"}
    if wrong:
        rollup.rollup_all(rollup.rolled_up().filter(pk__in=wrong))
        done += len(wrong)
    done += scores.forget(one.row for one in found if one.what == "scores")
    done += signals.forget(one.row for one in found if one.what == "signals")
    if any(one.what == "search" for one in found):
        done += sum(one.what == "search" for one in found)
        index_all()
    return done
