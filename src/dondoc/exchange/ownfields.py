"""Fields that an office adds to the tasks of one of its documents, and what may stand in them.

    number  "16.900,50 triệu đồng"  →  "16900.50"       day  "31/12/2026"  →  "2026-12-31"
    choice  "ngân sách tỉnh"        →  as listed         yes/no  "Có"      →  "yes"

A value is kept as one text of its kind, a number with the digits it was given. A field keeps its key and its
kind for ever; one that is no longer used is retired, and what it holds stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from dondoc.exchange.asked import number, printed
from dondoc.exchange.days import day
from dondoc.exchange.fields import OWN, TASK_FIELDS, Field
from dondoc.text.normalize import fold, search_key
from dondoc.text.numbers import two_ways
from dondoc.writing.rows import Cell

MOST_FIELDS = 30
MOST_WORDS = 1000
YES_NO = {"yes": "có", "no": "không"}


class FieldKind(StrEnum):
    """What may stand in a field."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    CHOICE = "choice"
    YES_NO = "yes_no"


@dataclass(frozen=True, slots=True)
class OwnField:
    """One field as an office defined it."""

    key: str  # under which values are kept; never changes
    label: str
    kind: FieldKind
    unit: str = ""  # of a number
    choices: tuple[str, ...] = ()
    required: bool = False
    retired: bool = False

    @property
    def column(self) -> str:
        """What an import calls a column with this heading, whichever document it is of."""
        return OWN + search_key(self.label)


def to_json(fields: Iterable[OwnField]) -> list[dict[str, Any]]:
    """Definitions as they are kept, in their order."""
    return [{**asdict(field), "kind": field.kind.value, "choices": list(field.choices)} for field in fields]


def from_json(kept: Iterable[Mapping[str, Any]]) -> tuple[OwnField, ...]:
    """Kept definitions."""
    return tuple(
        OwnField(**{**one, "kind": FieldKind(one["kind"]), "choices": tuple(one["choices"])}) for one in kept
    )


def check(fields: Sequence[OwnField]) -> None:
    """Whether definitions can stand beside each other and beside what every task has.

    Raises:
        ValueError: What cannot, and what to do.
    """
    if len(fields) > MOST_FIELDS:
        raise ValueError(f"Mỗi văn bản có nhiều nhất {MOST_FIELDS} trường, kể cả trường đã ngừng dùng.")
    taken = {search_key(field.title): field.title for field in TASK_FIELDS}
    for field in fields:
        name = search_key(field.label)
        if not name:
            raise ValueError("Đặt tên cho trường.")
        if name in taken:
            raise ValueError(f"Đã có trường “{taken[name]}”. Đặt tên khác.")
        taken[name] = field.label
        if field.kind is FieldKind.CHOICE and len({search_key(one) for one in field.choices}) < 2:
            raise ValueError("Ghi ít nhất hai giá trị khác nhau để chọn, mỗi dòng một giá trị.")


def value_of(field: OwnField, words: str, value: str | None = None, *, held: str = "") -> str:
    """What a cell, or a person, says of a field, as it is kept; "" for nothing.

    Args:
        field: The field.
        words: As printed or typed.
        value: Behind the print of a spreadsheet's cell.
        held: What the field holds: printed by us, it may come back as it is.

    Raises:
        ValueError: It cannot stand there; with what can.
    """
    said = " ".join(words.split())
    if not said or (held and fold(said) == fold(shown(field, held))):
        return held if said else ""
    if len(said) > MOST_WORDS:
        raise ValueError(f"“{field.label}” dài quá {MOST_WORDS} ký tự. Rút ngắn lại.")
    match field.kind:
        case FieldKind.NUMBER:
            bare = said.removesuffix(field.unit).strip() if field.unit else said
            if value is None and (doubt := two_ways(bare)):
                raise ValueError(doubt)
            return f"{number(bare, value):f}"
        case FieldKind.DAY:
            return day(said, value).isoformat()
        case FieldKind.CHOICE:
            found = next((one for one in field.choices if search_key(one) == search_key(said)), None)
            if found is None:
                raise ValueError(f"“{said}” không có trong danh sách: {'; '.join(field.choices)}.")
            return found
        case FieldKind.YES_NO:
            found = next((key for key, one in YES_NO.items() if fold(said) in (one, key)), None)
            if found is None:
                raise ValueError(f"“{said}”: ghi “có” hoặc “không”.")
            return found
    return said


def shown(field: OwnField, held: str) -> str:
    """A kept value as pages and cells print it; a number without its unit."""
    if not held:
        return ""
    match field.kind:
        case FieldKind.NUMBER:
            return printed(Decimal(held))
        case FieldKind.DAY:
            return f"{date.fromisoformat(held):%d/%m/%Y}"
        case FieldKind.YES_NO:
            return YES_NO[held]
    return held


def cell(field: OwnField, held: str) -> Cell:
    """A kept value as the template has it."""
    return date.fromisoformat(held) if held and field.kind is FieldKind.DAY else shown(field, held)


def plain(field: OwnField, held: str) -> Cell:
    """A kept value as a list that is reckoned with has it: a number is a number."""
    return Decimal(held) if held and field.kind is FieldKind.NUMBER else cell(field, held)


def columns(fields: Iterable[OwnField]) -> tuple[Field, ...]:
    """The template's columns for fields of one or more documents: those with the same name are one."""
    found: dict[str, Field] = {}
    for field in fields:
        found.setdefault(field.column, Field(field.column, field.label, 22, _says(field)))
    return tuple(found.values())


def _says(field: OwnField) -> str:
    says = {
        FieldKind.TEXT: "Chữ",
        FieldKind.NUMBER: f"Số, tính bằng {field.unit}" if field.unit else "Số",
        FieldKind.DAY: "31/12/2026",
        FieldKind.CHOICE: f"Một trong: {'; '.join(field.choices)}",
        FieldKind.YES_NO: "Có hoặc không",
    }[field.kind]
    return f"Trường riêng của văn bản. {says}{'; bắt buộc với việc mới' if field.required else ''}"
