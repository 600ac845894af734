"""PROV-1: the figures of a made-up province, from one seed; the roll-up's oracle is made of them.

60 indicators × 100 communes × 48 months, 5 % missing; targets for each unit, indicator and year
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from dondoc.assessment.branching import Placed, Tree
from dondoc.records.plan import TimeRule, UnitRule

UNIT_RULES = (UnitRule.SUM, UnitRule.RATIO, UnitRule.MEAN, UnitRule.MAX)
CHECKSUM = "947561177.026"
STATUSES = {1: 116_023, 2: 5_329, 3: 184_025}
GROWTHS = 218_893
FACTS, CELLS = 273_697, 305_377


@dataclass(frozen=True)
class Made:
    """What the generator gives; units 0 … N-1, the province first, then areas, then communes."""

    parent: list[int]
    rule: Any  # [M] index into UNIT_RULES
    cumulative: Any  # [M]
    higher: Any  # [M]: more is better
    unit: Any  # [facts]
    indicator: Any
    month: Any  # [facts] 0 … P-1
    number: Any  # [facts]
    under: Any  # [facts]: what a ratio is a ratio of, else 1
    target: Any  # [N, M, years]

    @property
    def tree(self) -> Tree:
        return Tree.of(Placed(n, None if above < 0 else above) for n, above in enumerate(self.parent))

    def time_rule(self, indicator: int) -> TimeRule:
        return TimeRule.YTD if self.cumulative[indicator] else TimeRule.OWN


def province(areas: int = 10, communes: int = 10, indicators: int = 60, months: int = 48) -> Made:
    """The draws in their order: a different one would be another province."""
    chance = np.random.default_rng(20240101)
    parent = [-1] + [0] * areas + [1 + d for d in range(areas) for _ in range(communes)]
    leaves = np.arange(1 + areas, len(parent))
    numbers = np.arange(indicators)
    rule = np.array([0 if n % 10 < 6 else 1 if n % 10 < 8 else 2 if n % 10 < 9 else 3 for n in numbers])
    unit, what, month = (x.ravel() for x in np.meshgrid(leaves, numbers, np.arange(months), indexing="ij"))
    keep = chance.random(unit.size) > 0.05
    unit, what, month = unit[keep], what[keep], month[keep]
    number = chance.integers(1, 1000, unit.size)
    under = np.where(rule[what] == 1, chance.integers(1000, 2000, unit.size), 1)
    years = (months + 11) // 12
    shape = (len(parent), indicators, years)
    target = chance.integers(100, 6000, int(np.prod(shape))).reshape(shape)
    return Made(
        parent, rule, (numbers % 2 == 0) & (rule == 0), numbers % 7 != 6,
        unit, what, month, number, under, target,
    )  # fmt: skip
