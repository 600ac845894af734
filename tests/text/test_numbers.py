"""Printed numbers and numbers in words: exact, and doubted where the print follows another habit."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.errors import QuantityError
from dondoc.text.numbers import number_at, parse_number, parse_ordinal, parse_words

PRINTED = [
    ("13,45", "13.45", 2, False),
    ("16.900", "16900", 0, False),
    ("1.260,500", "1260.500", 3, False),  # decimals are kept as printed
    ("8,316", "8.316", 3, False),  # a comma is never thousands when it stands alone
    ("728.906.600", "728906600", 0, False),
    ("12 500", "12500", 0, False),
    ("12\u00a0500,5", "12500.5", 1, False),
    ("7.5", "7.5", 1, True),
    ("0.125", "0.125", 3, True),  # no number of thousands begins with a lone zero
    ("1,256,000", "1256000", 0, True),
    ("007", "7", 0, False),
]


@pytest.mark.parametrize(
    ("printed", "value", "decimals", "doubted"), PRINTED, ids=[case[0] for case in PRINTED]
)
def test_a_printed_number_is_read_exactly(printed, value, decimals, doubted):
    """The value is the one printed, to the last digit; foreign habits are read and doubted."""
    number = parse_number(printed)

    assert number.value == Decimal(value)
    assert number.decimals == decimals
    assert bool(number.doubt) == doubted


@pytest.mark.parametrize("printed", ["", "abc", "1.2.3", "12,", "1,2,3", "1" * 60, "-5", "5%"])
def test_what_is_no_number_is_refused(printed):
    """Nothing is guessed from a string that is not one number."""
    with pytest.raises(QuantityError):
        parse_number(printed)


@given(st.integers(0, 10**15), st.integers(0, 6))
def test_what_is_printed_is_read_back(mantissa, decimals):
    """Any amount printed the Vietnamese way is read back exactly."""
    value = Decimal(mantissa).scaleb(-decimals)
    whole, _, fraction = f"{value:,f}".partition(".")
    printed = whole.replace(",", ".") + (f",{fraction}" if fraction else "")

    assert parse_number(printed).value == value


def test_a_number_ends_where_its_print_ends():
    """What follows a number is not eaten, and an endless run of digits is no number."""
    assert number_at("đạt 16.900 tỷ", 4) == (10, parse_number("16.900"))
    assert number_at("5 000 người", 0) == (5, parse_number("5 000"))
    assert number_at("50-55%", 0) == (2, parse_number("50"))
    assert number_at("1" * 40, 0) is None
    assert number_at("tỷ", 0) is None


WORDS = [
    ("ba", 3),
    ("mười", 10),
    ("mười lăm", 15),
    ("hai mươi mốt", 21),
    ("một trăm linh năm", 105),
    ("hai mươi mốt nghìn", 21_000),
    ("hai triệu ba trăm nghìn", 2_300_000),
    ("mười sáu nghìn chín trăm tỷ", 16_900 * 10**9),
    ("ba vạn", 30_000),
    ("năm nay", None),
    ("triệu", None),
    ("", None),
]


@pytest.mark.parametrize(("words", "value"), WORDS, ids=[case[0] or "nothing" for case in WORDS])
def test_a_number_in_words_is_read_whole_or_not_at_all(words, value):
    """Every word must be part of the number."""
    assert parse_words(words) == value


@pytest.mark.parametrize(
    ("word", "rank"), [("nhất", 1), ("hai", 2), ("tư", 4), ("12", 12), ("bảy", 7), ("mấy", None)]
)
def test_an_ordinal_is_digits_or_its_word(word, rank):
    """What stands after "thứ"."""
    assert parse_ordinal(word) == rank
