"""What documents say, as the core compares it, and what the register has for the same things.

A fact counts here while nobody has rejected it: a contradiction is worth seeing before it is confirmed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from dondoc.assessment.contradictions import subject_of
from dondoc.assessment.contradictionsovertime import over_time, periods_meant
from dondoc.records.contradiction import Count, Statement
from dondoc.text.normalize import fold
from dondoc.web.accounts.access import Access
from dondoc.web.bodies.models import BodyKind
from dondoc.web.bodies.selectors import Directory
from dondoc.web.core.templatetags.dondoc import quantity
from dondoc.web.judgement.models import PrintedChoice, Yardstick
from dondoc.web.judgement.registerstatements import MOST, figure_statement, target_statement
from dondoc.web.judgement.rowstatements import COUNTED_APART, period_of, quote_first, quote_of, version_words
from dondoc.web.plans.models import TargetVersion
from dondoc.web.plans.selectors import observations_seen, targets_seen
from dondoc.web.results.models import Observation
from dondoc.web.sources.confirm import whose
from dondoc.web.sources.convert import factor
from dondoc.web.sources.figurebodies import resolve
from dondoc.web.sources.models import Document, Fact, FactState, KindChoice, StandingChoice
from dondoc.web.sources.selectors import documents_seen

# documents that tell what others decided; every other one may decide anew
_TELLING_TYPES = ("report", "press")
# of what a table adds up
_PARTS = {
    "row body": "row", "head body": "row", "row group": "group", "row total": "total", "row whole": "whole",
}  # fmt: skip

LATEST = 5000  # facts whose own documents are added up for the list of all

# --- facts of one document -------------------------------------------------------------------------------


def facts_of_document(document: Document) -> tuple[list[Statement], list[Count]]:
    """Its numbers and its counts of targets met, in one query."""
    rows = Fact.objects.filter(
        document=document, reading__is_current=True, same_as=None,
        state__in=(FactState.PROPOSED, FactState.CONFIRMED),
        kind__in=(KindChoice.INDICATOR, KindChoice.VERDICT),
    )  # fmt: skip
    return _told(rows.order_by("start", "pk"))


def facts_by_document(access: Access) -> list[tuple[list[Statement], list[Count]]]:
    """The same of each of the latest documents, so many that `LATEST` facts are looked at; one query."""
    rows = Fact.objects.filter(
        document__in=documents_seen(access).order_by(), reading__is_current=True, same_as=None,
        state__in=(FactState.PROPOSED, FactState.CONFIRMED),
        kind__in=(KindChoice.INDICATOR, KindChoice.VERDICT),
    ).select_related("document").order_by("-document__date", "-document_id", "start", "pk")  # fmt: skip
    by_document: dict[int, list[Fact]] = defaultdict(list)
    for fact in rows[:LATEST]:
        by_document[fact.document_id].append(fact)
    return [_told(facts) for facts in by_document.values()]


def _told(facts: Iterable[Fact]) -> tuple[list[Statement], list[Count]]:
    statements, counts = [], []
    for fact in facts:
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
        direction=data.get("direction") or "",
        scope=whose(fact),
        body=data.get("body") or "",  # as printed: within a document that tells whose from whose
        part=_PARTS.get((fact.why.get("body") or {}).get("how", ""), ""),
    )


def _number(text: Any) -> Decimal | None:
    return None if text is None else Decimal(text)


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
    """What documents say, and what the register has for the same things; at most three queries.

    Both in the indicator's unit, for the body that a table's row names, else the one where the document is
    kept; a row of a body that the books do not know is compared with nothing. What a document decides is left
    out: the register has the targets of every document, and compares them itself. What a report or the press
    says of targets is held against what was decided.
    """
    results = {
        document: [one for one in statements if one.indicator and one.period and _compared(document, one)]
        for document, statements in told.items()
    }
    results = _of_bodies(results)
    everything = [one for statements in results.values() for one in statements]
    if not everything:
        return [], []
    about = {
        "indicator__code__in": {one.indicator for one in everything},
        "body__in": {int(one.body) for one in everything},
        "period_end__in": {one.period.end for one in everything if one.period},
    }
    figures = list(
        observations_seen(access)
        .filter(**about, out_of_mantissa=None)
        .select_related("indicator", "document")
        .annotate(quote=quote_first("observation"))
    )
    versions: list[TargetVersion] = []
    if any(one.status == "target" for one in everything):
        decided = TargetVersion.objects.filter(
            **{f"target__{name}": value for name, value in about.items()}, withdrawn_at=None,
            out_of_mantissa=None, target__awaiting_document=False,
        ).exclude(comparator="all")  # fmt: skip
        versions = list(
            decided.filter(target__in=targets_seen(access).order_by())
            .select_related("target__indicator", "document")
            .annotate(quote=quote_first("target_version"))
        )
    units = {row.indicator.code: row.indicator.unit for row in figures}
    units |= {row.target.indicator.code: row.target.indicator.unit for row in versions}
    register = [
        replace(
            figure_statement(row),
            indicator=row.indicator.code,
            on=row.known_on or (row.document.date if row.document else None),
        )
        for row in figures
    ]
    register += [replace(target_statement(row), indicator=row.target.indicator.code) for row in versions]
    said = [
        replace(
            _in_unit(one, units[one.indicator]),
            on=document.date,
            base="" if one.status == "target" else one.base,  # "95 % kế hoạch" is a target of its measure
        )
        for document, statements in results.items()
        for one in statements
        if one.indicator in units
    ]
    return said, register


def _of_bodies(told: Mapping[Document, Sequence[Statement]]) -> dict[Document, list[Statement]]:
    """Statements with the keys of the bodies whose figures they are; without those of nobody known."""
    directory = Directory() if any(one.body for several in told.values() for one in several) else None
    meant: dict[tuple[int, str], str] = {}
    made: dict[Document, list[Statement]] = {}
    for document, several in told.items():
        for one in several:
            key = (document.pk, one.body)
            if key not in meant:
                found = resolve(one.body, document, directory) if directory and one.body else None
                meant[key] = str(found.body.pk if found else "" if one.body else document.owner_id)
        owned = [replace(one, body=meant[document.pk, one.body]) for one in several]
        made[document] = [one for one in owned if one.body]
    return made


def _compared(document: Document, one: Statement) -> bool:
    """Whether the register is asked about it: a result of the body, or a target that somebody repeats."""
    if one.scope or one.indicator == COUNTED_APART:
        return False
    repeats = document.type in _TELLING_TYPES or document.standing == StandingChoice.PRESS
    return one.status != "target" or (repeats and one.bound != "about")


def _in_unit(one: Statement, unit: str) -> Statement:
    """A number of a fact in the indicator's unit; as it is where it does not convert by a power of ten."""
    return _by(one, factor(one.unit, unit), unit) if one.measure == "level" else one


def _by(one: Statement, by: Decimal | None, unit: str) -> Statement:
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
    named = {one.indicator for one in statements if one.measure == "level" and one.indicator and not one.body}
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


def known_of(access: Access, document: Document, statements: Sequence[Statement]) -> list[Statement]:
    """What a document measures itself against: the country's, the region's, the earlier periods' figures.

    Each in the units in which the document tells the indicator; at most four queries, none where it measures
    itself against nothing.
    """
    asked = [one for one in statements if one.base and one.indicator and one.period and not one.body]
    elsewhere = {one.indicator for one in asked if one.base in ("country", "region")}
    found = [*_of_others(elsewhere)] if elsewhere else []
    earlier = [one for one in asked if over_time(one) and one.measure != "level"]
    if earlier:
        found += _of_earlier_periods(access, document, earlier)
    units: dict[str, set[str]] = defaultdict(set)
    for one in statements:
        if one.measure == "level":
            units[one.indicator].add(one.unit)
    return [
        replace(_by(one, by, unit), unit=unit)
        for one in found
        for unit in sorted(units[one.indicator])
        if (by := _factor(one.unit, unit)) is not None
    ]


def _factor(unit: str, into: str) -> Decimal | None:
    """As `factor`; "triệu lượt" and "triệu lượt khách" are one unit of the same indicator."""
    longer = unit and into and (unit.startswith(into) or into.startswith(unit))
    return Decimal(1) if longer else factor(unit, into)


def _of_others(codes: set[str]) -> list[Statement]:
    """Figures of the country and the region: entered, read from a document, or kept of the central body."""
    rows = Yardstick.objects.filter(indicator__code__in=codes, measure="level", withdrawn_at=None)
    found = [
        Statement(
            key=f"yardstick:{row.pk}", document=str(row.document_id or ""),
            words=f"{row.called}: {quantity(row)} ({row.publisher})",
            value=row.value - 100 if row.printed == PrintedChoice.INDEX else row.value, decimals=row.decimals,
            unit=row.unit, indicator=row.indicator.code, scope=row.scope, period=period_of(row.period),
        )
        for row in rows.select_related("indicator")
    ]  # fmt: skip
    kept = Observation.objects.filter(
        indicator__code__in=codes, measure="level", withdrawn_at=None, corrected_on=None
    )
    central = kept.filter(body__kind=BodyKind.CENTRAL, base="").select_related("indicator", "body")
    read = kept.filter(base__in=("country", "region")).select_related("indicator", "body")
    found += [
        Statement(
            key=f"figure:{row.pk}", document=str(row.document_id or ""),
            words=quote_of(row) or f"{row.body.name}: {row.name_as_printed} {quantity(row)}", value=row.value,
            decimals=row.decimals, unit=row.unit, indicator=row.indicator.code, scope=row.base or "country",
            period=period_of(row.period),
        )
        for rows in (central, read)
        for row in rows.annotate(quote=quote_first("observation"))
    ]  # fmt: skip
    return found


def _of_earlier_periods(access: Access, document: Document, changes: Sequence[Statement]) -> list[Statement]:
    """The figures of the periods that changes speak of, of the body where the document is kept."""
    periods = {str(meant) for one in changes if one.period for meant in periods_meant(one, one.period)}
    rows = (
        observations_seen(access)
        .filter(
            indicator__code__in={one.indicator for one in changes}, body=document.owner_id, measure="level",
            base="", period__in=periods, out_of_mantissa=None,
        )
        .select_related("indicator", "document")
        .annotate(quote=quote_first("observation"))
    )  # fmt: skip
    return [replace(figure_statement(row), indicator=row.indicator.code, body="") for row in rows]
