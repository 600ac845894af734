"""A small example of how an indicator adds up, reckoned anew while somebody chooses the rules on a form.

months 10; –; 15 by "cộng dồn"        →  10, –, 25
bodies 30/100 and 90/300 by a ratio   →  (30 + 90) ÷ (100 + 300) × 100 = 30
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from dondoc.assessment.aggregation import Amount, Rolled, across_time, across_units, running
from dondoc.records.plan import TimeRule, UnitRule
from dondoc.web.core.quantities import number_text
from dondoc.web.sources.convert import number

MONTHS = "10; ; 15; 20"
BODIES = "30/100; 45/50; 90/300"
_MOST = 12  # numbers in an example


def fraction_text(value: Fraction | None, decimals: int = 2) -> str:
    """An exact number rounded half up for people, without zeros at its end; "–" for none."""
    if value is None:
        return "–"
    whole = Decimal(value.numerator) / Decimal(value.denominator)
    shown = whole.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    trimmed = shown.quantize(Decimal(1)) if shown == shown.to_integral_value() else shown.normalize()
    return number_text(trimmed)


@dataclass(frozen=True, slots=True)
class Step:
    """One month or one body of the example."""

    name: str
    told: str  # as typed
    value: str  # its own figure
    so_far: str  # of months: the figure after it


@dataclass(frozen=True, slots=True)
class Example:
    """Both halves, ready to be printed."""

    months: list[Step]
    bodies: list[Step]
    year: str
    branch: str
    reckoning: str  # how the branch's figure was reckoned
    warning: str  # what another rule would have made of it
    problem: str  # what could not be read


def example(time: TimeRule, units: UnitRule, months: str = "", bodies: str = "", unit: str = "") -> Example:
    """The example for two rules; what cannot be read is said and left out."""
    problems: list[str] = []
    told_months, told_bodies = _typed(months or MONTHS, problems), _typed(bodies or BODIES, problems)
    ratio = units is UnitRule.RATIO
    over_time = [amount for _text, amount in told_months]
    over_bodies = [amount for _text, amount in told_bodies]
    so_far = running(time, over_time)
    year, branch = across_time(time, over_time), across_units(units, over_bodies)
    return Example(
        months=[
            Step(
                _("Tháng %(n)d") % {"n": n},
                text or "–",
                fraction_text(None if amount is None else amount.part),
                fraction_text(so_far[n - 1]),
            )
            for n, (text, amount) in enumerate(told_months, 1)
        ],
        bodies=[
            Step(_("Xã %(n)d") % {"n": n}, text or "–", _own(amount, unit, ratio=ratio), "")
            for n, (text, amount) in enumerate(told_bodies, 1)
        ],
        year=fraction_text(year.value),
        branch=f"{fraction_text(branch.value)} {unit if branch.value is not None else ''}".strip(),
        reckoning=_reckoning(units, over_bodies, branch),
        warning=_warning(units, over_bodies, branch),
        problem=" ".join(problems),
    )


def _typed(text: str, problems: list[str]) -> list[tuple[str, Amount | None]]:
    """Numbers "30/100; ; 5" as typed and as amounts; an empty place is no figure."""
    found: list[tuple[str, Amount | None]] = []
    for piece in re.split(r"[;\t\n]", text)[:_MOST]:
        words = piece.strip()
        part, slash, whole = words.partition("/")
        try:
            found.append(
                (words, Amount(Fraction(number(part)), Fraction(number(whole)) if slash else Fraction(1)))
                if words
                else ("", None)
            )
        except ValueError as error:
            problems.append(str(error))
    return found


def _own(amount: Amount | None, unit: str, *, ratio: bool) -> str:
    if amount is None:
        return "–"
    value = amount.value(ratio=ratio)
    return f"{fraction_text(value)} {unit if ratio else ''}".strip()


def _reckoning(rule: UnitRule, amounts: Sequence[Amount | None], rolled: Rolled) -> str:
    """The arithmetic in one line."""
    known = [one for one in amounts if one is not None]
    if rule is UnitRule.NONE:
        return _("Không cộng: số của cấp trên do chính cấp trên báo cáo.")
    if rolled.value is None:
        return _("Chưa tính được.")
    parts = " + ".join(fraction_text(one.part) for one in known)
    if rule is UnitRule.RATIO:
        wholes = " + ".join(fraction_text(one.whole) for one in known)
        return f"({parts}) ÷ ({wholes}) × 100 = {fraction_text(rolled.value)}"
    if rule is UnitRule.MEAN:
        return f"({parts}) ÷ {len(known)} = {fraction_text(rolled.value)}"
    if rule is UnitRule.MAX:
        highest = "; ".join(fraction_text(one.part) for one in known)
        return _("số cao nhất trong %(numbers)s") % {"numbers": highest}
    return f"{parts} = {fraction_text(rolled.value)}"


def _warning(rule: UnitRule, amounts: Sequence[Amount | None], rolled: Rolled) -> str:
    """What goes wrong where somebody takes the mean of rates, or adds them."""
    rates = [one.value(ratio=True) for one in amounts if one is not None and one.whole != 1]
    known = [rate for rate in rates if rate is not None]
    if rule is UnitRule.RATIO and len(known) > 1:
        mean = sum(known, Fraction()) / len(known)
        if mean != rolled.value:
            return _("Lấy bình quân các tỷ lệ sẽ ra %(mean)s, là số sai.") % {"mean": fraction_text(mean)}
    return ""
