"""Projects brought in by workbook: read, tried or recorded as a whole, and taken back as a whole.

A row goes through the services behind the buttons; a dry run does the same and takes it back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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
from dondoc.web.projects import services, undoing
from dondoc.web.projects.models import (
    CapitalKind,
    Project,
    ProjectImport,
    ProjectKind,
    SourceChoice,
    StepChoice,
)
from dondoc.web.projects.sheets import (
    CAPITAL,
    COLUMNS,
    DONE,
    DUE,
    LAND,
    MOST_ROWS,
    PLANNED,
    PROJECTS,
    STEPS,
    TAKEN,
    labels,
)
from dondoc.web.sources.convert import day, number
from dondoc.web.sources.selectors import documents_seen

Row = tuple[str, int, dict[str, str]]  # sheet, line, column → as words
EXACT = " (số)"  # column + this → what stands in a number cell, with a dot: 12.345 is not 12345 there


@dataclass(slots=True)
class Outcome:
    """What came, or would come, of a workbook."""

    rows: int = 0
    changes: int = 0  # entries of the trail; a row that says what is known changes nothing
    problems: list[str] = field(default_factory=list)  # "Vốn!E7: …"
    imported: ProjectImport | None = None  # what undoes it, once it is kept


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
            told: dict[str, str] = {}
            for column, place in at.items():
                if place < len(cells):
                    told[column] = _words(cells[place])
                    if isinstance(cells[place].value, Decimal):
                        told[column + EXACT] = cells[place].text
            if any(told.values()):
                found.append((title, n, told))
    return found


def _words(cell: CellRead) -> str:
    return cell.value.isoformat() if isinstance(cell.value, date) else cell.text


def run(rows: Sequence[Row], *, access: Access, by: User, on: date, keep: bool, name: str = "") -> Outcome:
    """Record the rows; all of them or, where one is refused or `keep` is false, none.

    Args:
        rows: As of `read`.
        access: What the person may record.
        by: Who brings it in.
        on: The day.
        keep: Whether to record; else it is tried and taken back.
        name: The workbook's, for the list of what was brought in.
    """
    done = Outcome(rows=len(rows))
    with transaction.atomic():
        before, marks = Entry.objects.count(), undoing.marks()
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
        elif done.changes:
            done.imported = undoing.keep(marks, changed=books.changed, by=by, name=name, rows=len(rows))
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
        self.changed: dict[int, dict[str, Any]] = {}  # project → its columns before
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
    text, exact = told.get(name, ""), told.get(name + EXACT)
    if not text:
        return None
    try:
        return number(text) if exact is None else Decimal(exact)
    except ValueError as error:
        raise ValidationError({field_name: str(error)}) from error


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
        "kind": _choice(told, "Loại", labels(ProjectKind.choices), "kind"),
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
        books.changed.setdefault(known.pk, undoing.columns(known.pk))
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
        kind=_choice(told, "Loại số", labels(CapitalKind.choices), "kind"),
        source=_choice(told, "Nguồn vốn", labels(SourceChoice.choices), "source"),
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
    planned = _choice(told, "Loại số", labels([("yes", DUE), ("no", DONE)]), "planned") == "yes"
    services.clearance_set(
        project=project, planned=planned, day=until, area=area, households=int(households or 0), by=books.by,
        on=books.on, words=told.get("Nguồn số liệu", ""),
    )  # fmt: skip


def _in_step(books: _Books, told: Mapping[str, str]) -> None:
    project = books.project(told)
    until = _day(told, "Ngày", "day")
    if until is None:
        raise ValidationError({"day": "Nhập ngày."})
    planned = _choice(told, "Loại số", labels([("yes", PLANNED), ("no", TAKEN)]), "planned") == "yes"
    services.step_add(
        project=project, step=_choice(told, "Bước", labels(StepChoice.choices), "step"), day=until,
        planned=planned, words=told.get("Căn cứ", ""), by=books.by, on=books.on,
    )  # fmt: skip


_ROWS: Mapping[str, Callable[[_Books, Mapping[str, str]], None]] = {
    PROJECTS: _in_project,
    CAPITAL: _in_capital,
    LAND: _in_land,
    STEPS: _in_step,
}
