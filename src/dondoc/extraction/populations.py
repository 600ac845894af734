"""Round numbers that others are counted in: "cứ 1.000 người dân có 45 người sở hữu ô tô".

Such a number states nothing itself; it is part of the unit of what is counted (45 người/1.000 người dân).
"""

from __future__ import annotations

import re

from dondoc.extraction.grammar import Quantity

_EACH = re.compile(r"(?<!\w)(?:cứ|tính trên|bình quân|trung bình)(?: cứ| trên)* $")
_AMONG = re.compile(r"(?<!\w)(?:trong|trên) $")
_HAS = re.compile(r"(?: [^\W\d]+){0,3},? (?:thì )?(?:sẽ |chỉ |mới |đã )?(?:có|là)(?: tới| đến)? ")
_LEAST_AMONG = 1_000  # "trong 100 dự án có 30 dự án chậm" tells of so many projects
_COUNTED = frozenset({"count"})
_NEAR = 24  # characters before the number that hold the word that leads to it


def related(flat: str, group: list[Quantity]) -> list[Quantity]:
    """The quantities of a sentence without those that others are counted in, which go into their unit."""
    if len(group) < 2:
        return group
    kept: list[Quantity] = []
    among: tuple[Quantity, str] | None = None
    for index, quantity in enumerate(group):
        if index + 1 < len(group) and _is_population(flat, quantity, group[index + 1]):
            among = quantity, f"/{flat[quantity.at : quantity.noun_start].strip()} {quantity.unit}"
            continue
        if among is not None:
            goes_on = ";" not in flat[among[0].end : quantity.start]
            if goes_on and quantity.dimension in _COUNTED and quantity.value < among[0].value:
                quantity.unit = f"{quantity.unit}{among[1]}"
            else:
                among = None
        kept.append(quantity)
    return kept


def _is_population(flat: str, quantity: Quantity, following: Quantity) -> bool:
    if quantity.dimension != "count" or following.dimension != "count" or quantity.value < 1:
        return False
    if quantity.bound != "exact" or quantity.value.normalize().as_tuple().digits != (1,):
        return False  # a power of ten
    low = max(0, quantity.start - _NEAR)
    each = _EACH.search(flat, low, quantity.start) is not None
    among = quantity.value >= _LEAST_AMONG and _AMONG.search(flat, low, quantity.start) is not None
    return (each or among) and _HAS.match(flat, quantity.end, following.start) is not None
