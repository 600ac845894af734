"""What became of confirmed tasks, from a file, recorded through the services behind the buttons.

The format stands at the top of `sample/outcomes.toml`. A task is found by the words that stand behind it;
words that name none are told, never passed over and never made up.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError

from dondoc.web.accounts.models import User
from dondoc.web.bodies.models import Body
from dondoc.web.core.conflicts import Conflict
from dondoc.web.plans import life
from dondoc.web.plans.models import EventKind, StageChoice, Task, TaskEvent
from dondoc.web.plans.services import task_done
from dondoc.web.sources.models import Mention
from dondoc.web.sources.replay import find


class Applied(NamedTuple):
    """What became of a file of outcomes."""

    applied: int  # recorded by this run; what was recorded before stays as it is
    not_found: list[str]  # Vietnamese: what was not found or was refused


def replay(path: Path) -> Applied:
    """Record each outcome that is not recorded yet, in the order of the file.

    Raises:
        OSError: The file cannot be read.
        tomllib.TOMLDecodeError: It is no TOML.
    """
    users = {user.username: user for user in User.objects.all()}
    applied, problems = 0, []
    for row in tomllib.loads(path.read_text("utf-8")).get("outcome", []):
        every, by = bool(row.get("every")), users.get(row["by"])
        where = f"{row['file']}: “{row.get('quote', row['kind'])}”"
        task = None if every else task_of(row["file"], row["quote"])
        if by is None or (task is None and not every):
            problems.append(f"{where}: không thấy " + (f"{row['by']}." if by is None else "nhiệm vụ."))
            continue
        try:
            applied += _record(task, row, by) if task is not None else _acknowledge(row, by)
        except ValidationError as error:
            problems.append(f"{where}: {' '.join(error.messages)}")
        except Conflict as error:
            problems.append(f"{where}: {error}")
    return Applied(applied, problems)


def task_of(file: str, quote: str) -> Task | None:
    """The task behind which the quote stands in the document of that file."""
    mentions = Mention.objects.filter(
        document__files__name=file, task__isnull=False, task__withdrawn_at=None
    ).select_related("fact", "task")
    by_fact = {mention.fact_id: mention for mention in mentions}
    # the same words may stand in an older reading of the file, which mentions confirmed then still point at
    for reading in {mention.reading_id: mention.reading for mention in mentions}.values():
        facts = [mention.fact for mention in by_fact.values() if mention.reading_id == reading.pk]
        fact = find(reading.text, facts, quote)
        if fact is not None:
            return by_fact[fact.pk].task
    return None


def _record(task: Task, row: Mapping[str, Any], by: User) -> bool:
    """Record one outcome; False where it is recorded already."""
    kind, on, note = EventKind(row["kind"]), _day(row["on"]), row.get("note", "").strip()
    if TaskEvent.objects.filter(task=task, kind=kind, on=on, note=note).exists():
        return False
    if kind == EventKind.DONE:
        task_done(task=task, on=on, by=by, note=note)
        return True
    life.act(
        task=task,
        kind=kind,
        on=on,
        by=by,
        note=note,
        lead=Body.objects.get(code=row["lead"]) if "lead" in row else None,
        due=_day(row["due"]) if "due" in row else None,
        stops_clock=bool(row.get("stops_clock")),
    )
    return True


def _acknowledge(row: Mapping[str, Any], by: User) -> int:
    """The bodies took on what a document gave them; how many did now. What was taken on already stays."""
    on, note = _day(row["on"]), row.get("note", "").strip()
    waiting = (
        Task.objects.filter(
            document__files__name=row["file"], stage=StageChoice.UNACKNOWLEDGED, withdrawn_at=None
        )
        .exclude(owed_from__gt=on)  # given later: of a period that was still to come
        .exclude(lead__code__in=row.get("without", ()))  # who takes longer has a row of its own
        .distinct()
    )
    for task in waiting:
        life.act(task=task, kind=EventKind.ACKNOWLEDGED, on=on, by=by, note=note)
    return len(waiting)


def _day(told: object) -> date:
    if type(told) is not date:
        raise ValidationError(f"“on” phải là một ngày như 2026-10-20, không phải “{told}”.")
    return told
