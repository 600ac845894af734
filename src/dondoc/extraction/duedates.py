"""By when, and what is to be delivered: the deadline and the product named in a task's sentence.

A deadline is what a word of finishing or a bound points at: "trước ngày 10/1", "trong quý II", "hoàn thành …
năm 2026". "Đến năm 2030" in the name of a plan is none, nor is a day in a citation.
"""

from __future__ import annotations

import re

from dondoc.extraction.context import Context
from dondoc.records.source import Span
from dondoc.text.dates import DateMention, not_before

_FINISH = re.compile(
    r"hoàn thành|\bxong\b|(?<!chương )\btrình\b|báo cáo|gửi|ban hành|kết thúc|chậm nhất|muộn nhất"
    r"|thời hạn|hạn cuối|về đích|vào sử dụng"
)
_FINISH_YEAR = re.compile(
    r"hoàn thành|\bxong\b|chậm nhất|về đích|theo kế hoạch|thời hạn|vào sử dụng|vận hành"
)
_GOES_ON = re.compile(r"\s+(?:và\s+(?:các|những)\s+(?:năm|tháng|quý)|của|đã)\b")
_AND_ON = re.compile(r"\s+và\s+(?:các|những)\s+(?:năm|tháng|quý)\b")
_NAME_BEFORE = re.compile(
    r"(?:giai đoạn|nhiệm kỳ|thời kỳ|tầm nhìn|kế hoạch|chương trình(?: công tác)?|công tác|dự toán"
    r"|nghị quyết(?: của [\w ]{3,20}?)?|chỉ tiêu|mục tiêu|"
    r"vốn|ngân sách|tết|cho|từ|kết quả|tình hình|khóa|niên độ|quy hoạch|so với|cùng kỳ"
    r"|kịch bản)\s*(?:đến\s*)?(?:năm|quý|tháng)?\s*$"
)
_HAPPENED = re.compile(
    r"dự báo [^.;]{0,40}$"
    r"|(?:gây ra|xảy ra|phát sinh|diễn ra|thiệt hại|đặt ra|đề ra|đạt được)\s*(?:trong\s*)?$"
)
# Again and again, so no date: "trước ngày 18 hằng tháng", "trước ngày 20/12 đối với báo cáo năm". Or it only
# names the year: "Xác định năm 2026 là năm …".
_RECURS = re.compile(r"\s+(?:(?:của )?(?:hằng|hàng|mỗi) (?:năm|tháng|quý|tuần)|đối với báo cáo|là năm)\b")
_EVERY = re.compile(r"(?<!\w)(?:hằng|hàng|mỗi) (?:năm|tháng|quý)\b")
# "cải tạo 12 tuyến đường trong giai đoạn | 2026 - 2030"
_IN_SPAN = re.compile(r"(?<=\s)trong (?:cả )?(?:giai đoạn|thời kỳ|[2-5] năm)\s*$")
_LEFT = re.compile(r"(?<=\s)trong ([1-4]) năm còn lại(?: của (?:nhiệm kỳ|giai đoạn))?")
_REST = re.compile(
    r"trong (?:các |những |mấy |\d{1,2} )?(?:tháng|quý) (?:cuối|còn lại(?: của| trong)?) năm"
    r"(?! (?:\d|sau|tới|học))"
)
_LEFT_OF_YEAR = re.compile(r"(?:ngày|tháng|quý|thời gian) (?:cuối|còn lại(?: của| trong)?) (?:năm )?$")
# "phấn đấu hoàn thành các chỉ tiêu, nhiệm vụ phát triển kinh tế, quốc phòng năm | 2026"
_STRIVING = re.compile(
    r"(?:phấn đấu|hoàn thành|triển khai thực hiện|quyết tâm)(?: (?!kết quả|đánh giá|mức độ)[^\W\d]+){0,12}?"
    r" (?:chỉ tiêu|nhiệm vụ)(?:(?!kết quả|đánh giá|xếp loại|tổng kết|kiểm điểm)[^;.:]){0,120}$"
)
_WORK_NEAR = 240  # characters of such words
_OF_YEAR = re.compile(r"(?:chỉ tiêu|nhiệm vụ)(?: [^\W\d]+){0,4}\s+(?:năm\s*)?$")
_STRIVES = re.compile(
    r"(?:phấn đấu|quyết tâm|bảo đảm|đảm bảo),?\s*(?:đến\s*)?(?:(?:hết|cuối)\s*)?(?:năm\s*)?$"
)
_OPENS = re.compile(r"(?:trong\s+|đến\s+|trước\s+|hết\s+|cuối\s+|từ nay đến hết\s+)?$")
_AT_END = re.compile(r"[\s.,;/…”\"*)]*$")
_TIMES = ("sáng", "chiều", "tối", "trưa")
_PRODUCT = re.compile(
    r"(?:xây dựng|ban hành|trình|dự thảo|soạn thảo|lập|hoàn thiện|hoàn thành|hoàn thành xây dựng"
    r"|cụ thể hóa thành|phê duyệt|tham mưu|"
    r"chuẩn bị|rà soát, điều chỉnh|điều chỉnh|bổ sung|có|thành|chủ động)\s+(?:(?:và"
    r"|,)\s+\w+(?:\s\w+)?\s+)?(?:việc\s+xây dựng\s+|xây dựng\s+|dự thảo\s+|các\s+)?"
    r"((?:kế hoạch|đề án|nghị quyết|quy hoạch|chương trình|báo cáo|phương án|kịch bản|quy chế|quy định"
    r"|danh mục|dự toán|lộ trình|"
    r"quyết định|chỉ thị|văn bản|hướng dẫn|dự án|tờ trình|bộ tiêu chí|đề cương|hồ sơ|sổ tay"
    r"|cơ sở dữ liệu|chuyên mục)\b)"
)
# What goes on with a product's name behind a comma: nouns, not the next thing to do, nobody, no day.
_NAMES_ON = re.compile(
    r"\s(?!(?:trình|báo cáo|gửi|hoàn thành|ban hành|tổ chức|triển khai|xây dựng|rà soát|tham mưu|chỉ đạo"
    r"|phối hợp|bảo đảm|đảm bảo|trong|trước|chậm nhất|xong|để|nhằm|gắn|theo|định kỳ|hằng|hàng|sở|ubnd|ban"
    r"|đồng thời|kịp thời|chủ động|khẩn trương|tập trung|tăng cường|đẩy mạnh|nâng cao|tiếp tục|thực hiện"
    r"|quản lý|kiểm tra|đôn đốc|hướng dẫn|bố trí|lấy|làm|đưa|công bố|phê duyệt|thẩm định|đề xuất"
    r"|phấn đấu)(?!\w))"
    r"[a-zđà-ỹ]"
)
_PRODUCT_END = re.compile(
    r"[.;:,(]|\s(?:để|nhằm|trong\s(?:tháng|quý|năm)|theo|trước|gắn|phù hợp|bảo đảm|đảm bảo|trên cơ sở"
    r"|và tổ chức|tại Quyết|được)\b"
)


def due_of(ctx: Context, start: int, end: int) -> tuple[str | None, Span | None]:
    """The last deadline said in `[start, end)`, and where; (None, None) where there is none."""
    due: DateMention | None = None
    for mention in mentions_in(ctx, start, end):
        if ctx.claimed(mention.span.start, mention.span.end, by="citation") or (
            mention.relative and mention.grain == "day"
        ):
            continue
        if mention.inferred and mention.grain == "day" and _EVERY.search(ctx.flat, start, mention.span.start):
            continue  # "Hằng năm tổng hợp, báo cáo trước ngày 10/12"
        if _binds(ctx, mention, start, end):
            due = mention
    if due is None:
        return _rest_of_year(ctx, start, end) or _years_left(ctx, start, end)
    value = due.value
    if due.inferred and not due.relative and ctx.date is not None and due.cue in {"before", "by", "within"}:
        value = not_before(value, ctx.date)
    return value, due.span


def _rest_of_year(ctx: Context, start: int, end: int) -> tuple[str, Span] | None:
    """“trong những tháng cuối năm”: the year of the document."""
    rest = _REST.search(ctx.flat, start, end)
    return (f"{ctx.year}", Span(*rest.span())) if rest is not None and ctx.year is not None else None


def _years_left(ctx: Context, start: int, end: int) -> tuple[str | None, Span | None]:
    """“trong 2 năm còn lại của nhiệm kỳ”: the last years of the stage that the document speaks of."""
    left = _LEFT.search(ctx.flat, start, end)
    if left is None or ctx.year is None:
        return None, None
    count = int(left[1])
    for mention in ctx.dates:
        last = mention.last_day.year
        if (
            mention.grain == "years"
            and mention.first_day.year <= ctx.year <= last
            and last - count >= ctx.year - 1
        ):
            return f"{last - count + 1}/{last}", Span(*left.span())
    return None, None


def mentions_in(ctx: Context, start: int, end: int) -> list[DateMention]:
    """The days and periods that begin in `[start, end)`, in order."""
    return ctx.dates_in(start, end)


def _binds(ctx: Context, mention: DateMention, start: int, end: int) -> bool:
    before = ctx.flat[max(start, mention.span.start - 46) : mention.span.start]
    if mention.grain == "years" and (within := _IN_SPAN.search(before)) is not None:
        ends = _AT_END.match(ctx.flat, mention.span.end, end) is not None
        return ends and _HAPPENED.search(before, 0, within.start()) is None
    if mention.cue in {"compared", "from", "as_of"} or (
        mention.grain in {"years", "days"} and mention.cue != "within"
    ):
        return False
    if _HAPPENED.search(before) or _RECURS.match(ctx.flat, mention.span.end):
        return False
    if mention.grain in {"year", "month", "quarter"} and _AND_ON.match(ctx.flat, mention.span.end):
        return False  # "hoàn thành dự toán năm 2026 và những năm tới"
    if mention.cue == "before":
        return not before.rstrip().endswith(("từ trước", "so với trước"))
    if mention.grain == "year" and before.endswith("theo kế hoạch "):
        return True
    if mention.grain == "year" and (of_year := _of_year(ctx, mention, start, end, before)) is not None:
        return of_year
    if _NAME_BEFORE.search(before):
        return (
            mention.grain in {"quarter", "month"}
            and _AT_END.match(ctx.flat, mention.span.end, end) is not None
        )
    if mention.cue == "within":
        if mention.grain == "day" and ctx.flat.startswith(_TIMES, mention.span.start):
            return False  # "phát biểu tại cuộc họp vào chiều 28-12, Chủ tịch UBND tỉnh yêu cầu …"
        return _GOES_ON.match(ctx.flat, mention.span.end) is None
    finish = _FINISH_YEAR if mention.grain == "year" else _FINISH
    if finish.search(before) and mention.cue in {"by", ""}:
        return True
    if mention.cue == "by":
        return (
            mention.grain in {"day", "month", "quarter"}
            or _STRIVES.search(before) is not None
            or _OPENS.fullmatch(ctx.flat, start, mention.span.start) is not None
        )
    if mention.grain == "day":
        return False
    if not ctx.flat[start : mention.span.start].strip(' “"-*'):
        return True  # "Năm 2026, …"
    return (
        mention.grain in {"quarter", "month"} and _AT_END.match(ctx.flat, mention.span.end, end) is not None
    )


def _of_year(ctx: Context, mention: DateMention, start: int, end: int, before: str) -> bool | None:
    """Whether a year named with work is due: "hoàn thành nhiệm vụ năm 2026"; None where none is named."""
    if mention.value == f"{ctx.year}":
        at = mention.span.start
        if _STRIVING.search(ctx.flat, max(start, at - _WORK_NEAR), at):
            return True
        if _OF_YEAR.search(before):
            # "rà soát nhiệm vụ trọng tâm năm 2026, phấn đấu hoàn thành toàn diện"
            return ctx.flat.find("phấn đấu hoàn thành", mention.span.end, end) >= 0
    return True if _LEFT_OF_YEAR.search(before) else None  # "trong các tháng còn lại của | năm 2026"


def product_of(ctx: Context, start: int, end: int) -> Span | None:
    """The document that a task is to produce: "xây dựng | kế hoạch triển khai …"."""
    m = _PRODUCT.search(ctx.flat, start, end)
    if m is None or ctx.claimed(m.start(1), m.end(1), by="citation"):
        return None
    limit = min(end, m.end(1) + 160)
    stop = _PRODUCT_END.search(ctx.text, m.end(1), limit)
    while stop is not None and stop[0] == "," and _NAMES_ON.match(ctx.flat, stop.end(), limit):
        stop = _PRODUCT_END.search(ctx.text, stop.end(), limit)  # "đề án phát triển nông, lâm nghiệp"
    last = stop.start() if stop else limit
    return Span(m.start(1), last) if last - m.start(1) > 8 else None


def due_before(ctx: Context, start: int, colon: int) -> tuple[str | None, Span | None]:
    """The period a lead-in ends with: "… phương hướng cho năm 2026, đó là:" holds for all that follows."""
    found = [
        m
        for m in mentions_in(ctx, max(start, colon - _NEAR_COLON), colon)
        if m.grain not in {"years", "days"}
    ]
    found = [m for m in found if not m.relative and m.cue not in {"compared", "from", "as_of"}]
    if not found or ctx.claimed(found[-1].span.start, found[-1].span.end, by="citation"):
        return None, None
    return found[-1].value, found[-1].span


_NEAR_COLON = 40
