"""The fact format (docs/facts.md): what `dondoc read --format json` prints.

Numbers leave exactly as they were read: 13,45 is the literal 13.45, never 13.449999999999999.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeVar

from dondoc.records.document import Document
from dondoc.records.facts import (
    Citation,
    Fact,
    Facts,
    IndicatorStatement,
    Meeting,
    Part,
    PersonMention,
    Proposal,
    RatingCount,
    Resolved,
    Shortcoming,
    TaskStatement,
    VerdictCount,
    VoteResult,
)
from dondoc.records.source import Diagnostic, Span
from dondoc.writing.json_text import printed

F = TypeVar("F", bound=Fact)

_RAISED = re.compile("[²³]")  # "m²" as printed, where the unit is kept as "m2"


def to_json(
    document: Document,
    facts: Facts,
    *,
    explain: bool = False,
    text: bool = False,
    versions: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The object of the fact format for one document.

    Args:
        document: What was read.
        facts: What was extracted from it.
        explain: Add to every fact which words each of its fields was read from, and by which step.
        text: Add the text that spans count characters of (needed where the file is not plain text).
        versions: Who read it: names of stages and their versions.

    Returns:
        Plain dicts, lists, str, int, bool, None; and `Decimal` for a number that is not whole, which
        `dumps` writes as it stands. Spans are `[start, end)` lists.
    """

    def entries(stated: list[F], make: Callable[[F], dict[str, Any]]) -> list[dict[str, Any]]:
        return [_with_common(make(fact), document, fact, explain=explain) for fact in stated]

    result: dict[str, Any] = {
        "document": _document(document) | _resolved(facts.resolved),
        "indicators": entries(facts.indicators, _indicator),
        "tasks": entries(facts.tasks, _task),
        "people": entries(facts.people, _person),
        "citations": entries(facts.citations, _citation),
        "meetings": entries(facts.meetings, _meeting),
        "verdicts": entries(facts.verdicts, _verdict),
        "votes": entries(facts.votes, _vote),
        "ratings": entries(facts.ratings, _rating),
        "shortcomings": entries(facts.shortcomings, _shortcoming),
        "proposals": entries(facts.proposals, _proposal),
    }
    result["diagnostics"] = [_diagnostic(d) for d in (*document.diagnostics, *facts.diagnostics)]
    if versions:
        result["read_by"] = dict(versions)
    if text:
        result["text"] = document.text
    return result


def dumps(value: Any, *, indent: int | None = 2) -> str:
    """JSON text of what `to_json` gives (or of a list of them), Vietnamese letters as letters.

    >>> dumps({"value": Decimal("13.45")}, indent=None)
    '{"value": 13.45}'
    """
    return printed(value, indent)


def number(value: Decimal | None) -> int | Decimal | None:
    """A whole number as int, any other as the shortest Decimal that equals it.

    >>> number(Decimal("16900.0")), number(Decimal("13.450"))
    (16900, Decimal('13.45'))
    """
    if value is None:
        return None
    # Through its digits: `normalize` would round to the context's 28.
    digits = f"{value:f}"
    digits = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return Decimal(digits) if "." in digits else int(digits)


def _span(span: Span) -> list[int]:
    return list(span)


def _document(document: Document) -> dict[str, Any]:
    header = document.header
    return {
        "title": header.title,
        "type": header.type.value,
        "symbol": header.symbol,
        "date": header.date.isoformat() if header.date else None,
        "issuer": header.issuer,
        "place": header.place,
        "signatory": header.signatory,
        "standing": header.standing.value,
        "name": document.name,
        "media": document.media,
        "sha256": document.sha256,
    }


def _indicator(fact: IndicatorStatement) -> dict[str, Any]:
    return {
        "span": _span(fact.span),
        "value_span": _span(fact.value_span),
        "name": fact.full_name,
        "value": number(fact.value),
        "value_max": number(fact.value_max),
        "out_of": number(fact.out_of),
        "unit": fact.unit,
        "status": fact.status,
        "measure": fact.measure,
        "bound": fact.bound,
        "period": fact.period,
        "base": fact.base,
        "direction": fact.direction,
        "decimals": fact.decimals,
        "indicator_id": fact.indicator_id,
        "body": fact.body,
    }


def _task(fact: TaskStatement) -> dict[str, Any]:
    return {
        "span": _span(fact.span),
        "action": fact.action,
        "lead": fact.lead,
        "partners": list(fact.partners),
        "deadline": fact.deadline,
        "product": fact.product,
        "collective": fact.collective,
        "directive": fact.directive,
    }


def _person(fact: PersonMention) -> dict[str, Any]:
    return {"span": _span(fact.span), "name": fact.name, "positions": list(fact.positions)}


def _citation(fact: Citation) -> dict[str, Any]:
    return {
        "span": _span(fact.span),
        "type": fact.type,
        "symbol": fact.symbol,
        "date": fact.date,
        "issuer": fact.issuer,
        "title": fact.title,
    }


def _meeting(fact: Meeting) -> dict[str, Any]:
    return {"span": _span(fact.span), "body": fact.body, "ordinal": fact.ordinal, "date": fact.date}


def _verdict(fact: VerdictCount) -> dict[str, Any]:
    return {
        "span": _span(fact.span),
        "counted": fact.counted,
        "total": number(fact.total),
        "parts": _parts(fact.parts),
        "source": fact.source,
        "period": fact.period,
        "expected": fact.expected,
    }


def _vote(fact: VoteResult) -> dict[str, Any]:
    return {
        "span": _span(fact.span),
        "vote": fact.vote,
        "subject": fact.subject,
        "position": fact.position,
        "parts": _parts(fact.parts),
        "denominator": number(fact.denominator),
        "denominator_of": fact.denominator_of,
        "issued": number(fact.issued),
        "returned": number(fact.returned),
        "valid": number(fact.valid),
        "invalid": number(fact.invalid),
    }


def _rating(fact: RatingCount) -> dict[str, Any]:
    return {
        "span": _span(fact.span),
        "rated": fact.rated,
        "total": number(fact.total),
        "parts": _parts(fact.parts),
        "period": fact.period,
    }


def _parts(parts: list[Part]) -> list[dict[str, Any]]:
    return [
        {
            "label": part.label,
            "count": number(part.count),
            "percent": number(part.percent),
            "span": _span(part.span),
        }
        for part in parts
    ]


def _shortcoming(fact: Shortcoming) -> dict[str, Any]:
    return {
        "span": _span(fact.span),
        "nature": fact.nature,
        "words": fact.words,
        "speaker": fact.speaker,
        "voice": fact.voice,
        "cause": fact.cause,
    }


def _proposal(fact: Proposal) -> dict[str, Any]:
    return {
        "span": _span(fact.span),
        "words": fact.words,
        "speaker": fact.speaker,
        "voice": fact.voice,
        "to": fact.to,
    }


def _with_common(entry: dict[str, Any], document: Document, fact: Fact, *, explain: bool) -> dict[str, Any]:
    """A fact's entry with what every kind has: words, rule, doubts; with `explain` where a field was read."""
    entry["quote"] = document.quote(fact.span)
    if isinstance(fact, IndicatorStatement) and fact.unit and _RAISED.search(document.quote(fact.value_span)):
        entry["unit"] = fact.unit.replace("m2", "m²").replace("m3", "m³")  # as the text prints it
    entry["rule"] = fact.rule
    entry["confidence"] = _confidence(fact.confidence)
    entry["notes"] = list(fact.notes)
    entry["same_as"] = fact.same_as
    if fact.resolved:
        entry |= _resolved(fact.resolved)
    if explain:
        entry["fields"] = {
            name: {
                "how": source.how,
                "span": _span(source.span) if source.span else None,
                "quote": document.quote(source.span) if source.span else None,
                "note": source.note,
            }
            for name, source in fact.fields.items()
        }
    return entry


def _resolved(resolved: Mapping[str, Resolved]) -> dict[str, Any]:
    """Which place or body a field names; what became of it, where something did."""
    if not resolved:
        return {}
    return {
        "resolved": {
            name: {"id": body.id}
            | ({"now": body.now, "since": body.since, "reason": body.reason} if body.since else {})
            for name, body in resolved.items()
        }
    }


@lru_cache(maxsize=512)  # rules give the same few figures again and again
def _confidence(confidence: float) -> Decimal:
    return Decimal(str(round(confidence, 3)))


def _diagnostic(diagnostic: Diagnostic) -> dict[str, Any]:
    return {
        "code": diagnostic.code,
        "message": diagnostic.message,
        "span": _span(diagnostic.span) if diagnostic.span else None,
        "severity": diagnostic.severity.value,
    }
