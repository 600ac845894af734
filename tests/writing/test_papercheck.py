"""An office's template is held against the fields of its paper, and against the marks of the other family."""

from __future__ import annotations

import io
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from docx import Document

from dondoc.reading import read_bytes
from dondoc.writing.families import foreign_marks
from dondoc.writing.footnotes import Note, mark
from dondoc.writing.paper import Form, fill, template_for
from dondoc.writing.papercheck import template_gaps, template_problems, words_of
from dondoc.writing.paperkinds import KINDS, sample_of


def docx(*lines: str) -> bytes:
    made, out = Document(), io.BytesIO()
    for line in lines:
        made.add_paragraph(line)
    made.save(out)
    return out.getvalue()


WITHOUT_HEAD = {"phu-luc-nhiem-vu"}  # an annex names its letter, and has no letterhead of its own


@pytest.mark.parametrize("form", list(Form))
@pytest.mark.parametrize("code", sorted(KINDS))
def test_shipped_templates_are_whole_and_never_mixed(code: str, form: Form) -> None:
    """Each kind has a form in both families, each fills from its own fields, none prints the other's."""
    kind = KINDS[code]
    content = template_for(code, form).read_bytes()
    assert template_problems(content, kind, form) == []
    said = words_of(fill(content, sample_of(kind, form)))
    assert foreign_marks(said, form) == []
    other = Form.STATE if form is Form.PARTY else Form.PARTY
    least = 1 if code in WITHOUT_HEAD else 2
    assert len(foreign_marks(said, other)) >= least  # its own marks are there
    assert "{" not in said


def unpacked(name: str, data: bytes) -> bytes:
    """A whole Word file with one more part."""
    out = io.BytesIO(docx("Thử"))
    with ZipFile(out, "a", ZIP_DEFLATED) as packed:
        packed.writestr(name, data)
    return out.getvalue()


LINKED = b'<Relationship Type="http://x/attachedTemplate" TargetMode="External"/>'
WRONG = [
    (b"khong phai docx", "không phải văn bản Word", "any other file"),
    (docx("{{ adressee }}"), "“addressee”", "a field misspelt: the near one is told"),
    (docx("{{ luong }}"), "Chỗ điền dùng được", "a field there is not: those there are"),
    (docx("{%p for one in proposal %}", "{{ one.x }}", "{%p endfor %}"), "x", "of a row"),
    (docx("{% for one in proposal %}"), "endfor", "a loop without an end"),
    (docx("Kính trình {{ addressee }}", "Ngày {{ subjekt }}"), "Ở dòng: “Ngày {{ subjekt }}”", "where"),
    (docx("Đến ngày {{ subject }"), "Chỗ điền chưa khép: “Đến ngày {{ subject }”", "half a field"),
    (docx("{%p if content %}", "a", "{%p endfor %}"), "sai thứ tự “endfor”: “{%p endfor %}”", "a wrong end"),
    (docx("{%p if content %}", "a"), "Thiếu “{% endif %}” cho chỗ bắt đầu ở: “{%p if content %}”", "no end"),
    (docx("{{ addressee.__class__.__mro__ }}"), "", "a template reaches nothing of the program"),
    (docx("T/M BAN THƯỜNG VỤ"), "thể thức", "a Party signature in a State paper"),
    (docx("Số      -CV/VPTU"), "thể thức", "a Party number in a State paper"),
    (unpacked("word/vbaProject.bin", b"x"), "macro", "macros"),
    (unpacked("word/_rels/x.xml.rels", LINKED),
     "từ nơi khác", "a template that loads another"),
    (unpacked("word/media/a.bin", b"\0" * 31_000_000), "phình", "a bomb"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "said", "why"), WRONG, ids=[row[2] for row in WRONG])
def test_a_template_that_cannot_be_used_is_told_why(content: bytes, said: str, why: str) -> None:
    """One sentence a problem, in words the person who edited it in Word can act on."""
    problems = template_problems(content, KINDS["phieu-trinh"], Form.STATE)
    assert problems, why
    assert said in " ".join(problems)


def test_what_a_template_leaves_out_is_told() -> None:
    """Names may be written by hand; a slip that does not say what it puts up is hardly meant."""
    kind = KINDS["phieu-trinh"]
    assert template_gaps(docx("{{ content }} {{ proposal }}"), kind) == []
    (gap,) = template_gaps(docx("{%p for one in content %}", "{{ one }}", "{%p endfor %}"), kind)
    assert "“proposal” (đề xuất)" in gap
    for code, one in KINDS.items():
        assert one.about, "each kind is about something"
        for form in Form:
            assert template_gaps(template_for(code, form).read_bytes(), one) == []


def test_a_row_is_asked_for_its_own_fields() -> None:
    """Of a row the fields of rows are told, not those of the paper."""
    wrong = docx("{%p for one in rows %}", "{{ one.noi_dung }}", "{%p endfor %}")
    (problem,) = template_problems(wrong, KINDS["cong-van-don-doc"], Form.STATE)
    assert "Ở dòng: “{{ one.noi_dung }}”" in problem
    assert "content, days, due, number, source" in problem


def test_footnotes_are_read_back_where_they_stand(tmp_path: Path) -> None:
    """Each mark becomes a note of Word with a link; a mark of no note leaves nothing behind."""
    words = f"thu 11.076 tỷ đồng{mark(1)}, chi 5{mark(0)} tỷ{mark(7)}"
    notes = [Note("Báo cáo 305/BC-UBND"), Note("Bảng 2", "https://don-doc.vn/so-lieu/9/?a=1&b=2")]
    file = tmp_path / "thu.docx"
    file.write_bytes(docx("{{ one }} hết"))
    content = fill(file, {"one": words}, notes=notes)

    assert words_of(content) == "thu 11.076 tỷ đồng, chi 5 tỷ hết"
    with ZipFile(io.BytesIO(content)) as packed:
        body = packed.read("word/document.xml").decode()
        kept = packed.read("word/footnotes.xml").decode()
        links = packed.read("word/_rels/footnotes.xml.rels").decode()
    assert body.count("footnoteReference") == 2
    assert kept.index("Bảng 2") < kept.index("305/BC-UBND")  # in the order of the text
    assert "a=1&amp;b=2" in links
    read = read_bytes(content, "thu.docx")
    assert "305/BC-UBND" in read.text
    assert "11.076 tỷ đồng" in read.text
