"""Work programmes from a file, made through the services behind the buttons, once in an installation.

The format stands at the top of `sample/programmes.toml`. What names nothing is told, never passed over.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction

from dondoc.records.plan import Period
from dondoc.web.accounts.models import User
from dondoc.web.audit.models import Entry
from dondoc.web.audit.services import record
from dondoc.web.bodies.models import Body
from dondoc.web.core.conflicts import Conflict
from dondoc.web.programmes import intake, life, services
from dondoc.web.programmes.models import Item, ItemEventChoice, Programme, ProgrammeEventChoice, Session
from dondoc.web.sources.models import Document
from dondoc.web.sources.setup import root_body

Row = Mapping[str, Any]


@dataclass(slots=True)
class Replayed:
    """What became of the file."""

    made: int = 0
    problems: list[str] = field(default_factory=list)  # Vietnamese: what was not found or was refused
    programmes: dict[str, Programme] = field(default_factory=dict)


def replay(path: Path) -> Replayed:
    """Record everything the file tells, in its order; nothing where that was done before."""
    done = Replayed()
    if Entry.objects.filter(action="setup.programmes").exists():
        return done
    told = tomllib.loads(path.read_text("utf-8"))
    rows = [(name, row) for name in ("session", "programme") for row in told.get(name, [])]
    happened = [(name, row) for name in ("item", "event", "act") for row in told.get(name, [])]
    rows += sorted(happened, key=lambda one: one[1]["on"])  # stable: of one day, items, events, acts
    for name, row in rows:
        try:
            _STEPS[name](row, done)
            done.made += 1
        except (ValidationError, Conflict, ObjectDoesNotExist, KeyError) as error:
            words = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
            about = row.get("item") or row.get("content") or row.get("name") or row.get("id")
            done.problems.append(f"{name} “{about or row.get('programme')}”: {words}")
    with transaction.atomic():
        after = {"file": path.name, "made": done.made, "problems": len(done.problems)}
        root = root_body()
        record(actor=None, action="setup.programmes", row=root, before={}, after=after, body=root)
    return done


def _by(row: Row) -> User:
    return User.objects.get(username=row["by"])


def _body(code: str) -> Body:
    return Body.objects.get(code=code)


def _meeting(name: str | None) -> Session | None:
    return Session.objects.get(name=name) if name else None


def _session(row: Row, done: Replayed) -> None:  # noqa: ARG001 - one shape for all steps
    services.session_add(body=_body(row["body"]), name=row["name"], day=row.get("day"), by=_by(row))


def _programme(row: Row, done: Replayed) -> None:
    programme = services.programme_add(
        body=_body(row["body"]),
        period=Period.parse(row["period"]),
        takes_registrations=not row.get("internal"),
        by=_by(row),
        on=row["on"],
    )
    done.programmes[row["id"]] = programme
    if "from" in row:
        document = Document.objects.filter(files__name=row["from"]).distinct().get()
        wanted = [one.task.pk for one in intake.offered(document) if one.is_row]
        intake.items_from_document(
            programme=programme, document=document, wanted=wanted, by=_by(row), on=row["on"], issue=True
        )


def _item(row: Row, done: Replayed) -> None:
    matter = life.Matter(
        content=row["content"],
        preparing=_body(row["preparing"]),
        partners=tuple(_body(code) for code in row.get("partners", ())),
        level=row.get("level", ""),
        form=row.get("form", ""),
        session=_meeting(row.get("session")),
        due=row.get("due"),
        meant_for=row.get("meant_for", ""),
        notes=row.get("notes", ""),
    )
    life.register(programme=done.programmes[row["programme"]], matter=matter, by=_by(row), on=_day(row))


def _event(row: Row, done: Replayed) -> None:
    items = Item.objects.filter(content__startswith=row["item"])
    if "programme" in row:
        items = items.filter(programme=done.programmes[row["programme"]])
    result = None
    if "result" in row:
        result = Document.objects.filter(symbol=row["result"], standing="issued").get()
    life.act(
        item=items.get(),
        kind=ItemEventChoice(row["kind"]),
        on=_day(row),
        by=_by(row),
        note=row.get("note", ""),
        level=row.get("level", ""),
        session=_meeting(row.get("session")),
        due=row.get("due"),
        document=result,
    )


def _act(row: Row, done: Replayed) -> None:
    services.programme_act(
        programme=done.programmes[row["programme"]],
        kind=ProgrammeEventChoice(row["kind"]),
        on=_day(row),
        by=_by(row),
        note=row.get("note", ""),
    )


def _day(row: Row) -> date:
    on = row["on"]
    if type(on) is not date:
        raise ValidationError(f"“on” phải là một ngày như 2026-10-20, không phải “{on}”.")
    return on


_STEPS: Mapping[str, Callable[[Row, Replayed], None]] = {
    "session": _session,
    "programme": _programme,
    "item": _item,
    "event": _event,
    "act": _act,
}
