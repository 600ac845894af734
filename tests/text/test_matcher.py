"""The phrase matcher: whole words, leftmost-longest, and the same with and without the Rust automaton."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.text import matcher
from dondoc.text.matcher import FamilyMatcher, PhraseMatcher

CASES = [
    ("the longer phrase wins", ["tỷ lệ", "tỷ lệ hộ nghèo"], "giảm tỷ lệ hộ nghèo", ["tỷ lệ hộ nghèo"]),
    ("a shorter phrase stands where the longer breaks off in a word", ["tỷ", "tỷ lệ"], "5 tỷ lệch", ["tỷ"]),
    ("no phrase inside a word", ["ha"], "nhà ở, 5 ha", ["ha"]),
    (
        "a false start inside a word hides nothing",
        ["an toàn", "toàn tỉnh"],
        "ban toàn tỉnh",
        ["toàn tỉnh"],
    ),
    (
        "the left of two that overlap stands",
        ["kế hoạch vốn", "vốn năm"],
        "kế hoạch vốn năm",
        ["kế hoạch vốn"],
    ),
    ("digits and underscores are letters of a word", ["quý"], "quý3 quý_3 quý 3", ["quý"]),
    ("no phrases, no hits", [], "tăng 5%", []),
    ("an empty phrase is no phrase", ["", "tăng"], "tăng", ["tăng"]),
    (
        "signs are only letters here",
        ["(grdp)", "a.b"],
        "x (grdp) a.b axb",
        ["(grdp)", "a.b"],
    ),
]


@pytest.mark.parametrize("fast", [True, False])
@pytest.mark.parametrize(("reason", "phrases", "text", "found"), CASES, ids=[c[0] for c in CASES])
def test_phrases_are_found_as_whole_words(reason, phrases, text, found, fast):
    """A phrase is found where it stands as words of its own, and nowhere else."""
    hits = PhraseMatcher({p: p for p in phrases}, fast=fast).find(text)

    assert [text[start:end] for start, end, _ in hits] == found
    assert all(payload == text[start:end] for start, end, payload in hits)


@given(
    st.lists(st.text("ab_ ", min_size=1, max_size=4), max_size=6),
    st.lists(st.text("ab_ ", min_size=1, max_size=4), max_size=6),
    st.text("ab_ ", max_size=40),
)
def test_families_in_one_pass_are_found_as_one_by_one(first, second, text):
    """One pass over several families finds for each what its own pass would."""
    families = {"first": {p: p for p in first}, "second": {p: p for p in second}}
    singly = {name: PhraseMatcher(phrases).find(text) for name, phrases in families.items()}

    for fast in (True, False):
        matcher = FamilyMatcher(families, fast=fast)
        assert {name: matcher.find(text, name)[name] for name in families} == singly


@pytest.mark.skipif(not matcher.has_fast_matcher(), reason="ahocorasick_rs is not installed")
@given(
    st.lists(st.text("ab_ c.", min_size=1, max_size=5), max_size=8),
    st.text("ab_ c.", max_size=40),
)
def test_both_matchers_agree(phrases, text):
    """What is found does not depend on what is installed."""
    table = {p: p for p in phrases}

    assert PhraseMatcher(table).find(text) == PhraseMatcher(table, fast=False).find(text)
