"""JSON text: what the standard library prints, letter for letter; decimals as they stand."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.records.document import DocumentType
from dondoc.writing.json_text import printed

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=20,
)


@given(VALUES, st.sampled_from([None, 1, 2, 4]))
def test_it_is_what_json_prints(value, indent):
    """The same letters as `json.dumps`, whatever stands in keys and values."""
    assert printed(value, indent) == json.dumps(value, ensure_ascii=False, indent=indent)


# value, text, why
CASES = [
    (Decimal("13.45"), "13.45", "no binary noise"),
    (Decimal("1E+3"), "1000", "never in powers of ten"),
    ({"%s": "%", "a%%": 1}, '{"%s": "%", "a%%": 1}', "a percent sign is a letter like others"),
    ((1, 2), "[1, 2]", "a tuple is a list"),
    ([True, False], "[true, false]", "truth is no number"),
    (DocumentType.PLAN, '"plan"', "an enumeration of words is its word"),
]


@pytest.mark.parametrize(("value", "text", "why"), CASES, ids=[c[2] for c in CASES])
def test_each_kind_of_value(value, text, why):
    """Each kind of value has one way to be printed."""
    assert printed(value, None) == text


@pytest.mark.parametrize("value", [{1}, b"x", {"a": object()}, {1: 2}], ids=["set", "bytes", "inside", "key"])
def test_what_does_not_belong_is_refused(value):
    """Nothing is printed that a reader of the format would not know."""
    with pytest.raises(TypeError):
        printed(value, 2)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("NaN")])
def test_what_is_no_number_is_refused(value):
    """JSON has no word for it."""
    with pytest.raises(ValueError, match=r"."):
        printed(value, 2)
