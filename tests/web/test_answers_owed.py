"""Difficulties and proposals of reports stand on the desk of who is to answer; followed like tasks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from dondoc.web.desk.selectors import desk
from dondoc.web.followup import letters, planning
from dondoc.web.followup.board import board, late_of
from dondoc.web.followup.ics import matters_of
from dondoc.web.followup.models import LetterKind, Mail, Notice, Round
from dondoc.web.followup.weekly import weekly_list
from dondoc.web.matters import life
from dondoc.web.matters.models import Matter, MatterEventChoice
from dondoc.web.reporting import drafts
from web.reports import Quarter, quarter

pytestmark = pytest.mark.django_db
CONFIRMED, DUE, LATE = date(2026, 9, 17), date(2026, 10, 15), date(2026, 10, 20)


@pytest.fixture
def asked(province: Any, cast: Any) -> Quarter:
    """Finance's report asks the building department for money, and says that people are missing."""
    made = quarter(province, cast)
    report = made.of(province.finance)
    drafts.difficulty_add(
        report=report, nature="proposal", words="Bố trí đủ vốn đối ứng", to=province.building, due=DUE,
        by=cast.finance,
    )  # fmt: skip
    drafts.difficulty_add(report=report, nature="difficulty", words="Thiếu người", by=cast.finance)
    made.confirmed(province.finance, "12", "3", on=CONFIRMED)
    return made


def on_desk(cast: Any, who: str, on: date = LATE) -> list[tuple[str, str, date | None]]:
    return [(row.words, row.remark, row.due) for row in desk(cast.access(who, on), on=on).matters]


def proposal() -> Matter:
    return Matter.objects.get(words="Bố trí đủ vốn đối ứng")


def answer(cast: Any, on: date = LATE) -> None:
    life.act(
        matter=proposal(), kind=MatterEventChoice.ANSWERED, on=on, by=cast.building, note="Đã bố trí 2 tỷ."
    )


def test_it_stands_on_the_desk_of_who_is_to_act(asked: Quarter, cast: Any, province: Any) -> None:
    """To answer; to hand on, where the report names nobody; answered, for the head of who raised it."""
    waits = ("Bố trí đủ vốn đối ứng", "answer", DUE)
    assert on_desk(cast, "building") == [waits]
    assert on_desk(cast, "analyst") == [waits, ("Thiếu người", "assign", None)]
    assert on_desk(cast, "head") == on_desk(cast, "finance") == []
    answer(cast)
    assert on_desk(cast, "building") == []
    assert on_desk(cast, "head") == [("Bố trí đủ vốn đối ứng", "accept", DUE)]
    life.act(matter=proposal(), kind=MatterEventChoice.ACCEPTED, on=LATE, by=cast.head)
    assert on_desk(cast, "head") == []


def test_its_page_says_the_day_and_that_it_is_late(
    asked: Quarter, signed_in: Callable[[str], Any], settings: Any
) -> None:
    """On the desk, and in the list of proposals under a view of its own."""
    settings.TODAY = LATE
    client = signed_in("building")
    page = client.get("/").content.decode()
    assert "Bố trí đủ vốn đối ứng" in page
    assert "15/10/2026" in page
    assert "quá hạn trả lời" in page
    listed = client.get("/kien-nghi/?state=asked").content.decode()
    assert "Chờ cơ quan tôi trả lời" in listed
    assert "Bố trí đủ vốn đối ứng" in listed
    assert "Thiếu người" not in listed


def test_it_is_followed_as_tasks_are(asked: Quarter, cast: Any, province: Any) -> None:
    """The board, the weekly list, the calendar, the digest of who is to answer."""
    words = "trả lời kiến nghị của Sở Tài chính: Bố trí đủ vốn đối ứng"
    (line,) = [
        one for one in board(cast.access("analyst", LATE), as_of=LATE) if one.body == province.building
    ]
    late = late_of(cast.access("analyst", LATE), province.building, as_of=LATE)
    assert (line.late, line.oldest) == (len(late), min(one.matter.due for one in late))
    assert [(one.words, one.matter.due, one.matter.owed_from) for one in late][-1] == (words, DUE, CONFIRMED)
    parts = {one.name: one for one in weekly_list(cast.access("analyst", LATE), as_of=LATE, today=LATE)}
    (entry,) = parts["answers"].entries
    assert (entry.words, entry.body, entry.due, entry.remark) == (words, "Sở Xây dựng", DUE, "quá 5 ngày")
    dated = matters_of(cast.access("building", LATE), on=LATE, body=province.building)
    assert words in [one.owed.words for one in dated]
    Round.objects.create(day=date(2026, 10, 15), since=date(2026, 10, 9))
    planning.plan_day(date(2026, 10, 16))  # the first working day after it was due
    notice = Notice.objects.get(question=proposal())
    assert (notice.person, notice.kind, notice.offset, notice.words) == (cast.building, "answer", 1, words)
    assert "Trả lời kiến nghị của Sở Tài chính" in Mail.objects.get(person=cast.building).text
    answer(cast)
    late = late_of(cast.access("analyst", LATE), province.building, as_of=LATE)
    assert words not in [one.words for one in late]


def test_a_letter_about_it_is_noted_in_its_trail(asked: Quarter, cast: Any, province: Any) -> None:
    """Once its number is entered; a request for an explanation takes tasks only."""
    late = late_of(cast.access("analyst", LATE), province.building, as_of=LATE)
    letter = letters.letter_draft(
        kind=LetterKind.REMINDER, body=province.building, issuer=province.government, owed=late, as_of=LATE,
        by=cast.analyst,
    )  # fmt: skip
    letters.letter_issue(letter=letter, symbol="12/UBND", issued_on=LATE, by=cast.clerk, today=LATE)
    line = letter.lines.get(question=proposal())
    assert line.entered
    assert proposal().events.last().note == "Đôn đốc tại công văn số 12/UBND ngày 20/10/2026"
    assert proposal().state == "open"


def test_what_only_the_press_says_binds_nobody(asked: Quarter, cast: Any, province: Any, stage: Any) -> None:
    """Handed to a body though it be: it waits for its document."""
    press = stage.document(standing="press", date=CONFIRMED)
    matter = Matter.objects.create(document=press, nature="proposal", words="Mở đường", voice="delegate")
    life.act(
        matter=matter, kind=MatterEventChoice.ASSIGNED, on=CONFIRMED, by=cast.analyst, body=province.building,
        due=DUE,
    )  # fmt: skip
    assert on_desk(cast, "building") == [("Bố trí đủ vốn đối ứng", "answer", DUE)]
    assert "Mở đường" not in str(late_of(cast.access("analyst", LATE), province.building, as_of=LATE))
