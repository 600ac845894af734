"""Tables of another system from a file, brought in as by the import page. Format: `sample/mirrored.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError

from dondoc.web.accounts.models import User
from dondoc.web.bodies.models import Body
from dondoc.web.core.conflicts import Conflict
from dondoc.web.exchange import services
from dondoc.web.exchange.models import Import, ImportState, Outcome, System


class Applied(NamedTuple):
    """What became of a file of imports."""

    rows: int  # brought in or changed by this run
    problems: list[str]  # Vietnamese, each with its table and row


def replay(path: Path) -> Applied:
    """Bring in each table that was not brought in yet; rows with problems are told and left out.

    Raises:
        OSError: The file, or a table it names, cannot be read.
        tomllib.TOMLDecodeError: It is no TOML.
    """
    told, problems = 0, []
    for row in tomllib.loads(path.read_text("utf-8")).get("import", []):
        try:
            imported = _bring(row, path.parent / "mirrored" / row["file"])
        except (ValidationError, Conflict) as error:
            words = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
            problems.append(f"{row['file']}: {words}")
            continue
        if imported is None:
            continue
        told += imported.rows.filter(outcome__in=(Outcome.ADDED, Outcome.CHANGED)).count()
        for left in imported.rows.filter(outcome=Outcome.LEFT):
            words = " ".join(message for _column, message in left.problems)
            problems.append(f"{row['file']}, dòng {left.number}: {words}")
    return Applied(told, problems)


def _bring(row: Mapping[str, Any], file: Path) -> Import | None:
    """One table; None where it is there already."""
    owner, by = Body.objects.get(code=row["owner"]), User.objects.get(username=row["by"])
    system = System.objects.filter(owner=owner, name=row["system"]).first()
    if system is None:
        system = services.system_add(name=row["system"], owner=owner, by=by)
    if Import.objects.filter(system=system, name=file.name).exclude(state=ImportState.DROPPED).exists():
        return None
    imported = services.import_start(
        name=file.name, data=file.read_bytes(), owner=owner, document=None, system=system, by=by
    )
    if "columns" in row:
        imported = services.columns_set(imported=imported, sheet=0, columns=row["columns"], by=by)
    while imported.state in (ImportState.OPEN, ImportState.RUNNING):
        imported = services.import_apply(imported=imported, by=by, on=row["on"])
    return imported
