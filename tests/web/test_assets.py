"""What the browser loads is made from packages: a subset typeface; and translations without GNU gettext."""

from __future__ import annotations

import gettext
import io
import re
from pathlib import Path

from dondoc.web.core import assets, catalogues

PO = """
msgid ""
msgstr ""
"Language: en\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

# a remark
msgid "Văn bản"
msgstr "Documents"

msgid ""
"Một câu "
"hai dòng."
msgstr "A sentence on two lines."

#, fuzzy
msgid "Chưa chắc"
msgstr "Not sure"

msgid "Chưa dịch"
msgstr ""

msgctxt "month"
msgid "Tháng"
msgstr "Month"

msgid "%s mục"
msgid_plural "%s mục"
msgstr[0] "%s item"
msgstr[1] "%s items"
"""


def test_a_catalogue_is_what_gettext_reads() -> None:
    """The standard library reads back what was written: plain, on several lines, in a context, in plural."""
    made = gettext.GNUTranslations(io.BytesIO(catalogues.compiled(PO)))

    assert made.gettext("Văn bản") == "Documents"
    assert made.gettext("Một câu hai dòng.") == "A sentence on two lines."
    assert made.pgettext("month", "Tháng") == "Month"
    assert made.ngettext("%s mục", "%s mục", 1) == "%s item"
    assert made.ngettext("%s mục", "%s mục", 5) == "%s items"


def test_what_is_not_translated_stays_vietnamese() -> None:
    """An empty or uncertain translation is not shown."""
    made = gettext.GNUTranslations(io.BytesIO(catalogues.compiled(PO)))

    assert made.gettext("Chưa dịch") == "Chưa dịch"
    assert made.gettext("Chưa chắc") == "Chưa chắc"


def test_a_catalogue_is_written_once(tmp_path: Path) -> None:
    """A second run writes only what changed."""
    folder = tmp_path / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(PO, "utf-8")

    assert [file.name for file in catalogues.compile_all(tmp_path)] == ["django.mo"]
    assert catalogues.compile_all(tmp_path) == []


def test_the_typeface_holds_every_vietnamese_letter(tmp_path: Path) -> None:
    """Small files, whole alphabet, and digits of one width for columns of numbers."""
    from fontTools.ttLib import TTFont

    written = assets.build(tmp_path)

    assert len(written) == len(assets.STYLES) + len(assets.FIGURES)
    assert all(file.stat().st_size < 30_000 for file in written)
    folder = tmp_path / "core" / "fonts"
    with TTFont(folder / "BeVietnamPro-Regular.woff2") as font:
        letters = set(font.getBestCmap())
    with TTFont(folder / "Figures-Regular.woff2") as font:
        names = [font.getBestCmap()[ord(digit)] for digit in "0123456789"]
        widths = {font["hmtx"][name][0] for name in names}
    alphabet = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
    assert {ord(c) for c in alphabet + alphabet.upper() + "0123456789%–“”…₫"} <= letters
    assert len(widths) == 1
    assert assets.build(tmp_path) == []


def test_translations_keep_their_placeholders(root: Path) -> None:
    """A translated sentence fills in what the Vietnamese one does: no name lost, none that nobody gives."""
    po = (root / "src" / "dondoc" / "web" / "locale" / "en" / "LC_MESSAGES" / "django.po").read_text("utf-8")

    def names(text: str) -> list[str]:
        return sorted(re.findall(r"%\(\w+\)s|%s|%%", text))

    wrong = [
        entry.id
        for entry in catalogues.entries(po)
        for text in entry.texts.values()
        if entry.id and text and names(text) != names(entry.id)
    ]
    assert wrong == []
