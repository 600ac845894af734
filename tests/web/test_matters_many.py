"""Several shortcomings, difficulties and proposals assigned at once, each looked at for itself."""

from __future__ import annotations

from datetime import date
from typing import Any

import boards
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from dondoc.web.audit.models import Entry
from dondoc.web.matters import life, selectors
from dondoc.web.matters.many import assign_many
from dondoc.web.matters.models import Matter, MatterEventChoice
from dondoc.web.sources import services as review
from web.boards import Page

pytestmark = pytest.mark.django_db
TODAY, DUE = date(2026, 10, 20), date(2026, 11, 15)
K = MatterEventChoice


@pytest.fixture(autouse=True)
def _today(settings: Any) -> None:
    settings.TODAY = TODAY


@pytest.fixture
def noted(stage: Any, cast: Any, province: Any) -> Any:
    """A matter of a document of that day."""

    def note(words: str, nature: str = "shortcoming", day: date = date(2026, 9, 1)) -> Matter:
        document = stage.document(date=day)
        kind = "proposal" if nature == "proposal" else "shortcoming"
        more = {} if kind == "proposal" else {"nature": nature}
        fact = stage.fact(document, kind, words=words, **more)
        row = review.fact_accept(fact=fact, by=cast.analyst, body=province.building).subject
        assert isinstance(row, Matter)
        return row

    return note


def test_one_body_one_day_for_all(noted: Any, cast: Any, province: Any, signed_in: Any) -> None:
    """Ticked in the list, assigned on one page; each has its event, its trail, and stands with the body."""
    matters = [noted("Đất san lấp thiếu"), noted("Hồ sơ đất đai chậm"), noted("Nhà văn hóa bỏ không")]
    client = signed_in("analyst")
    shown = client.get(reverse("shortcoming-list")).content.decode()
    assert all(f'name="matter" value="{one.pk}"' in shown for one in matters)
    chosen = {"matter": [one.pk for one in matters[:2]], "family": "ton-tai"}
    address = reverse("matter-assign-many")
    page = Page.of(client.get(address, chosen))
    assert page.problems == []
    assert "Đất san lấp thiếu" in page.text
    assert "Nhà văn hóa bỏ không" not in page.text

    asked = {"body": province.finance.pk, "due": "2026-11-15", "on": "2026-10-20", "note": "Báo cáo"}
    assert client.post(address, chosen | asked).status_code == 302
    found = Matter.objects.filter(answering=province.finance, due=DUE)
    assert set(found) == set(matters[:2])
    assert Entry.objects.filter(action="matter.assigned").count() == 2
    assert Matter.objects.get(pk=matters[2].pk).answering is None


def test_each_its_remedy(noted: Any, stage: Any, cast: Any, province: Any, signed_in: Any) -> None:
    """The tasks of whose it is are offered, the most alike first; a proposal is answered, not remedied."""
    paper = stage.document()
    for action in ("Trồng cây xanh", "Hoàn thành hồ sơ đất đai", "Khai thác mỏ đất san lấp"):
        boards.task(paper, province.building, DUE, action=action)
    land, soil = noted("Hồ sơ đất đai hoàn thành chậm"), noted("Thiếu mỏ đất san lấp", "difficulty")
    wish = noted("Đề nghị cấp thêm mỏ đất san lấp", "proposal")
    offered = selectors.remedies_for(cast.access("analyst"), [land, soil, wish])
    assert [str(offered[one.pk][0]) for one in (land, soil)] == [
        "Hoàn thành hồ sơ đất đai", "Khai thác mỏ đất san lấp",
    ]  # fmt: skip
    assert wish.pk not in offered

    sent: dict[str, Any] = {"matter": [land.pk, soil.pk], "on": "2026-10-20"}
    sent |= {f"task-{one.pk}": offered[one.pk][0].pk for one in (land, soil)}
    assert signed_in("analyst").post(reverse("matter-assign-many"), sent).status_code == 302
    for one in (land, soil):
        assert one.events.get().task == offered[one.pk][0]


def test_what_is_refused_is_told_and_the_others_are_kept(
    noted: Any, cast: Any, province: Any, signed_in: Any
) -> None:
    """One that is fixed by now, one noted after the day: each with its reason, ticked still; one is done."""
    fine, fixed, later = noted("Một"), noted("Hai"), noted("Ba", day=date(2026, 10, 18))
    life.act(matter=fixed, kind=K.FIXED, on=TODAY, by=cast.second, note="BC 9", day=TODAY)
    sent = {
        "matter": [fine.pk, fixed.pk, later.pk], "body": province.finance.pk, "due": "2026-11-15",
        "on": "2026-10-10", "note": "",
    }  # fmt: skip
    response = signed_in("analyst").post(reverse("matter-assign-many"), sent)
    page = Page.of(response)
    assert response.status_code == 409
    assert [row["matter"] for row in response.context["rows"]] == [fixed, later]
    assert "Đã giao 1 mục; 2 mục chưa giao" in page.text
    assert "Mục đang ở trạng thái “Đã khắc phục”" in page.text
    assert "Văn bản nêu mục này ngày 18/10/2026" in page.text
    assert Matter.objects.get(pk=fine.pk).answering == province.finance
    assert Matter.objects.get(pk=later.pk).answering is None


def test_a_row_is_done_whole_or_not_at_all(noted: Any, stage: Any, cast: Any, province: Any) -> None:
    """A remedy that is linked already takes the assignment of its row back with it."""
    task = boards.task(stage.document(), province.building, DUE, action="Khai thác mỏ đất")
    one = noted("Thiếu đất")
    life.act(matter=one, kind=K.REMEDY, on=TODAY, by=cast.analyst, task=task)
    came = assign_many(
        matters=[one], on=TODAY, by=cast.analyst, access=cast.access("analyst"), body=province.finance,
        remedies={one.pk: task},
    )  # fmt: skip
    assert came[0].problem == "Nhiệm vụ này đã gắn với mục."
    assert Matter.objects.get(pk=one.pk).answering is None


REFUSED = [
    ({}, "body", "nothing to do"),
    ({"due": DUE}, "body", "a day for nobody"),
    ({"body": True, "due": date(2026, 10, 1)}, "due", "before it is assigned"),
]


@pytest.mark.parametrize(("given", "where", "why"), REFUSED, ids=[row[-1] for row in REFUSED])
def test_what_holds_for_all_is_said_once(
    given: Any, where: str, why: str, noted: Any, cast: Any, province: Any
) -> None:
    """Before any of them is touched."""
    told = given | ({"body": province.finance} if "body" in given else {})
    with pytest.raises(ValidationError) as refused:
        assign_many(
            matters=[noted("Một")], on=TODAY, by=cast.analyst, access=cast.access("analyst"), **told
        )  # fmt: skip
    assert list(refused.value.message_dict) == [where], why


def test_who_does_not_decide(noted: Any, cast: Any, province: Any, signed_in: Any) -> None:
    """A unit sees what is its own without ticks; a row of another office is refused by name."""
    one = noted("Một")
    assert 'name="matter"' not in signed_in("building").get(reverse("shortcoming-list")).content.decode()
    came = assign_many(
        matters=[one], on=TODAY, by=cast.building, access=cast.access("building"), body=province.finance
    )
    assert came[0].problem.startswith("Chỉ văn phòng của")
