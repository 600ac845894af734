"""The building blocks of the shipped templates (`papers.py`): letterhead, title, body, tables, signature.

What differs between the two families stands here and nowhere else: the Party's name or the nation's, the
asterisk or the rule, "Nơi nhận" underlined or in bold italics.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

FONT = "Times New Roman"
# Columns whose words are short and alike: days, numbers of documents.
CENTRED = ("TT", "Thời hạn", "Ngày trình hồ sơ", "Số ngày quá hạn", "Đánh giá")
SETTLED = datetime(2026, 1, 1, tzinfo=UTC)


def _margins(**sides: int) -> Any:
    """Room inside a table's cells, in twentieths of a point."""
    made = OxmlElement("w:tblCellMar")
    for side, width in sides.items():
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), str(width))
        edge.set(qn("w:type"), "dxa")
        made.append(edge)
    return made


class Paper:
    """One template while it is written."""

    def __init__(self, form: str) -> None:
        self.party = form == "party"
        self.size = 12.0  # of a table's words, in points
        self.doc = Document()
        section = self.doc.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.top_margin = section.bottom_margin = Cm(2)
        section.left_margin, section.right_margin = Cm(3), Cm(1.5)
        style = self.doc.styles["Normal"]
        style.font.name, style.font.size = FONT, Pt(14)
        style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
        core = self.doc.core_properties
        core.author = core.last_modified_by = core.title = core.comments = ""
        core.created = core.modified = SETTLED
        self._page_number(section)

    def _page_number(self, section: Any) -> None:
        """At the top, from the second page on, as both forms want it."""
        section.different_first_page_header_footer = True
        line = section.header.paragraphs[0]
        line.alignment = ALIGN.CENTER
        for kind, words in (("begin", ""), ("", "PAGE"), ("end", "")):
            run = line.add_run()
            if kind:
                mark = OxmlElement("w:fldChar")
                mark.set(qn("w:fldCharType"), kind)
            else:
                mark = OxmlElement("w:instrText")
                mark.text = words
            run._r.append(mark)

    def line(self, where: Any, words: str, align: Any = ALIGN.LEFT, **look: Any) -> Any:
        """One paragraph; the empty first one of a cell is used before another is added."""
        first = where.paragraphs[0] if hasattr(where, "width") and hasattr(where, "merge") else None
        fresh = first is not None and not first.text and not look.get("new")
        made = first if fresh else where.add_paragraph()
        made.alignment = align
        shape = made.paragraph_format
        shape.space_before, shape.space_after = Pt(look.get("before", 0)), Pt(look.get("after", 0))
        if "left" in look:
            shape.left_indent = Cm(look["left"])
        if look.get("indent"):
            shape.first_line_indent = Cm(1)
        if look.get("keep"):
            shape.keep_with_next = True
        run = made.add_run(words)
        run.bold, run.italic = look.get("bold"), look.get("italic")
        run.underline = look.get("underline")
        run.font.size = Pt(look["size"]) if "size" in look else None
        if look.get("rule"):
            self._rule(made, look["rule"])
        return made

    def _rule(self, paragraph: Any, indent: float) -> None:
        """A thin line under a paragraph, shorter than its column by `indent` centimetres on each side."""
        shape = paragraph.paragraph_format
        shape.left_indent = shape.right_indent = Cm(indent)
        border = OxmlElement("w:pBdr")
        bottom = OxmlElement("w:bottom")
        for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "auto")):
            bottom.set(qn(f"w:{name}"), value)
        border.append(bottom)
        paragraph._p.get_or_add_pPr().append(border)

    def frame(self, *widths: float) -> Any:
        """A row of borderless cells."""
        table = self.doc.add_table(rows=1, cols=len(widths))
        table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
        table._tbl.tblPr.append(_margins(left=20, right=20))
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
            for cell in column.cells:
                cell.width = Cm(width)
        return table.rows[0].cells

    def head(self, *, about: bool = False) -> None:
        """Issuer and number at the left; the Party's or the nation's name, place and day at the right.

        `about`: a letter has no title, what it is about stands under its number.
        """
        left, right = self.frame(6.3, 10.4)
        centre = ALIGN.CENTER
        self.line(left, "{%p if above %}", centre, size=2)
        self.line(left, "{{ above }}", centre, size=13)
        self.line(left, "{%p endif %}", centre, size=2)
        self.line(left, "{{ issuer }}", centre, size=13, bold=True)
        if self.party:
            self.line(left, "*", centre, size=13)
            self.line(left, "{{ symbol }}", centre, size=13)
            self.line(right, "ĐẢNG CỘNG SẢN VIỆT NAM", centre, size=14, bold=True, underline=True)
        else:
            self.line(left, "", centre, size=2, rule=2.2, new=True)
            self.line(left, "{{ symbol }}", centre, size=13, before=4)
            self.line(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", centre, size=12, bold=True)
            self.line(right, "Độc lập - Tự do - Hạnh phúc", centre, size=13, bold=True)
            self.line(right, "", centre, size=2, rule=2.8, new=True)
        if about:
            self.line(left, "{{ about }}", centre, size=12, italic=self.party, before=2)
        self.line(right, "{{ place_day }}", centre, size=13, italic=True, before=6)

    def addressees(self) -> None:
        """Kính gửi: one at the same line, several under one another."""
        self.line(self.doc, "{%p if addressees|length == 1 %}", size=2)
        self.line(self.doc, "Kính gửi: {{ addressees[0] }}", ALIGN.CENTER, before=14, after=10)
        self.line(self.doc, "{%p else %}", size=2)
        self.line(self.doc, "Kính gửi:", before=14, left=3.5)
        self.line(self.doc, "{%p for one in addressees %}", size=2)
        self.line(self.doc, "- {{ one }}{% if loop.last %}.{% else %};{% endif %}", left=4.5)
        self.line(self.doc, "{%p endfor %}", size=2)
        self.line(self.doc, "", size=6)
        self.line(self.doc, "{%p endif %}", size=2)

    def paragraphs(self, name: str, **look: Any) -> None:
        """One body paragraph for each of a list of texts."""
        self.line(self.doc, f"{{%p for one in {name} %}}", size=2)
        self.body("{{ one }}", **look)
        self.line(self.doc, "{%p endfor %}", size=2)

    def dashes(self, name: str) -> None:
        """One line with a dash for each of a list of texts."""
        self.line(self.doc, f"{{%p for one in {name} %}}", size=2)
        self.body("- {{ one }}")
        self.line(self.doc, "{%p endfor %}", size=2)

    def when(self, name: str) -> None:
        """What follows up to `end` stands only where the field says something."""
        self.line(self.doc, f"{{%p if {name} %}}", size=2)

    def end(self, kind: str = "if") -> None:
        self.line(self.doc, f"{{%p end{kind} %}}", size=2)

    def landscape(self, section: Any = None) -> None:
        """On its side, for wide tables; the wide margin stays at the left."""
        section = section or self.doc.sections[0]
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width

    def annexes(self) -> None:
        """From here on the pages lie on their side; they are numbered on."""
        section = self.doc.add_section(WD_SECTION.NEW_PAGE)
        section.different_first_page_header_footer = False
        self.landscape(section)

    def annex(self, title: str) -> None:
        """On a page of its own; one that begins a section is on a new page anyhow."""
        made = self.line(self.doc, title, ALIGN.CENTER, bold=True, keep=True)
        made.paragraph_format.page_break_before = True
        self.line(self.doc, "{{ annex_of }}", ALIGN.CENTER, italic=True, size=13, after=8, keep=True)

    def title(self, kind: str) -> None:
        self.line(self.doc, kind, ALIGN.CENTER, bold=True, size=15, before=14, keep=True)
        about = self.line(self.doc, "{{ subject }}", ALIGN.CENTER, bold=True, keep=True)
        about.paragraph_format.left_indent = about.paragraph_format.right_indent = Cm(1.5)
        if self.party:
            self.line(self.doc, "-----", ALIGN.CENTER, after=8)
        else:
            self.line(self.doc, "", ALIGN.CENTER, size=2, rule=6.2, after=8)

    def body(self, words: str, **look: Any) -> None:
        self.line(self.doc, words, ALIGN.JUSTIFY, **{"indent": True, "after": 6, **look})

    def last(self, words: str, **look: Any) -> None:
        """The paragraph a paper ends with; those of the State close with "./."."""
        self.body(words if self.party else f"{words}/.", **{"after": 12, **look})

    def signature(self, *, room: int = 4) -> None:
        """Recipients at the left, who signs at the right with so many lines of room; on one page together."""
        self.line(self.doc, "", size=6)
        left, right = self.frame(8, 8.5)
        self.doc.tables[-1].rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        if self.party:
            self.line(left, "Nơi nhận:", size=12, underline=True)
        else:
            self.line(left, "Nơi nhận:", size=12, bold=True, italic=True)
        self.line(left, "{%p for one in recipients %}", size=2)
        self.line(left, "- {{ one }}{% if loop.last %}.{% else %};{% endif %}", size=11)
        self.line(left, "{%p endfor %}", size=2)
        self.line(right, "{%p for one in signing %}", ALIGN.CENTER, size=2)
        if self.party:  # on whose behalf in bold, in what office not
            self.line(right, "{%p if loop.last and not loop.first %}", ALIGN.CENTER, size=2)
            self.line(right, "{{ one }}", ALIGN.CENTER)
            self.line(right, "{%p else %}", ALIGN.CENTER, size=2)
        self.line(right, "{{ one }}", ALIGN.CENTER, bold=True)
        if self.party:
            self.line(right, "{%p endif %}", ALIGN.CENTER, size=2)
        self.line(right, "{%p endfor %}", ALIGN.CENTER, size=2)
        for _ in range(room):
            self.line(right, "", ALIGN.CENTER, new=True)
        self.line(right, "{{ signatory }}", ALIGN.CENTER, bold=True)
        # Word wants a paragraph after a table: of one point, or it takes a sheet of its own.
        last = self.line(self.doc, "", size=1).paragraph_format
        last.line_spacing_rule, last.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(1)

    def table(self, columns: list[tuple[str, str, float]], *, rows: str) -> None:
        """A table with a heading row and one row a thing, without groups."""
        widths = [width for *_, width in columns]
        table = self.doc.add_table(rows=0, cols=len(columns))
        table.style, table.autofit, table.alignment = "Table Grid", False, WD_TABLE_ALIGNMENT.CENTER
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
        head = self._row(table, [name for name, *_ in columns], widths, bold=True, centre=True)
        for flag in ("w:cantSplit", "w:tblHeader"):
            head._tr.get_or_add_trPr().append(OxmlElement(flag))
        self._loop(table, f"{{%tr for row in {rows} %}}", widths)
        line = self._row(table, [words for _, words, _ in columns], widths)
        line._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        self._centre(line, columns)
        self._loop(table, "{%tr endfor %}", widths)

    def _centre(self, row: Any, columns: list[tuple[str, str, float]]) -> None:
        for cell, (name, *_) in zip(row.cells, columns, strict=True):
            if name in CENTRED:
                cell.paragraphs[0].alignment = ALIGN.CENTER

    def grid(
        self,
        columns: list[tuple[str, str, float]],
        *,
        group: str,
        rows: str,
        size: float = 12,
        numbers: tuple[int, int] = (0, 0),
    ) -> None:
        """A table with a heading row, a group row before each group, and one row a thing.

        The rows that hold only a loop are taken out when the template is filled. `numbers`: the first column
        of numbers and the one after the last.
        """
        self.size = size
        widths = [width for *_, width in columns]
        table = self.doc.add_table(rows=0, cols=len(columns))
        table.style, table.autofit, table.alignment = "Table Grid", False, WD_TABLE_ALIGNMENT.CENTER
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
        head = self._row(table, [name for name, *_ in columns], widths, bold=True, centre=True)
        for flag in ("w:cantSplit", "w:tblHeader"):
            head._tr.get_or_add_trPr().append(OxmlElement(flag))
        self._loop(table, f"{{%tr for group in {group} %}}", widths)
        self._loop(table, "{%tr if group.heading %}", widths)
        self._merged(table, "{{ group.heading }}", widths)
        self._loop(table, "{%tr endif %}", widths)
        self._loop(table, f"{{%tr for row in group.{rows} %}}", widths)
        line = self._row(table, [words for _, words, _ in columns], widths)
        line._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell in line.cells[slice(*numbers)]:
            cell.paragraphs[0].alignment = ALIGN.RIGHT
        self._centre(line, columns)
        self._loop(table, "{%tr endfor %}", widths)
        self._loop(table, "{%tr endfor %}", widths)

    def pictures(self) -> None:
        """Each chosen picture with its title, the table it is drawn from and its source."""
        self.line(self.doc, "{%p for one in pictures %}", size=2)
        self.line(
            self.doc, "Hình {{ loop.index }}. {{ one.title }}", ALIGN.CENTER, bold=True, before=8, keep=True
        )
        self.line(self.doc, "{{ one.image }}", ALIGN.CENTER, keep=True)
        self.line(self.doc, "{{ one.note }}", ALIGN.CENTER, italic=True, size=11, after=4, keep=True)
        self._free_table()
        self.line(self.doc, "Nguồn: {{ one.source }}", italic=True, size=11, before=2, after=10)
        self.line(self.doc, "{%p endfor %}", size=2)

    def _free_table(self) -> None:
        """A table whose columns are the data's: as many as the picture's own table has."""
        table = self.doc.add_table(rows=0, cols=3)
        table.style, table.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
        self.size = 11
        widths = [5.0, 5.0, 5.0]
        head = ["{%tc for name in one.headers %}", "{{ name }}", "{%tc endfor %}"]
        top = self._row(table, head, widths, bold=True, centre=True)
        top._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        self._loop(table, "{%tr for row in one.rows %}", widths)
        self._row(table, ["{%tc for cell in row %}", "{{ cell }}", "{%tc endfor %}"], widths)
        self._loop(table, "{%tr endfor %}", widths)
        for cell in (cell for row in table.rows for cell in row.cells):  # widths follow what stands in them
            for width in cell._tc.tcPr.findall(qn("w:tcW")):
                width.set(qn("w:type"), "auto")
                width.set(qn("w:w"), "0")

    def _row(self, table: Any, words: list[str], widths: list[float], **look: Any) -> Any:
        row = table.add_row()
        for cell, text, width in zip(row.cells, words, widths, strict=True):
            cell.width = Cm(width)
            made = self.line(cell, text, ALIGN.CENTER if look.get("centre") else ALIGN.LEFT, size=self.size,
                             bold=look.get("bold"))  # fmt: skip
            made.paragraph_format.space_before = made.paragraph_format.space_after = Pt(2)
        return row

    def _loop(self, table: Any, words: str, widths: list[float]) -> None:
        self._row(table, [words, *[""] * (len(widths) - 1)], widths)

    def _merged(self, table: Any, words: str, widths: list[float]) -> None:
        row = self._row(table, [words, *[""] * (len(widths) - 1)], widths, bold=True)
        merged = row.cells[0].merge(row.cells[-1])
        merged.paragraphs[0].paragraph_format.keep_with_next = True
        for empty in merged.paragraphs[1:]:
            empty._p.getparent().remove(empty._p)

    def save(self, folder: Path, name: str) -> None:
        """The same bytes from the same description, whenever it is run."""
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / f"{name}.{'party' if self.party else 'state'}.docx"
        rough = target.with_suffix(".part")
        self.doc.save(str(rough))
        with ZipFile(rough) as source, ZipFile(target, "w", ZIP_DEFLATED) as out:
            for entry in sorted(source.infolist(), key=lambda one: one.filename != "[Content_Types].xml"):
                kept = ZipInfo(entry.filename, SETTLED.timetuple()[:6])
                kept.compress_type = ZIP_DEFLATED
                out.writestr(kept, source.read(entry.filename))
        rough.unlink()
