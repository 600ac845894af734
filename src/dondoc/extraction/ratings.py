"""How many were rated at each of the four levels of the yearly classification.

12 tập thể hoàn thành xuất sắc nhiệm vụ (20%), 45 tập thể hoàn thành tốt nhiệm vụ
Đảng viên: hoàn thành xuất sắc nhiệm vụ 1.204, hoàn thành tốt nhiệm vụ 8.870

Tables of them are read by ratingtables.py.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from dondoc.extraction import counted, ratingtables
from dondoc.extraction.context import Context
from dondoc.extraction.counted import Label, Number
from dondoc.extraction.ratingtables import RATED
from dondoc.records.facts import FieldSource, Part, RatingCount
from dondoc.records.source import Span

_RULE = re.compile(
    r"không quá|tối đa|tối thiểu|ít nhất|phải|cần|nếu|được xếp loại khi|tiêu chí|phấn đấu|không vượt quá"
    r"|hằng năm|hàng năm|\btặng|khen thưởng|biểu dương|tuyên dương|tôn vinh"
)
_AWARDED = re.compile(r"[”\"’]?\s+(?:trong )?\d+ năm (?:liền|liên tục)")
_IN_BRACKETS = re.compile(r"\d\s*\((?:có|gồm|trong đó)\b[^()]*$")
_BRACKETS = re.compile(r"\([^()]*(?:\)|$)")
_LONG = {"tccsđ": "tổ chức cơ sở đảng"}
_REACH = 60  # characters before a number in which its brackets may open
_BARE = re.compile(r"[\d.,/%\s]*(?:(?:số|được|bị|xếp loại|đánh giá|đạt|ở|mức)\s+)*[\s“”\"'‘’]*")
_TIGHT = re.compile(
    r"[\s“”\"'‘’]*(?:(?:[:(,–-]|(?:là|có|chiếm|đạt|gồm|tỷ lệ|với|trên|hơn|gần|khoảng)\b)\s*)*"
)
_YEAR_RATED = re.compile(r"(?:xếp loại|đánh giá)[^.;:]{0,90}?(?<!\w)năm (\d{4})(?!\w)")
_ANYBODY = frozenset({"đồng chí", "trường hợp", "tổ chức"})  # what was rated is named before them
_ABOVE = 200  # characters above a list in which what it rates is named
_DATES = 4  # dates at most that are looked at in one sentence
_FAR = 500  # characters that one count may run over


@dataclass(slots=True)
class _Group:
    """Parts of one count while they are gathered."""

    rated: str
    parts: list[Part]
    total: Number | None = None
    out_of: Number | None = None


def find(ctx: Context) -> list[RatingCount]:
    """Every count of ratings, in the text's order."""
    if "hoàn thành" not in ctx.flat and "htxsnv" not in ctx.flat:
        return []
    found: list[RatingCount] = []
    done = 0
    for start, _, _ in ctx.hits("rating_words"):
        if start < done:
            continue
        low, high = ctx.sentence_at(start)
        done = max(high, start + 1)
        for fact in _counts(ctx, low, high):
            before = found[-1] if found else None
            if before is not None and _same(ctx, before, fact):
                _join(before, fact)
            else:
                found.append(fact)
    found = sorted([*found, *ratingtables.find(ctx)], key=lambda fact: fact.span.start)
    for fact in found:
        if fact.period is None:
            _of_year(ctx, fact)
        _check(fact)
    return found


def _counts(ctx: Context, start: int, end: int) -> list[RatingCount]:
    labels = [
        Label(s, e, str(payloads[0].entry["label"]))
        for s, e, payloads in ctx.hits_in("rating_words", start, end)
    ]
    numbers = [n for n in counted.numbers(ctx, start, end, RATED) if n.percent or not _split(ctx, start, n)]
    tally = counted.attach(ctx, numbers, labels, RATED)
    groups: list[_Group] = []
    for part, place, out_of in zip(tally.parts, tally.places, tally.out_of, strict=True):
        norm = _RULE.search(ctx.flat, max(start, part.span.start - 40), place)
        if norm or _AWARDED.match(ctx.flat, part.span.end) or not _sound(ctx, part, place, labels, groups):
            continue
        rated = _rated(ctx, start, part, groups)
        if rated is None:
            continue
        rated = _LONG.get(rated, rated)
        group = next((g for g in reversed(groups) if g.rated == rated), None)
        if group is None or part.label in {p.label for p in group.parts}:
            group = _Group(rated, [])
            groups.append(group)
        group.parts.append(part)
        if out_of is not None:
            group.out_of = Number(part.span.start, part.span.end, out_of)
    return [_fact(ctx, group, tally.rest, start, end) for group in groups]


def _split(ctx: Context, start: int, number: Number) -> bool:
    """Whether a number only splits the one before its brackets: "8 (có 1 đảng bộ và 7 chi bộ)"."""
    return _IN_BRACKETS.search(ctx.flat[max(start, number.start - _REACH) : number.start]) is not None


def _sound(ctx: Context, part: Part, place: int, labels: list[Label], groups: list[_Group]) -> bool:
    """The number counts what was rated: before the level, or behind it with next to nothing between."""
    if part.span.start < place:
        named = RATED.search(ctx.flat, part.span.start, place) is not None
        return named or (bool(groups) and _BARE.fullmatch(ctx.flat[part.span.start : place]) is not None)
    label = next(label for label in labels if label.start == place)
    gap = re.search(r"\d|không có", ctx.flat[label.end : part.span.end])
    return gap is not None and _TIGHT.fullmatch(ctx.flat[label.end : label.end + gap.start()]) is not None


def _rated(ctx: Context, start: int, part: Part, groups: list[_Group]) -> str | None:
    """What was rated: named with the number, else with the parts before, else before the level."""
    own = RATED.search(_without_brackets(ctx.flat[part.span.slice]))
    if own is not None and own[0] not in _ANYBODY:
        return own[0]
    fresh = _named(ctx, groups[-1].parts[-1].span.end if groups else start, part.span.start)
    if fresh is not None:
        return fresh
    if groups:
        return groups[-1].rated
    above = _named(ctx, max(0, part.span.start - _ABOVE), part.span.start)
    return above or (own[0] if own is not None else None)


def _named(ctx: Context, start: int, end: int) -> str | None:
    """The last kind of body or people named in `[start, end)`."""
    words = _without_brackets(ctx.flat[start:end])
    nouns = [m[0] for m in RATED.finditer(words) if m[0] not in _ANYBODY]
    return nouns[-1] if nouns else None


def _without_brackets(words: str) -> str:
    """The words without what stands in brackets: it splits what was counted, or abbreviates it."""
    return _BRACKETS.sub("", words)


def _fact(ctx: Context, group: _Group, rest: list[Number], start: int, end: int) -> RatingCount:
    span = Span(min(p.span.start for p in group.parts), max(p.span.end for p in group.parts))
    fact = RatingCount(span, "count, level", 0.93, rated=group.rated, parts=group.parts)
    for index, part in enumerate(group.parts):
        fact.fields[f"parts.{index}"] = FieldSource(part.label, part.span)
    if group.out_of is not None:
        fact.total = group.out_of.value
        fact.fields["total"] = FieldSource("of how many", Span(group.out_of.start, group.out_of.end))
    for number in rest:
        noun = RATED.match(ctx.flat, number.end + 1, end)
        if (
            fact.total is None
            and noun
            and (_LONG.get(noun[0], noun[0]).startswith(group.rated) or noun[0] in _ANYBODY)
            and not number.percent
            and number.end <= span.start
        ):
            fact.total = number.value
            fact.span = Span(number.start, span.end)
            fact.fields["total"] = FieldSource("of how many", Span(number.start, noun.end()))
    index = bisect_left(ctx.dates, start, key=lambda mention: mention.span.start)
    for mention in ctx.dates[index : index + _DATES]:
        if mention.span.start < span.end and mention.grain == "year":
            fact.period = mention.value
            fact.fields["period"] = FieldSource("date", mention.span)
            break
    return fact


def _same(ctx: Context, before: RatingCount, fact: RatingCount) -> bool:
    """A list that goes on line by line: "- Hoàn thành tốt nhiệm vụ: 45 tập thể"."""
    gap = ctx.flat[before.span.end : fact.span.start]
    labels = {part.label for part in before.parts}
    return (
        before.rated == fact.rated
        and len(gap) < _FAR
        and not any(part.label in labels for part in fact.parts)
        and "%" not in re.sub(r"\([^()]*\)", "", gap)
    )


def _join(before: RatingCount, fact: RatingCount) -> None:
    offset = len(before.parts)
    before.parts += fact.parts
    before.total = before.total if before.total is not None else fact.total
    before.span = Span(before.span.start, fact.span.end)
    for index, part in enumerate(fact.parts, offset):
        before.fields[f"parts.{index}"] = FieldSource(part.label, part.span)


def _of_year(ctx: Context, fact: RatingCount) -> None:
    """The year that the title or the last heading above says was rated."""
    said = list(_YEAR_RATED.finditer(ctx.flat, 0, fact.span.start))
    if said:
        fact.period = said[-1][1]
        fact.fields["period"] = FieldSource("title", Span(*said[-1].span(1)))


def _check(fact: RatingCount) -> None:
    counts = [part.count for part in fact.parts if part.count is not None]
    if fact.total is not None and sum(counts) > fact.total:
        fact.notes.append(f"Các mức cộng lại là {sum(counts)}, nhiều hơn tổng số {fact.total}.")
