"""How counts are printed, and where a row's words stand."""

from __future__ import annotations

from decimal import Decimal

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from dondoc.records.facts import Part
from dondoc.records.source import NOWHERE
from dondoc.web.core.templatetags.dondoc import status
from dondoc.web.matters.models import Matter, Tally, TallyPart
from dondoc.writing import labels

register = template.Library()

# state → (tone, shape, word)
MATTER_STATES = {
    "open": ("info", "s-open", gettext_lazy("Chưa giải quyết")),
    "answered": ("info", "s-half", gettext_lazy("Đã trả lời")),
    "fixed": ("ok", "s-ok", gettext_lazy("Đã khắc phục")),
    "repeated": ("bad", "undo", gettext_lazy("Lặp lại")),
}


@register.simple_tag
def matter_state(state: str) -> SafeString:
    """Where a matter stands: shape, word, tone."""
    return status(*MATTER_STATES[state])


@register.filter
def words_address(row: Matter | Tally) -> str:
    """The document's page at the words the row was confirmed from."""
    mention = next(iter(row.mentions.all()), None)
    address = reverse("document", args=[row.document_id])
    return f"{address}?fact={mention.fact_id}#w{mention.fact_id}" if mention else address


@register.filter
def part_text(part: TallyPart) -> str:
    """`tín nhiệm cao 78 (97,5%)`."""
    count = None if part.number is None else Decimal(part.number)
    return labels.part(Part(part.label, NOWHERE, count, part.share, part.percent_decimals))


@register.filter
def whole_text(tally: Tally) -> str:
    """What the parts are of: `80 (tổng số đại biểu)`."""
    size = "" if tally.total is None else labels.number(Decimal(tally.total))
    of = labels.DENOMINATOR.get(tally.total_of, "")
    return f"{size} ({of})" if size and of else size or of


@register.filter
def vote_name(tally: Tally) -> str:
    """`lấy phiếu tín nhiệm`; "" where it is no vote."""
    return labels.VOTE.get(tally.vote, "")
