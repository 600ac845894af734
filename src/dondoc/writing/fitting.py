"""What of some words fits the lines of a narrow column, in the typeface papers are set in.

So that a list made to be two pages long is two pages long, whatever the names in it are.
"""

from __future__ import annotations

import re
import unicodedata

# Widths of Times in thousandths of its size, as its makers publish them; a mark above or below adds nothing.
_WIDTHS = {
    250: " ,.", 180: "'", 278: "ijlt/:;", 333: "fr()!-I‘’", 389: "sJ", 444: "acez?“”", 408: '"', 556: "FPS",
    564: "+<=>", 611: "ELTZ", 667: "BCR", 722: "ADGHKNOQUVXYwĐ", 778: "m&", 833: "%", 889: "M", 921: "@",
    944: "W", 1000: "…—",
}  # fmt: skip
_WIDTH = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
_OTHER = 500  # digits and most small letters
_HORN = 60  # ơ, ư stand wider than o, u
_HORN_MARK = "\u031b"
_MORE = "…"
_PIECE = re.compile(r"[^ /-]*[ /-]|[^ /-]+")  # a line may end after a space, a hyphen, a stroke


def width(words: str) -> int:
    """Of a line, in thousandths of the letters' size.

    >>> width("Sở Y tế")
    3060
    """
    found = 0
    for letter in unicodedata.normalize("NFD", words):
        if letter == _HORN_MARK:
            found += _HORN
        elif not unicodedata.combining(letter):
            found += _WIDTH.get(letter, _OTHER)
    return found


def fitted(words: str, *, column: float, lines: int = 2) -> str:
    """The words, or as many of them as fit, with "…" after them.

    Args:
        words: One paragraph; its spaces are made single.
        column: The column's width inside its margins, in sizes of the letters: 221 points at 10 are 22.1.
        lines: How many lines it may take.
    """
    room = int(column * 1000)
    pieces = _PIECE.findall(" ".join(words.split()))
    taken = _taken(pieces, room, lines)
    if taken == len(pieces):
        return "".join(pieces)
    while (
        taken > 0 and _taken([*pieces[: taken - 1], pieces[taken - 1].rstrip() + _MORE], room, lines) < taken
    ):
        taken -= 1
    return "".join(pieces[:taken]).rstrip(" ,;:–-/") + _MORE


def _taken(pieces: list[str], room: int, lines: int) -> int:
    """How many pieces fit, set line by line; one longer than a line takes the lines it needs."""
    line, used = 1, 0
    for place, piece in enumerate(pieces):
        wide = width(piece.rstrip())
        if used and used + wide > room:
            line, used = line + 1, 0
        if wide > room:
            line, wide = line + wide // room, wide % room
        if line > lines:
            return place
        used += wide + width(piece) - width(piece.rstrip())
    return len(pieces)
