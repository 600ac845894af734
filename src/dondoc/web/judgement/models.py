"""What people decide about verdicts, and what was frozen. A computed verdict is never stored while it lives.

TargetVersion ── figures ──▶ judgement (reckoned when asked) ◀── Decision (a person's, beside it)
                                    │ a conference
                                    ▼
                              FrozenBoard ── FrozenRow (as it stood; the database refuses to change it)
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dondoc.records.verdict import Rounding, Rules
from dondoc.web.core.models import PeriodFields, QuantityFields
from dondoc.web.results.models import ObservationStatusChoice
from dondoc.writing import labels


class VerdictChoice(models.TextChoices):
    """`records.verdict.Verdict`, the worst first."""

    NOT_MET = "not_met", _("Không đạt")
    BEHIND = "behind", _("Chậm tiến độ")
    NEARLY_MET = "nearly_met", _("Cơ bản đạt")
    NOT_ASSESSABLE = "not_assessable", _("Chưa đánh giá")
    ON_PACE = "on_pace", _("Đạt tiến độ")
    AHEAD = "ahead", _("Vượt tiến độ")
    MET = "met", _("Đạt")
    EXCEEDED = "exceeded", _("Vượt")


class RoundingChoice(models.TextChoices):
    PRINTED = "printed", _("So đúng chữ số đã in")
    TARGET = "target", _("Làm tròn kết quả theo chữ số của chỉ tiêu")


class RuleSet(models.Model):
    """What the office set about verdicts; the last one stands. None is changed."""

    # of a target, in hundredths of a per cent: 9500 is 95 %; NULL: "cơ bản đạt" is never said
    nearly = models.PositiveIntegerField(_("ngưỡng cơ bản đạt"), null=True, blank=True)
    rounding = models.CharField(max_length=8, choices=RoundingChoice.choices, default=RoundingChoice.PRINTED)
    closing_days = models.PositiveSmallIntegerField(default=31)
    reason = models.CharField(max_length=500)
    set_on = models.DateField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(nearly=None) | Q(nearly__gt=0, nearly__lt=10_000), name="nearly_below_the_target"
            )
        ]

    def __str__(self) -> str:
        return f"Quy tắc kết luận {self.pk}"

    def to_record(self) -> Rules:
        """The rules as the core takes them."""
        nearly = None if self.nearly is None else Fraction(self.nearly, 10_000)
        return Rules(nearly, Rounding(self.rounding), self.closing_days)


class Decision(models.Model):
    """A named person's verdict on one document's number, with a reason. What was computed stays beside it.

    It holds until it is withdrawn, or another takes its place; both stay.
    """

    version = models.ForeignKey(
        "plans.TargetVersion", on_delete=models.PROTECT, related_name="verdict_decisions"
    )
    verdict = models.CharField(_("kết luận"), max_length=16, choices=VerdictChoice.choices)
    computed = models.CharField(max_length=16, choices=VerdictChoice.choices)  # as it was computed then
    reason = models.TextField(_("lý do"))
    decided_on = models.DateField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    withdrawn_on = models.DateField(null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    withdrawn_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["version"], condition=Q(withdrawn_on=None), name="decision_standing_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.version.target}: {self.get_verdict_display()}"


class FrozenBoard(models.Model):
    """A document's scoreboard as it stood at a conference. Never changed, never reckoned again."""

    document = models.ForeignKey("sources.Document", on_delete=models.PROTECT, related_name="frozen_boards")
    occasion = models.CharField(_("hội nghị, phiên họp"), max_length=300)
    as_of = models.DateField(_("tính đến ngày"))
    met = models.PositiveIntegerField()  # n
    total = models.PositiveIntegerField()  # m
    rules: models.JSONField[Any, Any] = models.JSONField()
    reckoned_by = models.CharField(max_length=40)  # version of dondoc
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-as_of", "-id"]

    def __str__(self) -> str:
        return f"{self.occasion}: {self.met}/{self.total}"


class FrozenRow(models.Model):
    """One target of a frozen board, in words and numbers as shown then; no other table is needed."""

    board = models.ForeignKey(FrozenBoard, on_delete=models.PROTECT, related_name="rows")
    position = models.PositiveSmallIntegerField()
    target = models.ForeignKey("plans.Target", on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=16, choices=VerdictChoice.choices)
    computed = models.CharField(max_length=16, choices=VerdictChoice.choices)
    # indicator, period, plan, result, reasons [sentences in Vietnamese], decided: {by, on, reason}, parts
    data: models.JSONField[Any, Any] = models.JSONField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["board", "position"], name="frozen_row_once")]
        indexes = [models.Index(fields=["target", "board"], name="frozen_of_target")]

    def __str__(self) -> str:
        return f"{self.data.get('indicator', '')}: {self.get_verdict_display()}"


class KeptScore(models.Model):
    """The verdicts of a document's targets on the last day somebody asked, counted by body; can be made anew.

    `data` holds while the marks it was made of do: `judgement.scores`.
    """

    document = models.OneToOneField(
        "sources.Document", on_delete=models.CASCADE, related_name="+", primary_key=True
    )
    on = models.DateField()
    made_of = models.CharField(max_length=60)  # the document's mark, the rules' mark
    # body → {"bodies": [of it and of its targets' parts], "mark": their marks' sum, "n": {verdict: how many}}
    data: models.JSONField[Any, Any] = models.JSONField()
    made_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.document_id}, {self.on}"


class KeptSignals(models.Model):
    """How one body's targets of one field stood on the last day they were looked at; can be made anew.

    Of each body there is a row without a field, which says what the body's rows were made of: they hold while
    its marks do (`judgement.signals`).
    """

    body = models.ForeignKey("bodies.Body", on_delete=models.CASCADE, related_name="+")
    field = models.CharField(max_length=120, blank=True)  # of `Indicator.field`
    on = models.DateField()
    made_of = models.BigIntegerField()  # marks of the rules and of the figures of `bodies`
    bodies: models.JSONField[Any, Any] = models.JSONField(default=list)  # whose figures count
    targets = models.PositiveIntegerField(default=0)  # that were judged, parts of composite ones too
    counts: models.JSONField[Any, Any] = models.JSONField(default=dict)  # signal → whole targets under way
    red: models.JSONField[Any, Any] = models.JSONField(
        default=list
    )  # what lists show of each at risk, in order
    told: models.JSONField[Any, Any] = models.JSONField(default=dict)  # of them in short: `judgement.atrisk`
    made_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["body", "field"], name="signals_of_body_once")]

    def __str__(self) -> str:
        return f"{self.body_id}, {self.field}, {self.on}"


class ForecastSwitch(models.Model):
    """A statistical forecast is shown for this indicator, because somebody switched it on."""

    indicator = models.ForeignKey(
        "plans.Indicator", on_delete=models.PROTECT, related_name="forecast_switches"
    )
    switched_on_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    switched_off_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    switched_off_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator"], condition=Q(switched_off_at=None), name="forecast_on_once"
            )
        ]

    def __str__(self) -> str:
        return f"Dự báo: {self.indicator}"


class Scenario(models.Model):
    """A published way to the target (kịch bản): a number or a range a quarter, and who published it."""

    target = models.ForeignKey("plans.Target", on_delete=models.PROTECT, related_name="scenarios")
    name = models.CharField(_("tên kịch bản"), max_length=200)
    publisher = models.CharField(_("cơ quan công bố"), max_length=200)
    document = models.ForeignKey(
        "sources.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="scenarios"
    )
    published_on = models.DateField(_("ngày công bố"))
    words = models.CharField(_("nguyên văn, nguồn"), max_length=500, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["published_on", "id"]

    def __str__(self) -> str:
        return f"{self.name}: {self.target}"


class ScenarioStep(PeriodFields, QuantityFields):
    """What a scenario expects of a period; a range has both ends."""

    scenario = models.ForeignKey(Scenario, on_delete=models.CASCADE, related_name="steps")

    class Meta:
        ordering = ["period_end", "id"]
        constraints = [models.UniqueConstraint(fields=["scenario", "period"], name="scenario_step_once")]

    def __str__(self) -> str:
        told = f"{labels.number(self.value, self.decimals)} {self.unit}".strip()
        return f"{labels.period_told(self.period)}: {told}"


class ScopeChoice(models.TextChoices):
    """`assessment.sidebyside.Against`, as far as others publish it."""

    COUNTRY = "country", _("Cả nước")
    REGION = "region", _("Vùng")


class PrintedChoice(models.TextChoices):
    """`assessment.sidebyside.Printed`."""

    LEVEL = "level", _("Số như của tỉnh")
    INDEX = "index", _("Chỉ số, cùng kỳ bằng 100")


class Yardstick(PeriodFields, QuantityFields):
    """A figure of the country or the region that results are held against, and who published it.

    None is changed: a revision stands beside the figure it revises, a wrong one is withdrawn with a reason.
    """

    indicator = models.ForeignKey("plans.Indicator", on_delete=models.PROTECT, related_name="yardsticks")
    scope = models.CharField(_("phạm vi"), max_length=8, choices=ScopeChoice.choices)
    place = models.CharField(_("tên vùng"), max_length=200, blank=True)  # "Đồng bằng sông Cửu Long"
    measure = models.CharField(max_length=12, default="level")
    printed = models.CharField(max_length=8, choices=PrintedChoice.choices, default=PrintedChoice.LEVEL)
    status = models.CharField(max_length=12, choices=ObservationStatusChoice.choices)
    publisher = models.CharField(_("cơ quan công bố"), max_length=200)
    published_on = models.DateField(_("ngày công bố"))
    document = models.ForeignKey(
        "sources.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="yardsticks"
    )
    words = models.CharField(_("nguyên văn, nguồn"), max_length=500, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-period_end", "scope", "published_on", "id"]
        indexes = [models.Index(fields=["indicator", "period"], name="yardstick_of_period")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(scope="region") | ~Q(place=""), name="yardstick_region_is_named"
            )
        ]

    def __str__(self) -> str:
        return f"{self.called}, {self.indicator.name} {labels.period_told(self.period)}"

    @property
    def called(self) -> str:
        """Whose figure it is: "Cả nước", "Đồng bằng sông Cửu Long"."""
        return self.place or str(self.get_scope_display())


class Explained(models.Model):
    """A contradiction that a named person has explained. It stays shown, with the explanation."""

    key = models.CharField(max_length=64, db_index=True)  # of the contradiction: its kind and both sides
    document = models.ForeignKey(
        "sources.Document", on_delete=models.PROTECT, null=True, related_name="explained"
    )
    words = models.TextField()  # what contradicted what, as it read then
    reason = models.TextField(_("giải thích"))
    explained_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=Q(withdrawn_at=None), name="explained_once")
        ]

    def __str__(self) -> str:
        return self.words[:120]
