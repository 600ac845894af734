"""Folding moves nothing, searching needs no marks, sorting is the dictionary's."""

from __future__ import annotations

import timeit
import tomllib
from pathlib import Path
from unicodedata import is_normalized, normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.text.normalize import compose, fold, nfc, original, search_key, sort_key

CORPUS = tomllib.loads(Path(__file__).with_name("normalize.toml").read_text("utf-8"))
# Letters, marks and signs that decide: any other text is in `st.text()`.
VIETNAMESE = st.text(
    "aăâeêioôơuưyqđtklAĐƯÐƣİàáảãạỉíìĩỳýỷỹỵoèé \u00a0\u2011–\u0301\u0323\u0302\u031b\n1", max_size=40
)
ANY = st.one_of(VIETNAMESE, st.text(max_size=40))


@pytest.mark.parametrize("case", CORPUS["fold"], ids=lambda case: case["why"])
def test_two_spellings_fold_to_one(case):
    """Rules match one form, whichever spelling a document has."""
    assert fold(case["text"]) == case["same"]


@given(ANY)
def test_folding_keeps_every_offset(text):
    """A place in the folded text is the same place in the text."""
    assert len(fold(text)) == len(text)


@given(ANY)
def test_folding_twice_changes_nothing(text):
    """A lexicon may be folded when it is built and again when it is asked."""
    assert fold(fold(text)) == fold(text)


@given(VIETNAMESE, VIETNAMESE)
def test_a_line_folds_alike_alone_and_in_its_text(left, right):
    """Whole texts and single lines are folded; both must give the same words."""
    assert fold(f"{left}\n{right}") == f"{fold(left)}\n{fold(right)}"


@pytest.mark.parametrize("case", CORPUS["search"], ids=lambda case: case["why"])
def test_search_needs_no_marks(case):
    """ "duong" finds "Đường"."""
    assert search_key(case["text"]) == case["same"]


@given(ANY)
def test_search_key_is_stable(text):
    """Keys of texts and of questions are made alike, with one space between words."""
    key = search_key(text)

    assert search_key(key) == key
    assert "  " not in key
    assert key == key.strip()


@pytest.mark.parametrize("case", CORPUS["order"], ids=lambda case: case["why"])
def test_vietnamese_order(case):
    """The key's bytes stand in the dictionary's order."""
    shuffled = case["words"][::-1]

    assert sorted(shuffled, key=sort_key) == case["words"]


@given(ANY)
def test_sort_keys_are_ascii(text):
    """SQLite and PostgreSQL with COLLATE "C" order ASCII by its bytes, both alike."""
    assert sort_key(text).isascii()


@given(ANY)
def test_nfc_says_where_characters_came_from(text):
    """A starter of the composed text stands, decomposed, at its place in the original."""
    made, offsets = nfc(text)

    assert is_normalized("NFC", made)
    assert made == normalize("NFC", text)
    assert offsets == tuple(sorted(offsets))
    for place, character in enumerate(made):
        was = original(offsets, place)
        if character.isalpha() and character < "ༀ" and 0 <= was < len(text) and "\n" not in text:
            first = normalize("NFD", character)[0]
            assert any(normalize("NFD", c)[0] == first for c in text[max(0, was - 2) : was + 3])


def test_an_nfc_text_needs_no_map():
    """Plain files are NFC as a rule; they carry no map."""
    assert nfc("Đôn đốc") == ("Đôn đốc", ())


def test_decomposed_words_are_found_again():
    """The map leads from a word to the place where it stood before composing."""
    was = normalize("NFD", "Tỉnh ủy Bình Sơn họp")
    text, offsets = nfc(was)

    place = original(offsets, text.index("họp"))

    assert was[place:] == normalize("NFD", "họp")


def test_two_changes_make_one_map():
    """A PDF's lines are joined and then composed: one map leads back over both."""
    first, then = ((5, 7),), ((3, 4), (8, 10))

    joined = compose(first, then)

    for place in range(14):
        assert original(joined, place) == original(first, original(then, place))


def test_a_pile_of_marks_is_read_in_linear_time():
    """Hostile text: a hundred thousand marks on one letter must not take the square of that."""
    text = "a" + "\u0301\u0323" * 50_000

    seconds = timeit.timeit(lambda: (nfc(text), search_key(text), sort_key(text), fold(text)), number=1)

    assert seconds < 5
