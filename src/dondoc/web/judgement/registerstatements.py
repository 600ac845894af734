"""What the register keeps, as the core compares it: rows that may contradict one another, and counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count as CountOf
from django.db.models import F, Max, Min, Q
from django.db.models.functions import Length

from dondoc.assessment.contradictionsbetween import Plans
from dondoc.assessment.sidebyside import year_before
from dondoc.records.contradiction import Count, Statement
from dondoc.records.plan import Nature
from dondoc.text.normalize import fold
from dondoc.web.accounts.access import Access, among
from dondoc.web.judgement.given import GIVEN, given_out
from dondoc.web.judgement.rowstatements import (
    COUNTED_APART,
    figure_words,
    period_of,
    quote_first,
    quote_of,
    row_statement,
    version_words,
)
from dondoc.web.judgement.selectors import steps_of
from dondoc.web.matters.models import Tally, TallyKind
from dondoc.web.plans.models import Target, TargetVersion
from dondoc.web.plans.selectors import observations_seen
from dondoc.web.results.models import Observation
from dondoc.web.sources.models import Document
from dondoc.web.sources.selectors import documents_seen

MOST = 2000  # rows of one kind that a page compares
_DAY = len("2026-08-31")


@dataclass(frozen=True, slots=True)
class About:
    """Whose numbers of what are compared: those that one document tells or sets."""

    indicators: frozenset[int]
    bodies: frozenset[int]

    @classmethod
    def of(cls, document: Document) -> About:
        """Two queries."""
        told = Observation.objects.filter(document=document).order_by().values_list("indicator", "body")
        targets = TargetVersion.objects.filter(document=document).order_by()
        pairs = set(told.distinct()) | set(
            targets.values_list("target__indicator", "target__body").distinct()
        )
        return cls(frozenset(one for one, _ in pairs), frozenset(one for _, one in pairs))

    def q(self, of: str = "") -> Q:
        """A condition on rows with an indicator and a body; `of` names the way to them."""
        return Q(**{f"{of}indicator__in": self.indicators, f"{of}body__in": self.bodies})


def register_statements(access: Access, about: About | None = None) -> list[Statement]:
    """Confirmed numbers of which there is more than one for the same thing, and the rates of terms."""
    return [*_figures_told_twice(access, about), *_targets(access, about)]


def figure_statement(row: Observation) -> Statement:
    """A figure with the words it was read from, or who told it."""
    return row_statement(
        row, f"figure:{row.pk}", quote_of(row) or figure_words(row), row.indicator_id, row.body_id,
        row.period, row.measure, row.status, base=row.base,
    )  # fmt: skip


def _figures_told_twice(access: Access, only: About | None) -> list[Statement]:
    # For who reads the whole register by the columns and order of an index, which alone is read then, of
    # millions of figures; what they do not see of it falls away below.
    cell = ("indicator_id", "period", "body_id")
    seen = observations_seen(access).filter(out_of_mantissa=None).order_by()
    every = Observation.objects.filter(withdrawn_at=None, corrected_on=None, out_of_mantissa=None).order_by()
    asked = (every if access.office in access.body_ids else seen).filter(micro__isnull=False)
    if only is not None:
        asked = asked.filter(only.q())
    parts = (asked.filter(measure="level"), asked.exclude(measure="level"))
    levels, others = (
        part.values(*cell)
        .annotate(least=Min("micro"), most=Max("micro"))
        .filter(least__lt=F("most"))
        .values_list(*cell)
        for part in parts
    )
    cells = set(levels.union(others, all=True)[:MOST])
    # "đến 31/8" and "8 tháng" are the same stretch, kept in two ways
    days = [part.annotate(long=Length("period")).filter(long=_DAY).values_list(*cell) for part in parts]
    for indicator, day, body in days[0].union(days[1])[:MOST]:
        stretch = str(period_of(day))
        if stretch != day:
            cells |= {(indicator, day, body), (indicator, stretch, body)}
    if not cells:
        return []
    rows = seen.exclude(micro=None).exclude(indicator__code=COUNTED_APART).filter(
        indicator__in={one[0] for one in cells}, period__in={one[1] for one in cells},
        body__in={one[2] for one in cells},
    ).select_related("indicator", "document").annotate(quote=quote_first("observation"))  # fmt: skip
    about = ("indicator_id", "body_id", "measure", "status", "base")
    told: dict[tuple[Any, ...], list[Observation]] = defaultdict(list)
    for row in rows:
        told[(str(period_of(row.period)), *(getattr(row, name) for name in about))].append(row)
    kept = [row for group in told.values() if len({row.micro for row in group}) > 1 for row in group]
    return [figure_statement(row) for row in sorted(kept, key=lambda row: row.pk)]


def plans_of(access: Access, statements: Sequence[Statement]) -> Plans:
    """The level targets of every basis behind shares of plan; no query where there are none.

    Statements name their indicator by its key or its code, and so do the plans.
    """
    shares = [one for one in statements if one.measure == "attainment" and one.period and one.body]
    names = {one.indicator for one in shares}
    if not names:
        return {}
    keys = {int(name) for name in names if name.isdigit()}
    rows = TargetVersion.objects.filter(
        Q(target__indicator__in=keys) | Q(target__indicator__code__in=names - {""}),
        target__body__in=access.body_ids & {int(one.body) for one in shares}, target__measure="level",
        withdrawn_at=None, out_of_mantissa=None,
    ).exclude(comparator="all").select_related("target__indicator", "document")  # fmt: skip
    found: dict[tuple[str, str, int], list[Statement]] = defaultdict(list)
    for row in rows:
        target = row.target
        made = target_statement(row)
        for name in (str(target.indicator_id), target.indicator.code):
            found[name, str(target.body_id), target.period_end.year].append(made)
    return found


def changes_told(access: Access, about: About | None = None) -> list[Statement]:
    """Changes against the same period, the latest kept, with the figures of both periods; two queries."""
    seen = observations_seen(access).filter(out_of_mantissa=None).order_by()
    if about is not None:
        seen = seen.filter(about.q())
    changes = list(
        seen.filter(base="same_period", measure__in=("change", "ratio", "attainment"))
        .select_related("indicator", "document")
        .annotate(quote=quote_first("observation"))
        .order_by("-period_end", "-pk")[:MOST]
    )
    told = [figure_statement(row) for row in changes]
    periods = {one.period for one in told if one.period is not None}
    wanted = {str(one) for one in periods} | {str(year_before(one)) for one in periods}
    wanted |= {row.period for row in changes}
    if not wanted:
        return []
    levels = (
        seen.filter(
            measure="level", base="", indicator__in={row.indicator_id for row in changes},
            body__in={row.body_id for row in changes}, period__in=wanted,
        )
        .select_related("indicator", "document")
        .annotate(quote=quote_first("observation"))
        .order_by("pk")
    )  # fmt: skip
    return [*(figure_statement(row) for row in levels), *told]


def _targets(access: Access, about: About | None) -> list[Statement]:
    """Targets that documents number differently, and every target of a rate (they bind one another)."""
    seen = TargetVersion.objects.filter(
        withdrawn_at=None, target__body_id__in=among(access.body_ids), out_of_mantissa=None
    ).exclude(comparator="all")
    if about is not None:
        seen = seen.filter(about.q("target__"))
    several = (
        seen.order_by()
        .values("target")
        .annotate(numbers=CountOf("micro", distinct=True))
        .filter(numbers__gt=1)
        .values("target")
    )
    rates = Q(target__indicator__nature=Nature.GROWTH.value, target__measure="level")
    rows = list(
        seen.filter(rates | Q(target__in=several))
        .select_related("target__indicator", "document")
        .annotate(quote=quote_first("target_version"))
        .order_by("decided_on", "pk")[:MOST]
    )
    return [target_statement(row) for row in rows]


def target_statement(row: TargetVersion) -> Statement:
    """A number decided, with the words it was read from."""
    return row_statement(
        row, f"target:{row.pk}", quote_of(row) or version_words(row), row.target.indicator_id,
        row.target.body_id, row.target.period, row.target.measure, "target", basis=row.target.basis,
    )  # fmt: skip


def counts_told(access: Access) -> list[tuple[Tally, Count, Document | None]]:
    """Every confirmed count of targets met, and the document whose targets it counts where it is known."""
    rows = list(
        Tally.objects.filter(
            kind=TallyKind.VERDICT, withdrawn_at=None, document__in=documents_seen(access).order_by()
        )
        .select_related("document")
        .prefetch_related("parts")
        .annotate(quote=quote_first("tally"))
        .order_by("document__date", "pk")[:MOST]
    )
    by_symbol = _documents_named(access, [row.source_as_written for row in rows])
    found: list[tuple[Tally, Count, Document | None]] = []
    for row in rows:
        parts = tuple(
            (part.label, Decimal(part.number)) for part in row.parts.all() if part.number is not None
        )
        source = next((one for symbol, one in by_symbol.items() if symbol in row.source_as_written), None)
        of = f"document:{source.pk}" if source else fold(row.source_as_written).lower()
        if not of and row.document.issuer_id:
            of = f"issuer:{row.document.issuer_id}"
        total = None if row.total is None else Decimal(row.total)
        when = period_of(row.period)
        day = when.end if when else row.document.date
        year = str(day.year) if day else ""
        words = quote_of(row) or str(row)
        found.append(
            (row, Count(f"tally:{row.pk}", str(row.document_id), words, total, parts, of, year), source)
        )
    return found


def targets_of(access: Access, documents: Sequence[Document]) -> dict[int, int]:
    """How many targets each document sets; parts of composite ones and steps do not count; one query."""
    rows = TargetVersion.objects.filter(
        document__in=[one.pk for one in documents], withdrawn_at=None, target__awaiting_document=False,
        target__body_id__in=among(access.body_ids),
    ).select_related("target").annotate(**GIVEN)  # fmt: skip
    by_document: dict[int, dict[int, Target]] = defaultdict(dict)
    told = list(rows)
    given = given_out(told)
    for row in told:
        if row.target_id in given:
            continue
        by_document[row.document_id or 0][row.target_id] = row.target
    counted = {}
    for document, targets in by_document.items():
        wholes = [one for one in targets.values() if one.whole_id not in targets]
        counted[document] = len(wholes) - len(steps_of(wholes))
    return counted


def _documents_named(access: Access, names: Sequence[str]) -> Mapping[str, Document]:
    symbols = {word.strip(".,;") for name in names for word in name.split() if "/" in word or "-" in word}
    rows = documents_seen(access).filter(symbol__in=symbols).order_by("date", "pk")
    return {one.symbol: one for one in rows}
