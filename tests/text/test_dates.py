from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.text import dates
from dondoc.text.normalize import fold

PRESS = date(2026, 12, 5)  # the day of the report that the words are read in

# words, value, why
READ = [
    ("ngày 20 tháng 02 năm 2026", "2026-02-20", "in full"),
    ("ngày 15\ntháng 11 năm 2025", "2025-11-15", "broken over a line"),
    ("15 tháng 11 năm 2025", "2025-11-15", "without ngày"),
    ("ngày 27/11/2026", "2026-11-27", "with slashes"),
    ("ngày 27-11-2026", "2026-11-27", "with hyphens"),
    ("27.11.2026", "2026-11-27", "with dots, without ngày"),
    ("ngày 27–11–2026", "2026-11-27", "with en dashes"),
    ("sáng 1/12", "2026-12-01", "part of the day, year of the report"),
    ("chiều 9-3", "2027-03-09", "the nearest day with this number: three months ahead, not nine back"),
    ("ngày 30/11", "2026-11-30", "the nearest day lies in the past"),
    ("mùng 3 tháng 9 năm 2026", "2026-09-03", "mùng"),
    ("từ ngày 3 đến 9-10-2025", "2025-10-03/2025-10-09", "days from and to"),
    ("ngày 2 - 6/12", "2026-12-02/2026-12-06", "days with one month"),
    ("ngày 8 và 9/12", "2026-12-08/2026-12-09", "two days"),
    ("tháng 01/2026", "2026-01", "month and year"),
    ("tháng 5 năm 2026", "2026-05", "month and year in words"),
    ("tháng 11-2025", "2025-11", "month and year by hyphen"),
    ("tháng giêng năm 2026", "2026-01", "month by its name"),
    ("tháng 9", "2026-09", "month of the report's year"),
    ("quý III/2026", "2026-Q3", "quarter in Roman"),
    ("quý 2 năm 2026", "2026-Q2", "quarter in digits"),
    ("Quý IV", "2026-Q4", "quarter of the report's year"),
    ("9 tháng đầu năm", "2026-01/2026-09", "first months"),
    ("10 tháng năm 2025", "2025-01/2025-10", "months of a year"),
    ("6 tháng đầu năm 2026", "2026-H1", "first half"),
    ("6 tháng cuối năm", "2026-H2", "second half"),
    ("nửa đầu năm 2026", "2026-H1", "half in words"),
    ("sáu tháng đầu năm 2026", "2026-H1", "months in words"),
    ("chín tháng năm 2026", "2026-01/2026-09", "months in words, the year behind"),
    ("11 tháng/2026", "2026-01/2026-11", "months by a slash"),
    ("6 tháng 2026", "2026-H1", "months with a bare year"),
    ("quý I, II năm 2026", "2026-01/2026-06", "quarters by a comma"),
    ("Năm 2026 tỷ lệ", "2026", "a scale's word that is none"),
    ("ước thực hiện 2026", "2026", "a bare year behind what was done"),
    ("năm 2026", "2026", "year"),
    ("đến năm 2030", "2030", "by a year"),
    ("giai đoạn 2021-2025", "2021/2025", "term of years"),
    ("nhiệm kỳ 2025 – 2030", "2025/2030", "en dash with spaces"),
    ("từ năm 2026 đến năm 2030", "2026/2030", "years from and to"),
    ("năm nay", "2026", "this year"),
    ("năm ngoái", "2025", "last year"),
    ("đến nay", "2026-12-05", "until the day of the report"),
    ("hôm qua", "2026-12-04", "yesterday"),
    ("ngày22 tháng 7 năm 2010", "2010-07-22", "a space lost before the digits"),
    ("nhân dânngày 26 tháng 11 năm 2003", "2003-11-26", "a space lost before the word"),
    ("dự toán năm2006", "2006", "a space lost in a year"),
    ("sáng nay (25/11)", "2026-11-25", "today's day in brackets"),
]  # fmt: skip

NOT_READ = [
    ("đạt 25/28 chỉ tiêu", "a tally"),
    ("12/15 xã đạt chuẩn", "a tally that could be a day"),
    ("kế hoạch 2000 hộ", "so many households"),
    ("hai tháng một lần", "how often"),
    ("đứng thứ 2/63 tỉnh, thành phố", "a rank"),
    ("đứng thứ hai cả nước", "not Monday"),
    ("từ 50-55% diện tích", "a range of per cent"),
    ("Chỉ thị số 26-CT/TW", "a symbol"),
    ("tăng 1,5 lần, đạt 3.2 điểm", "decimal numbers"),
    ("lúc 15:34", "a clock"),
    ("ngày 31/2", "no such day"),
    ("trong 5 năm tới", "a length of time"),
    ("những năm qua", "a length of time"),
    ("2026 tỷ đồng", "an amount"),
    ("mẫu Nam20", "a letter before digits is no word of time"),
]


def values(words, reference=PRESS, **kwargs):
    return [mention.value for mention in dates.find(words, fold(words), reference, **kwargs)]


@pytest.mark.parametrize(("words", "value", "why"), READ)
def test_read(words, value, why):
    """A day or period is read to its end, as the fact format writes it."""
    assert values(words) == [value], why


@pytest.mark.parametrize(("words", "why"), NOT_READ)
def test_not_read(words, why):
    """What only looks like a date is none."""
    assert values(words) == [], why


def test_the_year_comes_from_the_neighbour_in_the_sentence():
    """ "Quý III … 9 tháng năm 2025": one year holds for both; the year compared with does not."""
    assert values("quý III đạt 6%, 9 tháng năm 2025 đạt 7%") == ["2025-Q3", "2025-01/2025-09"]
    assert values("quý III tăng 6% so với cùng kỳ năm 2024") == ["2026-Q3", "2024"]
    assert values("Năm 2025 tăng khá. Quý I tăng 5%") == ["2025", "2026-Q1"]


def test_nothing_is_invented():
    """Without a reference a day without a year has no value; a stated frame year fills it."""
    assert values("sáng 1/12, quý II", None) == []
    assert values("trước 30/6, quý II", None, year=2027) == ["2027-06-30", "2027-Q2"]


def test_governing_words():
    """The words before a date say what it bounds, and where they begin."""
    words = "tính đến ngày 5/9/2026; trước ngày 6/9/2026; so với năm 2025; trong quý I/2026; đến năm 2030"

    mentions = dates.find(words, fold(words), PRESS)

    assert [m.cue for m in mentions] == ["as_of", "before", "compared", "within", "by"]
    assert [words[m.cue_start : m.span.start].strip() for m in mentions] == [
        "tính đến",
        "trước",
        "so với",
        "trong",
        "đến",
    ]


def test_an_inferred_year_is_told():
    """The reviewer sees which years stand in the text and which were filled in."""
    assert [
        m.inferred for m in dates.find("ngày 1/12, ngày 1/12/2026", "ngày 1/12, ngày 1/12/2026", PRESS)
    ] == [
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-Q1", date(2026, 1, 1), date(2026, 3, 31)),
        ("2026-H2", date(2026, 7, 1), date(2026, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2021/2025", date(2021, 1, 1), date(2025, 12, 31)),
        ("2026-01/2026-09", date(2026, 1, 1), date(2026, 9, 30)),
        ("2026-12-02/2026-12-06", date(2026, 12, 2), date(2026, 12, 6)),
    ],
)
def test_ends_of_a_period(value, first, last):
    """A deadline in a period is due on the period's last day."""
    assert (dates.first_day(value), dates.last_day(value)) == (first, last)


def test_a_deadline_lies_ahead():
    """A day without a year in a plan of November is next year's."""
    assert dates.not_before("2025-06-10", date(2025, 11, 20)) == "2026-06-10"
    assert dates.not_before("2025-12-31", date(2025, 11, 20)) == "2025-12-31"


PIECES = (
    "ngày tháng năm quý 1 2 12 31 2026 / - . đến từ trước III IV đầu nay , giai đoạn 25/28 9-3 20/11/2026"
)
WORDS = st.lists(st.sampled_from([*PIECES.split(), "\n"]), max_size=30).map(" ".join)


@given(WORDS)
def test_mentions_stand_in_order_and_in_the_text(words):
    """Whatever the text: spans lie in it, follow each other, and every value has a first and a last day."""
    end = 0
    for mention in dates.find(words, fold(words), PRESS):
        assert end <= mention.span.start < mention.span.end <= len(words)
        assert mention.cue_start <= mention.span.start
        assert mention.first_day <= mention.last_day
        end = mention.span.end


def test_the_folded_text_has_the_same_length():
    """Spans count characters of the text; a fold of another length would shift them."""
    with pytest.raises(ValueError, match="length"):
        dates.find("ngày 1/12", "ngày 1/1", PRESS)
