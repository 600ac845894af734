"""Comparing a document with what carries it out, and deciding what corresponds. One transaction each."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from dondoc.assessment.uptake import SURE, suggest
from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.chains.coverage import Entry, entries_of, key_of
from dondoc.web.chains.models import Correspondence, HowChoice
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.locks import Turn, take_turn
from dondoc.web.plans.models import TargetVersion, Task
from dondoc.web.sources.models import Document


def compare(*, parent: Document, children: Iterable[Document], by: User) -> int:
    """Look for clauses of the children that take up one of the parent; how many proposals are new.

    What was decided or proposed before stays as it is; a clause that is confirmed or declined for one of the
    parent is not proposed for it again.
    """
    children = list(children)
    found = entries_of([parent.pk, *(child.pk for child in children)])
    proposals = []
    for child in children:
        known = {entry.clause.key: entry for pk in (parent.pk, child.pk) for entry in found[pk]}
        mine = [entry.clause for entry in found[parent.pk]]
        theirs = [entry.clause for entry in found[child.pk]]
        proposals += [(child, known[m.parent], known[m.child], m) for m in suggest(mine, theirs)]
    with transaction.atomic():
        take_turn(Turn.DOCUMENT, parent.pk)
        kept = Correspondence.objects.filter(parent=parent)
        pairs = {(p.parent_task_id, p.parent_target_id, p.child_task_id, p.child_target_id) for p in kept}
        taken = {(p.child_task_id, p.child_target_id) for p in kept if p.how != HowChoice.DECLINED}
        made = []
        for child, above, below, match in proposals:
            ends = {**_end("parent", above), **_end("child", below)}
            row = Correspondence(
                parent=parent, child=child, score=match.score, reason=match.reason[:300], **ends
            )
            pair = (row.parent_task_id, row.parent_target_id, row.child_task_id, row.child_target_id)
            if pair not in pairs and pair[2:] not in taken:
                made.append(row)
        Correspondence.objects.bulk_create(made)
        if made:
            after = {"proposed": len(made), "children": [child.symbol or child.pk for child in children]}
            record(actor=by, action="coverage.compare", row=parent, before={}, after=after, body=parent.owner)
    return len(made)


def _end(side: str, entry: Entry) -> dict[str, Task | TargetVersion]:
    name = "task" if isinstance(entry.row, Task) else "target"
    return {f"{side}_{name}": entry.row}


@transaction.atomic
def decide(*, correspondence: Correspondence, confirmed: bool, by: User) -> Correspondence:
    """Confirm that the two clauses correspond, or decline it; either may be changed later.

    Raises:
        Conflict: One of the clauses has been withdrawn.
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
    """Say by hand that a child's clause takes up one of the parent.

    Raises:
        ValidationError: The two are of different kinds.
    """
    parent = Document.objects.select_related("owner").get(pk=above.document)
    take_turn(Turn.DOCUMENT, parent.pk)
    if above.clause.kind is not below.clause.kind:
        raise ValidationError(
            {"parent": "Chỉ tiêu gắn với chỉ tiêu, nhiệm vụ gắn với nhiệm vụ. Chọn nội dung cùng loại."}
        )
    ends = {**_end("parent", above), **_end("child", below)}
    row = Correspondence.objects.filter(**ends).first()
    if row is None:
        row = Correspondence.objects.create(
            parent=parent, child_id=below.document, reason="người đối chiếu gắn", **ends
        )
    return decide(correspondence=row, confirmed=True, by=by)
