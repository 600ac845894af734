"""How facts are said in Vietnamese: numbers, periods, kinds; for tables, workbooks and pages alike."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from dondoc.records.facts import Fact, IndicatorStatement, Kind, Part, RatingCount, VerdictCount, VoteResult

KIND = {
    "indicator": "Chỉ tiêu, số liệu",
    "task": "Nhiệm vụ",
    "person": "Nhân sự",
    "citation": "Văn bản viện dẫn",
    "meeting": "Cuộc họp",
    "verdict": "Số chỉ tiêu đạt, không đạt",
    "vote": "Kết quả bỏ phiếu, biểu quyết",
    "rating": "Kết quả xếp loại",
    "shortcoming": "Tồn tại, hạn chế, khó khăn",
    "proposal": "Kiến nghị, đề xuất",
}
PART = {
    "met_or_exceeded": "đạt và vượt",
    "exceeded": "vượt",
    "met": "đạt",
    "nearly_met": "cơ bản đạt",
    "not_met": "không đạt",
    "under_way": "đang thực hiện",
    "not_assessed": "chưa đánh giá",
    "high": "tín nhiệm cao",
    "medium": "tín nhiệm",
    "low": "tín nhiệm thấp",
    "yes": "tán thành",
    "no": "không tán thành",
    "abstained": "không biểu quyết",
    "excellent": "hoàn thành xuất sắc",
    "good": "hoàn thành tốt",
    "at_least_good": "hoàn thành tốt trở lên",
    "completed": "hoàn thành",
    "not_completed": "không hoàn thành",
}
VOTE = {
    "confidence": "lấy phiếu tín nhiệm",
    "ballot": "bỏ phiếu tín nhiệm",
    "election": "bầu",
    "approval": "biểu quyết",
}
DENOMINATOR = {
    "members": "tổng số đại biểu",
    "present": "người có mặt",
    "issued": "phiếu phát ra",
    "returned": "phiếu thu về",
    "valid": "phiếu hợp lệ",
}
NATURE = {"shortcoming": "tồn tại, hạn chế", "difficulty": "khó khăn, vướng mắc", "cause": "nguyên nhân"}
VOICE = {
    "conclusion": "kết luận, chỉ đạo",
    "report": "báo cáo, văn bản",
    "delegate": "đại biểu, cơ sở",
    "press": "người viết báo",
}
STATUS = {"actual": "thực hiện", "estimate": "ước thực hiện", "target": "chỉ tiêu giao"}
MEASURE = {
    "level": "mức",
    "change": "tăng, giảm",
    "share": "tỷ trọng",
    "attainment": "so với kế hoạch",
    "ratio": "số lần",
    "rank": "xếp hạng",
    "tally": "số đạt trên tổng số",
}
BOUND = {
    "more_than": "hơn",
    "at_least": "ít nhất",
    "about": "khoảng",
    "less_than": "dưới",
    "at_most": "không quá",
}
BASE = {"same_period": "cùng kỳ năm trước", "plan": "kế hoạch", "country": "cả nước"}
DOCUMENT_TYPE = {
    "press": "tin báo chí",
    "resolution": "nghị quyết",
    "programme": "chương trình",
    "plan": "kế hoạch",
    "report": "báo cáo",
    "decision": "quyết định",
    "directive": "chỉ thị",
    "conclusion": "kết luận",
    "notice": "thông báo",
    "law": "văn bản pháp luật",
    "other": "văn bản khác",
}
STANDING = {"issued": "đã ban hành", "draft": "dự thảo", "press": "báo chí"}
FIELD = {
    "name": "tên",
    "around": "chữ thêm vào tên",
    "value": "giá trị",
    "value_max": "giá trị cao nhất",
    "out_of": "trên tổng số",
    "unit": "đơn vị tính",
    "status": "loại số",
    "measure": "cách đo",
    "bound": "mức chặn",
    "period": "kỳ",
    "base": "so với",
    "indicator_id": "chỉ tiêu trong danh mục",
    "action": "nội dung",
    "lead": "chủ trì",
    "partners": "phối hợp",
    "deadline": "thời hạn",
    "product": "sản phẩm",
    "positions": "chức vụ",
    "type": "loại",
    "symbol": "số ký hiệu",
    "date": "ngày",
    "issuer": "cơ quan ban hành",
    "title": "trích yếu",
    "body": "cơ quan họp",
    "whose": "của cơ quan, địa phương",
    "ordinal": "lần thứ",
    "counted": "đếm",
    "total": "tổng số",
    "parts": "phần",
    "source": "chỉ tiêu của văn bản",
    "expected": "dự kiến",
    "vote": "hình thức",
    "subject": "về ai, việc gì",
    "position": "chức vụ",
    "denominator": "mẫu số",
    "denominator_of": "tỷ lệ tính trên",
    "issued": "phiếu phát ra",
    "returned": "phiếu thu về",
    "valid": "phiếu hợp lệ",
    "invalid": "phiếu không hợp lệ",
    "rated": "được xếp loại",
    "nature": "loại",
    "words": "nội dung",
    "speaker": "ai nói",
    "voice": "tư cách",
    "cause": "nguyên nhân",
    "to": "gửi tới",
}
_QUARTER = ("", "I", "II", "III", "IV")


def number(value: Decimal, decimals: int = 0) -> str:
    """A number as Vietnamese prints it, with at least `decimals` digits after the comma.

    >>> number(Decimal("16900")), number(Decimal("13.4"), 2), number(Decimal("-0.5"))
    ('16.900', '13,40', '-0,5')
    """
    places = max(decimals, len(f"{value:f}".rstrip("0").partition(".")[2]))
    return f"{value:,.{places}f}".translate(str.maketrans(",.", ".,"))


def value(fact: IndicatorStatement) -> str:
    """The value with bound and unit: `hơn 3,2 tỷ USD`, `50–55 %`, `25/28 chỉ tiêu`, `thứ 2/63`."""
    if fact.value is None:
        return "—"
    printed = number(fact.value, fact.decimals)
    if fact.value_max is not None:
        printed = f"{printed}–{number(fact.value_max, fact.decimals)}"
    if fact.out_of is not None:
        printed = f"{printed}/{number(fact.out_of)}"
    if fact.measure == "rank":
        return f"nhóm {printed} dẫn đầu" if fact.bound == "at_most" else f"thứ {printed}"
    way = {"up": "tăng", "down": "giảm"}.get(fact.direction or "") if fact.measure == "change" else None
    return " ".join(part for part in (way, BOUND.get(fact.bound), printed, fact.unit) if part)


@lru_cache(4096)
def period(text: str | None) -> str:
    """A period of the fact format in words.

    >>> period("2023-Q3"), period("2023-01/2023-09"), period("2021/2025"), period("2023-11-27")
    ('quý III/2023', '9 tháng đầu năm 2023', 'giai đoạn 2021–2025', '27/11/2023')
    """
    if not text:
        return ""
    first, slash, last = text.partition("/")
    if not slash:
        return _moment(first)
    months = re.fullmatch(r"(\d{4})-01/\1-(\d\d)", text)
    if months and months[2] != "12":
        return f"{int(months[2])} tháng đầu năm {months[1]}"
    if len(first) == len(last) == 4:
        return f"giai đoạn {first}–{last}"
    return f"{_moment(first)} – {_moment(last)}"


def period_told(text: str | None) -> str:
    """As `period`, with the word for a year before it: what stands alone in a page, a name or the trail.

    >>> period_told("2026"), period_told("2026-Q3")
    ('năm 2026', 'quý III/2026')
    """
    printed = period(text)
    return f"năm {printed}" if re.fullmatch(r"\d{4}", printed) else printed


def _moment(text: str) -> str:
    if match := re.fullmatch(r"(\d{4})-Q([1-4])", text):
        return f"quý {_QUARTER[int(match[2])]}/{match[1]}"
    if match := re.fullmatch(r"(\d{4})-H([12])", text):
        return f"6 tháng {'đầu' if match[2] == '1' else 'cuối'} năm {match[1]}"
    if match := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", text):
        return f"{match[3]}/{match[2]}/{match[1]}"
    if match := re.fullmatch(r"(\d{4})-(\d\d)", text):
        return f"tháng {int(match[2])}/{match[1]}"
    return text


def base(text: str | None) -> str:
    """What a number is compared with, in words.

    >>> base("year:2022")
    'năm 2022'
    """
    if text and text.startswith("year:"):
        return f"năm {text.removeprefix('year:')}"
    return BASE.get(text or "", text or "")


def part(counted: Part) -> str:
    """One part of a count: `vượt 15`, `tín nhiệm cao 78 (97,5%)`."""
    said = [PART.get(counted.label, counted.label)]
    if counted.count is not None:
        said.append(number(counted.count))
    if counted.percent is not None:
        share = f"{number(counted.percent, counted.decimals)}%"
        said.append(f"({share})" if counted.count is not None else share)
    return " ".join(said)


def parts(counted: list[Part]) -> str:
    """The parts of a count in one line."""
    return "; ".join(part(one) for one in counted)


def whole(fact: VoteResult) -> str:
    """What 100 % of a vote is: `60 (tổng số đại biểu)`; "" where the text does not say."""
    size = number(fact.denominator) if fact.denominator is not None else ""
    of = DENOMINATOR.get(fact.denominator_of or "", "")
    return f"{size} ({of})" if size and of else size or of


def field(name: str) -> str:
    """A field's name as an official says it.

    >>> field("positions.0")
    'chức vụ 1'
    """
    first, _, rest = name.partition(".")
    return FIELD.get(first, first) + (f" {int(rest) + 1}" if rest.isdecimal() else "")


def heading(kind: Kind, fact: Fact) -> str:
    """One line that tells which fact this is."""
    match fact:
        case IndicatorStatement():
            return f"{fact.full_name}: {value(fact)}"
        case VerdictCount():
            of = f" (trong {number(fact.total)})" if fact.total is not None else ""
            return f"{fact.counted}: {parts(fact.parts)}{of}"
        case VoteResult():
            return f"{fact.subject or VOTE.get(fact.vote, fact.vote)}: {parts(fact.parts)}"
        case RatingCount():
            return f"{fact.rated}: {parts(fact.parts)}"
    match kind:
        case "task":
            return str(getattr(fact, "action", ""))
        case "person":
            positions = ", ".join(getattr(fact, "positions", ()))
            return ", ".join(part for part in (str(getattr(fact, "name", "")), positions) if part)
        case "citation":
            named, title = str(getattr(fact, "type", "")), str(getattr(fact, "title", None) or "")
            if title.lower().startswith(named):  # a law's title begins with the word itself
                named = ""
            return " ".join(part for part in (named, getattr(fact, "symbol", None), title) if part)
        case "meeting":
            ordinal = getattr(fact, "ordinal", None)
            return str(getattr(fact, "body", "")) + (f", lần thứ {ordinal}" if ordinal else "")
        case _:
            return str(getattr(fact, "words", ""))
