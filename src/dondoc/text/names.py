"""Names of persons: "Nguyễn Văn An", "Lê Ô Pích", "H'Yim Kđoh".

A name begins with a family name of the pack `family_names` and goes on with capitalised syllables. Whether it
is a person at all is for the words around it to say ("đồng chí …", "… , Bí thư Tỉnh ủy"): "Mai Sơn" is a man
and a district.
"""

from __future__ import annotations

import re
import unicodedata
from collections import deque
from collections.abc import Iterable, Iterator
from functools import lru_cache

from dondoc.packs import load
from dondoc.records.source import Span
from dondoc.text.matcher import trie_pattern

UPPER = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯ" + "".join(chr(c) for c in range(0x1EA0, 0x1EFA, 2))
LOWER = "a-zàáâãèéêìíòóôõùúýăđĩũơư" + "".join(chr(c) for c in range(0x1EA1, 0x1EFA, 2))
_SYLLABLE = rf"[{UPPER}][{LOWER}]*(?:['’][{UPPER}{LOWER}][{LOWER}]*)?"
_GAP = r"(?:[ \xa0]|[ \xa0]?\n)"
_MOST_GIVEN = 3  # syllables after the family name
# "Mit-suo Sa-ka-ba": in a foreigner's name further syllables may be joined by hyphens.
_JOINED = rf"{_SYLLABLE}(?:[-‑][{UPPER}{LOWER}][{LOWER}]*)*"
_CUED = re.compile(
    rf"[ĐđÔôBbNn](?<!\w.)(?:(?<=[Đđ])ồng chí|(?<=[Ôô])ng|(?<=[Bb])à|(?<=đ)/c|(?<=[Nn])gài)[ \xa0:]+(?!Rịa)"
    rf"({_JOINED}(?:[ \xa0]{_JOINED}){{1,{_MOST_GIVEN}}}|{_SYLLABLE}(?:[-‑][{UPPER}{LOWER}][{LOWER}]*)+)"
    rf"(?![{LOWER}\w])"
)
_FIRST = re.compile(r"\w+")
_CAPITAL_BEFORE = re.compile(rf"(?:([{UPPER}][{LOWER}]+)[ \xa0])?([{UPPER}][{LOWER}]+)[ \xa0]$")
_BELOW = re.compile(r"(?:xã|phường|thị trấn|đặc khu|huyện|quận)[ \xa0]$")
_AREA_BEFORE = re.compile(
    r"(?:tỉnh|thành phố|TP\.?|huyện|quận|xã|phường|thị trấn|đặc khu"
    r"|(?:[Tt]ỉnh|[Tt]hành|[Hh]uyện|[Tt]hị|[Qq]uận) [uủ][ỷy])"
    rf"[ \xa0][{UPPER}][{LOWER}]+[ \xa0]$"
)
_AREA_JUST = re.compile(r"(?:tỉnh|thành phố|TP\.?|huyện|quận|xã|phường|thị trấn|đặc khu| [uủ][ỷy])[ \xa0]$")
_MORE = re.compile(rf"[ \xa0][{UPPER}][{LOWER}]")
# Second syllables of a name that are family names as well: "Trần Văn Thử" is whole.
_MIDDLE = frozenset({"Văn", "Thị", "Đình", "Hữu", "Xuân", "Ngọc", "Minh", "Đức", "Thanh", "Quang"})
_SHORT_LINE = 45  # a line no longer than this is a signature or a caption, not a broken paragraph


class NameReader:
    """Finds names that begin with one of `family_names` and not with one of `places` ("Hà Nội")."""

    def __init__(
        self, family_names: Iterable[str], places: Iterable[str] = (), areas: Iterable[str] = ()
    ) -> None:
        """Compile the reader; of `areas` ("Quảng Ninh") the last syllable begins no name."""
        known = {unicodedata.normalize("NFC", name) for name in family_names}
        # No look-around at its start: a pattern that begins with letters lets `re` skip quickly.
        self._pattern = re.compile(
            rf"(?:{trie_pattern(known)})(?:{_GAP}{_SYLLABLE}){{1,{_MOST_GIVEN}}}(?![{LOWER}\w])"
        )
        self._areas = {unicodedata.normalize("NFC", area) for area in areas}
        known_places = {unicodedata.normalize("NFC", place) for place in places} | self._areas
        spared = "|".join(re.escape(place) for place in sorted(known_places, key=len, reverse=True))
        self._places = re.compile(rf"(?:{spared})(?!\w)\s*") if spared else None

    def find(self, text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
        """Candidates in order; those after "đồng chí", "ông", "bà" need no known family name."""
        stop = len(text) if end is None else end
        cued = deque((m.start(1), m.end(1)) for m in _CUED.finditer(text, start, stop))
        taken = at = start
        while (m := self._pattern.search(text, at, stop)) is not None:
            at = m.end()
            if m.start() and text[m.start() - 1].isalnum():
                at = m.start() + 1
                continue
            if self._places and (place_name := self._places.match(text, m.start())):
                at = place_name.end()
                continue
            if (own := self._behind_place(text, m)) is not None:
                at = own
                continue
            if self._in_area(text, m):
                at = m.start() + len(_FIRST.match(m[0])[0])  # type: ignore[index]  # every match has a first word
                continue
            while cued and cued[0][0] <= m.start():
                place, last = cued.popleft()
                if taken <= place < m.start():
                    taken = last
                    yield Span(place, taken)
            if m.start() >= taken:
                at = taken = _cut_at_line(text, m.start(), m.end())
                yield Span(m.start(), taken)
        for place, last in cued:
            if place >= taken:
                taken = last
                yield Span(place, last)

    def _behind_place(self, text: str, m: re.Match[str]) -> int | None:
        """Where the name begins behind a place that no pack knows: "Tỉnh ủy Ninh Phú | Trần Quốc Thử"."""
        if len(m[0].split()) <= _MOST_GIVEN or _MORE.match(text, m.end()) is None:
            return None
        if _AREA_JUST.search(text, max(0, m.start() - 12), m.start()) is None:
            return None
        third = list(_FIRST.finditer(m[0]))[2].start() + m.start()
        return third if self._pattern.match(text, third) is not None else None

    def _in_area(self, text: str, m: re.Match[str]) -> bool:
        """Whether what looks like a family name ends a place's name: "tỉnh Quảng | Ninh Cao Văn Thử"."""
        start = m.start()
        below = _BELOW.search(text, max(0, start - 12), start)
        if below is not None and len(m[0].split()) == 2:  # "phường Mông Dương, …"
            return not text[m.end() : m.end() + 2].strip()[:1].islower()
        before = _CAPITAL_BEFORE.search(text, max(0, start - 20), start)
        if before is None or f"{before[1]} {before[2]}" in self._areas:
            return False
        first = m[0].split(None, 1)[0]
        if f"{before[2]} {first}" in self._areas:
            return True
        if m[0].split()[1] in _MIDDLE or _AREA_BEFORE.search(text, max(0, start - 40), start) is None:
            return False
        return self._pattern.match(text, start + len(first) + 1) is not None


def _cut_at_line(text: str, start: int, end: int) -> int:
    """The end of a name, not running over into the next line unless the line is a broken paragraph."""
    newline = text.find("\n", start, end)
    if newline < 0:
        return end
    line = text.rfind("\n", 0, start) + 1
    given = text[start:newline].split()
    if len(given) > 1 and newline - line <= _SHORT_LINE:
        return start + len(text[start:newline].rstrip())
    return end


@lru_cache(maxsize=1)
def default_reader() -> NameReader:
    """The reader of the family names that come with dondoc."""
    packs = load()
    return NameReader(packs.forms("family_names"), packs.forms("not_names"), packs.forms("places"))


def find(text: str) -> list[Span]:
    """Every stretch of a text that has the shape of a person's name.

    >>> text = "Dự có đồng chí Lê Ô Pích và bà Trần Thị Thử."
    >>> [text[span.slice] for span in find(text)]
    ['Lê Ô Pích', 'Trần Thị Thử']
    """
    return list(default_reader().find(text))
