"""Letters: drafted by a person, numbered by văn thư, and then in the trail of everything they list."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from docx import Document as Word

from dondoc.web.audit.models import Entry
from dondoc.web.core.conflicts import Conflict
from dondoc.web.followup import board, letters
from dondoc.web.followup.models import Criticism, Letter, LetterKind, LetterState
from dondoc.web.followup.papers import letter_docx
from dondoc.web.obligations.models import KindOfObligation
from dondoc.web.obligations.services import obligations_generate
from dondoc.web.plans import life
from dondoc.web.plans.models import EventKind
from web import boards

pytestmark = pytest.mark.django_db
DAY = date(2026, 10, 20)
REMINDER, EXPLANATION = LetterKind.REMINDER, LetterKind.EXPLANATION


@pytest.fixture(autouse=True)
def _on_the_day(settings: Any) -> None:
    settings.TODAY = DAY


@pytest.fixture
def late(stage: Any, province: Any, cast: Any) -> list[Any]:
    """The building department owes two tasks and a plan late, and one task in time."""
    document = stage.document(symbol="05-NQ/TU", date=date(2026, 1, 15))
    common: dict[str, Any] = {"owed_from": document.date}
    tasks = [
        boards.task(document, province.building, date(2026, 9, 30), action="lập quy hoạch chợ", **common),
        boards.task(document, province.building, date(2026, 10, 10), action="xây cầu Suối Vàng", **common),
        boards.task(document, province.building, date(2026, 12, 1), action="còn hạn", **common),
        boards.task(
            document,
            province.building,
            DAY - timedelta(3),
            action="chờ xác nhận",
            **common | {"stage": "reported"},
        ),
    ]
    obligations_generate(
        document=document, kind=KindOfObligation.PLAN, bodies=[province.building], due=date(2026, 10, 1),
        basis="", by=cast.analyst,
    )  # fmt: skip
    return tasks


def owed_by(cast: Any, body: Any) -> Any:
    return board.late_of(cast.access("analyst"), body, as_of=DAY)


def draft(cast: Any, province: Any, kind: LetterKind = REMINDER, **changes: Any) -> Letter:
    values: dict[str, Any] = {
        "kind": kind, "body": province.building, "issuer": province.party,
        "owed": owed_by(cast, province.building), "as_of": DAY, "by": cast.analyst,
        "answer_by": date(2026, 10, 30),
    }  # fmt: skip
    return letters.letter_draft(**(values | changes))


def issue(letter: Letter, cast: Any, symbol: str = "125-CV/TU", day: date = DAY) -> Letter:
    return letters.letter_issue(letter=letter, symbol=symbol, issued_on=day, by=cast.clerk, today=DAY)


def test_a_body_owes_what_lies_with_it(late: Any, cast: Any, province: Any) -> None:
    """Late tasks and obligations, oldest first; not what waits for a confirmation, nor what is in time."""
    assert [one.words for one in owed_by(cast, province.building)] == [
        "lập quy hoạch chợ",
        "Ban hành kế hoạch theo 05-NQ/TU",
        "xây cầu Suối Vàng",
    ]
    assert board.late_of(cast.access("finance"), province.building, as_of=DAY) == []


def test_a_draft_stands_nowhere_until_it_is_issued(late: Any, cast: Any, province: Any) -> None:
    """With number and day it stands in the trail of all it lists; the task itself does not change."""
    letter = draft(cast, province)
    assert not late[0].events.exists()
    issue(letter, cast)

    letter.refresh_from_db()
    assert (letter.state, letter.entered_by, letter.symbol) == (LetterState.ISSUED, cast.clerk, "125-CV/TU")
    for task in late[:2]:
        (event,) = task.events.all()
        assert (event.kind, event.on, event.by) == ("reminded", DAY, cast.clerk)
        assert event.note == "Đôn đốc tại công văn số 125-CV/TU ngày 20/10/2026, báo cáo trước 30/10/2026"
        task.refresh_from_db()
        assert task.stage == "unacknowledged"
    assert not late[2].events.exists()
    owed = letter.lines.get(obligation__isnull=False).obligation
    assert owed.events.filter(kind="reminded", note__contains="125-CV/TU").exists()
    assert letter.lines.filter(entered=True).count() == 3
    assert Entry.objects.filter(action__in=["letter.draft", "letter.issue", "task.reminded"]).count() == 4


def test_nobody_is_written_to_twice_about_the_same(late: Any, cast: Any, province: Any) -> None:
    """What stands in a draft cannot enter another; once issued it can, and is not ticked by itself."""
    letter = draft(cast, province)
    with pytest.raises(ValidationError, match="dự thảo khác"):
        draft(cast, province)
    issue(letter, cast)
    with pytest.raises(Conflict):
        issue(letter, cast, "126-CV/TU")
    second = draft(cast, province)
    letters.letter_withdraw(letter=second, by=cast.analyst)
    with pytest.raises(Conflict):
        issue(second, cast, "127-CV/TU")

    assert late[0].events.count() == 1
    key = f"task:{late[0].pk}"
    assert board.lettered([key])[key].letter == letter


REFUSED = [
    ({"symbol": " "}, "symbol", "without a number"),
    ({"issued_on": DAY + timedelta(1)}, "issued_on", "a day to come"),
    ({"issued_on": DAY - timedelta(1)}, "issued_on", "before it was drafted"),
    ({"symbol": "124-CV/TU"}, "symbol", "a number given to another letter"),
]


@pytest.mark.parametrize(("changes", "named", "why"), REFUSED, ids=[row[-1] for row in REFUSED])
def test_numbers_that_cannot_be(
    late: Any, cast: Any, province: Any, changes: Any, named: str, why: str
) -> None:
    """Said by field, and the letter stays a draft."""
    other = draft(cast, province, owed=owed_by(cast, province.building)[:1])
    issue(other, cast, "124-CV/TU")
    letter = draft(cast, province)
    values = {"symbol": "125-CV/TU", "issued_on": DAY} | changes
    with pytest.raises(ValidationError) as raised:
        letters.letter_issue(letter=letter, by=cast.clerk, today=DAY, **values)

    assert named in raised.value.error_dict, why
    letter.refresh_from_db()
    assert letter.state == LetterState.DRAFT


def test_what_was_withdrawn_meanwhile_takes_nothing(late: Any, cast: Any, province: Any) -> None:
    """The rest is entered; the letter says which was not."""
    letter = draft(cast, province)
    life.act(task=late[0], kind=EventKind.WITHDRAWN, on=DAY, by=cast.analyst, note="không còn cần")
    issue(letter, cast)

    assert [line.words for line in letter.lines.filter(entered=False)] == ["lập quy hoạch chợ"]
    assert not late[0].events.filter(kind="reminded").exists()


def test_an_explanation_is_asked_and_answered(late: Any, cast: Any, province: Any) -> None:
    """Of tasks only; open until the lead explains, counted by body."""
    letter = issue(draft(cast, province, EXPLANATION), cast)
    assert letter.lines.count() == 2
    assert board.open_explanations([province.building.pk]) == {province.building.pk: 2}
    life.act(task=late[0], kind=EventKind.EXPLAINED, on=DAY, by=cast.building, note="vướng mặt bằng")

    assert board.open_explanations([province.building.pk]) == {province.building.pk: 1}
    assert [[one.note for one in given] for given in board.answers_to(letter).values()] == [
        ["vướng mặt bằng"]
    ]


def test_what_is_no_task_is_left_out_of_it_and_told(
    late: Any, cast: Any, province: Any, signed_in: Any
) -> None:
    """Whoever ticked a plan that is owed learns that the letter does not ask about it."""
    chosen = [one.matter.key for one in owed_by(cast, province.building)]
    said = {"kind": "explanation", "issuer": province.party.pk, "matters": chosen, "answer_by": "2026-10-30"}
    answer = signed_in("analyst").post(reverse("letter-add", args=[province.building.pk]), said, follow=True)
    assert len(chosen) == 3
    assert "1 việc khác đã chọn không đưa vào" in answer.content.decode()


def test_an_explanation_waits_on_the_desk_of_who_gives_it(
    late: Any, cast: Any, province: Any, signed_in: Any, settings: Any
) -> None:
    """With its letter and day, until it is given; taken back it waits again; asked again too."""
    settings.TODAY = DAY + timedelta(days=1)
    letter = issue(draft(cast, province, EXPLANATION, answer_by=DAY), cast)

    def waiting(who: str = "building") -> list[tuple[str, Any, str]]:
        page = signed_in(who).get(reverse("desk"))
        return [(one.words, one.due, one.remark) for one in page.context["desk"].explanations]

    words = [line.words for line in letter.lines.order_by("position")]
    assert sorted(waiting()) == sorted((one, DAY, letter.symbol) for one in words)
    assert waiting("finance") == [] == waiting("analyst")
    given = life.act(task=late[0], kind=EventKind.EXPLAINED, on=DAY, by=cast.building, note="vướng mặt bằng")
    assert len(waiting()) == 1
    life.undo(event=given, by=cast.building, on=DAY)
    assert len(waiting()) == 2
    for note in ("vướng mặt bằng", "bổ sung"):
        life.act(task=late[0], kind=EventKind.EXPLAINED, on=DAY, by=cast.building, note=note)
    assert len(waiting()) == 1
    life.act(task=late[0], kind=EventKind.EXPLANATION_ASKED, on=DAY, by=cast.analyst, note="chưa rõ")
    assert len(waiting()) == 2


def test_the_letter_s_page_tells_every_answer(
    late: Any, cast: Any, province: Any, signed_in: Any, settings: Any
) -> None:
    """Each in turn, the first marked where it came late; nobody's fault where the task is withdrawn."""
    settings.TODAY = DAY + timedelta(days=3)
    letter = issue(draft(cast, province, EXPLANATION, answer_by=DAY), cast)
    address = reverse("letter", args=[letter.pk])
    assert "chưa có, quá 3 ngày" in signed_in("analyst").get(address).content.decode()
    for after, note in ((1, "vướng mặt bằng"), (2, "bổ sung phụ lục")):
        day = DAY + timedelta(days=after)
        life.act(task=late[0], kind=EventKind.EXPLAINED, on=day, by=cast.building, note=note)
    life.act(task=late[1], kind=EventKind.WITHDRAWN, on=DAY, by=cast.analyst, note="giao nhầm")
    page = signed_in("analyst").get(address).content.decode()
    assert page.index("vướng mặt bằng") < page.index("bổ sung phụ lục")
    assert page.count("chậm hạn") == 1
    assert "nhiệm vụ đã rút" in page


WORDS = [
    (REMINDER, "party", "ĐẢNG CỘNG SẢN VIỆT NAM", "T/L BAN THƯỜNG VỤ"),
    (REMINDER, "government", "Độc lập - Tự do - Hạnh phúc", "TL. CHỦ TỊCH"),
    (EXPLANATION, "party", "ĐẢNG CỘNG SẢN VIỆT NAM", "giải trình bằng văn bản"),
    (EXPLANATION, "government", "Độc lập - Tự do - Hạnh phúc", "giải trình bằng văn bản"),
]


@pytest.mark.parametrize(("kind", "issuer", "head", "says"), WORDS)
def test_the_word_file(
    late: Any, cast: Any, province: Any, kind: Any, issuer: str, head: str, says: str
) -> None:
    """In the family of whoever issues it; number and day blank; every line with its day and days late."""
    letter = draft(cast, province, kind, issuer=getattr(province, issuer))
    paper = Word(io.BytesIO(letter_docx(letter, cast.analyst)))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    text = "\n".join([line.text for line in paper.paragraphs] + cells)

    assert head in text
    assert says in text
    assert "ngày      tháng      năm 2026" in text
    assert any(cell.startswith("Số") and "   " in cell for one in cells for cell in one.split("\n"))
    assert [cell for cell in cells if cell in ("Lập quy hoạch chợ", "05-NQ/TU", "30/09/2026", "20")]
    assert "{%" not in text
    assert Entry.objects.filter(action="paper.draft", actor=cast.analyst).count() == 1


def test_through_the_pages(late: Any, cast: Any, province: Any, signed_in: Callable[[str], Any]) -> None:
    """The follower ticks and drafts, văn thư numbers, the task's page shows it; nothing typed is lost."""
    follower = signed_in("supervisor")
    address = f"/don-doc/co-quan/{province.building.pk}/"
    page = follower.get(address).content.decode()
    assert page.count("checked") == 3
    refused = follower.post(address + "cong-van/", {"kind": "reminder", "issuer": province.party.pk,
                                                    "answer_by": "2026-10-30"})  # fmt: skip
    assert refused.status_code == 422
    assert "Chọn ít nhất một việc" in refused.content.decode()
    assert 'value="2026-10-30"' in refused.content.decode()
    follower.post(address + "cong-van/", {"kind": "reminder", "issuer": province.party.pk,
                                          "matters": [f"task:{late[0].pk}"]})  # fmt: skip
    letter = Letter.objects.get()
    assert (
        follower.post(f"/don-doc/cong-van/{letter.pk}/so/", {"symbol": "1", "issued_on": DAY}).status_code
        == 403
    )
    clerk = signed_in("clerk")
    assert "Văn thư ghi số" in clerk.get(f"/don-doc/cong-van/{letter.pk}/").content.decode()
    clerk.post(f"/don-doc/cong-van/{letter.pk}/so/", {"symbol": "125-CV/TU", "issued_on": "2026-10-20"})

    assert "công văn số 125-CV/TU" in signed_in("building").get(f"/nhiem-vu/{late[0].pk}/").content.decode()
    page = signed_in("supervisor").get(address).content.decode()
    assert page.count("checked") == 2, "what a letter lists is not ticked again"


def test_criticism_is_recorded_only_when_decided(
    cast: Any, province: Any, signed_in: Callable[[str], Any]
) -> None:
    """Number, day and who decided are asked for; there is no way to propose one."""
    told = {
        "symbol": "142-TB/TU",
        "decided_on": date(2026, 10, 12),
        "decided_by": "Ban Thường vụ",
        "words": "chậm",
    }
    for missing in ("symbol", "decided_by", "words"):
        with pytest.raises(ValidationError):
            letters.criticism_record(
                body=province.building, by=cast.analyst, today=DAY, **told | {missing: " "}
            )
    with pytest.raises(ValidationError):
        letters.criticism_record(body=province.building, by=cast.analyst, today=date(2026, 10, 11), **told)
    made = letters.criticism_record(body=province.building, by=cast.analyst, today=DAY, **told)
    with pytest.raises(ValidationError):
        letters.criticism_record(body=province.building, by=cast.second, today=DAY, **told)
    assert (
        "142-TB/TU" in signed_in("leader").get(f"/don-doc/co-quan/{province.building.pk}/").content.decode()
    )
    letters.criticism_withdraw(criticism=made, by=cast.analyst)
    with pytest.raises(Conflict):
        letters.criticism_withdraw(criticism=made, by=cast.second)

    assert Criticism.objects.filter(withdrawn_at=None).count() == 0


# --- the board ----------------------------------------------------------------------------------------


def test_the_board_counts_what_each_body_owes(late: Any, cast: Any, province: Any) -> None:
    """Late, soon, with others, silent since it was owed; a word of its own ends the silence."""
    issue(draft(cast, province), cast)
    (line,) = board.board(cast.access("analyst"), as_of=DAY)

    assert (line.open, line.late, line.soon, line.elsewhere) == (5, 3, 0, 1)
    assert (line.oldest, line.days_late(DAY)) == (date(2026, 9, 30), 20)
    assert (line.letters, line.lettered, line.said) == (1, DAY, None)
    assert line.silent > 150
    life.act(task=late[0], kind=EventKind.NOTE, on=DAY - timedelta(days=5), by=cast.building, note="đang làm")
    (line,) = board.board(cast.access("analyst"), as_of=DAY)
    assert (line.said, line.silent) == (DAY - timedelta(days=5), 3)


def test_the_board_asks_few_queries(
    stage: Any, cast: Any, province: Any, signed_in: Callable[[str], Any], django_assert_max_num_queries: Any
) -> None:
    """However many bodies and tasks; it can be filtered, sorted, taken away as a file."""
    from dondoc.web.bodies.services import body_add

    document = stage.document()
    for n in range(60):
        body = body_add(code=f"xa-{n}", name=f"Xã {n}", kind="commune", parent=province.root, by=None)
        boards.task(document, body, DAY - timedelta(days=n), action=f"Việc {n}", stage="in_hand")
    client = signed_in("analyst")
    with django_assert_max_num_queries(8):
        page = client.get("/don-doc/?order=-late").content.decode()

    assert page.count("/don-doc/co-quan/") == 50
    assert client.get("/don-doc/?view=late&q=xa+7").content.decode().count("/don-doc/co-quan/") == 6
    assert client.get("/don-doc/tai-ve.csv?view=late").content.decode("utf-8-sig").count("\n") >= 59
    assert client.get("/don-doc/?view=silent&silent_days=1&order=x&kind=y").status_code == 200


REPLAYED = """
[[letter]]
body = "so-xay-dung"
issuer = "tinh-uy"
kind = "reminder"
as_of = 2026-10-19
by = "analyst"
symbol = "9-CV/TU"
issued_on = 2026-10-20
clerk = "clerk"
most = 2

[[letter]]
body = "so-tai-chinh"
issuer = "tinh-uy"
kind = "reminder"
as_of = 2026-10-19
by = "analyst"

[[letter]]
body = "khong-co"
issuer = "tinh-uy"
kind = "reminder"
as_of = 2026-10-19
by = "analyst"
"""


def test_letters_from_a_file(late: Any, cast: Any, province: Any, tmp_path: Any, capsys: Any) -> None:
    """Through the same services; what does not fit is told, and twice makes nothing twice."""
    file = tmp_path / "followup.toml"
    file.write_text(REPLAYED, "utf-8")
    call_command("replay_letters", file)
    said = capsys.readouterr().err
    call_command("replay_letters", file)

    letter = Letter.objects.get()
    assert (letter.symbol, letter.lines.count(), letter.entered_by) == ("9-CV/TU", 2, cast.clerk)
    assert "Công văn thứ 2: Chọn ít nhất một việc" in said
    assert "Công văn thứ 3: DoesNotExist" in said
    assert "Đã nạp 1 công văn; 2 chỗ không khớp." in said
