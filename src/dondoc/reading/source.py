"""Files, folders and zips become one list of sources, in a stable order, none of them in memory yet."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from zipfile import ZipFile, ZipInfo

from dondoc.errors import EmptyFile, FileTooLarge, ReadError, UnsupportedFile
from dondoc.reading.draft import Limits
from dondoc.reading.package import display_name, open_zip, read_member

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


def _members(path: Path, name: str, limits: Limits) -> Iterator[Source]:
    """The files in a zip on disk, opened for as long as the caller takes from this."""
    try:
        file = path.open("rb")
    except OSError:
        yield Source(name, partial(load_file, path, name, limits))
        return
    with file:
        try:
            package = open_zip(file, name, limits)
        except ReadError as error:
            yield Source(name, partial(_fail, error))
            return
        with package:
            yield from _walk(package, name, limits, _Budget(limits), nested=False)


@dataclass(slots=True)
class _Budget:
    """What all members of one zip on disk may still unpack to, nested zips included."""

    limits: Limits
    spent: int = 0

    def take(self, package: ZipFile, member: ZipInfo, name: str) -> bytes:
        if self.spent + member.file_size > self.limits.max_unpacked_bytes:
            most = self.limits.max_unpacked_bytes // 1_000_000
            raise FileTooLarge(name, f"tệp nén giải ra hơn {most} MB")
        data = read_member(package, member, name, self.limits)
        self.spent += len(data)
        return data


def _walk(package: ZipFile, outer: str, limits: Limits, budget: _Budget, *, nested: bool) -> Iterator[Source]:
    members = [(display_name(member), member) for member in package.infolist() if not member.is_dir()]
    found = False
    for inner, member in sorted(members, key=lambda pair: pair[0]):
        if any(map(_junk, PurePosixPath(inner).parts)):
            continue
        found = True
        name = f"{outer}/{inner}"
        if not inner.lower().endswith(".zip"):
            yield Source(name, partial(budget.take, package, member, name))
        elif nested:
            yield Source(name, partial(_fail, UnsupportedFile(name, "tệp nén lồng quá sâu")))
        else:
            yield from _nested(package, member, name, limits, budget)
    if not found:
        yield Source(outer, partial(_fail, EmptyFile(outer, "tệp nén không có tệp nào")))


def _nested(
    package: ZipFile, member: ZipInfo, name: str, limits: Limits, budget: _Budget
) -> Iterator[Source]:
    try:
        inner = open_zip(io.BytesIO(budget.take(package, member, name)), name, limits)
    except ReadError as error:
        yield Source(name, partial(_fail, error))
        return
    with inner:
        yield from _walk(inner, name, limits, budget, nested=True)


def _fail(error: ReadError) -> bytes:
    raise error
