"""Pictures of a PDF's pages: for reading scans, and to be shown beside the text."""

from __future__ import annotations

import struct
import zlib

from dondoc.errors import DamagedFile, UnsupportedFile

_MOST_PIXELS = 40_000_000
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_GREY, _COLOUR, _PALETTE = 0, 2, 3  # PNG's numbers for them
# Sixteen tones a colour: what a scanner adds to white paper goes, and with it most of the picture's bytes.
_CALM = bytes(17 * round(tone / 17) for tone in range(256))


def render(data: bytes, name: str, page: int, dpi: int, *, grey: bool = True, widest: int = 0) -> bytes:
    """A page as PNG; one too large for `dpi` is drawn smaller.

    Args:
        data: A PDF, or a PNG or JPEG, which is one page of as many points as it has pixels.
        name: The file's, for messages.
        page: From 1.
        dpi: Dots an inch.
        grey: Without colours.
        widest: Most pixels of a row, for a picture to be looked at, whose tones are then made fewer; 0: any.

    Raises:
        EncryptedFile: It asks for a password.
        DamagedFile: It cannot be opened, or has no such page.
        UnsupportedFile: A PNG of a kind that PDF cannot hold: with transparency, or interlaced.
    """
    import pypdfium2

    from dondoc.reading.pdf import opened

    document = opened(as_pdf(data, name) if media_of(data) else data, name)
    try:
        if not 1 <= page <= len(document):
            raise DamagedFile(name, f"không có trang {page}")
        sheet = document[page - 1]
        width, height = sheet.get_size()
        scale = min(dpi / 72, (_MOST_PIXELS / max(width * height, 1.0)) ** 0.5)
        if widest:
            # pdfium rounds up, so a hair less than the width that was asked for
            scale = min(scale, (widest - 0.01) / max(width, 1.0))
        bitmap = sheet.render(scale=scale, grayscale=grey, rev_byteorder=True, no_smoothtext=False)
        pixels = bytes(bitmap.buffer)
        if widest:
            pixels = pixels.translate(_CALM)
        return png(bitmap.width, bitmap.height, bitmap.stride, bitmap.n_channels, pixels)
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


def size_of(data: bytes) -> tuple[int, int] | None:
    """Width and height in pixels of a PNG or JPEG, by its head; None where it has none."""
    if data.startswith(_SIGNATURE) and len(data) >= 24:
        width, height = struct.unpack_from(">II", data, 16)
        return width, height
    found = _jpeg_frame(data)
    return found[:2] if found else None


def _jpeg_frame(data: bytes) -> tuple[int, int, int] | None:
    """Width, height and number of colours of a JPEG, from its frame header."""
    at = 2
    while data.startswith(b"\xff\xd8") and at + 9 < len(data) and data[at] == 0xFF:
        kind = data[at + 1]
        if 0xC0 <= kind <= 0xCF and kind not in (0xC4, 0xC8, 0xCC):
            height, width, colours = struct.unpack_from(">HHB", data, at + 5)
            return width, height, colours
        at += 1 if kind == 0xFF else 2 + struct.unpack_from(">H", data, at + 2)[0]
    return None


def as_pdf(data: bytes, name: str) -> bytes:
    """A PNG or JPEG as a PDF of one page, its bytes as they are: PDFium draws it smaller, in the child.

    Raises:
        DamagedFile: Its head cannot be read.
        UnsupportedFile: As for `render`.
    """
    image = _png_image(data, name) if data.startswith(_SIGNATURE) else _jpeg_image(data, name)
    (width, height), entries, stream = image
    draw = f"{width} 0 0 {height} 0 0 cm /P Do".encode()
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width} {height}]/Contents 4 0 R"
        "/Resources<</XObject<</P 5 0 R>>>>>>".encode(),
        b"<</Length %d>>stream\n%s\nendstream" % (len(draw), draw),
        b"<</Type/XObject/Subtype/Image/Width %d/Height %d%s/Length %d>>stream\n%s\nendstream"
        % (width, height, entries, len(stream), stream),
    )
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        count,
        table,
        count,
        len(out),
    )
    return bytes(out)


_Image = tuple[tuple[int, int], bytes, bytes]  # width and height, entries of its dictionary, its stream


def _jpeg_image(data: bytes, name: str) -> _Image:
    frame = _jpeg_frame(data)
    spaces = {1: b"DeviceGray", 3: b"DeviceRGB", 4: b"DeviceCMYK"}
    if frame is None or frame[2] not in spaces or not frame[0] or not frame[1]:
        raise DamagedFile(name, "không mở được tệp ảnh")
    entries = b"/ColorSpace/%s/BitsPerComponent 8/Filter/DCTDecode" % spaces[frame[2]]
    if frame[2] == 4 and b"Adobe" in data[:10_000]:  # their inks are written the other way round
        entries += b"/Decode[1 0 1 0 1 0 1 0]"
    return frame[:2], entries, data


def _png_image(data: bytes, name: str) -> _Image:
    """The rows of a PNG are packed as those of a PDF with predictor 15 are."""
    if len(data) < 33:
        raise DamagedFile(name, "không mở được tệp ảnh")
    width, height, bits, colours, _, _, interlaced = struct.unpack_from(">IIBBBBB", data, 16)
    if interlaced or colours not in (_GREY, _COLOUR, _PALETTE):
        raise UnsupportedFile(
            name, "ảnh PNG có nền trong suốt hoặc xen dòng, chưa vẽ lại được", todo="Tải tệp gốc về để xem."
        )
    parts: dict[bytes, list[bytes]] = {b"IDAT": [], b"PLTE": []}
    at = len(_SIGNATURE)
    while at + 8 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        parts.setdefault(data[at + 4 : at + 8], []).append(data[at + 8 : at + 8 + length])
        at += length + 12
    if not width or not height or not parts[b"IDAT"]:
        raise DamagedFile(name, "không mở được tệp ảnh")
    palette = b"".join(parts[b"PLTE"])
    space = {_GREY: b"/DeviceGray", _COLOUR: b"/DeviceRGB"}.get(colours)
    space = space or b"[/Indexed/DeviceRGB %d<%s>]" % (max(len(palette) // 3 - 1, 0), palette.hex().encode())
    packing = b"/Filter/FlateDecode/DecodeParms<</Predictor 15/Colors %d/BitsPerComponent %d/Columns %d>>" % (
        3 if colours == _COLOUR else 1,
        bits,
        width,
    )
    entries = b"/ColorSpace%s/BitsPerComponent %d%s" % (space, bits, packing)
    return (width, height), entries, b"".join(parts[b"IDAT"])
