"""Files in TCVN3, VNI or VISCII are read as any other, whatever their format."""

from __future__ import annotations

import io

import openpyxl
import pytest
from openpyxl.styles import Font

from dondoc import reading
from dondoc.text import legacy
from dondoc.text.normalize import original
from reading import ooxml

LINE = "Phấn đấu đến năm 2030 thu ngân sách trên địa bàn đạt 16.900 tỷ đồng, tỷ lệ hộ nghèo còn 1,5%."
HEAD = "HỘI ĐỒNG NHÂN DÂN TỈNH"


def old(text, encoding):
    """The text as its old file shows it without the font."""
    table = {"tcvn3": legacy._TCVN3, "vni": legacy._VNI, "viscii": legacy._VISCII}[encoding]
    codes = {letter: code for code, letter in reversed(table.items())}
    return "".join(codes.get(c, c) for c in text)


def run(text, font):
    return ooxml.t(text, f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>')


def codes_of(document):
    return [diagnostic.code for diagnostic in document.diagnostics]


@pytest.mark.parametrize("encoding", legacy.ENCODINGS)
def test_a_text_file_in_an_old_encoding(encoding):
    """Bytes of the file become Unicode; the map leads to the byte."""
    data = (old(LINE, encoding) + "\n").encode("cp1252" if encoding == "vni" else "latin-1")

    document = reading.read_bytes(data, "a.txt")

    assert document.text == LINE + "\n"
    assert codes_of(document) == ["legacy_encoding"]
    at = LINE.index("hộ nghèo")
    assert data[original(document.offsets, at) :].startswith(old("hộ", encoding).encode("latin-1"))


def test_a_text_file_in_windows_1258():
    """Windows' own page for Vietnamese: letters with marks set after them."""
    data = "Giao Sở Tài chính chủ trì; tỷ lệ đạt 7%.".encode().decode("utf-8")
    marks = {"ở": "ơ\u0309", "ủ": "u\u0309", "ì": "i\u0300", "ỷ": "y\u0309", "ệ": "ê\u0323", "ạ": "a\u0323"}
    data = "".join(marks.get(c, c) for c in data)

    document = reading.read_bytes(data.encode("cp1258"), "a.txt")

    assert document.text == "Giao Sở Tài chính chủ trì; tỷ lệ đạt 7%."


def test_old_letters_saved_as_unicode():
    """A text file whose Western letters were saved as UTF-8 is no less TCVN3."""
    document = reading.read_bytes(old(LINE, "tcvn3").encode(), "a.txt")

    assert document.text == LINE


def test_word_runs_in_old_fonts():
    """Each run by its own font: .VnTimeH draws capitals, Times New Roman is left alone."""
    data = ooxml.docx(
        ooxml.p(run(old(HEAD.lower(), "tcvn3"), ".VnTimeH")),
        ooxml.p(run(old(LINE[:40], "tcvn3"), ".VnTime"), run(old(LINE[40:], "vni"), "VNI-Times")),
        ooxml.p(run("Giữ nguyên chữ Unicode.", "Times New Roman")),
    )

    document = reading.read_bytes(data, "a.docx")

    assert document.text == f"{HEAD}\n{LINE}\nGiữ nguyên chữ Unicode.\n"
    assert codes_of(document) == ["legacy_encoding", "legacy_encoding"]


def test_a_letter_and_its_mark_in_two_runs():
    """Word's spelling check cuts words: VNI's "ô" may end a run and its mark begin the next."""
    words = old("tỷ lệ hộ nghèo", "vni")
    cut = words.index("ä")
    data = ooxml.docx(ooxml.p(run(words[:cut], "VNI-Times"), run(words[cut:], "VNI-Times")))

    assert reading.read_bytes(data, "a.docx").text == "tỷ lệ hộ nghèo\n"


def test_the_font_of_a_style():
    """A style, or the document's defaults, name the font for all."""
    fonts = '<w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/>'
    body = ooxml.p(old(LINE, "tcvn3"), style="Cu")
    defaults = f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts}</w:rPr></w:rPrDefault></w:docDefaults>"

    for styles in (ooxml.style("Cu", rpr=fonts), defaults):
        assert reading.read_bytes(ooxml.docx(body, styles=styles), "a.docx").text == LINE + "\n"


def test_the_soft_hyphen_is_a_letter():
    """TCVN3's ư has the code of the soft hyphen, which Word keeps as an element of its own."""
    font = '<w:rPr><w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/></w:rPr>'
    middle = f"<w:r>{font}<w:softHyphen/></w:r>"
    data = ooxml.docx(ooxml.p(run("nhµ n", ".VnTime"), middle, run("íc tØnh", ".VnTime")))

    assert reading.read_bytes(data, "a.docx").text == "nhà nước tỉnh\n"


def test_an_old_fonts_name_over_unicode():
    """Somebody changed the words but not the font: nothing is decoded."""
    data = ooxml.docx(ooxml.p(run("Hà Nam và Cà Mau là nhà", ".VnTime")), ooxml.p(run(LINE, ".VnTime")))

    document = reading.read_bytes(data, "a.docx")

    assert document.text == f"Hà Nam và Cà Mau là nhà\n{LINE}\n"
    assert codes_of(document) == []


def test_old_words_under_a_new_font():
    """Somebody changed the font but not the words: the words tell."""
    data = ooxml.docx(*[ooxml.p(run(old(LINE, "tcvn3"), "Times New Roman"))] * 2)

    assert reading.read_bytes(data, "a.docx").text == f"{LINE}\n{LINE}\n"


@pytest.mark.parametrize("font", [".VnTime", "Times New Roman"])
def test_a_spreadsheet_in_tcvn3(font):
    """Cells by their font, or by their words where the font says nothing."""
    book = openpyxl.Workbook()
    for row in (
        ["TT", "Chỉ tiêu", "Đơn vị"],
        ["1", "thu ngân sách nhà nước", "tỷ đồng"],
        ["2", "hộ nghèo", "%"],
    ):
        book.active.append([old(cell, "tcvn3") for cell in row])
    for row in book.active.iter_rows():
        for cell in row:
            cell.font = Font(name=font)
    out = io.BytesIO()
    book.save(out)

    text = reading.read_bytes(out.getvalue(), "a.xlsx").text

    assert "1 | thu ngân sách nhà nước | tỷ đồng" in text
    assert "2 | hộ nghèo | %" in text


@pytest.mark.parametrize("how", ["bytes", "UTF-8", "entities"])
def test_a_page_in_tcvn3(how):
    """A page of 2003, in its bytes, saved anew, or with every letter spelled out."""
    words = old(LINE, "tcvn3")
    if how == "entities":
        words = "".join(c if c.isascii() else f"&#{ord(c)};" for c in words)
    page = f"<html><body><p>{words}</p></body></html>"

    document = reading.read_bytes(page.encode("utf-8" if how == "UTF-8" else "latin-1"), "a.html")

    assert document.text == LINE + "\n"
