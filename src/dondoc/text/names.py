"""Names of persons: "Nguyễn Văn An", "Lê Ô Pích", "H'Yim Kđoh".

A name begins with a family name of the pack `family_names` and goes on with capitalised syllables. Whether it
is a person at all is for the words around it to say ("đồng chí …", "… , Bí thư Tỉnh ủy"): "Mai Sơn" is a man
and a district.
"""

from __future__ import annotations

import re
import unicodedata
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
    rf"[ĐđÔôBbNn](?:(?<=[Đđ])ồng chí|(?<=[Ôô])ng|(?<=[Bb])à|(?<=đ)/c|(?<=[Nn])gài)[ \xa0:]+"
    rf"({_JOINED}(?:[ \xa0]{_JOINED}){{1,{_MOST_GIVEN}}}|{_SYLLABLE}(?:[-‑][{UPPER}{LOWER}][{LOWER}]*)+)"
    rf"(?![{LOWER}\w])"
)
_SHORT_LINE = 45  # a line no longer than this is a signature or a caption, not a broken paragraph


class NameReader:
    """Finds names that begin with one of `family_names` and not with one of `places` ("Hà Nội")."""

    def __init__(self, family_names: Iterable[str], places: Iterable[str] = ()) -> None:
        known = {unicodedata.normalize("NFC", name) for name in family_names}
        # No look-around at its start: a pattern that begins with letters lets `re` skip quickly.
        self._pattern = re.compile(
            rf"(?:{trie_pattern(known)})(?:{_GAP}{_SYLLABLE}){{1,{_MOST_GIVEN}}}(?![{LOWER}\w])"
        )
        spared = "|".join(re.escape(unicodedata.normalize("NFC", place)) for place in places)
        self._places = re.compile(rf"(?:{spared})(?!\w)\s*") if spared else None

    def find(self, text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
        """Candidates in order; those after "đồng chí", "ông", "bà" need no known family name."""
        stop = len(text) if end is None else end
        cued = {m.start(1): m.end(1) for m in _CUED.finditer(text, start, stop)}
        taken = at = start
        while (m := self._pattern.search(text, at, stop)) is not None:
            at = m.end()
            if m.start() and text[m.start() - 1].isalnum():
                at = m.start() + 1
                continue
            if self._places and (place_name := self._places.match(text, m.start())):
                at = place_name.end()
                continue
            for place in [p for p in cued if p < m.start()]:
                if place >= taken:
                    taken = cued[place]
                    yield Span(place, taken)
                del cued[place]
            cued.pop(m.start(), None)
            if m.start() >= taken:
                at = taken = _cut_at_line(text, m.start(), m.end())
                yield Span(m.start(), taken)
        for place, last in cued.items():
            if place >= taken:
                taken = last
                yield Span(place, last)


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
    return NameReader(packs.forms("family_names"), packs.forms("not_names"))


def find(text: str) -> list[Span]:
    """Every stretch of a text that has the shape of a person's name.

    >>> text = "Dự có đồng chí Lê Ô Pích và bà Trần Thị Thử."
    >>> [text[span.slice] for span in find(text)]
    ['Lê Ô Pích', 'Trần Thị Thử']
    """
    return list(default_reader().find(text))
