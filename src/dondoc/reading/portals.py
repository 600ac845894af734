"""What a portal prints round a document whose own heading it leaves out: number, issuer, the meeting's day.

CHỈ THỊ
Về việc phòng cháy rừng mùa khô
12/CT-UBND
Cơ quan ban hành
Chủ tịch UBND tỉnh
"""

from __future__ import annotations

import re

_SYMBOL_LINE = re.compile(
    r"^[ \t\u00a0]*(?P<symbol>\d{1,5}(?:/(?:19|20)\d\d)?[/-][A-ZĐ][A-Za-zĐđ]{0,6}-[A-ZĐ][\w.&-]{1,14})\s*?$",
    re.MULTILINE,
)
_LABELS_BELOW = 400  # characters in which a portal lists what it knows of a document
_BELOW_TITLE = 120  # characters
_ISSUED_BY = re.compile(
    r"^[ \t]*Cơ quan ban hành[ \t]*:?[ \t]*\n?[ \t]*(?P<issuer>[^\n]{5,80}?)[ \t]*$", re.MULTILINE
)
HELD_ON = re.compile(
    r"ngày\s+(?P<day>\d{1,2})(?:[/.-]|\s+tháng\s+)(?P<month>\d{1,2})(?:[/.-]|\s+năm\s+)(?P<year>(?:19|20)\d\d)"
)


def symbol_line(text: str, title_end: int) -> re.Match[str] | None:
    """A line that is a number and nothing else, in the heading or right below it."""
    return _SYMBOL_LINE.search(text, 0, min(len(text), title_end + _BELOW_TITLE))


def issued_by(text: str, title_end: int) -> re.Match[str] | None:
    """Who issued the document, behind the portal's label."""
    return _ISSUED_BY.search(text, 0, min(len(text), title_end + _LABELS_BELOW))
