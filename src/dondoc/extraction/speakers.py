"""Who says a sentence, and in what standing: who chairs or concludes, a report, a delegate, the press itself.

Theo Bí thư Tỉnh ủy Lê Văn Thử, tỉnh còn …           he leads here: a conclusion
Đại biểu Trần Thị Mẫu, Bí thư Đảng ủy xã kiến nghị …  a delegate
Báo cáo của UBND tỉnh nêu …                           a report
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from dondoc.extraction.addressees import words_of
from dondoc.extraction.bodies import run_end
from dondoc.extraction.context import Context
from dondoc.extraction.remarks import Scene
from dondoc.extraction.units import Unit
from dondoc.records.document import DocumentType
from dondoc.records.facts import Voice
from dondoc.records.source import Span
from dondoc.text import names

_CHAIRS = re.compile(
    r"chủ trì|phát biểu (?:chỉ đạo|kết luận|bế mạc)|kết luận (?:hội nghị|kỳ họp|phiên|buổi|cuộc)|chủ tọa"
)
_SAYING = frozenset({"say", "propose", "opine"})  # classes of the pack whose subject speaks
_BY = re.compile(
    r"(?<!\w)theo(?: đánh giá của| nhận định của| lời)?\s+(?!báo cáo\b|kế hoạch|quy định|số liệu)"
)
_REPORT = re.compile(
    r"theo báo cáo|báo cáo (?:của|nêu|tại|cho|kết quả|với)|trình bày báo cáo|thay mặt .{3,60} báo cáo"
)
_RANK_DELEGATE = re.compile(
    r"đại biểu|cử tri|(?:bí thư|chủ tịch|phó bí thư|phó chủ tịch)[^,.;]{0,20}(?:huyện|thị xã|thị ủy|xã|phường"
    r"|quận|thị trấn|đảng ủy (?:xã|phường))|giám đốc (?:sở|công ty|trung tâm|doanh nghiệp)"
    r"|trưởng (?:ban|phòng)|hiệp hội"
)
_LEADER = re.compile(
    r"(?:bí thư|chủ tịch|phó bí thư|phó chủ tịch|lãnh đạo)[^,.;]{0,24}(?:tỉnh|thành phố|thành ủy)|thủ tướng"
    r"|bộ trưởng|tổng bí thư"
)
# Whoever holds one of these directs, whatever other post he bears.
_CENTRAL = re.compile(
    r"(?:phó )?thủ tướng|(?<!\w)(?:bộ|thứ) trưởng|tổng cục trưởng|tổng bí thư"
    r"|ủy viên (?:bộ chính trị|trung ương|ban chấp hành trung ương)"
)
_POSTS = re.compile(_RANK_DELEGATE.pattern + "|" + _LEADER.pattern + "|" + _CENTRAL.pattern)
_MANY = re.compile(
    r"(?:các|một số|nhiều|có|đa số|hầu hết|đông đảo)?\s*(?:vị\s+)?(?:đại biểu|ý kiến|cử tri|người dân|bà con"
    r"|doanh nghiệp|hộ dân|(?<!đồng )(?<!ban )nhân dân|chuyên gia)"
    r"(?:\s+(?:hđnd(?:\s+tỉnh)?|tỉnh|dự họp|tham dự|tại \w+|thảo luận|phát biểu))?"
)
_OBJECT = re.compile(
    r"(?:của|gửi|cho|với|tới|đến|về|hỗ trợ|giúp|từ|trước|phía|nghe|gặp|tiếp xúc|mời|yêu cầu|đề nghị"
    r"|bởi|là)\s*$"
)
_ANSWERS = re.compile(
    r"(?:cho biết|cho hay|thông tin|thừa nhận)\b"
)  # the head of a department tells how it stands
_VERBS = 3  # verbs of saying in one sentence whose subject is looked for
_BETWEEN = 70  # characters between "đại biểu" and the verb
_SHORT = re.compile(
    rf"(?:[Ôô]ng|[Bb]à|[Đđ]ồng chí|[Đđ]/c) ([{names.UPPER}][{names.LOWER}]+)(?! [{names.UPPER}])"
)
_REACH = 260  # characters before a verb of saying in which its subject may begin
_CONCLUDING = frozenset(
    {DocumentType.RESOLUTION, DocumentType.CONCLUSION, DocumentType.NOTICE, DocumentType.DIRECTIVE}
)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks; `words` is None where it is the document itself."""

    words: str | None
    voice: Voice
    span: Span | None = None


class Speakers:
    """Tells who says which sentence of a document; the text is followed only as far as somebody asks."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._ctx = scene.ctx
        self._press = scene.ctx.document.header.type is DocumentType.PRESS
        self._chairs: frozenset[str] = frozenset()
        self._told: list[Speaker] = []  # of each sentence so far
        self._known: dict[str, tuple[str, Voice]] = {}  # given name → who was named in full
        self._last: Speaker | None = None

    @property
    def document(self) -> Speaker:
        """The document's own voice."""
        kind = self._ctx.document.header.type
        if kind is DocumentType.PRESS:
            return Speaker(None, "press")
        return Speaker(None, "conclusion" if kind in _CONCLUDING else "report")

    def of(self, index: int) -> Speaker:
        """Who says the sentence of this number; one speaks until another begins."""
        if not self._told:
            self._chairs = frozenset(_chairs(self._scene))
        while len(self._told) <= index:
            self._told.append(self._next(self._scene.units[len(self._told)]))
        return self._told[index]

    def _next(self, unit: Unit) -> Speaker:
        said = self._said_in(unit)
        if unit.heading:
            reports = self._press and self._last is not None and self._last.voice == "report"
            self._last = self._last if reports else None
            return self.document
        if said is not None:
            self._last = said
            return said
        if self._last is None:
            return self.document
        if unit.opens and not self._goes_on(unit) and (not self._press or self._last.voice == "delegate"):
            self._last = None
        return self._last or self.document

    def _goes_on(self, unit: Unit) -> bool:
        return self._ctx.text[unit.start] in "“\"'"

    def _said_in(self, unit: Unit) -> Speaker | None:
        ctx = self._ctx
        opening = ctx.flat[unit.start : min(unit.end, unit.start + 120)]
        m = _BY.search(ctx.flat, unit.start, min(unit.end, unit.start + 60)) if "theo " in opening else None
        if m is not None:
            comma = ctx.flat.find(",", m.end(), min(unit.end, m.end() + _REACH))
            found = self._subject(m.end(), comma if comma > 0 else min(unit.end, m.end() + 80))
            if found is not None:
                return found
        if "báo cáo" in opening and _REPORT.search(opening):
            person = next(
                iter(names.default_reader().find(ctx.text, unit.start, min(unit.end, unit.start + 160))), None
            )
            words = None if person is None else " ".join(ctx.text[person.slice].split())
            return Speaker(words, "report", person)
        verbs = [w for w in self._scene.words(unit.start, unit.end) if w[2] in _SAYING]
        for at, _, _ in verbs[:_VERBS]:
            # "“…”, ông Thử nói": the subject stands behind the quotation.
            quoted = ctx.text.rfind("”", unit.start, at) + 1
            found = self._subject(max(unit.start, at - _REACH, quoted), at)
            if found is not None and found.voice == "delegate" and _ANSWERS.match(ctx.flat, at):
                head = "giám đốc" in ctx.flat[max(unit.start, at - _REACH) : at]
                return replace(found, voice="report") if head else found
            if found is not None:
                return found
        return None

    def _subject(self, start: int, end: int) -> Speaker | None:
        """The person, the people or the body named in `[start, end)`; None where nobody is."""
        ctx = self._ctx
        flat = ctx.flat[start:end]
        people = list(names.default_reader().find(ctx.text, start, end))
        if people:
            words = " ".join(ctx.text[people[-1].slice].split())
            voice = self._voice(words, flat)
            known = self._known.get(words.split()[-1])
            if known is not None and known[0] == words and not _POSTS.search(flat):
                voice = known[1]  # named again without his posts
            self._known[words.split()[-1]] = (words, voice)
            return Speaker(words, voice, people[-1])
        short = [m for m in _SHORT.finditer(ctx.text, start, end) if m[1] in self._known]
        if short:
            return Speaker(*self._known[short[-1][1]], Span(*short[-1].span()))
        many = self._many(start, end)
        if many is not None:
            return Speaker(" ".join(ctx.text[many.slice].split()), "delegate", many)
        title = self._title(start, end)
        if title is not None:
            return Speaker(" ".join(ctx.text[title.slice].split()), self._voice("", flat), title)
        body = _body_before(ctx, start, end)
        if body is not None:
            return Speaker(" ".join(ctx.text[body.slice].split()), "conclusion", body)
        return None

    def _title(self, start: int, end: int) -> Span | None:
        """A post without its holder's name: "đồng chí Bí thư Tỉnh ủy"."""
        ctx = self._ctx
        hits = [
            hit for hit in ctx.hits_in("titles", start, end) if not ctx.flat.endswith("ban ", start, hit[0])
        ]
        if not hits:
            return None
        at, stop, _ = hits[-1]
        stop = max(stop, run_end(ctx, min(stop + 1, end), end))
        polite = _POLITE.search(ctx.flat, start, at)
        return Span(polite.start() if polite else at, min(stop, end))

    def _many(self, start: int, end: int) -> Span | None:
        """Delegates or voters as the subject of the verb at `end`: nothing is done between."""
        ctx = self._ctx
        found = None
        for m in _MANY.finditer(ctx.flat, start, end):
            if found is not None and "ý kiến" in m[0]:
                continue  # "bà con cử tri đã có những ý kiến": whose they are was said
            lead = len(m[0]) - len(m[0].lstrip())
            found = Span(m.start() + lead, m.end())
        if found is None or end - found.end > _BETWEEN:
            return None
        done = any(word.classes & {"verb", "modal"} for word in words_of(ctx, found.end, end))
        return None if done or _OBJECT.search(ctx.flat, start, found.start) else found

    def _voice(self, name: str, words: str) -> Voice:
        """In what standing a person speaks: as chair, else by what stands beside the name."""
        if name and name in self._chairs:
            return "conclusion"
        if _CENTRAL.search(words):
            return "conclusion"
        if _RANK_DELEGATE.search(words) and not re.search(r"chủ trì|kết luận|chỉ đạo", words):
            return "delegate"
        if _LEADER.search(words):
            return "conclusion"
        return "report" if not self._press else "conclusion" if not self._chairs else "delegate"


def _chairs(scene: Scene) -> Iterator[str]:
    """Names of those who chair or conclude, in every form the text gives them."""
    ctx = scene.ctx
    for unit in scene.units:
        m = _CHAIRS.search(ctx.flat, unit.start, unit.end)
        if m is None:
            continue
        for span in names.default_reader().find(ctx.text, unit.start, unit.end):
            yield " ".join(ctx.text[span.slice].split())


_PLACE = re.compile(
    rf"(?:[Ll]ãnh đạo )?(?:[Tt]ỉnh|[Tt]hành phố|[Hh]uyện|[Tt]hị xã|[Xx]ã|[Pp]hường)"
    rf"(?: [{names.UPPER}][{names.LOWER}]+){{1,3}}(?= (?:cũng |đã |đều )?$| ?,? ?(?:cũng |đã )?$)"
)
_TRAILING = re.compile(r"[ ,]*(?:\b(?:và|cũng|đã|đều|đang|luôn|sẽ)\b)?[ ,]*$")
_POLITE = re.compile(r"đồng chí\s+$")
_LINKS = frozenset({"", "cũng", "đã", "đều"})
_BODY = re.compile(
    r"(?:ban thường vụ|ban chấp hành|tỉnh ủy|thành ủy|huyện ủy|ubnd|hđnd|thường trực|đảng ủy|sở|đoàn"
    r"|ủy ban)\b"
)


def _body_before(ctx: Context, start: int, end: int) -> Span | None:
    """The body that is the subject just before `end`: "Ban Thường vụ Tỉnh ủy | nhìn nhận"."""
    words = words_of(ctx, start, end)
    floor = max((word.end for word in words if word.classes & {"verb", "done"}), default=start)
    m = next(iter(_BODY.finditer(ctx.flat, floor, end)), None)
    place = _PLACE.search(ctx.text, floor, end)
    if place is not None and ctx.text[place.end() : end].strip(" ,") in _LINKS:
        return Span(place.start(), place.end())
    if m is None or not ctx.text[m.start()].isupper():
        return None
    stop = m.start() + len(_TRAILING.sub("", ctx.flat[m.start() : end]))
    return (
        Span(m.start(), stop)
        if 0 < stop - m.start() <= 80 and "," not in ctx.flat[m.start() : stop]
        else None
    )
