"""Numbers with a whole: "25/28 chỉ tiêu", "thứ 2/63", "87,6/100 điểm", "1.045/3.980 tỷ đồng"."""

from __future__ import annotations

import re
from decimal import Decimal

from dondoc.extraction.grammar import Grammar, Quantity, bound_of, spelled
from dondoc.text.numbers import NUMBER, Number, number_at
from dondoc.text.units import Unit

OF_SO_MANY = re.compile(rf" (?:trong|trên) (?:tổng )?số ({NUMBER})(?= )")  # "4 trong số 14 chiếc"
# "14 dự án mới đi vào hoạt động trong tổng số 39 dự án": what those have done stands between
_OF_ALL_THOSE = re.compile(rf"((?: [^\W\d_]+){{1,10}}?)? (?:trong|trên) (?:tổng )?số ({NUMBER})(?= )")
OF_POINTS = re.compile(r"\s?/\s?(10{1,3})\s?điểm(?!\w)")
# "đóng góp 1/3 tổng sản phẩm": a part of all, in words of a fraction.
OF_ALL = re.compile(r" (?:tổng|số|diện tích|dân số|quân số|sản lượng|kim ngạch|thu ngân sách|quỹ đất)(?!\w)")
_SMALL = 10
_PLANNED = frozenset(["money", "area", "mass", "volume", "energy", "scale"])  # n of so much planned
_LARGE = 100  # n and m of at least so many are no date and no fraction
_PLACES = frozenset(["tỉnh", "địa phương", "tỉnh, thành phố", "tỉnh, thành"])
_HAVE_DONE = re.compile(
    r" (?:đã |chưa |được công nhận )?(?:có|đạt|hoàn thành|về đích|giải ngân|ban hành|tăng|giảm)(?!\w)"
)
# Nouns that are not counted alone but are in "84/84 đại biểu".
_TALLIED = frozenset(
    ["đại biểu", "nhiệm vụ", "nội dung", "kế hoạch", "tỉnh", "thành phố", "tỉnh, thành phố", "tỉnh, thành",
     "địa phương", "ngành", "sở", "đề án", "nghị quyết", "văn bản", "giải pháp", "đồng chí", "khu vực",
     "lĩnh vực", "chương trình", "ủy viên", "phiếu", "khoản thu", "mục tiêu",
     "nhóm chỉ tiêu", "nhóm"]
)  # fmt: skip
_WORK = frozenset(["nhiệm vụ", "văn bản"])  # papers only where they are checked or handled
_SEVERAL = 10  # tasks; fewer are those that the text goes on to name
# Few of these a text counts for its own order or by their names; so many are what an office has done.
_OF_OFFICES = frozenset(
    ["văn bản", "quyết định", "nghị quyết", "hội nghị", "ý kiến", "lượt ý kiến", "cuộc họp", "đợt", "báo cáo",
     "kế hoạch", "công văn", "thông báo", "biên bản", "chuyên đề", "nhiệm vụ",
     "đoàn kiểm tra", "đoàn công tác", "tổ công tác"]
)  # fmt: skip
_MANY = 50
# What they do it by: behind another word the number is a name ("Điều 63 Quyết định", "Tổ 52").
_DOES = re.compile(
    r"(?:^|[\u2029,;:(+•-] ?|(?<!\w)(?:hành|chức|nhận|có|là|được|đạt|gồm|hơn|gần|trên|khoảng|với|đã|giao|"
    r"xử lý|tra|giám sát|thẩm định|thêm|lập|khai|hoàn thành|thực hiện|còn|giải quyết|trình|ký|duyệt|mưu|"
    r"gửi|góp|tổng hợp|tổng số|ít nhất|tối thiểu|lấy|thu|chủ trì|dự|mở) )$"
)
_WORK_DONE = re.compile(
    r"(?:hoàn thành|quá hạn|trong hạn|đúng hạn|trước hạn|giao(?: .{0,16})?|được giao(?: .{0,16})?|chậm"
    r"|đề ra|đang thực hiện|chưa hoàn thành|chưa đến hạn|là|còn|có)(?: (?:được|trên|hơn))? $"
)
_WORK_AFTER = re.compile(r" (?:chuyển sang|quá hạn|trong hạn|đúng hạn|chưa hoàn thành|đang thực hiện)(?!\w)")
_CHECKED = re.compile(r"(?:kiểm tra|rà soát|phát hiện|thẩm định|xử lý|tiếp nhận|ban hành sai)(?: được)? $")
_LOOKED_AT = re.compile(
    r"(?<!\w)(?:kiểm tra|giám sát|thanh tra|khảo sát|thí điểm)(?!\w)[^.;:\d]{0,90} (?:tại|ở) $"
)
_LOOKED_NEAR = 110  # characters
_HELD = re.compile(
    r"(?:tổ chức|tiến hành|triển khai|mở|thực hiện|phát động|phát hành|ra quân|kiểm tra|thanh tra|biên chế"
    r"|cấp|xảy ra|xuất hiện|hứng chịu|trải qua|tuyển dụng|tuyển|đấu giá|hỗ trợ)(?: được| thành công)? $"
)
_ROUND_OF = re.compile(
    r" (?:với \d|kiểm tra|thanh tra|giám sát|truy quét|tuyên truyền|ra quân|cao điểm|triệu tập|tập huấn"
    r"|tuần tra|rà soát|khám|tiêm|phun|xả lũ|mưa|rét|nắng nóng|hạn|phát hành|diễn tập|hiến máu|quyên góp"
    r"|vận động|thi đua|đấu giá|tuyển)"
)
_BODY = r"(?:ban chấp hành|ban thường vụ|ủy ban kiểm tra|hội đồng|đoàn đại biểu|bch|btv|cấp ủy)"
_BODY_OF = re.compile(rf"(?<!\w){_BODY}(?!\w)[^.;:]{{0,80}} (?:gồm|gồm có|có) $")
_ELECTED = re.compile(r"bầu(?: ra| được| chọn)? $")
_BODY_NEAR = re.compile(rf"[^.;:\d]{{0,40}}(?<!\w){_BODY}(?!\w)")
_PARTED = re.compile(r"(?:chia (?:làm|thành|ra)|gồm|làm|thành) $")
_RANK_BEFORE = re.compile(r"(?:thứ|hạng|vị trí(?: số)?|top|tốp|thứ hạng|hạng thứ|xếp|nhóm) $")
_RANK_LEAD = re.compile(r"(?:(?:đứng|xếp|ở|đạt) )?(?:vị trí |hạng )?(?:thứ |hạng |vị trí )$")


def points(flat: str, at: int, number: Number, out_of: re.Match[str], rules: Grammar) -> Quantity:
    """“87,6/100 điểm”: a score and the highest there is."""
    bound, width = bound_of(flat[max(0, at - 28) : at], rules)
    return Quantity(
        at - width, out_of.end(), at, number.value, "điểm", "score", out_of=Decimal(out_of[1]), bound=bound,
        decimals=number.decimals,
    )  # fmt: skip


def places(flat: str, at: int, number: Number, unit: Unit, rules: Grammar, tail: str) -> Quantity | None:
    """“16 tỉnh có 100% số xã đạt chuẩn”: provinces are counted where they have done something."""
    word = flat[unit.start : unit.end]
    many = word in _OF_OFFICES and number.value >= _MANY and _DOES.search(tail) is not None
    if many and not flat.startswith((":", " sau", " này", " nêu"), unit.end):
        bound, width = bound_of(tail, rules)
        return Quantity(
            at - width, unit.end, at, number.value, word, "count", bound=bound, weak=True,
            noun_start=unit.start,
        )  # fmt: skip
    if word == "đồng chí":
        return _members(flat, at, number, unit, rules, tail)
    if word == "đợt":
        return _rounds(flat, at, number, unit, rules, tail)
    if word in _WORK:
        return _work(flat, at, number, unit, rules, tail)
    if word not in _PLACES or tail.endswith(("các ", "của ", "số ", "ubnd ", "với ", "trong ")):
        return None
    if _HAVE_DONE.match(flat, unit.end) is None and not _looked_at(flat, at):
        return None
    bound, width = bound_of(tail, rules)
    return Quantity(
        at - width, unit.end, at, number.value, word, "count", bound=bound, weak=True, noun_start=unit.start
    )


def _looked_at(flat: str, at: int) -> bool:
    """“kiểm tra công tác cải cách hành chính tại 6 địa phương”: so many were looked into."""
    return _LOOKED_AT.search(flat, max(0, at - _LOOKED_NEAR), at) is not None


def _rounds(flat: str, at: int, number: Number, unit: Unit, rules: Grammar, tail: str) -> Quantity | None:
    """“tổ chức 12 đợt kiểm tra”: rounds of work that were done, not those something is parted into."""
    done = _HELD.search(tail) is not None or _ROUND_OF.match(flat, unit.end) is not None
    if not done or flat.startswith((":", " sau"), unit.end) or _PARTED.search(tail) is not None:
        return None
    bound, width = bound_of(tail, rules)
    return Quantity(
        at - width, unit.end, at, number.value, "đợt", "count", bound=bound, weak=True, noun_start=unit.start
    )


def _members(flat: str, at: int, number: Number, unit: Unit, rules: Grammar, tail: str) -> Quantity | None:
    """“Ban Chấp hành khóa X gồm 34 đồng chí”: how large a body is; not who came."""
    elected = _ELECTED.search(tail) is not None and _BODY_NEAR.match(flat, unit.end) is not None
    if not elected and _BODY_OF.search(flat, max(0, at - _LOOKED_NEAR), at) is None:
        return None
    bound, width = bound_of(tail, rules)
    return Quantity(
        at - width, unit.end, at, number.value, "đồng chí", "count", bound=bound, noun_start=unit.start
    )


def _work(flat: str, at: int, number: Number, unit: Unit, rules: Grammar, tail: str) -> Quantity | None:
    """“đã hoàn thành 987 nhiệm vụ, quá hạn 38 nhiệm vụ”: tasks handed out, not those of a list."""
    word = flat[unit.start : unit.end]
    done = _CHECKED if word == "văn bản" else _WORK_DONE
    told = done.search(tail) is not None and (number.value >= _SEVERAL or word == "văn bản")
    if flat.startswith((":", " sau"), unit.end) or not (told or _WORK_AFTER.match(flat, unit.end)):
        return None
    bound, width = bound_of(tail, rules)
    return Quantity(
        at - width, unit.end, at, number.value, word, "count", bound=bound, weak=True,
        noun_start=unit.start,
    )  # fmt: skip


def _of_plan(at: int, number: Number, m: Decimal, unit: Unit, rules: Grammar, tail: str) -> Quantity | None:
    """“1.045/3.980 tỷ đồng”, "405,35/340 ha": so much of what was planned; it may be more."""
    if unit.dimension == "not_counted":
        return None
    symbol, dimension = spelled(unit)
    bound, width = bound_of(tail, rules)
    return Quantity(
        at - width, unit.end, at, number.value, symbol, "tally" if dimension == "count" else dimension,
        out_of=m, bound=bound,
        decimals=number.decimals, noun_start=unit.start,
    )  # fmt: skip


def of_so_many(flat: str, at: int, number: Number, unit: Unit, rules: Grammar, tail: str) -> Quantity | None:
    """“14 dự án mới đi vào hoạt động trong tổng số 39 dự án”: so many of all of them."""
    of_all = _OF_ALL_THOSE.match(flat, unit.end)
    whole = number_at(flat, of_all.start(2)) if of_all is not None else None
    if of_all is None or whole is None or number.value > whole[1].value:
        return None
    other = rules.units.at(flat, whole[0])
    if other is None or not other.symbol.startswith(unit.symbol):
        return None
    bound, width = bound_of(tail, rules)
    done = of_all[1] is not None  # what they have done, told before the whole
    return Quantity(
        at - width, other.end, at, number.value, unit.symbol, "tally", out_of=whole[1].value, bound=bound,
        noun_start=unit.start if done else other.start,
    )  # fmt: skip


def tally(
    flat: str, at: int, number: Number, fraction: re.Match[str], rules: Grammar, tail: str
) -> Quantity | None:
    """n/m: a tally where a noun follows, a rank where the words before say so."""
    whole = number_at(flat, fraction.start(1))
    if whole is None:
        return None
    n, m = number.value, whole[1].value
    unit = rules.units.at(flat, fraction.end())
    # A unit that stands in one breath with others is what its first noun is.
    word = flat[unit.start : unit.end].partition(",")[0] if unit is not None else ""
    counted = unit is not None and unit.dimension == "not_counted" and word in _TALLIED
    if unit is not None and not counted and (unit.dimension in _PLANNED or min(n, m) >= _LARGE):
        return _of_plan(at, number, m, unit, rules, tail)
    if number.decimals or whole[1].decimals:
        return None
    if _RANK_BEFORE.search(tail) and not tail.endswith("nhóm "):
        lead = _RANK_LEAD.search(tail)
        start = at - (len(tail) - lead.start()) if lead else at
        return Quantity(start, fraction.end(), at, n, None, "rank", out_of=m)
    if n < m <= _SMALL and OF_ALL.match(flat, fraction.end()) is not None:
        bound, width = bound_of(tail, rules)
        return Quantity(at - width, fraction.end(), at, n, None, "percent", out_of=m, bound=bound)
    if unit is None or n > m or not m:
        return None
    if unit.dimension == "not_counted" and not counted and flat[unit.start : unit.end] not in _TALLIED:
        return None
    symbol = unit.symbol if unit.dimension != "not_counted" else flat[unit.start : unit.end]
    if unit.dimension not in {"count", "not_counted"} and symbol != "điểm":
        return None
    bound, width = bound_of(tail, rules)
    return Quantity(
        at - width, unit.end, at, n, symbol, "tally", out_of=m, bound=bound, noun_start=unit.start
    )
