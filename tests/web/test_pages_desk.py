"""The start page: what needs this person, and nothing of anybody else's."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import boards
import pytest
from django.urls import reverse
from django.utils import timezone

from dondoc.web.plans.models import Task
from dondoc.web.sources.models import Batch, JobState, ReadJob

pytestmark = pytest.mark.django_db


def desk(client: Any) -> str:
    response = client.get(reverse("desk"))
    assert response.status_code == 200
    return str(response.content.decode())


def task(document: Any, lead: Any, days: int, **changes: Any) -> Task:
    """A task due so many days from now."""
    values = {
        "document": document,
        "number": document.tasks.count() + 1,
        "action": f"Việc đến hạn sau {days} ngày",
        "lead": lead,
        "deadline_kind": "day",
        "due": timezone.localdate() + timedelta(days=days),
    }
    return Task.objects.create(**(values | changes))


def test_an_empty_desk_says_how_to_begin(signed_in: Any) -> None:
    """Before the first document the page is the first step."""
    assert "Bắt đầu từ một văn bản" in desk(signed_in("analyst"))


ROLES_WITHOUT_CONTENT = [("administrator", "giao vai trò"), ("nobody", "chưa được giao vai trò nào")]


@pytest.mark.parametrize(("who", "words"), ROLES_WITHOUT_CONTENT)
def test_who_reads_no_content_is_told_so(signed_in: Any, stage: Any, who: str, words: str) -> None:
    """An administrator and a person without a role see no document, not even a number of them."""
    stage.document(title="Nghị quyết kín")

    page = desk(signed_in(who))

    assert words in page
    assert "Nghị quyết kín" not in page


def test_what_is_left_to_review(signed_in: Any, stage: Any) -> None:
    """Reviewers see documents with open proposals; readers do not, for they can do nothing about them."""
    document = stage.document(title="Còn phải duyệt")
    stage.fact(document, "indicator")

    assert reverse("review", args=[document.pk]) in desk(signed_in("analyst"))
    assert reverse("review", args=[document.pk]) not in desk(signed_in("reader"))


TASKS = [
    (-3, {}, True, "late"),
    (4, {}, True, "due soon"),
    (60, {}, False, "far away"),
    (-3, {"done_on": timezone.localdate()}, False, "done"),
    (-3, {"awaiting_document": True}, False, "only the press says so"),
    (-3, {"withdrawn_at": timezone.now()}, False, "taken back"),
]


@pytest.mark.parametrize(("days", "changes", "shown", "why"), TASKS, ids=[row[3] for row in TASKS])
def test_tasks_that_need_somebody(
    signed_in: Any, stage: Any, province: Any, days: int, changes: Any, shown: bool, why: str
) -> None:
    """Late and due soon, undone, binding: these and no others."""
    task(stage.document(), province.finance, days, **changes)

    assert ("Việc đến hạn sau" in desk(signed_in("finance"))) is shown


def test_another_branch_is_not_on_my_desk(signed_in: Any, stage: Any, province: Any) -> None:
    """A department sees its own tasks, not its neighbour's."""
    task(stage.document(), province.building, -1)

    assert "Việc đến hạn sau" not in desk(signed_in("finance"))
    assert "Việc đến hạn sau" in desk(signed_in("building"))


def test_files_that_failed(signed_in: Any, cast: Any, province: Any, stage: Any) -> None:
    """Whoever sends files in sees those that could not be read, with the reason."""
    batch = Batch.objects.create(created_by=cast.analyst, owner=province.root)
    ReadJob.objects.create(batch=batch, name="hong.docx", state=JobState.FAILED, error="Tệp bị hỏng.")

    assert "hong.docx" in desk(signed_in("analyst"))
    assert "hong.docx" not in desk(signed_in("reader"))


def test_press_waits_for_its_document(signed_in: Any, stage: Any, cast: Any) -> None:
    """Confirmed facts of a press report without an issued document behind it are asked about."""
    from dondoc.web.sources import services

    press = stage.document(title="Tin về hội nghị", type="press", standing="press", symbol="")
    assert "chưa gắn văn bản" not in desk(signed_in("analyst"))

    services.fact_accept(fact=stage.fact(press, "indicator"), by=cast.analyst)

    assert "chưa gắn văn bản" in desk(signed_in("analyst"))


def test_the_desk_costs_a_bounded_number_of_queries(
    signed_in: Any, stage: Any, province: Any, django_assert_max_num_queries: Any
) -> None:
    """As many for thirty documents as for one."""
    document = stage.document()
    for n in range(30):
        task(document, province.finance, n - 15)
        stage.fact(stage.document(), "indicator")
    client = signed_in("analyst")

    with django_assert_max_num_queries(10):
        client.get(reverse("desk"))


TURNS = [
    ("reported", "leader", True, "who gave it confirms or sends it back"),
    ("transfer_asked", "analyst", True, "who gave it decides on the transfer"),
    ("reported", "finance", False, "who reported it waits"),
    ("unacknowledged", "finance", True, "its lead takes it"),
    ("returned", "head", True, "its lead mends it"),
    ("unacknowledged", "analyst", False, "who follows the branch is not told of each body's"),
    ("unacknowledged", "building", False, "another body's"),
    ("in_hand", "finance", False, "it is being done"),
]


@pytest.mark.parametrize(("stage_", "who", "there", "why"), TURNS, ids=[row[3] for row in TURNS])
def test_tasks_whose_next_step_is_mine(
    stage: Any, province: Any, signed_in: Any, stage_: str, who: str, there: bool, why: str
) -> None:
    """On the desk of whoever it waits for, and of nobody else."""
    boards.task(stage.document(), province.finance, date(2026, 12, 1), action="Lập đề án", stage=stage_)
    page = signed_in(who).get(reverse("desk"))
    assert [row.words for row in page.context["desk"].turns] == (["Lập đề án"] if there else [])
    assert ("Nhiệm vụ chờ đồng chí" in page.content.decode()) is there
