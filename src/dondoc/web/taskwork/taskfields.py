"""The field (lĩnh vực) of a task: what leaders in charge of a field follow, and the first page counts by."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from dondoc.text.matcher import PhraseMatcher
from dondoc.text.normalize import fold, search_key
from dondoc.web.accounts.access import Access, among
from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.plans.fields import fields_known
from dondoc.web.plans.life import current
from dondoc.web.plans.models import Indicator, IndicatorAlias, Target, Task
from dondoc.web.taskwork.arranging import whose
from dondoc.web.taskwork.parts import may_arrange

MOST = 400  # tasks on one page; the table of an import takes any number


@dataclass(frozen=True, slots=True)
class Offered:
    """A task to say the field of."""

    task: Task
    chosen: str  # what it is, else what is suggested
    reason: str  # of a suggestion; "" where the field is said


def named(words: str, known: Iterable[str]) -> str:
    """The known field that somebody's words name, however they are written.

    Raises:
        ValidationError: None; with those there are.
    """
    fields = list(known)
    wanted = search_key(words)
    found = next((one for one in fields if search_key(one) == wanted), None)
    if found is None:
        told = "; ".join(fields) or _("chưa có lĩnh vực nào")
        raise ValidationError(
            _("“%(words)s” không phải lĩnh vực của bộ chỉ tiêu: %(known)s.") % {"words": words, "known": told}
        )
    return found


@transaction.atomic
def field_set(*, task: Task, field: str, by: User, reason: str = "") -> str:
    """Say which field a task is of; what was said before. "" takes it back.

    The parts of an order, and the periods of what recurs, go with it where they were of the same field.

    Raises:
        ValidationError: The catalogue of targets has no such field.
    """
    task = current(task)
    before = task.field
    if field and field != before:
        field = named(field, fields_known())
    if field == before:
        return before
    task.field = field
    task.save(update_fields=["field"])
    Task.objects.filter(parent=task, field=before).update(field=field)  # parts that were as the whole
    record(
        actor=by, action="task.field", row=task, before={"field": before}, after={"field": field},
        reason=reason, body=whose(task),
    )  # fmt: skip
    return before


def offered(access: Access, tasks: Iterable[Task]) -> list[Offered]:
    """Tasks this person arranges, each with its field or the one that is suggested; four queries.

    What a task's words name comes first: an indicator of the catalogue. Else the field that most other tasks
    of its lead were said to be of; else, where all targets of its lead are of one field, that one.
    """
    mine = [task for task in tasks if may_arrange(access, task)]
    words = _words()
    leads = frozenset(task.lead_id for task in mine if task.lead_id is not None and not task.field)
    of_lead = _only_field(leads) | _said_before(leads)
    return [_offer(task, words, of_lead) for task in mine]


def _offer(
    task: Task, words: PhraseMatcher[tuple[str, str]], of_lead: Mapping[int, tuple[str, str]]
) -> Offered:
    if task.field:
        return Offered(task, task.field, "")
    hits = [found for _start, _end, found in words.find(fold(task.action))]
    if hits:
        counted = Counter(field for field, _name in hits)
        best = counted.most_common(1)[0][0]
        name = next(name for field, name in hits if field == best)
        return Offered(task, best, _("câu giao việc nói tới “%s”") % name)
    if (only := of_lead.get(task.lead_id or 0)) is not None:
        return Offered(task, *only)
    return Offered(task, "", "")


def _words() -> PhraseMatcher[tuple[str, str]]:
    """What names an indicator that has a field → the field and the indicator's name."""
    found: dict[str, tuple[str, str]] = {}
    aliases = IndicatorAlias.objects.filter(withdrawn_at=None).exclude(indicator__field="").order_by("pk")
    for words, field, name in aliases.values_list("name", "indicator__field", "indicator__name"):
        found[fold(words)] = (field, name)
    for name, field in Indicator.objects.exclude(field="").order_by("pk").values_list("name", "field"):
        found[fold(name)] = (field, name)
    return PhraseMatcher(found)


def _said_before(leads: frozenset[int]) -> dict[int, tuple[str, str]]:
    """Lead → the field that most of its tasks were said to be of, and why it is suggested."""
    found: dict[int, tuple[int, str]] = {}
    rows = Task.objects.filter(lead_id__in=among(leads), withdrawn_at=None).exclude(field="").order_by()
    for lead, field, n in rows.values_list("lead_id", "field").annotate(n=Count("pk")):
        if lead is not None:
            found[lead] = max(found.get(lead, (0, "")), (n, field))
    return {
        lead: (field, _("%d việc khác của cơ quan chủ trì thuộc lĩnh vực này") % n)
        for lead, (n, field) in found.items()
    }


def _only_field(leads: frozenset[int]) -> dict[int, tuple[str, str]]:
    fields: dict[int, set[str]] = defaultdict(set)
    rows = Target.objects.filter(body_id__in=among(leads)).order_by()
    for body, field in rows.values_list("body_id", "indicator__field").distinct():
        fields[body].add(field)
    why = _("mọi chỉ tiêu của cơ quan chủ trì thuộc lĩnh vực này")
    return {body: (next(iter(of)), why) for body, of in fields.items() if len(of) == 1 and "" not in of}
