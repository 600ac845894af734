"""Who must do what by when: the sentences and table rows that hand out work.

Task tables come first; of the text that is left, issued documents are read by their headings and lead-ins
(`issuedtasks`), reports of speeches and of documents by who speaks to whom (`spokentasks`).
"""

from __future__ import annotations

import re

from dondoc.extraction import issuedtasks, spokentasks, tasktables
from dondoc.extraction.context import Context
from dondoc.extraction.taskframes import Section, TaskFrame
from dondoc.extraction.units import Unit, units
from dondoc.records.document import DocumentType
from dondoc.records.facts import TaskStatement
from dondoc.text.normalize import fold

_ANNEX = re.compile(r"(?:\*\*)?phụ lục\b")
_RULES = re.compile(r"(?:\*\*)?(?:QUY CHẾ|QUY ĐỊNH|ĐIỀU LỆ|NỘI QUY)\b(?! CHUNG| CỤ THỂ)")
_END_OF_BODY = re.compile(r"(?:\*\*)?nơi nhận|(?:tm|kt|tl|tuq|t/m|k/t)[.\s]")
# A text that begins with a section in capitals: a page of a document, its heading left out.
_MID_SECTION = re.compile(
    r"\s*(?:[IVX]{1,4}|[A-D]|\d{1,2})\s?[./)-]\s{0,2}(?:CÁC |MỘT SỐ )?"
    r"(?:NHIỆM VỤ|GIẢI PHÁP|NỘI DUNG|TỔ CHỨC|PHÂN CÔNG)"
)
# Articles and sections of an issued document, also where a page prints it without its heading.
_ARTICLED = re.compile(
    r"^[ \t*]*(?:điều \d{1,2}\s?[.:]|(?:[ivx]{1,4}|\d)\s?[.)/-]\s{0,2}(?:tổ chức thực hiện|phân công))",
    re.MULTILINE,
)


def find(ctx: Context) -> list[TaskStatement]:
    """The document's tasks in order: rows of its task tables and sentences of its text."""
    tasks = tasktables.find(ctx)
    taken = [task.span for task in tasks]
    speech = ctx.document.header.type is DocumentType.PRESS and not _issued(ctx)
    frame = TaskFrame()
    for unit in units(ctx):
        if taken and any(s.start <= unit.start < s.end for s in taken):
            continue
        first = ctx.flat[unit.start]
        if speech:
            task = spokentasks.read_unit(ctx, frame, unit)
        elif first in "*ntk" and _END_OF_BODY.match(ctx.flat, unit.start):
            frame = TaskFrame(sections=[Section(1, work=False)], marked=True)
            continue
        else:
            if first in "*p" and _ANNEX.match(ctx.flat, unit.start, unit.end):
                frame = TaskFrame(marked=True)
            elif unit.heading and _RULES.match(ctx.text, unit.start, unit.end) and _has_articles(ctx, unit):
                frame = TaskFrame(marked=True, rules=True)
            task = issuedtasks.read_unit(ctx, frame, unit)
        if task is not None:
            tasks.append(task)
            frame.last = task
    tasks.sort(key=lambda t: t.span)
    _link_repeats(tasks)
    for task in tasks:
        if task.lead is None:
            task.notes.append("Chưa nêu cơ quan thực hiện")
    return tasks


def _issued(ctx: Context) -> bool:
    """Whether a text without a document's heading has its articles, or begins amid its sections."""
    return _ARTICLED.search(ctx.folded) is not None or _MID_SECTION.match(ctx.text) is not None


def _has_articles(ctx: Context, unit: Unit) -> bool:
    """Whether articles stand before a title: what it opens goes with them and is not the document itself."""
    return ctx.flat.find("điều 1", 0, unit.start) >= 0


def _link_repeats(tasks: list[TaskStatement]) -> None:
    """Point a task said again (a caption, a summary) to where it was said first."""
    first: dict[tuple[str, str], int] = {}
    for index, task in enumerate(tasks):
        key = (fold(task.action), fold(task.lead or ""))
        earlier = first.setdefault(key, index)
        if earlier != index:
            task.same_as = earlier
