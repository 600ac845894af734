"""An office's own templates of papers, each version kept; and who confirmed a family's form."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dondoc.writing import labels


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
        from dondoc.writing.paperkinds import KINDS  # with all that writes a paper

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


class PackState(models.TextChoices):
    RUNNING = "running", _("Đang soạn")
    STOPPED = "stopped", _("Đã dừng")
    DONE = "done", _("Đã xong")


class Pack(models.Model):
    """Reports of many bodies for one period, made by the worker one after the other; its maker's alone."""

    period = models.CharField(max_length=40)
    as_of = models.DateField()
    form = models.CharField(max_length=8, choices=FormChoice.choices, blank=True)  # of places; "": State
    notes = models.BooleanField(default=True)
    address = models.CharField(max_length=200)  # of the site, for the links of notes
    state = models.CharField(max_length=8, choices=PackState.choices, default=PackState.RUNNING)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"Gói báo cáo {labels.period_told(self.period)}"


class PackItemState(models.TextChoices):
    WAITING = "waiting", _("Đang chờ")
    WORKING = "working", _("Đang soạn")
    DONE = "done", _("Đã soạn")
    EMPTY = "empty", _("Chưa có số liệu")
    FAILED = "failed", _("Không soạn được")


class PackItem(models.Model):
    """One body's report in a pack, claimed by a conditional UPDATE with a lease."""

    pack = models.ForeignKey(Pack, on_delete=models.CASCADE, related_name="items")
    body = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=PackItemState.choices, default=PackItemState.WAITING)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["pack", "body"], name="pack_body_once")]
        indexes = [models.Index(fields=["state", "pack"], name="pack_item_waiting")]

    def __str__(self) -> str:
        return f"{self.pack}: {self.body}"


class IssuedReport(models.Model):
    """A periodic report as it went out: its file and the figures it was made of. Never changed or deleted.

    A correction is another version that says which one it `replaces` and why. What has changed in the
    register since is shown beside it, not written into it.
    """

    body = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, related_name="issued_reports")
    form = models.CharField(max_length=8, choices=FormChoice.choices)
    period = models.CharField(max_length=40)
    as_of = models.DateField()
    number = models.PositiveIntegerField()  # 1, 2, 3 … of this body, family and period
    symbol = models.CharField(_("số, ký hiệu"), max_length=60)
    issued_on = models.DateField(_("ngày ban hành"))
    file_name = models.CharField(max_length=255)
    content = models.BinaryField()  # as signed, else as drafted
    sha256 = models.CharField(max_length=64)  # of the file
    signed = models.BooleanField(default=False)  # the signed file was sent in
    template = models.CharField(_("mẫu"), max_length=400, blank=True)  # it was filled with (`issuing`)
    figures: models.JSONField[Any, Any] = models.JSONField()  # rows of `issuing.figures_of`
    figures_sha256 = models.CharField(max_length=64)
    board = models.ForeignKey(
        "judgement.FrozenBoard", on_delete=models.PROTECT, null=True, blank=True, related_name="reports"
    )
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    reason = models.CharField(_("vì sao phát hành bản thay thế"), max_length=500, blank=True)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-issued_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["body", "form", "period", "number"], name="issued_version_once"),
            models.CheckConstraint(
                condition=Q(replaces=None) | ~Q(reason=""), name="issued_again_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.symbol} – {self.body}, {labels.period_told(self.period)}"


class IssuedPaper(models.Model):
    """A letter, notice or slip as it went out: its file and what it said. Never changed or deleted.

    A correction is another version that says which one it `replaces` and why. What the register says
    otherwise today is shown beside it, not written into it.
    """

    kind = models.CharField(max_length=40)  # of `writing.paperkinds.KINDS`
    form = models.CharField(max_length=8, choices=FormChoice.choices)
    body = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, related_name="issued_papers")
    subject = models.CharField(max_length=300)
    source = models.CharField(max_length=80)  # what it was made of, as `said` names it: "session:4"
    number = models.PositiveIntegerField()  # 1, 2, 3 … of this kind and source
    symbol = models.CharField(_("số, ký hiệu"), max_length=60)
    issued_on = models.DateField(_("ngày ban hành"))
    file_name = models.CharField(max_length=255)
    content = models.BinaryField()  # as signed, else as drafted
    sha256 = models.CharField(max_length=64)  # of the file
    signed = models.BooleanField(default=False)  # the signed file was sent in
    template = models.CharField(_("mẫu"), max_length=400, blank=True)  # it was filled with (`issuing`)
    rows: models.JSONField[Any, Any] = models.JSONField()  # rows of `said.rows_of`
    rows_sha256 = models.CharField(max_length=64)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    reason = models.CharField(_("vì sao ban hành bản thay thế"), max_length=500, blank=True)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-issued_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "source", "number"], name="paper_version_once"),
            models.CheckConstraint(
                condition=Q(replaces=None) | ~Q(reason=""), name="paper_again_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.symbol} – {self.body}, {self.subject}"

    @property
    def name(self) -> str:
        """What kind of paper it is, in words."""
        from dondoc.writing.paperkinds import KINDS

        return KINDS[self.kind].name if self.kind in KINDS else self.kind

    @property
    def letter(self) -> int | None:
        """The letter it is, where it is one to a body that is late."""
        name, _colon, pk = self.source.partition(":")
        return int(pk) if name == "letter" else None
