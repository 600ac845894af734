"""Fields (lĩnh vực) that targets have, and the open tasks a leader is in charge of."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from dondoc.text.normalize import sort_key
from dondoc.web.accounts.access import Access
from dondoc.web.bodies.charges import InCharge
from dondoc.web.plans.models import Indicator, Task
from dondoc.web.plans.taskboard import Moment, tasks_seen, with_state


def fields_known() -> list[str]:
    """The fields of the catalogue, in Vietnamese order; one query."""
    found = Indicator.objects.exclude(field="").order_by().values_list("field", flat=True).distinct()
    return sorted(found, key=sort_key)


def charged_tasks(access: Access, what: InCharge, *, as_of: date) -> QuerySet[Task]:
    """What the reader sees of the binding tasks still open with the bodies somebody is in charge of."""
    tasks = tasks_seen(access).filter(
        Moment(as_of).binding(), lead__in=what.bodies, done_on=None, resolved=False
    )
    return with_state(tasks, as_of).select_related("lead", "document")
