"""What a comparison says in a line, in the reader's language: ratio, growth, points, places.

22.710 beside a plan of 22.200  →  "bằng 102,3 % kế hoạch, vượt 2,3 %"
55,02 % after 58,79 %           →  "thấp hơn 3,77 điểm phần trăm"
"""

from __future__ import annotations

from fractions import Fraction

from django.utils.translation import gettext as _

from dondoc.assessment.comparison import HUNDRED, Kind
from dondoc.assessment.sidebyside import Against
from dondoc.web.core.quantities import number_text
from dondoc.web.judgement.comparisons import Comparison, Line
from dondoc.web.judgement.words import decimal_text
from dondoc.web.results.models import Observation

TWICE = 2  # from so many times on, "gấp n lần" says it better than a percentage


def line_words(found: Comparison, line: Line) -> str:
    """One line's comparison; "" where nothing can be said."""
    if line.against is Against.PLAN:
        return _of(line, found, _("kế hoạch"), _("vượt {n} %"), _("thiếu {n} %"))
    if line.against is Against.TERM:
        return _of(line, found, _("chỉ tiêu nhiệm kỳ"), _("vượt {n} %"), _("còn {n} %"))
    if line.against is Against.SAME_PERIOD:
        return _growth(line, found)
    return _elsewhere(line, found)


def _of(line: Line, found: Comparison, whole: str, over: str, short: str) -> str:
    """Amounts as a share of a plan, with how much they exceed it or lack; everything else as a difference."""
    if line.share is None:
        return _difference(line, found)
    share = line.share * HUNDRED
    said = _("bằng {share} % {whole}").format(share=decimal_text(share, 1), whole=whole)
    if share == HUNDRED:
        return said
    more = over if share > HUNDRED else short
    return f"{said}, {more.format(n=decimal_text(abs(share - HUNDRED), 1))}"


def _growth(line: Line, found: Comparison) -> str:
    change = line.change
    if change is None:
        return ""
    if change.kind is Kind.POINTS or (line.share is None and line.within is None):
        return _difference(line, found)
    if change.ratio is None or change.amount == 0:
        return _("bằng cùng kỳ")
    grown = _("tăng {n} %") if change.amount > 0 else _("giảm {n} %")
    said = grown.format(n=decimal_text(abs(change.amount), 1))
    if change.ratio >= TWICE:
        return _("gấp {n} lần cùng kỳ, {grown}").format(n=decimal_text(change.ratio, 2), grown=said)
    return _("bằng {n} % cùng kỳ, {grown}").format(n=decimal_text(change.ratio * HUNDRED, 1), grown=said)


def _elsewhere(line: Line, found: Comparison) -> str:
    """Of a rate the points and how many times it is; of an amount its share, which is no growth."""
    if found.rate:
        said = _difference(line, found)
        if line.share is not None and line.share >= Fraction(3, 2):
            said += _(", gấp {n} lần").format(n=decimal_text(line.share, 2))
        return said
    if line.share is None:
        return _difference(line, found)
    return _("bằng {n} %").format(n=decimal_text(line.share * HUNDRED, 1))


def _difference(line: Line, found: Comparison) -> str:
    change = line.change
    if change is None:
        return ""
    if change.difference == 0:
        return _("bằng nhau")
    higher = _("cao hơn {n} {unit}") if change.difference > 0 else _("thấp hơn {n} {unit}")
    return higher.format(n=decimal_text(abs(change.difference)), unit=difference_unit(found.unit)).strip()


def difference_unit(unit: str) -> str:
    """What a difference of two figures is told in: of per cent, points."""
    if unit.startswith("‰"):
        return _("điểm phần nghìn")
    if unit.startswith(("%", "điểm %")):
        return _("điểm phần trăm")
    return unit


def printed_change(told: Observation) -> str:
    """A change against the same period as it is printed: "tăng 9,6 %", "bằng 109,6 % cùng kỳ"."""
    number = f"{number_text(abs(told.value), told.decimals)} {told.unit}".strip()
    if told.measure == "change":
        return _("giảm {n}").format(n=number) if told.direction == "down" else _("tăng {n}").format(n=number)
    if told.unit.startswith("lần"):
        return _("gấp {n} cùng kỳ").format(n=number)
    return _("bằng {n} cùng kỳ").format(n=number)


def against_word(line: Line) -> str:
    """Whose figure the result is held against."""
    words = {
        Against.PLAN: _("Kế hoạch"),
        Against.SAME_PERIOD: _("Cùng kỳ"),
        Against.COUNTRY: _("Cả nước"),
        Against.REGION: _("Vùng"),
        Against.TERM: _("Nhiệm kỳ"),
    }
    return words[line.against]
