"""What is arranged around tasks, from a file, through the services behind the buttons.

The format stands at the top of `sample/taskwork.toml`. A task is found by the words that stand behind it;
what names none is told. A second run adds nothing.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError

from dondoc.exchange.ownfields import FieldKind, value_of
from dondoc.web.accounts.access import Access
from dondoc.web.accounts.models import User
from dondoc.web.bodies.models import Body
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.today import today
from dondoc.web.plans.models import Task
from dondoc.web.plans.outcomes import Applied, task_of
from dondoc.web.sources.models import Document
from dondoc.web.taskwork import arranging, linking, ownfields, parts, taskfields
from dondoc.web.taskwork.models import Every, PartEventKind, PersonRole, Recurrence, SavedDay, Trigger


def replay(path: Path) -> Applied:
    """Arrange what is not arranged yet, in the order of the file; what was done stays as it is.

    Raises:
        OSError: The file cannot be read.
        tomllib.TOMLDecodeError: It is no TOML.
    """
    told = tomllib.loads(path.read_text("utf-8"))
    books = _Books()
    applied, problems = 0, []
    for kind, act in (
        ("field", _field),
        ("fields", _fields),
        ("work", _work),
        ("event", _event),
        ("day", _day_kept),
    ):
        for row in told.get(kind, []):
            where = row.get("quote") or row.get("what") or row.get("name") or row.get("file")
            try:
                applied += act(row, books)
            except KeyError as error:
                problems.append(f"“{where}”: không thấy {error}.")
            except ValidationError as error:
                problems.append(f"“{where}”: {' '.join(error.messages)}")
            except Conflict as error:
                problems.append(f"“{where}”: {error}")
    return Applied(applied, problems)


class _Books:
    """What the rows name."""

    def __init__(self) -> None:
        self.users = {user.username: user for user in User.objects.all()}
        self.bodies = {body.code: body for body in Body.objects.all()}

    def task(self, file: str, quote: str) -> Task:
        found = task_of(file, quote)
        if found is None:
            raise KeyError(quote)
        return found


def _work(row: Mapping[str, Any], books: _Books) -> int:
    """All that is arranged around one task; how many of its lines are new."""
    task, by = books.task(row["file"], row["quote"]), books.users[row["by"]]
    made = sum(_step(task, line, by) for line in row.get("steps", []))
    made += sum(_person(task, line, by, books) for line in row.get("people", []))
    made += sum(_part(task, line, by, books) for line in row.get("parts", []))
    if ("resources" in row or "level" in row or "review" in row) and not hasattr(task, "arrangement"):
        arranging.arrange(
            task=task, by=by, on=today(), resources=row.get("resources", ""), level=row.get("level", ""),
            review_months=row.get("review"),
        )  # fmt: skip
        made += 1
    if "field" in row and task.field != row["field"]:
        taskfields.field_set(task=task, field=row["field"], by=by)
        made += 1
    if "own" in row:
        made += _own(task, row["own"], by)
    for file, quote in row.get("waits", []):
        other = books.task(file, quote)
        if not task.waits.filter(waits_for=other, withdrawn_at=None).exists():
            linking.wait_add(task=task, waits_for=other, by=by)
            made += 1
    if "trigger" in row and not task.triggered.filter(withdrawn_at=None).exists():
        what, days, working = row["trigger"]
        known = Trigger.objects.filter(what=what, withdrawn_at=None).first()
        linking.trigger_set(task=task, by=by, trigger=known, what=what, days=days, working=working)
        made += 1
    if "recurrence" in row and not Recurrence.objects.filter(task=task).exists():
        every, since, days = row["recurrence"]
        recurrence = linking.recur(task=task, every=Every(every), since=since, days=days, by=by)
        linking.occurrences_make(recurrence=recurrence, as_of=today(), by=by)
        made += 1
    return made


def _fields(row: Mapping[str, Any], books: _Books) -> int:
    """Tasks of a document get the field `leads` names for theirs, else what is suggested, else `rest`."""
    by = books.users[row["by"]]
    tasks = Task.objects.filter(document__files__name=row["file"], withdrawn_at=None, resolved=False)
    found = taskfields.offered(
        Access.of(by, today()), tasks.select_related("lead", "document").order_by("pk")
    )
    if not found:
        raise KeyError(row["file"])
    made = 0
    for one in found:
        lead = one.task.lead.code if one.task.lead else ""
        field = row.get("leads", {}).get(lead) or one.chosen or row.get("rest", "")
        made += taskfields.field_set(task=one.task, field=field, by=by) != field
    return made


def _field(row: Mapping[str, Any], books: _Books) -> bool:
    """A field that an office added to the tasks of a document."""
    document = Document.objects.filter(files__name=row["file"]).order_by("pk").first()
    if document is None:
        raise KeyError(row["file"])
    if any(field.label == row["name"] for field in ownfields.fields_of(document)):
        return False
    ownfields.field_add(
        document=document, by=books.users[row["by"]], label=row["name"], kind=FieldKind(row["kind"]),
        unit=row.get("unit", ""), choices=row.get("choices", ()), required=row.get("required", False),
    )  # fmt: skip
    return True


def _own(task: Task, said: Mapping[str, str], by: User) -> bool:
    """What a task says in such fields, by their names."""
    fields = {field.label: field for field in ownfields.fields_of(task.document_id)}
    try:
        values = {fields[name].key: value_of(fields[name], words) for name, words in said.items()}
    except ValueError as error:
        raise ValidationError(str(error)) from error
    return bool(ownfields.values_set(task=task, values=values, by=by))


def _step(task: Task, line: Mapping[str, Any], by: User) -> bool:
    if task.steps.filter(what=line["what"]).exists():
        return False
    step = arranging.step_add(
        task=task, what=line["what"], who=line.get("who", ""), due=line.get("due"), by=by
    )
    if "done" in line:
        arranging.step_done(step=step, on=line["done"], by=by)
    return True


def _person(task: Task, line: Mapping[str, Any], by: User, books: _Books) -> bool:
    user, role = books.users[line["user"]], PersonRole(line["role"])
    if task.people.filter(user=user, role=role, withdrawn_at=None).exists():
        return False
    arranging.person_set(task=task, role=role, user=user, since=line["since"], by=by)
    return True


def _part(task: Task, line: Mapping[str, Any], by: User, books: _Books) -> bool:
    body = books.bodies[line["body"]]
    if task.partner_parts.filter(body=body, what=line["what"]).exists():
        return False
    part = parts.part_add(task=task, body=body, what=line["what"], on=line["on"], due=line.get("due"), by=by)
    for kind, on, who, note in line.get("acts", []):
        parts.part_act(part=part, kind=PartEventKind(kind), on=on, by=books.users[who], note=note)
    return True


def _event(row: Mapping[str, Any], books: _Books) -> bool:
    """An event that deadlines waited for has come."""
    trigger = Trigger.objects.filter(what=row["what"], withdrawn_at=None).first()
    if trigger is None:
        raise KeyError(row["what"])
    if trigger.happened_on is not None:
        return False
    linking.trigger_happened(
        trigger=trigger, on=row["on"], paper=row["paper"], by=books.users[row["by"]], recorded_on=today()
    )
    return True


def _day_kept(row: Mapping[str, Any], books: _Books) -> bool:
    day: date = row["day"]
    if SavedDay.objects.filter(name=row["name"], day=day, withdrawn_at=None).exists():
        return False
    arranging.day_save(name=row["name"], day=day, by=books.users[row["by"]], owner=books.bodies[row["body"]])
    return True
