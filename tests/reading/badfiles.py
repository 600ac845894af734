"""Broken and hostile files for tests, made on the spot."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from ooxml import docx, p

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def ole(stream: str) -> bytes:
    """An old Office container that names this stream in its directory."""
    return OLE + bytes(504) + stream.encode("utf-16-le") + bytes(1024)


def bomb(megabytes: int = 300, name: str = "word/document.xml") -> bytes:
    """A .docx whose one part unpacks to this much."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        with package.open(name, "w") as part:
            for _ in range(megabytes):
                part.write(bytes(1_000_000))
    return out.getvalue()


def lying_bomb(megabytes: int = 100) -> bytes:
    """A zip whose directory says that its member is small."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package, package.open("a.txt", "w") as part:
        for _ in range(megabytes):
            part.write(b"a" * 1_000_000)
    data = bytearray(out.getvalue())
    at = data.rfind(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 24, 1000)
    return bytes(data)


def zipped(**members: bytes) -> bytes:
    """A zip of these members; "__" in a name is a slash, "_" before its ending a dot."""
    return zip_of({name.replace("__", "/"): data for name, data in members.items()})


def zip_of(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members.items():
            package.writestr(name, data)
    return out.getvalue()


def encrypted_pdf() -> bytes:
    """A PDF of one page that asks for a password nobody knows."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>",
        b"<</Filter/Standard/V 1/R 2/P -4/O<" + b"41" * 32 + b">/U<" + b"42" * 32 + b">>>",
    ]
    data = bytearray(b"%PDF-1.4\n")
    places = []
    for n, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj" % n + body + b"endobj\n"
    table = len(data)
    data += b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % at for at in places)
    data += b"trailer<</Size 5/Root 1 0 R/Encrypt 4 0 R/ID[<00><00>]>>\nstartxref\n%d\n%%%%EOF" % table
    return bytes(data)


def locked_zip() -> bytes:
    """A zip whose member is marked as encrypted."""
    data = bytearray(zip_of({"a.txt": b"abc"}))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        data[at + flags] |= 1
    return bytes(data)


def entity_docx() -> bytes:
    """A .docx whose text would grow a billion times by entities."""
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    document = (
        f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{entities}]>'
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        "<w:body><w:p><w:r><w:t>&l9;</w:t></w:r></w:p></w:body></w:document>"
    )
    return zip_of({"[Content_Types].xml": b"<Types/>", "word/document.xml": document.encode()})


def truncated_docx() -> bytes:
    whole = docx(*[p(f"Đoạn {n}") for n in range(200)])
    return whole[: len(whole) // 2]


def garbled_docx() -> bytes:
    """A .docx whose zip is sound and whose main part is not XML."""
    return zip_of({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document><w:body>"})


def wrong_checksum_docx() -> bytes:
    """A .docx of which one byte of the compressed main part is another."""
    data = bytearray(docx(*[p(f"Đoạn văn số {zlib.crc32(bytes([n]))}") for n in range(200)]))
    at = data.find(b"word/document.xml") + 60
    data[at] ^= 0xFF
    return bytes(data)
