"""Rows of a table of tasks: what each says, and what in it cannot be taken as it stands.

    B14 "quý IV/2026"      →  Period 2026-Q4
    F14 "hoàn thành"       →  State.DONE
    G14 "32/12/2026"       →  Problem at G14: not a day

Nothing is guessed: what a cell says is read, or named with its place, what is wrong and what would do.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from dondoc.exchange import arranged
from dondoc.exchange.arranged import PartCell, RecurrenceCell, StepCell, TriggerCell
from dondoc.exchange.days import day
from dondoc.exchange.fields import OWN, title_of
from dondoc.exchange.sheets import Row, Sheet
from dondoc.extraction.addressees import is_collective, split_names
from dondoc.records.plan import Period
from dondoc.text import dates
from dondoc.text.normalize import fold, search_key

_OPEN_ENDED = re.compile(
    r"thường xuyên|hằng (?:năm|quý|tháng|tuần)|hàng (?:năm|quý|tháng|tuần)|định kỳ|theo quy định|liên tục"
)
_DAYS_AFTER = re.compile(
    r"(?:(?:trong(?: vòng)?|chậm nhất|không quá)(?: là)? )?(?P<days>\d{1,3}) ngày(?P<working> làm việc)?,? "
    r"(?:kể từ|tính từ|từ|sau)(?: (?:khi|ngày))? (?P<what>\D.*)",
    re.IGNORECASE,
)
_AFTER = re.compile(r"(?:ngay )?(?:sau khi|sau|kể từ khi) (?P<what>\D.*)", re.IGNORECASE)
NOTHING = re.compile(r"[-–—./\s]*")
_YEAR = re.compile(r"(?:năm )?((?:19|20)\d\d)\.?")
_MOST = {
    "action": 5000, "lead": 500, "product": 500, "code": 80, "document_symbol": 80,
    "level": 200, "handler": 200, "supervisor": 200, "steps": 20_000, "parts": 20_000,
}  # fmt: skip


class State(StrEnum):
    """What a status cell says of a task."""

    NEW = "new"  # not taken in hand yet
    IN_HAND = "in_hand"
    REPORTED = "reported"
    DONE = "done"
    WITHDRAWN = "withdrawn"


# Folded beginnings of what a status cell says, the longest that fits counts.
_STATES = {
    "chưa tiếp nhận": State.NEW, "chưa thực hiện": State.NEW, "mới giao": State.NEW, "mới": State.NEW,
    "chưa triển khai": State.NEW, "chưa làm": State.NEW, "chờ tiếp nhận": State.NEW, "đã giao": State.NEW,
    "đang thực hiện": State.IN_HAND, "đang triển khai": State.IN_HAND, "đang xử lý": State.IN_HAND,
    "chưa hoàn thành": State.IN_HAND, "chưa xong": State.IN_HAND, "quá hạn": State.IN_HAND,
    "đang làm": State.IN_HAND, "trong hạn": State.IN_HAND, "đã tiếp nhận": State.IN_HAND,
    "đang tiến hành": State.IN_HAND,
    "bị trả lại": State.IN_HAND, "chờ cấp trên": State.IN_HAND, "đề nghị chuyển": State.IN_HAND,
    "chậm": State.IN_HAND, "sắp đến hạn": State.IN_HAND, "chưa rõ chủ trì": State.NEW,
    "chờ xác nhận": State.REPORTED, "đã báo cáo": State.REPORTED, "chờ duyệt": State.REPORTED,
    "hoàn thành": State.DONE, "đã hoàn thành": State.DONE, "đã xong": State.DONE, "xong": State.DONE,
    "kết thúc": State.DONE, "đã thực hiện": State.DONE, "đã xử lý": State.DONE,
    "đã rút": State.WITHDRAWN, "dừng": State.WITHDRAWN, "hủy": State.WITHDRAWN, "thu hồi": State.WITHDRAWN,
}  # fmt: skip


_SHARE = re.compile(r"(\d{1,3}(?:,\d+)?) ?%")


@dataclass(frozen=True, slots=True)
class Problem:
    """A cell that cannot be taken as it stands."""

    column: int  # of the table; -1 for the whole row
    message: str  # what, why, what to do


@dataclass(slots=True)
class TaskRow:
    """A row as read. What it does not say is "" or None; `has` names the columns that the table has."""

    number: int
    cells: tuple[str, ...]
    group: str = ""
    code: str = ""
    document_symbol: str = ""
    document_date: date | None = None
    document_title: str = ""
    action: str = ""
    lead: str = ""
    collective: bool = False
    partners: tuple[str, ...] = ()
    deadline: Period | None = None
    recurring: bool = False
    extended: date | None = None  # the day that holds now, where the first one was put off
    deadline_words: str = ""  # as written, where they are no day and no period
    product: str = ""
    state: State | None = None
    status: str = ""  # as written
    done_on: date | None = None
    note: str = ""
    level: str = ""
    resources: str = ""
    handler: str = ""
    supervisor: str = ""
    steps: tuple[StepCell, ...] = ()
    parts: tuple[PartCell, ...] = ()
    recurrence: RecurrenceCell | None = None
    trigger: TriggerCell | None = None
    waits: tuple[str, ...] = ()
    review: int | None = None  # months
    own: dict[str, tuple[str, str | None]] = field(default_factory=dict)  # column → as printed, behind it
    has: frozenset[str] = frozenset()
    problems: list[Problem] = field(default_factory=list)
    field: str = ""  # lĩnh vực; below what the function of that name makes

    def key(self) -> str:
        """The same row brought again has the same key: its code, else its document, work and lead."""
        if self.code:
            return f"code:{search_key(self.code)}"
        said = (self.document_symbol, str(self.document_date or ""), self.action, self.lead)
        joined = "\n".join(search_key(words) for words in said)
        return f"row:{hashlib.sha256(joined.encode()).hexdigest()[:40]}"


def read(sheet: Sheet, columns: Mapping[int, str], *, on: date | None = None) -> list[TaskRow]:
    """Every row of the table.

    Args:
        sheet: The table.
        columns: Column → field, as a person decided.
        on: Day of the document that gives the tasks: fills the year of "quý IV".
    """
    rows = [_row(row, columns, on) for row in sheet.rows]
    seen: dict[str, int] = {}
    for row in rows:
        if row.problems or not row.code:
            continue
        if row.code in seen:
            place = next(c for c, key in columns.items() if key == "code")
            row.problems.append(
                Problem(
                    place, f"Mã việc “{row.code}” đã có ở dòng {seen[row.code]}. Mỗi mã chỉ dùng một lần."
                )
            )
        seen.setdefault(row.code, row.number)
    return rows


def _row(row: Row, columns: Mapping[int, str], on: date | None) -> TaskRow:
    made = TaskRow(row.number, row.cells, row.group, has=frozenset(columns.values()))
    for column, key in columns.items():
        words = row.cells[column].strip()
        if not words or NOTHING.fullmatch(words):
            continue
        if key.startswith(OWN):  # read when it is known which document defines it
            made.own[key] = (words, row.values[column])
            continue
        if len(words) > _MOST.get(key, 2000):
            made.problems.append(
                Problem(column, f"“{title_of(key)}” dài quá {_MOST.get(key, 2000)} ký tự. Rút ngắn lại.")
            )
            continue
        try:
            _fill(made, key, words, row.values[column], on)
        except ValueError as error:
            made.problems.append(Problem(column, str(error)))
    if not made.action:
        place = next((c for c, key in columns.items() if key == "action"), -1)
        made.problems.append(Problem(place, "Thiếu nội dung nhiệm vụ. Ghi việc phải làm, hoặc bỏ dòng này."))
    if made.state is State.DONE and made.done_on is None:
        places = {key: c for c, key in columns.items()}
        place = places.get("done_on", places.get("status", -1))
        made.problems.append(
            Problem(
                place, "Ghi là hoàn thành nhưng thiếu ngày hoàn thành. Ghi ngày có kết quả, ví dụ 15/09/2026."
            )
        )
    if made.extended is not None and made.deadline is not None and made.extended < made.deadline.end:
        place = next(c for c, key in columns.items() if key == "extended")
        words = (
            f"Thời hạn điều chỉnh {made.extended:%d/%m/%Y} trước thời hạn đầu {made.deadline.end:%d/%m/%Y}."
        )
        made.problems.append(Problem(place, f"{words} Sửa một trong hai ngày."))
    if made.done_on is not None and made.state is None:
        made.state = State.DONE
    return made


def _fill(row: TaskRow, key: str, words: str, value: str | None, on: date | None) -> None:
    """What one cell says.

    Raises:
        ValueError: It cannot be taken as it stands.
    """
    match key:
        case "lead":
            row.lead, row.collective = words, is_collective(words)
        case "partners":
            parts = words.split(";") if ";" in words else split_names(words)
            row.partners = tuple(part.strip()[:300] for part in parts if part.strip())
        case "deadline":
            _deadline(row, words, value, on)
        case "extended":
            found, _again = deadline(words, value, on)
            row.extended = found.end if found is not None else None
        case "status":
            row.status, row.state = words, state(words)
        case "done_on" | "document_date":
            setattr(row, key, day(words, value))
        case "steps" | "parts" | "recurrence" | "trigger" | "waits" | "review":
            setattr(row, key, getattr(arranged, key)(words))
        case _:
            setattr(row, key, words)


def _deadline(row: TaskRow, words: str, value: str | None, on: date | None) -> None:
    """A day, a period, work that goes on, or an event that is awaited."""
    try:
        row.deadline, row.recurring = deadline(words, value, on)
    except ValueError:
        row.trigger = awaited(words)
        if row.trigger is None:
            raise
    if row.deadline is None:
        row.deadline_words = " ".join(words.split())


def awaited(words: str) -> TriggerCell | None:
    """The event after which something is due; None where the words name none.

    >>> awaited("Sau khi Trung ương có hướng dẫn")
    TriggerCell(what='Trung ương có hướng dẫn', days=0, working=False)
    >>> awaited("trong 10 ngày làm việc kể từ khi HĐND thông qua").days
    10
    """
    said = " ".join(words.split()).strip(" .")
    found = _DAYS_AFTER.fullmatch(said) or _AFTER.fullmatch(said)
    if found is None:
        return None
    told = found.groupdict()
    return TriggerCell(told["what"], int(told.get("days") or 0), bool(told.get("working")))


def deadline(words: str, value: str | None, on: date | None) -> tuple[Period | None, bool]:
    """A deadline as a cell has it, and whether the work has none because it goes on or comes again.

    Raises:
        ValueError: It is no day, no period and nothing that goes on.
    """
    folded = " ".join(fold(words).split())
    if _OPEN_ENDED.search(folded) and not re.search(r"\d", folded):
        return None, True
    try:
        exact = day(folded.removeprefix("trước ").removeprefix("đến "), value)
        return Period(exact, exact), False
    except ValueError:
        pass
    if match := _YEAR.fullmatch(folded):
        return Period.parse(match[1]), False
    found = dates.find(folded, folded, on, year=on.year if on else None)
    if found:
        last = found[-1].value
        if found[-1].inferred and on is not None and not found[-1].relative:
            last = dates.not_before(last, on)
        return Period.parse(last), False
    raise ValueError(
        f"Chưa hiểu thời hạn “{words}”. Viết như 31/12/2026, tháng 9/2026, quý IV/2026, "
        "thường xuyên, hoặc sau khi …"
    )


def state(words: str) -> State:
    """What a status cell says.

    Raises:
        ValueError: Nothing that is known.
    """
    folded = " ".join(fold(words).split()).strip(" .")
    share = _SHARE.search(folded)
    if share is not None and float(share[1].replace(",", ".")) < 100:  # "xong 60%" is not done
        return State.IN_HAND
    fits = [
        form for form in _STATES if folded == form or folded.startswith((f"{form} ", f"{form},", f"{form}("))
    ]
    if not fits:
        raise ValueError(
            f"Chưa hiểu trạng thái “{words}”. "
            "Dùng: hoàn thành, đang thực hiện, chờ xác nhận, chưa tiếp nhận, đã rút."
        )
    return _STATES[max(fits, key=len)]
