"""From rows of the register to what the core judges: a version becomes a `Promise`, figures `Result`s.

All numbers of one target are in one unit: the indicator's, or where its own could not be converted, the one
it was printed in, and then only figures printed in that unit count.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from django.db.models import Q
from django.utils import timezone

from dondoc.assessment.figures import Told, standing_figure
from dondoc.records.plan import (
    MICRO_DECIMALS,
    Comparator,
    Direction,
    Nature,
    ObservationStatus,
    Period,
    Scaled,
    TimeRule,
    from_micro,
)
from dondoc.records.verdict import PlanStep, Promise, Result
from dondoc.web.plans.models import PathKind, PlanPoint, Target, TargetVersion
from dondoc.web.results.models import Observation

Series = tuple[int, int, str]  # indicator, body, measure
_RELATIVE = ("share", "attainment", "ratio")
_RATES = ("%", "‰", "điểm %")
_COLUMNS = (
    "pk", "indicator_id", "body_id", "measure", "period", "period_start", "period_end", "status", "mantissa",
    "decimals", "micro", "unit", "direction",
)  # fmt: skip
_FEW = 20  # targets whose figures are read with their days at once
_WHEN = ("as_of", "known_on", "document__date", "created_at", "corrected_on", "withdrawn_at")


@dataclass(frozen=True, slots=True)
class When:
    """When a figure was told, and when taken back: what chooses between several of one period."""

    as_of: date | None
    known_on: date | None
    document_date: date | None
    created_at: datetime
    corrected_on: date | None
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as kept, without the rest of its row: scoreboards read thousands."""

    pk: int
    indicator_id: int
    body_id: int
    measure: str
    period: str
    period_start: date
    period_end: date
    status: str
    mantissa: int
    decimals: int
    micro: int | None
    unit: str
    direction: str
    when: When | None = None  # only where there may be others of its period

    def told(self) -> Told:
        """As `results.figures.told` says it of a row."""
        when = self.when
        assert when is not None
        gone = when.corrected_on
        if when.withdrawn_at is not None:
            withdrawn = timezone.localdate(when.withdrawn_at)
            gone = min(gone, withdrawn) if gone else withdrawn
        known = when.known_on or when.document_date or timezone.localdate(when.created_at)
        return Told(self.pk, ObservationStatus(self.status), when.as_of, known, gone)


FiguresTold = dict[tuple[Series, str], list[Figure]]


def figures_for(targets: Sequence[Target], *, known_by: date | None = None) -> dict[Series, list[Figure]]:
    """The figure that stands for each period of targets' series, in one query.

    Two where the targets are many and some figures were told twice.

    What only press or a draft tells is left out: it waits for its document. With `known_by`, those that stood
    by what had been told until that day.
    """
    return standing_of(figures_told(targets, gone_too=known_by is not None), known_by=known_by)


def figures_told(targets: Sequence[Target], *, gone_too: bool) -> FiguresTold:
    """All figures by series and period; `gone_too` those that were corrected or taken back."""
    if not targets:
        return {}
    rows = Observation.objects.filter(
        indicator__in={one.indicator_id for one in targets},
        body__in={one.body_id for one in targets},
        period_end__gte=min(one.period_start for one in targets),
        period_start__lte=max(one.period_end for one in targets),
        awaiting_document=False,
        out_of_mantissa=None,
    ).exclude(base__in=("plan", "country", "region"))
    # “tăng 19,3% so với năm 2022 (1.940 triệu USD)”: the number in brackets is the earlier year's
    rows = rows.exclude(~Q(base=""), measure="level").order_by("period_end", "pk")
    if not gone_too:
        rows = rows.filter(withdrawn_at=None, corrected_on=None)
    if gone_too or len(targets) <= _FEW:
        n = len(_COLUMNS)
        return _by_period(
            replace(Figure(*row[:n]), when=When(*row[n:])) for row in rows.values_list(*_COLUMNS, *_WHEN)
        )
    found = _by_period(Figure(*row) for row in rows.values_list(*_COLUMNS))
    several = {key: group for key, group in found.items() if len(group) > 1}
    if several:  # the days of the few that contradict one another, not of thousands
        keys = [one.pk for group in several.values() for one in group]
        dated = Observation.objects.filter(pk__in=keys).values_list("pk", *_WHEN)
        when = {row[0]: When(*row[1:]) for row in dated}
        for key, group in several.items():
            found[key] = [replace(one, when=when[one.pk]) for one in group if one.pk in when]
    return found


def _by_period(figures: Iterable[Figure]) -> FiguresTold:
    found: FiguresTold = defaultdict(list)
    for one in figures:
        found[(one.indicator_id, one.body_id, one.measure), one.period].append(one)
    return found


def standing_of(by_period: FiguresTold, *, known_by: date | None = None) -> dict[Series, list[Figure]]:
    """The figure that stands for each period, today or by what was known on a day."""
    found: dict[Series, list[Figure]] = defaultdict(list)
    for (series, _period), group in by_period.items():
        if known_by is None and len(group) == 1:
            found[series].append(group[0])
            continue
        standing = standing_figure((one.told() for one in group), known_by=known_by)
        found[series] += [one for one in group if standing is not None and one.pk == standing.key]
    return found


def series_of(target: Target) -> Series:
    return target.indicator_id, target.body_id, target.measure


# --- what was promised -----------------------------------------------------------------------------------


def says_ratio(target: Target) -> bool:
    """Whether "x % of plan" says something: of amounts and counts, not of rates and ranks."""
    amount = target.indicator.nature in (Nature.FLOW, Nature.STOCK, Nature.ANNUAL)
    return target.measure == "level" and amount and not target.indicator.unit.startswith(_RATES)


def promised_fall(target: Target) -> bool:
    """Whether the target is how much something has to fall: the more the better."""
    return target.measure == "change" and target.indicator.direction == Direction.LOWER


def promise_of(version: TargetVersion, points: Iterable[PlanPoint] = ()) -> Promise:
    """A version as it is judged; its `target` with `indicator` has to be at hand.

    Args:
        version: The number of one document.
        points: Of its plan path and milestones, any order, with their `path`.
    """
    target, indicator = version.target, version.target.indicator
    comparator, direction = Comparator(version.comparator), Direction(indicator.direction)
    nature, time_rule = Nature(indicator.nature), target.rules[0]
    if target.measure == "change":
        nature, time_rule, direction = Nature.GROWTH, TimeRule.OWN, Direction.HIGHER
        if promised_fall(target) and comparator is Comparator.AT_MOST:
            comparator = Comparator.AT_LEAST  # "giảm 0,7 điểm" is a fall of at least so much
    elif target.measure in _RELATIVE:
        nature, time_rule = Nature.STOCK, TimeRule.MOMENT
    elif target.measure == "rank":
        nature, time_rule, direction = Nature.RANK, TimeRule.LAST, Direction.LOWER
    own = in_own_unit(version)
    low, high = version.value, version.value_max
    if not own and version.micro is not None:
        low = from_micro(version.micro)
        high = None if version.micro_max is None else from_micro(version.micro_max)
    return Promise(
        period=Period(target.period_start, target.period_end),
        comparator=comparator,
        low=low,
        high=high,
        decimals=max(version.decimals, version.decimals_max) if own else _digits(low),
        direction=direction,
        nature=nature,
        time_rule=time_rule,
        ratio=says_ratio(target),
        path=_path(time_rule, nature, points, own=own),
        unit=version.unit if own else indicator.unit,
    )  # fmt: skip


def in_own_unit(version: TargetVersion) -> bool:
    """Whether it is judged in the unit printed: that is the indicator's, or nothing converts it."""
    return version.micro is None or version.micro == Scaled(version.mantissa, version.decimals).micro()


def _digits(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _path(
    time_rule: TimeRule, nature: Nature, points: Iterable[PlanPoint], *, own: bool
) -> tuple[PlanStep, ...]:
    """What should have been reached at the end of each step; a path goes before milestones."""
    by_kind: dict[str, list[PlanPoint]] = defaultdict(list)
    for point in points:
        by_kind[point.path.kind].append(point)
    kind = PathKind.PATH if by_kind[PathKind.PATH] else PathKind.MILESTONES
    chosen = sorted(by_kind[kind], key=lambda one: one.period_end)
    if not chosen or (nature is Nature.GROWTH and not chosen[0].path.cumulative):
        return ()  # a quarter's own growth says nothing of the year so far
    adds = kind == PathKind.PATH and time_rule is TimeRule.YTD and not chosen[0].path.cumulative
    steps, reached = [], Decimal(0)
    for point in chosen:
        if not own and point.micro is None:
            return ()
        value = point.value if own else from_micro(point.micro or 0)
        reached = reached + value if adds else value
        steps.append(PlanStep(point.period_end, reached))
    return tuple(steps)


def results_of(version: TargetVersion, figures: Iterable[Figure]) -> list[Result]:
    """Figures of the target's series as they are held against this version, in the same unit."""
    fall, own_unit = promised_fall(version.target), version.micro is None
    good_way = "down" if fall else "up"
    signed = version.target.measure == "change"
    found = []
    for one in figures:
        digits = one.decimals
        if own_unit:
            if one.unit != version.unit:
                continue
            value = _decimal(one.mantissa, digits)
        elif one.micro is None:
            continue
        elif one.mantissa * 10**MICRO_DECIMALS == one.micro * 10**digits:
            value = _decimal(one.mantissa, digits)
        else:
            value, digits = from_micro(one.micro), MICRO_DECIMALS
        if signed and one.direction and one.direction != good_way:
            value = -value
        period = _period(one.period_start, one.period_end)
        found.append(Result(value, period, digits, _STATUSES[one.status], one.pk))
    return found


_STATUSES = {one.value: one for one in ObservationStatus}
_period = lru_cache(maxsize=4_096)(Period)  # of thousands of figures there are a few dozen


def _decimal(mantissa: int, decimals: int) -> Decimal:
    return Decimal(mantissa).scaleb(-decimals) if decimals else Decimal(mantissa)


def points_of(versions: Iterable[int]) -> dict[int, list[PlanPoint]]:
    """The standing path points of versions, in one query."""
    found: dict[int, list[PlanPoint]] = defaultdict(list)
    rows = PlanPoint.objects.filter(path__version__in=list(versions), path__withdrawn_at=None)
    for point in rows.select_related("path").order_by("period_end", "pk"):
        found[point.path.version_id].append(point)
    return found
