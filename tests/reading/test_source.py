"""Files, folders and zips become one list, in order, with nothing lost and nothing loaded too early."""

from __future__ import annotations

import io
import os
import zipfile

import badfiles
import pytest

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


def names(*paths: object, **options: object) -> list[str]:
    return [source.name for source in reading.expand(paths, **options)]


def test_folders_are_walked_in_order(tmp_path):
    """Files of a folder first, then its folders, each sorted: the order is the same on every machine."""
    for name in ("b.txt", "a.txt", "con/z.txt", "con/con/y.txt", "Bao cao.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")

    assert names(tmp_path) == ["Bao cao.txt", "a.txt", "b.txt", "con/z.txt", "con/con/y.txt"]


def test_paths_keep_their_order(tmp_path):
    """What was named first comes first."""
    for name in ("b.txt", "a.txt"):
        (tmp_path / name).write_text("x")

    assert names(tmp_path / "b.txt", tmp_path / "a.txt") == ["b.txt", "a.txt"]


def test_office_litter_is_passed_over(tmp_path):
    """Lock files of an open Word, thumbnails and hidden files are nobody's documents."""
    for name in ("~$bao-cao.docx", ".DS_Store", "Thumbs.db", "__MACOSX/a.txt", ".git/config", "that.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")

    assert names(tmp_path) == ["that.txt"]


def test_links_to_folders_are_not_followed(tmp_path):
    """A folder that links to itself does not go on for ever."""
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "vong").symlink_to(tmp_path)

    assert names(tmp_path) == ["a.txt"]


def test_zips_are_opened_and_zips_in_them_once(tmp_path):
    """A zip is a folder; a zip in a zip too; a third one is refused by name."""
    third = badfiles.zip_of({"c.txt": b"c"})
    second = badfiles.zip_of({"b.txt": b"b", "ba.zip": third})
    (tmp_path / "goi.zip").write_bytes(badfiles.zip_of({"a.txt": b"a", "con/hai.zip": second}))

    sources = list(reading.expand([tmp_path]))
    assert [source.name for source in sources] == [
        "goi.zip/a.txt",
        "goi.zip/con/hai.zip/b.txt",
        "goi.zip/con/hai.zip/ba.zip",
    ]
    texts = [
        outcome.document.text if outcome.document else type(outcome.error)
        for outcome in reading.read_many([tmp_path])
    ]
    assert texts == ["a", "b", UnsupportedFile]


@pytest.mark.parametrize(
    ("inside", "shown"),
    [
        ("../../etc/passwd.txt", "etc/passwd.txt"),
        ("/etc/a.txt", "etc/a.txt"),
        ("C:\\Users\\a.txt", "Users/a.txt"),
        ("con/./a.txt", "con/a.txt"),
        ("a\x1b[31m.txt", "a[31m.txt"),
    ],
)
def test_names_in_a_zip_are_only_names(tmp_path, inside, shown):
    """A member's path can point nowhere, and cannot colour a terminal."""
    (tmp_path / "x.zip").write_bytes(badfiles.zip_of({inside: b"x"}))

    (source,) = reading.expand([tmp_path / "x.zip"])

    assert source.name == f"x.zip/{shown}"
    assert source.load() == b"x"


def test_vietnamese_names_of_old_zips():
    """A zip that forgot to say that its names are UTF-8 still shows them right."""
    from dondoc.reading.package import display_name

    member = zipfile.ZipInfo("Báo cáo tháng 9.docx".encode().decode("cp437"))

    assert display_name(member) == "Báo cáo tháng 9.docx"


PATHS = [
    ("khong-co.txt", ReadError, "a path that leads nowhere"),
    ("ong", UnsupportedFile, "a pipe, which would wait for ever"),
    ("hong.zip", DamagedFile, "a broken zip"),
    ("trong.zip", EmptyFile, "a zip with nothing in it"),
]


@pytest.mark.parametrize(("name", "error", "why"), PATHS, ids=[row[2] for row in PATHS])
def test_what_cannot_be_opened_is_named(tmp_path, name, error, why):
    """It is in the list, and its turn gives the reason."""
    os.mkfifo(tmp_path / "ong")
    (tmp_path / "hong.zip").write_bytes(b"PK\x03\x04 nothing more")
    (tmp_path / "trong.zip").write_bytes(badfiles.zip_of({}))

    (outcome,) = reading.read_many([tmp_path / name])

    assert outcome.name == name
    assert type(outcome.error) is error


def test_a_member_with_a_password(tmp_path):
    """It says so."""
    (tmp_path / "a.zip").write_bytes(badfiles.locked_zip())

    (outcome,) = reading.read_many([tmp_path])

    assert isinstance(outcome.error, EncryptedFile)


def test_a_file_over_the_limit_is_never_opened(tmp_path):
    """The size on disk is enough to refuse it; so is the size stated in a zip."""
    limits = reading.Limits(max_file_bytes=1000)
    (tmp_path / "a.txt").write_bytes(b"x" * 1001)
    (tmp_path / "b.txt").write_bytes(b"x" * 1000)
    (tmp_path / "c.zip").write_bytes(badfiles.zip_of({"d.txt": b"x" * 1001}))

    a, b, d = reading.read_many([tmp_path], limits=limits)

    assert isinstance(a.error, FileTooLarge)
    assert b.document
    assert isinstance(d.error, FileTooLarge)


def test_a_zip_is_bounded_as_a_whole(tmp_path):
    """Many members that are each small enough still end at the limit of all together."""
    limits = reading.Limits(max_unpacked_bytes=2500)
    (tmp_path / "a.zip").write_bytes(badfiles.zip_of({f"{n}.txt": b"x" * 1000 for n in range(4)}))

    kinds = [type(outcome.error) for outcome in reading.read_many([tmp_path], limits=limits)]

    assert kinds == [type(None), type(None), FileTooLarge, FileTooLarge]


@pytest.mark.parametrize("workers", [1, 3])
def test_many_workers_keep_the_order(tmp_path, workers):
    """Outcomes come in the order of the files, however many are read at once."""
    from ooxml import docx, p

    for n in range(7):
        (tmp_path / f"{n}.docx").write_bytes(docx(*[p(f"Văn bản {n}")] * (50 * (7 - n))))
    (tmp_path / "3.docx").write_bytes(b"")

    outcomes = list(reading.read_many([tmp_path], workers=workers))

    assert [outcome.name for outcome in outcomes] == [f"{n}.docx" for n in range(7)]
    assert [outcome.position for outcome in outcomes if outcome.error] == [3]


def test_a_folder_given_as_one_file(tmp_path):
    """`read` is for one file; a folder says so."""
    with pytest.raises(UnsupportedFile):
        reading.read(tmp_path)


def test_names_of_uploads_lose_their_folders():
    """A browser may send a path; only the name is kept."""
    assert reading.read_bytes("Chữ".encode(), "C:\\Tai lieu\\a.txt").name == "a.txt"


def test_a_zip_is_not_loaded_to_be_listed(tmp_path):
    """Listing a zip unpacks nothing."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("a.txt", b"x" * 1000)
    data = bytearray(out.getvalue())
    data[40:60] = bytes(20)  # the member's content is broken, its directory is not
    (tmp_path / "a.zip").write_bytes(data)

    (source,) = reading.expand([tmp_path])

    with pytest.raises(DamagedFile):
        source.load()


def test_an_upload_is_unpacked_in_memory():
    """A zip that came over the web gives the same sources as one on disk, without a file."""
    inner = badfiles.zip_of({"b.txt": b"b"})
    data = badfiles.zip_of({"a.txt": b"a", "hai.zip": inner})

    sources = list(reading.unpack(data, "goi.zip"))

    assert [(source.name, source.base, source.load()) for source in sources] == [
        ("goi.zip/a.txt", "a.txt", b"a"),
        ("goi.zip/hai.zip/b.txt", "b.txt", b"b"),
    ]
    assert [source.load() for source in reading.unpack(b"x", "a.txt")] == [b"x"]


def test_word_under_the_name_of_a_zip(tmp_path):
    """It is one file with the wrong ending, not a folder of XML."""
    from ooxml import docx, p

    (tmp_path / "a.zip").write_bytes(docx(p("Chữ")))

    (outcome,) = reading.read_many([tmp_path])

    assert isinstance(outcome.error, WrongEnding)
