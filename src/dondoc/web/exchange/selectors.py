"""What a reader may see of what was brought in, and what is taken away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.models import Case, Count, F, IntegerField, Max, Prefetch, Q, QuerySet, Value, When
from django.http import Http404

from dondoc.exchange.tasks import state
from dondoc.extraction.addressees import split_names
from dondoc.text.normalize import search_key
from dondoc.web.accounts.access import Access, Action, among
from dondoc.web.bodies.models import Body, BodyKind
from dondoc.web.bodies.selectors import bodies_acted_for
from dondoc.web.exchange import arrangements, owncells
from dondoc.web.exchange.dryrun import code_of
from dondoc.web.exchange.models import Import, ImportCell, ImportRow, ImportState, Outcome, System
from dondoc.web.plans.models import Target, Task
from dondoc.web.sources.models import Document, StandingChoice
from dondoc.web.taskwork import ownfields
from dondoc.writing.rows import Cell


def owners(access: Access) -> QuerySet[Body]:
    """Bodies for which this person may bring tasks into the register."""
    return bodies_acted_for(access, Action.REVIEW).exclude(kind=BodyKind.CENTRAL)


def imports_seen(access: Access) -> QuerySet[Import]:
    """Imports into the reader's branch, with how many rows came to what, the newest first."""
    counts = {outcome.value: Count("rows", filter=Q(rows__outcome=outcome)) for outcome in Outcome}
    return (
        Import.objects.filter(owner_id__in=among(access.bodies(Action.REVIEW)))
        .defer("sheets")
        .select_related("owner", "document", "system", "created_by", "undone_by")
        .annotate(**counts)
        .order_by("-pk")
    )


def import_seen(access: Access, pk: int) -> Import:
    """One import with its tables; Http404."""
    found = (
        Import.objects.filter(owner_id__in=among(access.bodies(Action.REVIEW)), pk=pk)
        .select_related("owner", "document", "system", "created_by", "undone_by", "file")
        .first()
    )
    if found is None:
        raise Http404
    return found


def systems_seen(access: Access) -> QuerySet[System]:
    """Other systems whose tasks the reader's branch mirrors."""
    return System.objects.filter(owner_id__in=among(access.bodies(Action.REVIEW))).select_related("owner")


def documents_for(access: Access) -> QuerySet[Document]:
    """Documents that can give the tasks of a table."""
    return Document.objects.filter(owner_id__in=among(access.bodies(Action.REVIEW))).exclude(
        standing=StandingChoice.PRESS
    )


OFFERED = 20


def documents_like(access: Access, words: str) -> list[Document]:
    """Those whose symbol or title has the words, the latest first; a few."""
    found = documents_for(access)
    for word in search_key(words).split()[:8]:
        found = found.filter(folded__contains=word)
    return list(found.order_by(F("date").desc(nulls_last=True), "-pk")[:OFFERED])


def words_of(task: Task) -> QuerySet[ImportRow]:
    """The rows a task was brought in or changed by, the newest first."""
    return (
        ImportRow.objects.filter(task=task)
        .exclude(outcome=Outcome.SAME)
        .select_related("imported__system")
        .order_by("-imported_id")
    )


def words_of_target(target: Target) -> QuerySet[ImportRow]:
    """The rows a target was brought in or changed by, the newest first."""
    cells = ImportCell.objects.filter(target=target).exclude(outcome=Outcome.SAME)
    rows = ImportRow.objects.filter(pk__in=cells.values("row"))
    return rows.select_related("imported__system").order_by("-imported_id", "number")


def template_rows(tasks: QuerySet[Task]) -> Iterator[tuple[Task, dict[str, Cell]]]:
    """Tasks, and each as the template has it: what comes back from an export is what went out."""
    own = ownfields.defined(tasks.values("document"))
    shown = tasks.select_related("document", "lead").prefetch_related("partners__body")
    for task in arrangements.with_arrangements(shown).iterator(500):
        yield (
            task,
            {
                "code": code_of(task),
                "document_symbol": task.document.symbol,
                "document_date": task.document.date,
                "document_title": task.document.title,
                "action": task.action,
                "lead": task.lead.name if task.lead else task.lead_as_written,
                "partners": _partners(task),
                "deadline": _deadline(task),
                "extended": task.due if task.first_due not in (None, task.due) else None,
                "product": task.product,
                "status": str(task.get_stage_display()),
                "done_on": task.done_on,
                **arrangements.told(task),
                **owncells.told(task, own.get(task.document_id, ())),
                "note": "",
            },
        )


def _partners(task: Task) -> str:
    """Between semicolons; one name with a comma in it has a semicolon behind it, so that it stays one."""
    names = [partner.body.name if partner.body else partner.as_written for partner in task.partners.all()]
    told = "; ".join(names)
    return f"{told};" if len(names) == 1 and split_names(told) != names else told


def _deadline(task: Task) -> Cell:
    if task.due is None:
        return (task.deadline_as_written or "thường xuyên") if task.deadline_kind == "recurring" else None
    return task.first_due or task.due


def outcomes(imported: Import) -> dict[str, int]:
    """Outcome → how many rows came to it."""
    rows = imported.rows.order_by().values_list("outcome").annotate(n=Count("pk"))
    return dict(rows)


def rows_of(imported: Import, outcome: str = "") -> QuerySet[ImportRow]:
    """The rows that were gone through, those left out first."""
    cells = ImportCell.objects.select_related("target__indicator", "target__body").order_by("pk")
    rows = imported.rows.select_related("task__lead", "task__document").prefetch_related(
        Prefetch("numbers", cells)
    )
    if outcome:
        rows = rows.filter(outcome=outcome)
    left = Case(When(outcome=Outcome.LEFT, then=Value(0)), default=Value(1), output_field=IntegerField())
    return rows.order_by(left, "number")


def systems_with_tasks(access: Access) -> QuerySet[System]:
    """Other systems, how many of their tasks stand here, how many are open, when they last came."""
    standing = Q(keys__task__withdrawn_at=None)
    return systems_seen(access).annotate(
        tasks=Count("keys", filter=standing, distinct=True),
        open_tasks=Count("keys", filter=standing & Q(keys__task__done_on=None), distinct=True),
        last=Max("imports__applied_at"),
    )


_NUMBERS = frozenset({"stt", "tt", "so tt"})  # headings over a running number


def system_rows(system: System, columns: Sequence[str], headings: Sequence[str]) -> Iterator[list[Cell]]:
    """The system's tasks as they stand here, in the columns of the table it sends, numbered where it numbers.

    A state is said in the system's own word while it is the one it was sent with; a column that is not used
    here comes back as the system last filled it.
    """
    keys = system.keys.filter(task__withdrawn_at=None)
    sent = {key.task_id: key for key in keys}
    unused = _last_said(system) if "" in columns else {}
    numbered = {place for place, heading in enumerate(headings) if search_key(heading) in _NUMBERS}
    tasks = Task.objects.filter(keys__system=system, withdrawn_at=None).order_by("document_id", "number")
    for number, (task, row) in enumerate(template_rows(tasks), 1):
        key = sent[task.pk]
        said = row | {"code": key.code_as_written, "status": _their_word(key.status_as_written, task)}
        yield [
            said.get(name)
            if name
            else number
            if place in numbered
            else unused.get(task.pk, {}).get(headings[place])
            for place, name in enumerate(columns)
        ]


def _last_said(system: System) -> dict[int, dict[str, str]]:
    """Task → heading → what the last table that had it says there; two queries."""
    rows = ImportRow.objects.filter(
        imported__system=system, imported__state=ImportState.DONE, task__isnull=False
    )
    headings = {
        imported.pk: imported.sheets[imported.sheet]["headings"]
        for imported in Import.objects.filter(pk__in=rows.values("imported"))
    }
    told: dict[int, dict[str, str]] = {}
    for task, imported, cells in rows.order_by("imported_id").values_list("task", "imported", "cells"):
        told[task] = dict(zip(headings[imported], cells, strict=False))
    return told


def _their_word(written: str, task: Task) -> str:
    """The state as the system last said it, while it is the one the task is in; else ours."""
    ours = str(task.get_stage_display())
    try:
        return written if written and state(written) is state(ours) else ours
    except ValueError:  # a state that no table names, such as waiting on a higher authority
        return ours
