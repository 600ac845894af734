"""From an accepted proposal to the row it becomes: a target's version, an observation, a task, a post …

Rows are found before they are made: the same statement said again, in this document or in another, is one row
with one more mention. All functions run in the transaction of the decision, which has taken its turn.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q

from dondoc.errors import QuantityError
from dondoc.extraction.bases import whose_figure
from dondoc.records.plan import Period, Scaled
from dondoc.text.normalize import search_key
from dondoc.web.bodies.models import Body, BodyKind, Person, Position
from dondoc.web.core.locks import Turn, take_turn
from dondoc.web.plans.adding import task_add
from dondoc.web.plans.catalogue import indicator_add
from dondoc.web.plans.models import (
    BasisChoice,
    ComparatorChoice,
    DirectionChoice,
    Indicator,
    NatureChoice,
    Target,
    TargetVersion,
    Task,
)
from dondoc.web.results.models import Observation, ObservationStatusChoice
from dondoc.web.sources import counted, said, suggest
from dondoc.web.sources.convert import micro
from dondoc.web.sources.figurebodies import figure_body
from dondoc.web.sources.making import Making, Rows, revive
from dondoc.web.sources.models import Citation, Document, Fact, KindChoice, Meeting, StandingChoice


def rows_for(making: Making) -> Rows:
    """The rows the proposal stands behind, found or made; several only for a person with several posts.

    Raises:
        ValidationError: A field the row needs is missing; by field, in Vietnamese.
    """
    return _MAKERS[making.fact.kind](making)


# --- numbers --------------------------------------------------------------------------------------------


def _number(making: Making) -> Rows:
    data = making.data
    if data.get("value") is None:
        raise ValidationError({"value": "Chưa đọc được số. Nhập số rồi xác nhận."})
    if not data.get("period"):
        raise ValidationError(
            {"period": "Văn bản chưa cho biết kỳ của số này. Nhập kỳ, ví dụ 2025 hoặc 2025-Q3."}
        )
    body = making.body or figure_body(data, making.document, making.books.directory)
    indicator = _indicator(making)
    take_turn(Turn.FIGURES, indicator.pk)
    period = Period.parse(data["period"])
    when = {"period": str(period), "period_start": period.start, "period_end": period.end}
    if data.get("status") == "target":
        return [_target_version(making, indicator, body, when)]
    return [_observation(making, indicator, body, when)]


def _indicator(making: Making) -> Indicator:
    """The one chosen, the one the name surely means, or a new one by that name."""
    data = making.data
    if making.indicator is not None:
        return making.indicator
    book = making.books.indicators
    name, unit = data["name"], data.get("unit") or ""
    code = data.get("indicator_id") or ""
    sure = book.sure(name, unit, code)
    if sure is not None:
        return _with_unit(sure, data)
    fields = suggest.catalogue_entry(code) if code else None
    if fields is None:
        level = data["measure"] in ("level", "rank", "tally")
        growth = unit == "%" and search_key(name).startswith(("toc do tang", "tang truong"))
        nature = NatureChoice.RANK if data["measure"] == "rank" else NatureChoice.ANNUAL
        fields = {
            "name": name[:300],
            "unit": unit if level else "",
            "nature": NatureChoice.GROWTH if growth else nature,
        }
    # somebody may have made it since the names were loaded; nobody else can while we have our turn
    take_turn(Turn.CATALOGUE)
    made = _made_meanwhile(code, fields["name"]) or indicator_add(by=making.by, **fields)
    book.add(made)
    return made


def _made_meanwhile(code: str, name: str) -> Indicator | None:
    if code and (known := Indicator.objects.filter(code=code).first()) is not None:
        return known.merged_into or known
    named = Indicator.objects.filter(folded=search_key(name)).select_related("merged_into").first()
    return named and (named.merged_into or named)


def _with_unit(indicator: Indicator, data: Mapping[str, Any]) -> Indicator:
    """An indicator first met in a share or change learns its unit from its first level."""
    unit = data.get("unit") or ""
    if indicator.unit or indicator.code or not unit or data["measure"] != "level":
        return indicator
    indicator.unit = unit
    indicator.save(update_fields=["unit"])
    return indicator


def _quantity(data: Mapping[str, Any], indicator: Indicator) -> dict[str, Any]:
    """The columns of `QuantityFields` and `out_of_mantissa`."""
    unit = data.get("unit") or ""
    value = Decimal(data["value"])
    top = Decimal(data["value_max"]) if data.get("value_max") is not None else None
    try:
        printed = Scaled.of(value)
        printed_max = Scaled.of(top) if top is not None else None
        whole = Scaled.of(Decimal(data["out_of"])) if data.get("out_of") is not None else None
    except QuantityError as error:
        raise ValidationError({"value": str(error)}) from error
    if whole is not None and whole.decimals:
        raise ValidationError({"out_of": "Tổng số phải là một số nguyên."})
    measure = data["measure"]
    return {
        "mantissa": printed.mantissa,
        "decimals": printed.decimals,
        "micro": micro(value, unit, indicator.unit, measure),
        "mantissa_max": printed_max.mantissa if printed_max else None,
        "decimals_max": printed_max.decimals if printed_max else 0,
        "micro_max": micro(top, unit, indicator.unit, measure) if top is not None else None,
        "unit": unit,
        "out_of_mantissa": whole.mantissa if whole else None,
    }


_BOUNDS = {
    "more_than": ComparatorChoice.AT_LEAST,
    "at_least": ComparatorChoice.AT_LEAST,
    "about": ComparatorChoice.AT_LEAST,
    "less_than": ComparatorChoice.AT_MOST,
    "at_most": ComparatorChoice.AT_MOST,
    "range": ComparatorChoice.RANGE,
}


def _comparator(bound: str, indicator: Indicator, measure: str) -> str:
    """How a result will be held against the number; a bare number means "at least" where more is better."""
    if bound in ("exact", "about") and (indicator.direction == DirectionChoice.LOWER or measure == "rank"):
        return ComparatorChoice.AT_MOST
    if bound == "exact" and indicator.direction == DirectionChoice.BAND:
        return ComparatorChoice.EQUAL
    return _BOUNDS.get(bound, ComparatorChoice.AT_LEAST)


def _target_version(making: Making, indicator: Indicator, body: Body, when: dict[str, Any]) -> TargetVersion:
    data, document = making.data, making.document
    basis = basis_of(document)
    target, _ = Target.objects.get_or_create(
        indicator=indicator,
        body=body,
        period=when["period"],
        basis=basis,
        measure=data["measure"],
        defaults=when,
    )
    numbers = _quantity(data, indicator)
    comparator = _comparator(data["bound"], indicator, data["measure"])
    documents = [pk for pk in (document.pk, document.stands_on_id) if pk]
    told = Q(document__in=documents) | Q(document__stands_on=document)
    versions = target.versions.filter(told, comparator=comparator, **_same_numbers(numbers))
    found = revive(versions)
    if found is not None:
        return found
    return TargetVersion.objects.create(
        target=target,
        comparator=comparator,
        name_as_printed=data["name"][:500],
        document=document,
        decided_on=document.date,
        created_by=making.by,
        **numbers,
    )


def _observation(making: Making, indicator: Indicator, body: Body, when: dict[str, Any]) -> Observation:
    data, document = making.data, making.document
    final = document.standing == StandingChoice.ISSUED
    status = (
        ObservationStatusChoice.ESTIMATE
        if data["status"] == "estimate"
        else ObservationStatusChoice.OFFICIAL
        if final
        else ObservationStatusChoice.PRELIMINARY
    )
    about = {
        "indicator": indicator,
        "body": body,
        "measure": data["measure"],
        "bound": data["bound"],
        # what the country or the region reached is kept, and is no result of the body
        "base": data.get("base") or whose(making.fact),
        "direction": data.get("direction") or "",
    }
    numbers = _quantity(data, indicator)
    # the same figure told again, by a paper or a later document, is the same observation
    statuses = [status] if status == ObservationStatusChoice.ESTIMATE else ["preliminary", "official"]
    known = Observation.objects.filter(
        status__in=statuses, period=when["period"], **about, **_same_numbers(numbers)
    )
    found = revive(known)
    if found is not None:
        if found.status != status and final:
            found.status = status
            found.save(update_fields=["status"])
        return found
    return Observation.objects.create(
        status=status,
        as_of=document.date,
        name_as_printed=data["name"][:500],
        document=document,
        created_by=making.by,
        **about,
        **when,
        **numbers,
    )


def whose(fact: Fact) -> str:
    """Whose figure a fact gives: "country", "region"; "" of the body itself."""
    if fact.value_start is None or fact.current.get("measure") not in ("level", "change"):
        return ""
    return whose_figure(fact.quote[: max(0, fact.value_start - fact.start)])


def _same_numbers(numbers: dict[str, Any]) -> dict[str, Any]:
    kept = ("mantissa", "decimals", "mantissa_max", "decimals_max", "unit", "out_of_mantissa")
    return {
        (f"{name}__isnull" if numbers[name] is None else name): (
            True if numbers[name] is None else numbers[name]
        )
        for name in kept
    }


def basis_of(document: Document) -> str:
    """Whose plan the targets of a document are."""
    source = document.stands_on or document
    issuer = source.issuer
    words = search_key(issuer.name if issuer else source.issuer_as_written) or _met(source)
    if (issuer is not None and issuer.kind == BodyKind.CENTRAL) or words.startswith(
        (
            "trung uong",
            "ban chap hanh trung uong",
            "bo chinh tri",
            "ban bi thu",
            "chinh phu",
            "thu tuong",
            "quoc hoi",
            "bo ",
        )
    ):
        return BasisChoice.CENTRE
    if "dai hoi" in words or (source.type == "resolution" and "dai hoi" in search_key(source.title)):
        return BasisChoice.CONGRESS
    if words.startswith(("hoi dong nhan dan", "hdnd")):
        return BasisChoice.COUNCIL
    if words.startswith(("uy ban nhan dan", "ubnd")):
        return BasisChoice.PEOPLES_COMMITTEE
    committees = (
        "tinh uy",
        "thanh uy",
        "dang uy",
        "ban chap hanh",
        "ban thuong vu",
        "thuong truc tinh uy",
        "dang bo",
    )
    return BasisChoice.COMMITTEE if words.startswith(committees) else BasisChoice.OWN


def _met(document: Document) -> str:
    """The body whose meeting a press report tells of, without marks."""
    told = (
        document.facts.filter(kind=KindChoice.MEETING, reading__is_current=True)
        .exclude(state="rejected")
        .first()
    )
    return search_key(told.current.get("body") or "") if told else ""


# --- tasks ----------------------------------------------------------------------------------------------

_RECURRING = ("thuong xuyen", "hang nam", "hang quy", "hang thang", "hang tuan", "dinh ky")


def _task(making: Making) -> Rows:
    data, document = making.data, making.document
    folded = search_key(data["action"])
    orders = Task.objects.filter(document=document, parent=None)  # what one was divided into is no order
    same = [t.pk for t in orders if search_key(t.action) == folded]
    known = revive(Task.objects.filter(pk__in=same))
    if known is not None:
        return [known]
    lead = making.body or suggest.lead_of(dict(data), document, making.books.directory)
    written = data.get("deadline")
    found = [
        (name, making.books.directory.resolve(name, on=document.date)) for name in data.get("partners") or []
    ]
    task = task_add(
        document=document,
        action=data["action"],
        by=making.by,
        lead=lead,
        lead_as_written=data.get("lead") or "",
        collective=bool(data.get("collective")),
        partners=[(name, resolved.body if resolved else None) for name, resolved in found],
        deadline=Period.parse(written) if written else None,
        recurring=any(word in search_key(data["action"]) for word in _RECURRING),
        product=data.get("product") or "",
    )
    return [task]


# --- people, citations, meetings ------------------------------------------------------------------------


def _person(making: Making) -> Rows:
    data, document = making.data, making.document
    titles = [title[:300] for title in dict.fromkeys(data.get("positions") or [])]
    if not titles:
        raise ValidationError({"positions": "Nhập ít nhất một chức vụ."})
    bodies: dict[str, Body | None] = {}
    for title in titles:
        found = making.books.directory.resolve(title, on=document.date)
        bodies[title] = making.body or (found.body if found else None)
    take_turn(Turn.PEOPLE)
    person = _same_person(data["name"], titles, bodies) or Person(name=data["name"][:120])
    if person.pk is None:
        person.save()
    rows: Rows = []
    for title in titles:
        position, new = Position.objects.get_or_create(
            person=person, title=title, defaults={"body": bodies[title], "on": document.date}
        )
        if not new and position.withdrawn_at is not None:
            position.withdrawn_at = None
            position.save(update_fields=["withdrawn_at"])
        rows.append(position)
    return rows


def _same_person(name: str, titles: list[str], bodies: Mapping[str, Body | None]) -> Person | None:
    """Somebody of this very name who holds one of these posts or one in the same body."""
    wanted = {search_key(title) for title in titles}
    places = {body.pk for body in bodies.values() if body is not None}
    for person in Person.objects.filter(name=name).prefetch_related("positions"):
        for position in person.positions.all():
            if search_key(position.title) in wanted or position.body_id in places:
                return person
    return None


def _citation(making: Making) -> Rows:
    data, document = making.data, making.document
    day = date.fromisoformat(data["date"]) if data.get("date") else None
    about = {
        "document": document,
        "type_as_written": data["type"][:60],
        "symbol": (data.get("symbol") or "")[:80],
        "date": day,
        "issuer_as_written": (data.get("issuer") or "")[:200],
    }
    known = Citation.objects.filter(**about)
    found = revive(known)
    if found is None:
        found = Citation.objects.create(cited=_cited(document, about["symbol"], day), **about)
    return [found]


def _cited(document: Document, symbol: str, day: date | None) -> Document | None:
    if not symbol:
        return None
    known = Document.objects.filter(symbol__iexact=symbol).exclude(pk=document.pk)
    if day is not None:
        known = known.filter(Q(date=day) | Q(date=None))
    found = list(known[:2])
    return found[0] if len(found) == 1 else None


def _meeting(making: Making) -> Rows:
    data, document = making.data, making.document
    resolved = making.books.directory.resolve(data["body"], on=document.date)
    about = {
        "document": document,
        "body_as_written": data["body"][:300],
        "ordinal": data.get("ordinal"),
        "date": date.fromisoformat(data["date"]) if data.get("date") else None,
    }
    found = revive(Meeting.objects.filter(**about))
    if found is None:
        found = Meeting.objects.create(body=making.body or (resolved.body if resolved else None), **about)
    return [found]


_MAKERS = {
    KindChoice.INDICATOR.value: _number,
    KindChoice.TASK.value: _task,
    KindChoice.PERSON.value: _person,
    KindChoice.CITATION.value: _citation,
    KindChoice.MEETING.value: _meeting,
    KindChoice.VERDICT.value: counted.verdict,
    KindChoice.VOTE.value: counted.vote,
    KindChoice.RATING.value: counted.rating,
    KindChoice.SHORTCOMING.value: said.shortcoming,
    KindChoice.PROPOSAL.value: said.proposal,
}
