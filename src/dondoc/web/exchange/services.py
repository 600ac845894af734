"""Bringing a table in: read the file, decide its columns, apply row by row, undo the whole.

Applying goes in slices of one transaction each, so that a long table shows how far it is, can be stopped and
is taken up where it stopped; a row that was applied is never applied again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from time import monotonic
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from dondoc import reading
from dondoc.errors import ReadError
from dondoc.exchange.fields import fingerprint
from dondoc.exchange.sheets import sheets
from dondoc.exchange.targetfields import period_of
from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.bodies.models import Body
from dondoc.web.bodies.selectors import Directory
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.locks import Turn, take_turn
from dondoc.web.exchange.kept import headings_hash, sheet_json, sheet_of
from dondoc.web.exchange.kinds import Line, kind_of, rows_of, suggestions
from dondoc.web.exchange.models import ColumnMap, Import, ImportState, Outcome, System, WhatChoice
from dondoc.web.sources import storage
from dondoc.web.sources.confirm import basis_of
from dondoc.web.sources.figurebodies import body_of
from dondoc.web.sources.models import Document, File

SLICE = 100  # rows applied in one transaction: others who save wait for less than a second
MOST_ROWS = 20_000


@transaction.atomic
def system_add(*, name: str, owner: Body, by: User) -> System:
    """Another system whose tasks are mirrored.

    Raises:
        ValidationError: By field: no name, or one there is.
    """
    system = System(name=" ".join(name.split()), owner=owner, created_by=by)
    system.full_clean()
    system.save()
    record(actor=by, action="system.add", row=system, before={}, after={"name": system.name}, body=owner)
    return system


def import_start(
    *,
    name: str,
    data: bytes,
    owner: Body,
    document: Document | None,
    system: System | None,
    by: User,
    what: str = WhatChoice.TASKS,
) -> Import:
    """Read a file's tables and keep them for a first look; nothing in the register changes.

    Args:
        name: The file's name.
        data: Its bytes.
        owner: In whose branch what is brought in will be kept.
        document: It gives the tasks, or decided the targets, of rows that name no document.
        system: Where the tasks live, if elsewhere.
        by: Who brings it.
        what: `WhatChoice`: whether its rows are tasks or targets.

    Raises:
        ValidationError: By field: the file cannot be read, or has no table.
    """
    try:
        read = reading.read_bytes(data, name)
    except ReadError as error:
        raise ValidationError({"file": str(error)}) from error
    found = sheets(read)
    if not found:
        raise ValidationError(
            {"file": f"Không thấy bảng nào trong “{name}”. Bảng cần dòng tiêu đề và các dòng bên dưới."}
        )
    if sum(len(sheet.rows) for sheet in found) > MOST_ROWS:
        raise ValidationError(
            {"file": f"Bảng có hơn {MOST_ROWS:,} dòng. Chia thành nhiều tệp.".replace(",", ".")}
        )
    sha256 = storage.put(data)
    with transaction.atomic():
        file, _ = File.objects.get_or_create(
            sha256=sha256,
            defaults={"name": name[:255], "size": len(data), "media": read.media[:8], "uploaded_by": by},
        )
        imported = Import(
            what=what,
            owner=owner,
            file=file,
            name=name[:255],
            document=document,
            system=system,
            sheets=[sheet_json(sheet) for sheet in found],
            created_by=by,
        )
        if what == WhatChoice.TARGETS:
            imported.options = _options_of(imported)
        _choose(imported, _likeliest(imported))
        imported.save()
        after = {"name": imported.name, "rows": sum(len(sheet.rows) for sheet in found)}
        record(actor=by, action="import.start", row=imported, before={}, after=after, body=owner)
    return imported


def _likeliest(imported: Import) -> int:
    """The table in which most fields are known."""
    kind = kind_of(imported)
    known = [sum(1 for found in kind.suggest(kept["headings"], {}) if found.key) for kept in imported.sheets]
    return known.index(max(known))


def _options_of(imported: Import) -> dict[str, Any]:
    """For rows that do not say it: whose plan, for which period and body, as the document has it."""
    document = imported.document
    if document is None:
        return {"body": imported.owner_id}
    body = body_of(document, Directory())
    within = body.path.startswith(imported.owner.path)
    period = period_of(document.title)
    return {
        "basis": basis_of(document),
        "body": body.pk if within else imported.owner_id,
        "period": period or "",
    }


def _choose(imported: Import, sheet: int) -> None:
    imported.sheet = sheet
    suggested = suggestions(imported, imported.sheets[sheet], remembered(imported))
    imported.columns = [found.key for found in suggested]


def remembered(imported: Import) -> dict[str, str]:
    """Folded heading → field, as decided before for a table of this owner (and system).

    A table with the very same headings counts first, then every other, the newest first.
    """
    maps = list(
        ColumnMap.objects.filter(what=imported.what, owner=imported.owner_id, system=imported.system_id)[:50]
    )
    same = headings_hash(sheet_of(imported.sheets[imported.sheet]))
    maps.sort(key=lambda kept: kept.fingerprint != same)
    known: dict[str, str] = {}
    for kept in maps:
        headings = fingerprint(kept.headings).split("\n")
        for heading, key in zip(headings, kept.columns, strict=True):
            if heading:
                known.setdefault(heading, key)
    return known


@transaction.atomic
def columns_set(
    *,
    imported: Import,
    sheet: int,
    columns: Sequence[str],
    by: User,
    options: Mapping[str, Any] | None = None,
    document: Document | None = None,
) -> Import:
    """Say which table it is and what its columns hold; remembered for the next table with these headings.

    Args:
        imported: The table's import.
        sheet: Which of the file's tables.
        columns: The field of each column, "" for one that is not used.
        by: Who says so.
        options: Of targets: {period, basis, body} for rows that do not say it; None leaves them.
        document: That gives the rows which name none; None leaves it as it is.

    Raises:
        ValidationError: By field: a field is named twice, or the work is in no column.
        Conflict: The import has begun.
    """
    imported = _open(imported)
    if not 0 <= sheet < len(imported.sheets):
        raise ValidationError({"sheet": "Chọn một bảng trong tệp."})
    if sheet != imported.sheet:
        _choose(imported, sheet)
        imported.save(update_fields=["sheet", "columns"])
        return imported
    kept = sheet_of(imported.sheets[sheet])
    layout = kind_of(imported).layout
    allowed = {field.key for field in layout.fields}
    chosen = [key if key in allowed else "" for key in columns][: len(kept.headings)]
    chosen += [""] * (len(kept.headings) - len(chosen))
    twice = {key for key in chosen if key and key not in layout.many and chosen.count(key) > 1}
    if twice:
        names = ", ".join(f"“{layout.title_of(key)}”" for key in sorted(twice))
        raise ValidationError({"columns": f"Mỗi loại chỉ chọn cho một cột: {names} đang chọn hai lần."})
    if lacking := [key for key in layout.needed if key not in chosen]:
        names = ", ".join(f"“{layout.title_of(key)}”" for key in lacking)
        raise ValidationError({"columns": f"Chọn cột nào ghi {names}."})
    before = {"columns": imported.columns, "options": imported.options, "document": imported.document}
    imported.columns = chosen
    imported.options = imported.options if options is None else dict(options)
    imported.document = document or imported.document
    after = {"columns": chosen, "options": imported.options, "document": imported.document}
    imported.save(update_fields=["columns", "options", "document"])
    _remember(imported, by)
    if before != after:
        record(
            actor=by, action="import.columns", row=imported, before=before, after=after, body=imported.owner
        )
    return imported


def _remember(imported: Import, by: User) -> None:
    """Keep what the columns hold for the next table with these headings."""
    kept = sheet_of(imported.sheets[imported.sheet])
    ColumnMap.objects.update_or_create(
        what=imported.what,
        owner=imported.owner,
        system=imported.system,
        fingerprint=headings_hash(kept),
        defaults={"headings": list(kept.headings), "columns": imported.columns, "saved_by": by},
    )


def _open(imported: Import) -> Import:
    now = _locked(imported)
    if now.state != ImportState.OPEN:
        raise Conflict("Lần nhập này không còn ở bước chuẩn bị. Tải lại trang để xem.")
    return now


def import_apply(*, imported: Import, by: User, on: date, seconds: float = 2.0) -> Import:
    """Apply rows until they are done or the time is up; call again while `state` is running.

    Rows with problems are left out and kept with what is wrong.

    Args:
        imported: What to apply.
        by: Who does.
        on: The day on which it counts: the day of confirmations that the table brings.
        seconds: After how long to pause, between two slices.

    Raises:
        Conflict: It was undone or dropped, or there is nothing to bring in.
    """
    until = monotonic() + seconds
    imported, waiting = _begin(imported, by=by, on=on)
    applying = rows_of(imported, by=by, on=imported.applied_on or on)
    while imported.state == ImportState.RUNNING:
        lines, waiting = waiting[:SLICE], waiting[SLICE:]
        with transaction.atomic():
            take_turn(Turn.REGISTER)
            imported = _locked(imported)
            done = set(imported.rows.values_list("number", flat=True))
            applying.prepare(lines)
            for line in lines:
                if line.row.number not in done:  # another tab was quicker
                    applying.apply(line)
            if not waiting:
                _finish(imported, by)
        if monotonic() > until:
            break
    return imported


@transaction.atomic
def _begin(imported: Import, *, by: User, on: date) -> tuple[Import, list[Line]]:
    """The import as running, and the rows that are still to do."""
    imported = _locked(imported)
    if imported.state == ImportState.DONE:
        return imported, []
    if imported.state not in (ImportState.OPEN, ImportState.RUNNING):
        raise Conflict("Lần nhập này đã được hoàn tác hoặc bỏ. Tải lại trang để xem.")
    lines = kind_of(imported).dry_run(imported).lines
    if imported.state == ImportState.OPEN:
        if all(line.outcome == Outcome.LEFT for line in lines):
            raise Conflict("Không có dòng nào nhập được. Sửa các ô được nêu rồi tải bảng lên lại.")
        imported.state, imported.applied_on = ImportState.RUNNING, on
        imported.applied_at = timezone.now()
        _remember(imported, by)
        imported.save(update_fields=["state", "applied_on", "applied_at"])
    done = set(imported.rows.values_list("number", flat=True))
    return imported, [line for line in lines if line.row.number not in done]


def _finish(imported: Import, by: User) -> None:
    imported.state = ImportState.DONE
    imported.save(update_fields=["state"])
    counts = {outcome.value: imported.rows.filter(outcome=outcome).count() for outcome in Outcome}
    record(actor=by, action="import.apply", row=imported, before={}, after=counts, body=imported.owner)


def _locked(imported: Import) -> Import:
    """The import as it is now, while nobody else changes it."""
    rows = Import.objects.select_for_update(of=("self",)).select_related("owner", "document", "system")
    return rows.get(pk=imported.pk)


@transaction.atomic
def import_drop(*, imported: Import, by: User) -> Import:
    """Put an import aside that has not begun.

    Raises:
        Conflict: It has.
    """
    imported = _open(imported)
    imported.state = ImportState.DROPPED
    imported.save(update_fields=["state"])
    record(actor=by, action="import.drop", row=imported, before={}, after={}, body=imported.owner)
    return imported


@transaction.atomic
def import_undo(*, imported: Import, by: User, on: date, reason: str) -> Import:
    """Take the whole import back: added tasks are withdrawn, changed ones get back what they said.

    Raises:
        ValidationError: No reason is given.
        Conflict: It is not in force, or something happened to its tasks since.
    """
    if not reason.strip():
        raise ValidationError({"reason": "Nhập lý do hoàn tác."})
    take_turn(Turn.REGISTER)
    imported = _locked(imported)
    if imported.state not in (ImportState.DONE, ImportState.RUNNING):
        raise Conflict("Lần nhập này không còn hiệu lực nên không có gì để hoàn tác.")
    touched = kind_of(imported).touched_since(imported)
    if touched:
        some = ", ".join(f"dòng {row.number}" for row in touched[:5])
        raise Conflict(
            f"{len(touched)} dòng của lần nhập này đã có diễn biến mới ({some}) nên không hoàn tác được "
            "cả bảng. Sửa từng mục trên trang của nó."
        )
    applying = rows_of(imported, by=by, on=on)
    applying.prepare_undo()
    for row in imported.rows.select_related("task__document", "task__lead").order_by("-number"):
        applying.undo(row, reason=reason)
    imported.state, imported.undone_by, imported.undone_at = ImportState.UNDONE, by, timezone.now()
    imported.save(update_fields=["state", "undone_by", "undone_at"])
    record(
        actor=by, action="import.undo", row=imported, before={}, after={}, reason=reason, body=imported.owner
    )
    return imported
