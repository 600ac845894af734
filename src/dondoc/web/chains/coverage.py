"""What of a document its children took up: commitments from confirmed rows, and the matrix of both."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from django.db.models import Q
from django.http import Http404

from dondoc.assessment.coverage import coverage, is_others
from dondoc.records.coverage import (
    Commitment,
    CommitmentKind,
    Coverage,
    CoverageRow,
    CoverageState,
    Pair,
)
from dondoc.web.accounts.access import Access, Action
from dondoc.web.bodies.models import Body, BodyKind
from dondoc.web.chains.models import Correspondence, HowChoice, RelationChoice
from dondoc.web.chains.selectors import links_seen
from dondoc.web.obligations.board import Row
from dondoc.web.plans.models import DirectionChoice, TargetVersion, Task
from dondoc.web.sources.models import Document
from dondoc.web.sources.selectors import documents_seen

_BOUNDS = {"ge": "at_least", "le": "at_most", "eq": "exact", "range": "range", "all": "exact"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A commitment with the row it was made of."""

    commitment: Commitment
    row: Task | TargetVersion
    document: int

    @property
    def key(self) -> str:
        return self.commitment.key

    def asked_of(self, issuer: Body | None) -> Commitment:
        """The commitment as the plan of this body meets it: a target of an office below is its own too."""
        row = self.row
        if issuer is None or isinstance(row, Task) or row.target.body.parent_id != issuer.pk:
            return self.commitment
        return replace(self.commitment, given=False)

    @property
    def page(self) -> str:
        """The name of the address of its page."""
        return "task" if isinstance(self.row, Task) else "target"

    @property
    def page_pk(self) -> int:
        return self.row.pk if isinstance(self.row, Task) else self.row.target_id

    @property
    def anchor(self) -> str:
        """Where its line stands in the matrix: as `correspondence_decide` goes back to it."""
        return anchor_of(*((self.row.pk, None) if isinstance(self.row, Task) else (None, self.row.pk)))


def anchor_of(task: int | None, target: int | None) -> str:
    """p12- of a task, p-34 of a target."""
    return f"p{task or ''}-{target or ''}"


def key_of(row: Task | TargetVersion) -> str:
    """What a row is called among commitments: "task:12", "target:34"."""
    return f"{'task' if isinstance(row, Task) else 'target'}:{row.pk}"


def entries_of(documents: Iterable[int]) -> dict[int, list[Entry]]:
    """The standing targets and orders of documents the caller has seen, targets first, in two queries."""
    wanted = list(documents)
    found: dict[int, list[Entry]] = {pk: [] for pk in wanted}
    versions = TargetVersion.objects.filter(document__in=wanted, withdrawn_at=None)
    for version in versions.select_related("target__indicator", "target__body__parent").order_by("pk"):
        target = version.target
        commitment = Commitment(
            CommitmentKind.TARGET,
            target.indicator.name,
            key_of(version),
            value=version.value,
            value_max=version.value_max,
            unit=version.unit,
            bound=_BOUNDS.get(version.comparator, "exact"),
            less_is_better=target.indicator.direction == DirectionChoice.LOWER,
            due=target.period,
            lead=target.body.name,
            given=_is_one_of_many(target.body),
            indicator=f"{target.indicator_id}:{target.measure}",
        )
        found[version.document_id or 0].append(Entry(commitment, version, version.document_id or 0))
    tasks = Task.objects.filter(document__in=wanted, withdrawn_at=None, parent=None)
    for task in tasks.select_related("lead").order_by("document_id", "number"):
        due = task.first_due or task.due
        commitment = Commitment(
            CommitmentKind.TASK,
            task.action,
            key_of(task),
            due=due.isoformat() if due else None,
            lead=task.lead.name if task.lead else task.lead_as_written,
            collective=task.collective,
        )
        found[task.document_id].append(Entry(commitment, task, task.document_id))
    return found


def _is_one_of_many(body: Body) -> bool:
    """Whether it is a commune, or a department or office below one of the province's bodies."""
    return body.kind == BodyKind.COMMUNE or (body.parent is not None and body.parent.parent_id is not None)


@dataclass(frozen=True, slots=True)
class Taken:
    """A child's commitment beside one of the parent."""

    entry: Entry
    row: CoverageRow
    correspondence: Correspondence


@dataclass(slots=True)
class Cell:
    """What one child made of a commitment of the parent: `state` is that of the first, else missing."""

    child: Document
    state: CoverageState
    taken: list[Taken] = field(default_factory=list)


@dataclass(slots=True)
class Line:
    """A commitment of the parent: what each child made of it, in the order of the children."""

    entry: Entry
    cells: list[Cell]
    taken: int  # by how many of all children, confirmed


@dataclass(frozen=True, slots=True)
class Column:
    """A child's counts at the head of the matrix, by what is confirmed."""

    document: Document
    taken_up: int
    kept: int
    changed: int
    missing: int
    elsewhere: int

    @property
    def asked(self) -> int:
        """How many are this body's to take up: what the parent gives to others is not."""
        return self.taken_up + self.missing


@dataclass(slots=True)
class Matrix:
    """The coverage of a document, as its page and its file show it."""

    document: Document
    children: list[Document]  # all, by issuer and day
    shown: list[Document]  # the columns
    lines: list[Line]
    counted: dict[int, Coverage]  # of each child, by what is confirmed
    made: dict[int, Coverage]  # of each child shown, with what is only suggested
    entries: dict[str, Entry]
    suggested: int  # left to decide
    pairs: list[Correspondence]

    @property
    def untaken(self) -> int:
        return sum(not line.taken for line in self.lines)

    def columns(self) -> list[Column]:
        return [
            Column(child, self.counted[child.pk].taken_up, *(self.counted[child.pk].count(s) for s in _ASKED))
            for child in self.shown
        ]

    def added(self) -> Iterator[tuple[Document, list[Entry]]]:
        """For each child, what of its own the parent does not ask for."""
        for child in self.shown:
            found = [
                self.entries[row.child.key]
                for row in self.made[child.pk].rows
                if row.state is CoverageState.ADDED and row.child is not None
            ]
            if found:
                yield child, found


_ASKED = (CoverageState.KEPT, CoverageState.CHANGED, CoverageState.MISSING, CoverageState.ELSEWHERE)


def children_of(access: Access, document: Document) -> list[Document]:
    """The documents linked as carrying it out, by issuer and day."""
    links = links_seen(access).filter(parent=document, relation=RelationChoice.CARRIES_OUT)
    found = Document.objects.filter(pk__in=links.values("child")).select_related("issuer", "owner")
    return sorted(found, key=lambda d: (d.issuer.sort_key if d.issuer else "~", str(d.date), d.pk))


def matrix_of(access: Access, document: Document, *, first: int = 0, most: int | None = None) -> Matrix:
    """The parent's commitments beside what its children made of them, in six queries however many there are.

    Args:
        access: The reader's; only children they see are compared.
        document: The parent, seen by the reader.
        first: Of the children, the first shown as a column.
        most: How many are shown; None: all.
    """
    children = children_of(access, document)
    by_document = entries_of([document.pk, *(child.pk for child in children)])
    mine = by_document[document.pk]
    entries = {entry.key: entry for found in by_document.values() for entry in found}
    pairs = [
        pair
        for pair in Correspondence.objects.filter(parent=document, child__in=[c.pk for c in children])
        if parent_key(pair) in entries and child_key(pair) in entries
    ]
    standing: dict[int, list[Correspondence]] = defaultdict(list)
    for pair in pairs:
        if pair.how != HowChoice.DECLINED:
            standing[pair.child_id].append(pair)
    counted = {
        child.pk: _held(mine, by_document[child.pk], child, standing[child.pk], confirmed=True)
        for child in children
    }
    shown = children[first:] if most is None else children[first : first + most]
    made = {
        child.pk: _held(mine, by_document[child.pk], child, standing[child.pk], confirmed=False)
        for child in shown
    }
    by_ends = {(parent_key(pair), child_key(pair)): pair for pair in pairs}
    cells = {child.pk: _cells(child, made[child.pk], entries, by_ends) for child in shown}
    taken: dict[str, int] = defaultdict(int)
    for found in counted.values():
        for row in found.rows:
            if row.parent is not None and row.child is not None and not row.further:
                taken[row.parent.key] += 1
    lines = [Line(e, [cells[child.pk][e.key] for child in shown], taken[e.key]) for e in mine]
    suggested = sum(pair.how == HowChoice.SUGGESTED for pair in pairs)
    return Matrix(document, children, shown, lines, counted, made, entries, suggested, pairs)


def _held(
    mine: list[Entry], theirs: list[Entry], child: Document, pairs: list[Correspondence], *, confirmed: bool
) -> Coverage:
    """The matrix of the parent and one child by what people confirmed, or also by what waits for them."""
    places = [{entry.key: place for place, entry in enumerate(found)} for found in (mine, theirs)]
    return coverage(
        [entry.asked_of(child.issuer) for entry in mine],
        [entry.commitment for entry in theirs],
        body=child.issuer.name if child.issuer else child.issuer_as_written,
        pairs=[
            Pair(places[0][parent_key(pair)], places[1][child_key(pair)], pair.score, pair.reason)
            for pair in pairs
            if not confirmed or pair.how == HowChoice.CONFIRMED
        ],
    )


def _cells(
    child: Document, made: Coverage, entries: dict[str, Entry], pairs: dict[tuple[str, str], Correspondence]
) -> dict[str, Cell]:
    """The cells of one column, by the parent's commitment."""
    cells: dict[str, Cell] = {}
    for row in made.rows:
        if row.parent is None:
            continue
        cell = cells.setdefault(row.parent.key, Cell(child, row.state))
        if row.child is not None:
            cell.taken.append(Taken(entries[row.child.key], row, pairs[row.parent.key, row.child.key]))
    return cells


def parent_key(pair: Correspondence) -> str:
    """The key of the parent's commitment."""
    return f"task:{pair.parent_task_id}" if pair.parent_task_id else f"target:{pair.parent_target_id}"


def child_key(pair: Correspondence) -> str:
    """The key of the child's commitment."""
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
    mine = entries_of([document.pk])[document.pk]
    standing = Q(parent_task__withdrawn_at=None) & Q(parent_target__withdrawn_at=None)
    standing &= Q(child_task__withdrawn_at=None) & Q(child_target__withdrawn_at=None)
    pairs = Correspondence.objects.filter(standing, parent=document, child__in=children)
    compared: dict[int, set[str]] = {}
    for pair in pairs:
        found = compared.setdefault(pair.child_id, set())
        if pair.how == HowChoice.CONFIRMED:
            found.add(parent_key(pair))
    for row in rows:
        own = [compared[child.pk] for child in row.children if child.pk in compared]
        if not own:
            continue
        taken = set[str]().union(*own)
        row.covered = sum(entry.key in taken for entry in mine)
        row.clauses = sum(
            entry.key in taken or not is_others(entry.asked_of(row.body), row.body.name) for entry in mine
        )
