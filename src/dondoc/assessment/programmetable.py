"""What the table of an issued work programme says beside who prepares what by when: level, session, form.

The reader makes tasks of its rows (content, lead, day); these columns are a programme's own.

    TT | Nội dung | Cơ quan chuẩn bị | Cấp quyết định | Kỳ họp | Ngày trình hồ sơ
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from dondoc.records.workprogramme import Level
from dondoc.text.normalize import search_key

Value = TypeVar("Value")

# Words without marks that head such a column; the longest that fits decides.
_COLUMNS = {
    "level": (
        "cap quyet dinh", "cap trinh", "cap co tham quyen", "cap ban hanh", "cap cho y kien", "tham quyen",
    ),
    "session": ("ky hop", "phien hop", "hoi nghi", "cuoc hop", "phien giao ban"),
    "form": ("hinh thuc", "hinh thuc van ban", "the loai van ban", "loai van ban", "san pham"),
    "notes": ("ghi chu", "can cu"),
}  # fmt: skip
# As an office writes who decides; the first whose words stand in the cell, so the longer come first.
_LEVELS = (
    ("thuong truc hdnd", Level.COUNCIL_STANDING),
    ("thuong truc hoi dong nhan dan", Level.COUNCIL_STANDING),
    ("hoi dong nhan dan", Level.COUNCIL),
    ("hdnd", Level.COUNCIL),
    ("uy ban nhan dan", Level.PEOPLES_COMMITTEE),
    ("ubnd", Level.PEOPLES_COMMITTEE),
    ("ban chap hanh", Level.COMMITTEE),
    ("bch", Level.COMMITTEE),
    ("ban thuong vu", Level.BUREAU),
    ("btv", Level.BUREAU),
    ("thuong truc", Level.STANDING),
    ("tt tinh uy", Level.STANDING),
    ("tinh uy", Level.COMMITTEE),
    ("lanh dao", Level.HEAD),
    ("thu truong", Level.HEAD),
)
_FORMS = (
    ("nghi quyet", "resolution"),
    ("ket luan", "conclusion"),
    ("quyet dinh", "decision"),
    ("quy che", "regulation"),
    ("quy dinh", "regulation"),
    ("chuong trinh", "programme"),
    ("ke hoach", "programme"),
    ("cho y kien", "opinion"),
    ("bao cao", "report"),
)


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """The columns of one row, as printed; "" where the table has none."""

    level: str = ""
    session: str = ""
    form: str = ""
    notes: str = ""


def columns(headers: Sequence[str]) -> dict[str, int]:
    """Which column holds what, by the words of the table's heading."""
    found: dict[str, int] = {}
    for number, header in enumerate(headers):
        words = search_key(header)
        for name, forms in _COLUMNS.items():
            if name not in found and any(words == form or words.startswith(f"{form} ") for form in forms):
                found[name] = number
    return found


def row_of(headers: Sequence[str], cells: Sequence[str]) -> ProgrammeRow:
    """The programme's own columns of one row."""
    said = {
        name: " ".join(cells[number].split())
        for name, number in columns(headers).items()
        if number < len(cells)
    }
    return ProgrammeRow(**said)


def level_named(words: str) -> Level | None:
    """Who decides, by the words of a cell; None where they are not known.

    >>> level_named("BTV Tỉnh ủy")
    <Level.BUREAU: 'bureau'>
    """
    return _first(words, _LEVELS)


def session_level(name: str, body: str) -> Level | None:
    """Whose meeting it is, by its name, else by whose body it is; None where that may be several.

    >>> session_level("Kỳ họp thứ 9", "Hội đồng nhân dân tỉnh")
    <Level.COUNCIL: 'council'>
    """
    named = level_named(name) or level_named(body)
    said = level_named(name) is not None
    return named if said or named is not Level.COMMITTEE else None  # of a party committee any of three meets


def form_named(words: str) -> str:
    """What is to come of it, as the register keeps it; "" where the words are not known."""
    return _first(words, _FORMS) or ""


def _first(words: str, table: Sequence[tuple[str, Value]]) -> Value | None:
    key = f" {search_key(words)} "
    return next((value for form, value in table if f" {form} " in key), None)
