"""What does not fit in a project's figures: shown, never refused.

Paid beyond the plan, paid without one, a cumulative figure that falls, plans beyond the whole, more land than
there was to hand over. An office may have its reasons, and says so where the figure comes from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from django.utils.translation import gettext as _

from dondoc.web.core.quantities import number_text
from dondoc.web.projects.models import MONEY, Capital, CapitalKind, Project
from dondoc.web.projects.selectors import Land, SourceMoney
from dondoc.web.projects.templatetags.projects import micro_money, money
from dondoc.web.sources.convert import micro


def doubts(
    project: Project, sources: Iterable[SourceMoney], capital: Sequence[Capital], land: Land, *, year: int
) -> list[str]:
    """Sentences for the page.

    Args:
        project: Whose figures.
        sources: The money of the year, by source.
        capital: All standing sums of the project, of all years.
        land: Where the land stands.
        year: The year shown.
    """
    return [*_paid(sources, year), *_fallen(capital, year), *_beyond(project, capital), *_land(land)]


def _paid(sources: Iterable[SourceMoney], year: int) -> Iterator[str]:
    for one in sources:
        paid, planned = one.money.disbursed, one.money.planned
        if paid and not planned:
            words = _("%(source)s: đã giải ngân %(paid)s nhưng chưa ghi kế hoạch vốn năm %(year)s.")
            yield words % {"source": one.source_name, "paid": money(paid), "year": year}
        elif paid > planned:
            words = _("%(source)s: đã giải ngân %(paid)s, vượt kế hoạch %(planned)s là %(over)s.")
            over = {"paid": money(paid), "planned": money(planned), "over": money(paid - planned)}
            yield words % {"source": one.source_name, **over}


def _fallen(capital: Sequence[Capital], year: int) -> Iterator[str]:
    paid = [one for one in capital if one.kind == CapitalKind.DISBURSED and one.year == year]
    paid.sort(key=lambda one: (one.source, one.period_end, one.pk))
    for before, after in pairwise(paid):
        if before.source == after.source and (after.micro or 0) < (before.micro or 0):
            words = _("%(source)s: lũy kế đến %(day)s là %(now)s, thấp hơn %(was)s đến %(earlier)s.")
            yield words % {
                "source": after.get_source_display(),
                "day": f"{after.period_end:%d/%m/%Y}",
                "now": micro_money(after.micro),
                "was": micro_money(before.micro),
                "earlier": f"{before.period_end:%d/%m/%Y}",
            } + (f" ({after.words})" if after.words else "")


def _beyond(project: Project, capital: Sequence[Capital]) -> Iterator[str]:
    if project.total is None:
        return
    whole = micro(project.total, project.total_unit, MONEY, "level")
    planned = sum(one.micro or 0 for one in capital if one.kind == CapitalKind.PLANNED)
    if whole is not None and planned > whole:
        words = _("Kế hoạch vốn các năm cộng lại %(planned)s, vượt tổng mức đầu tư %(whole)s.")
        yield words % {"planned": micro_money(planned), "whole": micro_money(whole)}


def _land(land: Land) -> Iterator[str]:
    if land.whole is not None and land.done is not None and Fraction(land.done.area) > land.whole.area:
        words = _("Đã bàn giao %(done)s ha, nhiều hơn %(whole)s ha phải bàn giao.")
        yield words % {"done": number_text(land.done.area), "whole": number_text(land.whole.area)}
