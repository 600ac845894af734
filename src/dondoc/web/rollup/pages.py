"""What the page of a target's sum shows."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from dondoc.assessment.rollupblock import Cell, Slot
from dondoc.records.plan import Period, from_micro
from dondoc.web.accounts.access import Access
from dondoc.web.bodies.models import Body
from dondoc.web.plans.models import Target
from dondoc.web.plans.targetselectors import decimal_of
from dondoc.web.results.figures import which_stand
from dondoc.web.results.models import Observation
from dondoc.web.rollup.reading import forest, token_now
from dondoc.web.rollup.selectors import blocks

MOST_PARTS = 300  # bodies that a page names


@dataclass(frozen=True, slots=True)
class Summed:
    """One period: what the branch comes to, and what the body itself reported for that period alone."""

    period: str
    cell: Cell
    reported: Decimal | None
    whose: bool  # the sum is of others' figures, so that the two can differ

    @property
    def value(self) -> Decimal | None:
        """For people: at most six digits."""
        return shown(self.cell.value)

    @property
    def percent(self) -> Decimal | None:
        """Share of the year's target."""
        return shown(self.cell.percent, 1)

    @property
    def growth(self) -> Decimal | None:
        """Against the same period of the year before."""
        return shown(self.cell.growth, 1)

    @property
    def silent(self) -> int:
        """How many have yet to tell theirs."""
        return self.cell.expected - self.cell.used

    @property
    def difference(self) -> Decimal | None:
        """Reported − summed."""
        if self.reported is None or not self.whose:
            return None
        return decimal_of(Fraction(self.reported) - self.cell.value)


@dataclass(frozen=True, slots=True)
class Part:
    """One body right below, and its figure; None where it has none."""

    body: Body
    cell: Cell | None
    ended: bool  # it was taken over since

    @property
    def value(self) -> Decimal | None:
        return shown(self.cell.value) if self.cell else None

    @property
    def percent(self) -> Decimal | None:
        return shown(self.cell.percent, 1) if self.cell else None


@dataclass(slots=True)
class SummedPage:
    """A target's sums by period, and of one period the parts."""

    rows: list[Summed] = field(default_factory=list)
    chosen: Summed | None = None
    parts: list[Part] = field(default_factory=list)
    more: int = 0  # parts that are not named

    @property
    def shared(self) -> bool:
        """Whether a body's figure stands in two parts: of bodies in two trees, that count once above."""
        told = sum(part.cell.used for part in self.parts if part.cell is not None)
        return self.chosen is not None and told > self.chosen.cell.used


def shown(value: Fraction | None, digits: int | None = None) -> Decimal | None:
    """An exact number for people; with `digits` rounded half up to so many."""
    if value is None or digits is None:
        return decimal_of(value)
    doubled = 2 * abs(value) * 10**digits
    whole = (doubled.numerator // doubled.denominator + 1) // 2
    return Decimal(whole if value >= 0 else -whole).scaleb(-digits)


def period_of(year: int, slot: Slot) -> str:
    """The short form of a year's months: "2026-Q2"."""
    first, last = slot
    return str(Period(date(year, first, 1), date(year, last, monthrange(year, last)[1])))


def summed_page(access: Access, target: Target, period: str = "") -> SummedPage:
    """A target's indicator over the years of its period, for its body; six queries, two more for the parts.

    Args:
        access: The reader's.
        target: Whose indicator, body and years.
        period: Of which period the parts are asked for; none such: the last one with a figure.
    """
    years = range(target.period_start.year, target.period_end.year + 1)
    found = blocks([target.indicator], years)
    reported = _reported(access, target)
    page = SummedPage()
    for (_indicator, year), block in sorted(found.items()):
        for cell in block.cells(target.body_id):
            told = period_of(year, cell.slot)
            own = reported.get(told)
            alone = cell.used == 1 and own is not None
            page.rows.append(Summed(told, cell, own, whose=not alone))
    page.chosen = next(
        (row for row in page.rows if row.period == period), page.rows[-1] if page.rows else None
    )
    if page.chosen is None:
        return page
    when = Period.parse(page.chosen.period)
    block = found[target.indicator_id, when.start.year]
    column = block.slots.index(page.chosen.cell.slot)
    below = [
        key for key in forest(token_now()).tree.below(target.body_id, when.end) if key in access.body_ids
    ]
    bodies = Body.objects.filter(pk__in=below).order_by("sort_key", "pk")
    for body in bodies[:MOST_PARTS]:
        row = block.row(body.pk)
        has = row is not None and block.status[row, column]
        figure = block.cell(row, column, page.chosen.cell.slot) if has and row is not None else None
        page.parts.append(Part(body, figure, body.valid_to is not None and body.valid_to < access.on))
    page.more = len(below) - len(page.parts)
    return page


def _reported(access: Access, target: Target) -> dict[str, Decimal]:
    """What the body itself told, by period."""
    if target.body_id not in access.body_ids:
        return {}
    told = list(
        Observation.objects.filter(
            indicator=target.indicator_id, body=target.body_id, measure="level", withdrawn_at=None,
            corrected_on=None, micro__isnull=False, period_start__gte=target.period_start,
            period_end__lte=target.period_end,
        ).select_related("document")
    )  # fmt: skip
    standing = which_stand(told)
    return {one.period: from_micro(one.micro) for one in told if one.pk in standing and one.micro is not None}
