"""The tables of a periodic report as an Excel book that goes on counting: formulas, frozen headings, filters.

Each formula carries its value, so that a program that does not count reads the same number as Excel shows.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from dondoc.writing.rows import book_number

TARGET_HEADS = (
    ("TT", 6), ("Chỉ tiêu", 48), ("Đơn vị tính", 14), ("Kế hoạch", 14), ("Thực hiện", 14),
    ("So kế hoạch (%)", 12), ("Chênh lệch", 12), ("So cùng kỳ", 20), ("Nguồn", 46),
)  # fmt: skip
TASK_HEADS = (
    ("TT", 6), ("Nội dung nhiệm vụ", 60), ("Cơ quan chủ trì", 30), ("Thời hạn", 12), ("Ngày hoàn thành", 12),
    ("Tình trạng", 24), ("Số ngày quá hạn", 10), ("Văn bản giao", 22),
)  # fmt: skip
FONT, LINE = "Times New Roman", 15.0  # points of a line
STATES = ("Hoàn thành đúng hạn", "Hoàn thành quá hạn", "Trong hạn", "Quá hạn")


@dataclass(frozen=True, slots=True)
class TargetCells:
    """A target's row; None is an empty cell."""

    group: str
    name: str
    unit: str
    plan: Decimal | None
    actual: Decimal | None
    ratio: bool  # whether the share of the plan says anything
    decimals: int = 0  # of plan and actual
    same_period: str = ""
    source: str = ""
    part: bool = False  # of the target above it: it has no number of its own


@dataclass(frozen=True, slots=True)
class TaskCells:
    """A task's row; `state` is one of `STATES`."""

    content: str
    lead: str
    due: date | None
    done: date | None
    state: str
    document: str = ""


def workbook(title: str, targets: Sequence[TargetCells], tasks: Sequence[TaskCells], *, as_of: date) -> bytes:
    """Three sheets: summary, targets, tasks.

    Args:
        title: Of the summary.
        targets: In order; a heading row stands before each new group.
        tasks: In order.
        as_of: The day the tasks are judged on; ages are counted from it in the sheet itself.
    """
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    look = _Looks(book)
    summary = book.add_worksheet("Tổng hợp")
    _targets(book.add_worksheet("Chỉ tiêu"), targets, look)
    _tasks(book.add_worksheet("Nhiệm vụ"), tasks, look, as_of)
    _summary(summary, title, targets, tasks, look, as_of)
    book.close()
    return out.getvalue()


class _Looks:
    def __init__(self, book: Any) -> None:
        self.book = book
        book.formats[0].set_font_name(FONT)
        self.head = self._look({"bold": True, "text_wrap": True, "valign": "vcenter", "align": "center",
                                     "border": 1, "bg_color": "#E8EDF3"})  # fmt: skip
        self.text = self._look({"text_wrap": True, "valign": "top", "border": 1})
        self.group = self._look({"bold": True, "border": 1, "bg_color": "#F6F8FA"})
        self.day = self._look({"num_format": "dd/mm/yyyy", "valign": "top", "border": 1})
        self.whole = self._look({"num_format": "#,##0", "valign": "top", "border": 1})
        self.two = self._look({"num_format": "#,##0.00", "valign": "top", "border": 1})
        self.title = self._look({"bold": True, "font_size": 14, "text_wrap": True, "valign": "top"})
        self.exact: dict[int, Any] = {0: self.whole, 2: self.two}

    def _look(self, properties: dict[str, Any]) -> Any:
        return self.book.add_format({"font_name": FONT, **properties})

    def number(self, decimals: int) -> Any:
        if decimals not in self.exact:
            shown = "#,##0." + "0" * decimals
            self.exact[decimals] = self._look({"num_format": shown, "valign": "top", "border": 1})
        return self.exact[decimals]


def _height(cells: Sequence[tuple[str, int]]) -> float:
    """Points a row needs for the longest of its texts; `cells`: each with its column's width in characters.

    Not every program makes a row as high as its wrapped words, so the book says how high it is.
    """
    lines = (-(-len(words) // max(1, wide - 1)) for words, wide in cells)
    return LINE * max(1, *lines)


def _heads(sheet: Any, heads: Sequence[tuple[str, int]], look: _Looks, rows: int) -> None:
    for column, (name, width) in enumerate(heads):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, look.head)
    sheet.set_row(0, 2 * LINE + 2)
    sheet.set_paper(9)  # A4
    sheet.freeze_panes(1, 2)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.autofilter(0, 0, max(rows, 1), len(heads) - 1)


def _targets(sheet: Any, rows: Sequence[TargetCells], look: _Looks) -> None:
    place, group, number = 0, None, 0
    for one in rows:
        if one.group != group:
            group, place = one.group, place + 1
            sheet.merge_range(place, 0, place, len(TARGET_HEADS) - 1, group, look.group)
        place, number = place + 1, number + (not one.part)
        line = place + 1  # as the sheet counts
        if one.part:
            sheet.write_blank(place, 0, None, look.text)
        else:
            sheet.write_number(place, 0, number, look.whole)
        sheet.set_row(place, _height([(one.name, TARGET_HEADS[1][1]), (one.source, TARGET_HEADS[8][1])]))
        sheet.write_string(place, 1, one.name, look.text)
        sheet.write_string(place, 2, one.unit, look.text)
        for column, value in ((3, one.plan), (4, one.actual)):
            if value is None:
                sheet.write_blank(place, column, None, look.text)
            else:
                sheet.write_number(place, column, book_number(value), look.number(one.decimals))
        both = one.plan is not None and one.actual is not None
        share = book_number(one.actual / one.plan * 100) if both and one.ratio and one.plan else ""  # type: ignore[operator]
        gap = book_number(one.actual - one.plan) if both else ""  # type: ignore[operator]
        told = f'D{line}="",E{line}=""'
        formula = f'=IF(OR({told},D{line}=0),"",E{line}/D{line}*100)' if one.ratio else '=""'
        sheet.write_formula(place, 5, formula, look.two, share)
        sheet.write_formula(place, 6, f'=IF(OR({told}),"",E{line}-D{line})', look.number(one.decimals), gap)
        sheet.write_string(place, 7, one.same_period, look.text)
        sheet.write_string(place, 8, one.source, look.text)
    _heads(sheet, TARGET_HEADS, look, place)


def _tasks(sheet: Any, rows: Sequence[TaskCells], look: _Looks, as_of: date) -> None:
    for place, one in enumerate(rows, 1):
        line = place + 1
        sheet.set_row(place, _height([(one.content, TASK_HEADS[1][1]), (one.lead, TASK_HEADS[2][1])]))
        sheet.write_number(place, 0, place, look.whole)
        for column, words in ((1, one.content), (2, one.lead), (5, one.state), (7, one.document)):
            sheet.write_string(place, column, words, look.text)
        for column, day in ((3, one.due), (4, one.done)):
            if day is None:
                sheet.write_blank(place, column, None, look.text)
            else:
                sheet.write_datetime(place, column, day, look.day)
        late = one.state == STATES[3] and one.due is not None
        age = (as_of - one.due).days if late and one.due is not None else ""
        formula = f'=IF(AND(F{line}="{STATES[3]}",D{line}<>""),\'Tổng hợp\'!$B$2-D{line},"")'
        sheet.write_formula(place, 6, formula, look.whole, age)
    _heads(sheet, TASK_HEADS, look, len(rows))


def _summary(
    sheet: Any,
    title: str,
    targets: Sequence[TargetCells],
    tasks: Sequence[TaskCells],
    look: _Looks,
    as_of: date,
) -> None:
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, 1, 16)
    sheet.merge_range(0, 0, 0, 1, title, look.title)
    sheet.set_row(0, 40)
    sheet.write_string(1, 0, "Nhiệm vụ tính đến ngày", look.text)
    sheet.write_datetime(1, 1, as_of, look.day)
    last = max(len(tasks), 1) + 1
    counts = [sum(one.state == state for one in tasks) for state in STATES]
    place = 3
    for state, count in zip(STATES, counts, strict=True):
        sheet.write_string(place, 0, f"Nhiệm vụ: {state[0].lower()}{state[1:]}", look.text)
        formula = f"=COUNTIF('Nhiệm vụ'!$F$2:$F${last},\"{state}\")"
        sheet.write_formula(place, 1, formula, look.whole, count)
        place += 1
    sheet.write_string(place, 0, "Nhiệm vụ: tổng số", look.text)
    sheet.write_formula(place, 1, "=SUM(B4:B7)", look.whole, sum(counts))
    done, late = counts[0] + counts[1], counts[3]
    share = book_number(Decimal(done * 100) / (done + late)) if done + late else ""
    sheet.write_string(place + 1, 0, "Đã hoàn thành trên số đến hạn (%)", look.text)
    sheet.write_formula(place + 1, 1, '=IF(B4+B5+B7=0,"",(B4+B5)/(B4+B5+B7)*100)', look.two, share)
    sheet.write_string(place + 2, 0, "Chỉ tiêu có số thực hiện", look.text)
    wholes = [one for one in targets if not one.part]
    filled = sum(one.actual is not None for one in wholes)
    rows = len(targets) + len({one.group for one in targets}) + 1
    numbers, results = (f"'Chỉ tiêu'!${column}$2:${column}${rows}" for column in "AE")
    formula = f'=COUNTIFS({numbers},">0",{results},"<>")'
    sheet.write_formula(place + 2, 1, formula, look.whole, filled)
    sheet.write_string(place + 3, 0, "Chỉ tiêu", look.text)
    sheet.write_formula(place + 3, 1, f"=COUNT({numbers})", look.whole, len(wholes))
    sheet.freeze_panes(2, 0)
