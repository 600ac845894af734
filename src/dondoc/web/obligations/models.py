"""Obligations of bodies, and what happened to each. Events are only added; columns repeat what they say.

`document` says why a body owes something; a report owed by a calendar has none, but `calendar` and a period.
`key` makes generating safe to repeat: what is there under a key is left as it is.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class KindOfObligation(models.TextChoices):
    """What is owed; `records.obligation.ObligationKind`."""

    PLAN = "plan", _("Ban hành kế hoạch")
    STUDY = "study", _("Học tập, quán triệt")
    INTERIM_REVIEW = "interim_review", _("Sơ kết")
    FINAL_REVIEW = "final_review", _("Tổng kết")
    REPORT = "report", _("Báo cáo")


class Obligation(models.Model):
    """One thing one body owes. The columns from `due` on repeat the events; only the services set them."""

    kind = models.CharField(_("nghĩa vụ"), max_length=16, choices=KindOfObligation.choices)
    document = models.ForeignKey(
        "sources.Document", on_delete=models.PROTECT, null=True, related_name="obligations"
    )
    body = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, related_name="obligations")
    # Who asks for it: decides on extensions and waivers, and reads it.
    office = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, related_name="+")
    basis = models.TextField(_("căn cứ"), blank=True)  # the words that say so
    calendar = models.CharField(max_length=60, blank=True)  # of a report: whose calendar, which report
    period = models.CharField(max_length=40, blank=True)  # of a report: "2026-Q3"
    period_start = models.DateField(null=True)
    period_end = models.DateField(null=True)
    key = models.CharField(max_length=200, unique=True)
    due = models.DateField(_("thời hạn"), null=True)  # as it holds now
    first_due = models.DateField(null=True)
    owed_from = models.DateField(null=True)
    fulfilled_on = models.DateField(null=True)
    fulfilled_by = models.ForeignKey(
        "sources.Document", on_delete=models.PROTECT, null=True, related_name="fulfils"
    )
    waived_on = models.DateField(null=True)
    extensions = models.PositiveSmallIntegerField(default=0)
    attended = models.PositiveIntegerField(null=True)  # of a study session, as last recorded
    to_attend = models.PositiveIntegerField(null=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["due", "id"]
        indexes = [
            models.Index(fields=["body", "due"], name="obligation_by_body"),
            models.Index(fields=["document", "kind"], name="obligation_by_document"),
            models.Index(fields=["kind", "due"], name="obligation_by_kind"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(attended__isnull=True)
                | Q(to_attend__isnull=True)
                | Q(attended__lte=F("to_attend")),
                name="obligation_attended_of_those_to_attend",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} – {self.body}"


class ActKind(models.TextChoices):
    """What can happen to an obligation; `records.obligation.ObligationEventKind`."""

    OWED = "owed", _("Giao")
    STUDIED = "studied", _("Ghi kết quả học tập, quán triệt")
    FULFILLED = "fulfilled", _("Ghi đã thực hiện")
    REOPENED = "reopened", _("Mở lại")
    EXTENDED = "extended", _("Gia hạn")
    WAIVED = "waived", _("Miễn")
    OWED_AGAIN = "owed_again", _("Bỏ miễn")
    REMINDED = "reminded", _("Đôn đốc bằng văn bản")
    NOTE = "note", _("Ghi chú")


class ObligationEvent(models.Model):
    """Something that happened to an obligation. Rows are only added."""

    obligation = models.ForeignKey(Obligation, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=12, choices=ActKind.choices)
    on = models.DateField()
    due = models.DateField(null=True)  # of owed and extended
    paper = models.ForeignKey(
        "sources.Document", on_delete=models.PROTECT, null=True, related_name="+"
    )  # of fulfilled and studied
    attended = models.PositiveIntegerField(null=True)
    to_attend = models.PositiveIntegerField(null=True)
    completes = models.BooleanField(default=False)
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["on", "id"]
