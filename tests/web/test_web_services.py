"""Accounts, roles, tasks and indicators: what each service changes, refuses and leaves in the trail."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadhandler import StopFutureHandlers, StopUpload
from django.test import RequestFactory

from dondoc.web.accounts import services as accounts
from dondoc.web.accounts.models import Grant
from dondoc.web.audit.models import Entry
from dondoc.web.core.conflicts import Conflict
from dondoc.web.plans import catalogue
from dondoc.web.plans import services as plans
from dondoc.web.plans.models import Indicator, Task
from dondoc.web.sources import services, suggest, uploads
from dondoc.web.sources.selectors import indicators

pytestmark = pytest.mark.django_db
GOOD = "chiec-den-long-2026"


def test_user_is_added_without_any_role(cast: Any) -> None:
    """A new user signs in and may nothing yet; the trail has name and address, never the password."""
    user = accounts.user_add(username="moi", full_name="Người Mới", password=GOOD, by=cast.administrator)

    assert user.check_password(GOOD)
    assert not user.grants.exists()
    entry = Entry.objects.get(action="user.add")
    assert (entry.actor, entry.after["username"]) == (cast.administrator, "moi")
    assert GOOD not in str(entry.after)


USERS = [
    ({"username": "analyst"}, "username"),
    ({"username": ""}, "username"),
    ({"full_name": ""}, "full_name"),
    ({"password": "ngan"}, "password"),
    ({"password": "12345678901"}, "password"),
    ({"email": "khong-phai-thu"}, "email"),
]


@pytest.mark.parametrize(("changes", "field"), USERS, ids=[f"{row[1]}-{n}" for n, row in enumerate(USERS)])
def test_wrong_users_are_refused(cast: Any, changes: dict[str, str], field: str) -> None:
    values = {"username": "moi", "full_name": "Người Mới", "password": GOOD} | changes

    with pytest.raises(ValidationError) as refusal:
        accounts.user_add(by=cast.administrator, **values)

    assert field in refusal.value.message_dict


def test_last_administrator_stays(cast: Any, province: Any) -> None:
    """Neither locked nor ended, until another one is there."""
    grant = Grant.objects.get(user=cast.administrator)
    with pytest.raises(ValidationError, match="cuối cùng"):
        accounts.user_update(user=cast.administrator, by=cast.administrator, is_active=False)
    with pytest.raises(ValidationError, match="cuối cùng"):
        accounts.grant_end(grant=grant, valid_to=date(2026, 12, 31), by=cast.administrator)

    accounts.grant_add(
        user=cast.nobody,
        role="administrator",
        body=province.root,
        valid_from=date(2026, 1, 1),
        by=cast.administrator,
    )
    accounts.grant_end(grant=grant, valid_to=date(2026, 12, 31), by=cast.administrator)
    grant.refresh_from_db()
    assert grant.valid_to == date(2026, 12, 31)


def test_grants_are_checked_and_given_once(cast: Any, province: Any) -> None:
    """A grant has a known role and ends after it begins; the same one given twice is one."""
    about = {
        "user": cast.nobody,
        "body": province.root,
        "valid_from": date(2026, 1, 1),
        "by": cast.administrator,
    }
    first = accounts.grant_add(role="reader", **about)

    assert accounts.grant_add(role="reader", **about) == first
    for wrong in ({"role": "vua"}, {"role": "leader", "valid_to": date(2025, 1, 1)}):
        with pytest.raises(ValidationError):
            accounts.grant_add(**about, **wrong)
    with pytest.raises(ValidationError):
        accounts.grant_end(grant=first, valid_to=date(2025, 1, 1), by=cast.administrator)
    assert Entry.objects.filter(action="grant.add").count() == 1


def test_user_changes_are_traced(cast: Any) -> None:
    """What changed, from what to what; nothing changed, nothing traced."""
    accounts.user_update(user=cast.reader, by=cast.administrator, full_name="Tên Khác")
    accounts.user_update(user=cast.reader, by=cast.administrator, full_name="Tên Khác")

    entry = Entry.objects.get(action="user.update")
    assert (entry.before, entry.after) == ({"full_name": "Người reader"}, {"full_name": "Tên Khác"})


MOVED = date(2026, 9, 10)


@pytest.fixture
def task(stage: Any, cast: Any) -> Task:
    services.fact_accept(fact=stage.fact(stage.document(), "task"), by=cast.analyst)
    return Task.objects.get()


def test_task_is_done_and_opened_again(task: Task, cast: Any) -> None:
    """Done on a day, once; taken back with the reason; the events stay."""
    first = plans.task_done(task=task, on=date(2026, 9, 1), by=cast.building, note="đã trình")

    assert plans.task_done(task=task, on=date(2026, 9, 1), by=cast.building) == first
    with pytest.raises(Conflict, match="01/09/2026"):
        plans.task_done(task=task, on=date(2026, 9, 2), by=cast.building)
    plans.task_reopen(task=task, on=date(2026, 9, 5), by=cast.analyst, note="còn thiếu bản vẽ")
    with pytest.raises(Conflict, match="chưa được ghi nhận"):
        plans.task_reopen(task=task, on=date(2026, 9, 5), by=cast.analyst)

    task.refresh_from_db()
    assert task.done_on is None
    assert [event.kind for event in task.events.order_by("pk")] == ["assigned", "done", "reopened"]
    actions = list(Entry.objects.filter(table="plans.Task").order_by("pk").values_list("action", "reason"))
    assert actions == [("task.done", "đã trình"), ("task.reopened", "còn thiếu bản vẽ")]


def test_what_a_task_refuses(task: Task, cast: Any, province: Any) -> None:
    """Nothing is done before it was owed, nor after it was withdrawn; a remark has words."""
    with pytest.raises(ValidationError) as refusal:
        plans.task_done(task=task, on=date(2025, 12, 31), by=cast.building)
    assert "on" in refusal.value.message_dict
    with pytest.raises(ValidationError):
        plans.task_note(task=task, on=date(2026, 2, 1), by=cast.building, note="  ")

    fact, finance = task.mentions.get().fact, province.finance
    services.fact_reopen(fact=fact, by=cast.analyst)
    for change in (
        lambda: plans.task_done(task=task, on=date(2026, 9, 1), by=cast.building),
        lambda: plans.task_note(task=task, on=date(2026, 9, 1), by=cast.building, note="x"),
        lambda: plans.task_lead_set(task=task, lead=finance, by=cast.analyst, on=MOVED, reason="x"),
    ):
        with pytest.raises(Conflict, match="rút lại"):
            change()


def test_task_gets_another_lead(task: Task, cast: Any, province: Any) -> None:
    """Who answers for a task can be said later; the trail has both."""
    plans.task_lead_set(task=task, lead=province.finance, by=cast.analyst, on=MOVED, reason="chuyển đầu mối")
    plans.task_lead_set(task=task, lead=province.finance, by=cast.analyst, on=MOVED)

    entry = Entry.objects.get(action="task.transferred")
    assert (entry.before["lead"], entry.after["lead"]) == ("Sở Xây dựng", "Sở Tài chính")


def test_indicator_of_ones_own(cast: Any, stage: Any) -> None:
    """Once by its name; another unit converts anew what was confirmed."""
    made = catalogue.indicator_add(name="Sản lượng chè", unit="tấn", by=cast.analyst)
    with pytest.raises(ValidationError, match="Đã có"):
        catalogue.indicator_add(name="SẢN LƯỢNG CHÈ", unit="tấn", by=cast.analyst)
    fact = stage.fact(
        stage.document(), "indicator", name="Sản lượng chè", unit="tấn", value="1250", status="actual"
    )
    observation = services.fact_accept(fact=fact, by=cast.analyst).observation
    assert observation is not None
    assert observation.in_indicator_unit == 1250

    catalogue.indicator_update(indicator=made, by=cast.analyst, unit="nghìn tấn")

    observation.refresh_from_db()
    assert f"{observation.in_indicator_unit}" == "1.25"
    assert (observation.mantissa, observation.unit) == (1250, "tấn"), "as printed, for ever"


SUGGESTED = [
    ("Thu ngân sách nhà nước", "tỷ đồng", "", "Thu ngân sách nhà nước", 100),
    ("THU NGÂN SÁCH NHÀ NƯỚC", "tỷ đồng", "", "Thu ngân sách nhà nước", 100),
    ("tổng thu", "tỷ đồng", "", "Thu ngân sách nhà nước", 96),
    ("cái gì đó", "%", "grdp_growth", "Tăng trưởng", 98),
    ("thu ngân sách trên địa bàn", "tỷ đồng", "", "Thu ngân sách nhà nước", None),
    ("thu ngân sách trên địa bàn", "%", "", "Thu ngân sách nhà nước", None),
    ("sản lượng hải sâm", "tấn", "", None, None),
]


@pytest.mark.parametrize(("name", "unit", "code", "best", "score"), SUGGESTED)
def test_indicators_are_suggested_with_reasons(
    db: None, name: str, unit: str, code: str, best: str | None, score: int | None
) -> None:
    """The same name, a known other one, the reader's own link: sure; shared words: a proposal."""
    revenue = Indicator.objects.create(name="Thu ngân sách nhà nước", unit="tỷ đồng")
    Indicator.objects.create(name="Tăng trưởng", unit="%", code="grdp_growth")
    catalogue.indicator_alias_add(indicator=revenue, name="Tổng thu", by=None)

    book = suggest.IndicatorBook()
    found = book.candidates(name, unit, code)

    assert (str(found[0].row) if found else None) == best
    if score is not None:
        assert found[0].score == score
        assert book.sure(name, unit, code) == found[0].row
    else:
        assert book.sure(name, unit, code) is None
    assert all(candidate.reason for candidate in found)


@pytest.mark.parametrize(
    ("measure", "suggested"),
    [
        ("change", ["Tốc độ tăng công nghiệp - xây dựng"]),
        ("share", ["Tỷ trọng công nghiệp - xây dựng trong GRDP"]),
        ("", ["Tốc độ tăng công nghiệp - xây dựng", "Tỷ trọng công nghiệp - xây dựng trong GRDP"]),
    ],
)
def test_growth_is_no_share(measure: str, suggested: list[str]) -> None:
    """“Công nghiệp - xây dựng tăng 12,37%” is not proposed as its part of the economy, nor the other way."""
    for name in ("Tỷ trọng công nghiệp - xây dựng trong GRDP", "Tốc độ tăng công nghiệp - xây dựng"):
        Indicator.objects.create(name=name, unit="%")

    found = suggest.IndicatorBook().candidates("công nghiệp - xây dựng", "%", measure=measure)

    assert sorted(str(one.row) for one in found) == suggested


def test_suggestions_for_every_kind(stage: Any, cast: Any, province: Any) -> None:
    """Where a proposal may belong: indicator, body, and the confirmed row that says the same."""
    document = stage.document()
    for kind in ("indicator", "task", "person", "meeting"):
        services.fact_accept(fact=stage.fact(document, kind), by=cast.analyst)
    number, task, person, meeting, citation = (
        suggest.suggestions(stage.fact(document, kind))
        for kind in ("indicator", "task", "person", "meeting", "citation")
    )

    assert (number.indicators[0].score, number.bodies[0].row, number.rows[0].score) == (
        100,
        province.root,
        90,
    )
    assert (task.bodies[0].row, task.rows[0].row) == (province.building, Task.objects.get())
    assert person.rows[0].reason == "cùng tên và chức vụ"
    assert (meeting.bodies[0].row, len(meeting.rows)) == (province.party, 1)
    assert citation == suggest.Suggestions()


def test_chooser_finds_by_name_and_alias(db: None) -> None:
    """An indicator is found by parts of its name or another name, without marks."""
    tea = Indicator.objects.create(name="Sản lượng chè", unit="tấn")
    catalogue.indicator_alias_add(indicator=tea, name="Chè búp tươi", by=None)

    for query, found in (("luong che", [tea]), ("bup", [tea]), ("cà phê", [])):
        assert indicators(query) == found


def test_upload_stays_in_memory_and_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """No upload touches the disk, however large; over the request's limit the rest is thrown away."""
    monkeypatch.setattr(uploads, "MAX_REQUEST_BYTES", 100)
    request = RequestFactory().post("/")
    handler = uploads.InMemoryUploadHandler(request)
    handler.handle_raw_input(io.BytesIO(), {}, 10**9, "b")
    with pytest.raises(StopFutureHandlers):  # nobody after it, and so no disk
        handler.new_file("files", "a.txt", "text/plain", None)

    assert handler.receive_data_chunk(b"x" * 90, 0) is None
    file = handler.file_complete(90)
    assert file is not None
    assert isinstance(file.file, io.BytesIO)
    with pytest.raises(StopUpload):
        handler.receive_data_chunk(b"x" * 90, 90)
    assert request.upload_too_large
