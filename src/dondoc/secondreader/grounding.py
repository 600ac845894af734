"""Is it there? Quotes are looked for in the block's own words, letter by letter.

White space, non-breaking spaces, capitals and composed or decomposed letters are evened out, nothing else:
"13,54%" is not found where "13,45%" stands.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from dondoc.records.source import Span


@lru_cache(maxsize=64)
def _evened(text: str) -> tuple[str, tuple[int, ...]]:
    """Small letters without white space in NFC, and where in `text` each of them stands."""
    letters: list[str] = []
    places: list[int] = []
    at = 0
    while at < len(text):
        end = at + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        for letter in unicodedata.normalize("NFC", text[at:end]).lower():
            if not letter.isspace():
                letters.append(letter)
                places.append(at)
        at = end
    return "".join(letters), (*places, len(text))


def locate(text: str, quote: str, occurrence: int = 1) -> Span | None:
    """Where the n-th occurrence of a quote stands in `text`; None where it does not.

    >>> locate("thu đạt 26,1% kế hoạch", "26,1 %")
    Span(start=8, end=13)
    """
    letters, places = _evened(text)
    wanted, _ = _evened(quote)
    if not wanted or occurrence < 1:
        return None
    at = -1
    for _ in range(occurrence):
        at = letters.find(wanted, at + 1)
        if at < 0:
            return None
    last = at + len(wanted)
    end = places[last] if last < len(letters) else len(text)
    start = places[at]
    return Span(start, start + len(text[start:end].rstrip()))


def same_words(one: str, other: str) -> bool:
    """Whether two texts are the same but for white space, capitals and composition."""
    return _evened(one)[0] == _evened(other)[0]
