"""Letters, notices and slips that went out are kept as they were; later corrections are told beside them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse

from dondoc.web.followup import board, letters
from dondoc.web.followup.models import Letter, LetterKind, LetterLine
from dondoc.web.papers import said
from dondoc.web.papers.models import IssuedPaper
from dondoc.web.plans.models import Task
from dondoc.writing.papercheck import words_of
from web import boards

pytestmark = pytest.mark.django_db
DAY = date(2026, 10, 20)


@pytest.fixture(autouse=True)
def _on_the_day(settings: Any) -> None:
    settings.TODAY = DAY


@pytest.fixture
def given(stage: Any, province: Any) -> Any:
    """Two tasks of the building department, late; one of the finance department, done."""
    document = stage.document(symbol="05-NQ/TU", date=date(2026, 1, 15))
    common: dict[str, Any] = {"owed_from": document.date}
    boards.task(document, province.building, date(2026, 9, 30), action="lập quy hoạch chợ", **common)
    boards.task(document, province.building, date(2026, 10, 10), action="xây cầu Suối Vàng", **common)
    boards.task(
        document, province.finance, date(2026, 6, 30), action="đã xong", done_on=date(2026, 6, 1), **common
    )
    return document


def sent(document: Any, province: Any, **more: Any) -> dict[str, Any]:
    asked = {"document": document.symbol, "body": province.party.pk, "signing": "order", "notes": "on"}
    return asked | {"symbol": "318-CV/TU", "issued_on": "2026-10-20"} | more


def test_what_went_out_is_kept_and_a_later_change_told(
    given: Any, province: Any, cast: Any, signed_in: Any
) -> None:
    """The drafted file and each task as given; a day put off since is shown beside, the paper stays."""
    client = signed_in("analyst")
    address = reverse("paper-issue", args=["giao-nhiem-vu"])
    answer = client.post(address, sent(given, province))
    paper = IssuedPaper.objects.get()
    access = cast.access("analyst", DAY)

    assert answer.url == reverse("issued-paper", args=[paper.pk])
    assert "Xây cầu Suối Vàng" in words_of(bytes(paper.content))
    assert [row["told"] for row in paper.rows] == [
        "Lập quy hoạch chợ; Sở Xây dựng; thời hạn: 30/09/2026",
        "Xây cầu Suối Vàng; Sở Xây dựng; thời hạn: 10/10/2026",
    ], "what is done is not given any more"
    assert said.changed_since(access, paper) == []
    Task.objects.filter(action="xây cầu Suối Vàng").update(due=date(2026, 12, 31))
    (changed,) = said.changed_since(access, paper)
    assert changed.now == "Xây cầu Suối Vàng; Sở Xây dựng; thời hạn: 31/12/2026"
    page = boards.Page.of(client.get(answer.url))
    assert page.problems == []
    assert "thời hạn: 31/12/2026" in page.text
    assert "318-CV/TU" in boards.Page.of(client.get(reverse("issued-list"), {"kind": "papers"})).text


def test_a_second_one_says_why(given: Any, province: Any, signed_in: Any) -> None:
    """No number goes out twice; another paper of the same document replaces the first, with a reason."""
    client, address = signed_in("clerk"), reverse("paper-issue", args=["giao-nhiem-vu"])
    file = SimpleUploadedFile("da-ky.pdf", b"%PDF-1.7 signed")
    first = client.post(address, sent(given, province, signed=file))
    same = client.post(address, sent(given, province, reason="gửi lại"))
    bare = client.post(address, sent(given, province, symbol="319-CV/TU"))
    again = client.post(address, sent(given, province, symbol="319-CV/TU", reason="đính chính thời hạn"))

    assert [one.status_code for one in (first, same, bare, again)] == [302, 422, 422, 302]
    old, new = IssuedPaper.objects.order_by("number")
    assert (old.signed, bytes(old.content)) == (True, b"%PDF-1.7 signed")
    assert (new.number, new.replaces_id, new.reason) == (2, old.pk, "đính chính thời hạn")
    assert client.get(reverse("paper-file", args=[old.pk])).content == b"%PDF-1.7 signed"


def letter(province: Any, cast: Any) -> Letter:
    owed = board.late_of(cast.access("analyst"), province.building, as_of=DAY)
    made = letters.letter_draft(
        kind=LetterKind.REMINDER, body=province.building, issuer=province.party, owed=owed, as_of=DAY,
        by=cast.analyst,
    )  # fmt: skip
    return letters.letter_issue(letter=made, symbol="125-CV/TU", issued_on=DAY, by=cast.clerk, today=DAY)


def test_a_letter_is_kept_with_its_number(given: Any, province: Any, cast: Any, signed_in: Any) -> None:
    """Its file is kept; that a task was done before it went out is told on its page, not written in."""
    made = letter(province, cast)
    paper = IssuedPaper.objects.get()
    assert (paper.symbol, paper.letter, paper.signed) == ("125-CV/TU", made.pk, False)
    assert "Lập quy hoạch chợ" in words_of(bytes(paper.content))
    assert paper.template.startswith("Mẫu chuẩn cong-van-don-doc.party.docx, SHA-256 ")
    Task.objects.filter(action="lập quy hoạch chợ").update(done_on=date(2026, 10, 18))
    (changed,) = said.changed_since(cast.access("analyst", DAY), paper)
    assert changed.then == "Lập quy hoạch chợ; hạn 30/09/2026; quá hạn 20 ngày"
    assert changed.now == "Lập quy hoạch chợ; hạn 30/09/2026; đã hoàn thành ngày 18/10/2026"
    page = boards.Page.of(signed_in("analyst").get(reverse("letter", args=[made.pk])))
    assert page.problems == []
    assert "1 chỗ đã thay đổi sau khi ban hành" in page.text


KEPT = [
    ("a paper's number", lambda: IssuedPaper.objects.update(symbol="1")),
    ("a paper", lambda: IssuedPaper.objects.all()._raw_delete("default")),
    ("a letter's number", lambda: Letter.objects.update(symbol="1")),
    ("a letter", lambda: Letter.objects.all()._raw_delete("default")),
    ("what it lists", lambda: LetterLine.objects.update(words="khác")),
    ("a line", lambda: LetterLine.objects.all()._raw_delete("default")),
    ("one more line", lambda: LetterLine.objects.create(
        letter=Letter.objects.get(), position=9, matter="task:0", words="thêm", due=DAY, days_late=1)),
]  # fmt: skip


@pytest.mark.parametrize(("what", "change"), KEPT, ids=[row[0] for row in KEPT])
def test_the_database_refuses_to_change_what_went_out(
    given: Any, province: Any, cast: Any, what: str, change: Any
) -> None:
    """Whoever writes past the services: the letter with its number and its kept file stay as they were."""
    letter(province, cast)
    with pytest.raises(DatabaseError), transaction.atomic():
        change()


def test_a_draft_may_still_change(given: Any, province: Any, cast: Any) -> None:
    """Only what has its number is locked: another draft beside it can be changed and taken away."""
    letter(province, cast)
    owed = board.late_of(cast.access("analyst"), province.building, as_of=DAY)
    other = letters.letter_draft(
        kind=LetterKind.EXPLANATION, body=province.building, issuer=province.party, owed=owed, as_of=DAY,
        by=cast.analyst,
    )  # fmt: skip
    other.lines.update(words="khác")
    assert letters.letter_withdraw(letter=other, by=cast.analyst).state == "withdrawn"
    other.delete()
    assert Letter.objects.count() == 1
