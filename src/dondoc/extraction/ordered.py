"""Numbers that an order tells are targets: "Trung tâm tổ chức tư vấn cho 20.000 lao động" is to be done.

Whether a sentence orders something is read after its numbers; a number that says itself how it stands, or
tells what has been ("đã", a time gone by), keeps its standing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from dondoc.extraction.context import Context
from dondoc.extraction.statuswords import NOT_ONLY, PAST_CUE, own_period
from dondoc.records.facts import FieldSource, IndicatorStatement, TaskStatement
from dondoc.text.dates import last_day


def settle(context: Context, found: Sequence[IndicatorStatement], tasks: Sequence[TaskStatement]) -> None:
    """Makes targets of flat numbers that stand in a task's sentence; `tasks` in the text's order."""
    starts = [task.span.start for task in tasks]
    for fact in found if tasks else ():
        if fact.status != "actual" or "status" in fact.fields or fact.measure in {"change", "ratio", "rank"}:
            continue
        index = bisect_right(starts, fact.value_span.start) - 1
        if index < 0 or fact.value_span.end > tasks[index].span.end:
            continue
        if _to_be(context, fact, tasks[index]):
            fact.status = "target"
            fact.fields["status"] = FieldSource("order", tasks[index].span)


def _to_be(context: Context, fact: IndicatorStatement, task: TaskStatement) -> bool:
    """Whether a number is a part of what is ordered; not of what the order is for, or goes beyond."""
    at = fact.value_span.start
    action = task.fields["action"].span if "action" in task.fields else None
    if task.lead is None or action is None or at < action.start or task.fields["action"].how == "obligation":
        return False  # "Đánh giá cao việc các xã đạt 19 tiêu chí, Thủ tướng cho rằng cần …"
    if context.flat.find(":", action.start, at) >= 0:
        return False  # "Hai đội phải điều chỉnh mức thu như sau: đội một thu đạt 53 tỷ đồng"
    lead = context.flat[task.span.start : at]
    return PAST_CUE.search(lead) is None and NOT_ONLY.search(lead) is None and not _gone(context, fact)


def _gone(context: Context, fact: IndicatorStatement) -> bool:
    """Whether a number's own words name a time that has passed."""
    day = context.day
    return day is not None and fact.period is not None and own_period(fact) and last_day(fact.period) < day
