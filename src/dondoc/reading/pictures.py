"""Pictures of a PDF's pages: for reading scans, and to be shown beside the text."""

from __future__ import annotations

import struct
import zlib

from dondoc.errors import DamagedFile

_MOST_PIXELS = 40_000_000
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_GREY, _COLOUR = 0, 2  # PNG's numbers for them


def render(data: bytes, name: str, page: int, dpi: int, *, grey: bool = True) -> bytes:
    """A page of a PDF as PNG; a page too large for `dpi` is drawn smaller.

    Raises:
        EncryptedFile: It asks for a password.
        DamagedFile: It cannot be opened, or has no such page.
    """
    import pypdfium2

    from dondoc.reading.pdf import opened

    document = opened(data, name)
    try:
        if not 1 <= page <= len(document):
            raise DamagedFile(name, f"không có trang {page}")
        sheet = document[page - 1]
        width, height = sheet.get_size()
        scale = min(dpi / 72, (_MOST_PIXELS / max(width * height, 1.0)) ** 0.5)
        bitmap = sheet.render(scale=scale, grayscale=grey, rev_byteorder=True, no_smoothtext=False)
        return png(bitmap.width, bitmap.height, bitmap.stride, bitmap.n_channels, bytes(bitmap.buffer))
    except pypdfium2.PdfiumError as error:
        raise DamagedFile(name, f"không vẽ được trang {page}") from error
    finally:
        document.close()


def png(width: int, height: int, stride: int, channels: int, pixels: bytes) -> bytes:
    """A PNG of rows of grey or red-green-blue pixels; a fourth channel is left out."""
    kept = 1 if channels == 1 else 3
    rows = bytearray()
    for y in range(height):
        row = pixels[y * stride : y * stride + width * channels]
        if channels == 4:
            plain = bytearray(width * 3)
            plain[0::3], plain[1::3], plain[2::3] = row[0::4], row[1::4], row[2::4]
            row = bytes(plain)
        rows += b"\0" + row[: width * kept]
    head = struct.pack(">IIBBBBB", width, height, 8, _GREY if kept == 1 else _COLOUR, 0, 0, 0)
    parts = (_chunk(b"IHDR", head), _chunk(b"IDAT", zlib.compress(bytes(rows), 3)), _chunk(b"IEND", b""))
    return _SIGNATURE + b"".join(parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def media_of(data: bytes) -> str | None:
    """The media type of a PNG, JPEG or TIFF by its first bytes; None for anything else."""
    if data.startswith(_SIGNATURE):
        return "image/png"
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith((b"II*\x00", b"MM\x00*")):
        return "image/tiff"
    return None
