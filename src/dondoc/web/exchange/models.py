"""What was brought in as a table, by whom, and what came of each row.

An import is one act: what it added or changed is kept row by row with the cells as they were printed, so that
each task shows its words and the whole can be undone. Rows are only added; an import undone stays, marked so.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class System(models.Model):
    """Another system in which tasks live (the Party's, the document system …): mirrored here."""

    name = models.CharField(_("tên hệ thống"), max_length=120)
    owner = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="system_once")]

    def __str__(self) -> str:
        return self.name


class ColumnMap(models.Model):
    """What the columns of a table with these headings hold, as somebody decided; used for the next one."""

    what = models.CharField(max_length=8, default="tasks")  # WhatChoice
    owner = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, related_name="+")
    system = models.ForeignKey(System, on_delete=models.PROTECT, null=True, related_name="maps")
    fingerprint = models.CharField(max_length=64)  # SHA-256 of the folded headings
    headings: models.JSONField[Any, Any] = models.JSONField()  # as printed, in order
    columns: models.JSONField[Any, Any] = models.JSONField()  # field of each, "" for one that is left out
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-saved_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "what", "system", "fingerprint"], name="column_map_once"
            ),
            models.UniqueConstraint(
                fields=["owner", "what", "fingerprint"], condition=Q(system=None), name="own_column_map_once"
            ),
        ]


class ImportState(models.TextChoices):
    OPEN = "open", _("Đang chuẩn bị")
    RUNNING = "running", _("Đang nhập")
    DONE = "done", _("Đã nhập")
    UNDONE = "undone", _("Đã hoàn tác")
    DROPPED = "dropped", _("Đã bỏ")


class WhatChoice(models.TextChoices):
    """What a table's rows are."""

    TASKS = "tasks", _("Nhiệm vụ")
    TARGETS = "targets", _("Chỉ tiêu")


class Import(models.Model):
    """One table brought in."""

    what = models.CharField(
        _("bảng ghi gì"), max_length=8, choices=WhatChoice.choices, default=WhatChoice.TASKS
    )
    owner = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, related_name="imports")
    file = models.ForeignKey("sources.File", on_delete=models.PROTECT, related_name="imports")
    name = models.CharField(_("tên tệp"), max_length=255)
    # The document that gives the tasks of rows that name none.
    document = models.ForeignKey(
        "sources.Document", on_delete=models.PROTECT, null=True, related_name="imports"
    )
    system = models.ForeignKey(System, on_delete=models.PROTECT, null=True, related_name="imports")
    # exchange.sheets.Sheet of each table, as `kept.sheet_json` writes it
    sheets: models.JSONField[Any, Any] = models.JSONField()
    sheet = models.PositiveSmallIntegerField(default=0)  # which of them
    columns: models.JSONField[Any, Any] = models.JSONField(default=list)  # field of each column, "" for none
    # Of targets, for rows that do not say it: {"period": "2026", "basis": "council", "body": id}
    options: models.JSONField[Any, Any] = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=ImportState.choices, default=ImportState.OPEN)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="imports")
    created_at = models.DateTimeField(auto_now_add=True)
    applied_on = models.DateField(null=True)  # the day on which it counts
    applied_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="undone", undone_at__isnull=False) | ~Q(state="undone"),
                name="import_undone_by_someone",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Outcome(models.TextChoices):
    ADDED = "added", _("Thêm mới")
    CHANGED = "changed", _("Cập nhật")
    SAME = "same", _("Đã có, không đổi")
    LEFT = "left", _("Chưa nhập, cần sửa")


class ImportRow(models.Model):
    """A row of the table and what came of it."""

    imported = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()  # of the row in its sheet
    cells: models.JSONField[Any, Any] = models.JSONField()  # as printed
    group = models.TextField(blank=True)  # the rows that head it
    key = models.CharField(max_length=120)
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    task = models.ForeignKey("plans.Task", on_delete=models.PROTECT, null=True, related_name="import_rows")
    # What undoing needs: {fields: name → value before, events: ids written, arranged: arrangements.Undo}
    before: models.JSONField[Any, Any] = models.JSONField(default=dict)
    problems: models.JSONField[Any, Any] = models.JSONField(default=list)  # [[column, message]]

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["imported", "number"], name="import_row_once")]


class ImportCell(models.Model):
    """A number of a row of targets, and what came of it: one target of one body and period."""

    row = models.ForeignKey(ImportRow, on_delete=models.CASCADE, related_name="numbers")
    column = models.SmallIntegerField()  # of the table; -1 of a composite target, which has no number
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    target = models.ForeignKey("plans.Target", on_delete=models.PROTECT, related_name="import_cells")
    # What undoing needs: {versions: ids made, last: the last version, rules: [time, unit], paths: …}
    before: models.JSONField[Any, Any] = models.JSONField(default=dict)

    class Meta:
        ordering = ["row", "id"]

    def __str__(self) -> str:
        return f"{self.target} ({self.get_outcome_display()})"


class TaskKey(models.Model):
    """By what a table names a task: the same row brought again is the same task.

    With a system, the task lives there and is mirrored here; without, the key is the office's own.
    """

    owner = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, related_name="+")
    system = models.ForeignKey(System, on_delete=models.PROTECT, null=True, related_name="keys")
    key = models.CharField(max_length=120)
    task = models.ForeignKey("plans.Task", on_delete=models.CASCADE, related_name="keys")
    code_as_written = models.CharField(max_length=80, blank=True)
    status_as_written = models.CharField(max_length=120, blank=True)  # as the system last said it
    seen_in = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="+")  # the last import with it

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "system", "key"], name="task_key_once"),
            models.UniqueConstraint(
                fields=["owner", "key"], condition=Q(system=None), name="own_task_key_once"
            ),
        ]
