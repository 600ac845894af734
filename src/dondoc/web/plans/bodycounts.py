"""What each body owes: open and late tasks it leads, and targets it answers for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from dondoc.web.accounts.access import Access
from dondoc.web.bodies.models import Body
from dondoc.web.bodies.trees import Node, called
from dondoc.web.core import marks
from dondoc.web.core.kept import kept_or, key_of
from dondoc.web.plans.selectors import targets_seen
from dondoc.web.plans.taskboard import Moment, tasks_seen
from dondoc.web.reorganisations.models import Passage


@dataclass(frozen=True, slots=True)
class BodyRow:
    """A body where it stands in a tree, with what it owes as lead."""

    body: Body
    name: str  # as it was called on the day of the tree
    depth: int
    second: bool  # it has its own place in another tree
    ended: bool
    open: int
    late: int
    targets: int


def body_rows(access: Access, nodes: Sequence[Node], *, on: date, as_of: date) -> list[BodyRow]:
    """Names on the day of the tree, counts on the day of judgement, which are kept until one changes."""
    ids = {node.pk for node in nodes}
    made_of = marks.version(marks.TASKS, marks.TARGETS, marks.DOCUMENTS)
    key = key_of("owed", made_of, access.body_ids, as_of, sorted(ids))
    tasks, targets = kept_or(key, lambda: _owed(access, ids, as_of))
    bodies = called(ids, on)
    rows = []
    for node in nodes:
        body, name = bodies[node.pk]
        open_, late = tasks.get(node.pk, (0, 0))
        rows.append(
            BodyRow(
                body,
                name,
                node.depth,
                node.second,
                body.valid_to is not None and body.valid_to < on,
                open_,
                late,
                targets[node.pk],
            )
        )
    return rows


def _owed(access: Access, ids: set[int], as_of: date) -> tuple[dict[int, tuple[int, int]], Counter[int]]:
    """By body the open and late tasks it leads, and its targets."""
    then = Moment(as_of)
    tasks = {
        row["lead"]: (row["open"], row["late"])
        for row in tasks_seen(access)
        .filter(then.binding(), lead__in=ids, resolved=False)
        .order_by()
        .values("lead")
        .annotate(
            open=Count("pk", filter=then.undone()), late=Count("pk", filter=then.undone() & then.late())
        )
    }
    seen = targets_seen(access)
    own = seen.filter(body__in=ids).order_by().values_list("body").annotate(n=Count("pk"))
    passed = Passage.objects.filter(taker__in=ids, target__in=seen.order_by().values("pk"), withdrawn_at=None)
    answered = passed.order_by().values_list("taker").annotate(n=Count("target", distinct=True))
    targets: Counter[int] = Counter()
    for pk, n in own.union(answered, all=True):
        targets[pk] += n
    return tasks, targets
