"""The trees bodies stand in, as they stood on a day: Party, State, Front and mass organisations, the centre.

A body stands under one parent and may stand in a second tree too (`BodyLink`): a sở below its People's
Committee, and below the Party committee of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy

from dondoc.text.normalize import search_key
from dondoc.web.accounts.access import Access, Action
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
    """A body where it stands in a tree; `second`: its own place is in another tree."""

    body: Body
    depth: int
    second: bool = False


def existing(on: date) -> Q:
    """Bodies that exist on the day."""
    return (Q(valid_from=None) | Q(valid_from__lte=on)) & (Q(valid_to=None) | Q(valid_to__gte=on))


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
    bodies = Body.objects.filter(pk__in=known).exclude(hidden).order_by("sort_key", "pk")
    begun = Q(valid_from=None) | Q(valid_from__lte=on)
    rows = list(bodies.filter(begun if ended else existing(on)))
    kinds = TREES[kind][1] if kind in TREES else None
    if text.strip():
        words = search_key(text).split()
        found = [body for body in rows if all(word in body.folded for word in words)]
        return [Node(body, 0) for body in found if kinds is None or body.kind in kinds]
    by_pk = {body.pk: body for body in rows}
    parent = {body.pk: body.parent_id for body in rows}
    second: dict[int, list[Body]] = {}
    for link in links_on(on).order_by("pk"):
        if link.body_id not in by_pk:
            continue
        if link.instead:
            parent[link.body_id] = link.parent_id
        else:
            second.setdefault(link.parent_id, []).append(by_pk[link.body_id])
    inside = {pk for pk, body in by_pk.items() if kinds is None or body.kind in kinds}
    below: dict[int | None, list[Body]] = {}
    for body in rows:
        if body.pk in inside:
            above = parent[body.pk]
            below.setdefault(above if above in inside else None, []).append(body)
    nodes: list[Node] = []
    roots = sorted(below.get(None, []), key=lambda body: body.kind != BodyKind.PROVINCE)  # one's own first
    waiting = [Node(body, 0) for body in reversed(roots)]
    while waiting:
        node = waiting.pop()
        nodes.append(node)
        if node.second:
            continue
        under = [(body, False) for body in below.get(node.body.pk, [])]
        under += [(body, True) for body in second.get(node.body.pk, []) if kinds is not None]
        waiting += [Node(body, node.depth + 1, twice) for body, twice in reversed(under)]
    return nodes


def names_on(bodies: Iterable[Body], on: date) -> dict[int, str]:
    """What bodies were called on a day, where it was not what they are called now; one query."""
    rows = (
        BodyName.objects.filter(body__in=[body.pk for body in bodies], valid_to__gte=on)
        .filter(Q(valid_from=None) | Q(valid_from__lte=on))
        .order_by("-valid_to", "-pk")
    )
    return {row.body_id: row.name for row in rows}


def places(body: Body) -> QuerySet[BodyLink]:
    """Where else the body stands or stood, newest first."""
    return (
        BodyLink.objects.filter(body=body, withdrawn_at=None)
        .select_related("parent")
        .order_by("-valid_from", "-pk")
    )
