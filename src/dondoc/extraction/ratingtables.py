"""Tables of the year's ratings, either way round.

Đối tượng | Tổng số | Hoàn thành xuất sắc | Hoàn thành tốt    a column or two a level: a count a row
Mức xếp loại    | Tập thể | Tỷ lệ | Cá nhân | Tỷ lệ           a row a level: a count a column
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from dondoc.extraction import leveltables
from dondoc.extraction.context import Context
from dondoc.extraction.leveltables import Columns, number
from dondoc.records.document import Table
from dondoc.records.facts import FieldSource, RatingCount
from dondoc.records.source import Span
from dondoc.text.normalize import fold

LEVELS = ("excellent", "at_least_good", "good", "completed", "not_completed")
_ABOVE_COMPLETED = {"excellent", "at_least_good", "good"}  # without them a table is of work, done and not
_TOTAL = re.compile(r"tổng(?: số| cộng)?(?!\w)|số (?:được|đã) (?:đánh giá|xếp loại)|số lượng (?:được|đánh)")
_WHOLE = re.compile(r"(?:tổng(?: cộng| số)?|cộng|toàn (?:tỉnh|đảng bộ|ngành|huyện|xã))[\s:.]*")
_ORDER = re.compile(r"(?:s?tt|số tt|số thứ tự)[\s.]*")
_BARE = re.compile(r"hoàn thành(?: (?:số lượng|tỷ lệ|sl|tl|\(?%\)?))*")
# Who is rated; "đồng chí" and the like stand for those named before.
RATED = re.compile(
    r"(?<!\w)(?:tổ chức cơ sở đảng|tccsđ|tổ chức đảng|cơ sở đảng"
    r"|chi bộ(?: trực thuộc(?: đảng ủy(?: cơ sở)?)?)?"
    r"|đảng bộ|chi, đảng bộ|tổ chức|đảng ủy|đảng viên|tập thể(?: lãnh đạo(?:, quản lý)?)?"
    r"|cá nhân|đơn vị|cơ quan|công chức(?:, viên chức)?|viên chức|người lao động"
    r"|cán bộ(?:, công chức(?:, viên chức)?)?|đồng chí|trường hợp|địa phương"
    r"|(?<!cấp )(?:sở|xã|phường|huyện))\b"
)
_ABOVE = 300  # characters above a table in which its title stands
_BESIDE = 40  # characters a head has besides its level: "Số lượng", "Tỷ lệ (%)", "xếp loại"
_LEAST = 2  # levels that make a table one of ratings


def find(ctx: Context) -> list[RatingCount]:
    """Every count that a table of ratings holds, in the text's order."""
    found: list[RatingCount] = []
    for table in ctx.document.tables:
        if not table.grid or len(ctx.hits_in("rating_words", table.span.start, table.span.end)) < _LEAST:
            continue
        columns = leveltables.columns(ctx, table, lambda head: _level(ctx, head))
        if columns is not None and _ABOVE_COMPLETED & (columns.counts.keys() | columns.shares.keys()):
            found += _by_row(ctx, table, columns)
        else:
            found += _by_column(ctx, table)
    return found


def _level(ctx: Context, words: str) -> str | None:
    """The level that a cell names and hardly more: "2. Hoàn thành tốt nhiệm vụ" is good.

    "Hoàn thành" alone is "completed" where better levels stand beside it.
    """
    hits = ctx.lexicon.matcher("rating_words").find(words)
    if not hits and _BARE.fullmatch(words):
        return "completed"
    if not hits or len(words) - (hits[0][1] - hits[0][0]) > _BESIDE:
        return None
    return str(hits[0][2][0].entry["label"])


def _by_row(ctx: Context, table: Table, columns: Columns) -> Iterator[RatingCount]:
    heads = columns.heads
    levels = {*columns.counts.values(), *columns.shares.values()}
    others = [i for i in range(len(heads)) if i not in levels]
    total = next((i for i in others if _TOTAL.search(heads[i])), None)
    names = [i for i in others if i != total and not _ORDER.fullmatch(heads[i])]
    for row in range(columns.first_row, len(table.grid)):
        span = leveltables.row_span(table, row)
        parts, fields = leveltables.parts(ctx, table, columns, row, LEVELS)
        filled = ((i, table.text_at(ctx.text, row, i)) for i in names)
        name = next(((i, words) for i, words in filled if words and number(words) is None), None)
        if span is None or name is None or not parts:
            continue
        rated = " ".join(name[1].split())
        if _WHOLE.fullmatch(fold(rated)):
            rated = _above(ctx, table) or rated
        fact = RatingCount(span, "table row", 0.95, rated=rated, parts=parts, fields=fields)
        fact.fields["rated"] = FieldSource("column", table.cells[table.grid[row][name[0]]].span)
        if total is not None and (whole := number(table.text_at(ctx.text, row, total))) is not None:
            fact.total = whole.value
            fact.fields["total"] = FieldSource("column", table.cells[table.grid[row][total]].span)
        yield fact


def _by_column(ctx: Context, table: Table) -> Iterator[RatingCount]:
    """A table whose rows are the levels; a column of percentages belongs to the counts left of it."""
    width = len(table.grid[0])
    labels: dict[int, str] = {}
    for row in range(len(table.grid)):
        cells = (fold(table.text_at(ctx.text, row, column)) for column in range(min(width, 2)))
        label = next((label for cell in cells if (label := _level(ctx, cell)) is not None), None)
        if label is not None and label not in labels.values():
            labels[row] = label
    if len(labels) < _LEAST or not _ABOVE_COMPLETED & set(labels.values()):
        return
    first, last = min(labels), max(labels)
    heads = [
        " ".join(dict.fromkeys(fold(table.text_at(ctx.text, row, column)) for row in range(first)))
        for column in range(width)
    ]
    counts = [
        column
        for column in range(1, width)
        if not leveltables.is_share(heads[column])
        and not _ORDER.fullmatch(heads[column])
        and any(number(table.text_at(ctx.text, row, column)) is not None for row in labels)
    ]
    spans = [span for row in (first, last) if (span := leveltables.row_span(table, row)) is not None]
    for at, column in enumerate(counts):
        ends = counts[at + 1] if at + 1 < len(counts) else width
        share = next((i for i in range(column + 1, ends) if leveltables.is_share(heads[i])), None)
        fact = RatingCount(Span(spans[0].start, spans[-1].end), "table column", 0.93)
        fact.rated = (m[0] if (m := RATED.search(heads[column])) else None) or _above(ctx, table) or ""
        if not fact.rated:
            continue
        for row, label in labels.items():
            part = leveltables.part(ctx, table, label, row, column, share)
            if part is not None:
                fact.fields[f"parts.{len(fact.parts)}"] = FieldSource("column", part.span)
                fact.parts.append(part)
        whole = _whole(ctx, table, column)
        if whole is not None:
            fact.total, fact.fields["total"] = whole
        if fact.parts:
            yield fact


def _whole(ctx: Context, table: Table, column: int) -> tuple[Decimal, FieldSource] | None:
    """The number of a column in the row of the whole: "Tổng số | 60"."""
    for row in range(len(table.grid)):
        cells = (fold(table.text_at(ctx.text, row, at)) for at in range(min(column, 2)))
        read = number(table.text_at(ctx.text, row, column))
        if read is not None and any(_WHOLE.fullmatch(cell) for cell in cells):
            return read.value, FieldSource("column", table.cells[table.grid[row][column]].span)
    return None


def _above(ctx: Context, table: Table) -> str | None:
    """What the lines above say was rated: "KẾT QUẢ XẾP LOẠI ĐẢNG VIÊN NĂM 2025"."""
    words = ctx.flat[max(0, table.span.start - _ABOVE) : table.span.start]
    named = [m[0] for m in RATED.finditer(words)]
    return named[-1] if named else None
