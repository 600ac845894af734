"""What bodies owe for a document: given, fulfilled by a plan, studied, waived; the board and the list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from dondoc.web.audit.models import Entry
from dondoc.web.chains import services as chains
from dondoc.web.chains.models import Link
from dondoc.web.checks.models import Check
from dondoc.web.core import lists
from dondoc.web.core.conflicts import Conflict
from dondoc.web.obligations import services
from dondoc.web.obligations.models import ActKind, KindOfObligation, Obligation
from dondoc.web.obligations.templatetags.obligations import share_text
from dondoc.web.plans.models import Task
from dondoc.web.sources.models import Document, Reading
from web import boards

pytestmark = pytest.mark.django_db

PLAN, STUDY, REVIEW = KindOfObligation.PLAN, KindOfObligation.STUDY, KindOfObligation.INTERIM_REVIEW
DUE = date(2026, 3, 1)


@pytest.fixture
def parent(stage: Any) -> Document:
    return stage.document(symbol="08-CTr/TU", type="programme", date=date(2025, 12, 5))  # type: ignore[no-any-return]


def plan_of(stage: Any, body: Any, day: date, **changes: Any) -> Document:
    values = {"type": "plan", "symbol": f"{body.pk}/KH", "date": day, "issuer": body} | changes
    return stage.document(**values)  # type: ignore[no-any-return]


def give(parent: Document, bodies: list[Any], by: Any, kind: Any = PLAN, due: date | None = DUE) -> Any:
    return services.obligations_generate(
        document=parent, kind=kind, bodies=bodies, due=due, basis="ban hành kế hoạch trước 01/3/2026", by=by
    )


def test_given_twice_it_is_owed_once(parent: Any, province: Any, cast: Any) -> None:
    """And what is there keeps its day; a review is owed once a day."""
    give(parent, [province.finance, province.building, province.finance], cast.analyst)
    done = give(parent, [province.finance, province.commune], cast.second, due=date(2026, 5, 1))

    assert [o.body for o in done.made] == [province.commune]
    assert [o.body for o in done.known] == [province.finance]
    assert Obligation.objects.get(body=province.finance).due == DUE
    assert Entry.objects.filter(action="obligation.generate").count() == 2
    for due in (date(2028, 1, 1), date(2030, 1, 1), date(2028, 1, 1)):
        give(parent, [province.finance], cast.analyst, REVIEW, due)
    assert Obligation.objects.filter(kind=REVIEW).count() == 2


REFUSED = [
    ({"standing": "draft"}, "finance", DUE, "__all__", "a draft creates none"),
    ({"standing": "press"}, "finance", DUE, "__all__", "a newspaper creates none"),
    ({}, "", DUE, "bodies", "nobody is named"),
    ({}, "finance", date(2025, 1, 1), "due", "a day before the document"),
]


@pytest.mark.parametrize(("changes", "body", "due", "named", "why"), REFUSED, ids=[r[-1] for r in REFUSED])
def test_what_cannot_be_given(
    stage: Any, province: Any, cast: Any, changes: Any, body: str, due: date, named: str, why: str
) -> None:
    """Said, and nothing is made."""
    document = stage.document(**changes)
    bodies = [getattr(province, body)] if body else []
    with pytest.raises(ValidationError) as raised:
        give(document, bodies, cast.analyst, due=due)
    said = getattr(raised.value, "error_dict", {"__all__": raised.value.messages})
    assert list(said) == [named], why
    assert not Obligation.objects.exists()


def test_a_linked_plan_fulfils_it(stage: Any, parent: Any, province: Any, cast: Any) -> None:
    """Before or after it was owed, on the plan's own day; taken back, it is owed again."""
    plan = plan_of(stage, province.finance, date(2026, 3, 11))
    give(parent, [province.finance, province.building], cast.analyst)
    link = chains.link_add(child=plan, parent=parent, relation="carries_out", by=cast.analyst)

    owed = Obligation.objects.get(body=province.finance)
    assert (owed.fulfilled_by, owed.fulfilled_on) == (plan, date(2026, 3, 11))
    assert services.stands(owed, as_of=date(2026, 10, 1)).days_late == 10
    assert Obligation.objects.get(body=province.building).fulfilled_on is None

    chains.link_withdraw(link=link, by=cast.analyst)
    owed.refresh_from_db()
    assert (owed.fulfilled_by, owed.fulfilled_on) == (None, None)

    other = plan_of(stage, province.finance, date(2026, 2, 1), symbol="1/KH-B")
    chains.link_add(child=other, parent=parent, relation="carries_out", by=cast.analyst)
    owed.refresh_from_db()
    assert (owed.fulfilled_by, owed.fulfilled_on) == (other, date(2026, 2, 1))


def test_a_plan_linked_before_counts_when_it_is_owed(
    stage: Any, parent: Any, province: Any, cast: Any
) -> None:
    """Whatever the order of entry; a draft fulfils nothing; the plan of an heir does."""
    chains.link_add(
        child=plan_of(stage, province.finance, date(2026, 2, 1)), parent=parent, relation="carries_out",
        by=cast.analyst,
    )  # fmt: skip
    draft = plan_of(stage, province.building, date(2026, 2, 1), standing="draft")
    chains.link_add(child=draft, parent=parent, relation="carries_out", by=cast.analyst)
    give(parent, [province.planning, province.building], cast.analyst)  # planning went into finance
    assert Obligation.objects.get(body=province.planning).fulfilled_on == date(2026, 2, 1)
    assert Obligation.objects.get(body=province.building).fulfilled_on is None


def test_a_study_session_is_recorded_with_its_paper(parent: Any, province: Any, cast: Any) -> None:
    """How many of how many; more than are to attend, or without a paper, is refused."""
    (owed,) = give(parent, [province.finance], cast.analyst, STUDY).made
    told = {"obligation": owed, "kind": ActKind.STUDIED, "on": date(2026, 2, 1), "by": cast.finance}
    for wrong, named in (
        ({"attended": 41, "to_attend": 40, "note": "BC 12"}, "attended"),
        ({"attended": 38, "to_attend": 40}, "paper"),
        ({"attended": None, "to_attend": 40, "note": "BC 12"}, "attended"),
    ):
        with pytest.raises(ValidationError) as raised:
            services.act(**told, **wrong)
        assert list(raised.value.message_dict) == [named]

    services.act(**told, attended=38, to_attend=40, note="Báo cáo 12/BC-STC", completes=True)
    owed.refresh_from_db()
    assert (owed.attended, owed.to_attend, owed.fulfilled_on) == (38, 40, date(2026, 2, 1))


def test_a_review_held_every_year_is_owed_every_year(parent: Any, province: Any, cast: Any) -> None:
    """One each year up to the last day; done again nothing is made twice; other kinds are owed once."""
    told = {"document": parent, "bodies": [province.finance], "by": cast.analyst, "basis": "hằng năm sơ kết"}
    yearly = {"due": date(2028, 2, 29), "until": date(2031, 2, 28)}
    made = services.obligations_generate(kind=KindOfObligation.INTERIM_REVIEW, **yearly, **told).made
    assert [one.due for one in made] == [
        date(2028, 2, 29), date(2029, 2, 28), date(2030, 2, 28), date(2031, 2, 28)
    ]  # fmt: skip
    again = services.obligations_generate(kind=KindOfObligation.INTERIM_REVIEW, **yearly, **told)
    assert (again.made, len(again.known)) == ([], 4)
    for kind, days, named in (
        (KindOfObligation.FINAL_REVIEW, yearly, "until"),
        (KindOfObligation.INTERIM_REVIEW, {"due": None, "until": DUE}, "due"),
        (KindOfObligation.INTERIM_REVIEW, {"due": DUE, "until": date(2025, 12, 31)}, "until"),
        (KindOfObligation.INTERIM_REVIEW, {"due": DUE, "until": date(2126, 1, 1)}, "until"),
    ):
        with pytest.raises(ValidationError) as raised:
            services.obligations_generate(kind=kind, **days, **told)
        assert list(raised.value.message_dict) == [named]


SHARES = [
    (Fraction(20, 120), "16,7 %", "rounded half up"),
    (Fraction(1846, 2110), "87,5 %", "rounded half up"),
    (Fraction(19, 20), "95 %", "no zero at its end"),
    (Fraction(9999, 10000), "99,9 %", "100 % is said of all only"),
    (Fraction(1), "100 %", "all"),
    (None, "", "not known"),
]


@pytest.mark.parametrize(("share", "said", "why"), SHARES, ids=[row[1] + row[2] for row in SHARES])
def test_a_share_as_printed(share: Any, said: str, why: str) -> None:
    """As whoever divides the two numbers beside it gets it."""
    assert share_text(share) == said, why


def test_study_is_told_over_all_sessions(
    parent: Any, province: Any, cast: Any, signed_in: Callable[[str], Any]
) -> None:
    """A second session's own number is asked about; a mistake is corrected by saying so."""
    (owed,) = give(parent, [province.finance], cast.analyst, STUDY).made
    client = signed_in("finance")
    address = f"/nghia-vu/{owed.pk}/ghi/studied/"
    told = {"studied-on": "2026-02-01", "studied-to_attend": "120", "studied-note": "BC 12-BC/ĐU"}
    assert client.post(address, told | {"studied-attended": "95"}).status_code == 302
    asked = client.post(address, told | {"studied-attended": "20"})
    assert asked.status_code == 422
    assert "Lần trước đã ghi 95 người" in asked.content.decode()
    assert client.post(address, told | {"studied-attended": "115"}).status_code == 302
    assert client.post(address, told | {"studied-attended": "90", "studied-fewer": "on"}).status_code == 302
    owed.refresh_from_db()
    assert (owed.attended, owed.to_attend) == (90, 120)


HINTS = [
    ("Ban hành kế hoạch thực hiện", None, ["plan"], "to several"),
    ("Xây dựng kế hoạch thu ngân sách", "finance", [], "one body's own task"),
    ("Tổ chức học tập, quán triệt Nghị quyết", None, ["study"], "to several"),
    ("Định kỳ hằng năm sơ kết; tổng kết năm 2030", None, ["interim_review", "final_review"], "both reviews"),
    ("Tham mưu sơ kết giữa nhiệm kỳ", "finance", ["interim_review"], "a review, whoever prepares it"),
]


@pytest.mark.parametrize(("words", "lead", "kinds", "why"), HINTS, ids=[row[-1] + row[0] for row in HINTS])
def test_what_the_document_asks_for_is_offered(
    parent: Any, province: Any, signed_in: Callable[[str], Any], words: str, lead: Any, kinds: Any, why: str
) -> None:
    """Its own orders, each as the kind of obligation it is; taken over with its day and words."""
    task = boards.task(parent, getattr(province, lead) if lead else None, date(2030, 12, 31), action=words)
    client = signed_in("analyst")
    address = f"/van-ban/{parent.pk}/theo-doi/giao/"
    assert [kind for _task, kind in client.get(address).context["hints"]] == kinds, why
    for kind in kinds:
        initial = client.get(f"{address}?task={task.pk}&kind={kind}").context["form"].initial
        both = len(kinds) == 2 and kind == "interim_review"
        assert (initial["kind"], initial["basis"]) == (kind, words)
        assert (initial["due"], initial["until"]) == (
            (None, date(2030, 12, 31)) if both else (date(2030, 12, 31), None)
        ), "of an order for both reviews the day is that of the last one"


def test_a_plan_outside_the_register_is_named(
    parent: Any, province: Any, cast: Any, signed_in: Callable[[str], Any]
) -> None:
    """By what was said of it, on the board, in the list and in their files."""
    (owed,) = give(parent, [province.finance], cast.analyst).made
    said = "77/KH-STC ngày 01/02/2026"
    services.act(obligation=owed, kind=ActKind.FULFILLED, on=date(2026, 2, 1), by=cast.finance, note=said)
    client = signed_in("analyst")
    assert said in client.get(f"/van-ban/{parent.pk}/theo-doi/").content.decode()
    assert said in client.get("/nghia-vu/").content.decode()
    (row,) = boards.xlsx_of(client.get(f"/van-ban/{parent.pk}/theo-doi/tai-ve.xlsx"))
    assert row["Số, ký hiệu"] == said
    (row,) = boards.xlsx_of(client.get("/nghia-vu/tai-ve.xlsx"))
    assert row["Thực hiện bằng"] == said


def test_extended_once_waived_and_owed_again(parent: Any, province: Any, cast: Any) -> None:
    """By the office, with a reason; what is waived cannot be fulfilled."""
    (owed,) = give(parent, [province.finance], cast.analyst).made
    on = date(2026, 2, 1)

    def act(kind: ActKind, **more: Any) -> None:
        services.act(obligation=owed, kind=kind, on=on, by=cast.analyst, **more)

    with pytest.raises(ValidationError):
        act(ActKind.EXTENDED, due=DUE, note="chưa đủ số liệu")
    act(ActKind.EXTENDED, due=date(2026, 3, 15), note="chưa đủ số liệu")
    with pytest.raises(ValidationError):
        act(ActKind.EXTENDED, due=date(2026, 4, 15), note="lần nữa")
    with pytest.raises(ValidationError):
        act(ActKind.WAIVED, note=" ")
    act(ActKind.WAIVED, note="thực hiện theo kế hoạch chung")
    with pytest.raises(Conflict):
        act(ActKind.FULFILLED, note="KH 12")
    act(ActKind.OWED_AGAIN, note="tách riêng")
    act(ActKind.FULFILLED, note="KH 12/KH-STC ngày 01/02/2026")
    owed.refresh_from_db()
    assert (owed.first_due, owed.due, owed.fulfilled_on) == (DUE, date(2026, 3, 15), on)


# --- pages ----------------------------------------------------------------------------------------------


def test_the_office_gives_by_ticks_and_the_board_shows(
    stage: Any, parent: Any, province: Any, cast: Any, signed_in: Callable[[str], Any]
) -> None:
    """From the form to the board, its filter, its order and its file."""
    plan = plan_of(stage, province.finance, date(2026, 3, 11))
    chains.link_add(child=plan, parent=parent, relation="carries_out", by=cast.analyst)
    client = signed_in("analyst")
    form = client.get(f"/van-ban/{parent.pk}/theo-doi/giao/").content.decode()
    assert "data-ticks" in form
    assert f'value="{province.planning.pk}"' not in form, "a body that has gone is given nothing"
    told = {"kind": "plan", "due": "2026-03-01", "basis": "trước 01/3/2026"}
    assert client.post(f"/van-ban/{parent.pk}/theo-doi/giao/", told).status_code == 422
    told["bodies"] = [province.finance.pk, province.building.pk]
    assert client.post(f"/van-ban/{parent.pk}/theo-doi/giao/", told).status_code == 302

    page = client.get(f"/van-ban/{parent.pk}/theo-doi/?order=-late")
    assert [(r.body, r.state, r.days_late) for r in page.context["page"]] == [
        (province.building, "late", (lists.today() - DUE).days),
        (province.finance, "issued_late", 10),
    ]
    assert not boards.Page.of(page).problems
    late = client.get(f"/van-ban/{parent.pk}/theo-doi/?state=late&q=xay")
    assert [r.body for r in late.context["page"]] == [province.building]
    (line,) = boards.csv_of(client.get(f"/van-ban/{parent.pk}/theo-doi/tai-ve.csv?state=issued_late"))
    assert (line["Cơ quan"], line["Ngày ban hành"], line["Chậm (ngày)"]) == (
        "Sở Tài chính", "2026-03-11", "10"
    )  # fmt: skip
    assert boards.xlsx_of(client.get(f"/van-ban/{parent.pk}/theo-doi/tai-ve.xlsx"))[0]["Cơ quan"]


def test_a_body_records_its_own_and_sees_no_other(
    parent: Any, province: Any, cast: Any, signed_in: Callable[[str], Any]
) -> None:
    """The officer of the finance department: its own list, its own act; another's does not exist."""
    mine, other = give(parent, [province.finance, province.building], cast.analyst).made
    client = signed_in("finance")
    page = client.get("/nghia-vu/")
    assert [row.pk for row in page.context["page"]] == [mine.pk]
    assert not boards.Page.of(page).problems
    assert client.get(f"/nghia-vu/{other.pk}/").status_code == 404
    page = client.get(f"/nghia-vu/{mine.pk}/")
    assert [form.kind for form in page.context["forms"]] == [ActKind.FULFILLED, ActKind.NOTE]

    told = {"fulfilled-on": "2026-02-20", "fulfilled-note": ""}
    assert client.post(f"/nghia-vu/{mine.pk}/ghi/fulfilled/", told).status_code == 422
    told["fulfilled-note"] = "Kế hoạch 12/KH-STC ngày 20/02/2026"
    assert client.post(f"/nghia-vu/{mine.pk}/ghi/fulfilled/", told).status_code == 302
    assert client.post(f"/nghia-vu/{mine.pk}/ghi/waived/", {}).status_code == 403
    (line,) = boards.csv_of(client.get("/nghia-vu/tai-ve.csv?state=done_in_time"))
    assert line["Ngày thực hiện"] == "2026-02-20"


def test_the_counts_add_up(parent: Any, province: Any, cast: Any, signed_in: Callable[[str], Any]) -> None:
    """Four states, what waits to be confirmed and the waived are all there is."""
    made = give(parent, [province.finance, province.building, province.commune], cast.analyst).made
    give(parent, [province.finance], cast.analyst, REVIEW, date(2027, 1, 1))
    services.act(obligation=made[0], kind=ActKind.FULFILLED, on=DUE, by=cast.analyst, note="KH")
    services.act(obligation=made[1], kind=ActKind.WAIVED, on=DUE, by=cast.analyst, note="chung")
    page = signed_in("analyst").get("/nghia-vu/")
    counts = {name: count for name, _, count in page.context["counts"]}
    assert counts == {
        "done_in_time": 1, "done_late": 0, "open_in_time": 1, "open_late": 1, "sent": 0, "waived": 1,
        "open": 2, "due_soon": 0,
    }  # fmt: skip
    assert page.context["total"] == 4


def test_the_board_says_how_much_is_copied(
    stage: Any, parent: Any, province: Any, cast: Any, signed_in: Any
) -> None:
    """Of each body's plan: the share that stands in other documents, by its newest check against this one."""
    for body in (province.building, province.finance):
        plan = plan_of(stage, body, date(2026, 2, 1))
        Link.objects.create(child=plan, parent=parent, relation="carries_out", decided_by=cast.analyst)
        made = [
            (1200, "done", parent),
            (6345, "done", parent),
            (9900, "done", plan),
            (None, "queued", parent),
        ]
        for copied, state, of in made:
            if body == province.finance and of == parent:
                continue
            check = Check.objects.create(
                document=plan, reading=Reading.objects.get(file__document=plan), title="x", state=state,
                copied=copied, created_by=cast.analyst,
            )  # fmt: skip
            check.parents.set([of])

    client = signed_in("leader")
    rows = {row.body: row for row in client.get(f"/van-ban/{parent.pk}/theo-doi/").context["page"]}
    assert rows[province.building].copied == Fraction(6345, 10_000)
    assert rows[province.finance].copied is None, "it was never held against this parent"
    told = client.get(f"/van-ban/{parent.pk}/theo-doi/tai-ve.csv").content.decode()
    assert "63,5" in told
    first = client.get(f"/van-ban/{parent.pk}/theo-doi/?order=-copied").context["page"][0]
    assert first.body == province.building


def test_two_hundred_bodies_are_ten_queries(
    stage: Any, parent: Any, province: Any, cast: Any, signed_in: Any, django_assert_max_num_queries: Any
) -> None:
    """Besides the session, the person and their branch."""
    from dondoc.web.bodies.models import Body

    communes = [
        Body.objects.create(code=f"xa-{n}", name=f"Xã số {n}", kind="commune", parent=province.root,
                            path=f"{province.root.path}{9000 + n}/")
        for n in range(200)
    ]  # fmt: skip
    give(parent, communes, cast.analyst)
    for body in communes[:20]:
        plan = plan_of(stage, body, date(2026, 2, 1))
        Link.objects.create(child=plan, parent=parent, relation="carries_out", decided_by=cast.analyst)
    client = signed_in("leader")
    client.get("/nghia-vu/")
    with django_assert_max_num_queries(16):
        page = client.get(f"/van-ban/{parent.pk}/theo-doi/")
    assert page.context["all"] == 200


def test_a_collective_order_is_resolved_by_ticks(
    stage: Any, province: Any, signed_in: Callable[[str], Any]
) -> None:
    """The page of a task offers the same list of ticks."""
    task = boards.task(stage.document(), None, date(2026, 3, 1), collective=True)
    client = signed_in("analyst")
    assert "data-ticks" in client.get(f"/nhiem-vu/{task.pk}/?do=resolve").content.decode()
    client.post(f"/nhiem-vu/{task.pk}/chia/", {"bodies": [province.finance.pk, province.building.pk]})
    assert Task.objects.filter(parent=task).count() == 2
