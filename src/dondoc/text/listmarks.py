"""The marks of a list in one form: "1/", "I.-", "Một là," and "➢" say what "1.", "I." and "-" say."""

from __future__ import annotations

import re

from dondoc.text.names import LOWER, UPPER

Edit = tuple[int, int, str]  # start, end, what stands there instead


def marks(text: str) -> list[Edit]:
    """Numbers and bullets of lines in one form each: "1/", "I.-" become "1.", "I."; "➢", "o" become "-"."""
    edits: list[Edit] = []
    circles: list[Edit] = []
    stacked = any(sign in text for sign in _STACKS) and _STACKED.search(text) is not None
    at = 0
    while 0 <= at < len(text):
        if text[at] == "o":
            if _CIRCLE_MARK.match(text, at) is not None:
                circles.append((at, at + 1, "-"))
        elif (edit := _mark_at(text, at, stacked=stacked)) is not None:
            edits.append(edit)
        at = text.find("\n", at) + 1 or -1
    return sorted(edits + (circles if len(circles) >= _FEWEST_CIRCLES else []))


def _mark_at(text: str, at: int, *, stacked: bool) -> Edit | None:
    """What is to be changed in the mark that a line begins with."""
    first = text[at]
    odd = text[at + 1 : at + 2] == "/" or first in "(Kk"
    if odd and (other := _OTHER_MARK.match(text, at)) is not None:
        kind = str(other.lastgroup)
        return other.start(), other.end(), f"{other[kind]}{')' if kind == 'small' else '.'} "
    if first in _MAY_NUMBER:
        if (found := _NUMBER_MARK.match(text, at)) is not None:
            return found.start(2), found.end(), ". "
        if not stacked and (found := _ALONE_MARK.match(text, at)) is not None:
            return found.end(1), found.end(), " " if found[1][-1] in ".)" else ". "
    elif first in _MAY_COUNT and (found := _WORD_MARK.match(text, at)) is not None:
        return found.start(), found.end(), f"{_COUNTS[found[1] or found[2]]}. "
    elif not first.isalpha() and (found := _BULLET_MARK.match(text, at)) is not None:
        return found.start(), found.end(), "- "
    return None


# "A/ MỤC TIÊU", "a/ Rà soát", "Khoản 2: Sở Y tế", "(II) NHIỆM VỤ".
_OTHER_MARK = re.compile(
    rf"(?P<capital>[A-HĐ])/ ?(?=[{UPPER}])|(?P<small>[a-zđ])/ (?=[{UPPER}“])"
    rf"|[Kk]hoản (?P<clause>\d{{1,2}})[.:] (?=[{UPPER}])|\((?P<roman>[IVX]{{1,5}})\) ?(?=[{UPPER}])"
)
# "1/ Sở", "I.- VỀ", "2: Sở", "3 . Sở"; "I - MỤC TIÊU" is known as it is.
_NUMBER_MARK = re.compile(
    rf"\*{{0,2}}(\d{{1,2}}|[IVX]{{1,5}})"
    rf"((?:\.? ?[/:]|\.[-–]| \.|\.(?=[{UPPER}][{LOWER}])) ?|(?<=[IVX]) (?=[{UPPER}]{{2}}))"
    rf"(?=\*{{0,2}}[{UPPER}“])(?![A-ZĐ][A-ZĐa-zđ]{{0,6}}-[A-ZĐ])"  # "85/CT-UBND" is a number
)
# A sign that is no letter, figure, bracket or quote, and none of the bullets known as they are.
_BULLET_MARK = re.compile(
    rf"((?:[·‣⁃∙○◘◙■□▶►▸▷◆◇♦★☆✓✔✦✧✪➔➜➢➤➡→⇒»›§¤\u2022\ue000-\uf8ff"
    rf"\u2600-\u27bf\U0001F300-\U0001FAFF]\ufe0f?|[-=]>) ?)"
    rf"(?=[{UPPER}{LOWER}\d“])"
)
# A number alone in its line, its words below: "1." over "Sở Xây dựng", "II" over "NHIỆM VỤ".
_ALONE_MARK = re.compile(
    rf"((?:\d{{1,2}}|[IVX]{{1,5}})[.)]|[IVX]{{1,5}}(?=\n+[{UPPER}]{{2}}))[ ]?\n+(?=[{UPPER}])"
)
_STACKS = ("|", "TT", "Stt", "thứ tự")  # one of them in every match of the next
_STACKED = re.compile(r"^(?:S?TT|Stt|Số TT|Số thứ tự)$|^\|$", re.MULTILINE)  # a table, one cell a line
# "Một là, " and "Thứ nhất: " before what stands in a list.
_COUNTS = {
    "Một": 1, "Hai": 2, "Ba": 3, "Bốn": 4, "Năm": 5, "Sáu": 6, "Bảy": 7, "Tám": 8, "Chín": 9, "Mười": 10,
    "nhất": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
_WORD_MARK = re.compile(
    rf"(?:({'|'.join(_COUNTS)}) là[,:] |Thứ ({'|'.join(_COUNTS)})[,:] (?!\d))(?=[{UPPER}{LOWER}])"
)
_MAY_COUNT = frozenset(word[0] for word in _COUNTS if word[0].isupper()) | {"T"}
_CIRCLE_MARK = re.compile(rf"o(?= [{UPPER}])")
_MAY_NUMBER = frozenset("0123456789IVX*")
_FEWEST_CIRCLES = 2
