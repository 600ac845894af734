"""How many queries a page sends does not grow with what it shows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from web import boards

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 20)
MOST = 10
PAGES = ["task-list", "task-bodies", "target-list", "document-list", "body-list", "scoreboard-list"]


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


def _more(name: str, stage: Any, province: Any, cast: Any) -> None:
    document = stage.document()
    what = boards.indicator(f"Chỉ tiêu {name}")
    for body in (province.finance, province.building, province.root):
        of = boards.target(what, body)
        boards.version(of, "100", cast.analyst, document=document, decided_on=date(2026, 1, 5))
        boards.figure(what, body, "2026-01/2026-09", "70", cast.analyst, document=document)
        boards.task(document, body, TODAY - timedelta(days=9), partners=[province.commune])


def _queries(client: Any, address: str) -> int:
    with CaptureQueriesContext(connection) as sent:
        assert client.get(address).status_code == 200
    return len(sent)
