"""A text as the check compares it: one word a place, spelling, abbreviations and synonyms evened out.

>>> [word for word in words_of("Uỷ ban nhân dân tỉnh Thuận Giang giao 1.250 căn").keys]
['=ubnd', 'tinh', '@', 'giao', '#', 'can']

Marks are left out of the comparison (a copy may have lost them, or have them wrong), numbers and place names
are compared as "a number", "a place": what they are is shown as a difference, and makes no passage another.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import normalize

from dondoc.packs import Entry, load
from dondoc.text.matcher import PhraseMatcher

NUMBER, PLACE = "#", "@"

_WORD = re.compile(r"[a-z]+|[0-9][0-9.,]*(?<![.,])")
_PLAIN = re.compile(r"=[a-z_0-9]+|@|[a-z]+|[0-9][0-9.,]*")
_GENERIC = frozenset(["tinh", "huien", "xa", "phuong", "quan", "tran", "pho", "thon", "song", "ap", "ban"])
_NAME_WORDS = 2  # spaces in an indicator's name that is compared as one word
_LONGEST_NAME = 4  # syllables of a place's own name

# Words that hold sentences together: they carry little of what a sentence says. Without marks, y as i.
LIGHT_WORDS = frozenset(
    [
        "va", "cua", "cac", "nhung", "cho", "voi", "ve", "de", "trong", "o", "tai", "tren", "la", "co",
        "duoc", "bi", "do", "boi", "theo", "tu", "den", "thi", "ma", "nai", "khi", "sau", "truoc", "mot",
        "cung", "nhu", "hoac", "con", "vao", "ra", "len", "xuong", "bang", "vi", "nham", "gan", "di", "lai",
        "da", "dang", "se", "hon", "nhat", "moi", "tung", "viec", "su"
    ]
)  # fmt: skip


def _bare_letters() -> str:
    """At each letter's code the bare letter, y as i; at those of all kinds of space the plain one."""
    table: dict[int, str] = {ord("y"): "i", ord("đ"): "d", ord("ð"): "d", ord("ƣ"): "u"}
    for letter in "aăâeêioôơuưy":
        for mark in ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"):
            made = normalize("NFC", letter + mark)
            bare = normalize("NFD", made)[0]
            table[ord(made)] = "i" if bare == "y" else bare
    table.update(dict.fromkeys(map(ord, "\u00a0\u2002\u2003\u2007\u2009\u202f\u3000"), " "))
    # As a string: half the cost of a dict. What lies beyond it translate leaves as it is.
    return "".join(table.get(code, chr(code)) for code in range(0x3001))


_BARE = _bare_letters()


def bare(text: str) -> str:
    """The text in small letters without marks, of the same length.

    >>> bare("Quý III, Uỷ ban")
    'qui iii, ui ban'
    """
    lowered = text.lower()
    if len(lowered) != len(text):  # "İ" is the one letter whose lower case is longer
        lowered = text.replace("\u0130", "i").lower()
    return lowered.translate(_BARE)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text: what is compared, and where each stands."""

    keys: list[str]
    starts: list[int]
    ends: list[int]

    def __len__(self) -> int:
        return len(self.keys)


def words_of(text: str) -> Words:
    """The words of a text in order."""
    flat = bare(text)
    keys: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    hits = iter(_phrases().find(_spaced(flat)))
    hit = next(hits, None)
    name_left = 0  # syllables that may still be part of a place's name
    skip_to = 0
    for match in _WORD.finditer(flat):
        start, end = match.span()
        if start < skip_to:
            continue
        while hit is not None and hit[0] < start:
            hit = next(hits, None)
        if hit is not None and hit[0] == start and (hit[2] != PLACE or text[start].isupper()):
            keys.append(hit[2])
            starts.append(start)
            ends.append(hit[1])
            skip_to, name_left = hit[1], 0
            continue
        word = match[0]
        if word[0] <= "9":
            word, name_left = NUMBER, 0
        elif (
            name_left and text[start].isupper() and text[end - 1].islower() and flat[ends[-1] : start] == " "
        ):
            name_left -= 1
            if keys[-1] == PLACE:
                ends[-1] = end
                continue
            word = PLACE
        else:
            name_left = _LONGEST_NAME if word in _GENERIC and text[end - 1].islower() else 0
        keys.append(word)
        starts.append(start)
        ends.append(end)
    return Words(keys, starts, ends)


def _spaced(flat: str) -> str:
    """Line breaks and tabs as spaces, so that a phrase is found over a broken line."""
    return flat.replace("\n", " ").replace("\t", " ")


def plain_words(text: str) -> list[str]:
    """The words as `words_of` compares them, but for places' names, quicker and without where they stand."""
    flat = bare(text)
    hits = _phrases().find(_spaced(flat))
    if hits:
        pieces: list[str] = []
        at = 0
        for start, end, key in hits:
            pieces += (flat[at:start], key)
            at = end
        flat = "".join(pieces) + flat[at:]
    return _PLAIN.findall(flat)


@lru_cache(maxsize=1)
def _phrases() -> PhraseMatcher[str]:
    packs = load()
    phrases: dict[str, str] = {}
    for entry in packs.entries("places"):
        for form in entry.get("forms", ()):
            if len(form) > 3:
                phrases[bare(form)] = PLACE
    for entry in packs.entries("indicators"):
        for form in entry.get("forms", ()):
            if form.count(" ") >= _NAME_WORDS:
                phrases[bare(form)] = _own_key(form)
    for entry in packs.entries("check_alike"):
        phrases.update({bare(form): _alike_key(entry, form) for form in entry["forms"]})
    return PhraseMatcher(phrases)


@lru_cache(maxsize=1)
def phrases_stamp() -> str:
    """What says that the same words are compared as one: changes with the packs that `plain_words` reads."""
    packs = load()
    forms = [
        (entry["id"], *entry.get("forms", ())) for family in _FAMILIES for entry in packs.entries(family)
    ]
    return f"{zlib.crc32(repr(forms).encode()):08x}"


_FAMILIES = ("places", "indicators", "check_alike")


def alike_keys(entry: Entry) -> set[str]:
    """What the forms of an entry of check_alike are compared as."""
    return {_alike_key(entry, form) for form in entry["forms"]}


def _alike_key(entry: Entry, form: str) -> str:
    return _own_key(form) if entry["kind"] == "stock" else f"={entry['id']}"


def _own_key(form: str) -> str:
    return "=" + re.sub(r"[^a-z0-9]+", "_", bare(form))


@lru_cache(maxsize=1)
def kinds_of_alike() -> Mapping[str, str]:
    """Key of a phrase → "spelling" where its forms are one word, "synonym" where they replace one another."""
    entries = load().entries("check_alike")
    return {f"={entry['id']}": str(entry["kind"]) for entry in entries if entry["kind"] != "stock"}
