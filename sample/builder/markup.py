"""The sources' light markup: TOML between two `+++` lines, then a text that anybody can edit.

A body is made of parts, separated by lines `=== name` (an annex of a Word file, a sheet of a workbook):

    # I. …           heading; ## and ### are the next two levels
    Some words        a paragraph; every line is one
    - some words      a dash typed by hand
    #. some words     Word numbers it: 1. 2. 3.
    @. some words     Word letters it: a) b) c)
    -. some words     Word puts a bullet dash
    ^ some words      a centred line
    ::: table 1 6 3   a table with these relative widths, up to the next `:::`; `header=2` for two header rows
    | 1 | some words |   one row; a cell `^` continues that above, `<` that to its left, `#` Word numbers

Inside a line: **bold**, *italic*, [-struck out in revision-], [+put in in revision+], [^footnote].
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one look; `change` is "deleted" or "inserted", `note` a footnote set after the words."""

    text: str
    bold: bool = False
    italic: bool = False
    change: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph; kind is body, center, dash, number, letter, bullet, or heading with a level."""

    kind: str
    text: str
    level: int = 0


@dataclass(slots=True)
class Table:
    """Rows of cells as written, continuation marks included; every row has as many cells as `widths`."""

    widths: list[float]
    header: int = 1
    rows: list[list[str]] = field(default_factory=list)


@dataclass(slots=True)
class Part:
    """What stands between two `===` lines."""

    name: str
    blocks: list[Line | Table] = field(default_factory=list)


@dataclass(slots=True)
class Source:
    """One document: its front matter and its parts; the first part has no name."""

    path: Path
    front: dict[str, Any]
    parts: list[Part]


MARKS = (
    ("### ", "heading", 3),
    ("## ", "heading", 2),
    ("# ", "heading", 1),
    ("- ", "dash", 0),
    ("#. ", "number", 0),
    ("@. ", "letter", 0),
    ("-. ", "bullet", 0),
    ("^ ", "center", 0),
)
INLINE = re.compile(r"\*\*(?P<b>.+?)\*\*|\*(?P<i>.+?)\*|\[-(?P<d>.+?)-\]|\[\+(?P<n>.+?)\+\]|\[\^(?P<f>.+?)\]")


def read(path: Path) -> Source:
    """Parse a source file.

    Raises:
        ValueError: A table row has the wrong number of cells; the message names file and line.
    """
    text = path.read_text("utf-8")
    _, front, body = text.split("+++\n", 2)
    parts = [Part("")]
    table: Table | None = None
    first = text.count("\n", 0, len(text) - len(body)) + 1
    for number, raw in enumerate(body.splitlines(), first):
        line = raw.strip()
        if table is not None:
            if line == ":::":
                table = None
            elif line:
                table.rows.append(_row(line, len(table.widths), f"{path.name}:{number}"))
        elif line.startswith("::: table"):
            table = _table(line)
            parts[-1].blocks.append(table)
        elif line.startswith("=== "):
            parts.append(Part(line[4:]))
        elif line:
            parts[-1].blocks.append(_line(line))
    return Source(path, tomllib.loads(front), parts)


def _table(line: str) -> Table:
    table = Table([])
    for word in line.split()[2:]:
        if word.startswith("header="):
            table.header = int(word.removeprefix("header="))
        else:
            table.widths.append(float(word))
    return table


def _row(line: str, columns: int, where: str) -> list[str]:
    cells = [cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|")]
    if len(cells) != columns:
        raise ValueError(f"{where}: {len(cells)} cells in a table of {columns} columns")
    return cells


def _line(line: str) -> Line:
    for mark, kind, level in MARKS:
        if line.startswith(mark):
            return Line(kind, line.removeprefix(mark), level)
    return Line("body", line)


def runs(text: str) -> list[Run]:
    """The runs of a line.

    >>> runs("một **hai**")
    [Run(text='một ', bold=False, italic=False, change='', note=''), \
Run(text='hai', bold=True, italic=False, change='', note='')]
    """
    found: list[Run] = []
    at = 0
    for match in INLINE.finditer(text):
        if match.start() > at:
            found.append(Run(text[at : match.start()]))
        words = match[match.lastgroup or 0]
        found.append(
            {
                "b": Run(words, bold=True),
                "i": Run(words, italic=True),
                "d": Run(words, change="deleted"),
                "n": Run(words, change="inserted"),
                "f": Run("", note=words),
            }[match.lastgroup or ""]
        )
        at = match.end()
    if at < len(text):
        found.append(Run(text[at:]))
    return found


def plain(text: str) -> str:
    """A line as a reader should give it: without marks, footnotes and what was struck out."""
    return "".join(run.text for run in runs(text) if run.change != "deleted")
