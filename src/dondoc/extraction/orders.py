"""Orders: "Bí thư Tỉnh ủy yêu cầu các sở …", "Giao Sở Y tế …", "…, đề nghị, sau hội nghị, các cấp ủy …".

An order word is one only where it is a verb ("đáp ứng yêu cầu" is none) and somebody who may direct says it.
"""

from __future__ import annotations

import re

from dondoc.extraction import standing
from dondoc.extraction.addressees import (
    Word,
    addressee_at,
    ends_name,
    first_from,
    is_collective,
    is_office,
    leaders_at,
    words_of,
)
from dondoc.extraction.bodies import classes_at
from dondoc.extraction.context import Context
from dondoc.extraction.readings import Reading
from dondoc.extraction.sentencecore import ACTIONS, COMMA, command_follows
from dondoc.extraction.units import Unit
from dondoc.records.document import DocumentType
from dondoc.records.source import Span
from dondoc.text.names import LOWER, UPPER
from dondoc.text.normalize import fold

_NOT_VERB_BEFORE = re.compile(
    r"(?:không|chưa|thiếu|ít|trọng tâm|mẫu|đơn|giấy|phiếu|dữ liệu|số liệu|thủ tục"
    r"|theo|đáp ứng|các|những|bảo đảm|đảm bảo|với|nhu|của|mọi|sự|tinh thần|ý kiến|nhận|chuyển|bàn|trả"
    r"|được|quân|có|"
    r"lãnh đạo,|công tác|ban|phát biểu|mục đích,|một số|nhiều|kết luận,|văn bản|hồ sơ|tiếp thu|tờ trình"
    r"|về|vì|đúng|từ|bài|việc)\s+$"
)
_NOT_VERB_AFTER = re.compile(
    r"\s*(?:[.,;)…]|$)|\s+(?:của|đề ra|đặt ra|nhiệm vụ(?! )|tiến độ|cao\b|về|đối với|này|mới|bức thiết"
    r"|nêu|trên|tại"
    r"|điều hành|theo)\b"
)
_NOT_GIVING = re.compile(
    r"\s+(?:quân|thông|lưu|dịch|ban(?! (?:thường vụ|chấp hành|chỉ đạo|quản lý|tổ chức))|thầu|mùa|hữu)\b"
)
_PROPER = re.compile(rf"[{UPPER}][{LOWER}]+(?:\s[{UPPER}][{LOWER}]+){{1,2}}(?=\s)")
_CLAUSE_BEGINS = re.compile(r"[;,.]\s+(?:đồng thời|cùng với đó|ngoài ra)?\s*$|\b(?:đồng thời|và)\s+$")
# "Bộ Y tế vừa có văn bản | yêu cầu các Sở …"
_IN_LETTER = re.compile(
    r"(?:có|ban hành|ký|gửi|ra) (?:văn bản|công văn|công điện|chỉ thị|thông báo) $|có việc $"
)
_TELEGRAM = re.compile(
    r"\b(?:tổng cục|cục|ban chỉ đạo|bộ|sở)\b[^.;]{3,90} (?:ký|có|gửi|ban hành) (?:công điện|chỉ thị)\b"
)
# "Chỉ thị | yêu cầu UBND các huyện …"
_DOCUMENT = re.compile(
    r"(?:chỉ thị|công điện|công văn|nghị quyết|thông báo)(?: này)?(?: cũng| còn| nêu rõ,)? "
)
_PARTY = re.compile(r"(?:tỉnh|thành|huyện) ủy|đảng (?:bộ|ủy)")
_PARTY_LEADS = re.compile(
    r"(?:tỉnh|thành|huyện) ủy|đảng ủy (?:xã|phường|đặc khu)|thường vụ|chấp hành|thường trực|bí thư|hội nghị"
)
_SAID_FIRST = re.compile(
    r"(?<!\w)(?:chỉ rõ|chỉ ra|nêu rõ|nhấn mạnh|phê bình|ghi nhận|đánh giá cao|biểu dương|đồng ý"
    r"|nhắc nhở)(?!\w)"
)
_CHARGED = frozenset({"có nhiệm vụ", "có trách nhiệm", "chịu trách nhiệm"})
_GIVES = ("giao", "phân công")
_SENT = re.compile(r"(?<!\w)gửi (?:tới |đến )?")
_WILL = re.compile(r"(?<!\w)sẽ(?: [^.;:]{3,160}?(?:,| và| đồng thời))? $")
_IS_TOLD = re.compile(r" (?:đã|đến nay|(?:còn|vẫn|đang)? ?chưa (?:hoàn thành|thực hiện|đạt|xong|có|được)) ")
_DONE = re.compile(r"đã (?:\w+ ){0,2}$")
EMPTY = re.compile(
    r"(?:giao|phân công) (?:các |những |một số )?nhiệm vụ (?:cụ thể |trọng tâm |chi tiết )*"
    r"cho (?:các|từng)[^.;:]{3,90}\.?$"
)
_SPOKEN = frozenset({DocumentType.PRESS, DocumentType.NOTICE, DocumentType.CONCLUSION})
_TELLS_OF_WORK = frozenset(
    {DocumentType.REPORT, DocumentType.PLAN, DocumentType.PROGRAMME, DocumentType.DIRECTIVE}
)
_TOLD_BEFORE = re.compile(r"đã (?:ban hành|ký|có) [^.;]{10,}, (?:theo đó|trong đó)")
_LOOKS_BACK = re.compile(
    r"cho biết|báo cáo|thời gian qua|những năm qua|năm qua|tháng qua|đến nay|trong nhiệm kỳ"
)
# What can stand between an order and whom it is for.
_BETWEEN = re.compile(
    r"(?:trong |ngay |sau |từ nay |trước |đến |cùng với |bên cạnh |thời gian tới|tới đây|để |nhằm "
    r"|trên cơ sở |đối với )"
)
_TO_END = ("để ", "nhằm ")
_JOINS = ("đồng thời", "ngoài ra", "cùng với đó", "bên cạnh đó")
_SOON = ("thời gian tới", "tới đây")
_AT_ONCE = re.compile(
    r"(?:trong thời gian tới|thời gian tới|tới đây|trước mắt|ngay sau (?:hội nghị|cuộc họp)) "
)
_POST = re.compile(r"(?:các )?đồng chí |(?:ông|bà) |(?:phó )?(?:chủ tịch|giám đốc|trưởng ban|chánh)")
_TO_ADDRESSEE = re.compile(r"[\s,:–-]*(?:cho\s+)?(?:đại diện\s+)?")
# "yêu cầu | người dân | đeo khẩu trang": people without an office.
_PEOPLE = (
    r"(?:người dân|bà con|nhân dân|ngư dân|nông dân|hộ dân|hộ gia đình|hộ kinh doanh|chủ tàu|chủ phương tiện"
    r"|học sinh|phụ huynh|tổ chức, cá nhân|du khách|người tham gia giao thông)"
)
_FOLK = re.compile(
    rf"(?:toàn thể |các |mọi )?{_PEOPLE}(?:(?:, | và )(?:các )?{_PEOPLE})*"
    r"(?: trên địa bàn| trong (?:tỉnh|huyện|xã))?(?= (?!có|đã|về|và)\w)"
)
_NEAR_FOLK = 16
_COUNT = re.compile(r"\d{1,3} ")
_LONGEST_SUBJECT = 110  # characters of who gives an order, with his posts
_LONGEST_BETWEEN = 240  # characters of an adverbial between an order and whom it is for
_LONGEST_VERB = 24
_LONG_LEAD = 60  # characters; an addressee without a verb that is longer has swallowed the work


def order_in(ctx: Context, unit: Unit, words: list[Word], at: int) -> Reading | None:
    """The order a sentence gives, if it gives one; `at` is where its core begins."""
    commands = _begins_with_command(ctx, words, at)
    asking = [
        word
        for word in words
        if "order" in word.classes or ("say" in word.classes and _urges(ctx, word, unit.end))
    ]
    own = None if commands or not asking else _acts_itself(ctx, unit, at)
    if own == 0:
        return None
    asked = unit.start  # up to where something is asked of those above: their orders are not given here
    for word in asking:
        if word.start < asked or ctx.claimed(word.start, word.end, by="citation"):
            continue
        if not _is_order(ctx, unit, word, at) or (own is not None and word.start > own):
            continue
        if _is_proposed(ctx, unit, word):
            continue
        speaker = standing.speaker_before(ctx, unit.start, word.start)
        if speaker.other:
            continue
        reading = _ordered(ctx, unit, word)
        if (
            commands
            and word.start > at
            and not (
                _subject_before(ctx, unit, word)
                or (
                    _opens_clause(ctx, unit, word)
                    and not _one_of_verbs(ctx, unit, word)
                    and (reading.lead is not None or _asks(ctx, word, unit.end))
                )
            )
        ):
            continue  # "Khẩn trương …, kêu gọi tàu vào bờ": the command goes on
        spoken = ctx.flat[word.start : word.end]
        to = ctx.flat[reading.lead.slice] if reading.lead else ""
        if standing.asks_upward(ctx, speaker.words, spoken, to):
            stop = ctx.flat.find("; ", word.end, unit.end)
            asked = stop if stop >= 0 else unit.end
            continue
        if _reported(ctx, unit, word, reading.lead):
            continue
        gives = spoken.startswith(_GIVES) and bool(to)  # "giao Sở X …": whoever gives it
        gives = gives or (bool(to) and _DOCUMENT.fullmatch(ctx.flat, at, word.start) is not None)
        reading.authority = speaker.named or (speaker.office and bool(to)) or gives or word.start <= at
        if not reading.authority and to and _in_telegram(ctx, unit, word):
            told = ctx.flat[unit.start : word.start]
            reading.authority = not standing.asks_upward(ctx, told, spoken, to)
        return reading
    return None


# "Chi cục trưởng kiến nghị nhiều nội dung, …; | giao Chi cục lập bản đồ": what is proposed is not ordered.
_PROPOSES = re.compile(
    r"(?<!\w)(?<!các )(?<!những )(?<!mọi )(?<!quyết )(?<!theo )(?<!thu )(?<!với )(?<!xét )(?<!của )"
    r"(?<!có )"
    r"(?<!về )(?<!lời )(?<!một số )(?<!nhiều )(?<!nhận )(?<!được )"
    r"(?:kiến nghị(?:, đề xuất)?|đề xuất(?:, kiến nghị)?)(?: (?!của |này |trên |nêu |chính đáng )|: )"
)


def _is_proposed(ctx: Context, unit: Unit, word: Word) -> bool:
    """Whether an order word tells what somebody proposes that others order, no new speaker before it."""
    if not ctx.says(("kiến nghị", "đề xuất"), unit.start, word.start):
        return False
    proposes = _PROPOSES.search(ctx.flat, unit.start, word.start)
    if proposes is None or ctx.flat.startswith(_GIVES_BACK, word.start):
        return False
    opens = proposes[0].endswith(": ") and not ctx.flat[unit.start : proposes.start()].strip()
    if (
        ctx.text[proposes.end() : word.start].count(",") + ctx.text[proposes.end() : word.start].count(";")
        == 0
    ):
        return True  # "Thanh tra tỉnh kiến nghị Chủ tịch UBND tỉnh | chỉ đạo Sở Tài chính …"
    return opens or not _subject_before(ctx, unit, word)


_GIVES_BACK = ("yêu cầu", "đề nghị")  # who answers a proposal asks for himself
URGES = ("lưu ý", "nhắc nhở", "quán triệt")


def _urges(ctx: Context, word: Word, end: int) -> bool:
    """Whether a word of saying orders: "Bí thư Tỉnh ủy lưu ý | Sở Y tế rà soát …", without "cần"."""
    if not ctx.flat.startswith(URGES, word.start):
        return False
    found = addressee_at(ctx, word.end + 1, end)
    if found is None or found[1] is None or not is_office(ctx, found[0]):
        return False
    return bool(found[1].classes & {"verb", "adverb"}) and not found[1].classes & {"modal", "done", "unknown"}


def _in_telegram(ctx: Context, unit: Unit, word: Word) -> bool:
    """Whether a telegram told of asks: "Tổng cục … có công điện gửi các tỉnh: …, đề nghị ngành …"."""
    if not ctx.flat.endswith(", ", unit.start, word.start):
        return False
    return _TELEGRAM.search(ctx.flat, unit.start, word.start) is not None


def _reported(ctx: Context, unit: Unit, word: Word, lead: Span | None) -> bool:
    """Whether an order is told as something done: "ông Long cho biết, UBND tỉnh đã chỉ đạo …"."""
    if EMPTY.match(ctx.flat, word.start, unit.end):
        return True  # "… giao nhiệm vụ cụ thể cho các sở, ngành": what they are to do is said elsewhere
    if ctx.document.header.type not in _SPOKEN and _TOLD_BEFORE.search(ctx.flat, unit.start, word.start):
        return True  # "… đã ban hành Nghị quyết …, theo đó giao Tỉnh ủy …": history, in an issued document
    if lead is not None and _IS_TOLD.match(ctx.flat, lead.end):
        return True  # "UBND tỉnh chỉ đạo các sở | đã sửa xong 12 cây cầu"
    if ctx.flat.startswith(_GIVES, word.start) and _WILL.search(ctx.flat, unit.start, word.start):
        return (
            True  # "Thường trực Tỉnh ủy sẽ tiếp thu các ý kiến và giao Tiểu ban …": told of what is to come
        )
    if _DONE.search(ctx.flat, max(unit.start, word.start - 16), word.start) is None:
        return False
    if ctx.document.header.type in _TELLS_OF_WORK and word.start > unit.start:
        return True  # "UBND xã đã chỉ đạo các thôn …" in a report
    return _LOOKS_BACK.search(ctx.flat, unit.start, word.start) is not None


def _begins_with_command(ctx: Context, words: list[Word], at: int) -> bool:
    first = first_from(words, at)
    if first is None or first.start != at or not first.classes & ACTIONS:
        return False
    return not leaders_at(ctx, first)


def _one_of_verbs(ctx: Context, unit: Unit, word: Word) -> bool:
    """Whether an order word goes on with what is to be done: "có biện pháp khuyến khích, | yêu cầu …"."""
    if not ctx.flat.endswith(", ", unit.start, word.start):
        return False
    before = words_of(ctx, max(unit.start, word.start - _LONGEST_VERB), word.start)
    return bool(before) and before[-1].end == word.start - 2 and bool(before[-1].classes & {"verb", "adverb"})


def _acts_itself(ctx: Context, unit: Unit, at: int) -> int | None:
    """Where those who are told to act do so first: "Các đơn vị quán triệt, yêu cầu cán bộ …" is their duty.

    An office below the one that issues the document acts as well, though it asks others to in its course.
    """
    found = addressee_at(ctx, at, unit.end)
    if found is None or found[1] is None:
        return None
    verb = found[1]
    if ctx.flat[verb.start : verb.end] in _CHARGED:
        return 0  # "Ban Chỉ đạo có nhiệm vụ chỉ đạo, đôn đốc các địa phương"
    if not verb.classes & {"verb", "adverb"} or verb.classes & {"order", "done"}:
        return None
    if is_collective(ctx.text[found[0].slice]):
        return 0
    header = ctx.document.header
    if header.type in _SPOKEN or "unknown" in verb.classes:
        return None
    own = standing.rank(ctx.flat[found[0].slice])
    issuer = standing.highest_rank(fold(header.issuer or "")) or standing.PROVINCE
    return verb.start if own is not None and own < issuer else None


def _asks(ctx: Context, word: Word, end: int) -> bool:
    """Whether what must be done follows an order at once: "…, đề nghị | cần tiếp tục phát huy"."""
    return _must(ctx, word.end + 1, end)


def _subject_before(ctx: Context, unit: Unit, word: Word) -> bool:
    """Whether what stands between a comma and an order is who gives it: ", Chủ tịch UBND tỉnh | giao"."""
    low = max(unit.start, word.start - _LONGEST_SUBJECT)
    start = low + ctx.flat[low : word.start].rfind(", ") + 1
    if not standing.names_somebody(ctx, start, word.start):
        return False
    return not any(
        (
            ("opening" in w.classes and ctx.text[w.start].islower())
            or (w.classes & {"verb", "adverb", "modal"} and ends_name(ctx, w))
        )
        and ctx.flat[w.start : w.end] not in {"đồng thời", "lãnh đạo"}
        and not standing.ISSUES.match(ctx.flat, w.start)
        for w in words_of(ctx, start, word.start)
    )


def _opens_clause(ctx: Context, unit: Unit, word: Word) -> bool:
    """Whether an order word begins a clause of its own: "…; giao Sở Y tế …", "…, đồng thời yêu cầu …"."""
    return _CLAUSE_BEGINS.search(ctx.flat, max(unit.start, word.start - 24), word.start) is not None


def _is_order(ctx: Context, unit: Unit, word: Word, at: int) -> bool:
    spoken = ctx.flat[word.start : word.end]
    low = max(unit.start, word.start - 24)
    if _NOT_VERB_BEFORE.search(ctx.flat, low, word.start) and not _IN_LETTER.search(
        ctx.flat, low, word.start
    ):
        return False
    if _NOT_VERB_AFTER.match(ctx.flat, word.end, unit.end) and not _adverbial_between(ctx, word, unit.end):
        return False
    if spoken == "kêu gọi" and word.start <= at:
        return False  # "Kêu gọi nhà đầu tư …": work to do, nobody's order
    if spoken == "yêu cầu" and ctx.flat.endswith(" và ", low, word.start):
        if addressee_at(ctx, _next(ctx, word.end), unit.end) is not None:
            return True
        # "chỉ rõ trách nhiệm của từng sở và yêu cầu kiểm điểm"; not "kỳ vọng và yêu cầu phát triển"
        led = standing.AUTHORITY_RE.search(ctx.flat, unit.start, word.start) is not None
        return (
            led
            and _SAID_FIRST.search(ctx.flat, unit.start, word.start) is not None
            and _must(ctx, word.end + 1, unit.end)
        )
    if spoken == "yêu cầu" and demands_below(ctx, addressee_at(ctx, at, word.end + 1), word):
        return False
    if spoken == "giao" and _NOT_GIVING.match(ctx.text, word.end):
        return False
    if spoken in {"giao", "chỉ đạo", "phân công", "giao cho", "giao nhiệm vụ", "giao trách nhiệm"}:
        after = _adverbial_between(ctx, word, unit.end) or _next(ctx, word.end)
        _, classes = classes_at(ctx, after)
        opens = not ctx.flat[unit.start : word.start].strip(' “"(')
        named = bool(classes & {"body", "collective", "people", "office"})
        if spoken not in {"chỉ đạo", "phân công"}:
            return named
        if opens and spoken == "phân công" and _POST.match(ctx.flat, after):
            return True  # "Phân công đồng chí A, Phó Chủ tịch UBND tỉnh, theo dõi …"
        if opens or _own_duty(ctx, unit, word, at):
            return False
        if ctx.flat[unit.start : word.start].strip(" ,") in _JOINS:
            return _obliges(ctx, after, unit.end)  # "Đồng thời, chỉ đạo các chi bộ | phải …"
        return _subject_before(ctx, unit, word) and (named or _must(ctx, after, unit.end))
    return True


def demands_below(ctx: Context, found: tuple[Span, Word | None] | None, word: Word) -> bool:
    """Whether an office under the issuer is to demand: "Ban Quản lý dự án | yêu cầu nhà thầu tăng ca"."""
    header = ctx.document.header
    if header.type is DocumentType.PRESS or not header.issuer or found is None or found[1] != word:
        return False
    own, issuer = standing.rank(ctx.flat[found[0].slice]), standing.highest_rank(fold(header.issuer))
    return own is not None and issuer is not None and own < issuer


def _own_duty(ctx: Context, unit: Unit, word: Word, at: int) -> bool:
    """In an issued document "Sở Y tế chỉ đạo các trung tâm …" is the sở's duty, unless the sở issues it."""
    header = ctx.document.header
    if header.type is DocumentType.PRESS or ctx.text[unit.end - 1] == ":":
        return False
    subject = ctx.flat[at : word.start].strip()
    found = addressee_at(ctx, at, word.end + 1)
    if found is None:
        return False
    rank = standing.rank(subject) or 0
    issued_by = fold(header.issuer or "")
    if _PARTY.search(issued_by) and not _PARTY_LEADS.search(subject):
        return True  # in a Party document "Đảng ủy UBND tỉnh chỉ đạo …" is that body's duty
    issuer = standing.highest_rank(issued_by) or standing.PROVINCE
    above = rank > issuer or (rank == issuer and header.type is not DocumentType.RESOLUTION)
    return not above


def _adverbial_between(ctx: Context, word: Word, end: int) -> int | None:
    """Where the addressee begins behind an adverbial: "đề nghị, sau hội nghị, | các cấp ủy …"."""
    comma = ctx.flat.startswith((", ", ": "), word.end)
    at = word.end + (2 if comma else 1)
    if comma and (found := addressee_at(ctx, at, end)) is not None and found[1] is not None:
        return at  # "Phó Chủ tịch yêu cầu, | chủ tịch các huyện khẩn trương …"
    if comma and command_follows(ctx, at, end):
        return at  # "Thủ tướng đề nghị, | chuyển đổi tư duy …"
    if (
        not comma
        and (soon := _AT_ONCE.match(ctx.flat, at)) is not None
        and (found := addressee_at(ctx, soon.end(), end)) is not None
        and found[1] is not None
    ):
        return soon.end()  # "đề nghị trong thời gian tới | Sở Y tế phải …"
    if not (between := _BETWEEN.match(ctx.flat, at)):
        return None
    if between[0] in _SOON and (found := addressee_at(ctx, between.end() + 1, end)) is not None and found[1]:
        return between.end() + 1  # "đồng chí đề nghị, thời gian tới | đội ngũ bí thư chi bộ …"
    for sign in COMMA.finditer(ctx.flat, at, min(end, word.end + _LONGEST_BETWEEN)):
        found = addressee_at(ctx, sign.end(), end)
        if found is not None and found[1] is not None:
            return sign.end()
        if between[0] in _TO_END and _must(ctx, sign.end(), end):
            return sign.end()  # "Bộ trưởng chỉ đạo, để nghề cá phát triển bền vững, | cần phải …"
    return None


def _must(ctx: Context, at: int, end: int) -> bool:
    """Whether a command begins here, or what must be done."""
    words = words_of(ctx, at, min(end, at + 24))
    return bool(words) and words[0].start == at and bool(words[0].classes & (ACTIONS | {"modal"}))


def _obliges(ctx: Context, at: int, end: int) -> bool:
    """Whether somebody is named here who must do something."""
    found = addressee_at(ctx, at, end)
    return found is not None and found[1] is not None and "modal" in found[1].classes


def _next(ctx: Context, at: int) -> int:
    m = _TO_ADDRESSEE.match(ctx.flat, at)
    return m.end() if m else at


def _sent_to(ctx: Context, unit: Unit, word: Word) -> Span | None:
    """Whom a letter that orders was sent to: "… có văn bản gửi Sở Tư pháp, | yêu cầu chỉ đạo …"."""
    low = max(unit.start, word.start - _LONGEST_SUBJECT)
    sent = next(reversed(list(_SENT.finditer(ctx.flat, low, word.start))), None)
    if sent is None or not command_follows(ctx, word.end + 1, unit.end):
        return None
    found = addressee_at(ctx, sent.end(), word.start)
    if found is None or ctx.flat[found[0].end : word.start].strip(" ,"):
        return None
    return found[0]


def _ordered(ctx: Context, unit: Unit, word: Word) -> Reading:
    at = _adverbial_between(ctx, word, unit.end) or _next(ctx, word.end)
    cue = Span(word.start, word.end)
    if at >= unit.end:  # "… yêu cầu:"
        return Reading("order", None, unit.end, cue)
    counted = _COUNT.match(ctx.flat, at, unit.end)
    found = addressee_at(ctx, counted.end() if counted else at, unit.end)
    if counted is not None and found is not None:  # "yêu cầu | 11 bộ, cơ quan …"
        found = Span(at, found[0].end), found[1]
    if found is None and (m := _FOLK.match(ctx.flat, at, unit.end)):
        verb = next((w for w in words_of(ctx, m.end(), m.end() + _NEAR_FOLK) if ends_name(ctx, w)), None)
        if verb is None or not ctx.flat[m.end() : verb.start].strip():
            return Reading("order", Span(*m.span()), m.end() + 1, cue)
    if found is None and (m := _PROPER.match(ctx.text, at, unit.end)):
        return Reading("order", Span(*m.span()), m.end(), cue)
    if found is None:
        return Reading("order", _sent_to(ctx, unit, word), at, cue)
    lead, verb = found
    if verb is None and lead.end >= unit.end - 2 and lead.end - lead.start > _LONG_LEAD:
        return Reading("order", None, at, cue)
    return Reading("order", lead, verb.start if verb else lead.end, cue)
