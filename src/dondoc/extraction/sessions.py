"""Which session of a body: "kỳ họp thứ 12", "lần thứ hai mươi lăm", "phiên thứ XVI", "lần thức 4".

Numbers are read after the word of the meeting; the body's name may stand between them, other matters not:
in "hội nghị sơ kết 2 năm thực hiện Nghị quyết Đại hội lần thứ 18" the eighteenth is the congress.
"""

from __future__ import annotations

import re

from dondoc.extraction.bodies import run_end
from dondoc.extraction.context import Context
from dondoc.records.source import Span

_UNITS = ["một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
_DIGITS = {w: i + 1 for i, w in enumerate(_UNITS)} | {"nhất": 1, "nhì": 2, "tư": 4, "lăm": 5, "mốt": 1}
_WORD_NUMBER = rf"(?:(?:{'|'.join(_DIGITS)}|mười|mươi)(?:\s+|(?!\w))){{1,3}}"
_ORDINAL = re.compile(
    rf"(?:phiên(?: họp)?\s+|lần\s+)?(?:thứ|thức)\s+(\d{{1,3}}|[ivxl]{{1,6}}(?!\w)|{_WORD_NUMBER})"
)
# "kỳ họp 23 HĐND thành phố": the number alone, before whose session it is
_PLAIN = re.compile(r" (\d{1,2})(?=,? (?:của )?(?:hđnd|hội đồng nhân dân|quốc hội|khóa|khoá))")
_ELSEWHERE = re.compile(
    r"[.;:]|nhiệm kỳ|khóa| về | tổng kết | triển khai | đánh giá | cho ý kiến| ngày | làm việc"
    r"| đại hội| kỳ họp| để | trình | thực hiện |\d"
)
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}
_AFTER = 110  # characters in which the number may stand after the word


def ordinal_after(ctx: Context, at: int, limit: int) -> tuple[int, Span] | None:
    """The number of the session whose word ends at `at`, and where it stands; None where none is said."""
    plain = _PLAIN.match(ctx.flat, at, limit) if ctx.flat.endswith("kỳ họp", 0, at) else None
    if plain is not None:
        return int(plain[1]), Span(*plain.span(1))
    m = _ORDINAL.search(ctx.flat, at, min(limit, at + _AFTER))
    if m is None:
        return None
    between = ctx.flat[at : m.start()]
    if _ELSEWHERE.search(between):
        return None
    first = at
    while first < m.start() and ctx.flat[first] in " *":
        first += 1
    if "," in between and run_end(ctx, first, m.start()) < m.start() - 3:
        return None
    number = number_of(m[1])
    return (number, Span(m.start(), m.start(1) + len(m[1].rstrip()))) if number is not None else None


def number_of(words: str) -> int | None:
    """A folded number in digits, Roman figures or words; None where it is none.

    >>> [number_of(words) for words in ("15", "xvi", "hai mươi mốt", "nhất")]
    [15, 16, 21, 1]
    """
    words = words.strip()
    if words.isdigit():
        return int(words)
    if words and set(words) <= set(_ROMAN):
        values = [_ROMAN[c] for c in words]
        return sum(-v if i + 1 < len(values) and v < values[i + 1] else v for i, v in enumerate(values))
    total = 0
    for word in words.split():
        if word == "mười":
            total += 10
        elif word == "mươi":
            total *= 10
        elif word in _DIGITS:
            total += _DIGITS[word]
        else:
            return None
    return total or None
