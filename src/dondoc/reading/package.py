"""Zips opened with care: .zip itself, and .docx and .xlsx, which are zips of XML parts.

Nothing is ever written to disk, so a member's path ("../../etc/passwd") is only a name. What a hostile zip
can do is to grow; members, unpacked bytes and their ratio are limited before and while unpacking.
"""

from __future__ import annotations

import contextlib
import posixpath
import re
import struct
import zipfile
import zlib
from typing import IO, TYPE_CHECKING

from dondoc.errors import DamagedFile, EncryptedFile, FileTooLarge
from dondoc.reading.draft import Limits

if TYPE_CHECKING:
    from lxml.etree import _Element

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, struct.error)
_BYTES_PER_MEMBER = 400  # of the central directory, generously; it is read whole by zipfile
_SMALL = 20_000_000  # unpacked bytes under which a high ratio is only a repetitive text
_CHUNK = 1 << 16
_PATH_OF = re.compile(r"[\x00-\x1f\x7f]")


def open_zip(file: IO[bytes], name: str, limits: Limits) -> zipfile.ZipFile:
    """The opened zip, its directory of members checked against the limits.

    Raises:
        DamagedFile: It is no zip, or cut off.
        FileTooLarge: Too many members, or too much to unpack.
    """
    if _directory_size(file) > limits.max_members * _BYTES_PER_MEMBER:
        raise FileTooLarge(name, f"tệp nén có hơn {limits.max_members} tệp bên trong")
    try:
        package = zipfile.ZipFile(file)
    except _BROKEN as error:
        raise DamagedFile(name, "không mở được phần nén; tệp có thể tải về chưa đủ") from error
    members = package.infolist()
    if len(members) > limits.max_members:
        raise FileTooLarge(name, f"tệp nén có hơn {limits.max_members} tệp bên trong")
    return package


def check_growth(package: zipfile.ZipFile, name: str, limits: Limits) -> None:
    """Refuse a package that says itself that it unpacks to too much.

    Raises:
        FileTooLarge: All members together are over the limit, or grow beyond the ratio.
    """
    packed = sum(member.compress_size for member in package.infolist())
    unpacked = sum(member.file_size for member in package.infolist())
    if unpacked > limits.max_unpacked_bytes:
        raise FileTooLarge(name, f"giải nén ra hơn {limits.max_unpacked_bytes // 1_000_000} MB")
    if unpacked > _SMALL and unpacked > max(1, packed) * limits.max_ratio:
        raise FileTooLarge(name, f"giải nén ra gấp hơn {limits.max_ratio} lần, giống một quả bom nén")


def read_member(package: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, limits: Limits) -> bytes:
    """A member's bytes, at most `limits.max_file_bytes` of them for a document in a zip.

    Raises:
        EncryptedFile: It asks for a password.
        FileTooLarge: It grows beyond the limits while it is unpacked, whatever its header says.
        DamagedFile: It cannot be unpacked.
    """
    if member.flag_bits & 0x1:
        raise EncryptedFile(name)
    most = min(limits.max_file_bytes, limits.max_unpacked_bytes)
    if member.file_size > most:
        raise FileTooLarge(name, f"giải nén ra hơn {most // 1_000_000} MB")
    if member.file_size > max(1, member.compress_size) * limits.max_ratio and member.file_size > _SMALL:
        raise FileTooLarge(name, f"giải nén ra gấp hơn {limits.max_ratio} lần, giống một quả bom nén")
    return _unpack(package, member, name, most)


def _unpack(package: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, most: int) -> bytes:
    pieces, size = [], 0
    try:
        with package.open(member) as stream:
            while piece := stream.read(_CHUNK):
                size += len(piece)
                if size > most:
                    raise FileTooLarge(name, f"giải nén ra hơn {most // 1_000_000} MB")
                pieces.append(piece)
    except RuntimeError as error:  # zipfile's word for a missing password; its subclass NotImplementedError
        raise DamagedFile(name, "không giải nén được") from error
    except _BROKEN as error:
        raise DamagedFile(name, "không giải nén được") from error
    return b"".join(pieces)


def _directory_size(file: IO[bytes]) -> int:
    """Bytes of the central directory as the end record states it; 0 where there is no end record."""
    file.seek(0, 2)
    size = file.tell()
    file.seek(max(0, size - 65_557))
    tail = file.read(65_557)
    at = tail.rfind(b"PK\x05\x06")
    file.seek(0)
    if at < 0 or len(tail) < at + 20:
        return 0
    stated: int = struct.unpack_from("<I", tail, at + 12)[0]
    if stated != 0xFFFFFFFF:
        return stated
    at = tail.rfind(b"PK\x06\x06")  # zip64 end record
    return struct.unpack_from("<Q", tail, at + 40)[0] if 0 <= at <= len(tail) - 48 else stated


def display_name(member: zipfile.ZipInfo) -> str:
    """A member's name for people: no drive, no "..", Vietnamese letters of old Windows zips put right."""
    name = member.filename
    if not member.flag_bits & 0x800:  # not marked UTF-8, so zipfile read it as cp437
        with contextlib.suppress(UnicodeEncodeError, UnicodeDecodeError):
            name = name.encode("cp437").decode("utf-8")
    parts = _PATH_OF.sub("", name.replace("\\", "/")).split("/")
    return "/".join(part for part in parts if part not in {"", ".", ".."} and not part.endswith(":"))


class Package:
    """The parts of a .docx or .xlsx, each unpacked when it is asked for."""

    def __init__(self, data: IO[bytes], name: str, limits: Limits) -> None:
        self.name = name
        self.limits = limits
        self.zip = open_zip(data, name, limits)
        check_growth(self.zip, name, limits)
        self._members = {member.filename.lstrip("/").lower(): member for member in self.zip.infolist()}
        self._relations: dict[str, dict[str, tuple[str, str]]] = {}
        self._spent = 0

    def __contains__(self, part: str) -> bool:
        return part.lower() in self._members

    def names(self) -> list[str]:
        return [member.filename.lstrip("/") for member in self._members.values()]

    def part(self, path: str) -> bytes | None:
        """A part's bytes; None where there is no such part."""
        member = self._members.get(path.lower())
        if member is None:
            return None
        if member.flag_bits & 0x1:
            raise EncryptedFile(self.name)
        data = _unpack(self.zip, member, self.name, self.limits.max_unpacked_bytes - self._spent)
        self._spent += len(data)
        return data

    def xml(self, path: str) -> _Element | None:
        """A part parsed; None where there is no such part.

        Raises:
            DamagedFile: It is not well-formed, or brings a DTD, which Office never writes.
        """
        data = self.part(path)
        return None if data is None else parse_xml(data, self.name)

    def relations(self, path: str) -> dict[str, tuple[str, str]]:
        """Of a part: relation id → (type's last word, target part); relations that leave the file are out."""
        if path in self._relations:
            return self._relations[path]
        folder, base = posixpath.split(path)
        root = self.xml(posixpath.join(folder, "_rels", base + ".rels"))
        found: dict[str, tuple[str, str]] = {}
        for relation in () if root is None else root.iter("{*}Relationship"):
            if relation.get("TargetMode") == "External":
                continue
            kind = relation.get("Type", "").rsplit("/", 1)[-1]
            target = relation.get("Target", "")
            whole = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            found[relation.get("Id", "")] = (kind, posixpath.normpath(whole))
        self._relations[path] = found
        return found

    def main_part(self, default: str) -> str:
        """The part the package is about, as its relations say."""
        for kind, target in self.relations("").values():
            if kind == "officeDocument" and target in self:
                return target
        return default


def parse_xml(data: bytes, name: str) -> _Element:
    """XML read without entities, network or DTD.

    Raises:
        DamagedFile: Not well-formed, or with a DTD.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        if getattr(error, "code", 0) == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from error
        raise DamagedFile(name, "một phần XML bên trong bị lỗi") from error
    if root is None:
        raise DamagedFile(name, "một phần XML bên trong trống")
    if root.getroottree().docinfo.internalDTD is not None:
        raise DamagedFile(name, "bên trong có khai báo DTD, văn bản Office không bao giờ có")
    return root
