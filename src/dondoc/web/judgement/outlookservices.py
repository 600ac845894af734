"""Scenarios that were published, and for which indicators a statistical forecast is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from dondoc.records.plan import Period
from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.locks import Turn, take_turn
from dondoc.web.judgement.models import ForecastSwitch, Scenario, ScenarioStep
from dondoc.web.judgement.services import office
from dondoc.web.plans.models import Indicator, Target
from dondoc.web.results.services import quantity_columns
from dondoc.web.sources.models import Document


@dataclass(frozen=True, slots=True)
class Expected:
    """What a scenario expects of a period."""

    period: str
    low: Decimal
    high: Decimal | None = None


@transaction.atomic
def scenario_add(
    *,
    target: Target,
    name: str,
    publisher: str,
    published_on: date,
    steps: Sequence[Expected],
    by: User,
    document: Document | None = None,
    words: str = "",
) -> Scenario:
    """A way to the target that somebody published, in the indicator's unit.

    Raises:
        ValidationError: By field: no name, no publisher, no steps, a step that is no period or comes twice.
    """
    if not name.strip():
        raise ValidationError({"name": "Nêu tên kịch bản."})
    if not publisher.strip():
        raise ValidationError({"publisher": "Nêu cơ quan công bố kịch bản."})
    if not steps:
        raise ValidationError({"steps": "Nhập số của ít nhất một quý."})
    take_turn(Turn.FIGURES, target.indicator_id)
    unit = target.indicator.unit
    made = Scenario.objects.create(
        target=target, name=name.strip()[:200], publisher=publisher.strip()[:200], document=document,
        published_on=published_on, words=words.strip()[:500], entered_by=by,
    )  # fmt: skip
    seen: set[str] = set()
    rows = []
    for one in steps:
        try:
            period = Period.parse(one.period)
        except ValueError as error:
            raise ValidationError({"steps": str(error)}) from error
        if str(period) in seen:
            raise ValidationError({"steps": "Mỗi kỳ chỉ nhập một lần."})
        if one.high is not None and one.high <= one.low:
            raise ValidationError({"steps": "Số cuối của khoảng phải lớn hơn số đầu."})
        seen.add(str(period))
        numbers = quantity_columns(one.low, one.high, unit, unit, target.measure, "steps")
        rows.append(
            ScenarioStep(
                scenario=made, period=str(period), period_start=period.start, period_end=period.end, **numbers
            )
        )
    ScenarioStep.objects.bulk_create(rows)
    record(
        actor=by, action="scenario.add", row=made, before={},
        after={"publisher": publisher, "steps": {row.period: row.value for row in rows}}, reason=words,
        body=target.body,
    )  # fmt: skip
    return made


@transaction.atomic
def scenario_withdraw(*, scenario: Scenario, reason: str, by: User) -> Scenario:
    """A scenario that was entered by mistake or has been replaced; it stays in the trail.

    Raises:
        ValidationError: No reason.
        Conflict: It is withdrawn already.
    """
    if not reason.strip():
        raise ValidationError({"reason": "Nêu lý do rút."})
    take_turn(Turn.FIGURES, scenario.target.indicator_id)
    scenario = Scenario.objects.select_related("target__body").get(pk=scenario.pk)
    if scenario.withdrawn_at is not None:
        raise Conflict("Kịch bản này đã được rút. Tải lại trang để xem.")
    scenario.withdrawn_at = timezone.now()
    scenario.save(update_fields=["withdrawn_at"])
    record(
        actor=by, action="scenario.withdraw", row=scenario, before={"name": scenario.name}, after={},
        reason=reason, body=scenario.target.body,
    )  # fmt: skip
    return scenario


@transaction.atomic
def forecast_switch(*, indicator: Indicator, on: bool, by: User) -> ForecastSwitch | None:
    """Show, or no longer show, a statistical forecast for an indicator. Asked twice it is done once."""
    take_turn(Turn.FIGURES, indicator.pk)
    standing = ForecastSwitch.objects.filter(indicator=indicator, switched_off_at=None).first()
    if (standing is not None) == on:
        return standing
    if standing is None:
        standing = ForecastSwitch.objects.create(indicator=indicator, switched_on_by=by)
    else:
        standing.switched_off_at, standing.switched_off_by = timezone.now(), by
        standing.save(update_fields=["switched_off_at", "switched_off_by"])
    record(
        actor=by, action="forecast.switch", row=standing, before={"on": not on}, after={"on": on},
        body=office(),
    )  # fmt: skip
    return standing if on else None
