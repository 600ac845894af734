"""Reports that print what a paper orders, item by item: they are read as those of an issued document.

"… có ý kiến như sau:" and numbered items     whom the lead-in names must do them
"Cụ thể:" and "Sở Y tế: Rà soát …"            each paragraph for the office it names
"""

from __future__ import annotations

import re

from dondoc.extraction.addressees import addressee_at, is_office
from dondoc.extraction.context import Context
from dondoc.extraction.directives import read
from dondoc.extraction.sentencecore import command_follows, core
from dondoc.extraction.taskframes import Owner, TaskFrame
from dondoc.extraction.units import Unit
from dondoc.records.source import Span

_OPINION = re.compile(
    r"\b(?:có )?(?:ý kiến|chỉ đạo|kết luận|nội dung|yêu cầu)\b[^.;:]{0,60}(?:như )?sau\s*:?$|ý kiến\s*:$"
    r"|\b(?:nội dung|nhiệm vụ|giải pháp|yêu cầu)\b[^.;:]{0,90}\bgồm\s*:$"
)
_FOR = re.compile(r"(?:^|\s)(?:để|cho|đối với) ")
_THEREFORE = re.compile(r"(?:cụ thể|theo đó|trong đó|như sau)\s?:$")
_BETWEEN_LINES = ' \n*“"'


def goes_on(ctx: Context, frame: TaskFrame, unit: Unit) -> bool:
    """Whether a sentence is of the items that the report prints; where it is not, they have ended."""
    below = frame.topic and _work_of_office(ctx, unit)
    if frame.naming and unit.opens:
        below = below or _named_paragraph(ctx, frame, unit)
        if not below:
            frame.quoting = frame.naming = frame.speaking = False
            return False
    if not unit.opens or unit.mark or unit.heading or below or frame.owner.how == "heading":
        if unit.opens and not below:
            frame.topic = bool(unit.mark) and ctx.text[unit.end - 1] == ":"
        return True
    frame.quoting = False
    return False


def opens(ctx: Context, frame: TaskFrame, unit: Unit) -> bool:
    """Whether a lead-in is one after which a paper's items follow; the frame is made ready for them."""
    following = ctx.text[unit.end : unit.end + 12].strip(' \n*“"')
    items = following[:1] in "-–+•" or (
        following.lstrip("(")[:1].isdigit() and following.lstrip("(")[1:3].strip("0123456789")[:1] in ".)/"
    )
    names = not items and frame.speaking and _names_below(ctx, unit)
    if names:
        frame.quoting, frame.naming, frame.sections = True, True, []
        return True
    if not items:
        return False
    reading = read(ctx, unit)
    directs = reading.mood == "order" and reading.authority
    if not directs and not _OPINION.search(ctx.flat, max(unit.start, unit.end - 120), unit.end):
        return False
    lead = reading.lead if directs else _for_whom(ctx, unit)
    frame.owner = frame.base = Owner(lead, "lead-in")
    frame.sections = []
    frame.quoting = frame.speaking = frame.whole = True
    frame.topic = False
    frame.root = frame.base
    return True


def _names_below(ctx: Context, unit: Unit) -> bool:
    """Whether paragraphs for one office each follow "Cụ thể:": "Sở Y tế: Rà soát …"."""
    if _THEREFORE.match(ctx.flat, unit.start, unit.end) is None:
        return False
    at = unit.end
    while at < len(ctx.text) and ctx.text[at] in _BETWEEN_LINES:
        at += 1
    return _named_at(ctx, at, ctx.line_at(at)[1] if at < len(ctx.text) else at) is not None


def _named_at(ctx: Context, at: int, end: int) -> Span | None:
    """The office whose work follows behind a colon: "Sở Y tế: | Rà soát …"."""
    found = addressee_at(ctx, at, end)
    if found is None or found[1] is not None or not ctx.flat.startswith(":", found[0].end):
        return None
    return found[0]


def _named_paragraph(ctx: Context, frame: TaskFrame, unit: Unit) -> bool:
    """Whether a paragraph is for an office it names, or goes on with the last one's work."""
    named = _named_at(ctx, unit.start, unit.end)
    if named is not None:
        frame.base = frame.owner = Owner(named, "heading")
    return named is not None or (
        frame.base.lead is not None and command_follows(ctx, core(ctx, unit), unit.end)
    )


def _work_of_office(ctx: Context, unit: Unit) -> bool:
    """Whether a paragraph without a mark, under "1. Về phòng dịch:", says what an office does."""
    if unit.mark or unit.heading:
        return False
    reading = read(ctx, unit)
    return (
        reading.mood in {"duty", "obligation"} and reading.lead is not None and is_office(ctx, reading.lead)
    )


def _for_whom(ctx: Context, unit: Unit) -> Span | None:
    """Whom the items are for: "… 5 nội dung để các bộ, ngành triển khai, bao gồm:"."""
    for m in _FOR.finditer(ctx.flat, unit.start, unit.end):
        found = addressee_at(ctx, m.end(), unit.end)
        if found is not None and found[1] is not None:
            return found[0]
    return None
