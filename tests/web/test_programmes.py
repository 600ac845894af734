"""A work programme from the day it is opened to the day its matters are decided: services and pages."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from zipfile import ZipFile

import boards
import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dondoc.assessment.workprogramme import dossier
from dondoc.records.workprogramme import Dossier, ItemState
from dondoc.web.audit.models import Entry
from dondoc.web.core.conflicts import Conflict
from dondoc.web.plans.models import Task
from dondoc.web.plans.taskboard import tasks_seen
from dondoc.web.programmes import intake, life, selectors, services, word
from dondoc.web.programmes.life import Matter
from dondoc.web.programmes.models import (
    Item,
    ItemEvent,
    ItemEventChoice,
    Programme,
    ProgrammeEventChoice,
    Session,
)
from dondoc.web.programmes.periods import period_of
from dondoc.web.programmes.selectors import ItemFilter
from dondoc.web.sources import services as review
from dondoc.web.sources.models import Reading

pytestmark = pytest.mark.django_db

OPENED, TODAY = date(2026, 9, 1), date(2026, 10, 20)
DUE, MEETS = date(2026, 11, 10), date(2026, 11, 20)
K, P = ItemEventChoice, ProgrammeEventChoice


@pytest.fixture(autouse=True)
def _today(settings: Any) -> None:
    settings.TODAY = TODAY


@dataclass
class Scene:
    """The committee's programme of the year, its sessions, and one matter of the building department's."""

    stage: Any
    cast: Any
    province: Any
    programme: Programme
    session: Session
    later: Session
    item: Item

    def act(self, kind: ItemEventChoice, on: date = TODAY, by: Any = None, **more: Any) -> Item:
        life.act(
            item=self.item, kind=kind, on=on, by=by or self.cast.analyst, **{"note": "theo tờ trình", **more}
        )
        self.item = Item.objects.get(pk=self.item.pk)
        return self.item

    def programme_act(self, kind: ProgrammeEventChoice, on: date = TODAY, **more: Any) -> Programme:
        services.programme_act(programme=self.programme, kind=kind, on=on, by=self.cast.analyst, **more)
        self.programme = Programme.objects.get(pk=self.programme.pk)
        return self.programme

    def issue(self) -> Any:
        """Approve the matter and the programme, and issue it; its document."""
        self.act(K.APPROVED, on=date(2026, 9, 5))
        self.programme_act(P.APPROVED, on=date(2026, 9, 10))
        document = self.stage.document(symbol="14-CTr/TU", type="programme", date=date(2026, 9, 12))
        self.programme_act(P.ISSUED, on=date(2026, 9, 12), document=document)
        self.item = Item.objects.get(pk=self.item.pk)
        return document

    def kinds(self) -> list[str]:
        """The events of the matter's task, in order."""
        assert self.item.task is not None
        return list(self.item.task.events.order_by("id").values_list("kind", flat=True))


@pytest.fixture
def scene(stage: Any, cast: Any, province: Any) -> Scene:
    programme = services.programme_add(
        body=province.party, period=period_of("year", TODAY), by=cast.analyst, on=OPENED
    )
    session = services.session_add(body=province.party, name="BTV lần thứ 27", day=MEETS, by=cast.analyst)
    later = services.session_add(
        body=province.party, name="BTV lần thứ 28", day=date(2026, 12, 4), by=cast.analyst
    )
    matter = Matter(
        content="Đề án bãi đỗ xe ven sông", preparing=province.building, partners=(province.finance,),
        level="bureau", form="conclusion", session=session, due=DUE,
    )  # fmt: skip
    item = life.register(programme=programme, matter=matter, by=cast.building, on=OPENED)
    return Scene(stage, cast, province, programme, session, later, item)


def test_from_registered_to_decided(scene: Scene) -> None:
    """Registered by the unit, approved, issued (one task), handed in, sent back, handed in, decided."""
    assert scene.item.state == "registered"
    document = scene.issue()
    task = scene.item.task
    assert task is not None
    assert (task.document, task.lead, task.due, task.action) == (
        document, scene.province.building, DUE, scene.item.content,
    )  # fmt: skip
    assert [partner.body for partner in task.partners.all()] == [scene.province.finance]

    scene.act(K.HANDED_IN, by=scene.cast.building)
    scene.act(K.SENT_BACK, note="thiếu ý kiến thẩm định")
    scene.act(K.HANDED_IN, by=scene.cast.building)
    result = scene.stage.document(symbol="55-KL/TU")
    item = scene.act(K.DECIDED, document=result)

    assert (item.state, item.result, item.decided_on) == ("decided", result, TODAY)
    assert scene.kinds() == ["assigned", "reported", "returned", "reported", "done"]
    told = Entry.objects.filter(table="programmes.Item").values_list("action", flat=True)
    assert sorted(told) == sorted(
        f"item.{kind}"
        for kind in ("registered", "approved", "handed_in", "sent_back", "handed_in", "decided")
    )


def test_it_travels_up_and_every_level_stays_readable(scene: Scene) -> None:
    """Thường trực → BTV → BCH, each with its session; the task is told each time."""
    scene.act(K.AMENDED, level="standing", on=date(2026, 9, 2), by=scene.cast.building)
    scene.issue()
    scene.act(K.LEVEL_MOVED, level="bureau", session=scene.later, note="Thường trực đồng ý trình")
    committee = services.session_add(
        body=scene.province.party, name="BCH lần thứ 10", day=date(2026, 12, 18), by=scene.cast.analyst
    )
    item = scene.act(K.LEVEL_MOVED, level="committee", session=committee, note="BTV thống nhất trình BCH")

    now = life.stands(item, as_of=TODAY)
    assert now is not None
    assert now.levels == ("standing", "bureau", "committee")
    assert (item.level, item.session, item.moves) == ("committee", committee, 4)
    assert item.period == "2026-12-18"
    assert scene.kinds() == ["assigned", "note", "note"]


def test_another_level_has_its_own_meetings(scene: Scene, signed_in: Any) -> None:
    """Moved up it stands at none of the old level's; the form offers the others by whose they are."""
    scene.issue()
    council = services.session_add(
        body=scene.province.council, name="Kỳ họp thứ 10", day=date(2026, 12, 9), by=scene.cast.analyst
    )
    weekly = services.session_add(
        body=scene.province.party, name="Giao ban tuần 4", day=date(2026, 12, 2), by=scene.cast.analyst
    )
    client, address = signed_in("analyst"), reverse("programme-item", args=[scene.item.pk])
    forms = {form.kind: form for form in client.get(address).context["forms"]}
    up, move = forms[K.LEVEL_MOVED], forms[K.MOVED]
    assert (up["level"].value(), up["session"].value()) == ("", None)
    assert "bureau" not in dict(up.fields["level"].choices)
    assert up.fields["session"].widget.choices == [
        ("", "— chưa định —"), ("HĐND", [(council.pk, str(council))]),
        ("Kỳ họp khác", [(weekly.pk, str(weekly))]),
    ]  # fmt: skip
    here = [(scene.session.pk, str(scene.session)), (scene.later.pk, str(scene.later))]
    assert ("Ban Thường vụ", here) in move.fields["session"].widget.choices
    assert "HĐND" not in dict(move.fields["session"].widget.choices)

    with pytest.raises(ValidationError, match="Chọn kỳ họp của HĐND"):
        scene.act(K.LEVEL_MOVED, level="council", session=scene.later, note="trình HĐND")
    act = reverse("programme-item-act", args=[scene.item.pk, K.LEVEL_MOVED])
    sent = {"level_moved-level": "council", "level_moved-on": "2026-10-20", "level_moved-note": "trình HĐND"}
    assert client.post(act, sent).status_code == 302
    scene.item.refresh_from_db()
    assert (scene.item.level, scene.item.session, scene.item.due) == ("council", None, DUE)
    item = scene.act(K.MOVED, session=council, note="xếp vào kỳ họp cuối năm")
    assert item.session == council


def test_moved_to_a_later_day_the_task_is_extended_once(scene: Scene) -> None:
    """The task's day follows by an event, as often as a task may be extended; then a note says so."""
    scene.issue()
    item = scene.act(K.MOVED, session=scene.later, due=date(2026, 11, 25))
    assert item.task is not None
    assert (item.task.due, item.task.first_due) == (date(2026, 11, 25), DUE)
    assert item.first_due == DUE

    item = scene.act(K.MOVED, due=date(2026, 12, 1))
    assert item.task is not None
    assert (item.due, item.task.due) == (date(2026, 12, 1), date(2026, 11, 25))
    assert scene.kinds() == ["assigned", "extended", "note"]
    last = item.task.events.order_by("id").last()
    assert last is not None
    assert "giữ nguyên 25/11/2026" in last.note


def test_dropped_nobody_owes_it_and_taken_up_again_it_is_owed(scene: Scene) -> None:
    """The task is withdrawn with its trace; back in the programme it is the same task."""
    scene.issue()
    item = scene.act(K.DROPPED, note="chuyển sang năm sau")
    access = scene.cast.access("analyst")
    assert tasks_seen(access).get().stage == "withdrawn"
    assert item in selectors.items_seen(access), "the matter keeps its trace"

    item = scene.act(K.APPROVED, due=date(2026, 11, 30), session=scene.later)
    task = tasks_seen(access).get()
    assert (item.task, task.stage, task.due, task.first_due) == (
        task, "unacknowledged", date(2026, 11, 30), DUE,
    )  # fmt: skip


def test_issued_twice_owed_once(scene: Scene) -> None:
    """Tasks are made once; one the document gave in the same words is the matter's own."""
    document = scene.issue()
    from dondoc.web.programmes import tasks

    assert tasks.owe_all(programme=scene.programme, by=scene.cast.analyst, on=TODAY) == []
    given = boards.task(document, scene.province.finance, DUE, action="Kế hoạch thu quý I")
    matter = Matter(content="Kế hoạch  thu quý I", preparing=scene.province.finance, level="bureau", due=DUE)
    late = life.register(programme=scene.programme, matter=matter, by=scene.cast.finance, on=TODAY)
    assert late.supplementary
    life.act(item=late, kind=K.APPROVED, on=TODAY, by=scene.cast.analyst)
    late.refresh_from_db()
    assert late.task == given
    assert Task.objects.count() == 2


def test_a_quarter_that_is_issued_binds_what_it_shows(scene: Scene, cast: Any, province: Any) -> None:
    """The year's matter is owed by the quarter's document where the year's programme was never issued."""
    scene.act(K.APPROVED)
    quarter = services.programme_add(
        body=province.party, period=period_of("quarter", TODAY), by=cast.analyst, on=OPENED
    )
    document = scene.stage.document(symbol="15-CTr/TU", type="programme", date=date(2026, 10, 1))
    for kind, paper in ((P.APPROVED, None), (P.ISSUED, document)):
        services.programme_act(programme=quarter, kind=kind, on=TODAY, by=cast.analyst, document=paper)
    task = Task.objects.get()
    assert (Item.objects.get(pk=scene.item.pk).task, task.document) == (task, document)


def test_a_session_gets_another_day(scene: Scene) -> None:
    """Its matters stay with it, are shown on the new day, and say so; so do their tasks."""
    scene.issue()
    with pytest.raises(ValidationError, match="lý do"):
        services.session_move(session=scene.session, day=date(2026, 11, 24), by=scene.cast.analyst, on=TODAY)
    services.session_move(
        session=scene.session,
        day=date(2026, 11, 24),
        by=scene.cast.analyst,
        on=TODAY,
        note="trùng kỳ họp HĐND",
    )
    item = Item.objects.get(pk=scene.item.pk)
    assert (item.period, item.due) == ("2026-11-24", DUE)
    event = item.events.order_by("id").last()
    assert event is not None
    assert (event.kind, event.meets) == ("session_moved", date(2026, 11, 24))
    assert scene.kinds() == ["assigned", "note"]


REFUSED = [
    (
        K.APPROVED,
        {"session": "session", "due": date(2026, 11, 21)},
        ValidationError,
        "papers after the session",
    ),
    (K.APPROVED, {"on": OPENED - timedelta(days=1)}, ValidationError, "before it was registered"),
    (K.REFUSED, {"note": " "}, ValidationError, "a refusal says why"),
    (K.HANDED_IN, {}, Conflict, "it is not in the programme"),
    (K.MOVED, {"due": date(2026, 11, 12)}, Conflict, "nothing to move yet"),
    (K.DECIDED, {}, Conflict, "nothing to decide yet"),
    (K.SENT_BACK, {}, Conflict, "nothing was handed in"),
    (K.REOPENED, {}, Conflict, "nothing to reopen"),
]
REFUSED_LATER = [
    (K.MOVED, {}, ValidationError, "where to?"),
    (K.MOVED, {"due": DUE}, ValidationError, "that is the day already"),
    (K.LEVEL_MOVED, {"level": "bureau"}, ValidationError, "that is the level already"),
    (K.LEVEL_MOVED, {}, ValidationError, "to which level?"),
    (K.DECIDED, {"note": ""}, ValidationError, "what was decided?"),
    (K.DECIDED, {"document": "press"}, ValidationError, "the press decides nothing"),
    (K.AMENDED, {"content": "khác"}, Conflict, "approved words are not rewritten"),
    (K.APPROVED, {}, Conflict, "approved already"),
]


@pytest.mark.parametrize(
    ("kind", "more", "error", "why", "approved"),
    [(*row, False) for row in REFUSED] + [(*row, True) for row in REFUSED_LATER],
)
def test_what_cannot_be_done(
    kind: K, more: dict[str, Any], error: type[Exception], why: str, approved: bool, scene: Scene
) -> None:
    """A refusal leaves no event, no trail and the matter as it was."""
    if approved:
        scene.act(K.APPROVED)
    more = dict(more)
    if more.get("session"):
        more["session"] = scene.session
    if more.get("document"):
        more["document"] = scene.stage.document(standing="press")
    before = (ItemEvent.objects.count(), Entry.objects.count(), scene.item.state)
    with pytest.raises(error):
        scene.act(kind, **more)
    scene.item.refresh_from_db()
    assert (ItemEvent.objects.count(), Entry.objects.count(), scene.item.state) == before, why


def test_a_programme_binds_only_when_issued(scene: Scene) -> None:
    """Not approved while a matter waits; not issued without an issued document; no task before that."""
    with pytest.raises(ValidationError, match="1 nội dung chờ duyệt"):
        scene.programme_act(P.APPROVED)
    with pytest.raises(Conflict):
        scene.programme_act(P.ISSUED, document=scene.stage.document())
    scene.act(K.APPROVED)
    scene.programme_act(P.CLOSED)
    scene.programme_act(P.REOPENED, note="thêm hai cơ quan")
    scene.programme_act(P.APPROVED)
    for document in (None, scene.stage.document(standing="draft")):
        with pytest.raises(ValidationError):
            scene.programme_act(P.ISSUED, document=document)
    assert not Task.objects.exists()
    assert scene.programme.state == "approved"
    states = scene.programme.events.values_list("kind", flat=True)
    assert list(states) == ["opened", "closed", "reopened", "approved"]


def test_a_quarter_shows_what_falls_into_it(scene: Scene, cast: Any, province: Any) -> None:
    """One row a matter: the quarter's and the week's draw from the year's; moved, it changes place."""
    scene.act(K.APPROVED)
    quarter = services.programme_add(
        body=province.party, period=period_of("quarter", TODAY), by=cast.analyst, on=TODAY
    )
    week = services.programme_add(
        body=province.party, period=period_of("week", MEETS), by=cast.analyst, on=TODAY
    )
    other = services.programme_add(
        body=province.government, period=period_of("quarter", TODAY), by=cast.analyst, on=TODAY
    )
    access = cast.access("analyst")
    assert (quarter.above, week.above) == (scene.programme, quarter)
    shown = [list(selectors.items_of(access, one)) for one in (scene.programme, quarter, week, other)]
    assert shown == [[scene.item], [scene.item], [scene.item], []]

    scene.act(K.MOVED, session=scene.later)
    assert not selectors.items_of(access, week).exists()
    with pytest.raises(ValidationError, match="đã có"):
        services.programme_add(
            body=province.party, period=period_of("quarter", TODAY), by=cast.analyst, on=TODAY
        )


def test_late_and_soon_say_the_same_in_sql_and_in_the_core(scene: Scene) -> None:
    """The view of the list and the core's judgement agree on every day around the due day."""
    scene.act(K.APPROVED)
    access = scene.cast.access("analyst")
    for days in range(-10, 4):
        on = DUE + timedelta(days=days)
        counts = selectors.item_board(access, ItemFilter(), as_of=on).counts
        judged = dossier(state=ItemState.PLANNED, due=DUE, handed_in=None, as_of=on)
        assert (counts["late"], counts["soon"]) == (judged is Dossier.LATE, judged is Dossier.SOON), days
        late = list(selectors.dossiers_late(access, as_of=on))
        waiting = list(selectors.dossiers_waiting(access, as_of=on))
        assert (len(late), len(waiting)) == (judged is Dossier.LATE, judged in (Dossier.LATE, Dossier.SOON))
    assert list(selectors.dossiers_due(access, DUE, DUE)) == [scene.item]
    assert selectors.next_session(access, scene.province.party, on=TODAY) == scene.session
    assert list(selectors.session_items(access, scene.session)) == [scene.item]


def test_a_unit_sees_its_own_matters(scene: Scene, cast: Any, province: Any, signed_in: Any) -> None:
    """The programme is found by all who register; its matters by who prepares them or whose it is."""
    other = Matter(content="Kế hoạch thu", preparing=province.finance, level="bureau", due=DUE)
    mine = life.register(programme=scene.programme, matter=other, by=cast.finance, on=TODAY)
    seen = {
        who: set(selectors.items_seen(cast.access(who)))
        for who in ("analyst", "finance", "building", "reader", "administrator", "nobody")
    }
    assert seen == {
        "analyst": {scene.item, mine}, "finance": {scene.item, mine}, "building": {scene.item},
        "reader": {scene.item, mine}, "administrator": set(), "nobody": set(),
    }  # fmt: skip
    assert selectors.programmes_seen(cast.access("building")).exists()
    assert not selectors.programmes_seen(cast.access("nobody")).exists()
    Programme.objects.update(takes_registrations=False)
    assert selectors.programmes_seen(cast.access("building")).exists(), "it prepares a matter of it"
    assert signed_in("building").get(f"/chuong-trinh-cong-tac/{scene.programme.pk}/").status_code == 200


# --- import -------------------------------------------------------------------------------------------

TEXT = (
    "TT\tNội dung\tCơ quan chuẩn bị\tCấp quyết định\tKỳ họp\tNgày trình hồ sơ\n"
    "1\tĐề án chợ đầu mối\tSở Xây dựng\tBan Thường vụ\tBTV lần thứ 8\t10/11/2026\n"
    "2\tBáo cáo tuần\tSở Tài chính\tThường trực Tỉnh ủy\tGiao ban tuần 3\t13/11/2026\n"
    "3\tQuy chế mới\tcác đơn vị liên quan\tBCH\tBCH lần thứ 9\t20/11/2026\n"
)


def paper_programme(scene: Scene) -> Any:
    """An issued programme whose table was read and whose rows were confirmed as tasks."""
    document = scene.stage.document(symbol="02-CTr/TU", type="programme", date=date(2026, 1, 9))
    facts = []
    for line in TEXT.splitlines()[1:]:
        _, content, lead, _, _, day = line.split("\t")
        when = date(int(day[6:]), int(day[3:5]), int(day[:2])).isoformat()
        collective = lead.startswith("các")
        facts.append(
            scene.stage.fact(
                document, "task", quote=content, action=content, lead=lead, deadline=when, partners=[],
                product=None, collective=collective,
            )
        )  # fmt: skip
    cells, at = [], 0
    for row, line in enumerate(TEXT.splitlines()):
        for column, words in enumerate(line.split("\t")):
            start = TEXT.index(words, at)
            at = start + len(words)
            cells.append([start, at, row, column, 1, 1, None])
    grid = [[row * 6 + column for column in range(6)] for row in range(4)]
    table = {"start": 0, "end": len(TEXT), "cells": cells, "grid": grid, "header_rows": 1}
    Reading.objects.filter(file__document=document).update(text=TEXT, tables=[table])
    for fact in facts:
        start = TEXT.index(fact.quote)
        fact.start, fact.end = start, start + len(fact.quote)
        fact.save()
        review.fact_accept(fact=fact, by=scene.cast.analyst)
    return document


def test_a_programme_on_paper_becomes_matters(scene: Scene, cast: Any, province: Any) -> None:
    """Level and session are the same row's; what is complete stands approved, the rest waits; once only."""
    document = paper_programme(scene)
    programme = services.programme_add(
        body=province.council, period=period_of("year", TODAY), by=cast.analyst, on=OPENED
    )
    rows = intake.offered(document)
    assert [(row.level, row.session, row.complete) for row in rows] == [
        ("bureau", "BTV lần thứ 8", True),
        ("standing", "Giao ban tuần 3", True),
        ("committee", "BCH lần thứ 9", False),
    ]
    wanted = [row.task.pk for row in rows]
    made = intake.items_from_document(
        programme=programme, document=document, wanted=wanted, by=cast.analyst, on=TODAY, issue=True
    )
    programme.refresh_from_db()
    assert [item.state for item in made] == ["planned", "planned", "registered"]
    assert [item.session.name for item in made if item.session] == [
        "BTV lần thứ 8", "Giao ban tuần 3 tháng 11/2026", "BCH lần thứ 9",
    ]  # fmt: skip
    assert (programme.state, programme.document) == ("issued", document)
    assert Task.objects.count() == 3, "the document's tasks are the matters' tasks"
    assert intake.offered(document) == []


# --- pages --------------------------------------------------------------------------------------------


def test_registering_and_approving_by_the_pages(
    scene: Scene, signed_in: Any, cast: Any, province: Any
) -> None:
    """A unit registers, the office approves; a form that is refused keeps what was typed."""
    address = reverse("programme-register", args=[scene.programme.pk])
    typed = {
        "content": "Báo cáo mặt bằng",
        "preparing": province.finance.pk,
        "level": "standing",
        "due": "2026-11-30",
    }
    client = signed_in("finance")
    refused = client.post(address, typed | {"content": ""})
    assert refused.status_code == 422
    assert 'value="2026-11-30"' in refused.content.decode()
    foreign = client.post(address, typed | {"preparing": province.building.pk})
    assert foreign.status_code == 422, "a unit registers for itself"
    assert client.post(address, typed).status_code == 302
    item = Item.objects.get(content="Báo cáo mặt bằng")

    act = reverse("programme-item-act", args=[item.pk, "approved"])
    assert client.post(act, {"approved-on": "2026-10-20"}).status_code == 403
    office = signed_in("analyst")
    done = office.post(
        act, {"approved-on": "2026-10-20", "approved-level": "bureau", "approved-due": "2026-11-30"}
    )
    assert done.status_code == 302, done.content.decode()
    item.refresh_from_db()
    assert (item.state, item.level) == ("planned", "bureau")
    assert office.post(act, {"approved-on": "2026-10-20", "approved-level": "bureau"}).status_code == 409
    assert client.get(reverse("programme-item", args=[item.pk])).status_code in (200, 302)


def test_issuing_by_the_page_names_the_document_by_its_symbol(scene: Scene, signed_in: Any) -> None:
    """A symbol nobody knows is told; the right one issues."""
    scene.act(K.APPROVED)
    scene.programme_act(P.APPROVED)
    scene.stage.document(symbol="14-CTr/TU", date=date(2026, 10, 1))
    address = reverse("programme-act", args=[scene.programme.pk, "issued"])
    client = signed_in("analyst")
    wrong = client.post(address, {"issued-on": "2026-10-20", "issued-document": "99-CTr/TU"})
    assert wrong.status_code == 422
    assert "99-CTr/TU" in wrong.content.decode()
    assert (
        client.post(address, {"issued-on": "2026-10-20", "issued-document": "14-ctr/tu"}).status_code == 302
    )
    assert Task.objects.count() == 1


def test_the_pages_are_whole_and_bounded(scene: Scene, signed_in: Any, cast: Any, province: Any) -> None:
    """A thousand matters cost no more queries than one; every page is well made."""
    scene.issue()
    keys = Item(content="x")
    keys.fill_keys()
    Item.objects.bulk_create(
        Item(
            programme=scene.programme, number=n, content=f"Nội dung {n}", preparing=province.building,
            state="planned", level="bureau", session=scene.session, due=DUE, period="2026-11-20",
            period_start=MEETS, period_end=MEETS, folded=keys.folded,
        )
        for n in range(2, 1002)
    )  # fmt: skip
    client = signed_in("analyst")
    for address, most in (
        (reverse("programme-list"), 9),
        (reverse("programme", args=[scene.programme.pk]), 12),
        (reverse("programme-item-list"), 9),
        (reverse("programme-item", args=[scene.item.pk]), 10),
        (reverse("session-list"), 8),
        (reverse("programme-add"), 6),
        (reverse("programme-register", args=[scene.programme.pk]), 9),
        (reverse("programme-import", args=[scene.programme.pk]), 6),
    ):
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address)
        assert response.status_code == 200
        assert boards.Page.of(response).problems == [], address
        assert len(queries) <= most, (address, [query["sql"][:150] for query in queries])
    rows = boards.csv_of(
        client.get(reverse("programme-item-export", args=["csv"]) + f"?programme={scene.programme.pk}")
    )
    assert len(rows) == 1001
    assert rows[0]["Cơ quan chuẩn bị"] == "Sở Xây dựng"
    sheet = boards.xlsx_of(client.get(reverse("programme-item-export", args=["xlsx"]) + "?view=late"))
    assert sheet == []


def test_the_programme_as_word(scene: Scene, signed_in: Any, province: Any, cast: Any) -> None:
    """Party bodies write Party papers, others State papers; number and day are blank; words stay words."""
    life.act(
        item=scene.item, kind=K.AMENDED, on=TODAY, by=cast.analyst, content="Đề án <bãi đỗ> & {{ 7 * 7 }}"
    )
    scene.act(K.APPROVED)
    client = signed_in("analyst")
    response = client.get(reverse("programme-word", args=[scene.programme.pk]))
    party = words(response.content)
    assert "Đề án <bãi đỗ> & {{ 7 * 7 }}" in party
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in party
    assert "Số        -CTr/TU" in party
    assert "T/M BAN THƯỜNG VỤ" in party
    assert "CỘNG HÒA" not in party
    assert "TM. " not in party

    linked = client.get(reverse("programme-word", args=[scene.programme.pk]), {"notes": "1"}).content
    assert words(linked) == party
    page = reverse("programme-item", args=[scene.item.pk])
    assert [one.removeprefix("http://testserver") for one in boards.links_of(linked).values()] == [page]

    scene.programme.body = province.government
    state = words(word.programme_docx(scene.programme, [scene.item]))
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in state
    assert "/CTr-UBND" in state
    assert "ĐẢNG CỘNG SẢN" not in state
    assert "T/M" not in state
    assert signed_in("building").get(reverse("programme-word", args=[scene.programme.pk])).status_code == 403


def words(content: bytes) -> str:
    """The text of a Word file's body."""
    from docx import Document

    with ZipFile(io.BytesIO(content)) as file:
        assert file.testzip() is None
    paper = Document(io.BytesIO(content))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in paper.paragraphs] + cells)
