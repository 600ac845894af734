"""How the two pages of the weekly list are shared out among its parts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.assessment.weekly import shared_out

CASES = [
    ([1, 2, 3], 10, [1, 2, 3], "everything fits"),
    ([40, 2, 0, 5], 12, [5, 2, 0, 5], "the least first, the rest one by one"),
    ([40, 40], 5, [3, 2], "not even the least fits: the more pressing part keeps its own"),
    ([40, 40], 9, [5, 4], "an odd line goes to the more pressing part"),
    ([], 9, [], "nothing to share"),
]


@pytest.mark.parametrize(("totals", "room", "lines", "why"), CASES, ids=[row[-1] for row in CASES])
def test_cases(totals, room, lines, why):
    """Lines of each part."""
    assert shared_out(totals, room) == lines, why


@given(st.lists(st.integers(0, 500), max_size=8), st.integers(0, 60), st.integers(0, 6))
def test_the_room_is_used_and_never_more(totals, room, least):
    """No part gets more than it has; lines are left over only where every part has all of its own."""
    lines = shared_out(totals, room, least)

    assert all(0 <= line <= total for line, total in zip(lines, totals, strict=True))
    assert sum(lines) == min(room, sum(totals))
