"""What a person may see of projects; every read starts at `projects_seen(access)`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import BigIntegerField, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, NullIf
from django.http import Http404

from dondoc.assessment.projects import Disbursement, ProjectStanding, project_standing
from dondoc.records.plan import from_micro
from dondoc.text.normalize import search_key
from dondoc.web.accounts.access import Access, among
from dondoc.web.plans.models import Target
from dondoc.web.projects.models import Capital, CapitalKind, Clearance, Project, ProjectStep
from dondoc.web.projects.services import events_of


def projects_seen(access: Access) -> QuerySet[Project]:
    """Projects of the reader's branch; withdrawn ones are gone."""
    return Project.objects.filter(owner_id__in=among(access.body_ids), withdrawn_at=None)


@dataclass(frozen=True, slots=True)
class ProjectFilter:
    """What a reader of the list asked for."""

    year: int  # of the money
    text: str = ""
    body: int | None = None
    kind: str = ""
    stage: str = ""  # a step, or "none", "late", "slow"
    source: str = ""
    field: str = ""
    order: str = "name"


ORDERS = {
    "name": ("sort_key", "pk"),
    "-name": ("-sort_key", "-pk"),
    "owner": ("owner__sort_key", "sort_key", "pk"),
    "-owner": ("-owner__sort_key", "sort_key", "pk"),
    "stage": (F("stage_on").asc(nulls_first=True), "sort_key", "pk"),
    "-stage": (F("stage_on").desc(nulls_last=True), "sort_key", "pk"),
    "plan": (F("planned").asc(nulls_first=True), "pk"),
    "-plan": (F("planned").desc(nulls_last=True), "pk"),
    "rate": (F("rate").asc(nulls_last=True), "pk"),
    "-rate": (F("rate").desc(nulls_last=True), "pk"),
}


def money_until(as_of: date) -> QuerySet[Capital]:
    """Figures that stand and count by a day: of what was disbursed only the last of each source and year."""
    standing = Capital.objects.filter(replaced_on=None)
    counted = standing.filter(Q(kind=CapitalKind.PLANNED) | Q(period_end__lte=as_of))
    later = standing.filter(
        project=OuterRef("project"),
        kind=CapitalKind.DISBURSED,
        source=OuterRef("source"),
        year=OuterRef("year"),
        period_end__gt=OuterRef("period_end"),
        period_end__lte=as_of,
    )
    return counted.filter(Q(kind=CapitalKind.PLANNED) | ~Exists(later))


def _sum(kind: CapitalKind, year: int, source: str, as_of: date) -> Subquery:
    rows = money_until(as_of).filter(project=OuterRef("pk"), kind=kind, year=year)
    if source:
        rows = rows.filter(source=source)
    total = rows.order_by().values("project").annotate(total=Sum("micro")).values("total")
    return Subquery(total, output_field=BigIntegerField())


def project_list(access: Access, wanted: ProjectFilter, *, as_of: date) -> QuerySet[Project]:
    """The projects as filtered and ordered, with what was planned and disbursed in `wanted.year` (micro)."""
    found: QuerySet[Any] = projects_seen(access).annotate(
        planned=_sum(CapitalKind.PLANNED, wanted.year, wanted.source, as_of),
        disbursed=_sum(CapitalKind.DISBURSED, wanted.year, wanted.source, as_of),
        rate=Coalesce(F("disbursed"), 0) * 10_000 / NullIf(F("planned"), 0),
    )
    for word in search_key(wanted.text).split():
        found = found.filter(folded__contains=word)
    if wanted.body is not None:
        found = found.filter(owner=wanted.body)
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.field:
        found = found.filter(field=wanted.field)
    if wanted.source:
        found = found.filter(Q(planned__isnull=False) | Q(disbursed__isnull=False))
    found = _by_stage(found, wanted.stage, as_of)
    return found.select_related("owner", "document").order_by(*ORDERS.get(wanted.order, ORDERS["name"]))


def _by_stage(found: QuerySet[Project], stage: str, as_of: date) -> QuerySet[Project]:
    if stage == "none":
        return found.filter(stage="")
    if stage == "late":
        return found.filter(pk__in=_late(found, as_of))
    return found.filter(stage=stage) if stage else found


def _late(found: QuerySet[Project], as_of: date) -> list[int]:
    """Those with a late step, by the same rule as their pages, from all their steps in one query."""
    steps: dict[int, list[ProjectStep]] = defaultdict(list)
    seen = found.order_by().values("pk")
    for step in ProjectStep.objects.filter(project__in=seen, withdrawn_at=None):
        steps[step.project_id].append(step)
    return [pk for pk, told in steps.items() if project_standing(events_of(told), as_of=as_of).late]


@dataclass(slots=True)
class ProjectRow:
    """A project as a list shows it."""

    project: Project
    money: Disbursement
    standing: ProjectStanding
    until: date | None = None  # of what was disbursed


@dataclass(slots=True)
class Totals:
    """All projects of a filter together."""

    planned: Decimal
    disbursed: Decimal

    @property
    def rate(self) -> Fraction | None:
        """Sum over sum, never a mean of rates."""
        return Fraction(self.disbursed) / Fraction(self.planned) * 100 if self.planned else None


def totals(found: QuerySet[Project]) -> Totals:
    """What the filtered projects come to, in one query."""
    summed = found.order_by().aggregate(all_planned=Sum("planned"), all_disbursed=Sum("disbursed"))
    return Totals(from_micro(summed["all_planned"] or 0), from_micro(summed["all_disbursed"] or 0))


def rows_of(projects: Iterable[Project], *, year: int, as_of: date, source: str = "") -> list[ProjectRow]:
    """Money and steps of one page of projects, in three queries however many there are."""
    shown = list(projects)
    keys = [project.pk for project in shown]
    steps: dict[int, list[ProjectStep]] = defaultdict(list)
    for step in ProjectStep.objects.filter(project__in=keys, withdrawn_at=None):
        steps[step.project_id].append(step)
    money = money_of(keys, year=year, as_of=as_of, source=source)
    return [
        ProjectRow(
            project,
            sum(
                (one.money for one in money[project.pk]),
                Disbursement(Fraction(), Fraction(), Fraction(), Fraction()),
            ),
            project_standing(events_of(steps[project.pk]), as_of=as_of),
            max((one.until for one in money[project.pk] if one.until), default=None),
        )
        for project in shown
    ]


@dataclass(frozen=True, slots=True)
class SourceMoney:
    """One source's money of a year, in triệu đồng."""

    source: str
    source_name: str
    money: Disbursement
    until: date | None


def money_of(
    projects: Iterable[int], *, year: int, as_of: date, source: str = ""
) -> dict[int, list[SourceMoney]]:
    """By project, the money of each source in a year beside the same period of the year before.

    The same period is what was disbursed by the same day a year ago, where somebody told it.
    """
    rows = Capital.objects.filter(project__in=list(projects), year__in=(year - 1, year), replaced_on=None)
    if source:
        rows = rows.filter(source=source)
    by: dict[tuple[int, str], list[Capital]] = defaultdict(list)
    for row in rows.order_by("period_end", "pk"):
        by[row.project_id, row.source].append(row)
    found: dict[int, list[SourceMoney]] = defaultdict(list)
    for (project, name), told in by.items():
        found[project].append(_source(name, told, year, as_of))
    return found


def _source(name: str, told: list[Capital], year: int, as_of: date) -> SourceMoney:
    def planned(of: int) -> Fraction:
        amounts = [row for row in told if row.kind == CapitalKind.PLANNED and row.year == of]
        return Fraction(amounts[-1].micro or 0, 10**6) if amounts else Fraction()

    paid = [row for row in told if row.kind == CapitalKind.DISBURSED and row.period_end <= as_of]
    last = next((row for row in reversed(paid) if row.year == year), None)
    before: Fraction | None = (
        None if planned(year - 1) or any(row.year == year - 1 for row in told) else Fraction()
    )
    if last is not None:
        day = (last.period_end.year - 1, last.period_end.month, last.period_end.day)
        same = next(
            (
                r
                for r in paid
                if r.year == year - 1 and (r.period_end.year, r.period_end.month, r.period_end.day) == day
            ),
            None,
        )
        before = Fraction(same.micro or 0, 10**6) if same else before
    return SourceMoney(
        name,
        told[0].get_source_display(),
        Disbursement(
            planned(year), Fraction(last.micro or 0, 10**6) if last else Fraction(), planned(year - 1), before
        ),
        last.period_end if last else None,
    )


@dataclass(frozen=True, slots=True)
class Land:
    """Land on a day: the whole plan, what was to be handed over by the day, what was."""

    whole: Clearance | None
    due: Clearance | None
    done: Clearance | None

    @property
    def rate(self) -> Fraction | None:
        """Handed over ÷ the whole, by area, in per cent."""
        if self.whole is None or not self.whole.area:
            return None
        return Fraction(self.done.area if self.done else 0) / Fraction(self.whole.area) * 100

    @property
    def behind(self) -> Decimal:
        """How many ha should have been handed over and were not."""
        due = self.due.area if self.due else Decimal(0)
        return max(Decimal(0), due - (self.done.area if self.done else Decimal(0)))


def land_of(clearances: Iterable[Clearance], *, as_of: date) -> Land:
    """From all standing rows of a project."""
    rows = sorted((one for one in clearances if one.replaced_on is None), key=lambda one: (one.on, one.pk))
    planned = [row for row in rows if row.planned]
    due = [row for row in planned if row.on <= as_of]
    done = [row for row in rows if not row.planned and row.on <= as_of]
    return Land(planned[-1] if planned else None, due[-1] if due else None, done[-1] if done else None)


def project_seen(access: Access, pk: int) -> Project:
    """One project; Http404."""
    found = projects_seen(access).select_related("owner", "parent", "document").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def serving(access: Access, target: Target) -> QuerySet[Project]:
    """The projects a reader sees that serve a target."""
    return projects_seen(access).filter(serves__target=target).order_by("sort_key", "pk")


def years(access: Access) -> list[int]:
    """The years for which money was planned or paid, the latest first."""
    seen = projects_seen(access).order_by().values("pk")
    found = Capital.objects.filter(project__in=seen).order_by().values_list("year", flat=True).distinct()
    return sorted(found, reverse=True)


@dataclass(frozen=True, slots=True)
class Choices:
    """What a reader's projects can be filtered by."""

    bodies: list[tuple[int, str]]
    fields: list[str]


def choices(access: Access) -> Choices:
    """Only what would find something, in one query."""
    found = list(
        projects_seen(access)
        .order_by("owner__sort_key", "owner_id")
        .values_list("owner_id", "owner__name", "owner__sort_key", "field")
        .distinct()
    )
    bodies = list({pk: (pk, name) for pk, name, _key, _field in found}.values())
    return Choices(bodies, sorted({name for *_rest, name in found if name}))
