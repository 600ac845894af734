"""Documents named without a number: laws, resolutions of congresses and plenums, formal titles.

Luật Ngân sách nhà nước ngày 16 tháng 12 năm 2002        a law by its name and day
Nghị quyết Trung ương 6 khóa XIII                        a plenum's resolution
Nghị quyết Đại hội XIV của Đảng                          a congress's resolution
Nghị quyết của HĐND tỉnh về …                            a title in a sentence's middle
"""

from __future__ import annotations

import re

from dondoc.extraction.bodies import clean, run_end
from dondoc.extraction.citedparts import complete, day_at
from dondoc.extraction.context import Context
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
# Papers known by a formal title: "Đề án tái cơ cấu ngành nông nghiệp", "Kết luận thanh tra về việc …".
_FORMAL = {
    "đề án": re.compile(
        r"\s+(?:[“\"]|(?:về|tái|quy định|phát triển|xây dựng|nâng cao|đào tạo|đổi mới|bảo tồn|hỗ trợ|dạy nghề"
        r"|thí điểm|sắp xếp|thành lập|quản lý|tuyên truyền|phổ biến|cải cách|chuyển đổi|tăng cường|đẩy mạnh"
        r"|ứng dụng|phòng|bảo vệ|đầu tư|khuyến khích|giảm nghèo|thu hút|huy động|củng cố|kiện toàn|mở rộng"
        r"|cơ cấu|chính quyền|vị trí|quy hoạch|một số)\s)"
    ),
    "tờ trình": re.compile(r"\s+(?:về việc|về)\s+"),
    "quyết định": re.compile(r"\s+(?:thành lập|công nhận|bổ nhiệm)\s+"),
    "kết luận": re.compile(r"\s+(?:thanh tra|kiểm tra|giám sát)\s+(?:về việc|về|đối với)\s+"),
    "kế hoạch": re.compile(
        r"\s+(?:phát triển|triển khai|thực hiện|hành động|tổ chức|phòng|bảo vệ|xây dựng|tăng cường"
        r"|tuyên truyền|chuyển đổi|cải cách|hỗ trợ|đào tạo|sắp xếp|ứng phó|đầu tư|quản lý|tổng kết"
        r"|kiểm tra|giám sát|(?<=hành động )(?:của|về))\s"
    ),
}
# What is made yet, or what the document itself is about: "xây dựng Đề án …", "Điều 1. Phê duyệt Đề án …".
_NOT_YET = re.compile(
    r"(?:xây dựng|lập|soạn thảo|hoàn thiện|hoàn thành|dự thảo|phê duyệt|thông qua|ban hành|chuẩn bị|trình"
    r"|các|những|nhiều|một số)\s+[“\"'(*]*$"
)
_NAMED = re.compile(rf"\s+(?=[{UPPER}][{LOWER}]+\s)")
_ISSUED = re.compile(r"(?:(?:đã|vừa) (?:ban hành|ký|có|công bố|trao|trình)|theo|tại|thực hiện|uỷ quyền)\s+$")
_JUST_ISSUED = re.compile(r"(?:đã|vừa|vừa mới) (?:ban hành|ký|công bố|phê duyệt)\s+$")
_FORMAL_END = re.compile(
    r"[.;:()”\"\n]|,(?! (?:giai đoạn|nhiệm kỳ|bổ sung|hoàn thiện))|\s(?<!đối\s)(?:được|đã|sẽ|nhằm|là|với)\s"
    r"|\s(?<!năm\s)(?<!đoạn\s)(?<!đến\s)(?<![-–]\s)(?=\d)"
)
_LONGEST_FORMAL = 160
_BEFORE_FORMAL = 40
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
        return _titled(start, session.end(), kind, "title", None, Span(start, end))
    if kind == "nghị quyết":
        named = _plenum(ctx, start, end, limit) or _congress(ctx, start, end, limit)
        if named is not None:
            return named
    if (dated := _dated(ctx, kind, start, end, limit)) is not None:
        return dated
    if kind in _FORMAL and text[start].isupper() and not text[start:end].isupper():
        return _formal(ctx, kind, start, end, limit)
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


def _formal(ctx: Context, kind: str, start: int, end: int, limit: int) -> Citation | None:
    """A plan, a submission, a decision by its formal title, in the middle of a sentence."""
    text, folded = ctx.text, ctx.folded
    opens = _FORMAL[kind].match(folded, end, limit)
    if opens is None and kind == "đề án":
        opens = _NAMED.match(text, end, limit)  # "Đề án Bến Thử xanh"
    sentence, _ = ctx.sentence_at(start)
    if opens is None or (start - sentence <= len("3. ") and kind != "đề án"):
        return None
    near = max(sentence, start - _BEFORE_FORMAL)
    handed_in = kind == "tờ trình" and folded.endswith("trình ", near, start)
    if _NOT_YET.search(folded, near, start) and not (handed_in or _ISSUED.search(folded, near, start)):
        return None
    if kind == "kế hoạch" and not (
        _JUST_ISSUED.search(folded, near, start) or _beside_another(ctx, sentence, start)
    ):
        return None
    if kind == "quyết định" and not _ISSUED.search(folded, near, start):
        return None
    stop = min(len(text), opens.end() + _LONGEST_FORMAL)
    if opens[0][-1] in '“"':
        closed = min(
            (at for at in (text.find(sign, opens.end(), stop) for sign in '”"') if at >= 0), default=-1
        )
        last = closed + 1 if closed >= 0 else stop
    else:
        title_end = _FORMAL_END.search(text, opens.end(), stop)
        last = title_end.start() if title_end else stop
    citation = _titled(start, last, kind, "title", None, Span(start, end))
    citation.title = clean(text[opens.end() : last])
    citation.confidence = 0.6
    return citation


def _beside_another(ctx: Context, sentence: int, start: int) -> bool:
    """“Nghị quyết số 71/NQ-CP … và Kế hoạch hành động của …”: behind a document that is cited."""
    if _JOINED.search(ctx.folded, max(sentence, start - 6), start) is None:
        return False
    return _CITED.search(ctx.text, max(sentence, start - _FAR_BESIDE), start) is not None


_JOINED = re.compile(r"(?:(?<!\w)và|;)\s+$")
_CITED = re.compile(
    r"(?:Nghị quyết|Quyết định|Chỉ thị|Chương trình|Kết luận|Kế hoạch|Thông báo)"
    r" (?:số \d|Đại hội|của|Trung ương|hành động)"
)
_FAR_BESIDE = 240  # characters


def _titled(start: int, end: int, kind: str, rule: str, issuer: str | None, at: Span) -> Citation:
    fields = {"type": FieldSource("kind", Span(start, start + len(kind)))}
    if issuer:
        fields["issuer"] = FieldSource(rule, at)
    return Citation(Span(start, end), rule, confidence=0.8, type=kind, issuer=issuer, fields=fields)


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
    return _titled(start, last, "nghị quyết", "central", issuer, Span(end, last))


def _congress(ctx: Context, start: int, end: int, limit: int) -> Citation | None:
    m = _CONGRESS.match(ctx.folded, end, limit)
    if m is None:
        return None
    at = Span(*m.span(1))
    return _titled(start, at.end, "nghị quyết", "congress", clean(ctx.text[at.slice]), at)


def _constitution(ctx: Context, start: int, end: int) -> Citation | None:
    m = _CONSTITUTION.match(ctx.folded, end)
    if m is None or m.end() == end:
        return None
    citation = _titled(start, m.end(), "hiến pháp", "constitution", None, Span(start, m.end()))
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
        citation = _titled(start, day.span.end, kind, "law, day", None, Span(start, end))
        citation.title, citation.date = clean(text[start : day.span.start]), day.value
        citation.fields["date"] = FieldSource("day after", day.span)
        return citation
    words = text[m.start(1) : limit]
    if not words[0].isupper() and not _IS_LAW.match(words):
        return None
    last = _law_end(ctx, start, m, limit)
    citation = _titled(start, last, kind, "law", None, Span(start, last))
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
    citation = _titled(
        start, last, kind, "title", clean(text[issuer.slice]) if issuer else None, issuer or Span(at, at)
    )
    citation.title = clean(text[about.start() : last])
    citation.confidence = 0.6
    return citation
