"""The bulk roll-up says what the slow definition says, and what PROV-1 is known to come to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment import provinces
from dondoc.assessment.aggregation import Amount, across_units, running
from dondoc.assessment.branching import Heir, Placed, Tree, Under
from dondoc.assessment.midperiod import Standing, Way
from dondoc.assessment.rolltime import chains
from dondoc.assessment.rollup import Rules, YearFigures, YearTargets, branch_figures, year_block
from dondoc.assessment.rollupblock import NO_NUMBER, Block
from dondoc.errors import BlockDamaged, RollupOverflow
from dondoc.records.plan import TimeRule, UnitRule

MILLION = 10**6
MONTHS = tuple((month, month) for month in range(1, 13))
TREE = Tree.of([Placed(1, None), Placed(2, 1), Placed(3, 1), Placed(4, 2), Placed(5, 2), Placed(6, 3)])
LEAVES = (4, 5, 6)


@dataclass
class Told:
    """Figures by (body, slot), in whole units; of a ratio with what they are of."""

    rules: Rules
    numbers: dict[tuple[int, int], tuple[int, int]]
    slots: tuple[tuple[int, int], ...] = MONTHS
    tree: Tree = TREE
    targets: dict[int, tuple[int, int, Way]] = field(default_factory=dict)
    year: int = 2026

    def block(self, before: Block | None = None) -> Block:
        rows = {key: n for n, key in enumerate(self.tree.keys)}
        shape = (len(rows), len(self.slots))
        part, whole, has = np.zeros(shape, np.int64), np.ones(shape, np.int64), np.zeros(shape, np.bool_)
        for (body, slot), (number, under) in self.numbers.items():
            part[rows[body], slot], whole[rows[body], slot] = number, under
            has[rows[body], slot] = True
        ratio = self.rules.unit is UnitRule.RATIO
        targets = YearTargets.none(len(rows))
        for body, (low, high, way) in self.targets.items():
            row = rows[body]
            targets.low[row], targets.high[row], targets.way[row] = low, high, way
            targets.has[row] = True
        states = {}
        days = [date(self.year, last, 28) for _first, last in self.slots]
        branches = [states.setdefault(self._epoch(day), self.tree.on(day)) for day in days]
        figures = YearFigures(self.slots, part, has, whole if ratio else None)
        return year_block(self.rules, figures, targets, branches, np.array(self.tree.keys), before)

    def _epoch(self, day: date) -> int:
        return sum(change <= day for change in self.tree.changes())


def value(block: Block, body: int, slot: int) -> Fraction | None:
    """The figure, None where there is none."""
    row = block.row(body)
    if row is None or not block.status[row, slot]:
        return None
    return block.cell(row, slot, block.slots[slot]).value


# --- the definition -------------------------------------------------------------------------------------

numbers_told = st.dictionaries(
    st.tuples(st.sampled_from(LEAVES), st.integers(0, 11)),
    st.tuples(st.integers(-(10**9), 10**9), st.integers(1, 10**7)),
    max_size=36,
)


@given(
    numbers_told, st.sampled_from(TimeRule), st.sampled_from(UnitRule), st.sampled_from([1, 1000, MILLION])
)
@settings(max_examples=300, deadline=None)
def test_bulk_is_the_slow_definition(numbers, time, unit, scale):
    """Any rules, any gaps: first over bodies, then over months, the same fraction."""
    numbers = {place: (number * scale, under * scale) for place, (number, under) in numbers.items()}
    ratio = unit is UnitRule.RATIO
    block = Told(Rules(time, unit), numbers).block()
    for body, leaves in {1: LEAVES, 2: (4, 5), 3: (6,), 5: (5,)}.items():
        if unit is UnitRule.NONE and body not in LEAVES:
            continue  # what does not add up has no figure above those who told it
        months = []
        for slot in range(12):
            told = [_amount(numbers.get((leaf, slot)), ratio=ratio) for leaf in leaves]
            known = [one for one in told if one is not None]
            if unit is UnitRule.NONE or not known:
                months.append(known[0] if known else None)
            elif ratio:
                months.append(Amount(sum(one.part for one in known), sum(one.whole for one in known)))
            else:
                rolled = across_units(unit, told)
                months.append(Amount(rolled.value))
        expected = running(time, months, ratio=ratio)
        assert [value(block, body, slot) for slot in range(12)] == expected


def _amount(told: tuple[int, int] | None, *, ratio: bool) -> Amount | None:
    if told is None:
        return None
    return Amount(Fraction(told[0], MILLION), Fraction(told[1], MILLION) if ratio else Fraction(1))


@given(
    numbers_told,
    st.sampled_from([TimeRule.YTD, TimeRule.OWN]),
    st.sampled_from(list(Way)),
    st.integers(-(10**9), 10**9),
    st.integers(0, 10**8),
)
@settings(max_examples=200, deadline=None)  # fmt: skip
def test_standing_is_decided_on_exact_numbers(numbers, time, way, low, width):
    """On pace, nearly, behind: as the fractions say, to the last digit."""
    told = Told(Rules(time, UnitRule.RATIO), numbers, targets={1: (low, low + width, way)})
    block = told.block()
    row = block.row(1)
    for slot in range(12):
        cell = value(block, 1, slot)
        if cell is None:
            assert block.status[row, slot] == Standing.NO_FIGURE
            continue
        pace = Fraction(slot + 1, 12) if time is TimeRule.YTD else Fraction(1)
        owed = [pace * end / MILLION for end in (low, low + width)]
        if way is Way.WITHIN:
            expected = Standing.ON_PACE if owed[0] <= cell <= owed[1] else Standing.BEHIND
        else:
            more, less = (cell, owed[0]) if way is Way.UP else (owed[1], cell)
            expected = (
                Standing.ON_PACE if more >= less
                else Standing.NEARLY if 10 * more >= 9 * less else Standing.BEHIND
            )  # fmt: skip
        assert block.status[row, slot] == expected


def test_equal_is_on_pace_and_nine_tenths_is_nearly():
    """12.000 a year is 1.000 by January: 1.000 is on pace, 900 nearly, 899 behind; one below is below."""
    for number, standing in ((1000, 1), (999, 2), (900, 2), (899, 3)):
        told = Told(
            Rules(TimeRule.YTD, UnitRule.SUM), {(4, 0): (number * MILLION, 1)},
            targets={1: (12_000 * MILLION, 12_000 * MILLION, Way.UP)},
        )  # fmt: skip
        block = told.block()
        assert block.status[block.row(1), 0] == standing


PAGE = Path(__file__).resolve().parents[2] / "docs" / "algorithms" / "rollup.md"
STANDS = {"on pace": Standing.ON_PACE, "nearly": Standing.NEARLY, "behind": Standing.BEHIND}


def test_the_pages_worked_table():
    """What communes 4 and 5 told, as the page prints it; a month nobody told of is a gap."""
    lines = (
        PAGE.read_text("utf-8").partition("| month | commune A |")[2].partition("\n\n")[0].splitlines()[2:]
    )
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    assert len(rows) == 4
    told = {
        (body, slot): (int(Decimal(cell) * MILLION), 1)
        for slot, row in enumerate(rows)
        for body, cell in ((4, row[1]), (5, row[2]))
        if cell != "–"
    }
    targets = {1: (420 * MILLION, 420 * MILLION, Way.UP)}
    block = Told(Rules(TimeRule.YTD, UnitRule.SUM), told, targets=targets).block()
    for slot, (_month, _a, _b, total, heard, pace, stands) in enumerate(rows):
        word, _bracket, share = stands.partition(" (")
        assert value(block, 1, slot) == Fraction(Decimal(total))
        assert heard == f"{sum((body, slot) in told for body in (4, 5))} of 2"
        assert Fraction(Decimal(pace)) == Fraction(420 * (slot + 1), 12)
        assert block.status[block.row(1), slot] == STANDS[word]
        assert round(Decimal(total) / Decimal(pace) * 100, 1) == Decimal(share.removesuffix(" %)"))


# --- the oracle -----------------------------------------------------------------------------------------


@pytest.mark.slow
def test_prov1_comes_to_what_it_is_known_to_come_to():
    """305.377 figures: their sum unrounded, how they stand, how many have a year before."""
    made = provinces.province()
    tree = made.tree
    branches = [tree.on(date(2024, 1, 31))] * 12
    keys = np.array(tree.keys)
    statuses: Counter[int] = Counter()
    total, growths = Decimal(0), 0
    for indicator in range(60):
        mine = made.indicator == indicator
        rules = Rules(made.time_rule(indicator), provinces.UNIT_RULES[made.rule[indicator]])
        way = Way.UP if made.higher[indicator] else Way.DOWN
        before = None
        for year in range(4):
            of = mine & (made.month // 12 == year)
            at = made.unit[of], made.month[of] % 12
            part, whole = np.zeros((2, 111, 12), np.int64)
            has = np.zeros((111, 12), np.bool_)
            part[at], whole[at], has[at] = made.number[of] * MILLION, made.under[of] * MILLION, True
            figures = YearFigures(MONTHS, part, has, whole if rules.unit is UnitRule.RATIO else None)
            target = made.target[:, indicator, year] * MILLION
            targets = YearTargets(target, target, np.full(111, way, np.int8), np.ones(111, np.bool_))
            before = year_block(rules, figures, targets, branches, keys, before)
            statuses.update(before.status.ravel().tolist())
            growths += int((before.growth != NO_NUMBER).sum())
            total += _sum(before)

    assert made.unit.size == provinces.FACTS
    assert f"{total:.3f}" == provinces.CHECKSUM
    assert {n: statuses[n] for n in (1, 2, 3)} == provinces.STATUSES
    assert growths == provinces.GROWTHS


def _sum(block: Block) -> Decimal:
    with localcontext() as context:
        context.prec = 60
        part = block.part[block.status > 0].tolist()
        whole = [1] * len(part) if block.whole is None else block.whole[block.status > 0].tolist()
        return sum(
            (Decimal(a) / Decimal(b) for a, b in zip(part, whole, strict=True)), Decimal(0)
        ).scaleb(-block.decimals)  # fmt: skip


# --- who counts for whom --------------------------------------------------------------------------------


def test_a_figure_told_above_is_not_added_to_those_below():
    """The district told 100, its communes 30 and 20: it is 50, and where they are silent its own 100."""
    numbers = {(2, 0): (100, 1), (4, 0): (30, 1), (5, 0): (20, 1), (2, 1): (110, 1)}
    block = Told(Rules(TimeRule.OWN, UnitRule.SUM), numbers).block()

    assert [value(block, 1, slot) for slot in (0, 1)] == [Fraction(50, MILLION), Fraction(110, MILLION)]
    assert block.used[block.row(1), 0] == 2


def test_counts_who_told_of_those_who_should():
    """Three communes take part (two told something, one has a target): two of three told in March."""
    numbers = {(4, 0): (1, 1), (4, 2): (1, 1), (5, 2): (1, 1)}
    told = Told(Rules(TimeRule.OWN, UnitRule.SUM), numbers, targets={6: (5, 5, Way.UP)})
    block = told.block()
    row = block.row(1)

    assert (block.used[row, 2], block.expected[row, 2]) == (2, 3)
    assert (block.used[row, 1], block.expected[row, 1]) == (0, 3)
    assert block.status[block.row(6), 0] == Standing.NO_FIGURE  # a target alone still has its row


@pytest.mark.parametrize(
    ("body", "march", "why"),
    [
        (10, 12, "the province: each once, though the district and the new commune both lead there"),
        (11, 12, "the district, which was still there in March"),
        (20, 5, "the new commune: what it took over whole"),
        (21, None, "of what was divided between it and another nothing is its own"),
    ],
)
def test_branches_are_those_of_the_day(body, march, why):
    """In July 12 went into 20, and 13 was divided between 20 and 21; March is told by 12 and 13."""
    july = date(2026, 7, 1)
    tree = Tree.of(
        [
            Placed(10, None), Placed(11, 10, None, date(2026, 6, 30)),
            Placed(12, 11, None, date(2026, 6, 30)), Placed(13, 11, None, date(2026, 6, 30)),
            Placed(20, 10, date(2026, 7, 1)), Placed(21, 10, date(2026, 7, 1)),
        ],
        heirs=[Heir(12, 20, july), Heir(13, 20, july), Heir(13, 21, july)],
    )  # fmt: skip
    numbers = {(12, 2): (5 * MILLION, 1), (13, 2): (7 * MILLION, 1), (20, 7): (9 * MILLION, 1)}
    block = Told(Rules(TimeRule.OWN, UnitRule.SUM), numbers, tree=tree).block()

    assert value(block, body, 2) == march, why
    assert value(block, 10, 7) == 9


def test_a_body_counts_in_each_tree_it_stands_in_on_the_day():
    """4 stood below 3 until March in place of 2, and from April below 2."""
    under = Under(4, 3, None, date(2026, 3, 31), instead=True)
    tree = Tree.of([TREE.placed[key] for key in TREE.keys], [under])
    numbers = {(4, 0): (MILLION, 1), (4, 5): (2 * MILLION, 1)}
    block = Told(Rules(TimeRule.OWN, UnitRule.SUM), numbers, tree=tree).block()

    assert (value(block, 3, 0), value(block, 2, 0)) == (1, None)
    assert (value(block, 3, 5), value(block, 2, 5)) == (None, 2)
    assert value(block, 1, 0) == 1


# --- periods of other lengths ---------------------------------------------------------------------------


def test_quarters_add_to_quarters_and_nine_months_stand_alone():
    """A figure told as "9 tháng" is what it is; months and quarters are never added together."""
    slots = ((1, 3), (1, 9), (4, 6), (2, 5))
    numbers = {(4, n): (number * MILLION, 1) for n, number in enumerate((10, 99, 20, 7))}
    targets = {4: (120 * MILLION, 120 * MILLION, Way.UP)}
    told = Told(Rules(TimeRule.YTD, UnitRule.SUM), numbers, slots=slots, targets=targets)
    block = told.block()

    assert [value(block, 4, n) for n in range(4)] == [10, 99, 30, 7]
    expected = [Standing.BEHIND, Standing.ON_PACE, Standing.BEHIND, Standing.NO_TARGET]
    assert block.status[block.row(4)].tolist() == expected  # February to May cannot be held against a year
    assert chains(slots) == [[0, 2], [1]]


def test_growth_is_against_the_same_period_of_the_year_before():
    """110 after 100 is 10 %; after 0, after nothing, or of another period there is none."""
    rules = Rules(TimeRule.OWN, UnitRule.SUM)
    before = Told(rules, {(4, 0): (100, 1), (4, 1): (0, 1), (5, 3): (3 * MILLION, 1)}).block()
    now = Told(rules, {(4, 0): (110, 1), (4, 1): (5, 1), (4, 2): (5, 1), (5, 3): (MILLION, 1)}).block(before)

    growth = [cell.growth for cell in now.cells(4)]
    assert growth == [Fraction(10), None, None]
    third = Fraction(-66_666_667, MILLION)
    assert [cell.growth for cell in now.cells(5)] == [third]  # −66,666666… rounded once


# --- numbers too large, bytes ---------------------------------------------------------------------------


def test_what_int64_cannot_hold_on_the_way_is_still_exact():
    """A growth of sums near the limit passes through numbers of thirty digits."""
    rules = Rules(TimeRule.OWN, UnitRule.SUM)
    before = Told(rules, {(4, 0): (3 * 10**18 + 1, 1)}).block()
    now = Told(rules, {(4, 0): (4 * 10**18 + 3, 1), (5, 0): (4 * 10**18 + 3, 1)}).block(before)

    assert value(now, 1, 0) == Fraction(8 * 10**18 + 6, MILLION)
    exact = Fraction(4 * 10**18 + 3 - 3 * 10**18 - 1, 3 * 10**18 + 1) * 100
    assert abs(next(now.cells(4)).growth - exact) <= Fraction(1, 2 * MILLION)


def test_a_sum_that_cannot_be_stored_is_refused():
    """Three times 4·10¹⁸ is more than an int64: told, not wrapped around into a wrong number."""
    numbers = {(leaf, 0): (4 * 10**18 + 1, 1) for leaf in LEAVES}

    with pytest.raises(RollupOverflow, match="đơn vị lớn hơn"):
        Told(Rules(TimeRule.OWN, UnitRule.SUM), numbers).block()


@given(numbers_told, st.sampled_from(UnitRule))
@settings(max_examples=50, deadline=None)
def test_a_block_comes_back_from_its_bytes(numbers, unit):
    """Written and read it is the same block, and the same figures give the same bytes."""
    block = Told(Rules(TimeRule.OWN, unit), numbers).block()
    data = block.to_bytes()
    again = Block.from_bytes(data)

    assert again.to_bytes() == data
    assert [list(again.cells(body)) for body in TREE.keys] == [list(block.cells(body)) for body in TREE.keys]


@pytest.mark.parametrize("cut", [0, 5, 40, -1], ids=["nothing", "mark", "head", "last byte"])
def test_damaged_bytes_are_refused(cut):
    """A block cut short is never read as smaller figures."""
    data = Told(Rules(TimeRule.OWN, UnitRule.SUM), {(4, 0): (1, 1)}).block().to_bytes()

    with pytest.raises(BlockDamaged):
        Block.from_bytes(data[:cut])


@st.composite
def columns(draw: st.DrawFn) -> tuple[UnitRule, list[list[int | None]], list[list[int | None]]]:
    """Up to five bodies' millionths of up to three indicators; large ones too, and none."""
    bodies, count = draw(st.integers(0, 5)), draw(st.integers(1, 3))
    number = st.one_of(st.none(), st.integers(-20, 20), st.integers(-(2**62), 2**62))
    rows = st.lists(st.lists(number, min_size=count, max_size=count), min_size=bodies, max_size=bodies)
    return draw(st.sampled_from(UnitRule)), draw(rows), draw(rows)


@given(columns(), st.sampled_from([1, 100]))
def test_one_branchs_figures_are_those_of_the_definition(told, times: int) -> None:
    """Column by column, as fractions: reports added up the tree."""
    rule, above, below = told
    ratio = rule is UnitRule.RATIO
    count = len(above[0]) if above else 1
    shape = (len(above), count)
    part, whole, has = np.zeros(shape, np.int64), np.zeros(shape, np.int64), np.zeros(shape, np.bool_)
    amounts: list[list[Amount | None]] = [[] for _ in range(count)]
    for row in range(len(above)):
        for column in range(count):
            number, under = above[row][column], below[row][column]
            has[row, column] = number is not None and not (ratio and under is None)
            part[row, column], whole[row, column] = number or 0, under or 0
            amount = None
            if has[row, column]:
                amount = Amount(
                    Fraction(number or 0, MILLION), Fraction(under or 0, MILLION) if ratio else Fraction(1)
                )
            amounts[column].append(amount)
    found = branch_figures(rule, part, has, whole if ratio else None, times=times)
    assert found == [across_units(rule, one, scale=Fraction(times)) for one in amounts]
