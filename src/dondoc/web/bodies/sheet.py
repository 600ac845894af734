"""Bodies as a table: out with everything the register keeps of them, and in again after a look.

A row goes through the services behind the buttons; a dry run does the same and takes it back. A table adds
and corrects: a name it no longer gives stays, and a body that has no row is left as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Prefetch, QuerySet

from dondoc.reading.workbook import book_rows
from dondoc.text.normalize import search_key
from dondoc.web.accounts.access import Access
from dondoc.web.accounts.models import User
from dondoc.web.bodies import moving, services
from dondoc.web.bodies.models import Body, BodyKind, BodyName
from dondoc.web.bodies.selectors import NOT_OURS, bodies_kept
from dondoc.web.core.conflicts import Conflict
from dondoc.web.sources.convert import day
from dondoc.writing.rows import Cell, to_xlsx

TITLE = "Cơ quan"
CODE, NAME, NAMES, KIND, ABOVE_CODE, ABOVE, SINCE, UNTIL, SOURCE = (
    "Mã", "Tên", "Tên gọi khác", "Khối", "Mã cấp trên", "Cấp trên", "Từ ngày", "Đến ngày", "Căn cứ",
)  # fmt: skip
COLUMNS = (CODE, NAME, NAMES, KIND, ABOVE_CODE, ABOVE, SINCE, UNTIL, SOURCE)
NEEDED = (NAME,)
MOST_ROWS = 5_000
_PLACE = {
    "code": CODE, "name": NAME, "kind": KIND, "parent": ABOVE_CODE, "valid_from": SINCE, "valid_to": UNTIL,
    "paper": SOURCE, "names": NAMES,
}  # fmt: skip

Row = tuple[int, dict[str, str]]  # line, column → as words


@dataclass(slots=True)
class Outcome:
    """What came, or would come, of a table."""

    rows: int = 0
    added: list[str] = field(default_factory=list)  # names
    changed: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)  # "D7: …"


def kept(access: Access) -> QuerySet[Body]:
    """The bodies a table of this reader holds: those they keep, without ministries and other provinces."""
    return bodies_kept(access).exclude(NOT_OURS)


def workbook(access: Access) -> bytes:
    """Each body after the one it stands under; two queries."""
    names = BodyName.objects.order_by("name")
    found = kept(access).select_related("parent").prefetch_related(Prefetch("names", names))
    ordered = sorted(found, key=lambda body: (body.path.count("/"), body.sort_key, body.pk))
    return to_xlsx(TITLE, COLUMNS, map(_told, ordered))


def _told(body: Body) -> list[Cell]:
    others = [one.name for one in body.names.all() if one.name != body.name]
    above = body.parent
    return [
        body.code, body.name, "; ".join(others), str(body.get_kind_display()),
        above.code if above else "", above.name if above else "", body.valid_from, body.valid_to, body.source,
    ]  # fmt: skip


def read(data: bytes, name: str) -> list[Row]:
    """The filled rows of the first sheet that has the columns; the heading may stand below a title.

    Raises:
        ReadError: It is no workbook.
        ValidationError: No sheet has the column of names.
    """
    for rows in book_rows(data, name).values():
        for place, cells in enumerate(rows[:10]):
            head = [search_key(cell.text) for cell in cells]
            at = {column: head.index(search_key(column)) for column in COLUMNS if search_key(column) in head}
            if at.keys() >= set(NEEDED) and len(at) > 1:
                return _filled(rows[place + 1 : place + 1 + MOST_ROWS], at, first=place + 2)
    raise ValidationError(f"Không thấy trang tính có cột “{NAME}” và “{KIND}”. Tải bảng hiện có về rồi điền.")


def _filled(rows: Sequence[Sequence[Any]], at: Mapping[str, int], *, first: int) -> list[Row]:
    found = []
    for line, cells in enumerate(rows, first):
        told = {column: _words(cells[place]) for column, place in at.items() if place < len(cells)}
        if any(told.values()):
            found.append((line, told))
    return found


def _words(cell: Any) -> str:
    return cell.value.isoformat() if isinstance(cell.value, date) else str(cell.text).strip()


def run(rows: Sequence[Row], *, access: Access, by: User, on: date, keep: bool) -> Outcome:
    """Record the rows; all of them or, where one is refused or `keep` is false, none.

    Args:
        rows: As of `read`.
        access: What the person keeps.
        by: Who brings it in.
        on: From which day a new name or place holds.
        keep: Whether to record; else it is tried and taken back.
    """
    done = Outcome(rows=len(rows))
    with transaction.atomic():
        books = _Books(access, by, on)
        for line, told in rows:
            try:
                with transaction.atomic():
                    where = books.row(told, done)
            except (ValidationError, Conflict, ValueError) as error:
                done.problems.append(f"{_cell(line, told, error)}: {_said(error)}")
                continue
            if where is not None:
                where.append(told[NAME])
        if done.problems or not keep:
            transaction.set_rollback(True)
    return done


def _said(error: Exception) -> str:
    return " ".join(error.messages) if isinstance(error, ValidationError) else str(error)


def _cell(line: int, told: Mapping[str, str], error: Exception) -> str:
    """The cell a refusal is about; the row's first where it is about no column."""
    names = list(getattr(error, "error_dict", {}))
    column = _PLACE.get(names[0], "") if names else ""
    columns = list(told)
    return f"{chr(ord('A') + (columns.index(column) if column in columns else 0))}{line}"


class _Books:
    """The bodies by code and by name, as rows change them."""

    def __init__(self, access: Access, by: User, on: date) -> None:
        self.access, self.by, self.on = access, by, on
        self.by_code = {body.code: body for body in kept(access).select_related("parent")}
        self.kinds = {search_key(str(label)): value for value, label in BodyKind.choices}

    def row(self, told: Mapping[str, str], done: Outcome) -> list[str] | None:
        """Bring one body to what its row says; its list in `done`, None where it was so already."""
        name, code = told.get(NAME, ""), told.get(CODE, "")
        if not name:
            raise ValidationError({"name": "Ghi tên cơ quan."})
        body = self.by_code.get(code) if code else self._named(name)
        if body is None:
            body = self._add(told, name, code)
            self.by_code[body.code] = body
            return done.added
        if not self._change(body, told, name):
            return None
        self.by_code[body.code] = Body.objects.select_related("parent").get(pk=body.pk)
        return done.changed

    def _named(self, name: str) -> Body | None:
        """The body of this name that has not ended, where there is one only."""
        wanted = search_key(name)
        found = [one for one in self.by_code.values() if search_key(one.name) == wanted and not one.valid_to]
        return found[0] if len(found) == 1 else None

    def _add(self, told: Mapping[str, str], name: str, code: str) -> Body:
        kind = self.kinds.get(search_key(told.get(KIND, "")))
        if kind is None:
            known = "; ".join(str(label) for _value, label in BodyKind.choices)
            raise ValidationError({"kind": f"Khối “{told.get(KIND, '')}”: ghi một trong {known}."})
        above = self._above(told)
        if above is None:
            raise ValidationError({"parent": "Ghi mã cấp trên, hoặc tên đúng như trong sổ ở cột “Cấp trên”."})
        if Body.objects.filter(code=code).exists():
            raise ValidationError(
                {"code": f"Mã “{code}” đã dùng cho cơ quan khác. Ghi mã khác, hoặc để trống."}
            )
        return services.body_add(
            code=code or services.code_of(name), name=name, kind=kind, parent=above, by=self.by,
            valid_from=_day(told, SINCE, "valid_from"), valid_to=_day(told, UNTIL, "valid_to"),
            names=_names(told), source=told.get(SOURCE, "")[:300],
        )  # fmt: skip

    def _above(self, told: Mapping[str, str]) -> Body | None:
        """The body that the row stands under: by its code, else by its name."""
        code, name = told.get(ABOVE_CODE, ""), told.get(ABOVE, "")
        if code and code not in self.by_code:
            raise ValidationError({"parent": f"Không có cơ quan mã “{code}” trong phạm vi của đồng chí."})
        return self.by_code[code] if code else self._named(name) if name else None

    def _change(self, body: Body, told: Mapping[str, str], name: str) -> bool:
        """Correct what the row says otherwise; whether it says anything otherwise."""
        kind = self.kinds.get(search_key(told.get(KIND, "")), body.kind if not told.get(KIND) else None)
        if kind != body.kind:
            raise ValidationError(
                {"kind": f"{body.name} thuộc khối “{body.get_kind_display()}”; khối không đổi."}
            )
        since = _day(told, SINCE, "valid_from")
        if since is not None and since != body.valid_from:
            raise ValidationError(
                {"valid_from": "Ngày bắt đầu không đổi bằng bảng. Sửa trên trang của cơ quan."}
            )
        changed = name != body.name
        services.body_rename(body=body, name=name, on=self.on, by=self.by)
        held = {search_key(one) for one in body.names.values_list("name", flat=True)} | {search_key(name)}
        for other in _names(told):
            if search_key(other) not in held:
                services.body_name_add(body=body, name=other, by=self.by)
                changed = True
        above = self._above(told)
        if above is not None and above.pk != body.parent_id:
            moving.body_move(body=body, parent=above, on=self.on, by=self.by, note=told.get(SOURCE, ""))
            changed = True
        until = _day(told, UNTIL, "valid_to")
        if until is not None and until != body.valid_to:
            moving.body_end(body=body, valid_to=until, by=self.by, paper=told.get(SOURCE, ""))
            changed = True
        return changed


def _names(told: Mapping[str, str]) -> Iterable[str]:
    return [name.strip() for name in told.get(NAMES, "").split(";") if name.strip()]


def _day(told: Mapping[str, str], column: str, name: str) -> date | None:
    try:
        found = day(told.get(column, ""))
    except ValueError as error:
        raise ValidationError({name: str(error)}) from error
    return date.fromisoformat(found) if found else None
