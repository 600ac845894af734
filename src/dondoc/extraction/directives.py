"""What one sentence does: order somebody, oblige somebody, command in the imperative, or only tell.

"Bí thư Tỉnh ủy yêu cầu các sở rà soát …"     order       the sở must rà soát
"các địa phương cần chủ động …"               obligation  the địa phương must
"Khẩn trương rà soát …"                       imperative  whoever was addressed before
"Sở Tài chính tham mưu UBND tỉnh …"           duty        in a section that hands out work
"""

from __future__ import annotations

import re

from dondoc.extraction import standing
from dondoc.extraction.addressees import (
    SOMEBODY,
    Word,
    addressee_at,
    addressee_before,
    ends_name,
    first_from,
    is_collective,
    is_office,
    is_somebody,
    leaders_at,
    words_of,
)
from dondoc.extraction.bodies import classes_at, run_end
from dondoc.extraction.context import Context
from dondoc.extraction.orders import demands_below, order_in
from dondoc.extraction.readings import Reading
from dondoc.extraction.sentencecore import ACTIONS, carries_out, command_follows, core
from dondoc.extraction.units import Unit
from dondoc.records.source import Span
from dondoc.text.names import UPPER

_AIM = re.compile(r"(?:phấn đấu|quyết tâm|nỗ lực|đặt (?:chỉ tiêu|mục tiêu)|(?:phải|cần)(?= đạt))\b")
# The subject of an aim that is only a number.
_RATE = re.compile(
    r"\W*(?:các |những )?(?:tỷ lệ|tốc độ|chỉ số|sản lượng|diện tích|kim ngạch|năng suất)(?!\w)"
)
_DIGIT = re.compile(r"\d")
_OWNED = (
    "kết luận của ",
    "chỉ đạo của ",
    "ý kiến của ",
    "nghị quyết của ",
    "quyết định của ",
    "yêu cầu của ",
)
_DATED_BEFORE = re.compile(r"[^,;]*\d[^,;]*, ")
_AIM_NUMBER = re.compile(r"\b(?:đạt|là|trên|dưới|hơn|từ|còn|tăng|giảm|thêm)\s(?:[^\d.;]{0,40}\s)?\d")
_AIM_VERBS = frozenset(
    {
        "thu",
        "tăng",
        "giảm",
        "hoàn thành",
        "huy động",
        "giải ngân",
        "duy trì",
        "thu hút",
        "giải quyết",
        "thực hiện",
    }
)
_CLAUSES = re.compile(r"[^;]*[^;\s.][^;]*")
_NUMBER = re.compile(r"(?<![\w/.,-])\d[\d.,]*")
# After the last amount something is done yet: "xây dựng 5 mô hình điểm, trình UBND tỉnh phê duyệt".
_GOES_ON = re.compile(r",\s+(?!trong đó|riêng|gồm)|\s(?:để|nhằm|gắn với|đồng thời)\s|\.\s+\S")
_ASSIGNED = re.compile(r"(?:cũng |còn )?được\s+(?:giao|phân công|yêu cầu|chỉ đạo)\s(?!của)")
_NOT_OBLIGING = re.compile(
    r"(?:không|chưa|có thể|đều|mới|sẽ|đã|chỉ|thì|là|những|vẫn|còn|nếu|ai|gì|điều|nhu cầu|vấn đề"
    r"|(?<!giúp )việc|tiền|luôn)\s+$"
)
# "…, đòi hỏi | trong công tác điều hành phải sâu sát": what the matter asks for, of nobody
_AS_NEEDED = re.compile(
    r"(?<!\w)đòi hỏi (?!các |mỗi |từng |cấp ủy|chính quyền|toàn |cả |đội ngũ|mọi )[^.;:]{3,130}$"
)
# "số biên chế của thành phố | phải giảm 30%": an amount, not the town
_OF_AMOUNT = re.compile(
    r"(?<!\w)(?:số|tỷ lệ|mức|tổng số|tổng|chi phí|giá|diện tích|quy mô) (?:[^\s.,;:]+ ){1,8}?"
    r"(?:của|tại|ở) (?:[^\s.,;:]+ ){1,5}$"
)
_BLAMED = re.compile(
    r"\s+(?:người đứng đầu |chính |trực tiếp |liên đới )?(?:về|đối với) (?:các |những )?"
    r"(?:vi phạm|sai phạm|khuyết điểm|tồn tại|hạn chế|thiếu sót|nội dung vi phạm)"
)
# "2 tổ chức đảng có khuyết điểm | phải rút kinh nghiệm": what an inspection found of them.
_FAULTS = re.compile(r"\s+(?:rút kinh nghiệm|kiểm điểm|thi hành kỷ luật|xử lý|xem xét|thu hồi|khắc phục)")
_FOUND_SO = re.compile(r"(?:khuyết điểm|vi phạm|sai phạm|hạn chế|thiếu sót),?\s+$")
# "Căn cứ Thông báo …, trong đó tỉnh được xếp …, | phải …": what another document says.
_GROUNDS = re.compile(r"(?:căn cứ|theo|thực hiện|tiếp theo|xét)\b")
_AMONG = re.compile(r", (?:trong đó|theo đó) ")
_POLITE = re.compile(r"các (?:ông|đồng chí)(?: ?\(bà\)|, bà|, \(bà\))?\s?:?\s*")
_CLAUSE_END = re.compile(r"[,;(]")
_CLAUSE_SIGN = re.compile(r"[.;:(]")
_CHARGED = frozenset({"có trách nhiệm", "chịu trách nhiệm", "có nhiệm vụ"})
_PREDICATE = re.compile(
    r"\s(?:được|(?<!chưa )đạt(?! (?:chuẩn|tiêu chuẩn))|là|còn"
    r"|(?<!tiêu )(?<!chí )(?<!vụ )(?<!dung )(?<!án )(?<!hộ )(?<!xã )(?<!hợp )chưa"
    r"|vẫn|cũng|nêu rõ|cho thấy|có chuyển biến|ước"
    r"|đã (?:được|đạt|có|góp))\s(?!\S+ giao)"
)
# "Gắn quy hoạch với hạ tầng | là yêu cầu xuyên suốt.": what stands before is its subject.
_IS_NEEDED = re.compile(
    r"[^,.;:]{8,160}? là (?:một (?:trong|yêu cầu|nhiệm vụ|giải pháp)|yêu cầu|nhiệm vụ|giải pháp|khâu"
    r"|điều kiện|trách nhiệm|việc làm|nội dung|xu thế|đòi hỏi|cơ sở|tiền đề|động lực|chìa khóa)(?!\w)"
)
_GOT = re.compile(r"\s(?:\w+\s)?được\b")
# "cần vốn", "cần nghị quyết của HĐND": a need, no obligation.
# "Chủ tịch UBND tỉnh mong muốn | bà con nuôi cá | phải bình tĩnh"
_WISHED = re.compile(r"mong (?:muốn |rằng )?((?:người|các|mỗi|bà con|toàn thể|từng)\s[^.,;:]{3,60}) $")
_WITHIN = re.compile(
    r",? (?:(?:trong phạm vi|theo|căn cứ) (?:chức năng|nhiệm vụ|thẩm quyền|quyền hạn)"
    r"|với (?:vai trò|tư cách|trách nhiệm) (?:là|của))"
)
_NEEDS = re.compile(
    r"\s+(?:nghị quyết|ý kiến|sự|vốn|kinh phí|nguồn|thời gian|những gì|bao nhiêu|giải pháp|\d"
    r"|(?:một|rất nhiều|nhiều) (?:nguồn|khoản|số|lượng|nỗ lực|lực lượng))\b"
)
# "Nhiệm vụ tháng 11 | tập trung rà soát …": what there is to do, said of the month to come.
_DUTY = re.compile(
    r"(?:(?:những |các )?nhiệm vụ (?:trọng tâm |chủ yếu )?(?:của )?(?:tháng|quý|năm|6 tháng|thời gian tới)"
    r"[^,.;:]{0,30}?\s"
    r"|nhiệm vụ (?:trọng tâm|hàng đầu|cấp bách) (?=là (?:tiếp tục|tập trung|đẩy mạnh|tăng cường)))"
    r"(?:là:?\s(?!rất|hết sức|vô cùng|nặng nề)|gồm:?\s|(?=tập trung|tiếp tục|đẩy mạnh))"
)
# An item under an office's heading: "Là cơ quan đầu mối, tham mưu …".
SERVES_AS = re.compile(r"là (?:cơ quan |đơn vị |bộ phận )?(?:thường trực|đầu mối|chủ trì|giúp việc|tham mưu)")
_LONGEST_PART = 80  # characters of what an office serves as
# "Chưa | điều chỉnh giá …", "Không cho phép | tàu ra khơi"
_REFRAINS = re.compile(r"(?:chưa|không(?: cho(?: phép)?)?|tạm thời không|tạm thời chưa) ")
_SOME = re.compile(r"(?:nhiều|một số|không ít|phần lớn|đa số|hàng (?:trăm|nghìn|ngàn|loạt)|có những) ")
_URGES = ("lưu ý", "chú ý", "nhắc nhở", "nhấn mạnh")
# "UBND tỉnh | đã tiếp thu", "Sở Y tế | cũng có …": what follows a name that only tells.
_TELLS = re.compile(
    r"(?:có(?! (?:văn bản|biện pháp|giải pháp) )|đã|được|vừa|đang|từng|luôn"
    r"|chưa|không|cũng|còn|là|gồm|sẽ|mới|vẫn|như|dự kiến|diễn ra|nằm|thuộc|xin)\b"
)
# "Sở Nông nghiệp | trên cơ sở Đề án được phê duyệt, | xây dựng kế hoạch": on what it acts.
_BASED_ON = re.compile(
    r",? (?:trên cơ sở|căn cứ|dựa trên|căn cứ vào) [^,;.:]{3,90}?(?:, | được (?:phê duyệt|giao|ban hành),? )"
    r"(?:tiến hành |chủ động )?"
)
# "Thanh tra | tỉnh chủ trì", "Kiểm toán | nhà nước khu vực II": whose office it is.
_ITS_LEVEL = re.compile(r" (?:tỉnh|thành phố|nhà nước|khu vực|các sở)(?!\w)")
_HAD = re.compile(r"(?:đã|vừa|được|đang)\s+(?:được\s+)?(?:tích cực\s+|chủ động\s+|tập trung\s+)?$")


def read(ctx: Context, unit: Unit) -> Reading:
    """The mood of a sentence and whom it addresses."""
    at = core(ctx, unit)
    words = words_of(ctx, unit.start, unit.end)
    last = _last_article(ctx, unit)
    if last is not None:
        return last
    if ctx.flat.startswith("là ", at) and SERVES_AS.match(ctx.flat, at, unit.end):
        cue = Span(at, at + len("là"))
        return Reading("imperative", None, at, cue, verb_first=True)
    order = order_in(ctx, unit, words, at)
    if order is not None:
        return order
    if (
        ctx.flat.startswith(("chưa ", "không ", "tạm thời "), at)
        and (refrain := _REFRAINS.match(ctx.flat, at, unit.end))
        and (" cho" in refrain[0] or command_follows(ctx, refrain.end(), unit.end))
    ):
        return Reading("imperative", None, at, Span(at, refrain.end()), verb_first=True)
    first = first_from(words, at)
    if first is not None and first.start == at:
        named = _named_like_verb(ctx, first, unit.end)
        if named is not None:
            return named
        if ctx.flat.startswith(_URGES, at) and command_follows(ctx, first.end + 1, unit.end):
            return Reading("imperative", None, at, Span(first.start, first.end), verb_first=True)
        if first.classes & {"modal"}:
            return Reading("obligation", None, first.start, Span(first.start, first.end), verb_first=True)
        if first.classes & ACTIONS and not leaders_at(ctx, first):
            if ctx.says((" là ",), first.end, unit.end) and _IS_NEEDED.match(ctx.flat, first.end, unit.end):
                return Reading("told", action=at)
            cue = Span(first.start, first.end)
            lead = _directed(ctx, first, unit.end)
            return Reading("imperative", lead, at, cue, verb_first=True, told=_told(ctx, unit, first))
    if ctx.flat[at : at + 1] in "nc" and (work := _DUTY.match(ctx.flat, at, unit.end)) is not None:
        return Reading("imperative", None, work.end(), Span(at, work.end()), authority=True)
    obligation = _obligation(ctx, unit, words, at)
    if obligation is not None:
        return obligation
    return duty(ctx, unit, at) or _hence(ctx, unit, at) or Reading("told", action=at)


def _hence(ctx: Context, unit: Unit, at: int) -> Reading | None:
    """“Chủ tịch UBND tỉnh cho rằng đây là việc lớn, nên | các sở tiếp tục nghiên cứu …”: who must act."""
    if not ctx.says(THEREFORE, at, unit.end):
        return None
    for sign in _HENCE.finditer(ctx.flat, at, unit.end):
        found = addressee_at(ctx, sign.end(), unit.end)
        if found is None or found[1] is None or not is_office(ctx, found[0]):
            continue
        verb = found[1]
        if not verb.classes & {"verb", "adverb"} or verb.classes & {"done", "unknown"}:
            continue
        if _TELLS.match(ctx.flat, verb.start) or not _SAYS_BEFORE.search(ctx.flat, at, sign.start()):
            continue
        authority = standing.AUTHORITY_RE.search(ctx.flat, unit.start, sign.start()) is not None
        return Reading("obligation", found[0], verb.start, Span(verb.start, verb.end), authority=authority)
    return None


THEREFORE = (" nên ", "do đó", "do vậy", "vì vậy", "vì thế")
_HENCE = re.compile(r",? (?:nên|do đó|do vậy|vì vậy|vì thế),? ")
_SAYS_BEFORE = re.compile(r"(?:cho rằng|nhấn mạnh|khẳng định|lưu ý|chỉ rõ|nêu rõ|cho biết|phân tích)(?!\w)")


def duty(ctx: Context, unit: Unit, at: int) -> Reading | None:
    """What somebody named where the core begins does: "Sở Tài chính tham mưu UBND tỉnh …"."""
    found = addressee_at(ctx, at, unit.end)
    if ctx.says((" làm ",), at, unit.end) and _HEADED.match(ctx.flat, at, unit.end):
        return None
    if found is not None and ctx.flat.find(" có sự ", found[0].start, found[0].end + 4) >= 0:
        return None  # "Ban Chỉ đạo các xã | có sự phối hợp tốt"
    if found is not None and found[1] is not None and _PLACE_COUNTS.match(ctx.flat, at, found[0].end) is None:
        lead, verb = found
        if (
            verb is not None
            and (verb.classes & ACTIONS or demands_below(ctx, found, verb))
            and not _HAD.search(ctx.flat, lead.end, verb.start)
            and not _TELLS.match(ctx.flat, verb.start)
            and not _GOT.match(ctx.flat, verb.end)
        ):
            return Reading("duty", lead, verb.start, Span(verb.start, verb.end))
        if verb is not None and _ASSIGNED.match(ctx.flat, verb.start):
            return Reading("duty", lead, verb.start, Span(verb.start, verb.end))
        if verb is not None and _serves(ctx, lead, verb, unit.end):
            return Reading("duty", lead, verb.start, Span(verb.start, verb.end))
        on = ctx.flat.find(" trên cơ sở ", lead.start, lead.end)  # the run of names goes on over it
        own = Span(lead.start, on) if on >= 0 else lead
        based = _BASED_ON.match(ctx.flat, own.end, unit.end)
        if based is not None and command_follows(ctx, based.end(), unit.end):
            return Reading("duty", own, based.end(), Span(own.end, based.end()))
    return None


# "Ban Chỉ đạo triển khai sắp xếp … do đồng chí Phó Bí thư Tỉnh ủy làm Trưởng ban": who leads it
_HEADED = re.compile(
    r"[^.;]{4,240}? do (?:đồng chí|ông|bà|phó|chủ tịch|bí thư|giám đốc)[^.;]{3,160}? "
    r"làm (?:phó )?(?:trưởng|tổ trưởng|chủ tịch)"
)
# "toàn tỉnh xảy ra 112 vụ, làm 65 người chết, | giảm …": what happened there, nobody's name
_PLACE_COUNTS = re.compile(r"(?:toàn )?(?:tỉnh|thành phố|huyện|xã|phường|ngành)(?!\w)[^:;]{0,60} \d")


def _serves(ctx: Context, lead: Span, verb: Word, end: int) -> bool:
    """Whether an office is named for a part and told its work: "Sở X là cơ quan thường trực, tham mưu"."""
    part = SERVES_AS.match(ctx.flat, lead.end + 1, end)
    if part is None or verb.start < lead.end:
        return False
    comma = ctx.flat.find(", ", part.end(), min(end, part.end() + _LONGEST_PART))
    return comma >= 0 and command_follows(ctx, comma + 2, end)


def _last_article(ctx: Context, unit: Unit) -> Reading | None:
    """Who carries the document out: "Các ông (bà): Giám đốc các Sở … chịu trách nhiệm thi hành …"."""
    carries = carries_out(ctx, unit.start, unit.end)
    if carries is None:
        return None
    polite = _POLITE.match(ctx.flat, unit.start, carries.start())
    at = polite.end() if polite else unit.start
    if not classes_at(ctx, at)[1] & SOMEBODY or ". " in ctx.text[at : carries.start()]:
        return None
    lead = Span(at, at + len(ctx.text[at : carries.start()].rstrip(" ,;*")))
    return Reading("obligation", lead, carries.start(), Span(*carries.span()))


def only_aims(ctx: Context, unit: Unit, reading: Reading) -> bool:
    """Whether an action is a number to strive for and no work: "phấn đấu thu tháng 6 đạt 450 tỷ đồng"."""
    aim = _AIM.match(ctx.flat, reading.action, unit.end)
    if aim is not None and _all_numbers(ctx, aim.end(), unit.end):
        return True
    if aim is None or _AIM_NUMBER.search(ctx.flat, aim.end(), unit.end) is None:
        return False
    return not any(
        w.classes & {"verb", "adverb", "order"} and ctx.flat[w.start : w.end] not in _AIM_VERBS
        for w in words_of(ctx, aim.end(), unit.end)
    )


def _all_numbers(ctx: Context, start: int, end: int) -> bool:
    """Whether every clause is an amount: "tạo việc làm cho 7.500 lao động; đào tạo nghề 11.050 người"."""
    dated = [mention.span for mention in ctx.dates_in(start, end)]
    for part in _CLAUSES.finditer(ctx.flat, start, end):
        numbers = list(_NUMBER.finditer(ctx.flat, part.start(), part.end()))
        if not any(all(not span.start <= m.start() < span.end for span in dated) for m in numbers):
            return False
        if _GOES_ON.search(ctx.flat, numbers[-1].end(), part.end()):
            return False
    return True


def _named_like_verb(ctx: Context, first: Word, end: int) -> Reading | None:
    """An office whose name is also a verb: "Thanh tra Sở kiểm tra …", "Công an tỉnh …"."""
    if not ctx.text[first.start].isupper() or run_end(ctx, first.start, end) <= first.end:
        return None
    found = addressee_at(ctx, first.start, end)
    if found is None or found[1] is None:
        return None
    if not (
        ctx.text[first.end : first.end + 2].strip()[:1].isupper() or _ITS_LEVEL.match(ctx.flat, first.end)
    ):
        return None
    verb = found[1]
    if "done" in verb.classes or _HAD.search(ctx.flat, found[0].end, verb.start):
        return None  # "Thanh tra Chính phủ | đã phát hiện …"
    return Reading("duty", found[0], verb.start, Span(verb.start, verb.end))


def _directed(ctx: Context, first: Word, end: int) -> Span | None:
    """The office that is directed, which does the work: "Chỉ đạo | Sở Xây dựng | rà soát …"."""
    if ctx.flat[first.start : first.end] != "chỉ đạo":
        return None
    found = addressee_at(ctx, first.end + 1, end)
    if found is None or not ctx.text[found[0].start].isupper() or not is_office(ctx, found[0]):
        return None
    if is_collective(ctx.text[found[0].slice]):
        return None
    return found[0] if found[1] is not None or ctx.text.startswith(":", found[0].end) else None


def _told(ctx: Context, unit: Unit, first: Word) -> bool:
    """A sentence that begins like a command and tells: "Tổ chức bộ máy được kiện toàn"."""
    clause = _CLAUSE_END.split(ctx.flat[first.end : min(unit.end, first.end + 46)])[0]
    return _PREDICATE.search(clause) is not None


# --- obligations -------------------------------------------------------------------------------------------


def _obligation(ctx: Context, unit: Unit, words: list[Word], at: int) -> Reading | None:
    acting = addressee_at(ctx, at, unit.end)
    for word in words:
        if "modal" not in word.classes or word.start < at or ctx.text[word.start].isupper():
            continue
        if acting is not None and acting[1] is not None and _told_before(ctx, acting, word):
            cue = Span(acting[1].start, acting[1].end)
            return Reading(
                "obligation", acting[0], cue.start, cue
            )  # "Đảng ủy A chỉ đạo thực hiện …; các cơ quan khác có trách nhiệm …": the first is told first
        low = max(unit.start, word.start - 16)
        if _AS_NEEDED.search(ctx.flat, unit.start, word.start) or _OF_AMOUNT.search(
            ctx.flat, unit.start, word.start
        ):
            continue
        if _NOT_OBLIGING.search(ctx.flat, low, word.start) or _NEEDS.match(ctx.flat, word.end):
            continue
        if _only_told(ctx, at, acting, word):
            continue
        if _AMONG.search(ctx.flat, unit.start, word.start) and _GROUNDS.match(ctx.flat, unit.start):
            continue
        if (_FAULTS.match(ctx.flat, word.end) and _FOUND_SO.search(ctx.flat, low, word.start)) or (
            _BLAMED.match(ctx.flat, word.end) and ctx.flat[word.start : word.end] == "chịu trách nhiệm"
        ):
            continue
        if _sets_a_number(ctx, at, word, unit.end):
            continue
        after = next((w for w in words if word.end <= w.start <= word.end + 30), None)
        lead = _whole_name_before(ctx, words, acting, word) or addressee_before(ctx, unit.start, word.start)
        if lead is None or " " not in ctx.text[lead.slice]:  # "Hải Phòng phải …" is not for a phòng
            lead = place_before(ctx, unit.start, word.start) or lead
        bare = not ctx.flat[at : word.start].rpartition(", ")[2].strip()
        found = addressee_at(ctx, at, word.start) if lead is None else None
        if found is not None and not (found[1] is not None and found[1].classes & {"say", "order"}):
            lead = found[0]  # "Sở Nội vụ là cơ quan thường trực, có trách nhiệm …"
        if lead is None and (wished := _WISHED.search(ctx.flat, at, word.start)) is not None:
            lead = Span(*wished.span(1))
        if lead is not None and _all_before(ctx, at, lead, word):
            what = ctx.flat.find(" là ", at, lead.end)  # "Sở Nội vụ | là cơ quan thường trực"
            lead = Span(at, lead.end if what < 0 else what)
        we = ctx.flat.endswith("chúng ta ", low, word.start)
        if lead is None and after is None and not we:
            continue
        lead = _acting(ctx, lead) if lead is not None else None
        if lead is not None and (within := _WITHIN.search(ctx.flat, lead.start, lead.end)) is not None:
            lead = Span(lead.start, within.start())
        said = any(
            w.end <= word.start
            and ("say" in w.classes or ("order" in w.classes and ctx.flat.startswith((", ", ": "), w.end)))
            for w in words
        )
        clause = ctx.flat[unit.start : word.start]
        return Reading(
            "obligation",
            lead,
            word.start,
            Span(word.start, word.end),
            authority=standing.AUTHORITY_RE.search(clause) is not None and (said or "theo " in clause[:12]),
            verb_first=lead is None and bare,
        )
    return None


def _sets_a_number(ctx: Context, at: int, word: Word, end: int) -> bool:
    """“Tỷ lệ lấp đầy phải nâng từ 40% lên 45%”: an aim that is only a number."""
    return bool(_RATE.match(ctx.flat, at, word.start) and _DIGIT.search(ctx.flat, word.end, end))


def _acting(ctx: Context, lead: Span) -> Span | None:
    """Who must, without what the clause is about: "các chỉ tiêu năm 2022, | huyện phải làm xong".

    None for who only owns what is to be done: "kết luận của | Thủ tướng phải triển khai ngay".
    """
    if ctx.flat.endswith(_OWNED, 0, lead.start):
        return None
    said = _DATED_BEFORE.match(ctx.flat, lead.start, lead.end)
    if said is None:
        return lead
    last = Span(said.end(), lead.end)
    return last if is_somebody(ctx, last) else lead


def _whole_name_before(
    ctx: Context, words: list[Word], acting: tuple[Span, Word | None] | None, modal: Word
) -> Span | None:
    """Who must, read from where the name begins: "…, lưu ý, | Ban Chỉ đạo phòng, chống dịch tỉnh | phải"."""
    if acting is not None and acting[1] is not None and acting[1].start == modal.start:
        return acting[0]
    said = next(
        (
            w
            for w in reversed(words)
            if w.end <= modal.start and w.classes & {"say", "order"} and ctx.text[w.start].islower()
        ),
        None,
    )
    if said is None:
        return None
    at = said.end + 1 + ctx.flat.startswith((", ", ": "), said.end)
    found = addressee_at(ctx, at, modal.end)
    if found is None or found[1] is None or found[1].start != modal.start:
        return None
    return found[0]


def _all_before(ctx: Context, at: int, lead: Span, modal: Word) -> bool:
    """Whether all who stand before "có trách nhiệm" have it: "A, B liên quan đến việc thực hiện … và C"."""
    if not at < lead.start or ctx.flat[modal.start : modal.end] not in _CHARGED:
        return False
    if not classes_at(ctx, at)[1] & SOMEBODY or _CLAUSE_SIGN.search(ctx.flat, at, modal.start):
        return False
    return not any(
        w.classes & {"order", "say", "modal"} and ctx.text[w.start].islower()
        for w in words_of(ctx, at, modal.start)
    )


def _only_told(ctx: Context, at: int, acting: tuple[Span, Word | None] | None, modal: Word) -> bool:
    """Whether what had to be done is told: "Nhiều người phải …", "UBND tỉnh đã chỉ đạo …, không để …"."""
    if _SOME.match(ctx.flat, at):
        return True
    if acting is None or acting[1] is None or not ctx.flat.startswith("không để", modal.start):
        return False
    done = ctx.flat.startswith(("đã ", "vừa ", "luôn "), acting[1].start)
    return done and ctx.flat.find("; ", acting[1].end, modal.start) < 0


def _told_before(ctx: Context, acting: tuple[Span, Word | None] | None, modal: Word) -> bool:
    """Whether somebody is told what to do in a clause before the modal's."""
    if acting is None or acting[1] is None or acting[1].classes & {"modal", "done", "order"}:
        return False
    if not acting[1].classes & {"verb", "adverb"}:
        return False
    verb = acting[1]
    if "unknown" in verb.classes or _TELLS.match(ctx.flat, verb.start):
        return False
    return ctx.flat.find("; ", verb.end, modal.start) >= 0


def place_before(ctx: Context, floor: int, stop: int) -> Span | None:
    """A province or town that stands before the modal: "Hải Phòng phải …"."""
    m = re.search(
        rf"((?:tỉnh |thành phố |TP\.? |huyện )?[{UPPER}][^\W\d]+(?:\s[{UPPER}]\w+){{0,3}}|[Tt]hành phố"
        rf"|[Tt]ỉnh|[Đđ]ịa phương)\s+(?:cũng\s+)?$",
        ctx.text[floor:stop],
    )
    if m is None or ends_name_at(ctx, floor + m.start(1)):
        return None
    start = floor + m.start(1)
    if ctx.text[start].isupper() and start > floor and not _BEFORE_PLACE.search(ctx.flat, floor, start):
        return None  # "phát huy danh hiệu của | Công viên An Thử | cần …": no place that is told
    return Span(start, floor + m.end(1))


_BEFORE_PLACE = re.compile(
    r"(?:[,.;:“\"(–-]\s*|\b(?:rằng|thì|nên|là|mà|song|nhưng|và|riêng|do đó|do vậy|vì vậy|vì thế|theo đó|tới"
    r"|nay)\s+)$"
)


def ends_name_at(ctx: Context, start: int) -> bool:
    """Whether a directive word begins here that is a verb."""
    words = words_of(ctx, start, start + 20)
    return bool(words) and words[0].start == start and ends_name(ctx, words[0])
