"""The examples that stand beside the entries of the packs, and whether each is read as it says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from dondoc.packs import Entry, Packs

Reader = Callable[[Entry, str], bool]  # whether a text is read with an entry


@dataclass(frozen=True, slots=True)
class Example:
    """One example of one entry: what `check` runs."""

    family: str
    entry: Entry
    text: str
    wanted: bool  # False for a `not` example


def examples(packs: Packs) -> Iterator[Example]:
    """Every `ok` and `not` example of every entry."""
    kinds: tuple[tuple[Literal["ok", "not"], bool], ...] = (("ok", True), ("not", False))
    for family, entries in packs.families.items():
        for entry in entries:
            for key, wanted in kinds:
                for text in entry.get(key, ()):
                    yield Example(family, entry, text, wanted)


def check(packs: Packs, reads: Mapping[str, Reader]) -> list[str]:
    """Run the examples; the sentences say what does not hold, [] when all do.

    Args:
        packs: What to check.
        reads: Family → whether a text is read with an entry. Reading stands above the packs, so the reader
            is handed in: `dondoc.extraction.packcheck.pack_readers`.
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
