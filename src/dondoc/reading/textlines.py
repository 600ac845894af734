"""The lines of a text, and what each is by itself: of a table, a menu, a caption, a subhead of the press."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from dondoc import packs
from dondoc.reading import press
from dondoc.reading.draft import BlockHint, Draft
from dondoc.reading.labels import label_of
from dondoc.reading.masthead import LONGEST_LINE, Masthead
from dondoc.records.document import BlockKind
from dondoc.records.source import Span
from dondoc.text.names import UPPER
from dondoc.text.normalize import PAGE_BREAK

_PARAGRAPH = BlockKind.PARAGRAPH  # to ask an enumeration for a member takes ten times as long
_LONGEST_FURNITURE = 90
_SHORT = 40  # of furniture on an official document's page
_LONGEST_CAPTION = 300
_SHORTEST_PARAGRAPH = 120
_LONGEST_SUBHEAD = 110
_BYLINE_LINES = 8  # last lines of a page in which a lone name is a byline
_WRAPPED = 0.12  # share of lines that run on into the next, from which a text counts as hard-wrapped
_NEARLY_ALL = 0.8
_PAGE_DIGITS = 3
_RUNS_ON = 600  # characters that no line of a heading has

_EDGES = " \t\r\u00a0\u200b\ufeff"
BLANK = _EDGES + "\n"  # what stands around lines: a control character is a letter like any other
_END = ".!?:;,…"
_STOPS = '.!?:;…”")'
WORTH = BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.LIST_ITEM
NO_SECTION = BlockHint(Span(0, 0), BlockKind.HEADING, level=0)
PAGE_NUMBER = BlockHint(Span(0, 0), BlockKind.FURNITURE)

_URL = re.compile(r"(?:https?://|www\.)\S+$")
_DATE_LINE = re.compile(
    r"\(?(?:(?:thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật)\W{1,4}|cập nhật[^\d]{0,12}|ngày\s+)?"
    r"(?:\d{1,2}:\d{1,2}\W{1,4})?(?:ngày\s+)?\d{1,2}[/\-.]\d{1,2}[/\-.]\d{4}(?:\W{1,4}\d{1,2}[:h]\d{0,2}\S{0,4})?\s*(?:\(?gmt\s?\+?7\)?|am|pm)?\)?"
)
_NAME = re.compile(rf"(?:[{UPPER}][^\W\d_A-Z]{{0,7}}|[A-ZĐ]\.)(?:[ \-–][{UPPER}][^\W\d_A-Z]{{0,7}}){{1,4}}")
_CREDIT = re.compile(r"[-–.(]\s*Ảnh\s*:?.{0,40}\)?\.?$|^\(?Ảnh\s*:")


@dataclass(slots=True)
class Line:
    """A non-empty line while it is looked at."""

    start: int
    end: int
    words: str  # without spaces and markup at its edges
    gap: bool  # an empty line stands before it
    kind: BlockKind = BlockKind.PARAGRAPH
    hint: BlockHint | None = None
    bold: bool = False


def lines_of(draft: Draft, top: Masthead | press.Lead) -> list[Line]:
    """Every non-empty line of a draft that begins so, and its kind as far as the line alone tells it."""
    lines = _lines(draft)
    if isinstance(top, Masthead):
        _part(draft.text, lines, [*(title.start for title in top.title[:1]), top.span.end])
    _mark_tables(draft, lines)
    _mark_hints(draft, lines)
    if isinstance(top, Masthead):
        _mark_masthead(lines, top)
        _mark_furniture(lines, official=True)
    else:
        _mark_furniture(lines, official=False)
        _mark_subheads(lines, top.title)
    return lines


def _lines(draft: Draft) -> list[Line]:
    lines = []
    start, gap = 0, True
    for raw in draft.text.split("\n"):
        words = raw.strip(_EDGES)
        if words:
            at = start + raw.index(words[0])
            bare = words.strip("*_ \t\u00a0") if words[0] in "*_" or words[-1] in "*_" else words
            lines.append(Line(at, at + len(words), bare, gap))
            gap = False
        else:
            gap = True
        start += len(raw) + 1
    for line in lines:
        words = line.words
        if not words or not (words[0].isalnum() or any(map(str.isalnum, words[:40]))):
            line.kind = BlockKind.FURNITURE  # "-----", "***"
    _mark_page_breaks(lines)
    return lines


def _mark_page_breaks(lines: list[Line]) -> None:
    """“--- PAGE BREAK ---”, as converters print a page's end, with the page's number above it."""
    for n, line in enumerate(lines):
        if line.words[:1] in "-=*[<" and PAGE_BREAK.fullmatch(line.words):
            line.kind, line.hint = BlockKind.FURNITURE, PAGE_NUMBER
            if n and lines[n - 1].words.isdigit() and len(lines[n - 1].words) <= _PAGE_DIGITS:
                lines[n - 1].kind, lines[n - 1].hint = BlockKind.FURNITURE, PAGE_NUMBER


def _part(text: str, lines: list[Line], places: list[int]) -> None:
    """Parts the line of a text without line breaks where its title begins and ends."""
    if all(line.end - line.start < LONGEST_LINE for line in lines):
        return
    for place in places:
        n = next((n for n, line in enumerate(lines) if line.start < place < line.end), None)
        if (
            n is None
            or not text[place : lines[n].end].strip(_EDGES)
            or lines[n].end - lines[n].start < LONGEST_LINE
        ):
            continue
        line = lines[n]
        left, right = text[line.start : place].rstrip(_EDGES), text[place : line.end].lstrip(_EDGES)
        lines[n : n + 1] = [
            Line(line.start, line.start + len(left), left, line.gap),
            Line(line.end - len(right), line.end, right, gap=False),
        ]


def _mark_tables(draft: Draft, lines: list[Line]) -> None:
    if draft.tables:
        spans = iter(draft.tables)
        table = next(spans, None)
        for line in lines:
            while table is not None and table.span.end <= line.start:
                table = next(spans, None)
            if table is not None and line.end > table.span.start and line.start < table.span.end:
                line.kind = BlockKind.TABLE


def _mark_hints(draft: Draft, lines: list[Line]) -> None:
    """What the format says of a line goes before what it looks like."""
    if not draft.blocks:
        return
    by_line = {line.start: line for line in lines}
    for hint in draft.blocks:
        start = hint.span.start
        while start < hint.span.end and draft.text[start] in _EDGES:
            start += 1
        line = by_line.get(start)
        if line is not None:
            line.hint = hint
            line.bold = hint.bold
            if hint.kind is not BlockKind.PARAGRAPH and line.kind is BlockKind.PARAGRAPH:
                line.kind = hint.kind


def _mark_masthead(lines: list[Line], head: Masthead) -> None:
    """The title is a heading, but none of the outline; the rest of the heading says nothing of the matter."""
    titles = {span.start for span in head.title}
    for line in lines:
        if line.start >= head.span.end:
            break
        if line.end - line.start > _RUNS_ON:
            continue  # a page without line breaks: heading and body are one line
        title = any(line.start <= start < line.end for start in titles)
        line.kind = BlockKind.HEADING if title else BlockKind.FURNITURE
        line.hint = NO_SECTION


@dataclass(frozen=True, slots=True)
class _Boilerplate:
    lines: frozenset[str]  # in small letters, whole
    furniture: dict[str, tuple[str, ...]]  # first letter → beginnings, in small letters
    captions: dict[str, tuple[str, ...]]
    never: tuple[str, ...]  # beginnings that only look like one: "theo báo cáo"


def _by_initial(forms: list[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for form in forms:
        found[form[0]] = (*found.get(form[0], ()), form)
    return found


@lru_cache(maxsize=1)
def _boilerplate() -> _Boilerplate:
    entries = packs.load().by_id("boilerplate")

    def words(key: str, *ids: str) -> list[str]:
        return [" ".join(form.lower().split()) for name in ids for form in entries.get(name, {}).get(key, ())]

    return _Boilerplate(
        frozenset(words("forms", *entries)),
        _by_initial(words("starts", "widget_start", "byline_start")),
        _by_initial(words("starts", "caption_start")),
        tuple(words("never", *entries)),
    )


def _mark_furniture(lines: list[Line], *, official: bool) -> None:
    """Menus, dates of the page, bylines; captions of photographs."""
    known = _boilerplate()
    seen = Counter([line.words for line in lines if len(line.words) <= _LONGEST_CAPTION and not official])
    last = len(lines) - _BYLINE_LINES
    for n, line in enumerate(lines):
        if line.kind is not _PARAGRAPH:
            continue
        words = line.words
        if len(words) <= (_SHORT if official else _LONGEST_FURNITURE):
            folded = words.lower().replace("\u00a0", " ")
            if (
                folded.strip(" :.<>»«[]") in known.lines
                or (
                    folded.startswith(known.furniture.get(folded[0], ()))
                    and not folded.startswith(known.never)
                )
                or (words[0] in "hw" and _URL.match(words))
                or ("/" in words and _DATE_LINE.fullmatch(folded))
                or (not official and n >= last and n > 1 and _NAME.fullmatch(words))
            ):
                line.kind = BlockKind.FURNITURE
                continue
            if folded.startswith(known.captions.get(folded[0], ())):
                line.kind = BlockKind.CAPTION
                continue
        elif words.startswith(("http://", "https://", "www.")) and _URL.match(words):
            line.kind = BlockKind.FURNITURE
            continue
        if (
            len(words) <= _LONGEST_CAPTION
            and not official
            and (
                (seen[words] > 1 and len(words) > 8 and not label_of(words))
                or ("Ảnh" in words and _CREDIT.search(words))
            )
        ):
            line.kind = BlockKind.CAPTION


def _mark_subheads(lines: list[Line], title: Span | None) -> None:
    """Short lines without end between paragraphs, as the press sets them.

    The headline is a heading, but none of the outline; what stands above it is the site's name or a rubric.
    """
    for n, line in enumerate(lines):
        if title is not None and title.start <= line.start < title.end and line.kind is BlockKind.HEADING:
            line.hint = NO_SECTION
        if line.kind is not _PARAGRAPH:
            continue
        words = line.words
        if title is not None and line.start <= title.start:
            inside = title.start < line.end
            if not inside and len(words) > _SHORTEST_PARAGRAPH and words[-1] in _END:
                continue  # a paragraph, whatever stands below it
            line.kind = BlockKind.HEADING if inside else BlockKind.FURNITURE
            line.hint = NO_SECTION
        elif _is_subhead(words) and not label_of(words) and not _NAME.fullmatch(words):
            after = next((x for x in lines[n + 1 : n + 5] if x.kind is BlockKind.PARAGRAPH), None)
            if n and _runs_into(lines[n - 1], line):
                continue  # the middle of a paragraph whose lines are broken
            if after is None or len(after.words) < 1.3 * len(words) or after.words[-1] not in '.:;”"':
                continue
            if after.words.startswith(words):
                line.kind = BlockKind.CAPTION
            elif words.isupper() or len(words.split()) > 2:
                line.kind = BlockKind.HEADING


def _runs_into(before: Line, line: Line) -> bool:
    """Whether a paragraph's line stops without a mark right above another."""
    return before.kind is BlockKind.PARAGRAPH and not line.gap and before.words[-1] not in _STOPS


def _is_subhead(words: str) -> bool:
    return (
        len(words) <= _LONGEST_SUBHEAD
        and words[-1] not in _END
        and (words[0].isupper() or words[0].isdigit())
    )


def is_wrapped(lines: list[Line]) -> bool:
    """Whether sentences run on over line ends, as in text taken from a PDF or a fixed-width mail."""
    running = sum(
        1
        for line, following in pairwise(lines)
        if not following.gap and following.words[:1].islower() and line.words[-1:] not in _END
    )
    return running > 2 and running > _WRAPPED * len(lines)


def is_gapped(lines: list[Line]) -> bool:
    """Whether an empty line stands before every new paragraph, so that lines without one go on."""
    labelled = [line.gap for line in lines if line.kind in WORTH and label_of(line.words)]
    return len(labelled) > 2 and sum(labelled) > _NEARLY_ALL * len(labelled)


def mark_page_numbers(lines: list[Line]) -> None:
    """A number alone in the middle of a sentence is a page's."""
    for before, line, after in zip(lines, lines[1:], lines[2:], strict=False):
        if (
            line.words.isdigit()
            and len(line.words) <= _PAGE_DIGITS
            and line.kind is BlockKind.PARAGRAPH
            and after.words[:1].islower()
            and before.words[-1:] not in _END
        ):
            line.kind = BlockKind.FURNITURE
            line.hint = PAGE_NUMBER
