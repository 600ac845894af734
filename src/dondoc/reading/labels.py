"""Labels of parts: "I.", "Điều 1.", "1.2", "a)", "-"; which stands above which, and its place in its list."""

from __future__ import annotations

import re

from dondoc.text.names import UPPER

_ROMAN = r"(?:X{0,3}(?:IX|IV|V?I{1,3}|V|X)|Ii{1,2}|Iv|Vi{0,3}|Ix)"
# Kind of label → its rank; a lower rank stands above. The order is that of the regular expression's groups.
_LABEL = re.compile(
    rf"""
      (?P<part>(?:PHẦN|Phần)\s+(?:(?:THỨ|thứ)\s+\w+|{_ROMAN}|\d+|[A-H]))(?!\w)[.:]?
    | (?P<chapter>(?:CHƯƠNG|Chương)\s+(?:{_ROMAN}|\d+))(?!\w)[.:]?
    | (?P<item>(?:MỤC|Mục)\s+(?:{_ROMAN}|\d+|[A-H]))(?![\w.])[.:]?
    | (?P<article>(?:ĐIỀU|Điều)\s+\d{{1,3}}[a-zđ]?)(?:[.:]|\s*$)
    | (?P<roman>{_ROMAN})\s?[./\-–)](?![\w.,\-–])
    | (?P<capital>[A-HĐ])\s?[./)](?![\w.])
    | (?P<decimal>\d{{1,2}}(?:\.\d{{1,2}}){{1,3}})\.?(?=\s+(?:[-–]\s+)?[^\W\d]|\s*[*_]|\s*$)
    | (?P<number>\d{{1,3}})\s?(?:[.)](?=\s|[*_]|$|[{UPPER}][^\W\d])|/(?=\s|$)|[-–](?=\s+[{UPPER}][^\W\d]))
    | \(?(?P<letter>[a-zđ])\d?[.)](?=\s|[*_]|$|[{UPPER}])
    | (?P<bullet>[-–—+*•●▪◦\uf0b7\u2013])(?=\s|[^\W\d_])(?!\S*\*\*)
    """,
    re.VERBOSE,
)
RANKS = {
    "part": 1,
    "chapter": 2,
    "item": 3,
    "capital": 4,
    "roman": 5,
    "article": 6,
    "number": 7,
    "decimal": 8,
    "letter": 12,
}
ANNEX = re.compile(
    r"(?:PHỤ LỤC|BIỂU|Phụ lục|Biểu)(?: (?:SỐ|số))?(?: ?(?P<label>[IVX]+|\d+[a-z]?))?(?![^\W\d])[.:]?\s*"
)
# What a label may begin with, but for "a)"; the letters among them only before one of these.
_INITIALS = frozenset("0123456789(-–—+*•●▪◦\uf0b7")
_CAPITALS = frozenset("PCMĐIVXABDEFGH")
_SECONDS = frozenset("HhỤụIiVvXx./)-– \t\xa0")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50}
_LETTERS = "abcdđeghiklmnopqrstuvxy"


def label_of(words: str) -> re.Match[str] | None:
    """The label a line begins with; most lines are told by their first letter to have none."""
    second = words[1:2]
    if words[0] in _INITIALS or (second in _SECONDS and (words[0] in _CAPITALS or second in ".)")):
        return _LABEL.match(words)
    return None


def ordinal_of(group: str, printed: str) -> int:
    """A label's place in its list; 0 where it cannot be told."""
    last = printed.rsplit(maxsplit=1)[-1]
    if group == "letter":
        return _LETTERS.find(last) + 1
    digits = re.findall(r"\d+", last)
    if digits:
        return int(digits[-1])
    if last.upper().strip("IVXL") == "":
        values = [_ROMAN_VALUES[c] for c in last.upper()]
        return sum(-v if v < max(values[n:]) else v for n, v in enumerate(values))
    return 1 if last.upper() in {"A", "NHẤT"} else 0
