"""How counts are printed, and where a row's words stand."""

from __future__ import annotations

from decimal import Decimal

from django import template
from django.urls import reverse

from dondoc.records.facts import Part
from dondoc.records.source import NOWHERE
from dondoc.web.matters.models import Matter, Tally, TallyPart
from dondoc.writing import labels

register = template.Library()


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
