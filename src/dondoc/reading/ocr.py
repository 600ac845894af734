"""Words in a picture, read by Tesseract with its Vietnamese model, when both are installed.

Tesseract prints a line of figures for each word: where it stands, how sure it is, what it says.
"""

from __future__ import annotations

import csv
import io
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from dondoc.errors import DamagedFile, NoTextLayer, ReadTimeout
from dondoc.reading import programs
from dondoc.reading.draft import Limits
from dondoc.reading.programs import Allowance
from dondoc.text.normalize import nfc

_LANGUAGE = "vie"
_NOISE = 10  # words less sure than this are specks and stamps
_PAGE, _WORD = "1", "5"  # levels of Tesseract's lines
_MOST_WORDS = 20_000  # of a page


@dataclass(frozen=True, slots=True)
class SeenWord:
    """One word in a picture."""

    text: str
    left: int
    top: int
    right: int
    bottom: int
    line: int  # words with the same number stand in one printed line
    confidence: int  # 0 … 100


@dataclass(frozen=True, slots=True)
class SeenPage:
    """A picture's words, line by line."""

    number: int  # 1-based
    width: int  # pixels
    height: int
    words: tuple[SeenWord, ...]


@lru_cache(maxsize=1)
def installed() -> bool:
    """Whether Tesseract and its Vietnamese model are there."""
    program = programs.find("tesseract")
    if program is None:
        return False
    with tempfile.TemporaryDirectory(prefix="dondoc-") as home:
        run = programs.run([program, "--list-langs"], home=Path(home), allowance=Allowance(20))
    return _LANGUAGE in run.out.decode("utf-8", "replace").split()


def missing(name: str) -> NoTextLayer:
    """The refusal of a scan where nothing can read it."""
    return NoTextLayer(name, "máy này chưa cài phần nhận dạng chữ")


def read(picture: bytes, name: str, limits: Limits, *, first: int = 1) -> list[SeenPage]:
    """The words of a picture; of a TIFF, of each of its pages.

    Args:
        picture: A PNG, JPEG or TIFF.
        name: The file's, for messages.
        limits: Seconds and memory it may take.
        first: Number of its first page.

    Raises:
        NoTextLayer: Tesseract or its Vietnamese model is not installed.
        ReadTimeout: It took too long, or too much memory.
        DamagedFile: It is no picture Tesseract can open.
    """
    program = programs.find("tesseract")
    if program is None or not installed():
        raise missing(name)
    with tempfile.TemporaryDirectory(prefix="dondoc-") as folder:
        source = Path(folder) / "anh"
        source.write_bytes(picture)
        run = programs.run(
            [program, str(source), "stdout", "-l", _LANGUAGE, "--psm", "3", "tsv"],
            home=Path(folder),
            allowance=Allowance(limits.scan_seconds, limits.memory_bytes, limits.max_file_bytes),
        )
    if run.code is None:
        raise ReadTimeout(name, f"nhận dạng chữ một trang quá {limits.scan_seconds:g} giây")
    if run.code != 0:
        raise DamagedFile(name, "không mở được ảnh để nhận dạng chữ")
    return _pages(run.out.decode("utf-8", "replace"), first)


def _pages(table: str, first: int) -> list[SeenPage]:
    """Tesseract's lines as pages of words."""
    pages: list[SeenPage] = []
    words: list[SeenWord] = []
    lines: dict[tuple[str, ...], int] = {}
    size = (0, 0)

    def close() -> None:
        if size[0]:
            pages.append(SeenPage(first + len(pages), *size, tuple(words)))

    for row in csv.reader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        if len(row) != 12 or not row[6].isdigit():
            continue
        left, top, width, height = (int(value) for value in row[6:10])
        if row[0] == _PAGE:
            close()
            words, lines, size = [], {}, (width, height)
        elif row[0] == _WORD and len(words) < _MOST_WORDS:
            text, _ = nfc("".join(row[11].split()))
            sure = round(float(row[10]))
            if text and sure >= _NOISE:
                line = lines.setdefault(tuple(row[2:5]), len(lines))
                words.append(SeenWord(text, left, top, left + width, top + height, line, min(sure, 100)))
    close()
    return pages
