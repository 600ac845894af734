import pytest

from dondoc.text import names


def found(text):
    return [text[span.slice] for span in names.find(text)]


@pytest.mark.parametrize(
    ("text", "wanted", "why"),
    [
        ("ông Nguyễn Văn An nói", ["Nguyễn Văn An"], "family, middle, given"),
        ("đồng chí Lê Ô Pích", ["Lê Ô Pích"], "one-letter syllable"),
        ("bà Trần Thị Kim Thử dự", ["Trần Thị Kim Thử"], "four syllables"),
        ("đồng chí Xờ Văn Thử", ["Xờ Văn Thử"], "unknown family name after đồng chí"),
        ("Mai\nVăn Chính dự", ["Mai\nVăn Chính"], "broken over a line"),
        ("Trương Việt Thử\nSở Tài chính", ["Trương Việt Thử"], "a signature ends with its line"),
        ("thăm Hà Nội và Thái Bình", [], "places that begin like names"),
        ("thành phố Hà Nội Nguyễn Đức Thử", ["Nguyễn Đức Thử"], "a place before a name"),
        ("Trưởng Đoàn đại biểu", [], "a title"),
        ("hội nghị lần thứ 5", [], "nobody"),
    ],
)  # fmt: skip
def test_names(text, wanted, why):
    """A name begins with a family name, or stands after đồng chí, ông, bà; a place is none."""
    assert found(text) == wanted, why
