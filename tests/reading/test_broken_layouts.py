"""Texts whose layout a copy has spoilt: one line for all, lines broken anywhere, page ends between words."""

from __future__ import annotations

import pytest

from dondoc.extraction import extract
from dondoc.reading import read_bytes

HEAD = (
    "CỤC THỐNG KÊ TỈNH BÌNH THỬ Số: /BC-CTK CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM "
    "Bình Thử, ngày tháng 11 năm 2025 BÁO CÁO Tình hình kinh tế tháng 11 năm 2025 1. Trồng trọt: "
)
BODY = (
    "Toàn tỉnh đã gieo trồng được 13.600 ha cây vụ đông, bằng 87,5% so với cùng kỳ năm trước. "
    "Bà con đang chăm sóc các loại rau màu, "
    "phòng trừ sâu bệnh và chuẩn bị giống cho vụ xuân, nhìn chung cây sinh trưởng khá. "
)
BROKEN = """NGHỊ QUYẾT
VỀ NHIỆM VỤ NĂM 2026
Căn cứ Luật Tổ chức chính
quyền địa phương;
Sau khi nghe báo cáo của Ủy
ban nhân dân tỉnh và ý kiến của các
đại biểu tại kỳ họp.
QUYẾT NGHỊ:
Điều 1. Mục tiêu
Phấn đấu tốc độ tăng trưởng
GRDP từ 11% trở lên so với
năm 2025; cơ cấu lại các ngành,
lĩnh vực của tỉnh.
"""
PAGES = """KẾ HOẠCH
Phòng, chống dịch năm 2026
II. NHIỆM VỤ, GIẢI PHÁP
- Sở Y tế phối hợp với các sở rà soát vật tư phòng dịch, báo cáo Chủ tịch

2

--- PAGE BREAK ---

Ủy ban nhân dân tỉnh trong tháng 3 năm 2026.
- Sở Tài chính bố trí kinh phí mua vật tư.
"""


@pytest.mark.parametrize(
    ("text", "names", "why"),
    [
        (HEAD + BODY * 4, ["cây vụ đông"], "heading and body on one line: the body is read"),
        (
            BROKEN,
            ["tốc độ tăng trưởng GRDP"],
            "a line that ends in no mark goes on in a small letter or in GRDP",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 90 else "",
)
def test_what_stands_in_a_spoilt_layout_is_read(text, names, why):
    """The numbers are found, named by words that the layout has parted."""
    found = extract(read_bytes(text.encode(), "a.txt")).indicators

    assert found
    assert all(any(name in fact.name for fact in found) for name in names), why


def test_a_sentence_goes_on_over_a_pages_end():
    """The page's number and the mark of its end part no sentence, and are no part of the text."""
    facts = extract(read_bytes(PAGES.encode(), "a.txt"))

    assert [(task.lead, task.deadline) for task in facts.tasks] == [
        ("Sở Y tế", "2026-03"),
        ("Sở Tài chính", None),
    ]
