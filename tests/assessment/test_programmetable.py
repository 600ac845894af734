"""The columns of a work programme's table, by the words offices head them with."""

from __future__ import annotations

import pytest

from dondoc.assessment.programmetable import ProgrammeRow, form_named, level_named, row_of
from dondoc.records.workprogramme import Level

LEVELS = [
    ("Ban Thường vụ", Level.BUREAU, "as written out"),
    ("BTV Tỉnh ủy", Level.BUREAU, "short, with whose it is"),
    ("Thường trực Tỉnh ủy", Level.STANDING, "the whole name counts, not the committee in it"),
    ("Thường trực HĐND tỉnh", Level.COUNCIL_STANDING, "the council's, not the Party's"),
    ("HĐND tỉnh", Level.COUNCIL, "the council"),
    ("Tỉnh ủy", Level.COMMITTEE, "the committee is called so too"),
    ("UBND tỉnh", Level.PEOPLES_COMMITTEE, "State"),
    ("Giám đốc dự án", None, "not known: left to a person"),
    ("", None, "empty"),
]


@pytest.mark.parametrize(("words", "level", "why"), LEVELS, ids=[row[2] for row in LEVELS])
def test_who_decides(words: str, level: Level | None, why: str) -> None:
    """One level a cell, or none."""
    assert level_named(words) is level, why


def test_a_row_by_its_headings() -> None:
    """Columns are found by their words, whatever their order; what is not there is empty."""
    headers = ["TT", "Nội dung", "Cấp trình", "Phiên họp", "Hình thức văn bản", "Hạn trình"]
    cells = ["1", "Đề án trạm y tế", "BTV", "Phiên  thứ 12", "Nghị quyết", "06/4/2026"]
    assert row_of(headers, cells) == ProgrammeRow("BTV", "Phiên thứ 12", "Nghị quyết", "")
    assert form_named("Nghị quyết chuyên đề") == "resolution"
    assert row_of(["TT", "Nội dung"], ["1", "x"]) == ProgrammeRow()
