"""The weekly list (giao ban) as of a day: overdue, due, the next sessions, waiting, obligations, new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from dondoc.assessment.weekly import shared_out
from dondoc.web.accounts.access import Access
from dondoc.web.accounts.models import User
from dondoc.web.bodies.models import Body
from dondoc.web.followup.owed import ELSEWHERE, obligation_words
from dondoc.web.obligations.models import Obligation
from dondoc.web.obligations.selectors import obligations_seen, views_of
from dondoc.web.papers.letterhead import letterhead
from dondoc.web.papers.services import paper_draft
from dondoc.web.plans.models import StageChoice, Task
from dondoc.web.plans.taskboard import COLUMNS, Moment, as_it_stood, tasks_seen
from dondoc.web.programmes.models import Item, ItemStateChoice
from dondoc.web.programmes.selectors import items_seen
from dondoc.web.reporting.models import EventChoice, ReportEvent
from dondoc.writing.families import Signing
from dondoc.writing.fitting import fitted
from dondoc.writing.paper import Form
from dondoc.writing.paperkinds import kind_of

WEEK = timedelta(days=7)
AHEAD = timedelta(days=14)  # the sessions whose matters are listed
SHOWN = 50  # lines of a part on the page
# Columns of the shipped paper inside their margins, in sizes of its letters; a row is two lines of each.
CONTENT, BODY, REMARK = 22.1, 8.5, 6.8
CODE = "danh-sach-giao-ban"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line."""

    words: str
    body: str
    due: date | None
    remark: str
    row: Task | Obligation | Item


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the list: its first lines, and how many there are."""

    name: str  # one of PARTS
    total: int
    entries: Sequence[Entry]

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
    "new": "Mới giao trong 7 ngày qua",
}
SHORT = {
    "late": "quá hạn",
    "due": "đến hạn 7 ngày tới",
    "session": "nội dung trình kỳ họp tới",
    "waiting": "đang chờ",
    "obligations": "nghĩa vụ đến hạn và quá hạn",
    "new": "mới giao",
}
_WAITING = (StageChoice.WAITING, *ELSEWHERE)


def weekly_list(access: Access, *, as_of: date, today: date, body: Body | None = None) -> list[Part]:
    """The list of a body and all below it, or of all the reader sees, in fourteen queries at most.

    Args:
        access: The reader.
        as_of: The day of the list. Tasks and obligations stand as they did then; matters of the work
            programme as they stand now.
        today: To know whether `as_of` is past.
        body: Whose branch; None is everybody's.
    """
    then = Moment.on(as_of, today=today)
    tasks = then.tasks(tasks_seen(access).filter(resolved=False)).filter(then.binding(), then.undone())
    if body is not None:
        tasks = tasks.filter(then.q(lead__path__startswith=body.path))
    lead_has_it = ~then.q(stage__in=ELSEWHERE)
    found = {
        "late": tasks.filter(then.late(), lead_has_it),
        "due": tasks.filter(then.q(due__gte=as_of, due__lte=as_of + WEEK), lead_has_it),
        "waiting": tasks.filter(then.q(stage__in=_WAITING)),
        "new": tasks.filter(then.q(given_on__gt=as_of - WEEK, given_on__lte=as_of)),
    }
    parts = {name: _tasks(name, rows, then) for name, rows in found.items()}
    parts["session"] = _matters(access, as_of, body)
    parts["obligations"] = _obligations(access, as_of, body)
    parts["waiting"] = _with_sent(parts["waiting"], access, as_of, body)
    return [parts[name] for name in PARTS]


def _tasks(name: str, rows: QuerySet[Task], then: Moment) -> Part:
    total = rows.count()
    if then.at:
        rows = rows.annotate(**{f"stood_{column}": then.f(column) for column in COLUMNS})
    order = f"-{then.at}given_on" if name == "new" else f"{then.at}due"
    listed = rows.select_related("lead", "document").order_by(order, "pk")[:SHOWN] if total else ()
    return Part(name, total, [_task(name, task, then.as_of) for task in as_it_stood(listed, then)])


def _task(name: str, task: Task, as_of: date) -> Entry:
    body = task.lead.name if task.lead else task.lead_as_written
    if name == "late" and task.due is not None:
        remark = f"quá {(as_of - task.due).days} ngày"
    elif name == "waiting":
        remark = str(StageChoice(task.stage).label).lower()
    else:
        remark = task.document.symbol
    return Entry(task.action, body, task.due, remark, task)


def _matters(access: Access, as_of: date, body: Body | None) -> Part:
    states = (ItemStateChoice.PLANNED, ItemStateChoice.HANDED_IN)
    rows = items_seen(access).filter(
        session__day__gte=as_of, session__day__lte=as_of + AHEAD, state__in=states
    )
    if body is not None:
        whose = Q(preparing__path__startswith=body.path) | Q(programme__body__path__startswith=body.path)
        rows = rows.filter(whose)
    total = rows.count()
    listed = rows.select_related("preparing", "session").order_by("session__day", "number", "pk")[:SHOWN]
    return Part("session", total, [_matter(item) for item in (listed if total else ())])


def _matter(item: Item) -> Entry:
    body = item.preparing.name if item.preparing else item.preparing_as_written
    handed = "đã trình hồ sơ" if item.state == ItemStateChoice.HANDED_IN else ""
    session = f"{item.session.name}" if item.session else ""
    return Entry(item.content, body, item.due, "; ".join(filter(None, [session, handed])), item)


def _obligations(access: Access, as_of: date, body: Body | None) -> Part:
    views = views_of(as_of)
    events = ReportEvent.objects.filter(
        report__obligation=OuterRef("pk"), kind__in=[EventChoice.SUBMITTED, EventChoice.SIGNED], on__lte=as_of
    )
    lies = ~views["sent"] | ~Exists(events)  # with the body on that day
    rows = obligations_seen(access).filter(views["open"], lies, due__lte=as_of + WEEK)
    if body is not None:
        rows = rows.filter(body__path__startswith=body.path)
    total = rows.count()
    listed = rows.select_related("body", "document", "report__form").order_by("due", "pk")[:SHOWN]
    return Part("obligations", total, [_obligation(row, as_of) for row in (listed if total else ())])


def _with_sent(part: Part, access: Access, as_of: date, body: Body | None) -> Part:
    """What waits, and the reports among it that were sent and are not confirmed yet."""
    rows = obligations_seen(access).filter(views_of(as_of)["sent"], due__lte=as_of + WEEK)
    if body is not None:
        rows = rows.filter(body__path__startswith=body.path)
    listed = rows.select_related("body", "document", "report__form").order_by("due", "pk")[:SHOWN]
    sent = [
        Entry(obligation_words(row), row.body.name, row.due, "đã gửi, chờ xác nhận", row) for row in listed
    ]
    total = len(sent) if len(sent) < SHOWN else rows.count()
    entries = sorted([*part.entries, *sent], key=lambda one: (one.due is None, one.due or as_of))
    return Part(part.name, part.total + total, entries[:SHOWN])


def _obligation(row: Obligation, as_of: date) -> Entry:
    late = (as_of - row.due).days if row.due else 0
    return Entry(obligation_words(row), row.body.name, row.due, f"quá {late} ngày" if late > 0 else "", row)


def counts_words(parts: Sequence[Part]) -> str:
    """The list in a line: "Quá hạn 12; đến hạn 5; …"."""
    words = "; ".join(f"{SHORT[part.name]}: {part.total}" for part in parts)
    return f"{words[:1].upper()}{words[1:]}."


def weekly_docx(parts: Sequence[Part], *, body: Body, form: Form, as_of: date, by: User | None) -> bytes:
    """The list on two pages; what does not fit is counted, part by part.

    Raises:
        PaperError: The office's own template cannot be filled.
    """
    fields = letterhead(body, form, kind_of(CODE), year=as_of.year, signing=Signing.ORDER)
    week = f"tuần từ {as_of:%d/%m/%Y} đến {as_of + WEEK - timedelta(days=1):%d/%m/%Y}"
    fields |= weekly_fields(parts)
    fields |= {"subject": week, "week": week, "as_of": f"{as_of:%d/%m/%Y}", "symbol": ""}
    fields["recipients"] = ["Lãnh đạo dự giao ban", "Lưu: Văn thư"]
    return paper_draft(kind=CODE, form=form, body=body, fields=fields, by=by, about=week)


def weekly_fields(parts: Sequence[Part]) -> dict[str, Any]:
    """What the template prints: each part with its first lines and how many more there are."""
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
                "due": f"{entry.due:%d/%m/%Y}" if entry.due else "",
                "days": fitted(entry.remark, column=REMARK),
            }
            for place, entry in enumerate(part.entries[:most], 1)
        ]
        more = part.total - len(rows)
        heading = f"{PARTS[part.name]}: {part.total}" + (f" (còn {more} việc không in ở đây)" if more else "")
        groups.append({"heading": heading, "rows": rows})
    return {"counts": counts_words(parts), "groups": groups}
