"""What stands around a table of indicators: its unit, its time and its subject, by the lines above it.

PHỤ LỤC 2: NHÀ Ở XÃ HỘI HOÀN THÀNH THEO ĐỊA BÀN ĐẾN NGÀY 30/9/2026      what "Chỉ tiêu giao" and "Tỷ lệ"
(Đơn vị tính: căn)                                                      below it are of
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dondoc.extraction.context import Context
from dondoc.extraction.frames import Frames
from dondoc.extraction.names import tidy
from dondoc.extraction.tableheads import unit_of
from dondoc.records.document import DocumentType, Table
from dondoc.text import dates

PLANS = frozenset({DocumentType.PLAN, DocumentType.RESOLUTION, DocumentType.PROGRAMME, DocumentType.DECISION})
_UNIT = re.compile(r"(?:đơn vị(?: tính)?|đvt|đv tính|đ\.v\.t)\s*:\s*([^\n;()|]{1,30})")
_UNIT_IN_TITLE = re.compile(r"\(([^()\n]{1,30})\)[ .:*]*\s*$")
_ABOVE = 400  # characters above a table in which its title and unit stand
_TITLE = 200  # characters of a title's line at most
_LONGEST = 12  # words of what a title may name
_LABEL = re.compile(
    r"(?:phụ lục|phụ biểu|biểu(?: số)?|bảng(?: số)?)[ .:]*"
    r"(?:(?:[ivx]{1,5}|\d{1,3}(?:[.-]\d{1,2})?|[a-h])(?![^\W\d_]))?[ .:–-]*"
)
_NUMBERED_TITLE = re.compile(r"\s*(?:bảng|biểu|phụ lục|phụ biểu)(?: số)? [\divx]{1,4}[ .:–-][^.;]*$")
_DATE_LINE = re.compile(r"[^,;:]{2,40}, (?:ngày|tháng)(?!\w)")
_SUBJECT_ENDS = re.compile(
    r"(?<!\w)(?:theo|chia theo|phân theo|của|cuối|năm|đến|tính đến|giai đoạn|tại|(?<!nhà )ở|cho|quý|tháng|\d)"
    r"(?!\w)"
)
_SUBJECT_OPENS = re.compile(
    r"(?:(?:tổng hợp|kết quả|tình hình|tiến độ|biểu|bảng|danh sách|danh mục|số liệu|chi tiết"
    r"|thực hiện|phân bổ|giao|"
    r"(?:các |một số )?chỉ tiêu)(?!\w)[ :]*)+"
)


def unit_above(context: Context, table: Table) -> str | None:
    """The unit printed above a table, or in its first row: "ĐVT: triệu đồng"."""
    start = max(0, table.span.start - _ABOVE)
    head = [cell.span.end for cell in table.cells if cell.row < max(1, table.header_rows)]
    end = max(head, default=table.span.start)
    said = [match[1] for match in _UNIT.finditer(context.folded, start, end)]
    found = next((unit for words in reversed(said) if (unit := unit_of(context, words.strip(" .,")))), None)
    if (
        found is None
        and (titled := _UNIT_IN_TITLE.search(context.folded, start, table.span.start)) is not None
    ):
        found = unit_of(context, titled[1])  # "Biểu 1. Thu, chi ngân sách (tỷ đồng)"
    return found


def _times_above(context: Context, table: Table) -> list[dates.DateMention]:
    """The times that the lines right above a table name."""
    start = max(0, table.span.start - _ABOVE)
    lines = context.folded[start : table.span.start].rstrip(" |\n").split("\n")[-3:]
    words = "\n".join(line for line in lines if len(line) < _TITLE)
    return dates.find(words, words, context.date, year=context.year)


@dataclass(slots=True)
class Times:
    """What a column without a time of its own can be of."""

    caption: str | None  # the table's title
    told: str | None  # what the heading above or the document's title tells of: "Kết quả 6 tháng đầu năm"
    closing: str | None = None  # the day up to which the title tells: "đến ngày 30/9/2026"
    planned: str | None = None  # what a plan as a whole is for

    @classmethod
    def around(cls, context: Context, frames: Frames, table: Table) -> Times:
        """Reads them off the lines above, the heading and the document's title."""
        said = list(reversed(_times_above(context, table)))
        caption = next((m.value for m in said if m.grain != "day"), None)
        closing = next((m.value for m in said if m.grain == "day" and m.cue in {"as_of", "by"}), None)
        above = frames.at(table.span.start)
        told = [above.period if above.status != "target" else None, frames.title_period]
        day = context.day
        past = [period for period in told if period and (day is None or dates.first_day(period) <= day)]
        planning = context.document.header.type in PLANS
        planned = frames.title_period if planning else None
        return cls(caption, past[0] if past and not planning else None, closing, planned)


def subject_above(context: Context, table: Table) -> str:
    """What a table's title says it is of, "" where it does not say: "nhà ở xã hội hoàn thành"."""
    start = max(0, table.span.start - _ABOVE)
    lines = context.folded[start : table.span.start].rstrip(" |\n").split("\n")[-3:]
    if len(lines) > 1 and _NUMBERED_TITLE.match(lines[-2]) and not _NUMBERED_TITLE.match(lines[-1]):
        lines[-2:] = [f"{lines[-2].strip()} {lines[-1].strip()}"]  # a title over two lines
    for line in reversed(lines):
        words = " ".join(line.split())
        if not words or words.startswith(("(", "đơn vị", "đvt")) or len(words) > _TITLE:
            continue
        if _DATE_LINE.match(words) is not None:
            return ""  # "Bình Sơn, ngày 5 tháng 1 năm 2026": the table has no title
        if (label := _LABEL.match(words)) is not None:
            words = words[label.end() :]
        if (opened := _SUBJECT_OPENS.match(words)) is not None:
            words = words[opened.end() :]
        ends = _SUBJECT_ENDS.search(words)
        said = tidy(words[: ends.start()] if ends is not None else words)
        return said if 1 < len(said.split()) <= _LONGEST else ""
    return ""
