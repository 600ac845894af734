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
# A number of several words, or one word under a bound, may count a noun: "ba mươi xã", "ít nhất một huyện".
_TENS = ("mươi", "trăm", "nghìn", "ngàn", "vạn")
_LED_BY = ("ít nhất", "tối thiểu", "tối đa", "không quá", "tăng", "giảm", "thêm", "trên", "gần")
_OF_ALL = ("trong số", "trong tổng số", "trên tổng số")  # "bốn trong số 14 hộ"
_TWICE = ("gấp đôi", "gấp rưỡi", "gấp ba", "gấp bốn", "gấp năm")
_RANKS = (
    "thứ", "hạng", "đứng đầu", "dẫn đầu", "xếp đầu", "cao nhất", "thấp nhất", "nhanh nhất", "top", "tốp",
    "vị trí", "vị thứ", "số một", "quán quân",
    "nhóm", "đứng nhất", "đứng nhì", "xếp nhất", "xếp nhì", "về nhất", "về nhì",
)  # fmt: skip


def number_words() -> dict[str, str]:
    """Folded words → what may stand there: "words", "count", "twice" or "rank"."""
    ones = _DIGITS[:9]
    return {
        **{f"{digit} {ten}": "count" for digit in ones for ten in _TENS},
        **{f"{digit} người": "hurt" for digit in ones},
        **{f"{digit} {of_all}": "count" for digit in (*ones, "mười") for of_all in _OF_ALL},
        **{f"mười {digit}": "count" for digit in (*ones, "lăm")},
        **{f"{led} {digit}": "count" for led in _LED_BY for digit in (*ones, "mười")},
        **{f"{digit} {unit}": "words" for digit in _DIGITS for unit in _UNITS},
        **dict.fromkeys(("nửa triệu", "nửa tỷ", "nửa tỉ"), "words"),
        **dict.fromkeys(_TWICE, "twice"),
        **dict.fromkeys(_RANKS, "rank"),
    }
