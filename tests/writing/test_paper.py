"""Papers: templates of our own, filled with words that stay words, in one form or the other."""

from __future__ import annotations

import importlib.util
import io
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document

from dondoc.errors import PaperError
from dondoc.writing.footnotes import Note, linked, mark
from dondoc.writing.paper import SHIPPED, Form, blank_symbol, fill, template_for

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "papers.py"
FIELDS: dict[str, Any] = {
    "above": "", "issuer": "TỈNH ỦY LAM SƠN", "symbol": blank_symbol(Form.PARTY, "CTr", "TU"),
    "place_day": "…",
    "subject": "công tác", "body": "Tỉnh ủy", "period": "năm 2026", "total": 1, "office_name": "Văn phòng",
    "recipients": ["Lưu"], "signing": [], "signatory": "",
    "groups": [{"heading": "", "rows": [
        {"number": 1, "content": "a < b & c\x0b {{ 1 }}", "preparing": "", "level": "", "session": "",
         "due": ""}]}],
}  # fmt: skip


def text_of(content: bytes) -> str:
    paper = Document(io.BytesIO(content))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([line.text for line in paper.paragraphs] + cells)


def test_the_shipped_templates_are_what_the_script_makes(tmp_path: Path, monkeypatch: Any) -> None:
    """Who changes a template changes its description; the files follow part by part."""
    spec = importlib.util.spec_from_file_location("papers", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    papers = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(papers)
    monkeypatch.setattr(papers, "OUT", tmp_path)
    papers.main()
    assert parts(tmp_path) == parts(SHIPPED)


def parts(folder: Path) -> dict[tuple[str, str], bytes]:
    """What is in the files of a folder, whatever packed them."""
    found = {}
    for file in folder.glob("*.docx"):
        with ZipFile(file) as packed:
            found |= {(file.name, name): packed.read(name) for name in packed.namelist()}
    return found


@pytest.mark.parametrize("form", list(Form))
def test_the_two_forms_are_never_mixed(form: Form) -> None:
    """Each has its own head; what is filled in is neither markup nor a template."""
    text = text_of(fill(template_for("chuong-trinh-cong-tac", form), FIELDS))
    assert ("ĐẢNG CỘNG SẢN VIỆT NAM" in text) == (form is Form.PARTY)
    assert ("Độc lập - Tự do - Hạnh phúc" in text) == (form is Form.STATE)
    assert "a < b & c {{ 1 }}" in text
    assert "{%" not in text


def test_an_office_puts_its_own_template_in_place() -> None:
    """Its bytes are filled like the shipped file; one without a template says so."""
    own, content = Document(), io.BytesIO()
    own.add_paragraph("Mẫu riêng: {{ subject }}")
    own.save(content)
    assert text_of(fill(content.getvalue(), FIELDS)) == "Mẫu riêng: công tác"
    assert template_for("chuong-trinh-cong-tac", Form.STATE).parent == SHIPPED
    with pytest.raises(PaperError, match="khong-co"):
        template_for("khong-co", Form.STATE)


WRONG = [
    ("{{ nobody }}", "a field there is not"),
    ("{% for x in %}", "not written as it must be"),
    ("{{ subject.__class__.__mro__ }}", "a template reaches nothing of the program"),
]


@pytest.mark.parametrize(("words", "why"), WRONG, ids=[row[1] for row in WRONG])
def test_a_template_that_asks_for_more_is_refused(words: str, why: str, tmp_path: Path) -> None:
    """With its name, so that the office knows what to mend."""
    file = tmp_path / "thu.state.docx"
    own = Document()
    own.add_paragraph(words)
    own.save(str(file))
    with pytest.raises(PaperError, match=r"thu\.state\.docx"):
        fill(file, FIELDS)


def test_only_plain_values_are_filled_in() -> None:
    """Rows of the register do not reach a template."""
    with pytest.raises(PaperError, match="object"):
        fill(template_for("chuong-trinh-cong-tac", Form.PARTY), FIELDS | {"body": object()})


NOTES = [Note("Báo cáo số 1", "https://don-doc.example/1"), Note("Sổ nhiệm vụ", "https://don-doc.example/2")]


@pytest.mark.parametrize("wanted", [True, False])
def test_each_figure_leads_to_its_source_where_that_is_wanted(wanted: bool) -> None:
    """A footnote for prose, a link for a table's cell; without notes the same words stand there bare."""
    own, content = Document(), io.BytesIO()
    own.add_paragraph("Đạt {{ told }}, hạn {{ due }} là muộn.")
    own.save(content)
    fields = {"told": f"12 nhiệm vụ{mark(0)}", "due": linked(1, "30/9/2026")}
    made = fill(content.getvalue(), fields, notes=NOTES if wanted else ())
    assert text_of(made).strip() == "Đạt 12 nhiệm vụ, hạn 30/9/2026 là muộn."
    with ZipFile(io.BytesIO(made)) as packed:
        noted = "word/footnotes.xml" in packed.namelist()
        words = packed.read("word/document.xml").decode()
        told = packed.read("word/footnotes.xml").decode() if noted else ""
        leads = packed.read("word/_rels/document.xml.rels").decode()
    assert noted is wanted
    assert ("Báo cáo số 1" in told) is wanted
    assert "Sổ nhiệm vụ" not in told, "what is linked has no footnote as well"
    assert ("https://don-doc.example/2" in leads) is wanted
    assert words.count("<w:hyperlink") == wanted


@pytest.mark.parametrize(("rows", "sheets"), [(["một"], 2), ([], 1)])
def test_no_empty_sheet_stands_where_no_annex_was_filled(rows: list[str], sheets: int) -> None:
    """Annexes lie on their side in a section of their own; without any, the paper ends upright."""
    own, content = Document(), io.BytesIO()
    own.add_paragraph("Thân văn bản")
    section = own.add_section()
    section.page_width, section.page_height = section.page_height, section.page_width
    for line in ("{%p for one in rows %}", "{{ one }}", "{%p endfor %}"):
        own.add_paragraph(line)
    own.save(content)
    made = Document(io.BytesIO(fill(content.getvalue(), {"rows": rows})))
    assert len(made.sections) == sheets
    width, height = made.sections[-1].page_width, made.sections[-1].page_height
    assert width is not None
    assert height is not None
    upright = width < height
    assert upright is not bool(rows)
