"""How a page shows a picture of ours."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.filter
def drawing(svg: str) -> SafeString:
    """An SVG that `writing.pictures.svg` made: Vega escapes every word that goes into one."""
    return mark_safe(svg)  # noqa: S308 - drawn here, from a specification of ours


@register.filter
def wordlist(words: str) -> list[str]:
    """The words of a text: "svg png" → ["svg", "png"]."""
    return words.split()
