"""Bad files: each is named with its reason, the good ones are read, memory stays bounded."""

from __future__ import annotations

import io
import sys
import tracemalloc
import zipfile

import badfiles
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ooxml import abstract, docx, level, num, p, table, tr

from dondoc import reading
from dondoc.errors import (
    DamagedFile,
    EmptyFile,
    EncryptedFile,
    FileTooLarge,
    ReadError,
    UnsupportedFile,
    WrongEnding,
)

_EXE = b"MZ\x90\x00\x03" + bytes(200) + b"This program cannot be run in DOS mode."
_GOOD = docx(p("Tốt"))

# name, bytes, what is raised, why
BAD = [
    ("rong.txt", b"", EmptyFile, "no bytes"),
    ("trang.txt", b"\xef\xbb\xbf \r\n\t ", EmptyFile, "nothing but blanks behind a byte order mark"),
    ("rong.docx", b"", EmptyFile, "no bytes, whatever the ending"),
    ("khong.docx", bytes(5000), EmptyFile, "a file of zeros, as a failed copy leaves it"),
    ("khong-chu.docx", docx(p()), EmptyFile, "a document without a word"),
    ("chuong-trinh.pdf", _EXE, WrongEnding, "a program renamed"),
    ("chuong-trinh.txt", _EXE, WrongEnding, "a program as text"),
    ("anh.docx", b"\x89PNG\r\n\x1a\n" + bytes(100), WrongEnding, "a picture renamed"),
    ("chu.docx", "Văn bản thường".encode(), WrongEnding, "text renamed"),
    ("trang.pdf", b"<!DOCTYPE html><html><body>x</body></html>", WrongEnding, "a web page saved as .pdf"),
    ("word.pdf", _GOOD, WrongEnding, "Word renamed .pdf"),
    ("word.xlsx", _GOOD, WrongEnding, "Word renamed .xlsx"),
    ("nhi-phan.txt", b"a\x00\x01\x02\x03b" * 50, WrongEnding, "binary as text"),
    ("anh.gif", b"GIF89a" + bytes(100), UnsupportedFile, "a moving picture"),
    ("la.xyz", b"chu", UnsupportedFile, "an ending nobody knows"),
    ("cu.ppt", badfiles.ole("PowerPoint Document"), UnsupportedFile, "PowerPoint before 2007"),
    ("a.docx", b"{\\rtf1 abc}", WrongEnding, "RTF renamed"),
    ("a.odt", badfiles.zip_of({"mimetype": b"x", "content.xml": b"<a/>"}), UnsupportedFile, "LibreOffice"),
    ("goi.zip", badfiles.zip_of({"a.txt": b"abc"}), UnsupportedFile, "a zip is many files, not one"),
    ("khoa.docx", badfiles.ole("EncryptedPackage"), EncryptedFile, "Word with a password"),
    ("khoa.pdf", badfiles.encrypted_pdf(), EncryptedFile, "PDF with a password"),
    ("dut.docx", badfiles.truncated_docx(), DamagedFile, "half a download"),
    ("vo.docx", badfiles.garbled_docx(), DamagedFile, "a sound zip with broken XML"),
    ("sai.docx", badfiles.wrong_checksum_docx(), DamagedFile, "a flipped bit"),
    ("thieu.docx", badfiles.zip_of({"[Content_Types].xml": b"<Types/>"}), DamagedFile, "no main part"),
    ("thieu2.docx", badfiles.zip_of({"[Content_Types].xml": b"", "word/": b""}), DamagedFile, "no main part"),
    ("thieu.xlsx", badfiles.zip_of({"[Content_Types].xml": b"", "xl/x.xml": b""}), DamagedFile, "no book"),
    ("hong.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 20, DamagedFile, "only its first line is a PDF's"),
    ("thuc-the.docx", badfiles.entity_docx(), DamagedFile, "entities that grow a billion times"),
    ("bom.docx", badfiles.bomb(30), FileTooLarge, "a zip bomb by ratio"),
    ("noi-doi.docx", badfiles.bomb(30, "word/other.xml"), FileTooLarge, "a zip bomb in a part not even read"),
]  # fmt: skip


@pytest.mark.parametrize("isolate", [True, False], ids=["child", "here"])
@pytest.mark.parametrize(("name", "data", "error", "why"), BAD, ids=[f"{row[0]}: {row[3]}" for row in BAD])
def test_bad_file(name, data, error, why, isolate):
    """A file that cannot be read says so by name, with why and what to do, in Vietnamese."""
    with pytest.raises(ReadError) as caught:
        reading.read_bytes(data, name, isolate=isolate)

    assert type(caught.value) is error
    assert caught.value.name == name
    assert name in str(caught.value)
    assert caught.value.advice in str(caught.value)


def test_siblings_are_read():
    """Word's new format under its old ending, and a file without an ending, are read by their content."""
    assert reading.read_bytes(_GOOD, "moi.doc", isolate=False).media == "docx"
    assert reading.read_bytes(_GOOD, "khong-duoi", isolate=False).media == "docx"
    assert reading.read_bytes("Chữ".encode(), "README", isolate=False).media == "txt"


def test_a_folder_of_good_and_bad_files(tmp_path):
    """The issue's list in one folder: the good ones are read, the bad ones named, nothing lost."""
    (tmp_path / "con").mkdir()
    huge = tmp_path / "a-300mb.txt"
    with huge.open("wb") as file:
        file.truncate(300_000_000)  # sparse: the size is what counts
    files = {
        "b-hong.docx": badfiles.truncated_docx(),
        "c-khoa.pdf": badfiles.encrypted_pdf(),
        "d-rong.txt": b"",
        "e-bom.docx": badfiles.bomb(30),
        "f-bom.zip": badfiles.zip_of({"x.txt": b"a" * 60_000_000}),
        "g-exe.pdf": _EXE,
        "h-tot.docx": _GOOD,
        "i-tot.txt": "Nghị quyết".encode(),
        "k-goi.zip": badfiles.zip_of(
            {"trong/tot.md": "# Kế hoạch".encode(), "trong/hong.docx": b"PK\x03\x04??"}
        ),
        "con/l-tot.docx": docx(table(tr("TT", "Việc"), tr("1", "A"))),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)

    tracemalloc.start()
    outcomes = list(reading.read_many([tmp_path]))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    result = {o.name: "read" if o.document else type(o.error) for o in outcomes}
    assert result == {
        "a-300mb.txt": FileTooLarge,
        "b-hong.docx": DamagedFile,
        "c-khoa.pdf": EncryptedFile,
        "d-rong.txt": EmptyFile,
        "e-bom.docx": FileTooLarge,
        "f-bom.zip/x.txt": FileTooLarge,
        "g-exe.pdf": WrongEnding,
        "h-tot.docx": "read",
        "i-tot.txt": "read",
        "k-goi.zip/trong/hong.docx": DamagedFile,
        "k-goi.zip/trong/tot.md": "read",
        "con/l-tot.docx": "read",
    }
    assert [o.position for o in outcomes] == list(range(len(outcomes)))
    assert "50 MB" in str(outcomes[0].error)
    assert peak < 60_000_000  # bytes: the 300 MB file was never loaded, no bomb unpacked


def test_a_bomb_that_lies_about_its_size(tmp_path):
    """A directory that states 1 kB for 100 MB gives damage, not memory."""
    (tmp_path / "a.zip").write_bytes(badfiles.lying_bomb())

    tracemalloc.start()
    (outcome,) = reading.read_many([tmp_path])
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert isinstance(outcome.error, DamagedFile)
    assert peak < 5_000_000


def test_many_members(tmp_path):
    """A zip of a million empty files is refused by the size of its directory."""
    limits = reading.Limits(max_members=10)
    (tmp_path / "a.zip").write_bytes(badfiles.zip_of({f"{n}.txt": b"" for n in range(200)}))

    (outcome,) = reading.read_many([tmp_path], limits=limits)

    assert isinstance(outcome.error, FileTooLarge)


def test_limits_of_text():
    """A text over the limit of characters is refused, whatever its format."""
    limits = reading.Limits(max_chars=100)

    for data, name in ((b"a " * 100, "a.txt"), (docx(*[p("mười chữ ở đây") for _ in range(20)]), "a.docx")):
        with pytest.raises(FileTooLarge):
            reading.read_bytes(data, name, limits=limits, isolate=False)


def test_deep_nesting_is_damage():
    """Content controls nested ten thousand deep end in an error, not in a crash."""
    deep = "<w:sdt><w:sdtContent>" * 10_000 + "</w:sdtContent></w:sdt>" * 10_000

    with pytest.raises(DamagedFile):
        reading.read_bytes(docx(deep), "a.docx", isolate=False)


def _outcome(data: bytes, name: str) -> type:
    """Document, or the error's class; bare ReadError is what a mistake of ours becomes."""
    try:
        return type(reading.read_bytes(data, name, isolate=False))
    except ReadError as error:
        if error.__cause__ and type(error) is ReadError:
            raise error.__cause__ from None
        return type(error)


_NAMES = st.sampled_from(["a.docx", "a.xlsx", "a.txt", "a.md", "a.zip", "a", "a.doc", "a.pdf", "a.html"])
_HEADS = st.sampled_from(
    [b"", b"PK\x03\x04", b"PK\x05\x06", b"%PDF-1.4", badfiles.OLE, b"<html>", b"\xff\xfe", b"MZ"]
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(_HEADS, st.binary(max_size=300), _NAMES)
def test_no_bytes_raise_anything_else(head, tail, name):
    """Whatever the bytes: a document, or a ReadError of a named kind."""
    assert _outcome(head + tail, name) is not ReadError


_SAMPLE = docx(
    p("Mục", number=(1, 0)),
    table(tr("TT", "Việc"), tr("1", "A")),
    numbering=abstract(0, level(0, "decimal", "%1.")) + num(1, 0),
    styles='<w:style w:styleId="a"><w:name w:val="heading 1"/></w:style>',
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.data())
def test_no_change_inside_raises_anything_else(data):
    """A .docx whose XML was cut, doubled or overwritten anywhere gives a document or a ReadError."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_SAMPLE)) as source, zipfile.ZipFile(out, "w") as target:
        chosen = data.draw(st.sampled_from(source.namelist()))
        for member in source.namelist():
            body = source.read(member)
            if member == chosen:
                start = data.draw(st.integers(0, len(body)))
                end = data.draw(st.integers(start, min(len(body), start + 40)))
                body = (
                    body[:start]
                    + data.draw(st.sampled_from([b"", b'"', b"<", b"-1", b"w:p", body[start:end] * 2]))
                    + body[end:]
                )
            target.writestr(member, body)

    assert _outcome(out.getvalue(), "a.docx") is not ReadError


def test_a_missing_library_says_how_to_get_it(monkeypatch):
    """The core alone reads plain text; for Word it names what to install."""
    monkeypatch.setitem(sys.modules, "lxml", None)

    with pytest.raises(UnsupportedFile) as caught:
        reading.read_bytes(_GOOD, "a.docx", isolate=False)

    assert "dondoc[files]" in str(caught.value)


def test_a_mistake_of_ours_stops_no_batch(tmp_path, monkeypatch):
    """A bug met in one file becomes that file's error, with the trace kept for us."""
    from dondoc.reading import outline

    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "b.txt").write_text("y")
    real = outline.outline
    monkeypatch.setattr(
        outline, "outline", lambda draft, top: 1 / 0 if draft.name == "a.txt" else real(draft, top)
    )

    first, second = reading.read_many([tmp_path])

    assert type(first.error) is ReadError
    assert isinstance(first.error.__cause__, ZeroDivisionError)
    assert second.document
