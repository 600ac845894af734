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
true` removes it, a new id adds one. No file is code.
"""

from __future__ import annotations

import csv
import hashlib
import json
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any, Literal

from dondoc.errors import PackError

Entry = Mapping[str, Any]
_LISTS = ("forms", "ok", "not")  # TSV columns that hold several values


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


@dataclass(frozen=True, slots=True)
class Example:
    """One example of one entry: what `check` runs."""

    family: str
    entry: Entry
    text: str
    wanted: bool  # False for a `not` example


def load(folder: Path | None = None) -> Packs:
    """The packs that come with dondoc, with those of `folder` laid over them by id.

    Raises:
        PackError: A file is not valid, an id is missing or given twice, or an entry has no words.
    """
    return _shipped() if folder is None else _compose(folder)


@lru_cache(maxsize=1)
def _shipped() -> Packs:
    return _compose(None)


def _compose(folder: Path | None) -> Packs:
    families: dict[str, dict[str, Entry]] = {}
    shipped = [(item.name, item) for item in resources.files("dondoc.packs").iterdir()]
    own = [] if folder is None else [(path.name, path) for path in folder.iterdir()]
    for layer in (shipped, own):
        for name, item in sorted(layer, key=lambda pair: pair[0]):
            stem, _, ending = name.rpartition(".")
            if not stem or ending not in {"toml", "tsv"}:
                continue
            known = families.setdefault(stem, {})
            for entry in _parse(name, item.read_text("utf-8")).values():
                if entry.get("disabled"):
                    known.pop(entry["id"], None)
                else:
                    known[entry["id"]] = entry
    merged = {family: tuple(entries.values()) for family, entries in sorted(families.items())}
    dump = json.dumps(merged, ensure_ascii=False, sort_keys=True, default=str)
    return Packs(merged, hashlib.sha256(dump.encode("utf-8")).hexdigest()[:16])


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


def examples(packs: Packs) -> Iterator[Example]:
    """Every `ok` and `not` example of every entry."""
    kinds: tuple[tuple[Literal["ok", "not"], bool], ...] = (("ok", True), ("not", False))
    for family, entries in packs.families.items():
        for entry in entries:
            for key, wanted in kinds:
                for text in entry.get(key, ()):
                    yield Example(family, entry, text, wanted)


def check(packs: Packs, reads: Mapping[str, Callable[[Entry, str], bool]]) -> list[str]:
    """Run the examples; the sentences say what does not hold, [] when all do.

    Args:
        packs: What to check.
        reads: Family → whether a text is read with an entry. Reading stands above the packs, so the reader
            is handed in: `dondoc.extraction.packcheck.PACK_READERS`.
    """
    wrong: list[str] = []
    for family, entries in packs.families.items():
        if family in reads:
            lacking = [entry["id"] for entry in entries if not entry.get("ok")]
            wrong += [f"{family}: mục “{entry_id}” chưa có ví dụ “ok”" for entry_id in lacking]
    for example in examples(packs):
        reader = reads.get(example.family)
        if reader is not None and reader(example.entry, example.text) != example.wanted:
            verdict = "phải" if example.wanted else "không được"
            where = f"{example.family}: mục “{example.entry['id']}”"
            wrong.append(f"{where} {verdict} đọc được trong “{example.text}”")
    return wrong
