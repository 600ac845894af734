"""Where a body stands: under which parent since when, in which second tree, until when it exists."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.bodies.models import Body, BodyLink
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.locks import Turn, take_turn
from dondoc.web.plans.models import StageChoice, Task


@transaction.atomic
def body_move(*, body: Body, parent: Body, on: date, by: User | None, note: str = "") -> BodyLink | None:
    """From a day on the body, with all below it, stands under another parent; the earlier one stays known.

    Raises:
        ValidationError: The parent is the body itself or stands below it.
    """
    take_turn(Turn.BODIES)
    body = Body.objects.select_related("parent").get(pk=body.pk)
    if body.parent_id == parent.pk:
        return None
    if parent.path.startswith(body.path):
        raise ValidationError({"parent": "Cấp trên mới là chính cơ quan này hoặc cơ quan trực thuộc nó."})
    link = None
    was = body.parent
    if was is not None:
        link = BodyLink.objects.create(
            body=body, parent=was, valid_to=on - timedelta(days=1), instead=True, note=note[:300]
        )
    _stand_under(body, parent)
    record(
        actor=by,
        action="body.move",
        row=body,
        before={"parent": was and was.name},
        after={"parent": parent.name, "on": on},
        reason=note,
        body=parent,
    )
    return link


@transaction.atomic
def body_move_undo(*, body: Body, by: User, note: str = "") -> Body:
    """Back under the parent it was last moved from, as if it had not been moved.

    Raises:
        Conflict: It was never moved.
    """
    take_turn(Turn.BODIES)
    body = Body.objects.select_related("parent").get(pk=body.pk)
    link = body.links.filter(instead=True, withdrawn_at=None).select_related("parent").order_by("-pk").first()
    if link is None:
        raise Conflict(f"{body.name} chưa được chuyển cấp trên lần nào.")
    was = body.parent
    _stand_under(body, link.parent)
    link.withdrawn_at = timezone.now()
    link.save(update_fields=["withdrawn_at"])
    record(
        actor=by,
        action="body.move",
        row=body,
        before={"parent": was and was.name},
        after={"parent": link.parent.name},
        reason=note,
        body=link.parent,
    )
    return body


def _stand_under(body: Body, parent: Body) -> None:
    """Parent and paths anew, of the body and all below it."""
    old, new = body.path, f"{parent.path}{body.pk}/"
    below = list(Body.objects.filter(path__startswith=old).exclude(pk=body.pk))
    for one in below:
        one.path = new + one.path.removeprefix(old)
    Body.objects.bulk_update(below, ["path"], batch_size=200)
    body.parent, body.path = parent, new
    body.save(update_fields=["parent", "path"])


@transaction.atomic
def body_link_add(
    *, body: Body, parent: Body, valid_from: date | None, by: User | None, note: str = ""
) -> BodyLink:
    """From a day on the body stands in a second tree too; the same said twice is one.

    Raises:
        ValidationError: It stands there already, or would stand below itself.
    """
    take_turn(Turn.BODIES)
    known = BodyLink.objects.filter(
        body=body, parent=parent, valid_to=None, instead=False, withdrawn_at=None
    ).first()
    if known is not None:
        return known
    if parent.path.startswith(body.path) or body.path.startswith(parent.path):
        raise ValidationError({"parent": "Cơ quan này đã đứng trong nhánh ấy. Chọn cấp trên ở cây khác."})
    link = BodyLink(body=body, parent=parent, valid_from=valid_from, note=note.strip())
    link.full_clean()
    link.save()
    record(
        actor=by,
        action="body.link",
        row=body,
        before={},
        after={"parent": parent.name, "valid_from": valid_from},
        reason=note,
        body=body,
    )
    return link


@transaction.atomic
def body_link_end(*, link: BodyLink, valid_to: date, by: User) -> BodyLink:
    """The last day it stands there.

    Raises:
        ValidationError: The day is before the first.
    """
    link = BodyLink.objects.select_for_update().get(pk=link.pk)
    if link.valid_from is not None and valid_to < link.valid_from:
        raise ValidationError({"valid_to": "Ngày kết thúc phải sau ngày bắt đầu."})
    before = {"valid_to": link.valid_to}
    link.valid_to = valid_to
    link.save(update_fields=["valid_to"])
    body = Body.objects.get(pk=link.body_id)
    record(actor=by, action="body.link_end", row=body, before=before, after={"valid_to": valid_to}, body=body)
    return link


@transaction.atomic
def body_end(*, body: Body, valid_to: date, by: User, paper: str) -> Body:
    """The body's last day, where nobody takes over.

    Raises:
        ValidationError: It ends before it begins; it still leads open tasks or has bodies below it.
        Conflict: It has ended already.
    """
    take_turn(Turn.BODIES)
    body = Body.objects.get(pk=body.pk)
    if body.valid_to is not None:
        raise Conflict(f"{body.name} đã kết thúc từ {body.valid_to:%d/%m/%Y}.")
    if not paper.strip():
        raise ValidationError({"paper": "Ghi văn bản quyết định (số, ký hiệu, ngày)."})
    if body.valid_from is not None and valid_to < body.valid_from:
        raise ValidationError({"valid_to": "Ngày kết thúc phải sau ngày bắt đầu."})
    open_tasks = Task.objects.filter(
        ~Q(stage=StageChoice.WITHDRAWN), lead=body, done_on=None, withdrawn_at=None, resolved=False
    ).count()
    if open_tasks:
        raise ValidationError(
            f"Còn {open_tasks} việc chưa xong đứng tên cơ quan này. Ghi “Sắp xếp tổ chức” để chọn nơi nhận."
        )
    if Body.objects.filter(parent=body, valid_to=None).exists():
        raise ValidationError("Còn cơ quan trực thuộc. Kết thúc hoặc chuyển các cơ quan ấy trước.")
    body.valid_to = valid_to
    body.save(update_fields=["valid_to"])
    record(
        actor=by,
        action="body.end",
        row=body,
        before={"valid_to": None},
        after={"valid_to": valid_to},
        reason=paper.strip(),
        body=body,
    )
    return body
