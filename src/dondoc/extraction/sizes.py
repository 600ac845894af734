"""How long, wide, high and deep works are: the adjective before the number says which.

"Thân đập cao 45 m"                        chiều cao thân đập
"Con rạch dài 3 km, rộng khoảng 20 m"      chiều dài, then chiều rộng con rạch
"Đoạn An Thử - Bình Thử, dài 16,7 km"      chiều dài đoạn An Thử - Bình Thử
"""

from __future__ import annotations

import re

from dondoc.extraction.clauses import FARTHEST, Clause
from dondoc.extraction.grammar import Quantity
from dondoc.extraction.names import inside_a_name, tidy
from dondoc.text.normalize import fold

_HEADS = {"dài": "chiều dài", "rộng": "chiều rộng", "cao": "chiều cao", "sâu": "độ sâu"}
_SIZED = re.compile(
    r"(?<!\w)(?:có |với |là )*(?:(?:tổng )?(?:chiều|bề) )?(dài|rộng|cao|sâu)"
    r"(?: (?:khoảng|hơn|gần|trên|là|đến|tới|tổng cộng|chưa đầy|thiết kế))*[ :]*$"
)
_HEADED = re.compile(r"(?:tổng )?(?:chiều (?:dài|rộng|cao)|độ sâu)(?: |$)", re.IGNORECASE)
_ASIDE = re.compile(r"\([^()]*\)")
_LAST_ADJECTIVE = re.compile(r",? (?:dài|rộng|cao|sâu)$")
# What has a length begins a sentence with a capital that its name within one has not.
_WORKS = frozenset(
    ["Cầu", "Cống", "Kè", "Đập", "Hồ", "Sông", "Kênh", "Đường", "Tuyến", "Đoạn", "Hầm", "Thân", "Mặt", "Con",
     "Dự", "Nhà", "Công"]
)  # fmt: skip
_NEAR = 40  # characters from the adjective to its number
_LONGEST = 12  # words


def named(text: str, flat: str, name: str, quantity: Quantity, clause: Clause, last: str) -> tuple[str, str]:
    """The name of a length, and what is so long; `last` is what was so long in the sentence before it."""
    low = max(clause.sentence[0], quantity.start - FARTHEST)
    sized = _SIZED.search(flat, max(low, quantity.start - _NEAR), quantity.start)
    if sized is None:
        return name, last
    head = _HEADS[sized[1]]
    own = _LAST_ADJECTIVE.sub("", _HEADED.sub("", name)).strip(" ,")
    if fold(own) in _HEADS:
        own = ""
    before = flat[max(low, clause.chunk) : sized.start()].strip(" ,")
    if not before:  # ", rộng 20 m": of what was just so long, else of what the sentence begins with
        own = last or _opening(text[low : sized.start()])
    elif not own:
        own = _opening(text[low : sized.start()])
    own = inside_a_name(own, _WORKS)
    return (f"{head} {own}", own) if own else (name, last)


def _opening(said: str) -> str:
    """What a sentence begins with, up to its first comma; brackets left out."""
    words = tidy(_ASIDE.sub("", said).partition(",")[0]).split()
    return " ".join(words[-_LONGEST:])
