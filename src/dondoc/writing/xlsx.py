"""Facts as a workbook: one sheet a kind, numbers as numbers, each row with the words it was read from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

from dondoc.records.document import Document
from dondoc.records.facts import (
    Citation,
    Fact,
    Facts,
    IndicatorStatement,
    Meeting,
    Part,
    PersonMention,
    Proposal,
    RatingCount,
    Shortcoming,
    TaskStatement,
    VerdictCount,
    VoteResult,
)
from dondoc.writing import labels

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

Value = str | int | Decimal | date | None

SHEETS = {
    "document": "Văn bản",
    "indicator": "Chỉ tiêu, số liệu",
    "task": "Nhiệm vụ",
    "person": "Nhân sự",
    "citation": "Viện dẫn",
    "meeting": "Cuộc họp",
    "verdict": "Chỉ tiêu đạt, không đạt",
    "vote": "Bỏ phiếu, biểu quyết",
    "rating": "Xếp loại",
    "shortcoming": "Hạn chế, khó khăn",
    "proposal": "Kiến nghị, đề xuất",
}
VERDICTS = ("met_or_exceeded", "exceeded", "met", "nearly_met", "not_met", "under_way", "not_assessed")
ANSWERS = ("high", "medium", "low", "yes", "no", "abstained")
LEVELS = ("excellent", "good", "at_least_good", "completed", "not_completed")
# Heading and width (in characters) of every column.
COLUMNS: dict[str, tuple[tuple[str, int], ...]] = {
    "document": (
        ("Tệp", 28), ("Tên, trích yếu", 60), ("Loại", 16), ("Số ký hiệu", 18), ("Ngày", 12),
        ("Cơ quan ban hành", 32), ("Địa danh", 16), ("Hiệu lực", 14), ("Số dữ kiện đọc được", 12),
    ),
    "indicator": (
        ("Tệp", 22), ("Nội dung đo", 44), ("Mức chặn", 11), ("Giá trị", 14), ("Đến", 12),
        ("Trên tổng số", 10), ("Đơn vị tính", 14), ("Loại số", 14), ("Cách đo", 16), ("Kỳ", 22),
        ("So với", 18), ("Nguyên văn", 80), ("Quy tắc đọc", 24),
    ),
    "task": (
        ("Tệp", 22), ("Việc phải làm", 70), ("Chủ trì", 32), ("Phối hợp", 32), ("Thời hạn", 16),
        ("Sản phẩm", 28), ("Chủ trì là tập thể", 10), ("Nguyên văn", 80), ("Quy tắc đọc", 24),
    ),
    "person": (("Tệp", 22), ("Họ và tên", 28), ("Chức vụ", 70), ("Nguyên văn", 40)),
    "citation": (
        ("Tệp", 22), ("Loại", 18), ("Số ký hiệu", 20), ("Ngày", 14), ("Cơ quan ban hành", 36),
        ("Trích yếu", 60), ("Nguyên văn", 70),
    ),
    "meeting": (("Tệp", 22), ("Cơ quan họp", 50), ("Lần thứ", 10), ("Ngày", 14), ("Nguyên văn", 80)),
    "verdict": (
        ("Tệp", 22), ("Đếm", 12), ("Tổng số", 10), *((labels.PART[label], 12) for label in VERDICTS),
        ("Của văn bản", 40), ("Kỳ", 16), ("Dự kiến", 10), ("Lưu ý", 40), ("Nguyên văn", 80),
    ),
    "vote": (
        ("Tệp", 22), ("Hình thức", 18), ("Về ai, việc gì", 36), ("Chức vụ", 36),
        *((f"{labels.PART[label]}{share}", 12) for label in ANSWERS for share in ("", " (%)")),
        ("Mẫu số", 10), ("Tỷ lệ tính trên", 18), ("Phát ra", 10), ("Thu về", 10), ("Hợp lệ", 10),
        ("Không hợp lệ", 10), ("Lưu ý", 40), ("Nguyên văn", 80),
    ),
    "rating": (
        ("Tệp", 22), ("Được xếp loại", 28), ("Tổng số", 10),
        *((f"{labels.PART[label]}{share}", 14) for label in LEVELS for share in ("", " (%)")),
        ("Kỳ", 16), ("Lưu ý", 40), ("Nguyên văn", 80),
    ),
    "shortcoming": (
        ("Tệp", 22), ("Nội dung", 80), ("Loại", 20), ("Ai nói", 30), ("Tư cách", 20), ("Nguyên nhân", 50),
        ("Nguyên văn", 80),
    ),
    "proposal": (
        ("Tệp", 22), ("Nội dung", 80), ("Ai nói", 30), ("Tư cách", 20), ("Gửi tới", 36), ("Nguyên văn", 80),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Number:
    """A number with the digits its document printed."""

    value: Decimal
    decimals: int = 0


def workbook(read: Iterable[tuple[Document, Facts]], *, created: datetime | None = None) -> bytes:
    """The workbook's bytes.

    Args:
        read: Documents with what was extracted from them; a row names its document's file.
        created: The time of making to write into the file; None leaves the library's own.
    """
    import xlsxwriter

    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties(
        {"title": "Đôn đốc: dữ kiện đọc từ văn bản"} | ({"created": created} if created else {})
    )
    rows: dict[str, list[list[Value | Number]]] = {kind: [] for kind in SHEETS}
    for document, facts in read:
        rows["document"].append(_document_row(document, facts))
        for kind, fact in facts.items():
            rows[kind].append([document.name, *_row(fact), *_origin(document, fact)])
    formats = _Formats(book)
    for sheet, name in SHEETS.items():
        _sheet(book, formats, name, COLUMNS[sheet], rows[sheet])
    book.close()
    return buffer.getvalue()


def _document_row(document: Document, facts: Facts) -> list[Value | Number]:
    header = document.header
    return [
        document.name,
        header.title,
        labels.DOCUMENT_TYPE[header.type.value],
        header.symbol,
        header.date,
        header.issuer,
        header.place,
        labels.STANDING[header.standing.value],
        len(facts),
    ]


def _origin(document: Document, fact: Fact) -> list[Value | Number]:
    quote = document.quote(fact.span)
    return [quote, fact.rule] if isinstance(fact, IndicatorStatement | TaskStatement) else [quote]


def _row(fact: Fact) -> list[Value | Number]:
    match fact:
        case IndicatorStatement():
            return [
                fact.full_name,
                labels.BOUND.get(fact.bound),
                _number(fact.value, fact.decimals),
                _number(fact.value_max, fact.decimals),
                _number(fact.out_of),
                fact.unit,
                labels.STATUS.get(fact.status, fact.status),
                labels.MEASURE.get(fact.measure, fact.measure),
                labels.period(fact.period),
                labels.base(fact.base),
            ]
        case TaskStatement():
            partners, collective = "; ".join(fact.partners), "có" if fact.collective else None
            return [fact.action, fact.lead, partners, _day(fact.deadline), fact.product, collective]
        case PersonMention():
            return [fact.name, "; ".join(fact.positions)]
        case Citation():
            return [fact.type, fact.symbol, _day(fact.date), fact.issuer, fact.title]
        case Meeting():
            return [fact.body, fact.ordinal, _day(fact.date)]
        case Shortcoming():
            nature, voice = labels.NATURE[fact.nature], labels.VOICE[fact.voice]
            return [fact.words, nature, fact.speaker, voice, fact.cause]
        case Proposal():
            return [fact.words, fact.speaker, labels.VOICE[fact.voice], fact.to]
    return _counted_row(fact)


def _counted_row(fact: Fact) -> list[Value | Number]:
    """A count: one column a part, so that a sheet can be summed."""
    doubts = " ".join(fact.notes) or None
    match fact:
        case VerdictCount():
            counts = [_number(part.count) if part else None for part in _ordered(fact.parts, VERDICTS)]
            expected = "có" if fact.expected else None
            return [
                fact.counted, _number(fact.total), *counts, fact.source, labels.period(fact.period), expected,
                doubts,
            ]  # fmt: skip
        case VoteResult():
            ballots = [_number(n) for n in (fact.issued, fact.returned, fact.valid, fact.invalid)]
            of = labels.DENOMINATOR.get(fact.denominator_of or "")
            return [
                labels.VOTE[fact.vote], fact.subject, fact.position, *_pairs(fact.parts, ANSWERS),
                _number(fact.denominator), of, *ballots, doubts,
            ]  # fmt: skip
        case RatingCount():
            pairs = _pairs(fact.parts, LEVELS)
            return [fact.rated, _number(fact.total), *pairs, labels.period(fact.period), doubts]
    raise TypeError(type(fact).__name__)


def _ordered(parts: list[Part], names: Sequence[str]) -> list[Part | None]:
    """The first part of each name, None where there is none."""
    by_name = {part.label: part for part in reversed(parts)}
    return [by_name.get(name) for name in names]


def _pairs(parts: list[Part], names: Sequence[str]) -> list[Value | Number]:
    cells: list[Value | Number] = []
    for part in _ordered(parts, names):
        cells += [_number(part.count), _number(part.percent, part.decimals)] if part else [None, None]
    return cells


def _number(value: Decimal | None, decimals: int = 0) -> Number | None:
    return None if value is None else Number(value, decimals)


def _day(text: str | None) -> Value:
    """A real date where the text is a day, else the period in words."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return labels.period(text)


class _Formats:
    """The cell formats of one workbook, made once each."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[str, Format] = {}
        self.heading = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#E8EEF4", "bottom": 1}
        )
        self.text = book.add_format({"text_wrap": True, "valign": "top"})
        self.day = self.number("dd/mm/yyyy")

    def number(self, pattern: str) -> Format:
        if pattern not in self._made:
            self._made[pattern] = self._book.add_format({"num_format": pattern, "valign": "top"})
        return self._made[pattern]


def _sheet(
    book: Workbook,
    formats: _Formats,
    name: str,
    columns: Sequence[tuple[str, int]],
    rows: Sequence[Sequence[Value | Number]],
) -> None:
    """Headings that stay while scrolling, a filter on every column, one row a fact."""
    sheet = book.add_worksheet(name)
    for index, (heading, wide) in enumerate(columns):
        sheet.set_column(index, index, wide)
        sheet.write_string(0, index, heading, formats.heading)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    for at, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            _write(sheet, formats, at, column, value)


def _write(sheet: Any, formats: _Formats, row: int, column: int, value: Value | Number) -> None:
    match value:
        case None | "":
            sheet.write_blank(row, column, None, formats.text)
        case str():
            sheet.write_string(row, column, value[:32_767], formats.text)  # what one cell may hold
        case date():
            sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), formats.day)  # noqa: DTZ001
        case Number():
            places = max(value.decimals, _places(value.value))
            pattern = "#,##0" + (f".{'0' * places}" if places else "")
            sheet.write_number(row, column, float(value.value), formats.number(pattern))
        case _:
            sheet.write_number(row, column, int(value), formats.number("0"))


def _places(value: Decimal) -> int:
    return len(f"{value:f}".rstrip("0").partition(".")[2])
