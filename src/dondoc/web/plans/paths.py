"""The steps of a plan path, what they are called, and how a whole is spread over them."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate

from django.core.exceptions import ValidationError

from dondoc.assessment.planpath import spread, steps_of, straight
from dondoc.records.plan import Period, from_micro
from dondoc.text.normalize import search_key
from dondoc.web.core.templatetags.dondoc import period as period_words
from dondoc.web.plans.grids import Line
from dondoc.web.plans.models import PathStep, Target, TargetVersion
from dondoc.web.results.models import Observation

RULES = ("even", "last_year", "straight", "same")
_FREE_LINES = 8


def lines_for(target: Target, step: str) -> list[Line]:
    """One empty line a step of the target's period; of free periods some without a name."""
    if step == PathStep.FREE:
        return [Line(str(n), "") for n in range(_FREE_LINES)]
    found = steps_of(Period(target.period_start, target.period_end), step)
    return [Line(str(one), period_words(str(one))) for one in found]


def steps_for(target: Target) -> list[str]:
    """Which steps a target's period can be cut into."""
    days = (target.period_end - target.period_start).days
    steps = [PathStep.MONTH.value, PathStep.QUARTER.value]
    return [*steps, PathStep.YEAR.value] if days > 366 else steps


def names_of(lines: Sequence[Line]) -> dict[str, str]:
    """How a pasted table may call a step: "Tháng 1", "tháng 1/2026", "2026-01", "Quý I"."""
    names: dict[str, str] = {}
    for line in lines:
        told = [line.key, line.label, line.label.partition("/")[0], line.label.removeprefix("năm ")]
        year, dash, part = line.key.partition("-")
        if dash and part.startswith("Q"):
            told += [f"quý {part[1:]}", f"quý {part[1:]}/{year}", part]
        elif dash:
            told += [f"tháng {part}", f"T{int(part)}", f"tháng {part}/{year}"]
        for name in filter(None, map(search_key, told)):
            names.setdefault(name, line.key)
    return names


def spread_over(
    version: TargetVersion, lines: Sequence[Line], rule: str, *, cumulative: bool
) -> list[Decimal]:
    """The version's number over the steps.

    Args:
        version: What is spread.
        lines: The steps, in order.
        rule: "even": the same part each; "last_year": as the same steps of the year before went; "straight":
            levels on the line from the baseline to the target; "same": the target itself at each step.
        cumulative: Whether each step is to be told from the beginning.

    Raises:
        ValidationError: The rule needs what is not there; its words say what.
    """
    if rule == "same":
        return [version.value] * len(lines)
    if rule == "straight":
        if version.baseline is None:
            raise ValidationError(
                "Chưa có giá trị đầu kỳ. Ghi giá trị đầu kỳ ở lần quyết định rồi chia theo đường thẳng."
            )
        return straight(version.baseline, version.value, len(lines), version.decimals)
    weights = _last_year(version.target, lines) if rule == "last_year" else [Fraction(1)] * len(lines)
    try:
        parts = spread(version.value, weights, version.decimals)
    except ValueError as error:
        raise ValidationError(str(error)) from error
    return list(accumulate(parts)) if cumulative else parts


def _last_year(target: Target, lines: Sequence[Line]) -> list[Fraction]:
    """What each step brought the year before, from figures told of it or from the beginning of its year."""
    steps = [Period.parse(line.key) for line in lines]
    before = [Period(step.start.replace(year=step.start.year - 1), _year_before(step)) for step in steps]
    found = Observation.objects.filter(
        indicator=target.indicator_id, body=target.body_id, measure=target.measure, withdrawn_at=None,
        corrected_on=None, micro__isnull=False, period_start__gte=before[0].start.replace(month=1, day=1),
        period_end__lte=before[-1].end,
    )  # fmt: skip
    told = {(one.period_start, one.period_end): one.micro for one in found.order_by("as_of", "pk")}
    weights: list[Fraction] = []
    missing: list[str] = []
    for step in before:
        own = told.get((step.start, step.end))
        first = step.start.replace(month=1, day=1)
        if own is None and (total := told.get((first, step.end))) is not None:
            earlier = next(
                (micro for (a, b), micro in told.items() if a == first and (step.start - b).days == 1), None
            )
            own = total - earlier if earlier is not None else None
        if own is None:
            missing.append(period_words(str(step)))
        else:
            weights.append(Fraction(from_micro(own)))
    if missing:
        some = ", ".join(missing[:4]) + (" …" if len(missing) > 4 else "")
        raise ValidationError(f"Chưa đủ số của cùng kỳ năm trước để chia theo (thiếu {some}).")
    return weights


def _year_before(step: Period) -> date:
    year, month = step.end.year - 1, step.end.month
    return step.end.replace(
        year=year, day=min(step.end.day, monthrange(year, month)[1]) if month == 2 else step.end.day
    )
