"""Reports added up the tree: what a body reported beside what those under it come to; who is missing.

Only confirmed figures count. Each line is added by its indicator's rule (`assessment.aggregation`): a ratio
from its two sums where the form asks for both, nothing where figures do not add up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from dondoc.assessment.aggregation import PERCENT, Amount, Rolled, across_units
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
    missing: int

    @property
    def difference(self) -> Decimal | None:
        """Reported − summed; None where one of them is not there."""
        if self.reported is None or self.summed is None:
            return None
        return self.reported - self.summed


@dataclass(slots=True)
class PartRow:
    """A body below: its report and the figure of each line, None where none counts yet."""

    report: Report
    figures: list[Decimal | None]

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
        parent: Key of the body; None: the form's office.
    """
    asked = reports_seen(access).filter(form=form, kind=kind, period=period).select_related("body")
    reports = list(asked.order_by("body__sort_key", "body_id"))
    if not reports:
        return None
    owing = {report.body_id: report for report in reports}
    above = {body.pk: body for body in Body.objects.filter(pk__in=_uppers(reports) | {form.office_id})}
    top = above.get(parent or form.office_id) or above[form.office_id]
    below = [r for r in reports if _next_owing(r.body, owing, top) == top.pk and r.body_id != top.pk]
    lines = list(form.lines.filter(withdrawn_at=None).select_related("indicator"))
    counting = _counting([*below, *([owing[top.pk]] if top.pk in owing else [])])
    made = RollUp(top, owing.get(top.pk), lines)
    made.parents = sorted(
        {
            body.pk: body
            for r in reports
            for body in above.values()
            if body.pk != r.body_id and r.body.path.startswith(body.path)
        }.values(),
        key=lambda body: (len(body.path), body.sort_key),
    )
    made.parts = [PartRow(r, [counting.get((r.pk, line.indicator_id)) for line in lines]) for r in below]
    for line in lines:
        rolled, summed = _sum(line, below, counting)
        own = None if made.own is None else counting.get((made.own.pk, line.indicator_id))
        made.rows.append(
            RollRow(
                line, str(UnitRuleChoice(line.indicator.rules[1].value).label), own, summed, rolled.used,
                rolled.missing,
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


def _counting(reports: list[Report]) -> dict[tuple[int, int], Decimal]:
    """(report, indicator) → the figure that counts, corrected ones as corrected."""
    sent = SentFigure.objects.filter(event__report__in=reports, observation__isnull=False)
    latest: dict[tuple[int, int], Observation] = {}
    for figure in sent.select_related("observation", "event", "line").order_by("pk"):
        assert figure.observation is not None
        latest[figure.event.report_id, figure.line.indicator_id] = figure.observation
    gone = {one.pk for one in latest.values() if one.corrected_on is not None}
    while gone:
        later = {one.corrects_id: one for one in Observation.objects.filter(corrects__in=gone).order_by("pk")}
        latest = {key: later.get(one.pk, one) for key, one in latest.items()}
        gone = {one.pk for one in later.values() if one.corrected_on is not None}
    return {
        key: from_micro(one.micro)
        for key, one in latest.items()
        if one.micro is not None and one.withdrawn_at is None and one.corrected_on is None
    }


def _sum(
    line: FormLine, below: list[Report], counting: Mapping[tuple[int, int], Decimal]
) -> tuple[Rolled, Decimal | None]:
    rule, indicator = line.indicator.rules[1], line.indicator
    amounts: list[Amount | None] = []
    for report in below:
        if rule is UnitRule.RATIO:
            above = counting.get((report.pk, indicator.numerator_id or 0))
            under = counting.get((report.pk, indicator.denominator_id or 0))
            both = above is not None and under is not None
            amounts.append(Amount(Fraction(above), Fraction(under)) if both else None)  # type: ignore[arg-type]
        else:
            value = counting.get((report.pk, line.indicator_id))
            amounts.append(None if value is None else Amount(Fraction(value)))
    scale = PERCENT if indicator.unit.startswith("%") else Fraction(1)
    rolled = across_units(rule, amounts, scale=scale)
    return rolled, decimal_of(rolled.value)
