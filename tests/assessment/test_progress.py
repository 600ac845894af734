"""Result beside target: the percentage people print, and an exact difference."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.assessment.progress import progress

D = Decimal

CASES = [
    # observed, low, high, ratio → percent, difference, why
    (D("22710"), D("22200"), None, True, D("102.30"), D("510"), "an amount: actual ÷ plan"),
    (D("13.45"), D("14.5"), None, False, None, D("-1.05"), "a rate: points short, no share of a rate"),
    (D("7.18"), D("7.5"), D("8.0"), False, None, D("-0.32"), "below a range: the floor decides"),
    (D("87.7"), D("87"), D("88"), False, None, D("0"), "inside a range there is no difference"),
    (D("35.39"), D("32"), D("33"), False, None, D("2.39"), "above a range: from its upper end"),
    (D("-4"), D("10"), None, True, D("-40.00"), D("-14"), "a worse result is a result, not a missing one"),
    (D("5"), D("0"), None, True, None, D("5"), "nothing is a share of nothing"),
]


@pytest.mark.parametrize(("observed", "low", "high", "ratio", "percent", "difference", "why"), CASES)
def test_progress_is_plain_arithmetic(
    observed: D, low: D, high: D | None, ratio: bool, percent: D | None, difference: D, why: str
) -> None:
    """Percent is result ÷ target at two decimals; the difference is exact."""
    found = progress(observed, low, high, ratio=ratio)

    assert (found.percent, found.difference) == (percent, difference), why


numbers = st.decimals(min_value=1, max_value=10**9, places=3)


@given(observed=numbers, target=numbers)
def test_scaling_the_unit_changes_no_percentage(observed: D, target: D) -> None:
    """Tỷ đồng or triệu đồng: the same share of plan."""
    in_ty = progress(observed, target, ratio=True)
    in_trieu = progress(observed * 1000, target * 1000, ratio=True)

    assert in_ty.percent == in_trieu.percent
