"""What stands first on a page: a headline, a caption, a paragraph."""

import pytest

from dondoc.reading import read_bytes

BODY = (
    "\nTheo đó, các xã đã trồng mới 312 ha rừng, trong đó rừng phòng hộ 120 ha, rừng sản xuất 192 ha, "
    "tỷ lệ cây sống đạt trên 95%.\nCác hộ nhận khoán được hỗ trợ cây giống và phân bón ngay từ đầu vụ, "
    "đồng thời được cán bộ kiểm lâm hướng dẫn kỹ thuật chăm sóc.\nTrong quý tới huyện trồng tiếp 80 ha.\n"
)


def _header(text):
    return read_bytes(text.encode(), "a.txt").header


@pytest.mark.parametrize(
    ("first", "why"),
    [
        ("Huyện An Thử trồng mới hơn 300 ha rừng trong vụ xuân.", "a sentence with its full stop"),
        ("Kiểm lâm An Thử: 4 giải pháp giữ vững 3.000 ha rừng phòng hộ", "a number behind a colon"),
        ("Văn phòng huyện: Cải cách thủ tục giao rừng cho ...", "cut off by the site"),
    ],
)
def test_the_line_that_stands_apart_is_the_headline(first, why):
    """A first line apart from paragraphs that are not parted from each other is the headline."""
    assert _header(f"{first}\n{BODY}").title == first, why


@pytest.mark.parametrize(
    "first",
    [
        "Chủ tịch UBND huyện - Trần Văn Thử (bìa trái) trao cây giống cho bà con. Ảnh: K.L",
        "Lãnh đạo huyện tặng hoa chúc mừng Hạt Kiểm lâm nhân ngày truyền thống",
        "Quang cảnh buổi ra quân trồng rừng đầu xuân",
        "Ông Lê Văn Thử phát biểu tại Hội nghị",
    ],
)
def test_no_caption_is_the_headline(first):
    """What tells what a picture shows is not what the report is called."""
    assert not _header(f"{first}\n{BODY}").title


def test_a_headline_says_when_behind_its_place():
    """“Bình Sơn: 6 tháng, …” is no label with its number, and the day below it no headline."""
    first = "Bình Sơn: 6 tháng, sản xuất công nghiệp ước 24.616 tỷ đồng"
    assert _header(f"{first}\n\n05/06/2018\n{BODY}").title == first


def test_a_sentence_that_points_back_is_no_headline():
    assert not _header(f"Đó là thông tin được đưa ra tại cuộc họp sáng 12/6.\n{BODY}").title


def test_no_first_sentence_is_the_headline():
    """A line that opens with the day is the report's first sentence."""
    assert not _header(f"Sáng nay, huyện An Thử ra quân trồng rừng.\n{BODY}").title


def test_a_newspapers_letters_are_no_place():
    """The letters before the dash are the paper's, where they are one word and no province."""
    assert (
        _header(f"Trồng rừng ở huyện vùng cao An Thử\n\nBAT - Sáng 3/2/2026, huyện ra quân.{BODY}").place
        != "Bat"
    )
    assert (
        _header(f"Trồng rừng ở huyện vùng cao An Thử\n\nAN THỬ - Sáng 3/2/2026, huyện ra quân.{BODY}").place
        == "An Thử"
    )


def test_a_notice_without_its_own_day_is_of_the_meetings():
    """Of a notice whose day is not filled in, the day of the meeting in its title is known."""
    text = (
        "ĐẢNG ỦY XÃ AN THỬ\nĐẢNG CỘNG SẢN VIỆT NAM\nSố      -TB/ĐU\nAn Thử, ngày   tháng   năm 2026\n\n"
        "THÔNG BÁO\n"
        "Kết luận của Thường trực Đảng ủy xã tại cuộc họp giao ban (ngày 12/5/2026)\n\n"
        "Sau khi nghe báo cáo, Thường trực Đảng ủy kết luận như sau:\n1. Giao Văn phòng rà soát hồ sơ.\n"
    )
    assert str(_header(text).date) == "2026-05-12"


def test_a_portal_prints_number_and_issuer_in_lines_of_their_own():
    """Below the title of a copy stand the number, and who issued it behind a label."""
    text = (
        "CHỈ THỊ\nVề việc tăng cường phòng cháy rừng mùa khô\n\n12/CT-UBND\n"
        "Cơ quan ban hành\nChủ tịch UBND tỉnh\n"
        "Ngày ban hành\n04/02/2026\n\nĐể chủ động phòng cháy, Chủ tịch UBND tỉnh yêu cầu:\n"
        "1. Các xã kiểm tra chòi canh.\n2. Kiểm lâm trực 24 giờ.\n"
    )
    header = _header(text)
    assert (header.symbol, header.issuer, str(header.date)) == (
        "12/CT-UBND",
        "Chủ tịch UBND tỉnh",
        "2026-02-04",
    )


def test_a_line_that_leads_to_a_list_is_not_the_titles():
    """Below a title in one line of capitals the first line may end in a colon."""
    text = (
        "DỰ THẢO\nKẾ HOẠCH TRỒNG RỪNG TỈNH GIAI ĐOẠN 2026–2030\n\nMục tiêu đến năm 2030:\n"
        "- Tỷ lệ che phủ rừng đạt 52%.\n- Trồng mới 4.000 ha rừng.\n- Giao rừng cho 300 hộ.\n"
        "- 100% hộ nhận khoán có hợp đồng.\n- Lập 20 tổ giữ rừng.\n"
    )
    assert _header(text).title == "KẾ HOẠCH TRỒNG RỪNG TỈNH GIAI ĐOẠN 2026–2030"
