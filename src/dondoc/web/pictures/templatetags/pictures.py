"""How a page shows a picture of ours."""

from __future__ import annotations

from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from dondoc.web.pictures.selectors import cell_words
from dondoc.writing.rows import Cell

register = template.Library()


@register.filter
def drawing(svg: str) -> SafeString:
    """An SVG that `writing.pictures.svg` made: Vega escapes every word that goes into one."""
    return mark_safe(svg)  # noqa: S308 - drawn here, from a specification of ours


@register.filter
def cell(value: Cell) -> SafeString:
    """A cell of a picture's table: numbers stand right."""
    kind = "num" if isinstance(value, int | Decimal) else "figures"
    return format_html('<td class="{}">{}</td>', kind, cell_words(value))


@register.filter
def wordlist(words: str) -> list[str]:
    """The words of a text: "svg png" → ["svg", "png"]."""
    return words.split()
