"""What people do with confirmed tasks and indicators. One transaction and one audit entry each."""

from __future__ import annotations

from datetime import date

from dondoc.web.accounts.models import User
from dondoc.web.bodies.models import Body
from dondoc.web.plans.models import Indicator, Task, TaskEvent


def task_done(*, task: Task, on: date, by: User, note: str = "") -> TaskEvent:
    """Record that the task was completed on a day."""
    raise NotImplementedError


def task_not_done(*, task: Task, on: date, by: User, note: str = "") -> TaskEvent:
    """Take a recorded completion back (event "reopened")."""
    raise NotImplementedError


def task_note(*, task: Task, on: date, by: User, note: str) -> TaskEvent:
    """Keep a remark with the task."""
    raise NotImplementedError


def task_lead_set(*, task: Task, lead: Body | None, by: User, reason: str = "") -> Task:
    """Say who answers for the task."""
    raise NotImplementedError


def indicator_add(
    *, name: str, unit: str, by: User, direction: str = "higher", nature: str = "annual", field: str = ""
) -> Indicator:
    """An indicator of the office's own."""
    raise NotImplementedError


def indicator_update(
    *,
    indicator: Indicator,
    by: User,
    name: str | None = None,
    unit: str | None = None,
    direction: str | None = None,
    nature: str | None = None,
    field: str | None = None,
) -> Indicator:
    """Correct an indicator; None leaves a field as it is. A new unit converts what was measured."""
    raise NotImplementedError
