"""Task tables without a column of leads: who does it stands before the work, above it, or under a mark."""

from __future__ import annotations

import pytest

from dondoc import reading
from dondoc.extraction import extract

HEAD = "KẾ HOẠCH\n\nBình Sơn, ngày 5 tháng 1 năm 2026\n\n"

CASES = [
    (
        "a column of bodies before the work",
        """
        | TT | Đơn vị | Nhiệm vụ được giao | Thời gian hoàn thành |
        | 1 | Sở Y tế | Hoàn thành đề án y tế cơ sở | Tháng 6/2026 |
        | 2 | Sở Nội vụ | Trình đề án vị trí việc làm | Quý III/2026 |
        """,
        [("Hoàn thành đề án y tế cơ sở", "Sở Y tế", []), ("Trình đề án vị trí việc làm", "Sở Nội vụ", [])],
    ),
    (
        "communes before the work",
        """
        | TT | Xã, phường | Nhiệm vụ trọng tâm | Thời hạn |
        | 1 | Xã Yên Lạc | Xây dựng chợ đầu mối nông sản | 2026 |
        | 2 | Phường Tân Thịnh | Chỉnh trang hè phố đường 20/10 | Quý IV/2026 |
        """,
        [
            ("Xây dựng chợ đầu mối nông sản", "Xã Yên Lạc", []),
            ("Chỉnh trang hè phố đường 20/10", "Phường Tân Thịnh", []),
        ],
    ),
    (
        "behind the work a place is where it is done, not by whom",
        """
        | TT | Nhiệm vụ | Địa bàn | Thời hạn |
        | 1 | Xây dựng chợ đầu mối nông sản | Xã Yên Lạc | 2026 |
        | 2 | Chỉnh trang hè phố | Phường Tân Thịnh | Quý IV/2026 |
        """,
        [("Xây dựng chợ đầu mối nông sản", None, []), ("Chỉnh trang hè phố", None, [])],
    ),
    (
        "a body heads what it has to do",
        """
        | TT | Nội dung công việc | Thời hạn | Sản phẩm |
        | I | Sở Y tế | | |
        | 1 | Xây dựng đề án y tế cơ sở | 30/6/2026 | Đề án |
        | II | UBND xã Yên Lạc | | |
        | 1 | Hoàn thành giải phóng mặt bằng khu tái định cư | Quý III/2026 | Báo cáo |
        """,
        [
            ("Xây dựng đề án y tế cơ sở", "Sở Y tế", []),
            ("Hoàn thành giải phóng mặt bằng khu tái định cư", "UBND xã Yên Lạc", []),
        ],
    ),
    (
        "a field of work that heads rows is nobody",
        """
        | TT | Nội dung công việc | Thời hạn | Sản phẩm |
        | I | Lĩnh vực y tế | | |
        | 1 | Xây dựng đề án y tế cơ sở | 30/6/2026 | Đề án |
        """,
        [("Xây dựng đề án y tế cơ sở", None, [])],
    ),
    (
        "marks under the bodies; several of one kind name no lead",
        """
        | TT | Nhiệm vụ | Sở Y tế | Sở Nội vụ | Sở Tài chính | Thời hạn |
        | 1 | Xây dựng đề án tự chủ | CT | PH | PH | 30/6/2026 |
        | 2 | Rà soát biên chế | | x | | 30/9/2026 |
        | 3 | Tổ chức giao ban | x | x | x | Quý I/2026 |
        """,
        [
            ("Xây dựng đề án tự chủ", "Sở Y tế", ["Sở Nội vụ", "Sở Tài chính"]),
            ("Rà soát biên chế", "Sở Nội vụ", []),
            ("Tổ chức giao ban", None, []),
        ],
    ),
]


@pytest.mark.parametrize(("reason", "table", "found"), CASES, ids=[case[0] for case in CASES])
def test_who_does_it(reason, table, found):
    """The lead of each row, and who helps; None where the table does not say."""
    text = HEAD + "\n".join(line.strip() for line in table.strip().split("\n"))

    tasks = extract(reading.read_bytes(text.encode(), "a.md")).tasks

    assert [(task.action, task.lead, task.partners) for task in tasks] == found
