"""What is promised of an indicator: targets, the versions each document decided, the path to them."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dondoc.records.plan import Scaled, TimeRule, UnitRule
from dondoc.web.core.models import PeriodFields, QuantityFields
from dondoc.web.plans.models.catalogue import Indicator, TimeRuleChoice, UnitRuleChoice


class ComparatorChoice(models.TextChoices):
    AT_LEAST = "ge", _("từ … trở lên")
    AT_MOST = "le", _("không quá")
    EQUAL = "eq", _("bằng")
    RANGE = "range", _("từ … đến …")
    ALL = "all", _("đạt mọi thành phần")


class BasisChoice(models.TextChoices):
    CENTRE = "centre", _("Trung ương giao")
    COUNCIL = "council", _("HĐND")
    COMMITTEE = "committee", _("Cấp ủy")
    CONGRESS = "congress", _("Đại hội")
    PEOPLES_COMMITTEE = "peoples_committee", _("UBND giao")
    OWN = "own", _("Cơ quan tự đặt")


class Target(PeriodFields):
    """An indicator promised for a body and a period, on one basis. Its numbers are in its versions.

    `awaiting_document` is true while no issued document stands behind any of its mentions: it is shown,
    marked "chờ văn bản", and neither creates an obligation nor counts in n/m.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="targets")
    body = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, related_name="targets")
    basis = models.CharField(_("cấp giao"), max_length=20, choices=BasisChoice.choices)
    # what about the indicator is promised: its level, a change of it, a share … (the fact format's `measure`)
    measure = models.CharField(max_length=12, default="level")
    awaiting_document = models.BooleanField(default=False)
    # "" is the indicator's own
    time_rule = models.CharField(max_length=8, choices=TimeRuleChoice.choices, blank=True)
    unit_rule = models.CharField(max_length=8, choices=UnitRuleChoice.choices, blank=True)
    # the composite target this one is a part of: it is met only when all its parts are
    whole = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "body", "period", "basis", "measure"], name="target_once"
            )
        ]
        indexes = [models.Index(fields=["body", "period_end"], name="target_by_body")]

    def __str__(self) -> str:
        return f"{self.indicator} {self.period}"

    @property
    def rules(self) -> tuple[TimeRule, UnitRule]:
        """How its figures add up: as said for it, else as of its indicator."""
        time, units = self.indicator.rules
        return (
            TimeRule(self.time_rule) if self.time_rule else time,
            UnitRule(self.unit_rule) if self.unit_rule else units,
        )


class TargetVersion(QuantityFields):
    """The number a document gave the target. A later document adds a version; none is changed.

    One that was given out of a larger number ("phân bổ") points at that number's version; a rate then also
    keeps what it is a rate of (`weight_mantissa`), without which rates do not add up. Of a composite target
    the number is how many parts it has.
    """

    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="versions")
    comparator = models.CharField(max_length=6, choices=ComparatorChoice.choices, default="ge")
    out_of_mantissa = models.BigIntegerField(null=True)  # the whole of a tally: 25 of 28
    name_as_printed = models.CharField(max_length=500)
    document = models.ForeignKey(
        "sources.Document", on_delete=models.PROTECT, null=True, related_name="target_versions"
    )
    decided_on = models.DateField(null=True)  # the document's day
    allocated_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="allocations"
    )
    weight_mantissa = models.BigIntegerField(null=True)
    weight_decimals = models.PositiveSmallIntegerField(default=0)
    baseline_mantissa = models.BigIntegerField(null=True)  # giá trị đầu kỳ, in the version's unit
    baseline_decimals = models.PositiveSmallIntegerField(default=0)
    baseline_period = models.CharField(max_length=40, blank=True)
    by_hand = models.BooleanField(default=False)  # entered by a person: stands without words of a document
    source_words = models.TextField(blank=True)  # of one entered by hand: where it stands, what was decided
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)  # a confirmation undone: kept, no longer counted

    class Meta:
        ordering = ["decided_on", "id"]

    @property
    def weight(self) -> Decimal | None:
        """What a rate given out is a rate of; None where it is none."""
        if self.weight_mantissa is None:
            return None
        return Scaled(self.weight_mantissa, self.weight_decimals).to_decimal()

    @property
    def baseline(self) -> Decimal | None:
        """Where the target starts from, in the version's unit."""
        if self.baseline_mantissa is None:
            return None
        return Scaled(self.baseline_mantissa, self.baseline_decimals).to_decimal()


class PathKind(models.TextChoices):
    PATH = "path", _("Lộ trình kế hoạch")
    MILESTONES = "milestones", _("Các mốc")


class PathStep(models.TextChoices):
    MONTH = "month", _("Tháng")
    QUARTER = "quarter", _("Quý")
    YEAR = "year", _("Năm")
    FREE = "free", _("Các kỳ tự chọn")


class PlanPath(models.Model):
    """How a version's number is to be reached: its plan by month, quarter or year, or its milestones.

    A new one withdraws the one before; none is changed.
    """

    version = models.ForeignKey(TargetVersion, on_delete=models.CASCADE, related_name="paths")
    kind = models.CharField(max_length=10, choices=PathKind.choices, default=PathKind.PATH)
    step = models.CharField(max_length=8, choices=PathStep.choices)
    cumulative = models.BooleanField(default=False)  # each step is told from the beginning
    source_words = models.CharField(max_length=500, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "kind"], condition=Q(withdrawn_at=None), name="path_standing_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.version.target}"


class PlanPoint(PeriodFields, QuantityFields):
    """One step of a path."""

    path = models.ForeignKey(PlanPath, on_delete=models.CASCADE, related_name="points")

    class Meta:
        ordering = ["period_end", "id"]
        constraints = [models.UniqueConstraint(fields=["path", "period"], name="plan_point_once")]

    def __str__(self) -> str:
        return f"{self.period}: {self.value} {self.unit}"
