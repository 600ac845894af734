"""The items of the review list.

A review screen has hundreds of items, alike but for a few words. They are written here, not by a template:
what all of them have in common is rendered once, and an item is one join, some ten times as quick.
"""

from __future__ import annotations

from functools import cache

from django import template
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import get_language

from dondoc.web.core.templatetags.dondoc import fact_state, icon
from dondoc.web.sources import steps
from dondoc.web.sources.shown import Row, Shown

register = template.Library()

LONGEST = 60  # characters of the confirmed row's words


@register.simple_tag
def fact_item(row: Shown, *, aside: bool = False) -> SafeString:
    """One fact: what was read, what is doubtful, the buttons to decide. `aside`: htmx finds its place."""
    fact, pk, language = row.fact, row.fact.pk, get_language()
    classes = f"fact k-{fact.kind} s-{fact.state}{' is-decided' if row.decided else ''}"
    value = f'<span class="value">{escape(row.value)}</span>' if row.value else ""
    bits: list[str] = [escape(bit) for bit in row.bits]
    if row.row:
        bits.append(_behind(row.row))
    if fact.reason:
        bits.append(escape(fact.reason))
    state = fact_state(fact.state) if row.decided else ""
    doubts = "".join(f'<p class="doubt">{icon("warning", "icon-s")}{escape(why)}</p>' for why in row.doubts)
    swap = ' hx-swap-oob="true"' if aside else ""
    made = (
        f'<li class="{classes}" id="fact-{pk}" data-fact="{pk}" data-state="{fact.state}"'
        f' data-kind="{fact.kind}" tabindex="-1"{swap}>'
        f"{_same(language, 'pick').replace('/0/', str(pk))}"
        f'<div class="fact-line"><a class="what" href="#w{pk}">{escape(row.what)}</a>{value}</div>'
        f'<div class="sub">{state}{"".join(f"<span>{bit}</span>" for bit in bits)}</div>{doubts}'
        f"{_same(language, 'decided' if row.decided else 'open').replace('/0/', f'/{pk}/')}"
        f'<div class="more" id="more-{pk}"></div></li>\n'
    )
    return SafeString(made)


@register.filter
def rule_name(rule: str) -> str:
    """A rule of the reader in words."""
    return steps.rule_name(rule)


def _behind(row: Row) -> str:
    words = escape(Truncator(row.words).chars(LONGEST))
    return f'<a href="{escape(row.address)}">{words}</a>' if row.address else words


@cache
def _same(_language: str | None, part: str) -> str:
    """What all items have in common, with /0/ where the number goes."""
    return render_to_string(f"sources/_fact_item.html#{part}").strip()
