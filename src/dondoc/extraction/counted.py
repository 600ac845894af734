"""Which number belongs to which word: "15 chỉ tiêu vượt, 10 chỉ tiêu đạt", "tín nhiệm cao: 78 phiếu (97,5%)".

Verdicts, answers and levels are all counted alike. A number stands before its word, with nothing but what is
counted between them, or behind it; a percentage belongs to the number it follows.

    25/28 chỉ tiêu đạt và vượt          the number first
    vượt 15 chỉ tiêu, đạt 10 chỉ tiêu   the word first
    không có phiếu tín nhiệm thấp       none at all
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from dondoc.extraction.context import Context
from dondoc.records.facts import Part
from dondoc.records.source import Span
from dondoc.text.numbers import WORDS, number_at, parse_words

_DIGITS = re.compile(r"(?<![\w,./-])\d")
_OF = re.compile(r"\s*/\s*(?=\d)|\s+(?:trong|trên)\s+(?:tổng\s+)?(?:số\s+)?(?=\d)")
_PERCENT = re.compile(r"\s?%|\s+phần trăm\b")
_SPELLED = re.compile(rf"(?<!\w)(?:có |cả |gồm |trong |còn )?({WORDS}(?: (?:{WORDS}|mươi|mốt|lăm))?)(?= )")
# What a number behind these words counts is a time or a place in a document.
_NOT_A_COUNT = re.compile(
    r"(?:năm|ngày|tháng|quý|khóa|thứ|số|nhiệm kỳ|giai đoạn|điều|khoản|lần|xviii?|-|–)\s*$"
)
_NOT_SAID = re.compile(r"\s*(?:năm|tháng|ngày|giờ|tỷ|triệu|nghìn|ha\b|km|lần|điểm)\b")
_NONE = re.compile(r"(?<!\w)không(?: có(?= )|(?= (?:\w+ ){1,6}nào\b))")
_FILLERS = re.compile(r"\b(?:được|xếp loại|đánh giá|đạt mức|ở mức|mức|bị|số)\b")
_STOP = re.compile(r"[;,.:]|\b(?:thì|trong đó|gồm)\b")
_BRACKETS = re.compile(r"\([^()]*\)")
_PARTS = re.compile(r"[;.]|\b(?:trong đó|trên tổng số|trong tổng số)\b|, trong\b")
_SHARE = re.compile(r"\d\s?%")
_NEAR = 70  # characters between a number and the word it belongs to
_FEW_AHEAD = 16  # characters before a number that can say it is none


@dataclass(slots=True)
class Label:
    """A word that things are counted under."""

    start: int
    end: int
    label: str


@dataclass(slots=True)
class Number:
    """A count or a percentage as printed."""

    start: int
    end: int
    value: Decimal
    out_of: Decimal | None = None
    percent: bool = False
    decimals: int = 0
    taken: bool = False


@dataclass(slots=True)
class Tally:
    """What was counted in one stretch of text."""

    parts: list[Part] = field(default_factory=list)
    places: list[int] = field(default_factory=list)  # of each part: where its label begins
    out_of: list[Decimal | None] = field(default_factory=list)  # of each part: "25/28" → 28
    rest: list[Number] = field(default_factory=list)  # numbers that belong to no label


def numbers(ctx: Context, start: int, end: int, nouns: re.Pattern[str]) -> list[Number]:
    """The counts and percentages in `[start, end)`; a count in words only before one of `nouns`."""
    found = [*_printed(ctx, start, end), *_none(ctx, start, end), *_spelled(ctx, start, end, nouns)]
    found.sort(key=lambda number: number.start)
    last = found[-1:]
    return [n for n, after in pairwise(found) if n.end <= after.start] + last


def _printed(ctx: Context, start: int, end: int) -> Iterator[Number]:
    flat, at = ctx.flat, start
    while (m := _DIGITS.search(flat, at, end)) is not None:
        read = number_at(flat, m.start())
        if read is None:
            at = m.end()
            continue
        at, value = read
        out_of = None
        if (of := _OF.match(flat, at, end)) and (whole := number_at(flat, of.end())):
            at, out_of = whole[0], whole[1].value
        percent = _PERCENT.match(flat, at, end)
        if percent:
            at = percent.end()
        ahead = flat[max(start, m.start() - _FEW_AHEAD) : m.start()]
        if _NOT_A_COUNT.search(ahead) and not ahead.endswith(("tổng số ", "cuối năm ")):
            continue
        if not percent and (_NOT_SAID.match(flat, at, end) or value.decimals):
            continue
        if at < end and (flat[at].isalnum() or flat[at] == "/"):
            continue
        if ctx.claimed(m.start(), at, by="citation"):
            continue
        yield Number(m.start(), at, value.value, out_of, bool(percent), value.decimals)


def _none(ctx: Context, start: int, end: int) -> Iterator[Number]:
    for m in _NONE.finditer(ctx.flat, start, end):
        yield Number(m.start(), m.end(), Decimal(0))


def _spelled(ctx: Context, start: int, end: int, nouns: re.Pattern[str]) -> Iterator[Number]:
    for m in _SPELLED.finditer(ctx.flat, start, end):
        value = parse_words(m[1])
        if value is not None and nouns.match(ctx.flat, m.end() + 1, end):
            yield Number(m.start(1), m.end(1), Decimal(value))


def attach(ctx: Context, found: Sequence[Number], labels: Sequence[Label], nouns: re.Pattern[str]) -> Tally:
    """Give every number the label it belongs to.

    Args:
        ctx: The document.
        found: The numbers of one stretch, in order.
        labels: The labels of the same stretch, in order.
        nouns: What is counted: it may stand between a number and its label.
    """
    made: dict[tuple[int, str], Part] = {}
    whole: dict[tuple[int, str], Decimal | None] = {}
    tally = Tally()
    last: Label | None = None
    for index, number in enumerate(found):
        before = found[index - 1] if index else None
        label = _follows(ctx, number, before, last) if number.percent else None
        if label is None:
            label = _ahead(ctx, found, index, labels, nouns) or _behind(ctx, number, labels)
        if label is None:
            tally.rest.append(number)
            continue
        noun = nouns.match(ctx.flat, number.end + 1)
        place = (label.start, "")
        ahead = place in made and made[place].span.start < label.start  # its number stands before it already
        if ahead and number.start > label.end and not number.percent and made[place].count is None:
            tally.rest.append(number)
            continue
        if place in made and _filled(made[place], number):
            # "hoàn thành tốt nhiệm vụ 45 tập thể, 310 cá nhân": one level of two kinds.
            place = (label.start, noun[0] if noun and not number.percent and number.start > label.end else "")
            if place in made:
                tally.rest.append(number)
                continue
        number.taken, last = True, label
        part = made.get(place)
        if part is None:
            low = number.start if place[1] else min(number.start, label.start)
            part = made[place] = Part(label.label, Span(low, number.end))
            whole[place] = None
        high = max(number.end, noun.end() if noun else 0, part.span.end, 0 if place[1] else label.end)
        part.span = Span(min(part.span.start, number.start), high)
        if number.percent:
            part.percent, part.decimals = number.value, number.decimals
        else:
            part.count, whole[place] = number.value, number.out_of
    for place in sorted(made):
        tally.parts.append(made[place])
        tally.places.append(place[0])
        tally.out_of.append(whole[place])
    return tally


def _filled(part: Part, number: Number) -> bool:
    return (part.percent if number.percent else part.count) is not None


def _follows(ctx: Context, number: Number, before: Number | None, last: Label | None) -> Label | None:
    """The label of the count a percentage stands behind: "78 phiếu (97,5%)", "78 phiếu, chiếm 97,5%"."""
    if before is None or last is None or not before.taken or before.percent:
        return None
    gap = ctx.flat[before.end : number.start]
    told = re.search(r"\(|\b(?:chiếm|bằng|đạt|tỷ lệ|tương ứng|tương đương|=)", gap)
    return last if told and ";" not in gap and len(gap) <= _NEAR else None


def _ahead(
    ctx: Context, found: Sequence[Number], index: int, labels: Sequence[Label], nouns: re.Pattern[str]
) -> Label | None:
    """The label a number stands before, with nothing but what is counted between them."""
    number = found[index]
    place = bisect_left(labels, number.end, key=_start_of)
    label = labels[place] if place < len(labels) else None
    if label is None or label.start - number.end > _NEAR:
        return None
    gap = _BRACKETS.sub("", ctx.flat[number.end : label.start])
    if _STOP.search(gap):
        return None
    stop = label.start
    between = [n for n in found[index + 1 : index + 1 + _NEAR] if n.start < stop]
    if any("(" not in ctx.flat[number.end : n.start] for n in between):
        return None
    bare = not _FILLERS.sub("", gap).strip(" “\"'‘")
    return label if bare or nouns.search(gap) else None


def _start_of(label: Label) -> int:
    return label.start


def _behind(ctx: Context, number: Number, labels: Sequence[Label]) -> Label | None:
    """The label a number stands behind: "tín nhiệm cao: 78 phiếu"."""
    place = bisect_left(labels, number.start, key=_start_of) - 1
    while place >= 0 and labels[place].end > number.start:
        place -= 1
    label = labels[place] if place >= 0 else None
    if label is None or number.start - label.end > _NEAR:
        return None
    gap = ctx.flat[label.end : number.start]
    if _PARTS.search(gap) or (not number.percent and _SHARE.search(gap)):
        return None
    return label
