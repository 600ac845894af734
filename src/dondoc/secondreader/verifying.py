"""What the words at a quote say, read by our own rules: the only values that enter a fact."""

from __future__ import annotations

from decimal import Decimal

from dondoc.errors import QuantityError
from dondoc.extraction import quantities
from dondoc.extraction.catalogue import catalogue
from dondoc.extraction.context import Context
from dondoc.extraction.duedates import due_of
from dondoc.extraction.grammar import Quantity
from dondoc.records.facts import IndicatorStatement
from dondoc.records.source import Span
from dondoc.secondreader.claims import Claim, Reason
from dondoc.secondreader.grounding import locate, same_words
from dondoc.text.numbers import parse_number

_STATUSES = frozenset({"actual", "estimate", "target"})


def quantity_at(context: Context, span: Span) -> Quantity | None:
    """The one quantity that stands in the quoted words; None where there is none, or more than one."""
    inside = [q for q in quantities.find(context) if span.start <= q.at and q.end <= span.end]
    return inside[0] if len(inside) == 1 else None


def against_words(context: Context, claim: Claim, block: Span, quantity: Quantity) -> Reason | None:
    """Why an indicator's claim does not hold, None where every field of it does."""
    fields = claim.fields
    text = context.text[block.slice]
    if "value" in fields and _number(fields["value"]) != quantity.value:
        return Reason.OTHER_VALUE
    if "unit" in fields and not same_words(fields["unit"], quantity.unit or ""):
        return Reason.OTHER_UNIT
    if "name" in fields and locate(text, fields["name"]) is None:
        return Reason.NAME_NOT_IN_TEXT
    known = context.lexicon.packs.by_id("indicators")
    if "indicator_id" in fields and fields["indicator_id"] not in known:
        return Reason.UNKNOWN_INDICATOR
    return None


def _number(said: str) -> Decimal | None:
    """A number as a model writes it: as the document does, or as JSON does."""
    try:
        return parse_number(said.strip()).value
    except QuantityError:
        return None


def statement(
    context: Context, quantity: Quantity, claim: Claim, block: Span, reader: str
) -> IndicatorStatement:
    """A new statement out of a claim that holds: value, unit and bound are our reader's."""
    fact = IndicatorStatement(
        span=Span(*context.sentence_at(quantity.at)),
        rule=reader,
        value_span=Span(quantity.start, quantity.end),
        value=quantity.value,
        value_max=quantity.value_max,
        out_of=quantity.out_of,
        unit=quantity.unit,
        bound=quantity.bound,
        decimals=quantity.decimals,
    )
    status = claim.fields.get("status", "")
    fact.status = status if status in _STATUSES else fact.status
    fact.name = context.text[name_span(context, claim, block).slice]
    fact.indicator_id = claim.fields.get("indicator_id") or catalogue(context.lexicon).find(fact)
    return fact


def name_span(context: Context, claim: Claim, block: Span) -> Span:
    """Where the claimed name stands in the document; the claim was checked before."""
    found = locate(context.text[block.slice], claim.fields["name"])
    assert found is not None
    return Span(block.start + found.start, block.start + found.end)


def deadline_at(context: Context, span: Span, said: str) -> tuple[str, Span] | Reason:
    """The deadline in a sentence as our reader has it, where the model says the same."""
    due, where = due_of(context, span.start, span.end)
    if due is None or where is None or due != said.strip():
        return Reason.OTHER_DEADLINE
    return due, where
