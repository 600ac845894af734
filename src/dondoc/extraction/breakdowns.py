"""Counts told place by place, the unit once: "95 căn nhà bị sập (Phú Sơn 4, An Bình 9, Long Hải 82)".

In the bracket, and in a row behind the first place ("với 270 chỉ tiêu, tiếp đến là Đại Lộc 250, Hội An 30"),
the unit is left out: it is that of the count before. So it is with parts of any other name, where they make
up the whole: "kỷ luật 14 đảng viên: khiển trách 9, cảnh cáo 4, khai trừ 1".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from decimal import Decimal

from dondoc.extraction.context import Context
from dondoc.extraction.grammar import Quantity
from dondoc.text.names import LOWER, UPPER
from dondoc.text.numbers import number_at

PLACE = (
    r"(?:(?:TP|TX|[Tt]hành phố|[Tt]hị xã|[Tt]ỉnh|[Hh]uyện|[Xx]ã|[Pp]hường)\.? )?"
    rf"[{UPPER}][{LOWER}]+(?: [{UPPER}][{LOWER}]+){{0,3}}"
)
_BRACKET = re.compile(r"\(([^()\n]{6,500})\)")
_ITEM = re.compile(rf"\s*({PLACE}):? (\d[\d.]*)(?: [^\W\d_]+){{0,2}}\s*")
_ROW = re.compile(
    rf",? (?:(?:tiếp đến|tiếp theo|kế đến|sau đó|tiếp đó|còn lại|và)(?: lần lượt)?(?: là|:)? |: )?"
    rf"(?=(?:{PLACE}) \d)"
)
_NEXT = re.compile(rf"(?:, |; |,? và )?({PLACE}):? (\d+(?:\.\d{{3}})*)(?![.,]?\d)(?=[,;.)\n]|$| và )")
_PARTS = re.compile(
    r"(?: \(|(?:, (?:với (?:các )?hình thức|trong đó|gồm|cụ thể))?: |, (?:trong đó|gồm):? )(?=[^\W\d_])"
)
_PART = re.compile(
    r"(?:[,;] |,? và )?((?!và )[^\W\d_](?:[^\d,;:()\n]|\d\d? (?=tháng|năm)){1,60}?)"
    r":? (\d+(?:\.\d{3})*)(?=[,;)\n]|\.\s|\.?$| và )"
)
_NAMED = re.compile(rf"{PLACE}$|[{UPPER}]{{2}}")
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
    taken = {part.start for part in parts}
    for whole in found:
        if whole.dimension != "count":
            continue
        if (row := _ROW.match(context.text, whole.end)) is not None:
            parts += _row(context, row.end(), whole, starts)
        elif (opening := _PARTS.match(context.text, whole.end)) is not None:
            parts += [one for one in _summed(context, opening.end(), whole, starts) if one.start not in taken]
    return parts


def _summed(context: Context, at: int, whole: Quantity, starts: list[int]) -> list[Quantity]:
    """The parts that follow a count, each with its number alone; none where they do not make up the whole."""
    made: list[Quantity] = []
    end = context.sentence_at(whole.at)[1]
    while (item := _PART.match(context.text, at, end)) is not None:
        read = number_at(context.flat, item.start(2))
        known = bisect_left(starts, item.start(1))
        if read is None or (known < len(starts) and starts[known] < item.end()):
            return []
        counted = _counted(item.start(2), read[0], read[1].value, whole)
        said = item[1] if _NAMED.match(item[1]) else item[1][0].lower() + item[1][1:]
        made.append(replace(counted, noun_start=0, place=said))
        at = item.end()
    return made if len(made) >= _FEWEST and sum(one.value for one in made) == whole.value else []


def _row(context: Context, at: int, whole: Quantity, starts: list[int]) -> list[Quantity]:
    """The places that follow a count one by one, each with its number alone."""
    made: list[Quantity] = []
    end = context.sentence_at(whole.at)[1]
    while (item := _NEXT.match(context.text, at, end)) is not None:
        read = number_at(context.flat, item.start(2))
        place = bisect_left(starts, item.start(2))
        if read is None or (place < len(starts) and starts[place] < item.end()):
            break
        counted = _counted(item.start(2), read[0], read[1].value, whole)
        made.append(replace(counted, noun_start=0, place=item[1]))
        at = item.end()
    return made if len(made) >= _FEWEST else []


def _counted(start: int, end: int, value: Decimal, whole: Quantity) -> Quantity:
    return Quantity(start, end, start, value, whole.unit, "count", noun_start=whole.noun_start)


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
        made.append(_counted(item.start(2), read[0], read[1].value, whole))
    return made if len(re.split(r"[,;](?= )", bracket[1])) >= _FEWEST else []
