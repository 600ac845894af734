"""Word files in the forms of Party and State documents, by python-docx and a little WordprocessingML.

python-docx knows neither footnotes nor revisions nor list restarts; those are written element by element.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part as PackagePart
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt

from builder.archive import settle
from builder.markup import Line, Run, Source, Table, runs

FONT = "Times New Roman"
BODY_SIZE, TABLE_SIZE = 14, 12
NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
FOOTNOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
LISTS = {"number": ("decimal", "%1."), "letter": ("lowerLetter", "%1)"), "bullet": ("bullet", "-")}
CELL_LIST = "cell"


class Writer:
    """One Word file while it is written."""

    def __init__(self, front: dict[str, Any]) -> None:
        self.front = front
        self.doc = Document()
        self.notes: list[str] = []
        self.abstract: dict[str, int] = {}
        self.current: tuple[str, int] | None = None  # the running list and its Word id
        self.change_id = 0
        self._page(self.doc.sections[0])
        style = self.doc.styles["Normal"]
        style.font.name, style.font.size = FONT, Pt(BODY_SIZE)
        style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
        for level in (1, 2, 3):
            self._heading_style(level)
        self._properties()
        self._lists()

    def _page(self, section: Any, *, landscape: bool = False) -> None:
        width, height = Cm(21), Cm(29.7)
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (height, width) if landscape else (width, height)
        section.top_margin = section.bottom_margin = Cm(2)
        section.left_margin, section.right_margin = Cm(2 if landscape else 3), Cm(1.5 if landscape else 2)

    def _heading_style(self, level: int) -> None:
        style = self.doc.styles[f"Heading {level}"]
        style.font.name, style.font.size = FONT, Pt(BODY_SIZE)
        style.font.bold, style.font.italic = level < 3, level == 3
        style.font.color.rgb = None
        fonts = style.element.rPr.rFonts
        for name in list(fonts.attrib):
            del fonts.attrib[name]
        for name in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{name}"), FONT)
        colour = style.element.rPr.find(qn("w:color"))
        if colour is not None:
            style.element.rPr.remove(colour)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(8), Pt(4)
        style.paragraph_format.first_line_indent = Cm(1)

    def _properties(self) -> None:
        core, day = self.doc.core_properties, datetime.fromisoformat(self.front["created"])
        core.author = core.last_modified_by = self.front.get("author", "Văn thư")
        core.created = core.modified = day
        core.title, core.comments, core.revision = self.front.get("title", ""), "", 1

    def _lists(self) -> None:
        numbering = self.doc.part.numbering_part.element
        first = numbering.find(qn("w:num"))
        for offset, (kind, (fmt, text)) in enumerate([*LISTS.items(), (CELL_LIST, ("decimal", "%1"))]):
            self.abstract[kind] = 100 + offset
            hanging = 'w:left="0" w:firstLine="0"' if kind == CELL_LIST else 'w:left="0" w:firstLine="567"'
            suffix = '<w:suff w:val="nothing"/>' if kind == CELL_LIST else '<w:suff w:val="space"/>'
            element = parse_xml(
                f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{100 + offset}">'
                f'<w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>'
                f'<w:numFmt w:val="{fmt}"/>{suffix}<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
                f"<w:pPr><w:ind {hanging}/></w:pPr></w:lvl></w:abstractNum>"
            )
            first.addprevious(element)

    def _restart(self, kind: str) -> int:
        numbering = self.doc.part.numbering_part.element
        number = max(int(e.get(qn("w:numId"))) for e in numbering.findall(qn("w:num"))) + 1
        numbering.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{self.abstract[kind]}"/>'
                '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
            )
        )
        return number

    def _numbered(self, paragraph: Any, kind: str) -> None:
        if self.current is None or self.current[0] != kind:
            self.current = (kind, self._restart(kind))
        paragraph._p.get_or_add_pPr().append(
            parse_xml(
                f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="{self.current[1]}"/></w:numPr>'
            )
        )

    def text(
        self, paragraph: Any, text: str, *, size: int | None = None, bold: bool = False, italic: bool = False
    ) -> None:
        """Set a line's runs, with its revisions and footnotes, at the end of a paragraph."""
        for run in runs(text):
            made = paragraph.add_run(run.text)
            made.bold, made.italic = run.bold or bold or None, run.italic or italic or None
            if size:
                made.font.size = Pt(size)
            if run.change:
                self._revision(made, run)
            if run.note:
                self._footnote(made, run.note)

    def _revision(self, made: Any, run: Run) -> None:
        element = made._r
        self.change_id += 1
        change = OxmlElement("w:del" if run.change == "deleted" else "w:ins")
        change.set(qn("w:id"), str(self.change_id))
        change.set(qn("w:author"), self.front.get("author", "Văn thư"))
        change.set(qn("w:date"), f"{self.front['created']}T08:00:00Z")
        element.addprevious(change)
        change.append(element)
        if run.change == "deleted":
            for words in element.findall(qn("w:t")):
                words.tag = qn("w:delText")
                words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")

    def _footnote(self, made: Any, note: str) -> None:
        self.notes.append(note)
        made.font.superscript = True
        reference = OxmlElement("w:footnoteReference")
        reference.set(qn("w:id"), str(len(self.notes)))
        made._r.append(reference)

    def paragraph(self, where: Any, text: str, align: Any, **look: Any) -> Any:
        made = where.add_paragraph()
        made.alignment = align
        made.paragraph_format.space_after = Pt(look.pop("after", 0))
        self.text(made, text, **look)
        return made

    def line(self, block: Line) -> None:
        """A paragraph or heading of the body."""
        if block.kind in LISTS:
            made = self.doc.add_paragraph()
            self._numbered(made, block.kind)
        else:
            self.current = None
            made = self.doc.add_paragraph(style=f"Heading {block.level}" if block.level else None)
        made.alignment = ALIGN.CENTER if block.kind == "center" else ALIGN.JUSTIFY
        shape = made.paragraph_format
        if not block.level:
            shape.space_after, shape.line_spacing = Pt(6), 1.1
        if block.kind in ("body", "dash"):
            shape.first_line_indent = Cm(1)
        self.text(made, f"- {block.text}" if block.kind == "dash" else block.text)

    def table(self, source: Table, section: Any) -> None:
        """A table with its merged cells: the `^` and `<` of the source."""
        room = section.page_width - section.left_margin - section.right_margin
        made = self.doc.add_table(rows=len(source.rows), cols=len(source.widths))
        made.style, made.autofit, made.alignment = "Table Grid", False, WD_TABLE_ALIGNMENT.CENTER
        widths = [int(room * width / sum(source.widths)) for width in source.widths]
        for column, width in zip(made.columns, widths, strict=True):
            column.width = width
        for row, cells in enumerate(source.rows):
            shape = made.rows[row]._tr.get_or_add_trPr()
            shape.append(OxmlElement("w:cantSplit"))
            if row < source.header:
                shape.append(OxmlElement("w:tblHeader"))
            for column, words in enumerate(cells):
                cell = made.rows[row]._tr.tc_lst[column]
                self._cell(made.cell(row, column), words, widths[column], head=row < source.header)
                if words == "^" or (row + 1 < len(source.rows) and source.rows[row + 1][column] == "^"):
                    merge = OxmlElement("w:vMerge")
                    if words != "^":
                        merge.set(qn("w:val"), "restart")
                    cell.get_or_add_tcPr().append(merge)
        made._tbl.tblPr.append(
            parse_xml(
                f'<w:tblCellMar {nsdecls("w")}><w:left w:w="60" w:type="dxa"/>'
                '<w:right w:w="60" w:type="dxa"/></w:tblCellMar>'
            )
        )
        self._span_columns(made, source, widths)
        self.paragraph(self.doc, "", ALIGN.LEFT)

    def _cell(self, cell: Any, words: str, width: int, *, head: bool) -> None:
        cell.width = width
        first = cell.paragraphs[0]
        if words in ("^", "<"):
            return
        if words == "#":
            self._numbered(first, CELL_LIST)
            first.alignment = ALIGN.CENTER
            return
        for position, piece in enumerate(words.split("<br>")):
            made = first if position == 0 else cell.add_paragraph()
            short = len(piece) <= 14 and (not piece[:1].isalpha() or piece.startswith(("Quý ", "Năm ")))
            made.alignment = ALIGN.CENTER if head or short else ALIGN.LEFT
            made.paragraph_format.space_after = Pt(2)
            self.text(made, piece.strip(), size=TABLE_SIZE, bold=head)

    def _span_columns(self, made: Any, source: Table, widths: list[int]) -> None:
        for row, cells in enumerate(source.rows):
            tcs = list(made.rows[row]._tr.tc_lst)
            for column in range(len(cells) - 1, 0, -1):
                if cells[column] != "<":
                    continue
                tcs[column].getparent().remove(tcs[column])
                start = column - 1
                while cells[start] == "<":
                    start -= 1
                end = start + 1
                while end < len(cells) and cells[end] == "<":
                    end += 1
                tcs[start].grid_span = end - start
                tcs[start].width = sum(widths[start:end])

    def _frame(self, made: Any, *widths: int) -> None:
        """A table that only holds columns of text: fixed widths, centred on the page, no borders."""
        made.autofit, made.alignment = False, WD_TABLE_ALIGNMENT.CENTER
        for column, width in zip(made.columns, widths, strict=True):
            column.width = width
            for cell in column.cells:
                cell.width = width

    def heading_table(self) -> None:
        """The two columns at the head: issuer and number; the nation or the Party, place and day."""
        front, party = self.front, self.front["form"] == "party"
        made = self.doc.add_table(rows=1, cols=2)
        left, right = made.rows[0].cells
        self._frame(made, Cm(6.3), Cm(10.4))
        *above, issuer = front["issuer"]
        texts: list[tuple[Any, str, dict[str, Any]]] = [(left, words, {"size": 13}) for words in above]
        texts.append((left, issuer, {"size": 13, "bold": True}))
        if party:
            texts += [(left, "*", {"size": 13}), (left, f"Số {front['symbol']}", {"size": 13})]
            texts += [(right, PARTY, {"size": 14, "bold": True})]
        else:
            texts += [(left, "", {"size": 6}), (left, f"Số: {front['symbol']}", {"size": 13})]
            texts += [(right, NATION, {"size": 12, "bold": True})]
            texts += [(right, MOTTO, {"size": 13, "bold": True})]
        texts += [(right, "", {"size": 6}), (right, front["place_date"], {"size": 13, "italic": True})]
        for cell, words, look in texts:
            first = cell.paragraphs[0]
            if first.runs or first.text or cell.paragraphs[1:]:
                self.paragraph(cell, words, ALIGN.CENTER, **look)
            else:
                first.alignment, first.paragraph_format.space_after = ALIGN.CENTER, Pt(0)
                self.text(first, words, **look)

    def title(self) -> None:
        self.paragraph(self.doc, "", ALIGN.LEFT)
        self.paragraph(self.doc, self.front["type"], ALIGN.CENTER, bold=True, size=15)
        for words in self.front["subject"]:
            self.paragraph(self.doc, words, ALIGN.CENTER, bold=True)
        self.paragraph(self.doc, "-----", ALIGN.CENTER, after=8)

    def signature(self) -> None:
        """Recipients at the left, authority, office and name at the right."""
        front = self.front
        made = self.doc.add_table(rows=1, cols=2)
        left, right = made.rows[0].cells
        self._frame(made, Cm(8), Cm(8.5))
        first = left.paragraphs[0]
        first.paragraph_format.space_after = Pt(0)
        self.text(first, "Nơi nhận:", size=12, bold=True, italic=True)
        for words in front["recipients"]:
            self.paragraph(left, words, ALIGN.LEFT, size=11)
        *above, name = front["sign"]
        right.paragraphs[0].alignment = ALIGN.CENTER
        self.text(right.paragraphs[0], above[0], bold=True)
        for words in [*above[1:], "", "", ""]:
            self.paragraph(right, words, ALIGN.CENTER, bold=words.isupper())
        self.paragraph(right, name, ALIGN.CENTER, bold=True)

    def footnotes(self) -> None:
        """The part behind the references; Word wants the two separators first."""
        if not self.notes:
            return
        notes = "".join(
            f'<w:footnote w:id="{number}"><w:p><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
            f'<w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> {note}</w:t></w:r></w:p></w:footnote>'
            for number, note in enumerate(self.notes, 1)
        )
        xml = (
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:footnotes {nsdecls("w")}>'
            '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
            '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r>'
            f"</w:p></w:footnote>{notes}</w:footnotes>"
        )
        main = self.doc.part
        part = PackagePart(PackURI("/word/footnotes.xml"), FOOTNOTES_TYPE, xml.encode(), main.package)
        main.relate_to(part, RT.FOOTNOTES)


def write(source: Source, path: Path) -> None:
    """Write a source as a Word file."""
    writer = Writer(source.front)
    section = writer.doc.sections[0]
    writer.heading_table()
    writer.title()
    for position, part in enumerate(source.parts):
        if position == 1 and "sign" in source.front:
            writer.signature()
        if position:
            landscape = "landscape" in part.name
            section = writer.doc.add_section(WD_SECTION.NEW_PAGE)
            writer._page(section, landscape=landscape)
            writer.current = None
        for block in part.blocks:
            if isinstance(block, Table):
                writer.current = None
                writer.table(block, section)
            else:
                writer.line(block)
    if len(source.parts) == 1 and "sign" in source.front:
        writer.signature()
    writer.footnotes()
    writer.doc.save(str(path))
    settle(path)
