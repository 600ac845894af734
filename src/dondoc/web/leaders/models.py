"""A leader's page as last reckoned, and what was red when somebody last looked."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q


class LeaderSheet(models.Model):
    """What a reader sees of a leader's charge, reckoned from one version of the data on one day.

    Made anew whenever either is another (`selectors.sheet_of`); nothing reads it for anything but the page.
    """

    who = models.CharField(max_length=24)  # "u12" a user, "p5" a position: whose charge
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    on = models.DateField()
    version = models.BigIntegerField()  # of the data: the sum of its marks (`core.marks`)
    data: models.JSONField[Any, Any] = models.JSONField()
    made_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["who", "reader"], name="leader_sheet_once")]

    def __str__(self) -> str:
        return f"{self.who}, {self.on:%d/%m/%Y}"


class LeaderLook(models.Model):
    """On a day somebody looked at a leader's page and said so: what was red then. Rows are only added."""

    who = models.CharField(max_length=24)
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    red: models.JSONField[Any, Any] = models.JSONField()  # ["task:12", "target:3"]
    at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)  # looked by mistake

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["who", "reader"], condition=Q(withdrawn_at=None), name="look_by_reader")
        ]

    def __str__(self) -> str:
        return f"{self.who}, {self.on:%d/%m/%Y}"
