"""The same text, its lines broken otherwise, says the same."""

from __future__ import annotations

import random
import textwrap

import pytest

from dondoc import reading
from dondoc.extraction import extract

TEXT = """\
Ngày 10/10/2025, huyện Bắc Sơn họp đánh giá tình hình kinh tế, xã hội 9 tháng đầu năm và bàn nhiệm vụ
các tháng tới; nhiều ý kiến cho rằng sản xuất đã phục hồi, song thị trường còn khó và giá vật tư còn cao.

Trong 9 tháng, tổng giá trị sản xuất ước đạt 8.712,4 tỷ đồng, tăng 6,5% so với cùng kỳ năm 2024; trong đó
nông nghiệp ước đạt 1.853 tỷ đồng, tăng 3,3%; công nghiệp và xây dựng ước đạt 2.600,5 tỷ đồng, tăng 7,6%;
dịch vụ ước đạt 4.258,9 tỷ đồng, tăng 7,4%. Thu ngân sách đạt 412 tỷ đồng, bằng 88% dự toán.

- Sản xuất vụ mùa: đến nay toàn huyện đã gieo trồng 40.830 ha cây các loại, đạt kế hoạch từ đầu vụ.
Trong đó, lúa 16.190 ha; ngô 10.720 ha; rau các loại 7.405 ha, phần lớn ở các xã vùng cao và ven sông.

- Toàn huyện có 12/15 xã đạt chuẩn nông thôn mới; tỷ lệ hộ nghèo còn 3,4%; 91,2% dân số tham gia bảo hiểm
y tế, cao hơn mức của cả tỉnh, trong khi một số thôn xa trung tâm còn khó khăn về đường đi và nước sạch.

Huyện phấn đấu năm 2026 có thêm 2 xã đạt chuẩn, thu nhập bình quân đầu người đạt 62 triệu đồng, tỷ lệ hộ
nghèo giảm còn 2,8% và thu ngân sách tăng 9% so với năm 2025, qua đó hoàn thành mục tiêu của nhiệm kỳ.
"""
PARAGRAPHS = [" ".join(words.split()) for words in TEXT.split("\n\n")]


def said(lines):
    """What is read of a text, without where it stands."""
    text = "date 2025-10-10\n\nBắc Sơn sau 9 tháng\n\n" + "\n".join(lines) + "\n"
    found = extract(reading.read_bytes(text.encode(), "a.txt")).indicators
    return [(str(fact.value), fact.unit, fact.status, fact.measure, fact.period) for fact in found]


def wrapped(width):
    return [line for words in PARAGRAPHS for line in textwrap.wrap(words, width, break_on_hyphens=False)]


def torn(seed):
    """Lines of five to fourteen words, as pages have them that broke wherever their source had a tag."""
    chance = random.Random(seed)
    lines = []
    for paragraph in PARAGRAPHS:
        words = paragraph.split(" ")
        while words:
            count = chance.randint(5, 14)
            lines.append(" ".join(words[:count]))
            words = words[count:]
    return lines


@pytest.mark.parametrize("width", [64, 72, 80, 96, 110])
def test_a_text_broken_at_the_width_of_a_page_says_the_same(width):
    assert said(wrapped(width)) == said(PARAGRAPHS)


@pytest.mark.parametrize("seed", range(6))
def test_a_text_torn_anywhere_says_the_same(seed):
    assert said(torn(seed)) == said(PARAGRAPHS)


def test_the_text_itself_is_read():
    """What the two above compare with is no empty list."""
    found = said(PARAGRAPHS)

    assert [value for value, *_ in found][:3] == ["8712.4", "6.5", "1853"]
    assert {period for *_, period in found} >= {"2025-01/2025-09", "2026"}
