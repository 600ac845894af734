"""The lengths of time that measure: how long something takes, is granted for, is finished ahead.

"hoàn thành trước 2 năm so với mục tiêu"           how far ahead
"thời gian miễn tiền thuê đất 15 năm"              how long it is granted
"thời gian giải quyết kéo dài từ 18 - 24 tháng"    how long it takes
"cứ 15 phút có một chuyến"                         how often

All other lengths of time only name a period ("trong 5 năm qua").
"""

from __future__ import annotations

import re

from dondoc.extraction.grammar import Grammar, Quantity, bound_of
from dondoc.text.numbers import NUMBER, Number, number_at
from dondoc.text.units import Unit

_TIMES = frozenset(["năm", "tháng", "ngày", "giờ", "phút"])
_NEAR = 90  # characters
_LASTS = re.compile(
    r"(?:thời (?:gian|hạn) (?:được )?(?:miễn|hỗ trợ|cho vay|vay|ưu đãi|giải quyết|xử lý|cấp|đăng ký|chờ|"
    r"đi lại|di chuyển|thông quan|làm thủ tục|khám|nằm viện|thẩm định)"
    r"|ngày (?:điều trị|nằm viện|lưu trú))(?!\w)"
    r"[^,;.:()\d]{0,60}$"
    # "được miễn học phí tối đa 3 năm", "miễn tiền thuê đất với mức lần lượt là 15 năm, 30 năm"
    r"|(?<!\w)miễn(?:,? giảm)? (?:tiền|thuế|phí|lệ phí|học phí|viện phí|lãi)(?!\w)[^;.:()\d]{0,60}"
    r"(?<!\w)(?:mức|trong|thời hạn|thời gian|tối đa)(?: lần lượt)?(?: là)?"
    r"(?: \d{1,2} (?:năm|tháng)(?:,| và))* $"
    # "hỗ trợ tạm cư cho 20 hộ trong thời gian 1 năm"
    r"|(?<!\w)(?:hỗ trợ|trợ cấp|cho vay)(?!\w)[^;.:()\d]{0,60}(?:\d{1,5} [^;.:()\d]{1,40})?"
    r"(?<!\w)trong (?:thời gian|thời hạn)(?: (?:tối đa|tối thiểu|ít nhất))? $"
    # "thời gian thực hiện thủ tục kéo dài từ 18 - 24 tháng"; a project's years are its period
    r"|(?<!\w)thời gian (?!qua|tới|này|đó|đầu|gần|vừa|thực hiện (?:dự án|đề án|kế hoạch|chương trình))"
    r"[^,;.:()\d]{2,60} (?:kéo dài|rút ngắn|giảm|chỉ còn|xuống còn|còn|mất)"
    r"(?: (?:từ|còn|xuống|xuống còn|tới|đến|khoảng|hơn|gần|trung bình|bình quân"
    r"|\d{1,3} (?:năm|tháng|ngày|giờ|phút)))* $"
)
_AHEAD = re.compile(
    r"(?:hoàn thành|về đích|vượt|đạt|sớm|xong)(?: [^,;.]{0,24})? (?:trước|sớm)(?: hạn)? $|vượt trước $"
)
_AHEAD_OF = re.compile(r"\s?(?:\(|so |;|,|\.|$|kế hoạch)")
_ON_TO = re.compile(r" (?:làm việc )?(?:xuống|còn|lên)(?!\w)")
_EVERY = re.compile(r"(?:cứ|bình quân|trung bình|tương đương|tần suất|giãn cách)(?: \w+){0,2} $")
_ONE_GOES = re.compile(r" (?:lại |sẽ )?(?:có )?(?:một|0?1) (?:chuyến|lượt|xe|tàu|phà|đò)(?!\w)")
_FROM = re.compile(rf"(?:từ )?({NUMBER}) ?(?:-|đến) ?$")
_FROM_NEAR = 14  # characters


def length_of_time(
    flat: str, at: int, number: Number, unit: Unit, tail: str, rules: Grammar
) -> Quantity | None:
    """The length of time at a number, None where it only names a period."""
    word = flat[unit.start : unit.end]
    if word in _TIMES and (measured := _measured(flat, at, number, unit, tail, rules)) is not None:
        return measured
    if word not in {"năm", "tháng", "ngày"} or not _AHEAD.search(tail):
        return None
    if not _AHEAD_OF.match(flat[unit.end : unit.end + 4]):
        return None
    return Quantity(at, unit.end, at, number.value, word, "time_ahead", decimals=number.decimals)


def _measured(flat: str, at: int, number: Number, unit: Unit, tail: str, rules: Grammar) -> Quantity | None:
    low = _FROM.search(flat, max(0, at - _FROM_NEAR), at)
    first = low.start() if low is not None else at
    lasts = _LASTS.search(flat, max(0, first - _NEAR), first) is not None
    often = (
        not lasts
        and _ONE_GOES.match(flat, unit.end) is not None
        and _EVERY.search(flat, max(0, first - _NEAR), first) is not None
    )
    if not lasts and not often:
        return None
    word = flat[unit.start : unit.end]
    if low is not None and (read := number_at(flat, low.start(1))) is not None:
        return Quantity(
            first, unit.end, low.start(1), read[1].value, word, "duration", value_max=number.value,
            bound="range", decimals=max(number.decimals, read[1].decimals),
        )  # fmt: skip
    bound, width = bound_of(tail, rules)
    if tail.endswith("từ ") and _ON_TO.match(flat, unit.end) is not None:
        width = len("từ ")  # "rút ngắn từ 10 ngày còn 6 ngày": where it started
    return Quantity(
        at - width, unit.end, at, number.value, word, "duration", bound=bound, decimals=number.decimals
    )
