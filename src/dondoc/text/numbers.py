"""Numbers as Vietnamese documents print them: a dot for thousands, a comma for decimals, or in words.

    "1.260,500" → 1260.500      "16.900" → 16900        "12 500" → 12500
    "7.5"       → 7.5, doubtful  "1,256,000" → 1256000, doubtful (both are English habits)
    "hai mươi mốt nghìn" → 21000

Values are `Decimal`, exactly as written; nothing passes through binary fractions.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from dondoc.errors import QuantityError

# Every way a number is printed, the longest first. A space between thousands only before three digits.
NUMBER = (
    r"(?:\d{1,3}(?:[.]\d{3}){1,9}(?:,\d+)?(?!\d)"  # 1.260,500
    r"|\d{1,3}(?:[ \u00a0]\d{3}){1,9}(?:,\d+)?(?![\d.])"  # 12 500
    r"|\d{1,3}(?:,\d{3}){2,9}(?:\.\d+)?(?!\d)"  # 1,256,000
    r"|\d{1,3},\d{3}\.\d+(?!\d)"  # 2,345.6
    r"|\d+,\d+"  # 13,45
    r"|\d+\.\d{1,2}(?!\d)"  # 7.5
    r"|0\.\d{4,6}(?!\d)"  # 0.7024
    r"|\d+)"
)
_PRINTED = re.compile(NUMBER)
_LONGEST = 24  # digits; a longer run of digits is no number of a report


class Number(NamedTuple):
    """A number as read: its exact value, the digits printed after the comma, and a doubt ("" if none)."""

    value: Decimal
    decimals: int
    doubt: str = ""


def parse_number(printed: str) -> Number:
    """The value of a printed number.

    >>> parse_number("1.260,500")
    Number(value=Decimal('1260.500'), decimals=3, doubt='')

    Raises:
        QuantityError: `printed` is not one whole number in a form known here.
    """
    if len(printed) > _LONGEST + 12 or not _PRINTED.fullmatch(printed):
        raise QuantityError(f"“{printed[:40]}” không phải là một số viết theo cách quen dùng.")
    return _valued(printed)


def _valued(printed: str) -> Number:
    if printed.isdecimal():
        return Number(Decimal(printed), 0)
    plain = printed.replace("\u00a0", " ").replace(" ", "")
    commas, dots = plain.count(","), plain.count(".")
    doubt = ""
    if commas >= 2 or (commas and dots and plain.index(",") < plain.index(".")):
        plain = plain.replace(",", "")
        doubt = "Số viết theo kiểu Anh: dấu phẩy ngăn hàng nghìn."
    elif dots > 1 or (dots and (commas or _groups(plain))):
        plain = plain.replace(".", "").replace(",", ".")
    elif dots:
        doubt = "Số viết theo kiểu Anh: dấu chấm là dấu thập phân."
    else:
        plain = plain.replace(",", ".")
    _, _, fraction = plain.partition(".")
    return Number(Decimal(plain), len(fraction), doubt)


def _groups(plain: str) -> bool:
    """Whether every dot stands before three digits and the first group is no lone zero: thousands."""
    head, *rest = plain.split(".")
    return all(len(group) == 3 for group in rest) and len(head) <= 3 and not head.startswith("0")


_TWO_WAYS = re.compile(r"[-+−]?(?P<whole>[1-9]\d{0,2}),(?P<rest>\d{3})", re.ASCII)


def two_ways(typed: str) -> str:
    """What a person has to say who typed a number that means two things; "" where it means one.

    "1,000" is one in Vietnamese, and a thousand to most who type it. A document is read as it is printed;
    what is typed here is asked about.

    >>> two_ways("0,125"), two_ways("12,34"), two_ways("1,0000")
    ('', '', '')
    """
    match = _TWO_WAYS.fullmatch(typed.strip())
    if match is None:
        return ""
    whole, rest = match["whole"], match["rest"]
    short = rest.rstrip("0")
    decimal = f"{whole},{rest}0" if short == rest else f"{whole},{short or 0}"
    return (
        f"“{typed.strip()}” hiểu được hai cách. Viết {whole}{rest} hoặc {whole}.{rest} nếu dấu phẩy ngăn "
        f"hàng nghìn; viết {decimal} nếu là dấu thập phân."
    )


def number_at(text: str, start: int) -> tuple[int, Number] | None:
    """`(end, number)` of the number printed at `start`, None where none is."""
    match = _PRINTED.match(text, start)
    if match is None or match.end() - start > _LONGEST:
        return None
    return match.end(), _valued(match[0])


_DIGITS = {
    "không": 0, "linh": 0, "lẻ": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5,
    "lăm": 5, "nhăm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
_TY = 1_000_000_000
_SCALES = {"nghìn": 1_000, "ngàn": 1_000, "vạn": 10_000, "triệu": 1_000_000, "tỷ": _TY, "tỉ": _TY}
# What may begin a number in words; "linh", "lẻ", "mốt" and "lăm" only go on.
WORDS = r"(?:một|hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín|mười)"


def parse_words(words: str) -> int | None:
    """The value of a number in words, None where a word is no part of one.

    >>> parse_words("hai mươi mốt nghìn")
    21000
    """
    total = group = 0
    digit: int | None = None
    seen = False
    for word in words.split():
        if word in _DIGITS:
            digit = _DIGITS[word]
        elif word == "mười":
            group += 10
            digit = None
        elif word == "mươi" and digit is not None:
            group += digit * 10
            digit = None
        elif word == "trăm" and digit is not None:
            group += digit * 100
            digit = None
        elif word in _SCALES and (seen or digit is not None):
            group += digit or 0
            if _SCALES[word] == _TY:  # "hai nghìn tỷ": tỷ multiplies all that stands before it
                total = (total + group) * _TY
            else:
                total += group * _SCALES[word]
            group, digit = 0, None
        else:
            return None
        seen = True
    return total + group + (digit or 0) if seen else None


_ORDINALS = {
    "nhất": 1, "nhì": 2, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8,
    "chín": 9, "mười": 10,
}  # fmt: skip


def parse_ordinal(word: str) -> int | None:
    """The rank that stands after "thứ": digits, "nhất", "nhì", "tư" … None for anything else."""
    return int(word) if word.isdecimal() and len(word) < 6 else _ORDINALS.get(word)
