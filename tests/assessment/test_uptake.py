"""Which clause of a child takes up which of its parent, what was changed, what stands alone."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.assessment.uptake import LEAST, changes, suggest, uptake
from dondoc.records.uptake import Change, Clause, ClauseKind

Y30, Y26 = date(2030, 12, 31), date(2026, 12, 31)


def target(key: str, words: str, indicator: str | None = None, value: str | None = None, unit: str = "%",
           due: date | None = Y30) -> Clause:  # fmt: skip
    number = None if value is None else Decimal(value)
    return Clause(key, ClauseKind.TARGET, words, indicator, number, None, unit, due)


def task(key: str, words: str, due: date | None = None) -> Clause:
    return Clause(key, ClauseKind.TASK, words, due=due)


PARENT = [
    target("t1", "Tỷ trọng kinh tế số", "digital", "30"),
    target("t2", "Tỷ trọng kinh tế số", "digital", "20", due=Y26),
    target("t3", "Tỷ lệ hộ nghèo", "poverty", "1"),
    task("k1", "Lập bản đồ số vùng nguyên liệu lúa, gỗ, trái cây", date(2026, 9, 30)),
    task("k2", "Mở chuyên mục tuyên truyền trên báo và đài của tỉnh"),
]
MEETS = [
    (target("c", "kinh tế số", "digital", "25"), "t1", "the same indicator, due the same day"),
    (target("c", "kinh tế số", "digital", "18", due=date(2026, 6, 30)), "t2", "the nearest later milestone"),
    (target("c", "Tỷ lệ hộ nghèo đa chiều của xã", None, "2"), "t3", "by its name where no id says so"),
    (
        target("c", "Tỷ lệ hộ nghèo đa chiều của xã", None, "2", unit="hộ"),
        None,
        "another unit measures another thing",
    ),
    (
        task("c", "Xây dựng bản đồ số vùng nguyên liệu gỗ, trái cây của huyện"),
        "k1",
        "other words around the same ones",
    ),
    (task("c", "Lập kế hoạch sử dụng đất của xã"), None, "one common syllable pair is not enough"),
    (task("c", "Tỷ lệ hộ nghèo"), None, "a task takes up no target"),
    (task("c", ""), None, "nothing is said"),
]


@pytest.mark.parametrize(("child", "parent", "why"), MEETS, ids=[row[-1] for row in MEETS])
def test_what_is_proposed(child: Clause, parent: str | None, why: str) -> None:
    """At most one clause of the parent for each of a child, with its reason."""
    found = suggest(PARENT, [child])
    assert [m.parent for m in found] == ([parent] if parent else []), why
    assert all(m.reason and LEAST <= m.score <= 100 for m in found)


CHANGED = [
    ("30", Y30, "25", Y30, [("value", Decimal(30), Decimal(25))], "a lower number"),
    ("30", Y26, "30", Y30, [("due", Y26, Y30)], "put off"),
    ("30", Y26, "25", Y30, [("value", Decimal(30), Decimal(25)), ("due", Y26, Y30)], "both"),
    ("30", Y30, "30.0", Y30, [], "the same number with another decimal"),
    ("30", Y30, None, None, [], "the child leaves both open"),
]


@pytest.mark.parametrize(
    ("value", "due", "later", "then", "told", "why"), CHANGED, ids=[r[-1] for r in CHANGED]
)
def test_what_was_changed_on_the_way_down(
    value: str,
    due: date,
    later: str | None,
    then: date | None,
    told: list[tuple[str, object, object]],
    why: str,
) -> None:
    """30 % → 25 %, 2026 → 2030; other units are not compared."""
    above, below = target("a", "x", "i", value, due=due), target("b", "x", "i", later, due=then)
    assert changes(above, below) == tuple(Change(*row) for row in told), why  # type: ignore[arg-type]
    assert not [
        c for c in changes(above, target("b", "x", "i", later, unit="ha", due=due)) if c.field == "value"
    ]


def test_the_matrix_has_everything_once() -> None:
    """Taken, untaken, unasked; pairs of others are passed over."""
    child = {"xã A": [task("a1", "x"), task("a2", "y")], "xã B": []}
    found = uptake(PARENT, child, [("k1", "a1"), ("k1", "stranger"), ("stranger", "a2")])
    assert found.taken["k1"] == {"xã A": ("a1",)}
    assert found.untaken == ("t1", "t2", "t3", "k2")
    assert found.unasked == {"xã A": ("a2",), "xã B": ()}
    assert (found.covered("xã A"), found.covered("xã B")) == (1, 0)


WORDS = st.lists(
    st.sampled_from(["lập", "bản", "đồ", "vùng", "gỗ", "xã", "kế", "hoạch", "đất", "số"]), max_size=8
).map(" ".join)


@given(st.lists(WORDS, max_size=6), st.lists(WORDS, max_size=6))
def test_whatever_the_words(above: list[str], below: list[str]) -> None:
    """Scores stay in their bounds, a clause meets itself best, whatever the order of the parents."""
    parents = [task(f"p{n}", words) for n, words in enumerate(above)]
    children = [task(f"c{n}", words) for n, words in enumerate(below)]
    found = suggest(parents, children, least=1)
    assert all(1 <= match.score <= 100 for match in found)
    assert len({match.child for match in found}) == len(found)
    assert {(m.parent, m.child) for m in suggest(parents[::-1], children, least=1)} == {
        (m.parent, m.child) for m in found
    }
    whole = dict(zip((c.key for c in children), below, strict=True))
    for match in found:
        if whole[match.child] in above:
            assert match.score == 100
