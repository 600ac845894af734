"""Plain text is the file's own words; what is no text is refused by name."""

from __future__ import annotations

from unicodedata import normalize

import pytest

from dondoc.errors import DamagedFile, EmptyFile, FileTooLarge, ReadError, UnsupportedFile
from dondoc.reading import plain
from dondoc.reading.draft import Limits
from dondoc.text.normalize import original

WORDS = "Nghị quyết số 05-NQ/TU\r\n\tvề nhiệm vụ năm 2026 \u00a0\n"


@pytest.mark.parametrize(
    ("data", "skipped"),
    [
        (WORDS.encode(), 0),
        (b"\xef\xbb\xbf" + WORDS.encode(), 1),
        (WORDS.encode("utf-16"), 1),
        (b"\xfe\xff" + WORDS.encode("utf-16-be"), 1),
        (WORDS.encode("utf-32"), 1),
    ],
    ids=["UTF-8", "UTF-8 with mark", "UTF-16", "UTF-16 big-endian", "UTF-32"],
)
def test_the_text_is_the_files_own(data, skipped):
    """Spaces, tabs and line ends stay; only a byte order mark goes, and the map says so."""
    draft = plain.load(data, "a.txt", Limits())

    assert draft.text == WORDS
    assert original(draft.offsets, 0) == skipped


def test_decomposed_text_is_composed():
    """Every span counts NFC characters; the map leads back to the file's."""
    was = normalize("NFD", "Tỉnh ủy họp")

    draft = plain.load(was.encode(), "a.txt", Limits())

    assert draft.text == "Tỉnh ủy họp"
    assert was[original(draft.offsets, draft.text.index("họp")) :] == normalize("NFD", "họp")


@pytest.mark.parametrize(
    ("data", "error", "why"),
    [
        (b"", EmptyFile, "no bytes"),
        (b" \n\t ", EmptyFile, "nothing but spaces"),
        ("Kế hoạch năm".encode() + b"\xff\xfe\xfa" + b"abc", DamagedFile, "UTF-8 that breaks off"),
        (b"\xff\xfe\x00\xd8\x41", DamagedFile, "UTF-16 cut in the middle"),
        (b"\xd0\xcf\x11\xe0\x00\x00\x01\x02" * 9, UnsupportedFile, "no text at all"),
        (b"K\xe9 h\xb0\xb1\xb2ch \xfft\xdf d\xe8s \xe9l\xe8ves", UnsupportedFile, "no Vietnamese encoding"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_text_is_named(data, error, why):
    """The message names the file and says what to do."""
    with pytest.raises(error) as caught:
        plain.load(data, "kh.txt", Limits())

    assert isinstance(caught.value, ReadError)
    assert "kh.txt" in str(caught.value)


def test_a_text_over_the_limit_is_refused():
    """A 300 MB text must not fill the memory."""
    with pytest.raises(FileTooLarge):
        plain.load(b"a" * 200, "a.txt", Limits(max_chars=100))


@pytest.mark.parametrize(
    ("name", "media"), [("a.md", "md"), ("A.MARKDOWN", "md"), ("a.txt", "txt"), ("md", "txt")]
)
def test_markdown_by_its_ending(name, media):
    """Markdown is read as text; its marks are known to the outline."""
    assert plain.load(b"# A", name, Limits()).media == media
