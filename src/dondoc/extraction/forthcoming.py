"""What the news says is to be done in the time to come, by whom it tells of: work, though nobody orders it.

"Trong 6 tháng cuối năm, huyện tập trung hoàn thành các chỉ tiêu."     the district's, due by the year's end
"Thời gian tới, Sở Y tế tiếp tục …. Chú trọng …"                       what follows in the paragraph as well
"Năm qua, huyện tập trung …", "6 tháng cuối năm đã …"                  told of what was
"""

from __future__ import annotations

import re

from dondoc.extraction.addressees import Word, addressee_at, is_office, words_of
from dondoc.extraction.context import Context
from dondoc.extraction.readings import Reading
from dondoc.extraction.sentencecore import ACTIONS
from dondoc.extraction.units import Unit
from dondoc.records.source import Span
from dondoc.text.names import UPPER

WORDS = ("tới", "cuối", "còn lại", " sẽ ")
_LINK = r"(?:theo đó|bên cạnh đó|ngoài ra|đồng thời|đối với|về phương hướng)?,? ?"
_TO_COME = re.compile(
    _LINK + r"(?:(?:trong|từ nay đến|vào|bước vào|nhiệm vụ(?: trọng tâm)?) )?(?:khoảng )?"
    r"(?:thời gian (?:sắp )?tới|thời gian còn lại(?: của năm)?|tới đây|sắp tới|nhiệm kỳ tới|giai đoạn tới"
    r"|(?:(?:những|các|\d{1,2}|hai|ba|bốn|sáu) )?tháng (?:cuối|còn lại)(?: của)?(?: năm)?(?: (?:nay|20\d\d))?"
    r"|(?:cuối|hết) năm(?: (?:nay|20\d\d))?"
    r"|(?:tháng|quý|năm|tuần) (?:tới|tiếp theo)|nửa cuối năm(?: 20\d\d)?)"
    r",? "
)
_WILL = re.compile(r"(?:(?:bên cạnh đó|ngoài ra|đồng thời|cùng với đó|theo đó|vì vậy|do đó),? )?")
_PLACE = re.compile(
    r"(?:[Tt]oàn )?(?:(?:[Tt]ỉnh|[Tt]hành phố|TP\.?|[Hh]uyện|[Tt]hị xã|[Qq]uận|[Xx]ã|[Pp]hường|[Tt]hị trấn"
    rf"|[Đđ]ặc khu)(?: [{UPPER}]\w+){{0,4}}|[Nn]gành(?: [^\W\d]+){{0,4}}?|[Đđ]ịa phương)(?= )"
)
_GOES_ON = re.compile(r"(?:sẽ (?:chủ động |quyết tâm )?)?(?:(?:cũng |đều |còn |tiếp tục |sẽ ))*")
# After "sẽ" the news also tells what will happen; only this is work.
_WORKS = (
    "tiếp tục", "tập trung", "đẩy mạnh", "tăng cường", "chú trọng", "quan tâm", "phối hợp", "rà soát",
    "triển khai", "chỉ đạo", "nâng cao", "đẩy nhanh", "chủ động", "ưu tiên", "khẩn trương", "hoàn thiện",
)  # fmt: skip
_PRIVATE = re.compile(
    r"(?:công ty|doanh nghiệp|tập đoàn|hợp tác xã|nhà đầu tư|tổng công ty|các hộ|người dân)"
)
_PROPOSES = ("đề xuất", "kiến nghị")  # "Để hoàn thành nhiệm vụ, phòng | đề xuất 5 giải pháp": of others
_NEAR = 24


def first(ctx: Context, unit: Unit) -> tuple[Reading, tuple[str, Span] | None] | None:
    """What a sentence says is to be done, and by when it says so; None where it says no such thing."""
    opened = _opened(ctx, unit)
    if opened is None:
        return None
    at, willing = opened
    lead, after = _whose(ctx, at, unit.end)
    if willing and (lead is None or not ctx.flat.startswith("sẽ ", after)):
        return None
    if lead is None and ctx.text[at - 2] != ",":
        return None
    sign = _GOES_ON.match(ctx.flat, after, unit.end)
    verb = after if sign is None else sign.end()
    word = _word_at(ctx, verb) or _word_at(ctx, after)
    if word is None or not word.classes & ACTIONS or "order" in word.classes:
        return None
    if ctx.flat.startswith(_PROPOSES, word.start):
        return None
    if ctx.flat.startswith("sẽ ", after) and not ctx.flat.startswith(_WORKS, word.start):
        return None
    if lead is not None and _PRIVATE.match(ctx.flat, lead.start):
        return None
    due = next((d for d in ctx.dates_in(unit.start, at) if d.grain in _PERIODS), None)
    reading = Reading(
        "imperative", lead, word.start, Span(word.start, word.end), authority=True, verb_first=True
    )
    return reading, (due.value, due.span) if due is not None else None


def _opened(ctx: Context, unit: Unit) -> tuple[int, bool] | None:
    """Behind the words that open such a sentence; and whether only "sẽ" can tell that it is one."""
    near = min(unit.end, unit.start + _REACH)
    if ctx.says(WORDS, unit.start, near):
        when = _TO_COME.match(ctx.flat, unit.start, unit.end)
        if when is not None:
            return when.end(), False
    if ctx.flat.startswith(_AIMS, unit.start):
        aim = _TO_REACH.match(ctx.flat, unit.start, unit.end)
        return (aim.end(), False) if aim is not None else None
    if ctx.date is not None:
        for said in ctx.dates_in(unit.start, min(unit.end, unit.start + _NEAR)):
            lies_ahead = said.grain in _PERIODS and said.first_day > ctx.date
            if lies_ahead and ctx.flat.startswith(", ", said.span.end) and said.cue not in _OTHER_CUES:
                return said.span.end + len(", "), False
            break
    if ctx.says((" sẽ ",), unit.start, near):
        will = _WILL.match(ctx.flat, unit.start, unit.end)
        return (will.end(), True) if will is not None else None
    return None


_REACH = 70  # characters in which the words of time or "sẽ" stand
_OTHER_CUES = frozenset({"compared", "from", "as_of", "before"})
_AIMS = ("để ", "nhằm ")
# "Để hoàn thành các mục tiêu trên, | huyện tập trung …": what is to be done for what was set.
_TO_REACH = re.compile(
    r"(?:để|nhằm) (?:đạt|hoàn thành|thực hiện|phấn đấu|bảo đảm|đảm bảo|hiện thực hóa)(?!\w)[^.;:]{0,160}?"
    r"(?:mục tiêu|chỉ tiêu|kế hoạch|nhiệm vụ|dự toán|nghị quyết)(?!\w)[^.;:,]{0,70}, "
)
_PERIODS = frozenset({"half", "months", "quarter", "month", "year"})


def _whose(ctx: Context, at: int, end: int) -> tuple[Span | None, int]:
    """Who is told of behind the time, and where the verb can begin."""
    place = _PLACE.match(ctx.text, at, end)
    found = addressee_at(ctx, at, end)
    if found is not None and found[1] is not None and is_office(ctx, found[0]):
        return found[0], found[0].end + 1 if ctx.flat.startswith(" sẽ ", found[0].end) else found[1].start
    if place is not None:
        return Span(at, place.end()), place.end() + 1
    if found is not None and found[1] is not None:
        return found[0], found[1].start
    return None, at


def _word_at(ctx: Context, at: int) -> Word | None:
    words = words_of(ctx, at, at + _NEAR)
    return words[0] if words and words[0].start == at else None
