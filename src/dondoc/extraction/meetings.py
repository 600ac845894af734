"""The meeting a document reports, or that adopted it: which body met, which session, on which day.

Every mention is a candidate; the one that says most, and says it early, is the meeting. A meeting that is
only referred to is none: one that is announced, one whose resolution is carried out, one a paper is for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from dondoc.extraction import meetingbodies, sessions
from dondoc.extraction.bodies import body_at, clean, open_end
from dondoc.extraction.context import Context
from dondoc.extraction.duedates import mentions_in
from dondoc.extraction.units import sentence_at
from dondoc.records.document import DocumentType
from dondoc.records.facts import FieldSource, Meeting
from dondoc.records.source import Span
from dondoc.text import names
from dondoc.text.dates import DateMention
from dondoc.text.normalize import fold

# Documents that report or come out of a meeting; a plan only refers to meetings.
_MEETING_KINDS = frozenset(
    {
        DocumentType.PRESS,
        DocumentType.RESOLUTION,
        DocumentType.NOTICE,
        DocumentType.CONCLUSION,
        DocumentType.OTHER,
    }
)
_ISSUED = frozenset({DocumentType.RESOLUTION, DocumentType.NOTICE, DocumentType.CONCLUSION})
_TODAY = ("hôm", "sáng", "chiều", "tối")
_ATTENDED = re.compile(
    r"tổ chức|chủ trì|khai mạc|diễn ra|tại|dự|tiến hành|họp|phiên|bế mạc|tiếp tục|bước vào"
)
# What stands before a meeting that is not the one reported.
_REFERRED = re.compile(
    r"(?:(?:nghị quyết|kết luận|kế hoạch|thông báo)(?:\s+của)?|(?<!\w)trước(?: và sau)?|(?<!\w)sau"
    r"|giữa hai|chuẩn bị(?: cho| tổ chức)?"
    r"|(?<!\w)trình(?: tại)?|trình bày tại|phục vụ|hướng (?:tới|đến)|chào mừng|tại các|các|những|từ"
    r"|kể từ)\s+$"
)
_ANNOUNCED = re.compile(
    r"triệu tập[^.;]{0,60}$|(?:là|trong|vào) năm (?:tổ chức|diễn ra|tiến hành)\s+$"
    r"|chuẩn bị(?:(?!sáng|chiều|ngày)[^.;]){0,120}$|phải[^.;]{0,30} (?:tham )?dự\s+$"
    r"|(?:sẽ|dự kiến)\s+(?:tổ chức|diễn ra|khai mạc|họp|mở)[^.;]{0,20}$"
)
# "công tác chuẩn bị đại hội", "tổ chức thành công đại hội": a congress that work is done for.
_WORK_FOR = re.compile(
    r"(?:(?:nội dung|công tác|phương án|việc|tiến tới|nhân sự)(?: [^.,;:]{1,16})?"
    r"|tổ chức (?:thật )?thành công)\s+$"
)
# "theo chỉ đạo của Phó Thủ tướng tại | Hội nghị trực tuyến ngày …": what was said there is carried out.
_AS_SAID_AT = re.compile(
    r"(?:theo|thực hiện) (?:sự |ý kiến |nội dung )?(?:chỉ đạo|kết luận|ý kiến|yêu cầu|phát biểu)"
    r"[^.;:]{3,120}? tại (?:các )?$"
)
# "Tôi đã làm việc với các xã": what somebody tells of himself
_TOLD_BY = re.compile(
    r"(?<!\w)(?:chúng tôi|tôi|chúng ta|mình)(?: (?:đã|vừa|sẽ|có|đang|từng|cũng|phải|cần|mới))*\s$"
)
_SOME_DAY = re.compile(r"(?:sáng|chiều|tối|ngày)\s+\d{1,2}\s?[/.-]\s?\d{1,2}(?![\d/])")
_AT_CONGRESS = re.compile(
    r"(?:tại|khai mạc|bế mạc|dự|tổ chức|diễn ra|chương trình(?: làm việc)?(?: của)?)"
    r"\s+(?:phiên \w+(?: \w+)?\s+)?$"
)
_OPENED = re.compile(
    r"[^.;]{0,60}?(?:khai mạc|diễn ra|được tổ chức|bế mạc|tiến hành"
    r"|(?:đã |vừa )(?:thông qua|thành công|bầu|đề ra|xác định|biểu quyết|quyết nghị|nhất trí|hoàn thành))"
)
_LATER = ("tới đây", "sắp tới", "cuối năm nay", "tới", "dự kiến", "sẽ diễn ra", "sẽ được", "sẽ khai mạc")
_BEFORE_THAT = re.compile(r"(?:trước đó|trước đây|cùng ngày|cũng trong)[\s,]")
_SESSION_LINE = re.compile(
    r"[\s*|(]*(?:khóa|khoá|kỳ họp|hội đồng nhân dân|hđnd|quốc hội|ban chấp hành|hội nghị)"
)
_KHOA = re.compile(r"[\s,*–-]*(kh[oó][áa] (?:[ivxl]+|\d{1,2}))(?!\w)")
_OFFICE = re.compile(r"\s*văn phòng", re.IGNORECASE)
_HOLDS = re.compile(r"(?:ubnd|ủy ban nhân dân|uỷ ban nhân dân|hđnd|hội đồng|tỉnh ủy|thành ủy|đoàn)")
# "họp phiên thứ ba", "họp Ban Chấp hành lần thứ 9": the number is the session's all the same
_HELD_SESSION = re.compile(r"họp (?:phiên|ban (?:chấp hành|thường vụ)|hội đồng)(?!\w)")
_PARTY = re.compile(r"(?:tỉnh|thành|huyện|thị|quận|đảng) ủy")
_ORGAN = re.compile(
    r"(ban thường vụ|thường trực) (?:tỉnh|thành|huyện|thị|quận|đảng) ủy[^.;:]{0,30}? "
    r"(?:đã |cơ bản |hoàn toàn )?(?:thống nhất|kết luận|cho ý kiến|đồng ý|quyết định|nhất trí|có ý kiến"
    r"|yêu cầu)"
)
_COUNCILS_AND_COMMITTEES = (
    "tỉnh ủy", "thành ủy", "huyện ủy", "quận ủy", "thị ủy", "đảng ủy", "ubnd", "hđnd",
    "ủy ban nhân dân", "hội đồng nhân dân", "chính phủ", "quốc hội",
)  # fmt: skip
_COMMITTEES = ("ban chấp hành", "ban thường vụ")
_EARLY = 2500  # a report names its meeting in its first characters
_BELOW = 60  # characters below a session's line in which its days stand
_HEADING = 2000  # in which the heading of a resolution names the session
_BODY_POINTS = {"topic": 1, "congress": 2}
_LINES_ABOVE = 3
_ENOUGH = 80  # candidates: a text names its meeting early, not after so many others
_ASIDE = 8  # points that a meeting in brackets loses
_LEAST = 5  # points a candidate needs


@dataclass(slots=True)
class _Candidate:
    span: Span
    head: Span
    kind: str
    body: Span | None = None
    rule: str = ""
    ordinal: int | None = None
    ordinal_span: Span | None = None
    day: DateMention | None = None
    points: int = 0
    referred: bool = False  # the words before say that it is another than the one reported
    adopted: bool = False  # the session that a resolution's heading or foot names
    words: frozenset[str] = field(default_factory=frozenset)


def find(ctx: Context) -> list[Meeting]:
    """The document's meeting; [] where it reports none."""
    if ctx.document.header.type not in _MEETING_KINDS:
        return []
    candidates: list[_Candidate] = []
    for start, end, payloads in ctx.hits("meetings"):
        if ctx.claimed(start, end, by="citation") or ctx.flat.endswith("trung tâm ", 0, start):
            continue
        candidate = _candidate(ctx, start, end, str(payloads[0].entry["class"]))
        if candidate is not None:
            candidates.append(candidate)
        if len(candidates) == _ENOUGH:
            break
    if ctx.document.header.type is DocumentType.RESOLUTION:
        candidates = [c for c in candidates if c.adopted] or candidates
    if not candidates:
        return []
    best = max(candidates, key=lambda c: (c.points, -c.span.start))
    if best.points < _LEAST:
        return []
    return [_meeting(ctx, best, candidates)]


def _candidate(ctx: Context, start: int, end: int, kind: str) -> _Candidate | None:
    sentence = sentence_at(ctx, start)
    if kind in {"held", "visit"} and _TOLD_BY.search(ctx.flat, max(sentence[0], start - 40), start):
        return None
    candidate = _Candidate(Span(start, end), Span(start, end), kind)
    # "bước vào ngày làm việc thứ 2": after a verb the number is not the session's
    numbered = kind not in {"held", "visit"} or (kind == "held" and _HELD_SESSION.match(ctx.flat, start))
    if numbered and (session := sessions.ordinal_after(ctx, end, sentence[1])):
        candidate.ordinal, candidate.ordinal_span = session
    session_end = candidate.ordinal_span.end if candidate.ordinal_span else 0
    candidate.body, candidate.rule = meetingbodies.read(
        ctx, meetingbodies.Word(candidate.head, kind, session_end, sentence)
    )
    if kind == "held" and candidate.body is None:
        return None
    candidate.adopted = _adopts(ctx, candidate)
    candidate.day = _day_of(ctx, candidate, sentence)
    candidate.points = _points(ctx, candidate, sentence)
    candidate.words = frozenset(ctx.flat[candidate.body.slice].split()) if candidate.body else frozenset()
    parts = [candidate.head, candidate.body, candidate.ordinal_span]
    known = [p for p in (*parts, candidate.day.span if candidate.day else None) if p is not None]
    candidate.span = Span(min(p.start for p in known), max(p.end for p in known))
    return candidate


def _adopts(ctx: Context, candidate: _Candidate) -> bool:
    """Whether a resolution's heading or foot names this session: "KHÓA VIII - KỲ HỌP THỨ 3"."""
    if candidate.ordinal is None or candidate.kind != "body" or candidate.ordinal_span is None:
        return False
    if ctx.document.header.type is not DocumentType.RESOLUTION:
        return False
    line, line_end = ctx.line_at(candidate.head.start)
    if candidate.head.start < _HEADING and line_end - line < 160 and _SESSION_LINE.match(ctx.folded, line):
        return True
    return "thông qua" in ctx.flat[candidate.ordinal_span.end : candidate.ordinal_span.end + 90]


# --- day and choice ----------------------------------------------------------------------------------------


def _day_of(ctx: Context, candidate: _Candidate, sentence: tuple[int, int]) -> DateMention | None:
    """The day said nearest to the meeting in its sentence."""
    end = sentence[1]
    if candidate.adopted and candidate.ordinal_span:  # "(Từ ngày 08 đến 10/12/2015)" in the line below
        end = max(end, min(len(ctx.text), candidate.ordinal_span.end + _BELOW))
    said = mentions_in(ctx, sentence[0], end)
    days = [d for d in said if d.grain in {"day", "days"} and d.cue != "compared"]
    days = [d for d in days if not ctx.claimed(d.span.start, d.span.end, by="citation")]
    days = [d for d in days if not d.relative or ctx.flat.startswith(_TODAY, d.span.start)]
    return min(days, key=lambda d: abs(d.span.start - candidate.head.start), default=None)


def _points(ctx: Context, candidate: _Candidate, sentence: tuple[int, int]) -> int:
    """How much speaks for a candidate: what it says, where it stands, what stands round it."""
    head = candidate.head
    header = ctx.document.header
    own = header.issuer is not None and header.type in _ISSUED  # its own meeting, then
    nobody = 1 if own else -2
    points = nobody if candidate.body is None else _BODY_POINTS.get(candidate.rule, 3)
    if candidate.day is not None:
        points += 3
    elif _SOME_DAY.search(ctx.flat, max(sentence[0], head.start - 200), min(sentence[1], head.end + 60)):
        points += 2  # a day whose year nothing tells
    points += 2 if candidate.ordinal is not None else 0
    points += 4 if candidate.adopted else 0
    points += 2 if head.start < _EARLY else 0
    before = ctx.flat[max(0, head.start - 40) : head.start]
    points += 1 if _ATTENDED.search(before) or candidate.kind == "held" else 0
    if before.endswith("("):
        points -= _ASIDE  # "… (kỳ họp thứ sáu, HĐND tỉnh khóa XIV)"
    candidate.referred = _REFERRED.search(before) is not None
    points -= 5 if candidate.referred else 0
    after = candidate.ordinal_span or candidate.body or head
    if candidate.kind == "congress" and not (
        _AT_CONGRESS.search(before) or _OPENED.match(ctx.flat, max(after.end, head.end), sentence[1])
    ):
        points -= 4
    if candidate.kind == "congress" and _WORK_FOR.search(before):
        points -= 5
    if _ANNOUNCED.search(ctx.flat, max(sentence[0], head.start - 140), head.start) or ctx.flat.startswith(
        _LATER, head.end + 1
    ):
        points -= 6
    if _AS_SAID_AT.search(ctx.flat, max(sentence[0], head.start - 160), head.start):
        points -= 5
    if _BEFORE_THAT.match(ctx.flat, sentence[0]):
        points -= 2
    body = ctx.flat[candidate.body.slice] if candidate.body else ""
    far = head.start > 600 or (body.startswith("trung ương") and candidate.day is None)
    if "trung ương" in body and ctx.document.header.type is DocumentType.PRESS and far:
        points -= 3
    if ctx.text[head.slice].isupper() and not candidate.adopted:
        points -= 1  # a heading; the sentence says it again in full
    return points + _nearness(ctx, candidate.day)


def _nearness(ctx: Context, day: DateMention | None) -> int:
    """A report is of its own day; a day long before is that of another meeting."""
    if day is None or ctx.date is None or ctx.document.header.type is not DocumentType.PRESS:
        return 0
    apart = (ctx.date - day.first_day).days
    if apart < 0:
        return -1
    return 1 if apart <= 1 else 0 if apart <= 10 else -2


def _meeting(ctx: Context, best: _Candidate, candidates: list[_Candidate]) -> Meeting:
    meeting = Meeting(
        best.span, f"body {best.rule}".strip(), confidence=max(0.3, min(0.99, 0.5 + 0.05 * best.points))
    )
    _name(ctx, _titled(ctx, best, candidates), meeting)
    for other in [best, *candidates]:
        alike = other is best or not other.words or not best.words or _alike(other.words, best.words)
        if not alike or not _one_meeting(other, best) or (other.referred and other is not best):
            continue
        if meeting.ordinal is None and other.ordinal is not None:
            meeting.ordinal = other.ordinal
            meeting.fields["ordinal"] = FieldSource("session", other.ordinal_span)
        if meeting.date is None and other.day is not None and other.ordinal in {None, meeting.ordinal}:
            meeting.date = other.day.value.partition("/")[0]
            note = "năm suy ra từ ngày của văn bản" if other.day.inferred else ""
            meeting.fields["date"] = FieldSource("day", other.day.span, note)
    if meeting.date is None and ctx.date is not None and not best.adopted:
        meeting.date = ctx.date.isoformat()
        meeting.fields["date"] = FieldSource("document date", None, "lấy theo ngày của văn bản")
    return meeting


def _one_meeting(other: _Candidate, best: _Candidate) -> bool:
    """Whether two mentions can be of one meeting: "UBND tỉnh họp", "phiên họp" are, "đại hội" is another."""
    return other.kind == best.kind or {other.kind, best.kind} == {"body", "held"}


def _name(ctx: Context, best: _Candidate, meeting: Meeting) -> None:
    """The body's name: as written, or who issued the document where its meeting names none."""
    text, issuer = ctx.text, ctx.document.header.issuer
    office = issuer is not None and ctx.document.header.type is DocumentType.NOTICE and _OFFICE.match(issuer)
    if issuer and office and not best.adopted:  # an office tells what another's meeting has concluded
        whose = issuer[office.end() :].strip()
        issuer = whose[:1].upper() + whose[1:] if _HOLDS.match(whose.lower()) else None
    own = best.adopted or ctx.document.header.type in _ISSUED or best.ordinal is not None
    if issuer and own and (best.body is None or best.rule == "topic" or best.adopted):
        meeting.body, meeting.rule = (
            clean(issuer),
            "body issuer",
        )  # "Hội nghị lần thứ 4" of who issued the text
        if best.body is None and (committee := _committee_of(ctx, best)) is not None:
            meeting.body = f"{committee} {meeting.body}"
        if best.body and ctx.flat.startswith(_COMMITTEES, best.body.start):
            meeting.body = _spelt(clean(text[best.body.slice]))
        khoa = _term_of(ctx, best)
        if khoa and not fold(meeting.body).endswith(fold(khoa)):
            meeting.body = f"{meeting.body} {khoa}"
        return
    if best.adopted and best.body is None and (above := _council_above(ctx, best)) is not None:
        meeting.body = f"{clean(text[above.slice])} {_term_of(ctx, best)}".strip()
        meeting.fields["body"] = FieldSource("above", above)
        return
    meeting.body = clean(text[best.body.slice]) if best.body else clean(text[best.head.slice])
    if best.kind == "congress" and best.body and (place := _congress_of(ctx, best)) is not None:
        meeting.body = clean(text[place.slice])
        meeting.fields["body"] = FieldSource("named in full", place)
        return
    if best.rule == "topic" and best.body:
        ordinal = best.ordinal_span
        start = meetingbodies.topic_start(ctx, ordinal.end if ordinal else best.head.end)
        meeting.body = clean(text[best.head.slice] + " " + text[start : best.body.end])
    if best.body:
        meeting.fields["body"] = FieldSource(best.rule, best.body)
        if (full := _in_full(ctx, best.body)) is not None:
            meeting.body = clean(text[full.slice])
            meeting.fields["body"] = FieldSource("named in full", full)
    elif ctx.document.header.type is DocumentType.PRESS and (chair := _chairs_office(ctx, best)) is not None:
        meeting.body = clean(text[chair.slice])
        meeting.fields["body"] = FieldSource("who chairs", chair)


def _congress_of(ctx: Context, best: _Candidate) -> Span | None:
    """A congress that leaves out whose it is: named in full elsewhere, or by who holds it.

    "Đại hội đại biểu Đảng bộ tỉnh | Bình Sơn"; "Đảng bộ phường An Thử | tiến hành Đại hội đại biểu Đảng bộ"
    """
    words = ctx.flat[best.body.slice].rstrip() if best.body else ""
    if not words.endswith(_WITHOUT_PLACE):
        return None
    at = ctx.flat.find(words)
    while at >= 0:
        whole = body_at(ctx, at + words.rfind("đảng bộ"), len(ctx.text))
        if whole is not None and whole.end > at + len(words) and not ctx.text[at : whole.end].isupper():
            return Span(at, whole.end)
        at = ctx.flat.find(words, at + 1)
    start, _ = sentence_at(ctx, best.head.start)
    for place, _, _ in ctx.hits_in("orgs", start, best.head.start):
        if ctx.flat.startswith("đảng bộ ", place) and (holds := body_at(ctx, place, best.head.start)):
            return holds
    return None


_WITHOUT_PLACE = (
    "đảng bộ",
    "đảng bộ tỉnh",
    "đảng bộ thành phố",
    "đảng bộ huyện",
    "đảng bộ xã",
    "đảng bộ phường",
)


def _in_full(ctx: Context, body: Span) -> Span | None:
    """A board's name with what it is for, said elsewhere: "Ban chỉ đạo Quốc gia | phòng, chống dịch"."""
    words = ctx.flat[body.slice]
    if not words.startswith("ban chỉ đạo"):
        return None
    at = ctx.flat.find(words)
    while at >= 0:
        full = Span(at, open_end(ctx, Span(at, at + len(words)), len(ctx.text)))
        spelt = not ctx.text[at : full.end].isupper()
        if (
            spelt
            and full.end > at + len(words)
            and ctx.flat.startswith((" phòng", " về", " thực hiện"), at + len(words))
        ):
            return full
        at = ctx.flat.find(words, at + 1)
    return None


def _chairs_office(ctx: Context, best: _Candidate) -> Span | None:
    """The office of who speaks at a meeting that names none: "Bí thư | Tỉnh ủy | chỉ đạo tại giao ban"."""
    start, end = sentence_at(ctx, best.head.start)
    for _, title_end, _ in ctx.hits_in("titles", start, end):
        at = title_end + 1
        body = body_at(ctx, at, end)
        if body is not None and ctx.text[at].isupper() and ctx.flat.startswith(_COUNCILS_AND_COMMITTEES, at):
            name = next((n.start for n in names.default_reader().find(ctx.text, at, body.end)), body.end)
            return Span(at, at + len(ctx.text[at:name].rstrip()))  # "UBND tỉnh | Lê Văn Thử"
    return None


def _titled(ctx: Context, best: _Candidate, candidates: list[_Candidate]) -> _Candidate:
    """The mention that names the body: the headline's, where the report's own sentence names none."""
    title = dict(ctx.document.header.spans).get("title")
    if title is None or (best.body is not None and best.rule != "topic"):
        return best
    for other in candidates:
        named = other.body is not None and other.rule != "topic"
        if named and title.start <= other.head.start < title.end and _one_meeting(other, best):
            return other
    return best


def _committee_of(ctx: Context, best: _Candidate) -> str | None:
    """Which organ of a Party committee met: "Tại cuộc họp …, Ban Thường vụ Tỉnh ủy thống nhất kết luận"."""
    issuer = fold(ctx.document.header.issuer or "")
    if not _PARTY.match(issuer):
        return None
    start, end = sentence_at(ctx, best.head.start)
    organ = _ORGAN.search(ctx.flat, best.head.end, end) or _ORGAN.search(ctx.flat, start, best.head.start)
    return ctx.text[organ.start(1) : organ.end(1)] if organ is not None else None


def _council_above(ctx: Context, best: _Candidate) -> Span | None:
    """The council in the line above its session's: "HỘI ĐỒNG NHÂN DÂN TỈNH … / KHÓA XIV - KỲ HỌP THỨ 6"."""
    start, _ = ctx.line_at(best.head.start)
    for _ in range(_LINES_ABOVE):
        start, end = ctx.line_at(max(0, start - 2))
        if ctx.folded.startswith(("hội đồng nhân dân", "hđnd", "quốc hội"), start):
            return Span(start, end)
    return None


def _spelt(body: str) -> str:
    """A committee's name from a heading in capitals, as it is written in a sentence."""
    if not body.isupper():
        return body
    words = body.lower()
    for name in ("ban chấp hành", "ban thường vụ", "đảng bộ", "hội đồng nhân dân"):
        first, _, rest = name.partition(" ")
        spelt = f"{first.capitalize()} {rest.capitalize() if first == 'ban' else rest}"
        words = words.replace(name, spelt)
    return words


def _term_of(ctx: Context, best: _Candidate) -> str:
    """The term of office in a session's line: "KHÓA VIII - KỲ HỌP THỨ 3" → "khóa VIII"."""
    start, end = ctx.line_at(best.head.start)
    m = next(_KHOA.finditer(ctx.folded, start, end), None)
    if m is None:
        return ""
    word, _, number = m[1].partition(" ")
    return f"{word} {number.upper()}"


def _alike(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether two names can be of one body: one holds the other, or they share most of their words."""
    return a <= b or b <= a or 2 * len(a & b) >= 0.6 * (len(a) + len(b))
