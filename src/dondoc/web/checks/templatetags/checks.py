"""How a result is shown: marked passages, shares, and the check's place on a document's page."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from dondoc.web.checks import selectors, words
from dondoc.web.sources.models import Document, TypeChoice
from dondoc.writing import check_html, check_labels

register = template.Library()
CHECKED = {
    TypeChoice.PROGRAMME,
    TypeChoice.PLAN,
    TypeChoice.RESOLUTION,
}  # what is checked before it is issued


@register.inclusion_tag("checks/_badge.html")
def check_badge(document: Document, may_check: bool = False) -> dict[str, Any]:  # noqa: FBT001, FBT002
    """The newest check of a programme with its figures, and the way to another one."""
    wanted = document.type in CHECKED
    return {
        "document": document,
        "check": selectors.last_check(document) if wanted else None,
        "may_check": may_check and wanted,
    }


@register.filter
def check_marked(pieces: list[list[str]]) -> SafeString:
    """A passage's words with what differs marked."""
    return mark_safe(check_html.marked(pieces, gettext))  # noqa: S308 (every word passes `escape`)


@register.filter
def check_hundredths(share: int | None) -> str:
    """A share kept in hundredths of a percent, as people read it."""
    return "" if share is None else check_labels.percent(share / 10_000)


@register.filter
def check_source(made: dict[str, Any], key: str) -> str:
    return check_labels.named(made, key)


@register.filter
def check_number(key: str) -> int | None:
    """The register's number of a source, for its address."""
    from dondoc.web.checks.corpus import number_of

    return number_of(key)


@register.filter
def check_share(value: float) -> str:
    return check_labels.percent(value)


@register.filter
def check_likeness(passage: dict[str, Any]) -> str:
    likeness = gettext(check_labels.LIKENESS[passage["likeness"]])
    kept = check_labels.percent(passage["kept"])
    return gettext("%(likeness)s, giữ %(kept)s số chữ") % {"likeness": likeness, "kept": kept}


@register.filter
def check_stated(statement: dict[str, Any]) -> str:
    """Who, then what."""
    return check_labels.stated(statement)


@register.filter
def check_amount(one: dict[str, Any] | None) -> str:
    return check_labels.amount(one, words.when)


@register.filter
def check_changes(row: dict[str, Any]) -> str:
    return check_labels.changes(row, gettext, words.when)


@register.filter
def check_kind(row: dict[str, Any]) -> str:
    return gettext(check_labels.COMMITMENT[row["kind"]])
