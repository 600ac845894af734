r"""One form to match on, one to search by, one to sort by.

    text        "Tỉnh uỷ Quảng Ninh – quí III"
    fold        "tỉnh ủy quảng ninh - quý iii"      same length: an offset here is an offset there
    search_key  "tinh uy quang ninh qui iii"         found with and without marks
    sort_key    ASCII that a database sorts as a Vietnamese dictionary does

`nfc` is the only function that may change the length of a text; it says where.
"""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import is_normalized, normalize

# --- fold ---------------------------------------------------------------------------------------------

_SPACES = "\u00a0\u2002\u2003\u2007\u2009\u200b\u200c\u200d\u2060\u202f\u3000\ufeff"
_DASHES = "\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
# Letters that old fonts and careless converters put in the place of the right ones, after lower(); then the
# Cyrillic and Greek ones that look like ours, from copied web pages and from reading scans.
_LOOKALIKES = {"ð": "đ", "ƣ": "ư", "ɖ": "đ"}
_LOOKALIKES |= dict(zip("аеорсухіονα", "aeopcyxiova", strict=True))
_SINGLE = (
    *((c, " ") for c in _SPACES),
    *((c, "-") for c in _DASHES),
    *_LOOKALIKES.items(),
)

_ODD = re.compile("[" + "".join(old for old, _ in _SINGLE) + "]")
_SHORT = 300  # characters; in a shorter text one look for all of them is quicker than one for each
FOLDED_ONCE = 100_000  # characters of a text whose folded form is kept for who asks next
_LETTER = r"[^\W\d_]"
# The mark sits on the first vowel of an open syllable: hoà → hòa, thuỷ → thủy, khoẻ → khỏe.
# "quý" and "hoàn" have one spelling only.
_OLD_TONES = {
    old: new
    for olds, news in (
        ("oà oá oả oã oạ", "òa óa ỏa õa ọa"),
        ("oè oé oẻ oẽ oẹ", "òe óe ỏe õe ọe"),
        ("uỳ uý uỷ uỹ uỵ", "ùy úy ủy ũy ụy"),
    )
    for old, new in zip(olds.split(), news.split(), strict=True)
}
# Whole syllables written with i in the South and y in the North: tỉ lệ, quí III, cùng kì, quản lí.
_LONG_I = {"tỉ": "tỷ", "quí": "quý", "kì": "kỳ", "kĩ": "kỹ", "lí": "lý"}
_PAIRS = {**_OLD_TONES, **{old[-2:]: new[-2:] for old, new in _LONG_I.items()}}
# One set of characters, looked for once; what stands before one is looked at only where it is met.
_CANDIDATE = re.compile(
    rf"[àáảãạèéẻẽẹỳýỷỹỵíìĩỉ](?:(?<=o[àáảãạèéẻẽẹ])|(?<=u[ỳýỷỹỵí])|(?<=tỉ)|(?<=k[ìĩ])|(?<=lí))(?!{_LETTER})"
)


def fold(text: str) -> str:
    """The form rules match on: lower case, one spelling of a word, one kind of space and dash.

    `len(fold(text)) == len(text)` for any text, so offsets hold in both. Expects NFC; anything else is left
    as it is.

    >>> fold("Uỷ ban – Hoà Bình, quí\u00a0III")
    'ủy ban - hòa bình, quý iii'
    """
    if len(text) <= _SHORT:
        return _fold_short(text)
    return _fold_kept(text) if len(text) <= FOLDED_ONCE else _fold(text)


@lru_cache(maxsize=2_000)  # names of offices and of units come again and again
def _fold_short(text: str) -> str:
    return _fold(text)


@lru_cache(maxsize=2)  # reading and extraction fold the same text
def _fold_kept(text: str) -> str:
    return _fold(text)


def _fold(text: str) -> str:
    folded = text.lower()
    if len(folded) != len(text):  # "İ" is the one letter whose lower case is longer
        folded = text.replace("\u0130", "i").lower()
    if folded.isascii():
        return folded
    if len(folded) > _SHORT or _ODD.search(folded):
        for old, new in _SINGLE:
            folded = folded.replace(old, new)
    pieces: list[str] = []
    end = 0
    for match in _CANDIDATE.finditer(folded):
        start = match.start() - 1
        right = _PAIRS.get(folded[start : start + 2])
        if right is None or not _whole(folded, start):
            continue
        pieces += (folded[end:start], right)
        end = start + 2
    return "".join(pieces) + folded[end:] if pieces else folded


def _whole(folded: str, start: int) -> bool:
    """Whether the two letters at `start` may change: "uý" not in "quý", "kì" only as a whole syllable."""
    before = folded[start - 1 : start]
    if folded[start] == "o":
        return True
    if folded[start] == "u":
        return (before == "q") == (folded[start + 1] == "í")
    return not before.isalpha()


# --- edges -------------------------------------------------------------------------------------------


def stripped_end(text: str, end: int, marks: str | None = None) -> int:
    """Where `text[:end]` ends without the white space (or `marks`) at its end, without copying the text.

    >>> stripped_end("chữ  ,", 5)
    3
    """
    while end and (text[end - 1].isspace() if marks is None else text[end - 1] in marks):
        end -= 1
    return end


# --- beginnings ---------------------------------------------------------------------------------------


def opening(words: str, most: int) -> str:
    """The beginning of a text in at most `most` characters, ended between two words.

    >>> opening("Rà soát quy hoạch cụm công nghiệp", 20)
    'Rà soát quy hoạch …'
    """
    if len(words) <= most:
        return words
    cut = words.rfind(" ", 0, most - 1)
    return words[: cut if cut > 0 else most - 2].rstrip(" ,;:-–") + " …"


# --- search -------------------------------------------------------------------------------------------

# A page's end as converters print it: "--- PAGE BREAK ---", "[Trang 3]".
PAGE_BREAK = re.compile(
    r"[-=*\[<( ]{1,8}(?:page ?break|page \d{1,4}|trang \d{1,4}|ngắt trang)[-=*\]>) ]{1,8}", re.IGNORECASE
)

_MARKS = re.compile("[\u0300-\u036f]+")
_NOT_WORD = re.compile(r"[\W_]+")


def search_key(text: str) -> str:
    """What search compares: letters and digits without marks, everything else one space.

    >>> search_key("Đường sắt; 26-CT/TW")
    'duong sat 26 ct tw'
    """
    plain = _MARKS.sub("", normalize("NFD", _guarded(text.lower())))
    plain = plain.replace("đ", "d").replace("ð", "d")
    return _NOT_WORD.sub(" ", plain).strip()


# --- sort ---------------------------------------------------------------------------------------------

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_CODES = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefg"
_TONES = {"\u0300": "+", "\u0309": ",", "\u0303": "-", "\u0301": ".", "\u0323": "/"}  # huyền hỏi ngã sắc nặng
_QUALITY = {"\u0302", "\u0306", "\u031b"}  # circumflex, breve, horn: they make another letter
_TOKEN = re.compile(r"(?P<digits>[0-9]+)|(?P<word>[^\W\d_]+)|(?P<other>\w)")


def _letter_codes() -> dict[str, tuple[str, str]]:
    """Every Latin letter with Vietnamese marks → (code of the bare letter, tone)."""
    codes = dict(zip(_ALPHABET, _CODES, strict=True))
    table: dict[str, tuple[str, str]] = {letter: (code, "") for letter, code in codes.items()}
    for letter in "aăâeêioôơuưy":
        for mark, tone in _TONES.items():
            table[normalize("NFC", letter + mark)] = (codes[letter], tone)
    return table


_LETTERS = _letter_codes()


def _word_key(word: str) -> str:
    """One syllable: its letters, then its tone. The tone counts only between equal letters."""
    letters, tones = [], []
    for c in word:
        known = _LETTERS.get(c)
        if known is None:
            bare = "".join(x for x in normalize("NFD", c) if x not in _TONES)
            known = _LETTERS.get(normalize("NFC", bare)) or _LETTERS.get(bare[0])
        if known is None:  # another alphabet stands after ours, in code order
            letters.append(f"z{ord(c):06x}")
        else:
            letters.append(known[0])
            tones.append(known[1])
    return "".join(letters) + "".join(tones)


def sort_key(text: str) -> str:
    """ASCII whose byte order is Vietnamese dictionary order, in SQLite as in PostgreSQL (COLLATE "C").

    Syllable by syllable: letters a ă â b c d đ e ê … first, then the tone (ngang huyền hỏi ngã sắc nặng), so
    that all "ba …" stand before "bà …". Numbers stand before letters, by value: "Điều 2" before "Điều 10".

    >>> sorted(["Bắc Ninh", "Bà Rịa", "Ba Vì", "Bắc Giang"], key=sort_key)
    ['Ba Vì', 'Bà Rịa', 'Bắc Giang', 'Bắc Ninh']
    """
    keys = []
    for match in _TOKEN.finditer(normalize("NFC", _guarded(text.lower()))):
        if match["digits"]:
            digits = match["digits"].lstrip("0")
            size = len(digits)  # a longer number is a greater one
            keys.append(f"{size}{digits}" if size < 9 else f"9{size:06d}{digits}")
        elif match["word"]:
            keys.append(_word_key(match["word"]))
        else:
            keys.append(f"z{ord(match['other']):06x}")
    return " ".join(keys)


# --- NFC ----------------------------------------------------------------------------------------------

# Sorting a run of marks costs the square of its length in unicodedata; no language stacks more than a few.
_PILE = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0e38-\u0e4b\u1dc0-\u1dff"
    "\u20d0-\u20f0\u302a-\u302f\u3099\u309a\ufe20-\ufe2f]{30}"
)
_CLUSTER = re.compile("[^\u0300-\u036f][\u0300-\u036f]+")


def _guarded(text: str) -> str:
    """The text with piles of marks broken up, so that normalising stays linear."""
    if _PILE.search(text) is None:
        return text
    return _PILE.sub(lambda match: match[0] + "\u034f", text)  # the grapheme joiner stops reordering


def nfc(text: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The text in NFC, and where its characters came from.

    Returns:
        The normalised text and pairs (position in it, position in `text`), ascending, one wherever the
        distance between the two changes; () where the text was NFC already.
    """
    if is_normalized("NFC", text):
        return text, ()
    text = _guarded(text)
    whole = normalize("NFC", text)
    pieces: list[str] = []
    offsets: list[tuple[int, int]] = []
    written = read = shift = 0
    for match in _CLUSTER.finditer(text):
        pieces.append(text[read : match.start()])
        written += match.start() - read
        made = normalize("NFC", match[0])
        pieces.append(made)
        written += len(made)
        read = match.end()
        if read - written != shift:
            shift = read - written
            offsets.append((written, read))
    pieces.append(text[read:])
    if "".join(pieces) != whole:  # other scripts compose in other ways: lines never do
        return whole, _offsets_by_line(whole, text)
    return whole, tuple(offsets)


def _offsets_by_line(made: str, original: str) -> tuple[tuple[int, int], ...]:
    """Pairs at the lines' beginnings, where the distance between both texts changes."""
    offsets: list[tuple[int, int]] = []
    written = read = shift = 0
    for new, old in zip(made.split("\n"), original.split("\n"), strict=True):
        if read - written != shift:
            shift = read - written
            offsets.append((written, read))
        written += len(new) + 1
        read += len(old) + 1
    return tuple(offsets)


def compose(
    first: tuple[tuple[int, int], ...], then: tuple[tuple[int, int], ...]
) -> tuple[tuple[int, int], ...]:
    """Offset map of two changes made one after the other: B→A and C→B give C→A."""
    if not first or not then:
        return first or then
    starts = sorted({c for c, _ in then} | {_forward(then, b) for b, _ in first})
    return tuple((c, original(first, original(then, c))) for c in starts)


def original(offsets: tuple[tuple[int, int], ...], position: int) -> int:
    """Where a character of the text stood before the change that made `offsets`."""
    low, high = 0, len(offsets)
    while low < high:
        middle = (low + high) // 2
        if offsets[middle][0] <= position:
            low = middle + 1
        else:
            high = middle
    if not low:
        return position
    made, was = offsets[low - 1]
    return was + position - made


def _forward(offsets: tuple[tuple[int, int], ...], position: int) -> int:
    """Where a character went; the inverse of `original`, to the nearest kept character."""
    shift = 0
    for made, was in offsets:
        if was > position:
            break
        shift = made - was
    return position + shift
