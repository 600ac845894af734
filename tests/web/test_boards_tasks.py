"""The board of tasks and a task's page: states that add up, filters, order, files, completion and scope."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from dondoc.assessment.deadlines import task_state
from dondoc.web.audit.models import Entry
from dondoc.web.core import lists
from dondoc.web.plans import services
from dondoc.web.plans.models import Task, TaskEvent
from dondoc.web.plans.taskboard import TASK_STATES, TaskFilter, task_board, with_state
from web import boards
from web.boards import Page, csv_of, xlsx_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 20)
DAYS = st.none() | st.dates(TODAY - timedelta(days=40), TODAY + timedelta(days=40))


@pytest.fixture(autouse=True)
def _today(settings: Any) -> None:
    settings.TODAY = TODAY


def board(cast: Any, who: str = "analyst", **wanted: Any) -> Any:
    return task_board(cast.access(who), TaskFilter(**wanted), as_of=TODAY)


def actions(found: Any) -> list[str]:
    return [task.action for task in found.tasks]


# --- states and counts ----------------------------------------------------------------------------------


@hypothesis_settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(days=st.lists(st.tuples(DAYS, DAYS, st.booleans()), max_size=12), as_of=DAYS.filter(bool))
def test_the_database_judges_as_the_core_does(days: Any, as_of: Any, stage: Any, cast: Any) -> None:
    """On any days: the annotated state is the core's, and the counts add up to what the reader sees."""
    Task.objects.all().delete()
    document = stage.document()
    Task.objects.bulk_create(
        Task(document=document, number=n, action="x", due=due, done_on=done, awaiting_document=awaiting)
        for n, (due, done, awaiting) in enumerate(days)
    )

    for task in with_state(Task.objects.all(), as_of):
        assert task.state == task_state(due=task.due, done=task.done_on, as_of=as_of).value
    found = task_board(cast.access("analyst"), TaskFilter(), as_of=as_of)
    assert found.total == len(days) == found.tasks.count()
    assert sum(found.counts[s] for s in (*TASK_STATES, "awaiting")) == len(days)
    assert found.counts["open"] == found.counts["open_in_time"] + found.counts["open_late"]
    for state, count in found.counts.items():
        shown = task_board(cast.access("analyst"), TaskFilter(state=state), as_of=as_of)
        assert shown.tasks.count() == count
        assert shown.total == found.total


@pytest.fixture
def work(stage: Any, province: Any) -> dict[str, Task]:
    """One task of each state and view, kept at the province's root."""
    resolution = stage.document(symbol="08-NQ/TU", date=date(2026, 1, 5))
    plan = stage.document(symbol="15/KH-UBND", date=date(2026, 2, 5))
    press = stage.document(symbol="", standing="press", title="Tin về hội nghị")
    finance, building = province.finance, province.building
    return {
        "in time": boards.task(
            resolution, finance, date(2026, 6, 30), action="Ban hành đề án", done_on=date(2026, 6, 30)
        ),
        "late": boards.task(
            resolution, building, date(2026, 6, 30), action="Đo đạc đường nối", done_on=date(2026, 7, 1)
        ),
        "open": boards.task(
            plan, building, date(2026, 12, 31), action="Xây cầu", product="Cầu", partners=[finance]
        ),
        "overdue": boards.task(plan, finance, date(2026, 10, 19), action="Quyết toán"),
        "today": boards.task(plan, finance, TODAY, action="Báo cáo tháng"),
        "nobody": boards.task(plan, None, action="Nâng cao nhận thức"),
        "press": boards.task(
            press, building, date(2026, 3, 1), action="Khởi công sân bay", awaiting_document=True
        ),
    }


STATES = [
    ("done_in_time", ["Ban hành đề án"], "the due day itself is in time"),
    ("done_late", ["Đo đạc đường nối"], "a day later"),
    ("open_in_time", ["Báo cáo tháng", "Xây cầu", "Nâng cao nhận thức"], "due today; later; never"),
    ("open_late", ["Quyết toán"], "yesterday; not what only the press says"),
    ("awaiting", ["Khởi công sân bay"], "binds nobody yet"),
    ("open", ["Quyết toán", "Báo cáo tháng", "Xây cầu", "Nâng cao nhận thức"], "both open states"),
    ("due_soon", ["Báo cáo tháng"], "within fifteen days"),
    ("no_deadline", ["Nâng cao nhận thức"], "no day"),
    ("no_lead", ["Nâng cao nhận thức"], "nobody answers for it"),
]


@pytest.mark.parametrize(("state", "expected", "why"), STATES, ids=[row[0] for row in STATES])
def test_each_tab_lists_what_it_counts(
    state: str, expected: list[str], why: str, work: Any, cast: Any, signed_in: Any
) -> None:
    """A tab's number is the length of the list behind it, on the page as in the selector."""
    found = board(cast, state=state)
    assert actions(found) == expected
    assert found.counts[state] == len(expected)

    page = Page.of(signed_in("analyst").get(reverse("task-list"), {"state": state}))
    for task in work.values():
        assert (f"/nhiem-vu/{task.pk}/" in page.links) is (task.action in expected)


FILTERS = [
    ({"text": "duong noi"}, {"late"}, "without marks"),
    ({"text": "ĐƯỜNG"}, {"late"}, "with marks, in capitals"),
    ({"text": "cau"}, {"open"}, "the product counts as text"),
    ({"document": "08"}, {"in time", "late"}, "of one document"),
    ({"due_from": TODAY}, {"open", "today"}, "from a day on, that day included"),
    ({"due_to": date(2026, 6, 30)}, {"in time", "late", "press"}, "up to a day, that day included"),
    ({"body": "finance"}, {"in time", "open", "overdue", "today"}, "leads or helps"),
    ({"body": "finance", "part": "lead"}, {"in time", "overdue", "today"}, "leads"),
    ({"body": "finance", "part": "partner"}, {"open"}, "helps"),
    ({"text": "không có việc này"}, set(), "nothing"),
]


@pytest.mark.parametrize(("wanted", "expected", "why"), FILTERS, ids=[row[2] for row in FILTERS])
def test_filters(
    wanted: dict[str, Any], expected: set[str], why: str, work: Any, cast: Any, province: Any
) -> None:
    """Each filter alone; the counts above the list follow it."""
    asked = dict(wanted)
    if "body" in asked:
        asked["body"] = getattr(province, asked["body"]).pk
    if "document" in asked:
        asked["document"] = work["in time"].document_id

    found = board(cast, **asked)

    assert {name for name, task in work.items() if task.action in actions(found)} == expected
    assert found.total == len(expected)


ORDERS = [
    ("due", ["Khởi công sân bay", "Ban hành đề án", "Đo đạc đường nối", "Quyết toán"], "earliest first"),
    ("-due", ["Xây cầu", "Báo cáo tháng"], "latest first, none last"),
    ("action", ["Ban hành đề án", "Báo cáo tháng", "Đo đạc đường nối", "Khởi công sân bay"], "Ba < Bá < Đ"),
    ("-action", ["Xây cầu", "Quyết toán", "Nâng cao nhận thức"], "and back"),
    ("lead", ["Ban hành đề án", "Quyết toán", "Báo cáo tháng"], "finance before building"),
    ("document", ["Xây cầu", "Quyết toán"], "the latest document first"),
    ("wrong", ["Khởi công sân bay"], "an order that is none is the usual one"),
]


@pytest.mark.parametrize(("order", "first", "why"), ORDERS, ids=[row[0] for row in ORDERS])
def test_order(order: str, first: list[str], why: str, work: Any, cast: Any, signed_in: Any) -> None:
    """Vietnamese order, days, and what has none at the end; the same on every database."""
    assert actions(board(cast, order=order))[: len(first)] == first
    response = signed_in("analyst").get(reverse("task-list"), {"order": order})
    assert [task.action for task in response.context["page"]][: len(first)] == first


def test_headings_say_how_the_list_is_sorted(work: Any, signed_in: Any) -> None:
    """A click sorts, a second one turns it round; screen readers hear which."""
    page = signed_in("analyst").get(reverse("task-list"), {"order": "due", "q": "a"}).content.decode()

    assert 'aria-sort="ascending"' in page
    assert "?order=-due&amp;q=a" in page


def test_pages(stage: Any, province: Any, signed_in: Any) -> None:
    """Fifty a page; a page that is not there is the nearest one; the filter stays in the links."""
    document = stage.document()
    Task.objects.bulk_create(
        Task(document=document, number=n, action=f"Việc {n}", due=TODAY) for n in range(120)
    )
    client = signed_in("analyst")

    first = client.get(reverse("task-list"), {"state": "open"})
    last = client.get(reverse("task-list"), {"state": "open", "page": "99"})

    assert len(first.context["page"]) == 50
    assert "?state=open&amp;page=2" in first.content.decode()
    assert len(last.context["page"]) == 20
    assert client.get(reverse("task-list"), {"page": "x"}).context["page"].number == 1


STRANGE = [
    {"body": "99999999999999999999"},
    {"body": "-1", "document": "1e9"},
    {"from": "2026-02-30", "to": "hôm nay"},
    {"q": "\0", "order": "\0", "state": "\0"},
    {"q": "'; DROP TABLE plans_task; --"},
    {"q": "%_\\"},
    {"part": "boss", "page": "0"},
]


@pytest.mark.parametrize("query", STRANGE, ids=[str(row) for row in STRANGE])
def test_strange_addresses_are_answered(query: dict[str, str], work: Any, signed_in: Any) -> None:
    """What nobody can mean is passed over, and never a broken page."""
    assert signed_in("analyst").get(reverse("task-list"), query).status_code == 200
    assert signed_in("analyst").get(reverse("task-export", args=["csv"]), query).status_code == 200


def test_only_the_board_for_htmx(work: Any, signed_in: Any) -> None:
    """A filter exchanges the board alone; a whole page without script, and for the back button."""
    part = signed_in("analyst").get(reverse("task-list"), headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in part
    assert 'id="board"' in part


def test_awaiting_is_said_and_never_late(work: Any, signed_in: Any) -> None:
    """What only the press says is marked, in words; its day in March makes nobody late."""
    page = Page.of(signed_in("analyst").get(reverse("task-list"), {"state": "awaiting"}))
    one = Page.of(signed_in("analyst").get(reverse("task", args=[work["press"].pk])))

    assert "233 ngày" not in page.text
    assert "quá hạn" not in one.text
    assert "Chỉ thành nghĩa vụ" in one.text or "Việc chỉ thành nghĩa vụ" in one.text


def test_an_empty_board_says_what_fills_it(signed_in: Any, stage: Any) -> None:
    """Nothing there yet is another sentence than nothing that matches."""
    assert "Chưa có nhiệm vụ nào" in signed_in("analyst").get(reverse("task-list")).content.decode()
    boards.task(stage.document(), None)
    found = signed_in("analyst").get(reverse("task-list"), {"state": "done_late"}).content.decode()
    assert "Không có nhiệm vụ nào khớp" in found


# --- files ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_file_is_the_screen(kind: str, work: Any, signed_in: Any) -> None:
    """The same tasks in the same order under the same filter, with names, days and states as shown."""
    query = {"order": "-action", "state": "open"}
    client = signed_in("analyst")
    shown = list(client.get(reverse("task-list"), query).context["page"])

    response = client.get(reverse("task-export", args=[kind]), query)
    rows: list[dict[str, Any]] = csv_of(response) if kind == "csv" else xlsx_of(response)

    assert "attachment" in response.headers["Content-Disposition"]
    assert [row["Nhiệm vụ"] for row in rows] == [task.action for task in shown]
    for row, task in zip(rows, shown, strict=True):
        assert (row["Chủ trì"] or "") == (task.lead.name if task.lead else "")
        due = row["Thời hạn"]
        assert (str(due)[:10] if due else None) == (task.due.isoformat() if task.due else None)
        state = "Chưa xong, quá hạn" if task.state == "open_late" else "Chưa xong, trong hạn"
        assert row["Trạng thái"] == state
        assert row["Văn bản giao"] == str(task.document)
    assert rows[0]["Phối hợp"] == "Sở Tài chính"


def test_the_file_says_what_awaits_its_document(work: Any, signed_in: Any) -> None:
    """In a file taken away the mark must not be lost."""
    rows = csv_of(signed_in("analyst").get(reverse("task-export", args=["csv"])))

    (press,) = [row for row in rows if row["Chờ văn bản"]]
    assert press["Nhiệm vụ"] == "Khởi công sân bay"
    assert press["Trạng thái"] == "Chờ văn bản"


def test_no_other_kind_of_file(signed_in: Any) -> None:
    """What is not offered is not there."""
    assert signed_in("analyst").get(reverse("task-export", args=["pdf"])).status_code == 404


def test_a_formula_in_a_document_stays_text(stage: Any, province: Any, signed_in: Any) -> None:
    """A spreadsheet runs nothing that came from a document."""
    boards.task(stage.document(), province.finance, action="=HYPERLINK(1)")

    (row,) = csv_of(signed_in("analyst").get(reverse("task-export", args=["csv"])))
    assert row["Nhiệm vụ"].startswith("'=")


# --- scope ----------------------------------------------------------------------------------------------

SCOPE = [
    ("analyst", {"in time", "late", "open", "overdue", "today", "nobody", "press"}),
    ("leader", {"in time", "late", "open", "overdue", "today", "nobody", "press"}),
    ("inspector", {"in time", "late", "open", "overdue", "today", "nobody", "press"}),
    ("finance", {"in time", "open", "overdue", "today"}),  # "open": as a partner
    ("head", {"in time", "open", "overdue", "today"}),
    ("building", {"late", "open", "press"}),
    ("administrator", set()),
    ("nobody", set()),
]


@pytest.mark.parametrize(("who", "expected"), SCOPE, ids=[row[0] for row in SCOPE])
def test_everybody_sees_their_branch(who: str, expected: set[str], work: Any, signed_in: Any) -> None:
    """On the list, in the file and by address alike: what may not be seen is not there."""
    client = signed_in(who)
    listed = {task.pk for task in client.get(reverse("task-list")).context["page"]}
    filed = [row["Nhiệm vụ"] for row in csv_of(client.get(reverse("task-export", args=["csv"])))]

    assert {name for name, task in work.items() if task.pk in listed} == expected
    assert {name for name, task in work.items() if task.action in filed} == expected
    for name, task in work.items():
        status = client.get(reverse("task", args=[task.pk])).status_code
        assert status == (200 if name in expected else 404), name


def test_what_was_taken_back_is_gone(work: Any, signed_in: Any) -> None:
    """A confirmation undone takes its task off every page."""
    Task.objects.filter(pk=work["open"].pk).update(withdrawn_at=timezone.now())

    assert signed_in("analyst").get(reverse("task", args=[work["open"].pk])).status_code == 404
    assert "Xây cầu" not in Page.of(signed_in("analyst").get(reverse("task-list"))).text


# --- a task's page, done and reopened -------------------------------------------------------------------


def test_the_page_says_who_what_when_and_why(work: Any, signed_in: Any, stage: Any, cast: Any) -> None:
    """Lead, partners, day, document, and the words it came from, which lead to their place."""
    from dondoc.web.sources import services as sources

    fact = stage.fact(work["open"].document, "task", quote="Sở Xây dựng chủ trì hoàn thành quy hoạch.")
    mention = sources.fact_accept(fact=fact, by=cast.analyst)

    page = Page.of(signed_in("analyst").get(reverse("task", args=[mention.task.pk])))

    for words in ("Sở Xây dựng", "Sở Tài chính", "30/09/2026", "15/KH-UBND", "Quy hoạch", fact.quote):
        assert words in page.text
    assert f"{reverse('document', args=[fact.document_id])}?fact={fact.pk}#f{fact.pk}" in page.links


def act(client: Any, task: Task, kind: str, **typed: Any) -> Any:
    """Send the form of one act; its fields carry the act's name, for the page has several forms."""
    said = {f"{kind}-{name}": value for name, value in {"on": "2026-10-20", **typed}.items()}
    return client.post(reverse("task-act", args=[task.pk, kind]), said)


def done(client: Any, task: Task, **typed: Any) -> Any:
    return act(client, task, "done", **{"day": "2026-10-18", **typed})


DECIDERS = [("analyst", 302), ("leader", 302), ("finance", 403), ("head", 403), ("building", 404)]
DECIDERS += [("inspector", 403), ("reader", 403), ("administrator", 404), ("nobody", 404)]
REPORTERS = [("analyst", 302), ("finance", 302), ("head", 302), ("leader", 403), ("building", 404)]
REPORTERS += [("inspector", 403), ("reader", 403), ("administrator", 404), ("nobody", 404)]
WHO_MAY = [("done", *row) for row in DECIDERS] + [("reported", *row) for row in REPORTERS]


@pytest.mark.parametrize(("kind", "who", "status"), WHO_MAY, ids=[f"{k}-{w}" for k, w, _ in WHO_MAY])
def test_who_may_act(kind: str, who: str, status: int, work: Any, signed_in: Any) -> None:
    """The lead's report, the assigner's confirm; unseen 404, seen only 403; refused, nothing changes."""
    client, task = signed_in(who), work["overdue"]

    assert act(client, task, kind, day="2026-10-18", note="BC 12").status_code == status

    task.refresh_from_db()
    assert (task.done_on == date(2026, 10, 18)) is (status == 302 and kind == "done")
    assert TaskEvent.objects.filter(task=task, kind=kind).exists() is (status == 302)
    assert Entry.objects.filter(action=f"task.{kind}").count() == (1 if status == 302 else 0)


def test_a_partner_sees_but_does_not_record(work: Any, signed_in: Any) -> None:
    """Who leads answers for it: the form is not even shown to who works along."""
    client, task = signed_in("finance"), work["open"]

    assert 'id="record"' not in client.get(reverse("task", args=[task.pk])).content.decode()
    assert act(client, task, "reported", note="BC 1").status_code == 403


def test_done_leaves_a_trace(work: Any, signed_in: Any, cast: Any) -> None:
    """The event with its ground, the audit entry with before and after, and a page that says so."""
    client, task = signed_in("analyst"), work["overdue"]
    assert done(client, task, note="Báo cáo 12").status_code == 302

    page = Page.of(client.get(reverse("task", args=[task.pk])))
    assert "Đã ghi: xác nhận hoàn thành." in page.text
    assert "Hoàn thành đúng hạn" in page.text
    assert "Báo cáo 12" in page.text
    assert "có kết quả ngày 18/10/2026" in page.text
    entry = Entry.objects.get(action="task.done")
    assert entry.actor == cast.analyst
    assert (entry.before["done_on"], entry.after["done_on"]) == (None, "2026-10-18")


MISTAKES = [
    ({"on": "", "note": "BC số 9"}, "on", "no day"),
    ({"on": "2026-10-21", "note": "BC số 9"}, "không thể sau hôm nay", "a day to come"),
    ({"day": "2025-12-31", "note": "BC số 9"}, "05/01/2026", "a result before it was owed"),
    ({"on": "2026-10-10", "note": "BC số 9"}, "sau ngày xác nhận", "confirmed before the result was there"),
    ({"on": "31/13/2026", "note": "BC số 9"}, "errorlist", "no day of any calendar"),
]


@pytest.mark.parametrize(("typed", "said", "why"), MISTAKES, ids=[row[2] for row in MISTAKES])
def test_mistakes_stand_beside_what_was_typed(
    typed: dict[str, str], said: str, why: str, work: Any, signed_in: Any
) -> None:
    """422, the reason, and nothing typed is lost; nothing is recorded."""
    task = work["overdue"]
    Task.objects.filter(pk=task.pk).update(owed_from=date(2026, 1, 5))

    response = done(signed_in("analyst"), task, **typed)

    assert response.status_code == 422
    page = response.content.decode()
    assert said in page
    assert "errorlist" in page
    assert "BC số 9" in page
    assert not TaskEvent.objects.exists()
    assert not Page.of(response).problems


def test_reopening_needs_a_reason(work: Any, signed_in: Any) -> None:
    """Taking a completion back says why, and the trail keeps it."""
    client, task = signed_in("analyst"), work["in time"]

    assert act(client, task, "reopened", note=" ").status_code == 422
    assert act(client, task, "reopened", note="Sản phẩm bị trả lại").status_code == 302

    task.refresh_from_db()
    assert task.done_on is None
    assert Entry.objects.get(action="task.reopened").reason == "Sản phẩm bị trả lại"


def test_somebody_was_quicker(work: Any, signed_in: Any, cast: Any) -> None:
    """A second completion and a second reopening are told, with the task as it is now."""
    client, task = signed_in("analyst"), work["overdue"]
    services.task_done(task=task, on=date(2026, 10, 1), by=cast.leader)

    again = done(client, task)
    assert again.status_code == 409
    assert "01/10/2026" in Page.of(again).text

    services.task_reopen(task=task, on=TODAY, by=cast.leader, note="nhầm")
    twice = act(client, task, "reopened", note="nhầm")
    assert twice.status_code == 409
    assert Entry.objects.filter(action__startswith="task.").count() == 2


@pytest.mark.parametrize(("name", "more"), [("task-act", ["done"]), ("task-resolve", [])])
def test_changes_take_a_post(name: str, more: list[str], work: Any, signed_in: Any) -> None:
    """A link does not change anything."""
    assert signed_in("analyst").get(reverse(name, args=[work["open"].pk, *more])).status_code == 405


@pytest.mark.parametrize("kind", ["assigned ", "undone", "xong"])
def test_only_known_acts_have_an_address(kind: str, work: Any, signed_in: Any) -> None:
    """What is no act of the table is no page; an act is taken back at an address of its own."""
    assert act(signed_in("analyst"), work["open"], kind, note="x").status_code == 404


@pytest.mark.parametrize("name", ["task-list", "task"])
def test_pages_take_no_post(name: str, work: Any, signed_in: Any) -> None:
    """What only shows answers nothing else."""
    args = [work["open"].pk] if name == "task" else []
    assert signed_in("analyst").post(reverse(name, args=args)).status_code == 405


def test_history_only_for_who_may_read_it(work: Any, signed_in: Any, cast: Any) -> None:
    """The trail is for those whose role reads it; the events are for everybody who sees the task."""
    services.task_done(task=work["overdue"], on=date(2026, 10, 1), by=cast.finance, note="BC 5")
    address = reverse("task", args=[work["overdue"].pk])

    assert "Ai đã thay đổi gì" in Page.of(signed_in("inspector").get(address)).text
    assert "Ai đã thay đổi gì" not in Page.of(signed_in("finance").get(address)).text
    assert "BC 5" in Page.of(signed_in("finance").get(address)).text


@pytest.mark.parametrize(("days", "soon"), [(-1, False), (0, True), (15, True), (16, False)])
def test_soon_is_fifteen_days(days: int, soon: bool, stage: Any, province: Any, cast: Any) -> None:
    """From today to the fifteenth day, both included."""
    boards.task(stage.document(), province.finance, TODAY + timedelta(days=days))

    assert board(cast).counts["due_soon"] == int(soon)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_that_is_cut_says_so(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    """In its last row; one that holds the whole list says nothing."""
    monkeypatch.setattr(lists, "MOST_EXPORTED", 3)
    for rows, last in (([["a", 1]] * 2, "a"), ([["a", 1]] * 3, "Tệp dừng ở 3 dòng.")):
        response = lists.as_file(kind, "Danh sách", ["Tên", "Số"], rows)
        told = (boards.csv_of if kind == "csv" else boards.xlsx_of)(response)
        assert str(told[-1]["Tên"]).startswith(last)
