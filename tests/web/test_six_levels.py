"""Six levels of bodies, from the province to a cell: what is owed and told at the bottom reaches the top."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import boards
import pytest

from dondoc.web.accounts.models import Grant
from dondoc.web.bodies.models import Body
from dondoc.web.bodies.services import body_add
from dondoc.web.bodies.trees import tree
from dondoc.web.desk.matrix import matrix
from dondoc.web.plans.models import Indicator
from dondoc.web.plans.taskboard import TaskFilter, task_board
from dondoc.web.results.figures import figure_add
from dondoc.web.rollup.pages import summed_page

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 20)


@pytest.fixture(autouse=True)
def _today(settings: Any) -> None:
    settings.TODAY = TODAY


@pytest.fixture
def levels(province: Any) -> list[Body]:
    """The province and five below one another."""
    found = [province.root]
    for n in range(2, 7):
        found.append(body_add(code=f"l{n}", name=f"Cấp {n}", kind="state", parent=found[-1], by=None))
    return found


def test_a_task_at_the_bottom_is_seen_on_each_level_above(
    levels: list[Body], stage: Any, cast: Any, province: Any
) -> None:
    """On the board and in the matrix of who follows that branch, and of nobody beside it."""
    boards.task(stage.document(), levels[5], TODAY.replace(day=1), owed_from=date(2026, 1, 5))
    reader = Grant.objects.get(user=cast.reader)
    for body, there in [*((body, True) for body in levels), (province.finance, False)]:
        Grant.objects.filter(pk=reader.pk).update(role="leader", body=body)
        access = cast.access("reader")
        board = task_board(access, TaskFilter(state="open_late"), as_of=TODAY)
        lines = [(line.name, line.late) for line in matrix(access, on=TODAY).lines]
        assert board.shown == int(there), body
        assert lines == ([("Cấp 6", 1)] if there else []), body


def test_a_figure_at_the_bottom_is_added_on_each_level_above(levels: list[Body], cast: Any) -> None:
    """One told 7 and a neighbour on the fifth level 5: twelve from the fourth up, and nobody counts twice."""
    what = Indicator.objects.create(name="Nhà ở xã hội", unit="căn", nature="flow")
    beside = body_add(code="l5b", name="Cấp 5 khác", kind="state", parent=levels[3], by=None)
    for body, value in ((levels[5], 7), (beside, 5)):
        figure_add(
            indicator=what, body=body, period="2026-02", value=Decimal(value), status="official",
            by=cast.analyst, on=TODAY, words="báo cáo",
        )  # fmt: skip
    for n, body in enumerate(levels[:5]):
        aim = boards.target(what, body)
        boards.version(aim, "100", cast.analyst, decided_on=date(2026, 1, 5))
        page = summed_page(cast.access("analyst"), aim, "2026-02")
        assert page.rows[-1].value == (12 if n < 4 else 7), body


def test_the_tree_has_six_levels(levels: list[Body], cast: Any) -> None:
    """Each one step deeper than the one above."""
    depth = {node.pk: node.depth for node in tree(cast.access("analyst"), on=TODAY)}
    assert [depth[body.pk] for body in levels] == [0, 1, 2, 3, 4, 5]
