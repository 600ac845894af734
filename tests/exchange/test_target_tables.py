"""Tables of targets: which column holds what, and what a cell asks for."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.exchange import asked as cells
from dondoc.exchange.asked import Asked, ComponentCell, PathCell
from dondoc.exchange.sheets import Row, Sheet
from dondoc.exchange.targetfields import TARGET_FIELDS, period_of, suggest
from dondoc.exchange.targets import BASES, COMPARATORS, MEASURES, TIME_RULES, UNIT_RULES, label, read

D = Decimal
ASKED = [
    ("16.900", None, Asked("", D(16900)), "thousands, as printed here"),
    ("16,900", "16900", Asked("", D(16900)), "the number behind an English print counts"),
    ("10,5%", "0.105", Asked("", D("10.5"), None, "%"), "a cell shown in per cent"),
    ("0,30", "0.30000000000000004", Asked("", D("0.30")), "the print's digits, not the file's noise"),
    ("≥ 95 %", None, Asked("ge", D(95), None, "%"), "a sign"),
    ("từ 10,24% trở lên", None, Asked("ge", D("10.24"), None, "%"), "words around it"),
    ("trên 3.000 tỷ đồng", None, Asked("ge", D(3000), None, "tỷ đồng"), "a unit in the cell"),
    ("không quá 3", None, Asked("le", D(3)), "a ceiling"),
    ("còn 2,5", None, Asked("le", D("2.5")), "what has to fall"),
    ("50-55%", None, Asked("range", D(50), D(55), "%"), "a range"),
    ("từ 50 đến 55", None, Asked("range", D(50), D(55)), "a range in words"),
    ("-1,2", None, Asked("", D("-1.2")), "less than nothing"),
]


@pytest.mark.parametrize(("words", "value", "wanted", "why"), ASKED, ids=[row[3] for row in ASKED])
def test_what_a_cell_asks_for(words: str, value: str | None, wanted: Asked, why: str) -> None:
    """Bound, number or range, unit; the digits stay as printed."""
    found = cells.asked(words, value)
    assert found == wanted, why
    assert str(found.value) == str(wanted.value)


@pytest.mark.parametrize("words", ["x", "nhiều", "cuối năm", "55-50", "1 2 3", "12/3", "≥", "9" * 300])
def test_what_asks_for_nothing(words: str) -> None:
    """Told in a sentence that says how to write it."""
    with pytest.raises(ValueError, match=r"Viết như|phải lớn hơn"):
        cells.asked(words)


numbers = st.decimals(min_value=-(10**9), max_value=10**9, places=2, allow_nan=False, allow_infinity=False)
units = st.sampled_from(["", "%", "tỷ đồng", "xã"])


@given(st.sampled_from(["", "ge", "le", "eq"]), numbers, units)
def test_printed_it_reads_the_same(comparator: str, value: Decimal, unit: str) -> None:
    """What the template prints, the reader reads back."""
    one = Asked(comparator, value, None, unit)
    assert cells.asked(cells.printed_asked(one)) == one


periods = st.sampled_from(["2026", "2026-Q1", "2026-Q2", "2026-07", "2026/2030", "2026-01/2026-09"])


@given(
    st.sampled_from(["month", "quarter", "year", "free"]),
    st.booleans(),
    st.lists(st.tuples(periods, numbers), min_size=1, max_size=6),
)
def test_a_path_goes_out_and_in(step: str, cumulative: bool, points: list[tuple[str, Decimal]]) -> None:
    """Step, counting and every number."""
    one = PathCell(step, cumulative, tuple(points))
    assert cells.path(cells.printed_path(one)) == one


def test_components_go_out_and_in() -> None:
    """Names with commas, bounds and ranges."""
    parts = (
        ComponentCell("Nông, lâm nghiệp", Asked("le", D(20), None, "%")),
        ComponentCell("Dịch vụ", Asked("range", D(50), D(55), "%")),
    )
    assert cells.components(cells.printed_components(parts)) == parts
    with pytest.raises(ValueError, match="Chưa hiểu thành phần"):
        cells.components("Dịch vụ 50 %")


PERIODS = [
    ("Kế hoạch năm 2026", "2026"),
    ("giai đoạn 2026 - 2030", "2026/2030"),
    ("quý III/2026", "2026-Q3"),
    ("6 tháng đầu năm 2026", "2026-H1"),
    ("2026-01/2026-09", "2026-01/2026-09"),
    ("Chỉ tiêu", None),
    ("Quý III", None),
]


@pytest.mark.parametrize(("words", "period"), PERIODS)
def test_periods_in_headings(words: str, period: str | None) -> None:
    """A period needs its year; nothing is guessed."""
    assert period_of(words) == period


HEADINGS = [
    (["TT", "Chỉ tiêu", "ĐVT", "Kế hoạch năm 2026"], ["", "indicator", "unit", "value"], "one number a row"),
    (
        ["TT", "Tên chỉ tiêu", "Đơn vị tính", "Thực hiện năm 2025", "Năm 2026", "Năm 2027", "Ghi chú"],
        ["", "indicator", "unit", "", "for_period", "for_period", "note"],
        "a column a period; results are not targets",
    ),
    (
        ["STT", "Chỉ tiêu", "Đơn vị", "Chia ra – Sở Y tế", "Chia ra – Xã Đông Sơn", "Tổng số"],
        ["", "indicator", "unit", "for_body", "for_body", ""],
        "a column a body, under a common heading",
    ),
]


@pytest.mark.parametrize(("headings", "keys", "why"), HEADINGS, ids=[row[2] for row in HEADINGS])
def test_headings_are_known(headings: list[str], keys: list[str], why: str) -> None:
    """Which column holds what, or that it is not known."""
    found = suggest(headings, is_body=lambda name: name.startswith(("Sở", "Xã")))
    assert [one.key for one in found] == keys, why


def test_the_templates_own_headings_are_known() -> None:
    """Every field, by its title."""
    found = suggest([field.title for field in TARGET_FIELDS])
    assert [one.key for one in found] == [field.key for field in TARGET_FIELDS]


def test_the_words_of_choices_are_those_of_the_register() -> None:
    """A choice the register has, the template can say, and the other way round."""
    pytest.importorskip("django")
    from dondoc.web.plans import models
    from dondoc.web.plans.templatetags import boards

    for table, choices in (
        (BASES, models.BasisChoice), (COMPARATORS, models.ComparatorChoice),
        (TIME_RULES, models.TimeRuleChoice), (UNIT_RULES, models.UnitRuleChoice),
    ):  # fmt: skip
        assert set(table.values()) == set(choices.values)
    assert set(MEASURES.values()) == set(boards.MEASURES)
    for choice in (*models.BasisChoice, *models.TimeRuleChoice, *models.UnitRuleChoice):
        key = {"BasisChoice": "basis", "TimeRuleChoice": "time_rule"}.get(type(choice).__name__, "unit_rule")
        assert label(key, choice.value) == str(choice.label)


def sheet(headings: list[str], *rows: list[str]) -> Sheet:
    return Sheet(
        "Bảng 1",
        tuple(headings),
        tuple("ABCDEFGHIJ"[: len(headings)]),
        1,
        tuple(Row(n, tuple(row), (None,) * len(row)) for n, row in enumerate(rows, 2)),
    )


def test_a_row_of_many_bodies() -> None:
    """Each cell is a number of its own; a dash or nothing gives nothing; a heading row is passed over."""
    table = sheet(
        ["Chỉ tiêu", "Sở Y tế", "Xã Đông Sơn"],
        ["Tỷ lệ bao phủ", "≥ 95", "90"],
        ["Số giường", "-", ""],
        ["", "", ""],
    )
    rows = read(table, {0: "indicator", 1: "for_body", 2: "for_body"})
    first, second = rows
    assert [(cell.body, cell.asked.comparator, cell.asked.value) for cell in first.wanted] == [
        ("Sở Y tế", "ge", D(95)), ("Xã Đông Sơn", "", D(90)),
    ]  # fmt: skip
    assert [problem.message[:24] for problem in second.problems] == ["Dòng này không có số phả"]


CLASHES = [
    ({"comparator": "≤", "value": "≥ 95"}, "value", "the cell and the column say different bounds"),
    ({"comparator": "khoảng", "value": "50", "value_max": ""}, "value_max", "a range without its end"),
    ({"comparator": "≥", "value": "50", "value_max": "55"}, "comparator", "an end without a range"),
    ({"value": "50", "value_max": "45"}, "value_max", "an end below the beginning"),
    ({"comparator": "đạt mọi thành phần", "value": ""}, "comparator", "no components"),
    ({"value": "50", "components": "A: 20 %"}, "value", "a composite target with a number"),
    ({"value": "50", "basis": "Ai đó"}, "basis", "a basis that is none"),
    ({"value": "50", "period": "Quý III"}, "period", "a period without its year"),
    ({"value": "sớm"}, "value", "no number"),
    ({"value": "50", "document_date": "32/1/2026"}, "document_date", "no day"),
    ({"value": "50", "path": "theo tuần: 2026 = 1"}, "path", "a step there is not"),
]


@pytest.mark.parametrize(("said", "where", "why"), CLASHES, ids=[row[2] for row in CLASHES])
def test_what_cannot_be_taken(said: dict[str, str], where: str, why: str) -> None:
    """Named at its cell."""
    keys = ["indicator", *said]
    table = sheet([*keys], ["Tỷ lệ bao phủ", *said.values()])
    (row,) = read(table, dict(enumerate(keys)))
    assert {keys[problem.column] for problem in row.problems} == {where}, why
