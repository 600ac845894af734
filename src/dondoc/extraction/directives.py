"""What one sentence does: order somebody, oblige somebody, command in the imperative, or only tell.

"Bí thư Tỉnh ủy yêu cầu các sở rà soát …"     order       the sở must rà soát
"các địa phương cần chủ động …"               obligation  the địa phương must
"Khẩn trương rà soát …"                       imperative  whoever was addressed before
"Sở Tài chính tham mưu UBND tỉnh …"           duty        in a section that hands out work
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from dondoc.extraction.addressees import Word, addressee_at, addressee_before, ends_name, words_of
from dondoc.extraction.bodies import classes_at, run_end
from dondoc.extraction.context import Context
from dondoc.extraction.units import Unit
from dondoc.records.source import Span
from dondoc.text.names import LOWER, UPPER

Mood = Literal["order", "obligation", "imperative", "duty", "told"]

# Before the core of a sentence: "Trong thời gian tới, …", "Để …, …", "Về kinh tế, …", "Theo Thủ tướng, …"
_ADVERBIAL = re.compile(
    r"(?:trong|từ|đến|trước|sau|về|để|nhằm|theo|trên cơ sở|căn cứ|với|đối với|khi|tại|do|hằng|hàng|riêng"
    r"|năm|muốn|trường hợp|"
    r"tiếp thu|phát biểu|chủ trì|kết luận|nhân dịp|thay mặt|tiếp tục chương trình|đánh giá cao|đề cập"
    r"|ghi nhận|dự báo|xác định)\b"
)
_COMMANDS = frozenset({"verb", "adverb", "modal"})
_SOFT = re.compile(
    r"căn cứ|trên cơ sở|tiếp thu|thay mặt|đánh giá cao|xác định năm|dự báo|phát biểu|kết luận|ghi nhận"
    r"|hằng|hàng|định kỳ|trước mắt|chủ trì (?:hội nghị|cuộc|phiên|buổi|kỳ|tại)"
)
_AFTER_LINK = re.compile(r"[\s,:]+")
_FIRST_COMMA = re.compile(r"[^.,;:]{3,},\s+")
_COMMA = re.compile(r",\s+")
_LONGEST_ADVERBIAL = 620
_PLACE_MODAL = re.compile(
    rf"(?:[Tt]ỉnh|[Tt]hành phố|[Đđ]ịa phương|[{UPPER}]\w+(?:\s[{UPPER}]\w+){{0,3}})\s+(?:cũng\s+)?(?:cần"
    rf"|phải)\s"
)
_OPENING = re.compile(r"[\s“”\"'‘’(*–-]+")
_NOT_VERB_BEFORE = re.compile(
    r"(?:theo|đáp ứng|các|những|bảo đảm|đảm bảo|với|nhu|của|mọi|sự|tinh thần|ý kiến|nhận|chuyển|bàn|trả"
    r"|được|quân|có|"
    r"lãnh đạo,|công tác|ban|phát biểu|mục đích,|một số|nhiều|kết luận,|văn bản|hồ sơ|tiếp thu|tờ trình"
    r"|về|vì|đúng|từ|bài|việc)\s+$"
)
_NOT_VERB_AFTER = re.compile(
    r"\s*(?:[.,;)…]|$)|\s+(?:của|đề ra|đặt ra|nhiệm vụ(?! )|tiến độ|cao\b|về|đối với|này|mới|bức thiết"
    r"|nêu|trên|tại"
    r"|điều hành|theo)\b"
)
_NOT_GIVING = re.compile(r"\s+(?:quân|thông|lưu|dịch|ban|thầu|mùa|hữu)\b")
_FIRST_PERSON = re.compile(r"\b(?:tôi|chúng tôi)\b")
_AUTHORITY = re.compile(
    r"đồng chí|thủ tướng|bí thư|chủ tịch|bộ trưởng|thứ trưởng|ban thường vụ|btv|tỉnh ủy|thành ủy"
    r"|huyện ủy|đảng ủy|thường trực|ubnd|"
    r"ủy ban nhân dân|hđnd|hội đồng nhân dân|chính phủ|bộ chính trị|ban bí thư|ban chấp hành|tổng bí thư"
    r"|lãnh đạo tỉnh|đoàn giám sát|"
    r"\b(?:ông|bà)\s"
)
_OFFICE = re.compile(_AUTHORITY.pattern.replace("|\\b(?:ông|bà)\\s", ""))
_CLAUSE = re.compile(r"(?<!tp)\.\s|[;:]\s|[“”\"]")
_PROPER = re.compile(rf"[{UPPER}][{LOWER}]+(?:\s[{UPPER}][{LOWER}]+){{1,2}}(?=\s)")
_ASSIGNED = re.compile(r"được\s+(?:giao|phân công)\s")
_NOT_OBLIGING = re.compile(
    r"(?:không|chưa|có thể|đều|mới|sẽ|đã|chỉ|thì|là|những|vẫn|còn|nếu|ai|gì|điều|nhu cầu|vấn đề|việc"
    r"|tiền|luôn)\s+$"
)
_CLAUSE_END = re.compile(r"[,;(]")
_PREDICATE = re.compile(
    r"\s(?:được|đạt|là|còn|chưa|vẫn|có chuyển biến|ước|đã (?:được|đạt|có|góp))\s(?!\S+ giao)"
)
_GOT = re.compile(r"\s(?:\w+\s)?được\b")
_LONG_LEAD = 60  # characters; an addressee without a verb that is longer has swallowed the work
# "cần vốn", "cần nghị quyết của HĐND": a need, no obligation.
_NEEDS = re.compile(r"\s+(?:nghị quyết|ý kiến|sự|vốn|kinh phí|nguồn|thời gian|những gì|bao nhiêu|\d)\b")
_HAD = re.compile(r"(?:đã|vừa|được|đang)\s+(?:được\s+)?(?:tích cực\s+|chủ động\s+|tập trung\s+)?$")


@dataclass(slots=True)
class Reading:
    """What was made of a sentence."""

    mood: Mood
    lead: Span | None = None
    action: int = 0  # where the action begins
    cue: Span | None = None  # the word that decided
    authority: bool = False  # who speaks may give orders
    verb_first: bool = False
    told: bool = False  # begins like a command, but a predicate follows: "Tổ chức bộ máy được kiện toàn"


def core(ctx: Context, unit: Unit) -> int:
    """Where a sentence's core begins, behind links and adverbials."""
    at = unit.start
    for _ in range(5):
        if m := _OPENING.match(ctx.flat, at, unit.end):
            at = m.end()
        words = words_of(ctx, at, min(unit.end, at + 30))
        if words and words[0].start == at and words[0].classes == {"link"}:
            gap = _AFTER_LINK.match(ctx.flat, words[0].end, unit.end)
            if gap:
                at = gap.end()
                continue
        m = _ADVERBIAL.match(ctx.flat, at, unit.end)
        if m is None or (
            words and words[0].start == at and words[0].classes & _COMMANDS and not _soft(ctx, at)
        ):
            return at
        after = _after_adverbial(ctx, at, unit.end)
        if after is None:
            return at
        at = after
    return at


def _after_adverbial(ctx: Context, start: int, end: int) -> int | None:
    """Behind which comma an adverbial ends: where a verb or somebody with a verb follows.

    "Để tháo gỡ khó khăn, tận dụng cơ hội, UBND tỉnh yêu cầu …" ends at its last such comma.
    """
    opening = _FIRST_COMMA.match(ctx.flat, start, min(end, start + _LONGEST_ADVERBIAL))
    if opening is None:
        return None
    purpose = ctx.flat.startswith(("để ", "nhằm "), start)
    first = None
    for comma in _COMMA.finditer(ctx.flat, opening.end() - 2, min(end, start + _LONGEST_ADVERBIAL)):
        at = comma.end()
        words = words_of(ctx, at, min(end, at + 30))
        verb_first = bool(words) and words[0].start == at and not words[0].classes <= {"done", "speaker"}
        found = None if verb_first else addressee_at(ctx, at, end)
        named = (
            found is not None and found[1] is not None and "," not in ctx.flat[found[0].end : found[1].start]
        )
        if not verb_first and not named and not _place_with_modal(ctx, at, end):
            continue
        if not purpose:
            return at
        if first is None or named:
            first = at
        if named:
            return at
    if first is not None:
        return first
    return opening.end()


def _place_with_modal(ctx: Context, at: int, end: int) -> bool:
    return _PLACE_MODAL.match(ctx.text, at, end) is not None


def _soft(ctx: Context, at: int) -> bool:
    """Verbs that also open an adverbial: "Căn cứ …, Sở …", "Tiếp thu ý kiến, …", "Chủ trì hội nghị, …"."""
    return _SOFT.match(ctx.flat, at) is not None


def read(ctx: Context, unit: Unit) -> Reading:
    """The mood of a sentence and whom it addresses."""
    at = core(ctx, unit)
    words = words_of(ctx, unit.start, unit.end)
    order = _order(ctx, unit, words, at)
    if order is not None:
        return order
    first = next((w for w in words if w.start >= at), None)
    if first is not None and first.start == at:
        named = _named_like_verb(ctx, first, unit.end)
        if named is not None:
            return named
        if first.classes & {"modal"}:
            return Reading("obligation", None, first.start, Span(first.start, first.end), verb_first=True)
        if first.classes & {"verb", "adverb"}:
            cue = Span(first.start, first.end)
            return Reading("imperative", None, at, cue, verb_first=True, told=_told(ctx, unit, first))
    obligation = _obligation(ctx, unit, words, at)
    if obligation is not None:
        return obligation
    found = addressee_at(ctx, at, unit.end)
    if found is not None and found[1] is not None:
        lead, verb = found
        if (
            verb is not None
            and verb.classes & {"verb", "adverb"}
            and not _HAD.search(ctx.flat, lead.end, verb.start)
            and not _GOT.match(ctx.flat, verb.end)
        ):
            return Reading("duty", lead, verb.start, Span(verb.start, verb.end))
        if verb is not None and _ASSIGNED.match(ctx.flat, verb.start):
            return Reading("duty", lead, verb.start, Span(verb.start, verb.end))
    return Reading("told", action=at)


def _named_like_verb(ctx: Context, first: Word, end: int) -> Reading | None:
    """An office whose name is also a verb: "Thanh tra Sở kiểm tra …", "Công an tỉnh …"."""
    if not ctx.text[first.start].isupper() or run_end(ctx, first.start, end) <= first.end:
        return None
    found = addressee_at(ctx, first.start, end)
    if found is None or found[1] is None or not ctx.text[first.end : first.end + 2].strip()[:1].isupper():
        return None
    verb = found[1]
    return Reading("duty", found[0], verb.start, Span(verb.start, verb.end))


def _told(ctx: Context, unit: Unit, first: Word) -> bool:
    """A sentence that begins like a command and tells: "Tổ chức bộ máy được kiện toàn"."""
    clause = _CLAUSE_END.split(ctx.flat[first.end : min(unit.end, first.end + 46)])[0]
    return _PREDICATE.search(clause) is not None


# --- orders ------------------------------------------------------------------------------------------------


def _order(ctx: Context, unit: Unit, words: list[Word], at: int) -> Reading | None:
    for word in words:
        if "order" not in word.classes or ctx.claimed(word.start, word.end, by="citation"):
            continue
        if not _is_order(ctx, unit, word):
            continue
        subject = ctx.flat[max(unit.start, word.start - 150) : word.start]
        clause = _CLAUSE.split(subject)[-1]
        chunk = clause.rpartition(", ")[2]
        floor = word.start - len(chunk)
        if not chunk.strip():  # "ông …, người dân xã …, đề nghị": who speaks was said before the comma
            floor = word.start - len(clause)
        others = any("speaker" in w.classes and floor <= w.start < word.start for w in words)
        if others and not _OFFICE.search(chunk or clause):
            continue
        said_by = bool(_AUTHORITY.search(clause)) or bool(_FIRST_PERSON.search(clause))
        authority = said_by or word.start <= at
        reading = _ordered(ctx, unit, word)
        if reading is not None:
            reading.authority = authority
            return reading
    return None


def _is_order(ctx: Context, unit: Unit, word: Word) -> bool:
    spoken = ctx.flat[word.start : word.end]
    low = max(unit.start, word.start - 24)
    if _NOT_VERB_BEFORE.search(ctx.flat, low, word.start) or _NOT_VERB_AFTER.match(
        ctx.flat, word.end, unit.end
    ):
        return False
    if spoken == "giao" and _NOT_GIVING.match(ctx.text, word.end):
        return False
    if spoken in {"giao", "chỉ đạo", "phân công", "giao cho"}:
        at = _next(ctx, word.end)
        _, classes = classes_at(ctx, at)
        opens = not ctx.flat[unit.start : word.start].strip(' “"(')
        named = bool(classes & {"body", "collective", "people", "office"})
        if spoken in {"chỉ đạo", "phân công"}:
            return named and not opens and bool(_AUTHORITY.search(ctx.flat, low, word.start))
        return named
    return True


def _next(ctx: Context, at: int) -> int:
    m = re.compile(r"[\s,:–-]*(?:cho\s+)?").match(ctx.flat, at)
    return m.end() if m else at


def _ordered(ctx: Context, unit: Unit, word: Word) -> Reading | None:
    at = _next(ctx, word.end)
    cue = Span(word.start, word.end)
    if at >= unit.end:  # "… yêu cầu:"
        return Reading("order", None, unit.end, cue)
    found = addressee_at(ctx, at, unit.end)
    if found is None and (m := _PROPER.match(ctx.text, at, unit.end)):
        return Reading("order", Span(*m.span()), m.end(), cue)
    if found is None:
        return Reading("order", None, at, cue)
    lead, verb = found
    if verb is None and lead.end >= unit.end - 2 and lead.end - lead.start > _LONG_LEAD:
        return Reading("order", None, at, cue)
    return Reading("order", lead, verb.start if verb else lead.end, cue)


# --- obligations -------------------------------------------------------------------------------------------


def _obligation(ctx: Context, unit: Unit, words: list[Word], at: int) -> Reading | None:
    for word in words:
        if "modal" not in word.classes or word.start < at or ctx.text[word.start].isupper():
            continue
        low = max(unit.start, word.start - 16)
        if _NOT_OBLIGING.search(ctx.flat, low, word.start) or _NEEDS.match(ctx.flat, word.end):
            continue
        after = next((w for w in words if word.end <= w.start <= word.end + 30), None)
        lead = addressee_before(ctx, unit.start, word.start)
        if lead is None:
            lead = _place_before(ctx, unit.start, word.start)
        bare = not ctx.flat[at : word.start].rpartition(", ")[2].strip()
        if lead is None and (found := addressee_at(ctx, at, word.start)) is not None:
            lead = found[0]  # "Sở Nội vụ là cơ quan thường trực, có trách nhiệm …"
        if lead is None and after is None:
            continue
        said = any("say" in w.classes and w.end <= word.start for w in words)
        clause = ctx.flat[unit.start : word.start]
        return Reading(
            "obligation",
            lead,
            word.start,
            Span(word.start, word.end),
            authority=bool(_AUTHORITY.search(clause)) and (said or "theo " in clause[:12]),
            verb_first=lead is None and bare,
        )
    return None


def _place_before(ctx: Context, floor: int, stop: int) -> Span | None:
    """A province or town that stands before the modal: "Hải Phòng phải …"."""
    m = re.search(
        rf"((?:tỉnh |thành phố |TP\.? |huyện )?[{UPPER}]\w+(?:\s[{UPPER}]\w+){{0,3}}|[Tt]hành phố"
        rf"|[Tt]ỉnh|[Đđ]ịa phương)\s+(?:cũng\s+)?$",
        ctx.text[floor:stop],
    )
    return (
        Span(floor + m.start(1), floor + m.end(1))
        if m and not ends_name_at(ctx, floor + m.start(1))
        else None
    )


def ends_name_at(ctx: Context, start: int) -> bool:
    """Whether a directive word begins here that is a verb."""
    words = words_of(ctx, start, start + 20)
    return bool(words) and words[0].start == start and ends_name(ctx, words[0])
