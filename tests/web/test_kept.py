"""What is reckoned once for a branch: the key says all that it depends on."""

from __future__ import annotations

from typing import Any

import pytest

from dondoc.web.core.kept import key_of


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (("n-m", 2, {1, 2}, 7), "the data changed"),
        (("n-m", 1, {1}, 7), "another branch"),
        (("n-m", 1, {1, 2}, 8), "another document"),
        (("targets", 1, {1, 2}, 7), "something else"),
    ],
)
def test_keys(other: Any, why: str) -> None:
    """A key stands for all that the result depends on, in whatever order a branch is told."""
    assert key_of("n-m", 1, [2, 1], 7) == key_of("n-m", 1, {1, 2}, 7)
    assert key_of("n-m", 1, {1, 2}, 7) != key_of(*other), why
