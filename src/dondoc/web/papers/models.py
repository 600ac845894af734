"""An office's own templates of papers, each version kept; and who confirmed a family's form."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dondoc.writing.paperkinds import KINDS


class FormChoice(models.TextChoices):
    """`writing.paper.Form`."""

    PARTY = "party", _("Văn bản của Đảng")
    STATE = "state", _("Văn bản hành chính")


class OfficeTemplate(models.Model):
    """One version of an office's template of a paper, used for its body and all below it.

    Versions are only added; at most one of a paper, family and body is in use. None in use: the shipped one.
    """

    body = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, related_name="paper_templates")
    kind = models.CharField(max_length=40)  # of `writing.paperkinds.KINDS`
    form = models.CharField(max_length=8, choices=FormChoice.choices)
    number = models.PositiveIntegerField()  # 1, 2, 3 … of this paper, family and body
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()  # the .docx, at most 2 MB
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)
    in_use = models.BooleanField(default=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["kind", "form", "body_id", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "form", "body", "number"], name="template_version_once"),
            models.UniqueConstraint(
                fields=["kind", "form", "body"], condition=Q(in_use=True), name="template_in_use_once"
            ),
        ]

    def __str__(self) -> str:
        name = KINDS[self.kind].name if self.kind in KINDS else self.kind
        return f"{name} ({self.get_form_display()}), bản {self.number}"


class FormConfirmation(models.Model):
    """An office said that a family's form, as shipped, is what the rules ask for; until it is withdrawn."""

    form = models.CharField(max_length=8, choices=FormChoice.choices)
    body = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, related_name="+")
    basis = models.CharField(_("căn cứ"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["form", "body"], condition=Q(withdrawn_at=None), name="form_confirmed_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_form_display()} – {self.body}"
