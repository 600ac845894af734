"""One number's verdict with all it rests on, over time and by each level's plan: read once, in four queries.

dossier = dossier_of(access, version, as_of=today())
dossier.row.verdict, dossier.moments[0].on, [one.row.verdict for one in dossier.bases]
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dondoc.records.verdict import Judgement, Rules, Verdict
from dondoc.web.accounts.access import Access, among
from dondoc.web.judgement.models import Decision, FrozenRow
from dondoc.web.judgement.promises import FiguresTold, figures_told, points_of, series_of, standing_of
from dondoc.web.judgement.selectors import (
    Reader,
    ScoreRow,
    last_of_each,
    rules_of,
    versions_about,
    with_parts,
)
from dondoc.web.plans.models import PlanPoint, Target, TargetVersion
from dondoc.web.plans.targetselectors import KIN

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


@dataclass(frozen=True, slots=True)
class Dossier:
    """What the page of a verdict shows."""

    row: ScoreRow
    moments: list[Moment]  # every change of the verdict by what was known each day, the latest first
    bases: list[ScoreRow]  # the same target by each level's plan; [] where only one asks for it
    decisions: list[Decision]  # on this number, those withdrawn too


@dataclass(frozen=True, slots=True)
class _Read:
    """What was fetched."""

    known: Sequence[TargetVersion]  # standing, of the target, its bases and their parts, oldest first
    told: FiguresTold
    points: Mapping[int, Sequence[PlanPoint]]
    decisions: Sequence[Decision]
    rules: Rules

    def parts_of(self, version: TargetVersion) -> list[TargetVersion]:
        return [one for one in last_of_each(self.known) if one.target.whole_id == version.target_id]

    def judge(self, version: TargetVersion, *, as_of: date, known_by: date | None) -> ScoreRow:
        """The verdict on a number, by what was known on a day; None: by all that is known."""
        latest = {one.target_id: one for one in self.known}
        decisions = {one.version_id: one for one in _holding(self.decisions, known_by)}
        told = self.told if known_by is not None else _not_gone(self.told)
        figures = standing_of(told, known_by=known_by)
        reader = Reader(figures, self.points, decisions, latest, as_of, self.rules)
        return reader.row(version, self.parts_of(version))


def dossier_of(
    access: Access, version: TargetVersion, *, as_of: date, known_by: date | None = None
) -> Dossier:
    """All about one number of a target the reader sees: four queries, five where asked about a day gone by.

    Args:
        access: The reader.
        version: The number, with its target.
        as_of: The day of judgement.
        known_by: Only what had been told, decided and entered by that day; None: all that is known.
    """
    target = version.target
    same = Target.objects.filter(
        indicator=target.indicator_id, body=target.body_id, period=target.period, measure=target.measure
    )
    now = _read(versions_about(access, with_parts(same.order_by("pk")[:KIN].values("pk")), with_rules=True))
    then = now
    if known_by is not None:
        about = versions_about(access, with_parts([target.pk]), known_by=known_by, with_rules=True)
        then = _Read(about, now.told, now.points, now.decisions, rules_of(about, known_by))
    own = next((one for one in now.known if one.pk == version.pk), version)
    bases = [one for one in last_of_each(now.known) if _key(one.target) == _key(target)]
    return Dossier(
        row=then.judge(own, as_of=as_of, known_by=known_by),
        moments=_moments(now, own, until=as_of, rules=then.rules),
        bases=[now.judge(one, as_of=as_of, known_by=None) for one in sorted(bases, key=_basis)]
        if len(bases) > 1
        else [],
        decisions=[one for one in now.decisions if one.version_id == version.pk],
    )


def _read(known: Sequence[TargetVersion]) -> _Read:
    keys = [one.pk for one in known]
    decisions = Decision.objects.filter(version__in=keys).select_related("decided_by", "withdrawn_by")
    return _Read(
        known,
        figures_told([one.target for one in last_of_each(known)], gone_too=True),
        points_of(keys),
        list(decisions.order_by("decided_on", "pk")),
        rules_of(known, None),
    )


def _key(target: Target) -> tuple[int, int, str, str]:
    return target.indicator_id, target.body_id, target.period, target.measure


def _basis(version: TargetVersion) -> tuple[str, int]:
    return version.target.basis, version.target_id


def _holding(decisions: Iterable[Decision], day: date | None) -> list[Decision]:
    """The decisions that hold, or held on a day."""
    if day is None:
        return [one for one in decisions if one.withdrawn_on is None]
    return [
        one
        for one in decisions
        if one.decided_on <= day and (one.withdrawn_on is None or one.withdrawn_on > day)
    ]


def _not_gone(told: FiguresTold) -> FiguresTold:
    """Without the figures that were corrected or taken back."""
    left = {key: [one for one in group if one.told().gone is None] for key, group in told.items()}
    return {key: group for key, group in left.items() if group}


def _moments(read: _Read, version: TargetVersion, *, until: date, rules: Rules) -> list[Moment]:
    """Every change of a verdict by what was known each day, the latest first."""
    parts = read.parts_of(version)
    mine = {series_of(one.target) for one in (version, *parts)}
    told = {key: group for key, group in read.told.items() if key[0] in mine}
    decisions = [one for one in read.decisions if one.version_id == version.pk]
    days = {until, version.target.period_end + timedelta(days=1)}
    for group in told.values():
        for figure in group:
            weighed = figure.told()
            days |= {day for day in (weighed.recorded, weighed.gone) if day is not None}
    days |= {day for one in decisions for day in (one.decided_on, one.withdrawn_on) if day is not None}
    first = version.decided_on or date.min
    moments: list[Moment] = []
    for day in sorted(day for day in days if first <= day <= until)[-MOST_DAYS:]:
        holding = {one.version_id: one for one in _holding(decisions, day)}
        reader = Reader(standing_of(told, known_by=day), read.points, holding, {}, day, rules)
        made = reader.row(version, parts)
        moment = Moment(day, made.judgement, made.decision)
        if not moments or _differs(moments[-1], moment):
            moments.append(moment)
    return moments[::-1]


def _differs(one: Moment, other: Moment) -> bool:
    first, second = one.judgement.result, other.judgement.result
    same = (first and (first.value, first.period)) == (second and (second.value, second.period))
    return one.verdict != other.verdict or one.decision != other.decision or not same


def frozen_of(access: Access, target: int) -> list[FrozenRow]:
    """What conferences saw of a target, the latest first."""
    rows = FrozenRow.objects.filter(target=target, body_id__in=among(access.body_ids))
    return list(rows.select_related("board").order_by("-board__as_of", "-board_id")[:MOST_DAYS])
