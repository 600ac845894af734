"""How a verdict came about over time: on each day on which something became known, what was said then."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from dondoc.records.verdict import Judgement, Rules, Verdict
from dondoc.web.accounts.access import Access, among
from dondoc.web.judgement.models import Decision, FrozenRow
from dondoc.web.judgement.promises import figures_told, points_of, standing_of
from dondoc.web.judgement.selectors import Reader, ScoreRow, versions_about, with_parts

MOST_DAYS = 120  # of one target: a term of months with their revisions


@dataclass(frozen=True, slots=True)
class Moment:
    """From this day the verdict was another, or rested on another figure."""

    on: date
    judgement: Judgement
    decision: Decision | None

    @property
    def verdict(self) -> Verdict:
        return Verdict(self.decision.verdict) if self.decision else self.judgement.verdict


def history_of(access: Access, row: ScoreRow, *, until: date, rules: Rules) -> list[Moment]:
    """Every change of a verdict by what was known each day, the latest first; four queries."""
    version = row.version
    known = versions_about(access, with_parts([version.target_id]))
    parts = [one for one in known if one.target.whole_id == version.target_id]
    told = figures_told([version.target, *(one.target for one in parts)], gone_too=True)
    decisions = list(
        Decision.objects.filter(version=version).select_related("decided_by").order_by("decided_on", "pk")
    )
    points = points_of([version.pk, *(one.pk for one in parts)])
    days = {until, version.target.period_end + timedelta(days=1)}
    for group in told.values():
        for figure in group:
            weighed = figure.told()
            days |= {day for day in (weighed.recorded, weighed.gone) if day is not None}
    days |= {day for one in decisions for day in (one.decided_on, one.withdrawn_on) if day is not None}
    first = version.decided_on or date.min
    moments: list[Moment] = []
    for day in sorted(day for day in days if first <= day <= until)[-MOST_DAYS:]:
        standing = {one.version_id: one for one in _holding(decisions, day)}
        reader = Reader(standing_of(told, known_by=day), points, standing, {}, day, rules)
        made = reader.row(version, parts)
        moment = Moment(day, made.judgement, made.decision)
        if not moments or _differs(moments[-1], moment):
            moments.append(moment)
    return moments[::-1]


def _holding(decisions: Iterable[Decision], day: date) -> list[Decision]:
    return [
        one
        for one in decisions
        if one.decided_on <= day and (one.withdrawn_on is None or one.withdrawn_on > day)
    ]


def _differs(one: Moment, other: Moment) -> bool:
    first, second = one.judgement.result, other.judgement.result
    same = (first and (first.value, first.period)) == (second and (second.value, second.period))
    return one.verdict != other.verdict or one.decision != other.decision or not same


def frozen_of(access: Access, target: int) -> list[FrozenRow]:
    """What conferences saw of a target, the latest first."""
    rows = FrozenRow.objects.filter(target=target, body_id__in=among(access.body_ids))
    return list(rows.select_related("board").order_by("-board__as_of", "-board_id")[:MOST_DAYS])
