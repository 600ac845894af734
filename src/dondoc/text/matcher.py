"""Many phrases found in one pass: leftmost-longest, whole words only.

>>> PhraseMatcher({"tỷ lệ": 1, "tỷ lệ hộ nghèo": 2}).find("giảm tỷ lệ hộ nghèo; tỷ lệch")
[(5, 19, 2)]

Phrases and text are matched as they are given: fold both with `dondoc.text.normalize.fold` first. With
`ahocorasick_rs` installed the cost hardly grows with the number of phrases; without it a trie of regular
expressions gives the same answers, more slowly.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from importlib import import_module
from typing import Any, Generic, TypeVar

T = TypeVar("T")

ahocorasick_rs: Any = None  # the core needs nothing but Python
with suppress(ImportError):
    ahocorasick_rs = import_module("ahocorasick_rs")


class PhraseMatcher(Generic[T]):
    """Finds every phrase of a mapping in a text; what a phrase maps to is what it means."""

    def __init__(self, phrases: Mapping[str, T], *, fast: bool = True) -> None:
        """Compile `phrases` (folded form → payload). `fast=False` uses the pure-Python matcher."""
        self._phrases = {phrase: payload for phrase, payload in phrases.items() if phrase}
        self._payloads = list(self._phrases.values())
        self._automaton: Any = None
        self._pattern: re.Pattern[str] | None = None
        if not self._phrases:
            return
        if fast and ahocorasick_rs is not None:
            self._automaton = ahocorasick_rs.AhoCorasick(
                list(self._phrases), matchkind=ahocorasick_rs.MatchKind.Standard
            )
        else:
            self._pattern = re.compile(rf"(?<!\w)(?:{trie_pattern(self._phrases)})(?!\w)")

    def __len__(self) -> int:
        return len(self._phrases)

    def find(self, text: str) -> list[tuple[int, int, T]]:
        """`(start, end, payload)` of the phrases in `text`, in order, none overlapping another."""
        if self._automaton is not None:
            return self._find_fast(text)
        if self._pattern is None:
            return []
        phrases = self._phrases
        return [(m.start(), m.end(), phrases[m[0]]) for m in self._pattern.finditer(text)]

    def everywhere(self, text: str) -> list[tuple[int, int]]:
        """`(start, end)` of every place where a phrase's letters stand, inside words and overlapping too."""
        if self._automaton is not None:
            matches = self._automaton.find_matches_as_indexes(text, overlapping=True)
            return [(start, end) for _, start, end in matches]
        found: list[tuple[int, int]] = []
        for phrase in self._phrases:
            at = text.find(phrase)
            while at >= 0:
                found.append((at, at + len(phrase)))
                at = text.find(phrase, at + 1)
        return found

    def _find_fast(self, text: str) -> list[tuple[int, int, T]]:
        payloads = self._payloads
        found: list[tuple[int, int, T]] = []
        edged = text + " "  # before the first character stands the last: a space too
        for index, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            if ((c := edged[start - 1]) != " " and (c.isalnum() or c == "_")) or (
                (c := edged[end]) != " " and (c.isalnum() or c == "_")
            ):
                continue
            if not found or (last := found[-1])[1] <= start:
                found.append((start, end, payloads[index]))
            elif last[0] == start:  # what begins together and ends later is the longer one
                found[-1] = (start, end, payloads[index])
            elif last[0] > start and _gives_way(found, start):
                found.append((start, end, payloads[index]))
        return found


def _gives_way(found: list[tuple[int, int, T]], start: int) -> bool:
    """Whether a phrase that begins at `start` and ends last stands; what begins later is then removed.

    The automaton tells phrases by their ends, so what a longer one or one further left displaces is already
    in `found`. The left of two stands, of two that begin together the longer.
    """
    last = len(found) - 1
    while last >= 0 and found[last][0] >= start:
        last -= 1
    if last >= 0 and found[last][1] > start:
        return False
    del found[last + 1 :]
    return True


class FamilyMatcher(Generic[T]):
    """Several families of phrases in one pass: for each what its own `PhraseMatcher` would find.

    Without the automaton a family is looked for when it is first asked for, by its own expression.
    """

    def __init__(self, families: Mapping[str, Mapping[str, T]], *, fast: bool = True) -> None:
        self._families = families
        self._single: dict[str, PhraseMatcher[T]] = {}
        self._automaton: Any = None
        self._meanings: list[list[tuple[int, T]]] = []
        if fast and ahocorasick_rs is not None:
            meanings: dict[str, list[tuple[int, T]]] = {}
            for number, phrases in enumerate(families.values()):
                for phrase, payload in phrases.items():
                    if phrase:
                        meanings.setdefault(phrase, []).append((number, payload))
            self._meanings = list(meanings.values())
            kind = ahocorasick_rs.MatchKind.Standard
            if meanings:
                self._automaton = ahocorasick_rs.AhoCorasick(list(meanings), matchkind=kind)

    def __contains__(self, family: str) -> bool:
        return family in self._families

    def find(self, text: str, family: str) -> dict[str, list[tuple[int, int, T]]]:
        """Family → `(start, end, payload)` of its phrases, within a family none overlapping another.

        Of `family` at least, and of all others that cost nothing more.
        """
        if self._automaton is None:
            matcher = self._single.get(family)
            if matcher is None:
                matcher = self._single[family] = PhraseMatcher(self._families[family], fast=False)
            return {family: matcher.find(text)}
        families: list[list[tuple[int, int, T]]] = [[] for _ in self._families]
        reached = [0] * len(families)  # where the last phrase of each family ends
        meanings = self._meanings
        edged = text + " "  # before the first character stands the last: a space too
        for index, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            if ((c := edged[start - 1]) != " " and (c.isalnum() or c == "_")) or (
                (c := edged[end]) != " " and (c.isalnum() or c == "_")
            ):
                continue
            for number, payload in meanings[index]:
                if reached[number] <= start:
                    families[number].append((start, end, payload))
                elif (last := (found := families[number])[-1][0]) == start:
                    found[-1] = (start, end, payload)  # begins together and ends later: the longer one
                elif last > start and _gives_way(found, start):
                    found.append((start, end, payload))
                else:
                    continue
                reached[number] = end
        return dict(zip(self._families, families, strict=True))


def trie_pattern(phrases: Mapping[str, object] | set[str]) -> str:
    """One regular expression for all phrases, longest first, sharing what they begin with."""
    root: dict[str, Any] = {}
    for phrase in phrases:
        node = root
        for letter in phrase:
            node = node.setdefault(letter, {})
        node[""] = True
    return _branch(root)


def _branch(node: dict[str, Any]) -> str:
    # A chain without forks is written out in one go, which also keeps the recursion shallow.
    chain = ""
    while len(node) == 1 and "" not in node:
        letter, node = next(iter(node.items()))
        chain += re.escape(letter)
    if not node or (len(node) == 1 and "" in node):
        return chain
    options = [re.escape(letter) + _branch(node[letter]) for letter in sorted(node) if letter]
    body = f"(?:{'|'.join(options)})"
    return chain + body + ("?" if "" in node else "")


def has_fast_matcher() -> bool:
    """Whether the Rust automaton is installed (told by `dondoc --version`)."""
    return ahocorasick_rs is not None
