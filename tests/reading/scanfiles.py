"""Scans for tests: pages of ours drawn, made into pictures, and put into a PDF or kept as PNG."""

from __future__ import annotations

import io
import math

from pdffiles import PAGE, Drawing

from dondoc.reading import pictures

_SERIF = "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"  # state papers are set in a serif face


def pen(
    drawing: Drawing, x: float, y: float, strokes: list[list[tuple[float, float]]], width: float = 1.6
) -> None:
    """Strokes of a pen; points are counted from (x, y)."""
    raw = drawing.raw
    for stroke in strokes:
        path = raw.FPDFPageObj_CreateNewPath(x + stroke[0][0], y + stroke[0][1])
        for dx, dy in stroke[1:]:
            raw.FPDFPath_LineTo(path, x + dx, y + dy)
        raw.FPDFPageObj_SetStrokeWidth(path, width)
        raw.FPDFPath_SetDrawMode(path, 0, True)
        raw.FPDFPage_InsertObject(drawing.page, path)


def scribble(drawing: Drawing, x: float, y: float, wide: float = 26.0) -> None:
    """What a hurried hand leaves where a number belongs: loops that are no digit."""
    loops = [(n * wide / 40, 6 * math.sin(n * 0.9) + 2 * math.cos(n * 2.1)) for n in range(40)]
    pen(drawing, x, y + 4, [loops, [(0, -4), (wide * 0.6, 9)], [(wide * 0.3, 10), (wide, -5)]])


def stamp(drawing: Drawing, x: float, y: float, radius: float = 45.0) -> None:
    """A round stamp over what stands there."""
    for r in (radius, radius - 6):
        ring = [(r * math.cos(n / 24 * math.pi), r * math.sin(n / 24 * math.pi)) for n in range(49)]
        pen(drawing, x, y, [ring])


def photographed(data: bytes, dpi: int = 200) -> bytes:
    """A PDF whose pages are pictures of another's."""
    import pypdfium2

    source, out = pypdfium2.PdfDocument(data), pypdfium2.PdfDocument.new()
    for n in range(len(source)):
        width, height = source[n].get_size()
        image = pypdfium2.PdfImage.new(out)
        image.set_bitmap(source[n].render(scale=dpi / 72))
        image.set_matrix(pypdfium2.PdfMatrix().scale(width, height))
        page = out.new_page(width, height)
        page.insert_obj(image)
        page.gen_content()
        page.close()
    buffer = io.BytesIO()
    out.save(buffer)
    out.close()
    source.close()
    return buffer.getvalue()


def picture(data: bytes, dpi: int = 200) -> bytes:
    """The first page of a PDF as PNG."""
    return pictures.render(data, "a.pdf", 1, dpi)


def paper(*, by_hand: bool) -> bytes:
    """A plan of one page; its number and day are printed, or written by hand beside a stamp."""
    drawing = Drawing(_SERIF)
    drawing.new_page(PAGE)
    number = "Số:              /KH-UBND" if by_hand else "Số: 87/KH-UBND"
    day = "Bình Sơn, ngày          tháng 3 năm 2026" if by_hand else "Bình Sơn, ngày 12 tháng 3 năm 2026"
    for x, y, text in (
        (60, 780, "ỦY BAN NHÂN DÂN"),
        (285, 780, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (72, 762, "TỈNH BÌNH SƠN"),
        (335, 762, "Độc lập - Tự do - Hạnh phúc"),
        (60, 736, number),
        (300, 736, day),
        (265, 700, "KẾ HOẠCH"),
        (190, 682, "Phát triển hạ tầng giao thông năm 2026"),
        (80, 650, "Giao Sở Tài chính chủ trì, phối hợp với Sở Xây dựng rà soát kế hoạch vốn,"),
        (60, 632, "hoàn thành trước ngày 30/6/2026."),
        (80, 608, "Phấn đấu giải ngân trên 95% kế hoạch vốn; thu ngân sách đạt 16.900 tỷ đồng."),
        (60, 540, "Nơi nhận:"),
        (360, 540, "TM. ỦY BAN NHÂN DÂN"),
        (60, 522, "- Tỉnh ủy;"),
        (395, 522, "CHỦ TỊCH"),
        (385, 440, "Trần Văn Minh"),
    ):
        drawing.words(x, y, text, 11)
    if by_hand:
        scribble(drawing, 86, 736)
        scribble(drawing, 392, 736, 18)
        stamp(drawing, 400, 480)
    return drawing.bytes()


def tiff(pages: list[bytes]) -> bytes:
    """A TIFF of PNG pages of grey, unpacked again: one strip a page."""
    import struct
    import zlib

    out = bytearray(b"II*\0\0\0\0\0")
    link = 4  # where the place of the next page's directory is written
    for page in pages:
        width, height = struct.unpack_from(">II", page, 16)
        at = page.index(b"IDAT") + 4
        (length,) = struct.unpack_from(">I", page, at - 8)
        rows = zlib.decompress(page[at : at + length])
        pixels = b"".join(rows[y * (width + 1) + 1 : (y + 1) * (width + 1)] for y in range(height))
        strip = len(out)
        out += pixels + bytes(len(pixels) % 2)
        tags = [(256, width), (257, height), (258, 8), (259, 1), (262, 1), (273, strip), (277, 1)]
        tags += [(278, height), (279, len(pixels))]
        struct.pack_into("<I", out, link, len(out))
        out += struct.pack("<H", len(tags))
        for tag, value in tags:
            out += struct.pack("<HHII", tag, 4, 1, value)
        link = len(out)
        out += bytes(4)
    return bytes(out)
