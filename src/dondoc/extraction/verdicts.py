"""How many targets were met, and how many not.

    25/28 chỉ tiêu đạt và vượt mục tiêu đề ra
    Trong 25 chỉ tiêu chủ yếu có 9 chỉ tiêu vượt, 12 chỉ tiêu đạt, 4 chỉ tiêu không đạt
    6 chỉ tiêu dưới 45% kế hoạch, 5 chỉ tiêu đánh giá vào cuối năm

Every number stays an indicator statement too; here they are one fact that adds up or is noted not to.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from decimal import Decimal

from dondoc.extraction import counted
from dondoc.extraction.context import Context
from dondoc.extraction.counted import Label, Tally
from dondoc.records.facts import FieldSource, Part, VerdictCount
from dondoc.records.source import Span

_NOUN = re.compile(r"(?:chỉ tiêu|mục tiêu)\b")
_NEXT_TO = re.compile(
    r"(?:\d|\b(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)(?: \w+)?)\s+(?:chỉ tiêu|mục tiêu)"
    r"|(?:chỉ tiêu|mục tiêu)[^,;.]*?\d"
)
_NOUNS = ("chỉ tiêu", "mục tiêu")
_COUNT_AHEAD = re.compile(r"(?:\d|\b(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)(?: \w+)?)\s+$")
_COUNT_BEHIND = re.compile(r"[^.;\n]{0,40}?\d")
# "đạt trên 75% kế hoạch", "đạt từ 50 - 75%", "dưới 45% kế hoạch": how far, not whether.
_SHARE = re.compile(
    r"(?:(?:đạt|bằng|hoàn thành)\s+(?:được\s+)?)?(?:trên|từ|dưới|hơn|khoảng|gần|không quá|ít nhất)\s+"
    r"\d[\d,]*\s*%?(?:\s*(?:-|–|đến|tới|và|đến dưới)\s*(?:dưới |trên )?\d[\d,]*\s*%)?(?:\s+trở lên)?"
    r"(?:\s+(?:so với )?kế hoạch(?: năm)?)?"
)
_WHOLE = re.compile(r"(?:100(?:[.,]0+)?\s?%)")
_EXPECTED = re.compile(r"dự kiến|ước(?: có| cả năm| thực hiện| đạt|\b)|khả năng|dự báo")
_AIMED = re.compile(
    r"phấn đấu|quyết tâm|yêu cầu|đặt mục tiêu|cần (?:phải )?|phải |để (?:đạt|hoàn thành)|nhằm"
)
_GOES_ON = re.compile(r"(?:trong đó|cụ thể|trong số đó|còn(?: lại)?|có \d|gồm|số chỉ tiêu|\d)")
_GOOD = frozenset({"met_or_exceeded", "met", "exceeded"})
_CLAIMS = 4  # citations at most that are looked at in one sentence
_FAR = 6  # sentences at most that one count runs over


def find(ctx: Context) -> list[VerdictCount]:
    """Every count of targets by verdict, in the text's order."""
    found: list[VerdictCount] = []
    done = 0
    for place in _counted_nouns(ctx.flat):
        if place < done:
            continue
        start, end = ctx.sentence_at(place)
        done = max(end, place + 1)
        fact = _count(ctx, start, end)
        if fact is None:
            continue
        before = found[-1] if found else None
        if before is not None and _continues(ctx, before, start, fact):
            _join(before, fact)
        else:
            found.append(fact)
    for fact in found:
        _check(fact)
    return found


def _counted_nouns(flat: str) -> Iterator[int]:
    """Where targets are named beside a number: a quick look, so that texts without any cost nothing."""
    places = []
    for noun in _NOUNS:
        at = flat.find(noun)
        while at >= 0:
            if _COUNT_AHEAD.search(flat[max(0, at - 16) : at]) or _COUNT_BEHIND.match(flat, at + len(noun)):
                places.append(at)
            at = flat.find(noun, at + 1)
    return iter(sorted(places))


def _count(ctx: Context, start: int, end: int) -> VerdictCount | None:
    shares = list(_shares(ctx, start, end))
    labels = [
        Label(s, e, str(payloads[0].entry["label"]))
        for s, e, payloads in ctx.hits_in("verdict_words", start, end)
        if not any(share.start < e and s < share.end for share in shares)
    ]
    labels = sorted([*labels, *shares], key=lambda label: label.start)
    if not labels:
        return None
    numbers = [
        n
        for n in counted.numbers(ctx, start, end, _NOUN)
        if not any(share.start <= n.start < share.end for share in shares)
    ]
    tally = counted.attach(ctx, [n for n in numbers if not n.percent], labels, _NOUN)
    kept = [i for i, part in enumerate(tally.parts) if _is_count(ctx, tally, part)]
    if not kept or not any(_NOUN.search(ctx.flat, *part.span) for part in tally.parts):
        return None
    parts = [tally.parts[i] for i in kept]
    if _AIMED.search(ctx.flat, max(start, parts[0].span.start - 40), parts[0].span.start):
        return None
    total, where = _total(ctx, tally, [tally.out_of[i] for i in kept])
    span = Span(
        min(parts[0].span.start, where.start if where else parts[0].span.start),
        max(p.span.end for p in parts),
    )
    noun = _NOUN.search(ctx.flat, span.start, end)
    fact = VerdictCount(
        span, "count, verdict", 0.95, counted=noun[0] if noun else "", total=total, parts=parts
    )
    for index, part in enumerate(parts):
        fact.fields[f"parts.{index}"] = FieldSource(part.label, part.span)
    if where is not None:
        fact.fields["total"] = FieldSource("of how many", where)
    _surroundings(ctx, fact, start, end)
    return fact


def _shares(ctx: Context, start: int, end: int) -> Iterator[Label]:
    for m in _SHARE.finditer(ctx.flat, start, end):
        if "%" in m[0] and not _WHOLE.search(m[0]):
            yield Label(m.start(), m.end(), "under_way")


def _is_count(ctx: Context, tally: Tally, part: Part) -> bool:
    """A whole number of targets: "vượt 12" of a sentence about tonnes is none."""
    if part.count is None or part.count != int(part.count):
        return False
    if _NOUN.search(ctx.flat, *part.span):
        return _NEXT_TO.search(ctx.flat, *part.span) is not None
    behind = ctx.flat[part.span.end : part.span.end + 24]
    unit = re.match(r"\s*(?:[,;.)]|và\b|chỉ tiêu|mục tiêu|kế hoạch|so với|$)", behind)
    return unit is not None and len(tally.parts) > 1


def _total(ctx: Context, tally: Tally, out_of: list[Decimal | None]) -> tuple[Decimal | None, Span | None]:
    """Of how many: "25/28", or a number before that no verdict follows: "trong 25 chỉ tiêu"."""
    for whole, part in zip(out_of, tally.parts, strict=False):
        if whole is not None:
            return whole, part.span
    first = min(part.span.start for part in tally.parts)
    for number in tally.rest:
        noun = re.match(r"\s*(?:\w+ ){0,2}?(?:chỉ tiêu|mục tiêu)\b", ctx.flat[number.end : number.end + 40])
        if number.start < first and noun and first - number.start < 160:
            return number.value, Span(number.start, number.end + noun.end())
    return None, None


def _surroundings(ctx: Context, fact: VerdictCount, start: int, end: int) -> None:
    """The document whose targets were counted, the year, and whether it is only expected."""
    ahead = _EXPECTED.search(ctx.flat, max(start, fact.span.start - 60), fact.span.end)
    if ahead:
        fact.expected = True
        fact.fields["expected"] = FieldSource("word", Span(*ahead.span()))
    first = bisect_left(ctx.claims, (start,))
    for low, high, who in ctx.claims[first : first + _CLAIMS]:
        if who == "citation" and high <= end:
            fact.source = " ".join(ctx.text[low:high].split())
            fact.fields["source"] = FieldSource("citation", Span(low, high))
            break
    for day in ctx.dates_in(start, fact.span.end)[:1]:
        fact.period = day.value
        fact.fields["period"] = FieldSource("date", day.span)


def _continues(ctx: Context, before: VerdictCount, start: int, fact: VerdictCount) -> bool:
    """Whether the next sentence splits the count further: "Trong đó 15 chỉ tiêu vượt"."""
    gap = ctx.flat[before.span.end : start]
    if gap.count("\n") > _FAR or len(gap) > 400 or ("." in gap and fact.total not in (None, before.total)):
        return False
    return fact.total is None and _GOES_ON.match(ctx.flat[start : start + 30].lstrip("-–+* ")) is not None


def _join(before: VerdictCount, fact: VerdictCount) -> None:
    offset = len(before.parts)
    before.parts += fact.parts
    before.span = Span(before.span.start, fact.span.end)
    for index, part in enumerate(fact.parts, offset):
        before.fields[f"parts.{index}"] = FieldSource(part.label, part.span)


def _check(fact: VerdictCount) -> None:
    """Note where the parts do not add up to the whole."""
    sums = {part.label: part.count or Decimal(0) for part in fact.parts}
    both = sums.get("met_or_exceeded")
    split = sums.get("met", Decimal(0)) + sums.get("exceeded", Decimal(0))
    if both is not None and {"met", "exceeded"} <= sums.keys() and split != both:
        fact.notes.append(f"Vượt và đạt cộng lại là {split}, văn bản ghi {both}.")
    others = [part.count or Decimal(0) for part in fact.parts if part.label not in _GOOD]
    known = (both if both is not None else split) + sum(others)
    if fact.total is not None and known > fact.total:
        fact.notes.append(f"Các phần cộng lại là {known}, nhiều hơn tổng số {fact.total}.")
