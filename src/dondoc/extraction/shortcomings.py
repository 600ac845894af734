"""What a document says is wrong: tồn tại, hạn chế; khó khăn, vướng mắc; and what it gives as the cause.

One fact a sentence or list item. Under a heading such as "Hạn chế" every item is one; in running text a
sentence that opens such a passage ("vẫn còn một số hạn chế") makes weaker words enough; elsewhere only words
that say it by themselves are ("còn chậm", "chưa đạt").
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from dondoc.extraction.bodies import clean
from dondoc.extraction.remarks import Frame, Scene, Word
from dondoc.extraction.speakers import Speakers
from dondoc.extraction.units import Unit
from dondoc.records.document import BlockKind, DocumentType
from dondoc.records.facts import Fact, FieldSource, Proposal, Shortcoming
from dondoc.records.source import Span

_FAULTS = re.compile(
    r"tồn tại|hạn chế|khuyết điểm|yếu kém|bất cập|khó khăn|vướng mắc|thách thức|việc chậm"
)  # fewer letters begin one of these than one of the verbs before them
_OPENS = re.compile(
    r"(?:còn|có|nêu|chỉ ra|chỉ rõ|bộc lộ|nhìn nhận|tồn tại)\s+(?:\w+\s+){0,4}?"
    rf"(?:{_FAULTS.pattern})"
)
_CONTENT = re.compile(r"\b(?:như|đó là|cụ thể|là)\s*:?\s|:\s*\S")
_NOT_YET = re.compile(
    r"(?:dự báo|nhận định năm|thời gian tới|trong bối cảnh|sẽ|nếu|trường hợp|nhằm|để|tránh|không để)\b"
)
_COMMENT = re.compile(r"^(?:các|những) (?:hạn chế|tồn tại|khó khăn)[^,.;]{0,30}(?:này|trên|nêu trên)")
_CAUSE_FIRST = re.compile(
    r"^\W*(?:[^,.;]{0,40}, )?(?:nguyên nhân\b|những (?:hạn chế|tồn tại|khó khăn)[^,.;]{0,20} có nguyên nhân)"
    r"|cho rằng, những (?:hạn chế|tồn tại|khó khăn)[^,.;]{0,20} có nguyên nhân"
)
_BUT_NOT = re.compile(r"\b(?:nhưng|song)\b[^.;]{0,50}\b(?:chưa|thiếu|chậm)\b")
_PRAISES = re.compile(
    r"^\W*(?:đánh giá cao|ghi nhận|biểu dương|hoan nghênh|chúc mừng)\b(?!.*\b(?:nhưng|song|tuy nhiên)\b)"
)
_CAUSE = re.compile(
    r"(?:,\s*)?(?:\bnguyên nhân(?: chính| chủ yếu| chủ quan| khách quan)? (?:là do|do|là)|\bdo)\s+"
    r"(?!đó\b|vậy\b|đồng chí|ông |bà |ubnd|hđnd|chính phủ ban hành|[^\s]+ chủ trì)([^.;]{8,240})"
)
_RESULT_TYPES = frozenset(
    {
        DocumentType.PRESS,
        DocumentType.REPORT,
        DocumentType.RESOLUTION,
        DocumentType.CONCLUSION,
        DocumentType.NOTICE,
    }
)
_SECTIONS = frozenset({"shortcoming", "difficulty", "cause"})
_TURNS = re.compile(
    r"^(?:\W*)(?:để|trước tình hình|từ (?:đó|kết quả|thực tế)|(?:trong )?thời gian tới|năm \d{4}|phát huy)\b"
)
_LATE = re.compile(r"\bchậm \d+ (?:ngày|tháng|năm)\b")
_HOWEVER = re.compile(r"^\W*(?:tuy nhiên|tuy vậy|song|mặc dù|bên cạnh đó|mặt khác)\b")
_CUT = re.compile(r",?\s+(?:nên|vẫn|đã dẫn|dẫn đến|nhưng|song)\b")
_CONCEDED = re.compile(r"\b(?:mặc dù|dù|tuy|trong bối cảnh|trong điều kiện|vượt qua|bất chấp)\b[^.;]{0,40}$")
_ORDERS = re.compile(
    r"^\W*(?:xử lý|tập trung|khẩn trương|chấn chỉnh|kiên quyết|đẩy mạnh|đẩy nhanh|tăng cường|rà soát|yêu cầu"
    r"|trồng|bổ sung|nâng cao|quan tâm|chủ động|phấn đấu|tiếp tục|xem xét|bảo đảm|đảm bảo|cần|phải)\b"
)
_CAPTION = BlockKind.CAPTION
_LEAST = 15  # characters of a sentence that says anything


def find(scene: Scene, others: Sequence[Fact], speakers: Speakers) -> list[Shortcoming]:
    """Every shortcoming, difficulty and cause, in the text's order.

    Args:
        scene: The document, prepared.
        others: Its tasks and proposals: what is ordered or asked to be mended is no shortcoming.
        speakers: Who says which sentence.
    """
    ctx = scene.ctx
    press = ctx.document.header.type is DocumentType.PRESS
    found: list[Shortcoming] = []
    scene.rewind()
    ordered = iter(sorted(others, key=lambda other: other.span))
    task = next(ordered, None)
    open_frame = False
    for index, unit in enumerate(scene.units):
        while task is not None and task.span.end <= unit.start:
            task = next(ordered, None)
        if unit.kind is _CAPTION:
            continue
        frame = scene.frame_at(unit.start)
        if unit.heading:
            open_frame = press and frame in _SECTIONS
            continue
        if press:  # its headings promise little: under them only what says so itself counts
            frame = ""
        words = scene.words(unit.start, unit.end)
        if not words and not open_frame and frame not in _SECTIONS:
            continue
        is_task = task is not None and task.span.start < unit.end and not _besides(scene, task, unit)
        if open_frame and unit.opens and _TURNS.match(ctx.flat, unit.start):
            open_frame = False
        nature = "" if is_task else _nature(scene, unit, words, frame, opened=open_frame)
        named = any(kind == "named" for _, _, kind in words)
        opens = named and (ctx.text[unit.end - 1] == ":" or _OPENS.search(ctx.flat, unit.start, unit.end))
        turns = nature and _HOWEVER.match(ctx.flat[unit.start : unit.start + 20])
        if turns or (opens and not is_task and frame != "work"):
            open_frame = True
        elif unit.opens and not nature:
            open_frame = False
        if not nature:
            continue
        speaker = speakers.of(index)
        fact = Shortcoming(
            Span(unit.start, unit.end),
            "under a heading" if frame in _SECTIONS else "said",
            0.9 if frame else 0.7,
            nature=nature,
            words=clean(ctx.text[unit.start : unit.end]),
            speaker=speaker.words,
            voice=speaker.voice,
        )
        _explain(scene, fact, words, speaker.span)
        found.append(fact)
    return found


def _besides(scene: Scene, other: Fact, unit: Unit) -> bool:
    """Whether a proposal's sentence says first what is wrong: "nêu hạn chế là: … còn chậm; đề nghị …"."""
    verb = other.fields.get("voice") if isinstance(other, Proposal) else None
    if verb is None or verb.span is None:
        return False
    return any(kind == "wrong" for _, _, kind in scene.words(unit.start, verb.span.start))


def _nature(scene: Scene, unit: Unit, words: list[Word], frame: Frame, *, opened: bool) -> str:
    """shortcoming, difficulty or cause; "" where the sentence is none."""
    if not words and not opened and frame not in _SECTIONS:
        return ""
    ctx = scene.ctx
    flat = ctx.flat[unit.start : unit.end]
    if len(flat) < _LEAST or ctx.text[unit.end - 1] == "?" or frame in {"work", "proposal"}:
        return ""
    if not frame and (_ORDERS.match(flat) or _PRAISES.match(flat)):
        return ""
    wrong = [w for w in words if w[2] == "wrong" and not _unreal(scene, unit, w)]
    if "chậm " in flat and (m := _LATE.search(flat)):
        wrong.append((unit.start + m.start(), unit.start + m.end(), "wrong"))
    hints = [w for w in words if w[2] == "hint"]
    hard = [w for w in words if w[2] == "difficulty" and not _unreal(scene, unit, w, _CONCEDED)]
    if ("nhưng" in flat or "song" in flat) and (m := _BUT_NOT.search(flat)):
        wrong.append((unit.start + m.start(), unit.start + m.end(), "wrong"))
    if frame == "cause" or ("nguyên nhân" in flat and _CAUSE_FIRST.search(flat)):
        return "" if ctx.text[unit.end - 1] == ":" else "cause"
    if _announces(flat, wrong, hints, hard) or _COMMENT.match(flat):
        return ""
    if frame in {"shortcoming", "difficulty"}:
        if ctx.text[unit.end - 1] == ":" and not wrong:
            return ""
        return "difficulty" if not wrong and (hard or frame == "difficulty") else "shortcoming"
    if not wrong and any(kind in {"mending", "asked"} for _, _, kind in words):
        return ""
    told = ctx.document.header.type in _RESULT_TYPES
    if wrong and (told or opened):
        return "shortcoming" if _before_cause(scene, unit, wrong) or not hard else "difficulty"
    if hard and (told or opened):
        return "difficulty"
    return "shortcoming" if opened and hints else ""


def _announces(flat: str, wrong: list[Word], hints: list[Word], hard: list[Word]) -> bool:
    """A sentence that only says there are shortcomings, not which: "vẫn còn một số hạn chế"."""
    return (
        not wrong
        and not hard
        and _FAULTS.search(flat) is not None
        and _OPENS.search(flat) is not None
        and not (_CONTENT.search(flat) and hints)
    )


def _unreal(scene: Scene, unit: Unit, word: Word, also: re.Pattern[str] | None = None) -> bool:
    """Said of what may come or must not be: "nếu không đạt", "không để chậm tiến độ"."""
    ahead = scene.ctx.flat[max(unit.start, word[0] - 48) : word[0]]
    return _NOT_YET.search(ahead) is not None or (also is not None and also.search(ahead) is not None)


def _before_cause(scene: Scene, unit: Unit, words: list[Word]) -> bool:
    """Whether the sentence says something is wrong itself, not only in the cause it gives."""
    cause = _cause_in(scene, unit.start, unit.end)
    return cause is None or any(word[0] < cause.start() or word[0] >= cause.end() for word in words)


def _cause_in(scene: Scene, start: int, end: int) -> re.Match[str] | None:
    """The words that give a cause; the pattern is tried only where one of its words stands."""
    flat = scene.ctx.flat
    if flat.find("do ", start, end) < 0 and flat.find("nguyên nhân", start, end) < 0:
        return None
    return _CAUSE.search(flat, start, end)


def _explain(scene: Scene, fact: Shortcoming, words: list[Word], speaker: Span | None) -> None:
    said = next((w for w in words if w[2] in {"wrong", "difficulty", "hint"}), None)
    fact.fields["nature"] = FieldSource(
        "words" if said else "heading", Span(said[0], said[1]) if said else None
    )
    fact.fields["words"] = FieldSource("sentence", fact.span)
    if fact.speaker is not None:
        fact.fields["speaker"] = FieldSource("subject", speaker)
    fact.fields["voice"] = FieldSource("subject" if fact.speaker else "document", speaker)
    if fact.nature != "cause" and (m := _cause_in(scene, *fact.span)):
        end = m.end(1)
        if cut := _CUT.search(scene.ctx.flat, m.start(1), end):
            end = cut.start()
        fact.cause = clean(scene.ctx.text[m.start(1) : end]).rstrip(" ,.;")
        fact.fields["cause"] = FieldSource("do", Span(m.start(1), end))
