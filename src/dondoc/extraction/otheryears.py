"""The same figure of other years, in brackets behind it, each with its year alone.

"tỷ lệ hộ nghèo năm 2019 còn 3,2% (2017: 6,2%; 2018: 4,7%)"       three rates of one name
"GRDP quý I/2019 tăng 7,8% (năm 2017 là 7,0%, năm 2018 là 7,6%)"   three changes
"""

from __future__ import annotations

import re

from dondoc.records.facts import FieldSource, IndicatorStatement
from dondoc.records.source import Span

_LABEL = re.compile(r"(?:\(|[;,] ?|,? và )(?:năm )?(?P<year>(?:19|20)\d\d)(?: ?:| là| đạt)? $")
_LABEL_LENGTH = 24  # characters
_FAR = 120  # characters between a figure and the bracket with those of other years
_A_YEAR = 4  # characters


def settle(flat: str, found: list[IndicatorStatement]) -> list[IndicatorStatement]:
    """Gives figures labelled by a year the name, the kind and the year they have; returns those changed."""
    host: IndicatorStatement | None = None
    opened = -1  # the bracket that holds the years of `host`
    changed = []
    last = 0  # where the figure before ends
    for fact in found:
        at, before, last = fact.value_span.start, last, fact.value_span.end
        label = _LABEL.search(flat, max(0, at - _LABEL_LENGTH), at)
        if host is None or label is None:
            host, opened = fact, -1
            continue
        if opened < 0:
            opened = flat.rfind("(", host.value_span.end, min(at, host.value_span.end + _FAR))
        if opened < 0 or flat.find(")", max(opened, before), at) >= 0 or fact.unit != host.unit:
            host, opened = fact, -1
            continue
        _take(fact, host, label)
        changed.append(fact)
    return changed


def _take(fact: IndicatorStatement, host: IndicatorStatement, label: re.Match[str]) -> None:
    """What `fact` has of `host`: all but the value and the year; of a year's part, the same part."""
    fact.name = host.name
    fact.fields["name"] = FieldSource("chain", host.fields["name"].span)
    fact.measure, fact.direction = host.measure, host.direction
    if host.period is not None and label["year"] < host.period[:_A_YEAR]:
        fact.status = "actual"  # an estimate for this year, what was reached in those before
        fact.fields.pop("status", None)
    fact.period = _in_year(host.period or "", label["year"])
    fact.fields["period"] = FieldSource("label", Span(label.start("year"), label.end("year")))


def _in_year(period: str, year: str) -> str:
    """The same quarter or months of another year; of a day ("đến 31/10/2019 … (2018: 62%)") the year."""
    own = period[:_A_YEAR]
    parts = period.split("/")
    same = all(part.startswith(own) and part.count("-") == 1 for part in parts)
    return period.replace(own, year) if same else year
