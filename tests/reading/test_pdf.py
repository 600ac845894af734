"""PDF text layers: columns, sentences, tables and pages; what cannot be read is named."""

from __future__ import annotations

from datetime import date

import pytest

pytest.importorskip("pypdfium2")
pytest.importorskip("fontpkg_be_vietnam_pro")

import pdffiles

from dondoc.errors import DamagedFile, EmptyFile, EncryptedFile, FileTooLarge, NoTextLayer
from dondoc.reading import finish, pdf
from dondoc.reading.draft import Limits


@pytest.fixture(scope="module")
def draft():
    return pdf.load(pdffiles.plan(), "kh.pdf", Limits())


def test_lines_as_a_reader_reads_them(draft):
    """Left column, right column, whole paragraphs; a number broken at its hyphen is whole; no page number."""
    assert draft.text.splitlines() == [
        "ỦY BAN NHÂN DÂN",
        "TỈNH BÌNH SƠN",
        "Số: 87/KH-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do",
        "Bình Sơn, ngày 12 tháng 3 năm 2026",
        "KẾ HOẠCH",
        "Phát triển hạ tầng giao thông",
        (
            "Căn cứ nghị quyết của tỉnh về nhiệm vụ năm 2026 và Chỉ thị số 30/CT-TTg của cấp trên, Ủy ban "
            "nhân dân tỉnh ban hành kế hoạch để các cơ quan cùng thực hiện."
        ),
        "I. MỤC TIÊU",
        "- Giải ngân trên 95% kế hoạch vốn.",
        "TT | Nhiệm vụ | Chủ trì | Thời hạn",
        "1 | Rà soát quy hoạch cụm công nghiệp | Sở Xây dựng | Quý II/2026",
        "2 | Trình đề án |  | 30/9/2026",
        "Nơi nhận:",
        "- Lưu: VT.",
        "TM. ỦY BAN NHÂN DÂN",
        "CHỦ TỊCH",
        "Trần Quốc Khải",
    ]


def test_header_fields(draft):
    """The two-column heading is read as fields, the signature with its post."""
    found = finish(draft).header

    assert found.issuer == "Ủy ban nhân dân tỉnh Bình Sơn"
    assert found.symbol == "87/KH-UBND"
    assert found.date == date(2026, 3, 12)
    assert found.title == "KẾ HOẠCH Phát triển hạ tầng giao thông"
    assert (found.signatory, found.signatory_position) == ("Trần Quốc Khải", "Chủ tịch")


def test_a_cell_without_rule_below_is_merged(draft):
    """The lead printed once beside two tasks leads both."""
    (table,) = draft.tables

    assert [[table.text_at(draft.text, r, c) for c in range(4)] for r in range(3)] == [
        ["TT", "Nhiệm vụ", "Chủ trì", "Thời hạn"],
        ["1", "Rà soát quy hoạch cụm công nghiệp", "Sở Xây dựng", "Quý II/2026"],
        ["2", "Trình đề án", "Sở Xây dựng", "30/9/2026"],
    ]


def test_a_ruled_table_stands_once():
    """Its rows are printed with "|" between the cells, and are no second table for that."""
    document = finish(pdf.load(pdffiles.plan(), "a.pdf", Limits()))

    assert len(document.tables) == 1
    assert "|" in document.quote(document.tables[0].span)


def test_a_sentence_runs_over_pages():
    """Running heads and page numbers do not stand in it; each page knows where it begins."""
    draft = pdf.load(pdffiles.pages(4), "a.pdf", Limits())

    assert draft.text.count("\n") == 1
    assert "Công báo" not in draft.text
    assert draft.margins == ("Công báo Bình Sơn",)
    for page in draft.pages:
        assert draft.text[page.span.slice].startswith(f"phần {page.number} của")
    assert [page.number for page in draft.pages] == [1, 2, 3, 4]


def test_offsets_ascend(draft):
    """The map leads from the text to places in the file's own order of characters."""
    places = [made for made, _ in draft.offsets]

    assert places == sorted(set(places))
    assert all(0 <= made <= len(draft.text) and was >= 0 for made, was in draft.offsets)


def test_a_scan_is_named():
    """Pages of pictures have no letters to read."""
    with pytest.raises(NoTextLayer):
        pdf.load(pdffiles.picture(), "quet.pdf", Limits())


def test_damaged_files_are_named():
    """No bytes, no PDF, and a PDF cut off in the middle."""
    whole = pdffiles.plan()
    for data in (b"%PDF-1.7\nrubbish", whole[: len(whole) // 3]):
        with pytest.raises(DamagedFile):
            pdf.load(data, "hong.pdf", Limits())
    with pytest.raises(EmptyFile):
        pdf.load(b"", "rong.pdf", Limits())


ENCRYPTED = b"""%%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj
4 0 obj<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>endobj
trailer<</Root 1 0 R/Size 5/Encrypt 4 0 R/ID[<00><00>]>>
%%%%EOF""" % (b"41" * 32, b"42" * 32)


def test_a_password_is_asked_for():
    """An encrypted file is named as such, not as damaged."""
    with pytest.raises(EncryptedFile):
        pdf.load(ENCRYPTED, "mat-khau.pdf", Limits())


def test_limits_hold():
    """Too many pages or characters are refused."""
    data = pdffiles.pages(3)
    for limits in (Limits(max_pages=2), Limits(max_chars=60)):
        with pytest.raises(FileTooLarge):
            pdf.load(data, "dai.pdf", limits)
