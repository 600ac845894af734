"""A number or day văn thư entered wrongly is corrected by a record of its own; nothing else changes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse

from dondoc.web.audit.models import Entry
from dondoc.web.core.conflicts import Conflict
from dondoc.web.followup import board, letters
from dondoc.web.followup.models import Letter, LetterCorrection, LetterKind
from dondoc.web.papers.models import IssuedPaper
from web import boards

pytestmark = pytest.mark.django_db
DRAFTED, DAY = date(2026, 10, 15), date(2026, 10, 20)


@pytest.fixture(autouse=True)
def _on_the_day(settings: Any) -> None:
    settings.TODAY = DAY


@pytest.fixture
def made(stage: Any, cast: Any, province: Any) -> Any:
    """Drafts letters, each about a late task of its own."""
    document = stage.document(date=date(2026, 1, 15))

    def draft(symbol: str = "") -> Letter:
        task = boards.task(document, province.building, date(2026, 9, 30), owed_from=document.date)
        owed = [
            one
            for one in board.late_of(cast.access("analyst"), province.building, as_of=DRAFTED)
            if one.row == task
        ]
        letter = letters.letter_draft(
            kind=LetterKind.REMINDER, body=province.building, issuer=province.party, owed=owed,
            as_of=DRAFTED, by=cast.analyst,
        )  # fmt: skip
        if symbol:
            letters.letter_issue(letter=letter, symbol=symbol, issued_on=DAY, by=cast.clerk, today=DAY)
        return letter

    return draft


def correct(letter: Letter, cast: Any, **changes: Any) -> LetterCorrection:
    values: dict[str, Any] = {"symbol": "152-CV/TU", "issued_on": DAY, "reason": "gõ đảo chữ số"}
    return letters.letter_correct(letter=letter, by=cast.clerk, today=DAY, **(values | changes))


def test_what_is_right_stands_beside_what_stood(made: Any, cast: Any) -> None:
    """The letter has the right number; the old one, why, by whom and when are kept, with one entry."""
    letter = made("125-CV/TU")
    entries = Entry.objects.count()
    one = correct(letter, cast, issued_on=DAY - timedelta(days=1))

    letter.refresh_from_db()
    assert (letter.symbol, letter.issued_on) == ("152-CV/TU", DAY - timedelta(days=1))
    assert (one.was_symbol, one.was_issued_on, one.by) == ("125-CV/TU", DAY, cast.clerk)
    entry = Entry.objects.latest("pk")
    assert Entry.objects.count() == entries + 1
    assert (entry.action, entry.reason, entry.before["symbol"], entry.after["symbol"]) == (
        "letter.correct", "gõ đảo chữ số", "125-CV/TU", "152-CV/TU",
    )  # fmt: skip
    assert IssuedPaper.objects.get(source=f"letter:{letter.pk}").symbol == "125-CV/TU", "the kept paper stays"
    (event,) = letter.lines.get().task.events.all()
    assert "125-CV/TU" in event.note, "so does the trail"


def test_it_may_be_corrected_again(made: Any, cast: Any) -> None:
    """Also back to what stood at first."""
    letter = made("125-CV/TU")
    correct(letter, cast)
    correct(letter, cast, symbol="125-CV/TU", reason="số đầu mới đúng")

    letter.refresh_from_db()
    assert letter.symbol == "125-CV/TU"
    assert [one.was_symbol for one in letter.corrections.all()] == ["125-CV/TU", "152-CV/TU"]


def test_the_number_is_free_for_whose_it_is(made: Any, cast: Any) -> None:
    """The letter that bears it on paper can be entered."""
    correct(made("125-CV/TU"), cast)
    right = made("125-CV/TU")
    assert right.symbol == "125-CV/TU"


REFUSED = [
    ({"reason": " "}, "reason", "without a reason"),
    ({"symbol": ""}, "symbol", "without a number"),
    ({"symbol": " 125-CV/TU "}, "symbol", "nothing differs"),
    ({"symbol": "124-CV/TU"}, "symbol", "a number of another letter"),
    ({"issued_on": DAY + timedelta(days=1)}, "issued_on", "a day to come"),
    ({"issued_on": DRAFTED - timedelta(days=1)}, "issued_on", "before it was drafted"),
]


@pytest.mark.parametrize(("changes", "named", "why"), REFUSED, ids=[row[-1] for row in REFUSED])
def test_what_cannot_be(made: Any, cast: Any, changes: Any, named: str, why: str) -> None:
    """Said by field, and nothing is kept."""
    made("124-CV/TU")
    letter = made("125-CV/TU")
    with pytest.raises(ValidationError) as raised:
        correct(letter, cast, **changes)
    assert named in raised.value.error_dict, why
    assert not LetterCorrection.objects.exists()


def test_only_of_what_was_issued_and_as_it_was_seen(made: Any, cast: Any) -> None:
    """A draft has no number; one corrected meanwhile is looked at first."""
    with pytest.raises(Conflict):
        correct(made(), cast)
    letter = made("125-CV/TU")
    as_seen = Letter.objects.get(pk=letter.pk)
    correct(letter, cast)
    with pytest.raises(Conflict):
        correct(as_seen, cast, symbol="153-CV/TU")
    assert letter.corrections.count() == 1


def test_the_database_lets_nothing_else_change(made: Any, cast: Any) -> None:
    """Neither number without a correction, nor anything beside it, nor the correction."""
    letter = made("125-CV/TU")
    correct(letter, cast)
    of_it = Letter.objects.filter(pk=letter.pk)
    for values in ({"symbol": "9-CV/TU"}, {"as_of": DAY}, {"symbol": "152-CV/TU", "answer_by": DAY}):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            of_it.update(**values)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        letter.corrections.update(reason="khác")
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        letter.corrections.all().delete()


def test_the_page_shows_the_old_number_struck_through(made: Any, cast: Any, signed_in: Any) -> None:
    """For who corrects it there is a form; everybody who sees the letter sees what stood."""
    letter = made("125-CV/TU")
    said = {"symbol": "152-CV/TU", "issued_on": "2026-10-20", "reason": "gõ đảo chữ số"}
    address = reverse("letter-correct", args=[letter.pk])
    assert address in signed_in("clerk").get(reverse("letter", args=[letter.pk])).content.decode()
    assert signed_in("leader").post(address, said).status_code == 403
    page = signed_in("clerk").post(address, said, follow=True).content.decode()
    assert "<del>125-CV/TU" in page
    assert "gõ đảo chữ số" in page
    assert address not in signed_in("leader").get(reverse("letter", args=[letter.pk])).content.decode()
    paper = IssuedPaper.objects.get(source=f"letter:{letter.pk}")
    assert "152-CV/TU" in signed_in("clerk").get(reverse("issued-paper", args=[paper.pk])).content.decode()
    assert signed_in("clerk").post(address, said | {"reason": ""}).status_code == 422


def test_the_list_of_what_went_out_tells_it_too(made: Any, cast: Any, signed_in: Any) -> None:
    """Beside the number as it was kept; of letters nobody corrected nothing."""
    letter = made("125-CV/TU")
    made("126-CV/TU")
    correct(letter, cast)
    correct(letter, cast, symbol="153-CV/TU")
    page = signed_in("clerk").get(reverse("issued-list"), {"kind": "papers"}).content.decode()
    assert "125-CV/TU" in page
    assert page.count("đã sửa: ") == 1, "the other letter's number was right"
    assert "đã sửa: 153-CV/TU, 20/10/2026" in page, "the last correction stands"


def test_the_list_is_filtered_and_taken_along(made: Any, cast: Any, signed_in: Any) -> None:
    """By number, body or subject; the file has the corrected number in a column of its own."""
    letter = made("125-CV/TU")
    made("126-CV/TU")
    correct(letter, cast)
    client, asked = signed_in("clerk"), {"kind": "papers", "q": "125"}
    page = client.get(reverse("issued-list"), asked).content.decode()
    assert "125-CV/TU" in page
    assert "126-CV/TU" not in page
    rows = boards.csv_of(client.get(reverse("issued-export", args=["csv"]), asked))
    assert [(row["Số, ký hiệu"], row["Số, ngày đã sửa"]) for row in rows] == [
        ("125-CV/TU", "152-CV/TU, 20/10/2026")
    ]
    every = boards.csv_of(client.get(reverse("issued-export", args=["csv"]), {"kind": "papers"}))
    assert [row["Số, ngày đã sửa"] for row in every] == ["", "152-CV/TU, 20/10/2026"]
