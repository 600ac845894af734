"""Lines that complete the tasks above them: "Đơn vị chủ trì: Sở X", "Thời gian thực hiện: quý II/2026"."""

from __future__ import annotations

import re

from dondoc.extraction import taskcolumns, tasktables
from dondoc.extraction.addressees import split_names, words_of
from dondoc.extraction.bodies import clean
from dondoc.extraction.context import Context
from dondoc.extraction.sentencecore import command_follows
from dondoc.extraction.taskframes import TaskFrame
from dondoc.extraction.taskrecords import set_lead
from dondoc.extraction.units import Unit
from dondoc.records.facts import FieldSource, TaskStatement
from dondoc.records.source import Span

_LABEL = re.compile(r"[\s*]*([^:\n]{2,60}?)[\s*]*:[\s*]*")
_NEXT_LABEL = re.compile(r"[;.]\s+([^:;.\n]{2,60}):[\s*]*")
# "Sở A chủ trì, phối hợp với Sở B": who leads, and with whom, under one label.
_LEADS_WITH = re.compile(
    r"(.{3,}?),? (?:là (?:cơ quan|đơn vị) |làm )?chủ trì"
    r"(?:[,;]? (?:và )?phối hợp (?:chặt chẽ )?(?:(?:với|cùng) )?(.{3,}))?",
    re.DOTALL,
)
_COLUMNS = frozenset({"lead", "support", "deadline", "product", "level", "person", "note"})


def label_line(ctx: Context, frame: TaskFrame, unit: Unit) -> bool:
    """Whether a sentence is such a line; if so the tasks above have been completed by it."""
    m = _label(ctx, unit)
    column = taskcolumns.column_of(ctx, m[1]) if m else None
    if m is None or column not in _COLUMNS or _orders(ctx, m):
        return False
    frame.complete = True
    labelled = _labelled_by(frame, unit)
    for label, value in _values(ctx, m, unit):
        words = clean(ctx.text[value.slice])
        if words:
            for task in labelled:
                _complete(ctx, task, label, words, value)
    return True


def _orders(ctx: Context, label: re.Match[str]) -> bool:
    """Whether what stands before the colon asks somebody: "Thời gian tới, đề nghị Đảng ủy xã tập trung:"."""
    return any("order" in w.classes for w in words_of(ctx, label.start(1), label.end(1)))


def _label(ctx: Context, unit: Unit) -> re.Match[str] | None:
    """What stands before a sentence's first colon; most have none, which is told without trying lengths."""
    if ctx.text.find(":", unit.start, unit.end) < 0:
        return None
    return _LABEL.match(ctx.text, unit.start, unit.end)


def _values(ctx: Context, first: re.Match[str], unit: Unit) -> list[tuple[str, Span]]:
    """The labels of a line, each with its words: "Chủ trì: Sở A; Phối hợp: Sở B; Thời gian: quý II"."""
    label, start = str(taskcolumns.column_of(ctx, first[1])), first.end()
    found = []
    for m in _NEXT_LABEL.finditer(ctx.text, start, unit.end):
        column = taskcolumns.column_of(ctx, m[1])
        if column in _COLUMNS:
            found.append((label, Span(start, m.start())))
            label, start = column, m.end()
    return [*found, (label, Span(start, unit.end))]


def _complete(ctx: Context, task: TaskStatement, column: str, words: str, value: Span) -> None:
    if column == "lead":
        words, partners = _lead_and_partners(words)
        if task.lead is None or task.collective or task.fields["lead"].how != "subject":
            set_lead(task, words, "label", value)
        if partners:
            task.partners = partners + [p for p in task.partners if p not in partners]
            task.fields["partners"] = FieldSource("label", value)
    elif column == "support":
        task.partners = split_names(words) + [p for p in task.partners if p not in words]
        task.fields["partners"] = FieldSource("label", value)
    elif column == "deadline":
        due = tasktables.deadline_of(words, ctx)
        if due is not None:
            task.deadline = due
            task.fields["deadline"] = FieldSource("label", value)
    elif column == "product":
        task.product = words
        task.fields["product"] = FieldSource("label", value)


def _lead_and_partners(words: str) -> tuple[str, list[str]]:
    """Who leads, and with whom, of what stands behind a label."""
    m = _LEADS_WITH.fullmatch(words.rstrip("."))
    if m is None or "phối hợp" in m[1]:
        return words, []
    return m[1].strip(" ,;"), split_names(m[2]) if m[2] else []


def _labelled_by(frame: TaskFrame, unit: Unit) -> list[TaskStatement]:
    """The tasks a label line completes: of a numbered item the item's own, else all since the last labels."""
    tasks = frame.labelled
    if not unit.opens:
        return tasks[-1:]
    if unit.mark[:1].isalpha():
        return tasks
    for index in range(len(tasks) - 1, -1, -1):
        if tasks[index].fields["mark"].note[:1].isdigit():
            return tasks[index:]
    return tasks


_WORK_LABEL = re.compile(
    r"(?:các |một số |những )?(?:nhiệm vụ|giải pháp)(?:,? (?:và )?(?:nhiệm vụ|giải pháp))?"
    r" (?:trọng tâm|chủ yếu|cụ thể|chính|thực hiện|đột phá)\s?:\s+"
)


def work_label(ctx: Context, unit: Unit) -> int | None:
    """Where the work begins behind a label that says it is: "Nhiệm vụ trọng tâm: | phát triển …"."""
    if not unit.opens or ctx.flat[unit.start] not in "cmngs":
        return None
    label = _WORK_LABEL.match(ctx.flat, unit.start, unit.end)
    return label.end() if label is not None and command_follows(ctx, label.end(), unit.end) else None


def after_task_label(ctx: Context, unit: Unit) -> Unit:
    """The sentence behind "Nhiệm vụ:" or "Nội dung:" on its line."""
    m = _label(ctx, unit)
    if m and m.end() < unit.end and taskcolumns.column_of(ctx, m[1]) == "content":
        return Unit(m.end(), unit.end, unit.mark, unit.opens, kind=unit.kind)
    return unit
