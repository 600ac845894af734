"""What each paper says, from the register: only what was confirmed, nothing that is not there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dondoc.web.accounts.access import Access
from dondoc.web.core.templatetags.dondoc import day as day_words
from dondoc.web.core.templatetags.dondoc import period as period_words
from dondoc.web.plans.models import StageChoice, Task
from dondoc.web.plans.taskboard import tasks_seen, with_bodies
from dondoc.web.programmes.models import Item, ItemEvent, ItemEventChoice, ItemStateChoice, Session
from dondoc.web.programmes.selectors import items_seen
from dondoc.web.sources.models import Document, TypeChoice

MOST_ADDRESSEES = 8  # of a letter; more are named in its annex


def document_words(document: Document) -> str:
    """A document as a sentence names it: "Thông báo số 142-TB/TU ngày 12/10/2026"."""
    kind = TypeChoice(document.type).label if document.type not in ("other", "press", "law") else "văn bản"
    number = f" số {document.symbol}" if document.symbol else f" “{document.title}”"
    return f"{kind}{number}" + (f" ngày {document.date:%d/%m/%Y}" if document.date else "")


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


def task_groups(tasks: Iterable[Task]) -> list[dict[str, Any]]:
    """One group a lead, in the order of bodies, its tasks by day."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for task in tasks:
        name = task.lead.name if task.lead is not None else task.lead_as_written
        rows = groups.setdefault(name, [])
        partners = "; ".join(one.body.name if one.body else one.as_written for one in task.partners.all())
        rows.append(
            {
                "number": len(rows) + 1, "content": capitalised(task.action), "partners": partners,
                "due": due_words(task), "product": task.product, "lead": name,
            }
        )  # fmt: skip
    return [{"heading": heading, "rows": rows} for heading, rows in groups.items()]


def owed_tasks(access: Access, document: Document) -> list[Task]:
    """The tasks an issued document gave that somebody leads, by body and day: two queries."""
    found = tasks_seen(access).filter(
        document=document, resolved=False, awaiting_document=False, lead__isnull=False
    )
    found = found.exclude(stage=StageChoice.WITHDRAWN).select_related("lead").prefetch_related(with_bodies())
    return list(found.order_by("lead__sort_key", "lead_id", "due", "number"))


def letter_of_tasks(access: Access, document: Document, *, lead: int | None = None) -> dict[str, Any]:
    """Công văn giao nhiệm vụ of a document, to all its bodies or one; {} where there is nothing to give."""
    tasks = [task for task in owed_tasks(access, document) if lead is None or task.lead_id == lead]
    groups = task_groups(tasks)
    names = [group["heading"] for group in groups]
    if not names:
        return {}
    many = len(names) > MOST_ADDRESSEES
    words = document_words(document)
    return {
        "about": f"V/v thực hiện {words}",
        "subject": f"thực hiện {words}",
        "document": words,
        "total": len(tasks),
        "addressees": ["Các cơ quan, đơn vị có tên tại Phụ lục"] if many else names,
        "annex_of": "(Kèm theo công văn này)",
        "groups": groups,
    }


def notice_of_conclusions(access: Access, session: Session) -> dict[str, Any]:
    """Thông báo kết luận of a meeting: what was decided of each matter; {} where nothing is recorded."""
    items = list(
        items_seen(access)
        .filter(session=session, state=ItemStateChoice.DECIDED)
        .select_related("preparing", "result")
        .order_by("number", "pk")
    )
    decided = ItemEvent.objects.filter(item__in=items, kind=ItemEventChoice.DECIDED).order_by("on", "pk")
    said = {event.item_id: event.note for event in decided}
    results = [item.result_id for item in items if item.result_id is not None]
    tasks = (
        tasks_seen(access)
        .filter(document__in=results, resolved=False, awaiting_document=False, lead__isnull=False)
        .select_related("lead")
        .prefetch_related(with_bodies())
        .order_by("lead__sort_key", "lead_id", "due", "number")
        if results
        else Task.objects.none()
    )
    if not items:
        return {}
    return {
        "subject": f"kết luận tại {session_words(session)}",
        "day": day_words(session.day),
        "session": session_words(session),
        "chair": "",
        "total": len(items),
        "conclusions": [
            {
                "matter": item.content,
                "decision": _sentence(said.get(item.pk, ""))
                or "Đã xem xét, quyết định; nội dung kết luận chưa ghi trong sổ.",
                "preparing": item.preparing.name if item.preparing else item.preparing_as_written,
            }
            for item in items
        ],
        "groups": task_groups(tasks),
        "recipients": [*_preparing(items), "Lưu: Văn thư"],
    }


def submission(item: Item) -> dict[str, Any]:
    """Phiếu trình of a matter of a work programme."""
    partners = ", ".join(one.as_written for one in item.partners.all())
    preparing = item.preparing.name if item.preparing else item.preparing_as_written
    programme = item.programme
    basis = ["Chương trình công tác " + period_words(programme.period) + f" của {programme.body.name}"]
    if programme.document is not None:
        basis[0] += f", {document_words(programme.document)}"
    events = [
        f"Ngày {event.on:%d/%m/%Y}: {event.get_kind_display().lower()}"
        + (f" – {event.note}" if event.note else "")
        for event in item.events.order_by("on", "pk")
        if event.kind not in (ItemEventChoice.REGISTERED, ItemEventChoice.NOTE)
    ]
    level = item.get_level_display() if item.level else ""
    when = f"tại {item.session}" if item.session else ""
    return {
        "subject": f"về {item.content[:1].lower()}{item.content[1:]}",
        "addressee": level or programme.body.name,
        "content": [_sentence(item.content)],
        "preparing": [_sentence(f"{preparing}; phối hợp: {partners}" if partners else preparing)],
        "basis": [_sentence(one) for one in basis],
        "course": [_sentence(one) for one in events],
        "papers": [_sentence(item.get_form_display())] if item.form else [],
        "proposal": [
            _sentence(
                " ".join(filter(None, ["Đề nghị", level or programme.body.name, "xem xét, quyết định", when]))
            )
        ],
        "recipients": ["Như trên", "Lưu: Văn thư"],
    }


def _preparing(items: Iterable[Item]) -> list[str]:
    names = (item.preparing.name if item.preparing else item.preparing_as_written for item in items)
    return list(dict.fromkeys(name for name in names if name))


def _sentence(words: str) -> str:
    words = " ".join(words.split())
    return words if not words or words[-1] in ".!?…" else f"{words}."
