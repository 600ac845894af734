"""The trail. Rows are only ever added; the database itself refuses to change or delete them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """One change: who did what to which row, from what to what."""

    at = models.DateTimeField(_("lúc"), auto_now_add=True, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )  # None: the system itself (a worker, a command)
    action = models.CharField(_("việc"), max_length=60, db_index=True)  # "task.confirm"
    table = models.CharField(max_length=60)  # "plans.Task"
    row = models.BigIntegerField(null=True)  # primary key there
    label = models.CharField(max_length=300, blank=True)  # what the row was called then
    before: models.JSONField[Any, Any] = models.JSONField(default=dict)
    after: models.JSONField[Any, Any] = models.JSONField(default=dict)
    reason = models.TextField(_("lý do"), blank=True)
    body = models.ForeignKey(
        "bodies.Body", on_delete=models.PROTECT, null=True, related_name="+"
    )  # whose branch may read this entry

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["table", "row", "-at"], name="audit_of_row")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.label}"
