"""Where the words of a post end when its office has a name of its own, and who is elected to one.

    giám đốc Công ty | thủy điện Sông Thử, cho biết …      up to the mark or verb that ends the apposition
    Tổng Giám đốc Bến xe | miền Thử Trần Văn Ví            up to the name
    Trưởng phòng Kế hoạch | , Bệnh viện đa khoa Bình Sơn   a part of an office names the whole behind a comma
    bầu chức danh ủy viên UBND | đối với các ông: …        every name of the list

Offices of the State are read word by word (`bodies`); firms, wards and stations are named by words that no
list holds, but what stands between a post and the mark behind it is their name.
"""

from __future__ import annotations

import re

from dondoc.extraction.addressees import words_of
from dondoc.extraction.bodies import body_at, run_end
from dondoc.extraction.context import Context
from dondoc.records.source import Span
from dondoc.text.names import LOWER, UPPER

_HEADS = (
    r"(?:tổng |chi )?cục|vụ"
    r"|(?:tổng )?công ty|tập đoàn|doanh nghiệp|xí nghiệp|nhà máy|hợp tác xã|htx|liên hiệp|chi nhánh|trung tâm"
    r"|phân viện|viện|bệnh viện|trạm|phòng khám|khoa|phòng|ban|tổ|đội|bộ môn|trường|học viện|phân hiệu"
    r"|bến xe|bến|bãi|cảng|chợ|khu|cụm|vườn|đài|báo|tạp chí|nhà xuất bản|nhà hát|nhà văn hóa|nhà khách|quỹ"
    r"|hội|hiệp hội|liên đoàn|câu lạc bộ|ngân hàng|khách sạn|siêu thị|sân bay|ga|nông trường|lâm trường"
    r"|dự án|văn phòng|xưởng|điện lực|bảo tàng|thư viện|làng nghề|hạt|kho|đoàn|cơ sở"
)
# Titles that name the head of their office themselves: "Trưởng khoa …", "Chánh văn phòng …".
_HEAD_IN_TITLE = re.compile(r"(?:khoa|phòng|ban|đoàn|khu|cơ quan|bộ phận|hiệu trưởng)$")
_OFFICE = re.compile(rf"\s(?:của\s)?(?:{_HEADS})(?!\w)")
_IN_CHARGE = re.compile(r"\s(?:phụ trách|đặc trách)\s(?=\w)")
_CLOSES = re.compile(
    r"(?P<mark>[,;.:()|\n”\"]|\s[-–])"
    r"|\s(?P<verb>thì|là|đã|đang|sẽ|vừa|cũng|vẫn|còn|có|phải|cần|mong|muốn|nói|cho (?:biết|hay|rằng|thấy)"
    r"|chia sẻ|tâm sự|khẳng định|nhấn mạnh|phát biểu|trao đổi|bày tỏ|đề nghị|yêu cầu|kiến nghị|đề xuất|lưu ý"
    r"|nhận định|đánh giá|phân tích|báo cáo|trình bày|kết luận|thừa nhận|giải thích|dẫn chứng|lý giải|kể"
    r"|xác nhận|thông tin (?:thêm|về|rằng)|chủ trì|tham dự|dự|thăm|tặng|trao|ký|tiếp|làm (?:việc|trưởng)"
    r"|dẫn đầu|chỉ đạo|khi|nếu|vì|do|để|nhằm|tại|trong|từ|ở|vào|ngày|sáng|chiều|tối|hôm|cùng|được|bị)(?!\w)"
)
_PART = re.compile(
    r"(?:(?:trưởng|phó(?: trưởng)?|quyền trưởng) (?:khoa|phòng|bộ môn|bộ phận|đội|tổ|ban)"
    r"|(?:đội|tổ|trạm|xưởng) (?:trưởng|phó))(?!\w)"
)
_WITH_NUMBER = re.compile(
    r"[^,.;:()\n]{4,90}?"
    r" ((?:quận|phường|khu phố|khu vực|quân khu|khu|tổ dân phố|tổ|ấp|thôn|khóm|khu dân cư) \d{1,2})(?![\d/.])"
)
_WHOLE = re.compile(
    r", (?=(?:bệnh viện|trường|trung tâm|viện|học viện|sở|cục|chi cục|công an|công ty|tổng công ty"
    r"|ủy ban nhân dân|ubnd|đài|chi nhánh|hạt|ban quản lý|vườn)\s)"
)
_BEGUN = 4  # words of an office's name, its head with them, that may be only its beginning
_COMPLETE = re.compile(r"(?:ủy|tỉnh|huyện|xã|phường|thành phố|ubnd|hđnd|quốc hội|chính phủ)$")
_MOST_WORDS = 14
_LONGEST = 130
_ELECTS = re.compile(
    r"(?:(?:bầu|bầu bổ sung|phê chuẩn kết quả bầu|bổ nhiệm|phê chuẩn|công nhận|chỉ định)\s"
    r"(?:bổ sung\s|kiện toàn\s)?(?:các\s)?)(?:chức danh|chức vụ|giữ chức(?: vụ| danh)?|làm)\s"
)
_FOR_WHOM = re.compile(
    r"(?:,? nhiệm kỳ \d{4}\s?[-–]\s?\d{4}| khóa \w+)*,? (?:đối với|cho|gồm|là)"
    r"(?: các| \d{1,2})?(?: đồng chí| ông| bà)+(?:, bà)?(?: sau)?(?: đây)?\s*:?\s*"
)
_ITEM = re.compile(r"(?:[;:,]|\d\.|và)\s*(?:(?:đồng chí|ông|bà)\s+)?$")
# What an office's name goes on with in small letters, and the offices that have such names.
_FIELD = re.compile(rf"(?:[ \n][{LOWER}{UPPER}][\w&]*,?){{1,8}}[ \n]?")
_HAS_FIELD = re.compile(
    r"(?:vụ|đài [^\W\d]+|ban quản lý|trung tâm|viện|chi cục|cục|ủy ban xã hội|phòng)(?: [^\W\d]+){0,2}$"
    r"|(?:giám đốc|tổng biên tập|hiệu trưởng)$"
)
_NO_FIELD = frozenset({"order", "say", "modal", "done"})


def whole_post(ctx: Context, position: Span, title_end: int, limit: int) -> Span:
    """A post behind a name, with the rest of its office's name up to where the apposition ends."""
    if (numbered := _WITH_NUMBER.match(ctx.flat, position.start, limit)) and numbered.end() > position.end:
        position = Span(position.start, numbered.end(1))  # "… UBND quận | 5", "Trưởng ban khu phố | 3"
    if (part := _of_whole(ctx, position, limit)) is not None:
        return part
    if not _is_open(ctx, position, title_end):
        return position
    # what the words of offices have read of a firm's name may be half of a word: begin behind its head
    closes = _closing(ctx, position.end, limit)
    if closes is None or not _is_name(ctx, position.end, closes.start(), marked=closes["mark"] is not None):
        return position
    longer = Span(position.start, closes.start())
    return _of_whole(ctx, longer, limit) or longer


def up_to_name(ctx: Context, position: Span, title_end: int, stop: int) -> Span | None:
    """A post whose office's name runs up to a person's: "Giám đốc Bến xe | miền Thử | Trần Văn Ví"."""
    if not _OFFICE.match(ctx.flat, title_end) or not _is_name(ctx, position.end, stop):
        return None
    if _CLOSES.search(ctx.flat, position.end, stop - 1) is not None:
        return None
    return Span(position.start, position.start + len(ctx.text[position.start : stop].rstrip()))


def with_field(ctx: Context, position: Span, stop: int) -> Span | None:
    """The position with its office's field in small letters: "Giám đốc Ban quản lý | cảng cá tỉnh"."""
    if position.end >= stop or _FIELD.fullmatch(ctx.text, position.end, stop) is None:
        return None
    if _HAS_FIELD.search(ctx.flat, position.start, position.end) is None:
        return None
    words = words_of(ctx, position.end, stop)
    if any(w.classes & _NO_FIELD and ctx.flat[w.start : w.end] != "nói" for w in words):
        return None
    return Span(position.start, position.start + len(ctx.text[position.start : stop].rstrip()))


def _is_open(ctx: Context, position: Span, title_end: int) -> bool:
    """Whether more of the office's name may follow: it has begun, and nobody's list knows its words."""
    flat = ctx.flat
    if flat[position.end : position.end + 1] not in {" ", ""} or _IN_CHARGE.match(flat, position.end):
        return _IN_CHARGE.match(flat, position.end) is not None
    read = flat[title_end : position.end]
    if len(read.split()) > _BEGUN or _COMPLETE.search(read):
        return False
    return bool(_OFFICE.match(flat, title_end) or _HEAD_IN_TITLE.search(flat, position.start, title_end))


def _closing(ctx: Context, at: int, limit: int) -> re.Match[str] | None:
    """The mark or verb that ends an apposition; a comma inside a field's name ends none."""
    return _CLOSES.search(ctx.flat, at, min(limit, at + _LONGEST))


def _is_name(ctx: Context, start: int, end: int, *, marked: bool = False) -> bool:
    """Whether the words can be the rest of a name: few, none of them an order, no other post.

    One has a capital, unless a mark ends the apposition: "Viện trưởng Viện Chiến lược | phát triển, …".
    """
    words = ctx.text[start:end].split()
    if not words or len(words) > _MOST_WORDS or next(iter(ctx.hits_in("titles", start, end)), None):
        return False
    if not marked and not any(word[:1].isupper() for word in words):
        return False
    return not any(word.classes & _NO_FIELD for word in words_of(ctx, start, end))


def speaks_next(ctx: Context, at: int, limit: int) -> bool:
    """Whether a verb follows right behind a name: somebody says or does something."""
    closes = _CLOSES.match(ctx.flat, at, limit)
    return closes is not None and closes["verb"] is not None


def _of_whole(ctx: Context, position: Span, limit: int) -> Span | None:
    """The post in a part of an office with the office behind a comma: "Trưởng khoa Nội, Bệnh viện …"."""
    if not _PART.match(ctx.flat, position.start):
        return None
    comma = _WHOLE.match(ctx.flat, position.end, limit)
    if comma is None or not ctx.text[comma.end() : comma.end() + 1].isupper():
        return None
    body = body_at(ctx, comma.end(), limit)
    end = body.end if body else run_end(ctx, comma.end(), limit)
    return Span(position.start, end) if end > comma.end() else None


def elected(ctx: Context, at: int) -> re.Match[str] | None:
    """Words of election right before a post."""
    found = None
    for cue in _ELECTS.finditer(ctx.flat, max(0, at - 60), at):
        found = cue if cue.end() == at else found
    return found


def elected_list(ctx: Context, post_end: int) -> int | None:
    """Where the list of those elected begins behind the post: "… đối với các ông: | …"."""
    whom = _FOR_WHOM.match(ctx.flat, post_end)
    return whom.end() if whom else None


def opens_item(ctx: Context, floor: int, at: int) -> bool:
    """Whether a name stands at the beginning of an item of a list that begins at `floor`."""
    return at == floor or _ITEM.search(ctx.flat, floor, at) is not None
