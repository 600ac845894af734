"""Scans: read by Tesseract where it is installed, each word with its box; the unreadable is asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
import scanfiles

from dondoc import reading
from dondoc.errors import DamagedFile, NoTextLayer, ReadTimeout, SecretDocument, UnsupportedFile
from dondoc.extraction import extract
from dondoc.reading import ocr, pictures, scans
from dondoc.reading.draft import Limits
from dondoc.reading.ocr import SeenPage, SeenWord
from dondoc.records.document import Scan, ScannedWord
from dondoc.records.source import Span

needs_tesseract = pytest.mark.skipif(not ocr.installed(), reason="Tesseract with Vietnamese is not installed")
SAMPLE = next((Path(__file__).parents[2] / "sample" / "documents").glob("13-*.pdf"))


@cache
def paper(by_hand):
    """A plan scanned, printed through or with number and day by hand; read once for all tests."""
    told = []
    data = scanfiles.photographed(scanfiles.paper(by_hand=by_hand))
    document = reading.read_bytes(data, "ke-hoach.pdf", progress=lambda n, of: told.append((n, of)))
    assert told == [(1, 1)]
    return data, document


@needs_tesseract
@pytest.mark.slow
def test_a_scan_is_read_as_its_original():
    """Columns of the heading, paragraphs, tasks and numbers: as if the page had a layer of text."""
    _, document = paper(by_hand=False)

    assert document.header.symbol == "87/KH-UBND"
    assert document.header.date == date(2026, 3, 12)
    assert document.header.signatory == "Trần Văn Minh"
    facts = extract(document)
    assert [(task.lead, task.deadline) for task in facts.tasks] == [("Sở Tài chính", "2026-06-30")]
    assert [str(fact.value) for fact in facts.indicators] == ["95", "16900"]


@needs_tesseract
@pytest.mark.slow
def test_each_word_has_its_place_in_text_and_picture():
    """A span's boxes lie where its words are printed; the picture can be made again to be shown."""
    data, document = paper(by_hand=False)
    (scan,) = document.scans

    for word in scan.words:
        assert document.text[word.span.slice].strip()
        assert 0 <= word.left < word.right <= scan.width
        assert 0 <= word.top < word.bottom <= scan.height
    at = document.text.index("hoàn thành trước")
    ((page, (left, top, _right, _bottom)),) = scans.boxes(document.scans, Span(at, at + 16))
    assert page == 1
    assert abs(left - 60 * scan.width / 595) < 12  # drawn at x 60, y 632 of a page 842 high
    assert abs(top - (842 - 641) * scan.height / 842) < 15
    picture, kind = reading.render_page(data, "ke-hoach.pdf", 1)
    assert (kind, pictures.media_of(picture)) == ("image/png", "image/png")


@needs_tesseract
@pytest.mark.slow
def test_what_the_hand_wrote_is_asked_for():
    """Number and day by hand are left empty with a remark; the rest is read."""
    _, document = paper(by_hand=True)

    assert document.header.symbol is None
    assert document.header.date is None
    asked = [d.message for d in document.diagnostics if d.code == "header_to_enter"]
    assert len(asked) == 2
    assert all("cần nhập" in words for words in asked)
    assert [task.deadline for task in extract(document).tasks] == ["2026-06-30"]


@needs_tesseract
@pytest.mark.slow
def test_a_page_of_pictures_among_pages_of_text():
    """An annex scanned into a digital document is read in its place."""
    import io

    import pypdfium2

    whole = pypdfium2.PdfDocument(SAMPLE.read_bytes())
    whole.import_pages(pypdfium2.PdfDocument(scanfiles.photographed(scanfiles.paper(by_hand=False))), index=1)
    out = io.BytesIO()
    whole.save(out)

    document = reading.read_bytes(out.getvalue(), "a.pdf")

    assert [page.number for page in document.pages] == [1, 2, 3]
    assert [scan.page for scan in document.scans] == [2]
    assert document.page_of(document.text.index("Phát triển hạ tầng giao thông")) == 2
    assert document.header.symbol == "142-TB/TU"


@needs_tesseract
@pytest.mark.slow
def test_pictures_and_tiffs_of_several_pages():
    """A photograph of a page, and a TIFF of two, are documents."""
    page = scanfiles.picture(scanfiles.paper(by_hand=False))

    one = reading.read_bytes(page, "trang.png")
    two = reading.read_bytes(scanfiles.tiff([page, page]), "hai-trang.tif")

    assert (one.media, one.header.symbol) == ("image", "87/KH-UBND")
    assert [scan.page for scan in two.scans] == [1, 2]
    assert two.text.count("16.900 tỷ đồng") == 2
    assert reading.render_page(page, "trang.png", 1) == (page, "image/png")


@needs_tesseract
@pytest.mark.slow
def test_a_secret_scan_is_refused():
    """A mark in the picture's heading counts as any other: nothing of the file is kept."""
    drawing = scanfiles.Drawing(scanfiles._SERIF)
    drawing.new_page()
    for y, words in ((790, "MẬT"), (760, "ỦY BAN NHÂN DÂN"), (740, "TỈNH BÌNH SƠN"), (700, "KẾ HOẠCH")):
        drawing.words(60, y, words, 12)
    for n in range(6):
        drawing.words(60, 660 - 20 * n, "Giao các sở, ngành tổ chức thực hiện kế hoạch này.", 12)

    with pytest.raises(SecretDocument):
        reading.read_bytes(scanfiles.photographed(drawing.bytes()), "a.pdf")


@needs_tesseract
@pytest.mark.slow
def test_pages_beyond_the_limit_are_named():
    """A book of pictures costs no more than the limit; what is left out is said."""
    data = scanfiles.photographed(scanfiles.paper(by_hand=False))
    import io

    import pypdfium2

    book = pypdfium2.PdfDocument(data)
    book.import_pages(pypdfium2.PdfDocument(data))
    out = io.BytesIO()
    book.save(out)

    document = reading.read_bytes(out.getvalue(), "a.pdf", limits=Limits(max_scan_pages=1))

    assert len(document.scans) == 1
    assert "pages_left_out" in [d.code for d in document.diagnostics]


@needs_tesseract
def test_no_picture_or_too_slow():
    """What is no picture, and what takes too long, is said of the file."""
    with pytest.raises(DamagedFile):
        reading.read_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100), "anh.png")
    with pytest.raises(ReadTimeout):
        ocr.read(scanfiles.picture(scanfiles.paper(by_hand=False)), "a", replace(Limits(), scan_seconds=0.05))


def test_a_white_page_has_no_words():
    """A scan of nothing is refused in a sentence, with or without Tesseract."""
    drawing = scanfiles.Drawing()
    drawing.new_page()

    with pytest.raises(NoTextLayer):
        reading.read_bytes(scanfiles.photographed(drawing.bytes(), dpi=50), "trang.pdf")


@pytest.mark.parametrize("name", ["a.pdf", "a.png"])
def test_without_tesseract_a_sentence_says_what_to_do(name, monkeypatch):
    """What is missing and what to send instead."""
    monkeypatch.setattr(ocr, "installed", lambda: False)
    page = scanfiles.paper(by_hand=False)
    data = scanfiles.photographed(page, dpi=50) if name == "a.pdf" else scanfiles.picture(page, dpi=50)

    with pytest.raises(NoTextLayer) as caught:
        reading.read_bytes(data, name)

    assert "tesseract-ocr-vie" in str(caught.value)


def test_pages_that_cannot_be_drawn():
    """A Word file has no pages; a PDF only those it has."""
    with pytest.raises(UnsupportedFile):
        reading.render_page(b"PK\x03\x04", "a.docx", 1)
    with pytest.raises(DamagedFile):
        reading.render_page(SAMPLE.read_bytes(), "a.pdf", 99)


# --- without Tesseract --------------------------------------------------------------------------------


def seen(lines, confidence=95):
    """A page of words as Tesseract would give them, ten pixels a letter, forty a line."""
    words = []
    for n, line in enumerate(lines):
        x = 100
        for text in line.split():
            box = (x, 100 + 40 * n, x + 10 * len(text), 125 + 40 * n)
            words.append(SeenWord(text, *box, n, confidence))
            x = box[2] + 10
    return SeenPage(1, 1240, 1754, tuple(words))


def test_words_keep_their_boxes_through_joined_lines():
    """A sentence over two printed lines is one line of text and two boxes."""
    page = seen(
        ["Phấn đấu thu ngân sách nhà nước trên địa bàn tỉnh năm nay đạt trên", "16.900 tỷ đồng vào cuối năm."]
    )

    draft = scans.pages("a.png", [page], Limits())

    assert draft.text.startswith("Phấn đấu thu ngân sách")
    assert "đạt trên 16.900 tỷ đồng" in draft.text
    assert [draft.text[word.span.slice] for word in draft.scans[0].words] == [w.text for w in page.words]
    start = draft.text.index("đạt trên 16.900")
    assert len(scans.boxes(draft.scans, Span(start, start + 15))) == 2


def test_a_doubtful_number_is_marked():
    """A value read without being sure keeps a note for the reviewer, and stands last in confidence."""
    from dondoc.reading import finish

    draft = scans.pages(
        "a.png", [seen(["Năm 2026 thu ngân sách đạt 16.900 tỷ đồng."], confidence=40)], Limits()
    )

    (fact,) = extract(finish(draft)).indicators

    assert any("ảnh" in note for note in fact.notes)
    assert fact.confidence <= 0.3


def test_figures_decide_how_sure_a_span_is():
    """ "ngày 12 tháng 3": a smudged word beside clear figures does not make the date doubtful."""
    from dondoc.records.document import sureness

    text = "ngày 12"
    words = (ScannedWord(Span(0, 4), 0, 0, 9, 9, 30), ScannedWord(Span(5, 7), 10, 0, 19, 9, 96))
    scan = (Scan(1, 100, 100, words),)

    assert sureness(scan, text, Span(0, 7)) == 96
    assert sureness(scan, text, Span(0, 4)) == 30
    assert sureness((), text, Span(0, 7)) == 100
