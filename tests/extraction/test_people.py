import orders
import pytest

from dondoc.extraction import people


@pytest.mark.parametrize("case", orders.cases("people.toml"), ids=lambda case: case["why"])
def test_corpus(case):
    """Each named person with a position stands once, with every position the text gives."""
    found = people.find(orders.context(case["text"]))

    assert {p.name: p.positions for p in found} == case["people"]


def test_span_is_the_first_mention():
    """The place shown for a person is where the name first stands, also without a position there."""
    ctx = orders.context("Đồng chí Trần Văn Thử thăm xã. Bí thư Tỉnh ủy Trần Văn Thử tặng quà.")

    (person,) = people.find(ctx)

    assert ctx.text[person.span.slice] == "Trần Văn Thử"
    assert person.span.start == len("Đồng chí ")
