"""Programmes, projects and works. What happened to one are rows that are only added or taken back.

Money is kept as printed and in triệu đồng at six decimals (`micro`), so that sums are exact.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dondoc.records.plan import Scaled
from dondoc.web.core.models import Named, PeriodFields, QuantityFields
from dondoc.writing import labels

MONEY = "triệu đồng"  # what all money is added in


class ProjectKind(models.TextChoices):
    PROGRAMME = "programme", _("Chương trình")
    SCHEME = "scheme", _("Đề án")
    PROJECT = "project", _("Dự án")
    WORK = "work", _("Công trình")


class StepChoice(models.TextChoices):
    """`assessment.projects.Step`."""

    POLICY = "policy", _("Chủ trương đầu tư")
    APPROVAL = "approval", _("Phê duyệt")
    BIDDING = "bidding", _("Lựa chọn nhà thầu")
    CLEARANCE = "clearance", _("Bàn giao mặt bằng")
    START = "start", _("Khởi công")
    COMPLETION = "completion", _("Hoàn thành, bàn giao")
    SETTLEMENT = "settlement", _("Quyết toán")
    PAUSED = "paused", _("Tạm dừng")
    STOPPED = "stopped", _("Dừng hẳn")


class SourceChoice(models.TextChoices):
    CENTRAL = "central", _("Ngân sách trung ương")
    PROVINCE = "province", _("Ngân sách tỉnh")
    COMMUNE = "commune", _("Ngân sách cấp xã")
    ODA = "oda", _("Vốn nước ngoài (ODA)")
    SOCIAL = "social", _("Xã hội hóa, nhân dân đóng góp")
    PRIVATE = "private", _("Vốn doanh nghiệp")


class Project(Named):
    """A programme, scheme, project or work with the body that answers for it.

    `stage` and `stage_on` repeat what its events say (`services.refresh`), so that lists can be filtered.
    """

    code = models.CharField(_("mã"), max_length=40, unique=True)
    name = models.CharField(_("tên"), max_length=500)
    kind = models.CharField(
        _("loại"), max_length=10, choices=ProjectKind.choices, default=ProjectKind.PROJECT
    )
    owner = models.ForeignKey(
        "bodies.Body", on_delete=models.PROTECT, related_name="projects", verbose_name=_("chủ đầu tư")
    )
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts")
    field = models.CharField(_("lĩnh vực"), max_length=120, blank=True)
    place = models.CharField(_("địa điểm"), max_length=200, blank=True)
    total_mantissa = models.BigIntegerField(null=True)  # tổng mức đầu tư, as printed
    total_decimals = models.PositiveSmallIntegerField(default=0)
    total_unit = models.CharField(max_length=20, blank=True)
    # how much of what it makes: 1.400 căn, 1.000.000 ha
    output_mantissa = models.BigIntegerField(null=True)
    output_decimals = models.PositiveSmallIntegerField(default=0)
    output_unit = models.CharField(max_length=40, blank=True)
    document = models.ForeignKey(
        "sources.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="projects"
    )
    words = models.TextField(blank=True)
    stage = models.CharField(max_length=12, choices=StepChoice.choices, blank=True)
    stage_on = models.DateField(null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["sort_key", "id"]
        indexes = [models.Index(fields=["owner", "stage"], name="project_by_owner")]

    def __str__(self) -> str:
        return self.name if len(self.name) <= 120 else f"{self.name[:119]}…"

    def search_text(self) -> str:
        return f"{self.name}\n{self.code}\n{self.place}"

    @property
    def total(self) -> Decimal | None:
        """Tổng mức đầu tư, as printed."""
        if self.total_mantissa is None:
            return None
        return Scaled(self.total_mantissa, self.total_decimals).to_decimal()

    @property
    def output(self) -> Decimal | None:
        """How much it makes, as printed."""
        if self.output_mantissa is None:
            return None
        return Scaled(self.output_mantissa, self.output_decimals).to_decimal()


class ProjectTarget(models.Model):
    """A target the project serves."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="serves")
    target = models.ForeignKey("plans.Target", on_delete=models.PROTECT, related_name="served_by")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "target"], name="project_target_once")]

    def __str__(self) -> str:
        return f"{self.project} – {self.target}"


class CapitalKind(models.TextChoices):
    PLANNED = "planned", _("Kế hoạch vốn")
    DISBURSED = "disbursed", _("Đã giải ngân")


class Capital(PeriodFields, QuantityFields):
    """Money of one source: planned for a year, or disbursed from that year's first day to the period's last.

    The money of a year is paid until the end of January of the next: its `year` is that of the plan. A later
    figure of the same kind, source and period takes the place of the one before (`replaced_on`).
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="capital")
    kind = models.CharField(max_length=10, choices=CapitalKind.choices)
    source = models.CharField(_("nguồn vốn"), max_length=10, choices=SourceChoice.choices)
    year = models.PositiveSmallIntegerField(_("năm kế hoạch"))
    words = models.CharField(max_length=500, blank=True)  # report or decision it stands in
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    replaced_on = models.DateField(null=True)

    class Meta:
        ordering = ["period_end", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "kind", "source", "period"],
                condition=Q(replaced_on=None),
                name="capital_standing_once",
            )
        ]
        indexes = [
            models.Index(fields=["project", "year", "kind", "source", "period_end"], name="capital_series")
        ]

    def __str__(self) -> str:
        told = f"{labels.number(self.value, self.decimals)} {self.unit}".strip()
        return f"{self.get_kind_display()} {labels.period_told(self.period)}: {told}"


class Clearance(models.Model):
    """Land and households from the beginning: to be handed over by a day (`planned`), or handed over."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="clearances")
    planned = models.BooleanField(default=False)
    on = models.DateField(_("tính đến ngày"))
    area_mantissa = models.BigIntegerField()  # ha
    area_decimals = models.PositiveSmallIntegerField(default=0)
    households = models.PositiveIntegerField(_("số hộ"), default=0)
    words = models.CharField(max_length=500, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    replaced_on = models.DateField(null=True)

    class Meta:
        ordering = ["on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "planned", "on"],
                condition=Q(replaced_on=None),
                name="clearance_standing_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.area} ha, {self.households} hộ ({self.on:%d/%m/%Y})"

    @property
    def area(self) -> Decimal:
        """In ha, as printed."""
        return Scaled(self.area_mantissa, self.area_decimals).to_decimal()


class ProjectStep(models.Model):
    """A step that is planned for a day, or happened on it. Rows are added; a wrong one is withdrawn."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="steps")
    step = models.CharField(_("bước"), max_length=12, choices=StepChoice.choices)
    planned = models.BooleanField(default=False)
    on = models.DateField(_("ngày"))
    words = models.CharField(max_length=500, blank=True)  # decision, minutes, reason
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["on", "id"]

    def __str__(self) -> str:
        return f"{self.get_step_display()} {self.on:%d/%m/%Y}"


class ProjectImport(models.Model):
    """A workbook that was brought in, with what undoing it needs (`undoing`). Rows are only added."""

    name = models.CharField(max_length=255, blank=True)
    rows = models.PositiveIntegerField()
    made: models.JSONField[Any, Any] = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name
