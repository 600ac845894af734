"""Facts in a terminal: one aligned table a kind, wrapped to the window's width.

Widths count what a terminal shows: a combining mark takes no column, an East Asian wide letter two.
Control characters of a document's text never reach the terminal.
"""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dondoc.records.document import Document
from dondoc.records.facts import KINDS, Fact, Facts, Kind, RatingCount, VerdictCount, VoteResult
from dondoc.records.source import Severity
from dondoc.writing import labels

MIN_WIDTH = 60
GAP = "  "


def width(text: str) -> int:
    """How many columns a terminal gives this text.

    >>> width("Đôn đốc"), width(unicodedata.normalize("NFD", "Đôn đốc"))
    (7, 7)
    """
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text
    )


def clean(text: str) -> str:
    """One line without control or direction-changing characters: a document may not steer the terminal."""
    visible = "".join(
        c if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp") else " " for c in text
    )
    return " ".join(visible.split())


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading, the least and the wished share of the width, and whether it stands right."""

    heading: str
    least: int
    share: int = 0  # of what is left after every column has its least
    right: bool = False


COLUMNS: dict[Kind, tuple[Column, ...]] = {
    "indicator": (
        Column("Nội dung đo", 20, 3),
        Column("Giá trị", 14, 1, right=True),
        Column("Loại số", 13),
        Column("Kỳ", 12),
        Column("So với", 9),
    ),
    "task": (
        Column("Việc phải làm", 24, 4),
        Column("Chủ trì", 14, 2),
        Column("Phối hợp", 10, 1),
        Column("Thời hạn", 10),
        Column("Sản phẩm", 10, 1),
    ),
    "person": (Column("Họ và tên", 20, 1), Column("Chức vụ", 30, 3)),
    "citation": (
        Column("Loại", 12),
        Column("Số ký hiệu", 16),
        Column("Ngày", 10),
        Column("Cơ quan ban hành", 18, 1),
        Column("Trích yếu", 10, 2),
    ),
    "meeting": (Column("Cơ quan họp", 30, 3), Column("Lần thứ", 7, right=True), Column("Ngày", 10)),
    "verdict": (
        Column("Đếm", 9),
        Column("Tổng số", 7, right=True),
        Column("Trong đó", 30, 3),
        Column("Kỳ", 10),
        Column("Của văn bản", 14, 2),
    ),
    "vote": (
        Column("Về ai, việc gì", 18, 2),
        Column("Chức vụ", 12, 1),
        Column("Kết quả", 30, 3),
        Column("Mẫu số", 12, 1),
    ),
    "rating": (
        Column("Xếp loại", 16, 1),
        Column("Tổng số", 7, right=True),
        Column("Kết quả", 34, 3),
        Column("Kỳ", 10),
    ),
    "shortcoming": (
        Column("Nội dung", 34, 4),
        Column("Loại", 14),
        Column("Ai nói", 12, 1),
        Column("Nguyên nhân", 12, 1),
    ),
    "proposal": (
        Column("Nội dung", 34, 4),
        Column("Ai nói", 14, 1),
        Column("Tư cách", 12),
        Column("Gửi tới", 12, 1),
    ),
}


def row(kind: Kind, fact: Fact) -> list[str]:
    """The cells of one fact, in the order of `COLUMNS[kind]`."""
    counted = _counted_row(fact)
    if counted is not None:
        return counted
    f: dict[str, object] = {name: getattr(fact, name, None) for name in labels.FIELD}
    match kind:
        case "indicator":
            status = labels.STATUS.get(str(f["status"]), str(f["status"]))
            base, period = _text(f["base"]), _text(f["period"])
            value = labels.value(fact)  # type: ignore[arg-type]
            return [
                _text(getattr(fact, "full_name", "")),
                value,
                status,
                labels.period(period),
                labels.base(base),
            ]
        case "task":
            partners = ", ".join(getattr(fact, "partners", ()))
            deadline = labels.period(_text(f["deadline"]))
            return [_text(f["action"]), _text(f["lead"]), partners, deadline, _text(f["product"])]
        case "person":
            return [_text(f["name"]), "; ".join(getattr(fact, "positions", ()))]
        case "citation":
            day = labels.period(_text(f["date"]))
            return [_text(f["type"]), _text(f["symbol"]), day, _text(f["issuer"]), _text(f["title"])]
        case "meeting":
            return [_text(f["body"]), _text(f["ordinal"]), labels.period(_text(f["date"]))]
        case "shortcoming":
            nature = labels.NATURE.get(str(f["nature"]), "")
            return [_text(f["words"]), nature, _speaker(f), _text(f["cause"])]
        case "proposal":
            return [
                _text(f["words"]),
                _text(f["speaker"]),
                labels.VOICE.get(str(f["voice"]), ""),
                _text(f["to"]),
            ]
        case _:
            raise TypeError(type(fact).__name__)


def _speaker(f: Mapping[str, object]) -> str:
    """Who said it, else in what capacity."""
    return _text(f["speaker"]) or labels.VOICE.get(str(f["voice"]), "")


def _counted_row(fact: Fact) -> list[str] | None:
    """The cells of a count with its parts; None for any other kind."""
    match fact:
        case VerdictCount():
            total = labels.number(fact.total) if fact.total is not None else ""
            parts = labels.parts(fact.parts) + (" (dự kiến)" if fact.expected else "")
            return [fact.counted, total, parts, labels.period(fact.period), _text(fact.source)]
        case VoteResult():
            about = fact.subject or labels.VOTE[fact.vote]
            return [about, _text(fact.position), labels.parts(fact.parts), labels.whole(fact)]
        case RatingCount():
            total = labels.number(fact.total) if fact.total is not None else ""
            return [fact.rated, total, labels.parts(fact.parts), labels.period(fact.period)]
    return None


def render(document: Document, facts: Facts, *, columns: int = 100, explain: bool = False) -> str:
    """The document's heading fields and a table for every kind that has facts.

    Args:
        document: What was read.
        facts: What was extracted from it.
        columns: Width of the terminal.
        explain: Under each fact, its rule and the words each field was read from.
    """
    columns = max(columns, MIN_WIDTH)
    lines = list(_heading(document))
    for kind in KINDS:
        stated = facts.of(kind)
        if stated:
            lines += ["", f"{labels.KIND[kind]} ({len(stated)})"]
            lines += _table(kind, stated, document, columns, explain=explain)
    if not len(facts):
        lines += ["", "Không đọc được số liệu, nhiệm vụ hay viện dẫn nào trong văn bản này."]
    remarks = [d for d in (*document.diagnostics, *facts.diagnostics) if d.severity is Severity.WARNING]
    if remarks:
        lines += ["", f"Lưu ý khi đọc ({len(remarks)})", *(f"- {clean(d.message)}" for d in remarks)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _heading(document: Document) -> Iterator[str]:
    header = document.header
    yield clean(header.title or document.name)
    kind = labels.DOCUMENT_TYPE[header.type.value]
    day = header.date.strftime("%d/%m/%Y") if header.date else ""
    parts = (kind, header.symbol, day, header.issuer, labels.STANDING[header.standing.value])
    yield clean(" · ".join(part for part in parts if part))


def _table(
    kind: Kind, stated: Sequence[Fact], document: Document, columns: int, *, explain: bool
) -> Iterator[str]:
    plan = COLUMNS[kind]
    mark = len(str(len(stated)))
    widths = _widths(plan, columns - mark - len(GAP))
    numbered = (Column("", mark, right=True), *plan)
    widths = [mark, *widths]
    yield from _lines([column.heading for column in numbered], widths, numbered)
    yield GAP.join("─" * w for w in widths)
    for index, fact in enumerate(stated, 1):
        yield from _lines([str(index), *map(clean, row(kind, fact))], widths, numbered)
        if explain:
            for reason in reasons(document, fact):
                for line in textwrap.wrap(reason, columns - mark - len(GAP) - 4, subsequent_indent="  "):
                    yield " " * (mark + len(GAP)) + "  " + line


def reasons(document: Document, fact: Fact) -> Iterator[str]:
    """Why a fact says what it says: its rule, then each field with the words it was read from."""
    yield f"↳ quy tắc: {fact.rule or '(không ghi)'}"
    for name, source in fact.fields.items():
        words = f"“{clean(document.quote(source.span))}”" if source.span else "suy ra"
        note = f" – {source.note}" if source.note else ""
        called = labels.field("whose" if name == "body" and hasattr(fact, "full_name") else name)
        yield f"  {called} ← {words} ({source.how}){note}"
    for note in fact.notes:
        yield f"  ? {clean(note)}"


def _widths(plan: Sequence[Column], room: int) -> list[int]:
    """Each column's least, and its share of what is left; on a narrow screen all shrink alike."""
    room -= len(GAP) * (len(plan) - 1)
    least = sum(column.least for column in plan)
    if room < least:
        return [max(4, column.least * room // least) for column in plan]
    shares = sum(column.share for column in plan)
    return [column.least + (room - least) * column.share // shares for column in plan]


def _wrap(text: str, limit: int) -> list[str]:
    """Lines of at most `limit` columns; a word longer than that is cut."""
    lines, current = [], ""
    for word in text.split():
        while width(word) > limit:  # a long symbol or address
            cut = next((i for i in range(len(word), 0, -1) if width(word[:i]) <= limit), 1)
            if current:
                lines.append(current)
                current = ""
            lines.append(word[:cut])
            word = word[cut:]  # noqa: PLW2901 - the rest of the word
        joined = f"{current} {word}".strip()
        if width(joined) > limit:
            lines.append(current)
            joined = word
        current = joined
    return [*lines, current]


def _lines(cells: Sequence[str], widths: Sequence[int], plan: Sequence[Column]) -> Iterator[str]:
    """One row of the table, on as many lines as its longest cell needs."""
    wrapped = [_wrap(cell, limit) for cell, limit in zip(cells, widths, strict=True)]
    for depth in range(max(map(len, wrapped))):
        yield _line([lines[depth] if depth < len(lines) else "" for lines in wrapped], widths, plan)


def _line(cells: Sequence[str], widths: Sequence[int], plan: Sequence[Column]) -> str:
    padded = []
    for cell, limit, column in zip(cells, widths, plan, strict=True):
        space = " " * (limit - width(cell))
        padded.append(space + cell if column.right else cell + space)
    return GAP.join(padded)
