"""Numbers that an annex gives to bodies are parts of the total that the same annex prints: "phân bổ".

Toàn tỉnh 12.900, Phường Thuận Phú 3.150 …      →  the ward's target points at the whole's number

They are then shown beside it with what is left, and do not count in the document's n/m. The total may stand
before its rows or behind them, and be confirmed before them or after.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import models

from dondoc.extraction.tablebodies import HEAD, ROW, TOTAL, WHOLE
from dondoc.web.plans.models import TargetVersion
from dondoc.web.sources.figurebodies import body_of
from dondoc.web.sources.making import Books
from dondoc.web.sources.models import Fact


def link(fact: Fact, data: Mapping[str, Any], rows: Sequence[models.Model], books: Books) -> None:
    """Join what a fact was confirmed as to the other numbers of its table; figures have nothing to join."""
    how = _how(fact)
    for row in rows:
        if not isinstance(row, TargetVersion):
            continue
        if how in (TOTAL, WHOLE) and not data.get("body"):
            parts = [one.pk for one in _same(row) if _told(one, ROW, HEAD) and one.allocated_from_id is None]
            TargetVersion.objects.filter(pk__in=parts).update(allocated_from=row)
        elif how in (ROW, HEAD) and data.get("body") and row.allocated_from_id is None:
            row.allocated_from = _whole(fact, row, books)
            if row.allocated_from is not None:
                row.save(update_fields=["allocated_from"])


def _whole(fact: Fact, row: TargetVersion, books: Books) -> TargetVersion | None:
    """The number of the row of totals, else that of the place whose document it is."""
    own = body_of(fact.document, books.directory)
    same = [one for one in _same(row) if one.allocated_from_id is None]
    below = row.target.body.path.startswith(own.path) and row.target.body_id != own.pk
    named = [one for one in same if _told(one, TOTAL, WHOLE)]
    named += [one for one in same if below and one.target.body_id == own.pk]
    return named[0] if named else None


def _same(row: TargetVersion) -> list[TargetVersion]:
    """The other numbers of its document for the same thing."""
    target = row.target
    rows = TargetVersion.objects.filter(
        document=row.document_id, withdrawn_at=None, target__indicator=target.indicator_id,
        target__period=target.period, target__basis=target.basis, target__measure=target.measure,
        target__whole=None,
    )  # fmt: skip
    rows = rows.exclude(target=row.target_id).select_related("target").prefetch_related("mentions__fact")
    return list(rows.order_by("pk"))


def _told(version: TargetVersion, *how: str) -> bool:
    return any(_how(mention.fact) in how for mention in version.mentions.all())


def _how(fact: Fact) -> str:
    """How its row or column told whose the figure is; "" where none did."""
    return str((fact.why.get("body") or {}).get("how", ""))
