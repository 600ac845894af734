r"""Tables of years whose rows are lines, no more than a space between the cells, as a text layer has them.

  2015 2017 2019 2020 Sơ bộ 2021
Giường bệnh bình quân 1 vạn dân 63,93 69,38 78,56 95,85 93,02
Số người chết vì dịch       31 79                                   two of five: nobody knows of which years

A row has a name and as many amounts as there are years; a line with fewer is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dondoc.records.source import Span

_A_YEAR = r"(?:(?:Sơ bộ|Ước|Ước tính|TH|KH|Năm|Thực hiện|Kế hoạch)(?: năm)? )?(?:19|20)\d\d"
_HEAD = re.compile(
    rf"^[ \t]*(?P<name>[^\W\d][^\d\n]{{0,40}}?[ \t]+)??"
    rf"(?P<years>{_A_YEAR}(?:[ \t]+{_A_YEAR}){{2,11}})[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
_YEAR = re.compile(_A_YEAR, re.IGNORECASE)
_AMOUNT = r"(?:-?\d[\d.,]*%?|\.\.+|…|-)"
_OTHERS = 3  # lines between two rows at most
_FEWEST_ROWS = 2

Cells = list[Span]


def find(text: str) -> Iterator[list[Cells]]:
    """The rows of such tables, the head first."""
    done = 0
    for head in _HEAD.finditer(text):
        if head.start() < done:
            continue
        rows = _rows(text, head)
        if len(rows) > _FEWEST_ROWS:
            done = rows[-1][-1].end
            yield rows


def _rows(text: str, head: re.Match[str]) -> list[Cells]:
    years = [Span(*match.span()) for match in _YEAR.finditer(text, *head.span("years"))]
    name = head["name"]
    first = head.start("years") if name is None else head.start("name")
    rows = [[Span(first, first + len(name.rstrip()) if name else first), *years]]
    row = re.compile(
        rf"[ \t]*(?P<name>[^\W\d][^\n]{{2,160}}?)[ \t]+"
        rf"(?P<all>(?:{_AMOUNT}[ \t]+){{{len(years) - 1}}}{_AMOUNT})[ \t]*$"
    )
    at, others = head.end() + 1, 0
    while at < len(text) and others <= _OTHERS:
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        match = row.match(text, at, end)
        if match is not None and not match["name"][-1].isdigit():
            amounts = re.finditer(_AMOUNT, match["all"])
            offset = match.start("all")
            rows.append(
                [Span(*match.span("name")), *(Span(offset + m.start(), offset + m.end()) for m in amounts)]
            )
            others = 0
        elif text[at:end].strip():
            others += 1
        at = end + 1
    return rows
