"""Marks of state secrecy: a document that bears one is stopped, one that speaks of secrecy is read."""

from __future__ import annotations

import io
import tomllib
from pathlib import Path

import openpyxl
import pytest
from ooxml import docx, p, table, tc, tr

from dondoc import reading
from dondoc.errors import SecretDocument

_CORPUS = tomllib.loads(Path(__file__).with_name("secrecy.toml").read_text("utf-8"))


def _read(data: bytes, name: str) -> object:
    return reading.read_bytes(data, name, isolate=False)


@pytest.mark.parametrize("case", _CORPUS["secret"], ids=lambda case: case["why"])
def test_marked(case):
    """A mark in the heading stops the document, and the error keeps nothing of it."""
    with pytest.raises(SecretDocument) as caught:
        _read(case["text"].encode(), "vân-sơn-45.txt")

    kept = f"{caught.value!r} {caught.value} {vars(caught.value)} {caught.value.__cause__}"
    assert caught.value.name == ""
    assert "vân-sơn" not in kept.lower()
    assert "NGHỊ QUYẾT" not in kept


@pytest.mark.parametrize("case", _CORPUS["open"], ids=lambda case: case["why"])
def test_unmarked(case):
    """Words about secrecy are no mark."""
    assert _read(case["text"].encode(), "a.txt")


def test_a_mark_deep_in_the_text_is_a_word():
    """Past the heading a line "MẬT" is part of the text."""
    text = "BÁO CÁO\n" + "Một dòng của báo cáo.\n" * 60 + "MẬT\n"

    assert _read(text.encode(), "a.txt")


def _two_columns() -> bytes:
    return docx(
        table(tr(tc("TỈNH ỦY VÂN SƠN", "MẬT", "Số 4-BC/TU"), tc("ĐẢNG CỘNG SẢN VIỆT NAM"))), p("BÁO CÁO")
    )


def _text_box() -> bytes:
    inner = f"<w:txbxContent>{p('T Ố I  M Ậ T')}</w:txbxContent>"
    box = f"<w:r><w:pict><v:textbox>{inner}</v:textbox></w:pict></w:r>"
    return docx(p("BÁO CÁO"), p("Nội dung", box))


def _sheet() -> bytes:
    book = openpyxl.Workbook()
    for row in (["UBND TỈNH", None, "MẬT"], ["TT", "Việc", "Hạn"], [1, "A", "Quý I"]):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


FORMATS = [
    ("in the two-column heading", _two_columns(), "a.docx"),
    ("in a text box", _text_box(), "a.docx"),
    ("in the page header", docx(p("BÁO CÁO"), header=p("Mật")), "a.docx"),
    ("beside the issuer in a sheet", _sheet(), "a.xlsx"),
    ("in a web page", "<html><body><p>MẬT</p><p>BÁO CÁO</p></body></html>".encode(), "a.html"),
]


@pytest.mark.parametrize(("rule", "data", "name"), FORMATS, ids=[row[0] for row in FORMATS])
@pytest.mark.parametrize("isolate", [False, True])
def test_every_format(rule, data, name, isolate):
    """Wherever a format can carry the mark, and from the child process too, the file is stopped."""
    with pytest.raises(SecretDocument) as caught:
        reading.read_bytes(data, name, isolate=isolate)

    assert caught.value.name == ""


def test_a_batch_keeps_no_name(tmp_path):
    """Of a secret file in a batch its place is known, not its name."""
    (tmp_path / "1.txt").write_text("Văn bản thường", "utf-8")
    (tmp_path / "2-ten-mat.txt").write_text("MẬT\nBÁO CÁO", "utf-8")

    first, second = reading.read_many([tmp_path])

    assert first.document
    assert isinstance(second.error, SecretDocument)
    assert (second.position, second.name, second.document) == (1, "", None)
    assert "ten-mat" not in repr(second)
