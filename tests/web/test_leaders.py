"""The leader's page: only of the charge, what turned red since the last look, and on one sheet."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import boards
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document

from dondoc.web.audit.models import Entry
from dondoc.web.bodies.charges import charge_add
from dondoc.web.leaders import selectors
from dondoc.web.leaders.models import LeaderLook, LeaderSheet
from dondoc.web.papers.noted import Note
from dondoc.web.plans.models import Task
from dondoc.writing.families import foreign_marks
from dondoc.writing.paper import Form
from dondoc.writing.papercheck import words_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 20)


@pytest.fixture(autouse=True)
def _today(settings: Any) -> None:
    settings.TODAY = TODAY


@pytest.fixture
def office(stage: Any, cast: Any, province: Any) -> Any:
    """The leader has the building department and the field of the environment; finance is another's."""
    document = stage.document()
    charge_add(
        leader=cast.leader, bodies=[province.building], fields=["Môi trường"], valid_from=date(2026, 1, 1),
        by=cast.analyst,
    )  # fmt: skip
    charge_add(leader=cast.second, bodies=[province.finance], valid_from=date(2026, 1, 1), by=cast.analyst)
    boards.task(document, province.building, date(2026, 8, 1), action="lập phương án nhà ở")
    boards.task(document, province.building, date(2026, 10, 25), action="bàn giao 50 căn")
    boards.task(document, province.finance, date(2026, 8, 1), action="trình kịch bản thu")
    for field, name in (("Môi trường", "Tỷ lệ che phủ rừng"), ("Kinh tế", "Kim ngạch xuất khẩu")):
        what = boards.indicator(name, "%", "stock", field=field)
        aim = boards.target(what, province.root, "2026", basis="committee")
        boards.version(aim, "50", cast.analyst, document=document, decided_on=date(2026, 1, 1))
        told = {"document": document, "as_of": date(2026, 9, 30), "status": "official"}
        boards.figure(what, province.root, "2026", "10", cast.analyst, **told)
    return document


def sheet(cast: Any, who: str) -> dict[str, Any]:
    access = cast.access(who, TODAY)
    leader, _everybody = selectors.leader_of_page(access, "", on=TODAY)
    assert leader is not None
    return selectors.reckon(access, leader, None, on=TODAY)


def test_a_leader_sees_the_own_charge_only(office: Any, cast: Any) -> None:
    """The own departments' tasks and the own fields' targets; another's are on another's page."""
    mine, theirs = sheet(cast, "leader"), sheet(cast, "second")
    assert [row["words"] for row in mine["tasks"]] == ["lập phương án nhà ở"]
    assert [row["words"] for row in mine["coming"]] == ["bàn giao 50 căn"]
    assert [row["words"] for row in theirs["tasks"]] == ["trình kịch bản thu"]
    assert {row["words"] for row in mine["targets"]} <= {"Tỷ lệ che phủ rừng"}
    assert theirs["targets"] == []
    assert mine["bodies"] == [
        {"name": "Sở Xây dựng", "pk": mine["tasks"][0]["body_pk"], "late": 1, "oldest": 80}
    ]
    assert mine["questions"][0]["questions"][0].startswith("Một nhiệm vụ quá hạn 80 ngày")


def test_what_was_seen_is_no_news(
    office: Any, cast: Any, province: Any, signed_in: Callable[[str], Any]
) -> None:
    """After "Đã xem" only what turns red later is told; the look is in the trail."""
    client, address = signed_in("leader"), reverse("leader-page")
    client.post(reverse("leader-look"), {"leader": f"u{cast.leader.pk}"})
    assert Entry.objects.get(action="leader.look").after["red"] >= 1
    access = cast.access("leader", TODAY)
    leader, _ = selectors.leader_of_page(access, "", on=TODAY)
    assert leader is not None
    assert selectors.sheet_of(access, leader, on=TODAY)["fresh"] == []
    boards.task(office, province.building, date(2026, 10, 19), action="việc mới trễ")
    seen = selectors.sheet_of(access, leader, on=TODAY)
    assert ([row["words"] for row in seen["fresh"]], seen["fresh_count"]) == (["việc mới trễ"], 1)
    assert "Đã xem" in client.get(address).content.decode()


def test_the_page_is_ready_at_once(
    office: Any, signed_in: Callable[[str], Any], django_assert_max_num_queries: Any
) -> None:
    """Nothing changed since it was last reckoned: six queries with those of the session and the access."""
    client, address = signed_in("leader"), reverse("leader-page")
    client.get(address)
    with django_assert_max_num_queries(6):
        assert client.get(address).status_code == 200


def _nothing_kept(_office: Any, _province: Any) -> None:
    LeaderSheet.objects.all().delete()


def _a_task(office: Any, province: Any) -> None:
    boards.task(office, province.building, date(2026, 9, 1), action="việc thêm")


def _a_look(_office: Any, _province: Any) -> None:
    sheet = LeaderSheet.objects.get()
    LeaderLook.objects.create(who=sheet.who, reader=sheet.reader, on=TODAY, red=[])


def _a_day(_office: Any, _province: Any) -> None:
    LeaderSheet.objects.update(on=date(2026, 10, 19))


CHANGES = [
    (_a_task, 10, "a task was given"),
    (_a_day, 10, "a day is over"),
    (_a_look, 11, "somebody looked: what was red then is read as well"),
    (_nothing_kept, 12, "the first time of all: a new row, with the end of its transaction"),
]


@pytest.mark.parametrize(("change", "most", "why"), CHANGES, ids=[row[2] for row in CHANGES])
def test_after_a_change_it_asks_seldom(
    change: Any,
    most: int,
    why: str,
    office: Any,
    province: Any,
    signed_in: Callable[[str], Any],
    django_assert_max_num_queries: Any,
) -> None:
    """Reckoned anew, with the session and the access; the worker has judged the targets."""
    client, address = signed_in("leader"), reverse("leader-page")
    client.get(address)
    change(office, province)
    with django_assert_max_num_queries(most):
        assert client.get(address).status_code == 200, why
    with django_assert_max_num_queries(6):
        client.get(address)


def test_a_change_is_seen_at_the_next_look(office: Any, cast: Any, signed_in: Callable[[str], Any]) -> None:
    """A kept page is reckoned anew as soon as anything is recorded."""
    from dondoc.web.plans.services import task_done

    client, address = signed_in("leader"), reverse("leader-page")
    assert "Lập phương án nhà ở" in client.get(address).content.decode()
    task_done(task=Task.objects.get(action="lập phương án nhà ở"), on=TODAY, by=cast.analyst, note="xong")
    assert "Lập phương án nhà ở" not in client.get(address).content.decode()


def test_reckoning_does_not_grow_with_the_tasks(office: Any, cast: Any, province: Any) -> None:
    """Thirty late tasks more cost no query more."""

    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            sheet(cast, "leader")
        return len(asked)

    sheet(cast, "leader")  # verdicts are kept by the body
    before = count()
    for n in range(30):
        boards.task(office, province.building, date(2026, 9, 1), action=f"việc {n}")
    assert count() == before


@pytest.mark.parametrize("form", list(Form))
def test_the_sheet_is_one_page_of_its_family(
    form: Form, office: Any, signed_in: Callable[[str], Any]
) -> None:
    """Word, in the form asked for; as many lines as fit on a page."""
    response = signed_in("leader").get(reverse("leader-briefing", args=["docx"]), {"form": form.value})
    said = words_of(response.content)
    assert not foreign_marks(said, form)
    assert "Lập phương án nhà ở" in said
    assert "kịch bản thu" not in said
    assert len(Document(io.BytesIO(response.content)).paragraphs) < 45


def test_who_runs_the_states_bodies_alone_gets_its_form(
    office: Any, cast: Any, province: Any, signed_in: Callable[[str], Any]
) -> None:
    """Unless another is chosen; with one body of the Party among them it is the Party's."""
    client, address = signed_in("leader"), reverse("leader-briefing", args=["docx"])
    assert not foreign_marks(words_of(client.get(address).content), Form.STATE)
    assert not foreign_marks(words_of(client.get(address, {"form": "party"}).content), Form.PARTY)
    charge_add(leader=cast.leader, bodies=[province.party], valid_from=date(2026, 1, 1), by=cast.analyst)
    assert not foreign_marks(words_of(client.get(address).content), Form.PARTY)


@pytest.mark.parametrize(("asked", "links"), [({"notes": "1"}, True), ({}, False)])
def test_each_figure_leads_to_its_page_where_that_is_wanted(
    asked: dict[str, str], links: bool, office: Any, province: Any, signed_in: Callable[[str], Any]
) -> None:
    """Counts to the leader's page, a task to its page, a body to its overdue tasks; the same words."""
    boards.task(office, province.building, date(2026, 10, 16), action="việc mới quá hạn")
    client, address = signed_in("leader"), reverse("leader-briefing", args=["docx"])
    content = client.get(address, asked).content
    found = boards.links_of(content)

    assert words_of(content) == words_of(client.get(address).content)
    assert bool(found) is links
    for words, target in found.items():
        assert client.get(target).status_code == 200, words
    if links:
        assert any("leader=" in one for one in found.values())
        assert any(words.startswith("hạn ") and "/nhiem-vu/" in found[words] for words in found)
        assert any("state=open_late" in one for one in found.values())


def test_who_has_no_charge_is_not_asked_for(office: Any, signed_in: Callable[[str], Any]) -> None:
    """An unknown leader is no page; a reader without a charge sees the first of those who have one."""
    client, address = signed_in("analyst"), reverse("leader-page")
    assert client.get(address, {"leader": "u999"}).status_code == 404
    assert client.get(address).status_code == 200


def test_a_full_sheet_is_still_one_page() -> None:
    """Of long lists as much as fits together; the longest gives way, two rows of each stay, or else one."""
    from dondoc.web.leaders.briefing import _fitted, _lines, _Listed, _Said

    def said(*words: str) -> _Listed:
        return _Listed([_Said(one, one, Note(one, "task-list")) for one in words], len(words))

    def printed(kept: list[list[_Said]], *of: _Listed) -> int:
        return sum(_lines(rows, one.of) for rows, one in zip(kept, of, strict=True))

    long = said(*["Xã Đông Sơn: " + "một nhiệm vụ dài " * 9] * 9)
    short = said(*["Xã A: 3 nhiệm vụ, lâu nhất 9 ngày"] * 9)
    for room, lengths in ((24, [2, 4, 2, 2]), (22, [2, 2, 2, 2]), (20, [1, 2, 2, 2]), (5, [1, 1, 1, 1])):
        kept = _fitted(long, short, long, long, room=room)
        assert [len(rows) for rows in kept] == lengths, room
        assert printed(kept, long, short, long, long) <= room or room == 5, (
            "what cannot fit keeps one of each"
        )
    few = [said("một"), said(), said("hai"), said("ba", "bốn")]
    assert _fitted(*few, room=22) == [one.rows for one in few]
    assert printed([one.rows for one in few], *few) == 3 + 4, (
        "three headings, four rows, none of the empty one"
    )
