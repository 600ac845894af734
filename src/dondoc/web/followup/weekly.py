"""The weekly list (giao ban) as of a day: overdue, due, the next sessions, waiting,
obligations, answers to proposals, new.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from heapq import nsmallest
from operator import or_
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from dondoc.assessment.weekly import shared_out
from dondoc.web.accounts.access import Access, among
from dondoc.web.accounts.models import User
from dondoc.web.bodies.models import Body
from dondoc.web.followup.owed import ELSEWHERE, answer_words, obligation_words, open_answers
from dondoc.web.matters.models import Matter
from dondoc.web.obligations.models import Obligation
from dondoc.web.obligations.selectors import obligations_seen, views_of
from dondoc.web.papers.letterhead import letterhead
from dondoc.web.papers.noted import Note, Notes
from dondoc.web.papers.services import paper_draft
from dondoc.web.plans.models import StageChoice, Task
from dondoc.web.plans.taskboard import Moment, as_it_stood, tasks_seen
from dondoc.web.programmes.models import Item, ItemStateChoice
from dondoc.web.programmes.selectors import items_seen
from dondoc.web.reporting.models import EventChoice, ReportEvent
from dondoc.writing.families import Signing
from dondoc.writing.fitting import fitted
from dondoc.writing.footnotes import linked
from dondoc.writing.paper import Form
from dondoc.writing.paperkinds import kind_of

WEEK = timedelta(days=7)
AHEAD = timedelta(days=14)  # the sessions whose matters are listed
SHOWN = 30  # lines of a part on the page
MOST_VIEWS = 5  # lists of one kind of row
# Columns of the shipped paper inside their margins, in sizes of its letters; a row is two lines of each.
CONTENT, BODY, REMARK = 22.1, 8.5, 6.8
CODE = "danh-sach-giao-ban"
_PAGES = {Task: "task", Obligation: "obligation", Item: "programme-item", Matter: "matter"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line."""

    words: str
    body: str
    due: date | None
    remark: str
    row: Task | Obligation | Item | Matter


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the list: its first lines, and how many there are."""

    name: str  # one of PARTS
    total: int
    entries: Sequence[Entry]
    aside: int = 0  # of what is late: how much more of it stands among the waiting, with somebody else

    @property
    def more(self) -> int:
        """Lines that are not shown."""
        return self.total - len(self.entries)


# In the order in which leaders read them.
PARTS = {
    "late": "Quá hạn",
    "due": "Đến hạn trong 7 ngày tới",
    "session": "Nội dung trình các kỳ họp tới",
    "waiting": "Đang chờ: cấp trên, xác nhận, chuyển cơ quan",
    "obligations": "Nghĩa vụ báo cáo, kế hoạch quá hạn và đến hạn",
    "answers": "Kiến nghị, khó khăn, tồn tại quá hạn và đến hạn",
    "new": "Mới giao trong 7 ngày qua",
}
SHORT = {
    "late": "quá hạn",
    "due": "đến hạn 7 ngày tới",
    "session": "nội dung trình kỳ họp tới",
    "waiting": "đang chờ",
    "obligations": "nghĩa vụ đến hạn và quá hạn",
    "answers": "kiến nghị chờ trả lời",
    "new": "mới giao",
}
_WAITING = (StageChoice.WAITING, *ELSEWHERE)


def weekly_list(access: Access, *, as_of: date, today: date, body: Body | None = None) -> list[Part]:
    """The list of a body and all below it, or of all the reader sees, in five queries, six for another day.

    Args:
        access: The reader.
        as_of: The day of the list. Tasks and obligations stand as they did then; matters of the work
            programme, difficulties and proposals as they stand now.
        today: To know whether `as_of` is past.
        body: Whose branch; None is everybody's.
    """
    then = Moment.on(as_of, today=today)
    lists = {
        "task": _Lists(
            _tasks(access, then, body), _task_views(then), day=f"{then.at}due", given=f"{then.at}given_on"
        ),
        "obligation": _Lists(_obligations(access, as_of, body), _obligation_views(as_of)),
        "item": _Lists(_sessions(access, as_of, body), {"session": Q()}, day="session__day"),
        "answer": _Lists(_answers(access, as_of, body), {"answers": Q()}),
    }
    heads = _read(lists)
    found = _task_entries(heads, then) | _obligation_entries(heads, as_of) | _session_entries(heads)
    found |= _answer_entries(heads, as_of)
    totals = {name: head.total for name, head in heads.items()}
    totals["waiting"] += totals["sent"]
    found["waiting"] += found["sent"]
    found["waiting"].sort(key=lambda one: (one.due is None, one.due or as_of))
    aside = {"late": totals["late_elsewhere"]}
    return [Part(name, totals[name], found[name][:SHOWN], aside.get(name, 0)) for name in PARTS]


@dataclass(frozen=True, slots=True)
class _Lists:
    """Lists of the same rows, which can stand in several: list → its condition."""

    rows: QuerySet[Any]
    views: Mapping[str, Any]
    day: str = "due"  # the column by which they are ordered
    given: str = ""  # … the list "new", the latest first

    def read(self, kind: str) -> QuerySet[Any, Any]:
        """Kind, key, the two days, and whether it stands in each list, for `MOST_VIEWS` of them."""
        stands = {
            f"in_{place}": Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())
            if condition
            else Value(1)
            for place, condition in enumerate(self.views.values())
        }
        in_one = reduce(or_, (Q(**{name: 1}) for name in stands))
        for place in range(len(stands), MOST_VIEWS):
            stands[f"in_{place}"] = Value(0)
        rows = self.rows.order_by().annotate(**stands).filter(in_one)
        listed: QuerySet[Any, Any] = rows.values_list(
            Value(kind), "pk", self.day, self.given or self.day, *stands
        )
        return listed


@dataclass(slots=True)
class _Head:
    """How long a list is, and the keys at its head."""

    total: int
    keys: list[int]


def _read(lists: Mapping[str, _Lists]) -> dict[str, _Head]:
    """All of them in one query, of a few numbers a row."""
    read = [one.read(kind) for kind, one in lists.items()]
    found: dict[str, list[tuple[int, int]]] = {name: [] for one in lists.values() for name in one.views}
    for kind, pk, due, given, *flags in read[0].union(*read[1:], all=True):
        for name, flag in zip(lists[kind].views, flags, strict=False):
            if flag:
                day = given if name == "new" else due
                by = day.toordinal() if day is not None else date.max.toordinal()
                found[name].append((-by if name == "new" else by, pk))
    return {name: _Head(len(rows), [pk for _, pk in nsmallest(SHOWN, rows)]) for name, rows in found.items()}


def _keys(heads: Mapping[str, _Head], views: Iterable[str]) -> set[int]:
    return {pk for name in views for pk in heads[name].keys}


def _tasks(access: Access, then: Moment, body: Body | None) -> QuerySet[Task]:
    tasks = then.tasks(tasks_seen(access).filter(resolved=False)).filter(then.binding(), then.undone())
    if body is None:
        return tasks
    return tasks.filter(then.q(lead_id__in=Body.objects.filter(path__startswith=body.path).values("pk")))


def _task_views(then: Moment) -> dict[str, Q]:
    as_of, lead_has_it = then.as_of, ~then.q(stage__in=ELSEWHERE)
    return {
        "late": then.late() & lead_has_it,
        "late_elsewhere": then.late() & then.q(stage__in=ELSEWHERE),
        "due": then.q(due__gte=as_of, due__lte=as_of + WEEK) & lead_has_it,
        "waiting": then.q(stage__in=_WAITING),
        "new": then.q(given_on__gt=as_of - WEEK, given_on__lte=as_of),
    }


def _task_entries(heads: Mapping[str, _Head], then: Moment) -> dict[str, list[Entry]]:
    """The heads of the four lists, in one query; another for who led them on another day."""
    views = [name for name in _task_views(then) if name in PARTS]
    keys = _keys(heads, views)
    rows = then.tasks(Task.objects.filter(pk__in=keys)) if keys else Task.objects.none()
    found = {task.pk: task for task in as_it_stood(rows.select_related("lead", "document"), then)}
    return {name: [_task(name, found[pk], then.as_of) for pk in heads[name].keys] for name in views}


def _task(name: str, task: Task, as_of: date) -> Entry:
    body = task.lead.name if task.lead else task.lead_as_written
    if name == "late" and task.due is not None:
        remark = f"quá {(as_of - task.due).days} ngày"
    elif name == "waiting":
        remark = str(StageChoice(task.stage).label).lower()
    else:
        remark = task.document.symbol
    return Entry(task.action, body, task.due, remark, task)


def _sessions(access: Access, as_of: date, body: Body | None) -> QuerySet[Item]:
    """Matters of the sessions ahead."""
    states = (ItemStateChoice.PLANNED, ItemStateChoice.HANDED_IN)
    rows = items_seen(access).filter(
        session__day__gte=as_of, session__day__lte=as_of + AHEAD, state__in=states
    )
    if body is None:
        return rows
    return rows.filter(
        Q(preparing__path__startswith=body.path) | Q(programme__body__path__startswith=body.path)
    )


def _session_entries(heads: Mapping[str, _Head]) -> dict[str, list[Entry]]:
    found = Item.objects.select_related("preparing", "session").in_bulk(heads["session"].keys)
    return {"session": [_session(found[pk]) for pk in heads["session"].keys]}


def _session(item: Item) -> Entry:
    body = item.preparing.name if item.preparing else item.preparing_as_written
    handed = "đã trình hồ sơ" if item.state == ItemStateChoice.HANDED_IN else ""
    session = f"{item.session.name}" if item.session else ""
    return Entry(item.content, body, item.due, "; ".join(filter(None, [session, handed])), item)


def _answers(access: Access, as_of: date, body: Body | None) -> QuerySet[Matter]:
    """Difficulties and proposals whose answer is late or due within a week."""
    rows = open_answers(as_of).filter(answering_id__in=among(access.body_ids), due__lte=as_of + WEEK)
    return rows if body is None else rows.filter(answering__path__startswith=body.path)


def _answer_entries(heads: Mapping[str, _Head], as_of: date) -> dict[str, list[Entry]]:
    found = Matter.objects.select_related("answering", "document").in_bulk(heads["answers"].keys)
    return {"answers": [_answer(found[pk], as_of) for pk in heads["answers"].keys]}


def _answer(matter: Matter, as_of: date) -> Entry:
    body = matter.answering.name if matter.answering else ""
    return Entry(answer_words(matter), body, matter.due, _late_words(matter.due, as_of), matter)


def _obligations(access: Access, as_of: date, body: Body | None) -> QuerySet[Obligation]:
    rows = obligations_seen(access).filter(due__lte=as_of + WEEK)
    return rows if body is None else rows.filter(body__path__startswith=body.path)


def _obligation_views(as_of: date) -> dict[str, Any]:
    """What lies with its body, late or due within a week; and reports sent and not confirmed yet."""
    views = views_of(as_of)
    events = ReportEvent.objects.filter(
        report__obligation=OuterRef("pk"), kind__in=[EventChoice.SUBMITTED, EventChoice.SIGNED], on__lte=as_of
    )
    lies = ~views["sent"] | ~Exists(events)  # with the body on that day
    return {"obligations": views["open"] & lies, "sent": views["sent"]}


def _obligation_entries(heads: Mapping[str, _Head], as_of: date) -> dict[str, list[Entry]]:
    """The heads of both lists, in one query."""
    views = ("obligations", "sent")
    rows = Obligation.objects.select_related("body", "document", "report__form")
    found = rows.in_bulk(_keys(heads, views))
    return {name: [_obligation(found[pk], name, as_of) for pk in heads[name].keys] for name in views}


def _obligation(row: Obligation, name: str, as_of: date) -> Entry:
    remark = "đã gửi, chờ xác nhận" if name == "sent" else _late_words(row.due, as_of)
    return Entry(obligation_words(row), row.body.name, row.due, remark, row)


def _late_words(due: date | None, as_of: date) -> str:
    late = (as_of - due).days if due else 0
    return f"quá {late} ngày" if late > 0 else ""


def counts_words(parts: Sequence[Part], told: Callable[[str], str] = str) -> str:
    """The list in a line: "Quá hạn: 12; đến hạn: 5; …"; `told` puts a link on a number."""
    words = "; ".join(f"{SHORT[part.name]}: {told(str(part.total))}{_beside(part)}" for part in parts)
    return f"{words[:1].upper()}{words[1:]}."


def _beside(part: Part) -> str:
    return f" (và {part.aside} việc quá hạn ở mục đang chờ)" if part.aside else ""


def weekly_docx(
    parts: Sequence[Part],
    *,
    body: Body,
    form: Form,
    as_of: date,
    by: User | None,
    of: Body | None = None,
    address: Callable[[str], str] | None = None,
) -> bytes:
    """The list on two pages; what does not fit is counted, part by part.

    Args:
        parts: What is listed.
        body: Who issues it.
        form: Its family.
        as_of: The day of the list.
        by: Who drafts it; None: the system on the office's day.
        of: Whose branch is listed; None: everybody's.
        address: Makes a path of the site whole, for a link from each count and line to its page; None: no
            links.

    Raises:
        PaperError: The office's own template cannot be filled.
    """
    fields = letterhead(body, form, kind_of(CODE), year=as_of.year, signing=Signing.ORDER)
    week = f"tuần từ {as_of:%d/%m/%Y} đến {as_of + WEEK - timedelta(days=1):%d/%m/%Y}"
    notes = Notes()
    asked = urlencode({"as_of": as_of.isoformat()} | ({"body": of.pk} if of is not None else {}))
    page = Note(f"Danh sách giao ban như tại ngày {as_of:%d/%m/%Y}", "weekly", query=asked)
    fields |= weekly_fields(parts, notes, page)
    fields |= {"subject": week, "week": week, "as_of": f"{as_of:%d/%m/%Y}", "symbol": ""}
    fields["recipients"] = ["Lãnh đạo dự giao ban", fields["recipients"][-1]]
    return paper_draft(
        kind=CODE, form=form, body=body, fields=fields, by=by, about=week,
        notes=notes.printed(address) if address is not None else (),
    )  # fmt: skip


def weekly_fields(parts: Sequence[Part], notes: Notes, page: Note) -> dict[str, Any]:
    """What the template prints: each part with its first lines and how many more there are.

    Args:
        parts: What is listed.
        notes: Takes the source of each line.
        page: The source of the counts.
    """

    def told(count: str) -> str:
        return linked(notes.place(page), count)

    groups = []
    lines = shared_out([part.total for part in parts])
    for part, most in zip(parts, lines, strict=True):
        if not part.total:
            continue
        rows = [
            {
                "number": place,
                "content": fitted(f"{entry.words[:1].upper()}{entry.words[1:]}", column=CONTENT),
                "body": fitted(entry.body, column=BODY),
                **_sourced(entry, notes),
            }
            for place, entry in enumerate(part.entries[:most], 1)
        ]
        more = part.total - len(rows)
        left = f" (còn {more} việc không in ở đây)" if more else ""
        heading = f"{PARTS[part.name]}: {told(str(part.total))}{_beside(part)}{left}"
        groups.append({"heading": heading, "rows": rows})
    return {"counts": counts_words(parts, told), "groups": groups}


def _sourced(entry: Entry, notes: Notes) -> dict[str, str]:
    """A line's day and remark; the day, else the remark, leads to the page of what is listed."""
    cells = {
        "due": f"{entry.due:%d/%m/%Y}" if entry.due else "",
        "days": fitted(entry.remark, column=REMARK),
    }
    name = "due" if entry.due else "days"
    cells[name] = notes.linked(cells[name], entry.words[:160], _PAGES[type(entry.row)], entry.row.pk)
    return cells
