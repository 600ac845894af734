"""A periodic report as Word and Excel, from its data; the tables are those of the boards."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from dondoc.web.matters.models import Matter
from dondoc.web.papers.makers import ROMAN, capitalised, document_words, numbered, task_groups
from dondoc.web.papers.periodic import ReportData, plan_text
from dondoc.web.plans.selectors import TargetRow
from dondoc.web.plans.taskboard import TASK_STATES
from dondoc.web.plans.taskviews import percent_number
from dondoc.web.plans.templatetags.boards import progress_text
from dondoc.writing import footnotes
from dondoc.writing.paperkinds import ANNEXED, REPORTED
from dondoc.writing.reportprose import FIELDS, OTHER_FIELD, amount, number, paragraphs
from dondoc.writing.reportxlsx import STATES, TargetCells, TaskCells, workbook

UNFIT = "[Các số trong câu này không khớp nhau; đối chiếu trước khi trình ký.]"
# What joins a sentence to the one before it in its document; here it stands alone.
_JOINED = re.compile(r"(?:bên cạnh đó|tuy nhiên|ngoài ra|mặt khác|đồng thời)\b[,\s]*", re.IGNORECASE)
_AT_ITS_NUMBER = re.compile(r"(?<=\d) %")  # the boards print "74,1 %", papers "74,1%"


def report_fields(data: ReportData, pictures: Sequence[dict[str, Any]] = ()) -> dict[str, Any]:
    """What the report's template is filled with, without its letterhead."""
    sections = paragraphs(data.lines, FIELDS)
    fields: dict[str, Any] = {
        "subject": f"kết quả thực hiện nhiệm vụ {data.words}",
        "period": data.words,
        "as_of": data.as_of,
        "sections": [
            {"heading": f"{place}. {one.heading}", "text": one.text} for place, one in enumerate(sections, 1)
        ],
        "shortcomings": [_matter(data, one) for one in data.shortcomings],
        "proposals": [_matter(data, one) for one in data.proposals],
        "target_groups": _target_groups(data),
        "late_groups": _grouped(data),
        "coming_groups": task_groups(data.coming, data.notes),
        "pictures": list(pictures),
    }
    there = (data.targets, data.late, data.coming, pictures)
    fields["annexes"] = annexes = numbered(ANNEXED, map(bool, there))
    fields["tasks"] = _task_words(data, annexes["late"])
    fields["next"] = _coming_words(data, annexes["coming"])
    parts = (sections or data.targets, True, fields["shortcomings"], fields["next"], fields["proposals"])
    return fields | {"places": numbered(REPORTED, map(bool, parts), roman=True)}


def report_notes(data: ReportData, address: Callable[[str], str]) -> list[footnotes.Note]:
    """The sources of the figures, once its fields are made; `address` makes a path of the site whole."""
    return data.notes.printed(address)


def _matter(data: ReportData, one: Matter) -> str:
    source = data.notes.mark(capitalised(document_words(one.document)), "matter", one.pk)
    words = _JOINED.sub("", one.words, count=1) if _JOINED.match(one.words) else one.words
    doubt = ""
    if one.pk in data.unfit:
        page = data.notes.mark("Mâu thuẫn số liệu của văn bản", "document-contradictions", one.document_id)
        doubt = f" {UNFIT}{page}"
    return f"{capitalised(words).rstrip('.')}{source}.{doubt}"


def _task_words(data: ReportData, annex: int) -> list[str]:
    counts = data.counts
    day = f"{data.as_of:%d/%m/%Y}"
    if not counts.total:
        return [f"Đến ngày {day}, chưa có nhiệm vụ nào được giao bằng văn bản đã ban hành."]
    source = data.notes.mark(f"Sổ theo dõi nhiệm vụ, tính đến ngày {day}", "task-list")
    first = (
        f"Đến ngày {day}, tổng số {_n(counts.total)} nhiệm vụ được giao: đã hoàn thành {_n(counts.done)} "
        f"(đúng hạn {_n(counts.done_in_time)}, quá hạn {_n(counts.done_late)}); chưa hoàn thành "
        f"{_n(counts.open)} (trong hạn {_n(counts.open_in_time)}, quá hạn {_n(counts.open_late)}){source}."
    )
    said = [first]
    share = percent_number(counts.completion)
    if share is not None:
        said[0] += f" Tỷ lệ hoàn thành trên số nhiệm vụ đã hoàn thành và quá hạn đạt {number(share, 2)}%."
    if data.late_by_body:
        named = "; ".join(f"{name} ({_n(count)})" for name, count in data.late_by_body)
        said.append(f"Còn nhiệm vụ quá hạn: {named}. Danh mục tại Phụ lục {annex}.")
    return said


def _coming_words(data: ReportData, annex: int) -> list[str]:
    if not data.coming:
        return []
    last = max(task.due for task in data.coming if task.due is not None)
    return [
        (
            f"Hoàn thành {_n(len(data.coming))} nhiệm vụ đến hạn sau ngày {data.as_of:%d/%m/%Y}, chậm nhất "
            f"ngày {last:%d/%m/%Y}; danh mục tại Phụ lục {annex}."
        )
    ]


def _n(count: int) -> str:
    return number(Decimal(count), 0)


def _target_groups(data: ReportData) -> list[dict[str, Any]]:
    """The targets by field, counted through; under a composite one its parts, without a number."""
    by_field: dict[str, list[TargetRow]] = {}
    for row in data.targets:
        by_field.setdefault(_field_of(data, row), []).append(row)
    ordered = sorted(by_field, key=lambda one: FIELDS.index(one) if one in FIELDS else len(FIELDS))
    groups, count = [], 0
    for place, heading in enumerate(ordered):
        rows: list[dict[str, Any]] = []
        for row in by_field[heading]:
            count += 1
            rows.append({"number": count, **_sourced(data, row)})
            rows += [
                {"number": "", **_sourced(data, part), "name": f"- {part.target.indicator.name}"}
                for part in data.parts.get(row.target.pk, ())
            ]
        groups.append({"heading": f"{ROMAN[min(place, len(ROMAN) - 1)]}. {heading}", "rows": rows})
    return groups


def _field_of(data: ReportData, row: TargetRow) -> str:
    """A target's field; of a composite one, which an office named, that of its parts."""
    parts = [part.target.indicator.field for part in data.parts.get(row.target.pk, ())]
    return row.target.indicator.field or next(filter(None, parts), OTHER_FIELD)


def target_row(data: ReportData, row: TargetRow) -> dict[str, str]:
    """One target as the annex prints it; of a composite one the figures stand with its parts."""
    observed = row.observation
    whole = row.target.pk in data.parts
    return {
        "name": row.target.indicator.name,
        "plan": plan_text(row.version),
        "actual": amount(observed.value, observed.decimals, observed.unit)
        if observed
        else ""
        if whole
        else "chưa có số",
        "percent": _AT_ITS_NUMBER.sub("%", progress_text(row)),
        "same_period": data.compared.get(row.target.pk, ""),
        "document": row.version.document.symbol if row.version.document else "",
        "verdict": data.verdicts.get(row.target.pk, ""),
    }


def _sourced(data: ReportData, row: TargetRow) -> dict[str, str]:
    """The same with links: the plan to who decided it, the result to who told it; both named in a column."""
    cells = target_row(data, row)
    place = data.plan_notes.get(row.version.pk)
    if place is not None:
        cells["plan"] = footnotes.linked(place, cells["plan"])
        cells["document"] = footnotes.linked(place, cells["document"])
    observed = row.observation
    if observed is not None and (source := data.figure_notes.get(observed.pk)) is not None:
        cells["actual"] = footnotes.linked(source, cells["actual"])
        symbol = observed.document.symbol if observed.document is not None else ""
        if symbol:
            told = footnotes.linked(source, symbol)
            cells["document"] = f"{cells['document']}; {told}" if cells["document"] else told
    return cells


def _grouped(data: ReportData) -> list[dict[str, Any]]:
    """Late tasks by body, with how late each is."""
    groups = task_groups(data.late, data.notes)
    for group in groups:
        for row in group["rows"]:
            task = data.late[row["number"] - 1]
            row["age"] = _n((data.as_of - task.due).days if task.due else 0)
            row["document"] = task.document.symbol or document_words(task.document)
    return groups


def report_xlsx(data: ReportData) -> bytes:
    """The same tables as a book that goes on counting."""
    targets = [
        cells
        for row in data.targets
        for cells in (
            _cells(data, row),
            *(_cells(data, part, under=row) for part in data.parts.get(row.target.pk, ())),
        )
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


def _cells(data: ReportData, row: TargetRow, *, under: TargetRow | None = None) -> TargetCells:
    whole = row.target.pk in data.parts
    plan = row.version.value
    if row.unit == row.target.indicator.unit and row.version.in_indicator_unit is not None:
        plan = row.version.in_indicator_unit
    told = row.observation.document if row.observation is not None else None
    return TargetCells(
        group=_field_of(data, under or row),
        name=f"- {row.target.indicator.name}" if under else row.target.indicator.name,
        unit=row.unit,
        plan=None if whole else plan,
        actual=_actual(row),
        ratio=row.progress is not None and row.progress.percent is not None,
        decimals=max(row.version.decimals, row.observation.decimals if row.observation else 0),
        same_period=data.compared.get(row.target.pk, ""),
        source=capitalised(document_words(told)) if told is not None else "",
        part=under is not None,
    )


def _actual(row: TargetRow) -> Decimal | None:
    if row.observation is None:
        return None
    if row.unit == row.target.indicator.unit:
        return row.observation.in_indicator_unit
    return row.observation.value
