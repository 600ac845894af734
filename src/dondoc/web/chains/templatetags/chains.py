"""How pages print a document's place in its chain and its life."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from dondoc.records.uptake import Change, Clause
from dondoc.web.core.quantities import number_text
from dondoc.web.core.templatetags.dondoc import day, status

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
def clause_value(clause: Clause) -> str:
    """The number of a target with its unit: 30 %, 50–55 triệu đồng; "" of a task."""
    if clause.value is None:
        return ""
    printed = number_text(clause.value)
    if clause.value_max is not None:
        printed += f"–{number_text(clause.value_max)}"
    return f"{printed} {clause.unit}".strip()


@register.filter
def change_text(change: Change, clause: Clause) -> str:
    """What was changed on the way down: "30 % → 25 %", "31/12/2025 → 31/12/2027"."""
    if change.field == "due":
        return f"{day(change.before)} → {day(change.after)}"  # type: ignore[arg-type]
    parts = [f"{number_text(v)} {clause.unit}".strip() for v in (change.before, change.after)]  # type: ignore[arg-type]
    return " → ".join(parts)
