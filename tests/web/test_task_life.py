"""A task from the day it is given to the day it is confirmed done, through the services behind the page."""

from __future__ import annotations

from datetime import date, timedelta
from importlib import import_module
from typing import Any

import boards
import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.urls import reverse

from dondoc.records.result import TaskState
from dondoc.web.accounts.models import User
from dondoc.web.audit.models import Entry
from dondoc.web.core.conflicts import Conflict
from dondoc.web.desk.selectors import desk
from dondoc.web.plans import life, orders, standings
from dondoc.web.plans.models import EventKind, Task, TaskEvent
from dondoc.web.plans.taskboard import TaskFilter, task_board, tasks_seen, with_state

pytestmark = pytest.mark.django_db

GIVEN, DUE, TODAY = date(2026, 1, 12), date(2026, 9, 30), date(2026, 10, 20)
K = EventKind


@pytest.fixture
def task(stage: Any, cast: Any, province: Any) -> Task:
    """A task of the building department's, given by the province on 12 January, due on 30 September."""
    made = boards.task(stage.document(), province.building, DUE, owed_from=GIVEN)
    TaskEvent.objects.create(
        task=made, kind=K.ASSIGNED, on=GIVEN, by=cast.analyst, lead=province.building, due=DUE
    )
    standings.refresh(made)
    return made


def act(task: Task, kind: EventKind, on: date, by: User, **more: Any) -> Task:
    life.act(task=task, kind=kind, on=on, by=by, **{"note": "theo báo cáo", **more})
    return Task.objects.get(pk=task.pk)


def state(task: Task, cast: Any, on: date) -> str:
    return str(with_state(tasks_seen(cast.access("analyst")), on).get(pk=task.pk).state)


def test_from_given_to_done(task: Task, cast: Any, province: Any) -> None:
    """Acknowledged, sent to another body, acknowledged there, reported, sent back, reported, confirmed."""
    steps = [
        (K.ACKNOWLEDGED, 14, cast.building, {}, "in_hand"),
        (K.TRANSFER_ASKED, 15, cast.building, {}, "transfer_asked"),
        (K.TRANSFERRED, 16, cast.analyst, {"lead": province.finance}, "unacknowledged"),
        (K.ACKNOWLEDGED, 17, cast.finance, {}, "in_hand"),
        (K.OPINION_ASKED, 18, cast.finance, {}, "in_hand"),
        (K.OPINION_GIVEN, 19, cast.analyst, {}, "in_hand"),
        (K.REPORTED, 20, cast.finance, {}, "reported"),
        (K.RETURNED, 21, cast.analyst, {}, "returned"),
        (K.REPORTED, 22, cast.finance, {}, "reported"),
        (K.DONE, 25, cast.analyst, {"day": date(2026, 1, 22)}, "done"),
    ]
    for kind, day, by, more, stage in steps:
        task = act(task, kind, date(2026, 1, day), by, **more)
        assert task.stage == stage, kind

    assert (task.lead, task.done_on, task.due, task.first_due) == (
        province.finance,
        date(2026, 1, 22),
        DUE,
        DUE,
    )
    assert [event.kind for event in task.events.all()] == [K.ASSIGNED, *[kind for kind, *_ in steps]]
    assert Entry.objects.filter(table="plans.Task").count() == len(steps)
    moved = Entry.objects.get(action="task.transferred")
    assert (moved.before["lead"], moved.after["lead"]) == ("Sở Xây dựng", "Sở Tài chính")


REFUSED = [
    (K.RETURNED, {}, Conflict, "nothing was reported"),
    (K.RESUMED, {}, Conflict, "it is not waiting"),
    (K.REOPENED, {}, Conflict, "it is not done"),
    (K.ASSIGNED, {}, Conflict, "it has a lead"),
    (K.REPORTED, {"note": " "}, ValidationError, "a report says what was done"),
    (K.TRANSFERRED, {}, ValidationError, "to whom?"),
    (K.EXTENDED, {}, ValidationError, "to what day?"),
    (K.EXTENDED, {"due": DUE}, ValidationError, "that is the day already"),
    (K.DONE, {"day": date(2026, 10, 21)}, ValidationError, "done after it was confirmed"),
    (K.DONE, {"day": GIVEN - timedelta(days=1)}, ValidationError, "done before it was given"),
    (K.ACKNOWLEDGED, {"on": GIVEN - timedelta(days=1)}, ValidationError, "before it was given"),
]


@pytest.mark.parametrize(("kind", "more", "error", "why"), REFUSED, ids=[row[3] for row in REFUSED])
def test_what_cannot_be_done(
    kind: EventKind, more: dict[str, Any], error: type[Exception], why: str, task: Task, cast: Any
) -> None:
    """A refusal leaves no event, no trail and the task as it was."""
    with pytest.raises(error):
        life.act(task=task, kind=kind, by=cast.analyst, **{"on": TODAY, "note": "vì", **more})

    assert task.events.count() == 1, why
    assert not Entry.objects.filter(table="plans.Task").exists()


def test_who_reports_does_not_confirm(task: Task, cast: Any) -> None:
    """Two people stand behind a task that is done."""
    act(task, K.REPORTED, TODAY, cast.analyst)

    with pytest.raises(ValidationError, match="không tự xác nhận"):
        act(task, K.DONE, TODAY, cast.analyst)
    assert act(task, K.DONE, TODAY, cast.second).stage == "done"


def test_a_product_is_named_before_it_is_done(task: Task, cast: Any) -> None:
    """Where the document asks for a product, the confirmation says where it is."""
    Task.objects.filter(pk=task.pk).update(product="Quy hoạch phân khu")

    with pytest.raises(ValidationError, match="Quy hoạch phân khu"):
        act(task, K.DONE, TODAY, cast.analyst, note="")
    assert act(task, K.DONE, TODAY, cast.analyst, note="QĐ 12").stage == "done"


def test_one_extension_and_the_first_day_stays(task: Task, cast: Any, settings: Any) -> None:
    """The assigner puts the day off once; the first day is shown and the second request refused."""
    assert state(task, cast, TODAY) == "open_late"
    later = act(task, K.EXTENDED, TODAY, cast.analyst, due=date(2026, 11, 30))
    assert (later.due, later.first_due, later.extensions) == (date(2026, 11, 30), DUE, 1)
    assert state(task, cast, TODAY) == "open_in_time"

    with pytest.raises(ValidationError, match="1 lần"):
        act(task, K.EXTENDED, TODAY, cast.analyst, due=date(2026, 12, 31))
    settings.TASK_EXTENSIONS = 2
    assert act(task, K.EXTENDED, TODAY, cast.analyst, due=date(2026, 12, 31)).extensions == 2


@pytest.mark.parametrize("stops", [True, False])
def test_waiting_stops_the_clock_by_decision_only(stops: bool, task: Task, cast: Any) -> None:
    """Shown as waiting either way; late only where the clock was not stopped. SQL and events agree."""
    waiting = act(task, K.WAITING, date(2026, 9, 1), cast.analyst, stops_clock=stops)

    assert waiting.stage == "waiting"
    said = state(task, cast, TODAY)
    assert said == ("open_in_time" if stops else "open_late")
    assert said == standings.stands(waiting, as_of=TODAY).state.value
    counts = task_board(cast.access("analyst"), TaskFilter(), as_of=TODAY).counts
    assert (counts["waiting"], counts["open_late"]) == (1, 0 if stops else 1)
    assert desk(cast.access("analyst"), on=TODAY).late_count == (0 if stops else 1)

    resumed = act(task, K.RESUMED, date(2026, 10, 11), cast.analyst)
    assert resumed.due == (DUE + timedelta(days=40) if stops else DUE)


def test_as_it_stood_when_the_conference_met(task: Task, cast: Any) -> None:
    """A confirmation entered today for a day in March does not change what was known in June."""
    done = act(task, K.DONE, date(2026, 3, 2), cast.analyst, day=date(2026, 3, 1))
    june = date(2026, 6, 15)

    assert standings.stands(done, as_of=june).state is TaskState.DONE_IN_TIME
    assert standings.stands(done, as_of=june, known_by=june).state is TaskState.OPEN_IN_TIME


@pytest.fixture
def order(stage: Any, cast: Any) -> Task:
    """An order to “các sở, xã”, which nobody leads."""
    made = boards.task(stage.document(), None, DUE, owed_from=GIVEN, collective=True)
    TaskEvent.objects.create(task=made, kind=K.ASSIGNED, on=GIVEN, by=cast.analyst, due=DUE)
    standings.refresh(made)
    return made


def test_a_collective_order_becomes_one_task_a_body(order: Task, cast: Any, province: Any) -> None:
    """Each body has its own; the order's state sums theirs, and counts do not count it twice."""
    assert order.stage == "unassigned"
    parts = orders.resolve(
        task=order, bodies=[province.building, province.finance, province.building], by=cast.analyst, on=TODAY
    )
    order.refresh_from_db()

    assert [part.lead for part in parts] == [province.building, province.finance]
    assert [part.due for part in parts] == [DUE, DUE]
    board = task_board(cast.access("analyst"), TaskFilter(), as_of=TODAY)
    assert (board.total, board.counts["open_late"], board.counts["no_lead"]) == (2, 2, 0)
    assert standings.order_stands(order, as_of=TODAY).state is TaskState.OPEN_LATE

    act(parts[0], K.DONE, TODAY, cast.analyst, day=DUE)
    assert Task.objects.get(pk=order.pk).done_on is None
    act(parts[1], K.DONE, TODAY, cast.analyst, day=TODAY)
    assert Task.objects.get(pk=order.pk).done_on == TODAY
    assert standings.order_stands(order, as_of=TODAY).state is TaskState.DONE_LATE
    with pytest.raises(Conflict, match="đã chia"):
        act(order, K.NOTE, TODAY, cast.analyst)
    with pytest.raises(Conflict):
        orders.resolve(task=order, bodies=[province.commune], by=cast.analyst, on=TODAY)


def test_what_nobody_leads_is_not_confirmed_done(
    order: Task, cast: Any, province: Any, signed_in: Any
) -> None:
    """An order to several is not done while nobody answers for it: one body is named, or it is resolved."""
    with pytest.raises(ValidationError, match=r"chưa rõ chủ trì.*chia thành việc của từng cơ quan"):
        act(order, K.DONE, TODAY, cast.analyst, day=TODAY)
    client = signed_in("analyst")
    shown = client.get(reverse("task", args=[order.pk])).context["forms"]
    assert K.DONE not in {form.kind for form in shown}, "what would be refused is not offered"
    sent = {"done-on": TODAY.isoformat(), "done-day": TODAY.isoformat(), "done-note": "Báo cáo số 5"}
    refused = client.post(reverse("task-act", args=[order.pk, "done"]), sent)
    assert refused.status_code == 422
    assert "chưa xác nhận hoàn thành được" in refused.content.decode()

    act(order, K.ASSIGNED, TODAY, cast.analyst, lead=province.building)
    act(order, K.DONE, TODAY, cast.analyst, day=TODAY)
    assert Task.objects.get(pk=order.pk).done_on == TODAY


def test_the_columns_repeat_the_events(task: Task, cast: Any) -> None:
    """Whatever the columns say wrongly, the events put right."""
    act(task, K.ACKNOWLEDGED, date(2026, 1, 13), cast.building)
    Task.objects.filter(pk=task.pk).update(stage="done", due=None, extensions=7)

    again = Task.objects.get(pk=task.pk)
    changed = standings.refresh(again)

    assert set(changed) == {"stage", "due", "extensions"}
    assert (again.stage, again.due, again.extensions) == ("in_hand", DUE, 0)


OLD = [
    ({}, ("unacknowledged", DUE), "it has a lead and has not been taken on"),
    ({"lead": None}, ("unassigned", DUE), "nobody leads it"),
    ({"done_on": TODAY}, ("done", DUE), "it was recorded as done"),
    ({"due": None}, ("unacknowledged", None), "it has no day"),
]


@pytest.mark.parametrize(("columns", "wanted", "why"), OLD, ids=[row[2] for row in OLD])
def test_tasks_from_before_there_were_lives(
    columns: dict[str, Any], wanted: tuple[str, date | None], why: str, stage: Any, province: Any, cast: Any
) -> None:
    """The migration gives each the assignment its columns speak of, with or without an event of it."""
    migration = import_module("dondoc.web.plans.migrations.0003_task_life")
    document = stage.document()
    bare = boards.task(document, province.building, DUE, owed_from=GIVEN)
    told = boards.task(document, province.building, DUE, owed_from=GIVEN)
    TaskEvent.objects.create(task=told, kind=K.ASSIGNED, on=GIVEN, by=cast.analyst)
    Task.objects.update(**{"first_due": None, "stage": "unassigned", **columns})

    migration.tell_lives(apps, None)

    for task in Task.objects.all():
        (event,) = task.events.all()
        assert (task.stage, task.first_due) == wanted, why
        assert (event.kind, event.on, event.lead, event.due) == (K.ASSIGNED, GIVEN, task.lead, task.due)
    assert {bare.pk, told.pk} == set(Task.objects.values_list("pk", flat=True))


def test_the_page_offers_what_may_be_done_now(task: Task, cast: Any, signed_in: Any) -> None:
    """The lead's officer acknowledges and reports, the assigner's analyst extends; an inspector reads."""

    def offered(who: str) -> set[str]:
        response = signed_in(who).get(reverse("task", args=[task.pk]))
        return {str(form.kind.value) for form in response.context["forms"]}

    assert offered("building") == {
        "acknowledged", "transfer_asked", "opinion_asked", "reported", "explained", "note", "waiting"
    }  # fmt: skip
    assert offered("analyst") >= {"done", "extended", "waiting", "transferred", "explanation_asked"}
    assert offered("inspector") == set()

    client = signed_in("building")
    address = reverse("task-act", args=[task.pk, "acknowledged"])
    assert client.post(address, {"acknowledged-on": "2026-10-20"}).status_code == 302
    assert "Đang thực hiện" in boards.Page.of(client.get(reverse("task", args=[task.pk]))).text


def test_who_leads_it_says_that_it_waits(task: Task, cast: Any, signed_in: Any) -> None:
    """It is shown as waiting; the clock stops, and runs again, only by decision of the office."""
    lead, office = "building", "analyst"

    def posted(who: str, kind: str, on: str, **told: str) -> Task:
        sent = {f"{kind}-on": on, f"{kind}-note": "Chờ Chính phủ"} | {
            f"{kind}-{name}": value for name, value in told.items()
        }
        response = signed_in(who).post(reverse("task-act", args=[task.pk, kind]), sent)
        assert response.status_code in (302, 403), response.content.decode()
        found = Task.objects.get(pk=task.pk)
        assert response.status_code == 302 or found.stage == "waiting"
        return found

    told = posted(lead, "waiting", "2026-02-01", stops_clock="on")
    assert (told.stage, told.clock_stopped, told.due) == ("waiting", None, DUE), (
        "what it sent besides is not taken"
    )
    assert posted(lead, "resumed", "2026-02-11").due == DUE

    decided = posted(office, "waiting", "2026-02-15", stops_clock="on")
    assert decided.clock_stopped == date(2026, 2, 15)
    shown = signed_in(lead).get(reverse("task", args=[task.pk])).context["forms"]
    assert "resumed" not in {form.kind.value for form in shown}
    assert posted(lead, "resumed", "2026-02-20").stage == "waiting", "only who stopped it"
    assert posted(office, "resumed", "2026-02-25").due == DUE + timedelta(days=10)


def test_a_body_that_was_forgotten_is_given_its_part(
    order: Task, cast: Any, province: Any, signed_in: Any
) -> None:
    """Who has a part keeps it; who was let off may be given one again; the order's counts follow."""
    first = orders.resolve(task=order, bodies=[province.building], by=cast.analyst, on=TODAY)
    client, address = signed_in("analyst"), reverse("task-resolve", args=[order.pk])
    page = client.get(reverse("task", args=[order.pk]), {"do": "resolve"}).content.decode()
    assert f'value="{province.commune.pk}"' in page
    assert f'name="bodies" value="{province.building.pk}"' not in page, "it has its part already"

    assert client.post(address, {"bodies": [province.building.pk]}).status_code == 422
    assert client.post(address, {"bodies": [province.commune.pk]}).status_code == 302
    with pytest.raises(Conflict):
        orders.add(task=order, bodies=[province.commune], by=cast.second, on=TODAY)
    with pytest.raises(ValidationError):
        orders.add(task=order, bodies=[], by=cast.second, on=TODAY)
    parts = list(order.parts.order_by("number"))
    assert [part.lead for part in parts] == [province.building, province.commune]
    assert {part.owed_from for part in parts} == {order.owed_from}
    assert standings.order_stands(order, as_of=TODAY).counts.total == 2

    act(first[0], K.WITHDRAWN, TODAY, cast.analyst, note="Không có bến")
    orders.add(task=order, bodies=[province.building], by=cast.analyst, on=TODAY)
    assert order.parts.count() == 3
    told = Entry.objects.filter(action="task.resolve").latest("pk")
    assert told.after["parts"] == [province.commune.name, province.building.name]
    assert signed_in("building").post(address, {"bodies": [province.finance.pk]}).status_code == 404


def test_an_order_is_divided_on_its_page(order: Task, cast: Any, province: Any, signed_in: Any) -> None:
    """The office chooses bodies; nothing chosen is told beside the list."""
    client, address = signed_in("analyst"), reverse("task-resolve", args=[order.pk])

    assert client.post(address, {}).status_code == 422
    chosen = [province.building.pk, province.commune.pk]
    assert client.post(address, {"bodies": chosen}, follow=True).status_code == 200

    page = boards.Page.of(client.get(reverse("task", args=[order.pk])))
    assert "Sở Xây dựng" in page.text
    assert "Xã Đông Sơn" in page.text
    assert not page.problems
    part = order.parts.order_by("number").first()
    assert part is not None
    assert f"việc số {order.number}" in boards.Page.of(client.get(reverse("task", args=[part.pk]))).text


def test_a_form_with_a_long_list_is_made_when_it_is_opened(
    order: Task, province: Any, signed_in: Any
) -> None:
    """The page names its address; alone or on the page it is the same form, and none that may not be used."""
    client, address = signed_in("analyst"), reverse("task", args=[order.pk])
    name = province.finance.name
    closed = client.get(address).content.decode()
    alone = client.get(address, {"do": "resolve"}, headers={"HX-Request": "true"}).content.decode()
    whole = boards.Page.of(client.get(address, {"do": "resolve"}))

    assert 'hx-get="?do=resolve"' in closed
    assert [name in text for text in (alone, whole.text)] == [True, True]
    assert "<html" not in alone
    assert whole.problems == []
    for kind in ("acknowledged", "xong"):
        assert client.get(address, {"do": kind}).status_code == 404
    assert signed_in("inspector").get(address, {"do": "resolve"}).status_code == 404


def test_work_is_given_to_bodies_that_still_exist(order: Task, province: Any, signed_in: Any) -> None:
    """A merged department is not offered, and refused where its number is sent all the same."""
    client = signed_in("analyst")
    offered = (
        client.get(reverse("task", args=[order.pk]), {"do": "resolve"})
        .context["resolve_form"]
        .fields["bodies"]
        .queryset
    )

    assert province.planning not in offered
    assert province.finance in offered
    address = reverse("task-resolve", args=[order.pk])
    assert client.post(address, {"bodies": [province.planning.pk]}).status_code == 422
    assert not order.parts.exists()
