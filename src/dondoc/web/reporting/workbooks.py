"""A report as a workbook: taken away with what stands in its draft, and brought back. Safe to repeat."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import override

from dondoc import reading
from dondoc.assessment.reportcells import read_cell
from dondoc.errors import ReadError
from dondoc.exchange.reportbook import BookLine, CellTold, marked_book, read_book, report_book
from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.core.templatetags.dondoc import period as period_words
from dondoc.web.reporting.confirming import name_of
from dondoc.web.reporting.drafts import Typed, cells_save
from dondoc.web.reporting.grid import Grid, GridRow
from dondoc.web.reporting.models import FormLine, Report, ReportImport
from dondoc.web.reporting.reportforms import lines_of
from dondoc.web.sources import storage

MOST_BYTES = 3_000_000


def workbook_of(report: Report, grid: Grid) -> bytes:
    """The report's workbook with what stands in it now."""
    with override("vi"):
        told = [
            (
                f"{report.body.name} · {period_words(report.period)} · số liệu đến "
                f"{report.cut_off:%d/%m/%Y}, gửi trước hết ngày {report.due:%d/%m/%Y}"
            ),
            "Chỉ điền hai cột nền vàng. Không có số thì ghi – và nêu lý do ở cột thuyết minh.",
        ]
    return report_book(
        report=report.pk, title=name_of(report), told=told, lines=[_line(row) for row in grid.rows]
    )


def _line(row: GridRow) -> BookLine:
    if row.sent is not None:
        value = row.sent.value if row.sent.value is not None else "–"
        note = row.sent.note
    else:
        text = row.value.text if row.value else ""
        read = read_cell(text, decimals=row.line.decimals)
        value = text if read.value is None else read.value
        note = row.note.text if row.note else ""
    return BookLine(
        key=row.line.pk, name=row.line.indicator.name, unit=row.line.unit, decimals=row.line.decimals,
        value=value, note=note, value_revision=row.value.revision if row.value else 0,
        note_revision=row.note.revision if row.note else 0,
        plan=row.plan.value if row.plan else None, same=row.same.value if row.same else None,
        before=row.before, least=row.least,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """What became of a workbook."""

    changed: int
    clashes: int
    kept: ReportImport  # with problems: nothing was changed, and it holds the marked workbook
    left: tuple[FormLine, ...] = ()  # lines it has no row for: they stay as they are


def workbook_take(*, report: Report, name: str, content: bytes, by: User) -> BroughtIn:
    """Bring a workbook back into the draft: all of it, or nothing where a cell is wrong.

    What it says as it did when it was taken away changes nothing. A field that another has changed since
    keeps both texts, as on the page; one's own later text gives way.

    Raises:
        ValidationError: It is no workbook of this report; too large; secret.
        Conflict: The report is not being typed into.
    """
    if len(content) > MOST_BYTES:
        raise ValidationError("Bảng lớn hơn 3 MB. Chọn đúng bảng đã tải về từ trang này.")
    if not name.lower().endswith(".xlsx"):
        raise ValidationError(
            f"“{name}” không phải tệp .xlsx. Mở bảng đã điền, lưu lại thành Excel (.xlsx) rồi nạp."
        )
    lines = {line.pk: line for line in lines_of(report)}
    try:
        reading.read_bytes(content, name)  # a mark of state secrecy is found before anything is kept
        returned = read_book(content, name, report=report.pk, lines=lines)
    except ReadError as error:
        raise ValidationError(str(error)) from error
    if returned.strange:
        raise ValidationError(returned.strange)
    problems = dict(returned.problems or {})
    told = {cell.key: cell for cell in returned.cells}
    for cell in returned.cells:
        words = _problem(cell, told, lines)
        if words:
            problems.setdefault(cell.place, words)
    problems = {place: problems[place] for place in sorted(problems, key=_reading_order)}
    if problems:
        sha256 = storage.put(marked_book(content, problems, sheet=returned.sheet))
        with transaction.atomic():
            kept = ReportImport.objects.create(
                report=report, name=name[:255], sha256=sha256, problems=problems, by=by
            )
            _record(kept, by)
        return BroughtIn(0, 0, kept)
    with transaction.atomic():
        saved = cells_save(report=report, typed=_changed(report, returned.cells, lines, by), by=by)
        kept = ReportImport.objects.create(
            report=report, name=name[:255], sha256=storage.put(content), changed=len(saved.revisions),
            clashes=len(saved.clashes), by=by,
        )  # fmt: skip
        _record(kept, by)
    return BroughtIn(kept.changed, kept.clashes, kept, tuple(lines[key] for key in returned.left))


def _reading_order(place: str) -> tuple[int, str]:
    """G7 stands before B10, as one reads."""
    column = place.rstrip("0123456789")
    return int(place[len(column) :]), column


def _changed(report: Report, told: Iterable[CellTold], lines: dict[int, FormLine], by: User) -> list[Typed]:
    """What the workbook says otherwise than the draft does, and than it did when it was taken away."""
    now = {cell.key: cell for cell in report.cells.all()}
    changes = report.changes.filter(clash=False).values_list("key", "base", "text")
    was = {(key, base + 1): text for key, base, text in changes}
    typed = []
    for cell in told:
        stands = now.get(cell.key)
        if any(
            _same(text, cell, lines)
            for text in (stands.text if stands else "", was.get((cell.key, cell.base), ""))
        ):
            continue
        own = stands is not None and stands.by_id == by.pk
        typed.append(Typed(cell.key, cell.text, stands.revision if own and stands else cell.base))
    return typed


def _problem(cell: CellTold, told: dict[str, CellTold], lines: dict[int, FormLine]) -> str:
    """What is wrong with a figure; an empty one is no mistake, the draft may be unfinished."""
    if cell.key[0] != "v":
        return ""
    read = read_cell(cell.text, decimals=lines[int(cell.key[1:])].decimals)
    if read.none and not told["n" + cell.key[1:]].text.strip():
        return "Ghi lý do không có số ở ô thuyết minh."
    return read.problem


def _same(now: str, cell: CellTold, lines: dict[int, FormLine]) -> bool:
    """Whether the field says that already, however the number is written."""
    if now == cell.text:
        return True
    if cell.key[0] != "v":
        return False
    decimals = lines[int(cell.key[1:])].decimals
    one, other = read_cell(now, decimals=decimals), read_cell(cell.text, decimals=decimals)
    return one.value is not None and one.value == other.value


def _record(kept: ReportImport, by: User) -> None:
    after = {
        "name": kept.name,
        "changed": kept.changed,
        "clashes": kept.clashes,
        "problems": len(kept.problems),
    }
    record(actor=by, action="report.import", row=kept.report, before={}, after=after, body=kept.report.body)
