"""How pages print a document's place in its chain and its life."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy

from dondoc.records.coverage import Commitment, CoverageRow, CoverageState
from dondoc.web.checks.words import when
from dondoc.web.core.quantities import number_text
from dondoc.web.core.templatetags.dondoc import status
from dondoc.writing import check_json, check_labels

register = template.Library()

# stage → (tone, shape, word)
STAGES = {
    "unknown": ("", "s-open", gettext_lazy("Chưa rõ")),
    "draft": ("", "s-draft", gettext_lazy("Dự thảo")),
    "comments": ("info", "s-half", gettext_lazy("Đang lấy ý kiến")),
    "issued": ("info", "s-half", gettext_lazy("Đã ban hành, chưa có hiệu lực")),
    "in_force": ("ok", "s-ok", gettext_lazy("Đang có hiệu lực")),
    "ended": ("", "s-no", gettext_lazy("Hết hiệu lực")),
}
# relation → seen from the child, seen from the parent
RELATIONS = {
    "carries_out": (gettext_lazy("thực hiện"), gettext_lazy("được thực hiện bằng")),
    "amends": (gettext_lazy("sửa đổi, bổ sung"), gettext_lazy("được sửa đổi, bổ sung bằng")),
    "replaces": (gettext_lazy("thay thế"), gettext_lazy("được thay thế bằng")),
}

# what became of a commitment on the way down → (tone, shape, word); the words are those of check_labels
COVERAGE: dict[str, tuple[str, str, Any]] = {
    CoverageState.KEPT: ("ok", "s-ok", gettext_lazy("giữ nguyên")),
    CoverageState.CHANGED: ("warn", "s-half", gettext_lazy("có thay đổi")),
    CoverageState.MISSING: ("bad", "s-open", gettext_lazy("chưa thấy")),
    CoverageState.ELSEWHERE: ("", "s-no", gettext_lazy("không giao cho đơn vị này")),
    CoverageState.ADDED: ("info", "s-draft", gettext_lazy("thêm mới")),
}
# The other words that check_labels and check_matrix say, for the translators.
SAID = (
    gettext_lazy("mức"), gettext_lazy("mức chặn"), gettext_lazy("thời hạn"), gettext_lazy("con số"),
    gettext_lazy("chủ trì"), gettext_lazy("mốc trên đường"), gettext_lazy("bằng"), gettext_lazy("trở lên"),
    gettext_lazy("trên"), gettext_lazy("không quá"), gettext_lazy("dưới"), gettext_lazy("trong khoảng"),
    gettext_lazy("khoảng"), gettext_lazy("muộn hơn"), gettext_lazy("nhẹ hơn"), gettext_lazy("không nêu"),
    gettext_lazy("Nội dung của cấp trên"), gettext_lazy("Nội dung cụ thể hóa"), gettext_lazy("Giá trị"),
    gettext_lazy("Thời hạn"), gettext_lazy("Cơ quan"), gettext_lazy("Kết quả"), gettext_lazy("Thay đổi"),
    gettext_lazy("Loại"), gettext_lazy("Chỉ tiêu"), gettext_lazy("Nhiệm vụ"),
)  # fmt: skip


@register.simple_tag
def document_stage(stage: str) -> SafeString:
    """Where a document stands: shape, word, tone."""
    return status(*STAGES[stage])


@register.filter
def relation_down(relation: str) -> str:
    """What the child does to its parent: thực hiện."""
    return str(RELATIONS[relation][0])


@register.filter
def relation_up(relation: str) -> str:
    """What the child is to its parent, said of the parent: được thực hiện bằng."""
    return str(RELATIONS[relation][1])


@register.filter
def commitment_value(commitment: Commitment) -> str:
    """The number of a target with its unit: 30 %, 50–55 triệu đồng; "" of a task."""
    if commitment.value is None:
        return ""
    printed = number_text(commitment.value)
    if commitment.value_max is not None:
        printed += f"–{number_text(commitment.value_max)}"
    return f"{printed} {commitment.unit or ''}".strip()


@register.filter
def commitment_due(commitment: Commitment) -> str:
    """Its last day or period: 30/09/2026, quý III/2026, năm 2030."""
    return when(commitment.due) if commitment.due else ""


@register.filter
def coverage_changes(row: CoverageRow) -> str:
    """What was changed on the way down: "mức 30% → 25% (nhẹ hơn)"."""
    return check_labels.changes(check_json.row_json(row), gettext, when)


@register.simple_tag
def coverage_state(state: str) -> SafeString:
    """What became of a commitment: shape, word, tone."""
    return status(*COVERAGE[CoverageState(state)])
