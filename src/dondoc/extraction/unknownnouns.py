"""Numbers of things that no list of nouns has.

"19 máy bay và 14 ca nô"             told in one breath with a count, so a count too
"đã bố trí 45 hướng đạo viên"        behind a verb that has or does something
"12.500 kiện hàng"                   so large that it can only count
"""

from __future__ import annotations

import re

from dondoc.extraction.grammar import Grammar, Quantity, bound_of
from dondoc.text.numbers import Number, number_at

# Words that nothing is counted by: "chương trình 1719 tại tỉnh".
_NO_NOUN = frozenset(
    ["tại", "trên", "của", "và", "là", "đã", "trong", "cho", "với", "về", "ở", "từ", "đến", "được", "có",
     "do", "theo", "khi", "để", "nhằm", "sẽ", "thì", "mà", "các", "những", "này", "đó", "không", "chưa",
     "phải"]
)  # fmt: skip
_FEWEST = 2
_LARGE, _LARGE_GROUPED = 1000, 100  # from so many on a number counts what follows it
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_ONE_BREATH = 60  # characters from a count to the next of its list
# Verbs, by their last words, behind which a number of unknown things is what came of them.
_DONE_TO = re.compile(
    r"(?<!\w)(?:có|còn|được|đã có|xảy ra|bố trí|thu giữ|tịch thu|xây dựng|thành lập|trao|tặng|trao tặng|cấp"
    r"|mở|phát hiện|xử lý|tiếp nhận|kiểm tra|tổ chức|hỗ trợ|sửa chữa|trồng|thả|hoàn thành|triển khai|lắp đặt"
    r"|giải tán|tiêu hủy|phá hủy|hư hỏng|điều động|huy động|đào tạo|tuyển|tuyển dụng|tuyển sinh|khánh thành"
    r"|khởi công|di dời|xóa|triệt phá|giải cứu|cứu|vận chuyển|trang bị|bàn giao|phân phối|nuôi|sản xuất"
    r"|ghi nhận|công nhận|tìm thấy|tạm giữ|bắt giữ|thu được|dừng|đóng|lắp|lắp thí điểm|lắp thêm|mở mới"
    r"|ký|mua|bán|thuê|sở hữu|quản lý|sử dụng"
    r"|vận hành|thử nghiệm|bổ nhiệm|đình chỉ|thu hồi|thay|thay thế|phá dỡ|tháo dỡ|nhập|nhập khẩu|xuất khẩu"
    r"|đóng mới|đầu tư|khai thác|phục vụ|gồm|với|chỉ|thêm|hơn|gần|khoảng|ít nhất|tối đa|tổng cộng) $"
)
_GOES_ON = frozenset(
    ["bị", "cùng", "nhưng", "hoặc", "hay", "sau", "trước", "đang", "như", "mới", "khác", "nữa", "đầu", "cuối",
     "gồm", "bao", "đạt", "vẫn", "so", "tăng", "giảm"]
)  # fmt: skip
_ENDS_NOUN = _NO_NOUN | _GOES_ON
_ON_LINE = 80  # characters of a line that tell whether it is set in capitals
_WORD_AFTER = re.compile(r" ([^\W\d_]+)(?: ([^\W\d_]+))?")


def counted(
    flat: str, at: int, end: int, number: Number, tail: str, rules: Grammar, *, grouped: bool
) -> Quantity | None:
    """“320.000 kiện hàng”, "đã bố trí 45 hướng đạo viên": a large number, or one behind a verb of having.

    Args:
        flat: The folded text.
        at: Where the digits begin.
        end: Where they end.
        number: What they say.
        tail: The few characters before them.
        rules: The packs' bounds and units.
        grouped: Whether the digits are printed in groups: a year never is.
    """
    word = _WORD_AFTER.match(flat, end)
    if word is None or word[1] in _NO_NOUN or number.decimals:
        return None
    bound, width = bound_of(tail, rules)
    if number.value < (_LARGE_GROUPED if grouped else _LARGE):
        if number.value < _FEWEST or _DONE_TO.search(tail[: len(tail) - width]) is None:
            return None
    elif not grouped and _FIRST_YEAR <= number.value <= _LAST_YEAR:
        return None
    return _of_unknown(flat, at, at - width, number, word, bound)


def with_counts(flat: str, at: int, found: list[Quantity], rules: Grammar) -> Quantity | None:
    """“19 máy bay và 14 ca nô”: told in one breath with a count, so a count too."""
    last = found[-1] if found else None
    if last is None or last.dimension != "count" or not 0 < at - last.end <= _ONE_BREATH:
        return None
    between = flat[last.end : at]
    if not between.endswith((", ", "; ", " và ", " (", ": ")) or "." in between:
        return None
    read = number_at(flat, at)
    word = _WORD_AFTER.match(flat, read[0]) if read is not None else None
    if read is None or word is None or word[1] in _NO_NOUN or read[1].decimals:
        return None
    if read[1].value < _FEWEST or rules.units.at(flat, read[0]) is not None:
        return None
    return _of_unknown(flat, at, at, read[1], word, "exact")


def of_a_name(text: str, quantity: Quantity) -> bool:
    """“Công ty đầu tư 194 BOT”: whether what follows is a proper name, so that nothing is counted."""
    if quantity.known_unit:
        return False
    noun = quantity.noun_start
    if not text[noun].isupper():
        return False
    low = max(0, noun - _ON_LINE)
    return not text[max(low, text.rfind("\n", low, noun) + 1) : noun].isupper()


def _of_unknown(flat: str, at: int, start: int, number: Number, word: re.Match[str], bound: str) -> Quantity:
    end = word.end(2) if word[2] and word[2] not in _ENDS_NOUN else word.end(1)
    return Quantity(
        start, end, at, number.value, flat[word.start(1) : end], "count", bound=bound, weak=True,
        known_unit=False, noun_start=word.start(1),
    )  # fmt: skip
