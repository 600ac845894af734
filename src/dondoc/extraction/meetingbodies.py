"""Whose meeting it is: the body that met, or that was visited, read round the word of the meeting.

cuộc làm việc với Ban Thường vụ Tỉnh ủy              the body that was visited
kỳ họp thứ 7 HĐND thành phố                          the body after the session
Ban Thường vụ Tỉnh ủy tổ chức hội nghị               the body before the verb
UBND tỉnh họp phiên thường kỳ                        the verb is the word of the meeting
cuộc họp tháng 10 của UBND thành phố                 the body after "của"
Hội nghị trực tuyến về chống khai thác trái phép     no body: the conference's own name
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from dondoc.extraction.bodies import (
    body_at,
    body_ending_at,
    classes_at,
    last_body,
    open_end,
    run_end,
)
from dondoc.extraction.context import Context
from dondoc.records.source import Span
from dondoc.text.names import UPPER

_FILLER = re.compile(
    r"[\s,–-]*(?:\(?mở rộng\)?|\([^()\n]{3,60}\)|thường kỳ|thường niên|thường lệ|toàn thể|trực tuyến"
    r"|chuyên đề|khai mạc|bế mạc|đột xuất|bất thường|giao ban|lần đầu|tập thể|của|tháng \d+(?:[/-]\d{4})?)?"
)
_ORGANISED = re.compile(
    r"\s+(?:(?:đã|vừa|sẽ|tiếp tục|long trọng|chính thức|phối hợp|tiến hành)\s+){0,2}"
    r"(?:tổ chức|chủ trì|tiến hành|khai mạc|bắt đầu|họp|triệu tập|bế mạc|mở|có|tiếp tục"
    r"|bước vào(?: ngày làm việc)?[^,.;]{0,20})\s+"
    r"(?:phiên(?: họp)?\s+|ngày làm việc\s+)?$"
)
_TOGETHER = re.compile(r"\s+(?:đã\s+)?(?:phối hợp(?: cùng)?|cùng)(?:\s+với)?\s+$")  # who leads stands before
_WITH_PARTNERS = re.compile(r"\s+(?:đã\s+)?(?:phối hợp(?: cùng)?|cùng)(?:\s+với)?\s+")
_AND = re.compile(r"(?:, và|,| và)\s+")
_HELD = re.compile(r"\s+(?:(?:đã|vừa|tiếp tục|tổ chức|tiến hành|chính thức|cũng|cùng)\s+){0,3}$")
_TERM = re.compile(r"[\s,]*(?:\(?nhiệm kỳ\s+\d{4}\s?[-–]\s?\d{4}\)?)?(?:\s*\(mở rộng\))?[\s,]*$")
_KHOA = re.compile(r"[\s,*–-]*(?:khóa|khoá)?\s*(?:[ivx]+|\d+)?[\s,*–-]*(?:tại\s+)?$")
_OF = re.compile(r"\s(?:của|do)\s+")
_WITH = re.compile(r"(?:^|\s)(?:với|đối với)\s+(?:cán bộ, công chức\s+)?")
_VISITED_END = re.compile(
    r"[,.;:(\n]|\s(?:về|nhằm|để|trong|vào|ngày|sáng|chiều|liên quan|cho biết|theo|do|đã|nhân|sau|trước)\s"
)
# Of several that are visited the commas part the names: "các sở, ngành, doanh nghiệp về việc …".
_SEVERAL_END = re.compile(
    _VISITED_END.pattern.replace("[,.;:(", "[.;:(")
    + r"|,\s(?=(?:ông|bà|đồng chí|thủ tướng|chủ tịch|phó chủ tịch|bí thư|phó bí thư|bộ trưởng)\s)"
)
_BARE_COMMITTEES = frozenset({"ban chấp hành", "ban thường vụ", "thường trực", "ủy ban", "hội đồng"})
_CHAIRED = re.compile(r",?\s+do (?:đồng chí|ông|bà)\s[^.;]{5,160}?(?:chủ trì|chủ tọa),?\s+$")
_NEAR_PLACES = frozenset({"tỉnh", "thành phố", "huyện", "xã"})
_OURS = re.compile(r" (?:ta|nhà|này|bạn)(?!\w)")
_CHAIRING = (
    "quốc hội",
    "chính phủ",
    "tỉnh ủy",
    "thành ủy",
    "ubnd tỉnh",
    "hđnd tỉnh",
    "bộ chính trị",
    "ban bí thư",
)
_COUNCILS = ("hđnd", "hội đồng nhân dân", "quốc hội")
_SEAT = re.compile(r"tại (?:trụ sở|văn phòng|hội trường|phòng họp)(?: làm việc)?(?: của)? ")
_OF_SEVERAL = re.compile(r" các (?:xã|phường|huyện|thị xã|tỉnh|thành phố|sở|đơn vị|cơ quan)")
_GUEST = ("đoàn", "ngài", "ông", "bà", "đồng chí", "đại sứ")
_TOPIC_END = re.compile(
    rf"(?<!TP)\.(?=\s|$)|[;(\n]|(?<=\d),\s|,\s+(?=[{UPPER}]|nhiều |các |đại diện|lãnh đạo|đồng chí|ông "
    r"|bà )|,?\s+(?:do|vào|sáng|chiều|ngày|tại|tổ chức|diễn ra|được|đã)\s"
)
_NOT_OF = re.compile(
    r"[,;]| về (?!tình hình|kinh tế)| thực hiện | nghị quyết| quyết định| kết luận"
    r"| chỉ thị| công bố| ý kiến| chỉ đạo"
    r"| tổng kết| sơ kết"
)
_DAY_BETWEEN = re.compile(
    r"\s+(?:vào\s+)?(?:(?:sáng|chiều|tối)\s+)?(?:ngày\s+)?\d{1,2}\s?[/.-]\s?\d{1,2}(?:[/.-]\d{4})?(?=\s+[^\W\d_])"
)
_NEAR = 120  # characters in which the verb stands before the word
_LONGEST_TOPIC = 220
_LONGEST_ASIDE = 140
_LONGEST_VISITED = 90


@dataclass(frozen=True, slots=True)
class Word:
    """A word of meeting in its sentence."""

    head: Span
    kind: str  # its class in the pack `meetings`
    session_end: int  # where the number of its session ends; 0 where none is said
    sentence: tuple[int, int]


def read(ctx: Context, word: Word) -> tuple[Span | None, str]:
    """The body and the step that read it; (None, "") where the words name none."""
    for step in _STEPS[word.kind]:
        body = step(ctx, word)
        if step is _after and body is not None and ctx.flat[body.slice] in _BARE_COMMITTEES:
            body = _before(ctx, word) or body  # "Đảng ủy UBND tỉnh tổ chức Hội nghị Ban Chấp hành lần thứ 3"
        if body is not None and body:
            return body, step.__name__.strip("_")
    return None, ""


def _visited(ctx: Context, word: Word) -> Span | None:
    """The body after "với" or "tại": "làm việc với lãnh đạo tỉnh …", "thăm và làm việc tại Bình Sơn"."""
    at = word.head.end
    if not ctx.flat.endswith((" với", " tại"), word.head.start, word.head.end):
        m = _WITH.search(ctx.flat, at, word.sentence[1])
        if m is None:
            return None
        at = m.end()
    start = at = skip(ctx.flat, at)
    if ctx.flat.startswith(_GUEST, start):
        return _host(ctx, word)
    stop, classes = classes_at(ctx, at)
    if classes & {"people", "collective"}:
        at = skip(ctx.flat, stop)
    end = run_end(ctx, at, word.sentence[1])
    several = ctx.flat.startswith("các", at) or "collective" in classes
    if end > at and _OF_SEVERAL.match(ctx.flat, end):  # "Ban Thường vụ Đảng ủy các xã, phường: An Thử, …"
        colon = _SEVERAL_END.search(ctx.flat, end, min(word.sentence[1], start + _LONGEST_VISITED))
        if colon is not None and colon[0] in ":.(":
            return Span(start, _listed(ctx, colon.start(), word.sentence[1]))
    if end > at and not several:
        if ctx.flat[at:end] in _NEAR_PLACES and (ours := _OURS.match(ctx.flat, end)):
            end = ours.end()
        return Span(start, _listed(ctx, end, word.sentence[1]))
    ends = _SEVERAL_END if several else _VISITED_END
    phrase = ends.search(ctx.flat, start, min(word.sentence[1], start + _LONGEST_VISITED))
    if phrase and phrase[0] == "," and phrase.start() - start < 8:  # "trưởng, phó các ban …"
        phrase = _SEVERAL_END.search(ctx.flat, start, min(word.sentence[1], start + _LONGEST_VISITED))
    last = phrase.start() if phrase else min(word.sentence[1], start + _LONGEST_VISITED)
    return Span(start, last) if last - start > 4 else None


def _host(ctx: Context, word: Word) -> Span | None:
    """Who receives guests: "tại trụ sở UBND tỉnh, Chủ tịch … làm việc với Đoàn công tác …"."""
    seat = _SEAT.search(ctx.flat, word.sentence[0], word.head.start)
    if seat is not None and (body := body_at(ctx, seat.end(), word.head.start)):
        return body
    return last_body(ctx, word.sentence[0], word.head.start)


def _listed(ctx: Context, end: int, limit: int) -> int:
    """The end of a list of names that goes on: "Tỉnh ủy Bình Sơn, Hà Thử", "các tỉnh: An Thử, …"."""
    if ctx.text.startswith(": ", end) and ctx.text[end + 2 : end + 3].isupper():
        further = run_end(ctx, end + 2, limit)
        if further > end + 2 and ctx.text[further : further + 1] == ",":
            end = further
    while ctx.text.startswith(", ", end) and end + 2 < limit and ctx.text[end + 2].isupper():
        _, classes = classes_at(ctx, end + 2)
        further = run_end(ctx, end + 2, limit)
        if classes or further == end + 2 or ctx.text[further : further + 1] not in {",", ".", " "}:
            break
        end = further
    return end


def _after(ctx: Context, word: Word) -> Span | None:
    """The body behind the word, or behind its session: "Hội nghị Ban Thường vụ …", "kỳ họp thứ 7, HĐND …"."""
    for place in (word.head.end, word.session_end):
        if not place:
            continue
        at = place
        for _ in range(4):
            gap = _FILLER.match(ctx.flat, at, word.sentence[1])
            at = gap.end() if gap else at
        at = skip(ctx.flat, at)
        body = body_at(ctx, at, word.sentence[1])
        if body and (ctx.text[at].isupper() or ctx.flat.startswith("ban chỉ đạo", at)):
            return Span(body.start, open_end(ctx, body, word.sentence[1]))
    return None


def _before(ctx: Context, word: Word) -> Span | None:
    """The body before "tổ chức": "Sáng 9-3, Ban Thường vụ Tỉnh ủy tổ chức hội nghị …"."""
    m = _ORGANISED.search(ctx.flat, max(word.sentence[0], word.head.start - _NEAR), word.head.start)
    if m is not None:
        body = _ending_at(ctx, word.sentence[0], m.start())
        if body and "chủ trì" in m[0] and not ctx.flat.endswith(_CHAIRING, body.start, body.end):
            return None  # a person chairs: "Chủ tịch UBND tỉnh Trần Văn Thử chủ trì"
        return _leading(ctx, word.sentence[0], body)
    if not word.session_end:
        return None
    before = ctx.flat[max(word.sentence[0], word.head.start - 70) : word.head.start]
    if term := _TERM.search(before):
        before = before[: term.start()]
    if khoa := _KHOA.search(before):
        before = before[: khoa.start()]
    stop = max(word.sentence[0], word.head.start - 70) + len(before)
    while stop > word.sentence[0] and ctx.flat[stop - 1] in " ,–-*":
        stop -= 1
    return _ending_at(ctx, word.sentence[0], stop)


def _verb(ctx: Context, word: Word) -> Span | None:
    """The body before the verb of meeting: "UBND tỉnh đã họp phiên thường kỳ …"."""
    m = _HELD.search(ctx.flat, max(word.sentence[0], word.head.start - 40), word.head.start)
    stop = m.start() + 1 if m else 0
    chaired = _CHAIRED.search(ctx.flat, max(word.sentence[0], stop - 2 * _LONGEST_ASIDE), stop) if m else None
    stop = chaired.start() if chaired else stop - 1  # "Ban Thường vụ … do đồng chí … chủ trì, họp"
    body = _leading(ctx, word.sentence[0], _ending_at(ctx, word.sentence[0], stop) if m else None)
    if body is None or len(ctx.text[body.slice].split()) > 1 or ctx.text[body.slice].isupper():
        return body
    return None  # "tại Phòng họp số 1"


def _leading(ctx: Context, floor: int, body: Span | None) -> Span | None:
    """Who leads where two hold a meeting together: "Ban Tuyên giáo phối hợp với Sở Tài chính tổ chức …"."""
    if body is None:
        return None
    with_whom = _TOGETHER.search(ctx.flat, max(floor, body.start - 40), body.start)
    leading = _ending_at(ctx, floor, with_whom.start()) if with_whom else None
    return leading or _before_partners(ctx, floor, body) or body


def _before_partners(ctx: Context, floor: int, last: Span) -> Span | None:
    """Who leads several partners, of whom the last was read: "… phối hợp với Sở A, Hội B tổ chức"."""
    if not ctx.flat.endswith((", ", " và "), floor, last.start):
        return None
    for with_whom in _WITH_PARTNERS.finditer(ctx.flat, floor, last.start):
        at = with_whom.end()
        while at < last.start:
            partner = body_at(ctx, at, last.start)
            joint = _AND.match(ctx.flat, partner.end) if partner else None
            if joint is None:
                break
            at = joint.end()
        if at == last.start:
            return _ending_at(ctx, floor, with_whom.start())
    return None


def _ending_at(ctx: Context, floor: int, stop: int) -> Span | None:
    """The longest name of a body that ends at `stop`, its term of office left out."""
    if ctx.flat.endswith(")", floor, stop):  # "Cụm thi đua số 1 (gồm …) tổ chức"
        bracket = ctx.flat.rfind("(", max(floor, stop - _LONGEST_ASIDE), stop)
        stop = bracket if bracket >= 0 else stop
    if term := _TERM.search(ctx.flat, max(floor, stop - 40), stop):
        stop = term.start()
    return body_ending_at(ctx, floor, stop)


def _of(ctx: Context, word: Word) -> Span | None:
    """The body whose meeting it is: "cuộc họp tháng 10 của UBND …", "hội nghị … do Tỉnh ủy tổ chức"."""
    for m in _OF.finditer(ctx.flat, word.head.end, min(word.sentence[1], word.head.end + 160)):
        body = body_at(ctx, m.end(), word.sentence[1])
        if not body or not ctx.text[body.start].isupper():
            continue
        if m[0].strip() == "do":
            if "tổ chức" in ctx.flat[body.end : body.end + 12]:
                return body
        elif word.head.end - word.head.start < 12 and not _NOT_OF.search(ctx.flat[word.head.end : m.start()]):
            return Span(body.start, open_end(ctx, body, word.sentence[1]))
    return None


def _held_of(ctx: Context, word: Word) -> Span | None:
    """Whose it is, behind its topic and before its day: "Hội nghị tổng kết năm … của Sở Y tế | diễn ra"."""
    for m in _OF.finditer(ctx.flat, word.head.end, min(word.sentence[1], word.head.end + _LONGEST_TOPIC)):
        body = body_at(ctx, m.end(), word.sentence[1])
        if not body or not ctx.text[body.start].isupper() or not _TAKES_PLACE.match(ctx.flat, body.end):
            continue
        if not _OF_ANOTHER.search(ctx.flat, word.head.end, m.start()):
            return body
    return None


_TAKES_PLACE = re.compile(
    r",? (?:(?:được |đã |vừa )?(?:diễn ra|tổ chức|khai mạc|bế mạc|tiến hành)|vào (?:sáng|chiều|ngày)"
    r"|(?:sáng|chiều|tối|ngày) \d)"
)
# What else can be somebody's: "hội nghị triển khai nghị quyết của HĐND tỉnh diễn ra …".
_OF_ANOTHER = re.compile(
    r" (?:nghị quyết|quyết định|kết luận|chỉ thị|chương trình|kế hoạch|đề án|ý kiến|chỉ đạo|công văn"
    r"|thông báo|phong trào|dự thảo|luật|quy định|hướng dẫn|dự án|sự|việc|đoàn|thành viên)(?!\w)"
)
_NAMELESS = frozenset({"đại hội", "đại hội đại biểu", "đại hội toàn thể"})


def _congress(ctx: Context, word: Word) -> Span | None:
    """A congress is its own body: "Đại hội Đảng bộ tỉnh"."""
    end = run_end(ctx, skip(ctx.flat, word.head.end), word.sentence[1])
    start = ctx.flat.find("đại hội", word.head.start, word.head.end)
    own = Span(start if start >= 0 else word.head.start, max(end, word.head.end))
    if ctx.flat[own.slice].rstrip() not in _NAMELESS:
        return own
    if word.session_end and (whose := body_at(ctx, skip(ctx.flat, word.session_end), word.sentence[1])):
        # "Đại hội đại biểu lần thứ XVI Đảng bộ thành phố Đông Sơn"
        return Span(whose.start, run_end(ctx, whose.start, word.sentence[1]))
    before = _ORGANISED.search(ctx.flat, max(word.sentence[0], word.head.start - _NEAR), word.head.start)
    held = _before(ctx, word) if before is not None else None
    return held or _elects(ctx) or own  # "Hội Người cao tuổi xã … tổ chức Đại hội đại biểu lần thứ I"


def _elects(ctx: Context) -> Span | None:
    """Whose congress it is, by the committee it elects: "bầu Ban Chấp hành | Công đoàn huyện … | khóa IX"."""
    if not ctx.says(("ban chấp hành", "bch"), 0, len(ctx.text)):
        return None
    for m in _ELECTS.finditer(ctx.flat):
        end = run_end(ctx, m.end(), len(ctx.text))
        term = ctx.flat.find(" kh", m.end(), end)
        end = term if term >= 0 and _TERM_WORD.match(ctx.flat, term) else end
        if len(ctx.flat[m.end() : end].split()) > 1 and ctx.text[m.end()].isupper():
            return Span(m.end(), end)
    return None


_ELECTS = re.compile(
    r"(?:bầu(?: ra| chọn)?|ra mắt)(?: \d{1,3} (?:đồng chí|ủy viên|người))?(?: vào| tham gia)?"
    r" (?:ban chấp hành|bch)(?: mới)? "
)
_TERM_WORD = re.compile(r" kh[oó][áa] ")


def _council(ctx: Context, word: Word) -> Span | None:
    """Whose session it is, said later on: "Tại Kỳ họp thứ 27 …, HĐND tỉnh khóa XVIII đã biểu quyết"."""
    if not ctx.flat.startswith("kỳ họp", word.head.start) or not word.session_end:
        return None
    for start, _, _ in ctx.hits_in("orgs", word.session_end, word.sentence[1]):
        if ctx.flat.startswith(_COUNCILS, start) and ctx.text[start].isupper():
            return Span(start, run_end(ctx, start, word.sentence[1]))
    return None


_THERE = re.compile(r"(?:tại|trong) $")
_ACTED = re.compile(
    r",? (?:đã |tiếp tục |cơ bản )?(?:nghe|thảo luận|xem xét|cho ý kiến|thống nhất|thông qua|kết luận"
    r"|quyết định|biểu quyết|quyết nghị|bầu|đánh giá|phân tích|nhất trí|hiệp thương)(?!\w)"
)
_LONGEST_SESSION = 90


def _acting(ctx: Context, word: Word) -> Span | None:
    """Who acts there: "Tại phiên họp ngày 22/6, | Ban Thường vụ Tỉnh ủy | đã nghe …"."""
    if not _THERE.search(ctx.flat, max(word.sentence[0], word.head.start - 8), word.head.start):
        return None
    at = word.session_end or word.head.end
    comma = ctx.flat.find(", ", at, min(word.sentence[1], at + _LONGEST_SESSION))
    body = body_at(ctx, comma + 2, word.sentence[1]) if comma >= 0 else None
    if body is None or not ctx.text[body.start].isupper() or not ctx.flat.startswith(_COLLEGES, body.start):
        return None
    return body if _ACTED.match(ctx.flat, body.end, word.sentence[1]) else None


_COLLEGES = (
    "ban thường vụ", "ban chấp hành", "thường trực", "ubnd", "ủy ban nhân dân", "hđnd", "hội đồng",
    "ủy ban kiểm tra", "ủy ban", "ban chỉ đạo", "đảng ủy", "tỉnh ủy", "chính phủ", "quốc hội", "bộ chính trị",
    "ban bí thư",
)  # fmt: skip


def _topic(ctx: Context, word: Word) -> Span | None:
    """The conference's own name, where no body is named: "hội nghị đánh giá kết quả …"."""
    if not ctx.flat.startswith(("hội nghị", "cuộc họp", "buổi họp", "phiên họp"), word.head.start):
        return None
    at = topic_start(ctx, word.session_end or word.head.end)
    end = _TOPIC_END.search(ctx.text, at, min(word.sentence[1], at + _LONGEST_TOPIC))
    stop = end.start() if end else min(word.sentence[1], at + _LONGEST_TOPIC)
    return Span(word.head.start, stop) if len(ctx.flat[at:stop].split()) > 2 else None


def topic_start(ctx: Context, at: int) -> int:
    """Where a conference's topic begins: behind a day that stands between, "… vào sáng 16/3 | tổng kết"."""
    day = _DAY_BETWEEN.match(ctx.flat, at)
    return day.end() if day else at


def skip(flat: str, at: int) -> int:
    """The next character that is neither space nor mark of emphasis."""
    while at < len(flat) and flat[at] in " *":
        at += 1
    return at


_STEPS: dict[str, tuple[Callable[[Context, Word], Span | None], ...]] = {
    "body": (_after, _before, _of, _council, _acting, _held_of, _topic),
    "held": (_verb, _after),
    "visit": (_visited,),
    "congress": (_congress,),
}
