"""Days an office decided on itself; everything else comes from the law (`assessment.workdays`)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class DayRule(models.Model):
    """A day off, or a weekend day worked, that the national calendar does not have."""

    day = models.DateField(_("ngày"))
    worked = models.BooleanField(default=False)
    name = models.CharField(_("lý do"), max_length=200)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["day", "id"]
        constraints = [
            models.UniqueConstraint(fields=["day"], condition=Q(withdrawn_at=None), name="one_rule_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}: {self.name}"
