"""The meeting a document reports, or that adopted it: which body met, which session, on which day.

    Ngày 15/12, Tỉnh ủy tổ chức Hội nghị lần thứ 15      the body before "tổ chức"
    kỳ họp thứ 7 HĐND thành phố sáng 4-12                the body after the session
    cuộc làm việc với Ban Thường vụ Tỉnh ủy              the body that was visited
    Hội nghị trực tuyến về chống khai thác trái phép     no body: the conference's own name

Every mention is a candidate; the one that says most, and says it early, is the meeting.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from dondoc.extraction.bodies import body_at, classes_at, classes_of, clean, run_end
from dondoc.extraction.context import Context
from dondoc.extraction.duedates import mentions_in
from dondoc.extraction.units import sentence_at
from dondoc.records.document import DocumentType
from dondoc.records.facts import FieldSource, Meeting
from dondoc.records.source import Span
from dondoc.text.dates import DateMention

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
_UNITS = ["một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
_DIGITS = {w: i + 1 for i, w in enumerate(_UNITS)} | {"nhất": 1, "nhì": 2, "tư": 4, "lăm": 5, "mốt": 1}
_WORD_NUMBER = rf"(?:(?:{'|'.join(_DIGITS)}|mười|mươi)(?:\s+|(?!\w))){{1,3}}"
_ORDINAL = re.compile(
    rf"(?:phiên(?: họp)?\s+|lần\s+)?(?:thứ|thức)\s+(\d{{1,3}}|[ivxl]{{1,6}}(?!\w)|{_WORD_NUMBER})"
)
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}
_FILLER = re.compile(
    r"[\s,–-]*(?:\(?mở rộng\)?|thường kỳ|thường niên|toàn thể|trực tuyến|chuyên đề|khai mạc|bế mạc|đột xuất"
    r"|bất thường|của|tháng \d+)?"
)
_ORGANISED = re.compile(
    r"\s+(?:đã\s+|vừa\s+|sẽ\s+)?(?:tổ chức|tiến hành|khai mạc|họp|triệu tập|bế mạc)\s+(?:phiên\s+)?$"
)
_OF = re.compile(r"\s(?:của|do)\s+")
_WITH = re.compile(r"\s(?:với|đối với)\s+(?:cán bộ, công chức\s+)?")
_TOPIC_END = re.compile(
    r"(?<!TP)\.(?=\s|$)|[;(\n]|(?<=\d),\s|,\s+(?=[A-ZĐÀ-Ỹ]|nhiều |các |đại diện|lãnh đạo|đồng chí|ông "
    r"|bà )|,?\s+(?:do|sáng|chiều|ngày|tại|tổ chức|diễn ra|được|đã)\s"
)
_TODAY = ("hôm", "sáng", "chiều", "tối")
_AFTER_SESSION = 110  # characters in which the body may stand after the session's number
_EARLY = 2500  # a report names its meeting in its first characters
_BODY_POINTS = {"topic": 1, "congress": 2}
_ENOUGH = 60  # candidates: a text names its meeting early, not after so many others
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
    words: frozenset[str] = field(default_factory=frozenset)


def find(ctx: Context) -> list[Meeting]:
    """The document's meeting; [] where it reports none."""
    if ctx.document.header.type not in _MEETING_KINDS:
        return []
    candidates = []
    for start, end, payloads in ctx.hits("meetings"):
        if ctx.claimed(start, end, by="citation"):
            continue
        candidates.append(_candidate(ctx, start, end, str(payloads[0].entry["class"])))
        if len(candidates) == _ENOUGH:
            break
    if not candidates:
        return []
    best = max(candidates, key=lambda c: (c.points, -c.span.start))
    if best.points < _LEAST:
        return []
    return [_meeting(ctx, best, candidates)]


def _candidate(ctx: Context, start: int, end: int, kind: str) -> _Candidate:
    sentence = sentence_at(ctx, start)
    candidate = _Candidate(Span(start, end), Span(start, end), kind)
    _read_ordinal(ctx, candidate, sentence[1])
    _read_body(ctx, candidate, sentence)
    candidate.day = _day_of(ctx, candidate, sentence)
    _score(ctx, candidate)
    parts = [
        candidate.head,
        candidate.body,
        candidate.ordinal_span,
        candidate.day.span if candidate.day else None,
    ]
    known = [p for p in parts if p is not None]
    candidate.span = Span(min(p.start for p in known), max(p.end for p in known))
    return candidate


def _read_ordinal(ctx: Context, candidate: _Candidate, limit: int) -> None:
    """The session: "lần thứ 15", "thứ hai mươi lăm", "phiên thứ 16"; the body may stand before it."""
    at = candidate.head.end
    m = _ORDINAL.search(ctx.flat, at, min(limit, at + _AFTER_SESSION))
    if m is None:
        return
    between = ctx.flat[at : m.start()]
    if re.search(r"[.;:]|nhiệm kỳ|khóa| về | tổng kết | triển khai | đánh giá | cho ý kiến|\d", between):
        return
    if "," in between and run_end(ctx, _skip(ctx.flat, at), m.start()) < m.start() - 3:
        return
    number = _number(m[1])
    if number is not None:
        candidate.ordinal, candidate.ordinal_span = number, Span(m.start(), m.start(1) + len(m[1].rstrip()))


def _skip(flat: str, at: int) -> int:
    while at < len(flat) and flat[at] in " *":
        at += 1
    return at


def _number(words: str) -> int | None:
    words = words.strip()
    if words.isdigit():
        return int(words)
    if set(words) <= set(_ROMAN):
        values = [_ROMAN[c] for c in words]
        return sum(-v if i + 1 < len(values) and v < values[i + 1] else v for i, v in enumerate(values))
    total = 0
    for word in words.split():
        if word == "mười":
            total += 10
        elif word == "mươi":
            total *= 10
        else:
            total += _DIGITS[word]
    return total or None


# --- the body ----------------------------------------------------------------------------------------------


def _read_body(ctx: Context, candidate: _Candidate, sentence: tuple[int, int]) -> None:
    steps = (_congress, _visited, _after, _before, _of)
    for step in steps:
        body = step(ctx, candidate, sentence)
        if body is not None and body:
            candidate.body, candidate.rule = body, step.__name__.strip("_")
            return
    candidate.body = _topic(ctx, candidate, sentence)
    candidate.rule = "topic" if candidate.body else ""


def _visited(ctx: Context, candidate: _Candidate, sentence: tuple[int, int]) -> Span | None:
    """The body after "với": "làm việc với lãnh đạo tỉnh …"."""
    if candidate.kind != "visit":
        return None
    at = _skip(ctx.flat, candidate.head.end)
    if not ctx.flat.startswith("với", candidate.head.end - 3):
        m = _WITH.search(ctx.flat, candidate.head.end, sentence[1])
        if m is None:
            return None
        at = m.end()
    start = at
    stop, classes = classes_at(ctx, at)
    if classes & {"people", "collective"}:
        at = _skip(ctx.flat, stop)
    end = run_end(ctx, at, sentence[1])
    return Span(start, end) if end > at else None


def _after(ctx: Context, candidate: _Candidate, sentence: tuple[int, int]) -> Span | None:
    """The body behind the word, or behind its session: "Hội nghị Ban Thường vụ …", "kỳ họp thứ 7, HĐND …"."""
    if candidate.kind == "visit":
        return None
    places = [candidate.head.end]
    if candidate.ordinal_span:
        places.append(candidate.ordinal_span.end)
    for place in places:
        at = place
        for _ in range(3):
            gap = _FILLER.match(ctx.flat, at, sentence[1])
            at = gap.end() if gap else at
        at = _skip(ctx.flat, at)
        if (body := body_at(ctx, at, sentence[1])) and ctx.text[at].isupper():
            return body
    return None


def _before(ctx: Context, candidate: _Candidate, sentence: tuple[int, int]) -> Span | None:
    """The body before "tổ chức": "Sáng 9-3, Ban Thường vụ Tỉnh ủy tổ chức hội nghị …"."""
    m = _ORGANISED.search(ctx.flat, sentence[0], candidate.head.start)
    if m is None:
        return _session_of(ctx, candidate, sentence)
    return _ending_at(ctx, sentence[0], m.start())


def _ending_at(ctx: Context, floor: int, stop: int) -> Span | None:
    """The longest name of a body that ends at `stop`."""
    for start, _, payloads in ctx.hits_in("orgs", max(floor, stop - 120), stop):
        if "body" in classes_of(ctx, payloads) and run_end(ctx, start, stop) == stop:
            return Span(start, stop)
    return None


def _session_of(ctx: Context, candidate: _Candidate, sentence: tuple[int, int]) -> Span | None:
    """The body before a session: "HĐND tỉnh khóa XVIII, kỳ họp thứ 12"."""
    if candidate.ordinal is None:
        return None
    before = ctx.flat[max(sentence[0], candidate.head.start - 40) : candidate.head.start]
    m = re.search(r"[\s,*–-]*(?:khóa|khoá)?\s*(?:[ivx]+|\d+)?[\s,*–-]*(?:tại\s+)?$", before)
    stop = candidate.head.start - (len(before) - m.start()) if m else candidate.head.start
    while stop > sentence[0] and ctx.flat[stop - 1] in " ,–-*":
        stop -= 1
    return _ending_at(ctx, sentence[0], stop)


def _of(ctx: Context, candidate: _Candidate, sentence: tuple[int, int]) -> Span | None:
    """The body whose meeting it is: "cuộc họp tháng 10 của UBND …", "hội nghị … do Tỉnh ủy tổ chức"."""
    if candidate.kind == "visit":
        return None
    for m in _OF.finditer(ctx.flat, candidate.head.end, min(sentence[1], candidate.head.end + 160)):
        if (body := body_at(ctx, m.end(), sentence[1])) and ctx.text[body.start].isupper():
            organised = m[0].strip() == "do" and "tổ chức" in ctx.flat[body.end : body.end + 12]
            if organised or (candidate.head.end - candidate.head.start < 12 and candidate.kind == "body"):
                near = ctx.flat[candidate.head.end : m.start()]
                if not re.search(r"[,;]| về | thực hiện | nghị quyết", near):
                    return body
    return None


def _congress(ctx: Context, candidate: _Candidate, sentence: tuple[int, int]) -> Span | None:
    """A congress is its own body: "Đại hội Đảng bộ tỉnh"."""
    if candidate.kind != "congress":
        return None
    end = run_end(ctx, _skip(ctx.flat, candidate.head.end), sentence[1])
    start = ctx.flat.find("đại hội", candidate.head.start, candidate.head.end)
    return Span(start if start >= 0 else candidate.head.start, max(end, candidate.head.end))


def _topic(ctx: Context, candidate: _Candidate, sentence: tuple[int, int]) -> Span | None:
    """The conference's own name, where no body is named: "hội nghị đánh giá kết quả …"."""
    if candidate.kind != "body" or not ctx.flat.startswith("hội nghị", candidate.head.start):
        return None
    at = candidate.ordinal_span.end if candidate.ordinal_span else candidate.head.end
    end = _TOPIC_END.search(ctx.text, at, min(sentence[1], at + 220))
    stop = end.start() if end else min(sentence[1], at + 220)
    return Span(candidate.head.start, stop) if len(ctx.flat[at:stop].split()) > 2 else None


# --- day and choice ----------------------------------------------------------------------------------------


def _day_of(ctx: Context, candidate: _Candidate, sentence: tuple[int, int]) -> DateMention | None:
    """The day said nearest to the meeting in its sentence."""
    said = mentions_in(ctx, sentence[0], sentence[1])
    days = [d for d in said if d.grain in {"day", "days"} and d.cue != "compared"]
    days = [d for d in days if not ctx.claimed(d.span.start, d.span.end, by="citation")]
    days = [d for d in days if not d.relative or ctx.flat.startswith(_TODAY, d.span.start)]
    return min(days, key=lambda d: abs(d.span.start - candidate.head.start), default=None)


def _score(ctx: Context, candidate: _Candidate) -> None:
    points = 0
    if candidate.body is None:
        points -= 2
    else:
        points += _BODY_POINTS.get(candidate.rule, 3)
    points += 3 if candidate.day is not None else 0
    points += 2 if candidate.ordinal is not None else 0
    before = ctx.flat[max(0, candidate.head.start - 40) : candidate.head.start]
    if re.search(r"tổ chức|chủ trì|khai mạc|diễn ra|tại|dự|tiến hành|họp|phiên", before):
        points += 1
    if candidate.head.start < _EARLY:
        points += 2
    if re.search(
        r"(?:nghị quyết\s+(?:của\s+)?|trước|sau|chuẩn bị(?: cho| tổ chức)?|tại các|các)\s+$", before
    ):
        points -= 4
    if ctx.flat.startswith(("tới đây", "sắp tới", "cuối năm", "tới"), candidate.head.end + 1):
        points -= 4
    body = ctx.flat[candidate.body.slice] if candidate.body else ""
    if "trung ương" in body and ctx.document.header.type is DocumentType.PRESS and candidate.head.start > 600:
        points -= 3
    if ctx.text[candidate.head.slice].isupper():
        points -= 1  # a heading; the sentence says it again in full
    candidate.points = points
    candidate.words = frozenset(body.split())


def _meeting(ctx: Context, best: _Candidate, candidates: list[_Candidate]) -> Meeting:
    body = clean(ctx.text[best.body.slice]) if best.body else clean(ctx.text[best.head.slice])
    meeting = Meeting(
        best.span, f"body {best.rule}".strip(), confidence=min(0.99, 0.5 + 0.05 * best.points), body=body
    )
    if best.rule == "topic" and best.ordinal_span:
        body = ctx.text[best.head.slice] + ctx.text[best.ordinal_span.end : best.body.end if best.body else 0]
        meeting.body = clean(body)
    issuer = ctx.document.header.issuer
    if issuer and (best.body is None or best.rule == "topic") and best.ordinal is not None:
        meeting.body, meeting.rule = (
            clean(issuer),
            "body issuer",
        )  # "Hội nghị lần thứ 4" of who issued the text
    elif best.body:
        meeting.fields["body"] = FieldSource(best.rule, best.body)
    for other in [best, *candidates]:
        alike = other is best or not other.words or not best.words or _alike(other.words, best.words)
        if not alike or other.kind != best.kind:
            continue
        if meeting.ordinal is None and other.ordinal is not None:
            meeting.ordinal = other.ordinal
            meeting.fields["ordinal"] = FieldSource("session", other.ordinal_span)
        if meeting.date is None and other.day is not None:
            meeting.date = other.day.value.partition("/")[0]
            note = "năm suy ra từ ngày của văn bản" if other.day.inferred else ""
            meeting.fields["date"] = FieldSource("day", other.day.span, note)
    return meeting


def _alike(a: frozenset[str], b: frozenset[str]) -> bool:
    return 2 * len(a & b) >= len(a) + len(b) - 4
