"""What a headline says in short is told in full below it: when it was, and how it stands.

Thu ngân sách 9 tháng tăng mạnh                                          a headline of the text
Xuất khẩu tăng gấp đôi                                                   one inside it, with its paragraphs
Quý III, xuất khẩu của tỉnh tăng gấp 2 lần so với cùng kỳ năm trước.     the headline's number again

The number below is the same one where value and unit agree and the names have words in common; "trên 60%" is
told in full as 60,1%. Otherwise, where a number is said twice, the second time lends the first its period.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from dondoc.extraction.context import Context
from dondoc.records.document import BlockKind
from dondoc.records.facts import FieldSource, IndicatorStatement

_LONGEST_TITLE = 300  # characters; more are no headline
_LONGEST = 160  # characters of a headline
_NEXT = 60  # statements among which the headline's is told in full
_PARAGRAPH = 120  # the least that stands under it
_FARTHEST = 3000  # characters under a headline inside a text in which it is told in full
_ROUNDED = Decimal("1.1")  # "trên 60%" rounds what is up to a tenth more
_ALIKE = 0.5  # of the words of the shorter name, those that the other has as well
_KIN = 0.3  # the same, where the number itself is particular
_SMALL = 100  # whole numbers up to it say the same by chance
_WORD = re.compile(r"[^\W\d_]+")
_OWN = frozenset(["clause", "sentence", "row", "name"])  # the statement's own words say its period
_LABEL = re.compile(r"\s*(?:[-–+•*]|\d{1,2}[.)]|[a-zđ][.)]|[IVX]+\.)\s")


def date_repeats(context: Context, found: Sequence[IndicatorStatement], title_end: int) -> None:
    """Gives headlines, and numbers without a period, what the same number has that is said elsewhere."""
    _as_told_below(found, title_end)
    _told_in_full(context, found, title_end)
    undated = [fact for fact in found if fact.period is None]
    if not undated:
        return
    dated: dict[tuple[object, ...], IndicatorStatement] = {}
    for fact in found:
        if fact.period is not None:
            dated.setdefault(_number(fact), fact)
    for fact in undated:
        same = dated.get(_number(fact))
        if same is not None and (_telling(fact) or fact.value_span.end <= title_end):
            fact.period = same.period
            fact.fields["period"] = FieldSource("repeat", same.value_span)


def _as_told_below(found: Sequence[IndicatorStatement], title_end: int) -> None:
    """Gives the title's number the standing that the text under it gives the same number."""
    undecided = [fact for fact in found if fact.value_span.end <= title_end and "status" not in fact.fields]
    if not undecided:
        return
    below: dict[tuple[object, ...], IndicatorStatement] = {}
    for fact in found:
        if fact.value_span.start > title_end:
            below.setdefault((fact.value, fact.value_max, fact.unit), fact)
    for fact in undecided:
        same = below.get((fact.value, fact.value_max, fact.unit))
        if same is not None:
            fact.status = same.status


def _told_in_full(context: Context, found: Sequence[IndicatorStatement], title_end: int) -> None:
    """Gives a headline's number the period of the one that tells it in full."""
    for index, fact in enumerate(found):
        source = fact.fields.get("period")
        if fact.period is not None and source is not None and source.how in _OWN:
            continue
        titled = fact.value_span.end <= min(title_end, _LONGEST_TITLE)
        line = context.line_at(fact.value_span.start)
        if not titled and not _is_headline(context, *line):
            continue
        reach = len(context.text) if titled else line[1] + _FARTHEST
        for other in found[index + 1 : index + 1 + _NEXT]:
            if other.value_span.start > reach:
                break
            own = other.fields.get("period")
            told = other.value_span.start > line[1] and other.period is not None and own is not None
            if told and _same(fact, other):
                fact.period = other.period
                fact.fields["period"] = FieldSource("repeat", other.value_span)
                break


def _is_headline(context: Context, start: int, end: int) -> bool:
    """Whether a line is short, without a stop, and has a paragraph under it."""
    line = context.text[start:end].strip()
    if not 0 < len(line) <= _LONGEST or line[-1] in ".;,:!?…" or not line[0].isupper() or _LABEL.match(line):
        return False
    under = context.line_below(end)
    if under is None or under[2] is BlockKind.TABLE or under[1] - under[0] < _PARAGRAPH:
        return False
    return context.text[under[0] : under[1]].rstrip().endswith((".", "!", "…", ":", ";"))


def _same(short: IndicatorStatement, full: IndicatorStatement) -> bool:
    """Whether one number, perhaps rounded, is the other."""
    if short.unit != full.unit or short.value is None or full.value is None:
        return False
    if short.measure != full.measure and {short.measure, full.measure} != {"level", "share"}:
        return False
    if (short.value, short.value_max, short.out_of) == (full.value, full.value_max, full.out_of):
        return _alike(short, full, _ALIKE if short.value <= _SMALL and not short.decimals else _KIN)
    if short.value_max is not None or full.value_max is not None or not _rounds(short, full.value):
        return False
    return _alike(short, full, _ALIKE)


def _rounds(short: IndicatorStatement, value: Decimal) -> bool:
    if short.value is None:
        return False
    match short.bound:
        case "more_than" | "at_least":
            return short.value <= value <= short.value * _ROUNDED
        case "less_than" | "at_most":
            return short.value >= value >= short.value / _ROUNDED
        case "about":
            return short.value / _ROUNDED <= value <= short.value * _ROUNDED
    return False


def _alike(one: IndicatorStatement, other: IndicatorStatement, least: float) -> bool:
    left, right = set(_WORD.findall(one.name.lower())), set(_WORD.findall(other.name.lower()))
    return len(left & right) >= least * max(1, min(len(left), len(right)))


def _telling(fact: IndicatorStatement) -> bool:
    """Whether a number is so particular that the same one again says the same thing."""
    value = fact.value
    return value is not None and (fact.decimals > 0 or value > _SMALL)


def _number(fact: IndicatorStatement) -> tuple[object, ...]:
    return fact.value, fact.value_max, fact.out_of, fact.unit, fact.measure, fact.status, fact.body
