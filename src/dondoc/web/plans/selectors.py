"""What a person may see of targets and figures, as boards ask for it: each read starts at `*_seen`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce

from dondoc.assessment.figures import Told, standing_figure
from dondoc.assessment.progress import Progress, progress
from dondoc.records.plan import ObservationStatus, TimeRule, from_micro
from dondoc.text.normalize import search_key, sort_key
from dondoc.web.accounts.access import Access, among
from dondoc.web.bodies.models import Body
from dondoc.web.core import marks
from dondoc.web.core.kept import kept_or, key_of
from dondoc.web.plans.models import Indicator, NatureChoice, Target, TargetVersion
from dondoc.web.reorganisations.models import Passage
from dondoc.web.results.models import Observation
from dondoc.web.sources.models import Document, Mention
from dondoc.web.sources.selectors import documents_seen


def targets_seen(access: Access) -> QuerySet[Target]:
    """Targets of the reader's branch that have a version still standing."""
    standing = TargetVersion.objects.filter(target=OuterRef("pk"), withdrawn_at__isnull=True)
    targets = Target.objects.filter(Exists(standing))
    return targets if access.everything else targets.filter(body_id__in=among(access.body_ids))


def observations_seen(access: Access) -> QuerySet[Observation]:
    """Figures of the reader's branch; withdrawn and corrected ones are gone."""
    figures = Observation.objects.filter(withdrawn_at__isnull=True, corrected_on__isnull=True)
    return figures if access.everything else figures.filter(body_id__in=among(access.body_ids))


def answered_by(body: int) -> Q:
    """Targets of a body, and those of bodies that ended which it answers for."""
    passed = Passage.objects.filter(taker_id=body, withdrawn_at=None).order_by()
    return Q(body_id=body) | Q(pk__in=passed.values("target"))


@dataclass(frozen=True, slots=True)
class TargetFilter:
    """What a reader of the target board asked for."""

    text: str = ""
    body: int | None = None
    year: int | None = None  # a year inside the target's period
    basis: str = ""
    document: int | None = None
    awaiting: bool | None = None
    field: str = ""
    order: str = "indicator"


TARGET_ORDERS = {
    "indicator": ("indicator__sort_key", "period_end", "pk"),
    "-indicator": ("-indicator__sort_key", "period_end", "pk"),
    "period": ("period_end", "indicator__sort_key", "pk"),
    "-period": ("-period_end", "indicator__sort_key", "pk"),
    "body": ("body__sort_key", "indicator__sort_key", "pk"),
    "-body": ("-body__sort_key", "indicator__sort_key", "pk"),
}


def target_board(access: Access, wanted: TargetFilter) -> QuerySet[Target]:
    """The targets a reader sees, filtered and ordered, with indicator and body loaded."""
    targets = targets_seen(access)
    for word in search_key(wanted.text).split():
        targets = targets.filter(indicator__folded__contains=word)
    if wanted.body is not None:
        targets = targets.filter(answered_by(wanted.body))
    if wanted.year is not None:
        targets = targets.filter(period_start__year__lte=wanted.year, period_end__year__gte=wanted.year)
    if wanted.basis:
        targets = targets.filter(basis=wanted.basis)
    if wanted.document is not None:
        version = TargetVersion.objects.filter(
            target=OuterRef("pk"), document_id=wanted.document, withdrawn_at__isnull=True
        )
        targets = targets.filter(Exists(version))
    if wanted.awaiting is not None:
        targets = targets.filter(awaiting_document=wanted.awaiting)
    if wanted.field:
        targets = targets.filter(indicator__field=wanted.field)
    return targets.select_related("indicator", "body").order_by(
        *TARGET_ORDERS.get(wanted.order, TARGET_ORDERS["indicator"])
    )


def target_count(access: Access, wanted: TargetFilter) -> int:
    """How many targets the board has; kept until one changes, of sixty thousand each is looked at."""
    made_of = marks.version(marks.TARGETS, marks.RULES)
    key = key_of("targets", made_of, access.body_ids, replace(wanted, order=""))
    return kept_or(key, lambda: target_board(access, wanted).count())


@dataclass(slots=True)
class TargetRow:
    """A target as a board shows it: its standing version, and the latest comparable figure."""

    target: Target
    version: TargetVersion
    observation: Observation | None = None
    progress: Progress | None = None

    @property
    def unit(self) -> str:
        """What the converted numbers are in: the printed unit where it was kept, else the indicator's."""
        kept = self.version.in_indicator_unit
        return self.version.unit if kept is None or kept == self.version.value else self.target.indicator.unit


def target_rows(access: Access, targets: Sequence[Target]) -> list[TargetRow]:
    """Versions and latest figures of one page of targets, in two queries however many there are."""
    versions: dict[int, TargetVersion] = {}
    standing = TargetVersion.objects.filter(
        target__in=[t.pk for t in targets], withdrawn_at__isnull=True
    ).select_related("document")
    for version in standing.order_by("decided_on", "pk"):
        versions[version.target_id] = version  # the last decided stands
    latest = _latest_observations(access, targets)
    return [_row(target, versions[target.pk], latest.get(target.pk)) for target in targets]


def target_row(target: Target, versions: Iterable[TargetVersion], series: Iterable[Observation]) -> TargetRow:
    """One target's row from all its versions and figures, both oldest first."""
    standing = [version for version in versions if version.withdrawn_at is None]
    return _row(target, standing[-1], _latest(target, series))


def _row(target: Target, version: TargetVersion, found: Observation | None) -> TargetRow:
    return TargetRow(target, version, found, compare(target, version, found))


def _latest_observations(access: Access, targets: Iterable[Target]) -> dict[int, Observation]:
    """For each target, the latest figure of its indicator, body and measure that ends inside its period.

    Of what adds up in the year one that counts from its beginning comes before a month's or a quarter's own.
    One query: the database finds the key of each by its index, so that years of figures nobody asked for are
    not read.
    """
    wanted = list(targets)
    series = observations_seen(access).filter(
        indicator=OuterRef("indicator"),
        body=OuterRef("body"),
        measure=OuterRef("measure"),
        period_end__gte=OuterRef("period_start"),
        period_end__lte=OuterRef("period_end"),
    )
    newest = ("-period_end", F("as_of").desc(nulls_last=True), "-pk")
    of_any = Subquery(series.order_by(*newest).values("pk")[:1])
    whole = series.filter(Q(period_start=OuterRef("period_start")) | Q(period_start=F("period_end")))
    of_whole = Subquery(whole.order_by(*newest).values("pk")[:1])
    adding = [target.pk for target in wanted if _adds_up(target)]
    last = Case(When(pk__in=adding, then=Coalesce(of_whole, of_any)), default=of_any)
    rows = Target.objects.filter(pk__in=[target.pk for target in wanted]).order_by()
    figures: dict[tuple[int, int, str], list[Observation]] = defaultdict(list)
    for figure in Observation.objects.filter(pk__in=rows.annotate(last=last).values("last")):
        figures[figure.indicator_id, figure.body_id, figure.measure].append(figure)
    latest: dict[int, Observation] = {}
    for target in wanted:
        # that of another target may lie inside too, but is never the later one
        found = _latest(target, figures[target.indicator_id, target.body_id, target.measure])
        if found is not None:
            latest[target.pk] = found
    return latest


def _latest(target: Target, series: Iterable[Observation]) -> Observation | None:
    """Of figures the one a board shows beside the target."""
    inside = [one for one in series if target.period_start <= one.period_end <= target.period_end]
    return max(
        inside,
        key=lambda one: (not _alone(target, one), one.period_end, one.as_of or date.min, one.pk),
        default=None,
    )


def _adds_up(target: Target) -> bool:
    """Whether its number is reached bit by bit in one year: a month's own figure is not what was reached."""
    one_year = target.period_start.year == target.period_end.year
    return one_year and target.measure == "level" and target.rules[0] is TimeRule.YTD


def _alone(target: Target, observation: Observation) -> bool:
    """Whether the figure is a month's or quarter's own, of a number that adds up from its period's first day.

    A figure "as of 31/3" counts from the beginning.
    """
    first = observation.period_start
    return _adds_up(target) and first not in (target.period_start, observation.period_end)


def compare(target: Target, version: TargetVersion, observation: Observation | None) -> Progress | None:
    """Result beside plan in the indicator's unit; None where the two cannot be compared exactly."""
    if observation is None or _alone(target, observation):
        return None
    observed, low = observation.in_indicator_unit, version.in_indicator_unit
    if observed is None or low is None:
        return None
    high = None if version.micro_max is None else from_micro(version.micro_max)
    amounts = target.measure == "level" and target.indicator.nature in (
        NatureChoice.FLOW,
        NatureChoice.STOCK,
        NatureChoice.ANNUAL,
    )
    return progress(observed, low, high, ratio=amounts and target.indicator.unit not in ("%", "điểm %"))


def series_of(access: Access, target: Target) -> QuerySet[Observation]:
    """All figures of the target's indicator, body and measure, oldest period first."""
    return (
        observations_seen(access)
        .filter(indicator=target.indicator, body=target.body, measure=target.measure)
        .select_related("document")
        .order_by("period_end", "as_of", "pk")
    )


def path_of(target: Target, series: Iterable[Observation]) -> list[Observation]:
    """The figures a target's picture joins: one a day, of its own period, comparable with one another.

    A cumulative indicator starts again each January, so only what counts from the year's first day is joined;
    of several figures for one day the one stands that verdicts are reached by, and none that waits for a
    document. Where the period is one of several years, whole years are joined.
    """
    several = target.period_end.year > target.period_start.year
    by_end: dict[date, list[Observation]] = defaultdict(list)
    for observation in series:
        if observation.awaiting_document:
            continue
        first, last = observation.period_start, observation.period_end
        whole_year = (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
        if observation.in_indicator_unit is None or not target.period_start <= last <= target.period_end:
            continue
        if several and not whole_year:
            continue
        flow = target.indicator.nature == NatureChoice.FLOW and not several
        if flow and (first.month, first.day, first.year) != (1, 1, last.year) and first != last:
            continue
        by_end[last].append(observation)
    return [_standing(by_end[end]) for end in sorted(by_end)]


def _standing(several: Sequence[Observation]) -> Observation:
    """The most final of figures for one day, of equally final ones the one told last."""
    by_key = {one.pk: one for one in several}
    told = standing_figure(
        Told(one.pk, ObservationStatus(one.status), one.as_of or one.period_end, one.created_at.date())
        for one in several
    )
    return by_key[told.key] if told is not None else several[-1]


def words_of(target: Target, figures: Iterable[int]) -> tuple[list[Mention], list[Mention]]:
    """The words behind a target's versions, and behind figures."""
    behind = Q(target_version__target=target) | Q(observation__in=list(figures))
    found = _mentions(behind)
    return (
        [mention for mention in found if mention.target_version_id is not None],
        [mention for mention in found if mention.observation_id is not None],
    )


def mentions_of(**subject: object) -> QuerySet[Mention]:
    """The words behind a row the reader sees, `mentions_of(task=task)`, newest document first."""
    return _mentions(Q(**subject))


def _mentions(subject: Q) -> QuerySet[Mention]:
    return (
        Mention.objects.filter(subject)
        .select_related("document", "fact")
        .order_by("-document__date", "document_id", "start")
    )


@dataclass(frozen=True, slots=True)
class TargetChoices:
    """What a reader's targets can be filtered by."""

    years: list[int]  # in which a target ends, latest first
    fields: list[str]  # lĩnh vực, in Vietnamese order
    bodies: list[tuple[int, str]]  # in Vietnamese order


def target_choices(access: Access) -> TargetChoices:
    """Only what would find something, in one query that makes no row for every target.

    Whether a target stands is asked for one of each body and last day, not for all; a day goes as text, since
    SQLite would take each apart in Python.
    """
    standing = TargetVersion.objects.filter(target=OuterRef("pk"), withdrawn_at__isnull=True)
    same = Target.objects.filter(
        Exists(standing), body=OuterRef("body_id"), period_end=OuterRef("period_end")
    ).order_by()
    one = Target.objects.order_by().values("body_id", "period_end").annotate(one=Min("pk")).values("one")
    ends = Target.objects.filter(Exists(same), pk__in=one, body_id__in=among(access.body_ids)).order_by()
    of_indicator = targets_seen(access).filter(indicator=OuterRef("pk")).order_by()
    fields = Indicator.objects.exclude(field="").filter(Exists(of_indicator)).order_by()
    empty = Value("")
    found = ends.values_list(
        "body_id", "body__sort_key", "body__name", Cast("period_end", CharField())
    ).union(fields.values_list(Value(0), empty, "field", empty).distinct(), all=True)
    told = sorted(found, key=lambda row: (row[1], row[0]))
    return TargetChoices(
        years=sorted({int(end[:4]) for *_, end in told if end}, reverse=True),
        fields=sorted({name for pk, _, name, _ in told if not pk}, key=sort_key),
        bodies=list({pk: (pk, name) for pk, _, name, _ in told if pk}.values()),
    )


COUNTED = 1000  # of one indicator; beyond it a list says that there are more


class _CountTo(Subquery):
    """How many rows a sliced subquery has: stops at its slice, where an aggregate would read them all."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()
    empty_result_set_value = 0  # of one who sees no body at all


def indicators(text: str) -> QuerySet[Indicator]:
    """The catalogue in Vietnamese order."""
    found = Indicator.objects.filter(merged_into=None)
    for word in search_key(text).split():
        found = found.filter(folded__contains=word)
    return found.order_by("sort_key", "pk")


def with_counts(access: Access, page: Iterable[Indicator]) -> list[tuple[Indicator, int, int]]:
    """One page of the catalogue, each with how many targets and figures the reader sees of it.

    No number is above `COUNTED` + 1. One query; an indicator has one figure a body and month, so they are
    counted for the page's rows only, and no further than anybody reads.
    """
    shown = list(page)

    def to(rows: QuerySet[Target] | QuerySet[Observation]) -> _CountTo:
        return _CountTo(rows.filter(indicator=OuterRef("pk")).order_by().values("pk")[: COUNTED + 1])

    rows = Indicator.objects.filter(pk__in=[one.pk for one in shown]).order_by()
    counted = rows.values_list("pk", to(targets_seen(access)), to(observations_seen(access)))
    counts = {pk: (targets, figures) for pk, targets, figures in counted}
    return [(one, *counts.get(one.pk, (0, 0))) for one in shown]


def documents_of_body(access: Access, body: Body) -> QuerySet[Document]:
    """The documents a body issued, among those the reader sees, latest first."""
    return documents_seen(access).filter(issuer=body).order_by(F("date").desc(nulls_last=True), "-pk")
