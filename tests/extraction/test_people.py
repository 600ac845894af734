import orders
import pytest

from dondoc import packs
from dondoc.extraction import people

PLACES = sorted(form for form in packs.load().forms("places") if not form.isupper())


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


@pytest.mark.parametrize("name", ["Trần Văn Thử", "Lê Ô Nghiệm", "Ninh Thị Ví", "Cao Hường Thử"])
def test_no_places_name_runs_into_a_persons(name):
    """ "UBND tỉnh Quảng Ninh Cao Hường Thử": the last word of a place may be a family name as well."""
    wrong = [
        place
        for place in PLACES
        if [p.name for p in people.find(orders.context(f"Chủ tịch UBND tỉnh {place} {name} phát biểu."))]
        != [name]
    ]

    assert wrong == []


@pytest.mark.parametrize(
    ("words", "names", "why"),
    [
        ("Bí thư Đảng ủy phường Mông Thử, phát biểu.", [], "a ward that looks like a name"),
        ("Chủ tịch UBND xã Lê Thử cho biết thêm.", ["Lê Thử"], "a short name before its verb"),
        ("Bí thư Huyện ủy Tân Ninh Lê Văn Thử dự.", ["Lê Văn Thử"], "a district that no pack knows"),
    ],
)
def test_names_beside_places(words, names, why):
    """What stands after "xã", "phường" is a place unless a verb follows."""
    assert [p.name for p in people.find(orders.context(words))] == names, why
