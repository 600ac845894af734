"""Bodies as people and documents name them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from dondoc.web.accounts.access import Access
from dondoc.web.bodies.models import Body, Person


@dataclass(frozen=True, slots=True)
class Resolved:
    """A body found behind a name, how surely (0 … 100), and why."""

    body: Body
    score: int
    reason: str  # Vietnamese


def resolve(name: str, *, on: date | None = None) -> Resolved | None:
    """The body that a name as written means on a day; None where none does or several do."""
    raise NotImplementedError


def candidates(name: str, *, on: date | None = None, limit: int = 5) -> list[Resolved]:
    """Bodies a name may mean, best first."""
    raise NotImplementedError


def bodies_seen(access: Access) -> QuerySet[Body]:
    """Every body, for whoever reads content: who leads what is no secret inside a province."""
    raise NotImplementedError


def people_seen(access: Access) -> QuerySet[Person]:
    """People with a standing position, for whoever reads content."""
    raise NotImplementedError
