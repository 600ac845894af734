"""The trees bodies stand in, as they stood on a day: Party, State, Front and mass organisations, the centre.

A body stands under one parent and may stand in a second tree too (`BodyLink`): a sở below its People's
Committee, and below the Party committee of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy

from dondoc.text.normalize import search_key
from dondoc.web.accounts.access import Access, Action, among
from dondoc.web.bodies.models import Body, BodyKind, BodyLink, BodyName
from dondoc.web.bodies.selectors import ANOTHER_PROVINCE, NOT_OURS

TREES = {
    "party": (gettext_lazy("Đảng"), (BodyKind.PARTY,)),
    "state": (gettext_lazy("Chính quyền"), (BodyKind.STATE,)),
    "front": (gettext_lazy("Mặt trận, đoàn thể"), (BodyKind.FRONT,)),
    "central": (gettext_lazy("Trung ương"), (BodyKind.CENTRAL,)),
    "commune": (gettext_lazy("Cấp xã, cấp huyện"), (BodyKind.COMMUNE, BodyKind.DISTRICT)),
}


@dataclass(frozen=True, slots=True)
class Node:
    """Where a body stands in a tree; `second`: its own place is in another tree.

    Only its key: a tree has thousands, a page shows a hundred (`called`).
    """

    pk: int
    depth: int
    second: bool = False


def existing(on: date) -> Q:
    """Bodies that exist on the day."""
    return (Q(valid_from=None) | Q(valid_from__lte=on)) & (Q(valid_to=None) | Q(valid_to__gte=on))


def of_the_state(bodies: Mapping[int, tuple[int | None, str]]) -> bool:
    """Whether a branch begins at bodies of the State only: neither at a place nor at the Party's.

    Args:
        bodies: Each body of the branch → its parent and its kind.
    """
    tops = {kind for parent, kind in bodies.values() if parent not in bodies}
    return tops == {BodyKind.STATE}


def links_on(on: date) -> QuerySet[BodyLink]:
    """Second parents, and earlier ones, as they hold on the day."""
    return BodyLink.objects.filter(existing(on), withdrawn_at=None)


def tree(access: Access, *, on: date, kind: str = "", ended: bool = False, text: str = "") -> list[Node]:
    """The reader's bodies in the order of their tree on a day, two queries.

    Args:
        access: The reader's.
        on: The day.
        kind: One of `TREES`; "" is everything under the parent it has, without the ministries.
        ended: Those that had ended by then, too.
        text: Words of a name, without marks; found ones stand by themselves.
    """
    known = access.body_ids | access.bodies(Action.ORGANISE)
    hidden = ANOTHER_PROVINCE if kind == "central" or text.strip() else NOT_OURS
    bodies = Body.objects.filter(pk__in=among(known)).exclude(hidden).order_by("sort_key", "pk")
    begun = Q(valid_from=None) | Q(valid_from__lte=on)
    bodies = bodies.filter(begun if ended else existing(on))
    kinds = TREES[kind][1] if kind in TREES else None
    if text.strip():
        for word in search_key(text).split():
            bodies = bodies.filter(folded__contains=word)
        found = bodies if kinds is None else bodies.filter(kind__in=kinds)
        return [Node(pk, 0) for pk in found.values_list("pk", flat=True)]
    rows: list[tuple[int, int | None, str]] = list(bodies.values_list("pk", "parent_id", "kind"))
    kind_of = {pk: kind for pk, _, kind in rows}
    parent = {pk: above for pk, above, _ in rows}
    second: dict[int, list[int]] = {}
    for link in links_on(on).order_by("pk"):
        if link.body_id not in kind_of:
            continue
        if link.instead:
            parent[link.body_id] = link.parent_id
        else:
            second.setdefault(link.parent_id, []).append(link.body_id)
    inside = {pk for pk, _, kind in rows if kinds is None or kind in kinds}
    below: dict[int | None, list[int]] = {}
    for pk, _, _ in rows:
        if pk in inside:
            above = parent[pk]
            below.setdefault(above if above in inside else None, []).append(pk)
    nodes: list[Node] = []
    roots = sorted(below.get(None, []), key=lambda pk: kind_of[pk] != BodyKind.PROVINCE)  # one's own first
    waiting = [Node(pk, 0) for pk in reversed(roots)]
    while waiting:
        node = waiting.pop()
        nodes.append(node)
        if node.second:
            continue
        under = [(pk, False) for pk in below.get(node.pk, [])]
        under += [(pk, True) for pk in second.get(node.pk, []) if kinds is not None]
        waiting += [Node(pk, node.depth + 1, twice) for pk, twice in reversed(under)]
    return nodes


def called(bodies: Iterable[int], on: date) -> dict[int, tuple[Body, str]]:
    """Bodies, each with what it was called on a day: its name now, where no earlier one held; one query."""
    then = (
        BodyName.objects.filter(body=OuterRef("pk"), valid_to__gte=on)
        .filter(Q(valid_from=None) | Q(valid_from__lte=on))
        .order_by("valid_to", "pk")
        .values("name")[:1]
    )
    rows = Body.objects.filter(pk__in=bodies).order_by().annotate(then=Coalesce(Subquery(then), F("name")))
    return {body.pk: (body, body.then) for body in rows}


def places(body: Body) -> QuerySet[BodyLink]:
    """Where else the body stands or stood, newest first."""
    return (
        BodyLink.objects.filter(body=body, withdrawn_at=None)
        .select_related("parent")
        .order_by("-valid_from", "-pk")
    )
