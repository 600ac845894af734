"""The day and the issuer of a cited document, read behind its number: "… ngày 5/3/2026 của Tỉnh ủy".

Only what follows at once belongs to the mention; day and issuer may also stand before it:
"Ngày 4/7/2025, UBND tỉnh ban hành Kế hoạch số 30".
"""

from __future__ import annotations

import re

from dondoc.extraction.bodies import body_ending_at, clean, run_end
from dondoc.extraction.context import Context
from dondoc.extraction.duedates import mentions_in
from dondoc.records.facts import Citation, FieldSource
from dondoc.records.source import Span
from dondoc.text.dates import DateMention

_GAP_TO_DATE = re.compile(r"[\s,(*]*(?:ban hành|ký)?[\s,]*")
_GAP_TO_ISSUER = re.compile(r"[\s,*)]*(?:được\s+)?(?:của|do)\s+")
_GAP_TO_YEAR = re.compile(r"\s+(?:năm|ban hành năm)\s+((?:19|20)\d\d)")
_BEFORE_DATE = re.compile(r"ban hành|ký|thông qua|có|phê duyệt")
_OF_SYMBOL = re.compile(r"/[\w&.-]+,?\s+(?:ban hành |ký )?(?:ngày\s+)?$")
_ISSUES = re.compile(r" (?:(?:đã|vừa|vừa mới) )?(?:ban hành|ra|ký ban hành|có) $")
_OPENS = re.compile(r"(?:^|[\n.,;:(–-] ?|\) )$")  # nothing of a longer name stands before
_DATES_NEAR = 130
_SENTENCE_HEAD = 160  # characters from a day that opens a sentence to what was issued on it
_NEAR = 40  # characters between a symbol and its day or issuer at most


def skip_space(text: str, at: int) -> int:
    """The next character that is neither white space nor a mark of emphasis."""
    while at < len(text) and text[at] in " \n\xa0*":
        at += 1
    return at


def complete(ctx: Context, citation: Citation, start: int) -> None:
    """Read the day and the issuer that follow, or the day said before ("Ngày 4/7/2025, … ban hành …")."""
    text, end = ctx.text, citation.span.end
    for _ in range(2):
        if citation.date is None and (day := _date_after(ctx, end)) is not None:
            citation.date, end = day.value, day.span.end
            citation.fields["date"] = FieldSource("day after", day.span)
        if citation.issuer is None and (issuer := _issuer_after(ctx, end)) is not None:
            citation.issuer, end = clean(text[issuer.slice]), issuer.end
            citation.fields["issuer"] = FieldSource("của", issuer)
    if (
        citation.date is None
        and (citation.issuer or citation.symbol)
        and (m := _GAP_TO_YEAR.match(text, end, end + 20))
    ):
        citation.date, end = m[1], m.end()
        citation.fields["date"] = FieldSource("year after", Span(*m.span(1)))
    citation.span = Span(citation.span.start, end)
    if citation.date is None:
        _date_before(ctx, citation, start)
    if citation.issuer is None and (m := _ISSUES.search(ctx.flat, max(0, start - 30), start)):
        body = body_ending_at(ctx, ctx.sentence_at(start)[0], m.start())
        if body is not None and _OPENS.search(
            text, max(0, body.start - 3), body.start
        ):  # "Bộ Chính trị vừa ban hành | Chỉ thị 01-CT/TW"
            citation.issuer = clean(text[body.slice])
            citation.fields["issuer"] = FieldSource("before", body)


def day_at(ctx: Context, position: int) -> DateMention | None:
    """The day whose words hold this position."""
    for day in dates_from(ctx, position - 6):
        if day.span.start <= position < day.span.end and day.grain == "day" and not day.inferred:
            return day
    return None


def dates_from(ctx: Context, position: int) -> list[DateMention]:
    """The days and periods that stand soon after a position."""
    return mentions_in(ctx, position, position + _DATES_NEAR)


def _date_after(ctx: Context, end: int) -> DateMention | None:
    gap = _GAP_TO_DATE.match(ctx.text, end, end + _NEAR)
    at = gap.end() if gap else end
    for day in dates_from(ctx, end):
        if day.span.start > at:
            return None
        if day.span.start == at and day.grain == "day" and not day.inferred:
            return day
    return None


def _issuer_after(ctx: Context, end: int) -> Span | None:
    m = _GAP_TO_ISSUER.match(ctx.folded, end, end + _NEAR)
    if m is None:
        return None
    at, title = m.end(), 0
    for title_start, title_end, _ in ctx.hits_in("titles", at, at + 40):
        if title_start == at:  # "của Bộ trưởng Bộ Công an", "của Thủ tướng Chính phủ"
            at, title = skip_space(ctx.text, title_end), title_end
    stop = run_end(ctx, at, min(len(ctx.text), at + 110))
    last = stop if stop > at else title
    return Span(m.end(), last) if last > m.end() else None


def _date_before(ctx: Context, citation: Citation, start: int) -> None:
    sentence, _ = ctx.sentence_at(start)
    days = [d for d in mentions_in(ctx, sentence, start) if d.grain == "day" and not d.inferred]
    last = days[-1] if days else None
    if last is None or start - last.span.end > _SENTENCE_HEAD:
        return
    if _OF_SYMBOL.search(ctx.folded, max(sentence, last.span.start - _NEAR), last.span.start):
        return  # "Thực hiện Công điện số 41/CĐ-TTg ngày 22/5, UBND tỉnh có Công văn số …": the telegram's day
    between = ctx.folded[last.span.end : start]
    if _BEFORE_DATE.search(between) and not re.search(r"[;.(]", between) and "số" not in between:
        citation.date = last.value
        citation.fields["date"] = FieldSource("day before", last.span)
