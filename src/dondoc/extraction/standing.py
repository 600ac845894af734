"""Who may order whom: an order goes down or across, a request goes up and is no task.

"Bí thư Tỉnh ủy đề nghị Sở Y tế …"          down: a task of the sở
"Bí thư Đảng ủy xã đề nghị tỉnh …"          up: a request, nobody's task
"đại biểu Nguyễn Văn Thử đề nghị …"         by one who does not direct
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dondoc.extraction.addressees import ends_name, words_of
from dondoc.extraction.bodies import classes_of
from dondoc.extraction.context import Context
from dondoc.records.document import DocumentType
from dondoc.text.names import UPPER
from dondoc.text.normalize import fold

HIGHEST, CENTRAL, PROVINCE, DEPARTMENT, DISTRICT, COMMUNE = 6, 5, 4, 3, 2, 1
# Every alternative begins with a letter, so that `re` passes over the others at once; what must not stand
# before a word is looked at behind it.
_RANKS = (
    (
        HIGHEST,
        re.compile(
            r"thủ tướng(?<!thanh tra thủ tướng)(?<!văn phòng thủ tướng)"
            r"|chính phủ(?<!thanh tra chính phủ)(?<!văn phòng chính phủ)"
            r"|quốc hội(?<!thanh tra quốc hội)(?<!văn phòng quốc hội)|bộ chính trị|ban bí thư"
            r"|tổng bí thư|chủ tịch nước|ban chấp hành trung ương"
        ),
    ),
    (
        CENTRAL,
        re.compile(
            r"chính phủ|quốc hội|trung ương|tổng cục|thứ trưởng|bộ trưởng"
            r"|bộ (?<!cán bộ )(?<!đảng bộ )(?<!chi bộ )(?<!nội bộ )(?<!toàn bộ )(?<!đồng bộ )(?<!cục bộ )"
            r"(?<!\wbộ )(?!chỉ huy|chqs|máy|đội|phận|tiêu|tư lệnh|thủ tục)"
            r"|bộ(?<!\wbộ), ngành"
        ),
    ),
    (
        PROVINCE,
        re.compile(
            r"tỉnh ủy|thành ủy|ubnd {_P}|hđnd {_P}|ủy ban nhân dân {_P}|hội đồng nhân dân {_P}"
            r"|lãnh đạo tỉnh|tỉnh(?<!\wtỉnh)$|tỉnh(?<=^tỉnh)\b".replace("{_P}", r"(?:tỉnh|thành phố|tp\b)")
        ),
    ),
    (
        DEPARTMENT,
        re.compile(
            r"sở(?<!cơ sở)(?<!\wsở)\b|cục(?<!\wcục)\b|tỉnh đoàn|công an tỉnh|ban quản lý(?<!\wban quản lý)\b"
        ),
    ),
    (
        DISTRICT,
        re.compile(
            r"huyện ủy|quận ủy|thị ủy"
            r"|(?:ubnd|hđnd|ủy ban nhân dân|hội đồng nhân dân) (?:các )?(?:huyện|quận|thị xã)"
            r"|trưởng phòng|\bhuyện$|^huyện\b"
        ),
    ),
    (
        COMMUNE,
        re.compile(
            r"đảng ủy (?:xã|phường)|(?:ubnd|hđnd|ủy ban nhân dân) (?:các )?(?:xã|phường)|trưởng thôn|công ty"
            r"|hợp tác xã|hiệp hội|doanh nghiệp"
        ),
    ),
)
AUTHORITY = (  # words of those who may direct
    r"đồng chí|thủ tướng|bí thư|chủ tịch|bộ trưởng|thứ trưởng|ban thường vụ|btv|tỉnh ủy|thành ủy"
    r"|huyện ủy|đảng ủy|thường trực|ubnd|ban chỉ đạo|ban chỉ huy|tổng cục|"
    r"ủy ban nhân dân|hđnd|hội đồng nhân dân|chính phủ|bộ chính trị|ban bí thư|ban chấp hành|tổng bí thư"
    r"|lãnh đạo (?:tỉnh|tp|thành phố|huyện|quận|thị xã|bộ|ngành|sở|ubnd|hđnd)|đoàn giám sát|"
    r"ô(?<!\w.)ng\s|b(?<!\w.)à\s"  # begin with a letter, like the others: `re` then skips quickly
)
AUTHORITY_RE = re.compile(AUTHORITY)
_OFFICE = re.compile(AUTHORITY.replace(r"|ô(?<!\w.)ng\s|b(?<!\w.)à\s", ""))
_FIRST_PERSON = re.compile(r"\b(?:tôi|chúng tôi)\b")
_LINKS = ("", "đồng thời", "và", "đồng thời cũng", "cùng với đó", "ngoài ra")
_CLAUSE = re.compile(r"(?<!tp)\.\s|[;:]\s|[“”\"]")
_DELEGATE = re.compile(
    rf"(?:[Đđ]ại biểu|[Cc]ử tri|[Pp]hóng viên|[Cc]huyên gia)\s(?:\w+\s){{0,3}}[{UPPER}]\w+\s[{UPPER}]"
)
# "Giám đốc Sở … đã ký văn bản hỏa tốc | đề nghị"
ISSUES = re.compile(
    r"(?:ký|có|gửi|ban hành|ra|phát)\s(?:\w+\s){0,2}?(?:văn bản|công văn|công điện|chỉ thị|thông báo)"
)
# What a committee's organs put to the committee: "Ủy ban Kiểm tra … đề nghị Ban Thường vụ …".
_ORGANS = re.compile(r"ủy ban kiểm tra|ubkt|\bban (?:tổ chức|tuyên giáo|dân vận|nội chính)\b")
_COMMITTEES = ("ban thường vụ", "thường trực", "ban chấp hành", "bộ chính trị", "ban bí thư")
_ASKS = frozenset({"đề nghị", "kêu gọi", "kiến nghị", "đề xuất"})
_FARTHEST = 420  # characters before an order in which its speaker is named


def rank(words: str) -> int | None:
    """The level of the body first named in folded words; None where none is known.

    >>> rank("ubnd tỉnh"), rank("các sở, ngành"), rank("đồng chí lan")
    (4, 3, None)
    """
    first: tuple[int, int] | None = None
    for level, pattern in _RANKS:
        m = pattern.search(words)
        if m is not None and (first is None or m.start() < first[0]):
            first = (m.start(), level)
    return first[1] if first else None


def highest_rank(words: str) -> int | None:
    """The highest level named in folded words: a speaker bears all his posts."""
    return next((level for level, pattern in _RANKS if pattern.search(words)), None)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks before an order."""

    words: str  # the clause up to the order, folded
    named: bool  # somebody who may direct is named, or speaks for himself
    office: bool  # an office is named before the order, whatever its standing
    other: bool  # one who does not direct speaks: a delegate, a voter


def speaker_before(ctx: Context, floor: int, order: int) -> Speaker:
    """Who speaks in the clause that runs up to an order word."""
    clause = _CLAUSE.split(ctx.flat[max(floor, order - _FARTHEST) : order])[-1]
    chunk = clause.rpartition(", ")[2]
    at = order - len(chunk)
    if not chunk.strip():  # "ông …, người dân xã …, đề nghị": who speaks was said before the comma
        at = order - len(clause)
    others = any("speaker" in w.classes for w in words_of(ctx, at, order))
    other = (others and not _OFFICE.search(chunk or clause)) or (
        _DELEGATE.search(ctx.text, order - len(clause), order) is not None
    )
    named = bool(AUTHORITY_RE.search(clause) or _FIRST_PERSON.search(clause))
    if clause.strip(" ,") in _LINKS:  # "đồng chí Bí thư ghi nhận …; đồng thời | đề nghị …"
        named = AUTHORITY_RE.search(ctx.flat, max(floor, order - _FARTHEST), order) is not None
    office = names_somebody(ctx, at, order) or _office_alone(ctx, order - len(clause), order)
    return Speaker(clause, named, office, other)


def _office_alone(ctx: Context, start: int, order: int) -> bool:
    """Whether nothing but an office stands before an order: "Sở Y tế các tỉnh, thành phố | đề nghị"."""
    verbs = any(
        w.classes & {"verb", "adverb", "modal"} and ends_name(ctx, w) for w in words_of(ctx, start, order)
    )
    return not verbs and names_somebody(ctx, start, order)


def names_somebody(ctx: Context, start: int, end: int) -> bool:
    """Whether one who may direct, or an office by its name, stands there."""
    if AUTHORITY_RE.search(ctx.flat, start, end) is not None:
        return True
    return any(
        "body" in classes_of(ctx, payloads) and ctx.text[a].isupper()
        for a, _, payloads in ctx.hits_in("orgs", start, end)
    )


def asks_upward(ctx: Context, speaker: str, order: str, addressee: str) -> bool:
    """Whether a request goes to somebody above the one who makes it (all in folded words)."""
    if order not in _ASKS:
        return False
    to = rank(addressee)
    if to is None:
        return False
    by = highest_rank(speaker)
    if by is None and ctx.document.header.type is not DocumentType.PRESS:
        by = highest_rank(fold(ctx.document.header.issuer or ""))
    if by is None:
        return to >= CENTRAL and ctx.document.header.type is DocumentType.PRESS
    if to == by and addressee.startswith(_COMMITTEES) and _ORGANS.search(speaker):
        return True
    return to > by
