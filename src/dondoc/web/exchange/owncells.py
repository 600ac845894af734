"""The fields that offices added to tasks (`taskwork.ownfields`) as columns of a table, out and back in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from dondoc.exchange import ownfields as cells
from dondoc.exchange.fields import OWN, Field
from dondoc.exchange.ownfields import OwnField
from dondoc.exchange.tasks import Problem
from dondoc.web.exchange.models import Import
from dondoc.web.plans.models import Task
from dondoc.web.sources.models import Document
from dondoc.web.taskwork import ownfields
from dondoc.web.taskwork.models import OwnValues
from dondoc.writing.rows import Cell

if TYPE_CHECKING:
    from dondoc.web.exchange.dryrun import Line


def columns_for(imported: Import) -> tuple[Field, ...]:
    """What the columns of a table of this office may hold besides what every task has; one query."""
    fields = ownfields.defined(_documents(imported))
    first = fields.pop(imported.document_id or 0, ())
    return cells.columns([*first, *(field for each in fields.values() for field in each)])


def _documents(imported: Import) -> Any:
    """Those whose tasks this office's tables can be about."""
    return Document.objects.filter(owner__path__startswith=imported.owner.path).values("pk")


def columns_of(documents: Any) -> tuple[Field, ...]:
    """The columns of an export: the fields in use of these documents."""
    return ownfields.columns_of(ownfields.defined(documents))


def told(task: Task, fields: Iterable[OwnField]) -> dict[str, Cell]:
    """Column → what the task says there."""
    held = ownfields.held_by(task)
    return {field.column: cells.cell(field, held.get(field.key, "")) for field in fields}


class Books:
    """The fields of the documents that rows are about and what tasks hold in them, loaded once."""

    def __init__(self, imported: Import) -> None:
        self.fields: Mapping[int, tuple[OwnField, ...]] = {}
        self.held: dict[int, dict[str, str]] = {}
        if any(key.startswith(OWN) for key in imported.columns):
            self.fields = ownfields.defined(_documents(imported))
            values = OwnValues.objects.filter(task__document__in=self.fields)
            self.held = dict(values.values_list("task_id", "values"))

    def read(self, line: Line, place: Mapping[str, int]) -> None:
        """What the row's cells say in the fields of its document; what they cannot is a problem."""
        document = line.task.document_id if line.task else line.document.pk if line.document else 0
        fields = {field.column: field for field in self.fields.get(document, ())}
        held = self.held.get(line.task.pk, {}) if line.task else {}
        for column, (words, value) in line.row.own.items():
            try:
                self._cell(line, column, fields, held, words, value)
            except ValueError as error:
                line.row.problems.append(Problem(place[column], str(error)))
        if line.task is None:
            for column, field in fields.items():
                if field.required and not field.retired and column in place and column not in line.row.own:
                    line.row.problems.append(
                        Problem(place[column], f"“{field.label}” là trường bắt buộc. Điền vào ô này.")
                    )

    @staticmethod
    def _cell(
        line: Line,
        column: str,
        fields: Mapping[str, OwnField],
        held: Mapping[str, str],
        words: str,
        value: str | None,
    ) -> None:
        field = fields.get(column)
        if field is None:
            raise ValueError("Văn bản giao việc này không có trường ở cột đó. Thêm trường, hoặc để trống ô.")
        now = held.get(field.key, "")
        there = cells.value_of(field, words, value, held=now)
        if there == now:
            return
        if field.retired:
            raise ValueError(f"Trường “{field.label}” đã ngừng dùng. Để trống ô này.")
        line.own[field.key] = there
        line.own_differences.append((column, cells.shown(field, now), cells.shown(field, there)))
