"""Solutions that the news says somebody has set out: they are work, though nobody orders it.

"Để giữ đàn lợn, Chi cục Thú y đề ra 5 giải pháp, gồm: Tiêm phòng …"     the work stands behind the colon
"Tỉnh Bình Thử đã đưa ra nhiều giải pháp. Theo đó, hỗ trợ …"             or in the sentence that follows
"""

from __future__ import annotations

import re
from bisect import bisect_left

from dondoc.extraction import standing
from dondoc.extraction.addressees import addressee_at
from dondoc.extraction.context import Context
from dondoc.extraction.directives import place_before
from dondoc.extraction.readings import Reading
from dondoc.extraction.sentencecore import command_follows
from dondoc.extraction.units import Unit
from dondoc.records.source import Span

_SET_OUT = re.compile(
    r"[đxt](?:(?<=đ)(?:ề|ưa|ặt) ra|(?<=x)ác định|(?<=t)hông qua) (?:một số|nhiều|các|những|\d{1,2})(?: nhóm)?"
    r" (?:giải pháp|nhiệm vụ)(?: [^\W\d]+){0,4}(?: (?:để|nhằm) [^.;:]{3,120})?"
    r"(?=[.:,]| (?:là|như) (?:tiếp|tập|đẩy|tăng|nâng|xây|hoàn))"
)
_DONE = ("đã ", "đã và đang ", "cũng ", "vừa ", "tiếp tục ")
# Told of what was, or what somebody is told to set out.
_OTHER = re.compile(
    r"(?:thời gian|năm|tháng|nhiệm kỳ) (?:vừa )?qua\b|\b(?:cần|phải|yêu cầu|đề nghị|chỉ đạo) |[.;:]"
)
_THEY_ARE = re.compile(r",? ?(?:bao gồm|gồm|đó là|là|như|cụ thể)? ?(?:: |là )")
_UNTIL = re.compile(r"(?:từ (?:nay|giờ) )?(?:đến|tới) (?:hết |cuối )*(?:năm |quý |tháng )?$")
_COMMA = re.compile(", ")
_NEAR = 24  # characters of "từ nay đến hết năm "
_THAT_IS = re.compile(r"(?:đó là|gồm|cụ thể là|theo đó|trong đó)[:,]? (?:là )?")


def announced(ctx: Context, unit: Unit) -> Span | None:
    """The words that say solutions are set out, where the sentence says so; looked for once a document."""
    places = ctx.compiled.get("solutions")
    if places is None:
        places = ctx.compiled["solutions"] = [Span(*m.span()) for m in _SET_OUT.finditer(ctx.flat)]
    if not places:
        return None
    index = bisect_left(places, unit.start, key=lambda place: place.start)
    if index == len(places) or places[index].end > unit.end:
        return None
    return None if _OTHER.search(ctx.flat, unit.start, places[index].start) else places[index]


def goes_on(ctx: Context, unit: Unit) -> bool:
    """Whether a paragraph tells what the one above has announced: "Trong đó, tiếp tục …"."""
    return _THAT_IS.match(ctx.flat, unit.start, unit.end) is not None


def term(ctx: Context, unit: Unit, said: Span) -> tuple[str, Span] | None:
    """By when: "[Từ nay đến cuối năm 2026], tỉnh xác định các nhiệm vụ trọng tâm"."""
    told = [
        date
        for date in ctx.dates_in(unit.start, said.start)
        if _UNTIL.search(ctx.flat, max(unit.start, date.span.start - _NEAR), date.span.start)
    ]
    return (told[-1].value, told[-1].span) if told else None


def by_whom(ctx: Context, unit: Unit, said: Span) -> Span | None:
    """Who sets the solutions out, named just before the verb: "Để …, | tỉnh Bình Thử | đã đề ra …"."""
    verb = said.start
    verb -= next((len(word) for word in _DONE if ctx.flat.endswith(word, unit.start, verb)), 0)
    for sign in _COMMA.finditer(ctx.flat, unit.start, verb):
        several = addressee_at(ctx, sign.end(), verb)
        if several is not None and several[1] is None and several[0].end >= verb - 1:
            return several[0]  # "Để …, | các huyện, thành ủy, đảng ủy trực thuộc | đã đề ra …"
    comma = ctx.flat.rfind(", ", unit.start, verb)
    start = comma + len(", ") if comma >= 0 else unit.start
    found = addressee_at(ctx, start, verb)
    if found is not None and found[1] is None:
        return found[0]
    return place_before(ctx, max(0, start - 1), verb)


def first(ctx: Context, unit: Unit, *, planned: bool) -> Reading | None:
    """The first thing to do of solutions set out in this sentence, or, with `planned`, in the one before."""
    said = announced(ctx, unit)
    if said is not None:
        m = _THEY_ARE.match(ctx.flat, said.end, unit.end)
    else:
        m = _THAT_IS.match(ctx.flat, unit.start, unit.end) if planned else None
    if m is None or not command_follows(ctx, m.end(), unit.end):
        return None
    lead = by_whom(ctx, unit, said) if said is not None else None
    return Reading("imperative", lead, m.end(), Span(m.start(), m.end()), authority=True, verb_first=True)


# What one who may direct sets: “nhấn mạnh một số nhiệm vụ trọng tâm quý IV”, and behind its colon the work.
_SETS = re.compile(
    r"(?:nhấn mạnh|chỉ rõ|nêu rõ|đề ra|yêu cầu|lưu ý|chỉ đạo|triển khai|quán triệt|xác định)"
    r" (?:thêm )?(?:một số|các|những|\d{1,2}) (?:nhóm )?(?:nhiệm vụ|giải pháp|nội dung|việc|yêu cầu|vấn đề)"
    r"[^:;.]{0,90}: "
)
_STAGES = frozenset({"quarter", "month", "months", "half", "year"})


def sets(ctx: Context, unit: Unit) -> re.Match[str] | None:
    """The words that say tasks are set, which stand behind a colon in the same sentence."""
    colon = ctx.text.find(": ", unit.start, unit.end)
    if colon < 0 or not command_follows(ctx, colon + 2, unit.end):
        return None
    found = _SETS.search(ctx.flat, unit.start, colon + 2)
    if found is None or standing.AUTHORITY_RE.search(ctx.flat, unit.start, found.start()) is None:
        return None
    return found


def stage_in(ctx: Context, said: re.Match[str]) -> tuple[str, Span] | None:
    """By when: "nhiệm vụ trọng tâm [quý IV]:"."""
    stages = [d for d in ctx.dates_in(said.start(), said.end()) if d.grain in _STAGES]
    return (stages[-1].value, stages[-1].span) if stages else None
