"""The other side of what was told: what it costs, what it is worth, where its money comes from.

"giá cà phê 98.500 đồng/kg; hồ tiêu 97.000 đồng/kg"                giá hồ tiêu
"lượng gạo xuất khẩu đạt 152 tấn, trị giá 5 triệu USD"              trị giá gạo xuất khẩu
"(ngân sách huyện 20 tỷ, xã hội hóa 12 tỷ)"                         nguồn xã hội hóa
"đóng góp 8.500 ngày công và 14 tỷ đồng"                            số tiền đóng góp
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from dondoc.extraction.grammar import Quantity

_PER_GOODS = ("/kg", "/tấn", "/tạ", "/lít", "/con", "/quả", "/bó", "/m3", "/m2")
_SOURCE = re.compile(
    r"(?<!\w)(?:ngân sách|vốn|nguồn|xã hội hóa|nhân dân đóng góp|dân góp|doanh nghiệp (?:đóng góp|tài trợ)"
    r"|tài trợ|viện trợ|đối ứng)(?!\w)"
)
_SOCIAL = ("xã hội hóa", "xã hội hoá")
_LED_BY_VALUE = re.compile(r"\s*(?:trị giá|giá trị|đạt giá trị|kim ngạch)(?: [^\W\d]+){0,2} $")
_BULK = re.compile(r"^(?:lượng|khối lượng|số lượng|sản lượng) ", re.IGNORECASE)
_GIVEN = re.compile(
    r"(?<!\w)(đóng góp|hiến|ủng hộ|quyên góp|góp)(?: được| thêm)?(?: (?:hơn|gần|trên|khoảng))? $"
)
_GAVE = re.compile(
    r" (?:đã |cùng |tự nguyện )*(đóng góp|ủng hộ|tài trợ|quyên góp|hiến)"
    r"(?: (?:được|thêm|số tiền|hơn|gần|trên|khoảng))* ?"
)
_REVENUE = re.compile(r"(?:tổng )?thu (?:ngân sách|nsnn)(?!\w)")
_PAID_EACH = re.compile(
    r"(?<!\w)(hỗ trợ|thưởng|trợ cấp|bồi thường|tặng|trao|khen thưởng)(?: [^\W\d]+){0,2}? "
    r"((?:cho )?(?:mỗi|từng) [^,;:()\d]{2,60}?)(?: (?:là|với|số tiền|mức|trị giá|hơn|gần|trên|khoảng))* $"
)
# "Một số mặt hàng tăng khá: dệt may 92 triệu USD": goods whose measure was told before
LISTS_GOODS = re.compile(
    r"\W*(?:(?:một số|các|những|nhiều|nhóm) )?(?:mặt hàng|thị trường|nhóm hàng|sản phẩm|địa phương|đơn vị)"
    r"(?! [^.;:()\d]{0,60}(?:kim ngạch|doanh thu|giá trị|sản lượng|vốn))[^.;:()\d]{0,60}: "
)
_FEW = 6  # words of goods or of a source


def given_by(flat: str, end: int, quantity: Quantity, said: str) -> str:
    """“nhân dân đóng góp 790 tỷ đồng”: who gave it, and that it was given."""
    if quantity.dimension != "money":
        return said
    gave = _GAVE.fullmatch(flat, end, quantity.start)
    return f"{said} {gave[1]}" if gave is not None else said


def spent(said: str, named: Iterable[str]) -> str:
    """“thu ngân sách 2.650 tỷ đồng; chi 4.120 tỷ đồng”: of the same budget."""
    if said.lower() not in {"chi", "tổng chi"}:
        return said
    revenue = any(_REVENUE.match(name.lower()) is not None for name in named)
    return f"{said} ngân sách" if revenue else said


def paid_each(flat: str, chunk: int, quantity: Quantity) -> tuple[str, str] | None:
    """“hỗ trợ mỗi xã 300 triệu đồng”: what is paid, and to whom each."""
    if quantity.dimension != "money":
        return None
    paid = _PAID_EACH.search(flat, chunk, quantity.start)
    return (paid[1], paid[2]) if paid is not None else None


def of_other(said: str, quantity: Quantity, previous: str) -> str | None:
    """`said` with what was told of `previous`: the price of other goods, the money of another source."""
    if quantity.dimension != "money" or len(said.split()) > _FEW:
        return None
    if _SOURCE.match(said.lower()) and _SOURCE.search(previous.lower()):
        return f"nguồn {said}" if said.lower().startswith(_SOCIAL) else said
    priced = previous.lower().startswith("giá ") and (quantity.unit or "").endswith(_PER_GOODS)
    return f"giá {said}" if priced else None


def worth(flat: str, chunk: int, quantity: Quantity, previous: str) -> str | None:
    """What goods told of by their bulk are worth."""
    if quantity.dimension != "money" or _BULK.match(previous) is None:
        return None
    return _BULK.sub("trị giá ", previous) if _LED_BY_VALUE.fullmatch(flat, chunk, quantity.start) else None


def given_too(flat: str, sentence: int, before: Quantity, quantity: Quantity) -> str | None:
    """A sum that was given beside land or work."""
    if quantity.dimension != "money" or before.dimension not in {"count", "area"}:
        return None
    given = _GIVEN.search(flat, sentence, before.start)
    return f"số tiền {given[1]}" if given is not None else None
