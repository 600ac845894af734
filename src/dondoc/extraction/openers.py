"""Periods that open a sentence and hold until the next: "Năm 2022, …", "Trong quý I, …", "6 tháng đầu năm …".

They rule what follows whether or not their own sentence has a number:

    Năm 2022, huyện vượt nhiều khó khăn. Tổng giá trị sản xuất đạt 660 tỷ đồng.     2022
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from dondoc.extraction.context import Context
from dondoc.extraction.frames import COUNTS, MANY, is_so_far
from dondoc.extraction.sentences import paragraph_starts
from dondoc.records.source import Span
from dondoc.text.dates import DateMention

# "Hiện đảng bộ có 45 chi bộ": at a clause's beginning it is an adverb, whatever follows.
NOW_FIRST = (
    r"hiện(?<!\w hiện)(?<!\whiện)(?= )"
    r"(?! (?:nay|đại|hành|tượng|trạng|vật|trường|thực|hữu|thân|hình|diện)(?!\w))"
)
# "Năm 2023 có 4 chỉ số tăng điểm. Tuy nhiên, có 6 chỉ số giảm": the other side of the same.
CONTRAST = re.compile(r"[\s\-–+•*(]*(?:tuy nhiên|ngược lại|trái lại)(?!\w)")
_REACH = 90  # characters between a sentence's beginning and its words of time
# What may stand before words of time that open a sentence.
_LEADS = re.compile(
    r"[\s\-–+•*\d.)(]*(?:date \d{4}-\d\d(?:-\d\d)? )?(?:\(?[a-zđ]{2,6}\)? ?[-–] )?"
    r"(?:(?:theo đó|cụ thể|tính|riêng|trong|chung|đến|hết|kết thúc|bước sang|sang|về|cả|vào|"
    r"lũy kế|bình quân|giai đoạn|nhiệm kỳ|ước|dự kiến|ngay|qua|theo báo cáo|cuối|đầu|mục tiêu|trọng tâm|"
    r"phấn đấu|kế hoạch|dự toán|nhiệm vụ|trong đó|tuy nhiên|đặc biệt|đáng chú ý|có thể nói|"
    r"theo [^,.;:\d]{3,60},)[\s,:]*){0,5}"
)
_BEHIND = re.compile(
    r"\s?(?:,|:|(?:tỉnh|huyện|thành phố|toàn|cả|đảng bộ|các|xã|thị xã|là|kinh tế|tình hình|tổng|ngành|thu"
    r"|chi|nền|công tác|hoạt động|sản xuất|nhiều|với|mặc dù|dù|tuy|tốc độ|giá trị|số|tỷ lệ|phường)(?!\w))"
)


_HALF = 6  # months
_PAST = ("tháng qua", "tháng vừa qua", " tháng, ")
_MONTHS_PAST = re.compile(r" tháng(?: (?:vừa )?qua(?!\w)|(?=, ))")  # begins with letters: `re` skips quickly
_SO_MANY = re.compile(rf"(?<!\w)(\d{{1,2}}|{MANY})$")
_LONGEST_COUNT = 10  # characters of one of them and the one before it


class Opener(NamedTuple):
    """Words of time at the beginning of a sentence."""

    start: int
    period: str  # "" for a time that no calendar gives
    span: Span
    holds: bool  # also for the paragraphs that follow
    until: bool = False  # it says by when: "Đến hết năm 2026, …"


class Openers:
    """The openers of one document, in order."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.found = [
            opener for mention in context.dates if (opener := _opener(context, mention)) is not None
        ]
        opened = {opener.start for opener in self.found}  # what opens a paragraph is no topic beside it
        self.found += [topic for topic in _topics(context) if topic.start not in opened]
        self.found += _months_past(context)
        self.found += _years_past(context)
        self.found += _nows(context)
        self.found += _vague(context)
        self.found.sort(key=lambda opener: opener.start)
        self._starts = [opener.start for opener in self.found]
        self._lines = paragraph_starts(context.text, context.lines, context.sentences, context.layout)

    def before(self, position: int, low: int) -> Opener | None:
        """The last opener in `[low, position)`."""
        index = bisect_right(self._starts, position) - 1
        return self.found[index] if index >= 0 and self.found[index].start >= low else None

    def paragraphs(self, start: int, end: int) -> int:
        """How many paragraphs lie between two positions; 0 in one paragraph."""
        return bisect_right(self._lines, end) - bisect_right(self._lines, start)


def openers(context: Context) -> Openers:
    """Made once for a document."""
    made = context.compiled.get("openers")
    if made is None:
        made = context.compiled["openers"] = Openers(context)
    assert isinstance(made, Openers)
    return made


# Where, with what or in spite of what: an adverbial that may stand before the words of time.
_ADVERBIAL = re.compile(
    r"(?:trong (?:bối cảnh|điều kiện)|với|mặc dù|dù|dưới|nhờ|bằng|tuy|do|trước|thực hiện|phát huy|xác định|"
    r"được sự|bên cạnh|cùng với|song song|theo|để|nhằm|sau|từ)(?!\w)"
    r"(?:[^.;:\d]|(?<=thứ )\d{1,2}(?!\d)){3,400}, (?:trong |đến |vào |hết |tính )?"
)


def opens(context: Context, span: Span) -> bool:
    """Whether words of time stand at their sentence's beginning, or end an adverbial there."""
    start = context.sentence_at(span.start)[0]
    if span.start - start <= _REACH and _LEADS.fullmatch(context.flat, start, span.start) is not None:
        return True
    if span.start - start <= _FARTHEST_LEAD and _SAID.fullmatch(context.flat, start, span.start) is not None:
        return True
    return _ADVERBIAL.fullmatch(context.flat, start, span.start) is not None


_FARTHEST_LEAD = 160  # characters
# "Báo cáo của huyện cho biết: Đến nay, …", "Theo lãnh đạo Sở, …": who tells stands before what is told.
_SAID = re.compile(
    r"[^.;:]{3,120}(?<!\w)(?:cho biết|nêu rõ|cho hay|khẳng định|cho thấy|nhấn mạnh|báo cáo|thông tin"
    r"|đánh giá)"
    r"(?: rằng)?[,:]? (?:trong |tính |tính chung |tính gộp |gộp )?"
)


def _topics(context: Context) -> list[Opener]:
    """“Kinh tế 9 tháng đầu năm 2024 giữ đà tăng. …”: a sentence that counts nothing rules its paragraph."""
    found: list[Opener] = []
    for mention in context.dates:
        if mention.grain not in _STRETCHES or mention.cue in {"compared", "by", "before", "from", "as_of"}:
            continue
        start, end = context.sentence_at(mention.span.start)
        start += len(context.flat[start:end]) - len(context.flat[start:end].lstrip())
        if mention.relative or not 0 < mention.span.start - start <= _REACH or end - start > _TOPIC:
            continue
        beside = context.flat[start : mention.span.start] + context.flat[mention.span.end : end]
        if _DIGITS.search(beside) is None and _SUBJECT.fullmatch(context.flat, start, mention.span.start):
            found.append(Opener(mention.span.start, mention.value, mention.span, holds=False))
    return found


_STRETCHES = frozenset({"months", "half", "quarter"})
_TOPIC = 200  # characters of such a sentence
_DIGITS = re.compile(r"\d")
# A subject up to its time: no clause of its own, nothing done in it.
_SUBJECT = re.compile(
    r"(?![^.]*(?<!\w)(?:nhiệm vụ|kế hoạch|phương hướng|mục tiêu|dự toán|chỉ tiêu|họp|hội nghị|báo cáo)(?!\w))"
    r"[^,.;:()\n]+ (?:trong )?"
)


def _months_past(context: Context) -> list[Opener]:
    """“trong 6 tháng qua, tỉnh tập trung …”, "Sáu tháng, …" in a text of July: the year's first half."""
    found: list[Opener] = []
    if not any(words in context.flat for words in _PAST):  # most texts: quicker than the pattern
        return found
    for match in _MONTHS_PAST.finditer(context.flat):
        count = _SO_MANY.search(context.flat, max(0, match.start() - _LONGEST_COUNT), match.start())
        if count is None:
            continue
        span = Span(count.start(), match.end())
        months = COUNTS.get(count[1]) or int(count[1])
        if not is_so_far(context, months) or not opens(context, span):
            continue
        if _BEHIND.match(context.flat, span.end) is not None:
            period = (
                f"{context.year}-H1" if months == _HALF else f"{context.year}-01/{context.year}-{months:02}"
            )
            found.append(Opener(span.start, period, span, holds=True))
    return found


def _years_past(context: Context) -> list[Opener]:
    """“trong 5 năm qua, tỉnh đạt nhiều kết quả” at a congress: the term that ends, as the text names it."""
    found: list[Opener] = []
    if not any(
        words in context.flat for words in ("năm qua", "năm vừa qua", "nhiệm kỳ qua", "nhiệm kỳ vừa qua")
    ):
        return found
    for match in _YEARS_PAST.finditer(context.flat):
        span = Span(*match.span())
        if not opens(context, span) or _BEHIND.match(context.flat, span.end) is None:
            continue
        stage = term_past(context, int(match[1] or _TERM), of_office=match[1] is None)
        if stage is not None:
            found.append(Opener(span.start, stage, span, holds=True))
    return found


_TERM = 5  # years between two congresses
_YEARS_PAST = re.compile(r"(?<!\w)(?:(?<!\d)(\d) năm|nhiệm kỳ) (?:vừa )?qua(?!\w)")
_NEXT_TERM = re.compile(r"nhiệm kỳ (20\d\d)\s?[-–]\s?20\d\d")


def term_past(context: Context, count: int, *, of_office: bool = False) -> str | None:
    """The stage of so many years that has gone: named in the text, else the one before its next term.

    A term of office is called by the years in which it begins and ends: "nhiệm kỳ 2020 - 2025".
    """
    year = context.year
    for mention in context.dates:
        if mention.grain != "years" or mention.cue == "compared" or year is None:
            continue
        first, last = int(mention.value[:4]), int(mention.value[5:9])
        if last - first in {count, count - 1} and year - 1 <= last <= year:
            return mention.value
    begins = _NEXT_TERM.search(context.flat)
    if begins is None or context.date is None or count != _TERM or begins[1] != f"{context.date.year}":
        return None
    return f"{int(begins[1]) - count + (not of_office)}/{begins[1]}"


def _nows(context: Context) -> list[Opener]:
    """“Đến nay, 11/15 xã đã đạt chuẩn”: the document's day, and the end of what an earlier year ruled."""
    if context.date is None:
        return []
    return [
        Opener(match.start(), context.date.isoformat(), Span(*match.span()), holds=False)
        for match in _now_words(context.flat)
        if opens(context, Span(*match.span()))
    ]


def _vague(context: Context) -> list[Opener]:
    """“Thời gian qua, …”, "đến nay, …" of an unknown day: the end of what an earlier time ruled."""
    flat = context.flat
    vague = [match.span() for match in _VAGUE.finditer(flat)] if any(w in flat for w in _VAGUE_SIGNS) else []
    if context.date is None:
        vague += [match.span() for match in _now_words(flat)]
    return [
        Opener(start, "", Span(start, end), holds=False)
        for start, end in vague
        if opens(context, Span(start, end))
    ]


_VAGUE_SIGNS = ("thời gian", "từ trước", "lâu nay", "xưa nay", "từ lâu")
_VAGUE = re.compile(r"(?:thời gian (?:vừa )?qua|từ trước (?:đến|tới) nay|lâu nay|xưa nay|từ lâu)(?=,| )")


def _now_words(flat: str) -> Iterator[re.Match[str]]:
    """The words of now; looked for by their beginnings, which is quicker than the pattern."""
    for words in _NOW_BEGINS:
        at = flat.find(words)
        while at >= 0:
            match = _NOW.match(flat, at)
            if match is not None:
                yield match
            at = flat.find(words, at + 1)


_NOW_BEGINS = ("đến nay", "tới nay", "hiện", "đến thời điểm")
_NOW = re.compile(
    r"(?:đến nay|tới nay|hiện nay|hiện tại|đến thời điểm (?:này|hiện tại))"
    rf"(?=,| (?:đã|toàn|tỉnh|huyện|xã|thành|có))|{NOW_FIRST}"
)


_ALONE = re.compile(r"\s*riêng (?:trong )?$")


def _opener(context: Context, mention: DateMention) -> Opener | None:
    if mention.grain in {"day", "days"} or mention.cue == "compared" or not opens(context, mention.span):
        return None
    if _BEHIND.match(context.flat, mention.span.end) is None:
        return None
    start = context.sentence_at(mention.span.start)[0]
    if mention.grain in {"month", "quarter"} and _ALONE.match(context.flat, start, mention.span.start):
        line = context.text.rfind("\n", 0, start) + 1
        if context.text[line:start].strip():
            return None  # "…. Riêng tháng 6, chỉ số tăng 1,9%": within what tells of more
    holds = mention.cue != "from" and not mention.relative
    return Opener(mention.span.start, mention.value, mention.span, holds, until=mention.cue == "by")
