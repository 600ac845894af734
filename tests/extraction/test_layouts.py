"""The same text, its lines, spaces and marks set otherwise, says the same."""

from __future__ import annotations

import random
import re
import textwrap
import unicodedata

import pytest

from dondoc import reading
from dondoc.extraction import extract
from dondoc.text.normalize import fold

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


PLAN = """\
ỦY BAN NHÂN DÂN
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỈNH BÌNH SƠN
Độc lập - Tự do - Hạnh phúc
Số: 12/KH-UBND
Bình Sơn, ngày 05 tháng 01 năm 2026

KẾ HOẠCH
Phát triển cây xanh đô thị năm 2026

Căn cứ Quyết định số 45/QĐ-UBND ngày 10 tháng 11 năm 2025 của Ủy ban nhân dân tỉnh về chương trình cây xanh, \
Ủy ban nhân dân tỉnh ban hành kế hoạch như sau:

I. MỤC TIÊU

1. Mục tiêu chung

Phấn đấu đến hết năm 2026, tỷ lệ che phủ cây xanh ở các đô thị đạt 14,5%; trồng mới 18.600 cây xanh.

2. Mục tiêu cụ thể

- Tỷ lệ tuyến đường có cây xanh đạt 72%;

- Kinh phí trồng cây đạt 35 tỷ đồng.

II. NHIỆM VỤ

1. Sở Xây dựng

a) Chủ trì rà soát quy hoạch cây xanh ở các đô thị trước ngày 30/6/2026;

b) Hướng dẫn các xã, phường trồng cây đúng chủng loại.

2. Sở Tài chính

- Bố trí kinh phí trồng cây hằng năm;

- Báo cáo kết quả sử dụng kinh phí trước ngày 15/12/2026.

III. TỔ CHỨC THỰC HIỆN

Các sở, ban, ngành triển khai kế hoạch này; vướng mắc thì báo cáo Ủy ban nhân dân tỉnh qua Sở Xây dựng.
"""


def read_of(text):
    """What is read of a plan, without where it stands."""
    document = reading.read_bytes(text.encode(), "a.txt")
    found = extract(document)
    return {
        "title": " ".join((document.header.title or "").upper().split()),
        "symbol": document.header.symbol,
        "date": document.header.date,
        "indicators": [(f.name, str(f.value), f.unit, f.status, f.period) for f in found.indicators],
        "tasks": [(fold(" ".join(t.action.split())), t.lead, t.deadline) for t in found.tasks],
        "citations": [(c.type, c.symbol, c.date) for c in found.citations],
    }


def swapped(pattern, words):
    return lambda text: re.sub(pattern, words, text, flags=re.MULTILINE)


def justified(text):
    chance = random.Random(7)
    return re.sub(r"(?<=\S) (?=\S)", lambda _: " " * chance.choice([1, 1, 2, 3]), text)


def paged(head):
    """A page's end in the middle of sentences, with its number and what the page prints beside it."""

    def made(text):
        lines = [line for words in text.split("\n") for line in (textwrap.wrap(words, 70) or [""])]
        at = next(n for n, line in enumerate(lines) if line.startswith("Phấn đấu đến hết"))
        return "\n".join([*lines[: at + 1], *head, *lines[at + 1 :]])

    return made


LAYOUTS = {
    "no empty lines": swapped(r"\n{2,}", "\n"),
    "an empty line behind each": swapped(r"\n+", "\n\n"),
    "two of them": swapped(r"\n+", "\n\n\n"),
    "indents": swapped(r"^(?=.)", "      "),
    "tabs": swapped(r"^(?=.)", "\t"),
    "spaces at the ends": swapped(r"$", "  "),
    "Windows line ends": swapped(r"\n", "\r\n"),
    "two spaces for a line break": lambda text: re.sub(r"\n+", "  ", text.strip()),
    "everything in one line": lambda text: re.sub(r"\s*\n\s*", " ", text.strip()),
    "justified": justified,
    "signs that print nothing": swapped(r"(?<= )(?=[tc])", "\u200b"),
    "no-break spaces": swapped(r"(?<=\S) (?=\S)", "\u00a0"),
    "decomposed letters": lambda text: unicodedata.normalize("NFD", text),
    "old places of tones": swapped("Ủy", "Uỷ"),
    "figures stuck to words": swapped(r"(?<=đạt) (?=\d)", ""),
    "a space before marks": swapped(r"(?<=[a-zà-ỹ])(?=[;,]\s)", " "),
    "1/": swapped(r"^(\d)\. ", r"\1/ "),
    "1)": swapped(r"^(\d)\. ", r"\1) "),
    "1:": swapped(r"^(\d)\. ", r"\1: "),
    "1.-": swapped(r"^(\d)\. ", r"\1.- "),
    "1.Sở": swapped(r"^(\d)\. ", r"\1."),
    "Một là,": lambda text: re.sub(
        r"^(\d)\. ", lambda m: f"{['Một', 'Hai', 'Ba'][int(m[1]) - 1]} là, ", text, flags=re.MULTILINE
    ),
    "I/": swapped(r"^([IV]+)\. ", r"\1/ "),
    "I.-": swapped(r"^([IV]+)\. ", r"\1.- "),
    "Phần I:": swapped(r"^([IV]+)\. ", r"Phần \1: "),
    "PHẦN I, alone in its line": swapped(r"^([IV]+)\. ", r"PHẦN \1\n"),
    "A.": lambda text: re.sub(r"^(I+)\. ", lambda m: f"{' ABC'[len(m[1])]}. ", text, flags=re.MULTILINE),
    "I without a stop": swapped(r"^([IV]+)\. ", r"\1 "),
    "(I)": swapped(r"^([IV]+)\. ", r"(\1) "),
    "a/": swapped(r"^([a-z])\) ", r"\1/ "),
    "+": swapped(r"^- ", "+ "),
    "a bullet": swapped(r"^- ", "• "),
    "a bullet of a font": swapped(r"^- ", "\uf0b7 "),
    "an arrow": swapped(r"^- ", "➢ "),
    "Word's circle": swapped(r"^- ", "o "),
    "->": swapped(r"^- ", "-> "),
    "bold headings": swapped(r"^([IV]+\. .*)$", r"**\1**"),
    "headings with a colon": swapped(r"^([IV]+\. .*)$", r"\1:"),
    "headings in small letters": lambda text: re.sub(
        r"^([IV]+\. .)(.*)$", lambda m: m[1] + m[2].lower(), text, flags=re.MULTILINE
    ),
    "a page's number": paged(["2"]),
    "a page's number between empty lines": paged(["", "- 2 -", ""]),
    "Trang 2/3": paged(["Trang 2/3"]),
    "a gazette's running head": paged(["2", "CÔNG BÁO/Số 15 + 16/Ngày 20-3-2019"]),
    "a site's menu": lambda text: (
        "Trang chủ\nGiới thiệu\nVăn bản\nLiên hệ\nTrang chủ > Văn bản > Kế hoạch\n" + text
    ),
    "a site's menu in one line": lambda text: (
        "Trang chủ Giới thiệu Tin tức Liên hệ Tìm kiếm Đăng nhập\n" + text
    ),
    "a site's tail": lambda text: (
        text + "\nTin liên quan\nXã Bình An thu 512 tỷ đồng năm 2019\nXã Phú Lâm có 15 hộ\n"
    ),
    "straight quotes and other dashes": lambda text: text.replace(" - ", " – "),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_plan_set_otherwise_says_the_same(layout):
    made = LAYOUTS[layout](PLAN)

    assert made != PLAN
    assert read_of(made) == read_of(PLAN)


def test_the_plan_itself_is_read():
    found = read_of(PLAN)

    assert [value for _, value, *_ in found["indicators"]] == ["14.5", "18600", "72", "35"]
    assert [(lead, deadline) for _, lead, deadline in found["tasks"]] == [
        ("Sở Xây dựng", "2026-06-30"),
        ("Sở Xây dựng", None),
        ("Sở Tài chính", None),
        ("Sở Tài chính", "2026-12-15"),
        ("Các sở, ban, ngành", None),
    ]


FIGURES = {
    "names below": "8,5%\nTốc độ tăng trưởng GRDP\n412 tỷ đồng\nThu ngân sách\n1,2 triệu lượt\nKhách du lịch",
    "names above": "Tốc độ tăng trưởng GRDP\n8,5%\nThu ngân sách\n412 tỷ đồng\nKhách du lịch\n1,2 triệu lượt",
    "apart": "8,5%\n\nTốc độ tăng trưởng GRDP\n\n412 tỷ đồng\n\nThu ngân sách\n\n"
    "1,2 triệu lượt\n\nKhách du lịch",
    "labels": "Tốc độ tăng trưởng GRDP: 8,5%\nThu ngân sách: 412 tỷ đồng\nKhách du lịch: 1,2 triệu lượt",
}


@pytest.mark.parametrize("form", FIGURES)
def test_figures_in_lines_of_their_own_have_their_names_beside_them(form):
    text = f"date 2026-01-05\nKinh tế Bình Sơn năm 2025\n{FIGURES[form]}\n"
    document = reading.read_bytes(text.encode(), "a.txt")
    found = extract(document).indicators

    assert document.header.title == "Kinh tế Bình Sơn năm 2025"
    assert [(f.name, str(f.value), f.unit, f.period) for f in found] == [
        ("tốc độ tăng trưởng GRDP", "8.5", "%", "2025"),
        ("thu ngân sách", "412", "tỷ đồng", "2025"),
        ("khách du lịch", "1.2", "triệu lượt", "2025"),
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ["Thu ngân sách huyện Bắc Sơn vượt kế hoạch", "của cả năm sau 10 tháng"],
        ["Thu ngân sách huyện Bắc Sơn vượt", "kế hoạch của cả năm", "sau 10 tháng"],
    ],
)
def test_a_headline_over_several_lines_is_one(lines):
    text = "\n".join(["date 2025-11-10", *lines, "", PARAGRAPHS[1]])

    assert reading.read_bytes(text.encode(), "a.txt").header.title == " ".join(lines)
