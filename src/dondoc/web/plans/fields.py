"""Fields (lĩnh vực) that targets and tasks have, and the open tasks a leader is in charge of."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from dondoc.text.normalize import sort_key
from dondoc.web.accounts.access import Access, among
from dondoc.web.bodies.charges import InCharge
from dondoc.web.plans.models import Indicator, Task
from dondoc.web.plans.taskboard import Moment, tasks_seen, with_state


def fields_known() -> list[str]:
    """The fields of the catalogue, in Vietnamese order; one query."""
    found = Indicator.objects.exclude(field="").order_by().values_list("field", flat=True).distinct()
    return sorted(found, key=sort_key)


def charged(what: InCharge) -> Q:
    """Tasks with the bodies somebody is in charge of, with any body in their fields, or in a body's field."""
    mine = Q(lead_id__in=among(what.bodies)) | Q(lead_id__isnull=False, field__in=what.fields)
    for name in {name for _body, name in what.both}:
        mine |= Q(field=name, lead_id__in=among(frozenset(b for b, one in what.both if one == name)))
    return mine


def charged_tasks(access: Access, what: InCharge, *, as_of: date) -> QuerySet[Task]:
    """What the reader sees of the binding tasks still open in somebody's charge."""
    tasks = tasks_seen(access).filter(Moment(as_of).binding(), charged(what), done_on=None, resolved=False)
    return with_state(tasks, as_of).select_related("lead", "document")
