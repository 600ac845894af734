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


MOVED = [
    ("1. thu hút dự án\n2. lắp thiết bị", "1. lắp thiết bị\n2. thu hút dự án", 1, "with another number"),
    ("- a b c\nd e f\ng h i", "d e f\ng h i\n- a b c", 1, "the same bullet"),
    ("a b c\nd e f", "d e f\na b x", 0, "with another word it went and another came"),
    ("1 | Cảng cá | UBND\n2 | Khu neo | Sở", "1 | Khu neo | Sở\n2 | Cảng cá | UBND", 1, "a row of a table"),
    ("a b c\nd e f", "d e f\na b c\na b c", 1, "one of two that came is the one that went"),
]


@pytest.mark.parametrize(("older", "newer", "moved", "why"), MOVED, ids=[row[-1] for row in MOVED])
def test_what_only_moved(older: str, newer: str, moved: int, why: str) -> None:
    """As many went as came; what came new beside it is no move."""
    told = difference(older, newer)
    for fate in (Fate.ADDED, Fate.REMOVED):
        assert sum(change.moved for change in told if change.fate is fate) == moved, why


KINDS = [
    ("3. vốn đối ứng hằng năm", "2. vốn đối ứng hằng năm", True, "another number"),
    ("3. vốn đối ứng hằng năm", "2. vốn vay hằng năm", False, "and another word"),
    ("12 dự án nuôi biển", "15 dự án nuôi biển", False, "a number that is counted is no label"),
    ("a) vốn đối ứng hằng năm", "b) vốn đối ứng hằng năm", True, "letters"),
]


@pytest.mark.parametrize(("older", "newer", "only", "why"), KINDS, ids=[row[-1] for row in KINDS])
def test_what_only_has_another_number(older: str, newer: str, only: bool, why: str) -> None:
    """Its words are the same."""
    (change,) = difference(older, newer)
    assert change.renumbered is only, why


HEADINGS = [
    ("II. NHIỆM VỤ", True, "a Roman number"),
    ("Điều 3. Tổ chức thực hiện", True, "an article"),
    ("MỤC TIÊU CỤ THỂ", True, "capitals"),
    ("Mục tiêu đến năm 2030 đạt 480 nghìn tấn", False, "a sentence that begins like one"),
    ("c) Sở Tài chính bố trí vốn", False, "a point"),
    ("1 | UBND | TTHC", False, "a row of a table"),
]


@pytest.mark.parametrize(("words", "is_one", "why"), HEADINGS, ids=[row[-1] for row in HEADINGS])
def test_what_is_a_heading(words: str, is_one: bool, why: str) -> None:
    """Under which the changes are shown."""
    (change,) = difference(words, words)
    assert change.heading is is_one, why


TEXT = st.lists(st.lists(st.sampled_from("abcd"), max_size=6).map(" ".join), max_size=8).map("\n".join)


@given(TEXT, TEXT)
def test_both_versions_can_be_read_off(older: str, newer: str) -> None:
    """Without what was added stand the older words, without what was removed the newer ones, in order."""
    told = [piece for change in difference(older, newer) for piece in change.pieces]
    assert " ".join(p.words for p in told if p.fate != Fate.REMOVED).split() == newer.split()
    assert sorted(" ".join(p.words for p in told if p.fate != Fate.ADDED).split()) == sorted(older.split())
