r"""Word's automatic list numbers: "Điều 3.", "1.2.", "a)", "-", which stand nowhere in a document's text.

A paragraph names a list (`numId`) and a level (`ilvl`); what is printed before it follows from the list's
definition in numbering.xml and from the paragraphs before it. ECMA-376 part 1, 17.9.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VAL = _W + "val"
_KEPT_BULLETS = {"-", "+", "*"}  # as Vietnamese documents print them; any other bullet is printed "-"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: how its number is counted and printed."""

    start: int = 1
    form: str = "decimal"  # numFmt: decimal, upperRoman, lowerLetter, bullet, none …
    text: str = ""  # "%1.%2." with %n the number of level n
    restart: int | None = None  # counts anew after a paragraph of this level (1-based) or above; 0 never
    style: str = ""  # the paragraph style tied to this level
    legal: bool = False  # all numbers of the label in Arabic digits
    space: bool = True  # something stands between label and words


@dataclass(frozen=True, slots=True)
class _List:
    """A `w:num`: the abstract list it counts in, and what it overrides."""

    abstract: str
    starts: dict[int, int]
    levels: dict[int, Level]


@dataclass(slots=True)
class Numbering:
    """All lists of a document, and how far each has counted."""

    lists: dict[str, _List] = field(default_factory=dict)
    abstracts: dict[str, dict[int, Level]] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)  # abstract list → level → last number
    begun: set[tuple[str, int]] = field(default_factory=set)  # (numId, level) whose start override is used up

    def level_of_style(self, number: str, style: str) -> int | None:
        """The level of a list that is tied to a paragraph style."""
        levels = self._levels(number)
        return next((n for n, level in sorted(levels.items()) if style and level.style == style), None)

    def next(self, number: str, ilvl: int) -> tuple[str, str]:
        """Count one paragraph; its label ("2.1.", "-", "" where none is printed) and what follows it."""
        entry = self.lists.get(number)
        levels = self._levels(number)
        level = levels.get(ilvl)
        if entry is None or level is None:
            return "", ""
        counts = self.counts.setdefault(entry.abstract, {})
        if ilvl in entry.starts and (number, ilvl) not in self.begun:
            counts[ilvl] = entry.starts[ilvl]
        elif ilvl in counts:
            counts[ilvl] += 1
        else:
            counts[ilvl] = level.start
        self.begun.add((number, ilvl))
        for deeper in [n for n in counts if n > ilvl]:
            restart = levels.get(deeper, Level()).restart
            if restart is None or (restart > 0 and ilvl < restart):
                del counts[deeper]
        return _label(level, levels, counts), " " if level.space else ""

    def _levels(self, number: str) -> dict[int, Level]:
        entry = self.lists.get(number)
        return {} if entry is None else self.abstracts.get(entry.abstract, {}) | entry.levels


def _label(level: Level, levels: dict[int, Level], counts: dict[int, int]) -> str:
    if level.form == "bullet":
        mark = level.text.strip()
        return mark if mark in _KEPT_BULLETS else "-"

    def number(found: re.Match[str]) -> str:
        at = int(found[1]) - 1
        of = levels.get(at, Level())
        form = "decimal" if level.legal else of.form
        return written(counts.get(at, of.start), form)

    return re.sub(r"%([1-9])", number, level.text).strip()


def written(number: int, form: str) -> str:
    """A number as a list writes it; decimal where the form is not known.

    >>> [written(4, form) for form in ("decimal", "upperRoman", "lowerLetter", "vietnameseCounting")]
    ['4', 'IV', 'd', 'bốn']
    """
    match form:
        case "none" | "bullet":
            return ""
        case "upperRoman":
            return _roman(number).upper()
        case "lowerRoman":
            return _roman(number)
        case "upperLetter":
            return _letter(number).upper()
        case "lowerLetter":
            return _letter(number)
        case "decimalZero":
            return f"{number:02}"
        case "vietnameseCounting":
            return _counted(number)
        case _:
            return str(number)


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    made = ""
    for value, letters in _ROMAN:
        made += letters * (number // value)
        number %= value
    return made


def _letter(number: int) -> str:
    """Letters a … z, aa, bb …: Word repeats the letter. It knows no đ; who wants "đ)" types it."""
    if not 0 < number <= 26 * 30:
        return str(number)
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _counted(number: int) -> str:
    if not 0 <= number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    if tens == 0:
        return _DIGITS[ones]
    head = "mười" if tens == 1 else f"{_DIGITS[tens]} mươi"
    tail = "" if ones == 0 else "lăm" if ones == 5 else "mốt" if ones == 1 and tens > 1 else _DIGITS[ones]
    return f"{head} {tail}".strip()


def parse(root: _Element | None) -> Numbering:
    """The lists of numbering.xml; none where the document has none."""
    numbering = Numbering()
    if root is None:
        return numbering
    links: dict[str, str] = {}  # abstract list → the list style it stands for
    styles: dict[str, str] = {}  # list style → abstract list that defines it
    for abstract in root.iterchildren(_W + "abstractNum"):
        key = abstract.get(_W + "abstractNumId", "")
        numbering.abstracts[key] = _levels_of(abstract)
        if (link := abstract.find(_W + "numStyleLink")) is not None:
            links[key] = link.get(_VAL, "")
        if (style := abstract.find(_W + "styleLink")) is not None:
            styles[style.get(_VAL, "")] = key
    for num in root.iterchildren(_W + "num"):
        target = num.find(_W + "abstractNumId")
        key = "" if target is None else target.get(_VAL, "")
        key = styles.get(links.get(key, ""), key)
        starts: dict[int, int] = {}
        for override in num.iterchildren(_W + "lvlOverride"):
            if (start := override.find(_W + "startOverride")) is not None:
                starts[integer(override.get(_W + "ilvl"))] = integer(start.get(_VAL), 1)
        overridden = {
            n: level for o in num.iterchildren(_W + "lvlOverride") for n, level in _levels_of(o).items()
        }
        numbering.lists[num.get(_W + "numId", "")] = _List(key, starts, overridden)
    return numbering


def _levels_of(parent: _Element) -> dict[int, Level]:
    return {integer(lvl.get(_W + "ilvl")): _level(lvl) for lvl in parent.iterchildren(_W + "lvl")}


def _level(lvl: _Element) -> Level:
    def value(tag: str, default: str = "") -> str:
        child = lvl.find(_W + tag)
        if child is None:  # a custom numFmt stands inside mc:AlternateContent, its Fallback last
            child = next(reversed(lvl.findall(f".//{_W}{tag}")), None)
        return default if child is None else child.get(_VAL, default)

    restart = value("lvlRestart")
    return Level(
        start=integer(value("start"), 1),
        form=value("numFmt", "decimal"),
        text=value("lvlText"),
        restart=integer(restart) if restart else None,
        style=value("pStyle"),
        legal=lvl.find(_W + "isLgl") is not None,
        space=value("suff", "tab") != "nothing",
    )


def integer(text: str | None, default: int = 0) -> int:
    """A whole number of an attribute; the default where it is missing or none."""
    try:
        return int(text or "")
    except ValueError:
        return default
