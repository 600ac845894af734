"""The tasks of each body as an annex for a letter to it, as Word in the form of who writes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from dondoc.web.bodies.models import Body
from dondoc.web.papers.letterhead import form_of, letterhead
from dondoc.web.papers.makers import capitalised, document_heading
from dondoc.web.papers.noted import Notes
from dondoc.web.papers.selectors import template_of
from dondoc.web.plans.models import Task
from dondoc.writing.paperkinds import KINDS

CODE = "phu-luc-nhiem-vu"


class Annexes:
    """Annexes of one office; its letterhead and template are looked up once for all of them.

    `address` makes a path of the site whole, for a link from each day to its task's page; None: no links.
    """

    def __init__(self, office: Body, *, as_of: date, address: Callable[[str], str] | None = None) -> None:
        form = form_of(office)
        self.as_of, self.address = as_of, address
        self.template = template_of(CODE, form, office)
        self.head = letterhead(office, form, KINDS[CODE], year=as_of.year)

    def docx(self, name: str, tasks: Sequence[Task]) -> bytes:
        """What a body leads, by the documents that give it; number and day of the letter are left blank.

        Args:
            name: The body's.
            tasks: Its tasks, with `document`, `partners` and the board's `state` loaded.
        """
        notes = Notes()
        fields = self.head | {
            "subject": f"Nhiệm vụ do {name} chủ trì"
            if any(task.lead_id for task in tasks)
            else "Nhiệm vụ chưa rõ cơ quan chủ trì",
            "as_of": self.as_of,
            "year": self.as_of.year,
            "total": len(tasks),
            "late": sum(_is_late(task, self.as_of) for task in tasks),
            "groups": _groups(tasks, self.as_of, notes),
        }
        return self.template.filled(fields, notes.printed(self.address) if self.address is not None else ())


def _is_late(task: Task, as_of: date) -> bool:
    return task.done_on is None and task.due is not None and task.due < as_of


def _groups(tasks: Iterable[Task], as_of: date, notes: Notes) -> list[dict[str, Any]]:
    """One group a document, in the order of their days; the rows are counted through."""
    by_document: dict[int, list[Task]] = {}
    for task in sorted(tasks, key=lambda t: (t.document.date or date.max, t.document_id, t.number)):
        by_document.setdefault(task.document_id, []).append(task)
    groups, number = [], 0
    for found in by_document.values():
        rows = []
        for task in found:
            number += 1
            rows.append(_row(number, task, as_of, notes))
        groups.append({"heading": _heading(found[0]), "rows": rows})
    return groups


def _heading(task: Task) -> str:
    return document_heading(task.document)


def _row(number: int, task: Task, as_of: date, notes: Notes) -> dict[str, Any]:
    days = (as_of - task.due).days if _is_late(task, as_of) and task.due is not None else 0
    names = (partner.body.name if partner.body else partner.as_written for partner in task.partners.all())
    return {
        "number": number,
        "content": capitalised(task.action),
        "partners": capitalised("; ".join(names)),
        "due": notes.linked(
            f"{task.due:%d/%m/%Y}" if task.due else _undated(task), task.action[:160], "task", task.pk
        ),
        "product": task.product,
        "lead": task.lead.name if task.lead else task.lead_as_written,
        "state": str(task.get_stage_display()),
        "notes": f"Quá hạn {days} ngày" if days else "",
    }


def _undated(task: Task) -> str:
    """What stands in a deadline's place: as written, where it goes on or awaits an event."""
    words = task.deadline_as_written
    return {"recurring": words or "thường xuyên", "event": words}.get(task.deadline_kind, "")
