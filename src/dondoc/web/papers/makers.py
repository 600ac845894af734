"""What each paper says, from the register: only what was confirmed, nothing that is not there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from dondoc.text.normalize import search_key
from dondoc.web.accounts.access import Access
from dondoc.web.bodies.models import Body
from dondoc.web.core.templatetags.dondoc import day as day_words
from dondoc.web.core.templatetags.dondoc import period as period_words
from dondoc.web.papers.noted import Notes
from dondoc.web.plans.models import StageChoice, Task
from dondoc.web.plans.taskboard import tasks_seen, with_bodies
from dondoc.web.programmes.models import (
    Item,
    ItemEvent,
    ItemEventChoice,
    ItemStateChoice,
    LevelChoice,
    Session,
)
from dondoc.web.programmes.selectors import items_seen
from dondoc.web.sources.models import Document, TypeChoice
from dondoc.writing.paperkinds import SUBMITTED

MOST_ADDRESSEES = 8  # of a letter; more are named in its annex
NOT_RECORDED = "[Chưa ghi nội dung kết luận; bổ sung trước khi trình ký.]"
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def document_words(document: Document) -> str:
    """A document as a sentence names it: "Thông báo số 142-TB/TU ngày 12/10/2026"."""
    kind = _kind_words(document)
    if document.symbol:
        named = f"{kind} số {document.symbol}"
    elif document.title.casefold().startswith(kind.casefold()):  # its title says what it is
        named = f"“{document.title}”"
    else:
        named = f"{kind} “{document.title}”"
    return named + (f" ngày {document.date:%d/%m/%Y}" if document.date else "")


def _kind_words(document: Document) -> str:
    return (
        str(TypeChoice(document.type).label) if document.type not in ("other", "press", "law") else "văn bản"
    )


def document_heading(document: Document) -> str:
    """A document with what it is about: "Nghị quyết số 05-NQ/TU ngày 14/11/2025 về phát triển kinh tế xanh".

    Titles are printed with their kind and issuer in capitals before them; those are left out.
    """
    words = document.title.split()
    while words and words[0].isupper() and len(words[0]) > 1:
        words.pop(0)
    about = " ".join(words)
    named = document_words(document)
    if not about or about in named or not document.symbol:
        return capitalised(named)
    joint = " " if about.startswith("về ") else ": "
    return f"{capitalised(named)}{joint}{about}"


def due_words(task: Task) -> str:
    """The day a task is due as an annex prints it; of one without, what the document says."""
    if task.due is not None:
        return day_words(task.due)
    return period_words(task.deadline_as_written) if task.deadline_as_written else "Không ghi thời hạn"


def capitalised(words: str) -> str:
    """With a capital at the beginning, the rest as it is."""
    return words[:1].upper() + words[1:]


def session_words(session: Session) -> str:
    """A meeting as a notice names it: "BTV lần thứ 19" → "Hội nghị Ban Thường vụ lần thứ 19"."""
    for short, whole in (("BTV ", "Hội nghị Ban Thường vụ "), ("BCH ", "Hội nghị Ban Chấp hành ")):
        if session.name.startswith(short):
            return whole + session.name.removeprefix(short)
    return session.name


def numbered(places: Iterable[str], present: Iterable[bool], *, roman: bool = False) -> dict[str, Any]:
    """The number of each part of a paper that is there, of the others none.

    >>> numbered(("content", "basis", "proposal"), (True, False, True))
    {'content': 1, 'basis': '', 'proposal': 2}
    """
    found: dict[str, Any] = {}
    for name, there in zip(places, present, strict=True):
        number = 1 + sum(1 for one in found.values() if one)
        found[name] = (ROMAN[number - 1] if roman else number) if there else ""
    return found


def task_groups(tasks: Iterable[Task], notes: Notes) -> list[dict[str, Any]]:
    """One group a lead, in the order of bodies, its tasks by day, counted through; each day is a link."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for number, task in enumerate(tasks, 1):
        name = capitalised(task.lead.name if task.lead is not None else task.lead_as_written)
        partners = "; ".join(one.body.name if one.body else one.as_written for one in task.partners.all())
        groups.setdefault(name, []).append(
            {
                "number": number, "content": capitalised(task.action), "partners": capitalised(partners),
                "due": linked_due(task, notes), "product": capitalised(task.product), "lead": name,
            }
        )  # fmt: skip
    return [{"heading": heading, "rows": rows} for heading, rows in groups.items()]


def linked_due(task: Task, notes: Notes) -> str:
    """The day a task is due, with a link to the task."""
    return notes.linked(due_words(task), f"Nhiệm vụ: {task.action[:120]}", "task", task.pk)


def owed_tasks(access: Access, document: Document) -> list[Task]:
    """The tasks an issued document gave that somebody leads, by body and day: two queries."""
    found = tasks_seen(access).filter(
        document=document, resolved=False, awaiting_document=False, lead__isnull=False
    )
    found = found.exclude(stage=StageChoice.WITHDRAWN).select_related("lead").prefetch_related(with_bodies())
    return list(found.order_by("lead__sort_key", "lead_id", "due", "number"))


def letter_of_tasks(
    access: Access, document: Document, notes: Notes, *, lead: int | None = None
) -> dict[str, Any]:
    """Công văn giao nhiệm vụ of a document, to all its bodies or one; {} where there is nothing to give.

    What is done already is not given any more.
    """
    tasks = [
        task
        for task in owed_tasks(access, document)
        if task.done_on is None and (lead is None or task.lead_id == lead)
    ]
    groups = task_groups(tasks, notes)
    names = [group["heading"] for group in groups]
    if not names:
        return {}
    many = len(names) > MOST_ADDRESSEES
    words = document_words(document)
    short = f"{_kind_words(document)} số {document.symbol}" if document.symbol else words
    return {
        "about": f"V/v giao nhiệm vụ thực hiện {short}",
        "subject": f"giao nhiệm vụ thực hiện {words}",
        "document": words + notes.mark(document_heading(document), "document", document.pk),
        "total": len(tasks),
        "addressees": ["Các cơ quan, đơn vị có tên tại Phụ lục"] if many else names,
        "whom": names[0] if len(names) == 1 else "các cơ quan, đơn vị",
        "groups": groups,
    }


def notice_of_conclusions(access: Access, session: Session, notes: Notes) -> dict[str, Any]:
    """Thông báo kết luận of a meeting: what was decided of each matter; {} where nothing is recorded."""
    items = concluded_items(access, session)
    if not items:
        return {}
    decided = ItemEvent.objects.filter(item__in=items, kind=ItemEventChoice.DECIDED).order_by("on", "pk")
    said = {event.item_id: event.note for event in decided}
    groups = task_groups(tasks_of_conclusions(access, items), notes)
    led = [group["heading"] for group in groups]
    concerned = list(dict.fromkeys([*_preparing(items), *led]))
    if len(concerned) > MOST_ADDRESSEES:
        concerned = ["Các cơ quan, đơn vị có tên trong thông báo"]
    return {
        "subject": f"kết luận tại {session_words(session)}",
        "day": day_words(session.day),
        "session": session_words(session),
        "chair": "",
        "concluded_by": concluded_by(session, items),
        "total": len(items),
        "conclusions": [
            {
                "matter": item.content,
                "decision": (_sentence(said.get(item.pk, "")) or NOT_RECORDED)
                + notes.mark(f"{item.programme}: {item.content}", "programme-item", item.pk),
                "preparing": item.preparing.name if item.preparing else item.preparing_as_written,
            }
            for item in items
        ],
        "groups": groups,
        "copies": concerned,
    }


def concluded_items(access: Access, session: Session) -> list[Item]:
    """The matters that were decided at a meeting, in order."""
    found = items_seen(access).filter(session=session, state=ItemStateChoice.DECIDED)
    return list(
        found.select_related("preparing", "result", "programme__body", "session").order_by("number", "pk")
    )


def tasks_of_conclusions(access: Access, items: Iterable[Item]) -> list[Task]:
    """The tasks of the papers that came of these matters, by body and day."""
    results = [item.result_id for item in items if item.result_id is not None]
    if not results:
        return []
    found = tasks_seen(access).filter(
        document__in=results, resolved=False, awaiting_document=False, lead__isnull=False
    )
    found = found.exclude(stage=StageChoice.WITHDRAWN).select_related("lead", "document")
    return list(found.prefetch_related(with_bodies()).order_by("lead__sort_key", "lead_id", "due", "number"))


def submission(item: Item, notes: Notes) -> dict[str, Any]:
    """Phiếu trình of a matter of a work programme."""
    partners = ", ".join(one.as_written for one in item.partners.all())
    preparing = item.preparing.name if item.preparing else item.preparing_as_written
    programme = item.programme
    basis = "Chương trình công tác " + period_words(programme.period) + f" của {programme.body.name}"
    if programme.document is not None:
        basis += f", {document_words(programme.document)}"
    told = [
        event
        for event in item.events.order_by("on", "pk")
        if event.kind not in (ItemEventChoice.REGISTERED, ItemEventChoice.NOTE)
    ]
    events = [f"Ngày {event.on:%d/%m/%Y}: {event.get_kind_display().lower()}" for event in told]
    handed = [event.note for event in told if event.kind == ItemEventChoice.HANDED_IN and event.note]
    who = decider(item)
    when = ""
    if item.session is not None:
        when = f" tại {session_words(item.session)}"
        when += f" ngày {item.session.day:%d/%m/%Y}" if item.session.day else ""
    fields = {
        "content": [_sentence(item.content)],
        "preparing": [_sentence(f"{preparing}; phối hợp: {partners}" if partners else preparing)],
        "basis": [
            _sentence(basis)
            + notes.mark(f"{programme}, nội dung số {item.number}", "programme-item", item.pk)
        ],
        "course": [_sentence(one) for one in events],
        "papers": [_sentence(capitalised(one)) for one in handed],
        "outcome": [_sentence(item.get_form_display())] if item.form else [],
        "proposal": [f"Đề nghị {who} xem xét, quyết định{when}."],
    }
    return fields | {
        "subject": f"về {item.content[:1].lower()}{item.content[1:]}",
        "addressee": who,
        "places": numbered(SUBMITTED, (bool(fields[name]) for name in SUBMITTED)),
    }


def decider(item: Item) -> str:
    """Who decides a matter, by its whole name: "Ban Thường vụ Tỉnh ủy", "Ủy ban nhân dân tỉnh"."""
    whose = item.programme.body
    if not item.level:
        return whose.name
    level = LevelChoice(item.level)
    if level in (LevelChoice.STANDING, LevelChoice.BUREAU):
        organ = "Thường trực" if level == LevelChoice.STANDING else "Ban Thường vụ"
        return f"{organ} {_committee_words(whose)}"
    if level == LevelChoice.COMMITTEE:
        words = _committee_words(whose)
        named = {"Tỉnh ủy": " Đảng bộ tỉnh", "Thành ủy": " Đảng bộ thành phố"}
        return f"Ban Chấp hành{named.get(words, ' Đảng bộ')}"
    if level == LevelChoice.HEAD:
        return f"Lãnh đạo {whose.name}"
    if level == LevelChoice.PEOPLES_COMMITTEE:
        return whose.name if search_key(whose.name).startswith("uy ban nhan dan") else "Ủy ban nhân dân"
    return str(level.label).replace("HĐND", "Hội đồng nhân dân")


def concluded_by(session: Session, items: Sequence[Item]) -> str:
    """Who concluded: the organ that met, where every matter was put to the same one."""
    organs = {decider(item) for item in items if item.level}
    return organs.pop() if len(organs) == 1 else session.body.name


def _committee_words(body: Body) -> str:
    """A committee without its place: "Tỉnh ủy Thuận Giang" sits as "Thường trực Tỉnh ủy"."""
    for start, words in (("tinh uy", "Tỉnh ủy"), ("thanh uy", "Thành ủy"), ("dang uy", "Đảng ủy")):
        if search_key(body.name).startswith(start):
            return words if start != "dang uy" else body.name
    return "cấp ủy"


def _preparing(items: Iterable[Item]) -> list[str]:
    names = (item.preparing.name if item.preparing else item.preparing_as_written for item in items)
    return list(dict.fromkeys(name for name in names if name))


def _sentence(words: str) -> str:
    words = " ".join(words.split())
    return words if not words or words[-1] in ".!?…" else f"{words}."
