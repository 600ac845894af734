"""The day of a press report: its own event's, never that of something it looks back at or ahead to."""

from __future__ import annotations

import pytest

from dondoc import reading

HEADLINE = "Bình Sơn gỡ vướng cho các dự án chậm tiến độ\n\n"
REST = "\n\n" + "Nhiều ý kiến cho rằng thủ tục còn chậm và giá vật tư còn cao. " * 4

# What the report says, the day it is of, and why.
DAYS = [
    ("Sáng 4-12, tỉnh họp bàn về các dự án. Kết quả trong năm 2018 khá tốt.", "2018-12-04", "of a result"),
    ("Chiều 20/6, tỉnh giao ban tháng 6 năm 2023 với các sở.", "2023-06-20", "of a month"),
    ("Ngày 30-5, tỉnh cho biết doanh thu quý I-2019 tăng khá.", "2019-05-30", "a quarter with its year"),
    ("Hôm nay 8-1, tỉnh nhắc việc dừng từ sau ngày 14-10-2017.", "2018-01-08", "October is over in January"),
    ("Chiều 9-3, xã cho biết khu này khởi công tháng 12-2018.", "2019-03-09", "December is over"),
    ("Sáng 26/8, tỉnh nói về tòa nhà khánh thành tháng 9/2014.", None, "a year before, or several"),
    ("Sáng 26/8, tỉnh nói tòa nhà sẽ xong tháng 9/2014.", "2014-08-26", "still to come"),
    (
        "Ngày 8/12, tỉnh họp; tăng trưởng năm 2020 ước đạt 1,4%. Kinh tế sẽ bật lên trong năm 2021.",
        "2020-12-08",
        "what will be in a year is ahead of it",
    ),
    ("Tại buổi gặp cử tri ngày 28-11, ông A. nói về tình hình trong năm 2018.", "2018-11-28", "its opening"),
    ("Mức thu mới áp dụng từ ngày 1-6 tới. Mức cũ theo văn bản ngày 30-12-2011.", None, "a day to come"),
    (
        "Tỉnh cho biết dự án còn chậm.\n\nDân đã chờ lâu.\n\nGiá đất giảm.\n\n"
        + "Việc đổi đất được nhiều người quan tâm trong thời gian qua ở các xã ven sông. " * 9
        + "Hợp đồng được ký vào ngày 26/2/2016 giữa hai bên.",
        None,
        "a day deep in the text is not that of the report",
    ),
    ("Sáng 31-5, tỉnh sơ kết. Số vụ tăng 14% so với năm 2017.", "2018-05-31", "of what it compares"),
    ("Chiều 8-7, tỉnh công bố điểm của kỳ thi tốt nghiệp 2018.", "2018-07-08", "what it is named after"),
    ("Chiều 8-7, tỉnh dẫn Luật Đất đai 2013.", None, "a law's year is old"),
    (
        "Sáng 14-12, tỉnh họp. Hạn hán đến cuối năm 2014. Dân đã chịu mưa lũ từ tháng 10 đến tháng 12-2016.",
        None,
        "later than what is over",
    ),
    ("Ngày 17/9/2025, tỉnh họp bàn về các dự án.", "2025-09-17", "the event opens the report"),
    (
        "Chiều 27/4, tỉnh tăng thu 22% so với cùng kỳ năm 2016. Trước đó, 4 tháng năm 2016 đạt 79 tỷ đồng.",
        "2017-04-27",
        "the same period's year lies before it, whatever else is told of that year",
    ),
    (
        "Sáng 23/9, xã quán triệt Nghị quyết Đại hội đại biểu Đảng bộ xã lần thứ I, nhiệm kỳ 2025 - 2030.",
        "2025-09-23",
        "a term of office begins in it",
    ),
    ("Sáng 12/7, HĐND tỉnh họp kỳ họp giữa năm 2023.", "2023-07-12", "a session in the middle of its year"),
    (
        "Sáng 31/10, tỉnh họp thường kỳ tháng 10/2017 và giao việc phải làm trong tháng 11/2017.",
        "2017-10-31",
        "work to be done is not over",
    ),
    (
        "Chủ tịch UBND tỉnh vừa ký Chỉ thị số 04/CT-UBND ngày 19-4-2022 về phòng, chống thiên tai.",
        "2022-04-19",
        "a paper just signed",
    ),
]  # fmt: skip


def test_the_day_under_the_headline_is_that_of_publication():
    """Alone in its line, soon after the event; above the headline it may be the day the page was opened."""
    told = "Sáng 29/6, xã tổ chức hội nghị sơ kết 6 tháng đầu năm 2022." + REST
    under = reading.read_bytes(f"{HEADLINE.strip()}\n\n04/07/2022\n{told}".encode(), "a.txt")
    over = reading.read_bytes(f"04/07/2022\n\n{HEADLINE}{told}".encode(), "a.txt")

    assert under.header.date.isoformat() == "2022-07-04"
    assert over.header.date.isoformat() == "2022-06-29"


@pytest.mark.parametrize(("said", "day", "why"), DAYS, ids=[why for *_, why in DAYS])
def test_the_day_of_a_report(said, day, why):
    document = reading.read_bytes((HEADLINE + said + REST).encode(), "a.txt")

    found = document.header.date
    assert (found.isoformat() if found else None) == day, why
