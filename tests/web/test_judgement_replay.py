"""A file of scenarios, joined parts, frozen boards, decisions: recorded once, what is not found is told."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dondoc.web.judgement.models import Decision, FrozenBoard, Scenario
from dondoc.web.judgement.replay import replay
from web import boards

pytestmark = pytest.mark.django_db

TOLD = """
[[scenario]]
indicator = "exports"
period = "2026"
basis = "council"
name = "Kịch bản quý"
publisher = "UBND tỉnh"
on = 2026-01-20
by = "analyst"
words = "Kế hoạch"
steps = [["2026-Q1", "200", ""], ["2026-H1", "450", "500"]]

[[join]]
document = "11-NQ/TU"
name = "Y tế"
parts = ["Bác sĩ", "Giường"]
by = "analyst"

[[freeze]]
document = "11-NQ/TU"
occasion = "Hội nghị lần thứ 9"
as_of = 2026-10-16
by = "analyst"

[[decide]]
document = "11-NQ/TU"
indicator = "exports"
verdict = "on_pace"
reason = "Hội nghị thống nhất"
on = 2026-10-16
by = "analyst"

[[freeze]]
document = "99-NQ/TU"
occasion = "Không có"
as_of = 2026-10-16
by = "analyst"

[[forecast]]
indicator = "nothing"
by = "analyst"
"""


def test_a_file_is_recorded_once(stage: Any, province: Any, cast: Any, tmp_path: Path) -> None:
    """Run again it adds nothing; a document and an indicator that are not there are named."""
    plan = stage.document(symbol="11-NQ/TU")
    for name, code in (("Xuất khẩu", "exports"), ("Bác sĩ", ""), ("Giường", "")):
        target = boards.target(boards.indicator(name, code=code), province.root)
        boards.version(
            target, "1000", cast.analyst, document=plan, decided_on=date(2026, 1, 15), by_hand=True
        )
    file = tmp_path / "judgement.toml"
    file.write_text(TOLD, encoding="utf-8")

    first, again = replay(file), replay(file)

    assert (first.applied, again.applied) == (4, 0)
    assert first.problems == again.problems
    assert [problem.partition(":")[0] for problem in first.problems] == [
        "freeze 99-NQ/TU",
        "forecast  nothing",
    ]
    assert FrozenBoard.objects.get().total == 2  # doctors and beds are one
    assert Decision.objects.get().computed == "not_assessable"
    assert [step.period for step in Scenario.objects.get().steps.all()] == ["2026-Q1", "2026-H1"]
