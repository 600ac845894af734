"""Two versions of a draft: every word of both is told, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.assessment.difference import difference
from dondoc.records.difference import Fate

TABLE = [
    ("a b c\nd e f", "a b c\nd e f", ["kept", "kept"], "nothing was changed"),
    ("a b c d", "a b x d", ["changed"], "one word"),
    ("a b c", "a b c\nx y z", ["kept", "added"], "a paragraph more"),
    ("a b c\nx y z", "a b c", ["kept", "removed"], "a paragraph less"),
    ("a b c", "x y z", ["added", "removed"], "nothing in common: one went, another came"),
    ("a  b\n\n c", "a b\nc", ["kept", "kept"], "spaces and blank lines do not count"),
    ("", "", [], "nothing at all"),
]


@pytest.mark.parametrize(("older", "newer", "fates", "why"), TABLE, ids=[row[-1] for row in TABLE])
def test_what_became_of_each_paragraph(older: str, newer: str, fates: list[str], why: str) -> None:
    """In the order of the newer one."""
    assert [change.fate.value for change in difference(older, newer)] == fates, why


TEXT = st.lists(st.lists(st.sampled_from("abcd"), max_size=6).map(" ".join), max_size=8).map("\n".join)


@given(TEXT, TEXT)
def test_both_versions_can_be_read_off(older: str, newer: str) -> None:
    """Without what was added stand the older words, without what was removed the newer ones, in order."""
    told = [piece for change in difference(older, newer) for piece in change.pieces]
    assert " ".join(p.words for p in told if p.fate != Fate.REMOVED).split() == newer.split()
    assert sorted(" ".join(p.words for p in told if p.fate != Fate.ADDED).split()) == sorted(older.split())
