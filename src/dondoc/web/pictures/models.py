"""Pictures as last drawn, and the boundaries of communes an office loaded."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Drawing(models.Model):
    """A picture as drawn for a reader from one version of the data on one day; else drawn anew.

    Nothing reads it for anything but showing the picture and its table.
    """

    key = models.CharField(max_length=200)  # which picture, of what: "path:12"
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    on = models.DateField()
    version = models.BigIntegerField()  # of the data: the sum of its marks (`core.marks`)
    spec: models.JSONField[Any, Any] = models.JSONField()
    table: models.JSONField[Any, Any] = models.JSONField()  # {headers, rows, note}
    svg = models.TextField()
    made_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "reader"], name="drawing_once")]

    def __str__(self) -> str:
        return self.key


class BoundarySet(models.Model):
    """A file of boundaries an office loaded for a province; at most one is in use. Rows are only added."""

    owner = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, related_name="boundary_sets")
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    source = models.CharField(_("nguồn"), max_length=300)
    features = models.PositiveIntegerField()
    unmatched: models.JSONField[Any, Any] = models.JSONField(default=list)  # names that are no body here
    in_use = models.BooleanField(default=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["owner"], condition=Q(in_use=True), name="boundaries_in_use_once")
        ]

    def __str__(self) -> str:
        return self.file_name


class Boundary(models.Model):
    """The outline of one body in a set: a GeoJSON Polygon or MultiPolygon, thinned."""

    set = models.ForeignKey(BoundarySet, on_delete=models.CASCADE, related_name="boundaries")
    body = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, related_name="+")
    geometry: models.JSONField[Any, Any] = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["set", "body"], name="boundary_of_body_once")]

    def __str__(self) -> str:
        return str(self.body)
