"""The packs compiled for reading: one matcher a family, made once and shared by all documents."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from dondoc.extraction.numberwords import NUMBER_WORDS, number_words
from dondoc.packs import Entry, Packs, load
from dondoc.text.matcher import FamilyMatcher, PhraseMatcher
from dondoc.text.normalize import fold

# Families that most documents need: looked for in one pass, which costs hardly more than one family does.
TOGETHER = (
    "verbs",
    "cues",
    "bases",
    "heads",
    "clause_breaks",
    "actions",
    "orgs",
    "titles",
    "directives",
    "meetings",
    "cited_types",
    "remark_words",
    "verdict_words",
    "vote_words",
    "rating_words",
)


class Payload(NamedTuple):
    """What a form found in a text stands for."""

    family: str
    entry: Entry

    @property
    def id(self) -> str:
        return str(self.entry["id"])


class Payloads(tuple[Payload, ...]):  # noqa: SLOT001  # a tuple takes no named slots
    """All that one form stands for; made once for a lexicon, so what every use asks for is kept in it."""

    classes: frozenset[str]  # of the entries that have one

    def __new__(cls, payloads: Iterable[Payload]) -> Payloads:
        made = super().__new__(cls, payloads)
        made.classes = frozenset([str(p.entry["class"]) for p in made if "class" in p.entry])
        return made


class Lexicon:
    """Packs with their matchers. Pass one to `extract` to read with words of one's own."""

    def __init__(self, packs: Packs | None = None) -> None:
        self.packs = packs or load()
        self._matchers: dict[str, PhraseMatcher[Payloads]] = {}
        self._together: FamilyMatcher[Payloads] | None = None
        self.compiled: dict[str, Any] = {}  # what a family made of its packs, by the family's name

    @property
    def hash(self) -> str:
        return self.packs.hash

    def matcher(self, family: str) -> PhraseMatcher[Payloads]:
        """The matcher of a family; "a+b" is one matcher over both, a form of both has both payloads."""
        made = self._matchers.get(family)
        if made is None:
            made = self._matchers[family] = PhraseMatcher(self._phrases(family))
        return made

    def together(self) -> FamilyMatcher[Payloads]:
        """The families of `TOGETHER` and the words of numbers, looked for in one pass."""
        if self._together is None:
            families = {name: self._phrases(name) for name in TOGETHER}
            families[NUMBER_WORDS] = {
                form: Payloads([Payload(NUMBER_WORDS, {"id": kind})]) for form, kind in number_words().items()
            }
            self._together = FamilyMatcher(families)
        return self._together

    def _phrases(self, family: str) -> dict[str, Payloads]:
        phrases: dict[str, list[Payload]] = {}
        for name in family.split("+"):
            for entry in self.packs.entries(name):
                for form in entry.get("forms", ()):
                    phrases.setdefault(fold(form), []).append(Payload(name, entry))
            if name == "heads":
                self._add_numbers_of(phrases)
        return {form: Payloads(payloads) for form, payloads in phrases.items()}

    def _add_numbers_of(self, phrases: dict[str, list[Payload]]) -> None:
        """“số hộ”, “số lượng trang trại”: a measure for every noun that is counted."""
        entry = self.packs.by_id("heads").get("amount")
        if entry is None:
            return
        for noun in self.packs.forms("count_nouns"):
            for number in ("số", "số lượng", "tổng số"):
                phrases.setdefault(f"{number} {fold(noun)}", [Payload("heads", entry)])


@lru_cache(maxsize=1)
def default_lexicon() -> Lexicon:
    """The lexicon of the packs that come with dondoc."""
    return Lexicon()
