"""Indicator statements: the corpus sentence by sentence, then what must hold for any text."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dondoc import reading
from dondoc.extraction import extract
from dondoc.extraction.bases import whose_figure
from dondoc.records.document import Document, Header
from dondoc.text.numbers import number_at, parse_ordinal, parse_words

CORPUS = [
    case
    for name in ("indicators", "topics", "periods", "quantities", "contexts", "fuller", "shortnames")
    for case in tomllib.loads((Path(__file__).parent / "corpus" / f"{name}.toml").read_text("utf-8"))["cases"]
]
GOLD = Path(__file__).resolve().parents[3] / "shared" / "gold" / "dev" / "text"


def indicators(text, date=None):
    return extract(Document("0" * 64, text, header=Header(date=date))).indicators


@pytest.mark.parametrize("case", CORPUS, ids=[case["reason"] for case in CORPUS])
def test_a_sentence_says_what_the_corpus_lists(case):
    """What is listed is found, field by field; what is not listed is not found."""
    if "document" in case:
        document = reading.read_bytes(case["document"].encode(), "a.txt")
    else:
        document = Document("0" * 64, case["text"], header=Header(date=case.get("date")))

    found = extract(document).indicators

    assert [str(fact.value) for fact in found] == [want["value"] for want in case["found"]]
    for fact, want in zip(found, case["found"], strict=True):
        check(fact, want, document.text)


def check(fact, want, text):
    for key, value in want.items():
        match key:
            case "value" | "value_max" | "out_of":
                assert getattr(fact, key) == Decimal(value)
            case "quote":
                assert text[fact.value_span.slice] == value
            case "how":
                assert fact.fields["name"].how == value
            case "noted":
                assert bool(fact.notes) == value
            case "unit" | "period" | "indicator_id" | "base":
                assert (getattr(fact, key) or "") == value, key
            case _:
                assert getattr(fact, key) == value, key


def test_the_catalogue_says_which_words_it_went_by():
    """A statement that the catalogue knows tells the reviewer why."""
    (fact,) = indicators("Thu ngân sách nhà nước trên địa bàn đạt 16.900 tỷ đồng.")

    source = fact.fields["indicator_id"]
    assert (fact.indicator_id, source.how) == ("budget_revenue", "catalogue")
    assert "thu ngân sách nhà nước" in source.note


def test_repeated_statements_are_linked_to_the_first():
    """A statement said twice is read twice and counted once."""
    found = indicators(
        "Thu ngân sách năm 2025 đạt 16.900 tỷ đồng.\nThu ngân sách năm 2025 đạt 16.900 tỷ đồng."
    )

    assert [fact.same_as for fact in found] == [None, 0]


def test_a_heading_lends_its_period_and_standing():
    """Under a heading of results of nine months, statements that say no time are of those months."""
    text = "KẾT QUẢ 9 THÁNG ĐẦU NĂM 2025\n\nChỉ số sản xuất công nghiệp tăng 11,2%.\n"

    (fact,) = extract(reading.read_bytes(text.encode(), "a.txt")).indicators

    assert (fact.period, fact.status) == ("2025-01/2025-09", "actual")
    assert fact.fields["period"].how in {"frame", "title"}


def test_lines_broken_by_a_page_are_read_as_one():
    """A unit that a page's width has parted from its number is still its unit."""
    text = (
        "Toàn tỉnh phấn đấu đến năm 2030 xây dựng và hoàn thành 12 cơ sở dữ\nliệu dùng chung của các ngành.\n"
    )

    (fact,) = indicators(text)

    assert (fact.value, fact.unit) == (Decimal(12), "cơ sở dữ liệu")


TABLE = """<p>Đơn vị tính: tỷ đồng</p><table>
<tr><th>TT</th><th>Chỉ tiêu</th><th>ĐVT</th><th>Thực hiện năm 2025</th><th>Ước TH năm 2026</th>
<th>Kế hoạch năm 2027</th><th>So với KH (%)</th><th>Ghi chú</th></tr>
<tr><td>1</td><td>Tốc độ tăng trưởng (GRDP)</td><td>%</td><td>8,1</td><td>8,45</td><td>≥ 10</td>
<td></td><td>x</td></tr>
<tr><td>2</td><td>Thu ngân sách nhà nước</td><td></td><td>16.900</td><td>18.250,5</td><td>20.000 - 21.000</td>
<td>102,4</td>
<td>12 tháng</td></tr></table>"""

CELLS = [
    ("8,1", "tốc độ tăng trưởng (GRDP)", "8.1", "%", "actual", "level", "exact", "2025"),
    ("8,45", "tốc độ tăng trưởng (GRDP)", "8.45", "%", "estimate", "level", "exact", "2026"),
    ("≥ 10", "tốc độ tăng trưởng (GRDP)", "10", "%", "target", "level", "at_least", "2027"),
    ("16.900", "thu ngân sách nhà nước", "16900", "tỷ đồng", "actual", "level", "exact", "2025"),
    ("18.250,5", "thu ngân sách nhà nước", "18250.5", "tỷ đồng", "estimate", "level", "exact", "2026"),
    ("20.000 - 21.000", "thu ngân sách nhà nước", "20000", "tỷ đồng", "target", "level", "range", "2027"),
]


def test_a_table_of_indicators_is_read_by_its_heads():
    """Name from the row, unit from the unit column or the caption, status and period from the head."""
    document = reading.read_bytes(TABLE.encode(), "bieu.html")

    found = extract(document).indicators

    told = [
        (
            document.text[f.value_span.slice],
            f.name,
            str(f.value),
            f.unit,
            f.status,
            f.measure,
            f.bound,
            f.period,
        )
        for f in found
    ]
    assert told[:6] == CELLS
    assert (told[6][0], told[6][3], found[6].measure, found[6].base) == ("102,4", "%", "attainment", "plan")
    assert len(found) == 7


def test_a_table_of_tasks_is_no_table_of_indicators():
    """Counts in a task table's cells are not read as values of its rows."""
    table = "<table><tr><th>TT</th><th>Nội dung nhiệm vụ</th><th>Cơ quan chủ trì</th><th>Thời gian</th></tr>"
    table += "<tr><td>1</td><td>Xây dựng đề án</td><td>Sở Tài chính</td><td>2026</td></tr></table>"

    assert extract(reading.read_bytes(table.encode(), "phu-luc.html")).indicators == []


# --- what must hold for any text ---------------------------------------------------------------------------


def hold(text, found):
    """The invariants of every statement."""
    for fact in found:
        start, end = fact.value_span
        assert 0 <= start < end <= len(text)
        assert 0 <= fact.span.start <= start
        assert end <= fact.span.end <= len(text)
        assert fact.value is not None
        assert fact.value in values_in(text[start:end].lower())
        for source in fact.fields.values():
            assert source.span is None or 0 <= source.span.start <= source.span.end <= len(text)


def values_in(words):
    """Every number that can be read in the words of a value."""
    values = {Decimal(1)} if re.search(r"đầu|nhất", words) else set()
    values |= {Decimal("1.5")} if "rưỡi" in words else set()
    values |= {Decimal(2)} if "đôi" in words else set()
    for match in re.finditer(r"\d", words):
        read = number_at(words, match.start())
        if read is not None:
            values |= {read[1].value, -read[1].value}
    for match in re.finditer(r"([\d.,]+) (?:tỷ|tỉ|triệu|vạn) ([\d.,]+) (tỷ|tỉ|triệu|nghìn|ngàn)", words):
        for power in (1, 2, 3, 4, 5, 6):
            parts = (number_at(match[1], 0), number_at(match[2], 0))
            if parts[0] is not None and parts[1] is not None:
                values.add(parts[0][1].value + parts[1][1].value.scaleb(-power))
    tokens = words.split()
    for first in range(len(tokens)):
        for last in range(first + 1, len(tokens) + 1):
            for value in (parse_words(" ".join(tokens[first:last])), parse_ordinal(tokens[first])):
                if value is not None:
                    values.add(Decimal(value))
    return values


@pytest.mark.skipif(not GOLD.is_dir(), reason="the gold documents stand beside the repository only")
def test_every_gold_document_keeps_the_invariants():
    """Each value is read again from its own words, on real documents."""
    for path in sorted(GOLD.glob("*.txt")):
        document = reading.read_bytes(path.read_bytes(), path.name)
        hold(document.text, extract(document).indicators)


PIECES = st.sampled_from(
    ["thu ngân sách đạt ", "tăng ", "giảm còn ", "so với cùng kỳ", "năm 2025", "16.900", "7,5", "50-55",
     "25/28", "1.2.3", "12", "%", " tỷ đồng", " triệu USD", " chỉ tiêu", " xã", "đứng thứ ", "hai",
     " cả nước", "gấp ", "đôi", ", ", "; ", ". ", "\n", "(", ")", ":", "từ ", " đến ",
     "hơn ", "trở lên", "/người", "lần",
     "lần lượt là ", " và ", "- ", "trong đó ", "9 tháng đầu năm ", "İ", "\u00a0", "uỷ",
     "³", "٣", "１２", "𝟚", "|"]
)  # fmt: skip


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.one_of(st.text(max_size=120), st.lists(PIECES, max_size=30).map("".join)))
@example("٣ tỷ đồng, tăng ３%")
@example("gấp " * 20)
@example("1/" * 30 + " xã")
def test_no_text_breaks_the_reading(text):
    """Whatever stands in a text, reading ends and every span lies within it."""
    hold(text, indicators(text))


@pytest.mark.slow
def test_the_cost_is_linear():
    """Twice the text is not four times the work, also where nothing but numbers stand in one sentence."""
    import time

    def seconds(times):
        text = "thu ngân sách đạt 16.900 tỷ đồng, tăng 7,5% so với cùng kỳ, " * times
        began = time.perf_counter()
        indicators(text)
        return time.perf_counter() - began

    seconds(10)
    once = min(seconds(100) for _ in range(3))

    assert min(seconds(800) for _ in range(2)) < 8 * 4 * once + 0.05


WHOSE = [
    ("cao hơn bình quân chung cả nước (", "country"),
    ("gấp gần 2,5 lần bình quân chung cả nước (", "country"),
    ("Cả nước ước tăng ", "country"),
    ("và cao hơn mức bình quân của vùng (", "region"),
    ("bình quân vùng đồng bằng sông Cửu Long đạt ", "region"),
    ("khu vực I tăng ", ""),  # a sector
    ("thu nhập bình quân khu vực nông thôn đạt ", ""),  # of the province itself
    ("thuộc nhóm dẫn đầu cả nước, đạt ", ""),
    ("vùng sản xuất lúa đạt ", ""),
    ("GRDP tăng ", ""),
]


@pytest.mark.parametrize(("before", "whose"), WHOSE)
def test_whose_figure_it_is(before, whose):
    """What stands before a number says whether it is the country's or the region's own."""
    assert whose_figure(before) == whose
