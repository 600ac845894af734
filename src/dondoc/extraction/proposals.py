"""What is asked for by those who may not order it, and what a province asks of the centre.

    Đại biểu Lê Văn Thử kiến nghị tỉnh sớm bố trí cán bộ địa chính     a delegate's proposal
    UBND tỉnh đề nghị Bộ Tài chính bổ sung vốn                          asked of a higher body
    V. KIẾN NGHỊ / Đối với Chính phủ: - Sớm ban hành nghị định …        items under a heading

Such a sentence is never a task; one the tasks have claimed for a leader who directs is none of these.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from dondoc.extraction import standing
from dondoc.extraction.addressees import addressee_at
from dondoc.extraction.bodies import clean
from dondoc.extraction.context import Context
from dondoc.extraction.remarks import Scene, Word
from dondoc.extraction.speakers import Speaker, Speakers
from dondoc.extraction.units import Unit
from dondoc.records.document import BlockKind, DocumentType
from dondoc.records.facts import FieldSource, Proposal, TaskStatement
from dondoc.records.source import Span
from dondoc.text.names import LOWER, UPPER
from dondoc.text.normalize import fold

_OUGHT = re.compile(
    r"\b(?:cần|phải|nên(?= (?:có|xem|bố trí|ban hành|sớm|tập trung|quan tâm|nghiên cứu|đầu tư|tăng))"
    r"|đề nghị|kiến nghị|(?:trong )?(?:năm \d{4}|thời gian tới), (?:tỉnh|huyện|các))\b"
)
_CENTRAL_WORDS = (
    "thủ tướng", "tổng bí thư", "bộ trưởng", "thứ trưởng", "chủ tịch nước", "chủ tịch quốc hội", "ban bí thư",
    "bộ chính trị",
)  # fmt: skip
_CENTRAL = re.compile("|".join(_CENTRAL_WORDS))
_CENTRE = re.compile(r"chính phủ|thủ tướng|^bộ |quốc hội|trung ương|bộ chính trị|ban bí thư")
_HIGHER = re.compile(
    r"(?:trung ương|chính phủ|thủ tướng|quốc hội|các bộ|bộ (?!chỉ huy|phận|đội)|bộ chính trị|ban bí thư"
    r"|ủy ban thường vụ|cấp trên|cấp có thẩm quyền)"
)
_ASKING = frozenset({"propose", "opine"})
_GAP = re.compile(r"[\s,:–“\"-]*(?:với|lên|tới|đến|cho)?\s*")
_PLACE = re.compile(
    rf"(?:(?:tỉnh|thành phố|huyện|thị xã|xã|phường)(?: [{UPPER}][{LOWER}]+){{0,3}}|các cấp(?!,| có)"
    r"|địa phương|cấp trên)\b"
)
_NAMES_TO = re.compile(r"^(?:\W*)(?:đối với|với|kiến nghị(?: với)?|đề nghị|gửi)\s+")
_PREAMBLE = re.compile(
    r"(?:căn cứ|xét|theo đề nghị|thực hiện|theo)\b[^.]{0,40}?(?:tờ trình|luật|nghị quyết|đề nghị)"
)
_NEEDED = re.compile(r"\b(?:cần|đề nghị|kiến nghị|mong)\b")  # enough where a delegate goes on
_WHO_OUGHT = re.compile(
    r"(?<!\w)(trung ương|chính phủ|tỉnh|thành phố|huyện|các cấp, các ngành|các ngành|các cấp|địa phương)\s+"
    r"(?:cần|nên|phải|tập trung|tiếp tục|sớm)\b"
)
_NO_VERB_AFTER = re.compile(
    r"\s*(?:[.;)]|,(?! (?:cần|nên|đề nghị|sớm|xem xét|quan tâm)\b)|và\b|của\b|này\b|nêu\b|trên\b|cụ thể\b)"
)
_DUTY_BEFORE = re.compile(
    r"(?:để|nhằm|nghiên cứu|tham mưu|rà soát|chủ động|tổng hợp|kịp thời|xem xét|các|những|ý kiến|nội dung"
    r"|văn bản|theo|hồ sơ)[,\s]+$"
)
_SAME_SUBJECT = 240  # characters between a delegate and the verb: "cử tri phản ánh …, kiến nghị …"
_ABOUT = re.compile(
    r"về (?:các |một số )?(?:kiến nghị|đề xuất|đề nghị)(?: của (?:tỉnh|thành phố|địa phương))? "
    r"(?=\w{2,} \w+ \w+)"
)
# What these say under "2. Về đề xuất điều chỉnh thiết kế" is the answer to it.
_ANSWERS = frozenset({DocumentType.NOTICE, DocumentType.CONCLUSION})
_PRAISES = re.compile(r"ghi nhận|biểu dương")  # what one above those addressed does first
_CAPTION = BlockKind.CAPTION
_ASKED = ("kiến nghị", "đề xuất", "đề nghị")  # in every match of `_ABOUT`
_LEAST = 15
_CLOSE = 12  # characters between the verb of asking and who is asked
_FAR = 16  # characters between an order and whom it is for


def find(scene: Scene, tasks: Sequence[TaskStatement], speakers: Speakers) -> list[Proposal]:
    """Every proposal, in the text's order."""
    ctx = scene.ctx
    found: list[Proposal] = []
    under = any(passage.frame == "proposal" for passage in scene.passages)
    if not (under or scene.holds(_ASKING) or ctx.says(_ASKED, 0, len(ctx.flat))):
        return found
    scene.rewind()
    ordered = iter(sorted(tasks, key=lambda task: task.span))
    central: bool | None = None  # found out where it matters
    task = next(ordered, None)
    last: tuple[Speaker, Unit] | None = None
    heading_to: Span | None = None
    asking: str | None = None  # who asked a higher body last
    for index, unit in enumerate(scene.units):
        while task is not None and task.span.end <= unit.start:
            task = next(ordered, None)
        frame = scene.frame_at(unit.start)
        if unit.kind is _CAPTION:
            continue
        ordered_here = task is not None and task.span.start < unit.end and task.rule == "said order"
        ordered_here = ordered_here and ctx.document.header.type is DocumentType.PRESS
        if not ordered_here and (about := _ABOUT.match(ctx.flat, unit.start, unit.end)) is not None:
            found.append(_answered(scene, unit, about.end()))
            continue
        if unit.heading or ctx.text[unit.end - 1] == ":":
            heading_to = _named_to(scene, unit) if frame == "proposal" else None
            if unit.heading:
                continue
        words = scene.words(unit.start, unit.end)
        asks = any(kind in _ASKING for _, _, kind in words)
        if not asks and frame != "proposal" and last is None:
            continue
        speaker = speakers.of(index)
        is_task = task is not None and task.span.start < unit.end
        if is_task and task is not None and _upward(task):
            central = _speaks_for_the_centre(scene) if central is None else central
            is_task = central  # "UBND tỉnh đề nghị Bộ Tài chính …": asked, not ordered
        again = asking is not None and speaker.words == asking and not is_task
        verb = _verb(scene, unit, words, speaker, task=task if is_task else None, again=again)
        under = frame == "proposal" and ctx.text[unit.end - 1] != ":"
        under = under and not (is_task and ctx.document.header.type in _ANSWERS)
        goes_on = last is not None and _goes_on(unit, last, speaker)
        ought = goes_on and not is_task and _NEEDED.search(ctx.flat, unit.start, unit.end)
        if verb is None and not under and not ought:
            last = (speaker, unit) if speaker.voice == "delegate" and speaker.span is not None else None
            continue
        if unit.end - unit.start < _LEAST:
            continue
        fact = _fact(scene, unit, verb, speaker, heading_to if under else None)
        if fact.voice == "delegate":
            last = (speaker, unit)
        elif verb is not None and _superior(words, verb[1]):
            asking = speaker.words
        found.append(fact)
    return found


def _speaks_for_the_centre(scene: Scene) -> bool:
    """Whether somebody speaks here who may order ministries about."""
    issuer = fold(scene.ctx.document.header.issuer or "")
    return any(word in scene.ctx.flat for word in _CENTRAL_WORDS) or _CENTRE.search(issuer) is not None


def _upward(task: TaskStatement) -> bool:
    """Whether a task was laid on a body above the province, which a province can only ask."""
    return task.lead is not None and _HIGHER.match(fold(task.lead)) is not None


def released(tasks: Sequence[TaskStatement], proposals: Sequence[Proposal]) -> list[TaskStatement]:
    """The tasks without those that turned out to be proposals; repeats still point at their first."""
    asked = sorted(proposal.span for proposal in proposals)
    kept = [task for task in tasks if not _within(task.span, asked)]
    if len(kept) == len(tasks):
        return kept
    places = {id(task): index for index, task in enumerate(kept)}
    for task in kept:
        if task.same_as is not None:
            task.same_as = places.get(id(tasks[task.same_as]))
    return kept


def _within(span: Span, others: Sequence[Span]) -> bool:
    index = bisect_right(others, span.start, key=lambda other: other.start) - 1
    return index >= 0 and others[index].end >= span.end


def _answered(scene: Scene, unit: Unit, at: int) -> Proposal:
    """What a higher body's notice answers: "Về kiến nghị bổ sung vốn cho dự án …:"."""
    colon = scene.ctx.text.find(":", at, unit.end)
    words = Span(at, unit.end if colon < 0 else colon)
    fact = Proposal(
        Span(unit.start, words.end), "answered", 0.8, words=clean(scene.ctx.text[words.slice]), voice="report"
    )
    fact.fields["words"] = FieldSource("heading", words)
    return fact


def _verb(
    scene: Scene, unit: Unit, words: list[Word], speaker: Speaker, *, task: TaskStatement | None, again: bool
) -> Word | None:
    """The verb that asks; None where nobody asks for anything in this sentence."""
    ctx = scene.ctx
    is_task = task is not None
    asked = False  # the delegate has asked already: a later verb is another's
    if _PREAMBLE.match(ctx.flat, unit.start):
        return None
    for word in sorted(words, key=lambda word: (word[2] != "propose", word)):
        start, end, kind = word
        if kind == "propose":
            noun = _NO_VERB_AFTER.match(ctx.flat, end)
            if noun or _DUTY_BEFORE.search(ctx.flat, max(0, start - 24), start):
                continue
            asked_before, asked = asked, True
            upward = _superior(words, end) and not _CENTRAL.search(ctx.flat, unit.start, start)
            if (upward or again) and not is_task:
                return word
            if (
                speaker.voice == "delegate"
                and speaker.span is not None
                and speaker.span.end <= start
                and not is_task
            ):
                return word
            if (
                speaker.voice == "delegate"
                and speaker.span is not None
                and _nobody_else(ctx, unit, speaker, start)
                and not asked_before
                and not (is_task and _PRAISES.search(ctx.flat, speaker.span.end, start))
                and not _another_orders(task, end)
                and not _ordered_before(task, speaker.span.start)
                and not _leads_them(ctx, unit, speaker.span, task)
            ):
                return word
        elif kind == "opine" and speaker.voice == "delegate" and speaker.span is not None:
            inside = unit.start <= speaker.span.start < start
            if inside and _OUGHT.search(ctx.flat, end, unit.end) and not is_task:
                return word
    return None


def _nobody_else(ctx: Context, unit: Unit, speaker: Speaker, start: int) -> bool:
    """The verb's subject is the delegate: few words stand between, and they tell of no letter that orders."""
    assert speaker.span is not None
    if standing.ISSUES.search(ctx.flat, speaker.span.end, start):
        return False
    return unit.start <= speaker.span.start and 0 <= start - speaker.span.end <= _SAME_SUBJECT


def _another_orders(task: TaskStatement | None, verb_end: int) -> bool:
    """Whether the sentence's order is a later one: "… đại biểu đề nghị, Chủ tịch HĐND tỉnh giao …"."""
    lead = task.fields.get("lead") if task is not None else None
    return lead is not None and lead.span is not None and lead.span.start > verb_end + _FAR


def _ordered_before(task: TaskStatement | None, delegate: int) -> bool:
    """Whether the order came first: "HĐND tỉnh giao Thường trực xem xét việc cử tri kiến nghị"."""
    lead = task.fields.get("lead") if task is not None and task.rule.endswith("order") else None
    return lead is not None and lead.span is not None and lead.how == "subject" and lead.span.end <= delegate


_LEADING = re.compile(r"(?<!phó )(?:bí thư|chủ tịch (?:hđnd|ubnd|hội đồng|ủy ban))")


def _leads_them(ctx: Context, unit: Unit, speaker: Span, task: TaskStatement | None) -> bool:
    """Whether who asks at a session leads those asked: "Chủ tịch HĐND xã … đề nghị UBND xã"."""
    before = ctx.flat[unit.start : speaker.start]
    if task is None or task.lead is None or _LEADING.search(before) is None or "đại biểu" in before:
        return False
    own, told = standing.highest_rank(before), standing.rank(fold(task.lead))
    return own is not None and told is not None and told <= own


def _superior(words: list[Word], after: int) -> bool:
    """Whether a body above the province is the one asked."""
    first = bisect_left(words, (after,))
    near = words[first : first + 4 * _CLOSE]  # there are not more in so few characters
    return any(kind == "superior" and start <= after + _CLOSE for start, _, kind in near)


def _goes_on(unit: Unit, last: tuple[Speaker, Unit], speaker: Speaker) -> bool:
    """The next sentence of the same delegate in the same paragraph."""
    return not unit.opens and speaker == last[0] and last[0].voice == "delegate"


def _named_to(scene: Scene, unit: Unit) -> Span | None:
    """Whom the items below are addressed to: "Đối với Chính phủ:", "2. Bộ Tài chính"."""
    ctx = scene.ctx
    m = _NAMES_TO.match(ctx.flat[unit.start : unit.end])
    at = unit.start + (m.end() if m else 0)
    return _to(scene, at, unit.end)


def _to(scene: Scene, at: int, end: int) -> Span | None:
    """Who is asked: a place ("tỉnh"), a higher body, or whoever an addressee names."""
    ctx = scene.ctx
    if (place := _PLACE.match(ctx.text, at, end)) is not None:
        return Span(*place.span())
    found = addressee_at(ctx, at, end)
    if found is not None and (ctx.text[at].isupper() or ctx.flat.startswith("các ", at)):
        return found[0]
    superiors = [w for w in scene.words(at, min(end, at + 60)) if w[2] == "superior" and w[0] == at]
    return Span(superiors[0][0], superiors[0][1]) if superiors else None


def _fact(scene: Scene, unit: Unit, verb: Word | None, speaker: Speaker, heading_to: Span | None) -> Proposal:
    ctx = scene.ctx
    at = unit.start if verb is None else verb[1]
    gap = _GAP.match(ctx.flat, at, unit.end) if verb is not None else None
    at = gap.end() if gap else at
    fact = Proposal(
        Span(unit.start, unit.end),
        "asks" if verb is not None else "under a heading",
        0.85 if speaker.voice == "delegate" or verb is None else 0.75,
        words=clean(ctx.text[at : unit.end]),
        speaker=speaker.words,
        voice=speaker.voice,
    )
    fact.fields["words"] = FieldSource("sentence", Span(at, unit.end))
    if verb is not None:
        fact.fields["voice"] = FieldSource("verb", Span(verb[0], verb[1]))
    if fact.speaker is not None:
        fact.fields["speaker"] = FieldSource("subject", speaker.span)
    to = heading_to
    if verb is not None and verb[2] == "propose":
        to = _to(scene, at, unit.end) or to
    elif to is None and (m := _WHO_OUGHT.search(ctx.flat, at, unit.end)):
        to = Span(*m.span(1))
    if to is not None:
        fact.to = clean(ctx.text[to.slice])
        fact.fields["to"] = FieldSource("addressee", to)
    return fact
