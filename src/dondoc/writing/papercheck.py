"""An office's own template, looked at before it is used: is it a Word file, and can every field be filled.

Everything wrong is told at once, in sentences the person who edited the template in Word can act on.
"""

from __future__ import annotations

import difflib
import io
import re
from zipfile import BadZipFile, ZipFile

from dondoc.errors import PaperError
from dondoc.writing.families import foreign_marks
from dondoc.writing.paper import Form, environment, fill
from dondoc.writing.paperkinds import PaperKind, sample_of

MOST_BYTES = 2_000_000
_MOST_UNPACKED = 30_000_000
_NO_SUCH = re.compile(r"'dict object' has no attribute '([^']+)'|'([^']+)' is undefined")


def template_problems(content: bytes, kind: PaperKind, form: Form) -> list[str]:
    """What is wrong with a template of a paper, in Vietnamese; [] where it can be used.

    Args:
        content: The file as it came.
        kind: Which paper it is a template of.
        form: Of which family.
    """
    if problem := _not_a_word_file(content):
        return [problem]
    found = _unknown_fields(content, kind)
    if found:
        return found
    try:
        filled = fill(content, sample_of(kind, form), name=kind.name)
    except PaperError as error:
        return [_told(str(error), kind)]
    except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError) as error:
        return [f"Không điền được mẫu: {error}. Sửa các chỗ điền và vòng lặp trong Word rồi tải lại."]
    other = "Đảng" if form is Form.STATE else "hành chính nhà nước"
    return [
        f"Mẫu có “{words}” là cách ghi của văn bản {other}. Hai thể thức không được lẫn; sửa lại rồi tải."
        for words in foreign_marks(words_of(filled), form)
    ]


def words_of(content: bytes) -> str:
    """All words of a .docx, with those of its tables, headers and footers, one paragraph a line."""
    from docx import Document

    made = Document(io.BytesIO(content))
    parts = [made.element.body]
    for section in made.sections:
        for one in (section.header, section.footer, section.first_page_header, section.first_page_footer):
            parts += [] if one.is_linked_to_previous else [one._element]
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    return "\n".join(
        "".join(text.text or "" for text in line.iter(f"{w}t"))
        for part in parts
        for line in part.iter(f"{w}p")
    )


def _not_a_word_file(content: bytes) -> str:
    if len(content) > MOST_BYTES:
        return "Tệp mẫu quá lớn (trên 2 MB). Bỏ bớt hình trong mẫu rồi tải lại."
    try:
        with ZipFile(io.BytesIO(content)) as packed:
            names = packed.namelist()
            size = sum(one.file_size for one in packed.infolist())
            relations = b"".join(
                packed.read(name) for name in names if name.endswith(".rels") and size <= _MOST_UNPACKED
            )
    except (BadZipFile, OSError, RuntimeError, NotImplementedError):
        return (
            "Tệp không phải văn bản Word .docx. Mở trong Word, lưu dạng .docx, không mật khẩu, rồi tải lại."
        )
    if "word/document.xml" not in names:
        return "Tệp không phải văn bản Word .docx. Mở mẫu trong Word, lưu dạng .docx rồi tải lại."
    if size > _MOST_UNPACKED:
        return "Tệp mẫu phình quá lớn khi mở. Tạo lại mẫu từ bản chuẩn rồi tải lại."
    if any("vbaProject" in name or "/embeddings/" in name or "/activeX/" in name for name in names):
        return "Mẫu có macro hoặc đối tượng nhúng. Bỏ đi, lưu dạng .docx thường rồi tải lại."
    outside = re.findall(rb"<Relationship\b[^>]*TargetMode=\"External\"[^>]*>", relations)
    if any(b'/hyperlink"' not in one for one in outside):
        return "Mẫu lấy nội dung từ nơi khác (mẫu đính kèm, hình liên kết). Bỏ liên kết rồi tải lại."
    return ""


def _unknown_fields(content: bytes, kind: PaperKind) -> list[str]:
    from docxtpl import DocxTemplate
    from jinja2.exceptions import TemplateError

    try:
        used = DocxTemplate(io.BytesIO(content)).get_undeclared_template_variables(environment())
    except TemplateError as error:
        how = "Mỗi “{% for … %}” cần một “{% endfor %}”, mỗi “{% if … %}” cần một “{% endif %}”."
        return [f"Chỗ điền hoặc vòng lặp viết chưa đúng: {error}. {how}"]
    except Exception as error:
        return [f"Không đọc được mẫu: {error}. Mở lại trong Word, lưu rồi tải lại."]
    return [_no_such(name, kind) for name in sorted(used - kind.fields)]


def _told(message: str, kind: PaperKind) -> str:
    found = _NO_SUCH.search(message)
    return _no_such(found[1] or found[2], kind) if found else message


def _no_such(name: str, kind: PaperKind) -> str:
    known = sorted(_all_names(kind.sample))
    near = difflib.get_close_matches(name, known, n=1)
    hint = f" Có phải là “{near[0]}”?" if near else f" Chỗ điền dùng được: {', '.join(sorted(kind.fields))}."
    return f"Mẫu “{kind.name}” không có chỗ điền “{name}”.{hint}"


def _all_names(value: object) -> set[str]:
    if isinstance(value, dict):
        return set(value) | {name for one in value.values() for name in _all_names(one)}
    if isinstance(value, list):
        return {name for one in value for name in _all_names(one)}
    return set()
