r"""The outline of a text: what each line is, and which stand under which heading.

    I. MỤC TIÊU                      heading      Section("I", "MỤC TIÊU")
    1. Mục tiêu chung                heading        └ Section("1", "Mục tiêu chung")
    - Thu hút đầu tư;                list item
    Ảnh: Lê Bình                     caption
    Sign In                          furniture

Levels are those of the document itself: "I." may stand under "Điều 1", or the other way round.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from dondoc import packs
from dondoc.reading import press
from dondoc.reading.draft import BlockHint, Draft
from dondoc.reading.masthead import Masthead
from dondoc.records.document import BlockKind, Section
from dondoc.records.source import Span
from dondoc.text.normalize import fold, opening

_LONGEST_HEADING = 220  # characters; a numbered line longer than this is a paragraph with a number
_LONGEST_FURNITURE = 90
_SHORT = 40  # of furniture on an official document's page
_LONGEST_CAPTION = 300
_SHORTEST_PARAGRAPH = 120
_LONGEST_SUBHEAD = 110
_BYLINE_LINES = 8  # last lines of a page in which a lone name is a byline
_WRAPPED = 0.12  # share of lines that run on into the next, from which a text counts as hard-wrapped
_FIRST_WORDS = 80  # characters of a numbered paragraph that stand in the outline
_NEARLY_ALL = 0.8

_EDGES = " \t\r\u00a0\u200b\ufeff"
_BLANK = _EDGES + "\n"  # what stands around lines: a control character is a letter like any other
_MARKUP = _EDGES + "*_"
_END = ".!?:;,…"

_ROMAN = r"(?:X{0,3}(?:IX|IV|V?I{1,3}|V|X)|Ii{1,2}|Iv|Vi{0,3}|Ix)"
# Kind of label → its rank; a lower rank stands above. The order is that of the regular expression's groups.
_LABEL = re.compile(
    rf"""
      (?P<part>(?:PHẦN|Phần)\s+(?:(?:THỨ|thứ)\s+\w+|{_ROMAN}|\d+|[A-H]))(?!\w)[.:]?
    | (?P<chapter>(?:CHƯƠNG|Chương)\s+(?:{_ROMAN}|\d+))(?!\w)[.:]?
    | (?P<item>(?:MỤC|Mục)\s+(?:{_ROMAN}|\d+|[A-H]))(?![\w.])[.:]?
    | (?P<article>(?:ĐIỀU|Điều)\s+\d{{1,3}}[a-zđ]?)(?:[.:]|\s*$)
    | (?P<roman>{_ROMAN})\s?[./\-–)](?![\w.,\-–])
    | (?P<capital>[A-HĐ])\s?[./)](?![\w.])
    | (?P<decimal>\d{{1,2}}(?:\.\d{{1,2}}){{1,3}})\.?(?=\s+(?:[-–]\s+)?[^\W\d]|\s*[*_]|\s*$)
    | (?P<number>\d{{1,3}})\s?(?:[.)](?=\s|[*_]|$|[A-ZĐÀ-Ỵ][^\W\d])|/(?=\s|$)|[-–](?=\s+[A-ZĐÀ-Ỵ][^\W\d]))
    | \(?(?P<letter>[a-zđ])\d?[.)](?=\s|[*_]|$|[A-ZĐÀ-Ỵ])
    | (?P<bullet>[-–—+*•●▪◦\uf0b7\u2013])(?=\s|[^\W\d_])(?!\S*\*\*)
    """,
    re.VERBOSE,
)
_RANKS = {
    "part": 1,
    "chapter": 2,
    "item": 3,
    "capital": 4,
    "roman": 5,
    "article": 6,
    "number": 7,
    "decimal": 8,
    "letter": 12,
}
_ANNEX = re.compile(
    r"(?:PHỤ LỤC|BIỂU|Phụ lục|Biểu)(?: (?:SỐ|số))?(?: ?(?P<label>[IVX]+|\d+[a-z]?))?(?![^\W\d])[.:]?\s*"
)
_TOP = 0  # rank of an annex
_PLAIN = 4  # rank of a heading without label: above "I." only when it is set in capitals
_INITIALS = frozenset("0123456789PCMĐIVXABDEFGH(-–—+*•●▪◦\uf0b7")  # what a label may begin with, but for "a)"

_URL = re.compile(r"(?:https?://|www\.)\S+$")
_DATE_LINE = re.compile(
    r"\(?(?:(?:thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật)\W{1,4}|cập nhật[^\d]{0,12}|ngày\s+)?"
    r"(?:\d{1,2}:\d{1,2}\W{1,4})?(?:ngày\s+)?\d{1,2}[/\-.]\d{1,2}[/\-.]\d{4}(?:\W{1,4}\d{1,2}[:h]\d{0,2}\S{0,4})?\s*(?:\(?gmt\s?\+?7\)?|am|pm)?\)?"
)
_NAME = re.compile(r"(?:[A-ZĐÀ-Ỵ][^\W\d_A-Z]{0,7}|[A-ZĐ]\.)(?:[ \-–][A-ZĐÀ-Ỵ][^\W\d_A-Z]{0,7}){1,4}")
_CREDIT = re.compile(r"[-–.(]\s*Ảnh\s*:?.{0,40}\)?\.?$|^\(?Ảnh\s*:")
_SENTENCE = re.compile(r"[^\W\d_]{2,}[.!?…]\s+[A-ZĐÀ-Ỵ“\"]")


def _label(words: str) -> re.Match[str] | None:
    """The label a line begins with; most lines are told by their first letter to have none."""
    if words[0] in _INITIALS or words[1:2] in (".", ")"):
        return _LABEL.match(words)
    return None


@dataclass(slots=True)
class _Line:
    """A non-empty line while it is looked at."""

    start: int
    end: int
    words: str  # without spaces and markup at its edges
    gap: bool  # an empty line stands before it
    kind: BlockKind = BlockKind.PARAGRAPH
    hint: BlockHint | None = None
    bold: bool = False


@dataclass(slots=True)
class _Node:
    """A section while its end is not known yet."""

    rank: float
    label: str
    start: int
    heading_end: int
    words: str
    end: int = 0
    children: list[_Node] = field(default_factory=list)

    def freeze(self, level: int) -> Section:
        return Section(
            label=self.label,
            heading=self.words,
            span=Span(self.start, self.end),
            heading_span=Span(self.start, self.heading_end),
            level=level,
            children=tuple([child.freeze(level + 1) for child in self.children]),
        )


def outline(
    draft: Draft, top: Masthead | press.Lead
) -> tuple[tuple[Section, ...], tuple[tuple[Span, BlockKind], ...]]:
    """Sections and lines of a draft.

    Args:
        draft: The text and what its format says of it.
        top: Its official heading, or how a report begins.

    Returns:
        The tree of sections, and (span, kind) of every non-empty line in the text's order. Where a heading or
        a list item runs over several lines, each of them has its kind.
    """
    lines = _lines(draft)
    _mark_tables(draft, lines)
    _mark_hints(draft, lines)
    if isinstance(top, Masthead):
        _mark_masthead(lines, top)
        _mark_furniture(lines, official=True)
    else:
        _mark_furniture(lines, official=False)
        _mark_subheads(lines, top.title)
    tree = _Tree(draft.text, lines)
    tree.grow()
    sections = tuple([node.freeze(1) for node in tree.close(len(draft.text.rstrip(_BLANK)))])
    return sections, tuple([(Span(line.start, line.end), line.kind) for line in lines])


# --- lines --------------------------------------------------------------------------------------------


def _lines(draft: Draft) -> list[_Line]:
    lines = []
    start, gap = 0, True
    for raw in draft.text.split("\n"):
        words = raw.strip(_EDGES)
        if words:
            at = start + raw.index(words[0])
            bare = words.strip("*_ \t\u00a0") if words[0] in "*_" or words[-1] in "*_" else words
            lines.append(_Line(at, at + len(words), bare, gap))
            gap = False
        else:
            gap = True
        start += len(raw) + 1
    for line in lines:
        if not line.words or not any(map(str.isalnum, line.words[:40])):
            line.kind = BlockKind.FURNITURE  # "-----", "***"
    return lines


def _mark_tables(draft: Draft, lines: list[_Line]) -> None:
    if draft.tables:
        spans = iter(draft.tables)
        table = next(spans, None)
        for line in lines:
            while table is not None and table.span.end <= line.start:
                table = next(spans, None)
            if table is not None and line.end > table.span.start and line.start < table.span.end:
                line.kind = BlockKind.TABLE


def _mark_hints(draft: Draft, lines: list[_Line]) -> None:
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


def _mark_masthead(lines: list[_Line], head: Masthead) -> None:
    """The title is a heading, but none of the outline; the rest of the heading says nothing of the matter."""
    titles = {span.start for span in head.title}
    for line in lines:
        if line.start >= head.span.end:
            break
        title = any(line.start <= start < line.end for start in titles)
        line.kind = BlockKind.HEADING if title else BlockKind.FURNITURE
        line.hint = _NO_SECTION


_SIGNING = 14  # a signature is over after so many lines
_WORTH = BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.LIST_ITEM
_NO_SECTION = BlockHint(Span(0, 0), BlockKind.HEADING, level=0)
_PAGE_NUMBER = BlockHint(Span(0, 0), BlockKind.FURNITURE)


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


def _mark_furniture(lines: list[_Line], *, official: bool) -> None:
    """Menus, dates of the page, bylines; captions of photographs."""
    known = _boilerplate()
    seen = Counter([line.words for line in lines if len(line.words) <= _LONGEST_CAPTION and not official])
    last = len(lines) - _BYLINE_LINES
    for n, line in enumerate(lines):
        if line.kind is not BlockKind.PARAGRAPH:
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
            and ((seen[words] > 1 and len(words) > 8) or ("Ảnh" in words and _CREDIT.search(words)))
        ):
            line.kind = BlockKind.CAPTION


def _mark_subheads(lines: list[_Line], title: Span | None) -> None:
    """Short lines without end between paragraphs, as the press sets them.

    The headline is a heading, but none of the outline; what stands above it is the site's name or a rubric.
    """
    for n, line in enumerate(lines):
        if title is not None and line.kind is BlockKind.HEADING and title.start <= line.start < title.end:
            line.hint = _NO_SECTION
        if line.kind is not BlockKind.PARAGRAPH:
            continue
        words = line.words
        if title is not None and line.start <= title.start:
            inside = title.start < line.end
            if not inside and len(words) > _SHORTEST_PARAGRAPH and words[-1] in _END:
                continue  # a paragraph, whatever stands below it
            line.kind = BlockKind.HEADING if inside else BlockKind.FURNITURE
            line.hint = _NO_SECTION
        elif _is_subhead(words) and not _label(words) and not _NAME.fullmatch(words):
            after = next((x for x in lines[n + 1 : n + 5] if x.kind is BlockKind.PARAGRAPH), None)
            if after is None or len(after.words) < 1.3 * len(words) or after.words[-1] not in '.:;”"':
                continue
            if after.words.startswith(words):
                line.kind = BlockKind.CAPTION
            elif words.isupper() or len(words.split()) > 2:
                line.kind = BlockKind.HEADING


def _is_subhead(words: str) -> bool:
    return (
        len(words) <= _LONGEST_SUBHEAD
        and words[-1] not in _END
        and (words[0].isupper() or words[0].isdigit())
    )


def _is_wrapped(lines: list[_Line]) -> bool:
    """Whether sentences run on over line ends, as in text taken from a PDF or a fixed-width mail."""
    running = sum(
        1
        for line, following in pairwise(lines)
        if not following.gap and following.words[:1].islower() and line.words[-1:] not in _END
    )
    return running > 2 and running > _WRAPPED * len(lines)


def _is_gapped(lines: list[_Line]) -> bool:
    """Whether an empty line stands before every new paragraph, so that lines without one go on."""
    labelled = [line.gap for line in lines if line.kind in _WORTH and _label(line.words)]
    return len(labelled) > 2 and sum(labelled) > _NEARLY_ALL * len(labelled)


def _mark_page_numbers(lines: list[_Line]) -> None:
    """A number alone in the middle of a sentence is a page's."""
    for before, line, after in zip(lines, lines[1:], lines[2:], strict=False):
        if (
            line.words.isdigit()
            and len(line.words) <= 3
            and line.kind is BlockKind.PARAGRAPH
            and after.words[:1].islower()
            and before.words[-1:] not in _END
        ):
            line.kind = BlockKind.FURNITURE
            line.hint = _PAGE_NUMBER


# --- tree ---------------------------------------------------------------------------------------------

_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50}
_LETTERS = "abcdđeghiklmnopqrstuvxy"
_SAY_ONLY = {"quyết nghị", "quyết định", "chỉ thị", "kết luận", "nghị quyết", "yêu cầu"}
_SIGNATURE = re.compile(r"(?:TM|KT|TL|TUQ|Q)\.\s*[A-ZĐÀ-Ỵ]{2}|[TK]/[MTL]\b|Nơi nhận\b|NƠI NHẬN\b")


class _Tree:
    """Grows sections line by line; says on the way which lines are headings and list items."""

    def __init__(self, text: str, lines: list[_Line]) -> None:
        self.text = text
        self.lines = lines
        self.marked = "**" in text
        self.wrapped = _is_wrapped(lines)
        self.gapped = self.wrapped and _is_gapped(lines)
        if self.wrapped:
            _mark_page_numbers(lines)
        lengths = sorted(len(line.words) for line in lines)
        self.width = lengths[int(len(lengths) * 0.85)] if lengths else 0
        self.roots: list[_Node] = []
        self.stack: list[_Node] = []
        self.signing = 0  # units left below "Nơi nhận" or "TM.": names and posts, no outline
        self.receiving = False  # among the lines of Nơi nhận

    def grow(self) -> None:
        n = 0
        while n < len(self.lines):
            line = self.lines[n]
            if line.kind not in _WORTH or line.hint is _NO_SECTION:
                n += 1
                continue
            stop = self._unit(n)
            n = self._place(n, stop)

    def close(self, end: int) -> list[_Node]:
        """The roots, when every section knows where it ends."""
        self._pop(0, end)
        return self.roots

    def _unit(self, n: int) -> int:
        """Where the paragraph that begins in line `n` ends: the first line that does not go on with it."""
        stop = n + 1
        if self.marked and self.text.count("**", self.lines[n].start, self.lines[n].end) % 2:
            while stop < len(self.lines) and stop < n + 6:
                line = self.lines[stop]
                if line.kind not in _WORTH:
                    return stop
                stop += 1
                if "**" in self.text[line.start : line.end]:
                    return stop
            return n + 1
        while stop < len(self.lines):
            skip = stop + 1 < len(self.lines) and self.lines[stop].hint is _PAGE_NUMBER
            if not self._goes_on(self.lines[stop - 1], self.lines[stop + skip]):
                break
            stop += 1 + skip
        return stop

    def _goes_on(self, line: _Line, following: _Line) -> bool:
        if following.gap or following.kind is not BlockKind.PARAGRAPH or following.hint is not None:
            return False
        end, first = line.words[-1], following.words[0]
        if self.gapped:
            return _label(following.words) is None and _SIGNATURE.match(following.words) is None
        if end in ".!?:;" and not (first.islower() and end != ":" and _label(following.words) is None):
            return False
        if first in ",;)" or (first.islower() and _label(following.words) is None):
            return True
        if not self.wrapped or end in ".!?:;" or len(line.words) < 0.72 * self.width:
            return False
        if line.words.isupper() != following.words.isupper() and line.words.isupper():
            return False
        label = _label(following.words)
        if label is None:
            return _SIGNATURE.match(following.words) is None
        rest = following.words[label.end() :].lstrip(" *_")
        return label.lastgroup == "bullet" and not rest[:1].isupper()

    def _place(self, n: int, stop: int) -> int:
        """Say what the paragraph is; where the next one begins."""
        line = self.lines[n]
        words = line.words
        if stop > n + 1:
            words = " ".join([x.words.strip("*_ ") for x in self.lines[n:stop] if x.hint is not _PAGE_NUMBER])
        if _SIGNATURE.match(words) and len(words) < _LONGEST_HEADING:
            self.signing = _SIGNING
            self.receiving = fold(words).startswith("nơi nhận")
        elif self.signing:
            self.signing -= 1
        label = self._label(words)
        bullet = label is not None and label.lastgroup == "bullet"
        if self.receiving and not bullet and not _SIGNATURE.match(words):
            self.receiving = False
        if bullet:
            self._kind(n, stop, BlockKind.FURNITURE if self.receiving else BlockKind.LIST_ITEM)
        elif label is not None:
            return self._labelled(n, stop, words, label)
        elif (annex := _ANNEX.match(words)) and (
            words.isupper() or (annex["label"] and annex.end() == len(words))
        ):
            self.signing = 0
            self._kind(n, stop, BlockKind.HEADING)
            self._add(_TOP, words, n, stop, "")
        elif not self.signing and self._is_heading(n, stop, words):
            self._unlabelled(n, stop, words)
        elif line.kind is BlockKind.HEADING:
            self._kind(n, stop, BlockKind.PARAGRAPH if self.signing else BlockKind.HEADING)
        return stop

    def _label(self, words: str) -> re.Match[str] | None:
        label = _label(words)
        if label is None or (self.signing and label.lastgroup not in {"bullet", "roman", "part", "chapter"}):
            return None
        if label.lastgroup in {"number", "letter"} and words[label.end() :].lstrip().startswith(("%", "/")):
            return None
        return label

    def _labelled(self, n: int, stop: int, words: str, label: re.Match[str]) -> int:
        group = str(label.lastgroup)
        printed = label[group].strip()
        rest = words[label.end() :].strip(" *_\t\u00a0")
        if not rest and stop == n + 1 and stop < len(self.lines):
            stop, rest = self._heading_below(stop, group)
        elif group in {"part", "chapter", "item"}:
            stop, more = self._capitals_below(stop)
            rest = f"{rest} {more}".strip()
        self.signing = 0
        heading = self.lines[n].bold or self.lines[n].kind is BlockKind.HEADING or self._all_bold(n, stop)
        heading = heading or _reads_as_heading(rest, group)
        self._kind(n, stop, BlockKind.HEADING if heading else BlockKind.LIST_ITEM)
        rank = _RANKS[group] + (printed.count(".") - 1 if group == "decimal" else 0)
        self._add(
            rank,
            rest if heading else opening(rest.rstrip(" ;.,:"), _FIRST_WORDS),
            n,
            stop if heading else n + 1,
            printed,
            ordinal=_ordinal(group, printed),
        )
        if not heading:
            node = self.stack[-1]  # the heading of a numbered paragraph is its number
            node.heading_end = self.text.find(printed, node.start) + len(printed)
        return stop

    def _heading_below(self, n: int, group: str) -> tuple[int, str]:
        """A label alone in its line: its heading is the line below, if that is short."""
        line = self.lines[n]
        if line.kind not in _WORTH or len(line.words) > _LONGEST_HEADING or _label(line.words):
            return n, ""
        stop = self._unit(n)
        words = " ".join([x.words for x in self.lines[n:stop]])
        if not _reads_as_heading(words, group):
            return n, ""
        return stop, words

    def _capitals_below(self, n: int) -> tuple[int, str]:
        words: list[str] = []
        while n < len(self.lines) and len(words) < 3:
            line = self.lines[n]
            if line.kind not in _WORTH or not line.words.isupper() or _label(line.words):
                break
            words.append(line.words)
            n += 1
        return n, " ".join(words)

    def _all_bold(self, n: int, stop: int) -> bool:
        if not self.marked:
            return False
        raw = self.text[self.lines[n].start : self.lines[stop - 1].end].strip()
        return raw.startswith("**") and raw.endswith("**") and raw.count("**") == 2

    def _is_heading(self, n: int, stop: int, words: str) -> bool:
        line = self.lines[n]
        if line.kind is BlockKind.HEADING:
            return True
        if len(words) > _LONGEST_HEADING:
            return False
        if self.text[line.start] == "#" or (words.isupper() and len(words) > 7 and " " in words):
            return True
        if line.kind is BlockKind.LIST_ITEM:
            return False
        return (line.bold or self._all_bold(n, stop)) and words[-1] not in ".;,"

    def _unlabelled(self, n: int, stop: int, words: str) -> None:
        self._kind(n, stop, BlockKind.HEADING)
        if fold(words).strip(" :*") in _SAY_ONLY:
            return
        line = self.lines[n]
        level = line.hint.level if line.hint else None
        if words.startswith("#"):
            level = len(words) - len(words.lstrip("#"))
            words = words.lstrip("# ").strip("*_ ")
        labelled = [node.rank for node in self.stack if node.label]
        if level:
            rank = _PLAIN - 1 + 0.1 * level
        elif words.isupper() or not labelled:
            rank = _PLAIN - 0.5 if words.isupper() else _PLAIN - 0.1
        else:
            rank = labelled[-1] + 0.5
        self._add(rank, words, n, stop, "")

    def _kind(self, n: int, stop: int, kind: BlockKind) -> None:
        for line in self.lines[n:stop]:
            if line.hint is not _PAGE_NUMBER:
                line.kind = kind

    def _add(self, rank: float, words: str, n: int, stop: int, label: str, ordinal: int = 0) -> None:
        start = self.lines[n].start
        if any(node.rank == rank for node in self.stack):
            while self.stack[-1].rank != rank:
                self._pop_one(start)
            self._pop_one(start)
        else:
            inside_article = ordinal == 1 and rank in (_RANKS["roman"], _RANKS["capital"])
            while self.stack and self.stack[-1].rank >= rank:
                if inside_article and self.stack[-1].rank == _RANKS["article"]:
                    break
                self._pop_one(start)
        node = _Node(rank, label, start, self.lines[stop - 1].end, words)
        (self.stack[-1].children if self.stack else self.roots).append(node)
        self.stack.append(node)

    def _pop(self, left: int, end: int) -> None:
        while len(self.stack) > left:
            self._pop_one(end)

    def _pop_one(self, end: int) -> None:
        node = self.stack.pop()
        node.end = max(node.heading_end, node.start + len(self.text[node.start : end].rstrip(_BLANK)))


def _reads_as_heading(words: str, group: str) -> bool:
    """Whether what follows a label names a part rather than says something."""
    if not words or len(words) > _LONGEST_HEADING or group == "letter":
        return not words and group != "letter"
    if words.isupper():
        return True
    if words[-1] in ";,…" or _SENTENCE.search(words):
        return False
    if group in {"number", "decimal"}:
        return (
            len(words) <= 140 and words[-1] != "." and words[0].isupper() and not re.search(r": .*\d", words)
        )
    return words[-1] != "." or len(words) <= 100


def _ordinal(group: str, printed: str) -> int:
    """A label's place in its list; 0 where it cannot be told."""
    last = printed.rsplit(maxsplit=1)[-1]
    if group == "letter":
        return _LETTERS.find(last) + 1
    digits = re.findall(r"\d+", last)
    if digits:
        return int(digits[-1])
    if last.upper().strip("IVXL") == "":
        values = [_ROMAN_VALUES[c] for c in last.upper()]
        return sum(-v if v < max(values[n:]) else v for n, v in enumerate(values))
    return 1 if last.upper() in {"A", "NHẤT"} else 0
