"""One row into the register, and back out. Runs in the transaction of the import's slice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from dondoc.exchange.tasks import Problem, State
from dondoc.records.tasklife import Stage
from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.bodies.models import Body
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.locks import Turn, take_turn
from dondoc.web.exchange import arrangements
from dondoc.web.exchange.dryrun import Line
from dondoc.web.exchange.models import Import, ImportRow, Outcome, TaskKey
from dondoc.web.exchange.papers import paper_add
from dondoc.web.plans import life
from dondoc.web.plans.adding import task_add
from dondoc.web.plans.models import EventKind, Task, TaskEvent, TaskPartner
from dondoc.web.reorganisations.passing import task_succeed
from dondoc.web.search.services import index
from dondoc.web.sources.models import Document
from dondoc.web.taskwork import ownfields

_FIELDS = ("action", "product")  # corrected as words; everything else is an event


class Applying:
    """Applies the rows of one import; documents that it adds are added once."""

    def __init__(self, imported: Import, *, by: User, on: date) -> None:
        self.imported, self.by, self.on = imported, by, on
        self._documents: dict[tuple[str, date | None], Document] = {}

    def prepare(self, lines: Sequence[Line]) -> None:
        """Nothing: each row waits for its own document."""

    def prepare_undo(self) -> None:
        """Nothing: each row waits for its own document."""

    def apply(self, line: Line) -> ImportRow:
        """Do what the dry run said of a row; one that cannot be done after all is left out, and why."""
        row = ImportRow(
            imported=self.imported,
            number=line.row.number,
            cells=list(line.row.cells),
            group=line.row.group,
            key=line.key,
            outcome=line.outcome,
        )
        if line.outcome != Outcome.LEFT:
            try:
                with transaction.atomic():
                    self._do(line, row)
            except (Conflict, ValidationError) as error:
                said = "; ".join(error.messages) if isinstance(error, ValidationError) else str(error)
                line.row.problems.append(Problem(-1, said))
                row.outcome, row.task = Outcome.LEFT, None
        row.problems = [[problem.column, problem.message] for problem in line.row.problems]
        row.save()
        return row

    def _do(self, line: Line, row: ImportRow) -> None:
        if line.outcome == Outcome.ADDED:
            row.task = self._add(line)
        else:
            assert line.task is not None
            row.task = line.task
            if line.outcome == Outcome.CHANGED:
                row.before = self._change(line)
        last = row.task.events.aggregate(Max("pk"))["pk__max"] or 0
        row.before = {**row.before, "last": last}
        TaskKey.objects.update_or_create(
            owner=self.imported.owner,
            system=self.imported.system,
            key=line.key,
            defaults={
                "task": row.task,
                "code_as_written": line.row.code[:80],
                "status_as_written": line.row.status[:120],
                "seen_in": self.imported,
            },
        )

    # --- a new task -------------------------------------------------------------------------------------

    def _add(self, line: Line) -> Task:
        row = line.row
        document = line.document or self._document(line)
        take_turn(Turn.DOCUMENT, document.pk)
        task = task_add(
            document=document,
            action=row.action,
            by=self.by,
            lead=line.lead,
            lead_as_written=row.lead,
            collective=row.collective,
            partners=line.partners,
            deadline=row.deadline,
            recurring=row.recurring,
            deadline_words=row.deadline_words,
            product=row.product,
        )
        index(task)
        after = {"action": task.action, "lead": task.lead, "due": task.due, "file": self._source(line)}
        owner = task.lead or document.owner
        record(actor=self.by, action="task.import", row=task, before={}, after=after, body=owner)
        self._arrange(task, line)
        self._own(task, line)
        self._advance(task, line)
        if row.extended is not None and row.state not in (State.DONE, State.WITHDRAWN):
            self._put_off(Task.objects.get(pk=task.pk), line)
        if line.heir is not None and line.lead is not None:
            self._pass_on(task, line.lead, line.heir, line.lead_reason)
        return task

    def _pass_on(self, task: Task, ended: Body, heir: Body, reason: str) -> None:
        """What is open of a body that has ended is its successor's, from the day it took over."""
        since = [ended.valid_to + timedelta(days=1)] if ended.valid_to is not None else []
        led = task.events.filter(kind=EventKind.ASSIGNED).values_list("on", flat=True)
        given = [task.owed_from] if task.owed_from is not None else []
        on = max([*since, *led, *given], default=self.on)
        task_succeed(task=Task.objects.get(pk=task.pk), lead=heir, on=on, by=self.by, note=reason)

    def _put_off(self, task: Task, line: Line) -> list[int]:
        """Its day as another system put it off; the first one stays."""
        due = line.row.extended
        if due is None or due == task.due:
            return []
        kind = EventKind.EXTENDED if task.due is not None else EventKind.DATED
        return [self._act(task, kind, line, due=due)]

    def _arrange(self, task: Task, line: Line) -> arrangements.Undo:
        """What the row says of steps, people, parts and so on; queries only where it says anything."""
        if not any(getattr(line.row, name) for name in arrangements.FIELDS):
            return []
        now = arrangements.with_arrangements(Task.objects.select_related("lead", "document__owner"))
        return arrangements.arrange(now.get(pk=task.pk), line.row, line.wanted, by=self.by, on=self.on)

    def _own(self, task: Task, line: Line) -> dict[str, str]:
        """What the row says in the office's own fields; what they said before."""
        if not line.own:
            return {}
        return ownfields.values_set(task=task, values=line.own, by=self.by, reason=self._source(line))

    def _document(self, line: Line) -> Document:
        """The document a row names and the register does not have, known by its symbol and day alone."""
        row = line.row
        key = (row.document_symbol, row.document_date)
        if key not in self._documents:
            self._documents[key] = paper_add(
                symbol=row.document_symbol, day=row.document_date, title=row.document_title,
                owner=self.imported.owner, by=self.by, source=self.imported.name,
            )  # fmt: skip
        return self._documents[key]

    # --- one that is there ------------------------------------------------------------------------------

    def _change(self, line: Line) -> dict[str, Any]:
        """Bring the register to what the row says; what it said before."""
        task = life.current(line.task) if line.task else None
        assert task is not None
        changed = {difference.field for difference in line.differences}
        before: dict[str, Any] = {"fields": {}, "events": []}
        fields = {name: str(getattr(line.row, name)) for name in _FIELDS if name in changed}
        if fields or "partners" in changed:
            before["fields"] = self._set(task, fields)
            if "partners" in changed:
                before["partners"] = [[p.as_written, p.body_id] for p in task.partners.all()]
                self._partners(task, line)
        if "lead" in changed and line.lead is not None:
            kind = EventKind.TRANSFERRED if task.lead_id else EventKind.ASSIGNED
            before["events"].append(self._act(task, kind, line, lead=line.lead))
        if "deadline" in changed and line.row.deadline is not None:
            before["events"].append(self._act(task, EventKind.EXTENDED, line, due=line.row.deadline.end))
        if "extended" in changed:
            before["events"] += self._put_off(task, line)
        if changed.intersection(arrangements.FIELDS):
            before["arranged"] = self._arrange(task, line)
        if line.own:
            before["own"] = [self._own(task, line), line.own]
        if "status" in changed:
            before["events"] += self._advance(task, line)
        return before

    def _set(self, task: Task, fields: dict[str, str]) -> dict[str, str]:
        before = {name: getattr(task, name) for name in fields}
        for name, value in fields.items():
            setattr(task, name, value)
        if fields:
            task.save(update_fields=list(fields))
            index(task)
            owner = task.lead or task.document.owner
            record(
                actor=self.by, action="task.correct", row=task, before=before, after=fields,
                reason=self.imported.name, body=owner,
            )  # fmt: skip
        return before

    def _partners(self, task: Task, line: Line) -> None:
        before = [partner.as_written for partner in task.partners.all()]
        task.partners.all().delete()
        TaskPartner.objects.bulk_create(
            TaskPartner(task=task, body=body, as_written=words[:300]) for words, body in line.partners
        )
        after = {"partners": [words for words, _ in line.partners]}
        record(
            actor=self.by, action="task.partners", row=task, before={"partners": before}, after=after,
            reason=self.imported.name, body=task.lead or task.document.owner,
        )  # fmt: skip

    def _advance(self, task: Task, line: Line) -> list[int]:
        """The events that bring a task to the state its row says; those it has gone through are left."""
        state, stage = line.row.state, Stage(Task.objects.get(pk=task.pk).stage)
        written: list[int] = []
        if state in (State.IN_HAND, State.REPORTED) and stage is Stage.UNACKNOWLEDGED:
            written.append(self._act(task, EventKind.ACKNOWLEDGED, line))
        if state is State.REPORTED:
            written.append(self._act(task, EventKind.REPORTED, line))
        if state is State.DONE and stage is not Stage.DONE:
            written.append(self._act(task, EventKind.DONE, line, day=line.row.done_on))
        if state is State.WITHDRAWN:
            written.append(self._act(task, EventKind.WITHDRAWN, line))
        return written

    def _act(self, task: Task, kind: EventKind, line: Line, **more: Any) -> int:
        event = life.act(task=task, kind=kind, on=self.on, by=self.by, note=self._source(line), **more)
        return event.pk

    def _source(self, line: Line) -> str:
        """What an event of the import says of where it comes from."""
        where = f"bảng “{self.imported.name}”, dòng {line.row.number}"
        if self.imported.system is not None:
            where = f"{self.imported.system.name}: {where}"
        return f"{where} – ghi “{line.row.status}”" if line.row.status else where

    # --- back out ---------------------------------------------------------------------------------------

    def _withdraw(self, task: Task, *, reason: str) -> None:
        task.withdrawn_at = timezone.now()
        task.save(update_fields=["withdrawn_at"])
        record(
            actor=self.by, action="task.withdraw", row=task, before={}, after={}, reason=reason,
            body=task.lead or task.document.owner,
        )  # fmt: skip

    def _own_back(self, task: Task, was: dict[str, str], said: dict[str, str], *, reason: str) -> None:
        """What the row filled in says again what it said before; what was filled in since stays."""
        held = ownfields.held_by(Task.objects.select_related("own_values").get(pk=task.pk))
        back = {key: value for key, value in was.items() if held.get(key, "") == said[key]}
        ownfields.values_set(task=task, values=back, by=self.by, reason=reason)

    def undo(self, row: ImportRow, *, reason: str) -> None:
        """Take back what a row did; its task had nothing happen to it since."""
        task = row.task
        if task is None:
            return  # it was left out
        take_turn(Turn.DOCUMENT, task.document_id)
        TaskKey.objects.filter(seen_in=self.imported, key=row.key).delete()
        if row.outcome == Outcome.ADDED:
            if task.withdrawn_at is None:
                self._withdraw(task, reason=reason)
            return
        if row.outcome != Outcome.CHANGED:
            return
        for pk in reversed(row.before.get("events", [])):
            event = TaskEvent.objects.select_related("task").get(pk=pk)
            life.undo(event=event, by=self.by, on=self.on, reason=reason, whose_ever=True)
        arrangements.undo(task, row.before.get("arranged", []), by=self.by, reason=reason)
        if own := row.before.get("own"):
            self._own_back(task, *own, reason=reason)
        if fields := row.before.get("fields"):
            self._set(task, fields)
        if "partners" in row.before:
            task.partners.all().delete()
            TaskPartner.objects.bulk_create(
                TaskPartner(task=task, body_id=body, as_written=words)
                for words, body in row.before["partners"]
            )


def touched_since(imported: Import) -> list[ImportRow]:
    """Rows whose task something happened to after the import: undoing would take that away."""
    rows = imported.rows.filter(outcome__in=[Outcome.ADDED, Outcome.CHANGED]).select_related("task")
    found = []
    for row in rows.prefetch_related("task__events"):
        assert row.task is not None
        later = any(event.pk > row.before["last"] for event in row.task.events.all())
        if later and row.task.withdrawn_at is None:
            found.append(row)
    return found
