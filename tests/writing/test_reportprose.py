"""Sentences of a report: what is told, once, and nothing that is not."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.records.periodic import Measure, PlannedFigure, ReportedFigure, ReportLine
from dondoc.records.plan import ObservationStatus
from dondoc.writing.footnotes import mark
from dondoc.writing.reportprose import amount, number, paragraphs, sentence

SAME = "same_period"
EST, OFF, PRE = ObservationStatus.ESTIMATE, ObservationStatus.OFFICIAL, ObservationStatus.PRELIMINARY


def told(
    measure: str, value: str, unit: str, status: ObservationStatus = EST, **more: object
) -> ReportedFigure:
    exact = Decimal(value)
    decimals = max(0, -int(exact.as_tuple().exponent))
    return ReportedFigure(1, Measure(measure), exact, decimals, unit, status, **more)  # type: ignore[arg-type]


LEVEL = told("level", "11076", "tỷ đồng")
PLANNED = PlannedFigure(2, "từ 10% trở lên", "năm 2026")
SENTENCES = [
    ((LEVEL, told("attainment", "78.0", "%"), told("change", "9.6", "%", base=SAME, rising=True)), {},
     "ước đạt 11.076 tỷ đồng, bằng 78,0% kế hoạch, tăng 9,6% so với cùng kỳ năm trước", "all three"),
    ((LEVEL, told("ratio", "109.6", "%", base=SAME)), {},
     "ước đạt 11.076 tỷ đồng, bằng 109,6% cùng kỳ năm trước", "a ratio is not said as growth"),
    ((LEVEL, told("ratio", "109.6", "%", base=SAME),
      told("change", "9.6", "%", base=SAME, rising=True)), {},
     "ước đạt 11.076 tỷ đồng, tăng 9,6% so với cùng kỳ năm trước", "the same thing is said once"),
    ((told("ratio", "3.2", "lần", OFF, base=SAME),), {}, "gấp 3,2 lần cùng kỳ năm trước", "gấp"),
    ((told("change", "-3.77", "điểm %", OFF, base=SAME, rising=False),), {},
     "giảm 3,77 điểm phần trăm so với cùng kỳ năm trước", "percentage points"),
    ((told("change", "5", "%", base=SAME),), {}, "", "nobody said which way"),
    ((told("change", "5", "%", base="plan", rising=True),), {}, "", "not beside the same period"),
    ((LEVEL, told("attainment", "78", "%", budget=True)), {},
     "ước đạt 11.076 tỷ đồng, bằng 78% dự toán", "the plan of the budget, as its document calls it"),
    ((told("attainment", "54.5", "%", OFF),), {}, "đạt 54,5% kế hoạch", "only the share of the plan"),
    ((told("level", "1.2", "%", PRE),), {"falling": True}, "sơ bộ còn 1,2%", "lower is better"),
    ((told("level", "9.42", "%"), told("rank", "7", "", base="country")), {"plan": PLANNED},
     "ước đạt 9,42%, xếp thứ 7 cả nước (kế hoạch năm 2026: từ 10% trở lên)", "the plan beside a rate"),
    ((LEVEL, told("attainment", "78", "%")), {"plan": PLANNED},
     "ước đạt 11.076 tỷ đồng, bằng 78% kế hoạch", "the plan is not said twice"),
    ((told("tally", "42", "xã", OFF, out_of=56),), {}, "là 42/56 xã", "of how many"),
    ((told("level", "3", "triệu", OFF, bound="more_than"),), {}, "đạt hơn 3 triệu", "hơn stays hơn"),
    ((), {"plan": PLANNED}, "", "a plan alone is no result"),
]  # fmt: skip


@pytest.mark.parametrize(("figures", "more", "said", "why"), SENTENCES, ids=[row[3] for row in SENTENCES])
def test_a_sentence_says_what_is_told(
    figures: tuple[ReportedFigure, ...], more: dict[str, object], said: str, why: str
) -> None:
    """In the words an office uses, estimate and official told apart."""
    made = sentence(ReportLine("thu ngân sách", "Kinh tế", figures, **more))  # type: ignore[arg-type]
    assert made == (f"Thu ngân sách {said}." if said else ""), why


COUNTED = [
    ("số xã đạt chuẩn nông thôn mới", told("tally", "42", "xã", OFF, out_of=56), False,
     "Có 42/56 xã đạt chuẩn nông thôn mới.", "what is counted is there"),
    ("số doanh nghiệp thành lập mới", told("level", "1184", "doanh nghiệp"), False,
     "Ước có 1.184 doanh nghiệp thành lập mới.", "an estimate as well"),
    ("số hộ nghèo", told("level", "1184", "hộ", OFF), True, "Số hộ nghèo còn 1.184 hộ.",
     "what is to fall is left"),
    ("số xã", told("level", "5", "xã", OFF), False, "Số xã đạt 5 xã.", "nothing behind the unit"),
    ("tỷ lệ hộ nghèo", told("level", "5", "%", OFF), False, "Tỷ lệ hộ nghèo đạt 5%.",
     "a rate is not counted"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "figure", "falling", "said", "why"), COUNTED, ids=[row[-1] for row in COUNTED]
)
def test_what_is_counted(name: str, figure: ReportedFigure, falling: bool, said: str, why: str) -> None:
    assert sentence(ReportLine(name, "", (figure,), falling=falling)) == said, why


def test_a_note_stands_where_its_source_ends() -> None:
    """Two figures of one source share a mark behind the second."""
    figures = (told("level", "5", "xã", source=0), told("attainment", "50", "%", source=0),
               told("rank", "2", "", source=1))  # fmt: skip
    made = sentence(ReportLine("số xã", "", figures))
    assert made == f"Số xã ước đạt 5 xã, bằng 50% kế hoạch{mark(0)}, xếp thứ 2{mark(1)}."


def test_fields_come_in_the_offices_order() -> None:
    """Known fields first, others by name, what has none last."""
    lines = [ReportLine("a", field, (LEVEL,)) for field in ("", "Y tế", "Kinh tế", "Giáo dục")]
    assert [one.heading for one in paragraphs(lines, ["Kinh tế"])] == [
        "Kinh tế", "Giáo dục", "Y tế", "Lĩnh vực khác",
    ]  # fmt: skip


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=3), st.integers(0, 3))
def test_numbers_are_written_so_that_they_read_back(value: Decimal, decimals: int) -> None:
    """Dots group, a comma divides, and nothing is lost but what rounding takes."""
    printed = number(value, decimals)
    back = Decimal(printed.replace(".", "").replace(",", "."))
    assert abs(back - value) <= Decimal(1).scaleb(-decimals) / 2
    assert re.fullmatch(r"-?\d{1,3}(\.\d{3})*(,\d+)?", printed)
    assert amount(value, decimals, "%").endswith("%")
