"""Shortcomings, difficulties and proposals from noted to fixed, answered or come back: services and pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import boards
import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dondoc.web.audit.models import Entry
from dondoc.web.core.conflicts import Conflict
from dondoc.web.matters import life, selectors
from dondoc.web.matters.matterviews import share_text
from dondoc.web.matters.models import Matter, MatterEvent, MatterEventChoice
from dondoc.web.matters.selectors import PROPOSED, WRONG, MatterFilter
from dondoc.web.plans.models import Task
from dondoc.web.sources import services as review

pytestmark = pytest.mark.django_db

NOTED, TODAY = date(2026, 1, 15), date(2026, 10, 20)
K = MatterEventChoice


@pytest.fixture(autouse=True)
def _today(settings: Any) -> None:
    settings.TODAY = TODAY


@dataclass
class Scene:
    """Documents with a shortcoming of the building department's and a proposal to the finance department."""

    stage: Any
    cast: Any
    province: Any
    shortcoming: Matter
    proposal: Matter

    def act(self, matter: Matter, kind: MatterEventChoice, on: date = TODAY, **more: Any) -> Matter:
        by = more.pop("by", self.cast.analyst)
        life.act(matter=matter, kind=kind, on=on, by=by, **{"note": "theo báo cáo", **more})
        return Matter.objects.get(pk=matter.pk)

    def noted(self, words: str, day: date, nature: str = "shortcoming", standing: str = "issued") -> Matter:
        """Another one, of a document of that day."""
        document = self.stage.document(date=day, standing=standing)
        fact = self.stage.fact(document, "shortcoming", words=words, nature=nature)
        row = review.fact_accept(fact=fact, by=self.cast.analyst, body=self.province.building).subject
        assert isinstance(row, Matter)
        return row


@pytest.fixture
def scene(stage: Any, cast: Any, province: Any) -> Scene:
    document = stage.document()
    rows = [
        review.fact_accept(fact=stage.fact(document, kind), by=cast.analyst, body=body).subject
        for kind, body in (("shortcoming", province.building), ("proposal", province.finance))
    ]
    return Scene(stage, cast, province, *rows)


def test_from_noted_to_fixed(scene: Scene, province: Any, cast: Any) -> None:
    """Assigned with a day, a remedy linked, answered by the body, not accepted, answered again, fixed."""
    matter, document = scene.shortcoming, scene.stage.document()
    task = boards.task(document, province.building, date(2026, 12, 1), action="Bàn giao mặt bằng ven sông")
    matter = scene.act(matter, K.ASSIGNED, body=province.building, due=date(2026, 10, 30))
    matter = scene.act(matter, K.REMEDY, task=task)
    matter = scene.act(matter, K.ANSWERED, by=cast.building, note="Còn 12 hộ", document=document)
    assert (matter.state, matter.answered_on, matter.accepted) == ("answered", TODAY, None)
    matter = scene.act(matter, K.NOT_ACCEPTED, note="chưa nêu ngày xong")
    assert (matter.state, matter.accepted, matter.answering) == ("open", False, province.building)
    matter = scene.act(matter, K.ANSWERED, by=cast.building, note="Xong trước 15/11")
    matter = scene.act(matter, K.ACCEPTED)
    matter = scene.act(matter, K.FIXED, day=date(2026, 10, 18))

    assert (matter.state, matter.fixed_on) == ("fixed", date(2026, 10, 18))
    kinds = list(matter.events.values_list("kind", flat=True))
    assert kinds == [
        "assigned", "remedy", "answered", "not_accepted", "answered", "accepted", "fixed",
    ]  # fmt: skip
    assert Entry.objects.filter(table="matters.Matter").count() == len(kinds)
    assert task.events.count() == 0, "linking says nothing to the task"


def test_a_delegates_proposal_is_never_a_task_and_never_lost(scene: Scene, province: Any) -> None:
    """No remedy is linked to it; whatever is recorded, it stays listed with its words; no task is made."""
    task = boards.task(scene.stage.document(), province.finance)
    before = Task.objects.count()
    with pytest.raises(ValidationError, match="không phải là nhiệm vụ"):
        scene.act(scene.proposal, K.REMEDY, task=task)
    access = scene.cast.access("analyst")
    for kind, more in (
        (K.ASSIGNED, {"body": province.finance, "due": date(2026, 11, 1)}),
        (K.ANSWERED, {}), (K.NOT_ACCEPTED, {}), (K.ANSWERED, {}), (K.ACCEPTED, {}), (K.FIXED, {}),
        (K.REOPENED, {}), (K.NOTE, {}),
    ):  # fmt: skip
        scene.proposal = scene.act(scene.proposal, kind, **more)
        listed = selectors.matter_board(access, PROPOSED, MatterFilter(), as_of=TODAY)
        assert scene.proposal in listed.rows
        assert sum(listed.counts[state] for state in ("open", "answered", "fixed", "repeated")) == 1
        assert scene.proposal.mentions.exists()
    assert Task.objects.count() == before


REFUSED = [
    (K.ASSIGNED, {}, ValidationError, "to whom?"),
    (K.ASSIGNED, {"body": "building", "due": date(2026, 10, 1)}, ValidationError, "due before it is given"),
    (K.REMEDY, {}, ValidationError, "which task?"),
    (K.ANSWERED, {"note": " "}, ValidationError, "an answer has words"),
    (K.ANSWERED, {"document": "press"}, ValidationError, "the press is no answer"),
    (K.FIXED, {"note": ""}, ValidationError, "by which report?"),
    (K.FIXED, {"day": date(2026, 10, 21)}, ValidationError, "fixed after it was recorded"),
    (K.NOTE, {"on": date(2026, 1, 14)}, ValidationError, "before it was noted"),
    (K.ACCEPTED, {}, Conflict, "nothing was answered"),
    (K.REOPENED, {}, Conflict, "it is open"),
    (K.REPEATED, {}, ValidationError, "where?"),
]


@pytest.mark.parametrize(("kind", "more", "error", "why"), REFUSED, ids=[row[3] for row in REFUSED])
def test_what_cannot_be_done(
    kind: K, more: dict[str, Any], error: type[Exception], why: str, scene: Scene
) -> None:
    """A refusal leaves no event, no trail and the matter as it was."""
    more = dict(more)
    if more.get("body"):
        more["body"] = scene.province.building
    if more.get("document"):
        more["document"] = scene.stage.document(standing="press")
    with pytest.raises(error):
        scene.act(scene.shortcoming, kind, **more)
    assert not MatterEvent.objects.exists(), why
    assert not Entry.objects.filter(table="matters.Matter").exists()


def test_what_comes_back_the_next_year(scene: Scene) -> None:
    """Suggested by likeness with the reason; linked, the earlier one is repeated; undone, it is as before."""
    scene.act(scene.shortcoming, K.FIXED)
    later = scene.noted("Giải phóng mặt bằng đường ven sông vẫn chậm", date(2026, 9, 28))
    scene.noted("Cải cách hành chính còn chậm", date(2026, 9, 29))
    access = scene.cast.access("analyst")

    [(found, why)] = selectors.earlier_alike(access, later)
    assert found == scene.shortcoming
    assert "giải phóng mặt bằng đường ven sông" in why.shared

    life.repeat(later=later, earlier=found, by=scene.cast.analyst, on=TODAY)
    later, earlier = Matter.objects.get(pk=later.pk), Matter.objects.get(pk=found.pk)
    assert (later.repeats, earlier.state) == (earlier, "repeated")
    assert life.stands(earlier, as_of=date(2026, 9, 27)).state == "open", "the link says from when on"
    assert selectors.earlier_alike(access, later) == []
    with pytest.raises(ValidationError):
        life.repeat(later=later, earlier=earlier, by=scene.cast.analyst, on=TODAY)

    earlier = scene.act(earlier, K.REOPENED)
    assert (earlier.state, Matter.objects.get(pk=later.pk).repeats) == ("fixed", None)


@pytest.mark.parametrize(
    ("day", "nature", "why"),
    [
        (NOTED, "shortcoming", "the same day is no later one"),
        (date(2026, 9, 1), "difficulty", "another nature"),
    ],
)
def test_only_a_later_one_of_its_kind_repeats(day: date, nature: str, why: str, scene: Scene) -> None:
    """What was said at once, or is of another kind, is no repetition."""
    other = scene.noted("Giải phóng mặt bằng đường ven sông vẫn chậm", day, nature)
    with pytest.raises(ValidationError):
        life.repeat(later=other, earlier=scene.shortcoming, by=scene.cast.analyst, on=TODAY)
    assert not MatterEvent.objects.exists(), why


def test_the_share_fixed_by_body_and_year(scene: Scene, province: Any) -> None:
    """On any day, from the events; the gate of 366 wants all of them; a share is cut, never rounded up."""
    second = scene.noted("Thủ tục cấp phép còn chậm", date(2026, 3, 1))
    third = scene.noted("Nợ đọng xây dựng cơ bản kéo dài", date(2026, 3, 2))
    scene.noted("Báo nói việc chậm", date(2026, 3, 3), standing="press")  # counts nowhere
    for matter in (scene.shortcoming, second):
        scene.act(matter, K.FIXED, on=date(2026, 6, 1))
    access = scene.cast.access("analyst")
    rows, total = selectors.summary(access, WRONG, year=2026, as_of=TODAY)
    assert [(row.body, row.counts.noted, row.counts.fixed) for row in rows] == [(province.building, 3, 2)]
    assert (total.share_fixed, total.all_fixed) == (Fraction(2, 3), False)
    before = selectors.summary(access, WRONG, year=2026, as_of=date(2026, 5, 31))[1]
    assert (before.noted, before.fixed) == (3, 0)
    scene.act(third, K.FIXED)
    assert selectors.summary(access, WRONG, year=2026, as_of=TODAY)[1].all_fixed
    assert selectors.summary(access, WRONG, year=2025, as_of=TODAY)[1].noted == 0
    shares = [None, Fraction(2, 3), Fraction(9996, 10000), Fraction(1)]
    assert [share_text(share) for share in shares] == ["", "66,6%", "99,9%", "100%"]


def test_the_year_before_in_this_year_s_review(scene: Scene, signed_in: Any) -> None:
    """Listed with what came of each: the answer, the fix, and where it came back."""
    last = scene.noted("Nợ đọng xây dựng cơ bản kéo dài", date(2025, 12, 1))
    scene.act(last, K.FIXED, note="Đã trả hết nợ", day=date(2026, 6, 30))
    client = signed_in("analyst")
    page = client.get(reverse("matter-review"), {"year": 2026})
    text = boards.Page.of(page).text
    assert "Nợ đọng xây dựng cơ bản" in text
    assert "Đã trả hết nợ (30/06/2026)" in text
    assert scene.shortcoming.words not in text, "that is of this year"
    [row] = boards.csv_of(client.get(reverse("matter-review-export", args=["csv"]), {"year": 2026}))
    assert (row["Trạng thái"], row["Kết quả khắc phục"]) == ("Đã khắc phục", "Đã trả hết nợ (30/06/2026)")


def test_proposals_and_older_ones_are_carried_along(scene: Scene, signed_in: Any) -> None:
    """Last year's proposals with the answer nobody accepted; of the years before only what is still open."""
    asked = scene.noted("Đề nghị nâng cấp cầu Bến Lội", date(2025, 6, 1), "difficulty")
    scene.act(asked, K.ANSWERED, note="Chờ vốn trung hạn")
    scene.act(asked, K.NOT_ACCEPTED, note="cầu đã hỏng")
    scene.noted("Thiếu nước sạch vùng cao", date(2023, 6, 1), "difficulty")
    fixed = scene.noted("Chưa có trạm bơm", date(2023, 6, 1), "difficulty")
    scene.act(fixed, K.FIXED, day=TODAY)
    client, query = signed_in("analyst"), {"year": 2026, "family": "kien-nghi"}
    page = boards.Page.of(client.get(reverse("matter-review"), query))
    assert page.problems == []
    assert "người nêu chưa đồng ý: cầu đã hỏng" in page.text
    assert "Thiếu nước sạch vùng cao" in page.text
    assert "Chưa có trạm bơm" not in page.text
    rows = boards.csv_of(client.get(reverse("matter-review-export", args=["csv"]), query))
    assert len(rows) == 2


def test_who_answers_and_who_decides(scene: Scene, signed_in: Any, province: Any) -> None:
    """The body that is to answer sees it and answers; it does not say itself that it is fixed."""
    scene.act(scene.shortcoming, K.ASSIGNED, body=province.finance, due=date(2026, 10, 25))
    page = reverse("matter", args=[scene.shortcoming.pk])
    answer = reverse("matter-act", args=[scene.shortcoming.pk, "answered"])
    fixed = reverse("matter-act", args=[scene.shortcoming.pk, "fixed"])
    client = signed_in("finance")
    assert client.get(page).status_code == 200
    typed = {"answered-on": "2026-10-20", "answered-note": ""}
    refused = client.post(answer, typed)
    assert refused.status_code == 422
    assert client.post(answer, typed | {"answered-note": "Đã bố trí vốn"}).status_code == 302
    assert client.post(fixed, {"fixed-on": "2026-10-20"}).status_code == 403
    assert (
        client.post(reverse("matter-repeat", args=[scene.shortcoming.pk]), {"earlier": 1}).status_code == 403
    )
    reader = signed_in("reader")
    assert reader.post(answer, typed | {"answered-note": "x"}).status_code == 403
    office = signed_in("analyst")
    done = office.post(fixed, {"fixed-on": "2026-10-20", "fixed-day": "2026-10-20", "fixed-note": "BC 12"})
    assert done.status_code == 302
    assert (
        office.post(
            fixed, {"fixed-on": "2026-10-20", "fixed-day": "2026-10-20", "fixed-note": "x"}
        ).status_code
        == 409
    )
    for who, seen in (("building", 200), ("administrator", 404)):
        assert signed_in(who).get(page).status_code == seen, who


def test_the_pages_are_whole_and_bounded(scene: Scene, signed_in: Any, province: Any) -> None:
    """A thousand matters cost no more queries than one; filters, counts and files say the same."""
    scene.act(
        scene.shortcoming, K.ASSIGNED, body=province.building, due=date(2026, 10, 20), on=date(2026, 10, 1)
    )
    document = scene.shortcoming.document
    Matter.objects.bulk_create(
        Matter(document=document, nature="shortcoming", words=f"Điều chưa được {n}", voice="report",
               body=province.building, state="fixed" if n % 2 else "open", due=date(2026, 10, 19))
        for n in range(1000)
    )  # fmt: skip
    client = signed_in("analyst")
    for address, most in (
        (reverse("shortcoming-list"), 10),
        (reverse("shortcoming-list") + "?state=overdue", 10),
        (reverse("matter-summary"), 8),
        (reverse("matter-review") + "?year=2027", 9),
        (reverse("matter", args=[scene.shortcoming.pk]), 13),
    ):
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address)
        assert response.status_code == 200
        assert boards.Page.of(response).problems == [], address
        assert len(queries) <= most, (address, [query["sql"][:150] for query in queries])
    rows = boards.csv_of(client.get(reverse("shortcoming-export", args=["csv"]) + "?state=overdue"))
    assert len(rows) == 500
    summary = boards.xlsx_of(client.get(reverse("matter-summary-export", args=["xlsx"])))
    assert [(row["Đã nêu"], row["Đã khắc phục"], row["Tỷ lệ khắc phục"]) for row in summary] == [
        (1001, 0, "0%"),
    ], "the summary asks the events, and these rows have none"  # fmt: skip
