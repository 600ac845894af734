"""Old Office files: opened by LibreOffice where it is installed, else a sentence that says what to do."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import tempfile
import time
from dataclasses import replace
from functools import cache
from pathlib import Path

import badfiles
import docx
import pytest

from dondoc import reading
from dondoc.errors import DamagedFile, ReadTimeout, UnsupportedFile, WrongEnding
from dondoc.reading import office, programs
from dondoc.reading.draft import Limits
from dondoc.reading.programs import Allowance

LINE = "Giao Sở Tài chính chủ trì, hoàn thành trước ngày 30/6/2026."
needs_libreoffice = pytest.mark.skipif(not office.installed(), reason="LibreOffice is not installed")
posix = pytest.mark.skipif(os.name != "posix", reason="limits of this kind exist on Unix only")


@cache
def converted(ending):
    """A document of ours as LibreOffice saves it in an older form."""
    made = docx.Document()
    made.add_paragraph("KẾ HOẠCH")
    made.add_paragraph(LINE)
    table = made.add_table(2, 3)
    for place, words in enumerate(["TT", "Chỉ tiêu", "KH 2026", "1", "Tỷ lệ hộ nghèo (%)", "1,2"]):
        table.cell(place // 3, place % 3).text = words
    out = io.BytesIO()
    made.add_paragraph("Nơi nhận")
    made.save(out)
    program = programs.find("soffice")
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "a.docx").write_bytes(out.getvalue())
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = [
            program,
            profile,
            "--headless",
            "--convert-to",
            ending,
            "--outdir",
            folder,
            f"{folder}/a.docx",
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return (Path(folder) / f"a.{ending}").read_bytes()


@needs_libreoffice
@pytest.mark.slow
@pytest.mark.parametrize("ending", ["doc", "rtf", "odt"])
def test_old_forms_are_read(ending):
    """Text, table and order are those of the original; the record is of the file as it was sent."""
    data = converted(ending)

    document = reading.read_bytes(data, f"ke-hoach.{ending}")

    assert document.text.startswith(f"KẾ HOẠCH\n{LINE}\n")
    assert document.tables[0].text_at(document.text, 1, 2) == "1,2"
    assert (document.name, document.media) == (f"ke-hoach.{ending}", ending)
    assert document.sha256 == hashlib.sha256(data).hexdigest()
    assert "converted" in [diagnostic.code for diagnostic in document.diagnostics]


@needs_libreoffice
@pytest.mark.slow
def test_an_old_file_that_is_broken(tmp_path, monkeypatch):
    """What LibreOffice cannot open is named as damaged; nothing stays behind in the temporary folder."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    with pytest.raises((DamagedFile, UnsupportedFile)):
        reading.read_bytes(badfiles.ole("WordDocument"), "cu.doc")

    assert not list(tmp_path.iterdir())


OLD = [
    ("cu.doc", badfiles.ole("WordDocument"), ".docx"),
    ("cu.xls", badfiles.ole("Workbook"), ".xlsx"),
    ("cu.rtf", b"{\\rtf1 abc}", ".docx"),
    ("cu", badfiles.ole("WordDocument"), ".docx"),
]


@pytest.mark.parametrize(("name", "data", "target"), OLD, ids=[case[0] for case in OLD])
def test_without_libreoffice_a_sentence_says_what_to_do(name, data, target, monkeypatch):
    """What is missing, where to install it, and what to save the file as instead."""
    monkeypatch.setattr(programs, "find", lambda name: None)

    with pytest.raises(UnsupportedFile) as caught:
        reading.read_bytes(data, name)

    assert "LibreOffice" in str(caught.value)
    assert target in str(caught.value)


def test_an_old_file_under_a_wrong_ending():
    """A .doc renamed .pdf is told apart before anything opens it."""
    with pytest.raises(WrongEnding):
        reading.read_bytes(badfiles.ole("WordDocument"), "cu.pdf")


@posix
@pytest.mark.parametrize(
    ("words", "allowance", "code"),
    [
        (["sleep", "30"], Allowance(0.3), None),
        (["sh", "-c", "while :; do :; done"], Allowance(0.5), None),
        (["sh", "-c", "exit 3"], Allowance(5), 3),
        (
            ["sh", "-c", "head -c 9000000 /dev/zero > a; test $(wc -c < a) -lt 9000000"],
            Allowance(5, 0, 1_000_000),
            0,
        ),
    ],
    ids=["too long", "busy", "its own end", "a file too large"],
)
def test_programs_are_bounded(words, allowance, code, tmp_path):
    """Time, files and what a program starts: all end where we say."""
    begun = time.monotonic()

    run = programs.run([programs.find(words[0]), *words[1:]], home=tmp_path, allowance=allowance)

    assert run.code == code
    assert time.monotonic() - begun < 10


@posix
def test_a_program_sees_nothing_of_ours(tmp_path):
    """Its home is its own folder; our settings and secrets are not in its environment."""
    run = programs.run([programs.find("env")], home=tmp_path, allowance=Allowance(5))

    names = {line.split(b"=")[0] for line in run.out.splitlines()}
    assert f"HOME={tmp_path}".encode() in run.out
    assert not {name for name in names if name.startswith((b"DONDOC", b"DATABASE", b"DJANGO"))}


@needs_libreoffice
@pytest.mark.slow
def test_a_conversion_that_takes_too_long():
    """The limit of seconds holds for LibreOffice too."""
    with pytest.raises(ReadTimeout):
        office.convert(converted("doc"), "cu.doc", "doc", replace(Limits(), seconds=0.2))
