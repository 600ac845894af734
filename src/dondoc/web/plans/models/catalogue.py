"""What is measured: the catalogue of indicators, and how the figures of each add up."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dondoc.assessment.aggregation import usual_rules
from dondoc.records.plan import Nature, TimeRule, UnitRule
from dondoc.web.core.models import Named


class DirectionChoice(models.TextChoices):
    HIGHER = "higher", _("Càng cao càng tốt")
    LOWER = "lower", _("Càng thấp càng tốt")
    BAND = "band", _("Trong khoảng")


class NatureChoice(models.TextChoices):
    FLOW = "flow", _("Cộng dồn trong năm")
    STOCK = "stock", _("Tại thời điểm")
    GROWTH = "growth", _("Tốc độ so cùng kỳ")
    RANK = "rank", _("Thứ hạng")
    ANNUAL = "annual", _("Chỉ có số cả năm")


class TimeRuleChoice(models.TextChoices):
    """`records.plan.TimeRule`."""

    YTD = "ytd", _("Cộng dồn từ đầu năm")
    MOMENT = "moment", _("Tại thời điểm cuối kỳ")
    MEAN = "mean", _("Bình quân các kỳ")
    MAX = "max", _("Kỳ cao nhất")
    LAST = "last", _("Số mới nhất trong kỳ")
    OWN = "own", _("Mỗi kỳ một số, không gộp")


class UnitRuleChoice(models.TextChoices):
    """`records.plan.UnitRule`."""

    SUM = "sum", _("Cộng các đơn vị")
    RATIO = "ratio", _("Tổng tử số chia tổng mẫu số")
    MEAN = "mean", _("Bình quân các đơn vị")
    MAX = "max", _("Đơn vị cao nhất")
    NONE = "none", _("Không cộng được")


class Indicator(Named):
    """What is measured. `code` is its id in the catalogue pack; "" for one the office added itself.

    The rules say how its figures add up; "" is what is usual for its nature (`assessment.aggregation`). One
    merged into another stays, with `merged_into`, so that what was said of it can be followed.
    """

    code = models.CharField(max_length=60, blank=True, default="")
    name = models.CharField(_("tên chỉ tiêu"), max_length=300)
    unit = models.CharField(_("đơn vị tính"), max_length=80, blank=True)
    direction = models.CharField(
        max_length=8, choices=DirectionChoice.choices, default=DirectionChoice.HIGHER
    )
    nature = models.CharField(max_length=8, choices=NatureChoice.choices, default=NatureChoice.ANNUAL)
    field = models.CharField(_("lĩnh vực"), max_length=120, blank=True)
    party_only = models.BooleanField(_("chỉ của công tác Đảng"), default=False)  # no report of the State's
    time_rule = models.CharField(
        _("gộp theo thời gian"), max_length=8, choices=TimeRuleChoice.choices, blank=True
    )
    unit_rule = models.CharField(
        _("gộp theo đơn vị"), max_length=8, choices=UnitRuleChoice.choices, blank=True
    )
    base_year = models.PositiveSmallIntegerField(_("năm gốc"), null=True, blank=True)  # of constant prices
    numerator = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="numerator_of"
    )
    denominator = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="denominator_of"
    )
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged"
    )
    merged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["sort_key", "id"]
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="indicator_code_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def search_text(self) -> str:
        return self.name

    @property
    def rules(self) -> tuple[TimeRule, UnitRule]:
        """How its figures add up: as said, else as usual."""
        time, units = usual_rules(Nature(self.nature), self.unit)
        if not self.unit_rule and self.numerator_id is not None:
            units = UnitRule.RATIO
        return (
            TimeRule(self.time_rule) if self.time_rule else time,
            UnitRule(self.unit_rule) if self.unit_rule else units,
        )


class IndicatorPart(models.Model):
    """One of the indicators that a composite one consists of ("cơ cấu kinh tế": three or four shares)."""

    whole = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="components")
    part = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="component_of")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["whole", "part"], name="indicator_part_once"),
            models.CheckConstraint(condition=~Q(whole=models.F("part")), name="indicator_part_of_another"),
        ]

    def __str__(self) -> str:
        return str(self.part)


class IndicatorAlias(models.Model):
    """Another name of the indicator, learnt from a document when a reviewer linked it, or entered.

    One that was wrong is withdrawn, and no longer means the indicator.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=300)
    folded = models.CharField(max_length=300, db_index=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["indicator", "folded"], name="indicator_alias_once")]

    def __str__(self) -> str:
        return self.name
