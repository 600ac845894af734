"""What a reorganisation would take with it, what one took, and who answers for a target now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, Count, F, Prefetch, Q, QuerySet, Value
from django.http import Http404

from dondoc.web.accounts.access import Access, Action, among
from dondoc.web.bodies.models import Body, Succession
from dondoc.web.bodies.selectors import bodies_seen
from dondoc.web.matters.selectors import matters_seen
from dondoc.web.obligations.selectors import obligations_seen
from dondoc.web.plans.selectors import targets_seen
from dondoc.web.plans.taskboard import tasks_seen
from dondoc.web.programmes.selectors import items_seen
from dondoc.web.projects.selectors import projects_seen
from dondoc.web.reorganisations.kinds import BY_NAME, KINDS
from dondoc.web.reorganisations.models import Part, Passage, Reorganisation, Side
from dondoc.web.reorganisations.passing import Standing
from dondoc.web.taskwork.selectors import parts_seen


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that would pass."""

    kind: str  # one of `models.THINGS`
    pk: int
    words: str
    giver: int  # the body in whose name it stands
    due: date | None


@dataclass(frozen=True, slots=True)
class Preview:
    """What would pass over. All is counted; only what the reader may see is listed."""

    rows: list[Row]
    counts: dict[str, int]  # by kind
    accounts: int  # roles held at the bodies that end: they are not moved, an administrator is told


MOST_LISTED = 300  # rows of a kind to choose for one by one; what is beyond goes where the rest goes


def preview(
    access: Access, before: Iterable[Body], ending: Iterable[Body], *, on: date, alone: bool = False
) -> Preview:
    """What stands open with these bodies, before anything is changed; two queries and one for each kind.

    `alone`: only one body takes over.
    """
    from dondoc.web.accounts.models import Grant

    # where only one takes over, what stands with a body that goes on does not move at all
    given = list(ending) if alone else list(before)
    who = Standing(given, list(ending), on)
    rows = []
    for kind in KINDS:
        seen = kind.seen(access, kind.open(who))[:MOST_LISTED]
        rows += [Row(kind.name, r.pk, kind.words(r), kind.giver(r), kind.due(r)) for r in seen]
    accounts = Grant.objects.filter(Q(valid_to=None) | Q(valid_to__gte=on), body__in=who.ending).count()
    return Preview(rows, _counts(who), accounts)


def _counts(who: Standing) -> dict[str, int]:
    """How many of each kind, seen or not: one query."""
    counted = [
        kind.open(who)
        .order_by()
        .annotate(of=Value(kind.name, CharField()))
        .values("of")
        .annotate(n=Count("pk"))
        .values_list("of", "n")
        for kind in KINDS
    ]
    return dict(counted[0].union(*counted[1:], all=True))


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
            other_count=Count(
                "passages",
                filter=Q(passages__withdrawn_at=None, passages__task=None, passages__target=None),
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
            | Q(partner__task__in=tasks_seen(access).order_by().values("pk"))
            | Q(part__in=parts_seen(access).order_by().values("pk"))
            | Q(item__in=items_seen(access).order_by().values("pk"))
            | Q(project__in=projects_seen(access).order_by().values("pk"))
            | Q(obligation__in=obligations_seen(access).order_by().values("pk"))
            | Q(matter__in=matters_seen(access).order_by().values("pk"))
            | Q(child__isnull=False)
            | Q(charge__isnull=False)
        )
        .select_related(
            "task",
            "target__indicator",
            "child",
            "partner__task",
            "part",
            "item",
            "project",
            "obligation__document",
            "matter",
            "charge__leader",
            "charge__position__person",
            "giver",
            "taker",
        )
        .order_by("pk")
    )


@dataclass(frozen=True, slots=True)
class Leftover:
    """A body that has ended and in whose name something still stands open."""

    body: Body
    tasks: int
    others: int  # parts, matters, projects, obligations
    successors: list[Succession]


def leftovers(access: Access, *, on: date) -> list[Leftover]:
    """Ended bodies of the reader's branch with something open, and who took over; four queries."""
    ids = access.bodies(Action.ORGANISE)
    ended = list(Body.objects.filter(pk__in=among(ids), valid_to__lt=on).order_by())
    counts: dict[int, dict[str, int]] = {}
    named = [
        BY_NAME[name].open(Standing(ended, ended, on)).order_by().values(whose=F(column))
        .annotate(of=Value(name, CharField()), n=Count("pk")).values_list("whose", "of", "n")
        for name, column in _STANDS_IN.items()
    ]  # fmt: skip
    for body, kind, n in named[0].union(*named[1:], all=True) if ended else ():
        counts.setdefault(body, {})[kind] = n
    bodies = Body.objects.filter(pk__in=counts).prefetch_related(
        Prefetch(
            "successions",
            Succession.objects.filter(withdrawn_at=None).select_related("successor").order_by("pk"),
            to_attr="standing_successions",
        )
    )
    return [
        Leftover(
            body,
            counts[body.pk].get("task", 0),
            sum(n for kind, n in counts[body.pk].items() if kind != "task"),
            body.standing_successions,
        )
        for body in bodies
    ]


# The column that names the body, of kinds a body that has ended must not keep.
_STANDS_IN = {
    "task": "lead", "part": "body", "item": "preparing", "project": "owner", "obligation": "body",
    "matter": "whose",
}  # fmt: skip


def sides(reorganisation: Reorganisation) -> tuple[list[Body], list[Body]]:
    """The bodies before and after, in the order they were given."""
    parts = list(reorganisation.parts.all())
    return (
        [part.body for part in parts if part.side == Side.BEFORE],
        [part.body for part in parts if part.side == Side.AFTER],
    )
