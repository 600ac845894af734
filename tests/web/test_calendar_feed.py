"""Calendars under a secret address: what the person may see on the day, with UIDs that stay."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from dondoc.web import settings as conf
from dondoc.web.accounts.models import Grant
from dondoc.web.core.logs import WithoutSecretAddresses
from dondoc.web.followup import feeds, ics
from dondoc.web.followup.models import Feed
from dondoc.web.obligations.models import KindOfObligation
from dondoc.web.obligations.services import obligations_generate
from dondoc.web.plans import life
from dondoc.web.plans.models import EventKind
from web import boards

pytestmark = pytest.mark.django_db
DAY = date(2026, 10, 20)


@pytest.fixture(autouse=True)
def _on_the_day(settings: Any) -> None:
    settings.TODAY, settings.PUBLIC_URL = DAY, "https://dondoc.lam-son.example"


@pytest.fixture
def document(stage: Any) -> Any:
    return stage.document()


def read(client: Any, token: str) -> dict[str, Any]:
    """UID → event, as a calendar program takes it."""
    client.logout()
    answer = client.get(f"/lich/{token}.ics")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    made = Calendar.from_ical(answer.content)
    assert not made.errors
    return {str(event["UID"]): event for event in made.walk("VEVENT")}


def test_a_bodys_days(document: Any, cast: Any, province: Any, client: Any) -> None:
    """Tasks and obligations that are open and have a day; all-day events with the matter's page."""
    task = boards.task(document, province.building, DAY + timedelta(9), action="xây, sửa; “cầu”\nSuối Vàng")
    boards.task(document, province.building, None, action="không hạn")
    boards.task(document, province.building, DAY, action="đã xong", done_on=DAY)
    boards.task(document, province.finance, DAY, action="của nơi khác")
    (owed,) = obligations_generate(document=document, kind=KindOfObligation.PLAN, bodies=[province.building],
                                   due=DAY - timedelta(1), basis="", by=cast.analyst).made  # fmt: skip
    _feed, token = feeds.feed_add(person=cast.analyst, body=province.building)
    events = read(client, token)

    assert set(events) == {f"task-{task.pk}@dondoc", f"obligation-{owed.pk}@dondoc"}
    event = events[f"task-{task.pk}@dondoc"]
    assert event.decoded("DTSTART") == DAY + timedelta(9)
    assert event.decoded("DTEND") == DAY + timedelta(10)
    assert str(event["SUMMARY"]) == "Xây, sửa; “cầu” Suối Vàng"
    assert str(event["URL"]) == f"https://dondoc.lam-son.example/nhiem-vu/{task.pk}/"
    assert str(events[f"obligation-{owed.pk}@dondoc"]["SUMMARY"]).startswith("Quá hạn: ")


def test_a_new_day_moves_the_event(document: Any, cast: Any, province: Any, client: Any) -> None:
    """The same UID with a higher SEQUENCE; read twice without a change it is the same to the byte."""
    task = boards.task(document, province.building, DAY + timedelta(9), owed_from=document.date)
    _feed, token = feeds.feed_add(person=cast.building, body=None)
    before = read(client, token)[f"task-{task.pk}@dondoc"]
    assert client.get(f"/lich/{token}.ics").content == client.get(f"/lich/{token}.ics").content
    life.act(
        task=task, kind=EventKind.EXTENDED, on=DAY, by=cast.analyst, due=DAY + timedelta(30), note="mưa lũ"
    )
    after = read(client, token)[f"task-{task.pk}@dondoc"]

    assert after.decoded("DTSTART") == DAY + timedelta(30)
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])
    assert after.decoded("DTSTAMP") >= before.decoded("DTSTAMP")


def test_the_address_opens_only_what_its_person_may_see(
    document: Any, cast: Any, province: Any, client: Any
) -> None:
    """Revoked, guessed, of a person who left or lost the role: as if it had never been."""
    boards.task(document, province.building, DAY)
    feed, token = feeds.feed_add(person=cast.building, body=None)
    other, others = feeds.feed_add(person=cast.finance, body=province.building)  # may not read it
    assert read(client, token)
    assert token not in str(Feed.objects.values_list("token_hash", flat=True))
    for wrong in (others, token[:-1], "x", "%00", token.upper()):
        assert client.get(f"/lich/{wrong}.ics").status_code == 404
    Grant.objects.filter(user=cast.building).update(valid_to=DAY - timedelta(1))
    assert client.get(f"/lich/{token}.ics").status_code == 404
    Grant.objects.filter(user=cast.building).update(valid_to=None)
    feeds.feed_revoke(feed=feed, by=cast.building)

    assert client.get(f"/lich/{token}.ics").status_code == 404
    feed.refresh_from_db()
    assert feed.last_read_on == DAY
    other.refresh_from_db()
    assert other.last_read_on is None


def test_no_log_holds_the_address(cast: Any, client: Any) -> None:
    """Neither of one that was guessed, nor of one that was revoked; nor does the page echo it."""
    feed, token = feeds.feed_add(person=cast.building, body=None)
    feeds.feed_revoke(feed=feed, by=cast.building)
    (kept,) = conf.LOGGING["handlers"].values()  # type: ignore[attr-defined]
    assert kept["filters"] == ["secrets"], "whatever Django says goes through it"
    said = io.StringIO()
    handler = logging.StreamHandler(said)
    handler.addFilter(WithoutSecretAddresses())
    logging.getLogger("django.request").addHandler(handler)
    try:
        pages = [client.get(path).content.decode() for path in (
            f"/lich/{token}.ics", f"/lich/{token}", f"/lich/{token}.ics?x=1", "/lich/doan-mo.ics",
        )]  # fmt: skip
    finally:
        logging.getLogger("django.request").removeHandler(handler)

    assert said.getvalue().count("Not Found: /lich/…") == len(pages) == 4
    assert token not in said.getvalue()
    assert len(set(pages)) == 1, "the same answer to all"
    assert token not in pages[0]


def test_through_the_page(cast: Any, province: Any, signed_in: Callable[[str], Any]) -> None:
    """The address is shown once; nobody sees or revokes another's."""
    client = signed_in("building")
    page = client.post("/don-doc/lich/", {"body": province.building.pk})
    assert "/lich/" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    feed = Feed.objects.get()
    assert ".ics&quot;" not in client.get("/don-doc/lich/").content.decode()
    assert client.post("/don-doc/lich/", {"body": province.finance.pk}).status_code == 422
    assert signed_in("analyst").post(f"/don-doc/lich/{feed.pk}/thu-hoi/").status_code == 404
    signed_in("building").post(f"/don-doc/lich/{feed.pk}/thu-hoi/")
    feed.refresh_from_db()

    assert feed.revoked_at is not None


def test_a_thousand_days_cost_few_queries(
    document: Any, cast: Any, province: Any, client: Any, django_assert_max_num_queries: Any
) -> None:
    """Whatever their number; the nearest days are told."""
    from dondoc.web.plans.models import Task

    Task.objects.bulk_create(
        Task(
            document=document, number=n, action=f"Việc {n}", lead=province.building, due=DAY, stage="in_hand"
        )
        for n in range(1, 1001)
    )
    _feed, token = feeds.feed_add(person=cast.building, body=None)
    with django_assert_max_num_queries(12):
        answer = client.get(f"/lich/{token}.ics")

    assert answer.content.count(b"BEGIN:VEVENT") == ics.MOST
