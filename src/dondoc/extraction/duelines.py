"""Sentences that only say by when: "Thời gian hoàn thành giai đoạn này trước ngày 31/12/2026."

They set no task; the one before them is due then. "Thời gian hoàn thành chậm nhất ngày 20/6 và báo
cáo kết quả về tỉnh" does ask for something: it is a task of its own.
"""

from __future__ import annotations

import re

from dondoc.extraction.context import Context
from dondoc.extraction.duedates import due_of
from dondoc.extraction.units import Unit
from dondoc.records.facts import FieldSource, TaskStatement
from dondoc.records.source import Span

_SAYS_WHEN = re.compile(
    r"(?:thời gian|thời hạn|hạn)(?: (?:hoàn thành|thực hiện|triển khai|báo cáo|gửi|trình|nộp))"
    r"(?: [^\s,.;:]+){0,6}?"
    r",? (?:là |xong )?(?:chậm nhất|muộn nhất|trước|trong|đến hết|hết)\b"
)
_ASKS_MORE = re.compile(r"\b(?:và|đồng thời|,) (?:báo cáo|gửi|tổng hợp|trình)\b")
_LONGEST = 160  # characters of such a sentence


def asks_more(ctx: Context, unit: Unit) -> bool:
    """Whether a sentence says by when and asks for something besides: "… chậm nhất ngày 20/6 và báo cáo"."""
    says = _SAYS_WHEN.match(ctx.flat, unit.start, unit.end)
    return says is not None and _ASKS_MORE.search(ctx.flat, says.end(), unit.end) is not None


def behind_time(ctx: Context, unit: Unit) -> tuple[Unit, str, Span] | None:
    """What stands behind a label that is a time and nothing else: "Quý III/2026: Sở Tài chính bố trí …"."""
    colon = ctx.text.find(":", unit.start, min(unit.end, unit.start + _LONGEST_LABEL))
    if colon < 0 or not unit.opens:
        return None
    said = [m for m in ctx.dates_in(unit.start, colon) if m.cue != "compared" and m.span.end <= colon]
    if not said:
        return None
    rest = ctx.flat[unit.start : colon]
    for mention in reversed(said):
        rest = rest[: mention.span.start - unit.start] + " " + rest[mention.span.end - unit.start :]
    start = colon + 1
    while start < unit.end and ctx.text[start] in " *_\t":
        start += 1
    if _ONLY_TIME.fullmatch(rest) is None or start >= unit.end:
        return None
    due = said[-1]
    until = due.last_day.isoformat() if due.grain == "days" else due.value
    return Unit(start, unit.end, unit.mark, unit.opens, kind=unit.kind), until, due.span


_LONGEST_LABEL = 60  # characters of such a label with its colon
_ONLY_TIME = re.compile(
    r"(?:\W|(?:trước|sau|đến|hết|trong|từ|ngày|tháng|quý|năm|chậm nhất|muộn nhất|hoàn thành|xong|thời gian"
    r"|thời hạn|giai đoạn|cuối|đầu|và|khoảng|\d+)(?!\w))*"
)


def completes(ctx: Context, task: TaskStatement | None, unit: Unit) -> bool:
    """Whether a sentence only says by when; if so the task before it is due then."""
    if task is None or unit.end - unit.start > _LONGEST or ctx.flat[unit.start] not in "th":
        return False
    says = _SAYS_WHEN.match(ctx.flat, unit.start, unit.end)
    if says is None or _ASKS_MORE.search(ctx.flat, says.end(), unit.end):
        return False
    due, span = due_of(ctx, unit.start, unit.end)
    if due is None or " đã " in ctx.flat[unit.start : unit.end]:
        return False
    if task.deadline is None:
        task.deadline = due
        task.fields["deadline"] = FieldSource("sentence after", span)
    return True
