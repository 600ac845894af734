"""Periods of work programmes: from a kind and a day, and as people say them."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dondoc.records.plan import Period
from dondoc.web.core.templatetags.dondoc import period as period_words
from dondoc.web.programmes.models import Programme, SpanChoice


def period_of(span: str, day: date) -> Period:
    """The year, quarter, month or week (Monday to Sunday) a day lies in."""
    match SpanChoice(span):
        case SpanChoice.YEAR:
            return Period(date(day.year, 1, 1), date(day.year, 12, 31))
        case SpanChoice.QUARTER:
            first = 3 * ((day.month - 1) // 3) + 1
            return Period(
                date(day.year, first, 1), date(day.year, first + 2, monthrange(day.year, first + 2)[1])
            )
        case SpanChoice.MONTH:
            return Period(day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1]))
        case SpanChoice.WEEK:
            monday = day - timedelta(days=day.weekday())
            return Period(monday, monday + timedelta(days=6))


def said(programme: Programme) -> str:
    """quý IV/2026; tuần 19/10–25/10/2026."""
    if programme.span == SpanChoice.WEEK:
        start, end = programme.period_start, programme.period_end
        first = f"{start:%d/%m}" if start.year == end.year else f"{start:%d/%m/%Y}"
        return _("tuần %(first)s–%(last)s") % {"first": first, "last": f"{end:%d/%m/%Y}"}
    return period_words(programme.period)


def parts_of(programme: Programme) -> list[tuple[str, str]]:
    """The quarters and months a matter can be meant for while it has no day: (period, words)."""
    year = programme.period_start.year
    texts = [f"{year}-Q{n}" for n in range(1, 5)] + [f"{year}-{n:02}" for n in range(1, 13)]
    inside = [
        text
        for text in texts
        if text != programme.period
        and programme.period_start <= Period.parse(text).start
        and Period.parse(text).end <= programme.period_end
    ]
    return [(text, period_words(text)) for text in inside]


def month_words(day: date) -> str:
    """The heading over the matters of a month."""
    text = f"{day:%Y-%m}"
    if (get_language() or "vi").startswith("vi"):
        words = period_words(text)
        return words[:1].upper() + words[1:]
    return text
