"""Annexes for a letter to each body: one Word file a body, on its side, in the form of who writes."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import Any

import docx
import pytest
from django.urls import reverse

from web import boards

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 20)


@pytest.fixture(autouse=True)
def _today(settings: Any) -> None:
    settings.TODAY = TODAY


@pytest.fixture
def given(stage: Any, province: Any) -> None:
    """Two documents give three tasks to two bodies; one is late, one goes on."""
    first = stage.document(symbol="14-CTr/TU", title="Chương trình hành động", owner=province.party)
    second = stage.document(symbol="20-KH/TU", title="20-KH/TU", date=date(2026, 3, 1), owner=province.party)
    late = boards.task(
        first, province.building, date(2026, 10, 1), action="lập quy hoạch", product="Quy hoạch"
    )
    late.partners.create(body=province.finance, as_written="STC")
    boards.task(second, province.building, None, action="kiểm tra <hiện trường>", deadline_kind="recurring")
    boards.task(first, province.finance, date(2026, 12, 31), action="bố trí vốn")


def files(response: Any) -> dict[str, Any]:
    """Name → Word file."""
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        return {name: docx.Document(io.BytesIO(archive.read(name))) for name in archive.namelist()}


def test_each_day_leads_to_its_task_where_that_is_wanted(given: None, signed_in: Any) -> None:
    """With links in every file, without in none."""
    client, address = signed_in("analyst"), reverse("annex-word-export")
    for asked, many in (({"notes": "1"}, [1, 2]), ({}, [0, 0])):
        with zipfile.ZipFile(io.BytesIO(client.get(address, asked).content)) as archive:
            found = [boards.links_of(archive.read(name)) for name in sorted(archive.namelist())]
        assert [sum("/nhiem-vu/" in one for one in links.values()) for links in found] == many


def test_each_body_gets_its_own(given: None, signed_in: Any) -> None:
    """Landscape, in the office's form, by document; late ones say by how much; number and day stay blank."""
    made = files(signed_in("analyst").get(reverse("annex-word-export")))
    assert sorted(made) == ["Phụ lục – Sở Tài chính.docx", "Phụ lục – Sở Xây dựng.docx"]
    paper = made["Phụ lục – Sở Xây dựng.docx"]
    section = paper.sections[0]
    assert section.page_width > section.page_height
    words = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    assert "Nhiệm vụ do Sở Xây dựng chủ trì" in words
    assert "(Kèm theo Công văn số        -" in words, "the Party's way of numbering"
    assert "Tính đến ngày 20/10/2026: 2 nhiệm vụ, 1 quá hạn chưa hoàn thành." in words
    rows = [[cell.text for cell in row.cells] for row in paper.tables[0].rows]
    assert [row[0] for row in rows[1:]] == [
        "Nghị quyết số 14-CTr/TU ngày 15/01/2026: Chương trình hành động", "1",
        "Nghị quyết số 20-KH/TU ngày 01/03/2026", "2",
    ]  # fmt: skip
    assert rows[2][1:] == [
        "Lập quy hoạch", "Sở Tài chính", "01/10/2026", "Quy hoạch", "Chưa tiếp nhận", "Quá hạn 19 ngày",
    ]  # fmt: skip
    assert rows[4][1:4] == ["Kiểm tra <hiện trường>", "", "thường xuyên"]


def test_what_nobody_leads_is_headed_so(given: None, stage: Any, signed_in: Any) -> None:
    """The annex of what the office has still to give to somebody says so."""
    boards.task(stage.document(symbol="15-KH/TU"), None, date(2026, 12, 31), action="việc chung")
    made = files(signed_in("analyst").get(reverse("annex-word-export")))
    words = [paragraph.text for paragraph in made["Phụ lục – Chưa rõ chủ trì.docx"].paragraphs]
    assert "Nhiệm vụ chưa rõ cơ quan chủ trì" in words


def test_only_what_the_board_shows(given: None, signed_in: Any, province: Any) -> None:
    """Filtered as the board is; an officer gets what their body may see; a board without tasks gives none."""
    client = signed_in("analyst")
    made = files(client.get(reverse("annex-word-export") + f"?body={province.finance.pk}&part=lead"))
    assert list(made) == ["Phụ lục – Sở Tài chính.docx"]
    assert files(client.get(reverse("annex-word-export") + "?q=khong+co")) == {}


def test_queries_do_not_grow_with_the_bodies(
    stage: Any, province: Any, signed_in: Any, django_assert_max_num_queries: Any
) -> None:
    """Forty tasks of five bodies in as many queries as one."""
    document = stage.document()
    for n in range(40):
        bodies = (province.building, province.finance, province.commune, province.party, province.council)
        boards.task(document, bodies[n % 5], date(2026, 12, 1))
    client = signed_in("analyst")
    with django_assert_max_num_queries(30):
        assert len(files(client.get(reverse("annex-word-export")))) == 5
