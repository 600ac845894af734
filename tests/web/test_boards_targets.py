"""The board of targets, a target's page and picture, and the catalogue."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.urls import reverse
from django.utils import timezone

from dondoc.web.core.templatetags.dondoc import quantity
from dondoc.web.plans import selectors, targetselectors
from dondoc.web.plans.models import Target, TargetVersion
from dondoc.web.plans.selectors import TargetFilter, path_of, target_board, target_rows
from dondoc.web.plans.templatetags.boards import progress_text
from dondoc.web.results.models import Observation
from web import boards
from web.boards import Page, csv_of, figure, target, version, xlsx_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 20)


@pytest.fixture(autouse=True)
def _today(settings: Any) -> None:
    settings.TODAY = TODAY


@pytest.fixture
def revenue(db: None) -> Any:
    return boards.indicator("Thu ngân sách nhà nước trên địa bàn", field="Kinh tế")


@pytest.fixture
def plans(revenue: Any, province: Any, cast: Any, stage: Any) -> dict[str, Target]:
    """Targets of several bodies, bases, years and fields, each with a standing version."""
    by, resolution = cast.analyst, stage.document(symbol="08-NQ/TU", date=date(2025, 12, 1))
    poverty = boards.indicator("Tỷ lệ hộ nghèo đa chiều", "%", "annual", field="Xã hội", direction="lower")
    roads = boards.indicator("Đường xã được cứng hóa", "km", "stock", field="Xã hội")
    made = {
        "revenue": target(revenue, province.root),
        "revenue finance": target(revenue, province.finance, basis="peoples_committee"),
        "poverty": target(poverty, province.root, "2026/2030", basis="congress"),
        "roads": target(roads, province.commune, "2030", basis="own", awaiting_document=True),
    }
    for one in made.values():
        version(one, "16900", by, document=resolution, decided_on=resolution.date)
    return made


def row_of(cast: Any, one: Target, who: str = "analyst") -> selectors.TargetRow:
    (row,) = target_rows(cast.access(who), [one])
    return row


def page_of(cast: Any, one: Target, who: str = "analyst") -> selectors.TargetRow:
    """The row as the target's page makes it."""
    access = cast.access(who)
    versions = targetselectors.versions_seen(access, one.pk)
    series = targetselectors.series_standing(targetselectors.figures_of(access, versions[0].target))
    return selectors.target_row(versions[0].target, versions, series)


# --- filters, order, files, scope -----------------------------------------------------------------------

FILTERS = [
    ({"text": "thu ngan sach"}, {"revenue", "revenue finance"}, "without marks"),
    ({"text": "đường"}, {"roads"}, "with marks"),
    ({"body": "finance"}, {"revenue finance"}, "of one body"),
    ({"year": 2026}, {"revenue", "revenue finance", "poverty"}, "the year lies in the period"),
    ({"year": 2028}, {"poverty"}, "inside a period of years"),
    ({"year": 2031}, set(), "after all of them"),
    ({"basis": "congress"}, {"poverty"}, "who set it"),
    ({"field": "Xã hội"}, {"poverty", "roads"}, "the field"),
    ({"awaiting": True}, {"roads"}, "without a document yet"),
    ({"awaiting": False}, {"revenue", "revenue finance", "poverty"}, "with a document"),
]


@pytest.mark.parametrize(("wanted", "expected", "why"), FILTERS, ids=[row[2] for row in FILTERS])
def test_filters(
    wanted: dict[str, Any], expected: set[str], why: str, plans: Any, cast: Any, province: Any, signed_in: Any
) -> None:
    """Each filter alone, in the selector and by the page's own address."""
    asked = dict(wanted)
    if "body" in asked:
        asked["body"] = getattr(province, asked["body"]).pk
    found = {one.pk for one in target_board(cast.access("analyst"), TargetFilter(**asked))}
    names = {"text": "q"}
    query = {names.get(key, key): value for key, value in asked.items()}
    if "awaiting" in query:
        query["awaiting"] = "yes" if query["awaiting"] else "no"
    shown = {row.target.pk for row in signed_in("analyst").get(reverse("target-list"), query).context["rows"]}

    assert {name for name, one in plans.items() if one.pk in found} == expected
    assert shown == found


def test_filter_by_document(plans: Any, cast: Any, stage: Any) -> None:
    """Of one document: by its versions that stand."""
    other = stage.document()
    extra = version(plans["roads"], "5", cast.analyst, document=other, decided_on=other.date)
    asked = TargetFilter(document=other.pk)

    assert list(target_board(cast.access("analyst"), asked)) == [plans["roads"]]
    TargetVersion.objects.filter(pk=extra.pk).update(withdrawn_at=timezone.now())
    assert not target_board(cast.access("analyst"), asked).exists()


ORDERS = [
    ("indicator", ["roads", "revenue", "revenue finance", "poverty"], "Đ before T; Thu before Tỷ"),
    ("-indicator", ["poverty", "revenue", "revenue finance", "roads"], "and back"),
    ("period", ["revenue", "revenue finance", "roads", "poverty"], "the earliest end first"),
    ("body", ["revenue finance", "revenue", "poverty", "roads"], "Sở, Tỉnh, Xã"),
]


@pytest.mark.parametrize(("order", "expected", "why"), ORDERS, ids=[row[0] for row in ORDERS])
def test_order(order: str, expected: list[str], why: str, plans: Any, cast: Any) -> None:
    """Vietnamese order, the same on every database."""
    names = {one.pk: name for name, one in plans.items()}
    found = target_board(cast.access("analyst"), TargetFilter(order=order))

    assert [names[one.pk] for one in found] == expected


STRANGE = [{"year": "99999"}, {"year": "0"}, {"year": "999999999999999"}, {"field": "\0"}, {"basis": "x"}]
STRANGE += [{"q": "\0%"}, {"awaiting": "maybe"}, {"order": "pk"}, {"body": "12345678901234567890"}]


@pytest.mark.parametrize("query", STRANGE, ids=[str(row) for row in STRANGE])
def test_strange_addresses_are_answered(query: dict[str, str], plans: Any, signed_in: Any) -> None:
    """No address breaks the page."""
    assert signed_in("analyst").get(reverse("target-list"), query).status_code == 200
    assert signed_in("analyst").get(reverse("target-export", args=["csv"]), query).status_code == 200


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_file_is_the_screen(
    kind: str, plans: Any, revenue: Any, province: Any, cast: Any, signed_in: Any
) -> None:
    """The same targets in the same order with the same numbers; numbers are numbers."""
    figure(revenue, province.root, "2026-01/2026-09", "12675.5", cast.analyst)
    query, client = {"order": "-indicator"}, signed_in("analyst")
    shown = client.get(reverse("target-list"), query).context["rows"]
    response = client.get(reverse("target-export", args=[kind]), query)
    rows: list[dict[str, Any]] = csv_of(response) if kind == "csv" else xlsx_of(response)

    assert [row["Chỉ tiêu"] for row in rows] == [row.target.indicator.name for row in shown]
    assert [row["Cơ quan"] for row in rows] == [row.target.body.name for row in shown]
    for filed, row in zip(rows, shown, strict=True):
        assert Decimal(str(filed["Kế hoạch"])) == row.version.value
        assert filed["Đơn vị tính"] == row.version.unit
        latest = filed["Kết quả mới nhất"]
        assert (Decimal(str(latest)) if latest else None) == (row.observation and row.observation.value)
        assert (filed["Chờ văn bản"] or "") == ("có" if row.target.awaiting_document else "")
    by_body = {row["Cơ quan"]: row for row in rows if row["Chỉ tiêu"].startswith("Thu")}
    assert Decimal(str(by_body["Tỉnh Lam Sơn"]["So kế hoạch (%)"])) == Decimal("75.00")


SCOPE = [
    ("analyst", {"revenue", "revenue finance", "poverty", "roads"}),
    ("reader", {"revenue", "revenue finance", "poverty", "roads"}),
    ("finance", {"revenue finance"}),
    ("building", set()),
    ("administrator", set()),
    ("nobody", set()),
]


@pytest.mark.parametrize(("who", "expected"), SCOPE, ids=[row[0] for row in SCOPE])
def test_everybody_sees_their_branch(who: str, expected: set[str], plans: Any, signed_in: Any) -> None:
    """List, file, page, picture and figures alike: 404 for what may not be seen."""
    client = signed_in(who)
    listed = {row.target.pk for row in client.get(reverse("target-list")).context["rows"]}

    assert {name for name, one in plans.items() if one.pk in listed} == expected
    assert len(csv_of(client.get(reverse("target-export", args=["csv"])))) == len(expected)
    for name, one in plans.items():
        for page, more in (("target", []), ("target-picture", ["dark"]), ("target-series-export", ["csv"])):
            status = client.get(reverse(page, args=[one.pk, *more])).status_code
            assert status == (200 if name in expected else 404), (name, page)


def test_awaiting_its_document(plans: Any, signed_in: Any) -> None:
    """The mark stands on the list and the page says what it means."""
    client = signed_in("analyst")
    listed = client.get(reverse("target-list"), {"awaiting": "yes"}).content.decode()
    table = listed[listed.index("<tbody>") : listed.index("</tbody>")]

    assert "Chờ văn bản" in table
    assert "chưa tạo nghĩa vụ" in Page.of(client.get(reverse("target", args=[plans["roads"].pk]))).text
    assert "chưa tạo nghĩa vụ" not in Page.of(client.get(reverse("target", args=[plans["revenue"].pk]))).text


# --- versions and figures -------------------------------------------------------------------------------


def test_the_last_decided_version_stands(plans: Any, cast: Any) -> None:
    """By the day it was decided, not by the day it was typed in; one taken back no longer counts."""
    one, by = plans["revenue"], cast.analyst
    version(one, "17500", by, decided_on=date(2026, 7, 15))
    version(one, "15000", by, decided_on=date(2025, 6, 1))
    assert row_of(cast, one).version.value == 17500

    TargetVersion.objects.filter(mantissa=17500).update(withdrawn_at=timezone.now())
    assert row_of(cast, one).version.value == 16900

    TargetVersion.objects.filter(target=one).update(withdrawn_at=timezone.now())
    assert one not in target_board(cast.access("analyst"), TargetFilter())


LATEST = [
    ([("2026-01/2026-06", "8000", {})], "8000", "one figure"),
    ([("2026-01/2026-06", "8000", {}), ("2026-01/2026-09", "12675", {})], "12675", "the latest end"),
    ([("2025", "15000", {})], None, "before the period"),
    ([("2027-Q1", "4000", {}), ("2026-Q1", "3900", {})], "3900", "after the period"),
    (
        [
            ("2026-01/2026-09", "100", {"as_of": date(2026, 10, 9)}),
            ("2026-01/2026-09", "90", {"as_of": date(2026, 9, 25)}),
        ],
        "100",
        "reported later",
    ),
    ([("2026-Q3", "100", {"withdrawn": True}), ("2026-Q2", "60", {})], "60", "taken back"),
    ([("2026-Q3", "100", {"measure": "change"}), ("2026-Q2", "60", {})], "60", "another measure"),
    ([("2026-Q3", "100", {"body": "finance"}), ("2026-Q2", "60", {})], "60", "another body"),
    (
        [("2026-01/2026-09", "12675", {}), ("2026-09", "1174", {"as_of": date(2026, 10, 15)})],
        "12675",
        "what adds up counts from the first day: a month's own figure is told by itself",
    ),
    ([("2026-01/2026-08", "9902", {}), ("2026-09", "1174", {})], "9902", "a later month's own"),
    ([("2026-09-30", "12675", {}), ("2026-09", "1174", {})], "12675", "as of a day is from the beginning"),
    ([("2026-08", "1148", {}), ("2026-09", "1174", {})], "1174", "months only: the latest of them"),
]


@pytest.mark.parametrize(("figures", "expected", "why"), LATEST, ids=[row[2] for row in LATEST])
def test_the_latest_figure_inside_the_period(
    figures: Any, expected: Any, why: str, plans: Any, revenue: Any, province: Any, cast: Any
) -> None:
    """The latest that ends inside the target's period, of its own indicator, body and measure."""
    for period, value, more in figures:
        changes = dict(more)
        body = getattr(province, changes.pop("body", "root"))
        if changes.pop("withdrawn", False):
            changes["withdrawn_at"] = timezone.now()
        figure(revenue, body, period, value, cast.analyst, **changes)

    row = row_of(cast, plans["revenue"])

    assert (None if row.observation is None else str(row.observation.value)) == expected
    page = page_of(cast, plans["revenue"])
    assert page.observation == row.observation, "the page of the target shows what the list shows"
    assert page.progress == row.progress


def test_a_months_own_figure_is_no_share_of_the_years_plan(plans: Any, revenue: Any, cast: Any) -> None:
    """1.174 collected in September is not 7 % of the year's plan."""
    figure(revenue, plans["revenue"].body, "2026-09", "1174", cast.analyst)

    row = row_of(cast, plans["revenue"])

    assert row.observation is not None
    assert row.progress is None


def test_of_two_that_end_together_the_later_reported(province: Any, cast: Any) -> None:
    """On the page as on the list, also where the shorter period was told earlier."""
    what = boards.indicator("GRDP bình quân đầu người", "triệu đồng", "annual")
    one = target(what, province.root)
    version(one, "96", cast.analyst)
    figure(what, province.root, "2026-01/2026-09", "71.85", cast.analyst, as_of=date(2026, 10, 15))
    figure(what, province.root, "2026-09", "71.2", cast.analyst, as_of=date(2026, 9, 28))

    for row in (row_of(cast, one), page_of(cast, one)):
        assert str(row.observation and row.observation.value) == "71.85"


PROGRESS = [
    ("flow", "tỷ đồng", {}, ("16900", "1"), ("12675", "1"), "75 %", "an amount: a share of the plan"),
    ("flow", "tỷ đồng", {}, ("16900", "1"), ("12675000", "0.001"), "75 %", "other unit, converted"),
    ("flow", "tỷ đồng", {}, ("16900", "1"), ("12675", None), "", "unit that cannot be converted"),
    ("growth", "%", {}, ("10", "1"), ("8.95", "1"), "−1,05 điểm %", "a rate: points of difference"),
    ("rank", "", {}, ("15", "1"), ("17", "1"), "+2", "a rank: places"),
    ("flow", "tỷ đồng", {"measure": "change"}, ("10", "1"), ("8", "1"), "−2 tỷ đồng", "a change: no share"),
    ("flow", "tỷ đồng", {}, ("0", "1"), ("8", "1"), "+8 tỷ đồng", "a plan of nothing has no share"),
]


@pytest.mark.parametrize(
    ("nature", "unit", "more", "plan", "result", "expected", "why"),
    PROGRESS,
    ids=[row[6] for row in PROGRESS],
)
def test_result_beside_plan(
    nature: str,
    unit: str,
    more: Any,
    plan: Any,
    result: Any,
    expected: str,
    why: str,
    province: Any,
    cast: Any,
) -> None:
    """Exact, in one unit, or not at all."""
    what = boards.indicator("Chỉ tiêu thử", unit, nature)
    one = target(what, province.root, **more)
    version(one, plan[0], cast.analyst, factor=plan[1])
    figure(what, province.root, "2026-01/2026-09", result[0], cast.analyst, factor=result[1], **more)

    assert progress_text(row_of(cast, one)) == expected


def test_inside_a_range_nothing_is_missing(province: Any, cast: Any) -> None:
    """Between both ends the difference is none; below it is counted to the nearer end."""
    what = boards.indicator("Tăng trưởng", "%", "growth")
    one = target(what, province.root)
    top = {"mantissa_max": 105, "decimals_max": 1, "micro_max": 10_500_000, "comparator": "range"}
    version(one, "10", cast.analyst, **top)
    inside = figure(what, province.root, "2026-Q2", "10.2", cast.analyst)
    assert progress_text(row_of(cast, one)) == "0 điểm %"

    Observation.objects.filter(pk=inside.pk).update(mantissa=95, decimals=1, micro=9_500_000)
    assert progress_text(row_of(cast, one)) == "−0,5 điểm %"


@pytest.mark.parametrize(
    ("result", "expected"), [("5577", "33 %"), ("5600", "33,14 %"), ("169000", "1.000 %")]
)
def test_a_share_is_printed_short(
    result: str, expected: str, plans: Any, revenue: Any, province: Any, cast: Any
) -> None:
    """At most two decimals, and none that say nothing."""
    figure(revenue, province.root, "2026-01/2026-09", result, cast.analyst)

    assert progress_text(row_of(cast, plans["revenue"])) == expected


PATHS = [
    ("flow", "2026", ["2026-01/2026-03", "2026-Q2", "2026-01/2026-06", "2026-08"], ["2026-Q1", "2026-H1"]),
    ("stock", "2026", ["2026-Q1", "2026-Q2", "2025-Q4"], ["2026-Q1", "2026-Q2"]),
    ("flow", "2026/2030", ["2026", "2027-Q1", "2027"], ["2026", "2027"]),
]


@pytest.mark.parametrize(
    ("nature", "period", "given", "expected"), PATHS, ids=[row[0] + row[1] for row in PATHS]
)
def test_the_path_joins_what_belongs_together(
    nature: str, period: str, given: list[str], expected: list[str], province: Any, cast: Any
) -> None:
    """What adds up in a year is joined from January on; over several years whole years are."""
    what = boards.indicator("Chỉ tiêu thử", "tỷ đồng", nature)
    one = target(what, province.root, period)
    for n, text in enumerate(given):
        figure(what, province.root, text, str(100 + n), cast.analyst)

    path = path_of(one, selectors.series_of(cast.access("analyst"), one))

    ends = [boards.period_of(text)["period_end"] for text in expected]
    assert [o.period_end for o in path] == ends


STANDS = [  # status, number, as of, press: of one day's figures which is joined, why
    ([("estimate", "90", 20, False), ("estimate", "95", 29, False)], "95", "the later estimate"),
    (
        [("official", "90", 20, False), ("estimate", "95", 29, False)],
        "90",
        "the official one, as in verdicts",
    ),
    ([("estimate", "90", 20, False), ("preliminary", "95", 29, True)], "90", "not what waits for a document"),
]


@pytest.mark.parametrize(("given", "joined", "why"), STANDS, ids=[row[-1] for row in STANDS])
def test_one_figure_a_day_on_the_path(
    given: list[tuple[str, str, int, bool]], joined: str, why: str, plans: Any, revenue: Any, province: Any,
    cast: Any,
) -> None:  # fmt: skip
    """The one that stands; what cannot be converted is left out."""
    by, root = cast.analyst, province.root
    for status, value, day, press in given:
        figure(
            revenue, root, "2026-01/2026-09", value, by, status=status, as_of=date(2026, 9, day),
            awaiting_document=press,
        )  # fmt: skip
    figure(revenue, root, "2026-01/2026-06", "1", by, factor=None, unit="thùng")

    path = path_of(plans["revenue"], selectors.series_of(cast.access("analyst"), plans["revenue"]))

    assert [str(o.value) for o in path] == [joined], why


# --- the page and its picture ---------------------------------------------------------------------------


def test_the_page_says_the_numbers(
    plans: Any, revenue: Any, province: Any, cast: Any, stage: Any, signed_in: Any
) -> None:
    """Plan, latest figure, progress, every figure and version, and the other targets of the indicator."""
    report = stage.document(symbol="305/BC-UBND")
    figure(revenue, province.root, "2026-01/2026-09", "12675", cast.analyst, document=report)
    figure(revenue, province.root, "2025", "15400.5", cast.analyst, status="official")

    page = Page.of(signed_in("analyst").get(reverse("target", args=[plans["revenue"].pk])))

    for words in ("16.900 tỷ đồng", "12.675 tỷ đồng", "75 %", "15.400,5 tỷ đồng", "Chính thức"):
        assert words in page.text
    for words in ("9 tháng đầu năm 2026", "305/BC-UBND", "08-NQ/TU", "01/12/2025"):
        assert words in page.text
    assert reverse("target", args=[plans["revenue finance"].pk]) in page.links


def svg(client: Any, one: Target, theme: str = "light") -> tuple[Any, str]:
    response = client.get(reverse("target-picture", args=[one.pk, theme]))
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "image/svg+xml"
    return ET.fromstring(response.content), response.content.decode()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_picture_is_of_the_table(
    theme: str, plans: Any, revenue: Any, province: Any, cast: Any, signed_in: Any
) -> None:
    """Valid XML with the plan's words and each figure as printed; no script, nothing from elsewhere."""
    figure(revenue, province.root, "2026-01/2026-06", "8450.5", cast.analyst)
    figure(revenue, province.root, "2026-01/2026-09", "12675", cast.analyst)

    tree, text = svg(signed_in("analyst"), plans["revenue"], theme)

    assert tree.tag == "{http://www.w3.org/2000/svg}svg"
    words = " ".join(t.strip() for t in tree.itertext() if t.strip())
    for expected in ("Kế hoạch năm 2026: 16.900 tỷ đồng", "8.450,5", "12.675", "ước thực hiện", "tỷ đồng"):
        assert expected in words
    assert not [e for e in tree.iter() if e.tag.rsplit("}")[-1] in ("script", "foreignObject", "image")]
    assert not [
        (name, value)
        for element in tree.iter()
        for name, value in element.attrib.items()
        if name.rsplit("}")[-1] == "href" or name.startswith("on") or "url(http" in value
    ]
    assert "http://" not in text.replace("http://www.w3.org/", "")
    assert "https://" not in text


def test_the_picture_keeps_to_one_unit(province: Any, cast: Any, signed_in: Any) -> None:
    """Where the plan could not be converted, only figures in its own unit stand on its axis."""
    what = boards.indicator("Xuất khẩu", "triệu USD")
    one = target(what, province.root)
    version(one, "30", cast.analyst, factor=None, unit="nghìn tỷ đồng")
    figure(what, province.root, "2026-Q1", "555", cast.analyst)
    figure(what, province.root, "2026-01/2026-06", "14", cast.analyst, unit="nghìn tỷ đồng")

    _, text = svg(signed_in("analyst"), one)

    assert "nghìn tỷ đồng" in text
    assert "555" not in text


def test_no_empty_picture(plans: Any, revenue: Any, province: Any, cast: Any, signed_in: Any) -> None:
    """Without a figure of its own period a page shows the table only."""
    address = reverse("target", args=[plans["revenue"].pk])
    figure(revenue, province.root, "2025", "15400", cast.analyst)
    assert "<img" not in signed_in("analyst").get(address).content.decode()

    figure(revenue, province.root, "2026-Q1", "4000", cast.analyst)
    assert "<img" in signed_in("analyst").get(address).content.decode()


def test_the_chosen_theme_has_its_picture(
    plans: Any, revenue: Any, province: Any, cast: Any, signed_in: Any
) -> None:
    """A dark page shows the dark picture; no theme is invented."""
    figure(revenue, province.root, "2026-Q1", "4000", cast.analyst)
    client = signed_in("analyst")
    client.cookies["theme"] = "dark"
    page = client.get(reverse("target", args=[plans["revenue"].pk])).content.decode()

    assert "bieu-do-dark.svg" in page
    assert "bieu-do-light.svg" not in page
    assert client.get(reverse("target-picture", args=[plans["revenue"].pk, "pink"])).status_code == 404


def test_the_figures_as_a_file(plans: Any, revenue: Any, province: Any, cast: Any, signed_in: Any) -> None:
    """What the picture is drawn from can be taken along."""
    figure(revenue, province.root, "2026-01/2026-09", "12675.5", cast.analyst)
    response = signed_in("analyst").get(reverse("target-series-export", args=[plans["revenue"].pk, "xlsx"]))

    (row,) = xlsx_of(response)
    assert (row["Giá trị"], row["Đơn vị tính"]) == (12675.5, "tỷ đồng")
    assert row["Đến ngày"].date() == date(2026, 9, 30)


def test_the_board_offers_what_would_find_something(
    plans: Any, province: Any, cast: Any, signed_in: Any, django_assert_max_num_queries: Any
) -> None:
    """Years, fields and bodies of what stands and one sees, in as many queries with a page of rows."""
    for n in range(60):
        one = boards.indicator(f"Số đo {n}", field=f"Lĩnh vực {n % 3}")
        version(target(one, province.finance, str(2040 + n % 2)), "3", cast.analyst)
    gone = boards.indicator("Số đo đã rút", field="Đã rút")
    version(target(gone, province.building, "2077"), "3", cast.analyst, withdrawn_at=timezone.now())

    def offered(who: str) -> Any:
        return selectors.target_choices(cast.access(who))

    own = [f"Lĩnh vực {n}" for n in range(3)]
    assert offered("analyst").years == [2041, 2040, 2030, 2026]
    assert offered("analyst").fields == ["Kinh tế", *own, "Xã hội"]
    assert {pk for pk, _ in offered("analyst").bodies} == {one.body_id for one in plans.values()}
    assert (offered("finance").years, offered("finance").fields) == ([2041, 2040, 2026], ["Kinh tế", *own])
    assert offered("finance").bodies == [(province.finance.pk, province.finance.name)]
    client = signed_in("analyst")
    client.get(reverse("target-list"))
    with django_assert_max_num_queries(10):
        assert len(client.get(reverse("target-list")).context["rows"]) == 50


# --- the catalogue --------------------------------------------------------------------------------------


def test_the_catalogue_counts_what_one_sees(
    plans: Any, revenue: Any, province: Any, cast: Any, signed_in: Any
) -> None:
    """Each indicator with its targets and figures, within the reader's branch; search without marks."""
    figure(revenue, province.root, "2026-Q1", "1", cast.analyst)
    figure(revenue, province.finance, "2026-Q1", "2", cast.analyst)

    def counts(who: str) -> dict[str, tuple[int, int]]:
        rows = signed_in(who).get(reverse("indicator-list"), {"q": "thu ngan"}).context["rows"]
        return {indicator.name: (targets, figures) for indicator, targets, figures in rows}

    assert counts("analyst") == {revenue.name: (2, 2)}
    assert counts("finance") == {revenue.name: (1, 1)}
    assert counts("administrator") == {revenue.name: (0, 0)}


def test_the_catalogue_counts_no_further_than_is_read(
    plans: Any, revenue: Any, province: Any, cast: Any, signed_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One has a figure a body and month: beyond a number the page says that there are more."""
    monkeypatch.setattr(selectors, "COUNTED", 3)
    for month in range(1, 7):
        figure(revenue, province.root, f"2026-{month:02}", "1", cast.analyst)
    page = signed_in("analyst").get(reverse("indicator-list"), {"q": "thu ngan"})
    assert [counts for _, *counts in page.context["rows"]] == [[2, 4]]
    assert "3+" in Page.of(page).text


def test_an_indicator_shows_only_ones_own_figures(
    plans: Any, revenue: Any, province: Any, cast: Any, signed_in: Any
) -> None:
    """The catalogue is no secret; the province's figure is, for an officer of a department."""
    figure(revenue, province.root, "2026-Q1", "4321", cast.analyst)
    address = reverse("indicator", args=[revenue.pk])

    assert "4.321 tỷ đồng" in Page.of(signed_in("analyst").get(address)).text
    officer = Page.of(signed_in("finance").get(address)).text
    assert "4.321" not in officer
    assert "Sở Tài chính" in officer
    assert signed_in("analyst").get(reverse("indicator", args=[999_999])).status_code == 404


def test_numbers_are_printed_as_the_document_did(province: Any, cast: Any) -> None:
    """The decimals printed are kept: 13,40 is not 13,4."""
    one = target(boards.indicator("Tỷ trọng", "%"), province.root)

    assert quantity(version(one, "13.40", cast.analyst)) == "13,40 %"
