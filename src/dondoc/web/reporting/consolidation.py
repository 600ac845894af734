"""Reports added up the tree: what a body reported beside what those under it come to; who is missing.

Only confirmed figures of the form count; what another paper says of the same period does not, so that the
difference is between what these reports say. Therefore it is added up from the figures themselves, in the
roll-up's whole numbers (`assessment.rollup`), and not read from its blocks, which hold whatever stands,
judged over the year. Each line is added by its indicator's rule: a ratio from its two sums where the form
asks for both, nothing where figures do not add up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from dondoc.assessment.aggregation import Rolled
from dondoc.assessment.exactarrays import Ints
from dondoc.assessment.rollup import branch_figures
from dondoc.records.plan import UnitRule, from_micro
from dondoc.web.accounts.access import Access
from dondoc.web.bodies.models import Body
from dondoc.web.plans.models import UnitRuleChoice
from dondoc.web.plans.targetselectors import decimal_of
from dondoc.web.reporting.models import FormLine, Report, ReportForm, SentFigure
from dondoc.web.reporting.selectors import CONFIRMED, reports_seen
from dondoc.web.results.models import Observation


@dataclass(slots=True)
class RollRow:
    """One line: reported above, summed from below, in the indicator's unit."""

    line: FormLine
    rule: str  # in words
    reported: Decimal | None
    summed: Decimal | None
    used: int
    none: int  # confirmed that they have no figure
    missing: int  # not confirmed yet

    @property
    def difference(self) -> Decimal | None:
        """Reported − summed; None where one of them is not there."""
        if self.reported is None or self.summed is None:
            return None
        return self.reported - self.summed

    @property
    def differs(self) -> bool:
        """Whether the two say different things though nobody is missing."""
        return bool(self.difference) and not self.missing


@dataclass(slots=True)
class PartRow:
    """A body below: its report and the figure of each line, None where none counts yet."""

    report: Report
    lines: list[FormLine]
    figures: list[Decimal | None]  # of each line

    @property
    def told(self) -> list[tuple[FormLine, Decimal | None]]:
        """Each line with its figure."""
        return list(zip(self.lines, self.figures, strict=True))

    @property
    def confirmed(self) -> bool:
        """Whether anything of it counts."""
        return self.report.state in CONFIRMED


@dataclass(slots=True)
class RollUp:
    """A body's reports of one period: its own and those under it."""

    parent: Body
    own: Report | None
    lines: list[FormLine]
    rows: list[RollRow] = field(default_factory=list)
    parts: list[PartRow] = field(default_factory=list)
    parents: list[Body] = field(default_factory=list)  # whose reports can be asked about

    @property
    def missing(self) -> list[Report]:
        """Reports of bodies below that do not count yet."""
        return [part.report for part in self.parts if not part.confirmed]


def roll_up(
    access: Access, *, form: ReportForm, kind: str, period: str, parent: int | None = None
) -> RollUp | None:
    """What the bodies under one come to, in a bounded number of queries; None where nothing was asked for.

    Under a body count those of its branch that owe the form and have no other owing body between.

    Args:
        access: Whose reports.
        form: The form.
        kind: Kind of period.
        period: "2026-Q3".
        parent: Key of the body; None: the highest that reports itself and has others below, else the office.
    """
    asked = reports_seen(access).filter(form=form, kind=kind, period=period).select_related("body")
    reports = list(asked.order_by("body__sort_key", "body_id"))
    if not reports:
        return None
    owing = {report.body_id: report for report in reports}
    above = {body.pk: body for body in Body.objects.filter(pk__in=_uppers(reports) | {form.office_id})}
    parents = sorted(
        {
            body.pk: body
            for r in reports
            for body in above.values()
            if body.pk != r.body_id and r.body.path.startswith(body.path)
        }.values(),
        key=lambda body: (len(body.path), body.sort_key),
    )
    usual = next((body for body in parents if body.pk in owing), above[form.office_id])
    top = above.get(parent or 0) or usual
    below = [r for r in reports if _next_owing(r.body, owing, top) == top.pk and r.body_id != top.pk]
    lines = list(form.lines.filter(withdrawn_at=None).select_related("indicator"))
    counting = _counting([*below, *([owing[top.pk]] if top.pk in owing else [])])
    made = RollUp(top, owing.get(top.pk), lines)
    made.parents = parents
    confirmed = sum(report.state in CONFIRMED for report in below)
    made.parts = [
        PartRow(r, lines, [_shown(counting.get((r.pk, line.indicator_id))) for line in lines]) for r in below
    ]
    for line, rolled in zip(lines, _sums(lines, below, counting), strict=True):
        own = None if made.own is None else counting.get((made.own.pk, line.indicator_id))
        made.rows.append(
            RollRow(
                line, str(UnitRuleChoice(line.indicator.rules[1].value).label), _shown(own),
                decimal_of(rolled.value), rolled.used, confirmed - rolled.used, len(below) - confirmed,
            )
        )  # fmt: skip
    return made


def _uppers(reports: Iterable[Report]) -> set[int]:
    """The bodies above those that report, by their paths, and themselves."""
    return {int(key) for report in reports for key in report.body.path.split("/") if key}


def _next_owing(body: Body, owing: Mapping[int, Report], top: Body) -> int | None:
    """The nearest body above that owes the form too, `top` counting as one; None outside its branch."""
    for key in reversed([int(one) for one in body.path.split("/") if one][:-1]):
        if key in owing or key == top.pk:
            return key
    return None


def _shown(micro: int | None) -> Decimal | None:
    return None if micro is None else from_micro(micro)


def _counting(reports: list[Report]) -> dict[tuple[int, int], int]:
    """(report, indicator) → the figure that counts, in millionths; corrected ones as corrected.

    Columns, not rows: a hundred reports of seventy lines are seven thousand figures.
    """
    sent = SentFigure.objects.filter(event__report__in=reports, observation__isnull=False).order_by("pk")
    columns = ("micro", "withdrawn_at", "corrected_on")
    figures: dict[int, tuple[int | None, datetime | None, date | None]] = {}
    latest: dict[tuple[int, int], int] = {}
    for report, indicator, key, *figure in sent.values_list(
        "event__report_id",
        "line__indicator_id",
        "observation_id",
        *(f"observation__{one}" for one in columns),
    ):
        latest[report, indicator] = key
        figures[key] = (figure[0], figure[1], figure[2])
    gone = {key for key in latest.values() if figures[key][2] is not None}
    while gone:
        later = {}
        found = Observation.objects.filter(corrects__in=gone).order_by("pk")
        for corrected, key, *figure in found.values_list("corrects_id", "pk", *columns):
            later[corrected] = key
            figures[key] = (figure[0], figure[1], figure[2])
        latest = {where: later.get(key, key) for where, key in latest.items()}
        gone = {key for key in later.values() if figures[key][2] is not None}
    counting = {}
    for where, key in latest.items():
        micro, withdrawn, corrected = figures[key]
        if micro is not None and withdrawn is None and corrected is None:
            counting[where] = micro
    return counting


def _sums(
    lines: Sequence[FormLine], below: Sequence[Report], counting: Mapping[tuple[int, int], int]
) -> list[Rolled]:
    """What the bodies below come to, line by line."""
    found: dict[int, Rolled] = {}
    alike: dict[tuple[UnitRule, int], list[FormLine]] = defaultdict(list)
    for line in lines:
        times = 100 if line.indicator.unit.startswith("%") else 1
        alike[line.indicator.rules[1], times].append(line)
    for (rule, times), some in alike.items():
        ratio = rule is UnitRule.RATIO
        part, has = _array(
            below, [one.indicator.numerator_id if ratio else one.indicator_id for one in some], counting
        )
        whole = None
        if ratio:
            whole, under = _array(below, [one.indicator.denominator_id for one in some], counting)
            has &= under
        rolled = branch_figures(rule, part, has, whole, times=times)
        found |= {line.pk: one for line, one in zip(some, rolled, strict=True)}
    return [found[line.pk] for line in lines]


def _array(
    below: Sequence[Report], indicators: Sequence[int | None], counting: Mapping[tuple[int, int], int]
) -> tuple[Ints, npt.NDArray[np.bool_]]:
    """The figures of these bodies and indicators, and where there is one."""
    told = [[counting.get((report.pk, one or 0)) for one in indicators] for report in below]
    shape = (len(below), len(indicators))
    has = np.array([[one is not None for one in row] for row in told], np.bool_).reshape(shape)
    return np.array([[one or 0 for one in row] for row in told], np.int64).reshape(shape), has
