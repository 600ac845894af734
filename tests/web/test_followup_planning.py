"""Planning a day: whom the rules reach through roles, named people and charges; once, whoever runs it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone

from dondoc.web.accounts.agencies import agency_add, member_add
from dondoc.web.accounts.models import Grant, Role
from dondoc.web.audit.models import Entry
from dondoc.web.bodies.charges import charge_add
from dondoc.web.followup import ladder, planning
from dondoc.web.followup.models import Mail, Notice, Round
from dondoc.web.obligations.models import KindOfObligation
from dondoc.web.obligations.services import obligations_generate
from dondoc.web.plans.models import Task
from dondoc.web.reporting.models import ReportCell
from dondoc.web.taskwork.models import PersonRole, TaskPerson
from web import boards
from web.reports import quarter

pytestmark = pytest.mark.django_db
DAY = date(2026, 10, 20)  # a Tuesday
LATE = {1: date(2026, 10, 19), 3: date(2026, 10, 15), 5: date(2026, 10, 13), 7: date(2026, 10, 9)}


def told(day: date = DAY) -> dict[str, set[tuple[str, int]]]:
    """Person → (matter's words, offset); "?" where nobody was there."""
    found: dict[str, set[tuple[str, int]]] = {}
    for notice in Notice.objects.filter(day=day):
        who = notice.person.username if notice.person else "?"
        found.setdefault(who, set()).add((notice.words, notice.offset))
    return found


def only_today(day: date = DAY) -> None:
    """The day before was planned, so that only today's rules speak."""
    Round.objects.create(day=day - timedelta(days=1), since=day - timedelta(days=9))


@pytest.fixture
def document(stage: Any) -> Any:
    return stage.document()


def owe(document: Any, lead: Any, due: date | None, **changes: Any) -> Task:
    changes.setdefault("stage", "in_hand")
    return boards.task(document, lead, due, **changes)


def test_the_ladder_through_roles(document: Any, cast: Any, province: Any) -> None:
    """Officer, head, supervisor, leader in charge: each at their own step, of their own body."""
    charge_add(leader=cast.leader, bodies=[province.building], valid_from=DAY, by=cast.analyst)
    for late, due in LATE.items():
        owe(document, province.building, due, action=f"trễ {late}")
    owe(document, province.finance, LATE[3], action="của tài chính")
    owe(document, province.finance, DAY + timedelta(days=7), action="còn một tuần")
    only_today()
    made = planning.plan_day(DAY)

    assert made is not None
    assert told() == {
        "building": {("trễ 1", 1)},
        "head": {("của tài chính", 3)},  # the building department has none: who follows it is told
        "supervisor": {("trễ 3", 3), ("trễ 5", 5)},
        "leader": {("trễ 7", 7)},
        "finance": {("còn một tuần", -7)},
    }
    assert (made.notices, made.unheard) == (6, 0)


HELD = [
    ({"stage": "reported"}, "it waits for confirmation"),
    ({"stage": "transfer_asked"}, "a transfer is to be decided on"),
    ({"clock_stopped": DAY - timedelta(days=30)}, "its clock stands by decision"),
    ({"awaiting_document": True}, "only the press says so"),
    ({"resolved": True}, "its parts are followed, not the order"),
    ({"stage": "withdrawn"}, "withdrawn"),
    ({"stage": "done", "done_on": DAY - timedelta(days=1)}, "done"),
    ({"given_on": DAY}, "given after the rule's day"),
]


@pytest.mark.parametrize(("changes", "why"), HELD, ids=[row[-1] for row in HELD])
def test_of_what_nobody_is_told(document: Any, province: Any, cast: Any, changes: Any, why: str) -> None:
    """One working day late, and yet nobody is reminded."""
    owe(document, province.building, DAY - timedelta(days=1), **changes)
    planning.plan_day(DAY + timedelta(days=1)) if "given_on" in changes else planning.plan_day(DAY)

    assert "building" not in told(), why


def test_named_people_come_first(document: Any, province: Any, cast: Any) -> None:
    """Who is named to do a task, and who is named to follow it, stand in the place of the roles."""
    mine = owe(document, province.building, DAY, action="có người")
    followed = owe(document, province.building, LATE[5], action="có người theo")
    for task, role, user in (
        (mine, PersonRole.HANDLER, "second"),
        (followed, PersonRole.SUPERVISOR, "analyst"),
    ):
        TaskPerson.objects.create(
            task=task, role=role, user=getattr(cast, user), since=LATE[7], by=cast.analyst
        )
    only_today()
    planning.plan_day(DAY)

    assert told() == {"second": {("có người", 0)}, "analyst": {("có người theo", 5)}}


def test_members_of_an_agency_account_are_told(document: Any, province: Any, cast: Any) -> None:
    """The account is nobody; who acts for it is. Whoever may not read the body is told of nothing."""
    agency = agency_add(username="xds", name="Xã Đông Sơn", by=None)
    Grant.objects.create(user=agency, role=Role.OFFICER, body=province.commune, valid_from=LATE[7])
    member_add(agency=agency, person=cast.nobody, valid_from=LATE[7], by=None)
    owe(document, province.commune, DAY, action="của xã")
    charge_add(leader=cast.finance, bodies=[province.building], valid_from=LATE[7], by=cast.analyst)
    owe(document, province.building, LATE[7], action="của xây dựng")  # cast.finance may not read it
    only_today()
    planning.plan_day(DAY)

    assert told() == {"nobody": {("của xã", 0)}, "?": {("của xây dựng", 7)}}


def test_obligations_and_dossiers_are_followed(stage: Any, province: Any, cast: Any) -> None:
    """What a document makes a body owe, in the same digest as its tasks."""
    parent = stage.document(date=date(2026, 10, 1))
    obligations_generate(document=parent, kind=KindOfObligation.PLAN, bodies=[province.finance], due=DAY,
                         basis="", by=cast.analyst)  # fmt: skip
    owe(parent, province.finance, LATE[1])
    only_today()
    planning.plan_day(DAY)

    (mail,) = Mail.objects.all()
    assert (mail.person, mail.body, mail.notices.count()) == (cast.finance, province.finance, 2)
    assert mail.subject == "Đôn đốc ngày 20/10/2026: 1 việc quá hạn, 1 việc đến hạn"
    assert "quá 1 ngày" in mail.text
    assert parent.symbol in mail.text
    assert str(cast.finance) in mail.text


def test_a_day_is_planned_once(document: Any, province: Any, cast: Any) -> None:
    """Run again, by hand or by another worker: the same round; a day off is caught up on the next."""
    owe(document, province.building, DAY)
    first = planning.plan_day(DAY)
    assert planning.plan_day(DAY) == first
    owe(document, province.building, date(2026, 10, 24))  # a Saturday: the rule of the day is Friday's
    friday = date(2026, 10, 23)
    planning.plan_day(friday)
    assert planning.plan_day(friday + timedelta(days=1)) is None
    assert planning.plan_day(date(2026, 10, 19)) == first, "no day before one that is planned"

    assert Round.objects.count() == Entry.objects.filter(action="followup.plan").count() == 2
    assert (
        Notice.objects.filter(person=cast.building).count() == 3
    )  # twice of the first: on its day, and late
    assert Mail.objects.filter(person=cast.building).count() == 2


def test_the_first_day_looks_back_a_week(document: Any, province: Any, cast: Any) -> None:
    """An office that begins today is not told of everything that was ever late."""
    owe(document, province.building, LATE[3], action="mới trễ")
    owe(document, province.building, date(2026, 1, 5), action="trễ từ lâu")
    planning.plan_day(DAY)

    assert {words for said in told().values() for words, _ in said} == {"mới trễ"}


def test_the_office_sets_its_own_ladder(document: Any, province: Any, cast: Any) -> None:
    """The first change makes the shipped rules its own; the same line twice is refused."""
    shipped = planning.rules()
    ladder.rule_add(rung="head", offset=1, by=cast.analyst)
    with pytest.raises(ValidationError):
        ladder.rule_add(rung="head", offset=1, by=cast.analyst)
    ladder.rule_withdraw(rung="officer", offset=1, by=cast.analyst)
    owe(document, province.finance, LATE[1], action="trễ 1")
    only_today()
    planning.plan_day(DAY)

    assert len(planning.rules()) == len(shipped)
    assert told() == {"head": {("trễ 1", 1)}}


def test_by_hand(document: Any, province: Any, cast: Any, capsys: Any) -> None:
    """The command says what it did; without a mail server everything stays in the outbox."""
    owe(document, province.building, DAY)
    call_command("follow_up", day=DAY)

    assert Mail.objects.get().state == "planned"
    assert "1 lượt nhắc" in (said := capsys.readouterr().err)
    assert "DONDOC_MAIL_HOST" in said


def test_hundreds_of_bodies_cost_few_queries(
    stage: Any, province: Any, cast: Any, django_assert_max_num_queries: Any
) -> None:
    """A plan of a thousand matters does not ask for each."""
    document = stage.document()
    Task.objects.bulk_create(
        Task(
            document=document, number=n, action=f"Việc {n}", lead=province.building, due=DAY, stage="in_hand"
        )
        for n in range(1, 1001)
    )
    only_today()
    with django_assert_max_num_queries(40):
        made = planning.plan_day(DAY)

    assert made is not None
    assert (made.notices, Mail.objects.count()) == (1000, 1)


def test_the_desk_and_the_list_show_ones_own(
    document: Any,
    province: Any,
    cast: Any,
    signed_in: Callable[[str], Any],
    settings: Any,
    django_assert_max_num_queries: Any,
) -> None:
    """What I was told today; nobody else's."""
    settings.TODAY = DAY
    owe(document, province.building, DAY, action="xây trường học")
    planning.plan_day(DAY)
    client = signed_in("building")
    with django_assert_max_num_queries(10):
        page = client.get("/don-doc/nhac-viec/").content.decode()

    assert "Xây trường học" in page
    assert "Hôm nay được nhắc" in client.get("/").content.decode()
    client = signed_in("finance")
    assert "Xây trường học" not in client.get("/don-doc/nhac-viec/").content.decode()
    assert "Hôm nay được nhắc" not in client.get("/").content.decode()


def test_a_draft_is_no_report_and_is_told_of(province: Any, cast: Any, signed_in: Any, settings: Any) -> None:
    """Who typed and did not send is reminded, and told that a draft lies there, saved by whom and when."""
    asked = quarter(province, cast)
    asked.type(province.finance, "12,5")
    saved = datetime(2026, 9, 17, 14, 5, tzinfo=timezone.get_default_timezone())
    ReportCell.objects.update(at=saved)
    settings.TODAY = date(2026, 9, 21)
    planning.plan_day(settings.TODAY)  # it was due on Friday the 18th
    text = Mail.objects.get(person=cast.finance).text
    assert "quá 3 ngày; đã có bản nháp chưa gửi, Người finance lưu 14:05 ngày 17/09/2026." in text
    assert "Bản nháp chưa phải là báo cáo" in text
    assert "bản nháp" not in Mail.objects.get(person=cast.building).text
    desk = signed_in("finance").get("/").content.decode()
    assert desk.count("bản nháp chưa gửi, Người finance lưu 17/09/2026 14:05") == 2  # reminder and report
    asked.type(province.finance, "12,5", "3")
    asked.act(province.finance, "submitted", "finance")
    assert "bản nháp chưa gửi" not in signed_in("finance").get("/").content.decode()
