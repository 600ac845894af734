"""A work programme that was issued on paper, from its confirmed tasks: each becomes a matter of it.

The reader makes a task of each row of the programme's table (content, preparing body, day of the dossier)
and a person confirms it; here the row's other columns (level, session, form) are read beside it. Nothing
is taken twice: the matter holds the task it came from.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from dondoc.assessment.programmetable import ProgrammeRow, form_named, level_named, row_of
from dondoc.text.normalize import search_key
from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.core.locks import Turn, take_turn
from dondoc.web.plans.models import Task
from dondoc.web.programmes import life, services, tasks
from dondoc.web.programmes.models import (
    Item,
    ItemEvent,
    ItemEventChoice,
    LevelChoice,
    Programme,
    ProgrammeEventChoice,
    ProgrammeStateChoice,
    Session,
)
from dondoc.web.sources.models import Document, Mention


@dataclass(frozen=True, slots=True)
class Offered:
    """A confirmed task, and the matter it would become."""

    task: Task
    level: str = ""
    form: str = ""
    session: str = ""  # as printed
    notes: str = ""

    @property
    def level_name(self) -> str:
        """Who decides, in words."""
        return str(LevelChoice(self.level).label) if self.level else ""

    @property
    def is_row(self) -> bool:
        """Whether it stands in the programme's own table; what is ordered beside it is a task, no matter."""
        return bool(self.level or self.session)

    @property
    def complete(self) -> bool:
        """Whether it can stand in the programme as it is; else it waits for the office."""
        return bool(self.task.lead_id and self.level and self.task.due)


def offered(document: Document) -> list[Offered]:
    """The document's confirmed tasks that are no matter of a programme yet, in their order: three queries."""
    found = Task.objects.filter(
        document=document, withdrawn_at=None, parent=None, programme_item=None
    ).select_related("lead")
    mentions = Mention.objects.filter(document=document, task__in=found).select_related("reading")
    places = {mention.task_id: mention for mention in mentions.order_by("-pk")}
    made = []
    for task in found.prefetch_related("partners__body").order_by("number"):
        place = places.get(task.pk)
        said = _row(place.reading.tables, place.reading.text, place.start) if place else ProgrammeRow()
        made.append(
            Offered(
                task,
                level=level_named(said.level) or "",
                form=form_named(said.form),
                session=said.session,
                notes=said.notes,
            )
        )
    return made


def _row(tables: Sequence[dict[str, Any]], text: str, start: int) -> ProgrammeRow:
    """The programme's own columns of the row in which a place of the text stands."""
    for table in tables:
        if not table["start"] <= start < table["end"]:
            continue
        cells = table["cells"]
        row = next((cell[2] for cell in cells if cell[0] <= start < max(cell[1], cell[0] + 1)), None)
        if row is None or row < table.get("header_rows", 1):
            return ProgrammeRow()

        def words(index: int, cells: Sequence[Any] = cells) -> str:
            return text[cells[index][0] : cells[index][1]].strip() if index >= 0 else ""

        grid = table["grid"]
        head = max(table.get("header_rows", 1), 1)
        headers = [
            " ".join(dict.fromkeys(words(i) for i in column)) for column in zip(*grid[:head], strict=True)
        ]
        return row_of(headers, [words(i) for i in grid[row]])
    return ProgrammeRow()


@transaction.atomic
def items_from_document(
    *, programme: Programme, document: Document, wanted: Iterable[int], by: User, on: date, issue: bool
) -> list[Item]:
    """Make matters of the document's confirmed tasks.

    Args:
        programme: The programme they stand in.
        document: Where the tasks were confirmed.
        wanted: The keys of the tasks to take.
        by: Who does it.
        on: The day it is done.
        issue: The document is this programme as it was issued: complete rows stand approved, on the
            document's day, and the programme is issued by it. Else every matter waits for the office.

    Raises:
        ValidationError: The document is not issued though it is to issue the programme.
    """
    take_turn(Turn.PROGRAMME, programme.pk)
    programme = Programme.objects.select_related("body").get(pk=programme.pk)
    chosen = set(wanted)
    day = document.date or on
    if issue:
        services.check_issued(document)
    made: list[Item] = []
    for one in offered(document):
        if one.task.pk not in chosen:
            continue
        session = _session(programme, one, by) if one.session else None
        matter = life.Matter(
            content=one.task.action,
            preparing=one.task.lead,
            preparing_as_written=one.task.lead_as_written,
            partners=tuple(partner.body for partner in one.task.partners.all() if partner.body),
            level=one.level,
            form=one.form,
            session=session,
            due=one.task.due,
            notes=one.notes,
        )
        item = life.add(programme=programme, matter=matter, by=by, on=day if issue else on)
        item.task, item.supplementary = one.task, False
        item.save(update_fields=["task", "supplementary"])
        if issue and one.complete:
            ItemEvent.objects.create(item=item, kind=ItemEventChoice.APPROVED, on=day, by=by)
            life.refresh(item)
        made.append(item)
    if issue and programme.state != ProgrammeStateChoice.ISSUED:
        # a programme that was opened here after its document went out is issued here from then on
        since = max(day, services.last_day(programme))
        if programme.state != ProgrammeStateChoice.APPROVED:
            services.add_event(programme, ProgrammeEventChoice.APPROVED, on=since, by=by)
        services.add_event(programme, ProgrammeEventChoice.ISSUED, on=since, by=by, document=document)
        tasks.owe_all(programme=programme, by=by, on=since)
    after = {"document": str(document), "matters": len(made), "issued": issue}
    record(actor=by, action="programme.import", row=programme, before={}, after=after, body=programme.body)
    return made


def _session(programme: Programme, one: Offered, by: User) -> Session:
    """The meeting of that name; one that is printed without its day gets it later.

    Weekly meetings are counted anew each month: "Giao ban tuần 3" is another one in May and in August.
    """
    name, due = " ".join(one.session.split())[:180], one.task.due
    if due is not None and "tuan" in search_key(name).split():
        name = f"{name} tháng {due.month}/{due.year}"
    inside = Q(day__isnull=True) | Q(day__range=(programme.period_start, programme.period_end))
    known = Session.objects.filter(inside, body=programme.body, name=name).order_by("pk").first()
    if known is not None:
        return known
    return Session.objects.create(body=programme.body, name=name, created_by=by)
