"""The fields of a target as a table has them, and which column of somebody's table holds which.

    Chỉ tiêu | ĐVT | Kế hoạch 2026 | Sở Y tế | Xã Đông Sơn
    indicator  unit  value           for_body  for_body       the heading says for whom

A table may have one number a row, a column for each body, or a column for each period.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from dondoc import packs
from dondoc.exchange.fields import UNKNOWN, Field, Layout, Suggestion
from dondoc.records.plan import Period
from dondoc.text import dates
from dondoc.text.matcher import PhraseMatcher
from dondoc.text.normalize import fold

FOR_BODY, FOR_PERIOD = "for_body", "for_period"

TARGET_FIELDS = (
    Field("code", "Mã chỉ tiêu", 12, "Mã của hệ thống này, như CT-12; để trống với chỉ tiêu mới"),
    Field("indicator", "Tên chỉ tiêu", 50, "Bắt buộc: tên trong danh mục, hoặc tên mới"),
    Field("unit", "Đơn vị tính", 16, "tỷ đồng, %, xã …"),
    Field("body", "Cơ quan, địa phương", 28, "Ai phải đạt; để trống thì theo lựa chọn cho cả bảng"),
    Field("period", "Kỳ", 14, "2026, 2026-2030, quý III/2026, 6 tháng đầu năm 2026"),
    Field("measure", "Đại lượng", 16, "giá trị (để trống), mức tăng, giảm, tỷ trọng, thứ hạng …"),
    Field("comparator", "Cách so", 12, "≥, ≤, =, khoảng, đạt mọi thành phần; để trống thì theo chỉ tiêu"),
    Field("value", "Số phải đạt", 16, "16.900; ≥ 95; 50-55; từ 10,24% trở lên"),
    Field("value_max", "Đến (của khoảng)", 14, "Số cuối, khi cách so là khoảng"),
    Field("basis", "Cấp giao", 18, "Trung ương giao, HĐND, Cấp ủy, Đại hội, UBND giao, Cơ quan tự đặt"),
    Field("document_symbol", "Số, ký hiệu văn bản quyết định", 22, "08-NQ/TU; để trống nếu đã chọn văn bản"),
    Field("document_date", "Ngày văn bản", 12, "31/12/2026"),
    Field("document_title", "Trích yếu văn bản", 40, "Chỉ dùng khi văn bản chưa có trong sổ"),
    Field("decided_on", "Ngày quyết định", 14, "Khi chưa có văn bản trong sổ"),
    Field("baseline", "Giá trị đầu kỳ", 14, "Xuất phát từ số nào"),
    Field("baseline_period", "Kỳ của giá trị đầu kỳ", 14, "2025"),
    Field("time_rule", "Gộp theo thời gian", 22, "Để trống thì như của chỉ tiêu"),
    Field("unit_rule", "Gộp theo đơn vị", 22, "Để trống thì như của chỉ tiêu"),
    Field("components", "Thành phần", 44, "Tên: ≥ 20 %; tên: 50-55 %; dùng với “đạt mọi thành phần”"),
    Field("path", "Lộ trình kế hoạch", 44, "theo quý, cộng dồn: quý I/2026 = 100; quý II/2026 = 250"),
    Field("milestones", "Các mốc", 36, "2026 = 10; 2028 = 20"),
    Field("words", "Căn cứ, nguyên văn", 40, "Câu chữ của văn bản"),
    Field("note", "Ghi chú", 30, "Không đổi gì ở chỉ tiêu; giữ cùng lần nhập"),
    Field(FOR_BODY, "Số giao cho cơ quan ghi ở tiêu đề", 16, "Mỗi cơ quan một cột, tiêu đề là tên cơ quan"),
    Field(FOR_PERIOD, "Số của kỳ ghi ở tiêu đề", 16, "Mỗi kỳ một cột, tiêu đề là kỳ: Năm 2026, Năm 2027"),
)
# The template has one target a row: nothing in it is told by a heading.
TEMPLATE_FIELDS = tuple(field for field in TARGET_FIELDS if field.key not in (FOR_BODY, FOR_PERIOD))


@lru_cache(maxsize=1)
def _forms() -> PhraseMatcher[str]:
    known = packs.load()
    forms: dict[str, str] = {}
    columns = {"name": "indicator", "unit": "unit", "body": "body", "target": "value"}
    for entry in known.entries("value_columns"):  # results and growths are read from reports, not here
        forms |= {fold(form): columns.get(str(entry["id"]), "") for form in entry.get("forms", ())}
    for entry in known.entries("exchange_columns"):
        if str(entry["field"]).startswith("document_") or not entry["field"]:
            forms |= {fold(form): str(entry["field"]) for form in entry["forms"]}
    forms |= {fold("Tên chỉ tiêu"): "indicator", fold("Ghi chú"): "note", fold("Cấp giao"): "basis"}
    return PhraseMatcher(forms)


TARGETS = Layout(TARGET_FIELDS, ("indicator",), _forms, many=frozenset({FOR_BODY, FOR_PERIOD}))


def suggest(
    headings: Sequence[str],
    remembered: Mapping[str, str] | None = None,
    *,
    is_body: Callable[[str], bool] = lambda _name: False,
) -> tuple[Suggestion, ...]:
    """One suggestion a column of a table of targets.

    A heading that names a body, or of several that name periods, says for whom or when its numbers are.

    Args:
        headings: As printed.
        remembered: Folded heading → field, as decided before.
        is_body: Whether a name is one of a body.
    """
    made = list(TARGETS.suggest(headings, remembered))
    for place, heading in enumerate(headings):
        told = last_of(heading)
        if made[place].key in ("", "value", "body") and told and is_body(told):
            made[place] = Suggestion(FOR_BODY, f"tiêu đề là tên cơ quan “{told}”")
    if any(one.key == FOR_BODY for one in made):  # "Xã Mới" beside the other communes is no column of names
        known = {fold(field.title) for field in TARGET_FIELDS}
        for place, heading in enumerate(headings):
            if made[place].key == "body" and fold(heading) not in known:
                made[place] = UNKNOWN
    dated = [
        place
        for place, heading in enumerate(headings)
        if (made[place].key == "value" or made[place] == UNKNOWN) and period_of(heading) is not None
    ]
    if len(dated) > 1:
        for place in dated:
            made[place] = Suggestion(FOR_PERIOD, "tiêu đề là một kỳ, bảng có nhiều cột như vậy")
    return tuple(made)


def last_of(heading: str) -> str:
    """The lowest of a heading's lines: "Chia ra – Sở Y tế" names "Sở Y tế"."""
    return heading.rpartition(" – ")[2].strip()


def period_of(words: str) -> str | None:
    """The period that words name, in the fact format; None where they name none.

    >>> period_of("Kế hoạch năm 2026"), period_of("2026-2030"), period_of("Chỉ tiêu")
    ('2026', '2026/2030', None)
    >>> period_of("quý III/2026"), period_of("quý 9/2026")
    ('2026-Q3', None)
    """
    plain = " ".join(fold(words).split()).replace("giai đoạn ", "").replace("–", "-")
    first, dash, last = plain.partition("-")
    if dash and len(first) == len(last) == 4 and (first + last).isdigit():
        plain = f"{first}/{last}"
    try:
        return str(Period.parse(plain))
    except ValueError:
        pass
    if plain.isdigit():
        return None
    found = dates.find(plain, plain, None)
    value = found[-1].value if found else None
    if value is None or found[-1].inferred:
        return None
    if plain[: found[-1].span.start].rstrip().endswith("quý"):  # there is no "quý 9": not the month 9 either
        return None
    try:
        return str(Period.parse(value))
    except ValueError:
        return None
