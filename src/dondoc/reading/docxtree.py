"""The elements of a .docx: which of them are shown, through whatever Word wraps around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from dondoc.reading.numbering import integer
from dondoc.reading.styles import RUN, Properties
from dondoc.text import legacy

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
VAL = W + "val"

WRAPPERS = {W + tag for tag in (
    "sdtContent", "sdt", "customXml", "ins", "moveTo", "smartTag", "hyperlink", "fldSimple", "bdo", "dir",
    "ruby", "rubyBase",
)}  # fmt: skip
GONE = {W + "del", W + "moveFrom"}
ALTERNATE = _MC + "AlternateContent"
# Characters of the Symbol and Wingdings fonts that carry meaning in figures and lists.
_SYMBOLS = {0xB3: "≥", 0xA3: "≤", 0xB1: "±", 0xB4: "×", 0xAE: "→", 0xB0: "°", 0xB7: "•", 0x6D: "µ", 0xB9: "≠"}
_MAX_SPAN = 64  # columns of a table; Word's own limit is 63


def symbol(code: str, set_in: str) -> str:
    """The character of a `w:sym`; of the Symbol font's private ones only those that mean something."""
    if not re.fullmatch("[0-9A-Fa-f]{1,6}", code):
        return ""
    number = int(code, 16)
    if 0xF000 <= number <= 0xF0FF:
        if known := legacy.of_font(set_in):
            return legacy.decode(chr(number & 0xFF), known[0])[0]
        return _SYMBOLS.get(number & 0xFF, "")
    return chr(number) if 31 < number < 0xD800 else ""


def children(parent: _Element, *tags: str) -> Iterator[_Element]:
    """Children of these kinds, through the wrappers Word puts around them, without what is deleted."""
    for child in parent:
        if child.tag in tags:
            yield child
        elif child.tag in WRAPPERS:
            yield from children(child, *tags)
        elif child.tag == ALTERNATE:
            form = form_of(child)
            if form is not None:
                yield from children(form, *tags)


def form_of(alternate: _Element) -> _Element | None:
    """The one of several forms of the same content that is read: the first Choice, else the Fallback."""
    choice = alternate.find(_MC + "Choice")
    return alternate.find(_MC + "Fallback") if choice is None else choice


def boxes_below(node: _Element) -> Iterator[_Element]:
    """The contents of text boxes below, outermost only, of alternatives one."""
    if node.tag == W + "txbxContent":
        yield node
    elif node.tag == ALTERNATE:
        form = form_of(node)
        if form is not None:
            yield from boxes_below(form)
    else:
        for child in node:
            yield from boxes_below(child)


def mark_deleted(properties: Properties) -> bool:
    mark = properties.get(RUN)
    return mark is not None and any(child.tag in GONE for child in mark)


def span_of(properties: Properties, tag: str, default: int) -> int:
    child = properties.get(W + tag)
    return default if child is None else max(default, min(integer(child.get(VAL), default), _MAX_SPAN))


def merge(properties: Properties, tag: str) -> str:
    """What a cell says of its merge: restart, continue, or "" where it is not merged."""
    child = properties.get(W + tag)
    return "" if child is None else child.get(VAL, "continue")
