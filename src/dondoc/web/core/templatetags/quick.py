"""What long tables and selects print thousands of times, put together without a template's own steps."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

_A_KEY = 9_081_726_354  # stands in no address but where the key does


@register.simple_tag
def options(rows: Iterable[Any], chosen: Any = None) -> SafeString:
    """The options of a select, of (value, words) or of rows with a name; `chosen` is the value selected.

    Where an office has hundreds of bodies, a template's loop over them took longer than the rest of a page.
    """
    found = str(chosen)
    made = []
    for row in rows:
        value, words = row if isinstance(row, tuple) else (row.pk, row.name)
        mark = " selected" if str(value) == found else ""
        made.append(f'<option value="{escape(value)}"{mark}>{escape(words)}</option>')
    return mark_safe("".join(made))  # noqa: S308 - each part was escaped


@register.simple_tag
def row_url(name: str, key: Any) -> str:
    """As `url`, of an address whose only part is a row's key; the rest of it is asked for once."""
    before, after = _around(name)
    return f"{before}{int(key)}{after}"


@cache
def _around(name: str) -> tuple[str, str]:
    before, _, after = reverse(name, args=[_A_KEY]).partition(str(_A_KEY))
    return before, after
