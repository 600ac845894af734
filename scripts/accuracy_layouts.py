"""The open gold documents set in other layouts: how much of the same text is still read.

    python scripts/accuracy_layouts.py             every layout: F1 of full statements and of tasks
    python scripts/accuracy_layouts.py --only line only those whose name holds these words

What a page's width, a converter or a web page's source does to lines, spaces and marks must change nothing.
Each layout is a few replacements; the gold spans are moved along with the text, so the scorer of the gold
compares as it always does. This prints the table of docs/accuracy.md; `tests/extraction/test_layouts.py`
keeps the same for texts of our own. The twelve that nobody opens are not among the documents.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import tempfile
import unicodedata
from collections.abc import Callable, Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

import accuracy_gold

SEED = 7  # of the layouts that break lines or widen spaces by chance
Edit = tuple[int, int, str]  # from, to, what stands there instead
Layout = Callable[[str, random.Random], list[Edit]]

MENU = "Trang chủ\nGiới thiệu\nVăn bản\nLiên hệ\nTrang chủ > Tin tức > Chi tiết\n"
TAIL = "\nTin liên quan\nXã Bình An thu 512 tỷ đồng năm 2019\nXã Phú Lâm có 15 hộ\nBình luận (3)\n"
ORDINALS = ("Một", "Hai", "Ba", "Bốn", "Năm", "Sáu", "Bảy", "Tám", "Chín")


def swapped(pattern: str, words: str | Callable[[re.Match[str], random.Random], str]) -> Layout:
    """Every match of a pattern, replaced; "^" and "$" are the beginning and end of a line."""
    compiled = re.compile(pattern, re.MULTILINE)

    def edits(text: str, chance: random.Random) -> list[Edit]:
        return [
            (m.start(), m.end(), m.expand(words) if isinstance(words, str) else words(m, chance))
            for m in compiled.finditer(text)
        ]

    return edits


def broken(least: int, most: int) -> Layout:
    """Lines that end behind `least` to `most` words, wherever that is."""

    def edits(text: str, chance: random.Random) -> list[Edit]:
        made: list[Edit] = []
        left = chance.randint(least, most)
        for m in re.finditer(r"[ \n]", text):
            left = chance.randint(least, most) if m[0] == "\n" else left - 1
            if left == 0:
                made.append((m.start(), m.end(), "\n"))
                left = chance.randint(least, most)
        return made

    return edits


def wrapped(width: int) -> Layout:
    """Lines no longer than `width` characters."""

    def edits(text: str, _: random.Random) -> list[Edit]:
        made: list[Edit] = []
        begin = 0
        spaces = [m.start() for m in re.finditer(r"[ \n]", text)] + [len(text)]
        for at, after in pairwise(spaces):
            if text[at] == "\n":
                begin = at + 1
            elif after - begin > width:
                made.append((at, at + 1, "\n"))
                begin = at + 1
        return made

    return edits


def decomposed(text: str, _: random.Random) -> list[Edit]:
    """Every letter with its marks apart."""
    each = ((n, sign, unicodedata.normalize("NFD", sign)) for n, sign in enumerate(text))
    return [(n, n + 1, apart) for n, sign, apart in each if apart != sign]


LAYOUTS: dict[str, Layout] = {
    "as they are": lambda _text, _chance: [],
    "the whole text in one line": swapped(r"\s*\n\s*", " "),
    "two spaces where lines ended": swapped(r"\n+", "  "),
    "no empty lines": swapped(r"\n{2,}", "\n"),
    "an empty line behind every line": swapped(r"\n+", "\n\n"),
    "two empty lines behind every line": swapped(r"\n+", "\n\n\n"),
    "indented by four spaces": swapped(r"^(?=.)", "    "),
    "indented by a tab": swapped(r"^(?=.)", "\t"),
    "Windows line ends": swapped(r"\n", "\r\n"),
    "broken at 80 characters": wrapped(80),
    "broken anywhere, 5 to 14 words each": broken(5, 14),
    "justified: one to four spaces between words": swapped(
        r"(?<=\S) (?=\S)", lambda _, chance: " " * chance.choice([1, 1, 2, 3, 4])
    ),
    "some double spaces": swapped(r"(?<=\S) (?=\S)", lambda _, chance: " " * chance.choice([1] * 9 + [2])),
    "signs that print nothing": swapped(r"(?<= )(?=[tcđ])", "\u200b"),
    "soft hyphens": swapped(
        r"(?<=[a-zà-ỹ]{2})(?=[a-zà-ỹ]{2})", lambda _, chance: chance.choice(["", "", "\u00ad"])
    ),
    "no-break spaces everywhere": swapped(r"(?<=\S) (?=\S)", "\u00a0"),
    "figures stuck to the word before": swapped(r"(?<=[a-zà-ỹ]) (?=\d+[,.]\d)", ""),
    'words stuck to ".", ","': swapped(r"(?<=[a-zà-ỹ][.,]) (?=[A-ZĐa-zà-ỹ])", ""),
    'a space before ".", ","': swapped(r"(?<=[a-zà-ỹ])(?=[.,]\s)", " "),
    "a site's menu above": swapped(r"\A", MENU),
    "related headlines and comments below": swapped(r"\Z", TAIL),
    "a page's number between paragraphs": swapped(
        r"\n(?=.{200})", lambda _, chance: chance.choice(["\n"] * 6 + ["\n2\n"])
    ),
    '"1/"': swapped(r"^(\d+)\. ", r"\1/ "),
    '"1:"': swapped(r"^(\d+)\. ", r"\1: "),
    '"Một là,"': swapped(r"^([1-9])\. ", lambda m, _: f"{ORDINALS[int(m[1]) - 1]} là, "),
    '"Phần I:"': swapped(r"^([IVX]+)\. ", r"Phần \1: "),
    '"I.-"': swapped(r"^([IVX]+)\. ", r"\1.- "),
    'bullets "➢"': swapped(r"^[-+] ", "➢ "),
    'bullets "->"': swapped(r"^[-+] ", "-> "),
    "bullets of a symbol font": swapped(r"^[-+] ", "\uf0b7 "),
    'Word\'s "o"': swapped(r"^[-+] ", "o "),
    "decimal dots": swapped(r"(?<=\d),(?=\d{1,2}(?!\d))", "."),
    "a space between thousands": swapped(r"(?<=\d)\.(?=\d{3}(?!\d))", " "),
    "decomposed letters": decomposed,
    "other dashes": swapped(r"(?<= )-(?= )", "–"),
    "other quotes": swapped('[“”"]', "'"),
}


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", default="", help="layouts whose name holds these words")
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    gold = accuracy_gold.find(accuracy_gold.DEV)
    if gold is None:
        print(f"Bỏ qua: không có bộ đối chiếu ở {accuracy_gold.DEV}.")
        return 0
    held_out = gold.held_out(accuracy_gold.HELD_OUT)
    names = [name for name in gold.names if name not in held_out]
    print(f"| layout ({len(names)} documents) | full | tasks |\n|---|--:|--:|")
    for layout, edits in LAYOUTS.items():
        if options.only in layout:
            kinds = _scores(gold, names, edits, options.seed)["kinds"]
            print(
                f"| {layout} | {kinds['indicator.full']['f1']:.3f} | {kinds['task']['f1']:.3f} |", flush=True
            )
    return 0


def _scores(
    gold: accuracy_gold.Gold, names: Iterable[str], layout: Layout, seed: int
) -> accuracy_gold.Scores:
    """The scores of the documents in this layout."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for part in ("text", "facts", "read"):
            (folder / part).mkdir()
        for name in names:
            text = (gold.folder / "text" / f"{name}.txt").read_text("utf-8")
            facts = json.loads((gold.folder / "facts" / f"{name}.json").read_text("utf-8"))
            edits = layout(text, random.Random(seed))
            made = _set(text, edits)
            if unicodedata.normalize("NFC", made) == text:
                edits = []  # a text is kept composed, so letters taken apart move nothing
            (folder / "text" / f"{name}.txt").write_bytes(made.encode())
            moved = json.dumps(_moved(facts, _places(len(text), edits)))
            (folder / "facts" / f"{name}.json").write_text(moved, "utf-8")
        other = accuracy_gold.Gold(folder, gold.scorer)
        other.read(names, folder / "read")
        return other.score(names, folder / "read")


def _set(text: str, edits: Iterable[Edit]) -> str:
    parts: list[str] = []
    done = 0
    for begin, end, words in edits:
        parts += [text[done:begin], words]
        done = end
    return "".join([*parts, text[done:]])


def _places(length: int, edits: Iterable[Edit]) -> list[tuple[int, int]]:
    """Where each place of the old text is in the new one: as the beginning of a span, and as its end."""
    places: list[tuple[int, int]] = []
    done, moved = 0, 0
    for begin, end, words in edits:
        places += [(at + moved, at + moved) for at in range(done, begin)]
        if begin == end:  # put in between: a span begins behind it and ends before it
            places.append((begin + moved + len(words), begin + moved))
            done = begin + 1
        else:
            places += [(begin + moved, begin + moved)] * (end - begin)
            done = end
        moved += len(words) - (end - begin)
    return places + [(at + moved, at + moved) for at in range(done, length + 1)]


def _moved(value: Any, places: list[tuple[int, int]]) -> Any:
    """A gold fact with its spans moved."""
    if isinstance(value, dict):
        return {
            key: [places[part[0]][0], places[part[1]][1]]
            if key.endswith("span") and isinstance(part, list)
            else _moved(part, places)
            for key, part in value.items()
        }
    if isinstance(value, list):
        return [_moved(part, places) for part in value]
    return value


if __name__ == "__main__":
    sys.exit(main())
