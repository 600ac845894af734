"""Papers known by a formal title in a sentence's middle, where the capital of their kind says that it is one.

Quyết định về việc thành lập Ban Chỉ đạo …        Báo cáo tổng kết 10 năm thực hiện Nghị quyết số 26 …
Tờ trình của UBND thành phố về …                  Thông báo kết luận giám sát của Ban Thường vụ …
"""

from __future__ import annotations

import re

from dondoc.extraction.bodies import clean, run_end
from dondoc.extraction.citedparts import complete
from dondoc.extraction.context import Context
from dondoc.records.facts import Citation, FieldSource
from dondoc.records.source import Span
from dondoc.text.names import LOWER, UPPER

# Papers known by a formal title: "Đề án tái cơ cấu ngành nông nghiệp", "Kết luận thanh tra về việc …".
_FORMAL = {
    "đề án": re.compile(
        r"\s+(?:[“\"]|(?:về|tái|quy định|phát triển|xây dựng|nâng cao|đào tạo|đổi mới|bảo tồn|hỗ trợ|dạy nghề"
        r"|thí điểm|sắp xếp|thành lập|quản lý|tuyên truyền|phổ biến|cải cách|chuyển đổi|tăng cường|đẩy mạnh"
        r"|ứng dụng|phòng|bảo vệ|đầu tư|khuyến khích|giảm nghèo|thu hút|huy động|củng cố|kiện toàn|mở rộng"
        r"|cơ cấu|chính quyền|vị trí|quy hoạch|một số)\s)"
    ),
    "tờ trình": re.compile(r"\s+(?:về việc|về)\s+"),
    "quyết định": re.compile(r"\s+(?:về việc|thành lập|công nhận|bổ nhiệm)\s+"),
    "báo cáo": re.compile(
        r"\s+(?:tổng kết|sơ kết|kết quả|tình hình|đánh giá|giám sát|kiểm tra|kiểm điểm|thẩm tra|thẩm định"
        r"|chuyên đề|quyết toán|tổng hợp|giải trình|tiếp thu)\s+"
    ),
    "thông báo": re.compile(r"(?<=kết luận)(?:\s+(?:giám sát|kiểm tra|thanh tra|thẩm tra))?(?=[\s,.;:)])"),
    "chương trình hành động": re.compile(r"\s+(?:thực hiện|triển khai|về)\s+"),
    "nghị quyết": re.compile(
        r"\s+(?:lãnh đạo|chuyên đề|đại hội(?: đại biểu)? (?:đảng bộ|đoàn|hội|công đoàn|chi bộ))\s+(?!các\s)"
    ),
    "kết luận": re.compile(r"\s+(?:thanh tra|kiểm tra|giám sát)\s+(?:về việc|về|đối với)\s+"),
    "kế hoạch": re.compile(
        r"\s+(?:phát triển|triển khai|thực hiện|hành động|tổ chức|phòng|bảo vệ|xây dựng|tăng cường"
        r"|tuyên truyền|chuyển đổi|cải cách|hỗ trợ|đào tạo|sắp xếp|ứng phó|đầu tư|quản lý|tổng kết"
        r"|kiểm tra|giám sát|(?<=hành động )(?:của|về))\s"
    ),
}
# What is made yet, or what the document itself is about: "xây dựng Đề án …", "Điều 1. Phê duyệt Đề án …".
_NOT_YET = re.compile(
    r"(?:xây dựng|lập|soạn thảo|hoàn thiện|hoàn thành|dự thảo|phê duyệt|thông qua|ban hành|chuẩn bị|trình"
    r"|các|những|nhiều|một số)\s+[“\"'(*]*$"
)
_NAMED = re.compile(rf"\s+(?=[{UPPER}][{LOWER}]+\s)")
_ISSUED = re.compile(r"(?:(?:đã|vừa) (?:ban hành|ký|có|công bố|trao|trình)|theo|tại|thực hiện|uỷ quyền)\s+$")
_JUST_ISSUED = re.compile(r"(?:đã|vừa|vừa mới) (?:ban hành|ký|công bố|phê duyệt)\s+$")
_FORMAL_END = re.compile(
    r"[.;:()”\"\n]|,(?! (?:giai đoạn|nhiệm kỳ|bổ sung|hoàn thiện))|\s(?<!đối\s)(?:được|đã|sẽ|nhằm|là|với)\s"
    r"|\s(?<!năm\s)(?<!đoạn\s)(?<!đến\s)(?<![-–]\s)(?=\d)"
)
_OF = re.compile(r"\s+của\s+")
_TOLD_OF = re.compile(
    r"(?:(?<!\w)(?:thông tin|báo cáo|quán triệt|phổ biến|giới thiệu|công bố) (?:về )?|nội dung )$"
)
_HANDED = re.compile(r"(?:công bố|trao|trao các|ký|đọc)\s+$")
_NUMBERED = re.compile(
    r"(?<=\s)(?:[Nn]ghị quyết|[Cc]hỉ thị|[Qq]uyết định|[Kk]ết luận|[Kk]ế hoạch|[Cc]hương trình|[Đđ]ề án"
    r"|[Tt]hông báo|[Nn]ghị định|[Tt]hông tư|[Cc]ông văn)(?: số)? \d"
)
_DAY_WORD = re.compile(r"\s(?:ban hành |ký )?ngày\s*$")
_ONLY_ABOUT = frozenset({"báo cáo", "chương trình hành động"})  # their titles say of what paper they are
_LONGEST_FORMAL = 160
_BEFORE_FORMAL = 40


KINDS = frozenset(_FORMAL)


def read(ctx: Context, kind: str, start: int, end: int) -> Citation | None:
    """A plan, a submission, a decision by its formal title, in the middle of a sentence."""
    text, folded = ctx.text, ctx.folded
    whose = _whose(ctx, end)
    opens = _FORMAL[kind].match(folded, whose.end) if whose else None
    if opens is None:
        whose, opens = None, _FORMAL[kind].match(folded, end)
    if opens is None and kind == "đề án":
        opens = _NAMED.match(text, end)  # "Đề án Bến Thử xanh"
    sentence, _ = ctx.sentence_at(start)
    first = start - sentence <= len("3. ")
    if opens is None or (first and kind != "đề án" and whose is None):
        return None
    near = max(sentence, start - _BEFORE_FORMAL)
    handed_in = kind == "tờ trình" and folded.endswith("trình ", near, start)
    if _NOT_YET.search(folded, near, start) and not (handed_in or _ISSUED.search(folded, near, start)):
        return None
    if kind == "kế hoạch" and not (
        _JUST_ISSUED.search(folded, near, start)
        or _beside_another(ctx, sentence, start)
        or _TOLD_OF.search(folded, near, start)
    ):
        return None
    if kind == "quyết định" and not (
        _ISSUED.search(folded, near, start) or _HANDED.search(folded, near, start)
    ):
        return None
    stop = min(len(text), opens.end() + _LONGEST_FORMAL)
    if opens[0].endswith(("“", '"')):
        closed = min(
            (at for at in (text.find(sign, opens.end(), stop) for sign in '”"') if at >= 0), default=-1
        )
        last = closed + 1 if closed >= 0 else stop
    else:
        title_end = _FORMAL_END.search(text, opens.end(), stop)
        last = title_end.start() if title_end else stop
    if (numbered := _NUMBERED.search(text, opens.end(), last + 2)) is not None:
        if kind in _ONLY_ABOUT:
            return None  # "Báo cáo tổng kết 10 năm thực hiện | Nghị quyết số 26": that one is read
        last = numbered.start()
    last = start + len(_DAY_WORD.sub("", text[start:last]).rstrip())
    citation = titled_at(start, last, kind, "title", None, Span(start, end))
    citation.title = clean(text[opens.start() : last])
    citation.confidence = 0.6
    if whose is not None:
        citation.issuer = clean(text[whose.slice])
        citation.fields["issuer"] = FieldSource("của", whose)
    complete(ctx, citation, start)
    return citation


def _whose(ctx: Context, at: int) -> Span | None:
    """Who issued it, before what it is about: "Tờ trình | của UBND thành phố | về …"."""
    of = _OF.match(ctx.folded, at)
    if of is None:
        return None
    stop = run_end(ctx, of.end(), of.end() + _LONGEST_FORMAL)
    return Span(of.end(), stop) if stop > of.end() else None


def _beside_another(ctx: Context, sentence: int, start: int) -> bool:
    """“Nghị quyết số 71/NQ-CP … và Kế hoạch hành động của …”: behind a document that is cited."""
    if _JOINED.search(ctx.folded, max(sentence, start - 6), start) is None:
        return False
    return _CITED.search(ctx.text, max(sentence, start - _FAR_BESIDE), start) is not None


_JOINED = re.compile(r"(?:(?<!\w)và|;)\s+$")
_CITED = re.compile(
    r"(?:Nghị quyết|Quyết định|Chỉ thị|Chương trình|Kết luận|Kế hoạch|Thông báo)"
    r" (?:số \d|Đại hội|của|Trung ương|hành động)"
)
_FAR_BESIDE = 240  # characters


def titled_at(start: int, end: int, kind: str, rule: str, issuer: str | None, at: Span) -> Citation:
    """A citation without a number, of the kind whose word stands at its beginning."""
    fields = {"type": FieldSource("kind", Span(start, start + len(kind)))}
    if issuer:
        fields["issuer"] = FieldSource(rule, at)
    return Citation(Span(start, end), rule, confidence=0.8, type=kind, issuer=issuer, fields=fields)
