"""A check of a programme: asked for by a person, made by the worker, kept with what it was held against."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dondoc.records.check import CHECK_VERSION


class CheckState(models.TextChoices):
    QUEUED = "queued", _("Chờ soát")
    RUNNING = "running", _("Đang soát")
    DONE = "done", _("Đã soát")
    FAILED = "failed", _("Không soát được")


class Check(models.Model):
    """Of one reading of a registered document, or of a draft somebody only wants looked at."""

    document = models.ForeignKey(
        "sources.Document", on_delete=models.PROTECT, null=True, related_name="checks"
    )
    reading = models.ForeignKey("sources.Reading", on_delete=models.PROTECT, null=True, related_name="checks")
    title = models.CharField(max_length=500)
    # Text and parts of a draft that is not in the register; emptied once it has been checked.
    draft: models.JSONField[Any, Any] = models.JSONField(default=dict)
    parents = models.ManyToManyField("sources.Document", related_name="children_checked")
    with_neighbours = models.BooleanField(default=True)
    state = models.CharField(max_length=8, choices=CheckState.choices, default=CheckState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)
    version = models.CharField(max_length=20, blank=True)
    packs_hash = models.CharField(max_length=64, blank=True)
    result: models.JSONField[Any, Any] = models.JSONField(default=dict)  # writing.check_json
    copied = models.PositiveIntegerField(null=True)  # shares in hundredths of a percent
    own = models.PositiveIntegerField(null=True)
    vague = models.PositiveIntegerField(null=True)  # statements that lack something
    missing = models.PositiveIntegerField(null=True)  # commitments of the parents without counterpart
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="checks")
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["state", "id"], name="check_to_make")]
        constraints = [
            models.CheckConstraint(
                condition=Q(document__isnull=True) | Q(reading__isnull=False), name="check_of_a_reading"
            ),
        ]

    def __str__(self) -> str:
        return self.title[:200]

    @property
    def finished(self) -> bool:
        return self.state in {CheckState.DONE, CheckState.FAILED}

    @property
    def older(self) -> bool:
        """Whether it was made by an older version of the rules: its figures are not those of today's."""
        return self.state == CheckState.DONE and self.version != CHECK_VERSION
