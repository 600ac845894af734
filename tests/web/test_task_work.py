"""How a task is organised: steps, people, parts of partners, waits, awaited events, periods."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import boards
import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dondoc.web.audit.models import Entry
from dondoc.web.bodies.models import Person, Position
from dondoc.web.core.conflicts import Conflict
from dondoc.web.plans import life, standings
from dondoc.web.plans.models import EventKind, Task, TaskEvent
from dondoc.web.plans.taskboard import TaskFilter, task_board
from dondoc.web.taskwork import arranging, linking, parts
from dondoc.web.taskwork.models import Every, Occurrence, PartEventKind, PersonRole, Trigger, Wait
from dondoc.web.taskwork.selectors import part_board

pytestmark = pytest.mark.django_db

GIVEN, DUE, TODAY = date(2026, 1, 12), date(2026, 12, 15), date(2026, 10, 20)
P = PartEventKind


@pytest.fixture(autouse=True)
def _today(settings: Any) -> None:
    settings.TODAY = TODAY


@pytest.fixture
def give(stage: Any, cast: Any) -> Any:
    """Gives a task of one document to a body."""
    document = stage.document()

    def given_to(lead: Any, due: date | None = DUE, **more: Any) -> Task:
        made = boards.task(document, lead, due, owed_from=GIVEN, **more)
        TaskEvent.objects.create(task=made, kind="assigned", on=GIVEN, by=cast.analyst, lead=lead, due=due)
        standings.refresh(made)
        return made

    return given_to


def work(client: Any, task: Task, kind: str, row: Any = None, **typed: Any) -> Any:
    """Send one form of the page; its fields carry its name."""
    if row is None:
        return client.post(
            reverse("task-work-do", args=[task.pk, kind]), {f"{kind}-{k}": v for k, v in typed.items()}
        )
    said = {f"{kind}-{row.pk}-{k}": v for k, v in typed.items()}
    return client.post(reverse("task-work-row", args=[task.pk, kind, row.pk]), said)


def test_steps(give: Any, cast: Any, province: Any, signed_in: Any) -> None:
    """The lead's officer plans and ticks off; a step after the task's day is refused beside its field."""
    task, client = give(province.building), signed_in("building")

    assert (
        work(client, task, "step", what="Khảo sát", who="Phòng Kỹ thuật", due="2026-11-02").status_code == 302
    )
    refused = work(client, task, "step", what="Nghiệm thu", due="2026-12-31")
    assert refused.status_code == 422
    assert "Nghiệm thu" in refused.content.decode(), "what was typed stays"
    assert "15/12/2026" in boards.Page.of(refused).text
    step = task.steps.get()
    assert work(client, task, "step-done", step, on="2026-10-19").status_code == 302
    step.refresh_from_db()
    assert step.done_on == date(2026, 10, 19)
    page = boards.Page.of(client.get(reverse("task-work", args=[task.pk])))
    assert not page.problems
    assert "xong 19/10/2026" in page.text
    assert work(client, task, "step-withdraw", step).status_code == 302
    assert "Khảo sát" not in boards.Page.of(client.get(reverse("task-work", args=[task.pk]))).text
    assert task.steps.count() == 1, "taken back, not deleted"
    assert Entry.objects.filter(action__startswith="task.step").count() == 3


def test_named_people(give: Any, cast: Any, province: Any, signed_in: Any) -> None:
    """One does it at a time, by name or by post; who had it before has it until the day before."""
    task = give(province.building)
    person = Person.objects.create(name="Trần Văn Minh")
    post = Position.objects.create(person=person, title="Trưởng phòng", body=province.building)
    arranging.person_set(
        task=task, role=PersonRole.HANDLER, user=cast.building, since=date(2026, 2, 2), by=cast.building
    )
    arranging.person_set(
        task=task, role=PersonRole.HANDLER, position=post, since=date(2026, 6, 1), by=cast.building
    )
    arranging.person_set(
        task=task, role=PersonRole.SUPERVISOR, user=cast.analyst, since=date(2026, 2, 2), by=cast.analyst
    )

    now, before = task.people.filter(role="handler")
    assert (str(now), before.until) == ("Trần Văn Minh, Trưởng phòng", date(2026, 5, 31))
    for named, problem in [
        ({}, "Chọn một người"),
        ({"user": cast.building, "position": post}, "Chọn một người"),
        ({"position": post}, "đang được phân công"),
        ({"user": cast.building, "since": date(2026, 5, 1)}, "Người trước"),
    ]:
        said: dict[str, Any] = {"since": TODAY, **named}
        with pytest.raises(ValidationError, match=problem):
            arranging.person_set(task=task, role=PersonRole.HANDLER, by=cast.building, **said)

    mine = TaskFilter(extra="supervisor")
    assert task_board(cast.access("analyst"), mine, as_of=TODAY).total == 1
    assert task_board(cast.access("second"), mine, as_of=TODAY).total == 0
    following = task.people.get(role="supervisor")
    assert work(signed_in("analyst"), task, "person-end", following, on="2026-10-01").status_code == 302
    assert task_board(cast.access("analyst"), mine, as_of=TODAY).total == 0
    assert work(signed_in("building"), task, "supervisor", since="2026-10-20").status_code == 403


def test_who_follows_an_order_follows_its_parts(give: Any, cast: Any, province: Any) -> None:
    """Of what recurs each period's task is among what one follows; of what others do nothing more is."""
    task = give(province.building, None, deadline_kind="recurring")
    linking.recur_from(task=task, by=cast.analyst, every=Every.QUARTER, since=date(2026, 4, 1), as_of=TODAY)
    arranging.person_set(
        task=task, role=PersonRole.SUPERVISOR, by=cast.analyst, since=date(2026, 10, 1), user=cast.analyst
    )
    arranging.person_set(
        task=task, role=PersonRole.HANDLER, by=cast.building, since=date(2026, 10, 1), user=cast.building
    )
    periods = task.parts.count()
    assert periods >= 2

    followed = task_board(cast.access("analyst"), TaskFilter(extra="supervisor"), as_of=TODAY)
    done = task_board(cast.access("building"), TaskFilter(extra="handler"), as_of=TODAY)

    assert (followed.total, done.total) == (periods, 0)


def test_a_task_without_a_day_is_looked_at_again(give: Any, cast: Any, province: Any) -> None:
    """Every three months; what was found is a note of the task, and the next day to look is set."""
    task = give(province.building, None)
    arranging.arrange(
        task=task, by=cast.building, on=date(2026, 6, 30), resources="2 tỷ đồng", level="BTV", review_months=3
    )
    due = TaskFilter(extra="review")
    assert task_board(cast.access("analyst"), due, as_of=date(2026, 9, 29)).total == 0
    assert task_board(cast.access("analyst"), due, as_of=date(2026, 9, 30)).total == 1

    row = arranging.reviewed(task=task, on=TODAY, note="Đang làm đều", by=cast.building)

    assert row.review_next == date(2027, 1, 20)
    assert task.events.filter(kind="note").get().note == "Đang làm đều"
    with pytest.raises(ValidationError, match="chu kỳ"):
        arranging.arrange(
            task=give(province.building), by=cast.building, on=TODAY, resources="", level="", review_months=3
        )


def test_a_partner_has_a_part_of_its_own(give: Any, cast: Any, province: Any, signed_in: Any) -> None:
    """The lead gives it, the partner reports it, the lead confirms it; the task's own counts do not move."""
    task = give(province.building)
    assert (
        work(
            signed_in("building"),
            task,
            "part",
            body=province.finance.pk,
            what="Cân đối vốn",
            due="2026-11-30",
        ).status_code
        == 302
    )
    part = task.partner_parts.get()

    assert (
        work(signed_in("building"), task, "part-reported", part, on="2026-10-20", note="xong").status_code
        == 403
    )
    assert work(signed_in("finance"), task, "part-reported", part, on="2026-10-20").status_code == 422, (
        "says what was done"
    )
    assert (
        work(signed_in("finance"), task, "part-reported", part, on="2026-10-20", note="CV 12").status_code
        == 302
    )
    assert work(signed_in("finance"), task, "part-done", part, on="2026-10-20").status_code == 403
    assert (
        work(
            signed_in("building"), task, "part-returned", part, on="2026-10-20", note="thiếu phụ lục"
        ).status_code
        == 302
    )
    assert (
        work(signed_in("finance"), task, "part-reported", part, on="2026-10-20", note="CV 15").status_code
        == 302
    )
    listed = boards.Page.of(signed_in("finance").get(reverse("body", args=[province.finance.pk])))
    assert "Cân đối vốn" in listed.text
    assert work(signed_in("building"), task, "part-done", part, on="2026-10-20").status_code == 302

    part.refresh_from_db()
    assert (part.stage, part.done_on) == ("done", TODAY)
    assert [event.kind for event in part.events.all()] == ["reported", "returned", "reported", "done"]
    board = part_board(cast.access("finance"), as_of=TODAY, body=province.finance.pk)
    assert (board.counts["done_in_time"], board.total) == (1, 1)
    rows = boards.csv_of(signed_in("finance").get(reverse("part-export", args=["csv"])))
    assert [(row["Phần việc"], row["Trạng thái"]) for row in rows] == [("Cân đối vốn", "Hoàn thành đúng hạn")]
    assert task_board(cast.access("analyst"), TaskFilter(), as_of=TODAY).counts["open_in_time"] == 1


PART_REFUSED = [
    ({"what": " "}, ValidationError, "a part says what"),
    ({"body": "building"}, ValidationError, "the lead is no partner"),
    ({"due": DUE + timedelta(days=1)}, ValidationError, "after the task itself"),
    ({"due": TODAY - timedelta(days=1)}, ValidationError, "before it is given"),
]


@pytest.mark.parametrize(("said", "error", "why"), PART_REFUSED, ids=[row[2] for row in PART_REFUSED])
def test_parts_that_are_refused(
    said: dict[str, Any], error: type[Exception], why: str, give: Any, cast: Any, province: Any
) -> None:
    """Nothing is left behind."""
    task = give(province.building)
    named = {"body": province.finance, "what": "x", **said}
    if isinstance(named["body"], str):
        named["body"] = getattr(province, named["body"])
    with pytest.raises(error):
        parts.part_add(task=task, on=TODAY, by=cast.building, **named)
    assert not task.partner_parts.exists(), why


def test_who_reported_a_part_does_not_confirm_it(give: Any, cast: Any, province: Any) -> None:
    """Two people stand behind a part that is done."""
    task = give(province.building)
    part = parts.part_add(task=task, body=province.finance, what="Cân đối vốn", on=TODAY, by=cast.analyst)
    parts.part_act(part=part, kind=P.REPORTED, on=TODAY, by=cast.analyst, note="CV 12")
    with pytest.raises(ValidationError, match="không tự xác nhận"):
        parts.part_act(part=part, kind=P.DONE, on=TODAY, by=cast.analyst)
    parts.part_act(part=part, kind=P.DONE, on=TODAY, by=cast.second)
    with pytest.raises(Conflict):
        parts.part_act(part=part, kind=P.REPORTED, on=TODAY, by=cast.finance, note="lần nữa")


def test_tasks_wait_for_tasks(give: Any, cast: Any, province: Any, signed_in: Any) -> None:
    """Shown on both pages and in a view; no day moves; a circle is refused with its way round."""
    plan, land, build = (give(province.building, DUE + timedelta(days=n)) for n in range(3))
    client = signed_in("building")
    assert work(client, build, "wait", waits_for=land.pk, note="cần mặt bằng").status_code == 302
    assert work(client, land, "wait", address=f"http://x/nhiem-vu/{plan.pk}/?as_of=1").status_code == 302

    round_trip = work(client, plan, "wait", waits_for=build.pk)
    assert round_trip.status_code == 422
    said = " → ".join(f"việc số {t.number}" for t in (plan, build, land, plan))
    assert said in boards.Page.of(round_trip).text
    assert work(client, plan, "wait", address="không phải địa chỉ").status_code == 422
    assert Wait.objects.count() == 2
    assert "phải chờ việc khác chưa xong" in boards.Page.of(client.get(reverse("task", args=[build.pk]))).text
    assert "Đang được chờ bởi" in boards.Page.of(client.get(reverse("task-work", args=[plan.pk]))).text
    build.refresh_from_db()
    assert build.due == DUE + timedelta(days=2)
    blocked = TaskFilter(extra="blocked")
    assert task_board(cast.access("analyst"), blocked, as_of=TODAY).total == 2
    life.act(task=plan, kind=EventKind.DONE, on=TODAY, by=cast.analyst, note="xong")
    assert task_board(cast.access("analyst"), blocked, as_of=TODAY).total == 1
    wait = land.waits.get()
    assert work(client, land, "wait-withdraw", wait).status_code == 302
    assert work(client, land, "wait-withdraw", wait).status_code == 409


def test_days_that_depend_on_an_event(give: Any, cast: Any, province: Any, signed_in: Any) -> None:
    """Its day, entered once, dates every task that waits for it, by an event with the paper as its ground."""
    first, second, done = (give(province.building, None) for _ in range(3))
    client = signed_in("analyst")
    assert work(client, first, "trigger", what="Trung ương ban hành hướng dẫn", days="30").status_code == 302
    trigger = Trigger.objects.get()
    assert work(client, second, "trigger", trigger=trigger.pk, days="5", working="on").status_code == 302
    linking.trigger_set(task=done, trigger=trigger, days=1, by=cast.analyst)
    life.act(task=done, kind=EventKind.DONE, on=TODAY, by=cast.analyst, note="xong")

    page = reverse("trigger-list")
    assert "3 việc gắn" in boards.Page.of(client.get(page)).text
    happened = reverse("trigger-happened", args=[trigger.pk])
    typed = {f"happened-{trigger.pk}-on": "2026-10-15", f"happened-{trigger.pk}-paper": "HD 21-HD/VPTW"}
    assert client.post(happened, {**typed, f"happened-{trigger.pk}-on": "2026-10-21"}).status_code == 422
    assert client.post(happened, typed).status_code == 302
    assert client.post(happened, typed).status_code == 409

    first.refresh_from_db()
    second.refresh_from_db()
    done.refresh_from_db()
    assert (first.due, first.first_due) == (date(2026, 11, 14), date(2026, 11, 14))
    assert second.due == date(2026, 10, 22), "five working days after a Thursday"
    assert done.due is None
    assert "HD 21-HD/VPTW" in first.events.get(kind="dated").note
    assert standings.stands(first, as_of=date(2026, 10, 1)).due is None
    with pytest.raises(ValidationError, match="đã có thời hạn"):
        linking.trigger_set(task=first, what="x", by=cast.analyst)


def test_a_recurring_task_makes_its_periods(give: Any, cast: Any, province: Any, signed_in: Any) -> None:
    """One task a period, once; they are counted and the recurring one is not; a nightly command goes on."""
    task = give(province.building, None, partners=[province.finance])
    client = signed_in("analyst")
    assert (
        work(client, task, "recur", every="quarter", days="10", since="2026-02-01", until="").status_code
        == 302
    )
    for _ in range(2):
        assert work(client, task, "occurrences").status_code == 302

    made = list(task.parts.order_by("number"))
    assert [(one.deadline_as_written, one.due) for one in made] == [
        ("2026-Q1", date(2026, 4, 10)),
        ("2026-Q2", date(2026, 7, 10)),
        ("2026-Q3", date(2026, 10, 10)),
        ("2026-Q4", date(2027, 1, 10)),
    ]
    assert all(one.lead == province.building for one in made)
    assert [p.body for p in made[0].partners.all()] == [province.finance]
    counts = task_board(cast.access("analyst"), TaskFilter(), as_of=TODAY).counts
    assert (counts["open_late"], counts["open_in_time"]) == (3, 1)
    for one in made:
        life.act(task=one, kind=EventKind.DONE, on=TODAY, by=cast.analyst, note="BC")
    task.refresh_from_db()
    assert (task.stage, task.done_on) == ("in_hand", None), "the next quarter is still to come"

    call_command("make_occurrences")
    assert Occurrence.objects.count() == 4
    page = boards.Page.of(client.get(reverse("task-work", args=[task.pk])))
    assert not page.problems
    assert "Các kỳ" in page.text
    with pytest.raises(Conflict):
        linking.recur(task=give(province.building), every=Every.MONTH, since=GIVEN, by=cast.analyst)


def test_days_worth_asking_about(cast: Any, signed_in: Any, stage: Any) -> None:
    """The office keeps its own; a confirmed conference is offered by itself."""
    client, address = signed_in("analyst"), reverse("saved-days")

    assert client.post(address, {"name": "Hội nghị BCH lần thứ 7", "day": "2026-10-08"}).status_code == 302
    assert client.post(address, {"name": "Hội nghị BCH lần thứ 7", "day": "2026-10-08"}).status_code == 422
    page = boards.Page.of(client.get(address))
    assert not page.problems
    assert f"{reverse('task-list')}?as_of=2026-10-08&known=then" in page.links
    assert signed_in("finance").post(address, {"name": "x", "day": "2026-10-08"}).status_code == 403
    assert "Hội nghị BCH" in boards.Page.of(signed_in("finance").get(address)).text


def test_the_page_asks_few_questions(give: Any, cast: Any, province: Any, signed_in: Any) -> None:
    """However much is arranged around a task."""
    task = give(province.building)
    others = [give(province.finance) for _ in range(8)]
    for n, other in enumerate(others):
        linking.wait_add(task=task, waits_for=other, by=cast.analyst)
        arranging.step_add(task=task, what=f"Bước {n}", by=cast.analyst)
        part = parts.part_add(task=task, body=province.finance, what=f"Phần {n}", on=TODAY, by=cast.analyst)
        parts.part_act(part=part, kind=P.REPORTED, on=TODAY, by=cast.finance, note="CV")
    client = signed_in("inspector")
    client.get(reverse("task-work", args=[task.pk]))

    for address in (reverse("task-work", args=[task.pk]), reverse("part-list"), reverse("trigger-list")):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        assert len(captured) <= 10, "\n".join(query["sql"][:160] for query in captured)
