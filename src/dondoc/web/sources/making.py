"""What a decision needs to make rows of: the proposal as it counts, who decides, and what names mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import models

from dondoc.web.accounts.models import User
from dondoc.web.bodies.models import Body
from dondoc.web.bodies.selectors import Directory
from dondoc.web.plans.models import Indicator, Task
from dondoc.web.search.services import index
from dondoc.web.sources import suggest
from dondoc.web.sources.models import Document, Fact

Rows = list[models.Model]
Row = TypeVar("Row", bound=models.Model)


@dataclass(slots=True)
class Books:
    """What names mean, loaded once for many decisions."""

    directory: Directory = field(default_factory=Directory)
    indicators: suggest.IndicatorBook = field(default_factory=suggest.IndicatorBook)


@dataclass(slots=True)
class Making:
    """One decision: the proposal as it counts, who decides, what they chose."""

    fact: Fact
    data: Mapping[str, Any]
    by: User
    books: Books
    indicator: Indicator | None = None
    body: Body | None = None

    @property
    def document(self) -> Document:
        return self.fact.document


def revive(rows: models.QuerySet[Row]) -> Row | None:
    """A standing row of these, or a withdrawn one, standing again; None where there is none."""
    row = (
        rows.order_by("withdrawn_at", "pk").filter(withdrawn_at=None).first() or rows.order_by("-pk").first()
    )
    if row is not None and row.withdrawn_at is not None:  # type: ignore[attr-defined]
        if isinstance(row, Task):  # what the order was divided into comes back with it
            parts = list(row.parts.filter(withdrawn_at=row.withdrawn_at))
            row.parts.filter(withdrawn_at=row.withdrawn_at).update(withdrawn_at=None)
            for part in parts:
                index(part)
        row.withdrawn_at = None  # type: ignore[attr-defined]
        row.save(update_fields=["withdrawn_at"])
    return row
