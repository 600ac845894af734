"""Words of Word and Excel files in fonts from before Unicode: .VnTime stands for TCVN3, VNI-Times for VNI."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from dondoc.records.source import Diagnostic, Severity
from dondoc.text import legacy

# How Word keeps the letters of a font it takes for one of symbols.
_PRIVATE = {0xF000 + code: code for code in range(0x20, 0x100)}


@dataclass(slots=True)
class OldFonts:
    """Which words of a file are in an old encoding, and what became of them."""

    by_font: bool = True  # fonts' names are believed
    all_in: str = ""  # the encoding of all words, whatever their fonts say
    was: list[str] = field(default_factory=list)
    made: list[str] = field(default_factory=list)
    encodings: set[str] = field(default_factory=set)

    def hand(self, font: str) -> tuple[str, bool]:
        """(encoding or "", whether the font draws capitals) of words set in a font."""
        known = legacy.of_font(font) if self.by_font and font else None
        return known or (self.all_in, False)

    def decode(self, words: str, encoding: str) -> str:
        """Words of one encoding in Unicode."""
        if not encoding or words.isascii():
            return words
        made, _ = legacy.decode(words.translate(_PRIVATE), encoding)
        if made != words:
            self.was.append(words)
            self.made.append(made)
            self.encodings.add(encoding)
        return made

    def again(self, words: str) -> OldFonts | None:
        """How the file must be read again; None where it was read rightly.

        Args:
            words: The file's whole text as it came out.
        """
        if self.all_in or not self.by_font:
            return None
        if self.made:  # an old font's name may stand over words that are in Unicode
            spoiled = legacy.spoiled("\n".join(self.was), "\n".join(self.made))
            return OldFonts(by_font=False) if spoiled else None
        encoding = legacy.detect(words)  # old words under another font's name
        return OldFonts(all_in=encoding) if encoding else None

    def remarks(self) -> Iterable[Diagnostic]:
        """What the reader says of it."""
        return map(converted, sorted(self.encodings))


def converted(encoding: str) -> Diagnostic:
    """The remark that words were not in Unicode and now are."""
    words = f"Chữ theo bảng mã cũ {legacy.TITLES[encoding]} đã được chuyển sang Unicode; nên xem lại dấu."
    return Diagnostic("legacy_encoding", words, severity=Severity.INFO)
