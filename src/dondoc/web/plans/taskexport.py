"""The board of tasks as rows of a file: columns straight from the database, without a row's object."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from dondoc.exchange.ownfields import OwnField, plain
from dondoc.web.plans.models import StageChoice, TaskPartner
from dondoc.web.plans.taskboard import TaskBoard
from dondoc.web.taskwork import ownfields, ownfilter
from dondoc.writing.rows import Cell

Rows = Iterator[list[Cell]]


OwnFields = Mapping[int, Sequence[OwnField]]  # document → the fields that its office added


def own_of(board: TaskBoard) -> OwnFields:
    """The fields that offices added to the board's tasks; one query."""
    tasks = board.tasks.prefetch_related(None).select_related(None).order_by()
    return ownfields.defined(tasks.values("document"))


def headers(own: OwnFields) -> list[str]:
    """The file's columns; read back by name, so that new ones may stand anywhere."""
    return [
        _("Nhiệm vụ"),
        _("Chủ trì"),
        _("Chủ trì (nguyên văn)"),
        _("Phối hợp"),
        _("Thời hạn"),
        _("Hạn ban đầu"),
        _("Hạn (nguyên văn)"),
        _("Sản phẩm"),
        _("Lĩnh vực"),
        _("Trạng thái"),
        _("Bước"),
        _("Ngày hoàn thành"),
        _("Số lần gia hạn"),
        _("Văn bản giao"),
        _("Số thứ tự trong văn bản"),
        _("Chờ văn bản"),
        *(column.title for column in ownfields.columns_of(own)),
    ]


def rows(board: TaskBoard, states: Mapping[str, str], own: OwnFields, *, most: int) -> Rows:
    """The board's rows in its order, two queries.

    Args:
        board: With any moment.
        states: What each state is called.
        own: From `own_of`.
        most: How many rows at most.
    """
    at = board.moment.at
    stages = {value: str(label) for value, label in StageChoice.choices}
    stands_awaiting = _("có")
    tasks, held = board.tasks.prefetch_related(None), "own_values__values"
    if at and own:  # a past day's
        strict, held = board.moment.known_by is not None, "own_said"
        tasks = tasks.annotate(own_said=ownfilter.then(board.moment.as_of, strict=strict))
    found = tasks.values_list(
        "pk",
        "action",
        f"{at}lead__name",
        "lead_as_written",
        f"{at}due",
        f"{at}first_due",
        "deadline_as_written",
        "product",
        "field",
        "state",
        f"{at}stage",
        f"{at}done_on",
        f"{at}extensions",
        "document__symbol",
        "document__title",
        "number",
        "awaiting_document",
        "document_id",
        held,
    )[:most]
    columns = ownfields.columns_of(own)
    partners = _partners(board)
    for (
        pk, action, lead, written, due, first, as_written, product, field, state, stage, done, extensions,
        symbol, title, number, awaiting, document, values,
    ) in found:  # fmt: skip
        said = {
            field.column: plain(field, (values or {}).get(field.key, "")) for field in own.get(document, ())
        }
        gone = stage == StageChoice.WITHDRAWN
        yield [
            action,
            lead or "",
            written,
            "; ".join(partners.get(pk, ())),
            due,
            first,
            as_written,
            product,
            field,
            states["withdrawn" if gone else "awaiting" if awaiting else state],
            stages[stage],
            done,
            extensions or None,
            f"{symbol} {title}".strip(),
            number,
            stands_awaiting if awaiting else "",
            *(said.get(column.key) for column in columns),
        ]


def _partners(board: TaskBoard) -> Mapping[int, list[str]]:
    """Of every task on the board, in the order written."""
    found: dict[int, list[str]] = defaultdict(list)
    tasks = board.tasks.prefetch_related(None).select_related(None).order_by().values("pk")
    partners = TaskPartner.objects.filter(task__in=tasks).order_by("pk")
    for task, name, written in partners.values_list("task_id", "body__name", "as_written"):
        found[task].append(name or written)
    return found
