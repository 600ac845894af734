"""Second parents, charges, agency accounts and reorganisations from a file, through the pages' services.

The format stands at the top of `sample/organisation.toml`. What is there already is left as it is.
"""

from __future__ import annotations

import os
import secrets
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError

from dondoc.web.accounts.models import Role, User
from dondoc.web.accounts.services import grant_add, user_add
from dondoc.web.bodies.charges import charge_add
from dondoc.web.bodies.models import Body
from dondoc.web.bodies.moving import body_link_add
from dondoc.web.core.conflicts import Conflict
from dondoc.web.reorganisations.models import Reorganisation
from dondoc.web.reorganisations.services import Founding, reorganise
from dondoc.web.sources.setup import Account


def organisation_load(file: Path, *, today: date) -> tuple[list[Account], list[str]]:
    """Load the file; the new accounts, and in Vietnamese what was refused.

    Raises:
        OSError: The file cannot be read.
        tomllib.TOMLDecodeError: It is no TOML.
        KeyError: A code or user name in it is unknown.
    """
    told = tomllib.loads(file.read_text("utf-8"))
    bodies = {body.code: body for body in Body.objects.all()}
    for row in told.get("link", ()):
        parent = bodies[row["under"]]
        for code in row["bodies"]:
            body_link_add(
                body=bodies[code],
                parent=parent,
                valid_from=row.get("from"),
                note=row.get("paper", ""),
                by=None,
            )
    made = _accounts(told.get("user", ()), bodies)
    users = {user.username: user for user in User.objects.all()}
    for row in told.get("charge", ()):
        charge_add(
            leader=users[row["leader"]],
            bodies=[bodies[code] for code in row.get("bodies", ())],
            fields=row.get("fields", ()),
            valid_from=row["from"],
            valid_to=row.get("to"),
            paper=row.get("paper", ""),
            by=None,
        )
    problems = []
    for row in told.get("reorganisation", ()):
        if Reorganisation.objects.filter(on=row["on"], paper=row["paper"]).exists():
            continue
        try:
            _reorganise(row, bodies, users[row["by"]], today)
        except (ValidationError, Conflict) as error:
            said = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
            problems.append(f"{row['paper']}: {said}")
    return made, problems


def _reorganise(row: Mapping[str, Any], bodies: Mapping[str, Body], by: User, today: date) -> None:
    before = [bodies[code] for code in row["before"]]
    founded = [Founding(name, before[0].kind, before[0].parent) for name in row.get("founded", ())]
    reorganise(
        before=before,
        after=[*(bodies[code] for code in row.get("after", ())), *founded],
        on=row["on"],
        paper=row["paper"],
        note=row.get("note", ""),
        rest=0,
        by=by,
        today=today,
    )


def _accounts(rows: list[Mapping[str, Any]], bodies: Mapping[str, Body]) -> list[Account]:
    from dondoc.web.accounts.agencies import agency_add, member_add

    made = []
    for row in rows:
        user = User.objects.filter(username=row["username"]).first()
        if user is None and row.get("agency"):
            user = agency_add(username=row["username"], name=row["name"], by=None)
        elif user is None:
            password = os.environ.get("DONDOC_DEMO_PASSWORD") or secrets.token_urlsafe(9)
            user = user_add(username=row["username"], full_name=row["name"], password=password, by=None)
            told = f"{Role(row['role']).label}, {bodies[row['body']].name}" if "role" in row else row["name"]
            made.append(Account(user.username, user.full_name, told, password))
        if "role" in row:
            grant_add(user=user, role=row["role"], body=bodies[row["body"]], valid_from=row["from"], by=None)
        if "member_of" in row:
            agency = User.objects.get(username=row["member_of"])
            member_add(agency=agency, person=user, valid_from=row["from"], by=None)
    return made
