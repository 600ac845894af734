"""What passes with a reorganisation besides tasks and targets: parts, matters, projects, charges and more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from dondoc.web.bodies.charges import Leaders, charge_add
from dondoc.web.bodies.models import Body, Charge
from dondoc.web.core.conflicts import Conflict
from dondoc.web.matters.life import act as matter_act
from dondoc.web.matters.models import Matter as Noted
from dondoc.web.matters.models import MatterEventChoice
from dondoc.web.obligations import services as obligations
from dondoc.web.obligations.models import KindOfObligation, Obligation
from dondoc.web.plans.models import EventKind, Task, TaskPartner
from dondoc.web.programmes import life
from dondoc.web.programmes.life import Matter
from dondoc.web.programmes.models import Item
from dondoc.web.programmes.periods import period_of
from dondoc.web.programmes.services import programme_add
from dondoc.web.projects.models import Project
from dondoc.web.projects.services import project_add, step_add
from dondoc.web.reorganisations import selectors
from dondoc.web.reorganisations.models import Passage, Reorganisation
from dondoc.web.reorganisations.services import (
    Founding,
    pass_on,
    reorganisation_undo,
    reorganise,
)
from dondoc.web.taskwork import parts
from dondoc.web.taskwork.models import Part, PartEventKind
from web import boards
from web.boards import Page

pytestmark = pytest.mark.django_db
TODAY, DAY = date(2026, 10, 20), date(2026, 7, 1)
PAPER = "QĐ 100/QĐ-UBND ngày 25/6/2026"


@pytest.fixture(autouse=True)
def _today(settings: Any) -> None:
    settings.TODAY = TODAY


@dataclass
class Held:
    """One open thing of each kind in the building department's name, and how to read whose it is now."""

    province: Any
    cast: Any
    task: Task
    part: Part
    item: Item
    project: Project
    settled: Project
    obligation: Obligation
    charge: Charge
    noted: Noted
    whose: dict[str, Callable[[], Body | None]] = field(default_factory=dict)

    def all(self) -> dict[str, str]:
        return {name: str(read()) for name, read in self.whose.items()}

    def merge(self, **changes: Any) -> Reorganisation:
        values: dict[str, Any] = {
            "before": [self.province.building], "after": [self.province.finance], "on": DAY, "paper": PAPER,
            "by": self.cast.analyst, "today": TODAY,
        }  # fmt: skip
        return reorganise(**(values | changes))


@pytest.fixture
def held(stage: Any, province: Any, cast: Any) -> Held:
    building, document = province.building, stage.document()
    task = boards.task(document, province.commune, date(2026, 12, 1), action="việc của xã")
    part = parts.part_add(
        task=task, body=building, what="Thẩm định hồ sơ", on=date(2026, 2, 1), by=cast.analyst
    )
    programme = programme_add(
        body=province.party, period=period_of("year", TODAY), by=cast.analyst, on=date(2026, 1, 5)
    )
    matter = Matter(content="Đề án bãi đỗ xe", preparing=building, level="bureau", due=date(2026, 11, 10))
    item = life.register(programme=programme, matter=matter, by=cast.building, on=date(2026, 1, 6))
    project = project_add(by=cast.building, code="NHA-01", name="Nhà ở xã hội", owner=building)
    settled = project_add(by=cast.building, code="NHA-00", name="Trụ sở cũ", owner=building)
    step_add(project=settled, step="settlement", day=date(2026, 1, 9), by=cast.building, on=TODAY)
    owed = obligations.obligations_generate(
        document=stage.document(symbol="9-NQ/TU", type="resolution", date=date(2026, 1, 2)),
        kind=KindOfObligation.PLAN, bodies=[building], due=date(2026, 12, 1), basis="ban hành kế hoạch",
        by=cast.analyst,
    )  # fmt: skip
    (charge,) = charge_add(
        leader=cast.leader, bodies=[building], valid_from=date(2026, 1, 1), by=cast.analyst
    )
    noted = Noted.objects.create(
        document=document, nature="shortcoming", words="Cấp phép còn chậm", voice="report", body=building,
        folded="cap phep con cham", sort_key="cap phep",
    )  # fmt: skip
    matter_act(
        matter=noted, kind=MatterEventChoice.ASSIGNED, on=date(2026, 2, 2), by=cast.analyst, body=building,
        due=date(2026, 11, 30),
    )  # fmt: skip
    held = Held(province, cast, task, part, item, project, settled, owed.made[0], charge, noted)
    held.whose = {
        "partner": lambda: TaskPartner.objects.get(task=task).body,
        "part": lambda: Part.objects.get().body,
        "item": lambda: Item.objects.get().preparing,
        "project": lambda: Project.objects.get(pk=project.pk).owner,
        "settled": lambda: Project.objects.get(pk=settled.pk).owner,
        "obligation": lambda: Obligation.objects.get().body,
        "matter": lambda: Noted.objects.get().answering,
        "charge": lambda: getattr(Leaders(TODAY).of(province.finance), "body", None),
    }
    return held


def test_every_kind_passes_with_its_trace_and_comes_back(held: Held) -> None:
    """What is open stands in the successor's name, what is settled stays; undone, all is as it was."""
    before = held.all()
    assert before == dict.fromkeys(before, "Sở Xây dựng") | {"charge": "None"}
    made = held.merge()

    assert held.all() == dict.fromkeys(before, "Sở Tài chính") | {"settled": "Sở Xây dựng"}
    assert {p.kind for p in made.passages.all()} == {
        "partner", "part", "item", "project", "obligation", "charge", "matter",
    }  # fmt: skip
    note = held.item.events.order_by("pk").last()
    assert note is not None
    assert note.note == f"Cơ quan chuẩn bị: Sở Xây dựng → Sở Tài chính ({PAPER})"
    held.noted.refresh_from_db()
    assert (held.noted.body, held.noted.due, held.noted.state) == (
        held.province.building, date(2026, 11, 30), "open",
    ), "noted of whom it was noted of, owed by the same day"  # fmt: skip
    held.charge.refresh_from_db()
    assert held.charge.valid_to == date(2026, 6, 30), "its last day is the day before"
    leaders = Leaders(date(2026, 6, 30)).of(held.province.building)
    assert leaders is not None
    assert leaders.leader == held.cast.leader, "and until then it was so"

    reorganisation_undo(reorganisation=made, by=held.cast.second, on=TODAY)
    assert held.all() == before
    held.charge.refresh_from_db()
    assert held.charge.valid_to is None
    assert not Passage.objects.filter(withdrawn_at=None).exists()


def test_what_the_successor_has_already_it_gets_no_second_time(held: Held, stage: Any) -> None:
    """A plan owed by both is owed once; a partner is one partner; its own leader stays its leader."""
    finance, analyst = held.province.finance, held.cast.analyst
    document = held.obligation.document
    assert document is not None
    obligations.obligations_generate(
        document=document, kind=KindOfObligation.PLAN, bodies=[finance], due=date(2026, 12, 1), basis="x",
        by=analyst,
    )  # fmt: skip
    held.task.partners.create(body=finance, as_written="Sở Tài chính")
    charge_add(leader=held.cast.supervisor, bodies=[finance], valid_from=date(2026, 1, 1), by=analyst)
    made = held.merge()

    held.obligation.refresh_from_db()
    assert (held.obligation.body, held.obligation.waived_on) == (held.province.building, DAY)
    assert Obligation.objects.filter(body=finance, waived_on=None).count() == 1
    assert sorted(str(p.body) for p in held.task.partners.all()) == ["Sở Tài chính", "Sở Xây dựng"]
    leader = Leaders(TODAY).of(finance)
    assert leader is not None
    assert leader.leader == held.cast.supervisor
    again = obligations.obligations_generate(
        document=document, kind=KindOfObligation.PLAN, bodies=[finance], due=None, basis="x", by=analyst
    )
    assert again.made == []

    reorganisation_undo(reorganisation=made, by=analyst, on=TODAY)
    held.obligation.refresh_from_db()
    assert held.obligation.waived_on is None


def test_a_plan_that_passed_is_not_generated_anew(held: Held) -> None:
    """Asked for once more of all bodies, the successor owes what it took over and nothing besides."""
    held.merge()
    document = held.obligation.document
    assert document is not None
    done = obligations.obligations_generate(
        document=document, kind=KindOfObligation.PLAN, bodies=[held.province.finance], due=None, basis="x",
        by=held.cast.analyst,
    )  # fmt: skip
    assert (done.made, done.known) == ([], [held.obligation])


def test_a_matter_goes_where_its_task_goes(held: Held, province: Any, cast: Any, stage: Any) -> None:
    """In a division the choice made for the task holds for the matter it stands for."""
    task = boards.task(stage.document(), province.building, date(2026, 12, 1))
    task.events.create(kind=EventKind.ASSIGNED, on=date(2026, 1, 15), by=cast.analyst, lead=province.building)
    held.item.task = task
    held.item.save(update_fields=["task"])
    houses = Founding("Sở Nhà ở", "state", province.government)
    held.merge(after=[province.finance, houses], rest=0, choices={("task", task.pk): 1})

    assert str(held.whose["item"]()) == "Sở Nhà ở"
    assert str(held.whose["project"]()) == "Sở Tài chính"


LATER: list[tuple[str, str]] = [
    ("part", "the successor reported its part"),
    ("item", "the dossier was handed in"),
    ("obligation", "the plan was issued"),
    ("project", "it was given to another owner"),
    ("charge", "another took charge"),
    ("matter", "the successor answered"),
]


@pytest.mark.parametrize(("kind", "why"), LATER, ids=[row[1] for row in LATER])
def test_what_followed_stands_in_the_way(kind: str, why: str, held: Held, province: Any, cast: Any) -> None:
    """Undoing is refused with the reason, and nothing is half undone."""
    made = held.merge()
    match kind:
        case "part":
            part = Part.objects.get()
            parts.part_act(part=part, kind=PartEventKind.REPORTED, on=TODAY, by=cast.finance, note="CV 1")
        case "item":
            held.item.refresh_from_db()
            life.act(item=held.item, kind=life.ItemEventChoice.NOTE, on=TODAY, by=cast.finance, note="đã bàn")
        case "obligation":
            owed = Obligation.objects.get()
            obligations.act(
                obligation=owed, kind=obligations.ActKind.FULFILLED, on=TODAY, by=cast.finance, note="KH 5"
            )
        case "matter":
            matter_act(
                matter=held.noted, kind=MatterEventChoice.ANSWERED, on=TODAY, by=cast.finance, note="đã xử lý"
            )
        case "project":
            Project.objects.filter(pk=held.project.pk).update(owner=province.commune)
        case _:
            Charge.objects.filter(body=province.finance).update(valid_to=date(2026, 8, 1))
    with pytest.raises(Conflict, match="diễn biến sau khi chuyển"):
        reorganisation_undo(reorganisation=made, by=cast.analyst, on=TODAY)
    assert Reorganisation.objects.get(pk=made.pk).undone_at is None, why
    assert not made.passages.exclude(withdrawn_at=None).exists()


def test_a_division_asks_for_each_of_them(held: Held, province: Any) -> None:
    """Without a word for the rest nothing happens; a single thing goes where it was chosen."""
    houses = Founding("Sở Nhà ở", "state", province.government)
    with pytest.raises(ValidationError) as refused:
        held.merge(after=[province.finance, houses])
    assert "rest" in refused.value.message_dict
    held.merge(after=[province.finance, houses], rest=0, choices={("project", held.project.pk): 1})
    assert str(held.whose["project"]()) == "Sở Nhà ở"


def test_every_half_of_a_division_has_its_leader(held: Held, province: Any) -> None:
    """Who was in charge of the whole is in charge of each half; undone, of none."""
    halves = [Founding(name, "state", province.government) for name in ("Sở Nhà ở", "Sở Đường bộ")]
    made = held.merge(after=halves, rest=0)
    leaders = Leaders(TODAY)
    for name in ("Sở Nhà ở", "Sở Đường bộ"):
        charge = leaders.of(Body.objects.get(name=name))
        assert charge is not None, name
        assert charge.leader == held.cast.leader
    reorganisation_undo(reorganisation=made, by=held.cast.analyst, on=TODAY)
    held.charge.refresh_from_db()
    assert held.charge.valid_to is None
    assert Leaders(TODAY).of(Body.objects.get(name="Sở Đường bộ")) is None


def test_the_pages_show_what_passes_and_what_passed(held: Held, province: Any, signed_in: Any) -> None:
    """The preview lists it, the reorganisation's page links it, the project says whose it was."""
    client = signed_in("analyst")
    asked = {
        "before": [province.building.pk], "after": [province.finance.pk], "founded": "", "on": "2026-07-01",
        "paper": PAPER, "note": "",
    }  # fmt: skip
    page = Page.of(client.get(reverse("reorganisation-add"), asked))
    for words in (
        "1 dự án",
        "1 phần việc",
        "1 nghĩa vụ",
        "Cấp phép còn chậm",
        "Nhà ở xã hội",
        "Thẩm định hồ sơ",
        "bãi đỗ xe",
    ):
        assert words in page.text, words
    assert "Trụ sở cũ" not in page.text
    client.post(reverse("reorganisation-add"), asked)
    page = Page.of(client.get(reverse("reorganisation", args=[Reorganisation.objects.get().pk])))
    assert page.problems == []
    for words in ("Nhà ở xã hội", "Thẩm định hồ sơ", "bãi đỗ xe", "Phụ trách: Người leader"):
        assert words in page.text, words
    page = Page.of(client.get(reverse("project", args=[held.project.pk])))
    assert "trước đây của Sở Xây dựng" in page.text


def test_what_was_left_over_is_told_and_passed_on(held: Held, cast: Any, province: Any) -> None:
    """A project entered for a body that had ended is among the leftovers until it is passed on."""
    made = held.merge()
    late = project_add(by=cast.analyst, code="NHA-09", name="Bãi xe", owner=province.building)
    rows = selectors.leftovers(cast.access("analyst"), on=TODAY)
    assert [(row.body, row.tasks, row.others) for row in rows] == [(province.building, 0, 1)]

    pass_on(body=province.building, by=cast.analyst, today=TODAY)
    late.refresh_from_db()
    assert late.owner == province.finance
    assert selectors.leftovers(cast.access("analyst"), on=TODAY) == []
    assert made.passages.filter(withdrawn_at=None).count() == 7


def test_counts_take_one_query(
    held: Held, province: Any, signed_in: Any, django_assert_max_num_queries: Any
) -> None:
    """As many queries for fifty projects as for one."""
    for n in range(50):
        project_add(by=held.cast.building, code=f"P-{n}", name=f"Dự án {n}", owner=province.building)
    client = signed_in("analyst")
    asked = {
        "before": [province.building.pk], "after": [province.finance.pk], "on": "2026-07-01", "paper": PAPER
    }  # fmt: skip
    with django_assert_max_num_queries(26):
        client.get(reverse("reorganisation-add"), asked)
