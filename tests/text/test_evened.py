"""What says nothing (spaces, line ends, the page's own lines) is evened out, and every place found again."""

from __future__ import annotations

import pytest

from dondoc.records.facts import FieldSource
from dondoc.records.moved import moved
from dondoc.records.source import Span
from dondoc.text.evened import even

LONG = "Các đơn vị đã triển khai kế hoạch với nhiều cách làm khác nhau ở từng xã, phường trong tỉnh. " * 20
LONG = LONG.strip()


@pytest.mark.parametrize(
    ("text", "evened", "reason"),
    [
        ("Thu ngân sách  đạt   412 tỷ đồng", "Thu ngân sách đạt 412 tỷ đồng", "a justified line"),
        ("    a) Rà soát.\n\tb) Báo cáo.", "a) Rà soát.\nb) Báo cáo.", "indents"),
        ("Thu\u200b ngân\u00a0sách\r\nđạt 5%.", "Thu ngân sách\nđạt 5%.", "signs that print nothing"),
        ("GRDP tăng1,36%so với cùng kỳ", "GRDP tăng 1,36% so với cùng kỳ", "figures stuck to words"),
        ("đạt kế hoạch.Trong đó,thu nội địa", "đạt kế hoạch. Trong đó, thu nội địa", "marks without a space"),
        ("(1)Sở Y tế rà soát ; báo cáo .", "(1) Sở Y tế rà soát; báo cáo.", "a space before a mark"),
        (
            "1/ Sở Y tế\n2: Sở Nội vụ\nII.- KINH PHÍ\n3.Sở Tư pháp",
            "1. Sở Y tế\n2. Sở Nội vụ\nII. KINH PHÍ\n3. Sở Tư pháp",
            "numbers",
        ),
        ("➢ Rà soát\n\uf0b7Báo cáo\n-> Đôn đốc", "- Rà soát\n- Báo cáo\n- Đôn đốc", "bullets of fonts"),
        ("o Rà soát\no Báo cáo", "- Rà soát\n- Báo cáo", "Word's circles"),
        (
            "1 . Đạt 14, 5 % ; chi 1 . 250 triệu đồng .\n2 . Trước ngày 30 / 6 / 2026 .",
            "1. Đạt 14,5 %; chi 1.250 triệu đồng.\n2. Trước ngày 30/6/2026.",
            "a scan's spaces",
        ),
        ("A/ MỤC TIÊU\na/ Rà soát", "A. MỤC TIÊU\na) Rà soát", "letters and a slash"),
        ("I MỤC TIÊU\n(II) NHIỆM VỤ", "I. MỤC TIÊU\nII. NHIỆM VỤ", "Roman numbers bare or in brackets"),
        ("Khoản 2: Sở Y tế rà soát", "2. Sở Y tế rà soát", "a clause called so"),
        ("khoản 2 Điều 5; I và II", "khoản 2 Điều 5; I và II", "… but not one that is cited"),
        ("N G H Ị  Q U Y Ế T\nQ U Y Ế T N G H Ị:", "NGHỊ QUYẾT\nQUYẾT NGHỊ:", "letters spaced out"),
        ("các doanh ng-\nhiệp và công nghi-\nệp", "các doanh nghiệp và công nghiệp", "a syllable broken"),
        ("phát triển kinh tế-\nxã hội", "phát triển kinh tế-\nxã hội", "a hyphen between words"),
        ("ngh\u00adiệp vụ, kinh tế\u00adxã hội", "nghiệp vụ, kinh tế\u00adxã hội", "soft hyphens"),
        ("1.\nSở Y tế\nII\nNHIỆM VỤ", "1. Sở Y tế\nII. NHIỆM VỤ", "numbers alone in their lines"),
        ("TT\nNội dung\n1.\nSở Y tế", "TT\nNội dung\n1.\nSở Y tế", "… but not of a table's rows"),
        ("👉 Thu ngân sách\n✅ Chi ngân sách", "- Thu ngân sách\n- Chi ngân sách", "pictures for bullets"),
        ("A B C D E F và nhóm A, B, C", "A B C D E F và nhóm A, B, C", "letters that make no word"),
        ("Một là, rà soát\nHai là: Báo cáo", "1. rà soát\n2. Báo cáo", "counted in words"),
        ("Thứ ba, đôn đốc các xã", "3. đôn đốc các xã", "… and in their order"),
        (
            "Thứ hai, 12/5 họp; năm là, bảy",
            "Thứ hai, 12/5 họp; năm là, bảy",
            "a day of the week counts nothing",
        ),
        ("Ngày 5/6, UBND TP.\nHòa Thử có văn bản.", "Ngày 5/6, UBND TP. Hòa Thử có văn bản.", "a short form"),
        (
            "Hàng giả trên địa bàn TP.\nVốn đăng ký tăng.",
            "Hàng giả trên địa bàn TP.\nVốn đăng ký tăng.",
            "an end",
        ),
        ("Bạn B.T.\nhiện nợ học phí.", "Bạn B.T. hiện nợ học phí.", "initials"),
        (
            "Thu (nội địa) 5,3% và 1.260,5 tỷ; TP. Huế",
            "Thu (nội địa) 5,3% và 1.260,5 tỷ; TP. Huế",
            "nothing to do",
        ),
        (
            "Đàn bò\nCon\n\n\n1.281\n\n\n\nĐàn trâu",
            "Đàn bò\nCon\n\n\n1.281\n\nĐàn trâu",
            "empty cells before a figure",
        ),
        ("Nghị quyết 57-NQ/TW, www.Congbao.vn", "Nghị quyết 57-NQ/TW, www.Congbao.vn", "symbols stay whole"),
    ],
)
def test_what_says_nothing_is_evened_out(text, evened, reason):
    assert even(text).text == evened, reason


def test_columns_that_stand_apart_by_spaces_are_parted_by_tabs():
    rows = [
        "STT   Nội dung          Chủ trì",
        "1     Rà soát quy chế   Sở Y tế",
        "2     Báo cáo           Sở Y tế",
    ]
    text = "\n".join(rows)

    assert even(text).text.splitlines()[1] == "1\tRà soát quy chế\tSở Y tế"


def test_an_empty_line_behind_every_line_parts_nothing():
    lines = [f"{n}. Sở Y tế rà soát phần {n}." for n in range(1, 13)]

    assert even("\n\n".join(lines)).text == "\n".join(lines)
    some = "\n".join(lines[:6]) + "\n\n" + "\n".join(lines[6:])
    assert even(some).text == some


@pytest.mark.parametrize(
    "number", ["2", "- 2 -", "Trang 2", "Trang 2/3", "2\nCÔNG BÁO/Số 15 + 16/Ngày 20-3-2019"]
)
def test_a_page_s_end_parts_no_sentence(number):
    first, second = "Ủy ban nhân dân tỉnh giao các đơn vị cải thiện môi", "trường kinh doanh trong năm nay."

    assert even(f"{first}\n{number}\n{second}").text == f"{first}\n{second}"


def test_running_heads_are_found_beside_the_pages_numbers():
    page = "\n".join(f"Đoạn thứ {n} nói về việc của các xã trong tỉnh." for n in range(12))
    text = "".join(f"{page}\n{n}\nBÁO CÁO CHUYÊN ĐỀ\n" for n in (2, 3, 4)) + page

    assert "CHUYÊN ĐỀ" not in even(text).text
    assert even(text).text.count("\n2\n") == 0


@pytest.mark.parametrize(
    "rows",
    ["1\nRà soát quy chế\n2\nLập kế hoạch\n3\nBáo cáo kết quả\n", "Xã A\n2\nXã B\n3\nXã C\n4\n"],
)
def test_numbers_of_rows_are_no_pages(rows):
    assert even(rows).text == rows


def test_a_site_s_menu_and_what_stands_below_the_text_are_left_out():
    body = "Thu ngân sách vượt kế hoạch\n" + LONG
    menu = "Trang chủ\nGiới thiệu\nTin tức\nTrang chủ > Tin tức > Kinh tế\nChia sẻ\n"
    text = f"{menu}{body}\nTin liên quan\nXã Bình An thu 5 tỷ đồng\n"

    assert even(text).text.strip() == body.strip()


def test_a_paragraph_below_the_words_of_a_tail_is_kept():
    text = LONG + "\nTin khác\n" + LONG

    assert even(text).text == text


def test_a_text_in_one_line_is_parted_at_its_headings_and_items():
    text = (
        f"{LONG} II. NHIỆM VỤ 1. Sở Y tế Chủ trì rà soát; a) Lập danh sách; b) Gửi Sở Nội vụ. 2. Sở Nội vụ: "
        "- Tổng hợp; - Báo cáo theo khoản 3. Điều 3. Tổ chức thực hiện Các đơn vị báo cáo trước ngày 5/6."
    )
    lines = even(text).text.splitlines()

    assert lines[1:] == [
        "II. NHIỆM VỤ",
        "1. Sở Y tế",
        "Chủ trì rà soát;",
        "a) Lập danh sách;",
        "b) Gửi Sở Nội vụ.",
        "2. Sở Nội vụ:",
        "- Tổng hợp;",
        "- Báo cáo theo khoản 3.",
        "Điều 3. Tổ chức thực hiện",
        "Các đơn vị báo cáo trước ngày 5/6.",
    ]


def test_a_paragraph_s_own_list_is_not_parted():
    text = "Ba việc: 1) rà soát; 2) lập kế hoạch; 3) báo cáo. II. Chúng ta cùng làm.\n" * 3

    assert even(text).text == text


TEXTS = [
    "   Thu  ngân sách tăng1,36%so với  cùng kỳ.\n\n\n\n  Chi\u200b đạt 5 tỷ .",
    f"{LONG} II. NHIỆM VỤ 1/ Sở Y tế  rà soát. 2. Sở Nội vụ báo cáo.",
    "Câu thứ nhất của trang này nói về việc cải thiện môi\n2\ntrường kinh doanh.\n\n\n\n➢ Hết",
]


@pytest.mark.parametrize("text", TEXTS)
def test_every_word_is_found_again_where_it_stands(text):
    """There and back, letter by letter: what both texts have in common lies where it lay."""
    made = even(text)
    for n, sign in enumerate(made.text):
        place = made.back(Span(n, n + 1))
        if sign.isalnum():
            assert text[place.slice] == sign
            assert made.forth(place) == Span(n, n + 1)
        assert 0 <= place.start <= place.end <= len(text)


@pytest.mark.parametrize("text", TEXTS)
def test_spans_stay_in_order(text):
    made = even(text)
    spans = [made.back(Span(n, n + 1)) for n in range(len(made.text))]

    assert spans == sorted(spans)


def test_nothing_is_made_of_an_even_text():
    assert not even("Thu ngân sách đạt 412 tỷ đồng.\n\n1. Sở Y tế rà soát.\n")


def test_a_record_that_several_hold_is_moved_once():
    shared = FieldSource("column head", Span(4, 8))

    moved({"period": shared, "status": shared}, lambda span: Span(span.start + 2, span.end + 2))

    assert shared.span == Span(6, 10)
