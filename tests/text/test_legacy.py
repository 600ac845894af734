"""Old encodings become Unicode exactly, every character keeps its place, and clean text is left alone."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.text import legacy
from dondoc.text.normalize import original

WORDS = (
    "Ủy ban nhân dân tỉnh phấn đấu tốc độ tăng trưởng kinh tế đạt 9,5% trở lên; thu ngân sách "
    "16.900 tỷ đồng, giải quyết việc làm mới, sản phẩm lâm nghiệp, nhiều kiểu mẫu, giữ vững, ngẫu nhiên, "
    "sẵn sàng, nghĩa vụ, ký quỹ, kẻ xấu, khẩu hiệu, bảo đảm, thẩm tra, vẫn còn, dễ dàng, mẫu mã, sửa đổi."
)
SMALL = WORDS[1:].lower()  # TCVN3 has no capitals with marks


def encoded(text, encoding):
    """The text as an office of 1998 would have saved it, shown with Western letters."""
    table = {"tcvn3": legacy._TCVN3, "vni": legacy._VNI, "viscii": legacy._VISCII}[encoding]
    codes = {}
    for code, letter in table.items():
        codes.setdefault(letter, code)
    return "".join(codes.get(c, c) for c in text)


@pytest.mark.parametrize(
    ("encoding", "text"), [("tcvn3", SMALL), ("vni", WORDS), ("viscii", WORDS)], ids=lambda value: value[:6]
)
def test_what_was_encoded_comes_back(encoding, text):
    """The words of the old file, and where each stood in it."""
    old = encoded(text, encoding)

    assert legacy.detect(old) == encoding
    made, offsets = legacy.decode(old, encoding)
    assert made == text
    for word in ("ngân sách", "kiểu", "đổi"):
        at = made.index(word)
        assert old[original(offsets, at) :].startswith(encoded(word, encoding))


KNOWN = [
    ("tcvn3", "Céng hßa x· héi chñ nghÜa ViÖt Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam", "small letters"),
    ("tcvn3", "§éc lËp - Tù do - H¹nh phóc", "Độc lập - Tự do - Hạnh phúc", "Đ has a capital of its own"),
    ("tcvn3", "CéNG HßA X· HéI", "CỘNG HÒA XÃ HỘI", "a line set in a font of capitals"),
    ("tcvn3", "ñY BAN nh©n d©n tØnh", "ỦY BAN nhân dân tỉnh", "two words set in a font of capitals"),
    ("tcvn3", "Bé tr­ëng Bé Tµi chÝnh", "Bộ trưởng Bộ Tài chính", "ư is the soft hyphen"),
    ("tcvn3", "Thñ t\u2212íng", "Thủ tướng", "a PDF shows ư as a minus"),
    ("tcvn3", "tõ 5 \u2212 7%", "từ 5 \u2212 7%", "between figures it is one"),
    ("vni", "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam", "marks"),
    ("vni", "ÑOÄC LAÄP - TÖÏ DO - HAÏNH PHUÙC", "ĐỘC LẬP - TỰ DO - HẠNH PHÚC", "capitals with capital marks"),
    ("vni", "kyõ thuaät, tyû leä, lyù do, ñòa baøn", "kỹ thuật, tỷ lệ, lý do, địa bàn", "y and i"),
    ("vni", "AÁn Ñoä, Ñaø Naüng, thaúng", "Ấn Độ, Đà Nẵng, thẳng", "breve with hỏi and ngã"),
    ("viscii", "Cµng hòa xã hµi chü nghîa Vi®t Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam", "codes"),
    ("viscii", "H\u20acNG", "HẠNG", "a code shown by Windows' Western page"),
]  # fmt: skip


@pytest.mark.parametrize(("encoding", "old", "new", "why"), KNOWN, ids=[case[3] for case in KNOWN])
def test_known_words(encoding, old, new, why):
    """Phrases every state paper bears, as old papers print them."""
    assert legacy.decode(old, encoding)[0] == new


@pytest.mark.parametrize(("name", "encoding"), [("TCVN", "tcvn3"), ("VISCII", "viscii")])
def test_tables_agree_with_the_c_library(name, encoding):
    """The standards' own tables, which glibc carries, say the same of every code we read."""
    iconv = shutil.which("iconv")
    assert iconv, "iconv belongs to the C library's tools"
    table = {"tcvn3": legacy._TCVN3, "viscii": legacy._VISCII}[encoding]
    codes = sorted(code for code in table if ord(code) < 0x100)

    raw = "\n".join(codes).encode("latin-1")
    out = subprocess.run(
        [iconv, "-f", name, "-t", "UTF-8"], input=raw, capture_output=True, check=True
    ).stdout

    assert normalize("NFC", out.decode()).split("\n") == [table[code] for code in codes]


CLEAN = [
    ("Tỉnh ủy Quảng Ninh họp", "Vietnamese in Unicode"),
    ("Hà Nam, Cà Mau và Trà Vinh là nhà, là cà phê và cà chua", "marks that Western Europe has too"),
    ("Le conseil a été informé; élèves, très bientôt, déjà, là-bas, préfecture, à côté", "French"),
    ("Größe, Straße, für, über, möglich, können, schön, grün", "German"),
    ("«Правда» и ложь", "another script"),
    ("Ω ± µ × ÷ § ¶ · ½ ¼ °C m² m³ × 5 ± 2", "signs of mathematics"),
    ("TØR, SMØRREBRØD, blåbær, æble, øre, ålesund, søndag", "Danish"),
    ("São Paulo, coração, ações, não, então, informação", "Portuguese"),
    ("ASCII only, 100 % of it", "nothing to decode"),
]


@pytest.mark.parametrize("text", [case[0] for case in CLEAN], ids=[case[1] for case in CLEAN])
def test_clean_text_is_left_alone(text):
    """Other languages and signs are no old encoding."""
    assert legacy.detect(text) is None
    assert legacy.detect(text * 40) is None


@given(st.text(max_size=300))
def test_no_old_encoding_is_seen_in_chance(text):
    """Random characters are never taken for Vietnamese."""
    assert legacy.detect(text) is None


@given(st.text(alphabet=st.characters(max_codepoint=0xFF), max_size=200), st.sampled_from(legacy.ENCODINGS))
def test_decoding_keeps_every_place(text, encoding):
    """The map leads from every character of the text to one of the file, in order, and lines stay lines."""
    made, offsets = legacy.decode(text, encoding)

    places = [original(offsets, n) for n in range(len(made))]
    assert places == sorted(places)
    assert all(0 <= place < len(text) for place in places)
    assert made.count("\n") == text.count("\n")


def open_documents():
    """Texts at hand that are in Unicode: the sample province's."""
    return sorted((Path(__file__).parents[2] / "sample").rglob("*.md")) + sorted(
        (Path(__file__).parents[2] / "docs").rglob("*.md")
    )


def test_documents_in_unicode_are_left_alone():
    """Neither a whole document nor any of its lines is taken for an old encoding."""
    paths = open_documents()
    assert paths

    for path in paths:
        text = path.read_text("utf-8")
        assert legacy.detect(text) is None, path
        for line in text.split("\n"):
            assert legacy.detect(line, fewest=3) is None, line


def test_a_modern_heading_over_an_old_text():
    """Lines in Unicode stay, the rest is decoded."""
    text = "Bản sao lưu ngày 01/7/2026\n" + "\n".join([encoded(SMALL, "tcvn3")] * 8)

    assert legacy.detect(text) == "tcvn3"
    made, _ = legacy.decode(text, "tcvn3")

    assert made.split("\n")[:2] == ["Bản sao lưu ngày 01/7/2026", SMALL]


@pytest.mark.parametrize(
    ("word", "said"),
    [("nghiệp", True), ("Quảng", True), ("khuỷu", True), ("héi", False), ("x·", False), ("cạtz", False),
     ("hòc", False), ("hóc", True), ("ữừ", False)],
)  # fmt: skip
def test_what_can_be_said(word, said):
    """A syllable has a beginning, a rime and one tone; one that stops short takes only two tones."""
    assert legacy.is_syllable(word) is said


FONTS = [
    (".VnTime", ("tcvn3", False)), (".VnTimeH", ("tcvn3", True)), (".VnArial Narrow", ("tcvn3", False)),
    (".VnArialH", ("tcvn3", True)), ("VNI-Times", ("vni", False)), ("VNI-Helve", ("vni", False)),
    ("Times New Roman", None), ("", None), ("Vni", ("vni", False)),
]  # fmt: skip


@pytest.mark.parametrize(("font", "said"), FONTS)
def test_fonts_name_their_encoding(font, said):
    """ABC's fonts begin with ".Vn", those of capitals end in H; VNI's with "VNI-"."""
    assert legacy.of_font(font) == said
