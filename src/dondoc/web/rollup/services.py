"""Making the blocks: all of them, or one indicator's when its figures change. Never a truth of its own.

    figures and targets  →  blocks, each with the version, the tree and the rules it was made of

A reader that finds a block made of something else makes it anew for itself (`selectors`); so a block that
nobody made in time is slow, never wrong.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet

from dondoc.assessment.rollup import Rules, YearFigures, YearTargets, with_growth, year_block
from dondoc.assessment.rollupblock import Block
from dondoc.errors import RollupOverflow
from dondoc.records.plan import UnitRule
from dondoc.web.core.statements import asked_ahead, repeated
from dondoc.web.plans.models import Indicator
from dondoc.web.plans.unitrules import rule_of
from dondoc.web.rollup.models import Rollup, YearBlock
from dondoc.web.rollup.reading import (
    Ahead,
    Column,
    Forest,
    columns_of,
    forest,
    targets_of,
    token_now,
    year_figures,
    year_ratio,
)

AT_ONCE = 16  # indicators whose blocks are held before they are written
AHEAD = 3  # indicators whose figures are asked for while another is added up


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


def _made_from(indicator: Indicator) -> list[int]:
    """Whose figures an indicator is made of."""
    if rules_of(indicator).unit is not UnitRule.RATIO:
        return [indicator.pk]
    assert indicator.numerator_id is not None
    assert indicator.denominator_id is not None
    return [indicator.numerator_id, indicator.denominator_id]


def reckon(indicator: Indicator, place: Forest, ahead: Ahead | None = None) -> dict[int, Block]:
    """An indicator's blocks by year, from its figures and targets as they are now; two to four queries.

    `ahead` has those that were asked for beforehand.

    Raises:
        RollupOverflow: A sum is too large to be kept.
    """
    figures = _figures(indicator, _Columns(place, ahead=ahead))
    targets = targets_of(indicator.pk, place, rows=ahead.targets(indicator.pk) if ahead else None)
    blocks: dict[int, Block] = {}
    for year in sorted(figures):
        blocks[year] = _block(indicator, place, year, figures[year], targets, blocks.get(year - 1))
    return blocks


@dataclass(slots=True)
class _Columns:
    """What was told, of all years or of one, each indicator read once: a ratio is made of two others."""

    place: Forest
    year: int | None = None
    ahead: Ahead | None = None
    _read: dict[int, dict[int, list[Column]]] = field(default_factory=dict)

    def of(self, indicator: int) -> dict[int, list[Column]]:
        """By year."""
        if indicator not in self._read:
            rows = self.ahead.figures(indicator) if self.ahead else None
            self._read[indicator] = columns_of(indicator, self.place, self.year, rows)
        return self._read[indicator]


def _figures(indicator: Indicator, columns: _Columns) -> dict[int, YearFigures]:
    count = columns.place.keys.size
    if rules_of(indicator).unit is not UnitRule.RATIO:
        return {one: year_figures(told, count) for one, told in columns.of(indicator.pk).items()}
    above, below = (columns.of(one) for one in _made_from(indicator))
    return {one: year_ratio(above[one], below[one], count) for one in above.keys() & below.keys()}


def _block(
    indicator: Indicator, place: Forest, year: int, figures: YearFigures, targets: dict[int, YearTargets],
    before: Block | None,
) -> Block:  # fmt: skip
    branches = [place.on(date(year, last, monthrange(year, last)[1])) for _first, last in figures.slots]
    owed = targets.get(year) or YearTargets.none(place.keys.size)
    return year_block(rules_of(indicator), figures, owed, branches, place.keys, before)


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
    with asked_ahead() as ask:
        ahead = Ahead(ask)
        for n, indicator in enumerate(wanted):
            for later in wanted[n : n + AHEAD] if n == 0 else wanted[n + AHEAD - 1 : n + AHEAD]:
                ahead.ask(later.pk, _made_from(later))
            try:
                pending.append((indicator, reckon(indicator, place, ahead), ""))
            except RollupOverflow as error:
                made.problems += 1
                pending.append((indicator, {}, str(error)[:300]))
            if len(pending) == AT_ONCE:
                made.blocks += _write(pending, kept, token)
                pending = []
        made.blocks += _write(pending, kept, token)
    made.indicators = len(wanted)
    return made


def refresh(indicator: int, year: int | None = None, *, kept_only: bool = False) -> Made:
    """The blocks of one indicator, and of the ratios it stands in, after its figures or targets changed.

    In the caller's transaction, which has taken the indicator's turn. With a `year`, the caller took it once
    and changed figures or targets of that year alone: what held before needs only that year anew, and the
    growth of the year after it. `kept_only`: nothing where no block of the indicator was ever made.
    """
    assert connection.in_atomic_block
    wanted, states, token = _concerned(indicator)
    if kept_only and indicator not in states:
        return Made()
    columns = _Columns(forest(token), year)
    whole, pending = [], []
    for one in wanted:
        state = states.get(one.pk)
        held = state is not None and (
            state.made == state.version - 1 and state.tree == token and state.rules == made_of(one)
        )
        blocks = _year_anew(one, columns, year) if held and year is not None else None
        if blocks is None:
            whole.append(one)
        else:
            pending.append((one, blocks, ""))
    made = rollup_all(whole) if whole else Made()
    if pending:
        made.indicators += len(pending)
        made.blocks += _write(pending, {one.pk: states[one.pk] for one, _, _ in pending}, token, whole=False)
    return made


_INDICATOR = ("id", "name", "unit", "nature", "time_rule", "unit_rule", "numerator_id", "denominator_id")
_STATE = ("id", "version", "made", "tree", "rules")
_CONCERNED = f"""SELECT {", ".join(f"i.{name}" for name in _INDICATOR)},
    {", ".join(f"r.{name}" for name in _STATE)}, (SELECT min(token) FROM rollup_treestate)
    FROM plans_indicator i LEFT JOIN rollup_rollup r ON r.indicator_id = i.id WHERE i.merged_into_id IS NULL
    AND (i.id = %s OR i.numerator_id = %s OR i.denominator_id = %s) ORDER BY i.id"""  # noqa: S608 - names of ours


def _concerned(indicator: int) -> tuple[list[Indicator], dict[int, Rollup], int | None]:
    """The indicator and the ratios it stands in, what is kept of each, the tree's token; by hand, one query.

    It is asked with every figure. The indicators have what `rules_of` looks at.
    """
    with repeated() as cursor:
        cursor.execute(_CONCERNED, [indicator, indicator, indicator])
        rows = cursor.fetchall()
    wanted, states = [], {}
    for row in rows:
        one = Indicator.from_db(connection.alias, _INDICATOR, row[: len(_INDICATOR)])
        wanted.append(one)
        state = row[len(_INDICATOR) : -1]
        if state[0] is not None:
            states[one.pk] = Rollup.from_db(connection.alias, _STATE, state)
    return wanted, states, rows[0][-1] if rows else None


def _year_anew(indicator: Indicator, columns: _Columns, year: int) -> dict[int, Block] | None:
    """The blocks that a change of a year's figures changes; None where all have to be made."""
    with repeated() as cursor:
        cursor.execute(
            "SELECT year, data FROM rollup_yearblock WHERE indicator_id = %s AND year BETWEEN %s AND %s",
            [indicator.pk, year - 1, year + 1],
        )
        kept = {one: Block.from_bytes(bytes(data)) for one, data in cursor.fetchall()}
    place = columns.place
    figures = _figures(indicator, columns).get(year)
    if year not in kept or figures is None:
        return None
    try:
        targets = targets_of(indicator.pk, place, year)
        blocks = {year: _block(indicator, place, year, figures, targets, kept.get(year - 1))}
    except RollupOverflow:
        return None
    if year + 1 in kept:
        blocks[year + 1] = with_growth(kept[year + 1], blocks[year])
    return blocks


def refresh_stale(limit: int = AT_ONCE) -> Made:
    """The blocks of some indicators whose blocks no longer hold; what a worker does between two files."""
    token = token_now()
    stale = ~Q(rollup__made=F("rollup__version")) | Q(rollup=None)
    if token is not None:
        stale |= ~Q(rollup__tree=token) | Q(rollup__tree=None)
    found = list(rolled_up().filter(stale)[:limit])
    return rollup_all(found) if found else Made()


def work_one() -> bool:
    """A few blocks made anew, for the worker between two files; whether there were any."""
    return refresh_stale().indicators > 0


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
    pending: list[tuple[Indicator, dict[int, Block], str]],
    kept: dict[int, Rollup],
    token: int | None,
    *,
    whole: bool = True,
) -> int:
    """Write what was made; `whole`: an indicator's other years are gone."""
    if not pending:
        return 0
    rows = [
        (indicator.pk, year, block.to_bytes())
        for indicator, blocks, _problem in pending
        for year, block in blocks.items()
    ]
    if whole:
        gone = Q()
        for indicator, blocks, _problem in pending:
            gone |= Q(indicator=indicator) & ~Q(year__in=list(blocks))
        YearBlock.objects.filter(gone).delete()
    states = []
    for indicator, _blocks, problem in pending:
        state = kept[indicator.pk]
        states.append((state.version, token, made_of(indicator), problem, state.pk))
    with repeated() as cursor:  # by hand: a CASE of all states takes longer than the blocks
        cursor.executemany(
            "INSERT INTO rollup_yearblock (indicator_id, year, data) VALUES (%s, %s, %s)"
            " ON CONFLICT (indicator_id, year) DO UPDATE SET data = excluded.data",
            rows,
        )
        cursor.executemany(
            "UPDATE rollup_rollup SET made = %s, tree = %s, rules = %s, problem = %s WHERE id = %s", states
        )
    return len(rows)
