"""Why something was refused: which right it needs, who has it, what the person holds, whom to ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dondoc.web.accounts.access import MAY, Access, Action, Refused
from dondoc.web.accounts.models import Grant, Role
from dondoc.web.bodies.models import Body

MOST = 5  # people named
WORDS: dict[Action, str | Promise] = {
    Action.READ: _("xem nội dung"),
    Action.UPLOAD: _("gửi văn bản vào sổ"),
    Action.REVIEW: _("duyệt văn bản, nhập bảng, đặt biểu, lịch"),
    Action.RECORD: _("ghi việc của cơ quan được giao"),
    Action.DECIDE: _("quyết định việc đã giao: xác nhận, trả lại, gia hạn, chuyển"),
    Action.CONFIRM: _("xác nhận báo cáo dưới tên cơ quan"),
    Action.REGISTER: _("sửa số, ngày, hiệu lực của văn bản trong sổ"),
    Action.FOLLOW: _("đôn đốc, theo dõi cả nhánh"),
    Action.ORGANISE: _("sửa cơ quan, sắp xếp tổ chức, phân công phụ trách"),
    Action.MANAGE_PEOPLE: _("quản lý người dùng, vai trò"),
    Action.READ_AUDIT: _("xem nhật ký thay đổi"),
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a page of refusal says."""

    needs: str | Promise  # the right; "" where more than one thing decides
    body: Body | None  # for which it is needed
    roles: Sequence[str | Promise]  # that have it
    held: Sequence[Grant]  # the person's own
    openers: Sequence[str]  # who gives roles there


def refusal(access: Access, refused: Refused | None, *, on: date) -> Refusal:
    """Explain it to whoever is signed in: three queries at most.

    Args:
        access: Theirs.
        refused: None where it is not one right that is missing.
        on: Today.
    """
    standing = Grant.objects.filter(Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on)
    agencies = Q(user__members__person=access.user_id, user__is_active=True)
    held = standing.filter(Q(user=access.user_id) | agencies).select_related("body").distinct().order_by("pk")
    where = refused.body if refused is not None else None
    body = Body.objects.filter(pk=where).first() if where is not None else None
    keepers = standing.filter(role=Role.ADMINISTRATOR, user__is_active=True).select_related("user", "body")
    openers = [
        str(grant.user)
        for grant in keepers.order_by("body__path", "pk")[: 10 * MOST]
        if body is None or body.path.startswith(grant.body.path)
    ]
    action = refused.action if refused is not None else None
    return Refusal(
        needs=WORDS[action] if action is not None else "",
        body=body,
        roles=[role.label for role, actions in MAY.items() if action in actions],
        held=list(held),
        openers=list(dict.fromkeys(openers))[:MOST],
    )
