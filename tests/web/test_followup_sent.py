"""A report that was sent and waits: nobody is asked to send it again; who confirms or checks it is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from dondoc.web.followup import board, ics, planning, weekly
from dondoc.web.followup.models import Mail, Notice, Round
from dondoc.web.obligations import selectors as obligations
from dondoc.web.reporting.acts import Paper
from dondoc.web.reporting.delegations import delegate
from dondoc.web.reporting.models import StateChoice
from dondoc.web.sources import storage
from dondoc.web.sources.models import File
from web.reports import DUE, LATE, SENT, Quarter, head_of, quarter

pytestmark = pytest.mark.django_db
DAY = date(2026, 9, 21)  # a Monday, one working day after the reports were due


@pytest.fixture
def asked(province: Any, cast: Any, settings: Any) -> Quarter:
    """Both departments owe the quarter's report; finance has sent it in time and its head has not looked."""
    settings.TODAY = DAY
    made = quarter(province, cast)
    made.type(province.finance, "1.250,5", "38")
    made.act(province.finance, "submitted", "finance", SENT)
    return made


def told(day: date = DAY) -> dict[str, set[str]]:
    """Body → who was told of its report on a day."""
    Round.objects.create(day=day - timedelta(days=1), since=day - timedelta(days=9))
    planning.plan_day(day)
    found: dict[str, set[str]] = {}
    for notice in Notice.objects.filter(day=day):
        found.setdefault(notice.body.name, set()).add(notice.person.username if notice.person else "?")
    return found


def test_it_is_not_overdue_anywhere(asked: Quarter, cast: Any, province: Any) -> None:
    """On the board, in a letter, on the weekly list, among obligations, in the calendar: it waits."""
    access = cast.access("analyst", DAY)
    lines = {line.body: line for line in board.board(access, as_of=DAY)}
    assert [(lines[b].late, lines[b].elsewhere) for b in (province.finance, province.building)] == [
        (0, 1), (1, 0),
    ]  # fmt: skip
    assert lines[province.finance].said == SENT, "sending is saying something"
    assert board.late_of(access, province.finance, as_of=DAY) == []
    assert len(board.late_of(access, province.building, as_of=DAY)) == 1

    parts = {part.name: part for part in weekly.weekly_list(access, as_of=DAY, today=DAY)}
    assert [entry.body for entry in parts["obligations"].entries] == ["Sở Xây dựng"]
    assert [(e.body, e.remark) for e in parts["waiting"].entries] == [
        ("Sở Tài chính", "đã gửi, chờ xác nhận")
    ]
    before = weekly.weekly_list(access, as_of=SENT - timedelta(days=1), today=DAY)
    assert next(part for part in before if part.name == "obligations").total == 2, (
        "the day before it was sent"
    )

    found = obligations.obligation_list(access, obligations.ObligationFilter(), as_of=DAY)
    assert {name: found.counts[name] for name in ("sent", "open_late", "open")} == {
        "sent": 1, "open_late": 1, "open": 2,
    }  # fmt: skip
    assert found.total == 2
    content = ics.calendar_of(ics.matters_of(access, on=DAY), name="x", on=DAY).decode()
    assert "Chờ xác nhận: Kinh tế – xã hội" in content


def test_the_states_are_those_of_reports() -> None:
    """What `obligations` calls sent is what `reporting` says of a report that waits."""
    assert set(obligations.SENT) == {StateChoice.SUBMITTED, StateChoice.SIGNED}


def test_the_head_is_told_instead(asked: Quarter, cast: Any) -> None:
    """In words of its own; of what was not sent the officer is told as ever."""
    assert told() == {"Sở Tài chính": {"head"}, "Sở Xây dựng": {"building"}}

    mail = Mail.objects.get(person=cast.head)
    assert mail.subject == "Đôn đốc ngày 21/09/2026: 1 báo cáo chờ xác nhận"
    assert "Đã gửi, chờ xác nhận:" in mail.text
    assert "Đề nghị xem và xác nhận" in mail.text
    assert "Quá hạn" not in mail.text
    assert "1 việc quá hạn" in Mail.objects.get(person=cast.building).subject


def test_who_sent_it_is_not_asked_to_confirm(asked: Quarter, cast: Any, province: Any) -> None:
    """Another head is, and whom the head named; the sender never."""
    head_of(cast, province.building, "td")
    asked.type(province.building, "1", "2", by="building")
    asked.act(province.building, "submitted", "td", SENT)
    delegate(
        body=province.building, person=cast.nobody, valid_from=SENT, valid_to=LATE, reason="đi vắng",
        by=cast.td, on=SENT,
    )  # fmt: skip

    assert told()["Sở Xây dựng"] == {"nobody"}


def test_who_typed_it_is_not_asked_to_confirm(asked: Quarter, cast: Any, province: Any) -> None:
    """A head who typed a figure may not confirm it: the other head is told."""
    head_of(cast, province.building, "td")
    head_of(cast, province.building, "ptd")
    asked.type(province.building, "1", "2", by="td")
    asked.act(province.building, "submitted", "building", SENT)

    assert told()["Sở Xây dựng"] == {"ptd"}


def test_where_nobody_of_the_body_may_the_head_above_is_told(
    asked: Quarter, cast: Any, province: Any
) -> None:
    """Its only head typed it: who confirms for the bodies above may, the nearest first."""
    head_of(cast, province.building, "td")
    head_of(cast, province.root, "ct")
    asked.type(province.building, "1", "2", by="td")
    asked.act(province.building, "submitted", "building", SENT)

    assert told()["Sở Xây dựng"] == {"ct"}


def test_a_signed_paper_is_for_the_office(asked: Quarter, cast: Any, province: Any) -> None:
    """Its analysts check it; nobody of the body is told, nor who merely leads the office."""
    asked.type(province.building, "1", "2", by="building")
    file = File.objects.create(
        sha256=storage.put(b"ky"), name="ky.pdf", size=2, media="pdf", uploaded_by=cast.building
    )
    asked.act(province.building, "signed", "building", DUE, paper=Paper("112/BC-SXD", DUE, file))

    assert told()["Sở Xây dựng"] == {"analyst", "second"}


def test_returned_it_is_the_officers_again(
    asked: Quarter, cast: Any, province: Any, signed_in: Callable[[str], Any]
) -> None:
    """And overdue, as it lies with them, by the days since it was due."""
    asked.act(province.finance, "returned", "head", DAY, note="thiếu số")
    page = signed_in("finance").get("/nghia-vu/?state=open_late").content.decode()
    assert "3 ngày" in page

    assert told()["Sở Tài chính"] == {"finance"}
    (owed,) = board.late_of(cast.access("analyst", DAY), province.finance, as_of=DAY)
    assert owed.matter.at_body


def test_the_late_mark_stays(
    asked: Quarter, cast: Any, province: Any, signed_in: Callable[[str], Any], settings: Any
) -> None:
    """Sent four days late it waits and is late; confirmed it counts as done late."""
    settings.TODAY = LATE
    asked.type(province.building, "1", "2", by="building")
    asked.act(province.building, "submitted", "building", LATE)
    client = signed_in("analyst")
    page = client.get("/nghia-vu/?state=sent").content.decode()
    assert page.count("Đã gửi, chờ xác nhận</span>") == 3, "the tab and both rows"
    assert "4 ngày" in page
    head_of(cast, province.building, "td")
    asked.act(province.building, "confirmed", "td", LATE)
    counts = obligations.obligation_list(
        cast.access("analyst", LATE), obligations.ObligationFilter(), as_of=LATE
    ).counts

    assert (counts["done_late"], counts["sent"], counts["open_late"]) == (1, 1, 0)
