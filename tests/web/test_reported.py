"""A report speaks of those it is to speak of: the State's of the government's branch, the Party's of all."""

from __future__ import annotations

from datetime import date
from typing import Any

import boards
import pytest
from django.urls import reverse

from dondoc.records.plan import Period
from dondoc.web.bodies.models import Body
from dondoc.web.bodies.services import body_add
from dondoc.web.matters.models import Matter
from dondoc.web.papers import paperpictures, periodic, periodicpaper
from dondoc.web.papers.reported import reported_bodies
from dondoc.writing.paper import Form

pytestmark = pytest.mark.django_db

NINE, DAY = "2026-01/2026-09", date(2026, 10, 20)


@pytest.fixture
def register(stage: Any, cast: Any, province: Any) -> dict[str, Body]:
    """One late task and one shortcoming of each kind of body, some of nobody's, and two targets."""

    def add(code: str, name: str, kind: str, parent: Body) -> Body:
        return body_add(code=code, name=name, kind=kind, parent=parent, by=None)

    bodies = {
        "committee": province.party,
        "party office": add("van-phong-tinh-uy", "Văn phòng Tỉnh ủy", "party", province.party),
        "party cell": add("dang-uy-so", "Đảng ủy Sở Xây dựng", "party", province.building),
        "front": add("mat-tran", "Ủy ban Mặt trận Tổ quốc tỉnh", "front", province.root),
        "council": province.council,
        "council's office": add("vp-hdnd", "Văn phòng HĐND tỉnh", "state", province.council),
        "government": province.government,
        "department": province.building,
        "ended department": province.planning,
        "commune": province.commune,
    }
    papers = {
        "party": stage.document(symbol="05-NQ/TU", date=date(2026, 9, 20), issuer=province.party),
        "state": stage.document(symbol="12/NQ-HĐND", date=date(2026, 9, 20), issuer=province.council),
    }
    for name, body in bodies.items():
        boards.task(papers["party"], body, date(2026, 9, 1), action=f"việc của {name}")
        shortcoming(papers["party"], body, name)
    for name, document in papers.items():
        boards.task(document, None, date(2026, 9, 1), action=f"việc chung, {name}")
        shortcoming(document, None, f"all, {name}")
    for code, label, field in (
        ("party_members", "Kết nạp đảng viên mới", "Xây dựng Đảng"), ("", "Kim ngạch xuất khẩu", "Kinh tế"),
    ):  # fmt: skip
        indicator = boards.indicator(label, "người", code=code, field=field, party_only=bool(code))
        aim = boards.target(indicator, province.root, "2026", basis="committee")
        boards.version(aim, "2350", cast.analyst, document=papers["party"])
        boards.figure(indicator, province.root, NINE, "1742", cast.analyst, document=papers["party"])
    return bodies


def shortcoming(document: Any, body: Body | None, words: str) -> None:
    Matter.objects.create(
        document=document, nature="shortcoming", voice="author", words=f"hạn chế của {words}", body=body
    )


GOVERNMENT = {"government", "department", "ended department", "commune"}
EVERYBODY = GOVERNMENT | {
    "committee", "party office", "party cell", "front", "council", "council's office",
}  # fmt: skip
# form, whose tasks and matters, of those of nobody, of which targets
SPOKEN = [
    (Form.STATE, GOVERNMENT, {"state"}, {"Kim ngạch xuất khẩu"}),
    (Form.PARTY, EVERYBODY, {"party", "state"}, {"Kim ngạch xuất khẩu", "Kết nạp đảng viên mới"}),
]


@pytest.mark.parametrize(("form", "whose", "shared", "targets"), SPOKEN)
def test_a_place_reports_on_its_own(
    form: Form, whose: set[str], shared: set[str], targets: set[str], register: Any, cast: Any, province: Any
) -> None:
    """Tasks counted and listed, shortcomings, targets and figures are of the family's bodies alone."""
    access = cast.access("analyst", DAY)
    data = periodic.report_data(access, province.root, form, Period.parse(NINE), as_of=DAY)

    said = {f"việc của {name}" for name in whose} | {f"việc chung, {name}" for name in shared}
    assert {task.action for task in data.late} == said
    assert data.counts.total == data.counts.open_late == len(said)
    words = {f"hạn chế của {name}" for name in whose} | {f"hạn chế của all, {name}" for name in shared}
    assert {one.words for one in data.shortcomings} <= words
    assert len(data.shortcomings) == min(len(words), periodic.MOST_MATTERS)
    assert {row.target.indicator.name for row in data.targets} == targets
    assert {line.name for line in data.lines} == targets
    told = str(periodicpaper.report_fields(data))
    for name in EVERYBODY - whose:
        assert f"việc của {name}" not in told


def test_what_is_drawn_is_of_the_same_bodies(register: Any, cast: Any, province: Any) -> None:
    """The picture of the age of what is overdue counts as many tasks as the prose."""
    access = cast.access("analyst", DAY)
    counts = {}
    for form in Form:
        data = periodic.report_data(access, province.root, form, Period.parse(NINE), as_of=DAY)
        (drawn,) = paperpictures.report_pictures(access, data, ["ageing"])
        counts[form] = data.counts.open_late, sum(int(row[1]) for row in drawn["rows"])

    assert counts[Form.STATE] == (len(GOVERNMENT) + 1,) * 2
    assert counts[Form.PARTY] == (len(EVERYBODY) + 2,) * 2


def test_the_heat_map_of_a_state_report_has_no_party_work(register: Any, cast: Any, province: Any) -> None:
    """Nor that of a commune: its field is gone, and of a field of both only the other is counted."""
    for name, field, party in (
        ("Kết nạp đảng viên", "Xây dựng Đảng", True), ("Chi bộ bốn tốt", "Xã hội", True),
        ("Lao động có việc làm", "Xã hội", False),
    ):  # fmt: skip
        what = boards.indicator(f"{name} ở xã", "người", field=field, party_only=party)
        aim = boards.target(what, province.commune, "2026")
        boards.version(aim, "100", cast.analyst)
        boards.figure(what, province.commune, NINE, "10", cast.analyst)
    access = cast.access("analyst", DAY)
    told = {}
    for form in Form:
        data = periodic.report_data(access, province.root, form, Period.parse(NINE), as_of=DAY)
        (drawn,) = paperpictures.report_pictures(access, data, ["heat"])
        rows = {row[0]: row[1:] for row in drawn["rows"]}
        told[form] = dict(zip(drawn["headers"][1:], rows[province.commune.name], strict=True))

    assert told[Form.STATE]["Xã hội"] == "1/1"
    assert told[Form.STATE]["Cộng chỉ tiêu"] == "1"
    assert "Xây dựng Đảng" not in told[Form.STATE]
    assert (told[Form.PARTY]["Xã hội"], told[Form.PARTY]["Xây dựng Đảng"]) == ("2/2", "1/1")


# body, form, whose
BRANCHES = [
    ("department", Form.STATE, {"department"}, "a Party cell below it reports to the Party"),
    ("department", Form.PARTY, {"department", "party cell"}, "all that lies below"),
    ("committee", Form.PARTY, {"committee", "party office"}, "the Party's own branch"),
    ("front", Form.STATE, {"front"}, "the Front reports on itself"),
    ("council", Form.STATE, {"council", "council's office"}, "so does the council"),
]


@pytest.mark.parametrize(("name", "form", "whose", "why"), BRANCHES)
def test_a_body_reports_on_its_branch(
    name: str, form: Form, whose: set[str], why: str, register: Any
) -> None:
    found = reported_bodies(register[name], form, on=DAY)

    assert {one for one, body in register.items() if body.pk in found} == whose, why


def test_the_office_says_which_indicators_are_the_partys(signed_in: Any, province: Any) -> None:
    """On the indicator's page, with a trace; the two of the shipped catalogue are so from the start."""
    client = signed_in("analyst")
    sent = {"name": "Kết nạp đoàn viên", "unit": "người", "direction": "higher", "nature": "flow"}
    client.post(reverse("indicator-add"), sent | {"party_only": "on"})
    made = boards.Indicator.objects.get(name="Kết nạp đoàn viên")
    assert made.party_only
    assert "Chỉ của công tác Đảng" in client.get(reverse("indicator", args=[made.pk])).content.decode()

    client.post(reverse("indicator-edit", args=[made.pk]), sent)
    made.refresh_from_db()
    assert not made.party_only
