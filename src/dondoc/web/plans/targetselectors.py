"""What a target's page shows besides its board row: its other bases, its parts, its way, all its figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.db.models import Case, IntegerField, Prefetch, Q, Value, When
from django.shortcuts import get_object_or_404

from dondoc.assessment.planpath import Check, path_check
from dondoc.records.plan import from_micro
from dondoc.web.accounts.access import Access, among
from dondoc.web.plans.models import PathKind, PlanPath, PlanPoint, Target, TargetVersion
from dondoc.web.plans.selectors import TargetRow, target_rows, targets_seen
from dondoc.web.results.figures import told, which_stand
from dondoc.web.results.models import Observation

KIN = 20  # other targets of the indicator that a page names
FIGURES = 400  # of one series: months of six terms with their revisions


def target_seen(access: Access, pk: int) -> Target:
    """One target with indicator, body and the composite one it is part of; Http404."""
    seen = targets_seen(access).select_related("indicator", "body", "whole__indicator")
    return get_object_or_404(seen, pk=pk)


def kin_of(access: Access, target: Target) -> list[Target]:
    """Other targets of the indicator: of the same body first, then of others, the latest first."""
    own = Case(When(body=target.body_id, then=Value(0)), default=Value(1), output_field=IntegerField())
    return list(
        targets_seen(access)
        .filter(indicator=target.indicator_id)
        .exclude(pk=target.pk)
        .select_related("body")
        .annotate(own=own)
        .order_by("own", "-period_end", "body__sort_key", "pk")[:KIN]
    )


@dataclass(frozen=True, slots=True)
class BasisRow:
    """The same target by another level's plan, and how far it is from this one."""

    row: TargetRow
    difference: Decimal | None  # its number − this one's, in the indicator's unit
    this: bool


def across_bases(access: Access, target: Target, version: TargetVersion | None) -> list[BasisRow]:
    """What each level asks of the same body for the same period; [] where only one does."""
    same = list(
        targets_seen(access)
        .filter(
            indicator=target.indicator_id, body=target.body_id, period=target.period, measure=target.measure
        )
        .select_related("indicator", "body")
        .order_by("basis", "pk")[:KIN]
    )
    if len(same) < 2:
        return []
    own = None if version is None else version.in_indicator_unit
    found = []
    for row in target_rows(access, same):
        other = row.version.in_indicator_unit
        difference = None if own is None or other is None else other - own
        found.append(BasisRow(row, difference, row.target.pk == target.pk))
    return found


def parts_of(access: Access, target: Target) -> list[TargetRow]:
    """What a composite target consists of, each with its number and latest figure."""
    parts = list(targets_seen(access).filter(whole=target).select_related("indicator", "body").order_by("pk"))
    return target_rows(access, parts) if parts else []


@dataclass(frozen=True, slots=True)
class Way:
    """A path with its steps and what they come to."""

    path: PlanPath
    points: list[PlanPoint]
    check: Check | None  # of milestones: None, they do not add up to anything

    @property
    def parts(self) -> Decimal | None:
        """What the steps come to, as a decimal for people; rounded at six digits."""
        return decimal_of(self.check.parts) if self.check else None

    @property
    def difference(self) -> Decimal | None:
        return decimal_of(self.check.difference) if self.check else None


def decimal_of(value: Fraction | None) -> Decimal | None:
    """An exact fraction for people, at most six digits behind the separator."""
    if value is None:
        return None
    made = (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal("0.000001"))
    return made.quantize(Decimal(1)) if made == made.to_integral_value() else made.normalize()


def ways_of(version: TargetVersion | None) -> dict[str, Way]:
    """The standing paths of a version by kind, in one query or two."""
    if version is None:
        return {}
    paths = version.paths.filter(withdrawn_at=None).prefetch_related(
        Prefetch("points", PlanPoint.objects.order_by("period_end", "pk"))
    )
    return {path.kind: _way(version, path) for path in paths}


def _way(version: TargetVersion, path: PlanPath) -> Way:
    points = list(path.points.all())
    if path.kind == PathKind.MILESTONES:
        return Way(path, points, None)
    time, _units = version.target.rules
    top = version.value_max
    check = path_check(
        time,
        [Fraction(point.value) for point in points],
        Fraction(version.value),
        None if top is None else Fraction(top),
        cumulative=path.cumulative,
    )
    return Way(path, points, check)


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One figure of a target's series."""

    figure: Observation
    stands: bool  # it is the one that counts for its period
    correction: Observation | None  # the one that took its place


def figures_of(access: Access, target: Target, *, known_by: date | None = None) -> list[FigureRow]:
    """Every figure of the target's indicator, body and measure, oldest period first.

    With `known_by` only what had been told by that day, and which stood then. Those taken back are shown only
    on a day when they still stood.
    """
    found = list(
        Observation.objects.filter(
            indicator=target.indicator_id,
            body=target.body_id,
            body_id__in=among(access.body_ids),
            measure=target.measure,
        )
        .filter(Q(withdrawn_at=None) if known_by is None else Q())
        .select_related("document", "created_by")
        .order_by("period_end", "period_start", "as_of", "pk")[:FIGURES]
    )
    by_key = {one.corrects_id: one for one in found if one.corrects_id is not None}
    if known_by is not None:
        found = [one for one in found if told(one).known(known_by)]
    standing = which_stand(found, known_by=known_by)
    return [FigureRow(one, one.pk in standing, by_key.get(one.pk)) for one in found]


def series_standing(rows: Sequence[FigureRow]) -> list[Observation]:
    """The figures a page draws and compares: those that are no history."""
    return [row.figure for row in rows if row.figure.corrected_on is None and row.figure.withdrawn_at is None]


def in_unit_of(version: TargetVersion, micro: int | None) -> Decimal | None:
    """A number kept in the indicator's unit, where that is the version's too."""
    same = version.in_indicator_unit is not None and version.in_indicator_unit == version.value
    return from_micro(micro) if micro is not None and same else None
