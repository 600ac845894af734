"""The picture of a page beside its text: drawn once, for who may see the document, each fact in its place."""

from __future__ import annotations

import importlib
import json
import sys
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from dondoc import reading as reader
from dondoc.reading import ocr, pictures
from dondoc.records.document import Scan, ScannedWord
from dondoc.records.source import Span
from dondoc.web.audit.models import Entry
from dondoc.web.sources import ingest, jobs, pagepictures, services, storage
from dondoc.web.sources.models import Document, Fact, Reading

sys.path.insert(0, str(Path(__file__).parents[1] / "reading"))  # where scans are made for tests
scanfiles: Any = importlib.import_module("scanfiles")

pytestmark = pytest.mark.django_db
needs_tesseract = pytest.mark.skipif(not ocr.installed(), reason="Tesseract with Vietnamese is not installed")


def page(response: Any) -> str:
    return str(response.content.decode())


def panel_of(text: str) -> str:
    """The panel with the page's picture."""
    start = text.index('<details class="page-picture')
    return text[start : text.index("</details>", start)]


@cache
def printed() -> bytes:
    """A plan of one page, with a layer of text."""
    made: bytes = scanfiles.paper(by_hand=False)
    return made


@pytest.fixture
def plan(cast: Any, province: Any) -> Document:
    """A PDF with a layer of text, sent in and read."""
    services.batch_add(files=[("ke-hoach.pdf", printed())], by=cast.analyst, owner=province.root)
    jobs.run(once=True)
    return Document.objects.get()


@cache
def scanned() -> tuple[bytes, Any]:
    """The same plan as a picture, number and day by hand beside a stamp; read once for all tests."""
    data = scanfiles.photographed(scanfiles.paper(by_hand=True))
    return data, reader.read_bytes(data, "quet.pdf")


@pytest.fixture
def scan(cast: Any, province: Any, monkeypatch: pytest.MonkeyPatch) -> Document:
    """A stamped scan, sent in and read."""
    data, document = scanned()
    monkeypatch.setattr(ingest, "read", lambda _: document)
    monkeypatch.setattr(reader, "read_bytes", lambda *_, **__: document)
    services.batch_add(files=[("quet.pdf", data)], by=cast.analyst, owner=province.root)
    jobs.run(once=True)
    return Document.objects.get()


# --- the picture ----------------------------------------------------------------------------------------


def test_a_page_is_drawn_once(signed_in: Any, plan: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first look draws it, in bounds; the next takes the file beside the upload; no proxy keeps it."""
    drawn: list[int] = []
    render = reader.render_page

    def counted(data: bytes, name: str, number: int, **more: Any) -> tuple[bytes, str]:
        drawn.append(number)
        return render(data, name, number, **more)

    monkeypatch.setattr(reader, "render_page", counted)
    file = plan.files.get()
    address = reverse("file-page", args=[file.pk, 1])
    client = signed_in("reader")

    answers = [client.get(address) for _ in range(2)]

    first, second = (answer.content for answer in answers)
    size = pictures.size_of(first)
    assert first == second == storage.picture_path(file.sha256, 1).read_bytes()
    assert drawn == [1]
    assert size is not None
    assert size[0] <= pagepictures.WIDEST
    assert answers[0].headers["Content-Type"] == "image/png"
    assert answers[0].headers["Cache-Control"].startswith("private")
    assert answers[0].headers["Content-Security-Policy"] == "sandbox"


NO_PAGE = [
    (0, "pages count from 1"),
    (2, "there is one page"),
    (pagepictures.MOST_PAGES + 1, "past the last that is drawn"),
    (10**9, "a number of no page"),
]


@pytest.mark.parametrize(("number", "why"), NO_PAGE, ids=[row[1] for row in NO_PAGE])
def test_a_page_there_is_not(
    signed_in: Any, plan: Document, number: int, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """404, and no child is started for it."""
    monkeypatch.setattr(reader, "render_page", lambda *_, **__: pytest.fail("nothing to draw"))

    response = signed_in("reader").get(reverse("file-page", args=[plan.files.get().pk, number]))

    assert response.status_code == 404


def test_another_branch_sees_no_picture(signed_in: Any, stage: Any, province: Any) -> None:
    """Nor where it has been drawn already for somebody who may."""
    document = stage.document(owner=province.finance, issuer=province.finance)
    file = document.files.get()
    Reading.objects.filter(file=file).update(text="Một trang.", pages=[[1, 0, 10]])
    document.files.update(media="pdf")
    storage.put_picture(file.sha256, 1, pictures.png(1, 1, 1, 1, b"\xff"))
    address = reverse("file-page", args=[file.pk, 1])

    assert signed_in("finance").get(address).status_code == 200
    assert signed_in("building").get(address).status_code == 404


def test_lost_bytes_and_other_kinds_have_no_picture(signed_in: Any, plan: Document) -> None:
    """A file that is gone, or of a kind without pages: 404, not an error of ours."""
    file = plan.files.get()
    address = reverse("file-page", args=[file.pk, 1])
    client = signed_in("reader")
    storage.path_of(file.sha256).unlink()

    assert client.get(address).status_code == 404
    plan.files.update(media="docx")
    assert client.get(address).status_code == 404


def test_a_photograph_is_made_smaller() -> None:
    """A PNG or JPEG wider than the limit is drawn anew, its bytes handed to PDFium as they are."""
    whole = scanfiles.picture(printed(), dpi=100)
    size = pictures.size_of(whole)
    assert size is not None

    small, kind = reader.render_page(whole, "a.png", 1, widest=400)
    same, _ = reader.render_page(whole, "a.png", 1, widest=size[0])

    made = pictures.size_of(small)
    assert made is not None
    assert kind == "image/png"
    assert made[0] == 400
    assert abs(made[1] - size[1] * 400 / size[0]) <= 2
    assert same == whole


@pytest.mark.parametrize("damage", [b"", b"\x00" * 40], ids=["head alone", "no size"])
@pytest.mark.parametrize("start", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0"], ids=["png", "jpeg"])
def test_a_broken_photograph_is_a_read_error(start: bytes, damage: bytes) -> None:
    """Whatever the bytes, only the documented errors come."""
    from dondoc.errors import ReadError

    with pytest.raises(ReadError):
        pictures.render(start + damage, "a", 1, 72, widest=100)


# --- where a fact stands --------------------------------------------------------------------------------


def test_a_fact_has_its_page_and_its_lines(stage: Any) -> None:
    """A sentence over two lines and two pages: a box a line, the number's own; a page of text has none."""
    document = stage.document()
    fact = stage.fact(document, "indicator", "thu đạt 16.900 tỷ đồng")
    fact.value_start, fact.value_end = 8, 14
    words = (
        ScannedWord(Span(0, 3), 10, 10, 40, 30, 90),
        ScannedWord(Span(4, 7), 45, 10, 80, 30, 90),
        ScannedWord(Span(8, 14), 10, 40, 70, 60, 90),
    )
    pages = [[1, 0, 15], [2, 15, 23]]

    marks = pagepictures.marks_of(pages, [Scan(1, 100, 140, words)], [fact])

    assert [mark.plain for mark in marks[fact.pk]] == [
        [1, 10, 10, 70, 20, 0],
        [1, 10, 40, 60, 20, 0],
        [1, 10, 40, 60, 20, 1],
        [2],
    ]


def test_a_fact_behind_the_last_page_has_no_place(stage: Any) -> None:
    fact = stage.fact(stage.document(), "task")

    assert pagepictures.marks_of([], [], [fact]) == {}


@needs_tesseract
@pytest.mark.slow
def test_the_review_of_a_scan_shows_its_picture(signed_in: Any, scan: Document) -> None:
    """Open, at the fact's page, its lines marked as they were printed; without script too."""
    made = Reading.objects.get(is_current=True)
    fact = Fact.objects.get(kind="task")
    assert pagepictures.scans_of(made) == scanned()[1].scans

    text = page(signed_in("analyst").get(reverse("review", args=[scan.pk]), {"fact": fact.pk}))

    panel = panel_of(text)
    assert " open>" in panel
    assert reverse("file-page", args=[made.file_id, 1]) in panel
    assert panel.count("<rect") == 2  # the task's sentence takes two printed lines
    places = json.loads(panel.split('data-places="')[1].split('"')[0].replace("&quot;", '"'))
    (first, *_) = places["facts"][str(fact.pk)]
    assert first[0] == 1
    width, height = places["sizes"]["1"]
    assert abs(first[1] - 80 * width / 595) < 40  # drawn at x 80, y 650 of a page 842 high
    assert abs(first[2] - (842 - 659) * height / 842) < 40


def test_the_review_of_a_printed_pdf_has_links_to_its_pages(signed_in: Any, plan: Document) -> None:
    """Closed, since its letters are the file's own; the page asked for is the nearest there is."""
    Reading.objects.filter(is_current=True).update(pages=[[1, 0, 40], [2, 40, 90], [3, 90, 900]])
    file = plan.files.get()

    text = page(signed_in("analyst").get(reverse("review", args=[plan.pk]), {"page": 2}))
    past = page(signed_in("analyst").get(reverse("review", args=[plan.pk]), {"page": 99}))

    panel = panel_of(text)
    assert " open>" not in panel
    assert reverse("file-page", args=[file.pk, 2]) in panel
    assert 'href="?page=1#picture"' in panel
    assert 'href="?page=3#picture"' in panel
    assert f'href="{reverse("review", args=[plan.pk])}?page=3#picture" data-page="3"' in text
    assert f'src="{reverse("file-page", args=[file.pk, 3])}"' in past


def test_old_readings_and_other_kinds_still_open(signed_in: Any, stage: Any, plan: Document) -> None:
    """A reading without kept boxes shows the page without marks; a text file shows no picture."""
    assert Reading.objects.get(is_current=True).scans == []
    other = stage.document()
    client = signed_in("analyst")

    assert "data-picture" in page(client.get(reverse("review", args=[plan.pk])))
    assert "data-picture" not in page(client.get(reverse("review", args=[other.pk])))


def test_review_asks_as_much_with_pictures(
    signed_in: Any, plan: Document, django_assert_max_num_queries: Any
) -> None:
    client = signed_in("analyst")
    with django_assert_max_num_queries(14):
        client.get(reverse("review", args=[plan.pk]))


# --- number and day by hand -----------------------------------------------------------------------------


@needs_tesseract
@pytest.mark.slow
def test_number_and_day_by_hand_are_asked_for(signed_in: Any, scan: Document) -> None:
    """Neither is guessed; the form at the top of the review takes both, with a trace, and then is gone."""
    client = signed_in("analyst")
    address = reverse("review", args=[scan.pk])
    assert (scan.symbol, scan.date) == ("", None)
    assert "Chưa đọc được số, ký hiệu và ngày" in page(client.get(address))

    done = client.post(
        reverse("document-heading", args=[scan.pk]), {"symbol": "87/KH-UBND", "day": "12/3/2026"}
    )

    scan.refresh_from_db()
    assert done.headers["Location"] == address
    assert (scan.symbol, scan.date) == ("87/KH-UBND", date(2026, 3, 12))
    assert Entry.objects.filter(action="document.update", row=str(scan.pk)).count() == 1
    assert "heading-asked" not in page(client.get(address))


ASKED = [
    ({"symbol": "", "date": None}, {"symbol", "day"}, "neither is known"),
    ({"symbol": ""}, {"symbol"}, "the number alone"),
    ({"date": None}, {"day"}, "the day alone"),
    ({}, set(), "both are known"),
    ({"symbol": "", "standing": "draft"}, set(), "a draft has no number yet"),
    ({"symbol": "", "date": None, "standing": "press"}, set(), "a press report never has one"),
]


@pytest.mark.parametrize(("changes", "fields", "why"), ASKED, ids=[row[2] for row in ASKED])
def test_what_is_asked_for(signed_in: Any, stage: Any, changes: Any, fields: set[str], why: str) -> None:
    """Only what an issued document lacks."""
    document = stage.document(**changes)

    text = page(signed_in("analyst").get(reverse("review", args=[document.pk])))

    assert {name for name in ("symbol", "day") if f'name="{name}"' in text} == fields
    assert ("heading-asked" in text) == bool(fields)


REFUSED = [
    ({"symbol": "87/KH-UBND", "day": "31/02/2026"}, "87/KH-UBND", "no such day"),
    ({"symbol": "", "day": ""}, "Chưa nhập gì", "nothing entered"),
    ({"symbol": "9" * 90, "day": "12/3/2026"}, "9" * 90, "longer than a number is"),
]


@pytest.mark.parametrize(("typed", "kept", "why"), REFUSED, ids=[row[2] for row in REFUSED])
def test_what_cannot_be_kept_stays_typed(
    signed_in: Any, stage: Any, typed: dict[str, str], kept: str, why: str
) -> None:
    """422 with the review around it, the reason at its field, every word as typed, nothing stored."""
    document = stage.document(symbol="", date=None)

    response = signed_in("analyst").post(reverse("document-heading", args=[document.pk]), typed)

    document.refresh_from_db()
    text = page(response)
    assert response.status_code == 422
    assert "errorlist" in text
    assert kept in text
    assert all(f'value="{value}"' in text for value in typed.values() if value)
    assert (document.symbol, document.date) == ("", None)


def test_a_number_that_is_taken_is_asked_about(signed_in: Any, stage: Any) -> None:
    """The same number of the same issuer: a slip, unless the reviewer says that it is another document."""
    stage.document(symbol="87-NQ/TU", date=date(2026, 3, 12))
    document = stage.document(symbol="", date=None)
    client = signed_in("analyst")
    typed = {"symbol": "87-NQ/TU", "day": "13/3/2026"}
    address = reverse("document-heading", args=[document.pk])

    assert client.post(address, typed).status_code == 422
    assert client.post(address, typed | {"even_so": "on"}).status_code == 302

    document.refresh_from_db()
    assert document.symbol == "87-NQ/TU"
