"""Figures from the year's start on beside those confirmed before and after: a sum of a year does not fall.

It may all the same, where an earlier figure was wrong: then it is explained, and whoever confirms sees both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dondoc.assessment.reportcells import out_of_line, read_cell
from dondoc.records.plan import TimeRule, from_micro
from dondoc.web.core.quantities import number_text
from dondoc.web.core.templatetags.dondoc import period as period_words
from dondoc.web.reporting.models import FormLine, Report, SentFigure, StateChoice
from dondoc.web.results.figures import which_stand
from dondoc.web.results.models import Observation
from dondoc.web.results.services import quantity_columns

NEVER_FALL = frozenset({TimeRule.YTD, TimeRule.MAX})
Told = Mapping[tuple[int, int], list[Observation]]  # body and indicator → their figures of a year


@dataclass(frozen=True, slots=True)
class OutOfLine:
    """A confirmed figure of the same year that a cumulative one does not go with."""

    value: Decimal  # in the indicator's unit
    unit: str
    period: str
    later: bool  # it is the later one that is lower

    @property
    def words(self) -> str:
        """What it is beside the other, which is named with its period."""
        how = "Cao hơn" if self.later else "Thấp hơn"
        number = f"{number_text(self.value)} {self.unit}".strip()
        return f"{how} số lũy kế đã xác nhận của {period_words(self.period)}: {number}."


def watched(line: FormLine) -> bool:
    """Whether the line's figure cannot fall within a year: sums and highest values from January on."""
    return line.cumulative and line.indicator.rules[0] in NEVER_FALL


def line_out_of_line(
    line: FormLine, value: Decimal | None, told: Iterable[Observation], end: date
) -> OutOfLine | None:
    """The confirmed figure that a line's does not go with, the earlier one first.

    Args:
        line: Of the form.
        value: What is reported, in the line's unit.
        told: Figures of the same body and indicator, of any period.
        end: The last day of the report's period.
    """
    if value is None or not watched(line):
        return None
    january = date(end.year, 1, 1)
    year = [
        one
        for one in told
        if one.period_start == january and one.period_end.year == end.year and not one.awaiting_document
    ]
    if not year:
        return None
    standing = which_stand(year)
    year = sorted((one for one in year if one.pk in standing), key=lambda one: one.period_end)
    earlier = next((one for one in reversed(year) if one.period_end < end), None)
    later = next((one for one in year if one.period_end > end), None)
    columns = quantity_columns(value, None, line.unit, line.indicator.unit, "level")
    if columns["micro"] is None:
        return None
    other = {-1: earlier, 1: later, 0: None}[
        out_of_line(
            columns["micro"],
            earlier=None if earlier is None else earlier.micro,
            later=None if later is None else later.micro,
        )
    ]
    if other is None or other.micro is None:
        return None
    return OutOfLine(from_micro(other.micro), line.indicator.unit, other.period, other is later)


def told_in_year(*, bodies: Collection[int], indicators: Collection[int], year: int) -> Told:
    """The standing cumulative figures of some bodies and indicators in a year: one query."""
    found: dict[tuple[int, int], list[Observation]] = defaultdict(list)
    rows = Observation.objects.filter(
        body__in=bodies, indicator__in=indicators, period_start=date(year, 1, 1), period_end__year=year,
        measure="level", withdrawn_at=None, corrected_on=None, micro__isnull=False, awaiting_document=False,
    ).select_related("document")  # fmt: skip
    for one in rows:
        found[one.body_id, one.indicator_id].append(one)
    return found


def draft_out_of_line(
    report: Report, lines: Collection[FormLine], texts: Mapping[str, str]
) -> dict[int, OutOfLine]:
    """Line → the confirmed figure that its draft does not go with: one query."""
    typed = {
        line: read_cell(texts.get(f"v{line.pk}", ""), decimals=line.decimals).value
        for line in lines
        if watched(line)
    }
    typed = {line: value for line, value in typed.items() if value is not None}
    if not typed:
        return {}
    indicators = {line.indicator_id for line in typed}
    told = told_in_year(bodies=[report.body_id], indicators=indicators, year=report.period_end.year)
    found = {
        line.pk: line_out_of_line(
            line, value, told.get((report.body_id, line.indicator_id), ()), report.period_end
        )
        for line, value in typed.items()
    }
    return {pk: one for pk, one in found.items() if one is not None}


def sent_out_of_line(reports: Iterable[Report]) -> dict[int, int]:
    """Report → how many of the figures it was sent with fall, for reports that wait: two queries or none."""
    waiting = {one.pk: one for one in reports if one.state in (StateChoice.SUBMITTED, StateChoice.SIGNED)}
    if not waiting:
        return {}
    sent: dict[tuple[int, int], SentFigure] = {}
    figures = SentFigure.objects.filter(
        event__report__in=waiting, line__cumulative=True, mantissa__isnull=False
    ).select_related("event", "line__indicator")
    for figure in figures.order_by("event_id"):
        sent[figure.event.report_id, figure.line_id] = figure  # of what was sent again the last
    found: dict[int, int] = {}
    last = {report: figure.event_id for (report, _), figure in sent.items()}  # in the order of events
    years: dict[int, Told] = {}
    for (report, _), figure in sent.items():
        end = waiting[report].period_end
        if figure.event_id != last[report] or not watched(figure.line):
            continue
        if end.year not in years:
            years[end.year] = told_in_year(
                bodies={one.body_id for one in waiting.values()},
                indicators={one.line.indicator_id for one in sent.values()},
                year=end.year,
            )
        told = years[end.year].get((waiting[report].body_id, figure.line.indicator_id), ())
        if line_out_of_line(figure.line, figure.value, told, end) is not None:
            found[report] = found.get(report, 0) + 1
    return found
