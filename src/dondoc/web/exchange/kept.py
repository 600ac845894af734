"""Tables between their record and the JSON that an import keeps."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from dondoc.exchange.fields import fingerprint
from dondoc.exchange.sheets import Row, Sheet


def sheet_json(sheet: Sheet) -> dict[str, Any]:
    """{title, headings, letters, heading_row, rows: [[number, cells, values, group], …]}."""
    return {
        "title": sheet.title,
        "headings": list(sheet.headings),
        "letters": list(sheet.letters),
        "heading_row": sheet.heading_row,
        "rows": [[row.number, list(row.cells), list(row.values), row.group] for row in sheet.rows],
    }


def sheet_of(kept: Mapping[str, Any]) -> Sheet:
    """The record of a kept table."""
    return Sheet(
        kept["title"],
        tuple(kept["headings"]),
        tuple(kept["letters"]),
        kept["heading_row"],
        tuple(
            Row(number, tuple(cells), tuple(values), group) for number, cells, values, group in kept["rows"]
        ),
    )


def headings_hash(sheet: Sheet) -> str:
    """By what a table with the same headings is known."""
    return hashlib.sha256(fingerprint(sheet.headings).encode()).hexdigest()
