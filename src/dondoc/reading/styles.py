"""Word's paragraph and character styles: what a paragraph inherits, one style from the next."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dondoc.reading.numbering import integer

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VAL = _W + "val"
_OFF = {"0", "false", "off", "none"}
_HEADING_NAME = re.compile(r"(?:heading|tiêu đề)\s*(\d)", re.IGNORECASE)
PARAGRAPH, RUN, ROW, CELL = (_W + tag for tag in ("pPr", "rPr", "trPr", "tcPr"))
BOLD, CAPS, HIDDEN = (_W + tag for tag in ("b", "caps", "vanish"))
_FONTS = _W + "rFonts"
_ASCII, _OTHER = _W + "ascii", _W + "hAnsi"
_NAME, _OUTLINE, _LIST, _ALIGNED = (_W + tag for tag in ("name", "outlineLvl", "numPr", "jc"))
_CONTENT = {_W + tag for tag in ("r", "p", "t", "tc", "tbl")}
_MAX_CHAIN = 20  # styles based on styles; a loop ends here
BODY_TEXT = 9  # the outline level that means "no heading"
Properties = Mapping[str, "_Element"]  # what a pPr, rPr … sets, by tag


@dataclass(frozen=True, slots=True)
class Style:
    """What a style and those it is based on say together; None where none of them says anything."""

    name: str = ""
    outline: int | None = None  # 0 is the highest, 9 is body text
    number: str | None = None  # numId
    numbered_by: str = ""  # id of the style that names the list
    level: int | None = None  # ilvl
    centred: bool | None = None
    bold: bool | None = None
    caps: bool | None = None
    hidden: bool | None = None
    font: str | None = None


_NOTHING = Style()


class Styles:
    """The styles of a document by id."""

    def __init__(self, root: _Element | None) -> None:
        self._elements: dict[str, _Element] = {}
        self._made: dict[str, Style] = {}
        self.default = ""
        self.font = ""  # of words whose style names none
        self._read_defaults(root)
        for style in () if root is None else root.iterchildren(_W + "style"):
            key = style.get(_W + "styleId", "")
            self._elements[key] = style
            if style.get(_W + "type") == "paragraph" and style.get(_W + "default", "0") not in _OFF:
                self.default = key

    def _read_defaults(self, root: _Element | None) -> None:
        path = "/".join(_W + tag for tag in ("docDefaults", "rPrDefault", "rPr"))
        found = None if root is None else root.find(path)
        self.font = font(properties(found)) or ""

    def __getitem__(self, key: str) -> Style:
        if key not in self._made:
            self._made[key] = self._resolve(key)
        return self._made[key]

    def _resolve(self, key: str) -> Style:
        chain: list[tuple[str, _Element]] = []
        while key in self._elements and len(chain) < _MAX_CHAIN:
            chain.append((key, self._elements[key]))
            based = self._elements[key].find(_W + "basedOn")
            key = "" if based is None else based.get(_VAL, "")
        made = _NOTHING
        for owner, element in reversed(chain):
            made = _over(made, owner, element)
        return made


def _over(base: Style, key: str, element: _Element) -> Style:
    parts = {child.tag: child for child in element}
    name = parts.get(_NAME)
    words = "" if name is None else name.get(_VAL, "")
    paragraph, run = properties(parts.get(PARAGRAPH)), properties(parts.get(RUN))
    outline = outline_level(paragraph)
    if outline is None and (found := _HEADING_NAME.fullmatch(words.strip())):
        outline = int(found[1]) - 1
    number, level = list_place(paragraph)
    in_middle, bold = centred(paragraph), toggle(run, BOLD)
    caps, hidden = toggle(run, CAPS), toggle(run, HIDDEN)
    return Style(
        name=words.lower(),
        outline=base.outline if outline is None else outline,
        number=base.number if number is None else number,
        numbered_by=base.numbered_by if number is None else key,
        level=base.level if level is None else level,
        centred=base.centred if in_middle is None else in_middle,
        bold=base.bold if bold is None else bold,
        caps=base.caps if caps is None else caps,
        hidden=base.hidden if hidden is None else hidden,
        font=font(run) or base.font,
    )


def properties(parent: _Element | None) -> Properties:
    """The children of a pPr, rPr, trPr or tcPr by tag."""
    return {} if parent is None else {child.tag: child for child in parent}


def own(element: _Element, tag: str) -> Properties:
    """The properties of a paragraph, run, row or cell; they stand before its content."""
    for child in element:
        if child.tag == tag:
            return {inner.tag: inner for inner in child}
        if child.tag in _CONTENT:
            break
    return {}


def toggle(of: Properties, tag: str) -> bool | None:
    """An on/off property: True, False, or None where it is not set."""
    child = of.get(tag)
    return None if child is None else child.get(_VAL, "1").lower() not in _OFF


def font(of: Properties) -> str | None:
    """The font of letters beyond ASCII that a run's properties name; None where they name none."""
    child = of.get(_FONTS)
    return None if child is None else child.get(_OTHER) or child.get(_ASCII)


def outline_level(of: Properties) -> int | None:
    """The outline level from 0; 9 is body text."""
    child = of.get(_OUTLINE)
    return None if child is None else integer(child.get(_VAL), BODY_TEXT)


def list_place(of: Properties) -> tuple[str | None, int | None]:
    """(numId, ilvl) of a paragraph's or style's properties; None for what is not set."""
    place = of.get(_LIST)
    if place is None:
        return None, None
    number, level = place.find(_W + "numId"), place.find(_W + "ilvl")
    return (
        None if number is None else number.get(_VAL, "0"),
        None if level is None else integer(level.get(_VAL)),
    )


def centred(of: Properties) -> bool | None:
    """Whether a paragraph stands in the middle; None where nothing is said."""
    child = of.get(_ALIGNED)
    return None if child is None else child.get(_VAL) == "center"
