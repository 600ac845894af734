"""Projects as a workbook of four sheets, out and in again: what goes out comes back as it was.

A row that comes in goes through the services behind the buttons; a dry run does the same and takes it back.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from dondoc.text.normalize import search_key
from dondoc.web.projects.models import (
    Capital,
    CapitalKind,
    Clearance,
    Project,
    ProjectStep,
)

PROJECTS, CAPITAL, LAND, STEPS = "Dự án", "Vốn", "Mặt bằng", "Các bước"
COLUMNS: Mapping[str, Sequence[str]] = {
    PROJECTS: (
        "Mã", "Tên", "Loại", "Mã chủ đầu tư", "Chủ đầu tư", "Thuộc (mã)", "Lĩnh vực", "Địa điểm",
        "Tổng mức đầu tư", "Đơn vị tổng mức", "Quy mô", "Đơn vị quy mô", "Số ký hiệu văn bản", "Mục tiêu",
    ),
    CAPITAL: ("Mã", "Loại số", "Nguồn vốn", "Năm", "Số vốn", "Đơn vị", "Lũy kế đến", "Nguồn số liệu"),
    LAND: ("Mã", "Loại số", "Tính đến", "Diện tích (ha)", "Số hộ", "Nguồn số liệu"),
    STEPS: ("Mã", "Bước", "Loại số", "Ngày", "Căn cứ"),
}  # fmt: skip
DUE, DONE = "phải bàn giao", "đã bàn giao"
PLANNED, TAKEN = "dự kiến", "đã xong"
MOST_ROWS = 20_000


def labels(choices: Iterable[tuple[Any, Any]]) -> dict[str, str]:
    """Vietnamese label without marks → value; the value itself means itself."""
    found: dict[str, str] = {}
    for value, label in choices:
        found[search_key(str(getattr(label, "_proxy____args", [label])[0]))] = str(value)
        found[search_key(str(value))] = str(value)
    return found


# --- out ------------------------------------------------------------------------------------------------


def workbook(projects: Iterable[Project]) -> bytes:
    """All that is recorded of these projects, a row each."""
    import xlsxwriter

    shown = list(projects)
    keys = [project.pk for project in shown]
    codes = {project.pk: project.code for project in shown}
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    writer = _Writer(book)
    writer.sheet(PROJECTS, map(_project_row, shown))
    capital = Capital.objects.filter(project__in=keys, replaced_on=None).order_by("project", "year", "pk")
    writer.sheet(
        CAPITAL,
        (
            [
                codes[one.project_id], one.get_kind_display(), one.get_source_display(), one.year,
                (one.value, one.decimals), one.unit,
                one.period_end if one.kind == CapitalKind.DISBURSED else None, one.words,
            ]
            for one in capital
        ),
    )  # fmt: skip
    land = Clearance.objects.filter(project__in=keys, replaced_on=None).order_by("project", "on", "pk")
    writer.sheet(
        LAND,
        (
            [
                codes[one.project_id], DUE if one.planned else DONE, one.on, (one.area, one.area_decimals),
                one.households, one.words,
            ]
            for one in land
        ),
    )  # fmt: skip
    steps = ProjectStep.objects.filter(project__in=keys, withdrawn_at=None).order_by("project", "on", "pk")
    writer.sheet(
        STEPS,
        (
            [
                codes[one.project_id],
                one.get_step_display(),
                PLANNED if one.planned else TAKEN,
                one.on,
                one.words,
            ]
            for one in steps
        ),
    )
    book.close()
    return out.getvalue()


def _project_row(project: Project) -> list[Any]:
    return [
        project.code, project.name, project.get_kind_display(), project.owner.code, project.owner.name,
        project.parent.code if project.parent else "", project.field, project.place,
        None if project.total is None else (project.total, project.total_decimals), project.total_unit,
        None if project.output is None else (project.output, project.output_decimals), project.output_unit,
        project.document.symbol if project.document else "", project.words,
    ]  # fmt: skip


class _Writer:
    """Sheets with a heading; a (number, decimals) pair is shown with its printed decimals."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        self.day = book.add_format({"num_format": "dd/mm/yyyy", "align": "left"})
        self.numbers: dict[int, Any] = {}

    def sheet(self, title: str, rows: Iterable[Sequence[Any]]) -> None:
        page = self.book.add_worksheet(title)
        page.write_row(0, 0, COLUMNS[title], self.head)
        for n, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                self._write(page, n, column, cell)
        page.freeze_panes(1, 1)
        for column, name in enumerate(COLUMNS[title]):
            page.set_column(column, column, 40 if name in ("Tên", "Mục tiêu", "Chủ đầu tư") else 16)

    def _write(self, page: Any, row: int, column: int, cell: Any) -> None:
        from datetime import datetime

        if cell is None or cell == "":
            return
        if isinstance(cell, tuple):
            value, decimals = cell
            shown = self.numbers.get(decimals)
            if shown is None:
                pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
                shown = self.numbers[decimals] = self.book.add_format({"num_format": pattern})
            page.write_number(row, column, float(value), shown)  # a spreadsheet has no exact decimals
        elif isinstance(cell, int):
            page.write_number(row, column, cell)
        elif isinstance(cell, date):
            page.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), self.day)  # noqa: DTZ001
        else:
            page.write_string(row, column, str(cell))
