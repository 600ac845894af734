"""How far a result is from its target: plain arithmetic, no verdict.

    16.900 tỷ đồng planned, 12.675 tỷ đồng collected → 75 %

Whether a target is *met* is a judgement with rules of its own; this module only divides.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Progress:
    """A result beside its target."""

    percent: Decimal | None  # result ÷ target × 100 at two decimals; None where a ratio says nothing
    difference: Decimal  # result − nearest end of the target; 0 inside a range


def progress(observed: Decimal, low: Decimal, high: Decimal | None = None, *, ratio: bool) -> Progress:
    """Compare a result with a target.

    Args:
        observed: The result, in the indicator's unit.
        low: The target's value, or the lower end of its range, in the same unit.
        high: The upper end of a range; None where the target is one value.
        ratio: Whether "x % of plan" means anything: true for amounts and counts, false for rates and ranks,
            which are compared by their difference.

    Returns:
        The percentage against `low` (rounded half up at two decimals) and the exact difference.
    """
    top = low if high is None else high
    nearest = max(low, min(observed, top))
    percent = None
    if ratio and low:
        percent = (observed / low * HUNDRED).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    return Progress(percent=percent, difference=observed - nearest)
