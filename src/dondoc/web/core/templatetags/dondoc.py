"""How pages print what the product knows: icons, exact numbers, periods, days and states."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from django import template
from django.db.models import Model
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from dondoc.web.core.quantities import number_text
from dondoc.web.core.words import ACTIONS, FACT_STATES, JOB_STATES, KINDS, STANDINGS
from dondoc.writing import labels

register = template.Library()

_ICON = '<svg class="icon {}" aria-hidden="true"><use href="{}#{}"></use></svg>'
_STATUS = '<span class="status {}">{}{}</span>'


@register.simple_tag
def icon(name: str, classes: str = "") -> SafeString:
    """A picture from the sprite; decoration only, so words must stand beside it."""
    return _picture(_sprite(), name, classes)


@cache
def _sprite() -> str:
    return static("core/icons.svg")  # asks the file system each time, and a page has hundreds of icons


@cache
def _picture(sprite: str, name: str, classes: str) -> SafeString:
    return format_html(_ICON, classes, sprite, name)


@register.simple_tag
def status(tone: str, shape: str, word: Any) -> SafeString:
    """A status chip: its shape, its word, and a tone of ok, warn, bad, info or none."""
    return format_html(_STATUS, f"status-{tone}" if tone else "", icon(shape), word)


@register.simple_tag
def fact_state(state: str) -> SafeString:
    """What has become of a proposal."""
    return _fact_state(get_language(), state)


@cache
def _fact_state(_language: str | None, state: str) -> SafeString:
    return status(*FACT_STATES[state])


@register.simple_tag
def standing(value: str) -> SafeString:
    """Issued, draft or press."""
    return status(*STANDINGS[value])


@register.simple_tag
def job_state(value: str) -> SafeString:
    """How far the reading of a file is."""
    return status(*JOB_STATES[value])


@register.simple_tag
def kind(name: str) -> SafeString:
    """The kind of a fact: its picture and its word."""
    return _kind(get_language(), name)


@cache
def _kind(_language: str | None, name: str) -> SafeString:
    return format_html('<span class="kind k-{}">{}{}</span>', name, icon(name, "icon-s"), KINDS[name])


@register.filter
def kind_name(name: str) -> str:
    return str(KINDS.get(name, name))


@register.filter
def action_name(action: str) -> str:
    """A change of the trail in words: fact.accept → xác nhận."""
    return str(ACTIONS.get(action, action))


@register.filter
def number(value: Any) -> str:
    """An exact number with its separators: Decimal("2500.5") → 2.500,5. Anything else is left as it is."""
    if value is None or value == "":
        return ""
    if type(value) is int and -1000 < value < 1000:  # tables have thousands of them
        return str(value)
    try:
        return number_text(value if isinstance(value, Decimal) else Decimal(str(value)))
    except InvalidOperation:
        return str(value)


@register.filter
def quantity(row: Any) -> str:
    """A stored quantity with its unit, at its printed decimals: 13,40 %, 50–55 triệu đồng."""
    printed = number_text(row.value, row.decimals)
    if row.value_max is not None:
        printed += f"–{number_text(row.value_max, row.decimals_max)}"
    return f"{printed} {row.unit}".strip()


@register.filter
def period(text: str | None) -> str:
    """2023-Q3 → quý III/2023; 2023-01/2023-09 → 9 tháng đầu năm 2023. What is no period is left as it is."""
    if not text:
        return ""
    if (get_language() or "vi").startswith("vi"):
        return labels.period_told(text)
    return text.replace("/", "–")


@register.filter
def day(value: date | datetime | str | None) -> str:
    """31/12/2026, whatever the language: the form of the documents."""
    if not value:
        return ""
    if isinstance(value, str):
        try:
            return day(date.fromisoformat(value))
        except ValueError:
            return value
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return f"{value:%d/%m/%Y}"


@register.filter
def moment(value: datetime | None) -> str:
    """31/12/2026 14:05, local time."""
    return f"{timezone.localtime(value):%d/%m/%Y %H:%M}" if value else ""


@register.filter
def percent_of(part: int, whole: int) -> int:
    """`part` of `whole` in whole percent, never 100 before all is done."""
    return 100 * part // whole if whole else 100


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """A value by a key that is a variable; None where there is none."""
    return mapping.get(key) if mapping else None


@register.filter
def total(counts: Mapping[str, int]) -> int:
    """All of the numbers together."""
    return sum(counts.values())


@register.filter
def row_name(row: Model) -> str:
    """What a form says of a row of any table, e.g. plans.task:12."""
    return f"{row._meta.label_lower}:{row.pk}"


@register.filter
def row_words(row: Model) -> str:
    """A confirmed row in a line; a figure with its number as Vietnamese prints it."""
    target = getattr(row, "target", None)
    if target is not None:
        return f"{target.indicator}, {period(target.period)}: {quantity(row)}"
    if hasattr(row, "mantissa"):
        return f"{getattr(row, 'indicator', '')}, {period(getattr(row, 'period', ''))}: {quantity(row)}"
    return str(row)


@register.filter
def field_name(name: str) -> str:
    """A fact's field as an official says it."""
    return labels.field(name)


@register.filter
def bytes_text(size: int) -> str:
    """8 kB, 1,2 MB."""
    if size < 1024:
        return f"{size} B"
    if size < 1024 * 1024:
        return f"{size // 1024} kB"
    return f"{number_text(Decimal(size) / (1024 * 1024), 1)} MB"
