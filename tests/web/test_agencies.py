"""Agency accounts with their people, roles by body and day, what văn thư and supervisors may do."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from dondoc.web.accounts.agencies import agency_add, member_add, member_end
from dondoc.web.accounts.models import Grant, Membership, User
from dondoc.web.accounts.services import grant_add, password_set
from dondoc.web.audit.models import Entry
from dondoc.web.plans.models import EventKind, Task
from web import boards
from web.boards import Page, csv_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 20)


@pytest.fixture(autouse=True)
def _today(settings: Any) -> None:
    settings.TODAY = TODAY


@pytest.fixture
def agency(province: Any, cast: Any) -> User:
    """Sở Xây dựng as one account: two people act for it."""
    made = agency_add(username="sxd", name="Sở Xây dựng", by=cast.administrator)
    grant_add(user=made, role="officer", body=province.building, valid_from=date(2026, 1, 1), by=None)
    for person in (cast.nobody, cast.finance):
        member_add(agency=made, person=person, valid_from=date(2026, 1, 1), by=None)
    return made


def test_every_act_is_traced_to_the_person(
    agency: User, province: Any, stage: Any, cast: Any, signed_in: Any
) -> None:
    """Two people of one agency each act in their own name; neither confirms what they reported."""
    task = boards.task(stage.document(), province.building, date(2026, 12, 1))

    def act(who: str, kind: str, **typed: str) -> int:
        given = {
            f"{kind}-{name}": value for name, value in ({"on": "2026-10-20", "note": "xong"} | typed).items()
        }
        return int(signed_in(who).post(reverse("task-act", args=[task.pk, kind]), given).status_code)

    assert act("nobody", "acknowledged") == 302
    assert act("finance", "reported") == 302
    assert [event.by for event in task.events.order_by("pk")] == [cast.nobody, cast.finance]
    assert {e.actor for e in Entry.objects.filter(table="plans.Task", row=task.pk)} == {
        cast.nobody,
        cast.finance,
    }
    member_end(
        member=Membership.objects.get(person=cast.nobody), valid_to=date(2026, 10, 19), by=cast.administrator
    )
    assert act("nobody", "note") == 404, "who left the agency sees nothing"
    assert act("finance", "note") == 302


def test_an_agency_account_never_signs_in(agency: User, cast: Any, client: Any) -> None:
    """It has no password and is given none; it is no member of another."""
    with pytest.raises(ValidationError):
        password_set(user=agency, password="mot-mat-khau-dai-2026", by=cast.administrator)
    assert not agency.has_usable_password()
    for wrong in ({"agency": cast.reader, "person": cast.nobody}, {"agency": agency, "person": agency}):
        with pytest.raises(ValidationError):
            member_add(valid_from=TODAY, by=cast.administrator, **wrong)
    with pytest.raises(ValidationError):
        member_add(
            agency=agency,
            person=cast.reader,
            valid_from=TODAY,
            valid_to=date(2026, 1, 1),
            by=cast.administrator,
        )
    again = member_add(agency=agency, person=cast.nobody, valid_from=TODAY, by=cast.administrator)
    assert again.valid_from == date(2026, 1, 1), "who is a member already stays the one they are"


def test_the_pages_of_agencies_and_roles(agency: User, province: Any, cast: Any, signed_in: Any) -> None:
    """Adding one, its people, and who holds what where on any day."""
    client = signed_in("administrator")
    assert (
        client.post(reverse("agency-add"), {"name": "Xã Đông Sơn", "username": "dongson"}).status_code == 302
    )
    made = User.objects.get(username="dongson")
    typed = {"member-person": cast.reader.pk, "member-valid_from": "2026-10-01", "member-valid_to": ""}
    assert client.post(reverse("member-add", args=[made.pk]), typed).status_code == 302
    page = Page.of(client.get(reverse("user", args=[made.pk])))
    assert "Người reader" in page.text
    assert page.problems == []
    assert "Xã Đông Sơn" in Page.of(client.get(reverse("user", args=[cast.reader.pk]))).text
    member = Membership.objects.get(agency=made)
    for day, last in (("2026-09-01", None), ("2026-10-20", TODAY)):
        client.post(reverse("member-end", args=[member.pk]), {"valid_to": day})
        member.refresh_from_db()
        assert member.valid_to == last
    refused = client.post(reverse("member-add", args=[made.pk]), {"member-person": agency.pk})
    assert refused.status_code == 422

    listed = Page.of(client.get(reverse("grant-list")))
    assert listed.problems == []
    assert "Sở Xây dựng" in listed.text
    rows = csv_of(client.get(reverse("grant-export", args=["csv"]), {"body": province.building.pk}))
    assert {row["Tên đăng nhập"] for row in rows} == {"sxd", "building", "supervisor"}
    Grant.objects.filter(user=agency).update(valid_to=date(2026, 10, 19))
    rows = csv_of(client.get(reverse("grant-export", args=["csv"]), {"body": province.building.pk}))
    assert {row["Tên đăng nhập"] for row in rows} == {"building", "supervisor"}
    assert Page.of(client.get(reverse("agency-add"))).problems == []


def test_van_thu_numbers_and_decides_nothing(stage: Any, cast: Any, signed_in: Any) -> None:
    """Number and day of an issued paper are theirs; what was read of it is not."""
    document = stage.document(symbol="")
    fact = stage.fact(document, "task")
    client = signed_in("clerk")
    typed = {
        "title": document.title, "type": document.type, "standing": "issued", "symbol": "15-NQ/TU",
        "day": "16/01/2026", "issuer_as_written": "Tỉnh ủy", "issuer": document.issuer_id, "reason": "",
    }  # fmt: skip
    assert client.post(reverse("document-edit", args=[document.pk]), typed).status_code == 302
    document.refresh_from_db()
    assert (document.symbol, document.date) == ("15-NQ/TU", date(2026, 1, 16))
    assert Entry.objects.get(action="document.update").actor == cast.clerk
    assert (
        reverse("document-edit", args=[document.pk])
        in Page.of(client.get(reverse("document", args=[document.pk]))).links
    )
    assert client.post(reverse("fact-accept", args=[fact.pk])).status_code == 403


def test_a_supervisor_presses_and_changes_nothing(
    province: Any, stage: Any, cast: Any, signed_in: Any
) -> None:
    """Of the body that is theirs to follow: asks for an explanation, extends and confirms nothing."""
    document = stage.document()
    mine = boards.task(document, province.building, date(2026, 10, 1))
    other = boards.task(document, province.finance, date(2026, 10, 1))
    client = signed_in("supervisor")

    def act(task: Task, kind: EventKind) -> int:
        given = {f"{kind}-on": "2026-10-20", f"{kind}-note": "vì sao chậm", f"{kind}-day": "2026-10-20"}
        return int(client.post(reverse("task-act", args=[task.pk, kind]), given).status_code)

    assert act(mine, EventKind.EXPLANATION_ASKED) == 302
    assert act(mine, EventKind.DONE) == act(mine, EventKind.REPORTED) == 403
    assert act(other, EventKind.EXPLANATION_ASKED) == 404
    assert mine.events.get().by == cast.supervisor
