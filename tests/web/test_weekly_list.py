"""The weekly list as of a day, its page and its two pages of Word."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from docx import Document as Word

from dondoc.records.plan import Period
from dondoc.web.bodies.models import Body
from dondoc.web.followup.weekly import counts_words, weekly_docx, weekly_list
from dondoc.web.obligations.models import KindOfObligation
from dondoc.web.obligations.services import obligations_generate
from dondoc.web.plans import life
from dondoc.web.plans.models import EventKind, Task
from dondoc.web.plans.standings import refresh
from dondoc.web.plans.taskboard import TaskFilter, task_board
from dondoc.web.programmes import life as programme_life
from dondoc.web.programmes.models import ItemEventChoice
from dondoc.web.programmes.services import programme_add, session_add
from dondoc.writing.paper import Form
from dondoc.writing.papercheck import words_of
from web import boards

pytestmark = pytest.mark.django_db
DAY = date(2026, 10, 20)


@pytest.fixture(autouse=True)
def _on_the_day(settings: Any) -> None:
    settings.TODAY = DAY


def parts(cast: Any, who: str = "analyst", **more: Any) -> dict[str, list[str]]:
    values: dict[str, Any] = {"as_of": DAY, "today": DAY} | more
    found = weekly_list(cast.access(who), **values)
    return {part.name: [entry.words for entry in part.entries] for part in found}


@pytest.fixture
def filled(stage: Any, province: Any, cast: Any) -> dict[str, Task]:
    """One matter for each part, of the building department, and one late of finance."""
    document = stage.document(date=date(2026, 3, 2))
    given = {"owed_from": document.date, "given_on": document.date}
    rows = {
        "trễ": boards.task(document, province.building, DAY - timedelta(9), action="trễ", **given),
        "tới hạn": boards.task(document, province.building, DAY + timedelta(7), action="tới hạn", **given),
        "xa": boards.task(document, province.building, DAY + timedelta(8), action="xa", **given),
        "báo cáo": boards.task(document, province.building, DAY - timedelta(1), action="báo cáo", **given),
        "mới": boards.task(
            document, province.building, date(2026, 12, 31), action="mới", owed_from=DAY, given_on=DAY
        ),
        "tài chính": boards.task(document, province.finance, DAY - timedelta(3), action="tài chính", **given),
    }
    for task in rows.values():
        refresh(task)
    life.act(
        task=rows["báo cáo"], kind=EventKind.REPORTED, on=DAY - timedelta(2), by=cast.building, note="xong"
    )
    obligations_generate(document=document, kind=KindOfObligation.PLAN, bodies=[province.building],
                         due=DAY + timedelta(2), basis="", by=cast.analyst)  # fmt: skip
    programme = programme_add(
        body=province.party, period=Period.parse("2026"), by=cast.analyst, on=document.date
    )
    session = session_add(body=province.party, name="BTV lần thứ 27", day=DAY + timedelta(5), by=cast.analyst)
    matter = programme_life.Matter(content="đề án chợ", preparing=province.building, session=session)
    item = programme_life.register(
        programme=programme, matter=matter, by=cast.analyst, on=DAY - timedelta(30)
    )
    programme_life.act(
        item=item,
        kind=ItemEventChoice.APPROVED,
        on=DAY - timedelta(29),
        by=cast.analyst,
        level="bureau",
        due=DAY + timedelta(3),
    )
    return rows


def test_what_is_late_adds_up_to_what_the_board_says(filled: Any, cast: Any) -> None:
    """A late task that was reported stands among the waiting, and is told beside what is late."""
    found = {part.name: part for part in weekly_list(cast.access("analyst"), as_of=DAY, today=DAY)}
    board = task_board(cast.access("analyst"), TaskFilter(), as_of=DAY)

    assert (found["late"].total, found["late"].aside) == (2, 1)
    assert found["late"].total + found["late"].aside == board.counts["open_late"]
    assert "quá hạn: 2 (và 1 việc quá hạn ở mục đang chờ)" in counts_words(list(found.values())).lower()


def test_each_part(filled: Any, cast: Any, province: Any) -> None:
    """Everything stands where leaders look for it; a body's list holds its branch only."""
    assert parts(cast) == {
        "late": ["trễ", "tài chính"], "due": ["tới hạn"], "session": ["đề án chợ"], "waiting": ["báo cáo"],
        "obligations": ["Ban hành kế hoạch theo 01-NQ/TU"], "answers": [], "new": ["mới"],
    }  # fmt: skip
    assert parts(cast, body=province.finance)["late"] == ["tài chính"]
    assert parts(cast, who="finance")["late"] == ["tài chính"]
    assert parts(cast, body=province.government)["late"] == ["trễ", "tài chính"]


def test_as_of_another_day(filled: Any, cast: Any) -> None:
    """The list as it stood: what was reported since was late then, what was given since was not there."""
    then = parts(cast, as_of=DAY - timedelta(4), today=DAY)

    assert then["late"] == ["trễ"]
    assert then["due"] == ["tài chính", "báo cáo"]
    assert then["waiting"] == []
    assert then["new"] == []


def as_wide_as_times() -> bool:
    """Whether LibreOffice has a typeface as wide as the paper's: with a wider one lines break otherwise."""
    match = shutil.which("fc-match")
    if match is None:
        return False
    run = [match, "-f", "%{family}", "Times New Roman"]
    family = subprocess.run(run, check=True, capture_output=True, text=True).stdout
    return any(known in family for known in ("Times New Roman", "Liberation Serif", "Tinos"))


@pytest.mark.parametrize("form", list(Form))
def test_two_pages_of_word(stage: Any, province: Any, cast: Any, form: Form, tmp_path: Path) -> None:
    """Hundreds of long lines of long names: two pages, the most pressing of each part, how many more."""
    document = stage.document(symbol="1948/QĐ-UBND-VPĐP-NTM")
    words = (
        "hoàn thành quy hoạch phân khu và đền bù giải phóng mặt bằng đường ven sông MMMM đoạn qua các xã, "
    )
    Body.objects.filter(pk=province.building.pk).update(
        name="Phòng Kế hoạch - Tài chính và Hợp tác quốc tế, Sở Nông nghiệp và Môi trường"
    )
    for n in range(240):
        stage_of = {"stage": "waiting"} if n % 6 == 0 else {"stage": "in_hand"}
        boards.task(
            document, province.building, DAY - timedelta(n + 1 - 120), action=words * 2, owed_from=DAY,
            given_on=DAY - timedelta(n % 9), **stage_of,
        )  # fmt: skip
    obligations_generate(document=document, kind=KindOfObligation.PLAN, basis="", by=cast.analyst, due=DAY,
                         bodies=[province.building, province.finance, province.commune])  # fmt: skip
    found = weekly_list(cast.access("analyst"), as_of=DAY, today=DAY)
    content = weekly_docx(found, body=province.root, form=form, as_of=DAY, by=cast.analyst)
    paper = Word(io.BytesIO(content))
    cells = [row.cells[0].text for table in paper.tables for row in table.rows]

    assert any(cell.startswith("Quá hạn: 120 (còn ") for cell in cells)
    assert "{%" not in "".join(cells)
    soffice = shutil.which("soffice")
    if soffice is None or not as_wide_as_times():
        pytest.skip("LibreOffice hoặc phông chữ rộng bằng Times New Roman không có ở máy này")
    (tmp_path / "a.docx").write_bytes(content)
    run = [soffice, f"-env:UserInstallation=file://{tmp_path}/lo", "--headless", "--convert-to", "pdf"]
    subprocess.run([*run, "--outdir", tmp_path, tmp_path / "a.docx"], check=True, capture_output=True)
    import pypdfium2

    pdf = pypdfium2.PdfDocument(tmp_path / "a.pdf")
    pages = len(pdf)
    pdf.close()
    assert pages == 2


@pytest.mark.parametrize(("asked", "links"), [({"notes": "on"}, True), ({}, False)])
def test_each_line_leads_to_its_page_where_that_is_wanted(
    asked: dict[str, str], links: bool, filled: Any, signed_in: Callable[[str], Any]
) -> None:
    """Counts to the list of that day, each line's day to what is owed; without links the same words."""
    client, sent = signed_in("analyst"), {"as_of": DAY.isoformat(), "form": "state"}
    content = client.post("/don-doc/giao-ban/word/", sent | asked).content
    found = boards.links_of(content)

    assert words_of(content) == words_of(client.post("/don-doc/giao-ban/word/", sent).content)
    assert bool(found) is links
    for words, target in found.items():
        assert client.get(target).status_code == 200, words
    if links:
        assert any(f"giao-ban/?as_of={DAY}" in one for one in found.values())
        assert any("/nhiem-vu/" in one for one in found.values())


def test_through_the_page(
    filled: Any, cast: Any, province: Any, signed_in: Callable[[str], Any], django_assert_max_num_queries: Any
) -> None:
    """By whoever reads; Word by whoever drafts for that body; another's body does not exist."""
    client = signed_in("analyst")
    with django_assert_max_num_queries(22):  # six parts, each counted and listed; the rest is the frame
        page = client.get("/don-doc/giao-ban/").content.decode()
    assert "Trễ" in page
    answer = client.post("/don-doc/giao-ban/word/", {"as_of": "2026-10-16", "form": "state"})
    assert answer["Content-Disposition"].endswith("16-10-2026.docx")
    assert signed_in("finance").get(f"/don-doc/giao-ban/?body={province.building.pk}").status_code == 404
    assert "Bản Word" not in signed_in("reader").get("/don-doc/giao-ban/").content.decode()
