"""What came of shortcomings and proposals, from a file, through the services behind the buttons, once.

The format stands at the top of `sample/matters.toml`. What names nothing is told, never passed over.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction

from dondoc.web.accounts.models import User
from dondoc.web.audit.models import Entry
from dondoc.web.audit.services import record
from dondoc.web.bodies.models import Body
from dondoc.web.core.conflicts import Conflict
from dondoc.web.matters import life
from dondoc.web.matters.models import Matter, MatterEventChoice
from dondoc.web.plans.outcomes import task_of
from dondoc.web.sources.setup import root_body

Row = Mapping[str, Any]


class Replayed(NamedTuple):
    """What became of the file."""

    made: int
    problems: list[str]  # Vietnamese: what was not found or was refused


def replay(path: Path) -> Replayed:
    """Record everything the file tells, in the order of the days; nothing where that was done before."""
    if Entry.objects.filter(action="setup.matters").exists():
        return Replayed(0, [])
    told = tomllib.loads(path.read_text("utf-8"))
    made, problems = 0, []
    rows = [(_event, row) for row in sorted(told.get("event", []), key=lambda row: row["on"])]
    for step, row in [*rows, *((_repeat, row) for row in told.get("repeat", []))]:
        try:
            step(row)
            made += 1
        except (ValidationError, Conflict, ObjectDoesNotExist) as error:
            words = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
            problems.append(f"“{row.get('matter') or row.get('later')}”: {words}")
    with transaction.atomic():
        after = {"file": path.name, "made": made, "problems": len(problems)}
        root = root_body()
        record(actor=None, action="setup.matters", row=root, before={}, after=after, body=root)
    return Replayed(made, problems)


def _matter(words: str, symbol: str | None = None) -> Matter:
    found = Matter.objects.filter(words__startswith=words, withdrawn_at=None)
    return (found if symbol is None else found.filter(document__symbol=symbol)).get()


def _event(row: Row) -> None:
    life.act(
        matter=_matter(row["matter"], row.get("symbol")),
        kind=MatterEventChoice(row["kind"]),
        on=row["on"],
        by=User.objects.get(username=row["by"]),
        note=row.get("note", ""),
        body=Body.objects.get(code=row["body"]) if "body" in row else None,
        due=row.get("due"),
        day=row.get("day"),
        task=task_of(row["file"], row["quote"]) if "quote" in row else None,
    )


def _repeat(row: Row) -> None:
    life.repeat(
        later=_matter(row["later"], row["later_symbol"]),
        earlier=_matter(row["earlier"], row["earlier_symbol"]),
        by=User.objects.get(username=row["by"]),
        on=row["on"],
    )
