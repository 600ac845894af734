"""How many queries a page sends does not grow with what it shows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dondoc.web.plans.models import TargetVersion, Task
from web import boards

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 20)
MOST = 10
# page of one thing → how often it may ask; those above `MOST` are parts that a page fetches by itself
SINGLE = {
    "task": MOST, "task-work": MOST, "target": MOST, "verdict": MOST, "body": MOST, "document": 12,
    "document-chain": MOST, "scoreboard": MOST, "verdict-outlook": MOST, "verdict-comparison": MOST,
}  # fmt: skip
PAGES = [
    "task-list", "task-bodies", "target-list", "document-list", "body-list", "scoreboard-list",
    "picture-page", "followup-board", "desk",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _today(settings: Any) -> None:
    settings.TODAY = TODAY


@pytest.mark.parametrize("who", ["analyst", "leader"])
def test_counts_do_not_grow(who: str, stage: Any, province: Any, cast: Any, signed_in: Any) -> None:
    """With nothing kept of before, and with four times as many documents, tasks, targets and figures."""
    client = signed_in(who)
    counts: list[dict[str, int]] = []
    for round_ in range(2):
        for n in range(2 + 6 * round_):
            _more(f"{round_}.{n}", stage, province, cast)
        counts.append({page: _queries(client, reverse(page)) for page in PAGES})
    few, many = counts

    assert {page: n for page, n in many.items() if n > few[page]} == {}
    again = {page: _queries(client, reverse(page)) for page in PAGES}
    assert {page: n for page, n in again.items() if n > MOST} == {}


def test_a_page_of_one_thing_asks_seldom(stage: Any, province: Any, cast: Any, signed_in: Any) -> None:
    """However much stands around it."""
    client = signed_in("analyst")
    _more("một", stage, province, cast)
    version = TargetVersion.objects.get(target__body=province.root)
    task = Task.objects.filter(lead=province.finance).earliest("pk")
    keys = {"task": task.pk, "task-work": task.pk, "target": version.target_id, "body": province.finance.pk}
    keys |= dict.fromkeys(("document", "document-chain", "scoreboard"), version.document_id)
    keys |= dict.fromkeys(("verdict", "verdict-outlook", "verdict-comparison"), version.pk)
    assert keys.keys() == SINGLE.keys()

    def counted() -> dict[str, int]:
        for name, key in keys.items():
            client.get(reverse(name, args=[key]))  # what is kept is at hand
        return {name: _queries(client, reverse(name, args=[key])) for name, key in keys.items()}

    for n in range(5):
        _more(f"{n}", stage, province, cast, what=version.target.indicator, year=2020 + n)
        document = version.document
        boards.task(document, province.finance, TODAY + timedelta(days=n), partners=[province.commune])
        boards.figure(
            version.target.indicator, province.root, f"2026-01/2026-0{n + 2}", f"{n}", cast.analyst,
            document=document,
        )  # fmt: skip

    assert {name: n for name, n in counted().items() if n > SINGLE[name]} == {}


def _more(name: str, stage: Any, province: Any, cast: Any, what: Any = None, year: int | None = None) -> None:
    document = stage.document()
    what = what or boards.indicator(f"Chỉ tiêu {name}")
    for body in (province.finance, province.building, province.root):
        of = boards.target(what, body, *([f"{year}"] if year else []))
        boards.version(of, "100", cast.analyst, document=document, decided_on=date(2026, 1, 5))
        boards.figure(what, body, "2026-01/2026-09", "70", cast.analyst, document=document)
        boards.task(document, body, TODAY - timedelta(days=9), partners=[province.commune])


def _queries(client: Any, address: str) -> int:
    with CaptureQueriesContext(connection) as sent:
        assert client.get(address).status_code == 200
    return len(sent)
