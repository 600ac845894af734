"""Words that show something is said, found in a text with their marks: "đã số hóa" is not "đa số".

A text that has no marks at all is compared without them. White space counts as one space, however a page's
width has broken the line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from unicodedata import normalize

from dondoc.programmecheck.words import bare
from dondoc.records.source import Span
from dondoc.text.matcher import PhraseMatcher

_SPACES = re.compile(r"\s+")
_MARKED = 0.02  # of a text's letters; Vietnamese with its marks has some thirty in a hundred


class Signs:
    """Forms that are looked for, and phrases that hold one of them and say another thing."""

    def __init__(self, forms: Iterable[str], others: Iterable[str] = ()) -> None:
        """Compile `forms`; where one of `others` stands, what is in it is no form."""
        known: dict[str, set[str]] = {bare(other): set() for other in others}
        for form in forms:
            known.setdefault(bare(form), set()).add(_marks(form))
        self._matcher = PhraseMatcher(known)

    def __bool__(self) -> bool:
        return len(self._matcher) > 0

    def find(self, said: Said, span: Span) -> list[Span]:
        """Where forms stand in a span of the text, in order."""
        flat, places = said.piece(span)
        found = []
        for start, end, forms in self._matcher.find(flat):
            place = Span(places[start], places[end - 1] + 1)
            if forms and (not said.is_marked or _marks(said.text[place.slice]) in forms):
                found.append(place)
        return found


class Said:
    """A text in which signs are looked for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._flat = bare(text)

    @cached_property
    def is_marked(self) -> bool:
        """Whether the text is written with its marks."""
        letters = sum(map(str.isalpha, self.text))
        return sum(1 for letter in self.text if letter > "\x7f" and letter.isalpha()) > _MARKED * letters

    def piece(self, span: Span) -> tuple[str, list[int]]:
        """A span without marks and with single spaces, and where each of its characters stands."""
        flat: list[str] = []
        places: list[int] = []
        for at in range(span.start, span.end):
            letter = self._flat[at]
            if letter.isspace():
                if flat and flat[-1] == " ":
                    continue
                letter = " "
            flat.append(letter)
            places.append(at)
        return "".join(flat), places


def _marks(words: str) -> str:
    """The words letter by letter with their marks, wherever in the syllable these are put: "hóa" is "hoá"."""
    lowered = normalize("NFD", words.lower()).replace("y", "i")
    return " ".join("".join(sorted(word)) for word in _SPACES.split(lowered))
