"""Where a sentence's core begins, behind the links, adverbials and topics that open it.

"Trong thời gian tới, | Sở Tài chính tham mưu …"      "Đồng thời, nếu thu hụt thì | UBND tỉnh báo cáo …"
"""

from __future__ import annotations

import re

from dondoc.extraction.addressees import Word, addressee_at, words_of
from dondoc.extraction.context import Context
from dondoc.extraction.units import Unit
from dondoc.text.names import UPPER

ACTIONS = frozenset({"verb", "adverb", "opening"})  # classes of words that open a command
# Before the core of a sentence: "Trong thời gian tới, …", "Để …, …", "Về kinh tế, …", "Theo Thủ tướng, …"
_ADVERBIAL = re.compile(
    r"(?:trong|từ|đến|trước|sau|về|để|nhằm|theo|trên cơ sở|căn cứ|với|đối với|khi|tại|do|hằng|hàng"
    r"|mỗi (?:năm|quý|tháng)|riêng"
    r"|năm|muốn|trường hợp|giữa|nếu|qua|ngoài|cùng với|bên cạnh|ngay|bằng|thực hiện|chậm nhất"
    r"|muộn nhất|định kỳ|"
    r"tiếp thu|phát biểu|chủ trì|kết luận|nhân dịp|thay mặt|tiếp tục chương trình|đánh giá cao|đề cập"
    r"|ghi nhận|dự báo|xác định)\b"
)
_COMMANDS = frozenset({"verb", "adverb", "modal", "opening"})
_SOFT = re.compile(
    r"căn cứ|trên cơ sở|tiếp thu|thay mặt|đánh giá cao|xác định năm|dự báo|phát biểu|kết luận|ghi nhận"
    r"|thực hiện (?:sự |ý kiến )?(?:công điện|chỉ thị|nghị quyết|kế hoạch|chỉ đạo|quyết định|công văn|văn bản"
    r"|chương trình|hướng dẫn|thông báo|kết luận)"
    r"|hằng|hàng|định kỳ|trước mắt|chậm nhất (?:ngày|là|đến|trong)|muộn nhất"
    r"|chủ trì (?:hội nghị|cuộc|phiên|buổi|kỳ|tại)"
)
_AFTER_LINK = re.compile(r"(?:[\s,:]|\*(?: là )?)+")
COMMA = re.compile(r",\s+")
_FIRST_COMMA = re.compile(r"[^.,;:]{3,},\s+")
_FIRST_SEMICOLON = re.compile(r"[^.;:]{3,};\s+")
# A reason before what follows from it: "Thời gian không còn nhiều, do vậy, | các ban …".
_REASON = re.compile(r"[^.;:]{10,160}?,\s+(?:do vậy|do đó|vì vậy|vì thế|bởi vậy)\b,?\s+")
_HENCE = ("do vậy", "do đó", "vì vậy", "vì thế", "bởi vậy")
_OFTEN = re.compile(
    r"(?:định kỳ )?(?:(?:vào |trước )?ngày \d{1,2}(?: của)? )?(?:h[ằà]ng|mỗi|06|6|0?3)\s+"
    r"(?:năm|quý|tháng|tuần|ngày)(?: \([^()]{3,60}\))?"
    r"(?:(?:,| và)\s+(?:(?:h[ằà]ng|mỗi|06|6|sáu|09|9|0?3)\s+)?(?:năm|quý|tháng|tuần))*,?\s+"
    r"(?!của|trên|cho|đầu|cuối|với|một|hai)"
)
# The last article: all who stand before it, however long the list, carry the document out.
_CARRIES_OUT = re.compile(
    r"chịu trách nhiệm (?:tổ chức )?(?:thi hành|thực hiện) [^,;.]{3,40} này\b"
    r"|căn cứ (?:quyết định|nghị quyết|chỉ thị)(?: này)? (?:tổ chức )?thi hành\b"
)
# "Trong quá trình thực hiện, nếu có vướng mắc(,) | các đơn vị phản ánh về Sở X": with or without its comma.
_ANY_TROUBLE = re.compile(
    r"(?:nếu|khi|trường hợp)? ?(?:có|gặp|phát sinh) (?:những |các |nội dung |vấn đề )?(?:gì )?(?:khó khăn)?"
    r"(?:,| và| hoặc)? ?vướng mắc"
    r"(?: phát sinh| gì| mới)*(?: cần [^,.;]{3,40})?(?: thì)?,?\s+"
    r"|(?:nếu|trường hợp) (?:[^.;,]{2,30} )?(?:sửa đổi|bổ sung|điều chỉnh|thay đổi|phát sinh)"
    r"(?:, (?:bổ sung|điều chỉnh|thay thế))*[^.;,]{0,90},\s+"
)
_ALL_OF = re.compile(
    r"100\s?% (?:số )?(?:các )?(?=sở|ban|cơ quan|đơn vị|địa phương|xã|phường|ubnd|cấp ủy|chi bộ)"
)
_TOPIC = re.compile(r"[^.;:\n]{3,110}:\s+")
# "Bước 2 (từ 01/3 đến 31/5): | Thu thập phiếu …": a step of the work, and its time
STEP = re.compile(
    r"(?:bước|giai đoạn|đợt|tuần|nhóm|nội dung|công việc|việc|hoạt động)(?: nhiệm vụ| thứ)? "
    r"(?:\d{1,2}|[ivx]{1,3}|một|hai|ba|tư|bốn|năm|nhất)(?: ?\([^()]{4,60}\)|,? từ [^:;()]{4,60})?\s?[:.–-]\s+"
)
_ABOUT = ("về ", "đối với ", "trong lĩnh vực ", "công tác ")
_WHO_LEADS = re.compile(r"(?:cơ quan|đơn vị) (?:đầu mối|chủ trì|thường trực|thực hiện)\b")
_APART = re.compile(r"riêng [^.,;:]{3,80} (?:phải|cần|không được) ")
_GREW = re.compile(r"(?:tăng|giảm|đạt|chiếm|bằng) (?:thêm |khoảng |gần |hơn |trên )?\d")
_CONDITION = re.compile(r"(?:nếu|khi|trường hợp|trong trường hợp)\b")
# "Ngoài việc dự trữ gạo thì | cần theo dõi giá thịt"
_BESIDES = re.compile(r"(?:ngoài|bên cạnh|cùng với|muốn)\s[^,.;:]{3,90}?\sthì\s(?=cần|phải)")
# "Theo chức năng, nhiệm vụ được giao | hướng dẫn các xã …"
_BY_OFFICE = re.compile(
    r"(?:theo|căn cứ) (?:chức năng|thẩm quyền|nhiệm vụ)[^.;:]{0,70}? "
    r"(?:được giao|được phân công|của (?:mình|đơn vị|ngành)|quản lý),?\s+"
)
# What stands behind these is told, whatever its commas open: "Trong thời gian qua, cổng …, triển khai …".
_TELLS_OF = re.compile(
    r"(?:trong )?(?:thời gian|những năm|các năm|năm|tháng|quý|nhiệm kỳ|\d+ (?:năm|tháng)) (?:vừa )?qua\b"
    r"|(?:hiện nay|hiện tại|đến nay|cho đến nay|tính đến)\b"
    r"|(?:trong|tại) (?:hội nghị|cuộc|buổi|phiên|kỳ họp|lễ)\b"
)
_LONGEST_ADVERBIAL = 620
_NEAR_TROUBLE = 200
_LONGEST_REASON = 190
_LONGEST_DATE = 60
_PLACE_MODAL = re.compile(
    rf"(?:[Tt]ỉnh|[Tt]hành phố|[Đđ]ịa phương|[{UPPER}]\w+(?:\s[{UPPER}]\w+){{0,3}})\s+(?:cũng\s+)?(?:cần"
    rf"|phải)\s"
)
_OPENING = re.compile(r"[\s“”\"'‘’(*–-]+")


def carries_out(ctx: Context, start: int, end: int) -> re.Match[str] | None:
    """The words that say who carries the document out: "chịu trách nhiệm thi hành Quyết định này"."""
    if not ctx.says(("chịu trách nhiệm ", "căn cứ "), start, end):
        return None
    return _CARRIES_OUT.search(ctx.flat, start, end)


def any_trouble(ctx: Context, start: int, end: int) -> re.Match[str] | None:
    """What is to be done only where something is in the way: "nếu có vướng mắc,"."""
    if not ctx.says(("vướng mắc", "nếu ", "trường hợp "), start, end):
        return None
    return _ANY_TROUBLE.search(ctx.flat, start, end)


def core(ctx: Context, unit: Unit) -> int:
    """Where a sentence's core begins, behind links and adverbials."""
    at = unit.start
    if (after := _opens(ctx, unit)) is not None:
        return after
    at += reasons(ctx, unit)
    for _ in range(5):
        if ctx.flat.startswith("riêng ", at) and (
            addressee_at(ctx, at + len("riêng "), unit.end) is not None  # "Riêng | Sở Y tế phải rà soát …"
            or _APART.match(ctx.flat, at, unit.end)  # "Riêng | các ca nặng phải chuyển tuyến, …"
        ):
            return at + len("riêng ")
        if not ctx.flat[at : at + 1].isalnum() and (m := _OPENING.match(ctx.flat, at, unit.end)):
            at = m.end()
        if ctx.flat.startswith(_AS_FOR, at) and (named := _must_as_for(ctx, at, unit.end)) is not None:
            return named
        adverbial = _ADVERBIAL.match(ctx.flat, at, unit.end)
        if adverbial is not None:  # conditions and "ngoài việc …" begin with words of adverbials
            trouble = any_trouble(ctx, at, min(unit.end, at + _NEAR_TROUBLE))
            if trouble is not None and addressee_at(ctx, trouble.end(), unit.end) is not None:
                return trouble.end()
            if _CONDITION.match(ctx.flat, at, unit.end):
                then = ctx.flat.find(" thì ", at, min(unit.end, at + _LONGEST_ADVERBIAL))
                if then >= 0:
                    at = then + len(" thì ")
                    continue
            if m := _BESIDES.match(ctx.flat, at, unit.end):
                return m.end()
        words = words_of(ctx, at, min(unit.end, at + 30))
        if words and words[0].start == at and _links(ctx, words[0]):
            gap = _AFTER_LINK.match(ctx.flat, words[0].end, unit.end)
            if gap:
                at = gap.end()
                continue
        if adverbial is None or (
            words and words[0].start == at and words[0].classes & _COMMANDS and not _soft(ctx, at)
        ):
            return at
        after = _after_adverbial(ctx, at, unit.end)
        if after is None or _among_told(ctx, at, after, unit.end):
            return at
        at = after
    return at


def _among_told(ctx: Context, at: int, after: int, end: int) -> bool:
    """Whether a comma stands among those an order before it is for, and ends no adverbial.

    "Phát biểu tại hội nghị Chủ tịch UBND tỉnh yêu cầu các ngành, | địa phương khẩn trương …"
    """
    for word in words_of(ctx, at, after):
        if "order" not in word.classes or ctx.text[word.start].isupper():
            continue
        found = addressee_at(ctx, word.end + 1, end)
        if found is not None and found[1] is not None and found[0].start < after < found[1].start:
            return True
    return False


_AS_FOR = "đối với "


def _must_as_for(ctx: Context, at: int, end: int) -> int | None:
    """Behind "Đối với | UBND các huyện cần xây dựng …": no comma ends the adverbial, it says who must."""
    found = addressee_at(ctx, at + len(_AS_FOR), end)
    if found is None or found[1] is None or "modal" not in found[1].classes:
        return None
    return found[0].start


def _opens(ctx: Context, unit: Unit) -> int | None:
    """Behind an item's topic, or behind how many must: "100% | sở, ban, ngành rà soát …"."""
    if ctx.flat.startswith("100", unit.start) and (every := _ALL_OF.match(ctx.flat, unit.start, unit.end)):
        found = addressee_at(ctx, every.end(), unit.end)
        if found is not None and found[1] is not None and "verb" in found[1].classes:
            return every.end()
    step = STEP.match(ctx.flat, unit.start, unit.end)
    if step is not None and command_follows(ctx, step.end(), unit.end):
        return step.end()
    return _after_topic(ctx, unit.start, unit.end) if unit.mark else None


def reasons(ctx: Context, unit: Unit) -> int:
    """How long the reason is that a sentence begins with: "Thời gian không còn nhiều, do vậy, | …"."""
    end = min(unit.end, unit.start + _LONGEST_REASON)
    if not ctx.says(_HENCE, unit.start, end):
        return 0
    m = _REASON.match(ctx.flat[unit.start : end])
    return m.end() if m is not None else 0


def _links(ctx: Context, word: Word) -> bool:
    """Whether a word only links: "Theo đó, …"; "Đồng thời" does so before a comma."""
    return word.classes == {"link"} or ("link" in word.classes and ctx.flat.startswith(", ", word.end))


def _after_topic(ctx: Context, start: int, end: int) -> int | None:
    """Behind the topic of an item, where a command follows: "Về cán bộ: Tiếp tục …"."""
    topic = _TOPIC.match(ctx.flat, start, end)
    if topic is None:
        return None
    if carries_out(ctx, topic.end(), end):
        return None  # "Giám đốc các Sở: Xây dựng, Tài chính chịu trách nhiệm thi hành …"
    if any(w.classes & {"order", "say", "modal"} for w in words_of(ctx, start, topic.end())):
        return None
    if command_follows(ctx, topic.end(), end):
        return topic.end()
    if not ctx.flat.startswith(_ABOUT, start) and _WHO_LEADS.match(ctx.flat, start) is None:
        return None
    found = addressee_at(ctx, topic.end(), end)  # "Về thu ngân sách: | Thuế tỉnh khai thác nguồn thu …"
    return topic.end() if found is not None and found[1] is not None else None


def _after_adverbial(ctx: Context, start: int, end: int) -> int | None:
    """Behind which comma an adverbial ends: where a verb or somebody with a verb follows.

    "Để tháo gỡ khó khăn, tận dụng cơ hội, UBND tỉnh yêu cầu …" ends at its last such comma.
    """
    topic = _TOPIC.match(ctx.flat, start, end)
    if topic is not None and command_follows(ctx, topic.end(), end):
        return topic.end()
    often = _OFTEN.match(ctx.flat, start, end)
    if often is not None and ctx.flat[often.end() - 2] != ",":
        return often.end()  # "Hằng năm | tổng hợp, báo cáo …"
    by_office = _BY_OFFICE.match(ctx.flat, start, end)
    if by_office is not None and command_follows(ctx, by_office.end(), end):
        return by_office.end()
    if (dated := _after_date(ctx, start, end)) is not None:
        return dated
    opening = _FIRST_COMMA.match(ctx.flat, start, min(end, start + _LONGEST_ADVERBIAL))
    if opening is None:
        return _after_semicolon(ctx, start, end)
    if ctx.flat.startswith("qua ", start) and " đã " in ctx.flat[start : opening.end()]:
        return None  # "Qua thanh tra đã kiến nghị thu hồi 12 tỷ đồng, chuyển cơ quan điều tra …"
    if _tells_after(ctx, start, opening.end(), end):
        return opening.end()
    purpose = ctx.flat.startswith(("để ", "nhằm "), start)
    first = None
    for comma in COMMA.finditer(ctx.flat, opening.end() - 2, min(end, start + _LONGEST_ADVERBIAL)):
        at = comma.end()
        words = words_of(ctx, at, min(end, at + 30))
        verb_first = bool(words) and words[0].start == at and not words[0].classes <= {"done", "speaker"}
        verb_first = verb_first and not _GREW.match(ctx.flat, at, end)
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
    return None if _GREW.match(ctx.flat, opening.end(), end) else opening.end()


def _after_semicolon(ctx: Context, start: int, end: int) -> int | None:
    """Behind "Thực hiện Thông báo số …; | UBND tỉnh yêu cầu …": a semicolon before who orders."""
    if not _soft(ctx, start):
        return None
    clause = _FIRST_SEMICOLON.match(ctx.flat, start, min(end, start + _LONGEST_ADVERBIAL))
    found = addressee_at(ctx, clause.end(), end) if clause is not None else None
    if clause is None or found is None or found[1] is None or not found[1].classes & {"order", "say"}:
        return None
    return clause.end()


def _tells_after(ctx: Context, start: int, at: int, end: int) -> bool:
    """Whether an adverbial ends at its first comma: it says when something was, or a delegate speaks."""
    words = words_of(ctx, at, min(end, at + 24))
    if words and words[0].start == at and "speaker" in words[0].classes:
        return True
    if _TELLS_OF.match(ctx.flat, start, at) is None:
        return False
    if words and words[0].start == at:
        return True
    return addressee_at(ctx, at, end) is None


def _after_date(ctx: Context, start: int, end: int) -> int | None:
    """Behind a time without a comma: "Đến năm 2025 | hoàn thành …", "Trước ngày 30/6/2026 | các sở nộp …"."""
    for mention in ctx.dates_in(start, min(end, start + _LONGEST_DATE)):
        if min(mention.span.start, mention.cue_start) != start:
            continue
        at = mention.span.end + 1
        if ctx.flat[at - 1 : at] != " ":
            return None
        if command_follows(ctx, at, end):
            return at
        found = addressee_at(ctx, at, end)
        return at if found is not None and found[1] is not None else None
    return None


def _place_with_modal(ctx: Context, at: int, end: int) -> bool:
    return _PLACE_MODAL.match(ctx.text, at, end) is not None


def _soft(ctx: Context, at: int) -> bool:
    """Verbs that also open an adverbial: "Căn cứ …, Sở …", "Tiếp thu ý kiến, …", "Chủ trì hội nghị, …"."""
    return _SOFT.match(ctx.flat, at) is not None


def command_follows(ctx: Context, at: int, end: int) -> bool:
    """Whether a command's word begins here."""
    words = words_of(ctx, at, min(end, at + 24))
    return bool(words) and words[0].start == at and bool(words[0].classes & ACTIONS)
