"""Language as data: units, count nouns, indicators, verbs, cues. One file a family, TOML or TSV.

An entry is a table with an `id` that is unique in its family, the words it stands for, at least one
example that must be read with it (`ok`), and for short or doubtful words one that must not (`not`):

    [[entries]]
    id = "tan"
    forms = ["tấn"]
    ok = ["sản lượng 12.500 tấn"]
    not = ["tấn công 3 mục tiêu"]

In a TSV the first line names the columns; `forms`, `ok` and `not` hold several values between "|".
A folder of one's own may hold files of the same names: an entry replaces the one with its id, `disabled =
true` removes it, a new id adds one. The folder that DONDOC_PACKS names holds for a whole process and its
children (`dondoc read --packs`, `dondoc up --packs`). No file is code. How to write one: docs/packs.md.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from dondoc.errors import PackError

Entry = Mapping[str, Any]
_LISTS = ("forms", "ok", "not")  # TSV columns that hold several values
VARIABLE = "DONDOC_PACKS"  # the environment's word for the folder of one's own


@dataclass(frozen=True, slots=True)
class Packs:
    """Every family's entries, and a hash that says which words a reading was made with."""

    families: Mapping[str, tuple[Entry, ...]]
    hash: str  # 16 hex digits over all entries

    def entries(self, family: str) -> tuple[Entry, ...]:
        """A family's entries in the order of its file; () where there is no such file."""
        return self.families.get(family, ())

    def by_id(self, family: str) -> dict[str, Entry]:
        return {entry["id"]: entry for entry in self.entries(family)}

    def forms(self, family: str) -> dict[str, Entry]:
        """Each form of a family with its entry, as written in the pack."""
        return {form: entry for entry in self.entries(family) for form in entry.get("forms", ())}


def load(folder: Path | None = None) -> Packs:
    """The packs that come with dondoc, with those of `folder` laid over them by id.

    Without `folder` it is the packs in force: those of the folder that DONDOC_PACKS names when they are first
    asked for, else the shipped ones alone.

    Raises:
        PackError: A file is not valid, an id is missing or given twice, an entry has no words, or the folder
            is none.
    """
    return _in_force() if folder is None else _compose(folder)


@lru_cache(maxsize=1)
def _in_force() -> Packs:
    named = os.environ.get(VARIABLE, "")
    return _compose(Path(named) if named else None)


def _compose(folder: Path | None) -> Packs:
    families: dict[str, dict[str, Entry]] = {}
    if folder is not None and not folder.is_dir():
        raise PackError(
            f"Không có thư mục bộ từ vựng “{folder}”. Sửa lại đường dẫn ở {VARIABLE} hoặc --packs."
        )
    for name, entries in _files(resources.files("dondoc.packs").iterdir()):
        families.setdefault(_family(name), {}).update(entries)
    always = {
        family: set.intersection(*(set(entry) for entry in entries.values())) - {"ok"}
        for family, entries in families.items()
    }
    for name, entries in _files(folder.iterdir() if folder is not None else ()):
        known = families.setdefault(_family(name), {})
        for entry_id, entry in entries.items():
            if entry.get("disabled"):
                known.pop(entry_id, None)
                continue
            if lacking := always.get(_family(name), set()) - entry.keys():
                keys = ", ".join(f"“{key}”" for key in sorted(lacking))
                raise PackError(f"{name}: mục “{entry_id}” thiếu {keys}. Xem một mục có sẵn của họ này.")
            known[entry_id] = entry
    merged = {family: tuple(entries.values()) for family, entries in sorted(families.items())}
    dump = json.dumps(merged, ensure_ascii=False, sort_keys=True, default=str)
    return Packs(merged, hashlib.sha256(dump.encode("utf-8")).hexdigest()[:16])


def _family(name: str) -> str:
    return name.rpartition(".")[0]


def _files(items: Iterable[Traversable]) -> Iterator[tuple[str, dict[str, Entry]]]:
    """File name and entries of each pack among the files of a folder, in the order of their names."""
    for item in sorted(items, key=lambda item: item.name):
        if item.name.endswith((".toml", ".tsv")):
            yield item.name, _parse(item.name, item.read_text("utf-8"))


def _parse(name: str, text: str) -> dict[str, Entry]:
    entries: dict[str, Entry] = {}
    for place, raw in enumerate(_rows(name, text), 1):
        entry_id = raw.get("id")
        if not isinstance(entry_id, str) or not entry_id:
            raise PackError(f"{name}, mục {place}: thiếu “id”. Mỗi mục cần một mã riêng trong tệp.")
        if entry_id in entries:
            raise PackError(f"{name}: mã “{entry_id}” có hai lần. Đổi một mã hoặc gộp hai mục.")
        for key in _LISTS:
            if key in raw and not (isinstance(raw[key], list) and all(isinstance(x, str) for x in raw[key])):
                raise PackError(f"{name}, mục “{entry_id}”: “{key}” phải là danh sách chữ.")
        entries[entry_id] = raw
    return entries


def _rows(name: str, text: str) -> Iterator[dict[str, Any]]:
    if name.endswith(".toml"):
        try:
            rows = tomllib.loads(text).get("entries", [])
        except tomllib.TOMLDecodeError as error:
            raise PackError(f"{name}: không đúng cú pháp TOML ({error}).") from error
        yield from rows
        return
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
        if None in row or None in row.values():
            raise PackError(f"{name}: dòng “{row.get('id')}” không đủ hoặc thừa cột.")
        yield {key: value.split("|") if key in _LISTS else value for key, value in row.items() if value}
