"""The coverage matrix: what is the same, what became another on the way, what was forgotten, what is new."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.assessment.coverage import coverage
from dondoc.records.coverage import Commitment, CommitmentKind, CoverageState, Pair

TARGET, TASK = CommitmentKind.TARGET, CommitmentKind.TASK


def target(name, value, due="2030", **more):
    return Commitment(TARGET, name, value=Decimal(value), unit=more.pop("unit", "%"), due=due, **more)


def task(name, due=None, **more):
    return Commitment(TASK, name, due=due, **more)


SHARE = "tỷ trọng kinh tế số"
TREES = "Trồng mới 1.500 ha rừng gỗ lớn"
ROWS = [
    (target(SHARE, 30), target(SHARE, 30), "kept", [], "the same"),
    (target(SHARE, 30), target(SHARE, 25), "changed", [("value", True)], "30 % became 25 %"),
    (target(SHARE, 30), target(SHARE, 35), "changed", [("value", False)], "more than asked is a change too"),
    (target(SHARE, 30, "2025"), target(SHARE, 30, "2027"), "changed", [("due", True)], "2025 became 2027"),
    (target(SHARE, 30), target(SHARE, 30, None), "changed", [("due", None)], "the year was dropped"),
    (target(SHARE, 30), target("tỷ lệ hộ nghèo", 30), "missing", [], "another indicator"),
    (target(SHARE, 30), target(SHARE, 30, unit="tỷ đồng"), "missing", [], "another unit"),
    (target("tỷ lệ hộ nghèo", 2, bound="at_most"), target("tỷ lệ hộ nghèo", 3, bound="at_most"),
     "changed", [("value", True)], "where less is better, more is weaker"),
    (target("số căn nhà ở xã hội", 7500, unit="căn"),
     target("số căn nhà ở xã hội", 1450, "2026", unit="căn"),
     "kept", [("part", None)], "what falls on one year of several"),
    (target(SHARE, 30), target(SHARE, 15, "2026"), "kept", [("part", None)], "a milestone on the way"),
    (target(SHARE, 30), target(SHARE, 30, "2030-12-31"), "kept", [], "the year's last day is the year"),
    (target("kim ngạch xuất khẩu", 4, unit="tỷ USD"), target("kim ngạch xuất khẩu", 4000, unit="triệu USD"),
     "kept", [], "the same amount in another unit"),
    (target("tỷ lệ hộ nghèo", 2, less_is_better=True), target("tỷ lệ hộ nghèo", 3),
     "changed", [("value", True)], "the catalogue says that less is better"),
    (target("kinh tế số", 30, indicator="de"),
     target("tỷ trọng kinh tế số trong GRDP", 30, indicator="de"),
     "kept", [], "the catalogue says it is the same"),
    (task(TREES, "2026-11-30"), task(TREES, "2026-12-31"),
     "changed", [("due", True)], "a month later"),
    (task(TREES, "2026-11-30"), task(TREES, "2026-10-31"),
     "kept", [("due", False)], "a month earlier keeps it"),
    (task(TREES), task("Trồng mới 900 ha rừng gỗ lớn"), "changed", [("figures", None)],
     "fewer hectares"),
    (task("Lập bản đồ số vùng lúa", lead="Sở Y tế"), task("Lập bản đồ số vùng lúa", lead="Phòng Dược"),
     "kept", [("lead", None)], "an office of its own takes it on"),
    (task("Hoàn thành 1.450 căn nhà ở xã hội"),
     target("số căn nhà", 1450, "2026", unit="căn", words="Hoàn thành 1.450 căn nhà ở xã hội trong năm 2026"),
     "kept", [], "an order there, an aim here"),
]  # fmt: skip


@pytest.mark.parametrize(("above", "below", "state", "changes", "why"), ROWS, ids=[row[4] for row in ROWS])
def test_what_became_of_a_commitment(above, below, state, changes, why):
    """One commitment of the parent and one of the child."""
    rows = coverage([above], [below]).rows

    assert rows[0].state == state, why
    assert [(c.what, c.weaker) for c in rows[0].changes] == changes, why
    assert (len(rows) == 2) == (state == "missing"), "what answers nothing is added"


OWED = [
    ("Sở Y tế", False, "Sở Y tế", "missing", "given to it by name"),
    ("Sở Tài chính", False, "Sở Y tế", "elsewhere", "given to another"),
    ("các sở, ngành", True, "Sở Y tế", "missing", "to all departments"),
    ("các đảng ủy trực thuộc", True, "Sở Y tế", "elsewhere", "to all party committees"),
    (None, False, "Sở Y tế", "elsewhere", "to nobody in particular"),
    (None, False, "", "missing", "asked without a body, everything is owed"),
]


@pytest.mark.parametrize(("lead", "collective", "body", "state", "why"), OWED, ids=[row[4] for row in OWED])
def test_what_a_body_owes(lead, collective, body, state, why):
    """A task the parent gives to others is not forgotten by this body."""
    (row,) = coverage([task("Tuyển 12 bác sĩ", lead=lead, collective=collective)], [], body=body).rows

    assert row.state == state, why


def test_the_best_pair_first():
    """Of two that could be meant each goes to the one it says more of."""
    above = [task("Rà soát quỹ đất nhà ở xã hội"), task("Rà soát quỹ đất nhà ở xã hội phường Cửa Lộc")]
    below = [task("Rà soát quỹ đất nhà ở xã hội phường Cửa Lộc"), task("Rà soát quỹ đất nhà ở xã hội")]

    rows = coverage(above, below).rows

    assert [row.child.name for row in rows] == [one.name for one in above]


COMMITMENTS = st.lists(
    st.builds(
        Commitment,
        st.sampled_from(CommitmentKind),
        st.sampled_from(["tỷ lệ hộ nghèo", SHARE, "Trồng 12 ha rừng", "Trồng 15 ha rừng ở xã", ""]),
        value=st.sampled_from([None, Decimal(1), Decimal("2.5")]),
        due=st.sampled_from([None, "2030", "2026-Q3", "không rõ"]),
        lead=st.sampled_from([None, "Sở Y tế", "các sở, ngành"]),
    ),
    max_size=6,
)


@given(COMMITMENTS, COMMITMENTS)
def test_nothing_is_lost_or_counted_twice(above, below):
    """Every commitment of the parent has its row, in order; every one of the child is named or added."""
    rows = coverage(above, below).rows

    assert [row.parent for row in rows if row.parent is not None and not row.further] == above
    added = [row.child for row in rows if row.state is CoverageState.ADDED]
    answering = {id(row.child) for row in rows if row.parent is not None and row.child is not None}
    assert len(added) + len(answering) == len(below)


def test_what_people_said_goes_before_what_seems():
    """Confirmed pairs make the matrix; the surest of several is counted, the others are steps beside it."""
    above = [target(SHARE, 30), task("Lập bản đồ số")]
    below = [target(SHARE, 15, "2026"), target(SHARE, 30), task("Lập bản đồ số")]

    found = coverage(above, below, pairs=[Pair(0, 0, 100), Pair(0, 1, 100)])

    assert [(row.state, row.further, row.child) for row in found.rows] == [
        ("kept", False, below[1]),
        ("kept", True, below[0]),
        ("missing", False, None),
        ("added", False, below[2]),
    ]
    assert (found.taken_up, found.count(CoverageState.KEPT, TARGET), found.count(CoverageState.ADDED)) == (
        1,
        1,
        1,
    )
