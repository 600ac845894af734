"""Programmes and projects: what is recorded of them, the list with its sums, and the workbook."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from dondoc.web.audit.models import Entry
from dondoc.web.core.conflicts import Conflict
from dondoc.web.projects import selectors, services
from dondoc.web.projects.models import Capital, Project
from dondoc.web.projects.selectors import ProjectFilter
from web import boards
from web.boards import Page, csv_of, target, version

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 20)


@pytest.fixture(autouse=True)
def _today(settings: Any) -> None:
    settings.TODAY = TODAY


@pytest.fixture
def houses(province: Any, cast: Any) -> Project:
    """1.400 houses of 50 million."""
    return services.project_add(
        by=cast.building,
        code="NHA-01",
        name="Xóa nhà tạm: 1.400 căn, mỗi căn 50 triệu đồng",
        kind="programme",
        owner=province.building,
        total=Decimal(70),
        total_unit="tỷ đồng",
        output=Decimal(1400),
        output_unit="căn",
    )


def money(project: Project, cast: Any, kind: str, value: str, **more: Any) -> Capital:
    values: dict[str, Any] = {
        "source": "province",
        "year": 2026,
        "unit": "tỷ đồng",
        "by": cast.building,
        "on": TODAY,
    }
    if kind == "disbursed":
        values["until"] = date(2026, 9, 30)
    return services.capital_set(project=project, kind=kind, value=Decimal(value), **(values | more))


def row_of(project: Project, year: int = 2026, as_of: date = TODAY) -> selectors.ProjectRow:
    (row,) = selectors.rows_of([project], year=year, as_of=as_of)
    return row


# --- money ----------------------------------------------------------------------------------------------


def test_money_beside_plan_and_same_period(houses: Project, cast: Any) -> None:
    """By source and together: sums over sums, the last figure of each source, the same day a year ago."""
    money(houses, cast, "planned", "42")
    money(houses, cast, "planned", "28000", source="social", unit="triệu đồng")
    money(houses, cast, "disbursed", "12.6", until=date(2026, 6, 30))
    money(houses, cast, "disbursed", "26.85")
    money(houses, cast, "disbursed", "19.4", source="social")
    money(houses, cast, "planned", "50", year=2025)
    money(houses, cast, "disbursed", "29.395", year=2025, until=date(2025, 9, 30))
    money(houses, cast, "disbursed", "49", year=2025, until=date(2026, 1, 31))
    row = row_of(houses)

    assert (row.money.planned, row.money.disbursed) == (70_000, 46_250)
    assert row.money.rate == Fraction(46_250, 700)
    assert row.money.rate_before == Fraction("58.79")
    assert row_of(houses, 2025).money.rate == 98
    assert row_of(houses, as_of=date(2026, 7, 1)).money.disbursed == 12_600
    listed = selectors.project_list(cast.access("building"), ProjectFilter(2026), as_of=TODAY)
    totals = selectors.totals(listed)
    assert (totals.planned, totals.disbursed, totals.rate) == (70_000, 46_250, row.money.rate)
    only = selectors.project_list(cast.access("building"), ProjectFilter(2026, source="social"), as_of=TODAY)
    assert selectors.totals(only).rate == Fraction(19_400, 280)


def test_a_figure_told_again(houses: Project, cast: Any) -> None:
    """The same is the same; another takes its place, is kept, and stands in the trail from what to what."""
    first = money(houses, cast, "disbursed", "26.85")
    assert money(houses, cast, "disbursed", "26.850") == first
    second = money(houses, cast, "disbursed", "25.9", words="đối chiếu Kho bạc")
    first.refresh_from_db()
    assert (first.replaced_on, second.replaced_on) == (TODAY, None)
    assert row_of(houses).money.disbursed == 25_900
    told = Entry.objects.filter(action="project.capital").latest("pk")
    assert "26,85 tỷ đồng" in told.before["money"]
    assert "25,9 tỷ đồng" in told.after["money"]


REFUSED: list[tuple[dict[str, Any], str, str]] = [
    ({"until": None}, "until", "disbursed until when"),
    ({"until": date(2026, 10, 21)}, "until", "tomorrow"),
    ({"year": 2025, "until": date(2026, 2, 1)}, "until", "after the end of January"),
    ({"source": "lottery"}, "source", "no such source"),
    ({"unit": "đô la"}, "unit", "no such unit"),
    ({"value": Decimal(-1)}, "value", "less than nothing"),
    ({"year": 99}, "year", "no year"),
]


@pytest.mark.parametrize(("wanted", "field", "why"), REFUSED, ids=[row[-1] for row in REFUSED])
def test_no_such_money(wanted: dict[str, Any], field: str, why: str, houses: Project, cast: Any) -> None:
    """By field."""
    told: dict[str, Any] = {
        "kind": "disbursed",
        "source": "province",
        "year": 2026,
        "value": Decimal(1),
        "unit": "tỷ đồng",
        "until": date(2026, 9, 30),
        "by": cast.building,
        "on": TODAY,
    }
    with pytest.raises(ValidationError) as refused:
        services.capital_set(project=houses, **(told | wanted))
    assert field in refused.value.message_dict
    assert not Capital.objects.exists()


# --- land, steps, targets -------------------------------------------------------------------------------


def test_land(houses: Project, cast: Any) -> None:
    """Handed over beside what was to be by the day; less than before is refused."""

    def land(day: date, area: str, households: int, *, planned: bool) -> None:
        services.clearance_set(
            project=houses,
            planned=planned,
            day=day,
            area=Decimal(area),
            households=households,
            by=cast.building,
            on=TODAY,
        )

    land(date(2026, 6, 30), "20.00", 100, planned=True)
    land(date(2026, 12, 31), "41.8", 312, planned=True)
    land(date(2026, 3, 31), "8", 40, planned=False)
    land(date(2026, 9, 30), "16.72", 80, planned=False)
    found = selectors.land_of(houses.clearances.all(), as_of=TODAY)
    assert (found.rate, found.behind) == (40, Decimal("3.28"))
    with pytest.raises(ValidationError, match="cộng dồn"):
        land(date(2026, 10, 1), "16", 80, planned=False)
    with pytest.raises(ValidationError):
        land(date(2026, 10, 21), "17", 80, planned=False)


def test_steps(houses: Project, cast: Any) -> None:
    """The stage follows; a step once; a pause says why; one recorded by mistake is taken back."""

    def step(name: str, day: date, **more: Any) -> Any:
        return services.step_add(project=houses, step=name, day=day, by=cast.building, on=TODAY, **more)

    step("policy", date(2026, 1, 20))
    start = step("start", date(2026, 3, 5))
    step("completion", date(2026, 9, 30), planned=True)
    houses.refresh_from_db()
    assert (houses.stage, houses.stage_on) == ("start", date(2026, 3, 5))
    assert [late.days for late in row_of(houses).standing.late] == [20]
    late = selectors.project_list(cast.access("building"), ProjectFilter(2026, stage="late"), as_of=TODAY)
    assert list(late) == [houses]
    assert step("start", date(2026, 3, 5)) == start
    with pytest.raises(Conflict):
        step("start", date(2026, 4, 5))
    for wrong in ({"step": "start", "day": date(2026, 11, 1)}, {"step": "paused", "day": TODAY}):
        with pytest.raises(ValidationError):
            services.step_add(project=houses, by=cast.building, on=TODAY, **wrong)
    services.step_withdraw(step=start, by=cast.building, on=TODAY, reason="nhầm dự án")
    houses.refresh_from_db()
    assert houses.stage == "policy"
    with pytest.raises(Conflict):
        services.step_withdraw(step=start, by=cast.building, on=TODAY, reason="nhầm")


def test_what_it_is_for_and_a_part_of(houses: Project, province: Any, cast: Any) -> None:
    """Targets are set as a whole, once in the trail; a project is no part of itself; one taken off stays."""
    poor = target(boards.indicator("Tỷ lệ hộ nghèo", "%"), province.root)
    version(poor, "1.9", cast.analyst)
    services.targets_set(project=houses, targets=[poor], by=cast.analyst)
    services.targets_set(project=houses, targets=[poor], by=cast.analyst)
    assert list(selectors.serving(cast.access("analyst"), poor)) == [houses]
    assert Entry.objects.filter(action="project.targets").count() == 1
    part = services.project_add(
        by=cast.building, code="NHA-01-A", name="Đợt một", owner=province.building, parent=houses
    )
    with pytest.raises(ValidationError):
        services.project_update(project=houses, by=cast.building, parent=part)
    with pytest.raises(ValidationError):
        services.project_add(by=cast.building, code="NHA-01", name="khác", owner=province.building)
    services.project_withdraw(project=part, by=cast.building, reason="nhập nhầm")
    assert list(selectors.projects_seen(cast.access("analyst"))) == [houses]
    with pytest.raises(Conflict):
        money(part, cast, "planned", "1")


# --- pages ----------------------------------------------------------------------------------------------


def test_the_page_records_and_keeps_what_was_typed(houses: Project, signed_in: Any) -> None:
    """The owner's officer records; others of the province look on or do not see it."""
    client = signed_in("building")
    page = reverse("project", args=[houses.pk])
    given = {"kind": "disbursed", "source": "province", "year": "2026", "value": "26,85", "unit": "tỷ đồng"}
    wrong = client.post(reverse("project-capital", args=[houses.pk]), given)
    assert wrong.status_code == 422
    assert 'value="26,85"' in wrong.content.decode()
    assert "Nhập ngày tính đến" in Page.of(wrong).text
    assert (
        client.post(reverse("project-capital", args=[houses.pk]), given | {"until": "2026-09-30"}).status_code
        == 302
    )
    step = {"step": "start", "day": "2026-03-05"}
    assert client.post(reverse("project-step", args=[houses.pk]), step).status_code == 302
    land = {"day": "2026-09-30", "area": "12,50", "households": "40"}
    assert client.post(reverse("project-clearance", args=[houses.pk]), land).status_code == 302
    shown = Page.of(client.get(page))
    assert shown.problems == []
    for words in ("26,85 tỷ đồng", "Khởi công", "1.400 căn", "70 tỷ đồng"):
        assert words in shown.text
    for name in ("project-add", "project-import"):
        assert Page.of(client.get(reverse(name))).problems == []
    edit = client.get(reverse("project-edit", args=[houses.pk]))
    assert Page.of(edit).problems == []
    reader = signed_in("reader")
    assert reader.get(page).status_code == 200
    assert reader.post(reverse("project-step", args=[houses.pk]), step).status_code == 403
    assert signed_in("finance").get(page).status_code == 404


def test_the_list(
    houses: Project, province: Any, cast: Any, signed_in: Any, django_assert_max_num_queries: Any
) -> None:
    """A hundred projects in as many queries as one; filters; orders; the file is the screen."""
    for n in range(100):
        one = services.project_add(
            by=cast.analyst,
            code=f"DA-{n:03}",
            name=f"Dự án số {n:03}",
            owner=province.finance,
            field="Giao thông",
        )
        Capital.objects.create(
            project=one,
            kind="planned",
            source="central",
            year=2026,
            period="2026",
            mantissa=n,
            unit="triệu đồng",
            micro=n * 10**6,
            period_start=date(2026, 1, 1),
            period_end=date(2026, 12, 31),
            created_by=cast.analyst,
        )
    money(houses, cast, "planned", "70")
    money(houses, cast, "disbursed", "35")
    client = signed_in("analyst")
    with django_assert_max_num_queries(16):
        page = client.get(reverse("project-list"))
    assert Page.of(page).problems == []
    assert page.context["totals"].planned == 70_000 + sum(range(100))
    first = client.get(reverse("project-list"), {"order": "-rate"}).context["rows"][0]
    assert first.project == houses
    for query in (
        {"field": "Giao thông"},
        {"body": str(province.finance.pk)},
        {"q": "du an so"},
        {"source": "central"},
    ):
        assert client.get(reverse("project-list"), query).context["page"].paginator.count == 100
    assert client.get(reverse("project-list"), {"kind": "programme"}).context["page"].paginator.count == 1
    assert client.get(reverse("project-list"), {"year": "x", "stage": "\0", "order": "pk"}).status_code == 200
    rows = csv_of(client.get(reverse("project-export", args=["csv"]), {"order": "-rate"}))
    assert (rows[0]["Mã"], rows[0]["Tỷ lệ giải ngân (%)"]) == ("NHA-01", "50")
    assert len(rows) == 101


# --- workbook -------------------------------------------------------------------------------------------


def fill(houses: Project, cast: Any, province: Any) -> None:
    """Something in every sheet and every column."""
    services.project_update(
        project=houses,
        by=cast.building,
        field="Xã hội",
        place="56 xã",
        words="Xong trước Tết",
        total=Decimal("70.50"),
    )
    services.project_add(
        by=cast.building, code="NHA-02", name="Phần hai", owner=province.building, parent=houses
    )
    money(houses, cast, "planned", "42.00", words="QĐ giao vốn")
    money(houses, cast, "planned", "12.345", source="commune", words="QĐ xã")
    money(houses, cast, "disbursed", "26850", unit="triệu đồng")
    for planned, day, area in ((True, date(2026, 12, 31), "41.80"), (False, date(2026, 9, 30), "16.7")):
        services.clearance_set(
            project=houses,
            planned=planned,
            day=day,
            area=Decimal(area),
            households=3,
            by=cast.building,
            on=TODAY,
        )
    for step, planned in (("start", False), ("completion", True)):
        services.step_add(
            project=houses,
            step=step,
            day=date(2026, 3, 5),
            planned=planned,
            by=cast.building,
            on=TODAY,
            words="QĐ",
        )


def send(client: Any, data: bytes) -> Any:
    return client.post(reverse("project-import"), {"workbook": io.BytesIO(data)})


def test_out_and_in_again(houses: Project, province: Any, cast: Any, signed_in: Any) -> None:
    """What goes out changes nothing when it comes back; the same into an empty book makes all of it again."""
    fill(houses, cast, province)
    client = signed_in("building")
    data = client.get(reverse("project-workbook")).content
    looked = send(client, data)
    assert (looked.status_code, looked.context["done"].problems) == (200, [])
    assert looked.context["done"].changes == 0

    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data))
    for sheet in book.worksheets:
        for row in sheet.iter_rows(min_row=2):
            row[0].value = f"M-{row[0].value}"
    for row in book["Dự án"].iter_rows(min_row=2):
        row[5].value = row[5].value and f"M-{row[5].value}"
    out = io.BytesIO()
    book.save(out)
    before = Project.objects.count()
    preview = send(client, out.getvalue())
    assert (preview.context["done"].problems, Project.objects.count()) == ([], before)
    kept = client.post(reverse("project-import"), {"kept": preview.context["kept"]})
    assert kept.status_code == 302
    copy = Project.objects.get(code="M-NHA-01")
    assert [c.code for c in copy.parts.all()] == ["M-NHA-02"]
    for name in (
        "name",
        "kind",
        "owner",
        "field",
        "place",
        "words",
        "total",
        "total_unit",
        "output",
        "stage",
        "stage_on",
    ):
        assert getattr(copy, name) == getattr(Project.objects.get(pk=houses.pk), name), name
    assert [(c.value, c.decimals, c.unit, c.period, c.words) for c in copy.capital.all()] == [
        (c.value, c.decimals, c.unit, c.period, c.words) for c in houses.capital.all()
    ]
    assert [str(c) for c in copy.clearances.all()] == [str(c) for c in houses.clearances.all()]
    assert [(s.step, s.planned, s.on, s.words) for s in copy.steps.all()] == [
        (s.step, s.planned, s.on, s.words) for s in houses.steps.all()
    ]


def test_errors_by_cell_and_nothing_written(
    houses: Project, province: Any, cast: Any, signed_in: Any
) -> None:
    """Each with its sheet and cell; good rows wait for bad ones; a preview is its own user's."""
    from openpyxl import Workbook

    book = Workbook()
    projects = book.active
    projects.title = "Dự án"
    projects.append(["Mã", "Tên", "Loại", "Mã chủ đầu tư", "Tổng mức đầu tư"])
    projects.append(["M-1", "Tốt", "Dự án", "so-xay-dung", 12.5])
    projects.append(["M-2", "Của người khác", "Dự án", "so-tai-chinh", 1])
    projects.append(["M-3", "Loại lạ", "Đại dự án", "so-xay-dung", 1])
    projects.append(["M-4", "Không phải số", "Dự án", "so-xay-dung", "mười"])
    projects.append(["M-5", "Hai cách hiểu", "Dự án", "so-xay-dung", "1,000"])
    capital = book.create_sheet("Vốn")
    capital.append(["Mã", "Loại số", "Nguồn vốn", "Năm", "Số vốn", "Đơn vị", "Lũy kế đến"])
    capital.append(["M-9", "Kế hoạch vốn", "Ngân sách tỉnh", 2026, 5, "tỷ đồng", None])
    capital.append(["M-1", "Đã giải ngân", "Ngân sách tỉnh", 2026, 5, "tỷ đồng", "31/02/2026"])
    out = io.BytesIO()
    book.save(out)
    client = signed_in("building")
    done = send(client, out.getvalue())
    places = [problem.partition(":")[0] for problem in done.context["done"].problems]
    assert (done.status_code, places) == (
        422,
        ["Dự án!D3", "Dự án!C4", "Dự án!I5", "Dự án!I6", "Vốn!A2", "Vốn!G3"],
    )
    assert Project.objects.count() == 1
    for bad in (b"", b"PK\x03\x04 broken"):
        assert send(client, bad).status_code == 422
    fine = send(client, client.get(reverse("project-workbook")).content).context["kept"]
    other = signed_in("finance")
    assert other.post(reverse("project-import"), {"kept": fine}).status_code == 422
    assert other.post(reverse("project-import"), {"kept": fine[:-2]}).status_code == 422


# --- what does not fit, and what was entered by mistake ---------------------------------------------------


def test_what_does_not_fit_is_said_and_kept(houses: Project, cast: Any, signed_in: Any) -> None:
    """One source overpaid, one without a plan, one whose cumulative figure falls: all stand and are told."""
    money(houses, cast, "planned", "42")
    money(houses, cast, "planned", "40", source="central")
    money(houses, cast, "disbursed", "45,5".replace(",", "."))
    money(houses, cast, "disbursed", "0.5", source="commune")
    money(houses, cast, "disbursed", "12.35", source="central")
    money(
        houses, cast, "disbursed", "10.1", source="central", until=date(2026, 10, 15), words="thu hồi tạm ứng"
    )
    for planned, area in ((True, "12.5"), (False, "13")):
        services.clearance_set(
            project=houses, planned=planned, day=date(2026, 9, 1), area=Decimal(area), households=3,
            by=cast.building, on=TODAY,
        )  # fmt: skip
    page = Page.of(signed_in("building").get(reverse("project", args=[houses.pk])))
    assert page.problems == []
    for words in (
        "Ngân sách tỉnh: đã giải ngân 45,5 tỷ đồng, vượt kế hoạch 42 tỷ đồng là 3,5 tỷ đồng.",
        "Ngân sách cấp xã: đã giải ngân 500 triệu đồng nhưng chưa ghi kế hoạch vốn năm 2026.",
        "lũy kế đến 15/10/2026 là 10,1 tỷ đồng, thấp hơn 12,35 tỷ đồng đến 30/09/2026. (thu hồi tạm ứng)",
        "Kế hoạch vốn các năm cộng lại 82 tỷ đồng, vượt tổng mức đầu tư 70 tỷ đồng.",
        "Đã bàn giao 13 ha, nhiều hơn 12,5 ha phải bàn giao.",
    ):
        assert words in page.text, words
    assert row_of(houses).money.disbursed == Fraction("56100"), "45,5 + 0,5 + 10,1 tỷ đồng"


def test_a_figure_entered_by_mistake_is_taken_back(houses: Project, cast: Any, signed_in: Any) -> None:
    """It counts no more and stays in the trail with the reason; there is no second time."""
    money(houses, cast, "planned", "42")
    wrong = money(houses, cast, "planned", "9", source="commune")
    address = reverse("project-capital-withdraw", args=[houses.pk, wrong.pk])
    client = signed_in("building")
    client.post(address, {"reason": ""})
    assert row_of(houses).money.planned == 51000, "without a reason nothing happens"
    client.post(address, {"reason": "ghi nhầm nguồn"})
    assert row_of(houses).money.planned == 42000
    entry = Entry.objects.get(action="project.capital_withdraw")
    assert entry.reason == "ghi nhầm nguồn"
    client.post(address, {"reason": "lần nữa"})
    assert Entry.objects.filter(action="project.capital_withdraw").count() == 1
