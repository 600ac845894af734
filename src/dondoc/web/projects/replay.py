"""Projects from a file, recorded through the services behind the buttons. Format: `sample/projects.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError

from dondoc.web.accounts.models import User
from dondoc.web.bodies.models import Body
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.today import today
from dondoc.web.plans.models import Target
from dondoc.web.projects import services
from dondoc.web.projects.models import Project
from dondoc.web.sources.models import Document


class Applied(NamedTuple):
    """What became of a file of projects."""

    applied: int  # projects that are new
    problems: list[str]  # Vietnamese


def replay(path: Path) -> Applied:
    """Record each project with what happened to it; what is recorded already stays as it is.

    Raises:
        OSError: The file cannot be read.
        tomllib.TOMLDecodeError: It is no TOML.
    """
    bodies = {body.code: body for body in Body.objects.all()}
    users = {user.username: user for user in User.objects.all()}
    applied, problems = 0, []
    for row in tomllib.loads(path.read_text("utf-8")).get("project", []):
        owner, by = bodies.get(row["owner"]), users.get(row["by"])
        if owner is None or by is None:
            problems.append(f"{row['code']}: không thấy {row['owner'] if owner is None else row['by']}.")
            continue
        try:
            applied += _project(row, owner, by)
        except (ValidationError, Conflict) as error:
            words = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
            problems.append(f"{row['code']}: {words}")
    return Applied(applied, problems)


_PLAIN = ("name", "kind", "field", "place", "total_unit", "output_unit", "words")


def _project(row: Mapping[str, Any], owner: Body, by: User) -> bool:
    project, new = Project.objects.filter(code=row["code"]).first(), False
    if project is None:
        about: dict[str, Any] = {name: row[name] for name in _PLAIN if name in row}
        about |= {name: Decimal(row[name]) if name in row else None for name in ("total", "output")}
        parent = Project.objects.filter(code=row["parent"]).first() if "parent" in row else None
        document = Document.objects.filter(symbol=row["symbol"]).first() if "symbol" in row else None
        project = services.project_add(
            by=by, code=row["code"], owner=owner, parent=parent, document=document, **about
        )
        new = True
    on = today()
    for kind, source, year, value, unit, until, words in row.get("capital", []):
        services.capital_set(
            project=project, kind=kind, source=source, year=year, value=Decimal(value), unit=unit, by=by,
            on=on, until=date.fromisoformat(until) if until else None, words=words,
        )  # fmt: skip
    for planned, day, area, households in row.get("land", []):
        services.clearance_set(
            project=project, planned=planned, day=date.fromisoformat(day), area=Decimal(area), by=by, on=on,
            households=households,
        )  # fmt: skip
    for step, day, planned, words in row.get("steps", []):
        services.step_add(
            project=project,
            step=step,
            day=date.fromisoformat(day),
            planned=planned,
            words=words,
            by=by,
            on=on,
        )
    wanted = [
        target
        for code, period in row.get("serves", [])
        for target in Target.objects.filter(
            indicator__code=code, period=period, body__parent=None, measure="level"
        ).order_by("pk")[:1]
    ]
    if wanted and new:
        services.targets_set(project=project, targets=wanted, by=by)
    return new
