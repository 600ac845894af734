"""What is arranged around a task, as the cells of a table have it.

    steps        Khảo sát | Nguyễn Văn An | hạn 15/09/2026 | xong 10/09/2026; Thẩm định | hạn 01/10/2026
    parts        Sở Y tế | cung cấp số liệu | hạn 30/09/2026; …
    recurrence   hằng quý | hạn +10 ngày | từ 01/01/2026 | đến 31/12/2026
    trigger      Bộ ban hành hướng dẫn | 30 ngày làm việc
    waits        12-3; 14-2                                                      codes of tasks
    review       6 tháng

Printing what was read gives the same words again, and reading what was printed the same records: a table
that was exported says nothing new when it is brought back. A semicolon parts, as readers of files make one
line of a cell's lines; a bar or semicolon that belongs to the words has a backslash before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dondoc.exchange.days import day
from dondoc.text.normalize import fold

_BAR = re.compile(r"(?<!\\)\|")
_END = re.compile(r"(?<!\\);|\n")
_EVERY = {  # folded words → taskwork's value; the first of each is how it is printed
    "hằng tuần": "week", "hàng tuần": "week",
    "hằng tháng": "month", "hàng tháng": "month",
    "hằng quý": "quarter", "hàng quý": "quarter",
    "6 tháng một lần": "half", "sáu tháng một lần": "half",
    "hằng năm": "year", "hàng năm": "year",
}  # fmt: skip
_PRINTED = {value: words for words, value in reversed(_EVERY.items())}
_SHIFT = re.compile(r"hạn ([+-]?\d{1,3}) ngày")
_AFTER = re.compile(r"(\d{1,4}) ngày( làm việc)?")
_MONTHS = re.compile(r"(\d{1,2}) tháng")
_DAY_LIKE = re.compile(r"\d[\d/.-]*")
_CODE = re.compile(r"\d{1,12}-\d{1,6}")
MOST = 60  # lines in one cell


@dataclass(frozen=True, slots=True)
class StepCell:
    """One step: what, by whom, by when, done when."""

    what: str
    who: str = ""
    due: date | None = None
    done: date | None = None


@dataclass(frozen=True, slots=True)
class PartCell:
    """What a partner has to do."""

    body: str
    what: str
    due: date | None = None


@dataclass(frozen=True, slots=True)
class RecurrenceCell:
    """How often a task comes again: `every` is week, month, quarter, half or year."""

    every: str
    days: int = 0  # after the period's last day; before it where negative
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class TriggerCell:
    """An event, and how many days after it the task is due."""

    what: str
    days: int = 0
    working: bool = False


# --- printed ----------------------------------------------------------------------------------------------


def steps_text(steps: Iterable[StepCell]) -> str:
    """One step a line."""
    return ";\n".join(
        _line(_word(one.what), _word(one.who), _dated("hạn", one.due), _dated("xong", one.done))
        for one in steps
    )


def parts_text(parts: Iterable[PartCell]) -> str:
    """One part a line."""
    return ";\n".join(_line(_word(one.body), _word(one.what), _dated("hạn", one.due)) for one in parts)


def recurrence_text(one: RecurrenceCell) -> str:
    """What a cell says of it."""
    shift = f"hạn {one.days:+d} ngày" if one.days else ""
    return _line(_PRINTED[one.every], shift, _dated("từ", one.since), _dated("đến", one.until))


def trigger_text(one: TriggerCell) -> str:
    """What a cell says of it."""
    return f"{_word(one.what)} | {one.days} ngày{' làm việc' if one.working else ''}"


def _line(*parts: str) -> str:
    return " | ".join(part for part in parts if part)


def _dated(word: str, day_: date | None) -> str:
    return f"{word} {day_:%d/%m/%Y}" if day_ else ""


def _word(words: str) -> str:
    return " ".join(words.split()).replace("|", r"\|").replace(";", r"\;")


# --- read -------------------------------------------------------------------------------------------------


def steps(words: str) -> tuple[StepCell, ...]:
    """The steps a cell names.

    Raises:
        ValueError: A line says nothing, or what stands for a day is none.
    """
    made = []
    for line in _lines(words):
        said, days = _parts(line, ("hạn", "xong"))
        if not said or len(said) > 2:
            raise ValueError(
                f"Chưa hiểu bước “{line}”. Viết: việc | người | hạn 15/09/2026 | xong 10/09/2026; "
                "giữa hai bước là dấu chấm phẩy."
            )
        made.append(StepCell(said[0], said[1] if len(said) > 1 else "", days.get("hạn"), days.get("xong")))
    return tuple(made)


def parts(words: str) -> tuple[PartCell, ...]:
    """The parts of partners a cell names.

    Raises:
        ValueError: A line does not name a body and its work.
    """
    made = []
    for line in _lines(words):
        said, days = _parts(line, ("hạn",))
        if len(said) != 2:
            raise ValueError(
                f"Chưa hiểu phần việc “{line}”. Viết: cơ quan | phần việc | hạn 30/09/2026; "
                "giữa hai phần là dấu chấm phẩy."
            )
        made.append(PartCell(said[0], said[1], days.get("hạn")))
    return tuple(made)


def recurrence(words: str) -> RecurrenceCell:
    """How often a task comes again.

    Raises:
        ValueError: It is not said so.
    """
    said, days = _parts(" ".join(words.split()), ("từ", "đến"))
    every = _EVERY.get(fold(said[0])) if said else None
    shift = _SHIFT.fullmatch(fold(said[1])) if len(said) == 2 else None
    if every is None or len(said) > 2 or (len(said) == 2 and shift is None):
        raise ValueError(f"Chưa hiểu định kỳ “{words}”. Viết như: hằng quý | hạn +10 ngày | từ 01/01/2026.")
    return RecurrenceCell(every, int(shift[1]) if shift else 0, days.get("từ"), days.get("đến"))


def trigger(words: str) -> TriggerCell:
    """The event a deadline depends on.

    Raises:
        ValueError: It is not said so.
    """
    said, _ = _parts(" ".join(words.split()), ())
    after = _AFTER.fullmatch(fold(said[1])) if len(said) == 2 else None
    if not said or len(said) > 2 or (len(said) == 2 and after is None):
        raise ValueError(f"Chưa hiểu sự kiện “{words}”. Viết như: Bộ ban hành hướng dẫn | 30 ngày làm việc.")
    return TriggerCell(said[0], int(after[1]) if after else 0, bool(after and after[2]))


def waits(words: str) -> tuple[str, ...]:
    """Codes of the tasks a task waits for.

    Raises:
        ValueError: One is no code.
    """
    codes = [code for code in re.split(r"[;,\s]+", words) if code]
    for code in codes:
        if not _CODE.fullmatch(code):
            raise ValueError(f"“{code}” không phải mã việc. Ghi mã như cột Mã việc, ví dụ 12-3; 14-2.")
    return tuple(dict.fromkeys(codes))


def review(words: str) -> int:
    """How many months there are between two looks.

    Raises:
        ValueError: It is not said so, or is none of 1 to 60.
    """
    match = _MONTHS.fullmatch(" ".join(fold(words).split()))
    if match is None or not 1 <= int(match[1]) <= 60:
        raise ValueError(f"Chưa hiểu chu kỳ rà soát “{words}”. Viết như: 6 tháng.")
    return int(match[1])


def _lines(words: str) -> list[str]:
    lines = [line for line in (" ".join(line.split()) for line in _END.split(words)) if line]
    if len(lines) > MOST:
        raise ValueError(f"Một ô có {len(lines)} mục, nhiều nhất {MOST}. Chia bớt.")
    return lines


def _plain(part: str) -> str:
    return part.strip().replace(r"\|", "|").replace(r"\;", ";")


def _parts(line: str, dated: tuple[str, ...]) -> tuple[list[str], dict[str, date]]:
    """The words between the bars, and the days that follow one of the words of `dated`."""
    said: list[str] = []
    days: dict[str, date] = {}
    for place, part in enumerate(_plain(part) for part in _BAR.split(line)):
        word, _, rest = part.partition(" ")
        key = fold(word)
        if place and key in dated and _DAY_LIKE.fullmatch(rest):
            days[key] = day(rest)
        elif part:
            said.append(part)
    return said, days
