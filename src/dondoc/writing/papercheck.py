"""An office's own template, looked at before it is used: is it a Word file, and can every field be filled.

Everything wrong is told at once, in sentences the person who edited the template in Word can act on.
"""

from __future__ import annotations

import difflib
import io
import re
from collections.abc import Sequence
from zipfile import BadZipFile, ZipFile

from dondoc.errors import PaperError
from dondoc.writing.families import foreign_marks
from dondoc.writing.paper import Form, environment, fill
from dondoc.writing.paperkinds import PaperKind, sample_of

MOST_BYTES = 2_000_000
_MOST_UNPACKED = 30_000_000
_MARKS = re.compile(r"\{\{[^{}]*\}\}|\{%[^{}]*%\}")
_HALF = re.compile(r"\{(?![{%])|(?<![}%])\}")  # one brace alone; words of an office have none
_WORDS = re.compile(r"\{%\w*\s+(for|if|endfor|endif)\b")
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
        return [_told(str(error), kind, content)]
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


def template_gaps(content: bytes, kind: PaperKind) -> list[str]:
    """What a template that can be used leaves out though the paper is about it: told, not refused.

    An office may write its own name or its recipients by hand; a letter that lists nothing is hardly meant.
    """
    from docxtpl import DocxTemplate

    used = DocxTemplate(io.BytesIO(content)).get_undeclared_template_variables(environment())
    return [
        f"Mẫu không có chỗ điền “{name}” ({words}): văn bản soạn ra sẽ thiếu phần này."
        for name, words in kind.about.items()
        if name not in used
    ]


def _unknown_fields(content: bytes, kind: PaperKind) -> list[str]:
    from docxtpl import DocxTemplate
    from jinja2.exceptions import TemplateError

    try:
        used = DocxTemplate(io.BytesIO(content)).get_undeclared_template_variables(environment())
    except TemplateError as error:
        found = broken_marks(_lines(content))
        how = "Mỗi “{% for … %}” cần một “{% endfor %}”, mỗi “{% if … %}” cần một “{% endif %}”."
        return found or [f"Chỗ điền hoặc vòng lặp viết chưa đúng: {error}. {how}"]
    except Exception as error:
        return [f"Không đọc được mẫu: {error}. Mở lại trong Word, lưu rồi tải lại."]
    return [_no_such(name, kind, _where(content, name)) for name in sorted(used - kind.fields)]


def broken_marks(lines: Sequence[str]) -> list[str]:
    """What is wrong with the fields and loops of these lines, each with the line it stands in.

    >>> broken_marks(["Đến ngày {{ as_of }", "{% if total %}", "hết"])[0]
    'Chỗ điền chưa khép: “Đến ngày {{ as_of }”. Viết đủ hai dấu mở và hai dấu đóng: {{ tên }}.'
    """
    found: list[str] = []
    still_open: list[tuple[str, str]] = []
    for line in lines:
        bare = _MARKS.sub("", line)
        if any(mark in bare for mark in ("{{", "}}", "{%", "%}")) or _HALF.search(bare):
            found.append(
                f"Chỗ điền chưa khép: {_quoted(line)}. Viết đủ hai dấu mở và hai dấu đóng: {{{{ tên }}}}."
            )
        for word in _WORDS.findall(line):
            if word in ("for", "if"):
                still_open.append((word, line))
            elif word in ("endfor", "endif"):
                if not still_open or still_open[-1][0] != word.removeprefix("end"):
                    found.append(f"Thừa hoặc sai thứ tự “{word}”: {_quoted(line)}.")
                else:
                    still_open.pop()
    return found + [
        f"Thiếu “{{% end{word} %}}” cho chỗ bắt đầu ở: {_quoted(line)}." for word, line in still_open
    ]


def _lines(content: bytes) -> list[str]:
    return [line for line in words_of(content).splitlines() if "{" in line or "}" in line]


def _where(content: bytes, name: str) -> str:
    """The first line in which a field is asked for; "" where it stands in none by itself."""
    asked = re.compile(rf"(?<![\w]){re.escape(name)}(?![\w])")
    return next((line for line in _lines(content) if asked.search(line)), "")


def _quoted(line: str) -> str:
    line = " ".join(line.split())
    return f"“{line if len(line) <= 90 else line[:89] + '…'}”"


def _told(message: str, kind: PaperKind, content: bytes) -> str:
    found = _NO_SUCH.search(message)
    if not found:
        return message
    name = found[1] or found[2]
    return _no_such(name, kind, _where(content, name), inside=bool(found[1]))


def _no_such(name: str, kind: PaperKind, line: str = "", *, inside: bool = False) -> str:
    """`inside`: it was asked of a row or a group, so their fields are told and not those of the paper."""
    every = _all_names(kind.sample)
    known = sorted(every - kind.fields if inside else every)
    near = difflib.get_close_matches(name, known, n=1)
    usable = known if inside else sorted(kind.fields)
    hint = f" Có phải là “{near[0]}”?" if near else f" Chỗ điền dùng được: {', '.join(usable)}."
    place = f" Ở dòng: {_quoted(line)}." if line else ""
    return f"Mẫu “{kind.name}” không có chỗ điền “{name}”.{place}{hint}"


def _all_names(value: object) -> set[str]:
    if isinstance(value, dict):
        return set(value) | {name for one in value.values() for name in _all_names(one)}
    if isinstance(value, list):
        return {name for one in value for name in _all_names(one)}
    return set()
