"""A periodic report as Word and Excel, from its data; the tables are those of the boards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from dondoc.web.papers.makers import capitalised, document_words, task_groups
from dondoc.web.papers.periodic import Note, ReportData, plan_text
from dondoc.web.plans.selectors import TargetRow
from dondoc.web.plans.taskboard import TASK_STATES
from dondoc.web.plans.taskviews import percent_number
from dondoc.web.plans.templatetags.boards import progress_text
from dondoc.writing import footnotes
from dondoc.writing.reportprose import OTHER_FIELD, amount, number, paragraphs
from dondoc.writing.reportxlsx import STATES, TargetCells, TaskCells, workbook

FIELDS = (
    "Kinh tế",
    "Môi trường, nông thôn",
    "Văn hóa - xã hội",
    "Xây dựng Đảng, cải cách hành chính",
)
_ROMAN = ("I", "II", "III", "IV", "V", "VI")


def report_fields(data: ReportData, pictures: Sequence[dict[str, Any]] = ()) -> dict[str, Any]:
    """What the report's template is filled with, without its letterhead."""
    return {
        "subject": f"kết quả thực hiện nhiệm vụ {data.words}",
        "period": data.words,
        "as_of": data.as_of,
        "sections": [
            {"heading": f"{place}. {one.heading}", "text": one.text}
            for place, one in enumerate(paragraphs(data.lines, FIELDS), 1)
        ],
        "tasks": _task_words(data),
        "shortcomings": [f"{capitalised(one.words).rstrip('.')}." for one in data.shortcomings],
        "proposals": [f"{capitalised(one.words).rstrip('.')}." for one in data.proposals],
        "next": _coming_words(data),
        "annex_of": "(Kèm theo báo cáo này)",
        "target_groups": _target_groups(data),
        "late_groups": _grouped(data),
        "coming_groups": task_groups(data.coming),
        "pictures": list(pictures),
        "recipients": ["Như trên", "Lưu: Văn thư"],
    }


def report_notes(data: ReportData, address: Callable[[Note], str]) -> list[footnotes.Note]:
    """The footnotes of the figures; `address` gives where each source stands."""
    return [footnotes.Note(f"{note.text}.", address(note)) for note in data.notes]


def _task_words(data: ReportData) -> list[str]:
    counts = data.counts
    day = f"{data.as_of:%d/%m/%Y}"
    if not counts.total:
        return [f"Đến ngày {day}, chưa có nhiệm vụ nào được giao bằng văn bản đã ban hành."]
    first = (
        f"Đến ngày {day}, tổng số {_n(counts.total)} nhiệm vụ được giao: đã hoàn thành {_n(counts.done)} "
        f"(đúng hạn {_n(counts.done_in_time)}, quá hạn {_n(counts.done_late)}); chưa hoàn thành "
        f"{_n(counts.open)} (trong hạn {_n(counts.open_in_time)}, quá hạn {_n(counts.open_late)})."
    )
    said = [first]
    share = percent_number(counts.completion)
    if share is not None:
        said[0] += f" Tỷ lệ hoàn thành trên số nhiệm vụ đã hoàn thành và quá hạn đạt {number(share, 2)}%."
    if data.late_by_body:
        named = "; ".join(f"{name} ({_n(count)})" for name, count in data.late_by_body)
        said.append(f"Còn nhiệm vụ quá hạn: {named}. Danh mục tại Phụ lục 2.")
    return said


def _coming_words(data: ReportData) -> list[str]:
    if not data.coming:
        return []
    last = max(task.due for task in data.coming if task.due is not None)
    return [
        (
            f"Hoàn thành {_n(len(data.coming))} nhiệm vụ đến hạn từ sau ngày {data.as_of:%d/%m/%Y} đến ngày "
            f"{last:%d/%m/%Y}, danh mục tại Phụ lục 3."
        )
    ]


def _n(count: int) -> str:
    return number(Decimal(count), 0)


def _target_groups(data: ReportData) -> list[dict[str, Any]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in data.targets:
        rows = groups.setdefault(row.target.indicator.field or OTHER_FIELD, [])
        rows.append({"number": 0, **target_row(data, row)})
    ordered = sorted(groups, key=lambda one: FIELDS.index(one) if one in FIELDS else len(FIELDS))
    place = 0
    for heading in ordered:
        for row_ in groups[heading]:
            place += 1
            row_["number"] = place
    return [
        {"heading": f"{_ROMAN[min(n, 5)]}. {heading}", "rows": groups[heading]}
        for n, heading in enumerate(ordered)
    ]


def target_row(data: ReportData, row: TargetRow) -> dict[str, Any]:
    """One target as the annex prints it."""
    observed = row.observation
    return {
        "name": row.target.indicator.name,
        "plan": plan_text(row.version),
        "actual": amount(observed.value, observed.decimals, observed.unit) if observed else "chưa có số",
        "percent": progress_text(row),
        "same_period": data.compared.get(row.target.pk, ""),
        "document": row.version.document.symbol if row.version.document else "",
        "verdict": data.verdicts.get(row.target.pk, ""),
    }


def _grouped(data: ReportData) -> list[dict[str, Any]]:
    """Late tasks by body, with how late each is."""
    groups = task_groups(data.late)
    ages = iter((data.as_of - task.due).days if task.due else 0 for task in data.late)
    symbols = iter(task.document.symbol or document_words(task.document) for task in data.late)
    for group in groups:
        for row in group["rows"]:
            row["age"], row["document"] = _n(next(ages)), next(symbols)
    return groups


def report_xlsx(data: ReportData) -> bytes:
    """The same tables as a book that goes on counting."""
    targets = [
        TargetCells(
            group=row.target.indicator.field or OTHER_FIELD,
            name=row.target.indicator.name,
            unit=row.unit,
            plan=row.version.in_indicator_unit
            if row.unit == row.target.indicator.unit
            else row.version.value,
            actual=_actual(row),
            ratio=row.progress is not None and row.progress.percent is not None,
            decimals=max(row.version.decimals, row.observation.decimals if row.observation else 0),
            same_period=data.compared.get(row.target.pk, ""),
            source=document_words(row.observation.document)
            if row.observation and row.observation.document
            else "",
        )
        for row in data.targets
    ]
    targets.sort(key=lambda one: FIELDS.index(one.group) if one.group in FIELDS else len(FIELDS))
    tasks = [
        TaskCells(
            content=task.action,
            lead=task.lead.name if task.lead else "",
            due=task.due,
            done=task.done_on,
            state=STATES[TASK_STATES.index(task.state)],  # type: ignore[attr-defined]
            document=task.document.symbol,
        )
        for task in data.tasks
    ]
    title = f"Kết quả thực hiện nhiệm vụ {data.words}, {data.body.name}"
    return workbook(title, targets, tasks, as_of=data.as_of)


def _actual(row: TargetRow) -> Decimal | None:
    if row.observation is None:
        return None
    if row.unit == row.target.indicator.unit:
        return row.observation.in_indicator_unit
    return row.observation.value
