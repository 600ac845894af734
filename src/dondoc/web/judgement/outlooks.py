"""Where a target will end, as its page shows it: estimate, pace, scenarios, forecast; never mixed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from django.db.models import Prefetch

from dondoc.assessment.forecast import Forecast, NoForecast, forecast
from dondoc.assessment.outlook import (
    GrowthPace,
    StepPace,
    growth_pace,
    monthly,
    months_between,
    step_pace,
    term_with,
)
from dondoc.records.plan import TimeRule
from dondoc.records.verdict import Promise, Result
from dondoc.web.accounts.access import Access
from dondoc.web.judgement.models import ForecastSwitch, Scenario, ScenarioStep
from dondoc.web.judgement.promises import Figure, figures_for, promise_of, results_of, series_of
from dondoc.web.judgement.selectors import ScoreRow
from dondoc.web.plans.models import Target, TargetVersion
from dondoc.web.plans.selectors import observations_seen, target_rows, targets_seen
from dondoc.web.results.models import Observation


@dataclass(frozen=True, slots=True)
class Published:
    """An official figure with who published it."""

    figure: Observation
    by: str


@dataclass(frozen=True, slots=True)
class ScenarioLine:
    """One step of a scenario beside what came of it."""

    step: ScenarioStep
    actual: Decimal | None
    holds: bool | None  # whether the result is at or above the step's lower end; None without one


@dataclass(frozen=True, slots=True)
class ScenarioShown:
    scenario: Scenario
    lines: list[ScenarioLine]


@dataclass(frozen=True, slots=True)
class Forward:
    """What the whole term comes to if a target for the years left is made."""

    target: Target
    version: TargetVersion
    rate: Decimal
    term: Decimal


@dataclass(frozen=True, slots=True)
class Outlook:
    """All that a target's page says about its end."""

    estimate: Published | None
    pace: StepPace | None
    growth: GrowthPace | None
    sources: list[Published]  # of the growth's stretches
    forward: list[Forward]
    scenarios: list[ScenarioShown]
    switch: ForecastSwitch | None


def published(figure: Observation) -> Published:
    """Who published a figure: the issuer of its document, else who told it."""
    document = figure.document
    by = document.issuer_as_written or str(document) if document else figure.source_words
    return Published(figure, by or str(figure.created_by))


def outlook_of(
    access: Access, row: ScoreRow, *, as_of: date, told: Sequence[Result] | None = None
) -> Outlook:
    """Estimate, pace and scenarios of a target on a day; at most nine queries.

    Args:
        access: The reader.
        row: The verdict.
        as_of: The day.
        told: The figures that stand today, where the caller has read them.
    """
    target, promise = row.target, row.promise
    if told is None:
        told = results_of(row.version, figures_for([target]).get(series_of(target), ()))
    growth = growth_pace(promise, told, as_of=as_of)
    keys = [one.key for one in growth.done if one.key is not None] if growth else []
    estimate = row.expected.result if row.expected else None
    if estimate is not None and estimate.key is not None:
        keys.append(estimate.key)
    found = {
        one.pk: one
        for one in observations_seen(access).filter(pk__in=keys).select_related("document", "created_by")
    }
    own = found.get(estimate.key or 0) if estimate else None
    running = promise.period.end >= as_of
    return Outlook(
        published(own) if own else None,
        step_pace(promise, row.judgement.result) if running else None,
        growth,
        [published(found[one.key]) for one in growth.done if one.key in found] if growth else [],
        _forward(access, target, growth),
        _scenarios(target, told),
        ForecastSwitch.objects.filter(indicator=target.indicator_id, switched_off_at=None)
        .select_related("switched_on_by")
        .first(),
    )


def _forward(access: Access, target: Target, growth: GrowthPace | None) -> list[Forward]:
    """Targets of the same indicator for just the years that are left."""
    if growth is None:
        return []
    rest = growth.years_left
    same = targets_seen(access).filter(
        indicator=target.indicator_id, body=target.body_id, measure=target.measure,
        period_start=rest.start, period_end=rest.end,
    )  # fmt: skip
    years = rest.end.year - rest.start.year + 1
    found = []
    for one in target_rows(access, list(same.select_related("indicator", "body"))):
        rate = promise_of(one.version).low
        term = term_with(growth.done, rate, years, decimals=2)
        found.append(Forward(one.target, one.version, rate, term))
    return found


def _scenarios(target: Target, told: Iterable[Result]) -> list[ScenarioShown]:
    by_period = {str(one.period): one.value for one in told}
    rows = (
        Scenario.objects.filter(target=target, withdrawn_at=None)
        .select_related("document", "entered_by")
        .prefetch_related(Prefetch("steps", ScenarioStep.objects.order_by("period_end", "pk")))
    )
    return [ScenarioShown(one, [_line(step, by_period) for step in one.steps.all()]) for one in rows]


def _line(step: ScenarioStep, told: dict[str, Decimal]) -> ScenarioLine:
    actual = told.get(step.period)
    low = step.in_indicator_unit
    return ScenarioLine(step, actual, None if actual is None or low is None else actual >= low)


# --- the statistical forecast ----------------------------------------------------------------------------


def forecast_of(version: TargetVersion, *, as_of: date) -> Forecast | NoForecast:
    """The forecast of one target by its months; about a tenth of a second, the latest are kept."""
    target = version.target
    promise = promise_of(version)
    adds = promise.time_rule is TimeRule.YTD
    if not adds and promise.time_rule is not TimeRule.MOMENT:
        return NoForecast("not_monthly")
    rows = _whole_series(target)
    told = [one for one in results_of(version, rows) if one.period.end <= as_of]
    months = monthly(told, adds=adds)
    if not months:
        return NoForecast("too_short", 36, 0)
    left = months_between(months[-1][0].end, promise.period.end)
    inside = [value for month, value in months if month.start >= promise.period.start]
    so_far = sum(inside, Decimal(0)) if adds else None
    if adds and len(inside) < months_between_start(promise, months[-1][0].end):
        return NoForecast("too_short", 36, len(months))
    digits = min(max((one.decimals for one in told), default=0), 2)
    return _kept(tuple(value for _month, value in months), left, so_far, digits)


def months_between_start(promise: Promise, end: date) -> int:
    """How many months of the period have been told by a day."""
    return (end.year - promise.period.start.year) * 12 + end.month - promise.period.start.month + 1


@lru_cache(maxsize=512)
def _kept(months: Sequence[Decimal], left: int, so_far: Decimal | None, digits: int) -> Forecast | NoForecast:
    return forecast(months, season=12, left=left, so_far=so_far, decimals=digits)


def _whole_series(target: Target) -> list[Figure]:
    """All years of a target's series, not only its own period."""
    wide = Target(
        indicator=target.indicator, body=target.body, measure=target.measure,
        period_start=date(target.period_start.year - 8, 1, 1), period_end=target.period_end,
    )  # fmt: skip
    return figures_for([wide]).get(series_of(target), [])
