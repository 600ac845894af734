"""What documents and the register say, as the core compares it: facts of one document, confirmed rows of all.

A fact counts here while nobody has rejected it: a contradiction is worth seeing before it is confirmed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.db.models import Count as CountOf
from django.db.models import F, Max, Min, Model, OuterRef, Q, Subquery

from dondoc.assessment.contradictions import subject_of
from dondoc.records.contradiction import Count, Statement
from dondoc.records.plan import MICRO_DECIMALS, Nature, Period, from_micro
from dondoc.text.normalize import fold
from dondoc.web.accounts.access import Access, among
from dondoc.web.bodies.models import BodyKind
from dondoc.web.core.templatetags.dondoc import quantity
from dondoc.web.matters.models import Tally, TallyKind
from dondoc.web.plans.models import TargetVersion
from dondoc.web.plans.selectors import observations_seen
from dondoc.web.results.models import Observation
from dondoc.web.sources.convert import factor
from dondoc.web.sources.models import Document, Fact, FactState, KindChoice, Mention
from dondoc.web.sources.selectors import documents_seen

REGISTER = "register"  # what stands in the register itself, on one side of a contradiction
MOST = 2000  # rows of one kind that a page compares


# --- facts of one document -------------------------------------------------------------------------------


def facts_of_document(document: Document) -> tuple[list[Statement], list[Count]]:
    """Its numbers and its counts of targets met, in one query."""
    rows = Fact.objects.filter(
        document=document, reading__is_current=True, same_as=None,
        state__in=(FactState.PROPOSED, FactState.CONFIRMED),
        kind__in=(KindChoice.INDICATOR, KindChoice.VERDICT),
    )  # fmt: skip
    statements, counts = [], []
    for fact in rows.order_by("start", "pk"):
        if fact.kind == KindChoice.VERDICT:
            counts.append(_count(fact))
        elif (made := _statement(fact)) is not None:
            statements.append(made)
    return statements, counts


def _statement(fact: Fact) -> Statement | None:
    data = fact.current
    if data.get("value") is None:
        return None
    return Statement(
        key=f"fact:{fact.pk}",
        document=str(fact.document_id),
        words=fact.quote,
        value=Decimal(data["value"]),
        start=fact.start,
        end=fact.end,
        name=data.get("name") or "",
        indicator=data.get("indicator_id") or fold(data.get("name") or "").lower(),
        decimals=int(data.get("decimals") or 0),
        unit=data.get("unit") or "",
        measure=data.get("measure") or "level",
        status=data.get("status") or "actual",
        bound=data.get("bound") or "exact",
        base=data.get("base") or "",
        period=period_of(data.get("period")),
        value_max=_number(data.get("value_max")),
        out_of=_number(data.get("out_of")),
    )


def _number(text: Any) -> Decimal | None:
    return None if text is None else Decimal(text)


def period_of(text: str | None) -> Period | None:
    """A period as kept; None where there is none, or none that can be read."""
    try:
        return Period.parse(text) if text else None
    except ValueError:
        return None


def _count(fact: Fact) -> Count:
    data = fact.current
    parts = tuple(
        (part["label"], Decimal(part["count"])) for part in data["parts"] if part.get("count") is not None
    )
    total = _number(data.get("total"))
    return Count(f"fact:{fact.pk}", str(fact.document_id), fact.quote, total, parts, data.get("source") or "")


def kept_for(
    access: Access, told: Mapping[Document, Sequence[Statement]]
) -> tuple[list[Statement], list[Statement]]:
    """What documents say, and what the register has for the same indicators, periods and bodies; two queries.

    Both in the indicator's unit, for the body where the document is kept. Targets are left out: the register
    has those of every document, and compares them itself.
    """
    results = {
        document: [one for one in statements if one.indicator and one.period and one.status != "target"]
        for document, statements in told.items()
    }
    everything = [one for statements in results.values() for one in statements]
    if not everything:
        return [], []
    kept = list(
        observations_seen(access)
        .filter(
            indicator__code__in={one.indicator for one in everything},
            body__in={document.owner_id for document in results},
            period_end__in={one.period.end for one in everything if one.period},
            out_of_mantissa=None,
        )
        .select_related("indicator", "document")
        .annotate(quote=_quote("observation"))
    )
    units = {row.indicator.code: row.indicator.unit for row in kept}
    register = [
        replace(
            _row(row, f"figure:{row.pk}", quote_of(row) or row.source_words, row.indicator_id,
                 row.body_id, row.period, row.measure, row.status, base=row.base),
            indicator=row.indicator.code,
            on=row.known_on or (row.document.date if row.document else None),
        )
        for row in kept
    ]  # fmt: skip
    said = [
        replace(_in_unit(one, units[one.indicator]), body=str(document.owner_id), on=document.date)
        for document, statements in results.items()
        for one in statements
        if one.indicator in units
    ]
    return said, register


def _in_unit(one: Statement, unit: str) -> Statement:
    """A number of a fact in the indicator's unit; as it is where it does not convert by a power of ten."""
    by = factor(one.unit, unit) if one.measure == "level" else None
    if by is None or by == 1:
        return one
    power = by.adjusted()
    if by != Decimal(1).scaleb(power):
        return one
    top = None if one.value_max is None else one.value_max * by
    return replace(one, value=one.value * by, decimals=one.decimals - power, unit=unit, value_max=top)


def recent_facts(access: Access) -> dict[Document, list[Statement]]:
    """The numbers of the latest documents, confirmed or not, by document; two queries."""
    rows = (
        Fact.objects.filter(
            reading__is_current=True,
            same_as=None,
            kind=KindChoice.INDICATOR,
            state=FactState.PROPOSED,
            document__in=documents_seen(access).order_by(),
        )
        .exclude(data__indicator_id=None)
        .select_related("document")
        .order_by("-document__date", "-pk")[:MOST]
    )
    found: dict[Document, list[Statement]] = defaultdict(list)
    for fact in rows:
        if (made := _statement(fact)) is not None:
            found[fact.document].append(made)
    return found


def plans_for(
    access: Access, document: Document, statements: Iterable[Statement]
) -> dict[str, list[Statement]]:
    """What was planned for what a document reports: of its issuer and of where it is kept; one query."""
    named = {one.indicator for one in statements if one.measure == "level" and one.indicator}
    bodies = {document.owner_id, document.issuer_id} - {None}
    found: dict[str, list[Statement]] = defaultdict(list)
    if not named:
        return found
    rows = TargetVersion.objects.filter(
        target__indicator__code__in=named, target__body__in=bodies & access.body_ids, target__measure="level",
        withdrawn_at=None,
    ).select_related("target__indicator", "target__body", "document")  # fmt: skip
    for row in rows.exclude(comparator="all"):
        about = Statement(
            key=f"target:{row.pk}", document=str(row.document_id or ""), words=version_words(row),
            value=row.value, decimals=row.decimals, unit=row.unit, indicator=row.target.indicator.code,
            status="target", period=period_of(row.target.period), value_max=row.value_max,
        )  # fmt: skip
        found[subject_of(about)].append(about)
    return found


def of_the_country(statements: Iterable[Statement]) -> list[Statement]:
    """Figures of the country for what a document measures itself against; no query where it does not."""
    asked = {
        one.indicator
        for one in statements
        if one.measure == "ratio" and one.base == "country" and one.indicator
    }
    if not asked:
        return []
    rows = Observation.objects.filter(
        indicator__code__in=asked, body__kind=BodyKind.CENTRAL, measure="level", withdrawn_at=None,
        corrected_on=None,
    ).select_related("indicator", "body", "document")  # fmt: skip
    return [
        Statement(
            key=f"figure:{row.pk}", document=str(row.document_id or ""),
            words=f"{row.body.name}: {row.name_as_printed} {quantity(row)}", value=row.value,
            decimals=row.decimals, unit=row.unit, indicator=row.indicator.code, base="country",
            period=period_of(row.period),
        )
        for row in rows
    ]  # fmt: skip


# --- what the register keeps -----------------------------------------------------------------------------


def version_words(row: TargetVersion) -> str:
    """A number decided, where no words of a document are kept."""
    return row.source_words or f"{row.name_as_printed}: {quantity(row)}"


def register_statements(access: Access) -> list[Statement]:
    """Confirmed numbers of which there is more than one for the same thing, and the rates of terms."""
    return [*_figures_told_twice(access), *_targets(access)]


def _figures_told_twice(access: Access) -> list[Statement]:
    # For who reads the whole register by the columns and order of an index, which alone is read then, of
    # millions of figures; what they do not see of it falls away below.
    cell = ("indicator_id", "period", "body_id")
    seen = observations_seen(access).filter(out_of_mantissa=None).order_by()
    every = Observation.objects.filter(withdrawn_at=None, corrected_on=None, out_of_mantissa=None).order_by()
    asked = (every if access.office in access.body_ids else seen).filter(micro__isnull=False)
    levels, others = (
        part.values(*cell)
        .annotate(least=Min("micro"), most=Max("micro"))
        .filter(least__lt=F("most"))
        .values_list(*cell)
        for part in (asked.filter(measure="level"), asked.exclude(measure="level"))
    )
    cells = set(levels.union(others, all=True)[:MOST])
    if not cells:
        return []
    rows = seen.exclude(micro=None).filter(
        indicator__in={one[0] for one in cells}, period__in={one[1] for one in cells},
        body__in={one[2] for one in cells},
    ).select_related("indicator", "document").annotate(quote=_quote("observation"))  # fmt: skip
    about = ("indicator_id", "body_id", "period", "measure", "status", "base")
    told: dict[tuple[Any, ...], list[Observation]] = defaultdict(list)
    for row in rows:
        told[tuple(getattr(row, name) for name in about)].append(row)
    kept = [row for group in told.values() if len({row.micro for row in group}) > 1 for row in group]
    return [
        _row(row, f"figure:{row.pk}", quote_of(row) or row.source_words, row.indicator_id, row.body_id,
             row.period, row.measure, row.status, base=row.base)
        for row in sorted(kept, key=lambda row: row.pk)
    ]  # fmt: skip


def _targets(access: Access) -> list[Statement]:
    """Targets that documents number differently, and every target of a rate (they bind one another)."""
    seen = TargetVersion.objects.filter(
        withdrawn_at=None, target__body_id__in=among(access.body_ids), out_of_mantissa=None
    ).exclude(comparator="all")
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
        .annotate(quote=_quote("target_version"))
        .order_by("decided_on", "pk")[:MOST]
    )
    return [
        _row(row, f"target:{row.pk}", quote_of(row) or version_words(row), row.target.indicator_id,
             row.target.body_id, row.target.period, row.target.measure, "target", basis=row.target.basis)
        for row in rows
    ]  # fmt: skip


def _row(
    row: TargetVersion | Observation, key: str, words: str, indicator: int, body: int, period: str,
    measure: str, status: str, *, base: str = "", basis: str = "",
) -> Statement:  # fmt: skip
    """A number in its indicator's unit, with the digits it was printed at."""
    value, decimals, unit = row.value, row.decimals, row.unit
    top = row.value_max
    name = row.target.indicator if isinstance(row, TargetVersion) else row.indicator
    if row.micro is not None and (power := _power(row)) is not None:
        value, decimals, unit = from_micro(row.micro), row.decimals - power, name.unit
        top = None if row.micro_max is None else from_micro(row.micro_max)
    return Statement(
        key=key, document=str(row.document_id or REGISTER), words=words or f"{name.name}: {quantity(row)}",
        value=value, decimals=decimals, unit=unit, indicator=str(indicator), body=str(body),
        period=period_of(period), measure=measure, status=status, base=base, basis=basis, value_max=top,
        name=name.name,
    )  # fmt: skip


def _power(row: TargetVersion | Observation) -> int | None:
    """By which power of ten a number was taken to its indicator's unit; None where by another factor."""
    if row.micro is None or not row.mantissa:
        return 0 if row.micro == 0 else None
    printed = abs(row.mantissa) * 10**MICRO_DECIMALS
    kept = abs(row.micro) * 10**row.decimals
    power = 0
    while printed < kept and power < 15:
        printed, power = printed * 10, power + 1
    while printed > kept and power > -15:
        kept, power = kept * 10, power - 1
    return power if printed == kept else None


def _quote(subject: str) -> Subquery:
    """The words behind a row as they were first read, to come along with it."""
    return Subquery(Mention.objects.filter(**{subject: OuterRef("pk")}).order_by("pk").values("quote")[:1])


def quote_of(row: Model) -> str:
    """What `_quote` brought along; "" where a row was entered by hand."""
    return vars(row).get("quote") or ""


def counts_told(access: Access) -> list[tuple[Tally, Count, Document | None]]:
    """Every confirmed count of targets met, and the document whose targets it counts where it is known."""
    rows = list(
        Tally.objects.filter(
            kind=TallyKind.VERDICT, withdrawn_at=None, document__in=documents_seen(access).order_by()
        )
        .select_related("document")
        .prefetch_related("parts")
        .annotate(quote=_quote("tally"))
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
    """How many targets each document sets, parts of composite ones not counted; one query."""
    rows = TargetVersion.objects.filter(
        document__in=[one.pk for one in documents], withdrawn_at=None, target__awaiting_document=False,
        target__body_id__in=among(access.body_ids),
    ).values_list("document_id", "target_id", "target__whole_id")  # fmt: skip
    by_document: dict[int, dict[int, int | None]] = defaultdict(dict)
    for document, target, whole in rows:
        by_document[document or 0][target] = whole
    return {
        document: sum(1 for whole in targets.values() if whole not in targets)
        for document, targets in by_document.items()
    }


def _documents_named(access: Access, names: Sequence[str]) -> Mapping[str, Document]:
    symbols = {word.strip(".,;") for name in names for word in name.split() if "/" in word or "-" in word}
    rows = documents_seen(access).filter(symbol__in=symbols).order_by("date", "pk")
    return {one.symbol: one for one in rows}
