"""Mentions of other documents: "Chỉ thị số 12-CT/TU ngày 05/3/2026 của Ban Thường vụ Tỉnh ủy".

Read from the word of the kind to the right: number and symbol, day, issuer, in any order that occurs.
A symbol that stands without such a word ("theo 19-CT/TU") is read by the kind its letters name. Laws and
resolutions may be named by their title alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from dondoc.extraction.bodies import clean, run_end
from dondoc.extraction.citedparts import complete, day_at, skip_space
from dondoc.extraction.citedtitles import by_title
from dondoc.extraction.context import Context
from dondoc.extraction.lexicon import Lexicon
from dondoc.extraction.ownnumber import (
    CODE,
    MOST_DIGITS,
    SYMBOL,
    bare,
    may_be_symbol,
    own_symbol,
    printed_whole,
    without_printed,
)
from dondoc.packs import Entry
from dondoc.records.document import DocumentType
from dondoc.records.facts import Citation, FieldSource
from dondoc.records.source import Span
from dondoc.text.names import LOWER, UPPER

_NUMBER = re.compile(r"(\d{1,5})(?:/((?:19|20)\d\d))?(?![\w%/]|[.,]\d)")
_NUMBER_SIGNS = ("số", "no")  # one of them, folded, stands before every number that is said to be one
_TO_NUMBER = re.compile(
    rf"(?:[\s*]+(?:chuyên đề|liên tịch|thẩm tra|hành động|kết luận|cá biệt|[{LOWER}]+)){{0,2}}?"
    r"[\s*]*\(?(?:[Ss]ố\s*:?|No\.?)\s*"
)
_TO_NUMBER_CAPITALS = re.compile(r"[\s*]*SỐ\s*:?\s*")
_OF = re.compile(r"\s+của\s+")
_LATE_NUMBER = re.compile(r"[\s,:]+số\s*:?\s*")
# A law's title up to its number: a comma in it goes on in small letters, else another law begins.
_TO_LAW_NUMBER = re.compile(
    r"(?:(?!(?:được|đã được)\s+(?:sửa|bổ sung|thay)"
    rf"|[Nn]gh[ịi] [đĐ]ịnh|[Nn]ghị [qQ]uyết|[Tt]hông tư|[Qq]uyết định)"
    rf"(?:[^.;:()\d,]|,(?=\s+(?:[{LOWER}]|[ỦU][ỷy] ban)))){{2,110}}?\s+số\s*:?\s*"
)
# "Quy chuẩn kỹ thuật quốc gia về khí thải xe ô tô (QCVN 85:2025/BNNMT)": the name before the symbol.
_STANDARD_NAMED = re.compile(r"(?:Quy|Tiêu) chuẩn [^().;:]{3,180}\($")
_NAMED_BEFORE = 200
_STANDARD = re.compile(r"(TCVN|QCVN|TCCS)\s+\d{2,6}(?:[-:]\d+)*(?::\d{4})?(?:/[A-ZĐ]+)?")
_STANDARD_TITLE = re.compile(rf"\s+(?:về\s+)?[{UPPER}][^,.;:()|\d]{{3,100}}(?=[,.;:()|])")
_AFTER_BARE = re.compile(
    r"\s*(?:$|[,.;:)”\"…]|(?:của|về|ngày|và|trên|đã|chưa|khi|là|cho|theo|được|tại|nêu|đánh|năm|ra|do|có"
    r"|đến|với)\b)"
)
# After a number that counts: "Kế hoạch 5 năm", "Chương trình 3 giảm".
_COUNTS = re.compile(
    r"\s*(?:%|[-–]\s*\d|(?:năm|tháng|ngày(?! càng|\s+\d{1,2}\s?(?:[/.-]|tháng))|quý|tuần|triệu|tỷ|nghìn"
    r"|nội dung|nhóm|nhiệm vụ|điểm|bước|giai đoạn|phần|lần|không|giảm|tăng|có|người|hộ|ha|km|xã|huyện|tỉnh"
    r"|chỉ tiêu|mục tiêu|khâu|đột phá|trụ cột|nhà|cây|lớp|phòng|căn|tấn)\b)"
)
_OPENS_ROW = re.compile(r"[ \t]*(?:[|.)\n\t]|$)")  # behind a number that begins a row or an item
_IN_BRACKETS = re.compile(r"\([A-ZĐ]{2,5}\)\s+(?=\d)")
_NEXT_IN_LIST = re.compile(r"\s*(?:,\s*và|,|;|và)\s+(?:số\s+)?(?=\d)")
_OPENS_TITLE = re.compile(
    r"\s*(?:\([^()]{0,60}\)\s*)?(?:của [^,;:]{3,60}?\s)?"
    r"(?:về|quy định|phê duyệt|ban hành|hướng dẫn|sửa đổi|v/v)\s"
)
# … a clause of its own begins, or somebody acts: ", huyện đã ban hành Đề án …"
_LEAVES_TITLE = re.compile(r"[;:]|(?:,|(?<!\w)và)\s*$|,\s[^,]{2,40}\s(?:đã|vừa|sẽ|đang)\s")
_LONGEST_TITLE = 400
_WITHOUT_KIND = frozenset({"symbol", "list"})
_BY_TITLE = frozenset({"title", "congress", "central"})
_RUN_ON = re.compile(r"(?<=\w)(?:ngày|của|về)$")  # words run together
_THIS = re.compile(r"\s+(?:này|trên|nêu trên|nói trên)\b")
_OWN_NUMBER = re.compile(r"(?:^|\n|\|)[\s*|]*Số\s*:?\s*$")
_KNOWN_BY_NUMBER = frozenset({"nghị quyết", "nghị định", "chỉ thị", "đề án", "quyết định", "kết luận"})


@dataclass(frozen=True, slots=True)
class _Types:
    by_code: dict[str, str]
    bare: frozenset[str]
    titled: frozenset[str]


def _types(lexicon: Lexicon) -> _Types:
    made = lexicon.compiled.get("citations")
    if made is None:
        entries = lexicon.packs.entries("cited_types")
        made = lexicon.compiled["citations"] = _Types(
            {code: str(e["id"]) for e in entries for code in e.get("codes", ())},
            frozenset(str(e["id"]) for e in entries if e.get("bare")),
            frozenset(str(e["id"]) for e in entries if e.get("title")),
        )
    assert isinstance(made, _Types)
    return made


def find(ctx: Context) -> list[Citation]:
    """The document's citations in order; what they cover is claimed: no number in it is a quantity."""
    types = _types(ctx.lexicon)
    own = own_symbol(ctx)
    found: list[Citation] = []
    taken = 0
    symbols = _symbols(ctx)  # most stretches between the words have none
    for start, end, payloads in ctx.hits("cited_types"):
        if start < taken:
            continue
        if _touched(symbols, taken, start):
            found.extend(_bare_symbols(ctx, types, taken, start))
        citation = _from_type(ctx, types, start, end, str(payloads[0].entry["id"]))
        if citation is not None and citation.symbol and ctx.folded.endswith("dự thảo ", 0, start):
            taken = citation.span.end  # a draft with the number it will have
            continue
        if citation is None:
            taken = max(taken, end)
            continue
        found.append(citation)
        found.extend(_listed(ctx, citation))
        taken = found[-1].span.end
    if _touched(symbols, taken, len(ctx.text)):
        found.extend(_bare_symbols(ctx, types, taken, len(ctx.text)))
    found.extend(_standards(ctx))
    found.sort(key=lambda c: c.span)
    _share_issuers(ctx, found)
    _share_days(ctx, found)
    if (printed := printed_whole(ctx)) is not None:
        found = without_printed(found, printed)
    kept = _mentions(ctx, [c for c in found if not (own and c.symbol and bare(c.symbol) == own)])
    first: dict[tuple[str, str], int] = {}
    for index, citation in enumerate(kept):
        if citation.symbol:
            earlier = first.setdefault((citation.type, bare(citation.symbol)), index)
            citation.same_as = earlier if earlier != index else None
        ctx.claim(citation.span.start, citation.span.end, "citation")
    return kept


def reads(entry: Entry, text: str, ctx: Context) -> bool:
    """Whether a text holds a citation of the kind that `entry` of the pack names."""
    return any(c.type == entry["id"] for c in find(ctx)) and bool(text)


# --- by the word of the kind -------------------------------------------------------------------------------


def _from_type(ctx: Context, types: _Types, start: int, end: int, kind: str) -> Citation | None:
    text = ctx.text
    limit = min(len(text), end + 260)
    if _THIS.match(ctx.folded, end, limit):
        return None
    number = _number_after(ctx, types, kind, start, end, limit)
    if number is None:
        return by_title(ctx, kind, start, end, titled=kind in types.titled)
    symbol, at, rule = number
    citation = Citation(
        Span(start, at.end),
        rule,
        confidence=0.97 if rule == "kind, symbol" else 0.85,
        type=kind,
        symbol=symbol,
        fields={"type": FieldSource("kind", Span(start, end)), "symbol": FieldSource("symbol", at)},
    )
    if rule == "kind, year":
        citation.symbol, citation.date = None, symbol
        citation.fields["date"] = citation.fields.pop("symbol")
    if of := _OF.match(text, end, at.start):  # "thông báo của Ban Thường vụ Huyện ủy số …"
        stop = run_end(ctx, of.end(), at.start)
        if stop > of.end():
            citation.issuer = clean(text[of.end() : stop])
            citation.fields["issuer"] = FieldSource("của", Span(of.end(), stop))
    complete(ctx, citation, start)
    return citation


def _number_after(
    ctx: Context, types: _Types, kind: str, start: int, end: int, limit: int
) -> tuple[str, Span, str] | None:
    """The symbol or number after the word of the kind: (as written, where, rule)."""
    text = ctx.text
    if not ctx.says(_NUMBER_SIGNS, end, limit):
        return _number_at_once(ctx, types, kind, start, end, limit)
    gaps = [_TO_NUMBER.match(text, end, limit)]
    if text[start:end].isupper():
        gaps.append(_TO_NUMBER_CAPITALS.match(text, end, limit))
    if kind in {"luật", "pháp lệnh"} and text[start].isupper():
        gaps.append(_TO_LAW_NUMBER.match(text, end, limit))
    places = [gap.end() for gap in gaps if gap is not None]
    if not places and (late := _late_number(ctx, end, limit)):
        places.append(late)
    for place in places:
        if symbol := SYMBOL.match(text, place, limit):
            return _written(symbol), _place(symbol), "kind, symbol"
        if (plain := _NUMBER.match(text, place, limit)) and kind != "luật":
            return plain[0], Span(*plain.span()), "kind, number"
    return _number_at_once(ctx, types, kind, start, end, limit)


def _number_at_once(
    ctx: Context, types: _Types, kind: str, start: int, end: int, limit: int
) -> tuple[str, Span, str] | None:
    """The symbol or number that follows without "số": "Nghị quyết 57-NQ/TW", "Đề án 06"."""
    text = ctx.text
    gap_end = skip_space(text, end)
    if gap_end == end or not (text[gap_end : gap_end + 1].isdecimal() or text.startswith("(", gap_end)):
        return None
    if letters := _IN_BRACKETS.match(text, gap_end, limit):  # "Nghị quyết (NQ) 32"
        gap_end = letters.end()
    if (symbol := SYMBOL.match(text, gap_end, limit)) and not symbol[0].endswith("."):
        return _written(symbol), _place(symbol), "kind, symbol"
    if kind in types.bare and (plain := _NUMBER.match(text, gap_end, limit)):
        if "\n" in text[end:gap_end] and _OPENS_ROW.match(text, plain.end()):
            return None  # a cell ends with "Báo cáo", the next row is number 3
        return _bare_number(ctx, kind, start, plain)
    return None


def _late_number(ctx: Context, end: int, limit: int) -> int | None:
    """Where the number stands in "thông báo kết luận của Ban Thường vụ Huyện ủy số 351-TB/HU"."""
    of = _OF.match(ctx.text, end, limit)
    if of is None:
        return None
    stop = run_end(ctx, of.end(), limit)
    gap = _LATE_NUMBER.match(ctx.text, stop, limit) if stop > of.end() else None
    return gap.end() if gap else None


def _bare_number(ctx: Context, kind: str, start: int, plain: re.Match[str]) -> tuple[str, Span, str] | None:
    """A number without letters: "Đề án 06", "nghị quyết 120"; not "kế hoạch 5 năm", "đề án 1 triệu"."""
    capital = ctx.text[start].isupper()
    if _COUNTS.match(ctx.folded, plain.end()) or not (capital or _AFTER_BARE.match(ctx.text, plain.end())):
        return None
    at = Span(*plain.span())
    if len(plain[0]) == 4 and plain[0][:2] in {"19", "20"}:
        return (plain[0], at, "kind, year") if capital and kind == "nghị quyết" else None
    if capital or (len(plain[0]) > 1 and kind in _KNOWN_BY_NUMBER):
        return plain[0], at, "kind, number"
    return None


def _written(symbol: re.Match[str]) -> str:
    return _RUN_ON.sub("", re.sub(r"\s*\n\s*", "", symbol[0]))


def _place(symbol: re.Match[str]) -> Span:
    """Where a symbol stands, without a word that runs on: "70-TB/TW|ngày 06"."""
    run_on = _RUN_ON.search(symbol[0])
    return Span(symbol.start(), symbol.start() + (run_on.start() if run_on else len(symbol[0])))


# --- lists, and titles within titles -----------------------------------------------------------------------


def _listed(ctx: Context, citation: Citation) -> Iterator[Citation]:
    """Further numbers under one word of the kind: "Nghị quyết số 57, 59, 66 và 68-NQ/TW"."""
    if citation.symbol is None or citation.type not in _KNOWN_BY_NUMBER:
        return
    end = citation.span.end
    while (gap := _NEXT_IN_LIST.match(ctx.text, end)) is not None:
        at = gap.end()
        symbol = SYMBOL.match(ctx.text, at)
        plain = _NUMBER.match(ctx.text, at) if symbol is None else None
        if symbol is None and (plain is None or not _is_listed(ctx, plain)):
            return
        number = symbol or plain
        assert number is not None
        span = Span(*number.span())
        written = _written(number)
        fields = {"type": citation.fields["type"], "symbol": FieldSource("symbol", span)}
        further = Citation(span, "list", confidence=0.8, type=citation.type, symbol=written, fields=fields)
        complete(ctx, further, span.start)
        end = further.span.end
        yield further


def _is_listed(ctx: Context, plain: re.Match[str]) -> bool:
    """Whether a number after a comma is a document's: two or three digits that count nothing."""
    if not 1 < len(plain[1]) < 4 or _COUNTS.match(ctx.folded, plain.end()):
        return False
    return _AFTER_BARE.match(ctx.text, plain.end()) is not None


def _share_issuers(ctx: Context, found: list[Citation]) -> None:
    """One issuer said of several: "các Nghị quyết của HĐND tỉnh: số 3; số 4", "57, 59 của Bộ Chính trị"."""
    for later, citation in zip(reversed(found), reversed(found[:-1]), strict=False):
        joined = later.rule in _WITHOUT_KIND and later.type == citation.type and later.issuer
        gap = _NEXT_IN_LIST.match(ctx.text, citation.span.end) if joined else None
        if gap is not None and gap.end() == later.span.start:
            _give_issuer(citation, later)
    head: Citation | None = None
    limit = 0
    for citation in found:
        if citation.issuer and ctx.folded.endswith("các ", 0, citation.span.start):
            head, limit = citation, ctx.sentence_at(citation.span.start)[1]
        elif head is not None and citation.span.start >= limit:
            head = None
        elif head is not None and citation.rule in _WITHOUT_KIND and citation.type == head.type:
            _give_issuer(citation, head)


def _share_days(ctx: Context, found: list[Citation]) -> None:
    """“Nghị quyết số 1 và Nghị quyết số 2 cùng ngày 8/1/2026”: both are of that day."""
    if "cùng ngày" not in ctx.flat:
        return
    for before, citation in pairwise(found):
        same = _SAME_DAY.match(ctx.folded, citation.span.end)
        day = day_at(ctx, same.end()) if same is not None and citation.date is None else None
        if day is None or not _AND_NEXT.fullmatch(ctx.folded, before.span.end, citation.span.start):
            continue
        for each in (before, citation):
            each.date = each.date or day.value
            each.fields.setdefault("date", FieldSource("same day", day.span))


_SAME_DAY = re.compile(r"\s+cùng ngày\s+(?=\d)")
_AND_NEXT = re.compile(r"(?:[^.;:]{0,60}\s)?(?:và|,)\s+")


def _give_issuer(citation: Citation, other: Citation) -> None:
    if citation.issuer is None:
        citation.issuer = other.issuer
        citation.fields["issuer"] = FieldSource("shared", other.fields["issuer"].span)


def _mentions(ctx: Context, found: list[Citation]) -> list[Citation]:
    """What is left without titles that only stand in another document's title."""
    header = ctx.document.header
    title = dict(header.spans).get("title") if header.type is not DocumentType.PRESS else None
    kept: list[Citation] = []
    for citation in found:
        if citation.rule in _BY_TITLE:
            own = title is not None and title.start < citation.span.start and citation.span.end <= title.end
            own = own or (title is not None and citation.span.start <= title.start < citation.span.end)
            if own or (kept and _in_title_of(ctx, citation, kept[-1])):
                continue
        kept.append(citation)
    return kept


def _in_title_of(ctx: Context, citation: Citation, before: Citation) -> bool:
    """Whether a mention stands in the title of the numbered one before it: "Chỉ thị số 5 về … theo …"."""
    if before.symbol is None or citation.span.start - before.span.end > _LONGEST_TITLE:
        return False
    between = ctx.flat[before.span.end : citation.span.start]
    return (
        _OPENS_TITLE.match(between) is not None
        and _LEAVES_TITLE.search(between) is None
        and ctx.sentence_at(before.span.start) == ctx.sentence_at(citation.span.start)
    )


# --- by the symbol alone -----------------------------------------------------------------------------------


def _symbols(ctx: Context) -> list[tuple[int, int]]:
    """Where symbols stand, in order: what `SYMBOL.finditer` finds, tried at the digits alone."""
    text = ctx.text
    found: list[tuple[int, int]] = []
    free = 0
    for start, end in ctx.digits:
        at = start if end - start <= MOST_DIGITS else end - MOST_DIGITS
        at = max(at, free)
        if at < end and may_be_symbol(text, end) and (m := SYMBOL.match(text, at)) is not None:
            found.append(m.span())
            free = m.end()
    return found


def _touched(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether one of the spans, in order and apart, reaches into `[start, end)`."""
    index = bisect_left(spans, (end,)) - 1
    return index >= 0 and spans[index][1] > start


def _bare_symbols(ctx: Context, types: _Types, start: int, end: int) -> Iterator[Citation]:
    text = ctx.text
    for m in SYMBOL.finditer(text, start, end):
        before = text[m.start() - 1] if m.start() else " "
        if before.isalnum() or before in ".,/-":
            continue
        letters = re.findall(CODE, m[0])
        kind = next((types.by_code[c] for c in letters[:1] if c in types.by_code), None)
        if kind is None or (len(letters) < 2 and kind != "luật"):
            continue
        if _OWN_NUMBER.search(text[max(0, m.start() - 24) : m.start()]):
            continue
        at = _place(m)
        citation = Citation(
            at,
            "symbol",
            confidence=0.9,
            type=kind,
            symbol=_written(m),
            fields={"type": FieldSource("code", at), "symbol": FieldSource("symbol", at)},
        )
        complete(ctx, citation, m.start())
        yield citation


def _standards(ctx: Context) -> Iterator[Citation]:
    if "CVN" not in ctx.text and "TCCS" not in ctx.text:
        return
    for m in _STANDARD.finditer(ctx.text):
        at = Span(*m.span())
        kind = "quy chuẩn" if m[1] == "QCVN" else "tiêu chuẩn"
        title = _STANDARD_TITLE.match(ctx.text, m.end())
        symbol = re.sub(r"\s+", " ", m[0])
        named = _STANDARD_NAMED.search(ctx.text, max(0, m.start() - _NAMED_BEFORE), m.start())
        span = Span(named.start() if named else at.start, title.end() if title else at.end)
        yield Citation(
            span, "standard", type=kind, symbol=symbol, fields={"symbol": FieldSource("symbol", at)}
        )
