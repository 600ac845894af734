"""Who answers for what a body that has ended was given, and whose it was before."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator, capfirst

from dondoc.web.reorganisations.kinds import BY_NAME
from dondoc.web.reorganisations.models import Passage

register = template.Library()

# The page of a thing that passed, and the column of it that the address names.
_PAGES = {
    "task": ("task", "pk"),
    "target": ("target", "pk"),
    "child": ("body", "pk"),
    "partner": ("task", "task_id"),
    "part": ("task", "task_id"),
    "item": ("programme-item", "pk"),
    "project": ("project", "pk"),
    "obligation": ("obligation", "pk"),
    "charge": ("body", "body_id"),
    "matter": ("matter", "pk"),
}


@register.inclusion_tag("reorganisations/_answerer.html")
def answerer(target: Any) -> dict[str, Any]:
    """The body that took a target over last, with the reorganisation; nothing where its body still exists."""
    if target.body.valid_to is None:
        return {"passage": None}
    passages = Passage.objects.filter(target=target, withdrawn_at=None)
    return {"passage": passages.select_related("taker", "reorganisation").order_by("-pk").first()}


@register.inclusion_tag("reorganisations/_came_from.html")
def came_from(kind: str, thing: Any) -> dict[str, Any]:
    """The bodies in whose name it stood before, with the reorganisations; nothing where there was none."""
    passages = Passage.objects.filter(**{kind: thing}, withdrawn_at=None)
    return {"passages": list(passages.select_related("giver", "reorganisation").order_by("-pk"))}


@register.simple_tag
def passed(passage: Passage) -> SafeString:
    """What passed, as a link to its page."""
    kind, thing = passage.kind, passage.thing
    page, column = _PAGES[kind]
    words = Truncator(capfirst(BY_NAME[kind].words(thing))).chars(160)
    return format_html('<a href="{}">{}</a>', reverse(page, args=[getattr(thing, column)]), words)
