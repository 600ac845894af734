"""Tables of years whose rows are lines with spaces between the cells."""

import pytest

from dondoc.reading import yearlines

HEAD = "  2015 2017 2019 Sơ bộ 2021\n"
ROWS = "Giường bệnh trên 1 vạn dân 63,9 69,3 78,5 93\nTỷ lệ trẻ được tiêm 100 99,1 95,3 90,02\n"

# why, text, the cells of every row
CASES = [
    (
        "the name may hold figures of its own; a year may be a first estimate",
        HEAD + ROWS,
        [
            ["", "2015", "2017", "2019", "Sơ bộ 2021"],
            ["Giường bệnh trên 1 vạn dân", "63,9", "69,3", "78,5", "93"],
            ["Tỷ lệ trẻ được tiêm", "100", "99,1", "95,3", "90,02"],
        ],
    ),
    (
        "a row with fewer amounts is left: nobody knows of which years they are",
        HEAD + "Người chết vì dịch 31 79\n" + ROWS,
        [
            ["", "2015", "2017", "2019", "Sơ bộ 2021"],
            ["Giường bệnh trên 1 vạn dân", "63,9", "69,3", "78,5", "93"],
            ["Tỷ lệ trẻ được tiêm", "100", "99,1", "95,3", "90,02"],
        ],
    ),
    (
        "the column of names may be named; a missing amount is a sign",
        "Chỉ tiêu Năm 2023 Năm 2024 Năm 2025\nSản lượng cá 12 - 14,5\nDiện tích lúa 400 … 390\n",
        [
            ["Chỉ tiêu", "Năm 2023", "Năm 2024", "Năm 2025"],
            ["Sản lượng cá", "12", "-", "14,5"],
            ["Diện tích lúa", "400", "…", "390"],
        ],
    ),
    ("one row makes no table", HEAD + "Giường bệnh 1 2 3 4\n", []),
    ("years in prose head nothing", "Các năm 2015 2017 2019 tỉnh có mưa lớn.\nMưa 1 2 3\nLũ 4 5 6\n", []),
]


@pytest.mark.parametrize(("why", "text", "expected"), CASES, ids=[case[0] for case in CASES])
def test_rows(why, text, expected):
    """Every cell is where the text has it."""
    found = [[[text[cell.slice] for cell in row] for row in rows] for rows in yearlines.find(text)]

    assert found == ([expected] if expected else [])
