"""Sources of a paper's figures: a footnote under the page, or, in a table, a link on the figure itself.

docxtpl fills words but knows neither, so a field's words carry a mark (`mark(3)`, `linked(3, "30/9/2026")`)
which no office ever writes. After filling each becomes a real footnote or hyperlink of Word; without notes
the words stand as they would have stood without marks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

_OPEN, _CLOSE, _LINKED, _SAID = "\ue000", "\ue001", "\ue002", "\ue003"  # private use: no keyboard has them
_MARK = re.compile(f"{_OPEN}(\\d+)(?:{_LINKED}([^{_SAID}]*){_SAID})?{_CLOSE}")
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KIND = f"{_R}/footnotes"
_LINK = f"{_R}/hyperlink"
_MEDIA = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_SIZE = 20  # half points
_BEFORE_UNDERLINE = (
    "rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "color", "spacing", "kern",
    "sz", "szCs", "highlight",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Note:
    """What stands under the page."""

    text: str
    address: str = ""  # of the source's page; "" without a link


def mark(number: int) -> str:
    """The mark of the note of that index in `notes`, to be put behind the words it explains."""
    return f"{_OPEN}{number}{_CLOSE}"


def linked(number: int, words: str) -> str:
    """The words with a link to the source of the note of that index: for tables, where notes would crowd."""
    return f"{_OPEN}{number}{_LINKED}{words}{_SAID}{_CLOSE}" if words else ""


def plain(words: str) -> str:
    """Without marks, as they read where no sources are wanted.

    >>> plain(f"12 nhiệm vụ{mark(0)}, hạn {linked(1, '30/9/2026')}")
    '12 nhiệm vụ, hạn 30/9/2026'
    """
    return _MARK.sub(lambda found: found[2] or "", words)


def set_notes(document: Any, notes: Sequence[Note]) -> None:
    """Turn marks of a python-docx document into footnotes, numbered as they come, and links; others go."""
    numbered: list[Note] = []
    for text in list(document.element.body.iter(f"{{{_W}}}t")):
        if text.text and _OPEN in text.text:
            _split(document, text, notes, numbered)
    if numbered:
        _add_part(document, numbered)


def _split(document: Any, text: Any, notes: Sequence[Note], numbered: list[Note]) -> None:
    """One run becomes several: words, reference or link, words."""
    run = text.getparent()
    pieces = _MARK.split(text.text)
    text.text = pieces[0]
    _keep_spaces(text)
    last = run
    for number, inside, words in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
        note = notes[int(number)] if int(number) < len(notes) else None
        if inside is not None:
            made = _same_look(run, inside)
            if note is not None and note.address:
                made = _hyperlink(document, made, note)
        elif note is not None:
            numbered.append(note)
            made = _reference(run, len(numbered))
        else:
            made = None
        for one in (made, _same_look(run, words) if words else None):
            if one is not None:
                last.addnext(one)
                last = one


def _same_look(run: Any, words: str) -> Any:
    """A run that looks like this one and says something else."""
    made = deepcopy(run)
    for child in [c for c in made if c.tag not in (f"{{{_W}}}rPr", f"{{{_W}}}t")]:
        made.remove(child)
    inner, *more = made.findall(f"{{{_W}}}t")
    for other in more:
        made.remove(other)
    inner.text = words
    _keep_spaces(inner)
    return made


def _hyperlink(document: Any, run: Any, note: Note) -> Any:
    """The run as a link: underlined with dots, in the text's own colour, so that print stays print."""
    from lxml import etree

    made = etree.Element(f"{{{_W}}}hyperlink")
    made.set(f"{{{_R}}}id", document.part.relate_to(note.address, _LINK, is_external=True))
    made.set(f"{{{_W}}}tooltip", note.text[:250])
    look = run.find(f"{{{_W}}}rPr")
    if look is None:
        look = etree.Element(f"{{{_W}}}rPr")
        run.insert(0, look)
    for old in look.findall(f"{{{_W}}}u"):
        look.remove(old)
    line = etree.Element(f"{{{_W}}}u")
    line.set(f"{{{_W}}}val", "dotted")
    # The order of a run's properties is fixed: the underline stands after the size.
    before = [c for c in look if c.tag in {f"{{{_W}}}{name}" for name in _BEFORE_UNDERLINE}]
    look.insert(len(before), line)
    made.append(run)
    return made


def _keep_spaces(text: Any) -> None:
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _reference(run: Any, number: int) -> Any:
    from lxml import etree

    made = etree.SubElement(run.getparent(), f"{{{_W}}}r")
    look = etree.SubElement(made, f"{{{_W}}}rPr")
    etree.SubElement(look, f"{{{_W}}}vertAlign").set(f"{{{_W}}}val", "superscript")
    etree.SubElement(made, f"{{{_W}}}footnoteReference").set(f"{{{_W}}}id", str(number))
    return made


def _add_part(document: Any, notes: Sequence[Note]) -> None:
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    main = document.part
    text, raised = _styles(document)
    part = Part(PackURI("/word/footnotes.xml"), _MEDIA, b"", main.package)
    rows = [
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{tag}/></w:r></w:p></w:footnote>'
        for kind, number, tag in (
            ("separator", -1, "separator"), ("continuationSeparator", 0, "continuationSeparator"),
        )
    ]  # fmt: skip
    for number, note in enumerate(notes, 1):
        words = _run(f" {note.text}")
        if note.address:
            link = part.relate_to(note.address, _LINK, is_external=True)
            words = f'<w:hyperlink r:id="{link}">{words}</w:hyperlink>'
        rows.append(
            f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="{text}"/>'
            '<w:spacing w:after="0"/><w:jc w:val="both"/></w:pPr>'
            f'<w:r><w:rPr><w:rStyle w:val="{raised}"/></w:rPr><w:footnoteRef/></w:r>'
            f"{words}</w:p></w:footnote>"
        )
    xml = f'<w:footnotes xmlns:w="{_W}" xmlns:r="{_R}">{"".join(rows)}</w:footnotes>'
    part._blob = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{xml}'.encode()
    main.relate_to(part, _KIND)


def _styles(document: Any) -> tuple[str, str]:
    """The styles of a note's paragraph and number; an office's template may have its own.

    A number takes its size from its paragraph, whatever is said of its run.
    """
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt

    styles = document.styles
    if "footnote text" not in styles:
        made = styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH)
        made.base_style, made.font.size = styles.default(WD_STYLE_TYPE.PARAGRAPH), Pt(_SIZE / 2)
    if "footnote reference" not in styles:
        styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER).font.superscript = True
    return styles["footnote text"].style_id, styles["footnote reference"].style_id


def _run(words: str) -> str:
    look = f'<w:rPr><w:sz w:val="{_SIZE}"/></w:rPr>'
    return f'<w:r>{look}<w:t xml:space="preserve">{escape(words)}</w:t></w:r>'
