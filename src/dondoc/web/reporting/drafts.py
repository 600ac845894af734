"""Drafts of reports: saved cell by cell as they are typed, and never lost.

Every field has a revision. Who saves says which revision they saw; where another text has come in between,
that one stands and the later one is kept as a clash beside it, until somebody says which it is to be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from dondoc.assessment.reportcells import CellValue, read_cell
from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.bodies.models import Body
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.locks import Turn, take_turn
from dondoc.web.reporting.cumulative import OutOfLine, draft_out_of_line
from dondoc.web.reporting.models import (
    CellChange,
    Difficulty,
    DifficultyNature,
    FormLine,
    Report,
    ReportCell,
    StateChoice,
)
from dondoc.web.reporting.reportforms import lines_of

EDITABLE = frozenset({StateChoice.OPEN, StateChoice.RETURNED, StateChoice.AMENDING})
MOST_TEXT = 20_000  # of one field
EXPLAIN = "Kiểm tra lại; nếu đúng thì nêu lý do ở ô thuyết minh."
MOST_CELLS = 1_000  # at once
_KEY = re.compile(r"text|[vn]\d{1,12}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Typed:
    """One field as somebody typed it, and the revision they saw; 0 where there was none."""

    key: str
    text: str
    base: int


@dataclass(slots=True)
class Saved:
    """What became of a save: the revision each field has now, and the fields another had typed into."""

    revisions: dict[str, int] = field(default_factory=dict)
    clashes: dict[str, ReportCell] = field(default_factory=dict)  # what stands in the way of whose text


@transaction.atomic
def cells_save(*, report: Report, typed: Sequence[Typed], by: User) -> Saved:
    """Keep what was typed. Saying it again changes nothing.

    Args:
        report: Whose draft.
        typed: The fields that changed.
        by: Who typed; whether they may is the caller's to check.

    Raises:
        Conflict: The report is on somebody else's table: nothing was kept here.
        ValidationError: A field is none of this report's, or too long.
    """
    report = editable(report)
    cells = {cell.key: cell for cell in report.cells.select_related("by")}
    _check(report, typed)
    waiting = {one.key: one for one in report.changes.filter(clash=True, settled_at=None, by=by)}
    saved = Saved()
    for one in typed:
        cell = cells.get(one.key)
        now = cell.revision if cell else 0
        if (cell.text if cell else "") == one.text:
            saved.revisions[one.key] = now
            continue
        clash = one.base != now
        mine = waiting.get(one.key)
        if clash and cell is not None and mine is not None:  # of one person one text waits to be chosen
            saved.clashes[one.key] = cell
            if mine.text == one.text:
                continue
            mine.settled_at = timezone.now()
            mine.save(update_fields=["settled_at"])
        CellChange.objects.create(
            report=report, key=one.key, text=one.text, base=one.base, clash=clash, by=by
        )
        if clash and cell is not None:
            saved.clashes[one.key] = cell
        elif cell is None:
            cells[one.key] = ReportCell.objects.create(report=report, key=one.key, text=one.text, by=by)
            saved.revisions[one.key] = 1
        else:
            cell.text, cell.revision, cell.by = one.text, now + 1, by
            cell.save(update_fields=["text", "revision", "by", "at"])
            saved.revisions[one.key] = cell.revision
    return saved


def editable(report: Report) -> Report:
    """The report as it is now, with nobody else changing it meanwhile.

    Raises:
        Conflict: It cannot be typed into where it stands.
    """
    take_turn(Turn.REPORT, report.pk)
    report = Report.objects.select_related("form", "body", "obligation").get(pk=report.pk)
    if report.state not in EDITABLE:
        raise Conflict(
            f"Báo cáo đang ở trạng thái “{report.get_state_display()}” nên không sửa được số. "
            "Rút về hoặc đợi trả lại rồi sửa; những gì vừa nhập còn trên máy này."
        )
    return report


def _check(report: Report, typed: Sequence[Typed]) -> None:
    if len(typed) > MOST_CELLS:
        raise ValidationError(f"Mỗi lần lưu được nhiều nhất {MOST_CELLS} ô.")
    lines = {str(line.pk) for line in lines_of(report)}
    for one in typed:
        if not _KEY.fullmatch(one.key) or (one.key != "text" and one.key[1:] not in lines):
            raise ValidationError("Biểu vừa được cơ quan ra biểu sửa, có dòng không còn. Tải lại trang.")
        if len(one.text) > MOST_TEXT:
            raise ValidationError(f"Mỗi ô chứa nhiều nhất {MOST_TEXT:,} ký tự.".replace(",", "."))


@transaction.atomic
def clash_settle(*, change: CellChange, take: bool, by: User) -> None:
    """Of two texts of a field say which stands: the later one is taken, or the one that stands is kept.

    Raises:
        Conflict: It was settled already, or the report is not being typed into.
    """
    report = editable(change.report)
    change = CellChange.objects.get(pk=change.pk)
    if not change.clash or change.settled_at is not None:
        raise Conflict("Chỗ này đã được chọn xong. Tải lại trang để xem.")
    change.settled_at = timezone.now()
    change.save(update_fields=["settled_at"])
    cell = report.cells.get(key=change.key)
    if take and cell.text != change.text:
        CellChange.objects.create(report=report, key=change.key, text=change.text, base=cell.revision, by=by)
        cell.text, cell.revision, cell.by = change.text, cell.revision + 1, change.by
        cell.save(update_fields=["text", "revision", "by", "at"])


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A line of a draft as it would be sent."""

    line: FormLine
    text: str
    note: str
    value: CellValue
    problem: str  # Vietnamese; what has to be mended before it is sent


def draft_lines(
    lines: Iterable[FormLine], texts: Mapping[str, str], out_of_line: Mapping[int, OutOfLine]
) -> list[DraftLine]:
    """Each line's figure and explanation, with what is wrong with it.

    Args:
        lines: Of the report.
        texts: What stands in the draft, by the key of its field.
        out_of_line: `draft_out_of_line` of the same.
    """
    found = []
    for line in lines:
        text, note = texts.get(f"v{line.pk}", ""), texts.get(f"n{line.pk}", "").strip()
        value = read_cell(text, decimals=line.decimals)
        problem = value.problem
        if value.none and not note:
            problem = "Ghi lý do không có số ở ô thuyết minh."
        elif value.empty and line.required:
            problem = "Chưa nhập số. Không có số thì ghi – và nêu lý do."
        elif line.pk in out_of_line and not note:
            problem = warning(out_of_line[line.pk], explained=False)
        found.append(DraftLine(line, text, note, value, problem))
    return found


def warning(found: OutOfLine, *, explained: bool) -> str:
    """That a cumulative figure falls; where nobody has said why, what to do."""
    return found.words if explained else f"{found.words} {EXPLAIN}"


def draft_warning(line: FormLine, text: str, note: str, out_of_line: Mapping[int, OutOfLine]) -> str:
    """What to look at in one figure before it is sent; "" where all is well or nothing is typed yet."""
    (one,) = draft_lines([line], {f"v{line.pk}": text, f"n{line.pk}": note}, out_of_line)
    if one.value.empty:
        return ""
    explained = out_of_line.get(line.pk)
    return one.problem or ("" if explained is None else warning(explained, explained=True))


def draft_warnings(report: Report) -> dict[str, str]:
    """Key of a figure → what to look at before the draft is sent; what is not typed yet is not told.

    Three queries at most.
    """
    lines, texts = lines_of(report), dict(report.cells.values_list("key", "text"))
    found = draft_out_of_line(report, lines, texts)
    told = {
        f"v{line.pk}": draft_warning(line, texts.get(f"v{line.pk}", ""), texts.get(f"n{line.pk}", ""), found)
        for line in lines
    }
    return {key: words for key, words in told.items() if words}


# --- difficulties and proposals -------------------------------------------------------------------------


@transaction.atomic
def difficulty_add(
    *, report: Report, nature: str, words: str, by: User, to: Body | None = None, due: date | None = None
) -> Difficulty:
    """Tell a difficulty or a proposal in the draft; once confirmed it is followed until it is answered.

    Raises:
        ValidationError: By field; without words, or a proposal to nobody.
        Conflict: The report is not being typed into.
    """
    report = editable(report)
    if nature not in DifficultyNature.values:
        raise ValidationError({"nature": "Chọn khó khăn hoặc kiến nghị."})
    if not words.strip():
        raise ValidationError({"words": "Nhập nội dung."})
    if nature == DifficultyNature.PROPOSAL and to is None:
        raise ValidationError({"to": "Kiến nghị gửi cơ quan nào?"})
    made = Difficulty.objects.create(report=report, nature=nature, words=words.strip(), to=to, due=due, by=by)
    record(
        actor=by, action="report.difficulty", row=report, before={},
        after={"words": made.words, "to": str(to or ""), "due": made.due}, body=report.body,
    )  # fmt: skip
    return made


@transaction.atomic
def difficulty_withdraw(*, difficulty: Difficulty, by: User) -> None:
    """Take it out of the draft.

    Raises:
        Conflict: It was confirmed already, and is followed as a matter.
    """
    report = editable(difficulty.report)
    difficulty = Difficulty.objects.get(pk=difficulty.pk)
    if difficulty.matter_id is not None or difficulty.withdrawn_at is not None:
        raise Conflict("Mục này đã được xác nhận cùng báo cáo hoặc đã bỏ. Tải lại trang để xem.")
    difficulty.withdrawn_at = timezone.now()
    difficulty.save(update_fields=["withdrawn_at"])
    record(
        actor=by, action="report.difficulty_withdraw", row=report, before={"words": difficulty.words},
        after={}, body=report.body,
    )  # fmt: skip
