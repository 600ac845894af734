"""What reviewers do: each decision is whole, once, traced and can be undone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from dondoc.web.audit.models import Entry
from dondoc.web.core.conflicts import Conflict
from dondoc.web.plans import orders
from dondoc.web.plans.models import Indicator, IndicatorAlias, Target, TargetVersion, Task
from dondoc.web.results.models import Observation
from dondoc.web.search.models import Entry as Findable
from dondoc.web.sources import services
from dondoc.web.sources.models import Citation, Meeting, Mention

pytestmark = pytest.mark.django_db


def test_target_keeps_its_words(stage: Any, cast: Any, province: Any) -> None:
    """An accepted target is a version with the number as printed, on the basis of who issued it."""
    document = stage.document()
    fact = stage.fact(document, "indicator", "Thu ngân sách đạt 16.900 tỷ đồng trở lên.", value="16900")

    mention = services.fact_accept(fact=fact, by=cast.analyst)

    version = mention.target_version
    assert version is not None
    assert (version.value, version.unit, version.comparator) == (16900, "tỷ đồng", "ge")
    assert version.micro == 16_900_000_000
    target = version.target
    assert (target.basis, target.body, target.period) == ("committee", province.root, "2026")
    assert not target.awaiting_document
    assert mention.quote == "Thu ngân sách đạt 16.900 tỷ đồng trở lên."
    document.refresh_from_db()
    assert document.open_facts == 0


BASES = [
    ("party", "resolution", "Nghị quyết năm 2026", "committee"),
    ("party", "resolution", "Nghị quyết Đại hội Đảng bộ tỉnh", "congress"),
    ("council", "resolution", "Nghị quyết về dự toán", "council"),
    ("government", "decision", "Quyết định giao chỉ tiêu", "peoples_committee"),
    ("building", "plan", "Kế hoạch của sở", "own"),
    ("centre", "resolution", "Nghị quyết của Chính phủ", "centre"),
]


@pytest.mark.parametrize(("issuer", "kind", "title", "basis"), BASES, ids=[row[3] for row in BASES])
def test_basis_is_who_decided(
    stage: Any, cast: Any, province: Any, issuer: str, kind: str, title: str, basis: str
) -> None:
    """The same indicator may be promised by council, committee, congress, centre or oneself."""
    document = stage.document(issuer=getattr(province, issuer), type=kind, title=title)

    mention = services.fact_accept(fact=stage.fact(document, "indicator"), by=cast.analyst)

    assert mention.target_version is not None
    assert mention.target_version.target.basis == basis


def test_department_sets_its_own_targets(stage: Any, cast: Any, province: Any) -> None:
    """A department's plan promises for the department, the committee's for the whole province."""
    document = stage.document(issuer=province.building)

    mention = services.fact_accept(fact=stage.fact(document, "indicator"), by=cast.analyst)

    assert mention.target_version is not None
    assert mention.target_version.target.body == province.building


STATUSES = [
    ("actual", "issued", "official"),
    ("actual", "press", "preliminary"),
    ("estimate", "issued", "estimate"),
]


@pytest.mark.parametrize(("told", "standing", "status"), STATUSES)
def test_figures_become_observations(stage: Any, cast: Any, told: str, standing: str, status: str) -> None:
    """A reported figure is an observation, as final as the document that tells it."""
    fact = stage.fact(stage.document(standing=standing), "indicator", status=told, value="15.75", unit="%")

    mention = services.fact_accept(fact=fact, by=cast.analyst)

    row = mention.observation
    assert row is not None
    assert (row.status, row.mantissa, row.decimals) == (status, 1575, 2)
    assert row.awaiting_document == (standing == "press")


def test_task_has_one_lead(stage: Any, cast: Any, province: Any) -> None:
    """A task names who leads and who helps, its last day, and is owed from the document's day."""
    fact = stage.fact(stage.document(), "task")

    task = services.fact_accept(fact=fact, by=cast.analyst).task

    assert task is not None
    assert task.lead == province.building
    assert [p.body for p in task.partners.all()] == [province.finance]
    assert (task.due, task.deadline_as_written, task.owed_from) == (
        date(2026, 9, 30),
        "2026-Q3",
        date(2026, 1, 15),
    )
    assert [e.kind for e in task.events.all()] == ["assigned"]


def test_collective_addressee_has_no_lead_yet(stage: Any, cast: Any) -> None:
    """ "Các sở, ngành" answers for nothing until the office says who does."""
    fact = stage.fact(stage.document(), "task", lead="Sở Xây dựng và các sở, ngành", collective=True)

    task = services.fact_accept(fact=fact, by=cast.analyst).task

    assert task is not None
    assert (task.lead, task.collective) == (None, True)


LEADS = [
    ("building", "Phòng Quản lý nhà", "building", "a division of the department that issued it"),
    ("party", "Phòng Quản lý nhà", None, "a committee has no such division"),
    ("building", "Sở Tài chính", "finance", "another department is itself"),
    ("building", "Hội Người cao tuổi", None, "an unknown body is left to a person"),
]


@pytest.mark.parametrize(("issuer", "written", "lead", "why"), LEADS, ids=[row[3] for row in LEADS])
def test_divisions_answer_through_their_department(
    stage: Any, cast: Any, province: Any, issuer: str, written: str, lead: str | None, why: str
) -> None:
    """What a department gives to its own division the department answers for."""
    fact = stage.fact(stage.document(issuer=getattr(province, issuer)), "task", lead=written)

    task = services.fact_accept(fact=fact, by=cast.analyst).task

    assert task is not None
    assert task.lead == (getattr(province, lead) if lead else None)
    assert task.lead_as_written == written


def test_merged_body_passes_its_tasks_on(stage: Any, cast: Any, province: Any) -> None:
    """A task given by an old name after the merger goes to the successor, before it to the body itself."""
    late = stage.fact(stage.document(date=date(2026, 1, 1)), "task", lead="Sở Kế hoạch và Đầu tư")
    early = stage.fact(stage.document(date=date(2024, 1, 1)), "task", lead="Sở Kế hoạch và Đầu tư")

    after = services.fact_accept(fact=late, by=cast.analyst).task
    before = services.fact_accept(fact=early, by=cast.analyst).task

    assert after is not None
    assert before is not None
    assert after.lead == province.finance
    assert before.lead == province.planning


def test_person_holds_every_post(stage: Any, cast: Any, province: Any) -> None:
    """Several posts of one person are several positions behind one fact; the same person is met again."""
    first = stage.fact(
        stage.document(), "person", positions=["Phó Bí thư Tỉnh ủy", "Chủ tịch Ủy ban nhân dân tỉnh"]
    )
    again = stage.fact(stage.document(), "person", positions=["Chủ tịch UBND tỉnh"])
    other = stage.fact(stage.document(), "person", positions=["Bí thư Đảng ủy xã Đông Sơn"])

    services.fact_accept(fact=first, by=cast.analyst)
    second = services.fact_accept(fact=again, by=cast.analyst)
    third = services.fact_accept(fact=other, by=cast.analyst)

    posts = {m.position.title: m.position.body for m in Mention.objects.filter(fact=first) if m.position}
    assert posts == {
        "Phó Bí thư Tỉnh ủy": province.party,
        "Chủ tịch Ủy ban nhân dân tỉnh": province.government,
    }
    person = Mention.objects.filter(fact=first).first()
    assert person is not None
    assert person.position is not None
    assert second.position is not None
    assert third.position is not None
    assert second.position.person == person.position.person
    assert third.position.person != person.position.person


def test_citation_finds_its_document(stage: Any, cast: Any) -> None:
    """A citation leads to the register's entry with that symbol and day."""
    cited = stage.document(symbol="05-NQ/TU", date=date(2025, 12, 1))
    fact = stage.fact(stage.document(), "citation")

    row = services.fact_accept(fact=fact, by=cast.analyst).citation

    assert row is not None
    assert row.cited == cited


def test_every_kind_is_confirmed_traced_and_undone(stage: Any, cast: Any) -> None:
    """One decision is one entry of the trail; undone, the row is gone and the proposal open again."""
    document = stage.document()
    for kind in ("indicator", "task", "person", "citation", "meeting"):
        fact = stage.fact(document, kind)
        trail = Entry.objects.filter(table="sources.Fact")
        before = trail.count()

        row = services.fact_accept(fact=fact, by=cast.analyst).subject
        assert trail.count() == before + 1
        services.fact_reopen(fact=fact, by=cast.analyst)

        row.refresh_from_db()
        fact.refresh_from_db()
        assert row.withdrawn_at is not None
        assert (fact.state, fact.decided_by, fact.mention) == ("proposed", None, None)
        assert trail.count() == before + 2
        kinds = {"indicator": "target"}
        assert not Findable.objects.filter(kind=kinds.get(kind, kind)).exclude(kind="document").exists()

        again = services.fact_accept(fact=fact, by=cast.analyst).subject
        assert again == row, "accepted again, it is the same row"


def test_same_person_twice_is_once(stage: Any, cast: Any) -> None:
    """A click that comes twice changes nothing the second time."""
    fact = stage.fact(stage.document(), "task")

    first = services.fact_accept(fact=fact, by=cast.analyst)
    entries = Entry.objects.count()
    second = services.fact_accept(fact=fact, by=cast.analyst)

    assert first == second
    assert Entry.objects.count() == entries
    rejected = stage.fact(stage.document(), "task")
    services.fact_reject(fact=rejected, by=cast.analyst, reason="không phải nhiệm vụ")
    services.fact_reject(fact=rejected, by=cast.analyst, reason="lại lần nữa")
    rejected.refresh_from_db()
    assert rejected.reason == "không phải nhiệm vụ"


CONFLICTS = [
    ("accept", "accept"),
    ("accept", "reject"),
    ("reject", "accept"),
    ("correct", "accept"),
    ("accept", "correct"),
]


@pytest.mark.parametrize(("first", "second"), CONFLICTS)
def test_second_reviewer_is_told(stage: Any, cast: Any, first: str, second: str) -> None:
    """Of two reviewers the first decides; the second is told who did, and nothing is written."""
    fact = stage.fact(stage.document(), "task")
    do = {
        "accept": lambda by: services.fact_accept(fact=fact, by=by),
        "reject": lambda by: services.fact_reject(fact=fact, by=by),
        "correct": lambda by: services.fact_correct(fact=fact, by=by, data={"action": "Việc khác"}),
    }
    do[first](cast.analyst)
    entries = Entry.objects.count()

    with pytest.raises(Conflict, match=r"Người analyst đã (xác nhận|loại) mục này"):
        do[second](cast.second)

    assert Entry.objects.count() == entries


def test_stale_page_cannot_decide(stage: Any, cast: Any) -> None:
    """A proposal whose reading has been replaced is not decided from an old page."""
    fact = stage.fact(stage.document(), "task")
    type(fact).objects.filter(pk=fact.pk).update(state="superseded")

    with pytest.raises(Conflict, match="đã được đọc lại"):
        services.fact_accept(fact=fact, by=cast.analyst)


def test_correction_is_kept_beside_what_was_read(stage: Any, cast: Any) -> None:
    """What was read stays; what the reviewer made of it counts, with number and day as people type them."""
    fact = stage.fact(stage.document(), "indicator", value="16900")

    mention = services.fact_correct(
        fact=fact, by=cast.analyst, data={"value": "17.100,5", "period": "2026-Q3"}
    )

    fact.refresh_from_db()
    assert fact.data["value"] == "16900"
    assert (fact.corrected["value"], fact.corrected["decimals"]) == ("17100.5", 1)
    assert mention.target_version is not None
    assert (mention.target_version.mantissa, mention.target_version.decimals) == (171005, 1)
    entry = Entry.objects.get(action="fact.correct")
    assert (entry.before["value"], entry.after["value"]) == ("16900", "17100.5")


WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("indicator", {"value": "mười bảy"}, "value"),
    ("indicator", {"value": "1.2.3"}, "value"),
    ("indicator", {"value": "99999999999999999999"}, "value"),
    ("indicator", {"period": "quý 9"}, "period"),
    ("indicator", {"period": ""}, "period"),
    ("indicator", {"value": ""}, "value"),
    ("indicator", {"name": "  "}, "name"),
    ("indicator", {"measure": "khác"}, "measure"),
    ("indicator", {"bound": "range", "value_max": ""}, "value_max"),
    ("indicator", {"value_max": "1"}, "value_max"),
    ("indicator", {"out_of": "2,5"}, "out_of"),
    ("task", {"action": ""}, "action"),
    ("task", {"deadline": "31/02/2026"}, "deadline"),
    ("person", {"name": ""}, "name"),
    ("person", {"positions": ""}, "positions"),
    ("citation", {"date": "30/02/2026"}, "date"),
    ("meeting", {"ordinal": "tư"}, "ordinal"),
]


@pytest.mark.parametrize(
    ("kind", "changes", "field"), WRONG, ids=[f"{k}-{f}-{n}" for n, (k, _, f) in enumerate(WRONG)]
)
def test_wrong_corrections_are_refused_by_field(
    stage: Any, cast: Any, kind: str, changes: dict[str, Any], field: str
) -> None:
    """What cannot be kept exactly is refused at its field, in Vietnamese, and nothing is decided."""
    fact = stage.fact(stage.document(), kind)

    with pytest.raises(ValidationError) as refusal:
        services.fact_correct(fact=fact, by=cast.analyst, data=changes)

    assert field in refusal.value.message_dict
    fact.refresh_from_db()
    assert fact.state == "proposed"
    assert not Mention.objects.exists()


def test_statement_said_twice_is_one_row(stage: Any, cast: Any) -> None:
    """A repeated statement is another mention of the same row; the row goes only with its last words."""
    document = stage.document()
    first, second = stage.fact(document, "indicator"), stage.fact(document, "indicator")
    second.same_as = first
    second.save()

    one = services.fact_accept(fact=first, by=cast.analyst)
    two = services.fact_accept(fact=second, by=cast.analyst)
    assert one.target_version == two.target_version

    services.fact_reopen(fact=first, by=cast.analyst)
    assert TargetVersion.objects.get().withdrawn_at is None
    services.fact_reopen(fact=second, by=cast.analyst)
    assert TargetVersion.objects.get().withdrawn_at is not None


def test_merge_joins_only_its_kind(stage: Any, cast: Any) -> None:
    """Words can be put behind a row that says the same in other words, of the same kind only."""
    document = stage.document()
    task = services.fact_accept(fact=stage.fact(document, "task"), by=cast.analyst).task
    other = stage.fact(document, "task", action="Xong quy hoạch khu phía đông")
    number = stage.fact(document, "indicator")
    assert task is not None

    merged = services.fact_merge(fact=other, into_row=task, by=cast.analyst)

    assert merged.task == task
    assert Task.objects.count() == 1
    with pytest.raises(ValidationError, match="cùng loại"):
        services.fact_merge(fact=number, into_row=task, by=cast.analyst)
    with pytest.raises(ValidationError, match="chưa được xác nhận"):
        services.fact_merge(fact=stage.fact(document, "task"), into_row=number, by=cast.analyst)


def test_press_waits_for_its_document(stage: Any, cast: Any) -> None:
    """What a paper tells waits; once its document is known it waits no longer, and owes from that day."""
    press = stage.document(
        standing="press", type="press", symbol="", issuer=None, issuer_as_written="", date=date(2026, 2, 1)
    )
    target = services.fact_accept(fact=stage.fact(press, "indicator"), by=cast.analyst).target_version
    task = services.fact_accept(fact=stage.fact(press, "task"), by=cast.analyst).task
    assert target is not None
    assert task is not None
    assert Target.objects.get().awaiting_document
    assert task.awaiting_document or Task.objects.get().awaiting_document
    issued = stage.document()

    services.document_stands_on(document=press, issued=issued, by=cast.analyst)

    assert not Target.objects.get().awaiting_document
    assert not Task.objects.get().awaiting_document
    assert Task.objects.get().owed_from == issued.date
    services.document_stands_on(document=press, issued=None, by=cast.analyst)
    assert Task.objects.get().awaiting_document


def test_only_an_issued_document_stands_behind(stage: Any, cast: Any) -> None:
    """A draft cannot be what a paper stands on; an issued document needs nothing to stand on."""
    press, draft, issued = (stage.document(standing=s) for s in ("press", "draft", "issued"))

    for document, behind in ((press, draft), (issued, issued), (press, press)):
        with pytest.raises(ValidationError):
            services.document_stands_on(document=document, issued=behind, by=cast.analyst)


def test_draft_becomes_issued(stage: Any, cast: Any) -> None:
    """When the register says a draft was issued, its rows stop waiting."""
    draft = stage.document(standing="draft")
    services.fact_accept(fact=stage.fact(draft, "task"), by=cast.analyst)
    assert Task.objects.get().awaiting_document

    services.document_update(document=draft, by=cast.analyst, standing="issued")

    assert not Task.objects.get().awaiting_document
    entry = Entry.objects.get(action="document.update")
    assert (entry.before, entry.after) == ({"standing": "draft"}, {"standing": "issued"})


def test_bulk_accepts_what_can_be(stage: Any, cast: Any) -> None:
    """Accepting all of a kind leaves open, with the reason, what needs a person."""
    document = stage.document()
    stage.fact(document, "indicator")
    unclear = stage.fact(document, "indicator", name="Số xã đạt chuẩn", unit="xã", period=None)
    unsure = stage.fact(document, "task")
    type(unsure).objects.filter(pk=unsure.pk).update(confidence=40)

    numbers = services.facts_accept(document=document, kind="indicator", by=cast.analyst)
    sure = services.facts_accept(document=document, kind="all", by=cast.analyst, min_confidence=80)

    assert len(numbers.mentions) == 1
    assert [(fact.pk, "kỳ" in why) for fact, why in numbers.left] == [(unclear.pk, True)]
    assert not sure.mentions
    document.refresh_from_db()
    assert document.open_facts == 2


def test_indicator_is_learnt(stage: Any, cast: Any) -> None:
    """A name a reviewer links to an indicator is known the next time."""
    indicator = Indicator.objects.create(name="Thu ngân sách nhà nước", unit="tỷ đồng")
    fact = stage.fact(
        stage.document(), "indicator", name="Tổng thu trên địa bàn", unit="nghìn tỷ đồng", value="16.9"
    )

    version = services.fact_accept(fact=fact, by=cast.analyst, indicator=indicator).target_version

    assert version is not None
    assert version.in_indicator_unit == 16900
    assert IndicatorAlias.objects.get().name == "Tổng thu trên địa bàn"
    again = stage.fact(stage.document(), "indicator", name="TỔNG THU TRÊN ĐỊA BÀN", period="2027")
    other = services.fact_accept(fact=again, by=cast.analyst).target_version
    assert other is not None
    assert other.target.indicator == indicator


def test_catalogue_is_used(stage: Any, cast: Any) -> None:
    """A number whose indicator the reader knows becomes the catalogue's indicator, whatever the words."""
    fact = stage.fact(
        stage.document(), "indicator", name="GRDP tăng", value="8.5", unit="%", indicator_id="grdp_growth"
    )

    version = services.fact_accept(fact=fact, by=cast.analyst).target_version

    assert version is not None
    assert version.target.indicator.code == "grdp_growth"
    assert version.target.indicator.nature == "growth"


def test_unit_that_does_not_convert_is_kept_as_printed(stage: Any, cast: Any) -> None:
    """A number in another unit keeps its print; it is not compared."""
    indicator = Indicator.objects.create(name="Thu ngân sách nhà nước", unit="tỷ đồng")
    fact = stage.fact(stage.document(), "indicator", unit="triệu USD", value="100")

    version = services.fact_accept(fact=fact, by=cast.analyst, indicator=indicator).target_version

    assert version is not None
    assert (version.value, version.unit, version.micro) == (100, "triệu USD", None)


def test_later_figure_does_not_overwrite(stage: Any, cast: Any) -> None:
    """Two figures for one period are two observations; the same figure told twice is one."""
    facts = [
        stage.fact(stage.document(), "indicator", status="actual", value=value)
        for value in ("100", "101", "101")
    ]

    for fact in facts:
        services.fact_accept(fact=fact, by=cast.analyst)

    assert sorted(o.mantissa for o in Observation.objects.all()) == [100, 101]
    assert Mention.objects.count() == 3


def test_failed_decision_leaves_nothing(stage: Any, cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A decision that breaks half-way leaves neither row nor trail nor state."""
    fact = stage.fact(stage.document(), "task")
    entries = Entry.objects.count()

    def breaks(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(services, "_remember", breaks)
    with pytest.raises(RuntimeError):
        services.fact_accept(fact=fact, by=cast.analyst)

    fact.refresh_from_db()
    assert fact.state == "proposed"
    assert (Task.objects.count(), Entry.objects.count() - entries) == (0, 0)


def test_meetings_and_citations_are_told_once(stage: Any, cast: Any) -> None:
    """The same meeting or citation accepted twice in a document is one row."""
    document = stage.document()
    for kind in ("meeting", "meeting", "citation", "citation"):
        services.fact_accept(fact=stage.fact(document, kind), by=cast.analyst)

    assert (Meeting.objects.count(), Citation.objects.count()) == (1, 1)
    assert Mention.objects.count() == 4


def test_what_an_order_was_divided_into_comes_with_it(stage: Any, cast: Any, province: Any) -> None:
    """Nobody owes a part of an order whose confirmation was undone; confirmed again, they owe it again."""
    fact = stage.fact(stage.document(), "task", lead="các sở", collective=True, partners=[])
    order = services.fact_accept(fact=fact, by=cast.analyst).task
    assert order is not None
    bodies = [province.building, province.finance]
    orders.resolve(task=order, bodies=bodies, by=cast.analyst, on=date(2026, 10, 20))

    services.fact_reopen(fact=fact, by=cast.analyst)
    assert not Task.objects.filter(withdrawn_at=None).exists()

    fact.refresh_from_db()
    services.fact_accept(fact=fact, by=cast.analyst)
    assert [part.lead for part in order.parts.filter(withdrawn_at=None).order_by("pk")] == bodies
