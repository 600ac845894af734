"""Whose a figure is: that of the body its row or column names, else the body's whose document tells it.

A name that is no body of the books gives nobody the figure: the reviewer chooses a body or adds it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError

from dondoc.text.normalize import fold
from dondoc.web.bodies.models import Body
from dondoc.web.bodies.selectors import SURE, Directory, Resolved
from dondoc.web.sources.models import Document

_KINDS = ("Xã", "Phường", "Đặc khu", "Thị trấn", "Huyện", "Thị xã", "Quận", "Thành phố", "Tỉnh")
_SHORT = {
    "p": "Phường", "x": "Xã", "tp": "Thành phố", "tx": "Thị xã", "tt": "Thị trấn", "h": "Huyện", "q": "Quận",
}  # fmt: skip
_SHORTENED = re.compile(r"(TP|TX|TT|P|X|H|Q)(?:\.\s*|\s+)(?=[^\W\d_]|\d)", re.IGNORECASE)
# Who governs a place, before its name: the figures are the place's.
_ORGAN = re.compile(
    r"(?:đảng bộ|đảng ủy|ban chấp hành đảng bộ|ubnd|ủy ban nhân dân|hđnd|hội đồng nhân dân)\s+"
    r"(?=(?:xã|phường|đặc khu|thị trấn|huyện|thị xã|quận)\s)",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    r"(?:ubnd |sở, |tổng )?(?:các|khối|nhóm|những|cụm|\d+ (?:xã|phường|huyện|sở|đơn vị|địa phương|cơ quan))"
    r"(?!\w)"
    r"|.*(?<!\w)còn lại$"
)
_MOST_WORDS = 5  # of a place's name without its kind


def territory(body: Body, directory: Directory) -> Body:
    """Whose targets a body's document sets: those of the place it governs; a department's are its own."""
    seen: set[int] = set()
    while body.pk not in seen:
        seen.add(body.pk)
        governed = directory.governed_by(body)
        if governed is None:
            break
        body = governed
    return body


def body_of(document: Document, directory: Directory) -> Body:
    """Whose figures and targets a document tells where its words do not say."""
    issuer = document.issuer or (document.stands_on.issuer if document.stands_on else None)
    return territory(issuer or document.owner, directory)


def candidates(printed: str, document: Document, directory: Directory) -> list[Resolved]:
    """Bodies that a row's or column's words may mean on the document's day, best first."""
    on = document.date
    found: dict[int, Resolved] = {}
    for name in _readings(printed):
        for one in directory.candidates(name, on=on):
            placed = replace(one, body=territory(one.body, directory))
            known = found.get(placed.body.pk)
            if known is None or known.score < placed.score:
                found[placed.body.pk] = placed
        if any(one.score >= SURE for one in found.values()):
            break
    else:
        _without_kind(found, printed, document, directory)
    return sorted(found.values(), key=lambda one: (-one.score, one.body.sort_key, one.body.pk))


def resolve(printed: str, document: Document, directory: Directory) -> Resolved | None:
    """The body that a row's or column's words surely mean; None where none is, or several are alike."""
    best = candidates(printed, document, directory)[:2]
    if not best or best[0].score < SURE or (len(best) > 1 and best[1].score == best[0].score):
        return None
    return best[0]


def figure_body(data: Mapping[str, Any], document: Document, directory: Directory) -> Body:
    """Who the figure is given to.

    Raises:
        ValidationError: Its row names a body that the books do not have, or not for sure.
    """
    printed = str(data.get("body") or "")
    if not printed:
        return body_of(document, directory)
    found = resolve(printed, document, directory)
    if found is None:
        raise ValidationError({"body": unknown(printed)})
    return found.body


def is_group(printed: str) -> bool:
    """Whether a row's words are of several bodies: nobody to be added to the books."""
    return _SEVERAL.match(fold(printed)) is not None


def unknown(printed: str) -> str:
    """What is wrong with a name that is no body, and what to do."""
    if is_group(printed):
        return (
            f"“{printed}” là nhiều cơ quan, địa phương; sổ không ghi số chung cho cả nhóm. Chọn cơ quan nhận "
            "số này, hoặc loại mục này."
        )
    return (
        f"Chưa rõ “{printed}” là cơ quan, địa phương nào trong danh mục. Chọn đúng cơ quan, sửa tên, hoặc "
        "thêm cơ quan này vào danh mục rồi nhận lại."
    )


def _readings(printed: str) -> list[str]:
    """The name itself; with its kind spelled out; the place without the organ that governs it."""
    words = " ".join(printed.split())
    made = [words]
    short = _SHORTENED.match(words)
    if short is not None:
        made.append(f"{_SHORT[short[1].lower()]} {words[short.end() :]}")
    organ = _ORGAN.match(words)
    if organ is not None:
        made.append(words[organ.end() :])
    return made


def _without_kind(found: dict[int, Resolved], printed: str, document: Document, directory: Directory) -> None:
    """“Yên Lạc” under "Xã, phường": the only place of this name, of whatever kind."""
    if len(printed.split()) > _MOST_WORDS:
        return
    for kind in _KINDS:
        for one in directory.candidates(f"{kind} {printed}", on=document.date):
            if one.score >= SURE:
                reason = f"nơi duy nhất tên “{printed}”"
                found[one.body.pk] = replace(one, score=SURE + 5, reason=reason)
