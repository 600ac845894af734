"""What a target's page shows besides its board row: its other bases, its parts, its way, all its figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Value, When
from django.http import Http404
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


def versions_seen(access: Access, pk: int) -> list[TargetVersion]:
    """Every version of a target the reader sees, oldest first, withdrawn ones too, with it and its document.

    `is_given_out` says whether parts of its number were given to bodies.

    Raises:
        Http404: There is none that stands, or the reader does not see it.
    """
    rows = TargetVersion.objects.filter(target=pk).select_related(
        "target__indicator", "target__body", "target__whole__indicator", "document", "created_by"
    )
    parts = TargetVersion.objects.filter(allocated_from=OuterRef("pk"), withdrawn_at=None)
    rows = rows.annotate(is_given_out=Exists(parts))
    if not access.everything:
        rows = rows.filter(target__body_id__in=among(access.body_ids))
    found: list[TargetVersion] = list(rows.order_by("decided_on", "pk"))
    if all(one.withdrawn_at is not None for one in found):
        raise Http404
    for one in found:
        one.target = found[0].target
    return found


@dataclass(frozen=True, slots=True)
class BasisRow:
    """The same target by another level's plan, and how far it is from this one."""

    row: TargetRow
    difference: Decimal | None  # its number − this one's, in the indicator's unit
    this: bool


@dataclass(frozen=True, slots=True)
class Around:
    """The targets that a target's page names beside it."""

    parts: list[TargetRow]  # what a composite one consists of, each with its number and latest figure
    bases: list[BasisRow]  # what each level asks of the same body for the same period; [] where only one does
    kin: list[Target]  # others of the indicator: of the same body first, then of others, the latest first


_PART, _BASIS, _OWN, _OTHER = range(4)


def around(access: Access, target: Target, version: TargetVersion | None) -> Around:
    """Parts, bases and kin of a target: one query, three where there are parts or several bases."""
    same = Q(indicator=target.indicator_id, body=target.body_id)
    basis = same & Q(period=target.period, measure=target.measure)
    place = Case(
        When(whole=target.pk, then=Value(_PART)),
        When(basis, then=Value(_BASIS)),
        When(same, then=Value(_OWN)),
        default=Value(_OTHER),
        output_field=IntegerField(),
    )
    found: dict[int, list[Target]] = {one: [] for one in range(_OTHER + 1)}
    rows = targets_seen(access).filter(Q(indicator=target.indicator_id) | Q(whole=target.pk))
    rows = rows.select_related("indicator", "body").annotate(place=place)
    for one in rows.order_by("place", "-period_end", "body__sort_key", "pk")[: 3 * KIN]:
        found[vars(one)["place"]].append(one)
    bases = sorted(found[_BASIS], key=lambda one: (one.basis, one.pk))
    if len(bases) == 1:
        bases = []
    parts = sorted(found[_PART], key=lambda one: one.pk)
    told = {row.target.pk: row for row in target_rows(access, [*parts, *bases])} if parts or bases else {}
    own = None if version is None else version.in_indicator_unit
    others = [one for one in found[_BASIS] if one.pk != target.pk]
    return Around(
        [told[one.pk] for one in parts],
        [_basis_row(told[one.pk], own, target) for one in bases],
        [*others, *found[_OWN], *found[_OTHER]][:KIN],
    )


def _basis_row(row: TargetRow, own: Decimal | None, target: Target) -> BasisRow:
    other = row.version.in_indicator_unit
    difference = None if own is None or other is None else other - own
    return BasisRow(row, difference, row.target.pk == target.pk)


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
    """The standing paths of a version by kind, in one query."""
    if version is None:
        return {}
    points: dict[int, list[PlanPoint]] = {}
    rows = PlanPoint.objects.filter(path__version=version, path__withdrawn_at=None).select_related("path")
    for point in rows.order_by("path", "period_end", "pk"):
        points.setdefault(point.path_id, []).append(point)
    return {steps[0].path.kind: _way(version, steps[0].path, steps) for steps in points.values()}


def _way(version: TargetVersion, path: PlanPath, points: list[PlanPoint]) -> Way:
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
