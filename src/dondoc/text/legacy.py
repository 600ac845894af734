r"""Vietnamese from before Unicode: TCVN3 (ABC, fonts .VnTime …), VNI (fonts VNI-Times …), VISCII.

    "Céng hßa x· héi chñ nghÜa"      TCVN3   one character a letter; marked capitals by a font of their own
    "Coäng hoøa xaõ hoäi chuû nghóa" VNI     a letter and its mark are two characters
    "Cµng hòa xã hµi chü nghîa"      VISCII  one character a letter

What such a file shows are the characters of Western Europe that share the codes. `detect` tells the encoding
from the words: as written they are no Vietnamese syllables, decoded they are. A text in Unicode is known by a
few letters in its beginning, so asking costs next to nothing. `decode` gives the text and where its
characters stood.
"""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import normalize

from dondoc.text.normalize import nfc

Offsets = tuple[tuple[int, int], ...]
_SAME: Offsets = ()

_FIT = 0.8  # share of decoded words that must be Vietnamese syllables
_MISFIT = 0.5  # share of words that may be so without decoding
_MARKED = 0.25  # share of all words that have such letters in any Vietnamese text
_FEWEST = 4  # words with letters beyond ASCII from which a text can be told
_FEWEST_BYTES = 3  # the same of bytes that are no UTF-8
_SAMPLE = 30_000  # characters looked at

# --- tables -------------------------------------------------------------------------------------------

_TONES = ("\u0300", "\u0309", "\u0303", "\u0301", "\u0323")  # huyền hỏi ngã sắc nặng
_VOWELS = "aăâeêioôơuưy"


def _toned(vowel: str) -> list[str]:
    return [normalize("NFC", vowel + tone) for tone in _TONES]


_TCVN3_TONED = dict(
    zip(
        _VOWELS,
        [
            "µ¶·¸¹",
            "»¼½¾Æ",
            "ÇÈÉÊË",
            "ÌÎÏÐÑ",
            "ÒÓÔÕÖ",
            "×ØÜÝÞ",
            "ßáâãä",
            "åæçèé",
            "êëìíî",
            "ïñòóô",
            "õö÷øù",
            "úûüýþ",
        ],
        strict=True,
    )
)  # huyền hỏi ngã sắc nặng of each vowel
_TCVN3 = dict(zip("¡¢£¤¥¦§¨©ª«¬\u00ad®", "ĂÂÊÔƠƯĐăâêôơưđ", strict=True)) | {
    code: letter
    for vowel, codes in _TCVN3_TONED.items()
    for code, letter in zip(codes, _toned(vowel), strict=True)
}

# VNI: mark after its letter → (letter's own mark, tone). The capitals' marks are the capitals of these.
_VNI_MARKS = {
    "ø": ("", "\u0300"), "û": ("", "\u0309"), "õ": ("", "\u0303"), "ù": ("", "\u0301"), "ï": ("", "\u0323"),
    "â": ("\u0302", ""), "à": ("\u0302", "\u0300"), "å": ("\u0302", "\u0309"), "ã": ("\u0302", "\u0303"),
    "á": ("\u0302", "\u0301"), "ä": ("\u0302", "\u0323"),
    "ê": ("\u0306", ""), "è": ("\u0306", "\u0300"), "ú": ("\u0306", "\u0309"), "ü": ("\u0306", "\u0303"),
    "é": ("\u0306", "\u0301"), "ë": ("\u0306", "\u0323"),
}  # fmt: skip
_VNI_ALONE = {"ñ": "đ", "ò": "ị", "æ": "ỉ", "ó": "ĩ", "î": "ỵ", "ô": "ơ", "ö": "ư"}


def _vni() -> dict[str, str]:
    table: dict[str, str] = {}
    for code, letter in _VNI_ALONE.items():
        table[code], table[code.upper()] = letter, letter.upper()
    for mark, (own, tone) in _VNI_MARKS.items():
        hats = {"\u0302": "aeo", "\u0306": "a"}
        for base in hats[own] if own else "aeiouyôö":
            letter = normalize("NFC", _VNI_ALONE.get(base, base) + own + tone)
            table[base + mark] = letter
            table[base.upper() + mark] = table[base.upper() + mark.upper()] = letter.upper()
    return table


_VNI = _vni()
# RFC 1456 from 0x80 on; where Latin-1 has a Vietnamese letter, it is the same.
_VISCII_HIGH = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"
    "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
)
_VISCII = {chr(0x80 + n): letter for n, letter in enumerate(_VISCII_HIGH)} | {
    "\x02": "Ẳ", "\x05": "Ẵ", "\x06": "Ẫ", "\x14": "Ỷ", "\x19": "Ỹ", "\x1e": "Ỵ",
}  # fmt: skip
# The same codes read as Windows' Western page: "€" is 0x80.
_UNUSED = {0x81, 0x8D, 0x8F, 0x90, 0x9D}  # there
_VISCII |= {bytes([n]).decode("cp1252"): _VISCII[chr(n)] for n in range(0x80, 0xA0) if n not in _UNUSED}
_VISCII_CODES = str.maketrans(_VISCII)
_TCVN3_CODES = str.maketrans(_TCVN3)
_VNI_PATTERN = re.compile(
    rf"[aeiouyôöAEIOUYÔÖ][{''.join(_VNI_MARKS)}{''.join(_VNI_MARKS).upper()}]|[ñòæóîôöÑÒÆÓÎÔÖ]"
)
# What a PDF's layer of letters shows for TCVN3's ư (the code of the soft hyphen) and ã, beside a letter.
_PDF_GLYPHS = {"\u2212": "\u00ad", "\u2219": "·"}
_PDF_GLYPH = re.compile(r"(?<=[^\W\d_])[\u2212\u2219]|[\u2212\u2219](?=[^\W\d_¡-¾])")

ENCODINGS = ("tcvn3", "vni", "viscii")
TITLES = {"tcvn3": "TCVN3 (ABC)", "vni": "VNI", "viscii": "VISCII", "cp1258": "Windows-1258"}

# --- syllables ----------------------------------------------------------------------------------------

_PRINTED_RIMES = (
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en eng "
    "eo ep et ê êch ên ênh êm êp êt êu êc i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu o oa "
    "oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong "
    "ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uâc uân uâng uât uây uc uê uêch uênh ui "
    "um un ung uơ uôc uôi uôm uôn uông uôt up ut uy uya uych uyên uyêt uynh uyt uyu ư ưa ưc ưi ưm ưn ưng "
    "ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y yêm yên yêng yêt yêu "
)
_RIMES = sorted(_PRINTED_RIMES.split(), key=len, reverse=True)
_SYLLABLE = re.compile(rf"(?:ngh?|gh?|gi|kh|nh|ph|qu|th|tr|ch|[bcdđhklmnprstvx])?(?:{'|'.join(_RIMES)})")
_TONE = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_STOPPED = re.compile(r"(?:c|ch|p|t)$")  # takes only sắc and nặng
_CHUNK = re.compile(r"[^\s\d.,;:!?()\[\]\"'“”‘’/…<>|–\-]+")
# Letters only Vietnamese in Unicode has.
_MODERN = re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")


@lru_cache(maxsize=4096)
def is_syllable(word: str) -> bool:
    """Whether a word can be said in Vietnamese: "nghiệp", "Quảng"; not "x·", "héi"."""
    decomposed = normalize("NFD", word.lower())
    tones = _TONE.findall(decomposed)
    if len(tones) > 1:
        return False
    plain = normalize("NFC", _TONE.sub("", decomposed))
    if _SYLLABLE.fullmatch(plain) is None:
        return False
    return not tones or tones[0] in "\u0301\u0323" or _STOPPED.search(plain) is None


def _fitness(text: str) -> tuple[float, int]:
    """Share of the words with letters beyond ASCII that are syllables, and how many there are."""
    words = [word for word in _CHUNK.findall(text) if len(word) > 1 and not word.isascii()]
    return sum(map(is_syllable, words)) / max(len(words), 1), len(words)


# --- detection ----------------------------------------------------------------------------------------


def _is_modern(text: str) -> bool:
    """Whether beginning, middle and end each show a letter of Vietnamese in Unicode, or nothing but ASCII."""
    size = len(text)
    for start in {0, max(0, size // 2 - 250), max(0, size - 500)}:
        window = text[start : start + 500]
        if _MODERN.search(window) is None and not window.isascii():
            return False
    return True


def detect(text: str, *, fewest: int = _FEWEST) -> str | None:
    """The encoding a text's characters stand for: "tcvn3", "vni", "viscii"; None for text as it should be.

    Lines with letters that only Unicode has are left out of the judgement: a new heading over an old text.

    Args:
        text: As its bytes read in Western Europe's code page, or as Word shows it without the font.
        fewest: Words with letters beyond ASCII from which it may be told.
    """
    if text.isascii() or _is_modern(text):
        return None
    old = "\n".join(line for line in text[:_SAMPLE].split("\n") if _MODERN.search(line) is None)
    as_is, count = _fitness(old)
    if count < fewest or as_is > _MISFIT or count < _MARKED * len(_CHUNK.findall(old)):
        return None
    scores = {encoding: _fitness(decode(old, encoding)[0])[0] for encoding in ENCODINGS}
    best = max(scores, key=lambda encoding: scores[encoding])
    return best if scores[best] >= _FIT else None


def spoiled(was: str, made: str) -> bool:
    """Whether decoding made fewer syllables than there were: an old font's name over words in Unicode."""
    before, count = _fitness(was)
    return bool(count) and before > _fitness(made)[0]


# --- decoding -----------------------------------------------------------------------------------------


def decode(text: str, encoding: str) -> tuple[str, Offsets]:
    """The text in Unicode and pairs (position in it, position in `text`) where their distance changes.

    Lines in Unicode already stay as they are.

    >>> decode("Céng hßa x· héi", "tcvn3")
    ('Cộng hòa xã hội', ())
    >>> decode("Coäng hoøa", "vni")
    ('Cộng hòa', ((2, 3), (7, 9)))
    """
    pieces: list[str] = []
    offsets: list[tuple[int, int]] = []
    read = written = shift = 0
    for line in text.split("\n"):
        if line.isascii() or _MODERN.search(line) is not None:
            made, moved = line, _SAME
        else:
            made, moved = _LINES[encoding](line)
        for new, old in ((0, 0), *moved):
            if read + old - written - new != shift:
                shift = read + old - written - new
                offsets.append((written + new, read + old))
        pieces.append(made)
        written += len(made) + 1
        read += len(line) + 1
    return "\n".join(pieces), tuple(offsets)


def _tcvn3(line: str) -> tuple[str, Offsets]:
    line = _PDF_GLYPH.sub(lambda found: _PDF_GLYPHS[found[0]], line)
    made = line.translate(_TCVN3_CODES)
    return _capitals(line, made), ()


def _capitals(was: str, made: str) -> str:
    """A line or word whose plain letters are all capitals was set in a font of capitals: "CéNG" is "CỘNG"."""
    plain = [c for c in was if "A" <= c <= "Z" or "a" <= c <= "z"]
    if len(plain) > 2 and "".join(plain).isupper():
        return made.upper()
    return re.sub(r"[^\W\d_]+", _capital_word, made)


def _capital_word(found: re.Match[str]) -> str:
    word = found[0]
    plain = [c for c in word if c.isascii()]
    capitals = sum(c.isupper() for c in plain)
    if capitals == len(plain) > 0 and (capitals > 1 or not (word[0].isascii() and word[0].isupper())):
        return word.upper()
    return word


def _vni_line(line: str) -> tuple[str, Offsets]:
    pieces: list[str] = []
    offsets: list[tuple[int, int]] = []
    read = written = 0
    for found in _VNI_PATTERN.finditer(line):
        letter = _VNI.get(found[0])
        taken = found.end()
        if letter is None:  # a vowel that bears no such mark: two characters of their own
            letter, taken = _VNI.get(found[0][0], found[0][0]), found.start() + 1
        pieces += (line[read : found.start()], letter)
        written += found.start() - read + 1
        read = taken
        if len(found[0]) > 1 and taken == found.end():
            offsets.append((written, read))
        elif len(found[0]) > 1:
            pieces.append(_VNI.get(found[0][1], found[0][1]))
            written, read = written + 1, read + 1
    pieces.append(line[read:])
    return "".join(pieces), tuple(offsets)


def _viscii_line(line: str) -> tuple[str, Offsets]:
    return line.translate(_VISCII_CODES), ()


_LINES = {"tcvn3": _tcvn3, "vni": _vni_line, "viscii": _viscii_line}


def decode_bytes(data: bytes) -> tuple[str, Offsets, str] | None:
    """(text, offsets, encoding) of bytes that are no UTF-8; None where they are no Vietnamese in any.

    The offsets count bytes: every old encoding has one for each character.
    """
    best: tuple[float, str, Offsets, str] | None = None
    for encoding in (*ENCODINGS, "cp1258"):
        if encoding == "cp1258":
            surface = data.decode("cp1258", "replace")
            text, offsets = nfc(surface)
        else:
            surface = data.decode("latin-1") if encoding == "viscii" else data.decode("cp1252", "replace")
            text, offsets = decode(surface, encoding)
        score, count = _fitness(text[:_SAMPLE])
        if count >= _FEWEST_BYTES and score >= _FIT and (best is None or score > best[0]):
            best = score, text, offsets, encoding
    return None if best is None else best[1:]


# --- fonts --------------------------------------------------------------------------------------------


def of_font(name: str) -> tuple[str, bool] | None:
    """(encoding, whether it draws capitals) of a font's name; None for a font in Unicode.

    >>> of_font(".VnTimeH"), of_font("VNI-Times"), of_font("Times New Roman")
    (('tcvn3', True), ('vni', False), None)
    """
    plain = name.lstrip("\ufeff ").lower()
    if plain.startswith(".vn"):
        return "tcvn3", name.rstrip().endswith("H")
    if plain.startswith("vni"):
        return "vni", False
    return None
