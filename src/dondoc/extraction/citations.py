"""Mentions of other documents: "Chỉ thị số 12-CT/TU ngày 05/3/2026 của Ban Thường vụ Tỉnh ủy".

Read from the word of the kind to the right: number and symbol, day, issuer, in any order that occurs.
A symbol that stands without such a word ("theo 19-CT/TU") is read by the kind its letters name. Laws and
resolutions may be named by their title alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dondoc.extraction.bodies import clean, run_end
from dondoc.extraction.context import Context
from dondoc.extraction.duedates import mentions_in
from dondoc.extraction.lexicon import Lexicon
from dondoc.packs import Entry
from dondoc.records.facts import Citation, FieldSource
from dondoc.records.source import Span
from dondoc.text.dates import DateMention
from dondoc.text.names import LOWER, UPPER

_CODE = rf"[{UPPER}][{UPPER}{LOWER}]*"
_DASH = r"[-‐‑–/]"
# "05-NQ/TU", "12/2026/QĐ-UBND", "01/NQ - CP", "58/2024/QH15", "09 KH/ĐU", "1961/QĐUBND", "02/ĐA-UBND"
_SYMBOL = re.compile(
    rf"[0-9][0-9]{{0,4}}[a-z]?(?:\s?/\s?(?:19|20)\d\d)?\s?(?:{_DASH}|(?=\s{_CODE}/))\s?{_CODE}\d{{0,2}}"
    rf"(?:\s?[-‐‑–/&]\s?{_CODE}\d{{0,2}}){{0,3}}"
)
_NUMBER = re.compile(r"(\d{1,5})(?:/((?:19|20)\d\d))?(?![\w%/]|[.,]\d)")
_TO_NUMBER = re.compile(
    rf"(?:[\s*]+(?:chuyên đề|liên tịch|thẩm tra|hành động|kết luận|cá biệt|[{LOWER}]+)){{0,2}}?"
    r"[\s*]*(?:[Ss]ố\s*:?|No\.?)\s*"
)
_TO_NUMBER_CAPITALS = re.compile(r"[\s*]*SỐ\s*:?\s*")
_OF = re.compile(r"\s+của\s+")
_LATE_NUMBER = re.compile(r"[\s,]+số\s*:?\s*")
_TO_LAW_NUMBER = re.compile(r"[^.;:()\d]{2,110}?\s+số\s*:?\s*")
_STANDARD = re.compile(r"(TCVN|QCVN|TCCS)\s+\d{2,6}(?:[-:]\d+)*(?::\d{4})?(?:/[A-ZĐ]+)?")
_STANDARD_TITLE = re.compile(rf"\s+(?:về\s+)?[{UPPER}][^,.;:()|\d]{{3,100}}(?=[,.;:()|])")
_GAP_TO_DATE = re.compile(r"[\s,(*]*(?:ban hành|ký)?[\s,]*")
_GAP_TO_ISSUER = re.compile(r"[\s,*)]*(?:được\s+)?(?:của|do)\s+")
_GAP_TO_YEAR = re.compile(r"\s+(?:năm|ban hành năm)\s+((?:19|20)\d\d)")
_AFTER_BARE = re.compile(
    r"\s*(?:$|[,.;:)”\"…]|(?:của|về|ngày|và|trên|đã|chưa|khi|là|cho|theo|được|tại|nêu|đánh|năm|ra|do|có"
    r"|đến|với)\b)"
)
# After a number that counts: "Kế hoạch 5 năm", "Chương trình 3 giảm".
_COUNTS = re.compile(
    r"\s*(?:%|[-–]\s*\d|(?:năm|tháng|ngày|quý|tuần|triệu|tỷ|nghìn|nội dung|nhóm|nhiệm vụ|điểm|bước"
    r"|giai đoạn|phần|lần|không"
    r"|giảm|tăng|có|người|hộ|ha|km|xã|huyện|tỉnh|chỉ tiêu|mục tiêu|khâu|đột phá|trụ cột|nhà|cây|lớp"
    r"|phòng|căn|tấn)\b)"
)
_BEFORE_DATE = re.compile(r"ban hành|ký|thông qua|có|phê duyệt")
_THIS = re.compile(r"\s+(?:này|trên|nêu trên|nói trên)\b")
_OWN_NUMBER = re.compile(r"(?:^|\n|\|)[\s*|]*Số\s*:?\s*$")
_NUMBER_LABEL = re.compile(r"Số\s*:?\s*")
_HEADING = 1500  # characters in which the document's own number stands
_CENTRAL = re.compile(
    r"\s+(?:của\s+)?(?:hội nghị\s+)?(?:ban chấp hành\s+)?trung ương\s+(?:lần thứ\s+)?"
    r"(\d{1,2}|[ivx]{1,4}\b|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)(?:[\s,(]*kh[oó][áa]\s+([ivx]+"
    r"|\d{1,2}))?\)?"
)
_CONGRESS = re.compile(
    r"\s+(?:của\s+)?(đại hội[^.;:()\d]{0,60}?\s"
    r"(?:lần th(?:ứ|ức)\s+(?:[ivx]+|\d{1,2}|nhất|hai|ba|tư|năm)|kh[oó][áa]\s+(?:[ivx]+|\d+)))"
)
_ABOUT = re.compile(r"\s+(?:về|quy định)\s+")
_TITLE_END = re.compile(r"[.;:()”\"\n]|,(?! (?:giai đoạn|nhiệm kỳ))|\s(?:được|đã|sẽ|với|nhằm|theo|trong)\s")
_LAW_WORD = re.compile(rf"[\s]+((?:[{UPPER}][{LOWER}]+|[{LOWER}]+)(?:[\s,-]+[{UPPER}{LOWER}]+)*)")
_LAW_STOPS = re.compile(
    r"[,;.:()”\"]|\sphù hợp|\sv[àa]\s(?!gia đình|phát triển|chống|kiểm soát|[Ủủ]y ban|[Uu]ỷ ban|[A-ZĐ])"
    r"|\s(?:số|ngày|năm|quy định|về|được|đã|trong|tại|của|theo|thì|là|có|này|để|cho|do|khi|sẽ)\b|\n\s*\n"
)
_LAW_GOES_ON = re.compile(
    r"\s+(?:chữa bệnh|chống|chữa cháy|an toàn|cạnh tranh|quyền|ủy ban|xử lý|cư trú|nhập cảnh|sử dụng)"
)
_LAW_DAY = re.compile(r"[^.;:()\d]{2,110}?\s+ngày\s+")
_OF_OR_SPACE = re.compile(r"\s+(?:của\s+)?")
_PLURAL = frozenset(
    {"các", "những", "nhiều", "hai", "ba", "một", "số", "dự", "thảo", "bao", "loại", "hành", "dựng"}
)
_KNOWN_BY_NUMBER = frozenset({"nghị quyết", "nghị định", "chỉ thị", "đề án", "quyết định"})
_DATES_NEAR = 130
_NEAR = 40  # characters between a symbol and its day or issuer at most


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
    own = _own_symbol(ctx)
    found: list[Citation] = []
    taken = 0
    for start, end, payloads in ctx.hits("cited_types"):
        if start < taken:
            continue
        found.extend(_bare_symbols(ctx, types, taken, start))
        citation = _from_type(ctx, types, start, end, str(payloads[0].entry["id"]))
        if citation is None:
            taken = max(taken, end)
            continue
        taken = citation.span.end
        found.append(citation)
    found.extend(_bare_symbols(ctx, types, taken, len(ctx.text)))
    found.extend(_standards(ctx))
    kept = [c for c in found if not (own and c.symbol and _bare(c.symbol) == own)]
    kept.sort(key=lambda c: c.span)
    first: dict[tuple[str, str], int] = {}
    for index, citation in enumerate(kept):
        if citation.symbol:
            earlier = first.setdefault((citation.type, _bare(citation.symbol)), index)
            citation.same_as = earlier if earlier != index else None
        ctx.claim(citation.span.start, citation.span.end, "citation")
    return kept


def reads(entry: Entry, text: str, ctx: Context) -> bool:
    """Whether a text holds a citation of the kind that `entry` of the pack names."""
    return any(c.type == entry["id"] for c in find(ctx)) and bool(text)


def _bare(symbol: str) -> str:
    return re.sub(r"[\s‐‑–]", lambda m: "" if m[0].isspace() else "-", symbol).upper()


def _own_symbol(ctx: Context) -> str:
    """The document's own symbol: it is not a mention of another document."""
    if ctx.document.header.symbol:
        return _bare(ctx.document.header.symbol)
    for label in _NUMBER_LABEL.finditer(ctx.text, 0, _HEADING):
        before = ctx.text[: label.start()].rstrip(" \t\r\f\v\xa0|*")
        symbol = _SYMBOL.match(ctx.text, label.end(), _HEADING)
        if symbol is not None and (not before or before[-1] == "\n"):
            return _bare(symbol[0])
    return ""


# --- by the word of the kind -------------------------------------------------------------------------------


def _from_type(ctx: Context, types: _Types, start: int, end: int, kind: str) -> Citation | None:
    text = ctx.text
    limit = min(len(text), end + 260)
    if _THIS.match(ctx.folded, end, limit):
        return None
    number = _number_after(ctx, types, kind, start, end, limit)
    if number is None:
        return _by_title(ctx, types, kind, start, end, limit)
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
    _complete(ctx, citation, start)
    return citation


def _number_after(
    ctx: Context, types: _Types, kind: str, start: int, end: int, limit: int
) -> tuple[str, Span, str] | None:
    """The symbol or number after the word of the kind: (as written, where, rule)."""
    text = ctx.text
    gaps = [_TO_NUMBER.match(text, end, limit)]
    if text[start:end].isupper():
        gaps.append(_TO_NUMBER_CAPITALS.match(text, end, limit))
    if kind in {"luật", "pháp lệnh"} and text[start].isupper():
        gaps.append(_TO_LAW_NUMBER.match(text, end, limit))
    places = [gap.end() for gap in gaps if gap is not None]
    if not places and (late := _late_number(ctx, end, limit)):
        places.append(late)
    for place in places:
        if symbol := _SYMBOL.match(text, place, limit):
            return _written(symbol), Span(*symbol.span()), "kind, symbol"
        if (plain := _NUMBER.match(text, place, limit)) and kind != "luật":
            return plain[0], Span(*plain.span()), "kind, number"
    gap_end = _skip_space(text, end)
    if gap_end == end:
        return None
    if (symbol := _SYMBOL.match(text, gap_end, limit)) and not symbol[0].endswith("."):
        return _written(symbol), Span(*symbol.span()), "kind, symbol"
    if kind in types.bare and (plain := _NUMBER.match(text, gap_end, limit)):
        return _bare_number(text, kind, start, plain)
    return None


def _late_number(ctx: Context, end: int, limit: int) -> int | None:
    """Where the number stands in "thông báo kết luận của Ban Thường vụ Huyện ủy số 351-TB/HU"."""
    of = _OF.match(ctx.text, end, limit)
    if of is None:
        return None
    stop = run_end(ctx, of.end(), limit)
    gap = _LATE_NUMBER.match(ctx.text, stop, limit) if stop > of.end() else None
    return gap.end() if gap else None


def _bare_number(text: str, kind: str, start: int, plain: re.Match[str]) -> tuple[str, Span, str] | None:
    """A number without letters: "Đề án 06", "nghị quyết 120"; not "kế hoạch 5 năm", "đề án 1 triệu"."""
    capital = text[start].isupper()
    if _COUNTS.match(text, plain.end()) or not (capital or _AFTER_BARE.match(text, plain.end())):
        return None
    at = Span(*plain.span())
    if len(plain[0]) == 4 and plain[0][:2] in {"19", "20"}:
        return (plain[0], at, "kind, year") if capital and kind == "nghị quyết" else None
    if capital or (len(plain[0]) > 1 and kind in _KNOWN_BY_NUMBER):
        return plain[0], at, "kind, number"
    return None


def _skip_space(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \n\xa0*":
        at += 1
    return at


def _written(symbol: re.Match[str]) -> str:
    return re.sub(r"\s*\n\s*", "", symbol[0])


def _complete(ctx: Context, citation: Citation, start: int) -> None:
    """Read the day and the issuer that follow, or the day said before ("Ngày 4/7/2025, … ban hành …")."""
    text, end = ctx.text, citation.span.end
    for _ in range(2):
        if citation.date is None and (day := _date_after(ctx, end)) is not None:
            citation.date, end = day.value, day.span.end
            citation.fields["date"] = FieldSource("day after", day.span)
        if citation.issuer is None and (issuer := _issuer_after(ctx, end)) is not None:
            citation.issuer, end = clean(text[issuer.slice]), issuer.end
            citation.fields["issuer"] = FieldSource("của", issuer)
    if citation.date is None and citation.issuer and (m := _GAP_TO_YEAR.match(text, end, end + 20)):
        citation.date, end = m[1], m.end()
        citation.fields["date"] = FieldSource("year after", Span(*m.span(1)))
    citation.span = Span(citation.span.start, end)
    if citation.date is None:
        _date_before(ctx, citation, start)


def _date_after(ctx: Context, end: int) -> DateMention | None:
    gap = _GAP_TO_DATE.match(ctx.text, end, end + _NEAR)
    at = gap.end() if gap else end
    for day in _dates_from(ctx, end):
        if day.span.start > at:
            return None
        if day.span.start == at and day.grain == "day" and not day.inferred:
            return day
    return None


def _dates_from(ctx: Context, position: int) -> list[DateMention]:
    return mentions_in(ctx, position, position + _DATES_NEAR)


def _issuer_after(ctx: Context, end: int) -> Span | None:
    m = _GAP_TO_ISSUER.match(ctx.folded, end, end + _NEAR)
    if m is None:
        return None
    at = m.end()
    for title_start, title_end, _ in ctx.hits_in("titles", at, at + 40):  # "của Bộ trưởng Bộ Công an"
        if title_start == at:
            at = _skip_space(ctx.text, title_end)
    stop = run_end(ctx, at, min(len(ctx.text), at + 110))
    return Span(m.end(), stop) if stop > at else None


def _date_before(ctx: Context, citation: Citation, start: int) -> None:
    sentence, _ = ctx.sentence_at(start)
    days = [d for d in mentions_in(ctx, sentence, start) if d.grain == "day" and not d.inferred]
    last = days[-1] if days else None
    if last is None or start - last.span.end > 90:
        return
    between = ctx.folded[last.span.end : start]
    if _BEFORE_DATE.search(between) and not re.search(r"[;.(]", between) and "số" not in between:
        citation.date = last.value
        citation.fields["date"] = FieldSource("day before", last.span)


# --- by the title ------------------------------------------------------------------------------------------


def _by_title(ctx: Context, types: _Types, kind: str, start: int, end: int, limit: int) -> Citation | None:
    text, folded = ctx.text, ctx.folded
    if kind == "nghị quyết" and (m := _CENTRAL.match(folded, end, limit)):
        issuer = "Ban Chấp hành Trung ương Đảng" + (f" khóa {m[2].upper()}" if m[2] else "")
        return _titled(start, m.end(), kind, "central", issuer, Span(end, m.end()))
    if kind == "nghị quyết" and (m := _CONGRESS.match(folded, end, limit)):
        return _titled(
            start, m.end(1), kind, "congress", clean(text[m.start(1) : m.end(1)]), Span(*m.span(1))
        )
    if kind not in types.titled or not text[start].isupper() or text[start:end].isupper():
        return None
    if _before(folded, start) in _PLURAL:
        return None
    if kind in {"luật", "pháp lệnh"}:
        return _law(ctx, kind, start, end, limit)
    return _named(ctx, kind, start, end, limit)


def _titled(start: int, end: int, kind: str, rule: str, issuer: str | None, at: Span) -> Citation:
    fields = {"type": FieldSource("kind", Span(start, start + len(kind)))}
    if issuer:
        fields["issuer"] = FieldSource(rule, at)
    return Citation(Span(start, end), rule, confidence=0.8, type=kind, issuer=issuer, fields=fields)


def _before(folded: str, start: int) -> str:
    words = folded[max(0, start - 16) : start].split()
    return words[-1].strip("“\"'(*") if words else ""


def _law(ctx: Context, kind: str, start: int, end: int, limit: int) -> Citation | None:
    """A law by its name: "Luật Đất đai", "Luật Ngân sách nhà nước ngày 16 tháng 12 năm 2002"."""
    text = ctx.text
    m = _LAW_WORD.match(text, end, min(limit, end + 100))
    if m is None or ctx.folded[m.start(1) : m.start(1) + 4] in {"này", "sư", "số"}:
        return None
    if (gap := _LAW_DAY.match(text, end, limit)) and (day := _day_at(ctx, gap.end())) is not None:
        citation = _titled(start, day.span.end, kind, "law, day", None, Span(start, end))
        citation.title, citation.date = clean(text[start : day.span.start]), day.value
        citation.fields["date"] = FieldSource("day after", day.span)
        return citation
    words = text[m.start(1) : limit]
    if not words[0].isupper() and not words.startswith(("ngân sách", "đất đai", "đầu tư")):
        return None
    stop = _LAW_STOPS.search(text, m.start(1), limit)
    last = stop.start() if stop else m.end()
    while stop is not None and text[stop.start()] == "," and _goes_on(ctx, stop.end()):
        stop = _LAW_STOPS.search(text, stop.end(), limit)
        last = stop.start() if stop else limit
    last = min(last, start + 90)
    citation = _titled(start, last, kind, "law", None, Span(start, last))
    citation.title = clean(text[start:last])
    _complete(ctx, citation, start)
    return citation


def _day_at(ctx: Context, position: int) -> DateMention | None:
    """The day whose words hold this position."""
    for day in _dates_from(ctx, position - 6):
        if day.span.start <= position < day.span.end and day.grain == "day" and not day.inferred:
            return day
    return None


def _goes_on(ctx: Context, position: int) -> bool:
    """Whether a law's title goes on after a comma: "Luật Khám bệnh, chữa bệnh"."""
    return _LAW_GOES_ON.match(ctx.folded, position) is not None


def _named(ctx: Context, kind: str, start: int, end: int, limit: int) -> Citation | None:
    """A capital in a sentence's middle: "Nghị quyết của HĐND tỉnh về …", "Nghị quyết Quy định …"."""
    text, folded = ctx.text, ctx.folded
    at, issuer = end, None
    if m := _OF_OR_SPACE.match(folded, end, limit):
        stop = run_end(ctx, m.end(), limit)
        if stop > m.end() and text[m.end()].isupper() and not folded.startswith("quy định", m.end()):
            issuer, at = Span(m.end(), stop), stop
    about = _ABOUT.match(folded, at, limit)
    sentence, _ = ctx.sentence_at(start)
    opens = start - sentence <= 3
    if about is None or (opens and issuer is None):
        return None
    title_end = _TITLE_END.search(text, about.end(), min(len(text), about.end() + 160))
    last = title_end.start() if title_end else min(len(text), about.end() + 160)
    citation = _titled(
        start, last, kind, "title", clean(text[issuer.slice]) if issuer else None, issuer or Span(at, at)
    )
    citation.title = clean(text[about.start() : last])
    citation.confidence = 0.6
    return citation


# --- by the symbol alone -----------------------------------------------------------------------------------


def _bare_symbols(ctx: Context, types: _Types, start: int, end: int) -> Iterator[Citation]:
    text = ctx.text
    if end - start < 5:
        return
    for m in _SYMBOL.finditer(text, start, end):
        before = text[m.start() - 1] if m.start() else " "
        if before.isalnum() or before in ".,/-":
            continue
        letters = re.findall(_CODE, m[0])
        kind = next((types.by_code[c] for c in letters[:1] if c in types.by_code), None)
        if kind is None or (len(letters) < 2 and kind != "luật"):
            continue
        if _OWN_NUMBER.search(text[max(0, m.start() - 24) : m.start()]):
            continue
        at = Span(m.start(), m.end())
        citation = Citation(
            at,
            "symbol",
            confidence=0.9,
            type=kind,
            symbol=_written(m),
            fields={"type": FieldSource("code", at), "symbol": FieldSource("symbol", at)},
        )
        _complete(ctx, citation, m.start())
        yield citation


def _standards(ctx: Context) -> Iterator[Citation]:
    if "CVN" not in ctx.text and "TCCS" not in ctx.text:
        return
    for m in _STANDARD.finditer(ctx.text):
        at = Span(*m.span())
        kind = "quy chuẩn" if m[1] == "QCVN" else "tiêu chuẩn"
        title = _STANDARD_TITLE.match(ctx.text, m.end())
        symbol = re.sub(r"\s+", " ", m[0])
        span = Span(at.start, title.end() if title else at.end)
        yield Citation(
            span, "standard", type=kind, symbol=symbol, fields={"symbol": FieldSource("symbol", at)}
        )
