"""The trail's page: who may read which entries, and finding one."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from dondoc.web.accounts import services as accounts
from dondoc.web.audit import selectors as audit
from dondoc.web.plans import services
from dondoc.web.plans.models import Task
from dondoc.web.results.figures import figure_add
from web import boards
from web.boards import Page

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 20)


@pytest.fixture(autouse=True)
def _today(settings: Any) -> None:
    settings.TODAY = TODAY


@pytest.fixture
def trail(stage: Any, province: Any, cast: Any) -> None:
    """A task of each of two departments done, and a user renamed."""
    document = stage.document()
    finance = boards.task(document, province.finance, action="Đường nối khu công nghiệp")
    building = boards.task(document, province.building, action="Nhà ở xã hội")
    services.task_done(task=finance, on=TODAY, by=cast.finance, note="Báo cáo số mười hai")
    services.task_done(task=building, on=TODAY, by=cast.analyst)
    accounts.user_update(user=cast.reader, by=cast.administrator, full_name="Phạm Văn Đọc")


def labels(client: Any, **query: str) -> list[str]:
    response = client.get(reverse("audit-list"), query)
    assert response.status_code == 200
    return [entry.label for entry in response.context["page"]]


SCOPE = [
    ("analyst", True, True, False),
    ("inspector", True, True, False),
    ("head", True, False, False),  # of the finance department
    ("administrator", False, False, True),  # people, no content
]


@pytest.mark.parametrize(("who", "finance", "building", "people"), SCOPE, ids=[row[0] for row in SCOPE])
def test_who_reads_what(
    who: str, finance: bool, building: bool, people: bool, trail: None, signed_in: Any
) -> None:
    """The trail of one's branch; of people only for who manages them, and nothing else."""
    found = labels(signed_in(who))

    assert ("Đường nối khu công nghiệp" in found) is finance
    assert ("Nhà ở xã hội" in found) is building
    assert ("Phạm Văn Đọc" in found) is people


@pytest.mark.parametrize("who", ["finance", "building", "reader", "nobody"])
def test_who_reads_none(who: str, trail: None, signed_in: Any) -> None:
    """Without a role that reads the trail there is no page."""
    assert signed_in(who).get(reverse("audit-list")).status_code == 403


FILTERS: list[tuple[dict[str, str], int, str]] = [
    ({"action": "task.done"}, 2, "what was done"),
    ({"action": "task.done", "q": "duong NOI"}, 1, "words without marks"),
    ({"action": "task.done", "q": "ĐƯỜNG"}, 1, "capital letters with marks"),
    ({"action": "task.done", "q": "muoi hai"}, 1, "words of the reason"),
    ({"q": "khong co gi"}, 0, "nothing"),
    ({"action": "task.done", "to": "2020-01-01"}, 0, "before it happened"),
    ({"action": "task.done", "from": "2020-01-01"}, 2, "from a day on"),
    ({"action": "\0", "q": "\0"}, 0, "what no database stores"),
    ({"action": "task.done", "actor": "x", "from": "hôm qua"}, 2, "what nobody can mean is passed over"),
    ({"q": "(.*"}, 0, "a pattern is words"),
]


@pytest.mark.parametrize(("query", "count", "why"), FILTERS, ids=[row[2] for row in FILTERS])
def test_filters(query: dict[str, str], count: int, why: str, trail: None, signed_in: Any) -> None:
    """Each filter, the same on every database."""
    found = labels(signed_in("analyst"), **query)

    if query.get("q") in ("\0", "(.*"):  # no words: nothing is asked for
        assert query.get("action") or found
        return
    assert len(found) == count


def test_by_person(trail: None, signed_in: Any, cast: Any) -> None:
    """Whoever changed something can be chosen, and only they."""
    client = signed_in("analyst")
    response = client.get(reverse("audit-list"))

    assert set(response.context["actors"]) == {cast.finance, cast.analyst}
    assert labels(client, actor=str(cast.finance.pk)) == ["Đường nối khu công nghiệp"]


def test_by_unit_as_a_file(trail: None, signed_in: Any, province: Any) -> None:
    """What a unit's branch did, as it is filtered: each with its body and from what to what."""
    client = signed_in("analyst")
    query = {"action": "task.done", "body": str(province.finance.pk)}
    assert labels(client, **query) == ["Đường nối khu công nghiệp"]

    rows = boards.csv_of(client.get(reverse("audit-export", args=["csv"]), query))
    assert [(row["Đối tượng"], row["Của cơ quan"], row["Lý do"]) for row in rows] == [
        ("Đường nối khu công nghiệp", "Sở Tài chính", "Báo cáo số mười hai")
    ]
    assert "2026-10-20" in rows[0]["sau"]
    assert len(boards.csv_of(client.get(reverse("audit-export", args=["csv"]), {"action": "task.done"}))) == 2


def test_the_page_says_before_and_after(trail: None, signed_in: Any) -> None:
    """Who, what, from what to what, and the reason."""
    page = Page.of(signed_in("analyst").get(reverse("audit-list"), {"q": "duong"}))

    for words in ("Người finance", "xác nhận hoàn thành", "Báo cáo số mười hai", "2026-10-20"):
        assert words in page.text


def test_the_trail_of_one_row(trail: None, signed_in: Any) -> None:
    """Its page fetches it when somebody opens the panel; without a script it is the list of that row."""
    task = Task.objects.get(action="Đường nối khu công nghiệp")
    client = signed_in("analyst")
    address = f"/nhat-ky/?table=plans.Task&row={task.pk}"
    assert f'hx-get="{address.replace("&", "&amp;")}"' in client.get(f"/nhiem-vu/{task.pk}/").content.decode()

    part = client.get(address, headers={"HX-Request": "true"}).content.decode()
    whole = client.get(address).content.decode()

    for text in (part, whole):
        assert "Báo cáo số mười hai" in text
        assert "Nhà ở xã hội" not in text
    assert "<html" not in part


def test_the_trail_is_only_read(trail: None, signed_in: Any) -> None:
    """Nothing here can be posted to."""
    assert signed_in("analyst").post(reverse("audit-list")).status_code == 405


def test_every_change_has_words(root: Path) -> None:
    """Whatever a service writes into the trail is called by a Vietnamese name on the page."""
    from dondoc.web.core.words import ACTIONS

    written = set()
    for file in (root / "src/dondoc/web").rglob("*.py"):
        text = file.read_text("utf-8")
        written |= set(re.findall(r"action=\"([a-z_]+\.[a-z_]+)\"", text))
        written |= set(re.findall(r"_record\(\s*\w+, \"([a-z_]+\.[a-z_]+)\"", text))
    assert written
    assert sorted(written - set(ACTIONS)) == []


def test_who_keeps_people_finds_the_trail_in_the_rail(signed_in: Any) -> None:
    """The administrator, who sees no content, is shown the way to bodies and to what happened to accounts."""
    page = signed_in("administrator").get("/").content.decode()
    assert 'href="/nhat-ky/"' in page
    assert 'href="/co-quan/"' in page
    assert 'href="/nhiem-vu/"' not in page
    page = signed_in("building").get("/").content.decode()
    assert 'href="/nhat-ky/"' not in page


def test_periods_and_figures_are_called_as_on_other_pages(province: Any, cast: Any) -> None:
    """In words and with separators, whatever language the person who did it read in."""
    revenue = boards.indicator("Thu nội địa")
    figure = figure_add(
        indicator=revenue, body=province.finance, period="2026-Q3", value=Decimal("2415.20"), on=TODAY,
        status="preliminary", words="Bảng của Thuế tỉnh", by=cast.analyst,
    )  # fmt: skip

    told = audit.entries_of(figure, cast.access("analyst")).get()
    assert told.label == "Thu nội địa quý III/2026: 2.415,20 tỷ đồng"
    assert told.after["figure"].startswith("quý III/2026: 2.415,20 tỷ đồng")
