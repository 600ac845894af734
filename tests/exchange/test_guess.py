"""What a column holds by its cells, where its heading is nobody's but the office's own."""

from __future__ import annotations

from dondoc.exchange.fields import suggest
from dondoc.exchange.guess import by_content
from dondoc.exchange.sheets import Row, Sheet

BODIES = {"Sở Tài chính", "Sở Y tế", "Xã Đông Sơn"}
OWN = ("TT", "Tên việc", "Đơn vị làm", "Bao giờ xong", "Xếp loại")
ROWS = [
    ("1", "Lập danh mục đất công", "Sở Tài chính", "31/12/2026", "A"),
    ("2", "Rà soát hồ sơ khám bệnh", "Sở Y tế", "quý IV/2026", "B"),
    ("3", "Đo lại đường ranh", "các thôn", "sớm nhất", "A"),
    ("4", "", "Xã Đông Sơn", "tháng 11/2026", ""),
]


def guessed(headings: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[str]:
    made = tuple(Row(n, cells, (None,) * len(cells)) for n, cells in enumerate(rows, 2))
    sheet = Sheet("Bảng", headings, tuple("ABCDEFG"[: len(headings)]), 1, made)
    return [one.key for one in by_content(suggest(headings), sheet, is_body=BODIES.__contains__)]


def test_bodies_days_and_the_column_with_most_words() -> None:
    """Most cells decide; a column of single letters is left to a person."""
    assert guessed(OWN, ROWS) == ["", "action", "lead", "deadline", ""]


def test_states_and_leads_that_are_several() -> None:
    """A column of states; leads of which some are two bodies or a collective."""
    headings = ("TT", "Tên việc", "Ai làm", "Đến đâu rồi")
    rows = [
        ("1", "Lập danh mục đất công", "Sở Tài chính, Sở Y tế", "đang làm"),
        ("2", "Rà soát hồ sơ khám bệnh", "các xã, phường", "Xong 60%"),
        ("3", "Đo lại đường ranh", "Sở Y tế", "Chưa làm"),
        ("4", "Sửa cầu treo", "ông Ba", "còn vướng"),
    ]
    assert guessed(headings, rows) == ["", "action", "lead", "status"]


def test_a_heading_that_is_known_is_believed() -> None:
    """Nothing is guessed that a heading says, and no field twice."""
    headings = ("TT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Thời hạn", "Bên cùng làm")
    rows = [(a, b, c, d, "Sở Y tế") for a, b, c, d, _e in ROWS]
    assert guessed(headings, rows) == ["", "action", "lead", "deadline", ""]


def test_one_row_says_nothing() -> None:
    """Of a single cell nothing is told but which has most words."""
    assert guessed(OWN, ROWS[:1]) == ["", "action", "", "", ""]
