"""Files, folders and zips become one list of sources, in a stable order, none of them in memory yet."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO
from weakref import finalize
from zipfile import ZipFile, ZipInfo

from dondoc.errors import EmptyFile, FileTooLarge, ReadError, UnsupportedFile
from dondoc.reading.draft import Limits
from dondoc.reading.package import display_name, open_zip, read_member

_OFFICE = "[Content_Types].xml"  # the part that every .docx and .xlsx has
_JUNK = {"thumbs.db", "desktop.ini", "__macosx"}  # besides dot files and Office's lock files "~$…"


@dataclass(frozen=True, slots=True)
class Source:
    """One file to be read: on disk, or inside a zip."""

    name: str  # for people: path below the folder or zip that was given, "goi.zip/bao-cao.docx"
    load: Callable[[], bytes]  # the bytes, bounded by the limits; raises ReadError

    @property
    def base(self) -> str:
        """The name without folders, as `Document.name`."""
        return PurePosixPath(self.name).name


def expand(paths: Iterable[str | os.PathLike[str]], *, limits: Limits | None = None) -> Iterator[Source]:
    """Every file behind the paths: folders recursively and sorted, a zip's members, a zip in a zip once.

    A path that cannot be opened is a source too: its `load` raises the reason, so that nothing is lost in
    silence. Hidden files and Office's lock files are passed over, and so are links to folders.
    """
    limits = limits or Limits()
    for path in map(Path, paths):
        if path.is_dir():
            for file in _files(path):
                yield from _open(file, file.relative_to(path).as_posix(), limits)
        else:
            yield from _open(path, path.name, limits)


def unpack(data: bytes, name: str, *, limits: Limits | None = None) -> Iterator[Source]:
    """The file, or the files of a .zip, of an upload that is in memory; as `expand`."""
    limits = limits or Limits()
    whole = Source(name, lambda: data)
    if name.lower().endswith(".zip"):
        yield from _archived(io.BytesIO(data), name, limits, whole)
    else:
        yield whole


def _files(folder: Path) -> Iterator[Path]:
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not _junk(name))
        yield from (Path(where, name) for name in sorted(names) if not _junk(name))


def _junk(name: str) -> bool:
    return name.startswith((".", "~$")) or name.lower() in _JUNK


def _open(path: Path, name: str, limits: Limits) -> Iterator[Source]:
    if path.suffix.lower() == ".zip" and path.is_file():
        yield from _members(path, name, limits)
    else:
        yield Source(name, partial(load_file, path, name, limits))


def load_file(path: Path, name: str, limits: Limits) -> bytes:
    """A file's bytes; one over the limit is refused by its size, before it is opened.

    Raises:
        FileTooLarge: Over `limits.max_file_bytes`.
        UnsupportedFile: A pipe or a device.
        ReadError: It is missing or may not be opened.
    """
    try:
        if path.exists() and not path.is_file():
            raise UnsupportedFile(name, "không phải là một tệp")
        if path.stat().st_size > limits.max_file_bytes:
            raise _too_large(name, limits)
        with path.open("rb") as file:
            data = file.read(limits.max_file_bytes + 1)  # it may have grown since
    except FileNotFoundError as error:
        raise ReadError(name, "không tìm thấy tệp", todo="Kiểm tra lại đường dẫn.") from error
    except PermissionError as error:
        raise ReadError(name, "không có quyền mở tệp", todo="Cấp quyền đọc rồi thử lại.") from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise ReadError(name, "không mở được tệp", todo="Kiểm tra lại ổ đĩa và đường dẫn.") from error
    if len(data) > limits.max_file_bytes:
        raise _too_large(name, limits)
    return data


def _too_large(name: str, limits: Limits) -> FileTooLarge:
    return FileTooLarge(name, f"lớn hơn giới hạn {limits.max_file_bytes // 1_000_000} MB")


class _Archive:
    """A zip, its file open for as long as one of its sources is held."""

    def __init__(self, file: IO[bytes], name: str, limits: Limits) -> None:
        self.limits = limits
        self.spent = 0  # bytes unpacked, nested zips included
        self._taken: set[tuple[str, int]] = set()
        finalize(self, file.close)
        self.zip = open_zip(file, name, limits)

    def take(self, package: ZipFile, member: ZipInfo, name: str) -> bytes:
        """A member's bytes, within what all members may unpack to together."""
        key = (name, member.header_offset)
        new = key not in self._taken
        if new and self.spent + member.file_size > self.limits.max_unpacked_bytes:
            most = self.limits.max_unpacked_bytes // 1_000_000
            raise FileTooLarge(name, f"tệp nén giải ra hơn {most} MB")
        data = read_member(package, member, name, self.limits)
        self.spent += len(data) if new else 0
        self._taken.add(key)
        return data


def _members(path: Path, name: str, limits: Limits) -> Iterator[Source]:
    whole = Source(name, partial(load_file, path, name, limits))
    try:
        file = path.open("rb")
    except OSError:
        yield whole  # says what is wrong in its turn
    else:
        yield from _archived(file, name, limits, whole)


def _archived(file: IO[bytes], name: str, limits: Limits, whole: Source) -> Iterator[Source]:
    """The members; the file itself where it is an Office document under the name of a zip."""
    try:
        archive = _Archive(file, name, limits)
    except ReadError as error:
        yield Source(name, partial(_fail, error))
        return
    if any(member.filename == _OFFICE for member in archive.zip.infolist()):
        yield whole
    else:
        yield from _walk(archive, archive.zip, name, nested=False)


def _walk(archive: _Archive, package: ZipFile, outer: str, *, nested: bool) -> Iterator[Source]:
    members = [(display_name(member), member) for member in package.infolist() if not member.is_dir()]
    found = False
    for inner, member in sorted(members, key=lambda pair: pair[0]):
        if any(map(_junk, PurePosixPath(inner).parts)):
            continue
        found = True
        name = f"{outer}/{inner}"
        if not inner.lower().endswith(".zip"):
            yield Source(name, partial(archive.take, package, member, name))
        elif nested:
            yield Source(name, partial(_fail, UnsupportedFile(name, "tệp nén lồng quá sâu")))
        else:
            yield from _nested(archive, member, name)
    if not found:
        yield Source(outer, partial(_fail, EmptyFile(outer, "tệp nén không có tệp nào")))


def _nested(archive: _Archive, member: ZipInfo, name: str) -> Iterator[Source]:
    try:
        inner = open_zip(io.BytesIO(archive.take(archive.zip, member, name)), name, archive.limits)
    except ReadError as error:
        yield Source(name, partial(_fail, error))
    else:
        yield from _walk(archive, inner, name, nested=True)


def _fail(error: ReadError) -> bytes:
    raise error
