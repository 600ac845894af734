"""Scenarios, decisions, frozen boards and switches from a file, through the services behind the buttons.

The format stands at the top of `sample/judgement.toml`. What is not found is told, never made up.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError

from dondoc.web.accounts.access import Access
from dondoc.web.accounts.models import User
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.today import today
from dondoc.web.judgement import composites, outlookservices, services, yardsticks
from dondoc.web.judgement.models import ForecastSwitch, FrozenBoard
from dondoc.web.judgement.outlookservices import Expected
from dondoc.web.plans.models import Indicator, Target, TargetVersion
from dondoc.web.plans.targetreplay import Applied
from dondoc.web.sources.models import Document, StandingChoice

Row = Mapping[str, Any]


def replay(path: Path) -> Applied:
    """Record what is not recorded yet, in the order of the file.

    Raises:
        OSError: The file cannot be read.
        tomllib.TOMLDecodeError: It is no TOML.
    """
    told = tomllib.loads(path.read_text("utf-8"))
    users = {user.username: user for user in User.objects.all()}
    acts: tuple[tuple[str, Callable[[Row, User], bool]], ...] = (
        ("scenario", _scenario),
        ("yardstick", _yardstick),
        ("join", _join),
        ("freeze", _freeze),
        ("decide", _decide),
        ("forecast", _forecast),
    )
    applied, problems = 0, []
    for kind, act in acts:
        for row in told.get(kind, []):
            where = f"{kind} {row.get('document', '')} {row.get('indicator', '')}".strip()
            try:
                applied += act(row, users[row["by"]])
            except KeyError as error:
                problems.append(f"{where}: không thấy {error}.")
            except ValidationError as error:
                problems.append(f"{where}: {' '.join(error.messages)}")
            except Conflict as error:
                problems.append(f"{where}: {error}")
    return Applied(applied, problems)


def _document(symbol: str) -> Document:
    found = Document.objects.filter(symbol=symbol, standing=StandingChoice.ISSUED).order_by("date").last()
    if found is None:
        raise ValidationError("Không thấy văn bản này trong sổ.")
    return found


def _scenario(row: Row, by: User) -> bool:
    target = Target.objects.filter(
        indicator__code=row["indicator"], period=row["period"], basis=row["basis"], body__parent=None,
        measure="level",
    ).first()  # fmt: skip
    if target is None:
        raise ValidationError("Không thấy chỉ tiêu này của tỉnh.")
    if target.scenarios.filter(name=row["name"]).exists():
        return False
    steps = [
        Expected(period, Decimal(low), Decimal(high) if high else None) for period, low, high in row["steps"]
    ]
    outlookservices.scenario_add(
        target=target, name=row["name"], publisher=row["publisher"], published_on=row["on"], steps=steps,
        by=by, words=row["words"],
    )  # fmt: skip
    return True


def _yardstick(row: Row, by: User) -> bool:
    indicator = Indicator.objects.filter(code=row["indicator"]).first()
    if indicator is None:
        raise ValidationError("Không thấy chỉ tiêu này trong danh mục.")
    try:
        yardsticks.yardstick_add(
            indicator=indicator, scope=row["scope"], place=row.get("place", ""), period=row["period"],
            value=Decimal(row["value"]), unit=row.get("unit", ""), printed=row.get("printed", "level"),
            measure=row.get("measure", "level"), status=row["status"], publisher=row["publisher"],
            published_on=row["on"], by=by, on=today(), words=row.get("words", ""),
        )  # fmt: skip
    except Conflict:  # recorded in an earlier run
        return False
    return True


def _join(row: Row, by: User) -> bool:
    document = _document(row["document"])
    if document.target_versions.filter(comparator="all", name_as_printed=row["name"]).exists():
        return False
    found = TargetVersion.objects.filter(
        document=document, target__indicator__name__in=row["parts"], withdrawn_at=None
    ).select_related("target")
    by_name = {one.target.indicator.name: one for one in found.select_related("target__indicator")}
    missing = [name for name in row["parts"] if name not in by_name]
    if missing:
        raise ValidationError(f"Không thấy {', '.join(missing)}.")
    composites.targets_join(document=document, name=row["name"], versions=list(by_name.values()), by=by)
    return True


def _freeze(row: Row, by: User) -> bool:
    document = _document(row["document"])
    if FrozenBoard.objects.filter(document=document, occasion=row["occasion"]).exists():
        return False
    past = row["as_of"] if row["as_of"] < today() else None
    services.board_freeze(
        access=Access.of(by, today()), document=document, occasion=row["occasion"], as_of=row["as_of"], by=by,
        known_by=past,
    )  # fmt: skip
    return True


def _decide(row: Row, by: User) -> bool:
    version = (
        TargetVersion.objects.filter(
            document=_document(row["document"]), target__indicator__code=row["indicator"],
            target__measure="level", target__body__parent=None, withdrawn_at=None,
        )
        .order_by("target__period_end", "pk")
        .first()
    )  # fmt: skip
    if version is None:
        raise ValidationError("Không thấy chỉ tiêu này của văn bản.")
    if version.verdict_decisions.exists():
        return False
    services.verdict_decide(
        access=Access.of(by, today()), version=version, verdict=row["verdict"], reason=row["reason"],
        on=row["on"], by=by,
    )  # fmt: skip
    return True


def _forecast(row: Row, by: User) -> bool:
    indicator = Indicator.objects.filter(code=row["indicator"]).first()
    if indicator is None:
        raise ValidationError("Không thấy chỉ tiêu trong danh mục.")
    if ForecastSwitch.objects.filter(indicator=indicator).exists():
        return False
    outlookservices.forecast_switch(indicator=indicator, on=True, by=by)
    return True
