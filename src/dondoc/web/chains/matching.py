"""Comparing a document with what carries it out, and deciding what corresponds. One transaction each."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from dondoc.assessment.correspondence import SURE, comparable, correspondences
from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.chains.coverage import Entry, entries_of, key_of
from dondoc.web.chains.models import Correspondence, HowChoice
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.locks import Turn, take_turn
from dondoc.web.plans.models import TargetVersion, Task
from dondoc.web.sources.models import Document


def compare(*, parent: Document, children: Iterable[Document], by: User) -> int:
    """Look for what of the children takes up a commitment of the parent; how many proposals are new.

    What was decided or proposed before stays as it is: a commitment that stands for one of the parent is not
    proposed for another of that kind, and what was declined is not proposed again.
    """
    children = list(children)
    found = entries_of([parent.pk, *(child.pk for child in children)])
    proposals = []
    mine = found[parent.pk]
    for child in children:
        theirs = found[child.pk]
        pairs = correspondences([e.commitment for e in mine], [e.commitment for e in theirs])
        proposals += [(child, mine[pair.parent], theirs[pair.child], pair) for pair in pairs]
    with transaction.atomic():
        take_turn(Turn.DOCUMENT, parent.pk)
        kept = Correspondence.objects.filter(parent=parent)
        known = {_ends(row) for row in kept}
        taken = {_asked(row) for row in kept if row.how != HowChoice.DECLINED}
        made = []
        for child, above, below, pair in proposals:
            ends = {**_end("parent", above), **_end("child", below)}
            row = Correspondence(
                parent=parent, child=child, score=pair.score, reason=pair.reason[:300], **ends
            )
            if _ends(row) not in known and _asked(row) not in taken:
                made.append(row)
        Correspondence.objects.bulk_create(made)
        if made:
            after = {"proposed": len(made), "children": [child.symbol or child.pk for child in children]}
            record(actor=by, action="coverage.compare", row=parent, before={}, after=after, body=parent.owner)
    return len(made)


def _ends(row: Correspondence) -> tuple[int | None, ...]:
    return row.parent_task_id, row.parent_target_id, row.child_task_id, row.child_target_id


def _asked(row: Correspondence) -> tuple[bool, int | None, int | None]:
    """What of the child answers, and whether it answers an order: an aim may answer a target and an order."""
    return row.parent_task_id is not None, row.child_task_id, row.child_target_id


def _end(side: str, entry: Entry) -> dict[str, Task | TargetVersion]:
    name = "task" if isinstance(entry.row, Task) else "target"
    return {f"{side}_{name}": entry.row}


@transaction.atomic
def decide(*, correspondence: Correspondence, confirmed: bool, by: User) -> Correspondence:
    """Confirm that the two commitments correspond, or decline it; either may be changed later.

    Raises:
        Conflict: One of the two has been withdrawn.
    """
    take_turn(Turn.DOCUMENT, correspondence.parent_id)
    row = Correspondence.objects.select_related(
        "parent__owner", "parent_task", "parent_target", "child_task", "child_target"
    ).get(pk=correspondence.pk)
    ends = (row.parent_task, row.parent_target, row.child_task, row.child_target)
    if any(end is not None and end.withdrawn_at is not None for end in ends):
        raise Conflict("Một trong hai nội dung vừa được rút lại. Tải lại trang để xem.")
    how = HowChoice.CONFIRMED if confirmed else HowChoice.DECLINED
    if row.how != how:
        before = row.how
        row.how, row.decided_by, row.decided_at = how, by, timezone.now()
        row.save(update_fields=["how", "decided_by", "decided_at"])
        record(
            actor=by, action="coverage.decide", row=row.parent, before={"how": before}, after=_told(row),
            body=row.parent.owner,
        )  # fmt: skip
    return row


def _told(row: Correspondence) -> dict[str, str]:
    above, below = row.parent_task or row.parent_target, row.child_task or row.child_target
    assert above is not None
    assert below is not None
    return {"how": row.how, "parent": key_of(above), "child": key_of(below)}


@transaction.atomic
def confirm_sure(*, parent: Document, by: User) -> int:
    """Confirm all proposals of a document that are sure enough; how many."""
    take_turn(Turn.DOCUMENT, parent.pk)
    sure = Correspondence.objects.filter(
        parent=parent,
        how=HowChoice.SUGGESTED,
        score__gte=SURE,
        parent_task__withdrawn_at=None,
        parent_target__withdrawn_at=None,
        child_task__withdrawn_at=None,
        child_target__withdrawn_at=None,
    )
    keys = list(sure.values_list("pk", flat=True))
    Correspondence.objects.filter(pk__in=keys).update(
        how=HowChoice.CONFIRMED, decided_by=by, decided_at=timezone.now()
    )
    if keys:
        after = {"confirmed": len(keys), "at_least": SURE}
        record(actor=by, action="coverage.confirm", row=parent, before={}, after=after, body=parent.owner)
    return len(keys)


@transaction.atomic
def join(*, above: Entry, below: Entry, by: User) -> Correspondence:
    """Say by hand that a commitment of a child takes up one of the parent.

    Raises:
        ValidationError: The two cannot be compared.
    """
    parent = Document.objects.select_related("owner").get(pk=above.document)
    take_turn(Turn.DOCUMENT, parent.pk)
    if not comparable(above.commitment, below.commitment):
        raise ValidationError(
            {
                "parent": "Hai nội dung không so được: chỉ tiêu phải cùng đơn vị tính; nhiệm vụ chỉ gắn với "
                "chỉ tiêu khi nêu con số. Chọn nội dung khác."
            }
        )
    ends = {**_end("parent", above), **_end("child", below)}
    row = Correspondence.objects.filter(**ends).first()
    if row is None:
        row = Correspondence.objects.create(
            parent=parent, child_id=below.document, reason="người đối chiếu gắn", **ends
        )
    return decide(correspondence=row, confirmed=True, by=by)
