"""What is kept of figures: numbers as printed, and the same in the indicator's own unit."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection

from dondoc.errors import QuantityError
from dondoc.records.plan import Scaled
from dondoc.web.plans.models import Indicator, PlanPoint, TargetVersion
from dondoc.web.results.models import Observation
from dondoc.web.sources.convert import micro


def quantity_columns(
    value: Decimal | None,
    top: Decimal | None,
    unit: str,
    indicator_unit: str,
    measure: str,
    field: str = "value",
) -> dict[str, Any]:
    """The columns of `QuantityFields` for a number entered by hand, digits as typed.

    Raises:
        ValidationError: By `field`: it does not fit.
    """
    try:
        low = None if value is None else Scaled.of(value)
        high = None if top is None else Scaled.of(top)
    except QuantityError as error:
        raise ValidationError({field: str(error)}) from error
    return {
        "mantissa": low.mantissa if low else None,
        "decimals": low.decimals if low else 0,
        "micro": None if value is None else micro(value, unit, indicator_unit, measure),
        "mantissa_max": high.mantissa if high else None,
        "decimals_max": high.decimals if high else 0,
        "micro_max": None if top is None else micro(top, unit, indicator_unit, measure),
        "unit": unit,
    }


def units_convert(indicator: Indicator) -> int:
    """Every number of the indicator in its unit anew, in the caller's transaction; how many changed."""
    assert connection.in_atomic_block
    changed = 0
    for version in TargetVersion.objects.filter(target__indicator=indicator).select_related("target"):
        changed += _convert(version, indicator.unit, version.target.measure)
    points = PlanPoint.objects.filter(path__version__target__indicator=indicator)
    for point in points.select_related("path__version__target"):
        changed += _convert(point, indicator.unit, point.path.version.target.measure)
    for observation in Observation.objects.filter(indicator=indicator):
        changed += _convert(observation, indicator.unit, observation.measure)
    return changed


def _convert(row: TargetVersion | PlanPoint | Observation, unit: str, measure: str) -> int:
    top = row.value_max
    new = micro(row.value, row.unit, unit, measure)
    new_max = None if top is None else micro(Decimal(top), row.unit, unit, measure)
    if (new, new_max) == (row.micro, row.micro_max):
        return 0
    row.micro, row.micro_max = new, new_max
    row.save(update_fields=["micro", "micro_max"])
    return 1
