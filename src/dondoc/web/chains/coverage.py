"""What of a document its children took up: clauses from confirmed rows, and the matrix of clause by child."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.http import Http404

from dondoc.assessment.uptake import changes, uptake
from dondoc.records.uptake import Change, Clause, ClauseKind, Uptake
from dondoc.web.accounts.access import Access, Action
from dondoc.web.chains.models import Correspondence, HowChoice, RelationChoice
from dondoc.web.chains.selectors import links_seen
from dondoc.web.obligations.board import Row
from dondoc.web.plans.models import TargetVersion, Task
from dondoc.web.sources.models import Document
from dondoc.web.sources.selectors import documents_seen


@dataclass(frozen=True, slots=True)
class Entry:
    """A clause with the row it was made of."""

    clause: Clause
    row: Task | TargetVersion
    document: int

    @property
    def page(self) -> str:
        """The name of the address of its page."""
        return "task" if isinstance(self.row, Task) else "target"

    @property
    def page_pk(self) -> int:
        return self.row.pk if isinstance(self.row, Task) else self.row.target_id


def key_of(row: Task | TargetVersion) -> str:
    """What a row is called among clauses: "task:12", "target:34"."""
    return f"{'task' if isinstance(row, Task) else 'target'}:{row.pk}"


def entries_of(documents: Iterable[int]) -> dict[int, list[Entry]]:
    """The standing targets and orders of documents the caller has seen, targets first, in two queries."""
    wanted = list(documents)
    found: dict[int, list[Entry]] = {pk: [] for pk in wanted}
    versions = TargetVersion.objects.filter(document__in=wanted, withdrawn_at=None)
    for version in versions.select_related("target__indicator", "target__body").order_by("pk"):
        target = version.target
        clause = Clause(
            key_of(version),
            ClauseKind.TARGET,
            target.indicator.name,
            indicator=f"{target.indicator_id}:{target.measure}",
            value=version.value,
            value_max=version.value_max,
            unit=version.unit,
            due=target.period_end,
            body=target.body.name,
        )
        found[version.document_id or 0].append(Entry(clause, version, version.document_id or 0))
    tasks = Task.objects.filter(document__in=wanted, withdrawn_at=None, parent=None)
    for task in tasks.select_related("lead").order_by("document_id", "number"):
        clause = Clause(
            key_of(task),
            ClauseKind.TASK,
            task.action,
            due=task.first_due or task.due,
            body=task.lead.name if task.lead else task.lead_as_written,
        )
        found[task.document_id].append(Entry(clause, task, task.document_id))
    return found


@dataclass(frozen=True, slots=True)
class Taken:
    """A child's clause beside one of the parent."""

    entry: Entry
    changes: tuple[Change, ...]
    correspondence: Correspondence


@dataclass(slots=True)
class Line:
    """A clause of the parent: what each child made of it, in the order of the children."""

    entry: Entry
    cells: list[list[Taken]]
    taken: int  # by how many of all children, confirmed


@dataclass(slots=True)
class Matrix:
    """The coverage of a document, as its page and its file show it."""

    document: Document
    children: list[Document]  # all, by issuer and day
    shown: list[Document]  # the columns
    lines: list[Line]
    counted: Uptake  # by what is confirmed
    entries: dict[str, Entry]
    suggested: int  # left to decide
    pairs: list[Correspondence]

    @property
    def untaken(self) -> int:
        return len(self.counted.untaken)

    def unasked(self) -> list[tuple[Document, list[Entry]]]:
        """For each child, what of its own the parent does not ask for."""
        return [
            (child, [self.entries[key] for key in self.counted.unasked[str(child.pk)]])
            for child in self.shown
            if self.counted.unasked.get(str(child.pk))
        ]


def children_of(access: Access, document: Document) -> list[Document]:
    """The documents linked as carrying it out, by issuer and day."""
    links = links_seen(access).filter(parent=document, relation=RelationChoice.CARRIES_OUT)
    found = Document.objects.filter(pk__in=links.values("child")).select_related("issuer", "owner")
    return sorted(found, key=lambda d: (d.issuer.sort_key if d.issuer else "~", str(d.date), d.pk))


def matrix_of(access: Access, document: Document, *, first: int = 0, most: int | None = None) -> Matrix:
    """The parent's clauses beside what its children made of them, in six queries however many there are.

    Args:
        access: The reader's; only children they see are compared.
        document: The parent, seen by the reader.
        first: Of the children, the first shown as a column.
        most: How many are shown; None: all.
    """
    children = children_of(access, document)
    by_document = entries_of([document.pk, *(child.pk for child in children)])
    mine = by_document[document.pk]
    entries = {entry.clause.key: entry for found in by_document.values() for entry in found}
    pairs = [
        pair
        for pair in Correspondence.objects.filter(parent=document, child__in=[c.pk for c in children])
        if _parent_key(pair) in entries and _child_key(pair) in entries
    ]
    confirmed = [(_parent_key(p), _child_key(p)) for p in pairs if p.how == HowChoice.CONFIRMED]
    counted = uptake(
        [entry.clause for entry in mine],
        {str(child.pk): [entry.clause for entry in by_document[child.pk]] for child in children},
        confirmed,
    )
    shown = children[first:] if most is None else children[first : first + most]
    told: dict[tuple[str, int], list[Taken]] = {}
    for pair in pairs:
        if pair.how != HowChoice.DECLINED:
            above, below = entries[_parent_key(pair)], entries[_child_key(pair)]
            made = Taken(below, changes(above.clause, below.clause), pair)
            told.setdefault((above.clause.key, below.document), []).append(made)
    lines = [
        Line(
            entry,
            [told.get((entry.clause.key, child.pk), []) for child in shown],
            len(counted.taken[entry.clause.key]),
        )
        for entry in mine
    ]
    suggested = sum(pair.how == HowChoice.SUGGESTED for pair in pairs)
    return Matrix(document, children, shown, lines, counted, entries, suggested, pairs)


def _parent_key(pair: Correspondence) -> str:
    return f"task:{pair.parent_task_id}" if pair.parent_task_id else f"target:{pair.parent_target_id}"


def _child_key(pair: Correspondence) -> str:
    return f"task:{pair.child_task_id}" if pair.child_task_id else f"target:{pair.child_target_id}"


def correspondence_to_decide(access: Access, pk: int) -> Correspondence:
    """One the person may decide: Http404 where unseen, PermissionDenied where only read."""
    seen = documents_seen(access).order_by().values("pk")
    found = (
        Correspondence.objects.filter(pk=pk, parent__in=seen, child__in=seen)
        .select_related("parent__owner", "child")
        .first()
    )
    if found is None:
        raise Http404
    access.require(Action.REVIEW, found.parent.owner_id)
    return found


def fill_in(document: Document, rows: Sequence[Row]) -> None:
    """The coverage of each row of the board, from confirmed correspondences: three queries."""
    children = {child.pk for row in rows for child in row.children}
    if not children:
        return
    clauses = Task.objects.filter(document=document, withdrawn_at=None, parent=None).count()
    clauses += TargetVersion.objects.filter(document=document, withdrawn_at=None).count()
    standing = Q(parent_task__withdrawn_at=None) & Q(parent_target__withdrawn_at=None)
    standing &= Q(child_task__withdrawn_at=None) & Q(child_target__withdrawn_at=None)
    pairs = Correspondence.objects.filter(standing, parent=document, child__in=children)
    compared: dict[int, set[str]] = {}
    for pair in pairs:
        found = compared.setdefault(pair.child_id, set())
        if pair.how == HowChoice.CONFIRMED:
            found.add(_parent_key(pair))
    for row in rows:
        row.clauses = clauses
        own = [compared[child.pk] for child in row.children if child.pk in compared]
        if own:
            row.covered = len(set[str]().union(*own))
