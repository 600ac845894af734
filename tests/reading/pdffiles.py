"""PDF files drawn for tests: words at places, lines, pages. A point is 1/72 inch, y grows upwards."""

from __future__ import annotations

import ctypes
import io
from pathlib import Path

PAGE = (595.0, 842.0)  # A4
SIZE = 13.0


class Drawing:
    """A PDF under construction; `bytes()` ends it."""

    def __init__(self, font: str | None = None) -> None:
        """`font` is a file's path; None for the product's own typeface."""
        import fontpkg_be_vietnam_pro
        import pypdfium2
        from pypdfium2 import raw

        self.raw = raw
        self.document = pypdfium2.PdfDocument.new()
        fonts = sorted(Path(fontpkg_be_vietnam_pro.ROOT).rglob("*Regular.ttf"))
        self.data = Path(font or fonts[0]).read_bytes()
        buffer = (ctypes.c_uint8 * len(self.data)).from_buffer_copy(self.data)
        self.font = raw.FPDFText_LoadFont(self.document, buffer, len(self.data), raw.FPDF_FONT_TRUETYPE, True)
        self.page = None

    def new_page(self, size: tuple[float, float] = PAGE) -> None:
        self.end_page()
        self.page = self.document.new_page(*size)

    def end_page(self) -> None:
        if self.page is not None:
            self.raw.FPDFPage_GenerateContent(self.page)
            self.page.close()
            self.page = None

    def words(self, x: float, y: float, text: str, size: float = SIZE) -> None:
        item = self.raw.FPDFPageObj_CreateTextObj(self.document, self.font, size)
        encoded = (text + "\0").encode("utf-16-le")
        units = (ctypes.c_ushort * (len(encoded) // 2)).from_buffer_copy(encoded)
        self.raw.FPDFText_SetText(item, units)
        self.raw.FPDFPageObj_Transform(item, 1, 0, 0, 1, x, y)
        self.raw.FPDFPage_InsertObject(self.page, item)

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        item = self.raw.FPDFPageObj_CreateNewPath(x0, y0)
        self.raw.FPDFPath_LineTo(item, x1, y1)
        self.raw.FPDFPath_SetDrawMode(item, 0, True)
        self.raw.FPDFPage_InsertObject(self.page, item)

    def bytes(self) -> bytes:
        self.end_page()
        buffer = io.BytesIO()
        self.document.save(buffer)
        self.document.close()
        return buffer.getvalue()


def plan() -> bytes:
    """One page: heading in two columns, wrapped paragraphs, a ruled table with merged cells, a signature."""
    drawing = Drawing()
    drawing.new_page()
    for x, y, text in (
        (75, 780, "ỦY BAN NHÂN DÂN"),
        (300, 780, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (85, 762, "TỈNH BÌNH SƠN"),
        (340, 762, "Độc lập - Tự do"),
        (85, 744, "Số: 87/KH-UBND"),
        (320, 744, "Bình Sơn, ngày 12 tháng 3 năm 2026"),
        (265, 710, "KẾ HOẠCH"),
        (200, 692, "Phát triển hạ tầng giao thông"),
        (90, 660, "Căn cứ nghị quyết của tỉnh về nhiệm vụ năm 2026 và Chỉ thị số 30/CT-"),
        (60, 642, "TTg của cấp trên, Ủy ban nhân dân tỉnh ban hành kế hoạch để các cơ quan"),
        (60, 624, "cùng thực hiện."),
        (90, 600, "I. MỤC TIÊU"),
        (90, 582, "- Giải ngân trên 95% kế hoạch vốn."),
        (65, 530, "TT"),
        (105, 530, "Nhiệm vụ"),
        (305, 530, "Chủ trì"),
        (425, 530, "Thời hạn"),
        (65, 500, "1"),
        (105, 508, "Rà soát quy hoạch cụm"),
        (105, 492, "công nghiệp"),
        (305, 480, "Sở Xây dựng"),
        (425, 500, "Quý II/2026"),
        (65, 465, "2"),
        (105, 465, "Trình đề án"),
        (425, 465, "30/9/2026"),
        (60, 420, "Nơi nhận:"),
        (360, 420, "TM. ỦY BAN NHÂN DÂN"),
        (60, 402, "- Lưu: VT."),
        (390, 402, "CHỦ TỊCH"),
        (370, 340, "Trần Quốc Khải"),
        (290, 30, "1"),
    ):
        drawing.words(x, y, text)
    for y in (550, 522, 455):
        drawing.rule(60, y, 540, y)
    drawing.rule(60, 485, 300, 485)
    drawing.rule(420, 485, 540, 485)
    for x in (60, 100, 300, 420, 540):
        drawing.rule(x, 550, x, 455)
    return drawing.bytes()


def pages(count: int, head: str = "Công báo Bình Sơn") -> bytes:
    """A sentence that runs over `count` pages, each with a running head and its number."""
    drawing = Drawing()
    for n in range(count):
        drawing.new_page()
        drawing.words(220, 815, head)
        drawing.words(
            60, 700, f"phần {n + 1} của một câu dài vẫn còn tiếp tục sang trang sau để thử cách nối các"
        )
        drawing.words(60, 682, "dòng" if n + 1 < count else "dòng.")
        drawing.words(280, 25, f"- {n + 1} -")
    return drawing.bytes()


def picture() -> bytes:
    """A page without letters, like a scan."""
    drawing = Drawing()
    drawing.new_page()
    drawing.rule(10, 10, 500, 500)
    return drawing.bytes()
