"""One self-contained page: the document with its facts lit up, and beside it what each fact says.

Nothing is fetched from anywhere and no script runs: a fact and its words are links to each other, and what is
linked to lights up by `:target`. Facts may overlap in any way: a fact that crosses the end of another, of a
line or of a table cell is shown in pieces that light up together.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from importlib.resources import files
from itertools import pairwise

from dondoc.records.document import BlockKind, Document, Table
from dondoc.records.facts import (
    KINDS,
    Fact,
    Facts,
    IndicatorStatement,
    Kind,
    Proposal,
    RatingCount,
    Shortcoming,
    TaskStatement,
    VerdictCount,
    VoteResult,
)
from dondoc.records.source import Severity, Span
from dondoc.writing import labels, table

POLICY = "default-src 'none'; style-src 'unsafe-inline'"  # this page asks no host for anything
PREFIX: dict[Kind, str] = {  # one letter each: with a number it is the fact's name in the page
    "indicator": "i", "task": "t", "person": "p", "citation": "c", "meeting": "m", "verdict": "d",
    "vote": "v", "rating": "r", "shortcoming": "h", "proposal": "k",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters to light up, and the fact they belong to."""

    span: Span
    key: str  # "i3": the third indicator statement
    kind: str  # a Kind, or "value" for an indicator's number


@dataclass(slots=True)
class _Page:
    """What is known while the page is written."""

    document: Document
    marks: list[Mark]
    seen: set[str] = field(default_factory=set)  # facts whose first piece has been written

    def inline(self, start: int, end: int) -> str:
        """The text of `[start, end)` with every mark in it, properly nested."""
        inside = [m for m in self.marks if m.span.start < end and start < m.span.end]
        return "".join(self._nested(start, end, inside))

    def _nested(self, start: int, end: int, marks: Iterable[Mark]) -> Iterator[str]:
        # Outer marks first: earlier start, then later end. What crosses its outer's end is cut in two there.
        waiting = [
            (max(m.span.start, start), -min(m.span.end, end), order, m) for order, m in enumerate(marks)
        ]
        heapq.heapify(waiting)
        order = len(waiting)
        open_marks: list[tuple[int, Mark]] = []  # where each ends
        at = start
        while waiting:
            begin, minus_stop, _, mark = heapq.heappop(waiting)
            stop = -minus_stop
            while open_marks and open_marks[-1][0] <= begin:
                until, ended = open_marks.pop()
                yield self._words(at, until) + self._close(ended, until)
                at = until
            if open_marks and open_marks[-1][0] < stop:
                cut = open_marks[-1][0]
                order += 1
                heapq.heappush(waiting, (cut, -stop, order, mark))
                stop = cut
            yield self._words(at, begin) + self._open(mark)
            at = begin
            open_marks.append((stop, mark))
        while open_marks:
            until, ended = open_marks.pop()
            yield self._words(at, until) + self._close(ended, until)
            at = until
        yield self._words(at, end)

    def _words(self, start: int, end: int) -> str:
        return _escape(self.document.text[start:end])

    def _open(self, mark: Mark) -> str:
        if mark.kind == "value":
            return "<b>"
        first = mark.key not in self.seen
        self.seen.add(mark.key)
        identity = f' id="{mark.key}"' if first else ""
        return f'<mark{identity} class="{mark.kind} {mark.key}">'

    def _close(self, mark: Mark, at: int) -> str:
        if mark.kind == "value":
            return "</b>"
        number = mark.key[1:]
        link = (
            f'<a class="to" href="#{mark.key}-what" title="{labels.KIND[_kind(mark)]} {number}">{number}</a>'
        )
        return (link if at >= mark.span.end else "") + "</mark>"


def page(document: Document, facts: Facts, *, explain: bool = True) -> str:
    """The page, as text to be encoded in UTF-8.

    Args:
        document: What was read.
        facts: What was extracted from it; every span counts characters of `document.text`.
        explain: Show under each fact which rule read it and from which words each field came.
    """
    marks = list(_marks(facts))
    writer = _Page(document, marks)
    text = "\n".join(_blocks(writer))
    title = _escape(document.header.title or document.name or "Văn bản")
    # A fact in several pieces: all light up when its first is the page's target.
    lit = "".join(
        f":root:has(#{m.key}:target) .{m.key}{{outline:2px solid var(--focus);outline-offset:1px}}"
        for m in marks
        if m.kind != "value"
    )
    style = (files("dondoc.writing") / "page.css").read_text("utf-8")
    return (
        "<!doctype html>\n"
        f'<html lang="vi"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f"<style>{style}{lit}</style></head>\n<body>\n"
        f"{_heading(document, title)}{_legend(facts)}"
        f'<main><article aria-label="Văn bản">\n{text}\n</article>\n'
        f'<aside aria-label="Dữ kiện đọc được">\n{_cards(document, facts, explain=explain)}</aside></main>\n'
        "</body></html>\n"
    )


def _escape(text: str) -> str:
    """HTML for these characters; those HTML forbids become a replacement character."""
    return escape(
        "".join("\ufffd" if (c < " " and c not in "\t\n") or "\ud800" <= c <= "\udfff" else c for c in text)
    )


def _kind(mark: Mark) -> Kind:
    return next(kind for kind, prefix in PREFIX.items() if mark.key.startswith(prefix))


def _marks(facts: Facts) -> Iterator[Mark]:
    for kind in KINDS:
        for number, fact in enumerate(facts.of(kind), 1):
            key = f"{PREFIX[kind]}{number}"
            if fact.span:
                yield Mark(fact.span, key, kind)
            if isinstance(fact, IndicatorStatement) and fact.value_span:
                yield Mark(fact.value_span, key, "value")


def _blocks(page: _Page) -> Iterator[str]:
    """The document's lines and tables in the text's order, each character once."""
    document = page.document
    blocks = document.blocks or tuple((span, BlockKind.PARAGRAPH) for span in _lines(document.text))
    tables = sorted((t for t in document.tables if _printable(t)), key=lambda t: t.span.start)
    done = 0
    for span, kind in blocks:
        while tables and tables[0].span.start <= span.start:
            yield _table(page, tables[0])
            done = max(done, tables.pop(0).span.end)
        if span.end <= done:
            continue
        start = max(span.start, done)
        yield f'<p class="{kind.value}">{page.inline(start, span.end)}</p>'
        done = span.end


def _lines(text: str) -> Iterator[Span]:
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield Span(start, start + len(line))
        start += len(line) + 1


def _printable(table: Table) -> bool:
    """Can it be shown as a grid: every cell inside it, none over another?"""
    spans = sorted(cell.span for cell in table.cells if cell.span)
    apart = all(a.end <= b.start for a, b in pairwise(spans))
    return bool(spans) and apart and table.span.start <= spans[0].start and spans[-1].end <= table.span.end


def _table(page: _Page, table: Table) -> str:
    by_row: dict[int, list[str]] = {}
    for cell in sorted(table.cells, key=lambda c: (c.row, c.column)):
        tag = "th" if cell.row < table.header_rows else "td"
        spread = (f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else "") + (
            f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
        )
        by_row.setdefault(cell.row, []).append(f"<{tag}{spread}>{page.inline(*cell.span)}</{tag}>")
    rows = [f"<tr>{''.join(by_row.get(number, ()))}</tr>" for number in range(len(table.grid))]
    caption = f"<caption>{_escape(table.sheet)}</caption>" if table.sheet else ""
    return f'<div class="scroll"><table>{caption}{"".join(rows)}</table></div>'


def _heading(document: Document, title: str) -> str:
    header = document.header
    day = header.date.strftime("%d/%m/%Y") if header.date else None
    facts = (
        ("Loại", labels.DOCUMENT_TYPE[header.type.value]),
        ("Số ký hiệu", header.symbol),
        ("Ngày", day),
        ("Cơ quan ban hành", header.issuer),
        ("Địa danh", header.place),
        ("Người ký", header.signatory),
        ("Hiệu lực", labels.STANDING[header.standing.value]),
        ("Tệp", document.name),
    )
    said = "".join(f"<div><dt>{k}</dt><dd>{_escape(v)}</dd></div>" for k, v in facts if v)
    return f"<header><h1>{title}</h1><dl>{said}</dl></header>\n"


def _legend(facts: Facts) -> str:
    """How many of each kind; unticking a kind puts its light out (by CSS alone)."""
    boxes = "".join(
        f'<label class="{kind}"><input type="checkbox" id="show-{kind}" checked> <mark class="{kind}">'
        f"{labels.KIND[kind]}</mark> {count}</label>"
        for kind in KINDS
        if (count := len(facts.of(kind)))
    )
    return f'<form class="legend" aria-label="Chú giải">{boxes or "Không đọc được dữ kiện nào."}</form>\n'


def _cards(document: Document, facts: Facts, *, explain: bool) -> str:
    parts = []
    for kind in KINDS:
        stated = facts.of(kind)
        if not stated:
            continue
        cards = "".join(
            _card(document, kind, number, fact, explain=explain) for number, fact in enumerate(stated, 1)
        )
        heading = f"{labels.KIND[kind]} ({len(stated)})"
        parts.append(f'<section class="{kind}"><h2>{heading}</h2>\n<ol>{cards}</ol></section>\n')
    remarks = [d for d in (*document.diagnostics, *facts.diagnostics) if d.severity is Severity.WARNING]
    if remarks:
        items = "".join(f"<li>{_escape(d.message)}</li>" for d in remarks)
        parts.append(f"<section><h2>Lưu ý khi đọc</h2><ul>{items}</ul></section>\n")
    return "".join(parts)


def _card(document: Document, kind: Kind, number: int, fact: Fact, *, explain: bool) -> str:
    key = f"{PREFIX[kind]}{number}"
    said = "".join(f"<div><dt>{k}</dt><dd>{_escape(v)}</dd></div>" for k, v in _said(fact) if v)
    doubts = "".join(f'<p class="doubt">{_escape(note)}</p>' for note in fact.notes)
    why = ""
    if explain:
        lines = "".join(f"<li>{_escape(line.strip())}</li>" for line in table.reasons(document, fact))
        why = f"<details><summary>Vì sao?</summary><ul>{lines}</ul></details>"
    name = (
        f'<a href="#{key}">{_escape(labels.heading(kind, fact))}</a>'
        if fact.span
        else _escape(labels.heading(kind, fact))
    )
    return f'<li id="{key}-what">{name}<dl>{said}</dl>{doubts}{why}</li>'


def _said(fact: Fact) -> Iterator[tuple[str, str | None]]:
    """The fields a reader looks for, in words."""
    if isinstance(fact, IndicatorStatement):
        yield labels.field("whose"), fact.body
        yield "loại số", labels.STATUS.get(fact.status, fact.status)
        yield "cách đo", labels.MEASURE.get(fact.measure, fact.measure) if fact.measure != "level" else None
        yield "kỳ", labels.period(fact.period)
        yield "so với", labels.base(fact.base)
    elif isinstance(fact, TaskStatement):
        yield "chủ trì", fact.lead
        yield "phối hợp", ", ".join(fact.partners)
        yield "thời hạn", labels.period(fact.deadline)
        yield "sản phẩm", fact.product
    elif isinstance(fact, VerdictCount):
        yield "chỉ tiêu của văn bản", fact.source
        yield "kỳ", labels.period(fact.period)
        yield "dự kiến", "có" if fact.expected else None
    elif isinstance(fact, VoteResult):
        yield "hình thức", labels.VOTE[fact.vote]
        yield "chức vụ", fact.position
        yield "mẫu số", labels.whole(fact)
    elif isinstance(fact, RatingCount):
        yield "tổng số", labels.number(fact.total) if fact.total is not None else None
        yield "kỳ", labels.period(fact.period)
    elif isinstance(fact, Shortcoming | Proposal):
        if isinstance(fact, Shortcoming):
            yield "loại", labels.NATURE[fact.nature]
            yield "nguyên nhân", fact.cause
        else:
            yield "gửi tới", fact.to
        yield "ai nói", fact.speaker
        yield "tư cách", labels.VOICE[fact.voice]
    else:
        yield "ngày", labels.period(getattr(fact, "date", None))
        yield "cơ quan ban hành", getattr(fact, "issuer", None)
