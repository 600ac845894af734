"""Several shortcomings, difficulties or proposals at once: one body answers by one day, or each has a remedy.

Every row goes through `life.act`, as it would alone: what one of them refuses is told with its reason, and
the others are kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from dondoc.web.accounts.access import Access, Action
from dondoc.web.accounts.models import User
from dondoc.web.bodies.models import Body
from dondoc.web.core.conflicts import Conflict
from dondoc.web.matters.life import act
from dondoc.web.matters.models import Matter, MatterEventChoice
from dondoc.web.plans.models import Task

MOST = 100  # rows of one page of a list


@dataclass(frozen=True, slots=True)
class Came:
    """What came of one row: `problem` is "" where it was recorded."""

    matter: Matter
    problem: str = ""


@transaction.atomic
def assign_many(
    *,
    matters: Sequence[Matter],
    on: date,
    by: User,
    access: Access,
    body: Body | None = None,
    due: date | None = None,
    note: str = "",
    remedies: Mapping[int, Task] | None = None,
) -> list[Came]:
    """Assign them to one body, link each to its remedy task, or both; of each what came of it, in order.

    Args:
        matters: At most `MOST`.
        on: The day.
        by: Who records it.
        access: What they may do: only the office of who noted a matter decides about it.
        body: Who is to answer; None leaves that as it is.
        due: By when.
        note: What is asked of the body.
        remedies: Matter's key → the task that puts it right.

    Raises:
        ValidationError: Nothing is to be done; a day without a body, or before the day it is assigned.
    """
    remedies = remedies or {}
    if body is None and not remedies:
        raise ValidationError(
            {"body": "Chọn cơ quan trả lời, hoặc chọn nhiệm vụ khắc phục ở ít nhất một mục."}
        )
    if due is not None and body is None:
        raise ValidationError({"body": "Có hạn thì chọn cơ quan trả lời."})
    if due is not None and due < on:
        raise ValidationError({"due": "Hạn trả lời không thể trước ngày giao."})
    came: dict[int, Came] = {}
    for matter in sorted(matters[:MOST], key=lambda one: (one.document_id, one.pk)):  # turns in one order
        try:
            with transaction.atomic():
                _one(
                    matter,
                    remedies.get(matter.pk),
                    on=on,
                    by=by,
                    access=access,
                    body=body,
                    due=due,
                    note=note,
                )
        except (ValidationError, Conflict) as problem:
            words = " ".join(problem.messages) if isinstance(problem, ValidationError) else str(problem)
            came[matter.pk] = Came(matter, words)
        else:
            came[matter.pk] = Came(matter)
    return [came[matter.pk] for matter in matters[:MOST]]


def _one(
    matter: Matter,
    task: Task | None,
    *,
    on: date,
    by: User,
    access: Access,
    body: Body | None,
    due: date | None,
    note: str,
) -> None:
    if not access.can(Action.DECIDE, matter.document.owner_id):
        raise ValidationError(f"Chỉ văn phòng của {matter.document.owner} giao được mục này.")
    if body is None and task is None:
        raise ValidationError("Chưa chọn nhiệm vụ khắc phục cho mục này.")
    if body is not None:
        act(matter=matter, kind=MatterEventChoice.ASSIGNED, on=on, by=by, body=body, due=due, note=note)
    if task is not None:
        act(matter=matter, kind=MatterEventChoice.REMEDY, on=on, by=by, task=task)
