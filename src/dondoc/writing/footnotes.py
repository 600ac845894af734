"""Footnotes of a paper: where a figure comes from, under the page it stands on.

docxtpl fills words but knows no footnotes, so a field's words carry a mark (`mark(3)`) which no office ever
writes. After filling each mark becomes a real footnote of Word, with a link to the source where there is one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

_OPEN, _CLOSE = "\ue000", "\ue001"  # private use: no keyboard has them
_MARK = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KIND = f"{_R}/footnotes"
_LINK = f"{_R}/hyperlink"
_MEDIA = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_SIZE = 20  # half points


@dataclass(frozen=True, slots=True)
class Note:
    """What stands under the page."""

    text: str
    address: str = ""  # of the source's page; "" without a link


def mark(number: int) -> str:
    """The mark of the note of that index in `notes`, to be put behind the words it explains."""
    return f"{_OPEN}{number}{_CLOSE}"


def set_notes(document: Any, notes: Sequence[Note]) -> None:
    """Turn the marks of a python-docx document into footnotes, numbered as they come; others go."""
    numbered: list[Note] = []
    for text in list(document.element.body.iter(f"{{{_W}}}t")):
        if text.text and _OPEN in text.text:
            _split(text, notes, numbered)
    if numbered:
        _add_part(document, numbered)


def _split(text: Any, notes: Sequence[Note], numbered: list[Note]) -> None:
    """One run becomes several: words, reference, words."""
    run = text.getparent()
    pieces = _MARK.split(text.text)
    text.text = pieces[0]
    _keep_spaces(text)
    last = run
    for number, words in zip(pieces[1::2], pieces[2::2], strict=True):
        if int(number) < len(notes):
            numbered.append(notes[int(number)])
            last.addnext(made := _reference(run, len(numbered)))
            last = made
        if words:
            more = deepcopy(run)
            for child in [c for c in more if c.tag not in (f"{{{_W}}}rPr", f"{{{_W}}}t")]:
                more.remove(child)
            (inner,) = more.findall(f"{{{_W}}}t")[:1]
            inner.text = words
            _keep_spaces(inner)
            last.addnext(more)
            last = more


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
            f'<w:footnote w:id="{number}"><w:p><w:pPr><w:spacing w:after="0"/><w:jc w:val="both"/></w:pPr>'
            f'<w:r><w:rPr><w:sz w:val="{_SIZE}"/><w:vertAlign w:val="superscript"/></w:rPr>'
            "<w:footnoteRef/></w:r>"
            f"{words}</w:p></w:footnote>"
        )
    xml = f'<w:footnotes xmlns:w="{_W}" xmlns:r="{_R}">{"".join(rows)}</w:footnotes>'
    part._blob = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{xml}'.encode()
    main.relate_to(part, _KIND)


def _run(words: str) -> str:
    look = f'<w:rPr><w:sz w:val="{_SIZE}"/></w:rPr>'
    return f'<w:r>{look}<w:t xml:space="preserve">{escape(words)}</w:t></w:r>'
