"""Whether a sentence of a report directs somebody: by its own words, or by the frame it stands in.

"Chủ tịch UBND tỉnh yêu cầu các sở rà soát …"                 by who speaks
"Các đơn vị phải niêm yết giá"                                 laid on all of a kind, whoever tells it
"… ban hành công văn. Theo đó, Sở Y tế chủ trì …"             by the paper told of
"Cử tri mong các trường phải lắp mái che"                     nobody is told
"""

from __future__ import annotations

import re

from dondoc.extraction import standing
from dondoc.extraction.addressees import is_office, words_of
from dondoc.extraction.context import Context
from dondoc.extraction.directives import only_aims
from dondoc.extraction.readings import Reading
from dondoc.extraction.sentencecore import command_follows
from dondoc.extraction.taskframes import TaskFrame
from dondoc.extraction.units import Unit

# A document or opinion that hands out work: "vừa ban hành chỉ thị", "có công văn gửi", "có ý kiến như sau".
RELAYING = (
    "công văn", "công điện", "văn bản", "chỉ thị", "thông báo", "kết luận", "kế hoạch", "hướng dẫn",
    "nghị quyết", "quyết định", "chương trình"
)  # fmt: skip
_BY_PAPER = re.compile(
    rf"theo (?:nội dung )?(?:{'|'.join(RELAYING)})"
    r"(?: này| trên| nói trên| của (?:ubnd|tỉnh|sở)[^,]{0,40})?, "
)
# Behind a quotation: "Đó là yêu cầu của Bí thư Tỉnh ủy …"
ASCRIBED = re.compile(
    r"[”\"\s.]*(?:đó|đây) (?:là|cũng là) (?:\S+ )?(?:yêu cầu|chỉ đạo|đề nghị|kết luận)[^.]{0,40} của "
)
_SAID_BY = re.compile(
    r"[^”\"]*[”\"],?\s*[-–]?\s*(?:" + standing.AUTHORITY + r"|phó )[^.;]{0,90}?\s"
    r"(?:nhấn mạnh|nêu rõ|yêu cầu|chỉ đạo|đề nghị|lưu ý|kết luận|quán triệt|chỉ rõ|căn dặn)\b"
)
# Who sends what to whom by when is told to send it: "… tổng hợp, gửi về Sở trước ngày 10/4".
_SENDS = re.compile(r"\b(?:gửi|báo cáo|nộp)\b[^.;]{0,120}\btrước (?:ngày )?\d")
# By when, said before who: "Chậm nhất ngày 20/7, các sở …", "Định kỳ hằng tháng, các sở phải …".
_BY = re.compile(r"(?:(?:chậm nhất|muộn nhất|trước ngày|hạn cuối)\s[^,;]{0,30}\d|định kỳ\s)[^,;]{0,50},\s")
LATEST = ("chậm nhất", "muộn nhất", "hạn cuối")
_SAYS_THAT = re.compile(r"(?:lưu ý|nhấn mạnh|yêu cầu|chỉ rõ|nêu rõ|quán triệt|kết luận)(?: rằng)?[,:]? ")
_STRONG = ("có trách nhiệm", "có nhiệm vụ")
# What an office is said to do in the news, not told to do.
_NARRATES = re.compile(
    r"(?:tổ chức(?! thực hiện| triển khai| rà soát| kiểm tra)|báo cáo|đánh giá|thống nhất|trình bày|đề xuất"
    r"|ban hành|kiến nghị|phân tích|làm rõ|giải trình|tiếp thu|thông qua|thông báo|lãnh đạo tỉnh"
    r"|định hướng|dự kiến|cho rằng|mong muốn|kỳ vọng"
    r"|biểu dương|ghi nhận|hoan nghênh|chúc mừng|đánh giá cao)\b"
)
_PAST = re.compile(
    r"(?:trước đó|trước đây|tính đến|từ đầu năm|(?:sáng|chiều|tối|ngày|trưa)\s(?:nay|qua|\d)"
    r"|thời gian qua|những năm qua|nhiều năm qua|năm qua"
    r"|trong \d+ (?:năm|tháng) qua|hiện nay|hiện|(?:trong|tại) (?:phiên|hội nghị|buổi|kỳ họp|cuộc họp))\b"
)
_TOLD_TO_DO = re.compile(r"(?:cũng |còn )?được yêu cầu ")
_ALL_OF_THEM = ("các ", "mọi ", "toàn ", "tất cả ", "những ")
# Who wishes, or thinks, that others must: nobody is told.
_WISHES = re.compile(
    r"(?<!\w)(?:kiến nghị|đề xuất|mong(?: muốn| rằng)?|cho rằng|cử tri|đại biểu|chuyên gia|người dân"
    r"|nhiều ý kiến|giả sử|nếu)(?!\w)"
)
_OPENS_QUOTE = ("“", '"')


def by_paper(ctx: Context, unit: Unit) -> bool:
    """Whether a sentence tells what the paper told of says: "Theo kế hoạch, các lực lượng …"."""
    return ctx.flat.startswith("theo ", unit.start) and _BY_PAPER.match(ctx.flat, unit.start) is not None


def linked(ctx: Context, unit: Unit) -> bool:
    """Whether a sentence goes on from the one before: "Theo đó, …", "Đồng thời, …"."""
    if by_paper(ctx, unit):
        return True
    return any(
        "link" in w.classes and w.start <= unit.start + 1 for w in words_of(ctx, unit.start, unit.start + 30)
    )


def directs(ctx: Context, frame: TaskFrame, unit: Unit, reading: Reading) -> bool:
    """Whether a sentence orders or obliges somebody, by its own words or by the frame it stands in."""
    if reading.mood == "order":
        return reading.authority or ((frame.speaking or frame.voice) and not unit.opens)
    if reading.mood == "obligation":
        return _obliges(ctx, frame, unit, reading)
    if reading.mood != "duty" or reading.lead is None or only_aims(ctx, unit, reading):
        return False
    if reading.cue is not None and _TOLD_TO_DO.match(ctx.flat, reading.cue.start):
        return True
    latest = ctx.flat.startswith(LATEST, unit.start) and _BY.match(ctx.flat, unit.start, unit.end)
    if is_office(ctx, reading.lead) and (latest or _SENDS.search(ctx.flat, reading.action, unit.end)):
        return not _PAST.match(ctx.flat, unit.start)
    if frame.speaking:
        if _PAST.match(ctx.flat, unit.start):
            return False  # "Năm qua, huyện tập trung …"
        if ctx.flat.find(" sẽ ", reading.lead.end, reading.action) >= 0 and not linked(ctx, unit):
            return False  # "Trạm bơm sẽ vận hành từ ngày 5/3": what will be
        return _goes_on(ctx, unit, reading) or _told_to(ctx, unit, reading)
    if frame.voice and not unit.opens and not _assigned(ctx, reading) and _told_to(ctx, unit, reading):
        return True  # "Bí thư Tỉnh ủy nêu rõ: … Do vậy, các ban … khẩn trương rà soát …"
    return frame.relayed and (_assigned(ctx, reading) or (linked(ctx, unit) and _told_to(ctx, unit, reading)))


def _obliges(ctx: Context, frame: TaskFrame, unit: Unit, reading: Reading) -> bool:
    """Whether "… phải …" obliges: by who says it, on whom it is laid, or where it stands."""
    if ctx.text[unit.end - 1] == "?" or only_aims(ctx, unit, reading):
        return False
    if reading.lead is not None and (
        ASCRIBED.match(ctx.flat, unit.end)
        or (
            ctx.text[unit.start - 1 : unit.start + 1].strip()[:1] in _OPENS_QUOTE
            and _SAID_BY.match(ctx.flat, unit.start + 1, unit.end)
        )
        or (is_office(ctx, reading.lead) and _BY.match(ctx.flat, unit.start, unit.end))
    ):
        return True
    if frame.speaking or (reading.authority and (reading.verb_first or reading.lead is not None)):
        return True
    if (
        reading.authority
        and not is_done_to(ctx, reading)
        and _SAYS_THAT.search(ctx.flat, unit.start, reading.action)
    ):
        return True  # "Thủ tướng lưu ý, các nội dung này phải …"
    if frame.voice and not unit.opens and _obliged_below(ctx, frame, reading):
        return True  # "Bộ trưởng ghi nhận …. Do vậy, cần …"
    if reading.lead is None:
        return False
    all_of_them = ctx.flat[reading.lead.slice].startswith(_ALL_OF_THEM)
    if all_of_them and _WISHES.search(ctx.flat, unit.start, reading.lead.start) is None:
        return True  # "Các đơn vị phải nghiên cứu …": whoever tells it, it is laid on all of a kind
    relayed = frame.relayed and (linked(ctx, unit) or not unit.opens)
    strong = reading.cue is not None and (
        ctx.flat.startswith(_STRONG, reading.cue.start)
        or (
            frame.issued
            and ctx.flat.startswith("chịu trách nhiệm ", reading.cue.start)
            and command_follows(ctx, reading.cue.end + 1, unit.end)
        )  # "Tổ giúp việc chịu trách nhiệm tham mưu …": of a paper told of
    )
    return relayed or (strong and is_office(ctx, reading.lead))


def _obliged_below(ctx: Context, frame: TaskFrame, reading: Reading) -> bool:
    """Whether who spoke before may lay an obligation on who is named, or it is laid on nobody by name."""
    if reading.lead is None:
        return reading.verb_first and not is_done_to(ctx, reading)
    told = standing.rank(ctx.flat[reading.lead.slice]) or 0
    return told <= (standing.highest_rank(frame.voice_words) or 0)


def _goes_on(ctx: Context, unit: Unit, reading: Reading) -> bool:
    return linked(ctx, unit) or _assigned(ctx, reading) or not unit.opens


def _assigned(ctx: Context, reading: Reading) -> bool:
    """Whether work is given in the passive: "Bộ Y tế được giao …"."""
    return reading.cue is not None and ctx.flat.startswith(("được", "cũng được"), reading.cue.start)


def _told_to(ctx: Context, unit: Unit, reading: Reading) -> bool:
    """Whether "Sở X rà soát …" is said to the sở, not about it: no day, no past, no verb of the news."""
    if reading.lead is None or reading.cue is None or _PAST.match(ctx.flat, unit.start):
        return False
    if ctx.text[unit.start] in _OPENS_QUOTE or ctx.text[unit.start - 1 : unit.start] in _OPENS_QUOTE:
        return True
    cue = ctx.flat[reading.cue.start : reading.cue.end]
    if cue == "báo cáo" and (linked(ctx, unit) or ctx.flat.startswith("các ", reading.lead.start)):
        return True  # "Theo đó, các trường báo cáo …"
    return (
        len(cue) > 1 and is_office(ctx, reading.lead) and _NARRATES.match(ctx.flat, reading.cue.start) is None
    )


def is_done_to(ctx: Context, reading: Reading) -> bool:
    """Whether something must be done and nobody is named: "… phải được xem xét"."""
    return reading.cue is not None and ctx.flat.startswith(" được ", reading.cue.end)
