"""How pages print obligations and shares."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from dondoc.assessment.deadlines import days_late
from dondoc.web.core.quantities import number_text
from dondoc.web.core.templatetags.dondoc import status
from dondoc.web.obligations.selectors import SENT

register = template.Library()

# state → (tone, shape, word)
STATES = {
    "done_in_time": ("ok", "s-ok", gettext_lazy("Đúng hạn")),
    "done_late": ("warn", "s-ok", gettext_lazy("Đã làm, quá hạn")),
    "open_in_time": ("info", "s-half", gettext_lazy("Trong hạn")),
    "open_late": ("bad", "s-late", gettext_lazy("Quá hạn")),
    "sent": ("info", "s-wait", gettext_lazy("Đã gửi, chờ xác nhận")),
    "waived": ("", "s-no", gettext_lazy("Được miễn")),
    # of a plan, on the board of a document
    "issued_in_time": ("ok", "s-ok", gettext_lazy("Đúng hạn")),
    "issued_late": ("warn", "s-ok", gettext_lazy("Ban hành chậm")),
    "owed": ("info", "s-half", gettext_lazy("Chưa ban hành")),
    "late": ("bad", "s-late", gettext_lazy("Quá hạn")),
    "unasked": ("", "s-ok", gettext_lazy("Ban hành, không phải giao")),
    "none": ("", "s-open", gettext_lazy("Không phải ban hành")),
}


@register.simple_tag
def obligation_state(state: str) -> SafeString:
    """A state of an obligation: shape, word, tone."""
    return status(*STATES[state])


@register.filter
def share_text(share: Fraction | None) -> str:
    """19/20 → "95 %"; 100 % is said of all only; "" where it is not known."""
    if share is None:
        return ""
    exact = Decimal(share.numerator) * 100 / Decimal(share.denominator)
    percent = exact.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    if percent == 100 and share != 1:
        percent = Decimal("99.9") if share < 1 else Decimal("100.1")
    whole = percent == percent.to_integral_value()
    return f"{number_text(percent.quantize(Decimal(1)) if whole else percent)} %"


@register.filter
def owed_days(obligation: Any, today: Any) -> int:
    """Whole days past the due day: at fulfilment, when its report was sent, or so far."""
    if obligation.waived_on is not None:
        return 0
    if obligation.calendar and obligation.fulfilled_on is None and obligation.report.state in SENT:
        return days_late(due=obligation.due, done=obligation.report.counted_on, as_of=today)
    return days_late(due=obligation.due, done=obligation.fulfilled_on, as_of=today)
