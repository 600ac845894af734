"""Cells of tables that are read as running text."""

from __future__ import annotations

from dondoc import reading
from dondoc.extraction import extract


def test_a_cell_of_a_task_table_is_read_by_itself():
    """What a cell counts is named by that cell's words, and is of the row's time."""
    table = "<table><tr><th>TT</th><th>Nhiệm vụ</th><th>Cơ quan chủ trì</th><th>Thời hạn</th></tr>"
    table += "<tr><td>1</td><td>Trồng mới 640 ha rừng ven sông</td><td>Ban quản lý rừng</td>"
    table += "<td>Quý IV/2026</td></tr>"
    table += (
        "<tr><td>2</td><td>Xây 12 trạm bơm</td><td>Sở Nông nghiệp</td><td>Trước 30/6/2027</td></tr></table>"
    )

    found = extract(reading.read_bytes(table.encode(), "phu-luc.html")).indicators

    assert [(fact.name, str(fact.value), fact.period) for fact in found] == [
        ("diện tích rừng ven sông trồng mới", "640", "2026-Q4"),
        ("số trạm bơm xây", "12", "2027-06-30"),
    ]
