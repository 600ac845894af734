"""Who signed a document, in which post, and who receives it: the two columns at its end.

Nơi nhận:                    TM. ỦY BAN NHÂN DÂN
- Thường trực Tỉnh ủy;          KT. CHỦ TỊCH
- Lưu: VT.                     PHÓ CHỦ TỊCH
                                Lê Văn A
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dondoc.reading import masthead
from dondoc.records.source import Span
from dondoc.text.names import UPPER
from dondoc.text.normalize import fold

_NAME_LINE = re.compile(
    rf"(?:(?:GS|PGS|TS|ThS|BS|KS)\.?\s*)*(?P<name>[{UPPER}][^\W\d_]*(?:[ \u00a0][{UPPER}][^\W\d_]*){{1,4}})"
)
_ON_BEHALF = re.compile(r"[ \t\u00a0|*_]*(?:(?:TM|KT|TL|TUQ|Q)\s?\.|[TK]/[MTL]\b|TUQ\b)[^\n]*")
_BEHALF_WORDS = ("TM", "KT", "TL", "TUQ", "Q.", "Q .", "T/", "K/")
# The head of a body signs in his own name: the post alone in its line, in capitals.
_POST_WORDS = ("ĐỐC", "TỊCH", "THƯ", "TRƯỞNG", "NHIỆM", "CHÁNH")
_POST_LINE = re.compile(
    r"[ \t\u00a0|*_]*(?:PHÓ +|QUYỀN +|Q\. ?)?(?:(?:TỔNG +)?GIÁM +ĐỐC|CHỦ +TỊCH|BÍ +THƯ"
    r"|TRƯỞNG +(?:BAN|ĐOÀN|PHÒNG)|CHỦ +NHIỆM|CHÁNH +(?:VĂN +PHÒNG|THANH +TRA|ÁN)"
    r"|(?:CHI +)?CỤC +TRƯỞNG|(?:TỔ|VIỆN|HIỆU|BỘ) +TRƯỞNG)"
    rf"(?: +[{UPPER},\- ]{{2,40}})?[ \t\u00a0|*_]*(?=\n)"
)
# Several of them, and the name behind them, in one cell of a table.
_OWN_POST = re.compile(
    r"(?<!\w)(?:(?:PHÓ|QUYỀN)\s+)?(?:(?:TỔNG\s+)?GIÁM\s+ĐỐC|CHỦ\s+TỊCH|BÍ\s+THƯ|TRƯỞNG\s+(?:BAN|ĐOÀN|PHÒNG)"
    r"|CHỦ\s+NHIỆM|CHÁNH\s+(?:VĂN\s+PHÒNG|THANH\s+TRA|ÁN)|(?:CỤC|TỔ|VIỆN|HIỆU|BỘ)\s+TRƯỞNG)(?!\w)"
)
_CELL = re.compile(
    rf"[\s*_]*(?P<posts>(?:[{UPPER}]+[.,*_]*\s+){{2,24}}?)(?:\(?[Đđ]ã ký\)?)?[\s*_]*"
    rf"(?P<name>(?:[{UPPER}][^\W\d_{UPPER}]+\s){{1,4}}[{UPPER}][^\W\d_{UPPER}]+)[\s*_]*"
)
_SIGNATURE_LINES = 9
_LONGEST_POST = 100  # characters
_POSTS = re.compile(
    r"(?:PHÓ\s+)?(?:CHỦ\s+TỊCH|BÍ\s+THƯ|GIÁM\s+ĐỐC|TRƯỞNG\s+BAN|TRƯỞNG|CHỦ\s+NHIỆM|CHÁNH\s+VĂN\s+PHÒNG|VĂN\s+PHÒNG|TỔNG\s+BÍ\s+THƯ|THỦ\s+TƯỚNG|BỘ\s+TRƯỞNG|THỨ\s+TRƯỞNG)"
    r"|CHÁNH\s+|QUYỀN\s+|ỦY\s+VIÊN|THƯỜNG\s+TRỰC|HIỆU\s+TRƯỞNG|CỤC\s+TRƯỞNG|VIỆN\s+TRƯỞNG|TỔNG\s+THƯ\s+KÝ",
    re.IGNORECASE,
)
_RECIPIENTS = re.compile(r"[ \t\u00a0|*_]*(?:Nơi nhận|NƠI NHẬN)[ \t*_]*:?")
_MOST_RECIPIENTS = 60


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed."""

    name: str
    span: Span  # of the name
    post: str  # in running text: "Phó Chủ tịch"


def find(text: str, start: int) -> Signature | None:
    """The first name below a post from `start` on: "KT. CHỦ TỊCH / PHÓ CHỦ TỊCH / Lê Văn A"."""
    return _below(text, start) or _in_a_cell(text, start)


def _below(text: str, start: int) -> Signature | None:
    for pattern, words in ((_ON_BEHALF, _BEHALF_WORDS), (_POST_LINE, _POST_WORDS)):
        for line in _lines_with(text, start, pattern, words):
            signed = _signed(text, line)
            if signed is not None:
                return signed
    return None


def _in_a_cell(text: str, start: int) -> Signature | None:
    """All of it in one cell: "| Nơi nhận: … | TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH Lê Văn A |"."""
    for word in _POST_WORDS:
        at = text.find(word, start)
        while at >= 0:
            end = text.find("\n", at)
            end = len(text) if end < 0 else end
            line = text.rfind("\n", start, at) + 1
            first, last = text.rfind("|", line, at) + 1, text.find("|", at, end)
            cell = Span(first, last)
            if 0 < first < last and (m := _CELL.fullmatch(text[cell.slice])):
                where = Span(cell.start + m.start("name"), cell.start + m.end("name"))
                return Signature(" ".join(m["name"].split()), where, _post(own_post(m["posts"])))
            at = text.find(word, end)
    return None


def own_post(posts: str) -> str:
    """The signer's own post, the last of those in capitals: "KT. CHỦ TỊCH PHÓ CHỦ TỊCH" signs the deputy.

    >>> own_post("TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH")
    'PHÓ CHỦ TỊCH'
    """
    last = max((m.start() for m in _OWN_POST.finditer(posts)), default=0)
    return posts[last:].strip(" *_")


def _lines_with(text: str, start: int, pattern: re.Pattern[str], words: Sequence[str]) -> list[int]:
    """Beginnings of the lines that a pattern matches; only lines that hold one of its words are tried."""
    found: set[int] = set()
    for word in words:
        at = text.find(word, start)
        while at >= 0:
            line = text.rfind("\n", 0, at) + 1
            if line >= start and pattern.match(text, line):
                found.add(line)
            end = text.find("\n", at)
            at = text.find(word, end) if end >= 0 else -1
    return sorted(found)


def _signed(text: str, start: int) -> Signature | None:
    """The post and then the name that stand from here on."""
    position = ""
    for _ in range(_SIGNATURE_LINES):
        end = text.find("\n", start)
        line = masthead.trimmed(text, start, len(text) if end < 0 else end)
        words = text[line.slice]
        name = _NAME_LINE.fullmatch(words)
        if name and not words.isupper() and position:
            return Signature(" ".join(name["name"].split()), line, _post(position))
        if words and _POSTS.search(words) and len(words) < _LONGEST_POST:
            position = words
        elif position and len(words) > _LONGEST_POST:
            return None
        if end < 0:
            break
        start = end + 1
    return None


def _post(words: str) -> str:
    """The post in running text: "KT. CHỦ TỊCH" is followed by the post held; titles keep their capitals."""
    words = re.sub(r"^(?:(?:TM|KT|TL|TUQ|Q)\s?\.|[TK]/[MTL])\s*", "", words).strip("* _")
    if not words.isupper():
        return words
    low = fold(words)
    for capitals, written in (
        ("phó chủ tịch", "Phó Chủ tịch"),
        ("chủ tịch", "Chủ tịch"),
        ("phó bí thư thường trực", "Phó Bí thư Thường trực"),
        ("phó bí thư", "Phó Bí thư"),
        ("bí thư", "Bí thư"),
        ("phó giám đốc", "Phó Giám đốc"),
        ("giám đốc", "Giám đốc"),
        ("phó trưởng ban", "Phó Trưởng ban"),
        ("trưởng ban", "Trưởng ban"),
        ("phó chủ nhiệm", "Phó Chủ nhiệm"),
        ("bộ trưởng, chủ nhiệm", "Bộ trưởng, Chủ nhiệm"),
        ("chủ nhiệm", "Chủ nhiệm"),
        ("phó chánh văn phòng", "Phó Chánh Văn phòng"),
        ("chánh văn phòng", "Chánh Văn phòng"),
        ("phó thủ tướng", "Phó Thủ tướng"),
        ("thủ tướng", "Thủ tướng"),
    ):
        if low.startswith(capitals):
            return (written + words[len(capitals) :].lower()).strip()
    return words.capitalize()


def recipients(text: str, start: int) -> tuple[tuple[str, ...], Span | None]:
    """The lines under "Nơi nhận", and where they stand."""
    marks = _lines_with(text, start, _RECIPIENTS, ("Nơi nhận", "NƠI NHẬN"))
    mark = _RECIPIENTS.match(text, marks[0]) if marks else None
    if mark is None:
        return (), None
    found: list[str] = []
    start = first = mark.end()
    while start < len(text) and len(found) < _MOST_RECIPIENTS:
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        line = masthead.trimmed(text, start, end)
        words = text[line.slice].strip(" *_")
        if words and (words[0] in "-–+•" or (not found and start == first)):
            found.append(words.lstrip("-–+• ").rstrip(";.,: "))
        elif words and found and not _ON_BEHALF.match(words) and words[0].islower():
            found[-1] = f"{found[-1]} {words.rstrip(';.,: ')}"
        elif (words and found) or (not words and found and text[start:end].strip() == "|"):
            break
        start = end + 1
    return tuple(x for x in found if x), Span(mark.start(), min(start, len(text)))
