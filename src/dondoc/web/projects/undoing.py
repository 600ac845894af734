"""A workbook of projects taken back as a whole: what it added is withdrawn, what it changed is as before.

Nothing is undone where something followed: a later figure, step or correction of one of its projects.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.locks import Turn, take_turn
from dondoc.web.projects import services
from dondoc.web.projects.models import Capital, Clearance, Project, ProjectImport, ProjectStep

_TABLES: dict[str, Any] = {"projects": Project, "capital": Capital, "land": Clearance, "steps": ProjectStep}
_COLUMNS = (
    "name", "kind", "owner_id", "parent_id", "field", "place", "total_mantissa", "total_decimals",
    "total_unit", "output_mantissa", "output_decimals", "output_unit", "document_id", "words",
)  # fmt: skip
_KEYS = {"capital": ("project_id", "kind", "source", "period"), "land": ("project_id", "planned", "on")}


@dataclass(frozen=True, slots=True)
class Marks:
    """How the tables stood before a workbook is recorded."""

    last: dict[str, int]  # the last row of each
    standing: dict[str, frozenset[int]]  # the figures that stood, of capital and land


def marks() -> Marks:
    """The tables as they stand: six queries."""
    last = {name: table.objects.aggregate(Max("pk"))["pk__max"] or 0 for name, table in _TABLES.items()}
    standing = {
        name: frozenset(_TABLES[name].objects.filter(replaced_on=None).values_list("pk", flat=True))
        for name in _KEYS
    }
    return Marks(last, standing)


def columns(project: int) -> dict[str, Any]:
    """What a workbook can change of a project, as it stands."""
    found: dict[str, Any] = Project.objects.values(*_COLUMNS).get(pk=project)
    return found


def keep(
    marks: Marks, *, changed: dict[int, dict[str, Any]], by: User, name: str, rows: int
) -> ProjectImport:
    """What undoing needs, in the transaction that recorded the workbook."""
    made: dict[str, Any] = {
        "projects": list(
            Project.objects.filter(pk__gt=marks.last["projects"], created_by=by).values_list("pk", flat=True)
        ),
        "steps": list(
            ProjectStep.objects.filter(pk__gt=marks.last["steps"], by=by).values_list("pk", flat=True)
        ),
        "changed": [[pk, before, columns(pk)] for pk, before in changed.items() if columns(pk) != before],
    }
    for name_of in ("capital", "land"):
        table = _TABLES[name_of]
        new = table.objects.filter(pk__gt=marks.last[name_of], created_by=by).order_by("pk")
        made[name_of] = [[row.pk, _before(name_of, row, marks)] for row in new]
    return ProjectImport.objects.create(name=name[:255], rows=rows, made=made, by=by)


def _before(name: str, row: Any, marks: Marks) -> int:
    """The figure in whose place this one stands; 0 where there was none."""
    same = {key: getattr(row, key) for key in _KEYS[name]}
    older = _TABLES[name].objects.filter(**same, pk__lt=row.pk).order_by("-pk").values_list("pk", flat=True)
    last = older.first() or 0
    return last if last in marks.standing[name] or last > marks.last[name] else 0


@transaction.atomic
def import_undo(*, imported: ProjectImport, by: User, on: date, reason: str) -> ProjectImport:
    """Take a whole workbook back.

    Raises:
        ValidationError: No reason is given.
        Conflict: It is undone, or something followed.
    """
    if not reason.strip():
        raise ValidationError({"reason": "Nhập lý do hoàn tác."})
    imported = ProjectImport.objects.select_for_update(of=("self",)).get(pk=imported.pk)
    if imported.undone_at is not None:
        raise Conflict("Lần nạp này đã được hoàn tác.")
    made = imported.made
    for pk in sorted(_projects(made)):
        take_turn(Turn.PROJECT, pk)
    _check_untouched(made)
    for step in ProjectStep.objects.filter(pk__in=made["steps"]).select_related("project").order_by("-pk"):
        services.step_withdraw(step=step, by=by, on=on, reason=reason)
    for name in ("land", "capital"):
        for new, old in reversed(made[name]):
            _figure_back(name, new, old, by=by, on=on, reason=reason)
    for pk, before, after in made["changed"]:
        Project.objects.filter(pk=pk).update(**before)
        project = Project.objects.select_related("owner").get(pk=pk)
        project.save(update_fields=["name"])  # and what it is found and ordered by
        record(
            actor=by, action="project.update", row=project, before=after, after=before, reason=reason,
            body=project.owner,
        )  # fmt: skip
    for project in Project.objects.filter(pk__in=made["projects"], withdrawn_at=None).order_by("-pk"):
        services.project_withdraw(project=project, by=by, reason=reason)
    imported.undone_at, imported.undone_by = timezone.now(), by
    imported.save(update_fields=["undone_at", "undone_by"])
    return imported


def _projects(made: dict[str, Any]) -> set[int]:
    """Every project a workbook touched."""
    found = {*made["projects"], *(pk for pk, _before, _after in made["changed"])}
    found |= {*ProjectStep.objects.filter(pk__in=made["steps"]).values_list("project", flat=True)}
    for name in ("capital", "land"):
        keys = [new for new, _old in made[name]]
        found |= {*_TABLES[name].objects.filter(pk__in=keys).values_list("project", flat=True)}
    return found


def _check_untouched(made: dict[str, Any]) -> None:
    for pk, _was, after in made["changed"]:
        if columns(pk) != after:
            _touched(Project.objects.get(pk=pk))
    for name in ("capital", "land"):
        ours = [new for new, _old in made[name]]
        replaced = _TABLES[name].objects.filter(pk__in=ours, replaced_on__isnull=False).first()
        later = _TABLES[name].objects.filter(project__in=made["projects"]).exclude(pk__in=ours).first()
        for row in (replaced, later):
            if row is not None:
                _touched(row.project)
    gone = ProjectStep.objects.filter(pk__in=made["steps"], withdrawn_at__isnull=False).first()
    more = ProjectStep.objects.filter(project__in=made["projects"], withdrawn_at=None)
    later_step = more.exclude(pk__in=made["steps"]).first()
    for step in (gone, later_step):
        if step is not None:
            _touched(step.project)


def _touched(project: Project) -> None:
    raise Conflict(
        f"Dự án {project.code} đã có thay đổi sau lần nạp này nên không hoàn tác được cả bảng. "
        "Sửa từng dự án."
    )


def _figure_back(name: str, new: int, old: int, *, by: User, on: date, reason: str) -> None:
    """The figure brought in no longer stands; the one before stands again."""
    table = _TABLES[name]
    row = table.objects.select_related("project__owner").get(pk=new)
    row.replaced_on = on
    row.save(update_fields=["replaced_on"])
    before = table.objects.filter(pk=old).first()
    if before is not None:
        before.replaced_on = None
        before.save(update_fields=["replaced_on"])
    action, word = ("project.capital", "money") if name == "capital" else ("project.clearance", "land")
    record(
        actor=by, action=action, row=row.project, before={word: str(row)}, after={word: str(before or "")},
        reason=reason, body=row.project.owner,
    )  # fmt: skip
