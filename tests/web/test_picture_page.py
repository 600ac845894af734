"""The page of pictures: the same numbers as their tables, kept while nothing changes, nobody else's."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import boards
import pytest
from django.urls import reverse

from dondoc.web.audit.models import Entry
from dondoc.web.bodies.services import body_add
from dondoc.web.pictures import drawnbodies, selectors
from dondoc.web.pictures.models import Boundary, BoundarySet, Drawing
from dondoc.web.plans.services import task_done

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 20)
SQUARE = [[105.0, 10.0], [105.0, 10.1], [105.1, 10.1], [105.1, 10.0], [105.0, 10.0]]


@pytest.fixture(autouse=True)
def _today(settings: Any) -> None:
    settings.TODAY = TODAY


@pytest.fixture
def office(stage: Any, cast: Any, province: Any) -> dict[str, Any]:
    """Exports of this and the last year with a target; three late tasks; one target of a commune and a sở."""
    document = stage.document()
    exports = boards.indicator("Kim ngạch xuất khẩu", "triệu USD", field="Kinh tế")
    aim = boards.target(exports, province.root, "2026", basis="committee")
    boards.version(aim, "2350", cast.analyst, document=document, decided_on=date(2026, 1, 2))
    for period, value in (("2025-01/2025-09", "1578"), ("2026-Q1", "560"), ("2026-01/2026-09", "1742")):
        boards.figure(exports, province.root, period, value, cast.analyst, document=document)
    members = boards.indicator("Kết nạp đảng viên mới", "đảng viên", field="Xây dựng Đảng")
    for body, value in ((province.commune, "42"), (province.building, "12")):
        given = boards.target(members, body, "2026", basis="committee")
        boards.version(given, value, cast.analyst, document=document, decided_on=date(2026, 1, 2))
    tasks = [boards.task(document, province.building, day, action=f"việc {day}") for day in
             (date(2026, 10, 15), date(2026, 9, 1), date(2026, 1, 5))]  # fmt: skip
    return {"target": aim, "document": document, "members": members, "tasks": tasks}


def test_pictures_and_tables_say_the_same(office: dict[str, Any], cast: Any) -> None:
    """Every figure of the specification stands in the table, as printed."""
    access = cast.access("analyst", TODAY)
    path, ageing, bodies = selectors.shown(
        access, [f"path:{office['target'].pk}", "ageing", f"bodies:{office['members'].pk}-2026"], on=TODAY
    )
    assert [row[1] for row in path.rows] == [560, 1742, 1578]
    series = (
        {
            name: value
            for layer in path.spec["datasets"].values()
            if layer and "series" in layer[0]
            for name, value in ((row["series"], row["value"]) for row in layer)
        }
        if "datasets" in path.spec
        else {}
    )
    assert series in ({}, {"Thực hiện": 1742.0, "Cùng kỳ năm trước": 1578.0})
    assert "Cùng kỳ năm trước" in path.svg
    assert [row[1] for row in ageing.rows] == [1, 0, 1, 0, 1]
    assert ageing.note == "Tổng số 3 nhiệm vụ quá hạn, lâu nhất 288 ngày."
    assert {row[0]: row[1] for row in bodies.rows} == {"Sở Xây dựng": 12, "Xã Đông Sơn": 42}


def test_six_pictures_are_ready_at_once(
    office: dict[str, Any],
    cast: Any,
    signed_in: Callable[[str], Any],
    django_assert_max_num_queries: Any,
) -> None:
    """The page draws nothing itself: each picture is asked for after it, and kept while nothing changes."""
    client, address = signed_in("analyst"), reverse("picture-page")
    waiting = re.findall(r'hx-get="([^"]+/hinh/[^"]+)"', client.get(address).content.decode())
    assert len(waiting) == 6
    for part in waiting:
        assert 'hx-trigger="load"' not in client.get(part).content.decode()
    with django_assert_max_num_queries(15):
        page = client.get(address).content.decode()
    assert (page.count("<svg xmlns"), page.count('hx-trigger="load"')) == (5, 0)
    task_done(task=office["tasks"][2], on=TODAY, by=cast.analyst, note="xong")
    page = client.get(address).content.decode()
    assert (page.count("<svg xmlns"), page.count("đang vẽ lại")) == (5, 1), "the old one"
    assert "đang vẽ lại" not in client.get(address, {"draw": 1}).content.decode()
    assert "style=" not in page.partition("<main")[2]


def test_a_phone_asks_for_a_narrow_one(
    office: dict[str, Any], cast: Any, signed_in: Callable[[str], Any]
) -> None:
    """Drawn when it comes into sight, kept beside the wide one, drawn anew after a change as that is."""
    client, address = signed_in("analyst"), reverse("picture-page")
    page = client.get(address, {"draw": 1}).content.decode()
    asked = re.findall(r'hx-get="([^"]+narrow=1)" hx-trigger="intersect once"', page)
    assert len(asked) == 5
    drawn = {one: client.get(one).content.decode() for one in asked}
    for one, said in drawn.items():
        assert said.count("<svg xmlns") == 1, one
        assert "<h2" not in said
    kept = Drawing.objects.count()
    task_done(task=office["tasks"][2], on=TODAY, by=cast.analyst, note="xong")
    again = {one: client.get(one).content.decode() for one in asked}
    assert [one for one in asked if again[one] != drawn[one]] == [one for one in asked if "ageing" in one]
    assert Drawing.objects.count() == kept
    assert client.get(reverse("picture-file", args=["ageing", "svg"])).content.decode() != again[asked[3]]


def test_a_change_is_drawn(office: dict[str, Any], cast: Any) -> None:
    """As soon as anything is recorded a picture is drawn anew."""
    access = cast.access("analyst", TODAY)
    (before,) = selectors.shown(access, ["ageing"], on=TODAY)
    drawn = Drawing.objects.get(key="ageing").made_at
    assert selectors.shown(access, ["ageing"], on=TODAY) == [before]
    assert Drawing.objects.get(key="ageing").made_at == drawn
    task_done(task=office["tasks"][2], on=TODAY, by=cast.analyst, note="xong")
    (after,) = selectors.shown(access, ["ageing"], on=TODAY)
    assert [row[1] for row in after.rows] == [1, 0, 1, 0, 0]


def test_each_reader_sees_the_own_branch(
    office: dict[str, Any], cast: Any, signed_in: Callable[[str], Any]
) -> None:
    """A department draws its own tasks; another's target is no page for it."""
    (mine,) = selectors.shown(cast.access("building", TODAY), ["ageing"], on=TODAY)
    (theirs,) = selectors.shown(cast.access("finance", TODAY), ["ageing"], on=TODAY)
    assert mine.svg
    assert not theirs.svg
    address = reverse("picture-file", args=[f"path:{office['target'].pk}", "svg"])
    assert signed_in("finance").get(address).status_code == 404
    assert signed_in("analyst").get(address).status_code == 200


FILES = [("svg", b"<svg"), ("png", b"\x89PNG"), ("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK")]


@pytest.mark.parametrize(("kind", "start"), FILES)
def test_a_picture_is_taken_away(
    kind: str, start: bytes, office: dict[str, Any], signed_in: Callable[[str], Any]
) -> None:
    """As a picture or as its table."""
    response = signed_in("analyst").get(reverse("picture-file", args=["ageing", kind]))
    assert response.content.startswith(start)


def loaded(client: Any, province: Any, *names: str) -> Any:
    features = [
        {
            "type": "Feature",
            "properties": {"name": name},
            "geometry": {"type": "Polygon", "coordinates": [SQUARE]},
        }
        for name in names
    ]
    file = io.BytesIO(json.dumps({"type": "FeatureCollection", "features": features}).encode())
    file.name = "xa.geojson"
    return client.post(
        reverse("boundary-list"), {"owner": province.root.pk, "file": file, "source": "Sở NN&MT, 7/2025"}
    )


def test_boundaries_are_of_the_own_province(
    province: Any, cast: Any, signed_in: Callable[[str], Any]
) -> None:
    """Other provinces stand in the register to compare with; nobody here loads their communes."""
    centre = body_add(code="cac-tinh", name="Các tỉnh", kind="central", parent=None, by=cast.analyst)
    other = body_add(code="tinh-khac", name="Tỉnh Khác", kind="province", parent=centre, by=cast.analyst)
    page = signed_in("analyst").get(reverse("boundary-list")).content.decode()
    assert f'<option value="{province.root.pk}" selected' in page
    assert f'<option value="{other.pk}"' not in page


def test_boundaries_make_a_map(province: Any, cast: Any, signed_in: Callable[[str], Any]) -> None:
    """Names that are no commune here are told; a later file takes the place of the earlier, which stays."""
    client = signed_in("analyst")
    assert loaded(client, province, "Xã Không Có").status_code == 422
    assert loaded(client, province, "Xã Đông Sơn", "Xã Không Có").status_code == 302
    assert "Xã Không Có" in client.get(reverse("boundary-list")).content.decode()
    (drawn,) = selectors.shown(cast.access("analyst", TODAY), ["map"], on=TODAY)
    assert [row[0] for row in drawn.rows] == ["Xã Đông Sơn"]
    loaded(client, province, "Xã Đông Sơn")
    assert [one.in_use for one in BoundarySet.objects.order_by("pk")] == [False, True]
    assert Boundary.objects.count() == 2
    assert [one.features - len(one.unmatched) for one in BoundarySet.objects.order_by("pk")] == [1, 1]
    assert Entry.objects.filter(action="boundary.load").count() == 2
    client.post(reverse("boundary-drop", args=[BoundarySet.objects.get(in_use=True).pk]))
    assert loaded(client, province, "X. Đông Sơn").status_code == 302, "the kind shortened"
    assert loaded(client, province, "ĐÔNG SƠN").status_code == 302, "no kind at all"
    client.post(reverse("boundary-drop", args=[BoundarySet.objects.get(in_use=True).pk]))
    (gone,) = selectors.shown(cast.access("analyst", TODAY), ["map"], on=TODAY)
    assert gone.svg == ""


def test_a_heat_map_darkens_with_the_share(stage: Any, cast: Any, province: Any) -> None:
    """By body and field how many are red of how many; files have the bodies there was no room for."""
    document = stage.document()
    for n, (body, value) in enumerate(
        ((province.finance, "10"), (province.finance, "99"), (province.building, "99"))
    ):
        what = boards.indicator(f"Thu {n}", field="Kinh tế" if n else "")
        aim = boards.target(what, body)
        boards.version(aim, "100", cast.analyst, document=document, decided_on=date(2026, 1, 5))
        boards.figure(what, body, "2026-01/2026-09", value, cast.analyst, document=document)
    drawn = drawnbodies.heat_map(cast.access("analyst", TODAY), on=TODAY)
    assert drawn is not None
    assert drawn.headers == ("Cơ quan", "Kinh tế", "Lĩnh vực khác", "Cộng đỏ", "Cộng chỉ tiêu")
    assert drawn.rows == [["Sở Tài chính", "0/1", "1/1", 1, 2], ["Sở Xây dựng", "0/1", "", 0, 1]]
    told = drawn.picture.spec["data"]["values"]
    assert [row["shade"] for row in told] == ["không có", "trên 75 %", "không có"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(drawnbodies, "MOST_BODIES", 1)
        cut = drawnbodies.heat_map(cast.access("analyst", TODAY), on=TODAY)
    assert cut is not None
    assert (cut.drawn, len(cut.rows)) == (1, 2)
    assert "có đủ 2 cơ quan" in cut.note


MAPS = [
    ("", [["Xã Đông Sơn", 1, 1, Decimal("100.0"), "trên 50 %"]], "tasks that are late"),
    ("red", [["Xã Đông Sơn", 1, 1, Decimal("100.0"), "trên 50 %"]], "targets at risk"),
    ("plan", [["Xã Đông Sơn", Decimal(10), Decimal(42), Decimal("23.8"), "dưới 50 %"]], "an indicator"),
]


@pytest.mark.parametrize(("of", "rows", "why"), MAPS, ids=[row[2] for row in MAPS])
def test_a_map_is_of_what_was_asked(
    of: str, rows: list[Any], why: str, office: dict[str, Any], province: Any, cast: Any, signed_in: Any
) -> None:
    """Communes by tasks, by targets or by one indicator, with the numbers in its table."""
    client = signed_in("analyst")
    loaded(client, province, "Xã Đông Sơn")
    boards.task(office["document"], province.commune, date(2026, 9, 1), action="việc xã")
    boards.figure(
        office["members"],
        province.commune,
        "2026-01/2026-09",
        "10",
        cast.analyst,
        document=office["document"],
    )
    key = {"": "map", "red": "map:red", "plan": f"map:{office['members'].pk}-2026"}[of]
    (one,) = selectors.shown(cast.access("analyst", TODAY), [key], on=TODAY)
    assert one.rows == rows, why
    page = client.get(reverse("picture-page"), {"map": of, "draw": 1, "indicator": office["members"].pk})
    assert one.title in page.content.decode().replace('<span class="sub">', ": ")
    assert client.get(reverse("picture-part", args=["map:x-1"])).status_code == 404
