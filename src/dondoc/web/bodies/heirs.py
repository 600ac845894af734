"""Who stands today for bodies that have ended."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from dondoc.web.bodies.models import Body, Succession


def heirs_of(ended: Iterable[int], *, on: date) -> dict[int, list[Body]]:
    """The bodies that exist on a day and took over from each, through those that ended in turn; two queries.

    In the order in which they were named; an empty list where nobody took over.
    """
    asked = list(ended)
    if not asked:
        return {}
    after: dict[int, list[int]] = {}
    rows = Succession.objects.filter(withdrawn_at=None, on__lte=on).order_by("pk")
    for before, heir in rows.values_list("predecessor_id", "successor_id"):
        after.setdefault(before, []).append(heir)
    reached = {one: _reached(one, after) for one in asked}
    bodies = Body.objects.in_bulk({pk for found in reached.values() for pk in found})
    return {
        one: [body for body in map(bodies.__getitem__, found) if body.valid_to is None or body.valid_to >= on]
        for one, found in reached.items()
    }


def _reached(first: int, after: dict[int, list[int]]) -> list[int]:
    found: dict[int, None] = {}
    waiting = [first]
    while waiting:
        for heir in after.get(waiting.pop(0), ()):
            if heir not in found and heir != first:
                found[heir] = None
                waiting.append(heir)
    return list(found)
