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
from dataclasses import dataclass, field

from dondoc.reading import press
from dondoc.reading.draft import Draft
from dondoc.reading.labels import ANNEX, RANKS, label_of, ordinal_of
from dondoc.reading.masthead import Masthead
from dondoc.reading.textlines import (
    BLANK,
    NO_SECTION,
    PAGE_NUMBER,
    WORTH,
    Line,
    is_gapped,
    is_wrapped,
    lines_of,
    mark_page_numbers,
)
from dondoc.records.document import BlockKind, Section
from dondoc.records.source import Span
from dondoc.text.names import LOWER, UPPER
from dondoc.text.normalize import fold, opening

# Names of its own: to ask an enumeration for a member takes ten times as long.
_PARAGRAPH, _HEADING, _LIST_ITEM = BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.LIST_ITEM
_LONGEST_HEADING = 220  # characters; a numbered line longer than this is a paragraph with a number
_FIRST_WORDS = 80  # characters of a numbered paragraph that stand in the outline
_SIGNING = 14  # a signature is over after so many lines
_TOP = 0  # rank of an annex
_PLAIN = 4  # rank of a heading without label: above "I." only when it is set in capitals
_SAY_ONLY = {"quyết nghị", "quyết định", "chỉ thị", "kết luận", "nghị quyết", "yêu cầu"}
_SIGNATURE = re.compile(rf"(?:TM|KT|TL|TUQ|Q)\.\s*[{UPPER}]{{2}}|[TK]/[MTL]\b|Nơi nhận\b|NƠI NHẬN\b")
_SIGNS = "TKQN"
_TELLS = re.compile(rf"^.{{2,60}}?:[*_]{{0,2}} [{LOWER}]")  # "2. **Sở Tài chính**: bố trí kinh phí"
_SENTENCE = re.compile(rf"[^\W\d_]{{2,}}[.!?…]\s+[{UPPER}“\"]")


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
    lines = lines_of(draft, top)
    tree = _Tree(draft.text, lines)
    tree.grow()
    sections = tuple([node.freeze(1) for node in tree.close(len(draft.text.rstrip(BLANK)))])
    return sections, tuple([(Span(line.start, line.end), line.kind) for line in lines])


class _Tree:
    """Grows sections line by line; says on the way which lines are headings and list items."""

    def __init__(self, text: str, lines: list[Line]) -> None:
        self.text = text
        self.lines = lines
        self.marked = "**" in text
        self.wrapped = is_wrapped(lines)
        self.gapped = self.wrapped and is_gapped(lines)
        if self.wrapped:
            mark_page_numbers(lines)
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
            if line.kind not in WORTH or line.hint is NO_SECTION:
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
                if line.kind not in WORTH:
                    return stop
                stop += 1
                if "**" in self.text[line.start : line.end]:
                    return stop
            return n + 1
        while stop < len(self.lines):
            skip = stop + 1 < len(self.lines) and self.lines[stop].hint is PAGE_NUMBER
            if not self._goes_on(self.lines[stop - 1], self.lines[stop + skip]):
                break
            stop += 1 + skip
        return stop

    def _goes_on(self, line: Line, following: Line) -> bool:
        if following.gap or following.kind is not _PARAGRAPH or following.hint is not None:
            return False
        end, first = line.words[-1], following.words[0]
        if self.gapped:
            return label_of(following.words) is None and _SIGNATURE.match(following.words) is None
        if end in ".!?:;" and not (first.islower() and end != ":" and label_of(following.words) is None):
            return False
        if first in ",;)" or (first.islower() and label_of(following.words) is None):
            return True
        if not self.wrapped or end in ".!?:;" or len(line.words) < 0.72 * self.width:
            return False
        if line.words.isupper() != following.words.isupper() and line.words.isupper():
            return False
        label = label_of(following.words)
        if label is None:
            return _SIGNATURE.match(following.words) is None
        rest = following.words[label.end() :].lstrip(" *_")
        return label.lastgroup == "bullet" and not rest[:1].isupper()

    def _place(self, n: int, stop: int) -> int:
        """Say what the paragraph is; where the next one begins."""
        line = self.lines[n]
        words = line.words
        if stop > n + 1:
            words = " ".join([x.words.strip("*_ ") for x in self.lines[n:stop] if x.hint is not PAGE_NUMBER])
        signature = words[0] in _SIGNS and _SIGNATURE.match(words) is not None
        if signature and len(words) < _LONGEST_HEADING:
            self.signing = _SIGNING
            self.receiving = fold(words).startswith("nơi nhận")
        elif self.signing:
            self.signing -= 1
        label = self._label(words)
        bullet = label is not None and label.lastgroup == "bullet"
        if self.receiving and not bullet and not signature:
            self.receiving = False
        if bullet:
            self._kind(n, stop, BlockKind.FURNITURE if self.receiving else _LIST_ITEM)
        elif label is not None:
            return self._labelled(n, stop, words, label)
        elif (annex := ANNEX.match(words) if words[0] in "PB" else None) and (
            words.isupper() or (annex["label"] and annex.end() == len(words))
        ):
            self.signing = 0
            self._kind(n, stop, _HEADING)
            self._add(_TOP, words, n, stop, "")
        elif not self.signing and self._is_heading(n, stop, words):
            self._unlabelled(n, stop, words)
        elif line.kind is _HEADING:
            self._kind(n, stop, _PARAGRAPH if self.signing else _HEADING)
        return stop

    def _label(self, words: str) -> re.Match[str] | None:
        label = label_of(words)
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
        heading = self.lines[n].bold or self.lines[n].kind is _HEADING or self._all_bold(n, stop)
        heading = heading or _reads_as_heading(rest, group)
        self._kind(n, stop, _HEADING if heading else _LIST_ITEM)
        rank = RANKS[group] + (printed.count(".") - 1 if group == "decimal" else 0)
        self._add(
            rank,
            rest if heading else opening(rest.rstrip(" ;.,:"), _FIRST_WORDS),
            n,
            stop if heading else n + 1,
            printed,
            ordinal=ordinal_of(group, printed),
        )
        if not heading:
            node = self.stack[-1]  # the heading of a numbered paragraph is its number
            node.heading_end = self.text.find(printed, node.start) + len(printed)
        return stop

    def _heading_below(self, n: int, group: str) -> tuple[int, str]:
        """A label alone in its line: its heading is the line below, if that is short."""
        line = self.lines[n]
        if line.kind not in WORTH or len(line.words) > _LONGEST_HEADING or label_of(line.words):
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
            if line.kind not in WORTH or not line.words.isupper() or label_of(line.words):
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
        if line.kind is _HEADING:
            return True
        if len(words) > _LONGEST_HEADING:
            return False
        if self.text[line.start] == "#" or (words.isupper() and len(words) > 7 and " " in words):
            return True
        if line.kind is _LIST_ITEM:
            return False
        return (line.bold or (self.marked and self._all_bold(n, stop))) and words[-1] not in ".;,"

    def _unlabelled(self, n: int, stop: int, words: str) -> None:
        self._kind(n, stop, _HEADING)
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
            if line.hint is not PAGE_NUMBER:
                line.kind = kind

    def _add(self, rank: float, words: str, n: int, stop: int, label: str, ordinal: int = 0) -> None:
        start = self.lines[n].start
        if any(node.rank == rank for node in self.stack):
            while self.stack[-1].rank != rank:
                self._pop_one(start)
            self._pop_one(start)
        else:
            inside_article = ordinal == 1 and rank in (RANKS["roman"], RANKS["capital"])
            while self.stack and self.stack[-1].rank >= rank:
                if inside_article and self.stack[-1].rank == RANKS["article"]:
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
        node.end = max(node.heading_end, node.start + len(self.text[node.start : end].rstrip(BLANK)))


def _reads_as_heading(words: str, group: str) -> bool:
    """Whether what follows a label names a part rather than says something."""
    if not words or len(words) > _LONGEST_HEADING or group == "letter":
        return not words and group != "letter"
    if words.isupper():
        return True
    if words[-1] in ";,…" or _SENTENCE.search(words) or _TELLS.search(words):
        return False
    if group in {"number", "decimal"}:
        return (
            len(words) <= 140 and words[-1] != "." and words[0].isupper() and not re.search(r": .*\d", words)
        )
    return words[-1] != "." or len(words) <= 100
