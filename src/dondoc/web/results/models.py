"""What was measured. A later value never overwrites an earlier one."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dondoc.web.core.models import PeriodFields, QuantityFields
from dondoc.writing import labels


class ObservationStatusChoice(models.TextChoices):
    ESTIMATE = "estimate", _("Ước thực hiện")
    PRELIMINARY = "preliminary", _("Sơ bộ")
    OFFICIAL = "official", _("Chính thức")


class Observation(PeriodFields, QuantityFields):
    """A figure for an indicator, a body and a period, as a document reports it or a person entered it.

    A correction is a figure of its own that points at the one it `corrects`; that one stays, gone from lists
    since `corrected_on`.
    """

    indicator = models.ForeignKey("plans.Indicator", on_delete=models.PROTECT, related_name="observations")
    body = models.ForeignKey("bodies.Body", on_delete=models.PROTECT, related_name="observations")
    status = models.CharField(max_length=12, choices=ObservationStatusChoice.choices)
    measure = models.CharField(
        max_length=12, default="level"
    )  # level, change, share, attainment, ratio, rank, tally
    bound = models.CharField(max_length=10, default="exact")
    base = models.CharField(max_length=20, blank=True)  # same_period, plan, year:2025, country
    out_of_mantissa = models.BigIntegerField(null=True)
    direction = models.CharField(max_length=4, blank=True)  # up, down: of a change
    as_of = models.DateField(_("tính đến"), null=True)
    name_as_printed = models.CharField(max_length=500)
    document = models.ForeignKey(
        "sources.Document", on_delete=models.PROTECT, null=True, related_name="observations"
    )
    awaiting_document = models.BooleanField(default=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)
    by_hand = models.BooleanField(default=False)  # entered by a person: stands without words of a document
    source_words = models.TextField(blank=True)  # of one entered by hand: the report or words it came from
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections"
    )
    reason = models.CharField(max_length=500, blank=True)  # of a correction
    corrected_on = models.DateField(null=True, blank=True)
    # from which day it was known: NULL of one read from a document, which is known from its document's day
    known_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["period_end", "as_of", "id"]
        indexes = [
            models.Index(fields=["indicator", "body", "period_end"], name="observation_series"),
            # what the roll-up reads, and nothing else of a row: `rollup.reading`
            models.Index(
                fields=[
                    *("indicator", "period", "body", "micro", "awaiting_document", "by_hand"),
                    # of the condition: SQLite looks them up in the row otherwise
                    *("withdrawn_at", "corrected_on", "measure", "out_of_mantissa"),
                ],
                condition=Q(
                    withdrawn_at=None, corrected_on=None, measure="level", out_of_mantissa=None,
                    micro__isnull=False,
                ),
                name="figure_rolled_up",
            ),
            # the rest of them, for what was told twice: `judgement.statements`
            models.Index(
                fields=["indicator", "period", "body", "micro"],
                condition=Q(withdrawn_at=None, corrected_on=None, out_of_mantissa=None, micro__isnull=False)
                & ~Q(measure="level"),
                name="figure_other_measure",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return called(self.indicator.name, self.period, self.value, self.decimals, self.unit)


def called(indicator: str, period: str, value: Decimal, decimals: int, unit: str) -> str:
    """What a figure is called in the trail."""
    return f"{indicator} {labels.period_told(period)}: {labels.number(value, decimals)} {unit}".strip()
