"""What is fuzzed: each target takes what chance gave it and fails where a promise does not hold."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

import invariants
from dondoc import reading
from dondoc.errors import ReadError
from dondoc.extraction import extract
from dondoc.reading.draft import Limits
from dondoc.text import dates, legacy, numbers
from dondoc.text.normalize import compose, fold, nfc, original, search_key, sort_key

LIMITS = Limits(max_unpacked_bytes=20_000_000, max_chars=300_000, max_pages=50, max_scan_pages=0)
_OUTSIDE = {".doc", ".xls", ".rtf", ".odt", ".ods", ".png", ".jpg", ".tif"}  # opened by other programs
_OLE, _RTF = b"\xd0\xcf\x11\xe0", b"{\\rtf"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")


def read(data: bytes, name: str) -> None:
    """Any bytes under any name: a document that holds together, or a documented error."""
    if Path(name).suffix in _OUTSIDE or data.startswith((_OLE, _RTF, *_PICTURES)) or b"mimetype" in data[:60]:
        return
    try:
        document = reading.read_bytes(data, name, limits=LIMITS, isolate=False)
    except ReadError as error:
        # The base class is what a reader's own mistake becomes, so that a batch goes on.
        assert type(error) is not ReadError, f"{name}: {error.__cause__!r}"
        return
    invariants.document_holds(document)
    invariants.facts_hold(document, extract(document))


def understand(text: str, name: str = "a.txt") -> None:
    """Any text: facts that stand in it."""
    read(text.encode("utf-8", "ignore"), name)


def spell(text: str) -> None:
    """Any text: folding keeps every place, composing and decoding lead back."""
    assert len(fold(text)) == len(text)
    made, offsets = nfc(text)
    for encoding in legacy.ENCODINGS:
        again, moved = legacy.decode(made, encoding)
        both = compose(offsets, moved)
        places = [original(both, n) for n in range(0, len(again), max(1, len(again) // 50))]
        assert all(0 <= place <= len(text) for place in places)
    assert search_key(search_key(text)) == search_key(text)
    assert sort_key(text).isascii()
    assert fold(fold(text)) == fold(text)


def figures(text: str) -> None:
    """Any words: days and numbers that can be read back."""
    folded = fold(text)
    for mention in dates.find(text, folded, None, year=2026):
        assert dates.first_day(mention.value) <= dates.last_day(mention.value)
        assert 0 <= mention.span.start < mention.span.end <= len(text)
    for at in range(min(len(folded), 60)):
        if folded[at].isdigit():
            numbers.number_at(folded, at)
    numbers.parse_words(folded[:80])
