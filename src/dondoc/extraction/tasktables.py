"""Tables that assign work: one task a row.

    TT | Nội dung | Chủ trì | Phối hợp | Hoàn thành | Sản phẩm

The header says what the columns hold (pack `columns`). A row that only heads others ("I. Lĩnh vực kinh tế")
is no task; a merged cell holds for every row it spans; "nt" and "như trên" repeat the cell above.
"""

from __future__ import annotations

import re

from dondoc.extraction import linetables
from dondoc.extraction.addressees import is_collective, split_names
from dondoc.extraction.bodies import clean
from dondoc.extraction.context import Context
from dondoc.extraction.tablebodies import ROW, bodies_under, owner_in
from dondoc.extraction.taskcolumns import REPEATS, column_of
from dondoc.records.document import Table
from dondoc.records.facts import FieldSource, TaskStatement
from dondoc.records.source import Span
from dondoc.text import dates
from dondoc.text.normalize import fold

_OPEN_ENDED = re.compile(
    r"thường xuyên|hằng năm|hàng năm|hằng tháng|hàng tháng|hằng quý|hàng quý|định kỳ|theo quy định"
    r"|ngay sau khi"
)
_GROUP = re.compile(r"^\s*(?:[IVXLC]+|[A-Z])\s*[.)/]?\s*$")
_PREFIX = re.compile(r"^\s*(?:[-–+•]|\d+(?:\.\d+)*[.)]|[a-zđ]\)|\([a-zđ\d]+\))\s+")
_LEADS = re.compile(r"x|✓|✔|ct|c|chủ trì")
_HELPS = re.compile(r"ph|p|phối hợp")
_WORDS = {
    "number": 0,
    "content": 3,
    "lead": 3,
    "support": 2,
    "deadline": 2,
    "product": 1,
    "level": 1,
    "person": 1,
}
_LEAST = 5  # points of the columns a task table must have: the work, and who or when


def find(ctx: Context) -> list[TaskStatement]:
    """The tasks of all task tables, in order."""
    tasks: list[TaskStatement] = []
    previous: dict[str, int] = {}
    for table in ctx.document.tables:
        columns, first = columns_of(ctx, table)
        if not columns and previous and _same_shape(table, previous):
            columns, first = previous, 0  # a table goes on over a page
        if columns:
            tasks.extend(_rows(ctx, table, columns, first))
        previous = columns
    for table, columns in linetables.find(ctx):
        tasks.extend(_rows(ctx, table, columns, 0))
    return tasks


def deadline_of(words: str, ctx: Context) -> str | None:
    """The deadline a cell or label states: the last date in it; None for "Thường xuyên" and the like."""
    folded = fold(words)
    if _OPEN_ENDED.search(folded) and not re.search(r"\d", folded):
        return None
    flat = re.sub(r"\s", " ", folded)
    found = dates.find(flat, flat, ctx.date, year=ctx.year)
    if not found and (m := re.fullmatch(r"\D{0,20}((?:19|20)\d\d)\.?", flat.strip())):
        return m[1]
    if not found:
        return None
    last = found[-1]
    if last.inferred and ctx.date is not None and not last.relative:
        return dates.not_before(last.value, ctx.date)
    return last.value


def _period_of(words: str, ctx: Context) -> str | None:
    """The period that a group row names and nothing else: "Tháng 3", "QUÝ I", "II. Quý II/2026"."""
    folded = fold(words)
    found = dates.find(folded, folded, ctx.date, year=ctx.year)
    if len(found) != 1 or found[0].grain not in {"month", "quarter", "half", "months"}:
        return None
    rest = folded[: found[0].span.start] + folded[found[0].span.end :]
    return found[0].value if not re.search(r"\w{3,}", rest) else None


# --- header ------------------------------------------------------------------------------------------------


def columns_of(ctx: Context, table: Table) -> tuple[dict[str, int], int]:
    """Column kind → index, and the first row below the header; ({}, 0) where it is no task table."""
    best: tuple[int, dict[str, int], int] = (0, {}, 0)
    for row in range(min(3, len(table.grid))):
        columns: dict[str, int] = {}
        for index in range(len(table.grid[row])):
            kind = column_of(ctx, table.text_at(ctx.text, row, index))
            if kind is not None:
                columns.setdefault(kind, index)
        points = sum(_WORDS.get(kind, 0) for kind in columns)
        if points > best[0]:
            best = (points, columns, row + 1)
    points, columns, first = best
    if points < _LEAST or "content" not in columns or not {"lead", "support", "deadline"} & columns.keys():
        return {}, 0
    first = max(first, table.header_rows if table.header_rows <= 3 else first)
    if "lead" not in columns and (lead := _column_of_bodies(ctx, table, columns)) is not None:
        columns["lead"] = lead
    return columns, first


def _column_of_bodies(ctx: Context, table: Table, columns: dict[str, int]) -> int | None:
    """The column of bodies whose work the rows are: it stands before the work, or is headed "Đơn vị".

    Behind the work "Địa bàn" says where it is done, not by whom.
    """
    taken = {index for kind, index in columns.items() if kind in _WORDS or kind == "note"}
    for index in range(len(table.grid[0])):
        before = index < columns["content"] or columns.get("unit") == index
        if index not in taken and before and bodies_under(ctx, table, index):
            return index
    return None


def _bodies_above(ctx: Context, table: Table, columns: dict[str, int], first: int) -> dict[int, str]:
    """Columns headed by bodies, for a table in which a mark says whose a row is; {} where there are none."""
    found = {}
    for row in range(min(first, len(table.grid))):
        for index, cell in enumerate(table.grid[row]):
            if cell >= 0 and index not in columns.values() and index not in found:
                owner = owner_in(ctx, table.cells[cell].span, surely=False)
                if owner is not None and owner.how == ROW and owner.name:
                    found[index] = owner.name
    return found if len(found) > 1 else {}


def _same_shape(table: Table, columns: dict[str, int]) -> bool:
    return bool(table.grid) and len(table.grid[0]) == max(columns.values()) + 1


# --- rows --------------------------------------------------------------------------------------------------


def _rows(ctx: Context, table: Table, columns: dict[str, int], first: int) -> list[TaskStatement]:
    tasks: list[TaskStatement] = []
    above: dict[str, tuple[str, Span]] = {}
    group: tuple[str, Span] | None = None
    marked = _bodies_above(ctx, table, columns, first) if "lead" not in columns else {}
    for row in range(first, len(table.grid)):
        cells = {kind: _cell(ctx, table, row, index) for kind, index in columns.items()}
        for kind in ("lead", "support", "deadline", "product"):
            if kind in cells and REPEATS.match(fold(cells[kind][0])) and kind in above:
                cells[kind] = above[kind]
        if not cells["content"][0] or _numbers_only(cells) or _is_header(ctx, table, row, columns):
            continue
        if _is_group(table, row, cells, columns):
            group = cells["content"]
            continue
        above.update({k: v for k, v in cells.items() if v[0]})
        task = _task(ctx, table, row, cells, group)
        if task.lead is None and marked:
            _by_marks(ctx, table, row, task, marked)
        tasks.append(task)
    return tasks


def _by_marks(ctx: Context, table: Table, row: int, task: TaskStatement, bodies: dict[int, str]) -> None:
    """Who does it, by the mark under their name: "x", or "CT" beside "PH"; several "x" name no one lead."""
    marks = {index: _cell(ctx, table, row, index) for index in bodies}
    leads = [index for index, (words, _) in marks.items() if _LEADS.fullmatch(fold(words))]
    if len(leads) != 1:
        return
    task.lead = bodies[leads[0]]
    task.fields["lead"] = FieldSource("column head", marks[leads[0]][1])
    partners = [bodies[index] for index, (words, _) in marks.items() if _HELPS.fullmatch(fold(words))]
    if partners and not task.partners:
        task.partners = partners
        task.fields["partners"] = FieldSource("column head")


def _cell(ctx: Context, table: Table, row: int, column: int) -> tuple[str, Span]:
    index = table.grid[row][column] if column < len(table.grid[row]) else -1
    if index < 0:
        return "", Span(table.span.start, table.span.start)
    span = table.cells[index].span
    return clean(ctx.text[span.slice]), span


def _numbers_only(cells: dict[str, tuple[str, Span]]) -> bool:
    """The row "(1) (2) (3)" under a header."""
    words = [value for value, _ in cells.values() if value]
    return all(re.fullmatch(r"\(?\d{1,2}\)?|\(?[A-Z]\)?", word) for word in words)


def _is_header(ctx: Context, table: Table, row: int, columns: dict[str, int]) -> bool:
    """A header repeated on the next page."""
    same = sum(
        column_of(ctx, table.text_at(ctx.text, row, index)) == kind
        for kind, index in columns.items()
        if kind != "number"
    )
    return same >= 2 and same >= len(columns) - 2


def _is_group(table: Table, row: int, cells: dict[str, tuple[str, Span]], columns: dict[str, int]) -> bool:
    """A row that heads others: no lead and no deadline of its own, or one cell over the whole width."""
    content = cells["content"][1]
    others = [cells[k] for k in ("lead", "support", "deadline") if k in cells]
    if any(span == content and span for _, span in others):
        return True
    number = cells.get("number", ("", content))[0]
    empty = all(not value for value, _ in others)
    if not empty:
        return False
    if _GROUP.match(number) or cells["content"][0].isupper() or not number:
        return True
    return row + 1 < len(table.grid) and "lead" in columns


def _task(
    ctx: Context, table: Table, row: int, cells: dict[str, tuple[str, Span]], group: tuple[str, Span] | None
) -> TaskStatement:
    content, span = cells["content"]
    own = [
        table.cells[i].span
        for i in table.grid[row]
        if i >= 0 and table.cells[i].row == row and table.cells[i].span
    ]
    own = [s for s in own if s.start >= span.start] or [span]
    number = cells.get("number")
    start = min(s.start for s in own)
    if number and number[1] and re.search(r"\D", number[0]) is None:
        start = min(start, span.start)
    end = max(s.end for s in own)
    while end > start and ctx.text[end - 1].isspace():
        end -= 1
    task = TaskStatement(
        Span(start, end), "table row", confidence=0.95, action=_PREFIX.sub("", content), directive="order"
    )
    task.fields["action"] = FieldSource("column", span)
    lead, lead_span = cells.get("lead", ("", span))
    if lead:
        task.lead = lead
        task.collective = is_collective(lead)
        task.fields["lead"] = FieldSource("column", lead_span)
    elif group is not None:
        owner = owner_in(ctx, group[1], surely=False)
        if owner is not None and owner.how == ROW and owner.name:
            task.lead = owner.name  # "II. UBND xã Yên Lạc" heads what it has to do
            task.fields["lead"] = FieldSource("group row", owner.span)
    support, support_span = cells.get("support", ("", span))
    if support:
        task.partners = split_names(ctx.text[support_span.slice])
        task.fields["partners"] = FieldSource("column", support_span)
    deadline, deadline_span = cells.get("deadline", ("", span))
    if deadline:
        task.deadline = deadline_of(deadline, ctx)
        task.fields["deadline"] = FieldSource("column", deadline_span)
        if task.deadline is None:
            task.notes.append(f"Thời hạn ghi “{deadline}”: không phải một ngày hay kỳ")
    product, product_span = cells.get("product", ("", span))
    if product and not re.fullmatch(r"[-–—./]+", product):
        task.product = product
        task.fields["product"] = FieldSource("column", product_span)
    if group is not None:
        if not deadline and (due := _period_of(group[0], ctx)) is not None:
            task.deadline = due  # a work programme: "Tháng 3" heads its rows
            task.fields["deadline"] = FieldSource("group row", group[1])
        task.fields["group"] = FieldSource("group row", group[1], group[0])
    return task
