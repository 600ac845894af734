"""What was changed between two versions of a text, paragraph by paragraph, word by word."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Fate(StrEnum):
    """What became of a paragraph or of some words."""

    KEPT = "kept"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"  # of a paragraph: some of its words


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that were kept, added or removed."""

    fate: Fate
    words: str


@dataclass(frozen=True, slots=True)
class ParagraphChange:
    """A paragraph of either version, in the order of the newer one; one removed stands where it stood."""

    fate: Fate
    pieces: tuple[Piece, ...]  # without the added they are the older words, without the removed the newer
    moved: bool = False  # removed here and added there, with the same words after its number
    renumbered: bool = False  # changed in its number only: "3." became "2."
    heading: bool = False  # "II. NHIỆM VỤ": names what stands under it
