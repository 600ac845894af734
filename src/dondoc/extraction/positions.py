"""The positions of one person: each once, of a shorter and a longer form the longer one."""

from __future__ import annotations

import re

from dondoc.extraction.bodies import clean
from dondoc.extraction.context import Context
from dondoc.records.facts import FieldSource, PersonMention
from dondoc.records.source import Span
from dondoc.text.normalize import fold

_FORMER = re.compile(r"nguyên\s*$")
_RANKS = frozenset({"phó", "nguyên", "quyền"})
_SHORT = {
    "ubnd": "ủy ban nhân dân", "hđnd": "hội đồng nhân dân", "btv": "ban thường vụ", "bch": "ban chấp hành",
    "t.ư": "trung ương", "tw": "trung ương", "tp": "thành phố", "đbqh": "đại biểu quốc hội",
    "hcm": "hồ chí minh", "tphcm": "thành phố hồ chí minh", "tp.hcm": "thành phố hồ chí minh",
}  # fmt: skip


def add(ctx: Context, person: PersonMention, span: Span) -> None:
    """Add a position unless it is there; of a shorter and a longer form the longer one stays."""
    written = clean(ctx.text[span.slice])
    if written.isupper() and " " in written:  # "PHÓ CHỦ TỊCH", not "ĐBQH"
        written = _lowered(written)
    if _FORMER.search(ctx.flat, max(0, span.start - 8), span.start):
        written = f"nguyên {written}"
    words = _words(written)
    for index, known in enumerate(person.positions):
        others = _words(known)
        if (words ^ others) & _RANKS:
            continue  # a deputy's post is not the shorter form of another
        if words <= others:
            return
        if others <= words:
            person.positions[index] = written
            person.fields[f"positions.{index}"] = FieldSource("longer form", span)
            return
    person.fields[f"positions.{len(person.positions)}"] = FieldSource(person.rule, span)
    person.positions.append(written)


def _lowered(capitals: str) -> str:
    """Words in capitals as they stand in running text: "PHÓ CHỦ TỊCH" → "Phó Chủ tịch"."""
    words = capitals.split()
    known = {
        "PHÓ": "Phó",
        "BÍ": "Bí",
        "CHỦ": "Chủ",
        "CHÁNH": "Chánh",
        "VĂN": "Văn",
        "GIÁM": "Giám",
        "ỦY": "Ủy",
        "UBND": "UBND",
        "HĐND": "HĐND",
    }
    return " ".join(known.get(w, w.capitalize() if i == 0 else w.lower()) for i, w in enumerate(words))


def _words(position: str) -> frozenset[str]:
    folded = fold(position).replace("tp.", "tp ")
    parts = [_SHORT.get(part.strip(".,"), part) for part in folded.split()]
    return frozenset(" ".join(parts).replace(",", " ").replace("-", " ").split())
