"""What a document commits to, as the coverage matrix compares it: its targets and tasks, each once."""

from __future__ import annotations

import re

from dondoc.packs import load
from dondoc.records.coverage import Commitment, CommitmentKind
from dondoc.records.document import Document
from dondoc.records.facts import Facts, IndicatorStatement

_FOOTNOTE = re.compile(r"[ \t]*\[\d{1,3}\]")  # "(1)" numbers a list
_TRAILING = re.compile(r"[ \t]+\d$")  # "tổng vốn đầu tư toàn xã hội 5" năm
# A name that says who does it was cut out of an order, which is a commitment itself.
_ORDERS = re.compile(r"(?<!\w)(?:chủ trì|phối hợp với|tham mưu|có trách nhiệm)(?!\w)")
_MEASURES = frozenset({"level", "change", "share", "ratio"})


def commitments(document: Document, facts: Facts) -> list[Commitment]:
    """Targets, then tasks, in the text's order.

    A figure inside a task belongs to the task; one said again is one target; a number without a name of what
    it measures is none.
    """
    falling = {e["id"] for e in load().entries("indicators") if e.get("direction") == "down"}
    tasks = [task.span for task in facts.tasks if task.rule == "table row"]
    made = [
        Commitment(
            CommitmentKind.TARGET,
            name=_TRAILING.sub("", fact.full_name),
            key=f"target:{index}",
            value=fact.value,
            value_max=fact.value_max,
            unit=fact.unit,
            bound=fact.bound,
            less_is_better=fact.indicator_id in falling,
            due=fact.period,
            indicator=None if fact.body else fact.indicator_id,
            span=fact.span,
            words=document.quote(fact.span),
        )
        for index, fact in enumerate(facts.indicators)
        if _is_target(fact, document) and not any(s.start <= fact.value_span.start < s.end for s in tasks)
    ]
    made += [
        Commitment(
            CommitmentKind.TASK,
            name=task.action or document.quote(task.span),
            key=f"task:{index}",
            due=task.deadline,
            lead=task.lead,
            collective=task.collective,
            span=task.span,
            words=document.quote(task.span),
        )
        for index, task in enumerate(facts.tasks)
        if task.same_as is None
    ]
    return made


def _is_target(fact: IndicatorStatement, document: Document) -> bool:
    return (
        fact.status == "target"
        and fact.measure in _MEASURES
        and fact.same_as is None
        and fact.value is not None
        and bool(fact.name)
        and _ORDERS.search(fact.name.lower()) is None
        and not _is_footnote(fact, document.text)
    )


def _is_footnote(fact: IndicatorStatement, text: str) -> bool:
    """A figure under the text: "[1] Dân số trung bình dùng để tính là 1,86 triệu người"."""
    line = text.rfind("\n", 0, fact.span.start) + 1
    return _FOOTNOTE.match(text, line) is not None
