"""The article as lines: headings, items with their numbers, captions, and what is bold or only a link."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dondoc.errors import FileTooLarge
from dondoc.reading import htmltables
from dondoc.reading.draft import DraftBuilder, Limits
from dondoc.reading.htmltree import BLOCKS, HEADINGS, LONGEST_BYLINE, SPACE, called, walk, whole_number
from dondoc.records.document import BlockKind

if TYPE_CHECKING:
    from lxml.etree import _Element

_BOLD = frozenset(("b", "strong"))
_BYLINE_NAMES = re.compile(r"(?<![a-z])(?:author|byline|tac-?gia|nguon|source|but-?danh)(?![a-z])")
_CAPTION_NAMES = re.compile(r"caption|chu-?thich|image-?desc|photo-?desc|avatar-?desc", re.IGNORECASE)
_LINKED = 0.6  # share of linked characters from which a line is a link


@dataclass(slots=True)
class _List:
    """A list while its items are written: its next number, or its bullet."""

    ordered: bool
    number: int
    style: str

    def label(self) -> str:
        if not self.ordered:
            return "-"
        number, self.number = self.number, self.number + 1
        if self.style in ("a", "A"):
            letter = chr(ord("a") + (number - 1) % 26)
            return f"{letter if self.style == 'a' else letter.upper()})"
        if self.style in ("i", "I"):
            roman = _roman(number)
            return f"{roman if self.style == 'I' else roman.lower()}."
        return f"{number}."


@dataclass(slots=True)
class Writer:
    """Turns elements into lines; a line ends with its block, or at <br>."""

    builder: DraftBuilder
    limits: Limits
    pieces: list[str] = field(default_factory=list)
    bold: int = 0
    linked: int = 0
    bold_characters: int = 0
    linked_characters: int = 0
    kind: BlockKind | None = None
    level: int | None = None
    label: str = ""
    lists: list[_List] = field(default_factory=list)
    preformatted: int = 0
    centred: int = 0
    caption: int = 0
    byline: int = 0

    def write(self, main: _Element) -> None:
        skipping: _Element | None = None
        for event, element in walk(main):
            if skipping is not None:
                if event == "end" and element is skipping:
                    skipping = None
                    self._add(element.tail if element is not main else None)
                continue
            if event == "start" and element.tag == "table" and (table := htmltables.of(element)) is not None:
                self._flush()
                table.write(self.builder)
                skipping = element
            elif event == "start":
                self._start(element)
            elif event == "end":
                self._end(element)
                self._add(element.tail if element is not main else None)
            else:
                self._add(element.tail)
        self._flush()

    def _start(self, element: _Element) -> None:
        tag = str(element.tag)
        if tag in BLOCKS:
            self._flush()
        if tag in HEADINGS:
            self.kind, self.level = BlockKind.HEADING, HEADINGS[tag]
        elif tag in ("ul", "ol"):
            self.lists.append(
                _List(tag == "ol", whole_number(element.get("start"), 1), element.get("type") or "1")
            )
        elif tag == "li":
            self._item(element)
        elif tag == "pre":
            self.preformatted += 1
        self.caption += self._is_caption(element)
        self.byline += self._is_byline(element)
        self.bold += tag in _BOLD
        self.linked += tag == "a"
        self.centred += self._is_centred(element)
        self._add(element.text)

    def _end(self, element: _Element) -> None:
        tag = str(element.tag)
        if tag == "br" and self.kind is BlockKind.HEADING:
            self._piece(" ")
        elif tag in BLOCKS or tag == "br":
            self._flush()
        if tag in ("ul", "ol") and self.lists:
            self.lists.pop()
        elif tag == "li" or tag in HEADINGS:
            self.label, self.kind, self.level = "", None, None
        self.preformatted -= tag == "pre"
        self.caption -= self._is_caption(element)
        self.byline -= self._is_byline(element)
        self.bold -= tag in _BOLD
        self.linked -= tag == "a"
        self.centred -= self._is_centred(element)

    def _item(self, element: _Element) -> None:
        if not self.lists:
            self.lists.append(_List(ordered=False, number=1, style=""))
        if element.get("value"):
            self.lists[-1].number = whole_number(element.get("value"), self.lists[-1].number)
        self.label = self.lists[-1].label()
        self.kind, self.level = BlockKind.LIST_ITEM, len(self.lists)

    @staticmethod
    def _is_caption(element: _Element) -> bool:
        return element.tag in ("figcaption", "caption") or bool(
            element.get("class") and _CAPTION_NAMES.search(called(element))
        )

    @staticmethod
    def _is_byline(element: _Element) -> bool:
        return bool(element.get("class") and _BYLINE_NAMES.search(called(element)))

    @staticmethod
    def _is_centred(element: _Element) -> bool:
        return (
            element.tag == "center"
            or (element.get("align") or "").lower() == "center"
            or ("text-align:center" in (element.get("style") or "").replace(" ", "").lower())
        )

    def _add(self, words: str | None) -> None:
        if not words:
            return
        if self.preformatted:
            first, *rest = words.split("\n")
            self._piece(first)
            for line in rest:
                self._flush()
                self._piece(line)
        else:
            self._piece(words)

    def _piece(self, words: str) -> None:
        self.pieces.append(words)
        size = len(words.strip())
        if self.bold:
            self.bold_characters += size
        if self.linked:
            self.linked_characters += size

    def _flush(self) -> None:
        words = SPACE.sub(" ", "".join(self.pieces)).strip() if self.pieces else ""
        self.pieces.clear()
        if words:
            bold = self.bold_characters > 0.9 * len(words)
            kind = BlockKind.CAPTION if self.caption else self.kind
            if (
                kind is not BlockKind.HEADING
                and self.linked_characters > _LINKED * len(words)
                and len(words) < 200
            ) or (self.byline and len(words) < LONGEST_BYLINE):
                kind = BlockKind.FURNITURE
            label = self.label
            line = f"{label} {words}" if label else words
            self.builder.line(
                line, kind=kind, level=self.level, label=label, bold=bold, centred=self.centred > 0
            )
            self.label = ""
            self.kind = self.level = None
            if self.builder.length > self.limits.max_chars:
                raise FileTooLarge(
                    self.builder.name, f"dài hơn {self.limits.max_chars:,} ký tự".replace(",", ".")
                )
        self.bold_characters = self.linked_characters = 0


def _roman(number: int) -> str:
    pairs = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    made: list[str] = []
    for value, sign in pairs:
        while number >= value and len(made) < 20:
            made.append(sign)
            number -= value
    return "".join(made)
