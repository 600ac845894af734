"""Back-test of the forecast: how near it comes and how often its interval holds, on series it did not see.

    python bench/forecast.py            prints the table of docs/algorithms/forecast.md

The method and its settings were chosen on monthly carbon dioxide and quarterly Danish money (statsmodels'
`co2`, `danish_data`). The series counted here were not looked at for that: monthly employment by industry
and quarterly accounts, both public, and a sea temperature with a strong season. Each is asked for the whole
of a year with some of its months known, once a year, with nothing later than that day in hand.
"""

from __future__ import annotations

import argparse
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from dondoc.assessment.forecast import Forecast, forecast

warnings.simplefilter("ignore")
Series = tuple[str, int, list[float]]  # name, steps a year from January, values


@dataclass
class Tally:
    """What became of the forecasts of one group."""

    asked: int = 0
    given: int = 0
    held: int = 0
    missed: float = 0.0  # sum of |forecast − actual| ÷ |actual|
    naive: float = 0.0  # the same of last year's remaining steps, scaled by how this year has gone

    def line(self, name: str) -> str:
        """A row of the page's table."""
        shown = self.given or 1
        return (
            f"| {name} | {self.asked} | {self.given} | {self.held} | {100 * self.held / shown:.1f} % | "
            f"{100 * self.missed / shown:.2f} % | {100 * self.naive / shown:.2f} % |"
        )


def chosen_on() -> Iterator[Series]:
    """The series the method was chosen on."""
    import statsmodels.api as sm

    monthly = sm.datasets.co2.load_pandas().data["co2"].resample("MS").mean().interpolate()
    monthly = monthly[monthly.index.year >= 1959]
    yield "co2", 12, [float(one) for one in monthly]
    money = sm.datasets.danish_data.load_pandas().data
    for name in ("lrm", "lry"):
        yield name, 4, [float(one) for one in money[name]]


def unseen() -> Iterator[tuple[str, Series]]:
    """(group, series) that had no part in choosing."""
    import statsmodels.api as sm
    from vega_datasets import local_data

    jobs = local_data.us_employment()
    for name in jobs.columns:
        if name not in ("month", "nonfarm_change"):
            yield "employment, monthly", (name, 12, [float(one) for one in jobs[name]])
    accounts = sm.datasets.macrodata.load_pandas().data
    for name in ("realgdp", "realcons", "realinv", "realgovt", "realdpi", "m1", "cpi"):
        yield "accounts, quarterly", (name, 4, [float(one) for one in accounts[name]])
    sea = sm.datasets.elnino.load_pandas().data.drop(columns="YEAR").to_numpy().ravel()
    yield "sea temperature, monthly", ("elnino", 12, [float(one) for one in sea])


def ask(series: Series, known: int, tally: Tally, *, window: int) -> None:
    """Every year of a series in turn, with `known` of its steps told."""
    _name, season, values = series
    for year in range(3, len(values) // season):
        start = year * season
        now = start + known
        history = values[max(0, now - window * season) : now]
        actual = sum(values[start : start + season])
        so_far = sum(values[start:now])
        made = forecast(
            [Decimal(str(one)) for one in history], season=season, left=season - known,
            so_far=Decimal(str(so_far)), decimals=6, untested=True,
        )  # fmt: skip
        tally.asked += 1
        if not isinstance(made, Forecast):
            continue
        tally.given += 1
        tally.held += made.low <= Decimal(str(actual)) <= made.high
        tally.missed += abs(float(made.value) - actual) / abs(actual)
        before = values[start - season : start]
        scaled = so_far + sum(before[known:]) * so_far / sum(before[:known])
        tally.naive += abs(scaled - actual) / abs(actual)


def tested(groups: Sequence[tuple[str, Series]], window: int) -> dict[str, Tally]:
    """One tally a group and share of the year known."""
    found: dict[str, Tally] = {}
    for group, series in groups:
        for quarter, words in ((1, "3 of 12 months"), (2, "6 of 12 months"), (3, "9 of 12 months")):
            tally = found.setdefault(f"{group}, {words} known", Tally())
            ask(series, series[1] * quarter // 4, tally, window=window)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chosen", action="store_true", help="on the series the method was chosen on")
    parser.add_argument("--window", type=int, default=5, help="years of history in hand")
    parser.add_argument(
        "--tiny", action="store_true", help="a few years of one series: whether it still runs"
    )
    given = parser.parse_args()
    groups = [("chosen on", one) for one in chosen_on()] if given.chosen else list(unseen())
    if given.tiny:
        groups = [
            (group, (name, season, values[: 5 * season])) for group, (name, season, values) in groups[:1]
        ]
    print("| series | asked | forecasts | held | coverage of 80 % | mean error | naive error |")
    print("|---|---|---|---|---|---|---|")
    whole = Tally()
    for name, tally in tested(groups, given.window).items():
        print(tally.line(name))
        for field in ("asked", "given", "held", "missed", "naive"):
            setattr(whole, field, getattr(whole, field) + getattr(tally, field))
    print(whole.line("all"))


if __name__ == "__main__":
    main()
