r"""Words that a page's setting has taken apart: letters spaced out, syllables broken at a line's end.

    N G H Ị  Q U Y Ế T         NGHỊ QUYẾT
    các doanh ng-\nhiệp        các doanh nghiệp
    M Ụ C  T I Ê U             MỤC TIÊU

Letters are put together where they make a Vietnamese syllable: "kinh tế-\nxã hội" keeps its hyphen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dondoc.text.names import LOWER, UPPER

Edit = tuple[int, int, str]

_VOWELS = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵ"
_TONED = frozenset(_VOWELS) - frozenset("aăâeêioôơuưy")
_SYLLABLE = re.compile(
    rf"(?:ngh|ng|nh|ch|gh|gi(?=[{_VOWELS}])|kh|ph|qu|th|tr|[bcdđghklmnprstvx])?"
    rf"[{_VOWELS}]{{1,3}}(?:(?:ch|ng|nh|[cmnpt])(?![{_VOWELS}]))?"
)
_SOFT = re.compile(r"[^\W\d_]+(?:\xad\s?[^\W\d_]+)+")
_AT_END = re.compile(rf"-\n(?<=[{LOWER}]-\n)([{LOWER}]+)")  # begins with the sign: `re` skips quickly
_LAST_LETTERS = re.compile(rf"[{LOWER}]+$")
_LONGEST = 12  # letters of a syllable, and more
_SPACED = re.compile(rf"(?<![^\s:.,–-])[{UPPER}](?: [{UPPER}])+(?![^\s:.,–-])")
_FEWEST_LETTERS = 5  # in a line that is set so
_HALF = 0.6  # of the line's words are single letters


def rejoined(text: str) -> Iterator[Edit]:
    """What to take out so that words stand together again."""
    if "\xad" in text:
        for found in _SOFT.finditer(text):
            if _is_syllable(re.sub(r"\xad\s?", "", found[0]).lower()):
                yield from (
                    (m.start(), m.end(), "") for m in re.compile(r"\xad\s?").finditer(text, *found.span())
                )
    if "-\n" in text:
        for found in _AT_END.finditer(text):
            first = _LAST_LETTERS.search(text, max(0, found.start() - _LONGEST), found.start())
            if first is not None and _is_syllable(first[0] + found[1]):
                yield found.start(), found.start(1), ""


def _is_syllable(letters: str) -> bool:
    """Whether letters make one syllable; it bears one tone at most."""
    return _SYLLABLE.fullmatch(letters) is not None and sum(letter in _TONED for letter in letters) < 2


def closed_up(text: str) -> Iterator[Edit]:
    """The spaces between letters of lines that are spaced out; those between syllables stay."""
    at = 0
    for line in text.split("\n"):
        words = line.split()
        single = sum(len(word.strip(":.,–-")) == 1 and word[0].isupper() for word in words)
        if single >= _FEWEST_LETTERS and single >= _HALF * len(words):
            for found in _SPACED.finditer(text, at, at + len(line)):
                yield from _closed(text, *found.span())
        at += len(line) + 1


def _closed(text: str, start: int, end: int) -> Iterator[Edit]:
    letters = text[start:end:2].lower()
    stops = set()
    place = 0
    while place < len(letters):
        syllable = _SYLLABLE.match(letters, place)
        if syllable is None or not syllable[0]:
            return  # "A B C": no word
        place = syllable.end()
        stops.add(place)
    for n in range(1, len(letters)):
        if n not in stops:
            yield start + 2 * n - 1, start + 2 * n, ""
