"""What came with the installation: the centre, 63 → 34 provinces, the changes of 2025 an office picks."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from dondoc.web.accounts.models import User
from dondoc.web.bodies.models import Body, BodyLink, Charge, Succession
from dondoc.web.bodies.selectors import bodies_in_scope, resolve
from dondoc.web.plans.models import Task
from dondoc.web.reorganisations.models import Reorganisation
from dondoc.web.reorganisations.national import change_apply, change_rows, changes, national_load, provinces
from dondoc.web.reorganisations.provincefile import organisation_load
from web import boards
from web.boards import Page

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 20)
EVE = date(2025, 6, 30)


@pytest.fixture(autouse=True)
def _today(settings: Any) -> None:
    settings.TODAY = TODAY


def test_sixty_three_became_thirty_four() -> None:
    """Counted on the day before, on the day after, and every one that ended has its successor."""
    rows = provinces()

    def on(day: date) -> int:
        return sum(
            (row.valid_from is None or row.valid_from <= day)
            and (row.valid_to is None or row.valid_to >= day)
            for row in rows
        )

    assert (on(EVE), on(date(2025, 7, 1))) == (63, 34)
    codes = {row.code for row in rows}
    assert len(codes) == len(rows)
    for row in rows:
        assert (row.valid_to is None) == (not row.successor)
        assert row.successor in codes | {""}
    kien_giang = next(row for row in rows if row.name == "Tỉnh Kiên Giang")
    assert (kien_giang.valid_to, kien_giang.successor, kien_giang.verified) == (EVE, "tinh-an-giang", True)
    kon_tum = next(row for row in rows if row.name == "Tỉnh Kon Tum")
    assert not kon_tum.verified, "written down from memory: told so"


def test_loading_twice_is_loading_once(province: Any) -> None:
    """Ministries under the government there is; old names lead to who took over; no doubles."""
    made = national_load()
    assert made > 100
    assert national_load() == 0
    assert Body.objects.filter(name="Chính phủ").count() == 1
    ministry = Body.objects.get(name="Bộ Tài chính")
    assert ministry.parent == province.centre
    assert not ministry.verified
    names = [
        ("Bộ Kế hoạch và Đầu tư", date(2026, 1, 1), "Bộ Tài chính"),
        ("Bộ Kế hoạch và Đầu tư", date(2024, 1, 1), "Bộ Kế hoạch và Đầu tư"),
        ("tỉnh Hậu Giang", date(2026, 1, 1), "Thành phố Cần Thơ"),
        ("tỉnh Bắc Giang", date(2024, 1, 1), "Tỉnh Bắc Giang"),
        ("tỉnh Bắc Ninh", date(2026, 1, 1), "Tỉnh Bắc Ninh"),
        ("UBND tỉnh", date(2026, 1, 1), "Ủy ban nhân dân tỉnh"),
        ("Tỉnh Lam Sơn", date(2026, 1, 1), "Tỉnh Lam Sơn"),
    ]
    for name, day, expected in names:
        found = resolve(name, on=day)
        assert found is not None, name
        assert found.body.name == expected
    old, new = (resolve("tỉnh Bắc Ninh", on=day) for day in (date(2024, 1, 1), TODAY))
    assert old is not None
    assert new is not None
    assert (old.body.valid_to, new.body.valid_from) == (EVE, date(2025, 7, 1))


def test_other_provinces_are_no_choice_of_a_lead(province: Any, cast: Any) -> None:
    """Known by name and to be compared with, but nobody gives them a task."""
    national_load()
    names = set(bodies_in_scope(cast.access("analyst")).values_list("name", flat=True))
    assert "Tỉnh Lam Sơn" in names
    assert "Tỉnh An Giang" not in names
    assert Body.objects.get(code="tinh-an-giang").pk in cast.access("analyst").body_ids


def change(before: str) -> Any:
    return next(one for one in changes() if before in one.before)


def test_what_still_works_passes_its_tasks(province: Any, cast: Any, stage: Any) -> None:
    """Picked here, with the day it happened here: the tasks go along, and it is told as done."""
    roads = Body.objects.create(
        code="gtvt", name="Sở Giao thông vận tải", kind="state", parent=province.government
    )
    Body.objects.filter(pk=roads.pk).update(path=f"{province.government.path}{roads.pk}/")
    task = boards.task(stage.document(), roads, date(2026, 12, 1))
    wanted = change("Sở Giao thông vận tải")
    row = next(row for row in change_rows(["so"]) if row.change == wanted)
    assert (row.applied, row.working) == (False, 1)

    assert change_apply(change=wanted, on=date(2025, 3, 10), paper="NQ 9", by=cast.analyst, today=TODAY)
    assert Task.objects.get(pk=task.pk).lead == province.building
    roads.refresh_from_db()
    assert roads.valid_to == date(2025, 3, 9)
    row = next(row for row in change_rows(["so"]) if row.change == wanted)
    assert (row.applied, row.since) == (True, date(2025, 3, 10))
    with pytest.raises(ValidationError):
        change_apply(change=wanted, on=date(2027, 1, 1), paper="", by=cast.analyst, today=TODAY)


def test_what_was_never_here_is_kept_as_history(province: Any, cast: Any) -> None:
    """Both old departments and the new one with its day, source and doubt; nothing is said to have passed."""
    wanted = change("Sở Tài nguyên và Môi trường")
    assert change_apply(change=wanted, on=wanted.on, paper="", by=cast.analyst, today=TODAY)
    assert not change_apply(change=wanted, on=wanted.on, paper="", by=cast.analyst, today=TODAY)
    new = Body.objects.get(name="Sở Nông nghiệp và Môi trường")
    assert (new.parent, new.valid_from) == (province.government, date(2025, 3, 1))
    rows = Succession.objects.filter(successor=new)
    assert {row.predecessor.name for row in rows} == set(wanted.before)
    assert {row.source for row in rows} == {"Nghị định 45/2025/NĐ-CP"}
    assert not Reorganisation.objects.exists()
    divided = change("Sở Lao động - Thương binh và Xã hội")
    change_apply(change=divided, on=divided.on, paper="", by=cast.analyst, today=TODAY)
    assert Succession.objects.filter(predecessor__name=divided.before[0]).count() == len(divided.after)
    assert not Succession.objects.filter(predecessor__name=divided.before[0], verified=True).exists()


def test_the_page(province: Any, cast: Any, signed_in: Any) -> None:
    """Sources beside every row, doubt in words; picking one records it; open districts lead to the form."""
    district = Body.objects.create(code="h", name="Huyện Cũ", kind="district", parent=province.root)
    Body.objects.filter(pk=district.pk).update(path=f"{province.root.path}{district.pk}/")
    client = signed_in("analyst")
    address = reverse("national-list")
    page = Page.of(client.get(address))
    assert page.problems == []
    for words in ("Nghị định 45/2025/NĐ-CP", "chưa đối chiếu", "Huyện Cũ", "Tỉnh Kiên Giang", "Đã ghi"):
        assert words in page.text
    wanted = change("Ban cán sự đảng UBND tỉnh")
    assert client.post(address, {"change": wanted.id, "on": "2025-02-15", "paper": ""}).status_code == 302
    assert Body.objects.get(name="Ban cán sự đảng UBND tỉnh").valid_to == date(2025, 2, 14)
    for wrong in ({"change": "x", "on": "2025-02-15"}, {"change": wanted.id, "on": "mai"}):
        assert client.post(address, wrong).status_code == 302
    assert Succession.objects.filter(predecessor__name="Ban cán sự đảng UBND tỉnh").count() == 1


FILE = """
[[link]]
under = "tinh-uy"
bodies = ["so-tai-chinh"]
from = 2025-03-01

[[user]]
username = "sxd"
name = "Sở Xây dựng"
agency = true
role = "officer"
body = "so-xay-dung"
from = 2026-01-01

[[user]]
username = "sxd.a"
name = "Trần Thị An"
member_of = "sxd"
from = 2026-01-01

[[charge]]
leader = "leader"
bodies = ["so-tai-chinh"]
fields = ["Y tế"]
from = 2026-01-01

[[reorganisation]]
before = ["so-xay-dung"]
founded = ["Sở Xây dựng và Nhà ở"]
on = 2026-07-01
paper = "QĐ 1"
by = "analyst"

[[reorganisation]]
before = ["so-tai-chinh"]
founded = ["Sở Ngày mai"]
on = 2027-07-01
paper = "QĐ 2"
by = "analyst"
"""


def test_a_file_of_ones_own_bodies(province: Any, cast: Any, tmp_path: Path) -> None:
    """Loaded twice it is there once; what cannot be is told, and the rest stands."""
    file = tmp_path / "organisation.toml"
    file.write_text(FILE, encoding="utf-8")
    for n in range(2):
        made, problems = organisation_load(file, today=TODAY)
        assert [account.username for account in made] == ([] if n else ["sxd.a"])
        assert len(problems) == 1
        assert problems[0].startswith("QĐ 2")
    assert BodyLink.objects.count() == 1
    assert Charge.objects.count() == 2
    assert Reorganisation.objects.count() == 1
    assert not User.objects.get(username="sxd").has_usable_password()
