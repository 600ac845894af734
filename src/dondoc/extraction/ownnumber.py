"""A document's own number and title: where it prints them itself, they are no mention of another.

Số: 30/KH-UBND                                        in its heading, or beside the motto
(Ban hành kèm theo Quyết định số 12/QĐ-UBND …)        in its annex
Số ký hiệu: Kế hoạch số 57/KH-SCT                     on the page that offers it
Báo … giới thiệu toàn văn Nghị quyết                  in the newspaper that prints it whole
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dondoc.extraction.context import Context
from dondoc.records.document import DocumentType
from dondoc.records.facts import Citation
from dondoc.text.names import LOWER, UPPER

CODE = rf"[{UPPER}][{UPPER}{LOWER}]*"
_DASHES = "-‐‑–/"
_DASH = f"[{_DASHES}]"
# "05-NQ/TU", "12/2026/QĐ-UBND", "01/NQ - CP", "58/2024/QH15", "09 KH/ĐU", "1961/QĐUBND", "02/ĐA-UBND",
# "66.25/2026/NQ-CP"
MOST_DIGITS = 5
SYMBOL = re.compile(
    rf"[0-9][0-9]{{0,4}}(?:[a-z]|\.\d{{1,3}}(?=/\d))?(?:\s?/\s?(?:19|20)\d\d)?\s?(?:{_DASH}|(?=\s{CODE}/))\s?{CODE}\d{{0,2}}"
    rf"(?:\s?[-‐‑–/&]\s?{CODE}\d{{0,2}}){{0,3}}"
)
_NUMBER_LABEL = re.compile(r"Số\s*:?\s*")
_SYMBOL_LABEL = re.compile(r"[Ss]ố(?:,| và)? k[ýí] hiệu\W{1,8}(?:[^\W\d]+\s){0,3}(?:số\s)?")
_MOTTO = re.compile(r"[\s*|]*(?:ĐẢNG CỘNG SẢN|CỘNG H[ÒO][ÀA])")
_WITH_PAPER = re.compile(
    r"\((?:ban hành )?kèm theo (nghị quyết|quyết định|kế hoạch|công văn|chỉ thị)\s+(?:số\s*:?\s*)?"
)
_OWN_KINDS = {
    DocumentType.RESOLUTION: "nghị quyết",
    DocumentType.DECISION: "quyết định",
    DocumentType.PLAN: "kế hoạch",
    DocumentType.DIRECTIVE: "chỉ thị",
}
_HEADING = 1500  # characters in which the document's own number stands
# "Báo An Thử trân trọng giới thiệu toàn văn Nghị quyết"
_WHOLE = re.compile(
    r"(?:đăng|giới thiệu|đăng tải)[^.;]{0,30} toàn văn[^.;]{0,30}?"
    r" (nghị quyết|chỉ thị|quyết định|kế hoạch|kết luận)"
)
_OPENING = 2500  # characters in which a newspaper says so


@dataclass(frozen=True, slots=True)
class Printed:
    """The paper that a newspaper prints whole: of which kind, and how far its introduction goes."""

    kind: str
    end: int


def bare(symbol: str) -> str:
    """A symbol without spaces, its dashes alike, in capitals."""
    return re.sub(r"[\s‐‑–]", lambda m: "" if m[0].isspace() else "-", symbol).upper()


def may_be_symbol(text: str, end: int) -> bool:
    """Whether the figures that end there can begin a symbol: most are counted by the word behind them."""
    behind = text[end : end + 1]
    if behind.isspace():
        after = text[end + 1 : end + 2]
        return after in _DASHES or after.isupper() or after.isspace()
    return behind in _DASHES or behind.islower()


def own_symbol(ctx: Context) -> str:
    """The document's own symbol: it is not a mention of another document; "" where it prints none."""
    if ctx.document.header.symbol:
        return bare(ctx.document.header.symbol)
    for label in _NUMBER_LABEL.finditer(ctx.text, 0, _HEADING):
        before = ctx.text[: label.start()].rstrip(" \t\r\f\v\xa0|*")
        symbol = SYMBOL.match(ctx.text, label.end(), _HEADING)
        if symbol is not None and (
            not before or before[-1] == "\n" or _MOTTO.match(ctx.text, symbol.end(), symbol.end() + 40)
        ):
            return bare(symbol[0])
    for said in (_SYMBOL_LABEL.search(ctx.text, 0, _HEADING), _annexed(ctx)):
        symbol = SYMBOL.match(ctx.text, said.end()) if said is not None else None
        if symbol is not None:
            return bare(symbol[0])
    return ""


def _annexed(ctx: Context) -> re.Match[str] | None:
    kind = _OWN_KINDS.get(ctx.document.header.type)
    if kind is None or "kèm theo" not in ctx.folded:
        return None
    return next((m for m in _WITH_PAPER.finditer(ctx.folded) if m[1] == kind), None)


def printed_whole(ctx: Context) -> Printed | None:
    """The paper that the newspaper says it prints whole."""
    if "toàn văn" not in ctx.folded[:_OPENING]:
        return None
    said = _WHOLE.search(ctx.folded, 0, _OPENING)
    return Printed(said[1], ctx.sentence_at(said.start())[1]) if said is not None else None


def without_printed(found: Sequence[Citation], printed: Printed) -> list[Citation]:
    """The citations without those that introduce the paper printed below."""
    own = {
        bare(c.symbol) for c in found if c.symbol and c.type == printed.kind and c.span.start < printed.end
    }
    return [
        c
        for c in found
        if c.type != printed.kind
        or not (c.span.start < printed.end or (c.symbol is not None and bare(c.symbol) in own))
    ]
