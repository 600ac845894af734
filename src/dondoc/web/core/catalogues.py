"""Translations as Django loads them: .mo files made from the .po files beside them.

GNU gettext does this too, but an office's machine need not have it, and the format is a table of two columns.
"""

from __future__ import annotations

import ast
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_MAGIC = 0x950412DE
_CONTEXT, _PLURAL = "\x04", "\x00"


@dataclass(slots=True)
class Entry:
    """One message: `texts[0]` is its translation, the others those of its plurals."""

    id: str = ""
    plural: str | None = None
    context: str | None = None
    texts: dict[int, str] = field(default_factory=dict)
    fuzzy: bool = False

    @property
    def key(self) -> str:
        """As the .mo file names it."""
        key = self.id if self.plural is None else f"{self.id}{_PLURAL}{self.plural}"
        return key if self.context is None else f"{self.context}{_CONTEXT}{key}"


def entries(po: str) -> Iterator[Entry]:
    """Every message of a .po file, translated or not; the first, with the empty id, is the file's header."""
    entry, part = Entry(), ""
    for line in [*po.splitlines(), ""]:
        if not line.strip():
            if part:
                yield entry
            entry, part = Entry(), ""
        elif line.startswith("#"):
            entry.fuzzy |= line.startswith("#,") and "fuzzy" in line
        else:
            if not line.startswith('"'):
                part, _, line = line.partition(" ")  # noqa: PLW2901 - the rest of the line
            _add(entry, part, str(ast.literal_eval(line.strip())))


def _add(entry: Entry, part: str, text: str) -> None:
    if part == "msgid":
        entry.id += text
    elif part == "msgid_plural":
        entry.plural = (entry.plural or "") + text
    elif part == "msgctxt":
        entry.context = (entry.context or "") + text
    else:  # msgstr, msgstr[0], msgstr[1] …
        number = int(part[7:-1]) if part.startswith("msgstr[") else 0
        entry.texts[number] = entry.texts.get(number, "") + text


def compiled(po: str) -> bytes:
    """The .mo file: keys in order, each with its translation; what has none is left to the source's words."""
    table = {
        entry.key.encode(): _PLURAL.join(text for _, text in sorted(entry.texts.items())).encode()
        for entry in entries(po)
        if (not entry.fuzzy or not entry.id) and all(entry.texts.values())
    }
    keys = sorted(table)
    start = 7 * 4 + 16 * len(keys)
    index: list[tuple[int, int]] = []
    blob = b""
    for words in (*keys, *(table[key] for key in keys)):
        index.append((len(words), start + len(blob)))
        blob += words + b"\0"
    header = struct.pack("<7I", _MAGIC, 0, len(keys), 28, 28 + 8 * len(keys), 0, 28 + 16 * len(keys))
    return header + b"".join(struct.pack("<2I", *pair) for pair in index) + blob


def compile_all(folder: Path) -> list[Path]:
    """Write the .mo beside every .po under the folder that is newer than it; which were written."""
    written = []
    for po in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        mo = po.with_suffix(".mo")
        if not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime:
            part = mo.with_suffix(".part")
            part.write_bytes(compiled(po.read_text("utf-8")))
            part.replace(mo)
            written.append(mo)
    return written
