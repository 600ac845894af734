"""Scoreboards: the targets of one document, each with its verdict, the worst first. Reckoned when asked for.

board = scoreboard(access, document, as_of=today())
f"{board.score.met}/{board.score.total}"            →  "25/28"
board.rows[0].verdict, board.rows[0].judgement.reasons
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, prefetch_related_objects
from django.db.models.functions import JSONObject

from dondoc.assessment.scoreboard import Halfway, Score, halfway, score, steps
from dondoc.assessment.verdict import judge, judge_all
from dondoc.assessment.verdictfigures import estimate_of, figure_by
from dondoc.records.plan import Comparator, Period
from dondoc.records.verdict import Judgement, Promise, Result, Rules, Verdict
from dondoc.web.accounts.access import Access, among
from dondoc.web.judgement.given import GIVEN, GivenOut, given_out
from dondoc.web.judgement.given import lines as given_lines
from dondoc.web.judgement.models import Decision, RuleSet
from dondoc.web.judgement.promises import (
    Figure,
    Series,
    figures_for,
    points_of,
    promise_of,
    results_of,
    series_of,
)
from dondoc.web.plans.models import PlanPoint, Target, TargetVersion
from dondoc.web.sources.models import Document

# of a later number what a board shows
_LATER = (
    "pk", "comparator", "mantissa", "decimals", "mantissa_max", "decimals_max", "unit", "decided_on",
)  # fmt: skip
# of a version what is judged, with its target
_JUDGED = (
    "comparator", "mantissa", "decimals", "mantissa_max", "decimals_max", "micro", "micro_max", "unit",
    "document", "allocated_from", "target__indicator", "target__body", "target__basis", "target__measure",
    "target__period", "target__period_start", "target__period_end", "target__awaiting_document",
    "target__time_rule", "target__unit_rule", "target__whole",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One target of a document with its verdict."""

    target: Target  # indicator and body at hand
    version: TargetVersion  # the number of this document
    promise: Promise
    judgement: Judgement  # computed
    decision: Decision | None = None  # a person's, beside it
    expected: Judgement | None = None  # by the unit's own estimate for the whole period, before its end
    later: TargetVersion | None = None  # what another document has decided since
    parts: tuple[ScoreRow, ...] = ()  # of a composite target
    told: Sequence[Result] = ()  # the figures that stand, of its periods

    @property
    def verdict(self) -> Verdict:
        """What counts: the person's, else the computed one."""
        return Verdict(self.decision.verdict) if self.decision else self.judgement.verdict


@dataclass(frozen=True, slots=True)
class Scoreboard:
    """n/m of one document on one day."""

    document: Document
    as_of: date
    rules: Rules
    rows: tuple[ScoreRow, ...]  # those that count, the worst first
    waiting: tuple[ScoreRow, ...]  # named only by press or a draft: not counted
    steps: tuple[ScoreRow, ...]  # on the way to another of its targets within the year: not counted
    given: tuple[ScoreRow, ...]  # given out of another of its targets to bodies below: not counted
    score: Score
    expected: Score | None  # by the units' own estimates where they gave one; None where nobody did
    halfway: Halfway

    @property
    def given_by_target(self) -> list[GivenOut]:
        """What was given out, a line for each number it was taken from."""
        return given_lines((row.version, row.verdict) for row in self.given)

    @property
    def running(self) -> bool:
        """Whether anything on it is still under way on the day."""
        return any(row.target.period_end >= self.as_of for row in self.rows)


def rules_on(day: date | None = None) -> Rules:
    """What the office had set by a day; None: until now."""
    last = _rule_sets(day).first()
    return Rules() if last is None else last.to_record()


def _rule_sets(day: date | None) -> QuerySet[RuleSet]:
    rows = RuleSet.objects.order_by("-pk")
    return rows if day is None else rows.filter(set_on__lte=day)


def scoreboard(
    access: Access, document: Document, *, as_of: date, known_by: date | None = None
) -> Scoreboard:
    """The scoreboard of a document, in four queries however many targets it has.

    Args:
        access: The reader; targets of bodies outside their branch are not on it.
        document: Whose targets are counted.
        as_of: The day of judgement.
        known_by: Only what had been told, decided and entered by that day; None: all that is known.
    """
    named = TargetVersion.objects.filter(document=document).values("target")
    about = with_parts(named) & (Q(document=document) | Q(target__whole__in=named))
    found = versions_about(
        access, about, known_by=known_by, with_rules=True,
        with_later=True,
    )  # fmt: skip
    rules = rules_of(found, known_by)
    own = last_of_each(found, document)
    for one in own:
        one.document = document
    rows = judged(own, found, as_of=as_of, rules=rules, known_by=known_by, later=_later_of(own))
    told_of = [row for row in rows if not row.target.awaiting_document]
    parts = given_out(own)
    on_the_way = steps_of(row.target for row in told_of) - parts
    apart = on_the_way | parts
    counted = sorted(
        (row for row in told_of if row.target.pk not in apart), key=lambda row: row.verdict.badness
    )
    told = any(row.expected is not None for row in counted)
    return Scoreboard(
        document, as_of, rules, tuple(counted),
        tuple(row for row in rows if row.target.awaiting_document),
        tuple(row for row in told_of if row.target.pk in on_the_way),
        tuple(row for row in told_of if row.target.pk in parts),
        score(row.verdict for row in counted),
        score(expected_of(row) for row in counted) if told else None,
        halfway(row.judgement for row in counted),
    )  # fmt: skip


def steps_of(targets: Iterable[Target]) -> frozenset[int]:
    """The targets of one document that are a step to another of them."""
    return steps(
        (
            one.pk,
            (one.indicator_id, one.body_id, one.measure, one.basis),
            Period(one.period_start, one.period_end),
        )
        for one in targets
    )


def expected_of(row: ScoreRow) -> Verdict:
    """How it is expected to end: a person's verdict, else by the unit's estimate, else as it stands."""
    return row.verdict if row.decision or row.expected is None else row.expected.verdict


def verdict_row(
    access: Access, version: TargetVersion, *, as_of: date, known_by: date | None = None
) -> ScoreRow:
    """One number's verdict; `version` is one of a target the reader sees."""
    found = versions_about(access, with_parts([version.target_id]), known_by=known_by, with_rules=True)
    own = next((one for one in found if one.pk == version.pk), version)
    return judged([own], found, as_of=as_of, rules=rules_of(found, known_by), known_by=known_by)[0]


def row_of_number(access: Access, pk: int, *, as_of: date) -> ScoreRow | None:
    """As `verdict_row`, of a number by its key, in four queries; None: there is none that the reader sees."""
    about = with_parts(TargetVersion.objects.filter(pk=pk).order_by().values("target"))
    found = versions_about(access, about, with_rules=True)
    own = next((one for one in found if one.pk == pk), None)
    if own is None:
        return None
    return judged([own], found, as_of=as_of, rules=rules_of(found, None))[0]


def judged_targets(
    access: Access | None,
    targets: Iterable[Target],
    *,
    as_of: date,
    known_by: date | None = None,
    lean: bool = False,
) -> dict[int, ScoreRow]:
    """Many targets, each by the last number decided, by target; for lists and papers.

    `access` None: of all bodies; `lean`: for counting (`versions_about`).
    """
    if isinstance(targets, QuerySet):
        keys = list(targets.values_list("pk", flat=True))
    else:
        keys = [one.pk for one in targets]
    found = versions_about(access, with_parts(keys), known_by=known_by, with_rules=True, lean=lean)
    wanted = set(keys)
    own = [one for one in last_of_each(found) if one.target_id in wanted]
    rows = judged(own, found, as_of=as_of, rules=rules_of(found, known_by), known_by=known_by, parts_too=True)
    return {row.target.pk: row for row in rows}


# --- reading -------------------------------------------------------------------------------------------


def _standing(known_by: date | None) -> Q:
    """Of versions that stand, or stood on a day."""
    if known_by is None:
        return Q(withdrawn_at=None)
    standing = Q(withdrawn_at=None) | Q(withdrawn_at__date__gt=known_by)
    return standing & (Q(decided_on=None) | Q(decided_on__lte=known_by))


def with_parts(targets: Iterable[int] | QuerySet[Any, Any]) -> Q:
    """Versions of these targets and of the parts of composite ones.

    The keys are asked for first, in two lists put together: of an "or" over two tables a database reads every
    version there is, and of one over two lists that it has to find itself every target.
    """
    of = Target.objects.order_by()
    return Q(
        target__in=of.filter(pk__in=targets).values("pk").union(of.filter(whole__in=targets).values("pk"))
    )


def versions_about(
    access: Access | None,
    about: Q,
    *,
    known_by: date | None = None,
    with_rules: bool = False,
    with_later: bool = False,
    lean: bool = False,
) -> list[TargetVersion]:
    """Versions that stand, or stood on a day, in the order they were decided; `access` None: of all bodies.

    `with_rules` the office's rules come along; `with_later` the last number of each target, whoever decided
    it, instead of every version's document: a board of hundreds reads half as much. `lean` only what is
    judged, in three queries: of thousands of targets each indicator and body is read once.
    """
    seen = Q() if access is None else Q(target__body_id__in=among(access.body_ids))
    rows = (
        TargetVersion.objects.filter(about, _standing(known_by), seen)
        .select_related(*(("target",) if lean else ("target__indicator", "target__body")))
        .annotate(**GIVEN)
        .order_by(F("decided_on").asc(nulls_first=True), "pk")
    )
    if lean:
        rows = rows.only(*_JUDGED)
    elif with_later:
        last_decided = (
            TargetVersion.objects.filter(_standing(known_by), target=OuterRef("target"))
            .order_by(F("decided_on").desc(nulls_last=True), "-pk")
            .values(told=JSONObject(**{name: name for name in _LATER}))
        )
        rows = rows.annotate(latest=Subquery(last_decided[:1]))
    else:
        rows = rows.select_related("document")
    if with_rules:
        last = _rule_sets(known_by)
        rows = rows.annotate(
            rule_pk=Subquery(last.values("pk")[:1]),
            rule_nearly=Subquery(last.values("nearly")[:1]),
            rule_rounding=Subquery(last.values("rounding")[:1]),
            rule_closing=Subquery(last.values("closing_days")[:1]),
        )
    found = list(rows)
    if lean:
        prefetch_related_objects(found, "target__indicator", "target__body")
    return found


def _later_of(own: Iterable[TargetVersion]) -> dict[int, TargetVersion]:
    """By target the last number decided, as far as a board shows it."""
    found = {}
    for one in own:
        told = vars(one).get("latest")
        if isinstance(told, dict) and told["pk"] != one.pk:
            decided = told["decided_on"]
            told = told | {"decided_on": date.fromisoformat(decided) if decided else None}
            found[one.target_id] = TargetVersion(target=one.target, **told)
    return found


def rules_of(versions: Sequence[TargetVersion], known_by: date | None) -> Rules:
    """The office's rules, which came along with the versions."""
    if not versions:
        return rules_on(known_by)
    told = vars(versions[0])
    if told.get("rule_pk") is None:
        return Rules()
    return RuleSet(
        nearly=told["rule_nearly"], rounding=told["rule_rounding"], closing_days=told["rule_closing"]
    ).to_record()


def last_of_each(versions: Iterable[TargetVersion], document: Document | None = None) -> list[TargetVersion]:
    """Of each target the last number, or the last of one document."""
    last: dict[int, TargetVersion] = {}
    for one in versions:
        if document is None or one.document_id == document.pk:
            last[one.target_id] = one
    return list(last.values())


def judged(
    own: Sequence[TargetVersion],
    known: Sequence[TargetVersion],
    *,
    as_of: date,
    rules: Rules,
    known_by: date | None = None,
    parts_too: bool = False,
    later: Mapping[int, TargetVersion] | None = None,
) -> list[ScoreRow]:
    """The verdict on each number, in three queries.

    Args:
        own: The numbers to judge, one a target.
        known: All standing versions of their targets and of the parts of composite ones, oldest first.
        as_of: The day of judgement.
        rules: The office's.
        known_by: As of `scoreboard`.
        parts_too: Whether a part of a composite target in `own` has a row of its own as well.
        later: By target the last number decided; None: as `known` says.
    """
    last = {one.target_id: one for one in known} | {one.target_id: one for one in own}
    parts: dict[int, list[TargetVersion]] = defaultdict(list)
    for one in last.values():
        if one.target.whole_id is not None:
            parts[one.target.whole_id].append(one)
    everything = [*own, *(one for group in parts.values() for one in group)]
    reader = Reader(
        figures_for([one.target for one in everything], known_by=known_by),
        points_of(one.pk for one in everything),
        _decisions(everything, known_by),
        {one.target_id: one for one in known} if later is None else later,
        as_of,
        rules,
    )
    wholes = {one.target_id for one in own}
    return [
        reader.row(one, parts.get(one.target_id, ()))
        for one in own
        if parts_too or one.target.whole_id not in wholes
    ]


def _decisions(versions: Sequence[TargetVersion], known_by: date | None) -> dict[int, Decision]:
    rows = Decision.objects.filter(version__in=[one.pk for one in versions])
    if known_by is None:
        rows = rows.filter(withdrawn_on=None)
    else:
        rows = rows.filter(decided_on__lte=known_by).filter(
            Q(withdrawn_on=None) | Q(withdrawn_on__gt=known_by)
        )
    return {one.version_id: one for one in rows.select_related("decided_by").order_by("pk")}


@dataclass(frozen=True, slots=True)
class Reader:
    """What was fetched, by what it belongs to; judges one number after the other without a query."""

    figures: Mapping[Series, Sequence[Figure]]
    points: Mapping[int, Sequence[PlanPoint]]
    decisions: Mapping[int, Decision]
    latest: Mapping[int, TargetVersion]
    as_of: date
    rules: Rules

    def row(self, version: TargetVersion, parts: Sequence[TargetVersion] = ()) -> ScoreRow:
        """The verdict on a number; `parts` are those of a composite one."""
        target = version.target
        made = tuple(self.row(one) for one in sorted(parts, key=lambda one: one.target_id))
        promise = promise_of(version, self.points.get(version.pk, ()))
        told = results_of(version, self.figures.get(series_of(target), ()))
        expected = None
        if promise.comparator is Comparator.ALL:
            judgement = judge_all([one.judgement for one in made], as_of=self.as_of)
            if made and any(one.expected for one in made):
                expected = judge_all([one.expected or one.judgement for one in made], as_of=self.as_of)
        else:
            waiting = target.awaiting_document
            result = figure_by(promise, told, as_of=self.as_of, rules=self.rules)
            judgement = judge(promise, result, as_of=self.as_of, rules=self.rules, waiting=waiting)
            estimate = estimate_of(promise, told, as_of=self.as_of)
            if estimate is not None and not waiting and not (result and result.key == estimate.key):
                expected = judge(promise, estimate, as_of=self.as_of, rules=self.rules)
        later = self.latest.get(target.pk)
        return ScoreRow(
            target, version, promise, judgement, self.decisions.get(version.pk), expected,
            later if later is not None and later.pk != version.pk else None, made, told,
        )  # fmt: skip
