"""Where the name of an office begins and ends: "Ban Thường vụ Tỉnh ủy", "UBND các huyện, thành phố".

A name is a run of words: those of the pack `orgs`, and capitalised words (places, abbreviations). It ends at
the first word that is neither.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from dondoc.extraction.context import Context
from dondoc.extraction.lexicon import Payloads
from dondoc.records.source import Span
from dondoc.text.names import LOWER, UPPER
from dondoc.text.normalize import fold

_GAP = re.compile(r"[ \t\xa0\n]*(?:\([A-ZĐƯ]{2,8}\)[ \xa0]+(?=[A-ZĐ]))?(?:[-–&][ \xa0\n]*)?(?:\*\*)?[ \xa0]*")
_WORD = re.compile(r"\w+(?:[.&’'](?!Ảnh|ẢNH)(?=\w)\w+)*(?:-(?=[^\W\d_])\w+)*")
_SYLLABLE = re.compile(rf"[{LOWER}]{{2,7}}(?=[ ,.;:)\n]|$)")
# A capital behind these opens the name of a place, which has capitals throughout.
_AFTER_LEVEL = re.compile(
    r"(?<!\w)(?:tỉnh|thành phố|tp\.?|huyện|quận|thị xã|thị trấn|xã|phường|đặc khu|thôn|ấp|bản|vùng"
    r"|cửa khẩu)\s$"
)
_FUNCTION_WORDS = frozenset(
    ["và", "với", "cùng", "của", "các", "những", "để", "theo", "trên", "ở", "tại", "về", "trong",
     "ngoài", "từ", "đến", "thì", "là", "có", "được", "bị", "do", "bởi", "cho", "khi", "nếu", "mà",
     "như", "đã", "đang", "sẽ", "vừa", "cũng", "còn", "phải", "cần", "nên", "không", "chưa", "này", "đó",
     "nói", "hay", "hoặc", "vào", "ra", "lên", "xuống", "làm", "đi", "ông", "bà", "mới", "hiện", "ký",
     "dự", "thăm", "cử", "chở"]
)  # fmt: skip
_AND = re.compile(r"[ \xa0\n]+(?:và|với|,)[ \xa0\n]+|[ \xa0]*,[ \xa0\n]*")
_FEW = 24  # words at most in one name
_ROMAN = re.compile(r"[IVX]+$|\d{1,3}$")
# Words that open an office's name with a capital and are common nouns without: "các trường thông tin".
COMMON = frozenset(
    {
        "trường",
        "viện",
        "hội",
        "tổ",
        "bộ",
        "quỹ",
        "cụm",
        "đài",
        "báo",
        "phòng",
        "vụ",
        "trạm",
        "hạt",
        "cục",
        "hội đồng",
        "ban",
    }
)
_NO_CLASSES: frozenset[str] = frozenset()
_OF_A_FIELD = frozenset({"Bộ", "Sở"})
# Headings in capitals: there a capital tells nothing.
_SHOUTED = re.compile(rf"[{UPPER}]{{2,}}(?:\s+[{UPPER}]{{2,}}){{2}}")
_SHOUTED_STOP = re.compile(
    r"ban hành|về|phê duyệt|quy định|tại|với|khóa|lần|thông qua|thực hiện|triển khai|năm"
)
# Bodies named by what they are for, in small letters: "Ban Chỉ đạo phòng, chống thiên tai tỉnh".
_OPEN = re.compile(
    r"(?:ban chỉ đạo|tiểu ban|tổ công tác|đoàn công tác|ban tổ chức|tổ giúp việc|hội đồng)(?!\w)"
)
_CLOSES = re.compile(
    rf"[.;:()|”\"]|,\s+(?=[{UPPER}]|ông |bà |đồng chí )|\n\s*\n"
    r"|,?\s(?:chủ trì|phát biểu|tham dự|dự|cho biết|nhấn mạnh|yêu cầu"
    r"|đề nghị|đã|vừa|sẽ|cùng|tổ chức (?:hội|họp|phiên|cuộc|lễ)|họp|báo cáo|kết luận|nêu|khẳng định|đánh giá"
    r"|trình bày|làm (?:trưởng|việc)|dẫn đầu|đồng chủ|tại|ngày|sáng|chiều|với|trực tuyến|gồm|là|được"
    r"|triển khai|nhằm|để"
    r"|chỉ đạo (?:cuộc|hội|các)|và (?:các|đại diện|lãnh đạo|đồng chí))(?!\w)"
)
_LONGEST_FIELD = 130
_LONGEST_BODY = 160
# Capitalised words that begin something else.
_NOT_NAME = frozenset({"ảnh", "ông", "các", "tại", "ngày", "theo", "về", "để", "nhằm"})
_OPENS_ELSE = re.compile(rf"Đồng chí|Bà (?!Rịa|Đen)|Từ (?![{UPPER}])")


def classes_of(_ctx: Context, payloads: Payloads) -> frozenset[str]:
    """The classes of the entries that a form belongs to."""
    return payloads.classes


def classes_at(ctx: Context, position: int) -> tuple[int, frozenset[str]]:
    """The end of the pack's word that begins here and its classes; the position itself where none begins."""
    try:
        known: _WordsAt = ctx.compiled["bodies at"]
    except KeyError:
        known = ctx.compiled["bodies at"] = _WordsAt(ctx)
    return known[position]


class _WordsAt(dict[int, tuple[int, frozenset[str]]]):
    """Position → the end of the pack's word that begins there, and its classes; made when asked for."""

    __slots__ = ("ctx",)

    def __init__(self, ctx: Context) -> None:
        super().__init__({start: (end, p.classes) for start, end, p in ctx.hits("orgs")})
        self.ctx = ctx

    def __missing__(self, position: int) -> tuple[int, frozenset[str]]:
        ctx = self.ctx
        index = bisect_left(ctx.starts("orgs"), position) - 1
        inside = index >= 0 and (end := ctx.hits("orgs")[index][1]) > position
        # inside a longer word: "Thường trực | Tỉnh ủy"
        found = self[position] = _inside(ctx, position, end) if inside else (position, _NO_CLASSES)
        return found


def _inside(ctx: Context, position: int, end: int) -> tuple[int, frozenset[str]]:
    forms = _forms(ctx)
    words = ctx.flat[position:end].split(" ")
    for count in range(len(words), 0, -1):
        piece = " ".join(words[:count])
        if piece in forms:
            return position + len(piece), forms[piece]
    return position, frozenset()


def _forms(ctx: Context) -> dict[str, frozenset[str]]:
    made = ctx.lexicon.compiled.get("bodies")
    if made is None:
        classes: dict[str, set[str]] = {}
        for entry in ctx.lexicon.packs.entries("orgs"):
            for form in entry.get("forms", ()):
                classes.setdefault(fold(form), set()).add(str(entry["class"]))
        made = ctx.lexicon.compiled["bodies"] = {form: frozenset(c) for form, c in classes.items()}
    assert isinstance(made, dict)
    return made


def run_end(ctx: Context, start: int, limit: int) -> int:
    """The end of the name that begins at `start` or goes on there; `start` where there is none."""
    text = ctx.text
    end = at = start
    after_capital = False
    shouted = text[start + 1 : start + 2].isupper() and _SHOUTED.match(text, start) is not None
    for _ in range(_FEW):
        if at >= limit:
            break
        stop, classes = classes_at(ctx, at)
        if text[stop : stop + 1] == "." and text[stop + 1 : stop + 2].isupper():
            classes = frozenset()  # "TP.HCM" is one word
        if classes and stop > limit:
            stop, classes = _inside(ctx, at, limit)  # "Phó Chủ tịch UBND tỉnh | Đoàn Văn Thử", no Tỉnh đoàn
        joined = at > start and text[at - 2 : at] in {"- ", "– "}
        if joined and "office" in classes:
            break  # "Phó Bí thư Tỉnh ủy - Chủ tịch UBND tỉnh": the next of his posts
        # a field in small letters: "Thứ trưởng Bộ ngoại giao"
        field = "word" in classes and (joined or text[start:end] in _OF_A_FIELD)
        if classes and text[at].islower() and _begins_longer(ctx, at, stop):
            break  # "UBND tỉnh | thành lập Tổ công tác": no "tỉnh, thành"
        if classes and stop <= limit and (_fits(text, at, stop, classes) or field):
            # "khóa 20" is counted in figures as well
            after_capital = text[at].isupper() or text[at:stop] in {"khóa", "khoá"}
        else:
            m = _WORD.match(text, at, limit)
            if m is None or not _proper(m[0], after_capital=after_capital):
                break
            if _OPENS_ELSE.match(text, at):
                break  # "đồng chí", not "Đồng Nai"
            if shouted and _SHOUTED_STOP.match(ctx.folded, at):
                break
            stop, after_capital = _whole_word(ctx, start, m, limit), True
        end = stop
        if end < limit and text[end] == " " and text[end + 1 : end + 2].isalnum():
            at = end + 1
            continue
        gap = _GAP.match(text, end, limit)
        at = gap.end() if gap else end
        if at == end or text.count("\n", end, at) > 1:
            break
    return end


def _begins_longer(ctx: Context, at: int, stop: int) -> bool:
    """Whether a verb begins here that is longer than the word of an office's name."""
    starts = ctx.starts("directives")
    index = bisect_left(starts, at)
    return index < len(starts) and starts[index] == at and ctx.hits("directives")[index][1] > stop


def _whole_word(ctx: Context, start: int, first: re.Match[str], limit: int) -> int:
    """The end of a word of two syllables that only its first writes with a capital: "Chi cục Trồng | trọt".

    A name of a place has a capital at every syllable, and what follows it is what the office does.
    """
    text, end = ctx.text, first.end()
    if first.start() == start or text[end : end + 1] != " " or not first[0][1:].islower():
        return end
    second = _SYLLABLE.match(text, end + 1, limit)
    if second is None or _AFTER_LEVEL.search(ctx.flat, max(start, first.start() - 12), first.start()):
        return end
    before = text[start : first.start()].rstrip().rpartition(" ")[2]
    if before[:1].isupper() and classes_at(ctx, first.start() - len(before) - 1)[0] < first.start() - 1:
        return end  # the second word of a place or of somebody's name
    if second[0] in _FUNCTION_WORDS or classes_at(ctx, end + 1)[1]:
        return end
    starts = ctx.starts("directives")
    for at in (first.start(), end + 1):  # "Chi cục | Bảo vệ môi trường", "UBND xã Tân | rà soát": a verb
        index = bisect_left(starts, at)
        if index < len(starts) and starts[index] == at:
            return end
    return second.end()


def _fits(text: str, at: int, stop: int, classes: frozenset[str]) -> bool:
    if text[at].isupper():
        return bool(classes & {"body", "word", "link", "collective", "office"})
    return "link" in classes or ("body" in classes and text[at:stop] not in COMMON)


def _proper(word: str, *, after_capital: bool) -> bool:
    if word[0].isupper():
        return word.lower() not in _NOT_NAME
    return after_capital and _ROMAN.match(word) is not None


def body_at(ctx: Context, start: int, limit: int) -> Span | None:
    """The office named at `start`: it begins with a word of an office, and the run goes on from there."""
    _, classes = classes_at(ctx, start)
    if "body" not in classes and not ("link" in classes and "body" in classes):
        return None
    end = run_end(ctx, start, limit)
    return Span(start, end) if end > start else None


def body_ending_at(ctx: Context, floor: int, stop: int) -> Span | None:
    """The longest name of a body that ends at `stop`."""
    for start, _, payloads in ctx.hits_in("orgs", max(floor, stop - _LONGEST_BODY), stop):
        if "body" not in payloads.classes or not ctx.text[start].isupper():
            continue
        end = run_end(ctx, start, stop)
        if end == stop or open_end(ctx, Span(start, end), stop) == stop:
            return Span(start, stop)
    return None


def open_end(ctx: Context, body: Span, limit: int) -> int:
    """The end of a name with the field a board is for, in small letters; the body's end for any other.

    "Ban Chỉ đạo phòng, chống thiên tai tỉnh": the field goes on to a verb or a mark.
    """
    if not _OPEN.match(ctx.flat, body.start) or ctx.text[body.end : body.end + 1] not in {" ", "\n", "\xa0"}:
        return body.end
    stop = min(limit, body.start + _LONGEST_FIELD)
    closes = _CLOSES.search(ctx.text, body.end, stop)
    end = closes.start() if closes else stop
    while end > body.end and ctx.text[end - 1] in " ,\xa0\n":
        end -= 1
    return max(end, body.end)


def last_body(ctx: Context, start: int, end: int) -> Span | None:
    """The last office named in `[start, end)` that is not part of a longer name."""
    found = None
    taken = start
    for hit_start, _, payloads in ctx.hits_in("orgs", start, end):
        if hit_start < taken or "body" not in payloads.classes:
            continue
        if not ctx.text[hit_start].isupper():
            continue
        taken = run_end(ctx, hit_start, end)
        found = Span(hit_start, taken)
    return found


def first_body(ctx: Context, start: int, end: int) -> Span | None:
    """The first office named with a capital in `[start, end)`."""
    for hit_start, _, payloads in ctx.hits_in("orgs", start, end):
        if ctx.text[hit_start].isupper() and "body" in payloads.classes:
            return Span(hit_start, run_end(ctx, hit_start, end))
    return None


def clean(words: str) -> str:
    """Words as one line, without marks of emphasis and stray punctuation."""
    return " ".join(words.replace("*", " ").split()).strip(" ,;:.–-")
