"""Projects as a workbook of four sheets, out and in again: what goes out comes back as it was.

A row that comes in goes through the services behind the buttons; a dry run does the same and takes it back.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from dondoc.reading.workbook import CellRead, book_rows
from dondoc.text.normalize import search_key
from dondoc.web.accounts.access import Access, Action
from dondoc.web.accounts.models import User
from dondoc.web.audit.models import Entry
from dondoc.web.bodies.models import Body
from dondoc.web.core.conflicts import Conflict
from dondoc.web.projects import services
from dondoc.web.projects.models import (
    Capital,
    CapitalKind,
    Clearance,
    Project,
    ProjectKind,
    ProjectStep,
    SourceChoice,
    StepChoice,
)
from dondoc.web.sources.convert import day, number
from dondoc.web.sources.selectors import documents_seen

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


def _labels(choices: Iterable[tuple[Any, Any]]) -> dict[str, str]:
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


# --- in -------------------------------------------------------------------------------------------------

Row = tuple[str, int, dict[str, str]]  # sheet, line, column → as words


@dataclass(slots=True)
class Outcome:
    """What came, or would come, of a workbook."""

    rows: int = 0
    changes: int = 0  # entries of the trail; a row that says what is known changes nothing
    problems: list[str] = field(default_factory=list)  # "Vốn!E7: …"


def read(data: bytes, name: str) -> list[Row]:
    """The filled rows of the four sheets.

    Raises:
        ReadError: It is no workbook.
        ValidationError: It has none of the sheets, or a sheet misses a column.
    """
    found: list[Row] = []
    sheets = book_rows(data, name)
    if not set(sheets) & set(COLUMNS):
        names = ", ".join(f"“{title}”" for title in COLUMNS)
        raise ValidationError(f"Bảng không có trang tính nào tên {names}. Tải bảng mẫu về rồi điền.")
    for title, columns in COLUMNS.items():
        rows = sheets.get(title) or []
        if not rows:
            continue
        head = [search_key(cell.text) for cell in rows[0]]
        missing = [name for name in columns[:2] if search_key(name) not in head]
        if missing:
            raise ValidationError(f"Trang “{title}” thiếu cột “{missing[0]}”.")
        at = {name: head.index(search_key(name)) for name in columns if search_key(name) in head}
        for n, cells in enumerate(rows[1:MOST_ROWS], 2):
            told = {name: _words(cells[place]) for name, place in at.items() if place < len(cells)}
            if any(told.values()):
                found.append((title, n, told))
    return found


def _words(cell: CellRead) -> str:
    return cell.value.isoformat() if isinstance(cell.value, date) else cell.text


def run(rows: Sequence[Row], *, access: Access, by: User, on: date, keep: bool) -> Outcome:
    """Record the rows; all of them or, where one is refused or `keep` is false, none.

    Args:
        rows: As of `read`.
        access: What the person may record.
        by: Who brings it in.
        on: The day.
        keep: Whether to record; else it is tried and taken back.
    """
    done = Outcome(rows=len(rows))
    with transaction.atomic():
        before = Entry.objects.count()
        books = _Books(access, by, on)
        for title, line, told in rows:
            try:
                with transaction.atomic():
                    _ROWS[title](books, told)
            except ValidationError as error:
                done.problems.append(f"{title}!{_place(title, line, error)}: {' '.join(error.messages)}")
            except (Conflict, ValueError) as error:
                done.problems.append(f"{title}!A{line}: {error}")
        done.changes = Entry.objects.count() - before
        if done.problems or not keep:
            transaction.set_rollback(True)
    return done


_FIELD_COLUMNS = {
    "code": "Mã", "name": "Tên", "kind": "Loại", "owner": "Mã chủ đầu tư", "parent": "Thuộc (mã)",
    "total": "Tổng mức đầu tư", "total_unit": "Đơn vị tổng mức", "output": "Quy mô", "source": "Nguồn vốn",
    "year": "Năm", "value": "Số vốn", "unit": "Đơn vị", "until": "Lũy kế đến", "area": "Diện tích (ha)",
    "households": "Số hộ", "step": "Bước", "words": "Căn cứ", "document": "Số ký hiệu văn bản",
}  # fmt: skip


def _place(title: str, line: int, error: ValidationError) -> str:
    """The cell a refusal is about: "E7"; the row's first where it is about no field."""
    names = list(getattr(error, "error_dict", {}))
    column = _FIELD_COLUMNS.get(names[0], "") if names else ""
    if names and names[0] == "day":
        column = "Tính đến" if title == LAND else "Ngày"
    if names and names[0] in ("kind", "planned") and title != PROJECTS:
        column = "Loại số"
    columns = list(COLUMNS[title])
    return f"{chr(ord('A') + (columns.index(column) if column in columns else 0))}{line}"


class _Books:
    """What the rows name, loaded once."""

    def __init__(self, access: Access, by: User, on: date) -> None:
        self.access, self.by, self.on = access, by, on
        self.bodies = {body.code: body for body in Body.objects.all()}
        self.projects = {
            one.code: one
            for one in Project.objects.filter(owner_id__in=access.body_ids, withdrawn_at=None).select_related(
                "owner"
            )
        }

    def project(self, told: Mapping[str, str]) -> Project:
        code = told.get("Mã", "")
        found = self.projects.get(code)
        if found is None:
            raise ValidationError(
                {"code": f"Không có dự án mã “{code}” trong sổ hoặc trong trang “{PROJECTS}”."}
            )
        self.may(found.owner)
        return found

    def may(self, body: Body) -> None:
        if not (self.access.can(Action.RECORD, body) or self.access.can(Action.REVIEW, body)):
            raise ValidationError({"owner": f"Tài khoản không có quyền ghi cho {body.name}."})


def _number(told: Mapping[str, str], name: str, field_name: str) -> Decimal | None:
    text = told.get(name, "")
    if not text:
        return None
    try:
        return Decimal(text) if _plain(text) else number(text)
    except ValueError as error:
        raise ValidationError({field_name: str(error)}) from error


def _plain(text: str) -> bool:
    """A number cell comes as 12345.60; one typed as words as people type it."""
    import re

    return re.fullmatch(r"-?\d+(?:\.\d+)?", text) is not None and not re.fullmatch(r"-?\d{1,3}\.\d{3}", text)


def _day(told: Mapping[str, str], name: str, field_name: str) -> date | None:
    try:
        found = day(told.get(name, ""))
    except ValueError as error:
        raise ValidationError({field_name: str(error)}) from error
    return date.fromisoformat(found) if found else None


def _choice(told: Mapping[str, str], name: str, known: Mapping[str, str], field_name: str) -> str:
    text = told.get(name, "")
    value = known.get(search_key(text))
    if value is None:
        raise ValidationError({field_name: f"Không hiểu “{text}” ở cột “{name}”."})
    return value


def _in_project(books: _Books, told: Mapping[str, str]) -> None:
    code = told.get("Mã", "")
    owner = books.bodies.get(told.get("Mã chủ đầu tư", "")) or _by_name(books, told.get("Chủ đầu tư", ""))
    if owner is None:
        raise ValidationError(
            {"owner": "Không thấy chủ đầu tư. Điền mã cơ quan như trong danh sách cơ quan."}
        )
    books.may(owner)
    parent = told.get("Thuộc (mã)", "")
    if parent and parent not in books.projects:
        raise ValidationError(
            {"parent": f"Không có chương trình, đề án mã “{parent}”. Đặt dòng đó lên trước."}
        )
    symbol = told.get("Số ký hiệu văn bản", "")
    document = documents_seen(books.access).filter(symbol__iexact=symbol).first() if symbol else None
    if symbol and document is None:
        raise ValidationError({"document": f"Không thấy văn bản số {symbol} trong sổ."})
    values: dict[str, Any] = {
        "name": told.get("Tên", ""),
        "kind": _choice(told, "Loại", _labels(ProjectKind.choices), "kind"),
        "owner": owner,
        "parent": books.projects.get(parent),
        "field": told.get("Lĩnh vực", ""),
        "place": told.get("Địa điểm", ""),
        "total": _number(told, "Tổng mức đầu tư", "total"),
        "total_unit": told.get("Đơn vị tổng mức", "") or "tỷ đồng",
        "output": _number(told, "Quy mô", "output"),
        "output_unit": told.get("Đơn vị quy mô", ""),
        "document": document,
        "words": told.get("Mục tiêu", ""),
    }
    known = books.projects.get(code)
    if known is not None:
        books.may(known.owner)
        books.projects[code] = services.project_update(project=known, by=books.by, **_unlike(known, values))
    else:
        books.projects[code] = services.project_add(by=books.by, code=code, **values)


def _unlike(known: Project, values: dict[str, Any]) -> dict[str, Any]:
    """Numbers that are the same but for zeros at their end are left as they were printed."""
    same = [name for name in ("total", "output") if values[name] == getattr(known, name)]
    drop = {*same, *(f"{name}_unit" for name in same if not values[f"{name}_unit"])}
    for name in same:
        if values[f"{name}_unit"] == getattr(known, f"{name}_unit") or values[name] is None:
            drop.add(f"{name}_unit")
        else:
            drop.discard(name)
    return {name: value for name, value in values.items() if name not in drop}


def _by_name(books: _Books, name: str) -> Body | None:
    wanted = search_key(name)
    found = [body for body in books.bodies.values() if wanted and body.folded == wanted]
    return found[0] if len(found) == 1 else None


def _in_capital(books: _Books, told: Mapping[str, str]) -> None:
    project = books.project(told)
    value = _number(told, "Số vốn", "value")
    year = _number(told, "Năm", "year")
    if value is None or year is None or year != year.to_integral_value():
        raise ValidationError({"value" if value is None else "year": "Nhập số vốn và năm kế hoạch."})
    services.capital_set(
        project=project,
        kind=_choice(told, "Loại số", _labels(CapitalKind.choices), "kind"),
        source=_choice(told, "Nguồn vốn", _labels(SourceChoice.choices), "source"),
        year=int(year),
        value=value,
        unit=told.get("Đơn vị", "") or "triệu đồng",
        until=_day(told, "Lũy kế đến", "until"),
        words=told.get("Nguồn số liệu", ""),
        by=books.by,
        on=books.on,
    )


def _in_land(books: _Books, told: Mapping[str, str]) -> None:
    project = books.project(told)
    area, households = _number(told, "Diện tích (ha)", "area"), _number(told, "Số hộ", "households")
    until = _day(told, "Tính đến", "day")
    if area is None or until is None:
        raise ValidationError({"area" if area is None else "day": "Nhập diện tích và ngày tính đến."})
    planned = _choice(told, "Loại số", _labels([("yes", DUE), ("no", DONE)]), "planned") == "yes"
    services.clearance_set(
        project=project, planned=planned, day=until, area=area, households=int(households or 0), by=books.by,
        on=books.on, words=told.get("Nguồn số liệu", ""),
    )  # fmt: skip


def _in_step(books: _Books, told: Mapping[str, str]) -> None:
    project = books.project(told)
    until = _day(told, "Ngày", "day")
    if until is None:
        raise ValidationError({"day": "Nhập ngày."})
    planned = _choice(told, "Loại số", _labels([("yes", PLANNED), ("no", TAKEN)]), "planned") == "yes"
    services.step_add(
        project=project, step=_choice(told, "Bước", _labels(StepChoice.choices), "step"), day=until,
        planned=planned, words=told.get("Căn cứ", ""), by=books.by, on=books.on,
    )  # fmt: skip


_ROWS: Mapping[str, Callable[[_Books, Mapping[str, str]], None]] = {
    PROJECTS: _in_project,
    CAPITAL: _in_capital,
    LAND: _in_land,
    STEPS: _in_step,
}
