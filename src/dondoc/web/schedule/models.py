"""One row for every time a duty was due: who took it up, what it came to."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class RunState(models.TextChoices):
    RUNNING = "running", _("Đang chạy")
    DONE = "done", _("Đã xong")
    FAILED = "failed", _("Bị lỗi, sẽ chạy lại")


class Run(models.Model):
    """A duty on a day it was due. Held by a lease, so that of two workers one does it."""

    duty = models.CharField(max_length=20)  # the name in `timetable`
    day = models.DateField()  # on which it was due; a machine that was off does it later
    state = models.CharField(max_length=8, choices=RunState.choices, default=RunState.RUNNING)
    attempts = models.PositiveSmallIntegerField(default=1)
    worker = models.CharField(max_length=80)
    started_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    retry_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    result: models.JSONField[Any, Any] = models.JSONField(default=dict)  # what `Duty.said` counts
    error = models.TextField(blank=True)

    class Meta:
        ordering = ["-day", "-id"]
        constraints = [models.UniqueConstraint(fields=["duty", "day"], name="duty_once_a_day")]

    def __str__(self) -> str:
        return f"{self.duty} {self.day:%d/%m/%Y}"
