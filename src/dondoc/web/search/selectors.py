"""Finding things by their words, with and without marks: "duong" finds "đường"."""

from __future__ import annotations

from dataclasses import dataclass

from dondoc.web.accounts.access import Access
from dondoc.web.search.models import Entry


@dataclass(frozen=True, slots=True)
class Found:
    """A page of what was found."""

    total: int
    entries: list[Entry]  # with `.snippet`: [(words, lit up?)] around the match
    counts: dict[str, int]  # kind → how many, whatever kind is asked for


def find(access: Access, query: str, kind: str | None = None, limit: int = 20, offset: int = 0) -> Found:
    """Entries that hold every word of the query (the last one may be a beginning), best first."""
    raise NotImplementedError
