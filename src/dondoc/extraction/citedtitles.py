"""Documents named without a number: laws, resolutions of congresses and plenums, formal titles.

Luật Ngân sách nhà nước ngày 16 tháng 12 năm 2002        a law by its name and day
Nghị quyết Trung ương 6 khóa XIII                        a plenum's resolution
Nghị quyết Đại hội XIV của Đảng                          a congress's resolution
Nghị quyết của HĐND tỉnh về …                            a title in a sentence's middle
"""

from __future__ import annotations

import re

from dondoc.extraction import formaltitles
from dondoc.extraction.bodies import clean, run_end
from dondoc.extraction.citedparts import complete, day_at
from dondoc.extraction.context import Context
from dondoc.extraction.formaltitles import titled_at
from dondoc.records.facts import Citation, FieldSource
from dondoc.records.source import Span
from dondoc.text.names import LOWER, UPPER

_NUMBER = r"\d{1,2}|[ivx]{1,5}\b|nhất|hai|ba|tư|bốn|năm|sáu|bảy|tám|chín|mười(?: một| hai| ba| bốn| lăm)?"
_CENTRAL = re.compile(
    r"\s+(?:của\s+)?(?:hội nghị\s+)?(?:(?:lần\s+)?thứ\s+(?P<plenum>" + _NUMBER + r")\s*,?\s+)?(?:của\s+)?"
    r"(?:ban chấp hành\s+)?trung ương(?:\s+đảng(?: cộng sản việt nam)?)?"
    r"(?:\s+(?:lần thứ\s+)?(?P<number>\d{1,2}|[ivx]{1,4}\b|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười))?"
    r"(?:[\s,(]*kh[oó][áa]\s+(?P<term>[ivx]+|\d{1,2}))?\)?"
)
_CONGRESS = re.compile(
    r"\s+(?:của\s+)?((?:đại hội|đhđb\w*)[^.;:()\d\n]{0,60}?\s"
    r"(?:nhiệm kỳ \d{4}\s?[-–]\s?\d{4}"
    r"|lần(?: th(?:ứ|ức))?\s+(?:[ivx]+|\d{1,2}|nhất|hai|ba|tư|năm)(?!\w)|kh[oó][áa]\s+(?:[ivx]+|\d+)"
    r"|[ivx]+(?!\w)|\d{1,2}(?=\s+của))(?:\s+của\s+đảng)?)"
)
_ABOUT = re.compile(r"\s+(?:về|quy định)\s+")
_TITLE_END = re.compile(r"[.;:()”\"\n]|,(?! (?:giai đoạn|nhiệm kỳ))|\s(?:được|đã|sẽ|với|nhằm|theo|trong)\s")
_LAW_WORD = re.compile(
    rf"[\s]+((?:[{UPPER}]{{3,6}}(?![{UPPER}{LOWER}\w])|[{UPPER}][{LOWER}]+|[{LOWER}]+)(?:[\s,-]+[{UPPER}{LOWER}]+)*)"
)
_LAW_STOPS = re.compile(
    r"[,;.:()|”\"]|\sphù hợp|\sv[àa]\s(?!gia đình|phát triển|chống|kiểm soát|[Ủủ]y ban|[Uu]ỷ ban|[A-ZĐ])"
    r"|\s(?:số|ngày|năm|quy định|về|được|đã|trong|tại|của(?! (?:[Hh]ội đồng nhân dân|HĐND|Quốc hội và\s))"
    r"|theo|thì|là|có(?! công)"
    r"|này|để|cho|do|khi|sẽ|giảm(?! (?:nhẹ|nghèo))|tăng|đạt|bị|chưa|không|còn|xảy ra|chiếm|gây|đang|vẫn"
    r"|đều)\b"
    r"|\s(?=(?:19|20)\d\d)|\n\s*\n"
)
_LAW_GOES_ON = re.compile(
    r"\s+(?:chữa bệnh|chống|chữa cháy|an toàn|cạnh tranh|quyền|ủy ban|xử lý|cư trú|nhập cảnh|sử dụng|thể thao"
    r"|bổ sung|giám sát|bảo vệ)"
)
_LAW_DAY = re.compile(
    r"(?:(?!\s(?:trước|từ nay|có hiệu lực|thực hiện|triển khai)\s)[^.;:()\d,]"
    rf"|,(?=\s+(?:[{LOWER}]|[ỦU][ỷy] ban))|\d+ (?:luật|Luật)){{2,130}}?\s*ngày\s*(?=\d)"
)
_LAW_YEAR = re.compile(r"\s+\(?(?:năm\s+)?((?:19|20)\d\d)\)?(?!\s?[-–/]|\d)")
_IS_LAW = re.compile(
    r"(?:sửa đổi|ngân sách|đất đai|đầu tư|tổ chức|quản lý|bảo|doanh nghiệp|hợp tác xã|giáo dục)"
)
_CONSTITUTION = re.compile(
    r"(?:\s+nước\s+cộng h(?:òa|oà) xã hội chủ nghĩa việt nam)?(?:\s+(?:năm\s+)?((?:19|20)\d\d))?"
)
_OF_OR_SPACE = re.compile(r"\s+(?:của\s+)?")
_PLURAL = frozenset(
    {"các", "những", "nhiều", "hai", "ba", "một", "số", "dự", "thảo", "bao", "loại", "hành", "dựng"}
)
_BEFORE_SMALL = frozenset({"cứ", "theo", "tại"})
_NOT_LAW = frozenset({"pháp", "kỷ", "dự", "định", "quy", "trái", "phạm", "đạo", "án", "bộ", "hình"})
_SMALL_TITLE = re.compile(rf"\s[{UPPER}][{LOWER}]+(?:,)?\s[{LOWER}]+")  # "luật Phòng chống ma túy"
_LAWS = frozenset({"luật", "pháp lệnh"})
_LONGEST_LAW = 130
# Laws that are not passed yet: "dự án Luật An Thử và | Luật Bình Thử", "các dự án: Luật A, | Luật B".
_DRAFTS = re.compile(
    r"(?:dự án|dự thảo)"
    r"(?: | (?:luật|pháp lệnh) [^.;:()]{3,80}?(?:,| và) |(?: luật)?: (?:[^.;:]*, )?)$"
)
_LONGEST_LIST = 220


# "Nghị quyết phiên họp Chính phủ thường kỳ tháng 8/2015"
_SESSION = re.compile(
    r"\s+(?:của\s+)?phiên họp(?: thường kỳ)?(?: của)? chính phủ(?: thường kỳ)?,? tháng \d{1,2}"
    r"(?:/| năm )20\d\d"
)
# "Nghị quyết của HĐND tỉnh ngày 10/12/2025", "Công văn ngày 5/3/2026 của Sở Xây dựng".
_OF_WHOM = re.compile(r"\s+(?:của|do)\s+")
_ON_DAY = re.compile(r"[\s,]*(?:ban hành |ký )?ngày\s+(?=\d)")
_DATED = frozenset(
    {
        "nghị quyết",
        "quyết định",
        "chỉ thị",
        "kế hoạch",
        "công văn",
        "thông báo",
        "kết luận",
        "tờ trình",
        "báo cáo",
    }
)


def _dated(ctx: Context, kind: str, start: int, end: int, limit: int) -> Citation | None:
    """A document known by its day alone, with or without who issued it."""
    if kind not in _DATED or not ctx.text[start].isupper() or ctx.text[start:end].isupper():
        return None
    at = end
    if whose := _OF_WHOM.match(ctx.folded, end, limit):
        at = run_end(ctx, whose.end(), limit)
        if at == whose.end():
            return None
    on = _ON_DAY.match(ctx.folded, at, limit)
    if on is None or day_at(ctx, on.end()) is None:
        return None
    fields = {"type": FieldSource("kind", Span(start, end))}
    citation = Citation(Span(start, end), "dated", confidence=0.8, type=kind, fields=fields)
    complete(ctx, citation, start)
    return citation if citation.date is not None else None


def by_title(ctx: Context, kind: str, start: int, end: int, *, titled: bool) -> Citation | None:
    """The document named without a number by the word of a kind at `[start, end)`; None where none is.

    `titled` says whether documents of this kind are known by their titles, as the pack has it.
    """
    text, folded = ctx.text, ctx.folded
    limit = min(len(text), end + 260)
    if kind == "nghị quyết" and (session := _SESSION.match(folded, end, limit)) is not None:
        return titled_at(start, session.end(), kind, "title", None, Span(start, end))
    if kind == "nghị quyết":
        named = _plenum(ctx, start, end, limit) or _congress(ctx, start, end, limit)
        if named is not None:
            return named
    if (dated := _dated(ctx, kind, start, end, limit)) is not None:
        return dated
    if kind in formaltitles.KINDS and text[start].isupper() and not text[start:end].isupper():
        formal = formaltitles.read(ctx, kind, start, end)
        if formal is not None or not titled:
            return formal
    if not titled or text[start:end].isupper():
        return None
    if not text[start].isupper() and not (kind in _LAWS and _small_law(ctx, start, end)):
        return None
    if kind == "hiến pháp":
        return _constitution(ctx, start, end)
    if _before(folded, start, 1) in _PLURAL and _before(folded, start, 2) != "thi hành":
        return None
    if kind in _LAWS and _DRAFTS.search(folded, max(0, start - _LONGEST_LIST), start):
        return None
    return _law(ctx, kind, start, end, limit) if kind in _LAWS else _named(ctx, kind, start, end, limit)


def _small_law(ctx: Context, start: int, end: int) -> bool:
    """A law's name after a small letter: "căn cứ luật Tổ chức …", not "pháp luật Việt Nam"."""
    if not ctx.text[end + 1 : end + 2].isupper():
        return False
    before = _before(ctx.folded, start, 1)
    return before in _BEFORE_SMALL or (
        before not in _NOT_LAW and _SMALL_TITLE.match(ctx.text, end, end + 40) is not None
    )


def _before(folded: str, start: int, count: int) -> str:
    """The last `count` words before a place."""
    words = folded[max(0, start - 24) : start].split()
    return " ".join(words[-count:]).strip("“\"'(*")


def _plenum(ctx: Context, start: int, end: int, limit: int) -> Citation | None:
    m = _CENTRAL.match(ctx.folded, end, limit)
    if m is None or not (m["plenum"] or m["number"]):
        return None
    issuer = "Ban Chấp hành Trung ương Đảng" + (f" khóa {m['term'].upper()}" if m["term"] else "")
    last = m.end() - (m[0].endswith(")") and "(" not in m[0])
    return titled_at(start, last, "nghị quyết", "central", issuer, Span(end, last))


def _congress(ctx: Context, start: int, end: int, limit: int) -> Citation | None:
    m = _CONGRESS.match(ctx.folded, end, limit)
    if m is None:
        return None
    at = Span(*m.span(1))
    return titled_at(start, at.end, "nghị quyết", "congress", clean(ctx.text[at.slice]), at)


def _constitution(ctx: Context, start: int, end: int) -> Citation | None:
    m = _CONSTITUTION.match(ctx.folded, end)
    if m is None or m.end() == end:
        return None
    citation = titled_at(start, m.end(), "hiến pháp", "constitution", None, Span(start, m.end()))
    citation.title = clean(ctx.text[start : m.end()])
    if m[1]:
        citation.date = m[1]
        citation.fields["date"] = FieldSource("year after", Span(*m.span(1)))
    return citation


def _law(ctx: Context, kind: str, start: int, end: int, limit: int) -> Citation | None:
    """A law by its name: "Luật Đất đai", "Luật Ngân sách nhà nước ngày 16 tháng 12 năm 2002"."""
    text = ctx.text
    m = _LAW_WORD.match(text, end, min(limit, end + 100))
    if m is None or ctx.folded[m.start(1) : m.start(1) + 4] in {"này", "sư", "số"}:
        return None
    gap = _LAW_DAY.match(text, end, limit)
    if gap is not None and (day := day_at(ctx, gap.end())) is not None:
        citation = titled_at(start, day.span.end, kind, "law, day", None, Span(start, end))
        citation.title, citation.date = clean(text[start : day.span.start]), day.value
        citation.fields["date"] = FieldSource("day after", day.span)
        return citation
    words = text[m.start(1) : limit]
    if not words[0].isupper() and not _IS_LAW.match(words):
        return None
    last = _law_end(ctx, start, m, limit)
    citation = titled_at(start, last, kind, "law", None, Span(start, last))
    citation.title = clean(text[start:last])
    complete(ctx, citation, start)
    year = _LAW_YEAR.match(text, citation.span.end) if citation.date is None else None
    if year is not None:
        citation.date, citation.span = year[1], Span(start, year.end())
        citation.fields["date"] = FieldSource("year after", Span(*year.span(1)))
    return citation


def _law_end(ctx: Context, start: int, words: re.Match[str], limit: int) -> int:
    """Where a law's title ends; it may go on after a comma: "Luật Khám bệnh, chữa bệnh"."""
    stop = _LAW_STOPS.search(ctx.text, words.start(1), limit)
    last = stop.start() if stop else words.end()
    while stop is not None and ctx.text[stop.start()] == "," and _LAW_GOES_ON.match(ctx.folded, stop.end()):
        stop = _LAW_STOPS.search(ctx.text, stop.end(), limit)
        last = stop.start() if stop else limit
    last = min(last, start + _LONGEST_LAW)
    return start + len(ctx.text[start:last].rstrip())


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
    citation = titled_at(
        start, last, kind, "title", clean(text[issuer.slice]) if issuer else None, issuer or Span(at, at)
    )
    citation.title = clean(text[about.start() : last])
    citation.confidence = 0.6
    return citation
