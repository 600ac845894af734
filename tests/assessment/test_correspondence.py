"""Which commitment of a child takes up which of its parent: proposed with a score and a reason, or not."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.assessment.correspondence import LEAST, SURE, correspondences, nearness
from dondoc.records.coverage import Commitment, CommitmentKind


def target(words: str, indicator: str | None = None, value: str | None = None, unit: str = "%",
           due: str | None = "2030", key: str = "", said: str = "") -> Commitment:  # fmt: skip
    number = None if value is None else Decimal(value)
    return Commitment(
        CommitmentKind.TARGET, words, key, value=number, unit=unit, due=due, indicator=indicator, words=said
    )


def task(words: str, due: str | None = None, key: str = "") -> Commitment:
    return Commitment(CommitmentKind.TASK, words, key, due=due)


PARENT = [
    target("Tỷ trọng kinh tế số", "digital", "30", key="t1"),
    target("Tỷ trọng kinh tế số", "digital", "20", due="2026", key="t2"),
    target("Tỷ lệ hộ nghèo", "poverty", "1", key="t3"),
    task("Lập bản đồ số vùng nguyên liệu lúa, gỗ, trái cây", "2026-09-30", key="k1"),
    task("Mở chuyên mục tuyên truyền trên báo và đài của tỉnh", key="k2"),
    task("Hoàn thành 1.450 căn nhà ở xã hội", "2026-12-31", key="k3"),
    target("Kim ngạch xuất khẩu", None, "4", unit="tỷ USD", key="t4"),
]
MEETS = [
    (target("kinh tế số", "digital", "25"), "t1", "the same indicator, due the same day"),
    (target("kinh tế số", "digital", "18", due="2026-06-30"), "t2", "the nearest later milestone"),
    (target("kinh tế số", "digital", "5", due="2012"), None, "18 years earlier is no milestone"),
    (target("Tỷ lệ hộ nghèo đa chiều của xã", None, "2"), "t3", "by its name where no id says so"),
    (target("Tỷ lệ hộ nghèo đa chiều của xã", None, "2", unit="hộ"), None, "another unit measures another"),
    (target("Tốc độ tăng GRDP", "digital", "10"), None, "the same id, names with nothing in common: misread"),
    (target("kim ngạch xuất khẩu", None, "2350", unit="triệu USD"), "t4", "millions beside billions"),
    (target("kim ngạch xuất khẩu", None, "7", unit="điểm %"), None, "money with percentage points is not"),
    (task("Xây dựng bản đồ số vùng nguyên liệu gỗ, trái cây của huyện"), "k1", "other words around the same"),
    (task("Lập bản đồ số vùng lúa của huyện", "2026-09-30"), "k1", "half of the words and the same day"),
    (task("Lập kế hoạch sử dụng đất của xã"), None, "one common syllable pair is not enough"),
    (target("số căn nhà", None, "1450", unit="căn", said="Hoàn thành 1.450 căn nhà ở xã hội"), "k3",
     "an aim answers an order with figures"),
    (task("Tỷ lệ hộ nghèo"), None, "an order without figures takes up no target"),
    (task(""), None, "nothing is said"),
]  # fmt: skip


@pytest.mark.parametrize(("child", "parent", "why"), MEETS, ids=[row[-1] for row in MEETS])
def test_what_is_proposed(child: Commitment, parent: str | None, why: str) -> None:
    """At most one commitment of the parent for each of a child, with its reason."""
    found = correspondences(PARENT, [child])

    assert [PARENT[pair.parent].key for pair in found] == ([parent] if parent else []), why
    assert all(pair.reason and LEAST <= pair.score <= 100 for pair in found)


def test_an_aim_may_answer_a_target_and_an_order() -> None:
    """The same words count for both; two orders never share one."""
    above = [
        target("số căn nhà ở xã hội", None, "7500", unit="căn"),
        task("Hoàn thành 1.450 căn nhà ở xã hội"),
    ]
    said = "Hoàn thành 1.450 căn nhà ở xã hội trong năm"
    below = [target("số căn nhà ở xã hội", None, "1450", unit="căn", due="2026", said=said)]

    assert [(pair.parent, pair.child) for pair in correspondences(above, below)] == [(0, 0), (1, 0)]


def test_steps_and_milestones_go_to_what_is_taken() -> None:
    """The best of them first; what is left of the child joins it."""
    below = [target("kinh tế số", "digital", str(n), due=f"2026-Q{n}", key=f"q{n}") for n in (1, 2, 3)]

    found = correspondences(PARENT[:1], below)

    assert {(pair.parent, pair.child) for pair in found} == {(0, 0), (0, 1), (0, 2)}
    assert all(pair.score >= SURE - 5 for pair in found)


def test_twins_go_to_one_each() -> None:
    """Two targets of one indicator and day are told apart by their value."""
    above = [target("diện tích hữu cơ", "organic", value, "ha", key=value) for value in ("600", "4200")]

    found = correspondences(above, above[::-1])

    assert [(pair.parent, pair.child) for pair in found] == [(0, 1), (1, 0)]


def test_nearness_orders_what_is_too_far_to_propose() -> None:
    """For choosing by hand: little in common is more than nothing."""
    one = task("Lập kế hoạch sử dụng đất của xã")

    assert 0 < nearness(one, task("Lập bản đồ vùng nguyên liệu")) < LEAST
    assert nearness(one, task("Mở chuyên mục")) == 0


WORDS = st.lists(
    st.sampled_from(["lập", "bản", "đồ", "vùng", "gỗ", "xã", "kế", "hoạch", "đất", "số"]), max_size=8
).map(" ".join)


@given(st.lists(WORDS, max_size=6), st.lists(WORDS, max_size=6))
def test_whatever_the_words(above: list[str], below: list[str]) -> None:
    """Scores stay in their bounds, a task meets itself or nearly itself, in whatever order they come."""
    parents = [task(words, key=f"p{n}") for n, words in enumerate(above)]
    children = [task(words, key=f"c{n}") for n, words in enumerate(below)]

    found = correspondences(parents, children, least=1)

    assert all(1 <= pair.score <= 100 for pair in found)
    assert len({pair.child for pair in found}) == len(found)
    turned = correspondences(parents[::-1], children, least=1)
    keys = {(parents[pair.parent].key, pair.child) for pair in found}
    assert {(parents[::-1][pair.parent].key, pair.child) for pair in turned} == keys
    for pair in found:
        if below[pair.child] in above:
            assert pair.score >= 90
