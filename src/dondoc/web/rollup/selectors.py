"""Figures of a branch, as pages ask for them: from the blocks, or reckoned where those no longer hold."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from dondoc.assessment.rollupblock import Block, Cell, Slot
from dondoc.errors import RollupOverflow
from dondoc.web.accounts.access import Access
from dondoc.web.bodies.models import Body
from dondoc.web.plans.models import Indicator
from dondoc.web.rollup.models import Rollup, YearBlock
from dondoc.web.rollup.reading import forest, token_now
from dondoc.web.rollup.services import made_of, reckon


def blocks(indicators: Iterable[Indicator], years: Collection[int]) -> dict[tuple[int, int], Block]:
    """The blocks of these indicators and years by (indicator, year); three queries while all of them hold.

    One that does not hold any more is reckoned for this reader and not written: reading changes nothing.
    """
    wanted = {one.pk: one for one in indicators}
    token = token_now()
    states = {one.indicator_id: one for one in Rollup.objects.filter(indicator__in=wanted)}
    hold = {pk for pk, one in wanted.items() if _holds(states.get(pk), one, token)}
    rows = YearBlock.objects.filter(indicator__in=hold, year__in=years)
    found = {
        (pk, year): Block.from_bytes(data) for pk, year, data in rows.values_list("indicator", "year", "data")
    }
    for pk in wanted.keys() - hold:
        try:
            made = reckon(wanted[pk], forest(token))
        except RollupOverflow:
            continue
        found |= {(pk, year): block for year, block in made.items() if year in years}
    return found


def _holds(state: Rollup | None, indicator: Indicator, token: int | None) -> bool:
    return state is not None and (
        state.made == state.version and state.tree == token and state.rules == made_of(indicator)
    )


def series(
    access: Access, body: Body | int, indicators: Collection[Indicator], years: Collection[int]
) -> dict[int, dict[tuple[int, Slot], Cell]]:
    """A body's figures of some indicators over years: indicator → (year, months) → figure.

    {} for a body outside the reader's branch.
    """
    key = body if isinstance(body, int) else body.pk
    if key not in access.body_ids:
        return {}
    found: dict[int, dict[tuple[int, Slot], Cell]] = {one.pk: {} for one in indicators}
    for (pk, year), block in sorted(blocks(indicators, years).items()):
        found[pk] |= {(year, cell.slot): cell for cell in block.cells(key)}
    return found


@dataclass(frozen=True, slots=True)
class Share:
    """What one body of a branch brings to a figure."""

    body: int
    cell: Cell


def shares(
    access: Access, indicator: Indicator, bodies: Collection[int], year: int, slot: Slot
) -> dict[int, Cell]:
    """Several bodies' figures of one indicator for one period, of those the reader sees."""
    block = blocks([indicator], [year]).get((indicator.pk, year))
    if block is None or slot not in block.slots:
        return {}
    column = block.slots.index(slot)
    found = {}
    for body in access.body_ids.intersection(bodies):
        row = block.row(body)
        if row is not None and block.status[row, column]:
            found[body] = block.cell(row, column, slot)
    return found
