"""The grid of a report: each line with its plan, the same period, what was told before, and what is typed."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.db.models import Exists, OuterRef

from dondoc.assessment.aggregation import Amount, across_time
from dondoc.assessment.reportcells import read_cell
from dondoc.records.plan import Period, TimeRule
from dondoc.web.core.quantities import number_text
from dondoc.web.plans.models import PathKind, PlanPoint, TargetVersion
from dondoc.web.plans.targetselectors import decimal_of
from dondoc.web.reporting.confirming import period_of
from dondoc.web.reporting.cumulative import OutOfLine, line_out_of_line, watched
from dondoc.web.reporting.drafts import EDITABLE, draft_warning
from dondoc.web.reporting.models import CellChange, FormLine, Report, ReportCell, ReportEvent, SentFigure
from dondoc.web.reporting.reportforms import lines_of, standing_event
from dondoc.web.reporting.standing import Side
from dondoc.web.results.figures import which_stand
from dondoc.web.results.models import Observation


@dataclass(slots=True)
class GridRow:
    """One line as the page shows it."""

    line: FormLine
    value: ReportCell | None = None
    note: ReportCell | None = None
    sent: SentFigure | None = None  # of a report that is not being typed into
    plan: TargetVersion | None = None  # of the year
    step: PlanPoint | None = None  # … of this very period
    same: Observation | None = None  # the same period of the year before
    before: Decimal | None = None  # from January to the period before, in the indicator's unit
    before_period: str = ""
    problem: str = ""
    least: Decimal | None = None  # of a watched line the confirmed figure before, in the line's unit
    warning: str = ""  # of a draft: what to look at before it is sent
    out_of_line: OutOfLine | None = None  # the confirmed figure that this one does not go with
    clashes: list[CellChange] = field(default_factory=list)

    @property
    def watched(self) -> bool:
        """Whether its figure cannot fall within the year."""
        return watched(self.line)

    @property
    def number(self) -> Decimal | None:
        """What is reported: as it was sent, else as it stands in the draft."""
        if self.sent is not None:
            return self.sent.value
        text = self.value.text if self.value is not None else ""
        return read_cell(text, decimals=self.line.decimals).value

    @property
    def note_text(self) -> str:
        """The explanation: as it was sent, else as it stands in the draft."""
        if self.sent is not None:
            return self.sent.note
        return self.note.text if self.note is not None else ""

    @property
    def sent_text(self) -> str:
        """What was sent, as printed; "–" for no figure."""
        if self.sent is None:
            return ""
        return "–" if self.sent.value is None else number_text(self.sent.value, self.sent.decimals)


@dataclass(slots=True)
class Grid:
    """The rows, the report's own text, and whether it can be typed into."""

    rows: list[GridRow]
    text: ReportCell | None
    text_clashes: list[CellChange]
    editable: bool


def grid_of(report: Report, sides: frozenset[Side], known: Iterable[ReportEvent] | None = None) -> Grid:
    """The grid in a bounded number of queries, whatever the number of lines.

    Args:
        report: As of `selectors.report_seen`.
        sides: On which its reader stands: who may type into it.
        known: All its events, in order, where the caller has them.
    """
    drafted = report.state in EDITABLE
    sent = {} if drafted else _sent(report, known)
    lines = lines_of(report) if drafted else sorted((one.line for one in sent.values()), key=_place)
    editable = drafted and Side.BODY in sides
    cells = {cell.key: cell for cell in report.cells.select_related("by")}
    clashes: dict[str, list[CellChange]] = defaultdict(list)
    if drafted and getattr(report, "clashing", True):
        for change in report.changes.filter(clash=True, settled_at=None).select_related("by"):
            clashes[change.key].append(change)
    rows = [
        GridRow(
            line,
            value=cells.get(f"v{line.pk}"),
            note=cells.get(f"n{line.pk}"),
            sent=sent.get(line.pk),
            clashes=[*clashes[f"v{line.pk}"], *clashes[f"n{line.pk}"]],
        )
        for line in lines
    ]
    _plans(report, rows)
    _told(report, rows)
    if editable:
        _warnings(rows)
    return Grid(rows, cells.get("text"), clashes["text"], editable)


def _sent(report: Report, known: Iterable[ReportEvent] | None) -> dict[int, SentFigure]:
    """Line → what was last sent for it."""
    sent = SentFigure.objects.filter(event=standing_event(report, known))
    return {one.line_id: one for one in sent.select_related("observation", "line__indicator")}


def _place(line: FormLine) -> tuple[int, int]:
    return line.position, line.pk


def _plans(report: Report, rows: list[GridRow]) -> None:
    """The year's standing number of each line, of several bases the one decided last; and its step."""
    by_indicator = {row.line.indicator_id: row for row in rows}
    versions = TargetVersion.objects.filter(
        target__body=report.body_id, target__indicator__in=by_indicator, target__measure="level",
        target__period=str(report.period_end.year), target__awaiting_document=False, withdrawn_at=None,
    )  # fmt: skip
    points = PlanPoint.objects.filter(
        path__withdrawn_at=None, path__kind=PathKind.PATH, period=report.period
    ).select_related("path")
    stepped: dict[int, bool] = {}
    versions = versions.annotate(stepped=Exists(points.filter(path__version=OuterRef("pk"))))
    for version in versions.select_related("target", "document").order_by("decided_on", "pk"):
        by_indicator[version.target.indicator_id].plan = version
        stepped[version.pk] = version.stepped
    wanted = {row.plan.pk: row for row in rows if row.plan is not None and stepped[row.plan.pk]}
    for point in points.filter(path__version__in=wanted):
        row = wanted[point.path.version_id]
        if point.path.cumulative == row.line.cumulative or report.period_start.month == 1:
            row.step = point


def _told(report: Report, rows: list[GridRow]) -> None:
    """The same period of the year before, the year so far, and what does not go with it: one query."""
    year = report.period_end.year
    found = Observation.objects.filter(
        body=report.body_id, indicator__in={row.line.indicator_id for row in rows}, measure="level",
        withdrawn_at=None, corrected_on=None, micro__isnull=False, period_start__gte=date(year - 1, 1, 1),
        period_end__lte=date(year, 12, 31),
    ).select_related("document")  # fmt: skip
    series: dict[int, list[Observation]] = defaultdict(list)
    for one in found:
        series[one.indicator_id].append(one)
    for row in rows:
        told = series[row.line.indicator_id]
        standing = which_stand(told)
        now = [one for one in told if one.pk in standing]
        period = period_of(report, cumulative=row.line.cumulative)
        row.out_of_line = line_out_of_line(row.line, row.number, told, report.period_end)
        last_year = _year_before(period)
        row.same = next((o for o in now if (o.period_start, o.period_end) == last_year), None)
        _so_far(
            report, row, [o for o in now if o.period_end.year == year and o.period_end < report.period_start]
        )


def _warnings(rows: Iterable[GridRow]) -> None:
    """What `draft_warnings` tells while it is typed, from the rows at hand."""
    for row in rows:
        out = {} if row.out_of_line is None else {row.line.pk: row.out_of_line}
        row.warning = draft_warning(row.line, row.value.text if row.value else "", row.note_text, out)


def _year_before(period: Period) -> tuple[date, date]:
    """The same days a year earlier; the end of February is its end in either year."""
    start, end = period.start, period.end
    last = monthrange(end.year - 1, end.month)[1]
    whole = end.day == monthrange(end.year, end.month)[1]
    return (
        date(start.year - 1, start.month, min(start.day, monthrange(start.year - 1, start.month)[1])),
        date(end.year - 1, end.month, last if whole else min(end.day, last)),
    )


def _so_far(report: Report, row: GridRow, told: Iterable[Observation]) -> None:
    """What the year had come to before this period: told so, or added up from its periods."""
    january = date(report.period_end.year, 1, 1)
    told = list(told)
    steps = _steps(report, told)
    rule = row.line.indicator.rules[0]
    if steps and not row.line.cumulative and rule is not TimeRule.OWN:
        values = [one.in_indicator_unit for one in steps]
        rolled = across_time(rule, [Amount(Fraction(value)) for value in values if value is not None])
        row.before, row.before_period = (
            decimal_of(rolled.value),
            f"{january:%Y-%m}/{steps[-1].period_end:%Y-%m}",
        )
        return
    from_january = [one for one in told if one.period_start == january]
    if from_january:
        latest = max(from_january, key=lambda one: one.period_end)
        row.before, row.before_period = latest.in_indicator_unit, latest.period
        if row.watched and latest.unit == row.line.unit:
            row.least = latest.value


def _steps(report: Report, told: Iterable[Observation]) -> list[Observation]:
    """The year's earlier periods of the report's kind in order; nothing unless every one of them is told."""
    length = report.period_end.month - report.period_start.month + 1
    wanted = [
        (date(report.period_end.year, month, 1), month + length - 1)
        for month in range(1, report.period_start.month, length)
    ]
    by_start = {(one.period_start, one.period_end.month): one for one in told}
    found = [by_start[key] for key in wanted if key in by_start]
    return found if len(found) == len(wanted) else []
