"""Who answers for what a body that has ended was given."""

from __future__ import annotations

from typing import Any

from django import template

from dondoc.web.reorganisations.models import Passage

register = template.Library()


@register.inclusion_tag("reorganisations/_answerer.html")
def answerer(target: Any) -> dict[str, Any]:
    """The body that took a target over last, with the reorganisation; nothing where it is its own body."""
    passages = Passage.objects.filter(target=target, withdrawn_at=None)
    return {"passage": passages.select_related("taker", "reorganisation").order_by("-pk").first()}
