"""How pages print verdicts: a colour never stands without its shape and its word."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from dondoc.records.contradiction import Contradiction
from dondoc.records.verdict import Judgement, Reason, Result, Verdict
from dondoc.web.core.quantities import number_text
from dondoc.web.core.templatetags.dondoc import status
from dondoc.web.judgement import comparisonwords, words
from dondoc.web.judgement.comparisons import Comparison, Line
from dondoc.web.plans.models import BasisChoice
from dondoc.web.results.models import Observation

register = template.Library()

# verdict → (tone, shape); the word is the verdict's own
LOOKS: dict[Verdict, tuple[str, str]] = {
    Verdict.NOT_MET: ("bad", "s-no"),
    Verdict.BEHIND: ("bad", "s-late"),
    Verdict.NEARLY_MET: ("warn", "s-half"),
    Verdict.NOT_ASSESSABLE: ("", "s-open"),
    Verdict.ON_PACE: ("warn", "clock"),
    Verdict.AHEAD: ("ok", "up"),
    Verdict.MET: ("ok", "s-ok"),
    Verdict.EXCEEDED: ("ok", "s-ok"),
}


@register.filter
def basis(value: str) -> str:
    """Whose plan a target is: "HĐND", "Cấp ủy"."""
    return str(BasisChoice(value).label)


@register.simple_tag
def verdict(value: Verdict | str) -> SafeString:
    """A verdict's chip."""
    return _chip(get_language(), str(value))


@cache
def _chip(_language: str | None, value: str) -> SafeString:
    return status(*LOOKS[Verdict(value)], words.verdict_word(value))


@register.filter
def verdict_name(value: Verdict | str) -> str:
    return words.verdict_word(value)


@register.filter
def sentences(judgement: Judgement) -> list[str]:
    """Its reasons in words."""
    return words.sentences(judgement)


@register.filter
def brief(judgement: Judgement) -> str:
    """What decided, in a line for a board: without what its other columns say already."""
    told = [one for one in judgement.reasons if one.code not in ("so_far", "share")]
    return " ".join(words.sentence(one) for one in told[-2:])


@register.filter
def sentence(reason: Reason) -> str:
    return words.sentence(reason)


@register.filter
def share(value: Fraction | None) -> str:
    """3/4 → 75 %."""
    return "" if value is None else words.share_text(value)


@register.filter
def exact(value: Any) -> str:
    """A fraction or decimal for people, at most two digits where it does not end."""
    return "" if value is None else words.decimal_text(value)


@register.filter
def result(value: Result | None) -> str:
    """A figure's number at its digits."""
    if value is None:
        return ""
    digits = max(0, -int(value.value.as_tuple().exponent))
    return number_text(value.value, min(digits, value.decimals) if value.decimals < 6 else None)


@register.filter
def kind_word(one: Contradiction) -> str:
    """What does not fit."""
    return words.kind_word(one.kind)


@register.filter
def contradiction(one: Contradiction) -> str:
    """The numbers that show it."""
    return words.contradiction_sentence(one)


@register.simple_tag
def compared(found: Comparison, line: Line) -> str:
    """What a comparison's line says."""
    return comparisonwords.line_words(found, line)


@register.filter
def told_change(figure: Observation) -> str:
    """A change against the same period as printed."""
    return comparisonwords.printed_change(figure)


@register.filter
def against(line: Line) -> str:
    """Whose figure a line holds the result against."""
    return comparisonwords.against_word(line)


@register.filter
def frozen_number(text: str) -> str:
    """A number kept as text in a frozen row."""
    return number_text(Decimal(text)) if text else ""
