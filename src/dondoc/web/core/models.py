"""Fields that several tables share, and the marks that count changes of the data."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import models

from dondoc.records.plan import Scaled, from_micro
from dondoc.text.normalize import search_key, sort_key


class Named(models.Model):
    """A row found by its words: a column without marks to search, a key in Vietnamese order to sort by.

    Subclasses say in `search_text()` which words find them; both columns are filled on save, so bulk
    writers must call `fill_keys()` themselves.
    """

    folded = models.TextField(editable=False, default="")
    sort_key = models.CharField(max_length=400, editable=False, default="", db_index=True)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.fill_keys()
        fields = kwargs.get("update_fields")
        if fields is not None:
            kwargs["update_fields"] = {*fields, "folded", "sort_key"}
        super().save(*args, **kwargs)

    def search_text(self) -> str:
        """The words that find this row; the first line is the one it is sorted by."""
        raise NotImplementedError

    def fill_keys(self) -> None:
        text = self.search_text()
        self.folded = search_key(text)
        self.sort_key = sort_key(text.partition("\n")[0])[:400]


class QuantityFields(models.Model):
    """An exact quantity and, for a range, its upper end: integers only, never a float or DecimalField.

    `mantissa` × 10^-`decimals` is the number as printed, in `unit` as printed. `micro` is the same number in
    the indicator's own unit at six decimals, for comparing and adding; None where that cannot be converted.
    """

    mantissa = models.BigIntegerField()
    decimals = models.PositiveSmallIntegerField(default=0)
    micro = models.BigIntegerField(null=True)
    mantissa_max = models.BigIntegerField(null=True)
    decimals_max = models.PositiveSmallIntegerField(default=0)
    micro_max = models.BigIntegerField(null=True)
    unit = models.CharField(max_length=80, blank=True)  # as printed; "" for a rank

    class Meta:
        abstract = True

    @property
    def value(self) -> Decimal:
        """As printed."""
        return Scaled(self.mantissa, self.decimals).to_decimal()

    @property
    def value_max(self) -> Decimal | None:
        if self.mantissa_max is None:
            return None
        return Scaled(self.mantissa_max, self.decimals_max).to_decimal()

    @property
    def in_indicator_unit(self) -> Decimal | None:
        """Exact, in the indicator's unit; None where it could not be converted."""
        return None if self.micro is None else from_micro(self.micro)


class PeriodFields(models.Model):
    """A period: its days, both included, and its short form ("2026-Q3")."""

    period = models.CharField(max_length=40)  # "2026", "2026-Q3", "2026-01/2026-09"
    period_start = models.DateField()
    period_end = models.DateField()

    class Meta:
        abstract = True


class Mark(models.Model):
    """How often something changed; written by the triggers of `core.marks`, read through it alone."""

    kind = models.CharField(max_length=12)
    key = models.BigIntegerField()  # a body, a document; 0: of all
    n = models.BigIntegerField()  # on PostgreSQL the sum over the rows counts

    class Meta:
        indexes = [models.Index(fields=["kind", "key"], name="mark_of_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}: {self.n}"
