"""Numbers told in turn whose unit stands once, behind the last: "lần lượt có 12, 9 và 11 trường đạt chuẩn".

A number with a decimal or a sum of money is read by itself (`quantities`) and given its unit afterwards; a
count is nothing without the noun, so the numbers before it are found from the last one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from decimal import Decimal

from dondoc.extraction.context import Context
from dondoc.extraction.grammar import Quantity
from dondoc.text.numbers import number_at

_IN_TURN = ("lần lượt", "tương ứng")
_LED = re.compile(r"(?:lần lượt|tương ứng)(?: (?!và|với)[^\W\d_]+){0,4} (?=\d)")
_GOES_ON = re.compile(r"(?:, và |, | và )(?=\d)")
_UNITS = frozenset({"count", "length", "area", "weight", "volume"})


def find(context: Context, found: list[Quantity]) -> list[Quantity]:
    """The numbers that lack their unit, for `found` in the text's order."""
    flat = context.flat
    if not any(words in flat for words in _IN_TURN):
        return []
    starts = [quantity.at for quantity in found]
    own = frozenset(starts)
    made: list[Quantity] = []
    for led in _LED.finditer(flat):
        numbers = _run(flat, led.end())
        if len(numbers) < 2:
            continue
        index = bisect_left(starts, numbers[-1][0])
        last = found[index] if index < len(found) and starts[index] == numbers[-1][0] else None
        if last is None or last.dimension not in _UNITS or last.out_of is not None:
            continue
        if any(at in own for at, _, _ in numbers[:-1]):
            continue  # they have units of their own
        made += [
            replace(last, start=at, end=end, at=at, value=value, bound="exact", decimals=0)
            for at, end, value in numbers[:-1]
        ]
    return made


def _run(flat: str, at: int) -> list[tuple[int, int, Decimal]]:
    """The numbers that follow one another from `at`: where each begins and ends, and its value."""
    numbers: list[tuple[int, int, Decimal]] = []
    while (read := number_at(flat, at)) is not None:
        numbers.append((at, read[0], read[1].value))
        more = _GOES_ON.match(flat, read[0])
        if more is None:
            break
        at = more.end()
    return numbers
