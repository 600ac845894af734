"""What people decide about a document's place in its chain, and what they record of its life.

One transaction and one audit entry each. Whether they may is the caller's to check: `Action.REVIEW` for the
body that keeps the child (of a link) or the document (of an event).
"""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.chains.models import LifeEvent, LifeKind, Link, RelationChoice
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.locks import Turn, take_turn
from dondoc.web.obligations.services import plan_linked, plan_unlinked
from dondoc.web.sources.models import Citation, Document, StandingChoice


@transaction.atomic
def link_add(
    *,
    child: Document,
    parent: Document,
    relation: str,
    by: User,
    citation: Citation | None = None,
    reason: str = "",
) -> Link:
    """Say that `child` carries out, amends or replaces `parent`; said twice it is one link.

    Args:
        child: The later document.
        parent: The earlier one.
        relation: Of `RelationChoice`.
        by: Who decides.
        citation: The confirmed mention it was proposed from.
        reason: Why it was proposed, or what the person says.

    Raises:
        ValidationError: The two cannot be linked so: the same document, press, a later parent, a circle.
        Conflict: The mention has been taken back meanwhile.
    """
    _check(child, parent, relation)
    take_turn(Turn.REGISTER)
    if citation is not None and not Citation.objects.filter(pk=citation.pk, withdrawn_at=None).exists():
        raise Conflict("Viện dẫn này vừa được rút lại. Tải lại trang để xem.")
    standing = Link.objects.filter(child=child, parent=parent, relation=relation, withdrawn_at=None)
    known = standing.first()
    if known is not None and not known.declined:
        return known
    if child.pk in _above(parent.pk):
        raise ValidationError(
            {"parent": "Hai văn bản thành vòng tròn: văn bản kia đã thực hiện hoặc sửa văn bản này."}
        )
    if known is not None:  # said no before, and thought better of it
        _withdraw(known)
    link = Link.objects.create(
        child=child,
        parent=parent,
        relation=relation,
        citation=citation,
        reason=reason.strip()[:300],
        decided_by=by,
    )
    after = {"parent": str(parent), "relation": relation}
    record(actor=by, action="link.add", row=link, before={}, after=after, reason=reason, body=child.owner)
    plan_linked(link=link, by=by)
    return link


@transaction.atomic
def link_decline(
    *, child: Document, parent: Document, relation: str, by: User, citation: Citation | None = None
) -> Link:
    """Say that a proposed link is none, so that it is not proposed again.

    Raises:
        Conflict: It stands already: somebody else has confirmed it.
    """
    take_turn(Turn.REGISTER)
    known = Link.objects.filter(child=child, parent=parent, relation=relation, withdrawn_at=None).first()
    if known is not None and known.declined:
        return known
    if known is not None:
        raise Conflict("Người khác vừa gắn hai văn bản này. Tải lại trang; muốn bỏ thì bỏ gắn.")
    link = Link.objects.create(
        child=child, parent=parent, relation=relation, citation=citation, declined=True, decided_by=by
    )
    after = {"parent": str(parent), "relation": relation}
    record(actor=by, action="link.decline", row=link, before={}, after=after, body=child.owner)
    return link


@transaction.atomic
def link_withdraw(*, link: Link, by: User, reason: str = "") -> Link:
    """Take a link back; it stays to be read.

    Raises:
        Conflict: It was taken back before.
    """
    take_turn(Turn.REGISTER)
    link = Link.objects.select_related("child__owner", "parent").get(pk=link.pk)
    if link.withdrawn_at is not None:
        raise Conflict("Hai văn bản này đã được bỏ gắn. Tải lại trang để xem.")
    _withdraw(link)
    before = {"parent": str(link.parent), "relation": link.relation}
    record(
        actor=by, action="link.withdraw", row=link, before=before, after={}, reason=reason,
        body=link.child.owner,
    )  # fmt: skip
    plan_unlinked(link=link, by=by)
    return link


def _withdraw(link: Link) -> None:
    link.withdrawn_at = timezone.now()
    link.save(update_fields=["withdrawn_at"])


def _check(child: Document, parent: Document, relation: str) -> None:
    """What can be said of the two without looking at the others.

    Raises:
        ValidationError: By field.
    """
    if relation not in RelationChoice.values:
        raise ValidationError({"relation": "Chọn quan hệ giữa hai văn bản."})
    if child.pk == parent.pk:
        raise ValidationError({"parent": "Một văn bản không thực hiện hay sửa chính nó. Chọn văn bản khác."})
    for document in (child, parent):
        if document.standing == StandingChoice.PRESS:
            raise ValidationError(
                {"parent": f"“{document.title}” là tin báo chí, không nằm trong chuỗi văn bản."}
            )
    if child.date and parent.date and child.date < parent.date:
        raise ValidationError(
            {
                "parent": f"Văn bản kia ban hành ngày {parent.date:%d/%m/%Y}, sau văn bản này "
                f"({child.date:%d/%m/%Y}). Kiểm tra lại ngày, hoặc gắn theo chiều ngược lại."
            }
        )


def _above(root: int) -> set[int]:
    """The document and all that it, or what it stands under, carries out, amends or replaces."""
    parents: dict[int, list[int]] = {}
    standing = Link.objects.filter(withdrawn_at=None, declined=False)
    for child, parent in standing.order_by().values_list("child_id", "parent_id"):
        parents.setdefault(child, []).append(parent)
    found: set[int] = set()
    waiting = [root]
    while waiting:
        pk = waiting.pop()
        if pk not in found:
            found.add(pk)
            waiting.extend(parents.get(pk, ()))
    return found


# --- life -----------------------------------------------------------------------------------------------


@transaction.atomic
def life_add(
    *,
    document: Document,
    kind: LifeKind,
    on: date,
    by: User,
    note: str = "",
    paper: Document | None = None,
) -> LifeEvent:
    """Record what happened to a document; the same twice is one event.

    Raises:
        ValidationError: By field: a day before the document's own for what only an issued one undergoes.
    """
    take_turn(Turn.DOCUMENT, document.pk)
    note = note.strip()
    after_issue = kind not in (LifeKind.DRAFTED, LifeKind.COMMENTS_ASKED, LifeKind.ISSUED)
    issued = document.standing == StandingChoice.ISSUED
    if after_issue and not issued:
        said = f"Văn bản chưa ban hành nên chưa ghi được “{kind.label}”. Sửa hiệu lực của văn bản trước."
        raise ValidationError({"kind": said})
    if after_issue and document.date is not None and on < document.date:
        raise ValidationError(
            {"on": f"Văn bản ban hành ngày {document.date:%d/%m/%Y}, chọn ngày từ đó về sau."}
        )
    if not after_issue and issued and document.date is not None and on > document.date:
        raise ValidationError(
            {"on": f"Văn bản đã ban hành ngày {document.date:%d/%m/%Y}, chọn ngày từ đó về trước."}
        )
    if paper is not None and paper.pk == document.pk:
        raise ValidationError({"paper": "Chọn văn bản khác làm căn cứ."})
    known = LifeEvent.objects.filter(
        document=document, kind=kind, on=on, note=note, paper=paper, cancelled_by=None, cancels=None
    ).first()
    if known is not None:
        return known
    event = LifeEvent.objects.create(document=document, kind=kind, on=on, by=by, note=note, paper=paper)
    after = {"kind": kind.value, "on": on, "paper": paper and str(paper)}
    record(actor=by, action="document.life", row=document, before={}, after=after, reason=note,
           body=document.owner)  # fmt: skip
    return event


@transaction.atomic
def life_cancel(*, event: LifeEvent, by: User, reason: str) -> LifeEvent:
    """Say that a recorded event did not happen so; both stay to be read.

    Raises:
        ValidationError: No reason is given.
        Conflict: It is cancelled already.
    """
    take_turn(Turn.DOCUMENT, event.document_id)
    if not reason.strip():
        raise ValidationError({"reason": "Nhập lý do, ví dụ ghi nhầm ngày."})
    event = LifeEvent.objects.select_related("document__owner").get(pk=event.pk)
    if event.cancels_id is not None or LifeEvent.objects.filter(cancels=event).exists():
        raise Conflict("Dòng này đã được hủy. Tải lại trang để xem.")
    made = LifeEvent.objects.create(
        document=event.document, kind=event.kind, on=event.on, by=by, note=reason.strip()[:500], cancels=event
    )
    before = {"kind": event.kind, "on": event.on}
    record(actor=by, action="document.life_cancel", row=event.document, before=before, after={},
           reason=reason, body=event.document.owner)  # fmt: skip
    return made
