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
