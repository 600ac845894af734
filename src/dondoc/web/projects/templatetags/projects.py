"""How pages print money, shares and steps of projects."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from dondoc.records.plan import from_micro
from dondoc.web.core.quantities import number_text
from dondoc.web.core.templatetags.dondoc import status
from dondoc.web.plans.ruleexample import fraction_text
from dondoc.web.projects.models import StepChoice

register = template.Library()

_TONES = {
    "": ("", "s-open"),
    "policy": ("", "s-half"),
    "approval": ("info", "s-half"),
    "bidding": ("info", "s-half"),
    "clearance": ("info", "s-half"),
    "start": ("info", "s-half"),
    "completion": ("ok", "s-ok"),
    "settlement": ("ok", "s-ok"),
    "paused": ("warn", "clock"),
    "stopped": ("bad", "s-no"),
}


@register.simple_tag
def stage(value: str) -> SafeString:
    """Where a project stands: shape, word, tone."""
    tone, shape = _TONES[value]
    word = StepChoice(value).label if value else gettext_lazy("Chưa ghi bước nào")
    return status(tone, shape, word)


@register.filter
def money(value: Fraction | Decimal | None) -> str:
    """Triệu đồng as an office prints it: from a thousand on in tỷ đồng."""
    if value is None:
        return "–"
    exact = Fraction(value)
    if abs(exact) >= 1000:
        return f"{fraction_text(exact / 1000, 9)} tỷ đồng"
    return f"{fraction_text(exact, 6)} triệu đồng"


@register.filter
def micro_money(value: int | None) -> str:
    """The same of a stored sum."""
    return "–" if value is None else money(from_micro(value))


@register.filter
def share(value: Fraction | None) -> str:
    """55,02 %."""
    return "–" if value is None else f"{fraction_text(value)} %"


@register.filter
def points(value: Fraction | None) -> str:
    """+3,77 or −3,77 điểm %."""
    if value is None:
        return ""
    mark = "−" if value < 0 else "+" if value > 0 else ""
    return f"{mark}{fraction_text(abs(value))} điểm %"


@register.filter
def printed(value: Decimal | None, unit: str) -> Any:
    """An exact number with its unit, "" for none."""
    return "" if value is None else f"{number_text(value)} {unit}".strip()
