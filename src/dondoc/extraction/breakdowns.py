"""Counts that a bracket parts by place: "95 căn nhà bị sập (Phú Sơn 4, An Bình 9, Long Hải 82)".

Inside the bracket the unit is left out: it is that of the count before it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from decimal import Decimal

from dondoc.extraction.context import Context
from dondoc.extraction.grammar import Quantity
from dondoc.text.names import LOWER, UPPER
from dondoc.text.numbers import number_at

PLACE = (
    rf"(?:(?:TP|[Tt]hành phố|[Tt]ỉnh|[Hh]uyện|[Xx]ã)\.? )?[{UPPER}][{LOWER}]+(?: [{UPPER}][{LOWER}]+){{0,3}}"
)
_BRACKET = re.compile(r"\(([^()\n]{6,500})\)")
_ITEM = re.compile(rf"\s*({PLACE}):? (\d[\d.]*)(?: [^\W\d_]+){{0,2}}\s*")
_FAR = 60  # characters between a count and the bracket that parts it
_FEWEST = 2  # places


def find(context: Context, found: list[Quantity]) -> list[Quantity]:
    """The counts by place in brackets, for `found` in the text's order."""
    starts = [quantity.start for quantity in found]
    parts: list[Quantity] = []
    for bracket in _BRACKET.finditer(context.text):
        index = bisect_left(starts, bracket.start()) - 1
        if index < 0:
            continue
        whole = found[index]
        if whole.dimension != "count" or bracket.start() - whole.end > _FAR:
            continue
        if context.sentence_at(whole.at) != context.sentence_at(bracket.start(1)):
            continue
        parts += _parts(context, bracket, whole, starts)
    return parts


def _parts(context: Context, bracket: re.Match[str], whole: Quantity, starts: list[int]) -> list[Quantity]:
    """The items of one bracket; none where one of them is no place with a number."""
    made: list[Quantity] = []
    at = bracket.start(1)
    for piece in re.split(r"[,;](?= )", bracket[1]):
        item = _ITEM.fullmatch(context.text, at, at + len(piece))
        at += len(piece) + 1
        if item is None:
            return []
        read = number_at(context.flat, item.start(2))
        if read is None or read[1].value != read[1].value.to_integral_value():
            return []
        place = bisect_left(starts, item.start(2))
        if place < len(starts) and starts[place] < item.end():
            continue  # it has a unit of its own and is read already
        made.append(
            Quantity(
                item.start(2), read[0], item.start(2), Decimal(read[1].value), whole.unit, "count",
                noun_start=whole.noun_start,
            )
        )  # fmt: skip
    return made if len(re.split(r"[,;](?= )", bracket[1])) >= _FEWEST else []
