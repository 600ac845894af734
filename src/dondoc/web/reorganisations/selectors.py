"""What a reorganisation would take with it, what one took, and who answers for a target now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import BigIntegerField, Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404

from dondoc.web.accounts.access import Access, Action
from dondoc.web.bodies.models import Body, Succession
from dondoc.web.bodies.selectors import bodies_seen
from dondoc.web.plans.models import StageChoice, Target, TargetVersion, Task
from dondoc.web.plans.selectors import targets_seen
from dondoc.web.plans.taskboard import tasks_seen
from dondoc.web.reorganisations.models import Part, Passage, Reorganisation, Side


def with_answerer(targets: QuerySet[Target]) -> QuerySet[Target]:
    """Annotate `answerer`: the id of the body that answers for the target now, as a rule its own."""
    last = Passage.objects.filter(target=OuterRef("pk"), withdrawn_at=None).order_by("-pk")
    return targets.annotate(
        answerer=Coalesce(Subquery(last.values("taker")[:1]), F("body_id"), output_field=BigIntegerField())
    )


def _open_tasks() -> QuerySet[Task]:
    """Owed by somebody and confirmed done by nobody."""
    open_ones = Task.objects.filter(done_on=None, withdrawn_at=None, resolved=False)
    return open_ones.exclude(stage=StageChoice.WITHDRAWN)


def tasks_open(bodies: Iterable[Body]) -> QuerySet[Task]:
    """What these bodies lead and nobody has confirmed done."""
    return _open_tasks().filter(lead__in=list(bodies))


def targets_open(bodies: Iterable[Body], *, on: date) -> QuerySet[Target]:
    """What these bodies answer for and whose period has not ended before the day."""
    standing = TargetVersion.objects.filter(target=OuterRef("pk"), withdrawn_at=None)
    named = Q(answerer__in=[body.pk for body in bodies])
    return with_answerer(Target.objects.filter(Exists(standing), period_end__gte=on)).filter(named)


def children_open(bodies: Iterable[Body], *, on: date) -> QuerySet[Body]:
    """The subordinate bodies that exist on the day."""
    return Body.objects.filter(parent__in=list(bodies)).filter(Q(valid_to=None) | Q(valid_to__gte=on))


@dataclass(frozen=True, slots=True)
class Preview:
    """What would pass over. All is counted; only what the reader may see is listed."""

    tasks: list[Task]
    task_count: int
    targets: list[Target]
    target_count: int
    children: list[Body]
    accounts: int  # roles held at the bodies that end: they are not moved, an administrator is told


MOST_LISTED = 300  # rows to choose for one by one; what is beyond goes where the rest goes


def preview(access: Access, before: Iterable[Body], *, on: date) -> Preview:
    """What stands open with these bodies, before anything is changed; six queries."""
    from dondoc.web.accounts.models import Grant

    given = list(before)
    tasks, targets = tasks_open(given), targets_open(given, on=on)
    seen_tasks = tasks_seen(access).filter(pk__in=tasks.order_by().values("pk"))
    seen_targets = targets_seen(access).filter(pk__in=targets.order_by().values("pk"))
    return Preview(
        tasks=list(seen_tasks.select_related("lead", "document").order_by("due", "pk")[:MOST_LISTED]),
        task_count=tasks.count(),
        targets=list(
            seen_targets.select_related("indicator", "body").order_by("indicator__sort_key", "pk")[
                :MOST_LISTED
            ]
        ),
        target_count=targets.count(),
        children=list(children_open(given, on=on).order_by("sort_key", "pk")),
        accounts=Grant.objects.filter(Q(valid_to=None) | Q(valid_to__gte=on), body__in=given).count(),
    )


def reorganisations_seen(access: Access) -> QuerySet[Reorganisation]:
    """All of them, for whoever knows the bodies; how much passed is counted, undone ones stay."""
    passed = Count(
        "passages", filter=Q(passages__withdrawn_at=None, passages__task__isnull=False), distinct=True
    )
    found = (
        Reorganisation.objects.select_related("by", "undone_by")
        .prefetch_related(Prefetch("parts", Part.objects.select_related("body")))
        .annotate(
            task_count=passed,
            target_count=Count(
                "passages",
                filter=Q(passages__withdrawn_at=None, passages__target__isnull=False),
                distinct=True,
            ),
        )
        .order_by("-on", "-pk")
    )
    return found if bodies_seen(access).exists() else found.none()


def reorganisation_seen(access: Access, pk: int) -> Reorganisation:
    """One of them; Http404."""
    found = reorganisations_seen(access).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def passages_of(access: Access, reorganisation: Reorganisation) -> QuerySet[Passage]:
    """What passed, of what the reader may see; withdrawn rows too, for the trace."""
    return (
        reorganisation.passages.filter(
            Q(task__in=tasks_seen(access).order_by().values("pk"))
            | Q(target__in=targets_seen(access).order_by().values("pk"))
            | Q(child__isnull=False)
        )
        .select_related("task", "target__indicator", "child", "giver", "taker")
        .order_by("pk")
    )


@dataclass(frozen=True, slots=True)
class Leftover:
    """A body that has ended and in whose name something still stands open."""

    body: Body
    tasks: int
    successors: list[Succession]


def leftovers(access: Access, *, on: date) -> list[Leftover]:
    """Ended bodies of the reader's branch that still lead open tasks, with who took over; three queries."""
    ids = access.bodies(Action.ORGANISE)
    counts = dict(
        _open_tasks()
        .filter(lead_id__in=ids, lead__valid_to__lt=on)
        .order_by()
        .values_list("lead")
        .annotate(n=Count("pk"))
    )
    bodies = Body.objects.filter(pk__in=counts).prefetch_related(
        Prefetch(
            "successions",
            Succession.objects.filter(withdrawn_at=None).select_related("successor").order_by("pk"),
            to_attr="standing_successions",
        )
    )
    return [Leftover(body, counts[body.pk], body.standing_successions) for body in bodies]


def sides(reorganisation: Reorganisation) -> tuple[list[Body], list[Body]]:
    """The bodies before and after, in the order they were given."""
    parts = list(reorganisation.parts.all())
    return (
        [part.body for part in parts if part.side == Side.BEFORE],
        [part.body for part in parts if part.side == Side.AFTER],
    )
