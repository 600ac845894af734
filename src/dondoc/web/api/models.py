"""Keys with which programs act for a person: kept as hashes, shown once, withdrawn at any time."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Token(models.Model):
    """A key of one person. It may do what they may do, or only read; withdrawn ones stay, for the trail."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("dùng cho"), max_length=120)
    hash = models.CharField(max_length=64, unique=True)  # SHA-256 of the key, hex
    beginning = models.CharField(max_length=12)  # of the key, to know it again in a list
    read_only = models.BooleanField(_("chỉ đọc"), default=True)
    expires_on = models.DateField(_("dùng đến hết ngày"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(null=True, blank=True)  # to some minutes
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"{self.name} ({self.beginning}…)"
