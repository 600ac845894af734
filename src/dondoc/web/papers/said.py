"""What letters, notices and slips say, row by row, so that a later correction can be told beside them.

A paper is made of one thing of the register, its source: "document:12", "document:12:lead:3", "session:4",
"item:5", "letter:6". Each row of it has a key ("task:9"), a name and what the paper says of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from dondoc.web.accounts.access import Access
from dondoc.web.followup.models import Letter, LetterLine
from dondoc.web.followup.owed import answer_words, obligation_words
from dondoc.web.papers import makers
from dondoc.web.papers.issuing import Changed, Row
from dondoc.web.papers.models import IssuedPaper
from dondoc.web.papers.noted import Notes
from dondoc.web.plans.models import StageChoice, Task
from dondoc.web.plans.taskboard import tasks_seen
from dondoc.web.programmes.models import Item, ItemEvent, ItemEventChoice, Session
from dondoc.web.programmes.selectors import items_seen
from dondoc.web.sources.models import Document
from dondoc.writing.footnotes import plain

_SLIP = {
    "content": "Nội dung trình", "preparing": "Cơ quan chuẩn bị", "basis": "Căn cứ", "papers": "Hồ sơ",
    "outcome": "Hình thức", "proposal": "Đề xuất",
}  # fmt: skip


def rows_of(access: Access, source: str) -> list[Row]:
    """What a paper made of this source now would say, row by row; letters have `letter_rows`."""
    name, *keys = source.split(":")
    return _ROWS[name](access, *keys)


def changed_since(access: Access, paper: IssuedPaper) -> list[Changed]:
    """What the register says otherwise today of what a paper says; of what the reader does not see, nothing.

    What was added since is not in the paper and is no change of it.
    """
    now = _now(access, paper.source, [one["key"] for one in paper.rows])
    return [
        Changed(one["name"], one["told"], now[one["key"]])
        for one in paper.rows
        if one["key"] in now and now[one["key"]] != one["told"]
    ]


# --- what each kind is made of ------------------------------------------------------------------------------


def _of_document(access: Access, pk: str, *lead: str) -> list[Row]:
    tasks = makers.owed_tasks(access, Document.objects.get(pk=pk))
    wanted = int(lead[1]) if lead else None
    open_ones = [one for one in tasks if one.done_on is None and wanted in (None, one.lead_id)]
    return _task_rows(open_ones)


def _of_session(access: Access, pk: str) -> list[Row]:
    items = makers.concluded_items(access, Session.objects.get(pk=pk))
    told = _decisions(items)
    rows = [{"key": f"item:{one.pk}", "name": one.content, "told": told[one.pk]} for one in items]
    return rows + _task_rows(makers.tasks_of_conclusions(access, items))


def _of_item(access: Access, pk: str) -> list[Row]:
    item = items_seen(access).select_related("programme__body", "programme__document", "session").get(pk=pk)
    fields = makers.submission(item, Notes())
    return [
        {"key": f"slip:{name}", "name": words, "told": " ".join(plain(one) for one in fields[name])}
        for name, words in _SLIP.items()
        if fields[name]
    ]


def letter_rows(letter: Letter) -> list[Row]:
    """What a letter lists, as it stood on its day."""
    return [
        {
            "key": f"line:{line.pk}",
            "name": f"{line.position}. {makers.capitalised(line.words)}",
            "told": _late(line.words, line.due, None, letter.as_of),
        }
        for line in letter.lines.all()
    ]


_ROWS: Mapping[str, Callable[..., list[Row]]] = {
    "document": _of_document, "session": _of_session, "item": _of_item,
}  # fmt: skip


def _task_rows(tasks: Iterable[Task]) -> list[Row]:
    return [
        {"key": f"task:{one.pk}", "name": makers.capitalised(one.action), "told": _given(one)}
        for one in tasks
    ]


def _given(task: Task) -> str:
    """A task as an annex gives it: its words, who leads it, by when, what comes of it."""
    if task.stage == StageChoice.WITHDRAWN:
        return "đã rút nhiệm vụ"
    lead = task.lead.name if task.lead is not None else task.lead_as_written
    said = [makers.capitalised(task.action), lead, f"thời hạn: {makers.due_words(task)}"]
    return "; ".join([*said, f"sản phẩm: {task.product}"] if task.product else said)


def _decisions(items: Iterable[Item]) -> dict[int, str]:
    """Of each matter the words of its decision."""
    told = {one.pk: "" for one in items}
    decided = ItemEvent.objects.filter(item__in=told, kind=ItemEventChoice.DECIDED)
    told |= {event.item_id: event.note for event in decided.order_by("on", "pk")}
    return told


def _late(words: str, due: date | None, done: date | None, as_of: date) -> str:
    """A matter as a letter lists it on a day."""
    said = f"{makers.capitalised(words)}; " + (f"hạn {due:%d/%m/%Y}" if due else "không có hạn")
    if done is not None and done <= as_of:
        return f"{said}; đã hoàn thành ngày {done:%d/%m/%Y}"
    late = (as_of - due).days if due else 0
    return f"{said}; quá hạn {late} ngày" if late > 0 else f"{said}; không quá hạn"


# --- the same things today ----------------------------------------------------------------------------------


def _now(access: Access, source: str, keys: Iterable[str]) -> dict[str, str]:
    """What is to be said today of these rows."""
    by_kind: dict[str, list[int]] = {}
    for kind, _, pk in (key.partition(":") for key in keys):
        if kind != "slip":
            by_kind.setdefault(kind, []).append(int(pk))
    found: dict[str, str] = {}
    if source.startswith("item:"):
        seen = items_seen(access).filter(pk=source.partition(":")[2]).exists()
        found |= {row["key"]: row["told"] for row in rows_of(access, source)} if seen else {}
    if "task" in by_kind:
        tasks = tasks_seen(access).filter(pk__in=by_kind["task"]).select_related("lead")
        found |= {f"task:{one.pk}": _given(one) for one in tasks}
    if "item" in by_kind:
        items = list(items_seen(access).filter(pk__in=by_kind["item"]))
        found |= {f"item:{pk}": told for pk, told in _decisions(items).items()}
    if "line" in by_kind:
        lines = LetterLine.objects.filter(pk__in=by_kind["line"]).select_related(
            "letter", "task", "obligation__document", "obligation__report__form", "item", "question"
        )
        tasks = tasks_seen(access).filter(pk__in=[one.task_id for one in lines if one.task_id])
        seen_tasks = {None, *tasks.values_list("pk", flat=True)}
        found |= {f"line:{one.pk}": _line_now(one) for one in lines if one.task_id in seen_tasks}
    return found


def _line_now(line: LetterLine) -> str:
    as_of = line.letter.as_of
    if line.task is not None:
        if line.task.stage == StageChoice.WITHDRAWN:
            return "đã rút nhiệm vụ"
        return _late(line.task.action, line.task.due, line.task.done_on, as_of)
    if line.obligation is not None:
        row = line.obligation
        return _late(obligation_words(row), row.due, row.fulfilled_on, as_of)
    if line.question is not None:
        return _late(answer_words(line.question), line.question.due, None, as_of)
    return _late(line.item.content, line.item.due, None, as_of) if line.item is not None else ""
