"""Whom a sentence addresses: "các sở, ban, ngành tỉnh", "UBND các huyện, thành phố", "Sở Tài chính".

An addressee begins with a word of an office or of people and ends before the first verb, so that whatever
stands between ("… và các đơn vị có liên quan") belongs to it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import repeat
from typing import NamedTuple

from dondoc.extraction.bodies import COMMON, classes_at, clean, run_end
from dondoc.extraction.context import Context
from dondoc.records.source import Span
from dondoc.text.names import UPPER
from dondoc.text.normalize import fold

_MOST = 400  # characters of one addressee
_ENDS = frozenset({"modal", "verb", "adverb", "order", "say", "done"})
_STOP_WORD = (  # after a space
    r"(?:để|nhằm|trên cơ sở|cho|không|chưa|theo(?! dõi| sát)|trong đó|khi|nếu|thì|về việc|từ|tại"
    r"|(?:xem|coi) (?:đây|đó))\b"
)
# Every alternative begins with a sign, so that `re` passes over all other characters at once.
_STOP = re.compile(
    rf" {_STOP_WORD}|, {_STOP_WORD}|:|!|\?|\(|\.(?<! tp\.)(?=\s|$)"
    r"|;(?! (?:các|ubnd|sở|ban|ủy ban|công an|đảng ủy|chủ tịch|giám đốc|thủ trưởng"
    r"|trưởng|chánh|bộ|hội|cục|viện|tòa|thanh tra|kho bạc|văn phòng|thường trực|bí thư|hiệu trưởng|tổng"
    r"|lãnh đạo|người đứng đầu|đài|báo|hđnd|cơ quan|đơn vị|tổ chức|doanh nghiệp|cá nhân)\b)"
)
_SHORT_BRACKET = re.compile(r"\([^().:;\d]{2,30}\)(?=[ ,])")
_LISTED = re.compile(
    r"(?:các|những) (?:\w+, )*(?:sở|bộ|ban|ngành|huyện|xã|phường|tỉnh|đơn vị|cơ quan|đồng chí)$"
)
_JOINED = re.compile(r"\s*(?:các|thủ trưởng|lãnh đạo|đơn vị|cơ quan)\b")
_PLACE = rf"[{UPPER}]\w+(?:\s[{UPPER}]\w+){{0,3}}"
_REACH = re.compile(rf"\s?từ {_PLACE} (?:đến|tới|trở vào|trở ra)(?: {_PLACE})?")
_NAMES = re.compile(rf"\s[{UPPER}]\w*")
_NOUN_AFTER = re.compile(
    r" (?:đảng|công đoàn|chính trị|đoàn thể|hành chính|xã hội|và|cá nhân|tín dụng|cơ sở|liên quan|thành viên"
    r"|có liên quan|ngành(?!\w)|nhà nước)|,"
)
_AMBIGUOUS = frozenset(
    {"tổ chức", "đơn vị", "quản lý", "phục vụ", "tham mưu", "giao", "cấp", "thu", "gắn", "lấy", "kết nối"}
)
_BEFORE_PARTY = ("ban ", "cơ quan ", "cán bộ ")
_PLACE_AFTER = re.compile(r" (?:các )?(?:xã|phường|huyện|thôn|ấp|bản|địa bàn|cơ sở|khối|lĩnh vực)\b")
# Words that open an office's name and are none by themselves: what follows in small letters belongs to it.
_BARE = frozenset(
    {
        "trung tâm",
        "viện",
        "trường",
        "công ty",
        "ban",
        "quỹ",
        "phòng",
        "hội đồng",
        "ban qlda",
        "bqlda",
        "bql",
        "chi cục",
    }
)
# What offices do and none is called after: "các thành viên Hội đồng | chỉ đạo triển khai …".
_NEVER_NAMED = frozenset(
    {
        "chỉ đạo",
        "triển khai",
        "thực hiện",
        "rà soát",
        "tham mưu",
        "báo cáo",
        "đôn đốc",
        "ban hành",
        "lãnh đạo",
    }
    | {"thống nhất", "quyết định", "xem xét", "cho ý kiến", "bố trí", "lập", "trình", "đề xuất", "tổng hợp"}
    | {"theo dõi", "xác định", "phê duyệt", "thông báo", "công bố", "phân công", "giao", "gửi", "tổ chức"}
)
_COUNTED = ("các ", "những ", "từng ", "mỗi ")
_JOINTS = frozenset({"", ",", "và"})  # between the verbs of an office's name: "Quỹ Bảo vệ và phát triển rừng"
_BY_OFFICE = re.compile(
    r"(?: |(?<= ))(?:trên cơ sở [^.;:]{4,160}?(?:,| được (?:phê duyệt|giao|ban hành),?) "
    r"(?=tham gia|xây dựng|tổ chức|triển khai|chủ động|tiếp tục|rà soát|lập|ban hành|chủ trì|phối hợp)"
    r"|(?:theo|căn cứ(?: vào)?) (?:chức năng,? nhiệm vụ(?!,? (?:được|của|quản|và|quyền|do)),?\s+"
    r"|(?:chức năng|thẩm quyền|nhiệm vụ|phạm vi|lĩnh vực)[^.;:]{0,90}?"
    r"(?:được giao|được phân công|quản lý|phụ trách|của (?:mình|đơn vị|ngành)),?\s+))"
)
# Forces called by what they do, where another verb follows: "đoàn kiểm tra | phải …".
_WORK_OF = (
    r"(?:tuần tra|kiểm soát|kiểm tra|thanh tra|thanh kiểm tra|giám sát|quản lý|thi công|vận hành|cứu hộ"
    r"|cứu nạn|bảo vệ|ứng phó|ứng cứu|chữa cháy|xử lý|tiếp nhận|điều tra|vận tải|chuyên trách|tuyên truyền"
    r"|điều hành|bơm|thu phí|quan trắc"
    r"|trực|tìm kiếm|phòng chống|phòng, chống|khảo sát|thẩm định|đo đạc|tư vấn|giải tỏa)"
)
_FORCE = re.compile(
    rf"(?:các |những )?(?:lực lượng|đoàn|tổ|đội|bộ phận|trạm) {_WORK_OF}(?:(?:, | và | )?{_WORK_OF}){{0,2}}"
    r"(?=(?: [^\s,.;:]+){0,4} (?:cũng|đều|đã|sẽ|đang|vẫn|luôn|cho biết|cho hay|phải|cần|có trách nhiệm)\s)"
)
# "các đơn vị thi công | bằng mọi biện pháp | phải hạ mực nước"
_BY_MEANS = re.compile(r" bằng (?:mọi|các|nhiều) (?:biện pháp|giải pháp|hình thức|cách)")
_SHORT_ASIDE = 24  # characters of the verb behind it
_AGAINST = ("phòng, chống", "phòng chống", "phòng thủ")
_SHORT = 4  # letters of a word that is a noun after "các": "các cấp"
_TRAIL_MARKS = " ,;:–-\n\t\r\f\v\xa0"
# Words at the end of an addressee that belong to what follows it.
_TRAIL_WORDS = ("và", "cùng", "thì", "cũng", "chỉ", "nói chung", "tiếp đó", "đã", "sẽ")
_COLLECTIVE = re.compile(
    r"^(?:các |những |mọi |toàn |từng |mỗi |cấp ủy|cấp uỷ|sở, |sở ngành|bộ, |cơ quan, |cơ quan$|đơn vị"
    r"|địa phương|chính quyền|"
    r"doanh nghiệp|hệ thống|cả hệ thống|ubnd (?:các|cấp)|ủy ban nhân dân (?:các|cấp)|đảng ủy các|tổ chức"
    r"|thủ trưởng (?:các|cơ)|"
    r"người đứng đầu|cán bộ|lãnh đạo (?:các|cơ)|hđnd (?:các|cấp)|giám đốc các|chủ tịch ubnd các"
    r"|đảng bộ các|nhà đầu tư)"
)
_SPLIT = re.compile(
    rf"\s*[;\n]\s*(?:[-–+•]\s*)?|\s*,\s*(?=[{UPPER}]|các |cơ quan chủ quản|ubnd )|\s+và\s+(?=các |UBND|Sở"
    r"|Bộ|Ban|Công an|Đảng)|(?<=[a-zà-ỹ.])\s+(?=Sở [A-ZĐ])|\s+-\s+(?=UBND|Các|Sở)"
)
# What goes on with the field of an office behind a comma: "Sở Văn hóa, Thể thao và Du lịch".
_SECOND_FIELD = ("Thể thao", "Thương binh")
SOMEBODY = frozenset({"body", "collective", "people", "office"})
# What goes on with the name of an office though it is not part of it.
_GOES_ON = re.compile(
    r"\s*(?:[,;]|và\b|cùng\b|các\b|có\b|thuộc\b|trực thuộc\b|của\b|liên quan|nơi\b|cấp\b|trên\b|ở\b|nêu\b|\d"
    r"|[-–(]|tại\b|được\b|còn lại)"
)
# "Trung tâm Dịch vụ | việc làm tỉnh": an office's name goes on to its level.
_TO_LEVEL = re.compile(r"(?: [^\W\d]+){1,5} (?:tỉnh|thành phố|huyện|quận|xã) ?")
_VERB_GAP = frozenset({"modal", "verb", "adverb", "order", "say"})


class Word(NamedTuple):
    """A word of the directives pack in the text."""

    start: int
    end: int
    classes: frozenset[str]


def words_of(ctx: Context, start: int, end: int) -> list[Word]:
    """The directive words that lie in `[start, end)`."""
    starts: list[int]
    words: list[Word]
    try:
        starts, words = ctx.compiled["directive words"]
    except KeyError:
        starts, words = ctx.compiled["directive words"] = _all_words(ctx)
    low = bisect_left(starts, start)
    high = bisect_left(starts, end, low)
    if low == high:
        return []
    if words[high - 1][1] > end:  # words do not overlap: only the last can reach further
        high -= 1
    return words[low:high]


def _all_words(ctx: Context) -> tuple[list[int], list[Word]]:
    """Where the directive words of the text begin, and the words."""
    # Made without the class's own `__new__`, a function of Python: there are hundreds in a document.
    new = tuple.__new__
    hits = [(start, end, payloads.classes) for start, end, payloads in ctx.hits("directives")]
    words = list(map(new, repeat(Word), hits))
    if "nhỏ và vừa" in ctx.flat:
        words = [
            word
            for word in words
            if not (ctx.flat.startswith("vừa", word.start) and ctx.flat.endswith("nhỏ và ", 0, word.start))
        ]
    return [word[0] for word in words], words


def first_from(words: list[Word], at: int) -> Word | None:
    """The first of the words, in order, that begins at `at` or behind it."""
    index = bisect_left(words, (at,))
    return words[index] if index < len(words) else None


def ends_name(ctx: Context, word: Word) -> bool:
    """Whether a name ends before this word: it is a verb here, not a noun nor a part of an office's name."""
    if not word.classes & _ENDS or ctx.text[word.start].isupper():
        return False
    spoken = ctx.flat[word.start : word.end]
    if spoken in _AMBIGUOUS and _NOUN_AFTER.match(ctx.flat, word.end):
        return False
    if ctx.flat.startswith(" viên", word.end):
        return False  # "tuyên truyền viên"
    if spoken == "phụ trách" and _PLACE_AFTER.match(ctx.flat, word.end):
        return False  # "các ủy viên | phụ trách xã | phải xuống cơ sở"
    if (
        spoken == "xây dựng"
        and ctx.flat.startswith(" đảng", word.end)
        and ctx.flat.endswith(_BEFORE_PARTY, 0, word.start)
    ):
        return False  # "các Ban | xây dựng Đảng | của Tỉnh ủy"
    return not _within_name(ctx, word)


def leaders_at(ctx: Context, word: Word) -> bool:
    """Whether "lãnh đạo" names those who lead, an office following it: "lãnh đạo UBND huyện"."""
    if ctx.flat[word.start : word.end] != "lãnh đạo":
        return False
    return bool(classes_at(ctx, word.end + 1)[1] & {"body", "word"})


def _within_name(ctx: Context, word: Word) -> bool:
    """Whether a word is part of one that names an office, or counts: "Thường | trực", "các | cấp"."""
    index = bisect_left(ctx.starts("orgs"), word.start) - 1
    if index >= 0 and (hit := ctx.hits("orgs")[index])[1] >= word.end and ctx.text[hit[0]].isupper():
        return True
    return word.end - word.start <= _SHORT and ctx.flat.endswith(_COUNTED, max(0, word.start - 7), word.start)


def addressee_at(ctx: Context, start: int, end: int) -> tuple[Span, Word | None] | None:
    """The addressee that begins at `start`, and the verb it is followed by; None where none begins there."""
    if not classes_at(ctx, start)[1] & SOMEBODY:
        return None
    known: dict[tuple[int, int], tuple[Span, Word | None] | None] = ctx.compiled.setdefault("addressees", {})
    if (start, end) not in known:  # several ask of the same sentence
        known[start, end] = _addressee_at(ctx, start, end)
    return known[start, end]


def _addressee_at(ctx: Context, start: int, end: int) -> tuple[Span, Word | None] | None:
    stop, classes = classes_at(ctx, start)
    if ctx.flat.startswith("tổ chức", start) and not _NOUN_AFTER.match(ctx.flat, start + len("tổ chức")):
        return None
    limit = _limit(ctx, start, stop, min(end, start + _MOST))
    verb = None
    floor = max(stop, run_end(ctx, start, limit) if "body" in classes else stop)
    words = words_of(ctx, start + 1, limit)
    floor = _over_work(ctx, start, end, floor, words)
    bare = _is_bare(ctx, floor)
    for word in words:
        if word.start >= floor:
            break
        if word.end > floor and _is_bare(ctx, word.start):
            floor, bare = word.end, True  # "Trung tâm Kiểm | soát bệnh tật": a verb in the office's name
            break
    for word in words:
        if ctx.flat.startswith(_AGAINST, word.start) and _office_ends(ctx, word.start - 1):
            bare = True  # "Ban Chỉ đạo phòng, chống dịch"
            continue
        if word.start < floor or not ends_name(ctx, word):
            continue
        if (
            not word.classes & {"modal", "adverb", "done"}
            and ctx.flat[word.start : word.end] not in _NEVER_NAMED
            and ((bare and ctx.flat[floor : word.start].strip() in _JOINTS) or _is_bare(ctx, word.start))
        ):
            floor, bare = word.end, True  # "Trung tâm | nghiên cứu giống cây trồng"
            continue
        verb = word
        break
    if verb is None or ctx.flat.endswith(", ", floor, verb.start):
        verb = _opening_after(ctx, words, start, floor) or verb
    last = verb.start if verb else limit
    if verb is None and (aside := _BY_OFFICE.match(ctx.flat, limit, end)) is not None:
        verb = next(
            (w for w in words_of(ctx, aside.end(), aside.end() + 1 + _SHORT_ASIDE) if w.start == aside.end()),
            None,
        )
        if verb is not None and not ends_name(ctx, verb):
            verb = None  # "Các sở | theo chức năng, nhiệm vụ được giao, | phối hợp …": both stay apart
    if (
        "body" in classes
        and ctx.text[start].isupper()
        and ctx.flat[floor:last].strip()
        and not bare
        and not _GOES_ON.match(ctx.flat, floor, last)
        and not (verb is not None and _TO_LEVEL.fullmatch(ctx.flat, floor, last))
    ):
        # A verb the pack does not know: the office's name has ended, so has the addressee.
        at = floor + len(ctx.flat[floor:last]) - len(ctx.flat[floor:last].lstrip())
        if ctx.text[at].islower():
            last, verb = floor, Word(at, at + 1, frozenset({"verb", "unknown"}))
    means = _BY_MEANS.search(ctx.flat, floor, last)
    lead = Span(start, _without_trail(ctx.flat, start, means.start() if means else last))
    return (lead, verb) if is_somebody(ctx, lead) else None


def _over_work(ctx: Context, start: int, end: int, floor: int, words: list[Word]) -> int:
    """Where a name ends that says what its bearers do: "lực lượng tuần tra | cho biết …".

    So does "Ban Chỉ đạo Tổng điều tra | quận, huyện …": "tổng" is half a word.
    """
    if (force := _FORCE.match(ctx.flat, start, end)) is not None:
        return max(floor, force.end())
    if ctx.flat.endswith(" tổng", start, floor):
        return next((word.end for word in words if word.start == floor + 1), floor)
    return floor


def _opening_after(ctx: Context, words: list[Word], start: int, floor: int) -> Word | None:
    """The verb of "các địa phương | dán tem sản phẩm": it only opens sentences else, but no other follows."""
    named = ctx.hits_in("orgs", start, floor + _MOST)
    for word in words:
        if word.start < floor or "opening" not in word.classes or ctx.text[word.start].isupper():
            continue
        before = [end for begin, end, payloads in named if end <= word.start and payloads.classes & SOMEBODY]
        gap = ctx.flat[before[-1] : word.start] if before else "?"
        has_object = ctx.flat[word.end : word.end + 2].strip(" .,;:\n")
        return word if has_object and not gap.strip() else None
    return None


def _without_trail(flat: str, start: int, end: int) -> int:
    """Where an addressee ends without marks, and one word with marks before it, at its end."""
    end = start + len(flat[start:end].rstrip(_TRAIL_MARKS))
    if flat.endswith(_TRAIL_WORDS, start, end):
        word = next(word for word in _TRAIL_WORDS if flat.endswith(word, start, end))
        end = start + len(flat[start : end - len(word)].rstrip(_TRAIL_MARKS))
    return end


def _is_bare(ctx: Context, end: int) -> bool:
    """Whether what ends here is only the first word of an office's name: "Giám đốc Trung tâm | …"."""
    while end > 0 and ctx.flat[end - 1] == " ":
        end -= 1
    return _office_ends(ctx, end) in _BARE


def _office_ends(ctx: Context, end: int) -> str:
    """The word of an office with a capital that ends here, folded; "" where none does."""
    ends: dict[int, str] | None = ctx.compiled.get("offices end")
    if ends is None:
        text, flat = ctx.text, ctx.flat
        ends = {e: flat[s:e] for s, e, _ in ctx.hits("orgs") if text[s].isupper()}
        ctx.compiled["offices end"] = ends
    return ends.get(end, "")


def _limit(ctx: Context, start: int, at: int, end: int) -> int:
    """Where an addressee must have ended: at a stop, or a word that begins another clause.

    A short name in brackets, "(BCĐ)", goes with it; so does a list of names behind "các sở:", and
    "từ Quảng Ninh đến Cà Mau". What lies before `at` is known to be the name's.
    """
    while m := _STOP.search(ctx.flat, at, end):
        if m[0] == "(" and (inside := _SHORT_BRACKET.match(ctx.flat, m.start(), end)):
            at = inside.end()
            continue
        if m[0].endswith("từ") and (reach := _REACH.match(ctx.text, m.start(), end)):
            at = reach.end()
            continue
        if (
            m[0] == ":"
            and _LISTED.search(ctx.flat, start, m.start())
            and _NAMES.match(ctx.text, m.end(), end)
            and not any(
                w.start == m.end() + 1 and w.classes & _ENDS for w in words_of(ctx, m.end(), m.end() + 24)
            )  # "các sở, ngành: | Tạm dừng lễ hội"
        ):
            at = m.end()
            continue
        return m.start()
    return end


def listed_after(ctx: Context, named: Span, colon: int, end: int) -> Span | None:
    """Offices named behind "Các Sở:" up to another colon: "Các Sở: Y tế; Tài chính: | Cân đối …"."""
    if _LISTED.search(ctx.flat, named.start, named.end) is None:
        return None
    last = ctx.text.find(":", colon + 1, min(end, named.start + _MOST))
    names = re.split(r"[,;]| và ", ctx.text[colon + 1 : last].rstrip(" *")) if last >= 0 else []
    if not names or not all(name.strip(" *\n")[:1].isupper() or _JOINED.match(name) for name in names):
        return None
    return Span(named.start, last)


def is_somebody(ctx: Context, span: Span) -> bool:
    """Whether the words name an office or people at all: "các nội dung" does not."""
    hits = ctx.hits("orgs")
    index = bisect_left(ctx.starts("orgs"), span.start)
    while index < len(hits) and hits[index][0] < span.end:
        start, end, payloads = hits[index]
        word = ctx.flat[start:end]
        known = payloads.classes & SOMEBODY
        if known and word != "các" and (ctx.text[start].isupper() or word not in COMMON):
            return True
        index += 1
    return False


_HEADS = (
    "chủ tịch ubnd ", "chủ tịch ủy ban nhân dân ", "thủ trưởng ", "giám đốc sở", "giám đốc các sở",
    "bộ trưởng bộ", "bộ trưởng các bộ", "bộ trưởng, thủ trưởng", "bí thư, chủ tịch ",
    "bí thư tỉnh ủy, thành ủy", "bí thư các tỉnh ủy",
)  # fmt: skip


def is_office(ctx: Context, span: Span) -> bool:
    """Whether an addressee is of the administration: a body by its name, "các sở, ngành"; not just people."""
    stop, classes = classes_at(ctx, span.start)
    if classes & {"office", "collective"} or ctx.flat.startswith(_HEADS, span.start):
        return True
    return "body" in classes and ctx.text[span.start].isupper() and stop > span.start


def addressee_before(ctx: Context, floor: int, stop: int) -> Span | None:
    """The addressee that runs up to `stop`: "… thì các cấp ủy, cơ quan, đơn vị | phải"."""
    hits = ctx.hits("orgs")
    index = bisect_left(hits, (stop,)) - 1
    first = None
    edge = stop
    while index >= 0 and hits[index][0] >= floor:
        start, end = hits[index][0], hits[index][1]
        classes = hits[index][2].classes
        index -= 1
        if not classes & SOMEBODY:
            continue
        between = ctx.flat[max(end, start) : edge]
        if between.strip() in {";", "; và"}:
            first = edge = start
            continue
        if len(between) > 60 or re.search(r"[.;:“”\"()]| thì | là | để | theo | cho | của các ", between):
            break
        if any(ends_name(ctx, w) and w.classes & _VERB_GAP for w in words_of(ctx, end, edge)):
            break
        first = edge = start
    if first is None:
        return None
    found = Span(first, _without_trail(ctx.flat, first, stop))
    return found if is_somebody(ctx, found) else None


def is_collective(words: str) -> bool:
    """Whether an addressee names no single office: "các sở, ngành", "cấp ủy, chính quyền các cấp".

    >>> is_collective("các sở, ban, ngành"), is_collective("Sở Tài chính")
    (True, False)
    """
    return _COLLECTIVE.match(fold(words).strip()) is not None


def split_names(words: str) -> list[str]:
    """The offices of a list, one each: "Sở A, Sở B; UBND các xã" → three names.

    >>> split_names("Sở Tài chính, Sở Xây dựng; UBND các xã, phường")
    ['Sở Tài chính', 'Sở Xây dựng', 'UBND các xã, phường']
    >>> split_names("Tỉnh đoàn, Sở Văn hóa, Thể thao và Du lịch")
    ['Tỉnh đoàn', 'Sở Văn hóa, Thể thao và Du lịch']
    """
    parts: list[str] = []
    for part in map(clean, _SPLIT.split(words)):
        if parts and part.startswith(_SECOND_FIELD):
            parts[-1] = f"{parts[-1]}, {part}"
        elif len(part) > 1:
            parts.append(part)
    return parts
