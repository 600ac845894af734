"""Paths, allocations and figures from a file, recorded through the services behind the buttons.

The format stands at the top of `sample/targets.toml`. What is not found is told, never made up.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError

from dondoc.web.accounts.models import User
from dondoc.web.bodies.models import Body
from dondoc.web.core.conflicts import Conflict
from dondoc.web.plans import targets
from dondoc.web.plans.allocation import Share, allocate
from dondoc.web.plans.models import Indicator, Target, TargetVersion
from dondoc.web.plans.targetpaths import path_set
from dondoc.web.plans.targets import Ground
from dondoc.web.results.figures import figure_add, figure_correct
from dondoc.web.results.models import Observation
from dondoc.web.sources.models import Document, StandingChoice


class Applied(NamedTuple):
    """What became of a file."""

    applied: int  # recorded by this run
    problems: list[str]  # Vietnamese


def replay(path: Path) -> Applied:
    """Record what is not recorded yet, in the order of the file.

    Raises:
        OSError: The file cannot be read.
        tomllib.TOMLDecodeError: It is no TOML.
    """
    told = tomllib.loads(path.read_text("utf-8"))
    users = {user.username: user for user in User.objects.all()}
    bodies = {body.code: body for body in Body.objects.all()}
    applied, problems = 0, []
    acts: tuple[tuple[str, Callable[..., bool]], ...] = (
        ("path", _path),
        ("allocate", _allocate),
        ("figure", _figure),
    )
    for kind, act in acts:
        for row in told.get(kind, []):
            where = f"{kind} {row['indicator']} {row['period']}"
            try:
                applied += act(row, users[row["by"]], bodies)
            except KeyError as error:
                problems.append(f"{where}: không thấy {error}.")
            except ValidationError as error:
                problems.append(f"{where}: {' '.join(error.messages)}")
            except Conflict as error:
                problems.append(f"{where}: {error}")
    return Applied(applied, problems)


def _version(row: Mapping[str, Any]) -> TargetVersion:
    """The standing version of the province's target."""
    target = Target.objects.filter(
        indicator__code=row["indicator"], period=row["period"], basis=row["basis"], body__parent=None,
        measure="level",
    ).first()  # fmt: skip
    version = targets.standing_version(target) if target else None
    if version is None:
        raise ValidationError("Không thấy chỉ tiêu này của tỉnh.")
    return version


def _path(row: Mapping[str, Any], by: User, _bodies: Mapping[str, Body]) -> bool:
    version = _version(row)
    if version.paths.filter(kind=row["kind"]).exists():
        return False
    points = [(period, Decimal(value)) for period, value in row["points"]]
    path_set(
        version=version, kind=row["kind"], step=row["step"], points=points, by=by,
        cumulative=row.get("cumulative", False), words=row["words"],
    )  # fmt: skip
    return True


def _allocate(row: Mapping[str, Any], by: User, bodies: Mapping[str, Body]) -> bool:
    version = _version(row)
    if version.allocations.exists():
        return False
    shares = [Share(bodies[code], Decimal(value)) for code, value in row["shares"]]
    ground = Ground(decided_on=row["on"], words=row["words"])
    return bool(allocate(version=version, shares=shares, basis=row["to_basis"], ground=ground, by=by))


def _document(symbol: str) -> Document:
    found = Document.objects.filter(symbol=symbol, standing=StandingChoice.ISSUED).order_by("date").last()
    if found is None:
        raise ValidationError(f"Không thấy văn bản {symbol} trong sổ.")
    return found


def _figure(row: Mapping[str, Any], by: User, bodies: Mapping[str, Body]) -> bool:
    indicator = Indicator.objects.filter(code=row["indicator"]).first()
    if indicator is None:
        raise ValidationError("Không thấy chỉ tiêu trong danh mục.")
    body = bodies[row["body"]]
    known = Observation.objects.filter(indicator=indicator, body=body, period=row["period"], by_hand=True)
    if known.exists():
        return False
    figure = figure_add(
        indicator=indicator, body=body, period=row["period"], value=Decimal(row["value"]), unit=row["unit"],
        status=row["status"], on=row["on"], as_of=row.get("as_of"), by=by, words=row["words"],
        document=_document(row["document"]) if "document" in row else None,
    )  # fmt: skip
    if "correct" in row:
        value, on, reason = row["correct"]
        figure_correct(figure=figure, value=Decimal(value), by=by, on=on, reason=reason)
    return True
