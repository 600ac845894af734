"""What a preparing body owes because a matter stands in an issued programme: one task a matter.

Only an issued document creates an obligation, so the task is a task of the programme's own issued document:
it is made when the programme is issued, and for a matter taken up later when that is approved. What happens
to the matter afterwards is told to the task as an event; nothing of it changes silently.
"""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Max

from dondoc.text.normalize import search_key
from dondoc.web.accounts.models import User
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.locks import Turn, take_turn
from dondoc.web.plans import life
from dondoc.web.plans.models import DeadlineKind, EventKind, StageChoice, Task, TaskEvent, TaskPartner
from dondoc.web.programmes.models import (
    Item,
    ItemEvent,
    ItemEventChoice,
    ItemStateChoice,
    Programme,
    ProgrammeStateChoice,
)
from dondoc.web.programmes.selectors import within
from dondoc.web.search.services import index
from dondoc.web.sources.models import Document

_PAPERS = (ItemEventChoice.HANDED_IN, ItemEventChoice.DECIDED)
_OWED = (ItemStateChoice.PLANNED, ItemStateChoice.HANDED_IN)


def owe_all(*, programme: Programme, by: User, on: date) -> list[Task]:
    """A task for every matter an issued programme shows that has none yet; those made now."""
    waiting = Item.objects.filter(within(programme), state__in=_OWED, task=None, preparing__isnull=False)
    waiting = waiting.select_related("programme__document", "preparing").prefetch_related("partners__body")
    made = (owe(item=item, by=by, on=on) for item in waiting.order_by("number"))
    return [task for task in made if task is not None]


def owe(*, item: Item, by: User, on: date) -> Task | None:
    """The task of one matter: the one it has, the one its document gave in the same words, or a new one.

    None while the programme is not issued, or nobody owes anything.
    """
    document = _document_for(item)
    if document is None or item.preparing_id is None or item.state not in _OWED:
        return None
    if item.task_id is not None:
        return item.task
    take_turn(Turn.DOCUMENT, document.pk)
    folded = search_key(item.content)
    free = Task.objects.filter(document=document, programme_item=None, withdrawn_at=None)
    task = next((task for task in free if search_key(task.action) == folded), None)
    if task is None:
        task = _task(item, document, by, on)
    item.task = task
    item.save(update_fields=["task"])
    return task


def _document_for(item: Item) -> Document | None:
    """The document that binds it: its programme's, else that of the narrowest issued one which shows it."""
    if item.programme.document is not None:
        return item.programme.document
    issued = Programme.objects.filter(
        body=item.programme.body_id,
        state=ProgrammeStateChoice.ISSUED,
        period_start__lte=item.period_start,
        period_end__gte=item.period_end,
    )
    narrowest = issued.select_related("document").order_by("-period_start", "period_end").first()
    return narrowest.document if narrowest is not None else None


def _task(item: Item, document: Document, by: User, on: date) -> Task:
    last = Task.objects.filter(document=document).aggregate(Max("number"))["number__max"] or 0
    given = max(on, document.date or on)
    task = Task.objects.create(
        document=document,
        number=last + 1,
        action=item.content,
        lead=item.preparing,
        lead_as_written=item.preparing_as_written,
        deadline_kind=DeadlineKind.DAY if item.due else DeadlineKind.NONE,
        deadline_as_written=item.due.isoformat() if item.due else "",
        due=item.due,
        product="Hồ sơ trình",
        owed_from=given,
    )
    for partner in item.partners.all():
        TaskPartner.objects.create(task=task, body=partner.body, as_written=partner.as_written)
    TaskEvent.objects.create(
        task=task, kind=EventKind.ASSIGNED, on=given, by=by, lead=item.preparing, due=item.due
    )
    life.refresh(task)
    index(task)
    return task


def follow(*, item: Item, event: ItemEvent, by: User) -> None:
    """Tell the task what happened to its matter. `event` is recorded, the matter's columns follow it."""
    kind = ItemEventChoice(event.kind)
    if item.task is None:
        if kind is ItemEventChoice.APPROVED:
            owe(item=item, by=by, on=event.on)
        return
    if item.task.done_on is not None and kind in _PAPERS:
        return  # its papers came and were confirmed: there is nothing more to tell it
    words = _words(event)
    match kind:
        case ItemEventChoice.APPROVED:
            _take_up(item.task, item, event, words, by)
        case ItemEventChoice.MOVED | ItemEventChoice.LEVEL_MOVED:
            later = event.due is not None and (item.task.due is None or event.due > item.task.due)
            if later and item.task.extensions < settings.TASK_EXTENSIONS:
                _tell(item.task, EventKind.EXTENDED, event.on, by, words, due=event.due)
            else:
                kept = item.task.due
                if event.due and event.due != kept:
                    stays = f"thời hạn của nhiệm vụ giữ nguyên {kept:%d/%m/%Y}" if kept else ""
                    words = "; ".join(filter(None, [words.rstrip(" .;"), stays]))
                _tell(item.task, EventKind.NOTE, event.on, by, words)
        case ItemEventChoice.HANDED_IN:
            _tell(item.task, EventKind.REPORTED, event.on, by, words)
        case ItemEventChoice.SENT_BACK:
            _tell(item.task, EventKind.RETURNED, event.on, by, words)
        case ItemEventChoice.DECIDED:
            _tell(item.task, EventKind.DONE, event.on, by, words, day=item.handed_in or event.on)
        case ItemEventChoice.DROPPED:
            _tell(item.task, EventKind.WITHDRAWN, event.on, by, words)
        case ItemEventChoice.SESSION_MOVED:
            _tell(item.task, EventKind.NOTE, event.on, by, words)
        case ItemEventChoice.REOPENED:
            done = item.task.stage == StageChoice.DONE
            _tell(item.task, EventKind.REOPENED if done else EventKind.NOTE, event.on, by, words)


def _words(event: ItemEvent) -> str:
    """What the task's history says: which matter's event, where to, why."""
    said = f"Chương trình công tác: {ItemEventChoice(event.kind).label.lower()}"
    if event.level:
        said += f", {event.get_level_display()}"
    if event.session:
        said += f", {event.session}"
    if event.due:
        said += f", trình hồ sơ {event.due:%d/%m/%Y}"
    if event.document:
        said += f", {event.document.symbol or event.document.title}"
    return f"{said}. {event.note}".strip()


def _tell(
    task: Task,
    kind: EventKind,
    on: date,
    by: User,
    words: str,
    *,
    due: date | None = None,
    day: date | None = None,
) -> None:
    """The event where the task stands so that it can be; else a note with the same words."""
    task = life.current(task)
    if task.stage == StageChoice.WITHDRAWN:
        return  # owed by nobody: its matter's history says the rest
    on = max(on, task.owed_from or on)
    if day is not None:
        day = max(day, task.owed_from or day)
    try:
        life.act(task=task, kind=kind, on=on, by=by, note=words, due=due, day=day)
    except (Conflict, ValidationError):
        life.act(task=task, kind=EventKind.NOTE, on=on, by=by, note=words)


def _take_up(task: Task, item: Item, event: ItemEvent, words: str, by: User) -> None:
    """Back in the programme: owed again, by who prepares it now, with its first day kept."""
    if task.stage != StageChoice.WITHDRAWN:
        _tell(task, EventKind.NOTE, event.on, by, words)
        return
    on = max(event.on, task.owed_from or event.on)
    life.act(task=task, kind=EventKind.ASSIGNED, on=on, by=by, note=words, lead=item.preparing)
    if item.due is not None and task.due is not None and item.due > task.due:
        _tell(task, EventKind.EXTENDED, on, by, words, due=item.due)
