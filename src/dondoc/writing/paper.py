"""Papers: Word files made by filling a template, in the form of State or of Party documents, never mixed.

A template is an ordinary .docx with `{{ fields }}`, loops and conditions in it, which an office opens in Word
and changes as it likes: the form of the letterhead, the words between, the recipients. The shipped ones stand
in `writing/papers/`, made by `scripts/papers.py`; an office puts its own in their place (`papercheck` looks
at it first). Number and day stay blank in every paper: văn thư gives them after the signature.

    chuong-trinh-cong-tac.party.docx    the work programme as a Party document
    chuong-trinh-cong-tac.state.docx    the same as a State document
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape
from zipfile import BadZipFile

from dondoc.errors import PaperError
from dondoc.writing.footnotes import Note, set_notes

SHIPPED = Path(__file__).with_name("papers")
TEMPLATE = "Mẫu "  # how the name of a template begins in a paper's properties
# What XML cannot hold, and no Word file ever does.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Image:
    """A picture as a field's value, with what it shows in words for who cannot see it."""

    png: bytes
    words: str
    width: float = 16.0  # centimetres


class Form(StrEnum):
    """The two families of official papers; their heads, numbers and signatures are never mixed."""

    PARTY = "party"  # "Số …-CTr/TU", "T/M", the issuer over an asterisk
    STATE = "state"  # quốc hiệu and tiêu ngữ, "Số: …/CTr-UBND", "TM."


def template_for(name: str, form: Form) -> Path:
    """The shipped template of a paper.

    Raises:
        PaperError: There is none.
    """
    file = SHIPPED / f"{name}.{form.value}.docx"
    if not file.is_file():
        raise PaperError(f"Không có mẫu “{file.name}”. Tải mẫu lên ở trang Mẫu văn bản rồi thử lại.")
    return file


def environment() -> Any:
    """How fields are filled: words and loops, which reach nothing else of the program."""
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    return ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True)


def fill(
    template: Path | bytes,
    fields: Mapping[str, Any],
    *,
    name: str = "",
    notes: Sequence[Note] = (),
    made_with: str = "",
    reminder: str = "",
) -> bytes:
    """The template with its fields filled, as a .docx.

    Args:
        template: A Word file with fields, or its bytes.
        fields: Strings, numbers, days, pictures, and lists and mappings of them; all else is refused.
        name: What the template is called in a message; its file name where it is a file.
        made_with: Which version of which template, to be read in the file's properties (category).
        reminder: What stands in the margin above the first page, to be taken out before signature.
        notes: Footnotes; where one stands is said by `footnotes.mark(n)` inside a field's words.

    Raises:
        PaperError: The template asks for a field there is not, or its fields are not written as they must be.
    """
    from docxtpl import DocxTemplate
    from jinja2.exceptions import TemplateError

    called = name or (template.name if isinstance(template, Path) else "mẫu văn bản")
    paper = DocxTemplate(io.BytesIO(template) if isinstance(template, bytes) else str(template))
    try:
        plain = {key: _plain(value, paper) for key, value in fields.items()}
        paper.render(plain, environment(), autoescape=True)
    except TemplateError as error:
        raise PaperError(
            f"Mẫu “{called}” có chỗ điền không đúng: {error}. Sửa mẫu trong Word rồi thử lại."
        ) from error
    _drop_empty_end(paper.docx)
    set_notes(paper.docx, notes)
    if reminder:
        _remind(paper.docx, reminder)
    if made_with:
        paper.docx.core_properties.category = made_with[:255]
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def made_with(content: bytes) -> str:
    """Which template a file says it was filled with (`fill`); "" where it says none, or is no Word file."""
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError
    from lxml.etree import XMLSyntaxError

    try:
        told = str(Document(io.BytesIO(content)).core_properties.category or "")
    except (BadZipFile, PackageNotFoundError, KeyError, ValueError, XMLSyntaxError):
        return ""
    return told if told.startswith(TEMPLATE) else ""


def _remind(document: Any, words: str) -> None:
    """A line in the first page's own heading, so that nothing on the page moves."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm, Pt, RGBColor

    first = document.sections[0]
    first.different_first_page_header_footer = True
    first.header_distance = min(first.header_distance or Cm(1), Cm(1))
    line = first.first_page_header.paragraphs[0]
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = line.add_run(_CONTROL.sub("", words))
    run.italic, run.font.size, run.font.color.rgb = True, Pt(8), RGBColor(0x8A, 0x1C, 0x1C)


def _drop_empty_end(document: Any) -> None:
    """Annexes begin a section of their own; where none was filled, no empty sheet stands in their place."""
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    body = document.element.body
    last = body.find(f"{w}sectPr")
    breaks = [one for one in body.iterchildren(f"{w}p") if one.find(f"{w}pPr/{w}sectPr") is not None]
    if last is None or not breaks:
        return
    after = list(breaks[-1].itersiblings())
    if any(one.tag == f"{w}tbl" or "".join(one.itertext()).strip() for one in after if one is not last):
        return
    if any(next(one.iter(f"{w}drawing"), None) is not None for one in after):
        return
    properties = breaks[-1].find(f"{w}pPr")
    kept = properties.find(f"{w}sectPr")
    for one in after:
        body.remove(one)
    properties.remove(kept)
    body.append(kept)


def _plain(value: Any, paper: Any) -> Any:
    if isinstance(value, Image):
        return _placed(value, paper)
    if isinstance(value, str):
        return _CONTROL.sub("", value)
    if isinstance(value, bool | int) or value is None:
        return value
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, Mapping):
        return {str(name): _plain(one, paper) for name, one in value.items()}
    if isinstance(value, Sequence):
        return [_plain(one, paper) for one in value]
    raise PaperError(f"Không điền được giá trị kiểu {type(value).__name__} vào mẫu văn bản.")


def _placed(image: Image, paper: Any) -> Any:
    """The picture as docxtpl puts it where the field stands, with its words."""
    from docx.shared import Cm
    from docxtpl import InlineImage

    class Worded(InlineImage):  # type: ignore[misc]  # docxtpl has no types
        def _insert_image(self) -> str:
            words = escape(image.words, {'"': "&quot;"})
            return str(super()._insert_image()).replace("<wp:docPr ", f'<wp:docPr descr="{words}" ', 1)

    return Worded(paper, io.BytesIO(image.png), width=Cm(image.width))


def blank_symbol(form: Form, type_code: str, issuer_code: str) -> str:
    """Number and symbol with the number left for văn thư.

    >>> blank_symbol(Form.PARTY, "CTr", "TU")
    'Số        -CTr/TU'
    >>> blank_symbol(Form.STATE, "CTr", "UBND")
    'Số:        /CTr-UBND'
    """
    issuer = issuer_code or "......"
    if not type_code:  # a letter: of the Party's with CV, of the State's with the unit that drafted it
        return f"Số        -CV/{issuer}" if form is Form.PARTY else f"Số:        /{issuer}-......"
    return f"Số        -{type_code}/{issuer}" if form is Form.PARTY else f"Số:        /{type_code}-{issuer}"


def blank_reference(symbol: str) -> str:
    """A blank symbol inside a sentence: "(Kèm theo Công văn số        -CV/TU …)".

    >>> blank_reference(blank_symbol(Form.STATE, "BC", "UBND"))
    'số        /BC-UBND'
    """
    return f"{symbol[:1].lower()}{symbol[1:].replace(':', '', 1)}"


def blank_day(place: str, year: int) -> str:
    """Place and day with the day left for văn thư.

    >>> blank_day("Thuận Phú", 2026)
    'Thuận Phú, ngày      tháng      năm 2026'
    """
    return f"{place or '...........'}, ngày      tháng      năm {year}"
