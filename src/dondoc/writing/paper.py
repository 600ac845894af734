"""Papers: Word files made by filling a template, in the form of State or of Party documents, never mixed.

A template is an ordinary .docx with `{{ fields }}`, loops and conditions in it, which an office opens in Word
and changes as it likes: the form of the letterhead, the words between, the recipients. The shipped ones stand
in `writing/papers/`, made by `scripts/papers.py`; a file of the same name in the office's own folder takes
their place. Number and day stay blank in every paper: văn thư gives them after the signature.

    chuong-trinh-cong-tac.party.docx    the work programme as a Party document
    chuong-trinh-cong-tac.state.docx    the same as a State document
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from dondoc.errors import PaperError

SHIPPED = Path(__file__).with_name("papers")
# What XML cannot hold, and no Word file ever does.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Form(StrEnum):
    """The two families of official papers; their heads, numbers and signatures are never mixed."""

    PARTY = "party"  # "Số …-CTr/TU", "T/M", the issuer over an asterisk
    STATE = "state"  # quốc hiệu and tiêu ngữ, "Số: …/CTr-UBND", "TM."


def template_for(name: str, form: Form, own: Path | None = None) -> Path:
    """The template of a paper: the office's own where there is one in `own`, else the shipped one.

    Raises:
        PaperError: There is none.
    """
    file = f"{name}.{form.value}.docx"
    for folder in (own, SHIPPED):
        if folder is not None and (folder / file).is_file():
            return folder / file
    raise PaperError(f"Không có mẫu “{file}”. Đặt tệp mẫu vào thư mục mẫu văn bản rồi thử lại.")


def fill(template: Path, fields: Mapping[str, Any]) -> bytes:
    """The template with its fields filled, as a .docx.

    Args:
        template: A Word file with fields.
        fields: Strings, numbers, days, and lists and mappings of them; everything else is refused.

    Raises:
        PaperError: The template asks for a field there is not, or its fields are not written as they must be.
    """
    from docxtpl import DocxTemplate
    from jinja2 import StrictUndefined
    from jinja2.exceptions import TemplateError
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    # An office edits templates: what one says is words and loops, and reaches nothing else of the program.
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    paper = DocxTemplate(str(template))
    try:
        paper.render({name: _plain(value) for name, value in fields.items()}, environment, autoescape=True)
    except TemplateError as error:
        raise PaperError(
            f"Mẫu “{template.name}” có chỗ điền không đúng: {error}. Sửa mẫu trong Word rồi thử lại."
        ) from error
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return _CONTROL.sub("", value)
    if isinstance(value, bool | int) or value is None:
        return value
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, Sequence):
        return [_plain(one) for one in value]
    raise PaperError(f"Không điền được giá trị kiểu {type(value).__name__} vào mẫu văn bản.")


def blank_symbol(form: Form, type_code: str, issuer_code: str) -> str:
    """Number and symbol with the number left for văn thư.

    >>> blank_symbol(Form.PARTY, "CTr", "TU")
    'Số        -CTr/TU'
    >>> blank_symbol(Form.STATE, "CTr", "UBND")
    'Số:        /CTr-UBND'
    """
    issuer = issuer_code or "......"
    return f"Số        -{type_code}/{issuer}" if form is Form.PARTY else f"Số:        /{type_code}-{issuer}"


def blank_day(place: str, year: int) -> str:
    """Place and day with the day left for văn thư.

    >>> blank_day("Thuận Phú", 2026)
    'Thuận Phú, ngày      tháng      năm 2026'
    """
    return f"{place or '...........'}, ngày      tháng      năm {year}"
