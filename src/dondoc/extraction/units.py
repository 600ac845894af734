"""Sentences as tasks see them: whole across broken lines, without list marks, ended also by ";" at line ends.

"a) Rà soát quy hoạch;"      →  Unit "Rà soát quy hoạch;" with the mark "a)"
"3. **Sở Tài chính"          →  Unit "Sở Tài chính", a heading
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise

from dondoc.extraction.context import Context
from dondoc.records.document import BlockKind
from dondoc.text.bullets import BULLETS
from dondoc.text.names import LOWER, UPPER

# Names of its own: to ask an enumeration for a member takes ten times as long.
_HEADING, _TABLE, _PARAGRAPH = BlockKind.HEADING, BlockKind.TABLE, BlockKind.PARAGRAPH
# What stands above "I.": "A.", "Phần II:", "Chương I".
_PART = (
    r"(?:Phần|PHẦN|Chương|CHƯƠNG)\s(?:(?:thứ|THỨ)\s\w+|[IVX]{1,5}|\d{1,2}|[A-H])(?!\w)[.:]?"
    r"|[A-HĐ][.)](?=[\s*_]+[A-ZĐÀ-Ỵ]|[\s*_]*$)"
)
_SIGNS = re.escape(BULLETS.replace("*", ""))  # "*" is emphasis as often
_MARK = re.compile(
    rf"[\s|>*_#“\"]*(?:(?P<mark>{_PART}|[{_SIGNS}]|o(?=\s+[{UPPER}])"
    rf"|(?:\d{{1,2}}|[IVXivx]{{1,5}}|[a-zđ])(?:[.)](?!\d)(?=\W)|/(?=\s))"
    r"|\d{1,2}(?:\.\d{1,2})+\.?(?=[\s*])|(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,5})\s?[-–](?=\s+[A-ZĐÀ-Ỵ])"
    r"|Điều \d+[.:]?|\((?:\d{1,2}|[ivx]{1,4}|[a-zđ])\))[\s*_\xa0]*)*"
)
_LABEL = re.compile(
    rf"^[\s|>*_#]*({_PART}|(?:\d{{1,2}}(?:\.\d{{1,2}})*|[IVX]{{1,5}}|[a-zđ])[.)/]?|[{_SIGNS}]|Điều \d+"
    r"|\((?:\d{1,2}|[ivx]{1,4}|[a-zđ])\))"
)
_BARE_MARK = re.compile(
    rf"{_PART}|(?:[IVX]{{1,5}}|\d{{1,2}}(?:\.\d{{1,2}})*|[a-zđ])[.)]|[IVX]{{1,5}}[-–]|Điều \d+\.?"
)
_ITEM_BELOW = re.compile(r"\s*\n[\s*_]*(?:[-–+•*]\s|[a-zđ][.)]\s|(\d{1,2}(?:\.\d{1,2})+)\.?\s)")
_NUMBERED = re.compile(r"\d{1,2}(?:\.\d{1,2})*")
_UNFINISHED = re.compile(
    r"(?:^|\s)(?:các|những|của|và|với|cho|do|về|từ|đến|trong|thuộc|được|[Bb]an|[Ss]ở|[Hh]ội đồng|[Ủủ]y ban"
    r"|nhân dân|[Tt]hường trực|UBND|HĐND|huyện|xã|phường|thị xã|thị trấn|thôn)$"
)
_BRACKET = re.compile(rf"\([{LOWER}]")
_NUMBERED_LINE = re.compile(r"[\s*_]*(?:điều\s|mục\s|chương\s|phần\s|\d|[ivx]+[.)])", re.IGNORECASE)
_NUMBER_AT_END = re.compile(r"\s(\d{1,2}(?:\.\d{1,2})+)\.?$")
_NUMBER_ENDS = ".0123456789"
_KEPT = "-–+•"  # bullets as whoever asks a unit for its mark knows them
_LONGEST_MARK = 14
_FEWEST_GAPS = 5  # empty lines of a page whose paragraphs they part
_FULL_LINE = 50  # characters of a line that the page's width ended
_LONGEST_HEADING = 400  # characters of a heading over several lines
_EDGE = " \t\xa0\n*_|"
_LABELLED = re.compile(r"[^:]{2,30}:\s+\S")
_CAPTION = re.compile(
    r"[*_\s]*(?:Biểu|Bảng|BIỂU|BẢNG)(?: (?:số|SỐ))? [\dIVX]{1,4}[.:a-z]? [^.;]*$"
)  # a table's title
_PIECE = re.compile(r";[*\s]*\n")


@dataclass(slots=True)
class Unit:
    """One sentence of running text."""

    start: int
    end: int
    mark: str = ""  # list mark printed before it: "a)", "-", "1.2."
    opens: bool = True  # it is the first of its paragraph or list item
    heading: bool = False  # a line by itself that names what follows
    kind: BlockKind = _PARAGRAPH


def units(ctx: Context) -> list[Unit]:
    """The text's sentences in order, tables left out; split once, for all who ask."""
    made = ctx.compiled.get("units")
    if made is None:
        made = ctx.compiled["units"] = _units(ctx)
    assert isinstance(made, list)
    return made


def _units(ctx: Context) -> list[Unit]:
    lines = ctx.lines
    starts = [line[0] for line in lines]
    # Where empty lines part the paragraphs of a wrapped page, a line that follows another opens none.
    wrapped = _is_wrapped(ctx)
    apart = wrapped and ctx.text.count("\n\n") > _FEWEST_GAPS
    found: list[Unit] = []
    for start, end in _joined(ctx, wrapped=wrapped):
        index = bisect_right(starts, start) - 1
        kind = lines[index][2] if index >= 0 else _PARAGRAPH
        if kind is _TABLE or (index >= 0 and _is_caption(ctx.text, lines[index][0], lines[index][1])):
            continue
        if kind is _HEADING and end > lines[index][1]:
            kind = lines[bisect_right(starts, end - 1) - 1][2]  # "Điều 2. Giao / Giám đốc …" is no heading
        opens = index >= 0 and not ctx.text[lines[index][0] : start].strip(_EDGE)
        if opens and ctx.text[start].islower() and ctx.text.endswith(";", 0, lines[index - 1][1]):
            marked = _MARK.match(ctx.text, start)
            opens = marked is not None and marked.end() > start  # "… ngập mặn; / bảo vệ rừng" goes on
        if apart and opens and index > 0 and start - lines[index - 1][1] == 1:
            before = lines[index - 1]
            marked = _MARK.match(ctx.text, start)
            full = before[1] - before[0] >= _FULL_LINE and before[2] is _PARAGRAPH
            opens = not (full and kind is _PARAGRAPH and (marked is None or marked.end() == start))
        _split(ctx, start, end, kind, opens=opens, found=found)
    return _with_marks(ctx, found)


def _is_caption(text: str, start: int, end: int) -> bool:
    first = text[start]
    return (first == "B" or not first.isalnum()) and _CAPTION.match(text, start, end) is not None


def _with_marks(ctx: Context, found: list[Unit]) -> list[Unit]:
    """The units; a mark that stands by itself ("II.") is given to the one behind it."""
    mark = ""
    kept: list[Unit] = []
    for unit in found:
        if unit.end - unit.start <= _LONGEST_MARK:
            words = ctx.text[unit.start : unit.end]
            if _BARE_MARK.fullmatch(words):
                mark = words
                continue
        last = kept[-1] if kept else None
        if last is not None and unit.heading and last.heading and not mark and _one_heading(ctx, last, unit):
            last.end = unit.end
            continue
        if mark and not unit.mark:
            unit.mark, unit.opens = mark, True
            unit.heading = unit.heading or _is_heading(ctx.text, unit, unit.start, unit.end)
        mark = _next_mark(ctx, unit) if unit.mark else ""
        kept.append(unit)
    return kept


def _next_mark(ctx: Context, unit: Unit) -> str:
    """The next item's number at the end of a heading's line ("2. Quản lý nhà nước 2.1."), taken off it."""
    if not unit.opens or not unit.mark[:1].isdigit() or ctx.text[unit.end - 1] not in _NUMBER_ENDS:
        return ""
    end = _NUMBER_AT_END.search(ctx.text, max(unit.start, unit.end - _LONGEST_MARK), unit.end)
    if end is None or not end[1].startswith(f"{unit.mark.rstrip('.)')}."):
        return ""
    unit.end, unit.heading = end.start(), True
    return end[1]


def _one_heading(ctx: Context, last: Unit, unit: Unit) -> bool:
    """Whether two heading lines are one heading: "II. NỘI DUNG / TRỌNG TÂM"."""
    text = ctx.text
    if (
        unit.mark
        or text[last.end : unit.start].strip(" *_") != "\n"
        or unit.end - last.start > _LONGEST_HEADING
    ):
        return False
    first, second = text[last.start : last.end], text[unit.start : unit.end]
    return first.isupper() == second.isupper() or second.isdigit()


def _joined(ctx: Context, *, wrapped: bool) -> list[tuple[int, int]]:
    """The context's sentences, those put together again that a short line broke off."""
    text = ctx.text
    whole: list[tuple[int, int]] = []
    for start, end in ctx.sentences:
        if whole and (_goes_on(text, whole[-1], start, end) or (wrapped and _broken(ctx, whole[-1], start))):
            whole[-1] = (whole[-1][0], end)
        else:
            whole.append((start, end))
    return whole


def _is_wrapped(ctx: Context) -> bool:
    """Whether a page's width broke the text's lines: many go on in lower case on the next."""
    lines = ctx.lines
    pairs = goes_on = 0
    for (_, end, _), (start, _, _) in pairwise(lines):
        if start - end <= 2:
            pairs += 1
            goes_on += ctx.text[start].islower()
    return pairs > 8 and goes_on > 0.3 * pairs


def _broken(ctx: Context, last: tuple[int, int], start: int) -> bool:
    """Whether a sentence of a wrapped text goes on with a capital: "Tham mưu UBND / Thành phố phối hợp …"."""
    text = ctx.text
    line, line_end = ctx.line_at(last[1] - 1)
    words = text[line:line_end].strip(_EDGE)
    if (
        text[last[1] : start].strip(" ") != "\n"
        or words[-1:] in ".!?;:…”"
        or words.isupper()
        or "*" in text[line:line_end]
    ):
        return False
    following = text[start : ctx.line_at(start)[1]]
    if following.strip(_EDGE).isupper() or _MARK.match(text, start).end() > start:  # type: ignore[union-attr]
        return False
    if (
        _UNFINISHED.search(words)
        or _BRACKET.match(text, start)
        or (text[line].islower() and not _NUMBERED_LINE.match(text, last[0]))
    ):
        return True  # its last word wants another; or it went on from the line before, and is no heading
    heading = _MARK.match(text, line)
    numbered = heading is not None and heading.end() > line and text[heading.end()].isupper()
    labelled = ":" in words[:24]
    return (len(words) > 24 and labelled) or (len(words) > 60 and not numbered)


def _goes_on(text: str, last: tuple[int, int], start: int, end: int) -> bool:
    final = text[last[1] - 1]
    if final in ".!?;":
        return False
    between = text[last[1] : start]
    if between.count("\n") != 1 or between.strip():
        return False
    if text.startswith("o ", start) and text[start + 2 : start + 3].isupper():
        return False  # a bullet of Word's second level
    if final == ":" and not text[start].islower():
        return False
    if len(text) > start + 1 and text[start + 1] in ").":
        return False
    if not text[start].islower() and final != ",":
        return False
    return end - start > 2 and "|" not in text[max(last[0], last[1] - 3) : last[1]]


def sentence_at(ctx: Context, position: int) -> tuple[int, int]:
    """The whole sentence a character stands in."""
    start, end = ctx.sentence_at(position)
    sentences = ctx.sentences
    index = bisect_right(sentences, (start, end)) - 1
    while index > 0 and _goes_on(ctx.text, sentences[index - 1], sentences[index][0], sentences[index][1]):
        index -= 1
        start = sentences[index][0]
    index = bisect_right(sentences, (start, end))
    while index < len(sentences) and _goes_on(ctx.text, (start, end), *sentences[index]):
        end = sentences[index][1]
        index += 1
    return start, end


def _split(ctx: Context, start: int, end: int, kind: BlockKind, *, opens: bool, found: list[Unit]) -> None:
    """Append the pieces of a sentence between ";" at line ends, without marks and emphasis around them."""
    text = ctx.text
    at = start
    pieces = _PIECE.finditer(text, start, end) if text.find(";", start, end) >= 0 else ()
    for m in [*pieces, None]:
        stop = m.start() + 1 if m else end
        mark = _MARK.match(text, at, stop) if opens or at > start else None
        first = mark.end() if mark else at
        last = stop
        while first < last and text[first] in _EDGE:
            first += 1
        while last > first and text[last - 1] in _EDGE:
            last -= 1
        if last > first:
            label = _LABEL.match(text[at:first]) if mark and first > at else None
            begins = opens or (at > start and (label is not None or not text[first].islower()))
            sign = label[1] if label else ""
            if sign in BULLETS and sign not in _KEPT:
                sign = _KEPT[:1] if sign else ""  # "✓", "➢" stand where another page has "-"
            unit = Unit(first, last, sign, begins, kind=kind)
            unit.heading = (
                kind is _HEADING
                or _is_heading(text, unit, start, end)
                or (sign != "" and _heads_items(text, unit, end))
            )
            found.append(unit)
        elif _BARE_MARK.fullmatch(text[at:stop].strip(_EDGE)):  # the splitter took "Điều 2." for a sentence
            left = stop - len(text[at:stop].lstrip(_EDGE))
            found.append(Unit(left, left + len(text[left:stop].rstrip(_EDGE)), kind=kind))
        at = m.end() if m else end


def _heads_items(text: str, unit: Unit, end: int) -> bool:
    """A numbered line, however long, that items of its own stand under: "1. Nâng cao …" with "- …" below."""
    number = _NUMBERED.match(unit.mark)
    if number is None or not unit.opens or unit.end - unit.start > _LONGEST_HEADING or unit.end < end - 6:
        return False
    below = _ITEM_BELOW.match(text, unit.end)
    if below is None:
        return False
    if below[1] is not None:
        return below[1].startswith(f"{number[0]}.") and text[unit.end - 1] != ":"
    return text[unit.end - 1].isalnum()


def _is_heading(text: str, unit: Unit, start: int, end: int) -> bool:
    """A short line of its own without a full stop, in bold or capitals or with a number before it."""
    words = text[unit.start : unit.end]
    if not unit.opens or len(words) > 260 or words[-1] in '.;…,”"' or unit.end < end - 6:
        return False
    if words.isupper():
        return True
    if _LABELLED.match(words):
        return False
    numbered = bool(unit.mark) and unit.mark[0] not in "-–+•" and words[-1] != ":"
    bold = "**" in text[max(0, start - 4) : unit.start] and text[unit.end : unit.end + 2] == "**"
    return bold or (numbered and len(words) <= 200)
