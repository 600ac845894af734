"""Statements that cannot both be right, with the figures that were really printed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.assessment.contradictions import subject_of, within
from dondoc.assessment.contradictionsbetween import between, unattainable
from dondoc.records.contradiction import Certainty, Contradiction, ContradictionKind, Count, Statement
from dondoc.records.plan import Period

KINDS = ContradictionKind
YEAR = Period.parse("2023")


def said(value: str, unit: str = "%", **more: Any) -> Statement:
    """A number as printed; places are in the order of calls unless told."""
    number, _slash, whole = value.partition("/")
    values: dict[str, Any] = {
        "key": f"{value}{unit}{more.get('name', '')}{more.get('document', '')}",
        "document": "a",
        "words": f"{value} {unit}",
        "value": Decimal(number),
        "decimals": len(number.partition(".")[2]),
        "unit": unit,
        "out_of": Decimal(whole) if whole else None,
        "period": YEAR,
        "indicator": "x",
    }
    return Statement(**(values | more))


def placed(*statements: Statement) -> list[Statement]:
    """One after the other, as in a sentence."""
    return [replace(one, start=20 * n, end=20 * n + 10) for n, one in enumerate(statements)]


def share(value: str, name: str, **more: Any) -> Statement:
    return said(value, measure="share", name=name, **more)


WITHIN = [
    # 28,5 + 39,8 + 31,9 = 100,2 cannot be 100 at one digit
    ([share("28.5", "a"), share("39.8", "b"), share("31.9", "c")], ["shares"]),
    ([share("28.5", "a"), share("39.8", "b"), share("31.7", "c")], []),
    ([share("33.3", "a"), share("33.3", "b"), share("33.3", "c")], []),  # 99,9: rounding
    ([share("28.5", "a"), share("39.8", "b")], []),  # two shares need not be the whole
    ([share("28.5", "a"), share("12.0", "b"), share("10.0", "c")], []),  # nor are these
    # 6/70 is 8,57 %; 8,45 % is 6 of 71
    ([said("6/70", "xã", measure="tally", name="số xã"), share("8.45", "tỷ lệ xã")], ["share"]),
    ([said("6/70", "xã", measure="tally", name="số xã"), share("8.57", "tỷ lệ xã")], []),
    ([said("6/70", "xã", measure="tally", name="số xã"), share("8.6", "tỷ lệ xã")], []),
    ([said("6/70", "xã", measure="tally", name="số xã"), share("8.45", "tỷ lệ hộ nghèo")], []),
    # 181,9 nghìn tỷ beside 7,6 tỷ USD: a rate is implied; a second pair at another rate contradicts
    ([said("181.9", "nghìn tỷ đồng"), said("7.6", "tỷ USD")], ["equivalent"]),
    (
        [said("181.9", "nghìn tỷ đồng"), said("7.6", "tỷ USD"), said("10.0", "nghìn tỷ đồng"),
         said("500", "triệu USD")],
        ["equivalent", "equivalent"],
    ),
    # in dollars its unit is not the indicator's, so only the name tells that it is the same amount
    ([said("51200", "tỷ đồng", name="Tổng vốn đầu tư", indicator="investment"),
      said("2.01", "tỷ USD", name="tổng vốn đầu tư", indicator="tổng vốn đầu tư")], ["equivalent"]),
    ([said("51200", "tỷ đồng", name="Tổng vốn đầu tư", indicator="investment"),
      said("2.01", "tỷ USD", name="vốn FDI", indicator="fdi")], []),
    # "gấp gần 2,5 lần": what the country's figure would have to be
    ([said("13.45"), said("2.5", "lần", measure="ratio", base="country", words="gấp gần 2,5 lần")],
     ["multiple"]),
]  # fmt: skip


@pytest.mark.parametrize(("statements", "kinds"), WITHIN)
def test_within_a_document(statements: list[Statement], kinds: list[str]) -> None:
    assert [one.kind.value for one in within(placed(*statements))] == kinds


def only(found: list[Contradiction]) -> Contradiction:
    (one,) = found
    return one


def test_what_would_fit_is_told() -> None:
    """8,45 % is what 6 of 71 are; the ratio is exact."""
    found = only(within(placed(said("6/70", "xã", measure="tally"), share("8.45", ""))))

    assert (found["ratio"], found["fits"]) == (Fraction(60, 7), Decimal(71))
    assert [side.number for side in found.sides] == ["6/70 xã", "8.45 %"]


def test_a_rate_of_exchange() -> None:
    """Between 23.771 and 24.099 đồng: alone it is only implied; beside 20.000 it contradicts."""
    one = only(within(placed(said("181.9", "nghìn tỷ đồng"), said("7.6", "tỷ USD"))))
    both = within(
        placed(
            said("181.9", "nghìn tỷ đồng"), said("7.6", "tỷ USD"), said("10.0", "nghìn tỷ đồng"),
            said("500", "triệu USD"),
        )
    )  # fmt: skip

    assert one.certainty is Certainty.IMPLIES
    assert (int(one["low"]), int(one["high"])) == (23771, 24099)  # type: ignore[arg-type]
    assert [x.certainty for x in both] == [Certainty.IMPLIES, Certainty.CONTRADICTS]


@pytest.mark.parametrize(
    ("country", "kinds"),
    [
        ("5.05", ["multiple"]),  # 13,45 is 2,66 times 5,05: more than 2,5, not nearly
        ("5.45", []),  # 2,47 times: nearly 2,5
    ],
)
def test_nearly_so_many_times(country: str, kinds: list[str]) -> None:
    told = placed(said("13.45"), said("2.5", "lần", measure="ratio", base="country", words="gấp gần 2,5 lần"))

    found = within(told, known=[said(country, scope="country", document="b")])

    assert [one.kind.value for one in found] == kinds
    assert all(one.certainty is Certainty.CONTRADICTS for one in found)


@pytest.mark.parametrize(
    ("printed", "words", "plans", "kinds"),
    [
        ("104", "đạt 104% dự toán", ["17300"], []),  # 18.000 ÷ 17.300 = 104,05 %
        ("104", "đạt 104% dự toán", ["16000"], ["attainment"]),  # 112,5 %
        ("104", "đạt 104% dự toán", ["16000", "17300"], []),  # it fits one of two bases
        ("4", "vượt 4% kế hoạch", ["17300"], []),
        ("4", "vượt 4% kế hoạch", ["17900"], ["attainment"]),
        ("104", "đạt 104% dự toán", [], []),  # no plan is known: nothing is claimed
    ],
)
def test_against_the_plan(printed: str, words: str, plans: list[str], kinds: list[str]) -> None:
    result = said("18000", "tỷ đồng")
    told = placed(result, said(printed, measure="attainment", base="plan", words=words))
    planned = {subject_of(result): [said(one, "tỷ đồng", status="target", document="p") for one in plans]}

    assert [one.kind.value for one in within(told, plans=planned)] == kinds


def count(document: str, total: int | None, of: str = "NQ", **parts: int) -> Count:
    told = tuple((name, Decimal(value)) for name, value in parts.items())
    whole = None if total is None else Decimal(total)
    return Count(f"{document}{total}", document, f"{total} chỉ tiêu", whole, told, of, "2023")


@pytest.mark.parametrize(
    ("one", "kinds"),
    [
        (count("a", 28, met_or_exceeded=25, exceeded=15, met=10), []),
        (count("a", 28, met_or_exceeded=25, exceeded=15, met=11), ["count_parts"]),
        (count("a", 28, met_or_exceeded=25, not_met=3), []),
        (count("a", 28, met_or_exceeded=26, not_met=3), ["count_parts"]),
    ],
)
def test_parts_of_a_count(one: Count, kinds: list[str]) -> None:
    assert [x.kind.value for x in within([], [one])] == kinds


@pytest.mark.parametrize(
    ("counts", "found"),
    [
        ([count("a", 28), count("b", 27)], 1),  # 27 or 28
        ([count("a", 28, met_or_exceeded=25), count("b", 28, met_or_exceeded=24)], 1),
        ([count("a", 28, met_or_exceeded=25), count("b", 28, met=10, exceeded=15)], 0),
        ([count("a", 28), count("b", 24, of="NQ HĐND")], 0),  # another document's targets
        ([count("a", 28), count("b", None, met_or_exceeded=25)], 0),
    ],
)
def test_counts_of_one_document(counts: list[Count], found: int) -> None:
    assert len(between([], counts)) == found


@pytest.mark.parametrize(
    ("other", "found"),
    [
        ({}, 1),  # 18.000 against 17.600
        ({"value": Decimal(18000)}, 0),
        ({"status": "official"}, 0),  # a revision
        ({"basis": "centre"}, 0),  # another plan
        ({"period": Period.parse("2024")}, 0),
        ({"document": "a"}, 1),  # the same document says both
    ],
)
def test_two_documents_two_numbers(other: dict[str, Any], found: int) -> None:
    told = [
        said("18000", "tỷ đồng", status="estimate"),
        replace(said("17600", "tỷ đồng", status="estimate", document="b"), **other),
    ]

    assert len(between(told)) == found


SHARES = [  # two documents' shares of one whole: name, number, document; how many contradict; why
    ([("farming", "28.5", "a"), ("industry", "39.8", "a")], 0, "parts of the whole, not two numbers for it"),
    ([("farming", "28.5", "a"), ("industry", "39.8", "a"), ("farming", "27.0", "b")], 1, "farming twice"),
    ([("the digital share", "30", "a"), ("digital economy", "28", "b")], 1, "one share each, named freely"),
]


@pytest.mark.parametrize(("shares", "found", "why"), SHARES, ids=[row[-1] for row in SHARES])
def test_shares_of_one_whole(shares: list[tuple[str, str, str]], found: int, why: str) -> None:
    told = [share(value, name, document=document) for name, value, document in shares]
    assert len(between(told)) == found, why


def test_digits_are_no_contradiction() -> None:
    """539 and 539,4 may be one number; 539 and 541,2 may not."""
    first = said("539", "nghìn tỷ đồng", status="estimate")

    for value, found in (("539.4", 0), ("541.169", 1)):
        other = said(value, "nghìn tỷ đồng", status="estimate", document="b")
        assert len(between([first, other])) == found


def test_targets_that_cannot_both_hold() -> None:
    """7 % in 2024 and 10,24 % a year for 2024–25 need 13,58 % in 2025."""
    told = [
        said("10.24", status="target", period=Period.parse("2024/2025")),
        said("7", status="target", period=Period.parse("2024"), document="b"),
    ]

    found = only(between(told))

    assert found.kind is KINDS.UNATTAINABLE
    assert [str(found[name]) for name in ("needed", "low", "high", "first")] == [
        "13.58",
        "13.04",
        "14.12",
        "2025",
    ]


@pytest.mark.parametrize("unit", ["%", "%/năm"])
def test_a_rate_of_several_years_as_it_is_printed(unit: str) -> None:
    """Before anybody confirms them: "10,24 %/năm" of a term stands beside "7 %" of a year."""
    told = [
        said("10.24", unit, status="target", period=Period.parse("2024/2025")),
        said("7", status="target", period=Period.parse("2024")),
    ]

    assert only(unattainable(told)).kind is KINDS.UNATTAINABLE


def test_targets_that_can() -> None:
    """9,9 % in 2024 leaves 10,58 %: not a point more than the term asks."""
    told = [
        said("10.24", status="target", period=Period.parse("2024/2025")),
        said("9.9", status="target", period=Period.parse("2024"), document="b"),
    ]

    assert between(told) == []


@given(st.permutations([("a", "18000"), ("b", "17600"), ("c", "17000")]))
def test_the_key_is_of_the_words_not_of_the_order(order: list[tuple[str, str]]) -> None:
    """What a person explained stays explained, whichever was found first."""
    one, other = (
        said(value, "tỷ đồng", status="estimate", document=document) for document, value in order[:2]
    )

    assert only(between([one, other])).key == only(between([other, one])).key


@given(st.integers(1, 99), st.integers(1, 99), st.integers(0, 2))
def test_a_percentage_printed_right_never_contradicts(part: int, more: int, digits: int) -> None:
    """However it is rounded, n of m and its own percentage fit."""
    whole = part + more
    exact = Fraction(part * 100, whole)
    printed = Decimal(int(exact * 10**digits + Fraction(1, 2))).scaleb(-digits)
    beside = share(f"{printed:f}", "", decimals=digits)

    assert within(placed(said(f"{part}/{whole}", "xã", measure="tally"), beside)) == []
