"""A verdict's reasons as sentences, in the reader's language; `in_vietnamese` for papers and frozen boards.

under_floor, observed 7.18, low 7.5, gap 0.32  →  "7,18 %: thấp hơn mức phải đạt 7,5 %, còn thiếu 0,32 %."
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import partial

from django.utils.translation import gettext, gettext_lazy, ngettext, override

from dondoc.records.contradiction import Certainty, Contradiction, ContradictionKind
from dondoc.records.plan import Period
from dondoc.records.verdict import Judgement, Reason, Value, Verdict
from dondoc.web.core.quantities import number_text
from dondoc.web.core.templatetags.dondoc import day, period
from dondoc.web.judgement.models import VerdictChoice

# code → its sentence; names in braces are the reason's values, already written
SENTENCES: Mapping[str, object] = {
    "waiting_document": gettext_lazy("Chưa có văn bản đã ban hành đứng sau chỉ tiêu này nên chưa kết luận."),
    "no_figure_yet": gettext_lazy("Chưa có số thực hiện nào trong kỳ."),
    "no_figure": gettext_lazy("Kỳ đã hết mà chưa có số thực hiện. Không có số không phải là không đạt."),
    "no_parts": gettext_lazy("Chỉ tiêu gồm nhiều thành phần nhưng chưa có thành phần nào được nhập."),
    "so_far": gettext_lazy("Số mới nhất dùng để kết luận: {period}."),
    "under_floor": gettext_lazy("{observed}: thấp hơn mức phải đạt {low}, còn thiếu {gap}."),
    "at_floor": gettext_lazy("{observed}: bằng mức phải đạt {low}."),
    "over_floor": gettext_lazy("{observed}: cao hơn {high}, vượt."),
    "over_ceiling": gettext_lazy("{observed}: cao hơn mức cho phép {high} là {gap}."),
    "at_ceiling": gettext_lazy("{observed}: bằng mức cho phép {high}."),
    "under_ceiling": gettext_lazy("{observed}: thấp hơn {low}, tốt hơn chỉ tiêu."),
    "in_range": gettext_lazy("{observed}: nằm trong khoảng {low}–{high}."),
    "in_band": gettext_lazy("{observed}: nằm trong khoảng {low}–{high}."),
    "out_of_band": gettext_lazy("{observed}: nằm ngoài khoảng {low}–{high}."),
    "equal": gettext_lazy("{observed}: đúng bằng chỉ tiêu."),
    "not_equal": gettext_lazy("{observed}: khác chỉ tiêu {low}."),
    "rounded": gettext_lazy("Số tính được {exact} làm tròn thành {observed} để so đúng chữ số của chỉ tiêu."),
    "share": gettext_lazy("Bằng {share} kế hoạch."),
    "nearly_rule": gettext_lazy(
        "Kết quả tới {near} chỉ tiêu; ngưỡng “cơ bản đạt” do cơ quan đặt là {threshold}."
    ),
    "by_estimate": gettext_lazy("Theo số ước thực hiện; có thể đổi khi có số chính thức."),
    "by_preliminary": gettext_lazy("Theo số sơ bộ; có thể đổi khi có số chính thức."),
    "before_the_end": gettext_lazy("Kỳ chưa hết (đến {end})."),
    "already": gettext_lazy("Số cộng dồn đã tới mức phải đạt nên không còn phụ thuộc phần còn lại của kỳ."),
    "cannot_fall": gettext_lazy("Số cộng dồn đã quá mức cho phép và không giảm lại được."),
    "no_whole_figure": gettext_lazy("Kỳ đã hết nhưng chưa có số của {period}."),
    "path_due": gettext_lazy("Theo lộ trình, đến {end} phải được {due}."),
    "time_due": gettext_lazy("Chia đều theo thời gian, đến {end} phải được {due} ({share} chỉ tiêu)."),
    "pace_ahead": gettext_lazy("Đã được {observed}: vượt tiến độ."),
    "pace_on_pace": gettext_lazy("Đã được {observed}: đạt tiến độ."),
    "pace_behind": gettext_lazy("Mới được {observed}: chậm tiến độ, có nguy cơ không đạt."),
    # of a list, where there is room for one sentence
    "behind_by": gettext_lazy("Đến {end} phải được {due}, mới được {observed}."),
    "rate_compared": gettext_lazy("Tốc độ từ đầu kỳ so thẳng với mục tiêu của cả kỳ."),
    "holds_now": gettext_lazy("Đang giữ được; kết luận khi hết kỳ."),
    "assessed_at_end": gettext_lazy("Số tại thời điểm, không chia đều theo tháng: cuối kỳ mới đánh giá."),
    "parts": gettext_lazy("{same}/{total} thành phần: {verdict}. Chỉ đạt khi mọi thành phần đều đạt."),
}
_SHARES = {"share", "near", "threshold"}
_NUMBERS = {"observed", "low", "high", "gap", "exact", "due"}


def verdict_word(verdict: Verdict | str) -> str:
    """Vượt, đạt, không đạt … in the reader's language."""
    return str(VerdictChoice(str(verdict)).label)


def decimal_text(value: Decimal | Fraction, digits: int = 2) -> str:
    """An exact number for people: at most so many digits where it does not end, otherwise as it is."""
    if isinstance(value, Fraction):
        value = (Decimal(value.numerator) / Decimal(value.denominator)).quantize(
            Decimal(1).scaleb(-digits), ROUND_HALF_UP
        )
        value = value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
    return number_text(value)


def share_text(share: Fraction, digits: int = 1) -> str:
    """3/4 → "75 %"."""
    return f"{decimal_text(share * 100, digits)} %"


def sentence(reason: Reason) -> str:
    """One reason in the reader's language; a code without words is told as it is."""
    words = SENTENCES.get(reason.code)
    if words is None:
        return reason.code
    values = dict(reason.values)
    code = reason.code
    if code == "time_due" and "share" not in values:
        values["share"] = ""
    unit = str(values.pop("unit", ""))
    return str(words).format(**{name: _written(name, value, unit) for name, value in values.items()})


def _written(name: str, value: Value, unit: str) -> str:
    if name in _SHARES and isinstance(value, Fraction):
        return share_text(value, 2 if name == "near" else 1)
    if name == "verdict":
        return verdict_word(str(value)).lower()
    if isinstance(value, Period):
        return period(str(value))
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Decimal | Fraction):
        return f"{decimal_text(value)} {unit}".strip() if name in _NUMBERS else decimal_text(value)
    return str(value)


def sentences(judgement: Judgement) -> list[str]:
    """All reasons, in the order they were weighed."""
    return [sentence(reason) for reason in judgement.reasons]


def in_vietnamese(write: Callable[[], list[str]]) -> list[str]:
    """The same in Vietnamese, whatever the reader's language: for papers and what is frozen."""
    with override("vi"):
        return write()


def vietnamese_sentences(judgement: Judgement) -> list[str]:
    return in_vietnamese(partial(sentences, judgement))


def score_words(met: int, total: int) -> str:
    """25/28 chỉ tiêu đạt và vượt."""
    return gettext("%(met)s/%(total)s chỉ tiêu đạt và vượt") % {"met": met, "total": total}


def total_words(total: int) -> str:
    """Sổ có 27 chỉ tiêu của văn bản này."""
    return ngettext(
        "Sổ có %(total)s chỉ tiêu của văn bản này", "Sổ có %(total)s chỉ tiêu của văn bản này", total
    ) % {"total": total}


# --- contradictions --------------------------------------------------------------------------------------

KIND_WORDS: Mapping[ContradictionKind, object] = {
    ContradictionKind.SHARES: gettext_lazy("Tỷ trọng không cộng thành 100 %"),
    ContradictionKind.SHARE: gettext_lazy("Tỷ lệ không khớp số đếm"),
    ContradictionKind.EQUIVALENT: gettext_lazy("Quy đổi hai loại tiền"),
    ContradictionKind.MULTIPLE: gettext_lazy("Gấp mấy lần"),
    ContradictionKind.GROWTH: gettext_lazy("Mức tăng, giảm không khớp số kỳ trước"),
    ContradictionKind.ATTAINMENT: gettext_lazy("So kế hoạch không khớp"),
    ContradictionKind.COUNT_PARTS: gettext_lazy("Số chỉ tiêu không cộng khớp"),
    ContradictionKind.COUNT: gettext_lazy("Số chỉ tiêu khác nhau"),
    ContradictionKind.VALUE: gettext_lazy("Hai số cho cùng một việc"),
    ContradictionKind.SUM: gettext_lazy("Tổng không khớp các dòng"),
    ContradictionKind.UNATTAINABLE: gettext_lazy("Các mục tiêu khó cùng đạt"),
}
CONTRADICTION_SENTENCES: Mapping[tuple[ContradictionKind, Certainty], object] = {
    (ContradictionKind.SHARES, Certainty.CONTRADICTS): gettext_lazy(
        "Các phần cộng lại được {total} %, lệch {difference} điểm; làm tròn không giải thích được."
    ),
    (ContradictionKind.SHARE, Certainty.CONTRADICTS): gettext_lazy(
        "Số đếm cho {ratio} %, văn bản in {printed} %; {printed} % khớp với tổng {fits}."
    ),
    (ContradictionKind.EQUIVALENT, Certainty.CONTRADICTS): gettext_lazy(
        "Tỷ giá suy ra {low}–{high} đồng/USD ở một chỗ, {other_low}–{other_high} ở chỗ khác."
    ),
    (ContradictionKind.EQUIVALENT, Certainty.IMPLIES): gettext_lazy(
        "Suy ra tỷ giá {low}–{high} đồng/USD; cần đối chiếu với tỷ giá bình quân của kỳ."
    ),
    (ContradictionKind.MULTIPLE, Certainty.CONTRADICTS): gettext_lazy(
        "In gấp {times} lần, tính ra {ratio} lần."
    ),
    (ContradictionKind.MULTIPLE, Certainty.IMPLIES): gettext_lazy(
        "Suy ra số được so phải từ {low} đến {high}; chưa có số đó trong sổ để đối chiếu."
    ),
    (ContradictionKind.GROWTH, Certainty.CONTRADICTS): gettext_lazy(
        "In {printed} {unit}, tính từ hai số thì được {reckoned}."
    ),
    (ContradictionKind.ATTAINMENT, Certainty.CONTRADICTS): gettext_lazy(
        "In {printed} %, kết quả chia kế hoạch là {share} %; không khớp kế hoạch của cấp giao nào."
    ),
    (ContradictionKind.COUNT_PARTS, Certainty.CONTRADICTS): gettext_lazy(
        "Văn bản in {printed}, các phần cộng lại là {total}."
    ),
    (ContradictionKind.COUNT, Certainty.CONTRADICTS): gettext_lazy(
        "Cùng một văn bản giao, cùng kỳ: một nơi đếm {one}, nơi kia đếm {other} chỉ tiêu."
    ),
    (ContradictionKind.VALUE, Certainty.CONTRADICTS): gettext_lazy(
        "{name}, {period}: {one} và {other} {unit}, chênh {difference}; cùng cơ quan, cùng loại số."
    ),
    (ContradictionKind.SUM, Certainty.CONTRADICTS): gettext_lazy(
        "Bảng in tổng {printed}, {rows} dòng cộng lại được {total}, chênh {difference}."
    ),
    (ContradictionKind.UNATTAINABLE, Certainty.CONTRADICTS): gettext_lazy(
        "Để cùng đạt, từ {first} đến {last} mỗi năm phải {needed} % (các số đã in cho phép {low}–{high} %)."
    ),
}


_ONE_YEAR_LEFT = gettext_lazy(
    "Để cùng đạt, năm {last} phải {needed} % (các số đã in cho phép {low}–{high} %)."
)


def kind_word(kind: ContradictionKind) -> str:
    """What does not fit, in a few words."""
    return str(KIND_WORDS[kind])


def contradiction_sentence(one: Contradiction) -> str:
    """The numbers that show it."""
    words = CONTRADICTION_SENTENCES[one.kind, one.certainty]
    if one.kind is ContradictionKind.UNATTAINABLE and one["first"] == one["last"]:
        words = _ONE_YEAR_LEFT
    values = {name: _plain_number(value) for name, value in one.values}
    if one.kind is ContradictionKind.SHARE:
        values.setdefault("fits", "?")
    if one.kind is ContradictionKind.COUNT:  # "25/28", of which one number may be unknown
        values |= {
            name: side.number.removeprefix("?/")
            for name, side in zip(("one", "other"), one.sides, strict=True)
        }
    if values.get("name"):
        values["name"] = values["name"][:1].upper() + values["name"][1:]
    return str(words).format(**values).replace(" ,", ",")


def _plain_number(value: Value) -> str:
    if isinstance(value, Fraction):
        return decimal_text(value, 0 if abs(value) >= 1000 else 2)
    if isinstance(value, Period):
        return period(str(value))
    return decimal_text(value) if isinstance(value, Decimal) else str(value)
