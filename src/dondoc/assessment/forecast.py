"""Where a series will be at the end of a period, with an interval; or why nothing can be said.

    36 months of revenue, nine of them of this year  →  the year's sum, from … to … in eight of ten cases
    seven months                                     →  no forecast: too short

A statistical forecast is a statement about the past going on, not a verdict and not a plan; it is shown only
where the office switched it on. Exponential smoothing in its state space form, by statsmodels (decision
0021), on what is left after the months' own pattern is taken out. Numbers become floats here and nowhere
near a verdict; how often the interval held on series it had not seen stands in docs/algorithms/forecast.md.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from importlib.util import find_spec
from math import sqrt
from typing import Any

TESTED = 12  # steps a year of the series its interval was seen to hold on: months
YEARS_NEEDED = 3  # of steps, so that each month was seen at least three times
YEARS_USED = 8  # older ones say little about what comes
PATHS = 2000
SEED = 20_26  # the same series gives the same forecast
METHOD = "ETS(A,Ad,N)"


@dataclass(frozen=True, slots=True)
class Forecast:
    """What the whole period will come to if the past goes on."""

    value: Decimal
    low: Decimal
    high: Decimal
    level: Decimal  # share of cases in which the interval should hold: 0.8
    steps: int  # how many figures it was made from
    left: int  # how many are still to come
    method: str = METHOD


@dataclass(frozen=True, slots=True)
class NoForecast:
    """No forecast is an answer.

    `too_short`, `no_variation`, `nothing_left`, `no_fit`; `not_monthly` of quarters and years, on which the
    interval did not hold; `not_installed` where the extra is missing.
    """

    reason: str
    need: int = 0
    have: int = 0


def forecast(
    steps: Sequence[Decimal],
    *,
    season: int,
    left: int,
    so_far: Decimal | None = None,
    decimals: int = 0,
    level: Decimal = Decimal("0.8"),
    untested: bool = False,
) -> Forecast | NoForecast:
    """The sum of a period, or the level at its end.

    Args:
        steps: One figure a month or quarter, in order, without a gap, each of that step alone, until now.
        season: How many steps a year has: 12, 4; 1 for yearly figures.
        left: How many steps of the period are still to come.
        so_far: What the period has come to until now, to which the steps to come are added; None: the
            answer is the last step's own level.
        decimals: Digits of the answer.
        level: How often the interval should hold.
        untested: Also for steps on which the interval was not seen to hold; for the back-test.
    """
    if season != TESTED and not untested:
        return NoForecast("not_monthly")
    need = YEARS_NEEDED * season if season > 1 else 10
    used = [float(one) for one in steps[-YEARS_USED * season if season > 1 else -30 :]]
    if left < 1:
        return NoForecast("nothing_left")
    if len(used) < need:
        return NoForecast("too_short", need, len(used))
    if len(set(used)) < 3:
        return NoForecast("no_variation", 3, len(set(used)))
    if find_spec("statsmodels") is None:
        return NoForecast("not_installed")
    paths = _paths(used, season, left)
    if paths is None:
        return NoForecast("no_fit")
    ends = paths.sum(axis=0) + float(so_far) if so_far is not None else paths[-1]
    return _summed(ends, level, decimals, len(used), left)


def _summed(ends: Any, level: Decimal, decimals: int, steps: int, left: int) -> Forecast:
    import numpy as np

    tail = (1 - float(level)) / 2
    low, middle, high = np.quantile(ends, [tail, 0.5, 1 - tail])
    unit = Decimal(1).scaleb(-decimals)

    def told(value: float) -> Decimal:
        return Decimal(repr(float(value))).quantize(unit, ROUND_HALF_UP)

    return Forecast(told(middle), told(low), told(high), level, steps, left)


def _paths(used: Sequence[float], season: int, left: int) -> Any | None:
    """Simulated ways on, one a column; None where the model does not fit."""
    import numpy as np
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel

    values = np.asarray(used)
    logged = bool((values > 0).all())
    if logged:
        values = np.log(values)
    pattern = _pattern(values, season)
    rest = values - np.resize(pattern, len(values)) if season > 1 else values
    scale = float(rest.std()) or 1.0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of convergence; a fit that fails shows in what it gives
        try:
            fitted = ETSModel(
                rest / scale, error="add", trend="add", damped_trend=True, initialization_method="estimated"
            ).fit(disp=False, maxiter=200)
            ways = np.asarray(
                fitted.simulate(left, anchor="end", repetitions=PATHS, rng=np.random.default_rng(SEED))
            ).reshape(left, PATHS)
        except (ValueError, np.linalg.LinAlgError):
            return None
    if not np.isfinite(ways).all():
        return None
    # A model of few figures is surer of itself than it may be: its spread is widened by what it estimated.
    middle = np.median(ways, axis=1, keepdims=True)
    estimated = 5 + (season - 1)  # smoothing, damping, start, and the season's own
    ways = middle + (ways - middle) * sqrt((len(used) + estimated) / (len(used) - estimated))
    ways = ways * scale
    if season > 1:
        ahead = [pattern[(len(used) + n) % season] for n in range(left)]
        ways = ways + np.asarray(ahead)[:, None]
    return np.exp(ways) if logged else ways


def _pattern(values: Any, season: int) -> Any:
    """How each step of the year differs from the year around it, around 0."""
    import numpy as np

    if season < 2:
        return np.zeros(1)
    weights = np.full(season, 1 / season)
    if season % 2 == 0:
        weights = np.concatenate([[0.5], np.ones(season - 1), [0.5]]) / season
    trend = np.convolve(values, weights, mode="valid")
    first = len(weights) // 2
    off = values[first : first + len(trend)] - trend
    where = (np.arange(len(trend)) + first) % season
    found = np.asarray([off[where == step].mean() for step in range(season)])
    return found - found.mean()
