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
