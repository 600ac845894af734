"""Bodies, their names and what became of them. One transaction and one audit entry each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from dondoc.web.accounts.models import User
from dondoc.web.bodies.models import Body, BodyName, Succession


def body_add(
    *,
    code: str,
    name: str,
    kind: str,
    parent: Body | None,
    by: User | None,
    valid_from: date | None = None,
    valid_to: date | None = None,
    names: Iterable[str] = (),
) -> Body:
    """A new body under its parent, with the other names it goes by."""
    raise NotImplementedError


def body_rename(*, body: Body, name: str, on: date, by: User | None) -> Body:
    """A new name from a day on; the earlier one stays known until then."""
    raise NotImplementedError


def body_name_add(
    *, body: Body, name: str, by: User | None, valid_from: date | None = None, valid_to: date | None = None
) -> BodyName:
    """Another name the body goes or went by."""
    raise NotImplementedError


def succession_add(
    *, predecessors: Iterable[Body], successor: Body, on: date, by: User | None, note: str = ""
) -> list[Succession]:
    """On a day one body takes over from others, which end the day before."""
    raise NotImplementedError
