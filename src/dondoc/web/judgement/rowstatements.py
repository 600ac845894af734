"""Rows of the register as the core compares them: a number in its indicator's unit, with its words."""

from __future__ import annotations

from django.db.models import Model, OuterRef, Subquery

from dondoc.assessment.contradictionsovertime import stretch_of
from dondoc.records.contradiction import Statement
from dondoc.records.plan import MICRO_DECIMALS, Period, from_micro
from dondoc.web.core.templatetags.dondoc import quantity
from dondoc.web.plans.models import TargetVersion
from dondoc.web.results.models import Observation
from dondoc.web.sources.models import Mention

# Counts of targets met have a record of their own (`Tally`): of "12 vượt, 9 đạt" neither is the other.
COUNTED_APART = "targets_met"
REGISTER = "register"  # what stands in the register itself, on one side of a contradiction


def period_of(text: str | None) -> Period | None:
    """A period as kept; None where there is none, or none that can be read."""
    try:
        return stretch_of(Period.parse(text)) if text else None
    except ValueError:
        return None


def version_words(row: TargetVersion) -> str:
    """A number decided, where no words of a document are kept."""
    return row.source_words or f"{row.name_as_printed}: {quantity(row)}"


def figure_words(row: Observation) -> str:
    """A figure, where no words of a document are kept, with who told it: a grid, a letter, a person."""
    told = f" ({row.source_words})" if row.source_words else ""
    return f"{row.indicator.name}: {quantity(row)}{told}"


def row_statement(
    row: TargetVersion | Observation, key: str, words: str, indicator: int, body: int, period: str,
    measure: str, status: str, *, base: str = "", basis: str = "",
) -> Statement:  # fmt: skip
    """A number in its indicator's unit, with the digits it was printed at."""
    value, decimals, unit = row.value, row.decimals, row.unit
    top = row.value_max
    name = row.target.indicator if isinstance(row, TargetVersion) else row.indicator
    amount = measure in ("level", "tally")  # what is relative stays in per cent, points, times
    if amount and row.micro is not None and (power := _power(row)) is not None:
        value, decimals, unit = from_micro(row.micro), row.decimals - power, name.unit
        top = None if row.micro_max is None else from_micro(row.micro_max)
    return Statement(
        key=key, document=str(row.document_id or REGISTER), words=words or f"{name.name}: {quantity(row)}",
        value=value, decimals=decimals, unit=unit, indicator=str(indicator), body=str(body),
        period=period_of(period), measure=measure, status=status, base=base, basis=basis, value_max=top,
        name=name.name, printed=row.name_as_printed, bound=getattr(row, "bound", "exact"),
        direction=getattr(row, "direction", ""), scope=base if base in ("country", "region") else "",
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


def quote_first(subject: str) -> Subquery:
    """The words behind a row as they were first read, to come along with it."""
    return Subquery(Mention.objects.filter(**{subject: OuterRef("pk")}).order_by("pk").values("quote")[:1])


def quote_of(row: Model) -> str:
    """What `quote_first` brought along; "" where a row was entered by hand."""
    return vars(row).get("quote") or ""
