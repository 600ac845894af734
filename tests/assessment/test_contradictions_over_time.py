"""Printed changes beside the figures they speak of; the country's figure in the sentence; shares of plan."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dondoc.assessment.contradictions import within
from dondoc.assessment.contradictionsbetween import against, between
from dondoc.assessment.contradictionsovertime import growths, stretch_of
from dondoc.records.contradiction import Certainty, Contradiction, ContradictionKind, Statement
from dondoc.records.plan import Period

NINE = Period.parse("2026-01/2026-09")


def said(value: str, unit: str = "tỷ đồng", **more: Any) -> Statement:
    values: dict[str, Any] = {
        "key": f"{value}{unit}{more}", "document": "a", "words": f"{value} {unit}", "value": Decimal(value),
        "decimals": len(value.partition(".")[2]), "unit": unit, "period": NINE, "indicator": "x",
    }  # fmt: skip
    return Statement(**(values | more))


def placed(*statements: Statement) -> list[Statement]:
    return [replace(one, start=20 * n, end=20 * n + 10) for n, one in enumerate(statements)]


def change(value: str, unit: str = "%", **more: Any) -> Statement:
    return said(value, unit, **({"measure": "change", "base": "same_period", "direction": "up"} | more))


def before(value: str, unit: str = "tỷ đồng", period: str = "2025-01/2025-09", **more: Any) -> Statement:
    return said(value, unit, document="b", period=Period.parse(period), **more)


CHANGES = [
    (said("11076"), change("9.6"), before("10106"), 0, "9,598 % is printed 9,6"),
    (said("11176"), change("9.6"), before("10106"), 1, "10,59 %: the press took another figure"),
    (said("11076"), change("109.6", measure="ratio"), before("10106"), 0, "bằng 109,6 % cùng kỳ"),
    (said("11076"), change("119.6", measure="ratio"), before("10106"), 1, "bằng 119,6 %"),
    (said("960"), change("3.2", "lần", measure="ratio"), before("300"), 0, "gấp 3,2 lần"),
    (said("960"), change("2.3", "lần", measure="ratio"), before("300"), 1, "gấp 2,3 lần"),
    (said("9000"), change("10", direction="down"), before("10000"), 0, "giảm 10 %"),
    (said("9000"), change("10"), before("10000"), 1, "tăng where it fell"),
    (said("290", "sản phẩm"), change("85", "sản phẩm"), before("205", "sản phẩm"), 0, "tăng 85 sản phẩm"),
    (said("290", "sản phẩm"), change("85", "sản phẩm"), before("215", "sản phẩm"), 1, "75 it would be"),
    (said("55.02", "%"), change("3.77", direction="down"), before("58.79", "%"), 0, "a rate: points"),
    (said("55.02", "%"), change("6.4", direction="down"), before("58.79", "%"), 0, "or per cent of it"),
    (said("55.02", "%"), change("5.0", direction="down"), before("58.79", "%"), 1, "neither"),
    (said("9.42", "%"), change("9.42"), before("8.21", "%"), 0, "a growth told twice is no change of it"),
    (said("11076"), change("9.6"), before("10.1", "nghìn tỷ đồng"), 0, "other units: nothing is claimed"),
    (said("11076"), change("9.6", base=""), before("9000"), 0, "it is not said against what"),
    (said("11076"), change("9.6", bound="more_than"), before("9000"), 0, "hơn 9,6 %"),
    (said("11076", bound="about"), change("9.6"), before("9000"), 0, "khoảng 11.076"),
    (said("11076"), change("9.6"), before("10106", scope="country"), 0, "the country's figure"),
    (said("11076"), change("9.6"), before("10106", period="2024-01/2024-09"), 0, "another year"),
    (said("11076"), change("9.6", base="year:2025"), before("9000", period="2025"), 1, "so với năm 2025"),
    (said("11076"), change("9.6", base="year:2025"), before("10106"), 0, "the same part of 2025 will do"),
    (said("11076"), change("9.6", base="year:2016/2020"), before("9000"), 0, "years of another term"),
    (said("110"), change("10", base="year:2016/2020"), before("50", period="2016/2020"), 1, "that term's"),
    (said("11076"), change("9.6", base="year:trước"), before("9000"), 0, "no year that can be read"),
]  # fmt: skip


@pytest.mark.parametrize(("result", "told", "earlier", "found", "why"), CHANGES)
def test_a_printed_change(
    result: Statement, told: Statement, earlier: Statement, found: int, why: str
) -> None:
    assert len(growths(placed(result, told), [earlier])) == found, why


def test_what_it_would_be() -> None:
    """Both sentences and the earlier figure stand side by side; the change that they give is told."""
    (one,) = growths(placed(said("11176"), change("9.6")), [before("10106")])

    assert one.kind is ContradictionKind.GROWTH
    assert [side.number for side in one.sides] == ["11176 tỷ đồng", "9.6 %", "10106 tỷ đồng"]
    assert (one["printed"], one["reckoned"]) == (Decimal("9.6"), Fraction(1070 * 100, 10106))


def test_any_earlier_figure_that_fits_is_enough() -> None:
    """A report may go on from the estimate that has been revised since."""
    told = placed(said("11076"), change("9.6"))

    assert growths(told, [before("9000"), before("10106")]) == []


def test_the_earlier_figure_in_the_sentence() -> None:
    """“2.120 triệu USD, tăng 19,3 % so với năm 2022 (1.940)”: it is 9,3 %."""
    year = Period.parse("2023")
    told = placed(
        said("2120", "triệu USD", period=year),
        change("19.3", base="year:2022", period=year),
        said("1940", "triệu USD", base="year:2022", period=year),
    )

    assert [one.kind.value for one in within(told)] == ["growth"]


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(0, 2))
def test_a_change_printed_right_never_contradicts(now: int, then: int, digits: int) -> None:
    """However it is rounded, two figures and their own growth fit."""
    exact = Fraction(now - then, then) * 100
    assume(exact > -99)
    scaled = abs(exact) * 10**digits
    printed = Decimal(int(scaled + Fraction(1, 2))).scaleb(-digits)
    told = change(f"{printed:f}", decimals=digits, direction="up" if exact >= 0 else "down")

    assert growths(placed(said(str(now)), told), [before(str(then))]) == []


def multiple(value: str, words: str = "", **more: Any) -> Statement:
    return said(value, "lần", words=words, **({"measure": "ratio", "base": "country"} | more))


def test_the_countrys_figure_in_the_sentence() -> None:
    """13,45 %, "gấp gần 2,5 lần bình quân cả nước (5,05 %)": 2,66 times; it is no figure of the body."""
    country = said("5.05", "%", scope="country", words="bình quân cả nước (5,05%")
    nearly = multiple("2.5", "gấp gần 2,5 lần", bound="about")

    (one,) = within(placed(said("13.45", "%"), nearly, country))

    assert (one.kind, one.certainty) == (ContradictionKind.MULTIPLE, Certainty.CONTRADICTS)
    assert [side.number for side in one.sides] == ["13.45 %", "2.5 lần", "5.05 %"]


RANGES = [
    (multiple("1.5", "cao hơn 1,5-1,7 lần", value_max=Decimal("1.7"), decimals=1), "5.5", 0, "1,64 times"),
    (multiple("1.5", "cao hơn 1,5-1,7 lần", value_max=Decimal("1.7"), decimals=1), "4.5", 1, "twice"),
    (multiple("3", "cao hơn 3 lần"), "2.9", 0, "3,1 times is more than three"),
    (multiple("3", "cao hơn 3 lần"), "3.0", 0, "three times is three times"),
    (multiple("3", "cao hơn 3 lần"), "5.0", 1, "1,8 times"),
    (multiple("2", base="region"), "4.5", 0, "the region's is not known: what it would be is told"),
]  # fmt: skip


@pytest.mark.parametrize(("told", "country", "found", "why"), RANGES)
def test_so_many_times(told: Statement, country: str, found: int, why: str) -> None:
    made = within(placed(said("9.0", "%"), told), known=[said(country, "%", scope="country", document="b")])

    assert len([one for one in made if one.certainty is Certainty.CONTRADICTS]) == found, why


def shares(*parts: str, rest: str = "") -> list[Statement]:
    told = [said(value, "%", measure="share", name=f"tỷ trọng {n}") for n, value in enumerate(parts)]
    if rest:
        told.append(
            said(rest, "%", measure="share", name="tỷ trọng thuế sản phẩm trừ trợ cấp", indicator="y")
        )
    return placed(*told)


WHOLES = [
    (shares("28.5", "39.8", "31.9"), 1, "100,2"),
    (shares("18.2", "41.0", "36.1"), 0, "95,3: the taxes were not read"),
    (shares("18.2", "41.0", "36.1", rest="4.7"), 0, "the taxes bear another name"),
    (shares("18.2", "41.0", "36.1", rest="6.1"), 1, "101,4"),
    (shares("28.5", "39.8", "31.7", "18.2", "41.0", "36.1", rest="6.1"), 1, "two wholes, the second is off"),
]  # fmt: skip


@pytest.mark.parametrize(("told", "found", "why"), WHOLES)
def test_wholes(told: list[Statement], found: int, why: str) -> None:
    assert [one.kind.value for one in within(told)] == ["shares"] * found, why


def test_a_plan_in_the_sentence() -> None:
    """“12.950 tỷ, vượt 7,9 % dự toán (12.500 tỷ)”: it is 3,6 %."""
    told = placed(
        said("12950"),
        said("7.9", "%", measure="attainment", base="plan", words="vượt 7,9% dự toán"),
        said("12500", status="target"),
    )

    in_rows = [replace(one, words=f"Sở Y tế | {one.words}") for one in told]

    assert [one.kind.value for one in within(told)] == ["attainment"]
    assert within(in_rows) == []  # what follows in a table is another row's


# --- between documents -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("period", "stretch"),
    [
        ("2026-08-31", "2026-01/2026-08"),
        ("2026-12-31", "2026"),
        ("2026-08-30", "2026-08-30"),  # no month ends on that day
        ("2026-08", "2026-08"),
    ],
)
def test_a_day_is_the_stretch_up_to_it(period: str, stretch: str) -> None:
    assert str(stretch_of(Period.parse(period))) == stretch


def attained(value: str, document: str) -> Statement:
    return said(value, "%", measure="attainment", base="plan", document=document, body="p")


BASES = [
    (["820", "992"], 0, "104 % of what the centre gave, 86 % of what the province gave"),
    (["820"], 1, "there is but one plan"),
    ([], 1, "no plan is known"),
    (["820", "900"], 1, "two plans that do not explain it"),
]


@pytest.mark.parametrize(("plans", "found", "why"), BASES)
def test_shares_of_two_plans(plans: list[str], found: int, why: str) -> None:
    """856 tỷ is 104 % of 820 and 86 % of 992: no contradiction where both plans are known."""
    told = [attained("104", "a"), attained("86", "b")]
    planned = {("x", "p", 2026): [said(one, status="target") for one in plans]}

    assert len(between(told, plans=planned)) == found, why
    assert len(against(told[:1], told[1:], plans=planned)) == found, why


def test_what_only_follows_is_told_once() -> None:
    """11.176 beside 11.076: that 78,7 % is not 78,0 % follows from it."""
    told = [said("11176", body="p"), attained("78.7", "a")]
    kept = [said("11076", body="p", document="b"), attained("78.0", "b")]

    found: list[Contradiction] = against(told, kept)

    assert [side.number for one in found for side in one.sides] == ["11176 tỷ đồng", "11076 tỷ đồng"]


def test_a_target_the_press_lowers() -> None:
    """95 % in the press, 100 % decided a year before: however long ago; another basis that fits is enough."""
    year = Period.parse("2026")
    told = said("95", "%", measure="attainment", status="target", document="press", period=year)
    decided = said("100", "%", measure="attainment", status="target", document="nq", period=year)
    lower = replace(decided, value=Decimal(95), document="hdnd")

    assert len(against([told], [decided])) == 1
    assert against([told], [decided, lower]) == []
