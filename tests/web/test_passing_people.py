"""What a reorganisation means for roles, second trees and reports by a calendar."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from dondoc.web.accounts.leftover import grant_pass, roles_left, roles_left_of
from dondoc.web.accounts.models import Grant
from dondoc.web.bodies.models import Body
from dondoc.web.bodies.moving import body_link_add
from dondoc.web.reorganisations import selectors
from dondoc.web.reorganisations.models import Reorganisation
from dondoc.web.reorganisations.services import Founding, reorganisation_undo, reorganise
from dondoc.web.reporting.models import Report
from web import boards, reports
from web.boards import Page

pytestmark = pytest.mark.django_db
TODAY, DAY = date(2026, 10, 20), date(2026, 8, 15)


@pytest.fixture(autouse=True)
def _today(settings: Any) -> None:
    settings.TODAY = TODAY


def divide(province: Any, cast: Any, *names: str) -> Reorganisation:
    """The building department becomes these; the first takes what is not chosen."""
    return reorganise(
        before=[province.building],
        after=[Founding(name, "state", province.government) for name in names],
        on=DAY,
        paper="QĐ 9/QĐ-UBND",
        by=cast.analyst,
        today=TODAY,
        rest=0,
    )


def test_roles_are_given_anew_by_who_manages_people(province: Any, cast: Any, signed_in: Any) -> None:
    """The officer reads on the start page why nothing is there; the administrator gives the role anew."""
    divide(province, cast, "Sở Nhà ở", "Sở Đường bộ")
    page = Page.of(signed_in("building").get(reverse("desk")))
    assert page.problems == []
    for words in ("Sở Xây dựng đã kết thúc hoạt động ngày 14/08/2026", "Sở Nhà ở", "Sở Đường bộ"):
        assert words in page.text, words
    assert "đã kết thúc hoạt động" not in Page.of(signed_in("analyst").get(reverse("desk"))).text

    client = signed_in("administrator")
    grant = Grant.objects.get(user=cast.people["building"])
    assert "vai trò còn gắn với cơ quan đã kết thúc" in Page.of(client.get(reverse("desk"))).text
    page = Page.of(client.get(reverse("user-list")))
    assert page.problems == []
    assert "Giao lại từ hôm nay" in page.text
    houses = Body.objects.get(name="Sở Nhà ở")
    client.post(reverse("grant-pass", args=[grant.pk]), {"body": [houses.pk]})
    grant.refresh_from_db()
    assert grant.valid_to == date(2026, 10, 19)
    new = Grant.objects.get(user=cast.people["building"], body=houses)
    assert (new.role, new.valid_from) == (grant.role, TODAY)
    access = cast.access("building")
    assert roles_left_of(access, on=TODAY) == []
    assert province.building.pk in access.body_ids, "what the old body did stays readable"


def test_a_role_goes_only_to_who_took_over(province: Any, cast: Any) -> None:
    """Nobody is let into another department by the button; a chain of reorganisations leads to its end."""
    divide(province, cast, "Sở Nhà ở")
    houses = Body.objects.get(name="Sở Nhà ở")
    reorganise(
        before=[houses], after=[province.finance], on=date(2026, 9, 1), paper="QĐ 10", by=cast.analyst,
        today=TODAY,
    )  # fmt: skip
    left = next(
        row
        for row in roles_left(cast.access("administrator"), on=TODAY)
        if row.grant.user == cast.people["building"]
    )
    assert left.heirs == [province.finance]
    assert roles_left(cast.access("analyst"), on=TODAY) == []
    for bodies in ([], [province.commune]):
        with pytest.raises(ValidationError):
            grant_pass(grant=left.grant, bodies=bodies, on=TODAY, by=cast.people["administrator"])


def test_what_is_founded_stands_in_the_second_tree_until_undone(province: Any, cast: Any) -> None:
    """A new sở stands below the Đảng ủy of its predecessor; undone, it is offered nowhere."""
    body_link_add(body=province.building, parent=province.party, valid_from=date(2025, 7, 1), by=None)
    made = divide(province, cast, "Sở Nhà ở")
    houses = Body.objects.get(name="Sở Nhà ở")
    (link,) = houses.links.all()
    assert (link.parent, link.valid_from, link.instead) == (province.party, DAY, False)

    reorganisation_undo(reorganisation=made, by=cast.analyst, on=TODAY)
    houses.refresh_from_db()
    assert houses.valid_to == DAY
    province.building.refresh_from_db()
    assert province.building.valid_to is None


def test_the_report_of_a_body_that_ends_is_its_successors(province: Any, cast: Any) -> None:
    """In mid-quarter: what it had not begun is waived with the reason and owed by who took over."""
    reports.quarter(province, cast)
    made = divide(province, cast, "Sở Nhà ở", "Sở Đường bộ")
    owed = Report.objects.filter(period="2026-Q3", obligation__waived_on=None)
    assert sorted(str(report.body) for report in owed) == ["Sở Nhà ở", "Sở Tài chính", "Sở Đường bộ"]
    old = Report.objects.get(body=province.building, period="2026-Q3")
    event = old.obligation.events.order_by("pk").last()
    assert event is not None
    assert event.note == "Cơ quan kế thừa báo cáo (QĐ 9/QĐ-UBND)"

    reorganisation_undo(reorganisation=made, by=cast.analyst, on=TODAY)
    assert sorted(str(report.body) for report in owed.all()) == ["Sở Tài chính", "Sở Xây dựng"]


def test_a_report_begun_is_finished_where_it_was_begun(province: Any, cast: Any) -> None:
    """Nothing typed is lost: the draft stays the old body's, and its successor sees it."""
    quarter = reports.quarter(province, cast)
    quarter.type(province.building, "1,5", by="building")
    divide(province, cast, "Sở Nhà ở")
    assert quarter.of(province.building).obligation.waived_on is None


def test_a_merger_lists_only_what_moves(province: Any, cast: Any, stage: Any) -> None:
    """What stands with the one that goes on does not move and is not announced."""
    boards.task(stage.document(), province.building, date(2026, 12, 1), action="việc chuyển đi")
    boards.task(stage.document(), province.finance, date(2026, 12, 1), action="việc ở lại")
    both = [province.building, province.finance]
    shown = selectors.preview(cast.access("analyst"), both, [province.building], on=DAY, alone=True)
    assert [row.words for row in shown.rows if row.kind == "task"] == ["việc chuyển đi"]
    assert shown.counts["task"] == 1
