"""Word's paragraph and character styles: what a paragraph inherits, one style from the next."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dondoc.reading.numbering import integer

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VAL = _W + "val"
_OFF = {"0", "false", "off", "none"}
_HEADING_NAME = re.compile(r"(?:heading|tiêu đề)\s*(\d)", re.IGNORECASE)
_MAX_CHAIN = 20  # styles based on styles; a loop ends here
BODY_TEXT = 9  # the outline level that means "no heading"


@dataclass(frozen=True, slots=True)
class Style:
    """What a style and those it is based on say together; None where none of them says anything."""

    name: str = ""
    outline: int | None = None  # 0 is the highest, 9 is body text
    number: str | None = None  # numId
    level: int | None = None  # ilvl
    centred: bool | None = None
    bold: bool | None = None
    caps: bool | None = None
    hidden: bool | None = None


_NOTHING = Style()


class Styles:
    """The styles of a document by id."""

    def __init__(self, root: _Element | None) -> None:
        self._elements: dict[str, _Element] = {}
        self._made: dict[str, Style] = {}
        self.default = ""
        for style in () if root is None else root.iterchildren(_W + "style"):
            key = style.get(_W + "styleId", "")
            self._elements[key] = style
            if style.get(_W + "type") == "paragraph" and style.get(_W + "default", "0") not in _OFF:
                self.default = key

    def __getitem__(self, key: str) -> Style:
        if key not in self._made:
            self._made[key] = self._resolve(key)
        return self._made[key]

    def _resolve(self, key: str) -> Style:
        chain: list[_Element] = []
        while key in self._elements and len(chain) < _MAX_CHAIN:
            chain.append(self._elements[key])
            based = self._elements[key].find(_W + "basedOn")
            key = "" if based is None else based.get(_VAL, "")
        made = _NOTHING
        for element in reversed(chain):
            made = _over(made, element)
        return made


def _over(base: Style, element: _Element) -> Style:
    name = element.find(_W + "name")
    words = "" if name is None else name.get(_VAL, "")
    paragraph, run = element.find(_W + "pPr"), element.find(_W + "rPr")
    outline = outline_level(paragraph)
    if outline is None and (found := _HEADING_NAME.fullmatch(words.strip())):
        outline = int(found[1]) - 1
    number, level = list_place(paragraph)
    return Style(
        name=words.lower(),
        outline=base.outline if outline is None else outline,
        number=base.number if number is None else number,
        level=base.level if level is None else level,
        centred=base.centred if centred(paragraph) is None else centred(paragraph),
        bold=base.bold if (bold := toggle(run, "b")) is None else bold,
        caps=base.caps if (caps := toggle(run, "caps")) is None else caps,
        hidden=base.hidden if (hidden := toggle(run, "vanish")) is None else hidden,
    )


def toggle(properties: _Element | None, tag: str) -> bool | None:
    """An on/off property of a run: True, False, or None where it is not set."""
    child = None if properties is None else properties.find(_W + tag)
    return None if child is None else child.get(_VAL, "1").lower() not in _OFF


def outline_level(properties: _Element | None) -> int | None:
    child = None if properties is None else properties.find(_W + "outlineLvl")
    return None if child is None else integer(child.get(_VAL), BODY_TEXT)


def list_place(properties: _Element | None) -> tuple[str | None, int | None]:
    """(numId, ilvl) of a paragraph's or style's properties; None for what is not set."""
    place = None if properties is None else properties.find(_W + "numPr")
    if place is None:
        return None, None
    number, level = place.find(_W + "numId"), place.find(_W + "ilvl")
    return (
        None if number is None else number.get(_VAL, "0"),
        None if level is None else integer(level.get(_VAL)),
    )


def centred(properties: _Element | None) -> bool | None:
    child = None if properties is None else properties.find(_W + "jc")
    return None if child is None else child.get(_VAL) == "center"
