"""Which targets a periodic report lists: of several bodies' numbers the one that counts in its family."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch

from dondoc.records.plan import Period
from dondoc.web.accounts.access import Access
from dondoc.web.bodies.models import Body
from dondoc.web.papers.reported import indicators_of
from dondoc.web.plans.models import ComparatorChoice, Target, TargetVersion
from dondoc.web.plans.selectors import TargetRow, compare, targets_seen
from dondoc.web.results.models import Observation
from dondoc.writing.paper import Form

# Whose number a report of each family is held against, where several decided one.
_BASES = {
    Form.PARTY: ("committee", "congress", "council", "peoples_committee", "centre", "own"),
    Form.STATE: ("council", "peoples_committee", "committee", "congress", "centre", "own"),
}


def targets_of(
    access: Access, body: Body, form: Form, period: Period, figures: Iterable[Observation]
) -> list[TargetRow]:
    """The targets of the period's year, one an indicator, each with its figure of this period.

    Of several bodies' numbers it is the one that the reported share of the plan was reckoned against, so that
    prose and table say the same; else the one that counts in the report's family.
    """
    year = Period.parse(str(period.end.year))
    standing = TargetVersion.objects.filter(withdrawn_at=None).select_related("document")
    found = (
        targets_seen(access)
        .filter(body=body, period_start=year.start, period_end=year.end, awaiting_document=False, whole=None)
        .filter(indicator__in=indicators_of(form))
        .select_related("indicator", "body")
        .prefetch_related(Prefetch("versions", standing.order_by("decided_on", "pk"), to_attr="standing"))
    )
    order = _BASES[form]
    measured = {(one.indicator_id, one.measure): one for one in figures}
    chosen: dict[tuple[int, str], Any] = {}  # targets with their standing versions
    for target in sorted(found, key=lambda one: (order.index(one.basis), one.pk)):
        key = target.indicator_id, target.measure
        told = measured.get((target.indicator_id, "attainment"))
        if key not in chosen or (
            _reckoned_against(target, measured.get(key), told)
            and not _reckoned_against(chosen[key], measured.get(key), told)
        ):
            chosen[key] = target
    rows = []
    for target in sorted(chosen.values(), key=lambda one: (one.indicator.field or "~", one.indicator_id)):
        version = target.standing[-1]
        figure = measured.get((target.indicator_id, target.measure))
        rows.append(TargetRow(target, version, figure, compare(target, version, figure)))
    return rows


def parts_of(
    access: Access, rows: Iterable[TargetRow], figures: Iterable[Observation]
) -> dict[int, list[TargetRow]]:
    """The parts of the composite targets among these, each with its figure; no query where there is none."""
    wholes = [row.target.pk for row in rows if row.version.comparator == ComparatorChoice.ALL]
    if not wholes:
        return {}
    standing = TargetVersion.objects.filter(withdrawn_at=None).select_related("document")
    found = (
        targets_seen(access)
        .filter(whole__in=wholes)
        .select_related("indicator", "body")
        .prefetch_related(Prefetch("versions", standing.order_by("decided_on", "pk"), to_attr="standing"))
        .order_by("pk")
    )
    measured = {(one.indicator_id, one.measure): one for one in figures}
    parts: dict[int, list[TargetRow]] = defaultdict(list)
    for target in found:
        if not target.standing:
            continue
        version = target.standing[-1]
        figure = measured.get((target.indicator_id, target.measure))
        assert target.whole_id is not None
        parts[target.whole_id].append(TargetRow(target, version, figure, compare(target, version, figure)))
    return dict(parts)


def told_once(rows: list[TargetRow], parts: dict[int, list[TargetRow]], form: Form) -> list[TargetRow]:
    """A composite target and its parts, each decided alone by somebody else, are the same numbers.

    Whose number counts first in the family stays: the whole with its parts beneath it, or each alone. The
    parts of a whole that is left out go with it.
    """
    order = _BASES[form]
    alone = {_told_of(row): row for row in rows if row.target.pk not in parts}
    left: set[int] = set()
    for row in rows:
        inside = parts.get(row.target.pk, [])
        same = [alone[key] for key in map(_told_of, inside) if key in alone]
        if not inside or len(same) < len(inside):
            continue
        rank = order.index(row.target.basis)
        if all(rank < order.index(one.target.basis) for one in same):
            left |= {one.target.pk for one in same}
        else:
            left.add(row.target.pk)
            del parts[row.target.pk]
    return [row for row in rows if row.target.pk not in left]


def _told_of(row: TargetRow) -> tuple[int, str]:
    return row.target.indicator_id, row.target.measure


def _reckoned_against(target: Target, figure: Observation | None, told: Observation | None) -> bool:
    """Whether the reported share of the plan is the figure's share of this target's number, as printed."""
    if told is None or figure is None:
        return False
    found = compare(target, target.standing[-1], figure)  # type: ignore[attr-defined]
    if found is None or found.percent is None:
        return False
    return round(found.percent, told.decimals) == told.value
