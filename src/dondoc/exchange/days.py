"""A day as a cell of somebody's table has it."""

from __future__ import annotations

import re
from datetime import date

_DAY = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})")
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ].*)?")


def day(words: str, value: str | None = None) -> date:
    """A day as a cell has it: a spreadsheet's own, 31/12/2026, 2026-12-31.

    Raises:
        ValueError: It is none.
    """
    for said in (value or "", words.strip()):
        if match := _ISO.fullmatch(said):
            parts = int(match[1]), int(match[2]), int(match[3])
        elif match := _DAY.fullmatch(said.removeprefix("ngày ").strip()):
            parts = int(match[3]), int(match[2]), int(match[1])
        else:
            continue
        try:
            return date(*parts)
        except ValueError:
            break
    raise ValueError(f"“{words}” không phải là một ngày. Viết như 31/12/2026.")
