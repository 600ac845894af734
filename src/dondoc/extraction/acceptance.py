"""Whether a sentence of an issued document, as it was read, is a task where it stands.

An order is one wherever it stands, a duty or a command only where work is handed out; what the issuer decides
itself, what only points to an annex, and who is merely named before a list are none.
"""

from __future__ import annotations

import re

from dondoc.extraction.addressees import is_collective, is_office, words_of
from dondoc.extraction.context import Context
from dondoc.extraction.directives import only_aims
from dondoc.extraction.duedates import due_of
from dondoc.extraction.readings import Reading
from dondoc.extraction.sentencecore import any_trouble
from dondoc.extraction.standing import PROVINCE, highest_rank, rank
from dondoc.extraction.taskframes import TaskFrame
from dondoc.extraction.units import Unit
from dondoc.records.document import DocumentType
from dondoc.records.source import Span
from dondoc.text.dates import last_day
from dondoc.text.normalize import fold

BULLETS = frozenset("-–+•*")
# "… cần thực hiện một số nhiệm vụ sau:" orders nothing of its own; to do what papers said before is work.
EMPTY_LEAD_IN = re.compile(
    r"(?!.*(?:công văn|văn bản|nghị quyết|quyết định|kế hoạch|chỉ thị) sau(?: đây)?:$)"
    r"^\s*(?:(?:tập trung|tiếp tục|chủ động|chỉ đạo|lãnh đạo|tổ chức|khẩn trương|nghiêm túc"
    r"|quán triệt),?\s+)*(?:[^\s,;]+\s+){0,9}?"
    r"(?:nhiệm vụ|nội dung|giải pháp|công việc|việc|yêu cầu)\b[^;]{0,60}:"
    r"|^\s*(?:(?:có|chịu) trách nhiệm|phải|cần)?\s*"
    r"(?:(?:lưu ý|chú ý|thực hiện|triển khai|tập trung|tiếp tục|khẩn trương|chủ động|nghiêm túc),?\s*){0,3}"
    r"(?: như sau| sau)?\s*:?$"
)
# The closing formula: "Văn phòng UBND tỉnh thông báo để các đơn vị biết, thực hiện".
_INFORMS = re.compile(r"(?:xin )?thông báo (?:đến|tới|để|cho) [^.;:]{3,120}? (?:được )?biết\b")
_NAMED_BELOW = (" sau đây", " dưới đây", " sau")
_OF_CONDUCT = frozenset({"obligation", "imperative"})
_OBLIGES_ANYWHERE = frozenset({DocumentType.NOTICE, DocumentType.CONCLUSION, DocumentType.DIRECTIVE})
_RULES = frozenset(
    {DocumentType.RESOLUTION, DocumentType.DECISION, DocumentType.CONCLUSION, DocumentType.NOTICE}
)
# What the issuer decides itself: "Thống nhất chủ trương …", "Thi hành kỷ luật …".
_DECIDES = re.compile(
    r"(?:nghe|thi hành kỷ luật|kỷ luật|khai trừ|cách chức|miễn nhiệm|cho thôi)\b"
    r"|(?:cơ bản |hoàn toàn )?(?:thống nhất|đồng ý|phê duyệt|thông qua|cho ý kiến|tán thành|ghi nhận|đánh giá"
    r"|biểu dương|chấp thuận|công nhận)\b"
    # what a council changes itself: "Sửa đổi điểm a như sau", "Điều chỉnh giảm kế hoạch vốn"
    r"|(?:sửa đổi|bãi bỏ|thay thế|giữ nguyên)(?!\w)"
    r"|bổ sung (?:các )?(?:điểm|khoản|tiết|điều|cụm từ|vào kế hoạch)(?!\w)"
    r"|điều chỉnh (?:giảm|tăng|chủ đầu tư|kế hoạch vốn)(?!\w)|hỗ trợ (?:tối đa )?\d"
)
_PRAISES = re.compile(r"(?:ghi nhận|đánh giá cao|biểu dương|hoan nghênh|chia sẻ với)(?!\w)")
# "Nhiệm vụ giao các cơ quan theo phụ lục": the annex hands it out.
_REFERS = re.compile(
    r"(?:các |những )?nhiệm vụ (?:cụ thể |chi tiết )?(?:giao|phân công|của)[^.;]{0,90}? (?:theo|tại|trong) "
    r"(?:các )?(?:phụ lục|biểu|danh mục)"
)
# So much of the plan, against the same time a year ago; what was written up or seized, case by case.
_RESULT_SIGNS = ("%", "lập biên bản", "phát hiện", "bắt giữ", "khởi tố", "tạm giữ", "thu giữ")
_TOLD = re.compile(
    r"[,;(] ?(?:(?:mới|chỉ|đã|ước) )?(?:đạt|bằng|vượt) (?:trên |hơn |gần |khoảng )?\d[\d.,]*\s?%"
    r" (?:so (?:với )?)?(?:kế hoạch|dự toán|chỉ tiêu|nghị quyết|cùng kỳ)(?!\w)"
    r"|(?<!\w)cùng kỳ (?:là|đạt|tăng|giảm) \d"
    r"|(?<!\w)(?:lập biên bản|phát hiện|bắt giữ|khởi tố|tạm giữ|thu giữ) \d"
)
_WANTED = re.compile(
    r"(?<!\w)(?:phấn đấu|bảo đảm|đảm bảo|phải|cần|yêu cầu|đề nghị|tối thiểu|ít nhất|để|sẽ|nhằm|trước ngày"
    r"|tiếp tục|khẩn trương|tập trung|đẩy nhanh|đẩy mạnh|quyết tâm|trở lên)(?!\w)"
)
# What the issuer keeps for itself: "… trường hợp cần thiết, UBND tỉnh trực tiếp quyết định …".
_OWN_POWER = re.compile(r"(?:trực tiếp |xem xét,? )?quyết định (?!số|giao|phê duyệt)")
# A duty with its day is handed out wherever it stands: "Sở Nội vụ tham mưu …, chậm nhất ngày 20/3/2026".
_DUE_SAID = ("chậm nhất", "muộn nhất", "xong trước", "hoàn thành trước", "hoàn thành trong", "trước ngày")
_HEADS = ("người đứng đầu", "thủ trưởng", "giám đốc", "chủ tịch", "bí thư", "lãnh đạo")
_PLACE = re.compile(r"(?:tỉnh|thành phố|huyện|xã|phường|toàn tỉnh)\b")


def accepts(ctx: Context, frame: TaskFrame, unit: Unit, reading: Reading, *, lead_in: bool) -> bool:
    """Whether a sentence that was read so is a task in its frame; `lead_in` where items follow it."""
    if reading.mood == "told" or _never(ctx, frame, unit, reading):
        return False
    if reading.lead is not None and any_trouble(ctx, unit.start, reading.lead.start):
        return True
    if lead_in and EMPTY_LEAD_IN.match(ctx.flat[reading.action : unit.end]):
        return False
    if lead_in and reading.lead is not None and ctx.flat.endswith(_NAMED_BELOW, 0, reading.lead.end):
        return False  # "Các cơ quan sau đây có trách nhiệm …:"
    work = True if frame.speaking else frame.work
    if reading.mood == "order":
        if lead_in and not _says_what(ctx, unit, reading):
            return False  # "… yêu cầu các sở, ngành và đề nghị doanh nghiệp:"
        return reading.lead is not None or (work is not False and not lead_in)
    if lead_in and (reading.mood != "obligation" or reading.lead is None):
        return False
    if reading.mood == "obligation":
        if work is False and "thi hành" not in ctx.flat[reading.action : unit.end]:
            if frame.requirement and reading.lead is not None and _is_head(ctx, reading.lead):
                return True  # "Yêu cầu: Người đứng đầu cơ quan, đơn vị phải trực tiếp chỉ đạo"
            return ctx.document.header.type in _OBLIGES_ANYWHERE and reading.lead is not None
        return reading.lead is not None or work is True or frame.assigning
    if reading.mood == "duty" and (said := _duty(ctx, frame, unit, reading, work=work)) is not None:
        return said
    if reading.mood == "imperative" and ctx.document.header.type in _RULES and decides(ctx, unit):
        return False
    goes_on = frame.assigning and not unit.opens and frame.owner.how == "sentence before"
    return (work is True or goes_on) and not only_aims(ctx, unit, reading)


def decides(ctx: Context, unit: Unit) -> bool:
    """Whether a sentence begins with what the issuer decides itself: "Thông qua …"."""
    return _DECIDES.match(ctx.flat, unit.start) is not None


def says_due(ctx: Context, unit: Unit) -> bool:
    """Whether words of a deadline stand in a sentence."""
    return ctx.says(_DUE_SAID, unit.start, unit.end)


def _never(ctx: Context, frame: TaskFrame, unit: Unit, reading: Reading) -> bool:
    """Whether a sentence is no task whatever its mood and place."""
    kind = ctx.document.header.type
    if kind is DocumentType.LAW or (frame.requests and reading.mood == "order"):
        return True
    if reading.mood == "duty" and kind in _RULES and _PRAISES.match(ctx.flat, unit.start):
        return True  # "Ghi nhận và đánh giá cao kết quả của Đảng bộ, | chính quyền xã …"
    if reading.mood == "duty" and kind in _RULES and _issuer_decides(ctx, reading):
        return True
    if _REFERS.match(ctx.flat, unit.start, unit.end) or tells_results(ctx, unit, reading):
        return True
    if reading.mood != "order" and _OWN_POWER.match(ctx.flat, reading.action):
        return True  # handed out it is work: "Giao UBND tỉnh quyết định phân bổ …"
    if frame.spending and reading.lead is None and frame.owner.lead is None:
        return True
    if _INFORMS.match(ctx.flat, reading.action, unit.end):
        return True
    if reading.mood == "imperative" and frame.deciding and unit.mark[:1] in BULLETS:
        return True
    return frame.rules and reading.mood in _OF_CONDUCT and not _office_bound(ctx, frame, reading)


def tells_results(ctx: Context, unit: Unit, reading: Reading) -> bool:
    """Whether a sentence tells what has been done: "Kết nạp 137 đảng viên mới, bằng 76,1% chỉ tiêu năm"."""
    if reading.mood == "order" or not ctx.says(_RESULT_SIGNS, unit.start, unit.end):
        return False
    told = _TOLD.search(ctx.flat, unit.start, unit.end)
    return told is not None and _WANTED.search(ctx.flat, unit.start, unit.end) is None


def _is_head(ctx: Context, lead: Span) -> bool:
    """Whether those who must are the administration, or lead it."""
    return is_office(ctx, lead) or ctx.flat.startswith(_HEADS, lead.start)


def _issuer_decides(ctx: Context, reading: Reading) -> bool:
    """Whether the issuer tells what it decides or thinks: "Ban Thường vụ Tỉnh ủy ghi nhận …"."""
    if reading.lead is None or not _DECIDES.match(ctx.flat, reading.action):
        return False
    who, issuer = rank(ctx.flat[reading.lead.slice]), highest_rank(fold(ctx.document.header.issuer or ""))
    return who is not None and who >= (issuer or PROVINCE)


def _duty(ctx: Context, frame: TaskFrame, unit: Unit, reading: Reading, *, work: bool | None) -> bool | None:
    """Whether "Sở Y tế rà soát …" is a task where no heading says that work stands; None where one does."""
    kind = ctx.document.header.type
    if frame.requirement and reading.lead is not None:
        return is_office(ctx, reading.lead)
    if work is None and (frame.assigning or unit.mark.lower().startswith("điều")):
        if kind in _RULES and _DECIDES.match(ctx.flat, reading.action):
            return False  # "Điều 1. HĐND tỉnh thông qua …"
        return reading.lead is not None and not _PLACE.match(ctx.flat, reading.lead.start)
    if work is None and kind is not DocumentType.REPORT and _is_due(ctx, unit):
        return reading.lead is not None and is_office(ctx, reading.lead)
    return None


def _says_what(ctx: Context, unit: Unit, reading: Reading) -> bool:
    """Whether a lead-in's order has a verb of its own, or names nobody."""
    if reading.lead is None:
        return True
    flat, end = ctx.flat, reading.lead.end
    return any(
        w.classes & {"verb", "adverb", "modal", "opening"}
        and flat.count("(", end, w.start) == flat.count(")", end, w.start)
        for w in words_of(ctx, end, unit.end)
    )


def _is_due(ctx: Context, unit: Unit) -> bool:
    """Whether a sentence says by when, on a day that is not past."""
    if not says_due(ctx, unit):
        return False
    due, _ = due_of(ctx, unit.start, unit.end)
    return due is not None and (ctx.day is None or last_day(due) >= ctx.day)


def _office_bound(ctx: Context, frame: TaskFrame, reading: Reading) -> bool:
    """Whether a rule is work of an office by its name: "Lái xe phải …", "Doanh nghiệp phải …" are conduct."""
    if reading.lead is None:
        return frame.owner.lead is not None
    return is_office(ctx, reading.lead) and not is_collective(ctx.text[reading.lead.slice])
