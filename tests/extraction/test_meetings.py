import orders
import pytest

from dondoc.extraction import meetings


@pytest.mark.parametrize("case", orders.cases("meetings.toml"), ids=lambda case: case["why"])
def test_corpus(case):
    """One meeting: the body that met or was visited, its session, its first day."""
    found = meetings.find(orders.context(case["text"]))

    assert [[m.body, m.ordinal or 0, m.date] for m in found] == ([case["meeting"]] if case["meeting"] else [])


def test_a_plan_reports_no_meeting():
    """A plan refers to meetings; it does not come out of one."""
    text = "Sáng 18/11, Tỉnh ủy tổ chức hội nghị lần thứ 7 quán triệt nghị quyết."

    assert meetings.find(orders.context(text, "plan")) == []


RESOLUTION = """HỘI ĐỒNG NHÂN DÂN
TỈNH BÌNH SƠN
Số: 12/2018/NQ-HĐND
Bình Sơn, ngày 10 tháng 12 năm 2018
NGHỊ QUYẾT
Về dự toán ngân sách năm 2019
HỘI ĐỒNG NHÂN DÂN TỈNH BÌNH SƠN
KHÓA VIII - KỲ HỌP THỨ 3
Căn cứ Luật Ngân sách nhà nước;
Điều 1. Giao Ủy ban nhân dân tỉnh báo cáo tại kỳ họp thứ 5.
"""


@pytest.mark.parametrize(
    ("foot", "day"),
    [
        ("", None),  # the resolution's own day is not the session's first
        (
            "Nghị quyết này được Hội đồng nhân dân tỉnh khóa VIII, kỳ họp thứ 3 thông qua ngày 09/12/2018.",
            "2018-12-09",
        ),
    ],
    ids=["heading alone", "the foot says the day"],
)
def test_a_resolution_comes_out_of_its_session(foot, day):
    """The session in a resolution's heading or foot adopted it; its body is the issuer, with its term."""
    (meeting,) = meetings.find(orders.read(RESOLUTION + foot))

    assert (meeting.body, meeting.ordinal, meeting.date) == (
        "Hội đồng nhân dân tỉnh Bình Sơn khóa VIII",
        3,
        day,
    )


def test_a_resolution_without_a_session_names_no_meeting():
    """ "tại kỳ họp" without a number does not say which session it was."""
    text = RESOLUTION.replace("KHÓA VIII - KỲ HỌP THỨ 3\n", "").replace("thứ 5", "sau")

    assert meetings.find(orders.read(text)) == []


def test_a_session_of_several_days_is_of_its_first():
    """The days may stand in brackets in the line below the session."""
    text = RESOLUTION.replace("KỲ HỌP THỨ 3\n", "KỲ HỌP THỨ 3\n(Từ ngày 08 đến 10/12/2018)\n")

    assert [m.date for m in meetings.find(orders.read(text))] == ["2018-12-08"]


def test_a_conclusion_comes_out_of_its_issuers_meeting():
    """ "Tại phiên họp ngày …" in a conclusion names no body: it is the issuer's."""
    text = (
        "KẾT LUẬN 12-KL/TU CỦA BAN THƯỜNG VỤ TỈNH ỦY VỀ SẮP XẾP BỘ MÁY\n"
        "Tại phiên họp ngày 28/2/2025, sau khi nghe báo cáo, Ban Thường vụ Tỉnh ủy có ý kiến như sau:\n"
        "I- MỤC TIÊU\n1. Rà soát các tổ chức.\n"
    )

    assert [(m.body, m.date) for m in meetings.find(orders.read(text))] == [
        ("Ban Thường vụ Tỉnh ủy", "2025-02-28")
    ]


@pytest.mark.parametrize(
    ("office", "place", "body"),
    [
        ("ỦY BAN NHÂN DÂN\nTỈNH BÌNH SƠN\nVĂN PHÒNG", "Bình Sơn", "Ủy ban nhân dân tỉnh Bình Sơn"),
        ("VĂN PHÒNG CHÍNH PHỦ", "Hà Nội", "cuộc họp về tình hình sạt lở bờ sông"),
    ],
    ids=["the committee whose office it is", "nobody in particular"],
)
def test_an_office_tells_of_another_bodys_meeting(office, place, body):
    """A notice by an office is of the committee it serves, or of a conference known by its name."""
    text = (
        f"{office}\nSố: 214/TB-VP\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        f"{place}, ngày 17 tháng 10 năm 2025\n\nTHÔNG BÁO\n"
        "Kết luận tại cuộc họp về tình hình sạt lở bờ sông\n\n"
        "Ngày 14 tháng 10 năm 2025, đồng chí Lê Văn Thử chủ trì cuộc họp về tình hình sạt lở bờ sông. "
        "Sau khi nghe báo cáo, đồng chí kết luận như sau:\n1. Các sở rà soát các điểm sạt lở.\n"
    )

    (meeting,) = meetings.find(orders.read(text))

    assert (meeting.body, meeting.date) == (body, "2025-10-14")
