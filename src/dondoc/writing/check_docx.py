"""The check of a programme as a Word file that an office sends back to the author.

A4, Times New Roman 13 as NĐ 30/2020 asks of administrative documents; the tables lie across. What differs is
in red and underlined, so that it is seen in a black and white print too.
"""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from typing import Any

from dondoc.writing import check_labels as words

Json = dict[str, Any]
_RED, _GREY = "B3261E", "5B6675"
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_SPACE = 152_400  # EMU: 12 points
_LEGEND = "Gạch chân: chỗ hai văn bản khác nhau. Chữ xám: khuôn mẫu, cột cơ quan, cột thời hạn, không so."
_LONGEST = 1500  # characters of a passage in a cell
_WHOLE = 1200  # characters of a row that is not parted by the page's end
_WIDTHS = {  # centimetres of the tables' columns, 24,7 in all on a page that lies across
    "passages": (1.5, 9.2, 9.2, 4.8),
    "vague": (1.0, 11.0, 12.7),
    "changed": (1.0, 2.0, 6.2, 3.3, 5.2, 3.0, 4.0),
    "missing": (1.0, 2.6, 15.6, 5.5),
}


def document(made: Json, *, on: date | None = None) -> bytes:
    """The Word file of a result (`check_json.to_json`).

    Args:
        made: The result.
        on: The day written on it; none where it is None.
    """
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm

    paper = _Paper(Document())
    section = paper.made.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin, section.right_margin = Cm(2.5), Cm(2)
    section.top_margin = section.bottom_margin = Cm(2)
    _head(paper, made, on)
    _passages(paper, made)
    _vague(paper, made)
    _coverage(paper, made)
    out = BytesIO()
    paper.made.save(out)
    return out.getvalue()


class _Paper:
    """The Word document being written, with its few kinds of paragraph."""

    def __init__(self, made: Any) -> None:
        from docx.oxml.ns import qn
        from docx.shared import Pt

        self.made = made
        style = made.styles["Normal"]
        style.font.name, style.font.size = "Times New Roman", Pt(13)
        style.element.rPr.rFonts.set(qn("w:eastAsia"), "Times New Roman")
        style.paragraph_format.space_after = Pt(4)

    def line(
        self,
        text: str,
        *,
        bold: bool = False,
        centred: bool = False,
        size: float = 0,
        grey: bool = False,
    ) -> Any:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt

        paragraph = self.made.add_paragraph()
        run = paragraph.add_run(clean(text))
        run.bold = bold
        if size:
            run.font.size = Pt(size)
        if grey:
            _coloured(run, _GREY)
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        return paragraph

    def heading(self, text: str) -> None:
        paragraph = self.line(text, bold=True)
        paragraph.paragraph_format.keep_with_next = True
        paragraph.paragraph_format.space_before = _SPACE

    def table(self, heads: tuple[str, ...], widths: tuple[float, ...]) -> Any:
        from docx.oxml import OxmlElement
        from docx.shared import Cm

        table = self.made.add_table(rows=1, cols=len(heads))
        table.style = "Table Grid"
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)  # LibreOffice goes by the columns, Word by the cells
        for cell, head, width in zip(table.rows[0].cells, heads, widths, strict=True):
            cell.width = Cm(width)
            fill(cell, [[head, ""]], bold=True)
        repeated = OxmlElement("w:tblHeader")  # the head stands on every page
        table.rows[0]._tr.get_or_add_trPr().append(repeated)
        return table

    def row(self, table: Any, widths: tuple[float, ...], cells: list[list[list[str]]]) -> None:
        from docx.oxml import OxmlElement
        from docx.shared import Cm

        row = table.add_row()
        if sum(len(text) for pieces in cells for text, _ in pieces) < _WHOLE:
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # stays on one page
        for cell, pieces, width in zip(row.cells, cells, widths, strict=True):
            cell.width = Cm(width)
            fill(cell, pieces)


def fill(cell: Any, pieces: list[list[str]], *, bold: bool = False) -> None:
    """A cell's words, what differs in red and underlined; `grey` as change gives small grey words."""
    from docx.shared import Pt

    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    left = _LONGEST
    for text, change in pieces:
        if left <= 0:
            paragraph.add_run(" …")
            break
        run = paragraph.add_run(clean(text[:left]))
        left -= len(text)
        run.font.size = Pt(10 if change == "grey" else 11)
        run.bold = bold or change == "strong"
        if change in {"grey", "formula"}:
            _coloured(run, _GREY)
        elif change and change != "strong":
            run.underline = True
            if change != "moved":
                _coloured(run, _RED)


def clean(text: str) -> str:
    """Without control characters, which Word's XML does not take; line breaks and tabs stay."""
    return _CONTROL.sub("", text)


def _coloured(run: Any, colour: str) -> None:
    from docx.shared import RGBColor

    run.font.color.rgb = RGBColor.from_string(colour)


def _head(paper: _Paper, made: Json, on: date | None) -> None:
    programme = made["programme"]
    paper.line("BẢN SOÁT DỰ THẢO", bold=True, centred=True, size=14)
    paper.line(programme["title"] or programme["name"], bold=True, centred=True)
    known = [programme["symbol"], programme["issuer"], programme["date"] and words.day(programme["date"])]
    if any(known):
        paper.line(" · ".join(filter(None, known)), centred=True)
    if on is not None:
        paper.line(f"Soát ngày {on.day:02}/{on.month:02}/{on.year}", centred=True, grey=True, size=11)
    paper.line(words.compared(made))
    paper.heading("1. Tóm tắt")
    for sentence in words.summary(made):
        paper.line(f"- {sentence}")
    paper.line("Bản soát nêu câu chữ để người soạn xem lại, không phải lời đánh giá.", grey=True, size=11)


def _passages(paper: _Paper, made: Json) -> None:
    copied = [p for p in made["passages"] if p["kind"] == "copied"]
    taken = [p for p in made["passages"] if p["kind"] == "taken_down"]
    paper.heading("2. Đoạn trùng với văn bản khác")
    if not copied:
        paper.line("Không thấy đoạn nào, ngoài câu khuôn mẫu mà văn bản nào cũng có.")
    if copied or taken:
        paper.line(_LEGEND, grey=True, size=11)
    taken_note = "Chỉ tiêu, nhiệm vụ cấp trên giao được nêu lại, không tính là chép:"
    for rows, note in ((copied, ""), (taken, taken_note)):
        if not rows:
            continue
        if note:
            below = paper.line(note)
            below.paragraph_format.keep_with_next = True
            below.paragraph_format.space_before = _SPACE
        widths = _WIDTHS["passages"]
        table = paper.table(("Mục", "Trong văn bản này", "Trong văn bản kia", "Mức độ, nguồn"), widths)
        for passage in rows:
            near = f"{words.LIKENESS[passage['likeness']]}, giữ {words.percent(passage['kept'])} số chữ\n"
            source = [[near, ""], [words.named(made, passage["source"]), "grey"]]
            cells = [[[passage["section"], ""]], passage["words"], passage["source_words"], source]
            paper.row(table, widths, cells)


def _vague(paper: _Paper, made: Json) -> None:
    vague = made["vague"]
    paper.heading("3. Chỗ chưa rõ và cách sửa")
    for lack in vague["document"]:
        quoted = f" (“{lack['words']}”)" if lack["words"] else ""
        paper.line(f"- {lack['what']}{quoted} {lack['advice']}")
    if not vague["statements"]:
        paper.line("Các nhiệm vụ, mục tiêu đã xem đều nêu đủ.")
        return
    widths = _WIDTHS["vague"]
    table = paper.table(("TT", "Câu trong văn bản", "Chưa nêu, và vì sao"), widths)
    for number, statement in enumerate(vague["statements"], 1):
        where = f"\nmục {statement['section']}" if statement["section"] else ""
        told = [[words.stated(statement), ""], [where, "grey"]]
        paper.row(table, widths, [[[str(number), ""]], told, _lacks(statement["lacks"])])
    paper.heading("Cách sửa")
    known: dict[str, str] = {}
    for statement in vague["statements"]:
        known.update({lack["label"]: lack["advice"] for lack in statement["lacks"]})
    for item in vague["items"]:
        if item["label"] in known:
            label, how = item["label"], known[item["label"]]
            paper.line(f"- {label[0].upper()}{label[1:]}: {how[0].lower()}{how[1:]}")


def _lacks(lacks: list[Json]) -> list[list[str]]:
    """What one sentence lacks: in one line what is simply not there, then what stands in its place."""
    plain = [lack["label"] for lack in lacks if not lack["words"]]
    said: list[list[str]] = [["Chưa nêu: ", ""], ["; ".join(plain), "strong"], [".", ""]] if plain else []
    for lack in lacks:
        if lack["words"]:
            said += [["\n" if said else "", ""], [lack["label"], "strong"], [f": {lack['what']}", ""]]
    return said


def _coverage(paper: _Paper, made: Json) -> None:
    for number, one in enumerate(made["coverage"], 4):
        paper.heading(f"{number}. So với {words.named(made, one['source'])}")
        changed = [row for row in one["rows"] if row["state"] == "changed"]
        missing = [row for row in one["rows"] if row["state"] == "missing"]
        if not changed and not missing:
            paper.line("Chỉ tiêu, nhiệm vụ của văn bản cấp trên cho đơn vị này đều có và giữ nguyên.")
        if changed:
            paper.heading("Có thay đổi")
            _changed(paper, changed)
        if missing:
            paper.heading("Chưa thấy (mục nào không thuộc nhiệm vụ của đơn vị thì bỏ qua)")
            _missing(paper, missing)


def _changed(paper: _Paper, rows: list[Json]) -> None:
    widths = _WIDTHS["changed"]
    table = paper.table(words.COLUMNS, widths)
    for place, row in enumerate(rows, 1):
        parent, child = row["parent"], row["child"]
        texts = [str(place), words.COMMITMENT[row["kind"]], _name(parent), words.amount(parent)]
        texts += [_name(child), words.amount(child)]
        changes = [[_capital(words.changes(row)), ""]]
        paper.row(table, widths, [*([[text, ""]] for text in texts), changes])


def _missing(paper: _Paper, rows: list[Json]) -> None:
    widths = _WIDTHS["missing"]
    table = paper.table(("TT", "Loại", "Chỉ tiêu, nhiệm vụ của văn bản cấp trên", "Mức, thời hạn"), widths)
    for place, row in enumerate(rows, 1):
        parent = row["parent"]
        texts = [str(place), words.COMMITMENT[row["kind"]], _name(parent), words.amount(parent)]
        paper.row(table, widths, [[[text, ""]] for text in texts])


def _name(one: Json | None) -> str:
    return _capital(str(one["name"])) if one is not None else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
