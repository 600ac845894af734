"""Boards of any day, from events: as it stood at a conference, what adds up, what bodies did."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import boards
import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from dondoc.assessment.workdays import WorkCalendar
from dondoc.web.core.conflicts import Conflict
from dondoc.web.plans import life, orders, standings
from dondoc.web.plans.models import EventKind, Task, TaskEvent, TaskSpan
from dondoc.web.plans.taskboard import TASK_STATES, Moment, TaskFilter, as_it_stood, task_board
from dondoc.web.plans.taskbodies import body_table
from dondoc.web.plans.taskviews import percent_number
from dondoc.web.workdays import services as workdays
from dondoc.web.workdays.models import DayRule
from dondoc.web.workdays.selectors import calendar

pytestmark = pytest.mark.django_db

GIVEN, DUE, TODAY = date(2026, 1, 12), date(2026, 9, 30), date(2026, 10, 20)
K = EventKind


@pytest.fixture(autouse=True)
def _today(settings: Any) -> None:
    settings.TODAY = TODAY


@pytest.fixture
def give(stage: Any, cast: Any) -> Any:
    """Gives a task of one document to a body."""
    document = stage.document()

    def given_to(lead: Any, due: date | None = DUE, on: date = GIVEN, **more: Any) -> Task:
        made = boards.task(document, lead, due, owed_from=on, **more)
        TaskEvent.objects.create(task=made, kind=K.ASSIGNED, on=on, by=cast.analyst, lead=lead, due=due)
        standings.refresh(made)
        return made

    return given_to


def act(task: Task, kind: EventKind, on: date, by: Any, **more: Any) -> TaskEvent:
    return life.act(task=task, kind=kind, on=on, by=by, **{"note": "theo báo cáo", **more})


def entered(event: TaskEvent, on: date) -> None:
    """As if it had been entered on that day."""
    TaskEvent.objects.filter(pk=event.pk).update(at=f"{on.isoformat()} 12:00+07:00")
    standings.refresh(event.task)


MOMENTS = [
    (date(2026, 6, 1), None, {"open_in_time": 1}, "in June it was in hand"),
    (date(2026, 10, 2), None, {"open_late": 1}, "two days over, before anybody confirmed"),
    (date(2026, 10, 8), None, {"done_in_time": 1}, "confirmed since: delivered in time"),
    (date(2026, 10, 8), date(2026, 10, 8), {"open_late": 1}, "the conference did not know yet"),
    (date(2026, 10, 8), date(2026, 10, 12), {"done_in_time": 1}, "the next one did"),
    (date(2026, 1, 1), None, {}, "not given yet"),
]


@pytest.mark.parametrize(("day", "known", "wanted", "why"), MOMENTS, ids=[row[3] for row in MOMENTS])
def test_as_it_stood(
    day: date, known: date | None, wanted: dict[str, int], why: str, give: Any, cast: Any, province: Any
) -> None:
    """A board of a past day, with and without what was entered later; its rows say what its counts say."""
    task = give(province.building)
    entered(task.events.get(), GIVEN)
    done = act(task, K.DONE, date(2026, 10, 6), cast.analyst, day=date(2026, 9, 29))
    entered(done, date(2026, 10, 10))

    moment = Moment.on(day, today=TODAY, known_by=known)
    board = task_board(cast.access("analyst"), TaskFilter(), as_of=day, moment=moment)

    assert {state: n for state, n in board.counts.items() if n and state in TASK_STATES} == wanted, why
    rows = as_it_stood(board.tasks, moment)
    assert len(rows) == board.total == sum(wanted.values())
    for row in rows:
        stands = standings.stands(task, as_of=day, known_by=known)
        assert (row.stage, row.due, row.done_on) == (stands.stage, stands.due, stands.done)


def test_a_transfer_is_seen_on_its_side_of_the_day(give: Any, cast: Any, province: Any) -> None:
    """In February the building department led it, in April the finance department."""
    task = give(province.building)
    act(task, K.TRANSFERRED, date(2026, 3, 2), cast.analyst, lead=province.finance)

    def led(body: Any, day: date) -> int:
        moment = Moment.on(day, today=TODAY)
        wanted = TaskFilter(body=body.pk, part="lead")
        return task_board(cast.access("analyst"), wanted, as_of=day, moment=moment).total

    assert [led(province.building, d) for d in (date(2026, 2, 2), date(2026, 4, 2))] == [1, 0]
    assert [led(province.finance, d) for d in (date(2026, 2, 2), date(2026, 4, 2))] == [0, 1]


STEPS = st.lists(
    st.tuples(
        st.integers(0, 4),
        st.sampled_from([K.ACKNOWLEDGED, K.REPORTED, K.DONE, K.RETURNED, K.REOPENED, K.WAITING, K.RESUMED,
                         K.EXTENDED, K.WITHDRAWN, K.ASSIGNED, K.TRANSFER_ASKED, K.TRANSFERRED, K.UNDONE]),
        st.integers(0, 30),
    ),
    max_size=25,
)  # fmt: skip


@hypothesis_settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS, days=st.lists(st.integers(0, 320), min_size=3, max_size=3))
def test_the_counts_add_up_in_every_view(
    steps: Any, days: list[int], stage: Any, cast: Any, province: Any
) -> None:
    """Whatever is done to five tasks: on every day the four counts are the tasks of that day, whichever way
    they are asked for; and the columns say what the events say.
    """
    Task.objects.all().delete()
    document = stage.document()
    tasks = []
    for n in range(5):
        due = DUE + timedelta(days=10 * n) if n else None
        lead = province.building if n % 2 else province.finance
        task = boards.task(document, lead, due, owed_from=GIVEN)
        TaskEvent.objects.create(task=task, kind=K.ASSIGNED, on=GIVEN, by=cast.analyst, lead=lead, due=due)
        standings.refresh(task)
        tasks.append(task)
    on = GIVEN
    people = [cast.analyst, cast.second]
    for n, (which, kind, later) in enumerate(steps):
        on += timedelta(days=later)
        task = Task.objects.get(pk=tasks[which].pk)
        try:
            if kind == K.UNDONE:
                last = task.events.exclude(kind=K.UNDONE).filter(undone_by=None).order_by("id").last()
                assert last is not None
                life.undo(event=last, by=last.by, on=on)
            else:
                act(
                    task, kind, on, people[n % 2],
                    lead=province.commune, due=on + timedelta(days=60), stops_clock=bool(n % 3),
                )  # fmt: skip
        except (Conflict, ValidationError):
            continue

    access = cast.access("analyst")
    for day in [GIVEN + timedelta(days=d) for d in days]:
        stands = [s for _, s in standings.all_stand(tasks, as_of=day)]
        wanted = {s: sum(one.stage != "withdrawn" and one.state == s for one in stands) for s in TASK_STATES}
        moment = Moment(day, None, "stood__")
        board = task_board(access, TaskFilter(), as_of=day, moment=moment)
        assert {state: board.counts[state] for state in TASK_STATES} == wanted
        assert board.total == sum(wanted.values()) == len(as_it_stood(board.tasks, moment))
        assert board.counts["withdrawn"] == sum(one.stage == "withdrawn" for one in stands)
        lines = body_table(access, moment, calendar=WorkCalendar(), within=3)
        for state in TASK_STATES:
            assert sum(getattr(line.counts, state) for line in lines) == wanted[state]
            shown = task_board(access, TaskFilter(state=state), as_of=day, moment=moment)
            assert len(shown.tasks) == wanted[state]
        assert sum(sum(line.ages.values()) for line in lines) == wanted["open_late"]
    last_day = on + timedelta(days=1)
    today = task_board(access, TaskFilter(), as_of=last_day).counts
    then = task_board(access, TaskFilter(), as_of=last_day, moment=Moment(last_day, None, "stood__")).counts
    assert today == then, "the columns of today and the spans say the same"


def test_the_rate_the_government_prints(stage: Any, cast: Any) -> None:
    """14.068 in time, 1.983 late, 5.640 running, 223 overdue: 98,63 % of what fell due is done."""
    document, day = stage.document(), timedelta(days=1)
    kinds = [(14_068, DUE, DUE), (1_983, DUE, DUE + day), (5_640, TODAY + day, None), (223, DUE, None)]
    rows = (
        Task(document=document, number=10**5 * kind + n, action="x", due=due, done_on=done)
        for kind, (count, due, done) in enumerate(kinds)
        for n in range(count)
    )
    Task.objects.bulk_create(rows, batch_size=2_000)

    board = task_board(cast.access("analyst"), TaskFilter(), as_of=TODAY)

    assert tuple(board.counts[state] for state in TASK_STATES) == (14_068, 1_983, 5_640, 223)
    assert board.total == 21_914
    assert str(percent_number(board.four.completion)) == "98.63"
    assert str(percent_number(board.four.overdue_rate)) == "1.37"


def test_what_bodies_did_with_their_tasks(give: Any, cast: Any, province: Any) -> None:
    """Late in taking on, asking to be rid of it, sent back, how late: each counted where it happened."""
    slow, moved, running = (give(province.building) for _ in range(3))
    act(slow, K.ACKNOWLEDGED, date(2026, 1, 16), cast.building)  # Friday, the fourth working day
    act(moved, K.ACKNOWLEDGED, date(2026, 1, 15), cast.building)  # the third
    act(moved, K.TRANSFER_ASKED, date(2026, 2, 2), cast.building)
    act(moved, K.TRANSFERRED, date(2026, 2, 9), cast.analyst, lead=province.finance)
    act(running, K.ACKNOWLEDGED, date(2026, 1, 13), cast.building)
    act(running, K.OPINION_ASKED, date(2026, 3, 2), cast.building)
    act(running, K.REPORTED, date(2026, 9, 1), cast.building)
    act(running, K.RETURNED, date(2026, 9, 8), cast.analyst)

    lines = {
        line.body: line
        for line in body_table(cast.access("analyst"), Moment(TODAY), calendar=calendar(), within=3)
    }
    building, finance = lines[province.building], lines[province.finance]

    assert (building.given, building.acknowledged_late, building.transfers_asked) == (3, 1, 1)
    assert building.transfers_late == 1, "it was given on the twelfth of January"
    assert (building.opinions_asked, building.returned, building.transferred_away) == (1, 1, 1)
    assert (building.counts.open_late, building.oldest, building.ages[0]) == (2, 20, 2)
    assert (finance.given, finance.acknowledged_late, finance.unacknowledged) == (1, 1, 1)
    earlier = Moment.on(date(2026, 1, 20), today=TODAY)
    (then,) = body_table(cast.access("analyst"), earlier, calendar=calendar(), within=3)
    assert (then.given, then.transfers_asked, then.counts.open_in_time) == (3, 0, 3)


def test_to_be_rid_of_it_is_asked_within_days(
    give: Any, cast: Any, province: Any, signed_in: Any, settings: Any
) -> None:
    """The lead acknowledges or asks for transfer within the working days; later it may, and is marked."""
    settings.TODAY = date(2026, 1, 20)
    early, late = give(province.building), give(province.building)
    page = signed_in("building").get(f"/nhiem-vu/{late.pk}/").content.decode()
    assert "Đề nghị đến hết ngày 15/01/2026 là đúng hạn" in page
    act(early, K.TRANSFER_ASKED, date(2026, 1, 15), cast.building)
    act(late, K.TRANSFER_ASKED, date(2026, 1, 16), cast.building)

    (line,) = body_table(cast.access("analyst"), Moment(TODAY), calendar=calendar(), within=3)
    assert (line.transfers_asked, line.transfers_late) == (2, 1)
    assert line.acknowledged_late == 1, "who asked in time waits for the office, not the office for it"
    client = signed_in("analyst")
    marked = "đề nghị chậm: hạn đến hết ngày 15/01/2026"
    assert marked in client.get(f"/nhiem-vu/{late.pk}/").content.decode()
    assert marked not in client.get(f"/nhiem-vu/{early.pk}/").content.decode()
    assert "Xin chuyển chậm" in client.get("/nhiem-vu/theo-co-quan/tai-ve.csv").content.decode()

    act(late, K.TRANSFERRED, date(2026, 1, 19), cast.analyst, lead=province.finance)
    act(late, K.TRANSFER_ASKED, date(2026, 1, 20), cast.finance)
    page = client.get(f"/nhiem-vu/{late.pk}/").content.decode()
    assert page.count("đề nghị chậm") == 1, "the days of the lead of now begin with its own day"


def test_the_table_adds_up_to_the_list(give: Any, signed_in: Any, province: Any, settings: Any) -> None:
    """What nobody leads yet has a line of its own: the last line is what the list of tasks counts."""
    settings.TODAY = TODAY
    give(province.building)
    give(province.finance, TODAY + timedelta(days=30))
    give(None)
    give(None, TODAY + timedelta(days=30))
    give(None, TODAY + timedelta(days=40))
    client = signed_in("analyst")

    lines = client.get("/nhiem-vu/theo-co-quan/tai-ve.csv").content.decode("utf-8-sig").splitlines()
    told = {line.split(",")[0]: line.split(",")[2:6] for line in lines}
    assert told["Cộng các việc đã có chủ trì"] == ["0", "0", "1", "1"]
    assert told["Chưa rõ chủ trì"] == ["0", "0", "2", "1"]
    listed = client.get("/nhiem-vu/").context["counts"]
    assert told["Tất cả"] == [str(count) for name, _, count in listed if name in TASK_STATES]
    page = client.get("/nhiem-vu/theo-co-quan/").content.decode()
    assert page.count("<tfoot>") == 1
    assert "Chưa rõ chủ trì" in page


def test_late_in_taking_on_is_a_view(give: Any, cast: Any, province: Any, signed_in: Any) -> None:
    """Three working days by the office's calendar; a day off more is a day more."""
    task = give(province.building, on=date(2026, 10, 14), due=date(2026, 12, 31))  # Wednesday
    client = signed_in("analyst")

    def late() -> list[int]:
        page = client.get(reverse("task-list"), {"state": "acknowledge_late"}).context["page"]
        return [row.pk for row in page]

    assert late() == [task.pk], "Thursday, Friday, Monday: over on Tuesday"
    workdays.day_set(day=date(2026, 10, 16), worked=False, name="Nghỉ bù", by=cast.analyst)
    assert late() == []
    act(task, K.ACKNOWLEDGED, TODAY, cast.building)
    DayRule.objects.all().delete()
    assert late() == []


def test_withdrawn_by_an_event(give: Any, cast: Any, province: Any, signed_in: Any) -> None:
    """It stays readable with its reason, counts nowhere, and can be given again."""
    task = give(province.building)
    act(task, K.WITHDRAWN, TODAY, cast.analyst, note="Kế hoạch đã thay")
    access = cast.access("analyst")

    counts = task_board(access, TaskFilter(), as_of=TODAY)
    assert (counts.total, counts.counts["withdrawn"], counts.counts["open"]) == (0, 1, 0)
    assert [t.pk for t in task_board(access, TaskFilter(state="withdrawn"), as_of=TODAY).tasks] == [task.pk]
    page = boards.Page.of(signed_in("analyst").get(reverse("task", args=[task.pk])))
    assert "Đã rút" in page.text
    assert "Kế hoạch đã thay" in page.text
    task.refresh_from_db()
    act(task, K.ASSIGNED, TODAY, cast.analyst, lead=province.building)
    assert task_board(access, TaskFilter(), as_of=TODAY).total == 1


def test_an_order_is_withdrawn_from_who_has_not_done_it(give: Any, cast: Any, province: Any) -> None:
    """What was done stays done, and the order is what its parts are."""
    order = give(None, collective=True)
    parts = orders.resolve(
        task=order, bodies=[province.building, province.finance], by=cast.analyst, on=TODAY
    )
    act(parts[0], K.DONE, TODAY, cast.analyst, day=DUE)

    orders.withdraw(task=order, by=cast.analyst, on=TODAY, reason="không cần nữa")

    order.refresh_from_db()
    stands = standings.order_stands(order, as_of=TODAY)
    assert (order.stage, order.done_on) == (stands.stage, stands.done) == ("done", DUE)
    assert task_board(cast.access("analyst"), TaskFilter(), as_of=TODAY).total == 1
    with pytest.raises(Conflict, match="Không còn phần việc"):
        orders.withdraw(task=order, by=cast.analyst, on=TODAY, reason="lần nữa")


def test_a_mistake_is_taken_back_by_who_made_it(give: Any, cast: Any, province: Any, signed_in: Any) -> None:
    """The last act, by its own author, and never the first assignment; both events stay readable."""
    task = give(province.building)
    report = act(task, K.REPORTED, TODAY, cast.analyst)
    with pytest.raises(Conflict):
        life.undo(event=report, by=cast.second, on=TODAY)

    client = signed_in("analyst")
    assert "tôi ghi nhầm" in client.get(reverse("task", args=[task.pk])).content.decode()
    assert client.post(reverse("task-undo", args=[task.pk, report.pk])).status_code == 302

    task.refresh_from_db()
    assert task.stage == "unacknowledged"
    assert "đã gỡ" in boards.Page.of(client.get(reverse("task", args=[task.pk]))).text
    assert task.events.count() == 3
    with pytest.raises(Conflict):
        life.undo(event=report, by=cast.analyst, on=TODAY)
    with pytest.raises(Conflict):
        life.undo(event=task.events.get(kind=K.ASSIGNED), by=cast.analyst, on=TODAY)


PRODUCT = [
    ("named", "Đề án", "", False, "the document asks for it"),
    ("named", "", "", True, "it does not"),
    ("always", "", "", False, "the office asks for one always"),
    ("always", "", "QĐ 12", True, "and it is named"),
    ("never", "Đề án", "", True, "the office never asks"),
]


@pytest.mark.parametrize(("rule", "product", "note", "done", "why"), PRODUCT)
def test_the_product_is_named_as_the_office_wants(
    rule: str,
    product: str,
    note: str,
    done: bool,
    why: str,
    give: Any,
    cast: Any,
    province: Any,
    settings: Any,
) -> None:
    """A setting says when a confirmation must name the product."""
    settings.TASK_PRODUCT = rule
    task = give(province.building, product=product)
    if not done:
        with pytest.raises(ValidationError, match="sản phẩm"):
            act(task, K.DONE, TODAY, cast.analyst, note=note)
        return
    act(task, K.DONE, TODAY, cast.analyst, note=note)
    assert Task.objects.get(pk=task.pk).stage == "done", why


def test_pages_of_a_past_day(give: Any, cast: Any, province: Any, signed_in: Any) -> None:
    """The board, a task's page and the table of bodies say which day they are of, in few queries."""
    tasks = [give(province.building) for _ in range(60)]
    act(tasks[0], K.DONE, date(2026, 10, 6), cast.analyst, day=DUE)
    client = signed_in("analyst")
    day = {"as_of": "2026-10-01"}

    for address in (reverse("task-list"), reverse("task-bodies"), reverse("task", args=[tasks[0].pk])):
        client.get(address, day)
        with CaptureQueriesContext(connection) as captured:
            page = boards.Page.of(client.get(address, day))
        assert "01/10/2026" in page.text
        assert not page.problems, address
        assert len(captured) <= 12, "\n".join(query["sql"][:150] for query in captured)
    shown = boards.Page.of(client.get(reverse("task", args=[tasks[0].pk]), day))
    assert "Quá hạn" in shown.text
    rows = boards.csv_of(client.get(reverse("task-export", args=["csv"]), day))
    assert {row["Trạng thái"] for row in rows} == {"Chưa xong, quá hạn"}
    table = boards.csv_of(client.get(reverse("task-bodies-export", args=["csv"]), day))
    bodies = [(row["Cơ quan"], row["Được giao"]) for row in table if row["Được giao"]]
    assert bodies == [("Sở Xây dựng", "60")]  # rows of sums count by state alone


def test_spans_are_made_anew_from_events(give: Any, cast: Any, province: Any) -> None:
    """Whatever the table holds wrongly, the next refresh puts right."""
    task = give(province.building)
    act(task, K.ACKNOWLEDGED, TODAY, cast.building)
    wanted = list(task.spans.values_list("since", "until", "stage"))
    TaskSpan.objects.filter(task=task).update(stage="done")

    standings.refresh(task)

    assert list(task.spans.values_list("since", "until", "stage")) == wanted


def test_the_calendar_page(cast: Any, signed_in: Any) -> None:
    """A swapped day is entered with its reason, refused where it changes nothing, and taken back."""
    client = signed_in("analyst")
    day = {"day": "2026-10-23", "worked": "0", "name": "Ngày truyền thống của tỉnh"}

    assert client.post(reverse("calendar-set"), {**day, "worked": "1"}).status_code == 422
    assert client.post(reverse("calendar-set"), day).status_code == 302
    assert not calendar().is_worked(date(2026, 10, 23))
    page = boards.Page.of(client.get(reverse("calendar"), {"year": "2026"}))
    assert not page.problems
    assert "Ngày truyền thống của tỉnh" in page.text
    assert "Giỗ Tổ" in page.text
    rule = DayRule.objects.get()
    assert client.post(reverse("calendar-withdraw", args=[rule.pk])).status_code == 302
    assert calendar().is_worked(date(2026, 10, 23))
    again = client.post(reverse("calendar-withdraw", args=[rule.pk]), follow=True)
    assert "đã được gỡ" in again.content.decode()
