"""Bodies × fields on the first page: who is late, whose day is near, where targets are red.

Targets and tasks stand by field; a task nobody has given a field stands in the last one. For who follows the
work of a branch (`Action.FOLLOW`): analysts, leaders, supervisors. Who follows the State's bodies alone is
shown no target of Party work (decision 0025). Kept while nothing it was made of changes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.core.cache import cache
from django.db.models import Count, Q

from dondoc.records.verdict import Signal
from dondoc.web.accounts.access import Access, Action, among
from dondoc.web.bodies.models import Body
from dondoc.web.bodies.trees import of_the_state
from dondoc.web.core import marks
from dondoc.web.core.kept import KEPT_SECONDS, key_of, may_keep
from dondoc.web.judgement import signals
from dondoc.web.plans.taskboard import DUE_SOON_DAYS, Moment, tasks_seen

MOST = 8  # bodies on the first page; the page behind it has all of them
MADE_OF = (marks.FIGURES, marks.RULES, marks.TASKS, marks.DOCUMENTS, marks.BODIES)


@dataclass(frozen=True, slots=True)
class Targets:
    """How many targets under way of one body, in one field or in all, stand how; and its overdue tasks."""

    field: str = ""
    red: int = 0
    total: int = 0
    unknown: int = 0
    going: int = 0  # neither red nor safe
    late: int = 0  # tasks it leads

    @property
    def signal(self) -> str:
        """The worst there is, of `Signal`; that nothing could be judged only where nothing could."""
        if not self.total:
            return ""
        if self.red:
            return Signal.RISK.value
        if self.unknown == self.total:
            return Signal.UNKNOWN.value
        return (Signal.UNDER_WAY if self.going else Signal.GOOD).value


@dataclass(frozen=True, slots=True)
class Line:
    """One body."""

    body: int
    name: str
    late: int  # tasks it leads
    soon: int
    targets: Targets  # of all fields
    cells: Sequence[Targets]  # by field, as the matrix has them

    @property
    def badness(self) -> tuple[int, int, str]:
        """By which the worst stands first."""
        return -(self.late + self.targets.red), -self.soon, self.name


@dataclass(frozen=True, slots=True)
class Matrix:
    """All bodies that owe something, the worst first."""

    fields: Sequence[str]  # "" last: of indicators without a field
    lines: Sequence[Line]
    as_of: datetime | None = None  # since when something shown may have changed
    changed: int = 0  # bodies shown as they were then
    missing: int = 0  # bodies whose targets nobody has judged yet
    state: bool = False  # without Party work

    @property
    def holds(self) -> bool:
        return not self.changed and not self.missing

    @property
    def first(self) -> Sequence[Line]:
        """Those of the first page."""
        return self.lines[:MOST]


def at_hand(access: Access, made_of: int, *, on: date) -> Matrix | None:
    """As kept, where nothing has changed since: no query.

    Args:
        access: The reader.
        made_of: The marks of `MADE_OF` as they are now.
        on: The day of judgement.
    """
    found: Matrix | None = cache.get(_key(access, made_of, on))
    return found


def matrix(access: Access, *, on: date) -> Matrix:
    """The matrix of a reader's branch: one query where it is kept, a few more where not.

    Args:
        access: The reader; of the bodies whose work they follow.
        on: The day of judgement.
    """
    made_of = marks.version(*MADE_OF)
    found = at_hand(access, made_of, on=on)
    if found is None:
        found = _reckoned(access, on)
        if found.holds and may_keep():
            cache.set(_key(access, made_of, on), found, KEPT_SECONDS)
    return found


def _key(access: Access, made_of: int, on: date) -> str:
    return key_of("matrix", made_of, access.bodies(Action.FOLLOW), on)


def _reckoned(access: Access, on: date) -> Matrix:
    followed = access.bodies(Action.FOLLOW)
    tasks = _tasks(access, followed, on)
    standing = signals.standing(followed, on=on)
    bodies = list(Body.objects.filter(pk__in=among(followed)).values_list("pk", "name", "parent_id", "kind"))
    state = of_the_state({pk: (parent, kind) for pk, _name, parent, kind in bodies})
    party = signals.of_party_work(followed, on=on) if state else {}
    of: dict[int, dict[str, Targets]] = {}
    for (body, name), counts in standing.counts.items():
        if left := Counter(counts) - party.get((body, name), Counter()):
            of.setdefault(body, {})[name] = _targets(name, left)
    soon: Counter[int] = Counter()
    for (body, name), (late, near) in tasks.items():
        soon[body] += near
        if late:
            cell = of.setdefault(body, {}).get(name, Targets(name))
            of[body][name] = replace(cell, late=late)
    fields = sorted({name for cells in of.values() for name in cells}, key=lambda name: (not name, name))
    owing = of.keys() | soon.keys()
    lines = []
    for body, name in ((pk, name) for pk, name, _parent, _kind in bodies if pk in owing):
        cells = [of.get(body, {}).get(one, Targets(one)) for one in fields]
        whole = _together(cells)
        lines.append(Line(body, name, whole.late, soon[body], whole, cells))
    return Matrix(
        fields,
        sorted(lines, key=lambda line: line.badness),
        standing.as_of,
        len(standing.changed),
        len(standing.missing),
        state,
    )


def _targets(name: str, counts: Mapping[str, int]) -> Targets:
    told = [counts.get(one.value, 0) for one in (Signal.RISK, Signal.UNKNOWN, Signal.UNDER_WAY)]
    return Targets(name, told[0], sum(counts.values()), *told[1:])


def _together(cells: Sequence[Targets]) -> Targets:
    return Targets(
        "",
        sum(one.red for one in cells),
        sum(one.total for one in cells),
        sum(one.unknown for one in cells),
        sum(one.going for one in cells),
        sum(one.late for one in cells),
    )


def _tasks(access: Access, followed: frozenset[int], on: date) -> dict[tuple[int, str], tuple[int, int]]:
    """By lead and field how many open tasks that bind are late, and due within `DUE_SOON_DAYS`: one query."""
    then = Moment(on)
    soon = Q(due__gte=on, due__lte=on + timedelta(days=DUE_SOON_DAYS))
    found = tasks_seen(access).filter(then.binding(), then.undone(), resolved=False)
    rows = (
        found.filter(then.late() | soon, lead_id__in=among(followed))
        .order_by()
        .values_list("lead_id", "field")
        .annotate(late=Count("pk", filter=then.late()), soon=Count("pk", filter=soon))
    )
    return {(lead, field): (late, near) for lead, field, late, near in rows if lead is not None}
