"""The words at which a quantity without digits may stand: "một triệu", "gấp đôi", "đứng đầu", "top".

They are looked for together with the packs' words, then read by the patterns of `ranks`.
"""

from __future__ import annotations

NUMBER_WORDS = "number_words"  # their family's name among the packs' families
_UNITS = ("triệu", "tỷ", "nghìn đồng", "nghìn tỷ", "phần trăm", "lần")
_DIGITS = (
    "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười", "mươi", "mốt", "lăm", "tư", "trăm",
    "nghìn",
)  # fmt: skip
_TWICE = ("gấp đôi", "gấp rưỡi", "gấp ba", "gấp bốn", "gấp năm")
_RANKS = (
    "thứ", "hạng", "đứng đầu", "dẫn đầu", "xếp đầu", "cao nhất", "thấp nhất", "nhanh nhất", "top", "tốp",
    "nhóm",
)  # fmt: skip


def number_words() -> dict[str, str]:
    """Folded words → what may stand there: "words", "twice" or "rank"."""
    return {
        **{f"{digit} {unit}": "words" for digit in _DIGITS for unit in _UNITS},
        **dict.fromkeys(_TWICE, "twice"),
        **dict.fromkeys(_RANKS, "rank"),
    }
