"""Trees on a day, a body's names and places, and who is in charge of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from dondoc.web.audit.models import Entry
from dondoc.web.bodies.charges import charge_add, charge_end, charge_withdraw, in_charge_of, leader_of
from dondoc.web.bodies.models import Body, Charge
from dondoc.web.bodies.moving import body_end, body_link_add, body_link_end, body_move
from dondoc.web.bodies.services import body_add, body_rename
from dondoc.web.bodies.trees import called, tree
from web import boards
from web.boards import Page, csv_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 20)


@pytest.fixture(autouse=True)
def _today(settings: Any) -> None:
    settings.TODAY = TODAY


@pytest.fixture
def committee(province: Any) -> Body:
    """The Party committee of the People's Committee, and finance in its tree since March 2025."""
    made = body_add(code="du-ubnd", name="Đảng ủy UBND tỉnh", kind="party", parent=province.party, by=None)
    body_link_add(body=province.finance, parent=made, valid_from=date(2025, 3, 1), by=None)
    return made


def shown(cast: Any, **asked: Any) -> list[tuple[str, int, bool]]:
    nodes = tree(cast.access("analyst"), **({"on": TODAY} | asked))
    names = dict(Body.objects.values_list("pk", "name"))
    return [(names[node.pk], node.depth, node.second) for node in nodes]


def test_a_department_stands_in_two_trees(committee: Body, cast: Any) -> None:
    """In the State's as its own, in the Party's marked; in neither twice, and in none before its day."""
    assert ("Sở Tài chính", 1, False) in shown(cast, kind="state")
    assert shown(cast, kind="party") == [
        ("Tỉnh ủy Lam Sơn", 0, False),
        ("Đảng ủy UBND tỉnh", 1, False),
        ("Sở Tài chính", 2, True),
    ]
    assert "Sở Tài chính" not in {name for name, *_ in shown(cast, kind="party", on=date(2025, 2, 1))}


def test_the_tree_as_of_a_day(province: Any, cast: Any) -> None:
    """Who existed, under whom, by the name of then; ended ones only where asked for."""
    body_move(body=province.building, parent=province.party, on=date(2026, 5, 1), by=None)
    body_rename(body=province.finance, name="Sở Tài chính và Đầu tư", on=date(2026, 6, 1), by=cast.analyst)
    province.finance.refresh_from_db()

    old = shown(cast, on=date(2025, 2, 1))
    assert ("Sở Kế hoạch và Đầu tư", 2, False) in old
    assert "Sở Kế hoạch và Đầu tư" not in {name for name, *_ in shown(cast)}
    assert "Sở Kế hoạch và Đầu tư" in {name for name, *_ in shown(cast, ended=True)}
    names = [name for name, *_ in old]
    assert names.index("Ủy ban nhân dân tỉnh") < names.index("Sở Xây dựng")
    assert ("Sở Xây dựng", 1, False) in shown(cast, kind="state", on=date(2026, 4, 30))
    assert ("Sở Xây dựng", 0, False) in shown(cast, kind="state"), "its parent is in another tree now"
    finance = province.finance
    finance.refresh_from_db()
    assert called([finance.pk], date(2026, 5, 31)) == {finance.pk: (finance, "Sở Tài chính")}
    assert called([finance.pk], date(2026, 6, 1)) == {finance.pk: (finance, finance.name)}
    assert shown(cast, text="so xay") == [("Sở Xây dựng", 0, False)]


def test_the_page_is_bounded_with_thousands_of_bodies(
    province: Any, committee: Body, signed_in: Any, django_assert_max_num_queries: Any
) -> None:
    """A page of a hundred, ten queries; the file has all."""
    made = Body.objects.bulk_create(
        Body(code=f"c{n}", name=f"Tổ {n}", kind="state", parent=province.government) for n in range(1500)
    )
    for body in made:
        body.path = f"{province.government.path}{body.pk}/"
        body.fill_keys()
    Body.objects.bulk_update(made, ["path", "folded", "sort_key"], batch_size=300)
    client = signed_in("analyst")
    client.get(reverse("body-list"))
    with django_assert_max_num_queries(10):
        response = client.get(reverse("body-list"), {"page": "3"})
    assert len(response.context["rows"]) == 100
    assert Page.of(response).problems == []
    assert len(csv_of(client.get(reverse("body-export", args=["csv"])))) > 1500


def test_a_body_is_kept_by_hand(province: Any, signed_in: Any) -> None:
    """Added, renamed, put into a second tree and taken out, ended: each by its form, each in the trail."""
    client = signed_in("administrator")
    typed = {
        "name": "Ban Dân tộc", "kind": "state", "parent": province.government.pk,
        "names": "BDT\nBan Dân tộc tỉnh", "valid_from": "2026-01-01", "source": "NQ 5",
    }  # fmt: skip
    assert client.post(reverse("body-add"), typed).status_code == 302
    body = Body.objects.get(name="Ban Dân tộc")
    assert set(body.names.values_list("name", flat=True)) == {"BDT", "Ban Dân tộc tỉnh"}

    def act(kind: str, **values: str) -> int:
        given = {f"{kind}-{name}": value for name, value in values.items()}
        return int(client.post(reverse("body-act", args=[body.pk, kind]), given).status_code)

    assert act("rename", name="Sở Dân tộc", on="2026-03-01") == 302
    assert act("rename", name="Sở Dân tộc", on="2026-12-01") == 422
    assert act("link", parent=str(province.party.pk), valid_from="2026-03-01", note="") == 302
    link = body.links.get()
    assert (
        client.post(reverse("body-link-end", args=[link.pk]), {"valid_to": "2026-10-20"}).status_code == 302
    )
    assert act("move", parent=str(province.root.pk), on="2026-04-01", note="QĐ 3") == 302
    assert act("end", valid_to="2026-09-30", paper="") == 422
    assert act("end", valid_to="2026-09-30", paper="QĐ 9") == 302
    body.refresh_from_db()
    assert (body.name, body.parent, body.valid_to) == ("Sở Dân tộc", province.root, date(2026, 9, 30))
    actions = list(Entry.objects.filter(table="bodies.Body", row=body.pk).values_list("action", flat=True))
    assert {"body.add", "body.rename", "body.link", "body.link_end", "body.move", "body.end"} == set(actions)
    assert Page.of(client.get(reverse("body-edit", args=[body.pk]))).problems == []
    assert Page.of(client.get(reverse("body-add"))).problems == []


def test_what_cannot_be_done_to_a_body(province: Any, committee: Body, stage: Any, cast: Any) -> None:
    """No body below itself, none ended that owes something or has others below it."""
    with pytest.raises(ValidationError):
        body_move(body=province.government, parent=province.finance, on=TODAY, by=None)
    with pytest.raises(ValidationError):
        body_link_add(body=province.finance, parent=province.government, valid_from=None, by=None)
    with pytest.raises(ValidationError):
        body_link_end(link=province.finance.links.get(), valid_to=date(2025, 1, 1), by=cast.analyst)
    boards.task(stage.document(), province.building, date(2026, 12, 1))
    for body, words in ((province.building, "1 việc chưa xong"), (province.government, "cơ quan trực thuộc")):
        with pytest.raises(ValidationError, match=words):
            body_end(body=body, valid_to=TODAY, by=cast.analyst, paper="QĐ 1")


CHARGES = [
    ("finance", "", "leader", "named itself"),
    ("planning", "", None, "no longer below anybody in charge: it ended, its successor answers"),
    ("building", "", "second", "by the nearest above it"),
    ("building", "Y tế", "second", "a body's charge before a field's"),
    ("commune", "Y tế", "reader", "by its field alone"),
    ("commune", "", None, "nobody"),
    (None, "Y tế", "reader", "a field without a body"),
]


@pytest.fixture
def charged(province: Any, cast: Any) -> Body:
    """One leader has the government, another finance in it, a third health; all since January 2026."""
    province.planning.path = f"/{province.planning.pk}/"
    province.planning.save(update_fields=["path"])
    since = date(2026, 1, 1)
    charge_add(leader=cast.second, bodies=[province.government], valid_from=since, by=cast.analyst)
    charge_add(
        leader=cast.leader, bodies=[province.finance], valid_from=since, valid_to=TODAY, by=cast.analyst
    )
    charge_add(leader=cast.reader, fields=["Y tế"], valid_from=since, by=cast.analyst, paper="TB 1")
    return province.government


@pytest.mark.parametrize(("body", "field", "who", "why"), CHARGES, ids=[row[3] for row in CHARGES])
def test_who_is_in_charge(
    charged: Body, province: Any, cast: Any, body: str | None, field: str, who: str | None, why: str
) -> None:
    """The nearest body's leader, then the field's."""
    found = leader_of(getattr(province, body) if body else None, field, TODAY)
    assert (found and found.leader) == (getattr(cast, who) if who else None)


def test_charges_have_days(charged: Body, province: Any, cast: Any) -> None:
    """Until the last day one, from the next day the other; withdrawn it never was."""
    after = date(2026, 10, 21)
    assert leader_of(province.finance, "", after).leader == cast.second  # type: ignore[union-attr]
    assert leader_of(province.finance, "", date(2025, 12, 31)) is None
    mine = in_charge_of(cast.leader, TODAY)
    assert mine.bodies == {province.finance.pk, province.planning.pk}, "with what it took over from"
    assert in_charge_of(cast.leader, after).bodies == frozenset()
    assert in_charge_of(cast.reader, TODAY).fields == {"Y tế"}
    again = charge_add(leader=cast.leader, bodies=[province.finance], valid_from=TODAY, by=cast.analyst)
    assert again == [], "what holds already is not given twice"
    charge = Charge.objects.get(leader=cast.leader)
    with pytest.raises(ValidationError):
        charge_end(charge=charge, valid_to=date(2025, 1, 1), by=cast.analyst)
    charge_withdraw(charge=charge, by=cast.analyst)
    assert leader_of(province.finance, "", TODAY).leader == cast.second  # type: ignore[union-attr]
    for wrong in ({}, {"leader": cast.leader}, {"bodies": [province.finance]}):
        with pytest.raises(ValidationError):
            charge_add(valid_from=TODAY, by=cast.analyst, **wrong)


def test_the_leaders_page(charged: Body, province: Any, cast: Any, stage: Any, signed_in: Any) -> None:
    """Bodies with what they owe, what is late there, the fields; and the list by leader, as of a day."""
    boards.indicator("Số giường bệnh", field="Y tế")
    boards.task(stage.document(), province.finance, date(2026, 10, 1), action="việc trễ của sở")
    boards.task(stage.document(), province.building, date(2026, 10, 1), action="việc của nơi khác")
    client = signed_in("leader")
    page = Page.of(client.get(reverse("leader", args=[cast.leader.pk])))
    assert "Việc trễ của sở" in page.text
    assert "nơi khác" not in page.text
    assert page.problems == []
    assert "Y tế" in Page.of(client.get(reverse("leader", args=[cast.reader.pk]))).text
    assert client.get(reverse("leader", args=[cast.finance.pk])).status_code == 404
    listed = Page.of(client.get(reverse("charge-list")))
    assert listed.problems == []
    assert "Người leader" in listed.text
    later = Page.of(client.get(reverse("charge-list"), {"on": "2026-11-01"}))
    assert reverse("leader", args=[cast.leader.pk]) not in later.links
    assert len(csv_of(client.get(reverse("charge-export", args=["csv"])))) == 3
    typed = {
        "leader": cast.leader.pk,
        "bodies": [province.council.pk],
        "fields": ["Y tế"],
        "valid_from": "2026-10-01",
    }
    client = signed_in("analyst")
    assert client.post(reverse("charge-add"), typed).status_code == 302
    assert Charge.objects.filter(leader=cast.leader).count() == 3
    refused = client.post(reverse("charge-add"), {"valid_from": "2026-10-01"})
    assert refused.status_code == 422
    assert Page.of(refused).problems == []
