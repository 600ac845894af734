"""What an import would do, row by row, without doing it.

Each row finds its task by its key (a code, or the words brought before) or, in its document, by the same
work; its document by symbol and day; its lead by name. What differs from the register is named field by
field. Everything is loaded once: the number of queries does not grow with the rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from dondoc.exchange.sheets import Sheet
from dondoc.exchange.tasks import Problem, State, TaskRow, read
from dondoc.extraction.addressees import split_names
from dondoc.records.tasklife import Stage
from dondoc.text.normalize import search_key
from dondoc.web.bodies.heirs import heirs_of
from dondoc.web.bodies.models import Body
from dondoc.web.bodies.selectors import Directory
from dondoc.web.core.today import today
from dondoc.web.exchange import arrangements, owncells
from dondoc.web.exchange.arrangements import Wanted
from dondoc.web.exchange.kept import sheet_of
from dondoc.web.exchange.models import Import, Outcome, TaskKey
from dondoc.web.exchange.papers import Papers
from dondoc.web.plans import life
from dondoc.web.plans.models import Task
from dondoc.web.sources.models import Document

_OWN_CODE = re.compile(r"(\d{1,12})-(\d{1,6})")


def code_of(task: Task) -> str:
    """A task's code in this system: its document's number and its own within it."""
    return f"{task.document_id}-{task.number}"


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which a row and the register do not agree; "" for nothing."""

    field: str
    here: str
    there: str  # in the row


@dataclass(slots=True)
class Line:
    """One row and what would come of it."""

    row: TaskRow
    outcome: Outcome
    document: Document | None = None  # None: one that would be added (`row.document_symbol`), or unknown
    lead: Body | None = None
    lead_reason: str = ""
    heir: Body | None = None  # who took over from the lead since: what is open is its now
    partners: list[tuple[str, Body | None]] = field(default_factory=list)
    task: Task | None = None
    differences: list[Difference] = field(default_factory=list)
    key: str = ""
    own: dict[str, str] = field(default_factory=dict)  # of the office's own fields: key → what it would hold
    own_differences: list[tuple[str, str, str]] = field(default_factory=list)
    wanted: Wanted = field(default_factory=Wanted)

    @property
    def adds_document(self) -> bool:
        """Whether the row's document would be added to the register."""
        return self.document is None and bool(self.row.document_symbol)


@dataclass(slots=True)
class DryRun:
    """An import as it would go."""

    sheet: Sheet
    lines: list[Line]
    gone: list[Task] = field(default_factory=list)  # a system's tasks that its export no longer has

    def count(self, outcome: str) -> int:
        return sum(line.outcome == outcome for line in self.lines)

    @property
    def problems(self) -> dict[int, list[Problem]]:
        """Row number → what is wrong in it."""
        return {line.row.number: line.row.problems for line in self.lines if line.row.problems}

    @property
    def new_documents(self) -> list[str]:
        """Symbols of the documents that would be added, each once; a row that is left adds none."""
        adding = (line for line in self.lines if line.adds_document and not line.row.problems)
        return list(dict.fromkeys(line.row.document_symbol for line in adding))


def dry_run(imported: Import) -> DryRun:
    """What the import would do to the register as it is now; queries do not grow with the rows."""
    sheet = sheet_of(imported.sheets[imported.sheet])
    columns = {n: key for n, key in enumerate(imported.columns) if key}
    rows = read(sheet, columns, on=imported.document.date if imported.document else None)
    books = _Books(imported, rows)
    lines = [_line(imported, row, books, columns) for row in rows]
    _mark_repeats(lines)
    run = DryRun(sheet, lines)
    if imported.system_id is not None:
        met = {line.key for line in lines}
        run.gone = [task for key, task in books.by_key.items() if key not in met and task.done_on is None]
    return run


def _mark_repeats(lines: list[Line]) -> None:
    """A row that says what another of the table says would be the same task twice."""
    first: dict[str, int] = {}
    for line in lines:
        if line.outcome == Outcome.LEFT:
            continue
        if line.key in first:
            line.row.problems.append(
                Problem(
                    -1, f"Trùng văn bản, nội dung và chủ trì với dòng {first[line.key]}. Bỏ một trong hai."
                )
            )
            line.outcome = Outcome.LEFT
        first.setdefault(line.key, line.row.number)


class _Books:
    """What names and keys mean, loaded once."""

    def __init__(self, imported: Import, rows: Iterable[TaskRow]) -> None:
        self.directory = Directory()
        now = today()
        gone = [pk for pk, one in self.directory.bodies.items() if one.valid_to and one.valid_to < now]
        self.heirs = heirs_of(gone, on=now)  # of bodies that have ended, those that stand for them today
        keys = TaskKey.objects.filter(
            owner=imported.owner_id, system=imported.system_id, task__withdrawn_at=None
        ).select_related("task__document", "task__lead")
        self.by_key = {key.key: key.task for key in keys}
        self.papers = Papers(imported.owner)
        self.documents = self.papers.by_symbol
        named = {search_key(row.document_symbol) for row in rows if row.document_symbol}
        wanted = {document.pk for symbol in named for document in self.documents.get(symbol, ())}
        if imported.document_id is not None:
            wanted.add(imported.document_id)
        codes = [match for row in rows if (match := _OWN_CODE.fullmatch(row.code))]
        coded = Document.objects.filter(pk__in={int(match[1]) for match in codes})
        wanted |= set(coded.filter(owner__path__startswith=imported.owner.path).values_list("pk", flat=True))
        found = Task.objects.filter(document__in=wanted, withdrawn_at=None)
        standing = found.select_related("lead", "document").prefetch_related("partners__body")
        if any(row.has.intersection(arrangements.FIELDS) for row in rows):
            standing = arrangements.with_arrangements(standing)
        self.by_code: dict[str, Task] = {}
        self.by_work: dict[tuple[int, str], Task] = {}
        for task in standing:
            self.by_code[code_of(task)] = task
            self.by_work.setdefault((task.document_id, search_key(task.action)), task)
        for key, task in self.by_key.items():  # with the partners that were fetched, where they were
            self.by_key[key] = self.by_code.get(code_of(task), task)
        self.own = owncells.Books(imported)
        self.arrangements = arrangements.Books(imported.owner, rows, self.directory)


def _line(imported: Import, row: TaskRow, books: _Books, columns: dict[int, str]) -> Line:
    line = Line(row, Outcome.LEFT, key=row.key())
    place = {key: column for column, key in columns.items()}
    line.document = _document(imported, row, books, place)
    line.task = _task(row, line, books)
    if row.lead and not row.collective and not _as_written(line.task, row):
        found = books.directory.resolve(row.lead, on=_day(line, row))
        if found is not None:
            line.lead, line.lead_reason = found.body, found.reason
            heirs = books.heirs.get(found.body.pk, [])
            if len(heirs) == 1 and row.state not in (State.DONE, State.WITHDRAWN):
                line.heir = heirs[0]
                line.lead_reason += f"; {heirs[0].name} kế thừa, việc còn mở chuyển sang đó"
        else:
            row.problems.append(Problem(place["lead"], _no_lead(row.lead, _day(line, row), books)))
    for name in row.partners:
        resolved = books.directory.resolve(name, on=_day(line, row))
        line.partners.append((name, resolved.body if resolved else None))
    if row.state is State.WITHDRAWN and line.task is None:
        row.problems.append(Problem(place["status"], "Việc đã rút và chưa có trong sổ. Bỏ dòng này."))
    _check_done(line, place)
    if row.has.intersection(arrangements.FIELDS):
        line.wanted = books.arrangements.wanted(row, line.task, place, _day(line, row))
    books.own.read(line, place)
    if row.problems:
        return line
    if line.task is None:
        line.outcome = Outcome.ADDED
    else:
        line.differences = _differences(line.task, line, books.heirs)
        line.outcome = Outcome.CHANGED if line.differences else Outcome.SAME
    return line


def _as_written(task: Task | None, row: TaskRow) -> bool:
    """Whether the register has these words and has no lead for them yet: so it went out, so it comes back."""
    unled = task is not None and task.lead_id is None
    return unled and search_key(task.lead_as_written) == search_key(row.lead) if task is not None else False


def _no_lead(words: str, on: date | None, books: _Books) -> str:
    """Why words are no lead: several bodies, of whom one leads; or a name nobody has."""
    names = split_names(words)
    if len(names) > 1 and any(books.directory.resolve(name, on=on) is not None for name in names):
        return (
            f"Ô chủ trì ghi {len(names)} cơ quan ({', '.join(names)}); mỗi việc một đầu mối. "
            "Giữ một cơ quan, chuyển cơ quan khác sang cột phối hợp, hoặc để trống để xác định sau."
        )
    close = books.directory.candidates(words, on=on, limit=1)
    hint = f" Có phải “{close[0].body.name}”?" if close else ""
    return f"Chưa có cơ quan “{words}”.{hint} Sửa tên, hoặc để trống."


def _day(line: Line, row: TaskRow) -> date | None:
    return line.document.date if line.document else row.document_date


def _document(imported: Import, row: TaskRow, books: _Books, place: dict[str, int]) -> Document | None:
    """The document that gives the row's task; a problem where none is named or several are."""
    coded = books.by_code.get(row.code) if _OWN_CODE.fullmatch(row.code) else None
    if coded is not None and search_key(coded.document.symbol) == search_key(row.document_symbol):
        return coded.document
    if not row.document_symbol:
        if imported.document is None and not (_OWN_CODE.fullmatch(row.code) and row.code in books.by_code):
            row.problems.append(
                Problem(
                    place.get("document_symbol", -1),
                    "Chưa rõ văn bản giao. Chọn văn bản cho cả bảng, hoặc ghi số, ký hiệu và ngày.",
                )
            )
        return imported.document
    found, wrong = books.papers.find(row.document_symbol, row.document_date, row.document_title)
    if wrong:
        row.problems.append(Problem(place["document_symbol"], wrong))
    return found


def _task(row: TaskRow, line: Line, books: _Books) -> Task | None:
    if row.code and row.code in books.by_code:
        return books.by_code[row.code]
    if line.key in books.by_key:
        return books.by_key[line.key]
    if line.document is None or not row.action:
        return None
    return books.by_work.get((line.document.pk, search_key(row.action)))


def _check_done(line: Line, place: dict[str, int]) -> None:
    """A day of completion before the work was given cannot be, nor an order to several that is done."""
    unled = line.task is None or life.for_nobody_yet(line.task)
    if line.row.state is State.DONE and line.row.collective and unled:
        line.row.problems.append(Problem(place.get("status", -1), life.COLLECTIVE))
    given = _day(line, line.row)
    done = line.row.done_on
    if done is not None and given is not None and done < given:
        line.row.problems.append(
            Problem(
                place["done_on"],
                f"Ngày hoàn thành {done:%d/%m/%Y} trước ngày giao {given:%d/%m/%Y}. Sửa một trong hai ngày.",
            )
        )


def _differences(task: Task, line: Line, heirs: Mapping[int, Sequence[Body]]) -> list[Difference]:
    """In what the row does not agree with the register; a column the table does not have says nothing.

    Another system may go on naming a body that has ended: who took over from it is the same.
    """
    row, found = line.row, []

    def now(pk: int) -> int:
        after = heirs.get(pk, ())
        return after[0].pk if len(after) == 1 else pk

    has = row.has
    if search_key(task.action) != search_key(row.action):
        found.append(Difference("action", task.action, row.action))
    if "lead" in has and row.lead:
        same = (
            task.lead_id in {line.lead.pk, *(body.pk for body in heirs.get(line.lead.pk, ()))}
            if line.lead
            else search_key(task.lead_as_written) == search_key(row.lead)
        )
        if not same:
            found.append(Difference("lead", task.lead.name if task.lead else task.lead_as_written, row.lead))
    if "partners" in has and row.partners:
        known = {
            now(partner.body_id) if partner.body_id else search_key(partner.as_written)
            for partner in task.partners.all()
        }
        if known != {now(body.pk) if body else search_key(name) for name, body in line.partners}:
            names = "; ".join(partner.as_written for partner in task.partners.all())
            found.append(Difference("partners", names, "; ".join(row.partners)))
    found.extend(_day_difference(task, row))
    if "product" in has and row.product and search_key(task.product) != search_key(row.product):
        found.append(Difference("product", task.product, row.product))
    if has.intersection(arrangements.FIELDS):
        found.extend(Difference(*each) for each in arrangements.differences(task, row, line.wanted))
    found.extend(Difference(*each) for each in line.own_differences)
    found.extend(_state_difference(task, row))
    return found


def _day_difference(task: Task, row: TaskRow) -> list[Difference]:
    """The day that holds; the first day of a task that was put off here is no difference."""
    here = f"{task.due:%d/%m/%Y}" if task.due else ""
    if row.extended is not None:
        return [] if task.due == row.extended else [Difference("extended", here, f"{row.extended:%d/%m/%Y}")]
    if row.deadline is None or row.deadline.end in (task.due, task.first_due):
        return []
    return [Difference("deadline", here, f"{row.deadline.end:%d/%m/%Y}")]


def _state_difference(task: Task, row: TaskRow) -> list[Difference]:
    """Only what goes on: a table made earlier does not take back what was recorded since."""
    stage = Stage(task.stage)
    moves = {
        State.IN_HAND: stage is Stage.UNACKNOWLEDGED,
        State.REPORTED: stage in (Stage.UNACKNOWLEDGED, Stage.IN_HAND, Stage.RETURNED),
        State.DONE: stage is not Stage.DONE,
        State.WITHDRAWN: stage is not Stage.WITHDRAWN,
    }
    if row.state is None or not moves.get(row.state, False):
        return []
    there = row.status or "hoàn thành"
    if row.done_on is not None:
        there = f"{there} {row.done_on:%d/%m/%Y}"
    return [Difference("status", str(task.get_stage_display()), there)]
