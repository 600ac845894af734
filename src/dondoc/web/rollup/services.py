"""Making the blocks: all of them, or one indicator's when its figures change. Never a truth of its own.

    figures and targets  →  blocks, each with the version, the tree and the rules it was made of

A reader that finds a block made of something else makes it anew for itself (`selectors`); so a block that
nobody made in time is slow, never wrong.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import F, Q, QuerySet

from dondoc.assessment.rollup import Rules, YearFigures, YearTargets, year_block
from dondoc.assessment.rollupblock import Block
from dondoc.errors import RollupOverflow
from dondoc.records.plan import UnitRule
from dondoc.web.plans.models import Indicator
from dondoc.web.results.restated import rule_of
from dondoc.web.rollup.models import Rollup, YearBlock
from dondoc.web.rollup.reading import (
    Forest,
    columns_of,
    forest,
    targets_of,
    token_now,
    year_figures,
    year_ratio,
)

AT_ONCE = 16  # indicators whose blocks are held before they are written


def rules_of(indicator: Indicator) -> Rules:
    """How the indicator is added up; a ratio whose two sums nobody named is not."""
    time, _ = indicator.rules
    unit = rule_of(indicator)
    if unit is UnitRule.RATIO and not (indicator.numerator_id and indicator.denominator_id):
        unit = UnitRule.NONE
    return Rules(time, unit, {"%": 100, "‰": 1000}.get(indicator.unit[:1], 1))


def made_of(indicator: Indicator) -> str:
    """The rules in words that can be compared."""
    rules = rules_of(indicator)
    two = f"/{indicator.numerator_id}/{indicator.denominator_id}" if rules.unit is UnitRule.RATIO else ""
    return f"{rules.time.value}/{rules.unit.value}/{rules.times}{two}"


def rolled_up() -> QuerySet[Indicator]:
    """The indicators there are blocks of."""
    return Indicator.objects.filter(merged_into=None).order_by("pk")


def reckon(indicator: Indicator, place: Forest) -> dict[int, Block]:
    """An indicator's blocks by year, from its figures and targets as they are now; two to four queries.

    Raises:
        RollupOverflow: A sum is too large to be kept.
    """
    rules = rules_of(indicator)
    targets = targets_of(indicator.pk, place)
    count = place.keys.size
    years: dict[int, YearFigures] = {}
    if rules.unit is UnitRule.RATIO:
        assert indicator.numerator_id is not None
        assert indicator.denominator_id is not None
        above, below = columns_of(indicator.numerator_id, place), columns_of(indicator.denominator_id, place)
        for year in above.keys() & below.keys():
            years[year] = year_ratio(above[year], below[year], count)
    else:
        years = {year: year_figures(told, count) for year, told in columns_of(indicator.pk, place).items()}
    blocks: dict[int, Block] = {}
    for year in sorted(years):
        slots = years[year].slots
        branches = [place.on(date(year, last, monthrange(year, last)[1])) for _first, last in slots]
        owed = targets.get(year) or YearTargets.none(count)
        blocks[year] = year_block(rules, years[year], owed, branches, place.keys, blocks.get(year - 1))
    return blocks


@dataclass(slots=True)
class Made:
    """What a run wrote."""

    indicators: int = 0
    blocks: int = 0
    problems: int = 0


@transaction.atomic
def rollup_all(indicators: Iterable[Indicator] | None = None) -> Made:
    """Every block anew (of these indicators, or of all), in one transaction.

    An indicator whose sums are too large has no blocks, and says so (`Rollup.problem`).
    """
    token = token_now()
    place = forest(token)
    made = Made()
    pending: list[tuple[Indicator, dict[int, Block], str]] = []
    wanted = list(rolled_up() if indicators is None else indicators)
    kept = _kept(wanted)
    for indicator in wanted:
        try:
            pending.append((indicator, reckon(indicator, place), ""))
        except RollupOverflow as error:
            made.problems += 1
            pending.append((indicator, {}, str(error)[:300]))
        if len(pending) == AT_ONCE:
            made.blocks += _write(pending, kept, token)
            pending = []
    made.blocks += _write(pending, kept, token)
    made.indicators = len(wanted)
    return made


def refresh(indicator: int) -> Made:
    """The blocks of one indicator, and of the ratios it stands in, after its figures or targets changed.

    In the caller's transaction, which has taken the indicator's turn.
    """
    concerned = Q(pk=indicator) | Q(numerator=indicator) | Q(denominator=indicator)
    return rollup_all(rolled_up().filter(concerned))


def refresh_stale(limit: int = AT_ONCE) -> Made:
    """The blocks of some indicators whose blocks no longer hold; what a worker does between two files."""
    token = token_now()
    stale = ~Q(rollup__made=F("rollup__version")) | Q(rollup=None)
    if token is not None:
        stale |= ~Q(rollup__tree=token) | Q(rollup__tree=None)
    found = list(rolled_up().filter(stale)[:limit])
    return rollup_all(found) if found else Made()


def _kept(wanted: list[Indicator]) -> dict[int, Rollup]:
    """The row of each indicator, made where there is none. Read before the figures are: if those change
    meanwhile, what is written says that it was made of an earlier version.
    """
    keys = [one.pk for one in wanted]
    found = {one.indicator_id: one for one in Rollup.objects.filter(indicator__in=keys)}
    missing = [pk for pk in keys if pk not in found]
    if missing:
        Rollup.objects.bulk_create([Rollup(indicator_id=pk) for pk in missing], ignore_conflicts=True)
        found |= {one.indicator_id: one for one in Rollup.objects.filter(indicator__in=missing)}
    return found


def _write(
    pending: list[tuple[Indicator, dict[int, Block], str]], kept: dict[int, Rollup], token: int | None
) -> int:
    if not pending:
        return 0
    rows = [
        YearBlock(indicator=indicator, year=year, data=block.to_bytes())
        for indicator, blocks, _problem in pending
        for year, block in blocks.items()
    ]
    gone = Q()
    for indicator, blocks, _problem in pending:
        gone |= Q(indicator=indicator) & ~Q(year__in=list(blocks))
    YearBlock.objects.filter(gone).delete()
    YearBlock.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["indicator", "year"], update_fields=["data"]
    )
    states = []
    for indicator, _blocks, problem in pending:
        state = kept[indicator.pk]
        state.made, state.tree = state.version, token
        state.rules, state.problem = made_of(indicator), problem
        states.append(state)
    if len(states) == 1:
        states[0].save(update_fields=["made", "tree", "rules", "problem"])
    else:
        Rollup.objects.bulk_update(states, ["made", "tree", "rules", "problem"])
    return len(rows)
