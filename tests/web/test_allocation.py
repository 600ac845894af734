"""A number given out to bodies: what each is given, whether it comes to the whole, and the workbook of it."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from dondoc.web.audit.models import Entry
from dondoc.web.bodies.models import Body
from dondoc.web.bodies.services import body_add
from dondoc.web.core.conflicts import Conflict
from dondoc.web.plans import allocation, selectors
from dondoc.web.plans.allocation import Share
from dondoc.web.plans.models import Target, TargetVersion
from dondoc.web.plans.targets import Ground, version_withdraw
from dondoc.web.search.models import Entry as Findable
from web import boards
from web.boards import Page, figure, target, version

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 20)
GROUND = Ground(decided_on=date(2026, 1, 20), words="Quyết định giao chỉ tiêu")


@pytest.fixture(autouse=True)
def _today(settings: Any) -> None:
    settings.TODAY = TODAY


@pytest.fixture
def communes(province: Any) -> list[Body]:
    made = [
        body_add(code=f"xa-{n:03}", name=f"Xã Số {n}", kind="commune", parent=province.root, by=None)
        for n in range(1, 4)
    ]
    return [province.commune, *made]


@pytest.fixture
def members(province: Any, cast: Any) -> TargetVersion:
    """1.905 new members."""
    what = boards.indicator("Kết nạp đảng viên", "đảng viên")
    return version(target(what, province.root), "1905", cast.analyst)


def give(of: TargetVersion, bodies: list[Body], values: list[str | None], cast: Any, **more: Any) -> int:
    shares = [Share(b, None if v is None else Decimal(v)) for b, v in zip(bodies, values, strict=True)]
    told: dict[str, Any] = {"basis": "committee", "ground": GROUND, "by": cast.analyst}
    return allocation.allocate(version=of, shares=shares, **(told | more))


def test_each_owes_a_target_of_its_own(members: Any, communes: Any, province: Any, cast: Any) -> None:
    """What is given is a target of the body; the parts may come to more; one act, one entry."""
    assert give(members, communes[:2], ["1000", "950"], cast) == 2
    shares = allocation.shares_of(members)
    assert {pk: row.value for pk, row in shares.items()} == {communes[0].pk: 1000, communes[1].pk: 950}
    check = allocation.check(members, [(row.value, None) for row in shares.values()])
    assert (check.parts, check.difference) == (1950, 45)
    own = Target.objects.get(body=communes[0])
    assert (own.basis, own.awaiting_document) == ("committee", True)
    assert Findable.objects.filter(kind="target", row=own.pk).exists()
    told = Entry.objects.get(action="target.allocate")
    assert told.after == {"Xã Đông Sơn": "1.000", "Xã Số 1": "950"}
    assert told.body == province.root


def test_the_page_of_the_number_says_what_was_given_out(
    members: Any, communes: Any, cast: Any, signed_in: Any
) -> None:
    """How many bodies, what they come to, and how far that is from the number."""
    address = f"/chi-tieu/{members.target_id}/"
    assert signed_in("analyst").get(address).context["given"] is None
    give(members, communes[:3], ["1000", "950", None], cast)

    given = signed_in("analyst").get(address).context["given"]

    assert (given.bodies, given.parts, given.difference) == (2, Decimal(1950), Decimal(45))


def test_changed_and_taken_back(members: Any, communes: Any, cast: Any, stage: Any) -> None:
    """What stays is not written again; what changed is a version; nothing given takes the target away."""
    give(members, communes[:3], ["10", "20", "30"], cast)
    document = stage.document(date=date(2026, 6, 1))
    state = allocation.state_of(members)
    assert give(members, communes[:3], ["10", "25.0", None], cast, ground=Ground(document), seen=state) == 2
    now = allocation.shares_of(members)
    assert {pk: row.value for pk, row in now.items()} == {communes[0].pk: 10, communes[1].pk: 25}
    changed = Target.objects.get(body=communes[1])
    assert [row.value for row in changed.versions.order_by("pk")] == [20, 25]
    assert not changed.awaiting_document
    seen = {one.body_id for one in selectors.targets_seen(cast.access("analyst"))}
    assert communes[2].pk not in seen
    assert communes[0].pk in seen
    with pytest.raises(Conflict):
        give(members, communes[:1], ["11"], cast, seen=state)
    TargetVersion.objects.filter(pk=members.pk).update(by_hand=True)
    with pytest.raises(Conflict, match="phân bổ"):
        version_withdraw(version=members, by=cast.analyst, reason="nhầm")


REFUSED = [
    ({"basis": "nobody"}, "no such level"),
    ({"ground": Ground(words="x")}, "no day"),
    ({"shares": "itself"}, "the whole is not a part of itself"),
    ({"shares": "twice"}, "a body once"),
    ({"shares": "weight"}, "a rate of nothing"),
    ({"shares": "negative"}, "less than nothing of what is there"),
]


@pytest.mark.parametrize(("wanted", "why"), REFUSED, ids=[row[-1] for row in REFUSED])
def test_no_such_allocation(
    wanted: dict, why: str, members: Any, communes: Any, province: Any, cast: Any
) -> None:
    """Refused, and nothing is written."""
    some = {
        "itself": [Share(province.root, Decimal(1))],
        "twice": [Share(communes[0], Decimal(1))] * 2,
        "weight": [Share(communes[0], Decimal(1), Decimal(0))],
        "negative": [Share(communes[0], Decimal(-1))],
    }
    told: dict[str, Any] = {"basis": "council", "ground": GROUND, "shares": [Share(communes[0], Decimal(1))]}
    told |= {
        name: some.get(value, value) if isinstance(value, str) else value for name, value in wanted.items()
    }
    before = TargetVersion.objects.count()
    with pytest.raises(ValidationError):
        allocation.allocate(version=members, by=cast.analyst, **told)
    assert TargetVersion.objects.count() == before


def test_rates_need_what_they_are_rates_of(communes: Any, province: Any, cast: Any, signed_in: Any) -> None:
    """12 % of 500 and 4 % of 1.500 households make 6 %; the results roll up the same way."""
    poor = boards.indicator("Tỷ lệ hộ nghèo", "%", "stock", direction="lower", unit_rule="ratio")
    whole = version(target(poor, province.root), "6.00", cast.analyst, comparator="le")
    shares = [Share(communes[0], Decimal(12), Decimal(500)), Share(communes[1], Decimal(4), Decimal(1500))]
    allocation.allocate(version=whole, shares=shares, basis="council", ground=GROUND, by=cast.analyst)
    figure(poor, communes[0], "2026", "10", cast.analyst)
    figure(poor, communes[1], "2026", "2", cast.analyst)
    page = signed_in("analyst").get(reverse("target-allocation", args=[whole.target_id]))

    assert (page.context["parts"], page.context["difference"]) == (6, 0)
    assert page.context["rolled"] == 4
    assert "Tỷ lệ không cộng được" in Page.of(page).text
    assert Page.of(page).problems == []


def test_the_grid(members: Any, communes: Any, cast: Any, signed_in: Any) -> None:
    """Pasted, looked at, refused with what was typed, saved; who may not decide looks on."""
    address, client = reverse("target-allocation", args=[members.target_id]), signed_in("analyst")
    given = {"kind": "commune", "seen": "0", "basis": "committee", "decided_on": "2026-01-20", "words": "QĐ"}
    filled = client.post(
        address, given | {"do": "fill", "pasted": "Xã Số 1\t950\nXã Đông Sơn\t1.000\nXã Lạ\t1"}
    )
    values = {line.label: line.value for line in filled.context["sheet"].lines}
    assert (values["Xã Số 1"], values["Xã Đông Sơn"]) == ("950", "1.000")
    assert "không có dòng nào tên “Xã Lạ”" in filled.context["sheet"].problems[0]
    assert not Target.objects.filter(body=communes[0]).exists()
    cell = f"v-{communes[0].pk}"
    wrong = client.post(address, given | {"do": "save", cell: "một nghìn"})
    assert wrong.status_code == 422
    assert 'value="một nghìn"' in wrong.content.decode()
    assert client.post(address, given | {"do": "save", cell: "1.000"}).status_code == 302
    assert client.post(address, given | {"do": "save", cell: "999"}).status_code == 409
    assert allocation.shares_of(members)[communes[0].pk].value == 1000
    reader = signed_in("reader")
    page = Page.of(reader.get(address))
    assert (page.problems, "Lưu phân bổ" in page.text) == ([], False)
    assert reader.post(address, given).status_code == 403


def test_out_and_in_again(members: Any, communes: Any, cast: Any, signed_in: Any) -> None:
    """The workbook says what stands, fills the grid as it was, and a changed cell is the one change."""
    from openpyxl import load_workbook

    give(members, communes, ["12.30", "20", None, "7.125"], cast)
    client = signed_in("analyst")
    data = client.get(reverse("allocation-export", args=[members.target_id])).content
    address = reverse("target-allocation", args=[members.target_id])
    given = {"kind": "commune", "seen": str(allocation.state_of(members)), "do": "file"}
    again = client.post(address, given | {"workbook": io.BytesIO(data)})
    sheet = again.context["sheet"]
    assert [line.value for line in sheet.lines if line.value] == ["7,125", "20", "12,30"] or {
        line.label: line.value for line in sheet.lines if line.value
    } == {"Xã Đông Sơn": "12,30", "Xã Số 1": "20", "Xã Số 3": "7,125"}
    assert not any(allocation._differs(share, sheet.had.get(share.body.pk)) for share in sheet.shares())
    book = load_workbook(io.BytesIO(data))
    row = next(row for row in book.active.iter_rows(min_row=2) if row[1].value == "Xã Số 2")
    row[2].value = 33
    changed = io.BytesIO()
    book.save(changed)
    changed.seek(0)
    after = client.post(address, given | {"workbook": changed}).context["sheet"]
    assert [s.body for s in after.shares() if allocation._differs(s, after.had.get(s.body.pk))] == [
        communes[2]
    ]
    for bad in (b"", b"PK\x03\x04 broken", b"not a workbook"):
        refused = client.post(address, given | {"workbook": io.BytesIO(bad)})
        assert refused.status_code == 422
        assert refused.context["sheet"].problems


def test_two_hundred_bodies(
    members: Any, province: Any, cast: Any, signed_in: Any, django_assert_max_num_queries: Any
) -> None:
    """The grid and its saving take as many queries for two hundred as for two."""
    bodies = [
        body_add(code=f"x-{n:03}", name=f"Xã Thứ {n:03}", kind="commune", parent=province.root, by=None)
        for n in range(200)
    ]
    with django_assert_max_num_queries(22):
        give(members, bodies, ["9"] * 200, cast)
    client = signed_in("analyst")
    with django_assert_max_num_queries(16):
        page = client.get(reverse("target-allocation", args=[members.target_id]))
    assert page.context["parts"] == 1800
