"""Lines that end in a space, as a PDF's text layer leaves them, are read like any other."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from typing import Any

from dondoc.extraction import extract
from dondoc.reading import read_bytes
from dondoc.records.source import Span

PLAN = """UỶ BAN NHÂN DÂN CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỈNH THỬ NGHIỆM Độc lập - Tự do - Hạnh phúc
Số: 14/KH-UBND Thử Nghiệm, ngày 10 tháng 02 năm 2026

KẾ HOẠCH
Phát triển sản phẩm của làng nghề năm 2026

Thực hiện Quyết định số 919/QĐ-TTg ngày 01/8/2025 của Thủ tướng Chính phủ, UBND tỉnh ban
hành Kế hoạch thực hiện năm 2026 như sau:
I. MỤC TIÊU
- Có thêm ít nhất 65 sản phẩm được xếp hạng; tỷ lệ làng nghề có sản phẩm đạt khoảng 40
% vào cuối năm.
II. TỔ CHỨC THỰC HIỆN
1. Sở Nông nghiệp và Môi trường
- Tổng hợp kết quả, báo cáo UBND tỉnh và Bộ Nông nghiệp và Môi
trường trước ngày 10/12/2026.
2. UBND các xã, phường
- Ban hành kế hoạch của địa phương; bố trí kinh phí, cán bộ theo
dõi.
"""
LAYER = PLAN.replace("\n", " \n")


def spans(value: Any) -> list[Span]:
    """Every span of a record, in the order of its fields."""
    if isinstance(value, Span):
        return [value]
    if isinstance(value, list | tuple):
        return [span for item in value for span in spans(item)]
    if isinstance(value, dict):
        return [span for item in value.values() for span in spans(item)]
    if is_dataclass(value):
        return [span for part in fields(value) for span in spans(getattr(value, part.name))]
    return []


def squeezed(words: str) -> str:
    return re.sub(r"\s+", " ", words).strip()


def test_the_same_is_read_with_and_without_the_spaces():
    """Names, owners, days and their words: the space at a line's end changes nothing."""
    plain, layer = (read_bytes(text.encode(), "ke-hoach.txt") for text in (PLAN, LAYER))

    one, other = extract(plain), extract(layer)

    for kind in ("indicators", "tasks", "people", "citations"):
        ones, others = getattr(one, kind), getattr(other, kind)
        assert [squeezed(plain.quote(f.span)) for f in ones] == [
            squeezed(layer.quote(f.span)) for f in others
        ]
        assert [squeezed(plain.quote(s)) for s in spans(ones)] == [
            squeezed(layer.quote(s)) for s in spans(others)
        ]
    assert [(t.lead, t.deadline, t.action) for t in one.tasks] == [
        (t.lead, t.deadline, t.action) for t in other.tasks
    ]
    assert [t.lead for t in other.tasks] == ["Sở Nông nghiệp và Môi trường", "UBND các xã, phường"]
