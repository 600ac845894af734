"""What all families of facts share while one document is read: folded text, sentences, words, claims.

A family claims the spans it has read, so that the next does not read them as something else: a document's
number is no quantity. Everything here is made when it is first asked for.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from datetime import date
from typing import Any

from dondoc.extraction.lexicon import Lexicon, Payloads
from dondoc.records.document import BlockKind, Document
from dondoc.records.source import Span
from dondoc.text import dates
from dondoc.text.normalize import fold

Hit = tuple[int, int, Payloads]

# Where a sentence may end; what stands around the mark decides.
_BREAK = re.compile(r"[.!?…][.!?…]*[\"”’»)\]]*(?=\s)")
# Words whose dot ends no sentence, as they stand before the dot.
_ABBREVIATION = re.compile(
    r"(?:^|[\s(“\"])(?:TP|Tp|TX|Tx|TT|Tt|T|P|Q|H|X|ThS|Th\.S|TS|PGS|GS|BS|KS|CN|NĐ|QĐ|St|Mr|Mrs|Dr|v\.v|vv|đ/c|ĐC|Đ/c|"
    r"No|Art|tr|[A-ZĐ])$"
)
_NUMERAL = re.compile(r"(?:thứ|khóa|khoá|quý|hạng|loại|phần|nhóm) [IVXLC]+$")  # "lần thứ X." ends one
_LIST_MARK = re.compile(
    r"[ \t\xa0]*(?:[-–—+*•●▪◦o]\s|(?:\d{1,2}|[IVXivx]{1,5}|[a-zđ])[.)]|\d{1,2}(?:\.\d{1,2})+\.?\s|"
    r"Điều \d|“|date \d{4}-)"
)
# A line that ends so goes on in the next: "Điều 2. Giao", "… phối hợp với".
_CANNOT_END = re.compile(
    r"(?:^|\s)(?:giao|và|của|các|những|cho|với|về|do|theo|tại|trong|từ|đến|để|hoặc|bằng|ngày|tháng)$"
)
_BROKEN_ARTICLE = re.compile(r"Điều \d{1,3}[.:] \w+$")  # no title has one syllable
_YEAR = re.compile(r"[12](?<![\d/].)(?:(?<=1)9|(?<=2)0)\d\d(?![\d/])")
_STAGE = re.compile(r"\s?[-–]\s?(?=(?:19|20)\d\d)")
# A year after these is one looked back at, or one far ahead: not the year a text is of.
_OTHER_YEAR = re.compile(
    r"(?:so(?: với)?|cùng kỳ|bằng|hơn|từ|sau|đến|tầm nhìn|giá so sánh|[-–])(?: [^\W\d_]+){0,3} ?$"
)


class Context:
    """One document while it is read. Positions are characters of `text`; `folded` has the same length."""

    __slots__ = (
        "_dates",
        "_flat",
        "_hits",
        "_lines",
        "_sentences",
        "_year",
        "claims",
        "compiled",
        "document",
        "folded",
        "lexicon",
        "marks",
        "text",
    )

    def __init__(self, document: Document, lexicon: Lexicon) -> None:
        self.document = document
        self.lexicon = lexicon
        self.text = document.text
        self.folded = fold(document.text)
        self.claims: list[tuple[int, int, str]] = []  # start, end, who claims; in the order of claiming
        self.compiled: dict[str, Any] = {}  # what a family made of the text, by the name of who made it
        self.marks: dict[str, dict[int, frozenset[str]]] = {}  # what packs say of words here, by their place
        self._hits: dict[str, list[Hit]] = {}
        self._sentences: list[tuple[int, int]] | None = None
        self._flat: str | None = None
        self._dates: list[dates.DateMention] | None = None
        self._lines: list[tuple[int, int, BlockKind]] | None = None
        self._year: int | bool | None = False  # False: not looked for yet

    # -- the document's parts -----------------------------------------------------------------------------

    @property
    def lines(self) -> list[tuple[int, int, BlockKind]]:
        """`(start, end, kind)` of the non-empty lines, page furniture left out."""
        if self._lines is None:
            blocks = self.document.blocks or _plain_lines(self.text)
            self._lines = [
                (span.start, span.end, kind) for span, kind in blocks if kind is not BlockKind.FURNITURE
            ]
        return self._lines

    @property
    def sentences(self) -> list[tuple[int, int]]:
        """`(start, end)` of the sentences, in order, without the white space around them.

        A sentence ends at ".", "!", "?" or with its paragraph. Lines that a page's width has broken are one
        paragraph; list marks belong to their sentence.
        """
        if self._sentences is None:
            self._sentences = split_sentences(self.text, self.lines)
        return self._sentences

    @property
    def flat(self) -> str:
        """`folded` with the line breaks inside sentences as spaces: words that a page's width has parted."""
        if self._flat is None:
            self._flat = _flattened(self.folded, self.sentences)
        return self._flat

    def sentence_at(self, position: int) -> tuple[int, int]:
        """The sentence a character stands in; an empty one at the position where none is."""
        sentences = self.sentences
        index = bisect_right(sentences, (position, len(self.text) + 1)) - 1
        if index >= 0 and sentences[index][1] > position:
            return sentences[index]
        return position, position

    def line_at(self, position: int) -> tuple[int, int]:
        """The line a character stands in, without its line break."""
        start = self.text.rfind("\n", 0, position) + 1
        end = self.text.find("\n", position)
        return start, len(self.text) if end < 0 else end

    # -- the words of the packs ---------------------------------------------------------------------------

    def hits(self, family: str) -> list[Hit]:
        """`(start, end, payloads)` of a pack family's words in the text; the family "a+b" is both in one."""
        found = self._hits.get(family)
        if found is None:
            together = self.lexicon.together()
            if family in together:
                self._hits.update(together.find(self.flat, family))
                found = self._hits[family]
            else:
                found = self._hits[family] = self.lexicon.matcher(family).find(self.flat)
        return found

    def hits_in(self, family: str, start: int, end: int) -> list[Hit]:
        """The hits that lie wholly in `[start, end)`."""
        hits = self.hits(family)
        found = []
        for index in range(bisect_left(hits, (start,)), len(hits)):
            hit = hits[index]
            if hit[0] >= end:
                break
            if hit[1] <= end:
                found.append(hit)
        return found

    # -- claims -------------------------------------------------------------------------------------------

    def claim(self, start: int, end: int, who: str) -> None:
        """Keep `[start, end)` from being read as another kind of thing."""
        self.claims.append((start, end, who))

    def claimed(self, start: int, end: int, *, by: str = "") -> bool:
        """Whether a claim (of `by`, or any) touches `[start, end)`."""
        return any(s < end and start < e and (not by or who == by) for s, e, who in self.claims)

    # -- time ---------------------------------------------------------------------------------------------

    @property
    def day(self) -> date | None:
        """The document's day; the last of its month where only that is known."""
        header = self.document.header
        if header.date is None and header.month is not None:
            return dates.last_day(header.month)
        return header.date

    @property
    def date(self) -> date | None:
        return self.document.header.date

    @property
    def dates(self) -> list[dates.DateMention]:
        """Every day and period of the text, in order."""
        if self._dates is None:
            self._dates = dates.find(self.text, self.folded, self.date, year=self.year)
        return self._dates

    @property
    def year(self) -> int | None:
        """The document's year: its day's or month's, else its title's, else the one its text names most."""
        if self._year is False:
            header = self.document.header
            if header.date is not None:
                self._year = header.date.year
            elif header.month is not None:
                self._year = int(header.month[:4])
            else:
                self._year = self._named_year()
        return None if self._year is False else self._year

    def _named_year(self) -> int | None:
        """The year a text without a day is of: its title's, if that names one alone, else the most named."""
        title = next((span for name, span in self.document.header.spans if name == "title" and span), None)
        if title is not None and len(titled := set(self._own_years(*title))) == 1:
            return titled.pop()
        named = self._own_years(0, len(self.text)) or [int(y) for y in _YEAR.findall(self.text)]
        return max(dict.fromkeys(named), key=named.count) if named else None

    def _own_years(self, start: int, end: int) -> list[int]:
        """The years named in `[start, end)`, without those compared with and those of a stage of years."""
        text = self.folded
        years = []
        for match in _YEAR.finditer(text, start, end):
            before = text[max(start, match.start() - 28) : match.start()]
            if not _OTHER_YEAR.search(before) and not _STAGE.match(text, match.end()):
                years.append(int(match[0]))
        return years


def _plain_lines(text: str) -> list[tuple[Span, BlockKind]]:
    found = []
    at = 0
    for line in text.split("\n"):
        if line.strip():
            found.append((Span(at, at + len(line)), BlockKind.PARAGRAPH))
        at += len(line) + 1
    return found


def _flattened(folded: str, sentences: list[tuple[int, int]]) -> str:
    pieces: list[str] = []
    at = 0
    for start, end in sentences:
        if folded.find("\n", start, end) >= 0:
            pieces += (folded[at:start], folded[start:end].replace("\n", " "))
            at = end
    return "".join(pieces) + folded[at:] if pieces else folded


def split_sentences(text: str, lines: list[tuple[int, int, BlockKind]]) -> list[tuple[int, int]]:
    """`(start, end)` of the sentences of the given lines of `text`, trimmed."""
    wrapped = _width(lines)
    sentences: list[tuple[int, int]] = []
    paragraph_start = -1
    for index, (start, end, kind) in enumerate(lines):
        if paragraph_start < 0:
            paragraph_start = start
        follower = lines[index + 1] if index + 1 < len(lines) else None
        if follower is not None and _goes_on(text, (start, end, kind), follower, wrapped):
            continue
        _cut(text, paragraph_start, end, sentences)
        paragraph_start = -1
    return sentences


def _width(lines: list[tuple[int, int, BlockKind]]) -> int:
    """The width lines were broken at by a page, in characters; 0 where paragraphs stand on one line each."""
    lengths = sorted(end - start for start, end, kind in lines if kind is not BlockKind.TABLE)
    if len(lengths) < 8:
        return 0
    longest = lengths[int(len(lengths) * 0.95)]
    if not 40 <= longest <= 130:
        return 0
    full = sum(1 for length in lengths if length >= 0.85 * longest)
    return longest if full >= 0.35 * len(lengths) else 0


def _goes_on(
    text: str, line: tuple[int, int, BlockKind], follower: tuple[int, int, BlockKind], width: int
) -> bool:
    """Whether the paragraph of `line` goes on in the next line."""
    if line[2] is BlockKind.TABLE or follower[2] is BlockKind.TABLE:
        return False
    if follower[0] > line[1] + 2:  # an empty line between
        return False
    last = text[line[0] : line[1]].rstrip()[-1:]
    if last in ".;:!?…":
        return False
    begins = text[follower[0] : follower[1]].lstrip()
    if _LIST_MARK.match(begins):
        return False
    words = text[line[0] : line[1]].strip()
    if _BROKEN_ARTICLE.match(words) or (_CANNOT_END.search(words) and line[2] is not BlockKind.HEADING):
        return True
    long_enough = line[1] - line[0] >= 30
    if begins[:1].islower() and (long_enough or (width > 0 and len(words) > 2)):
        return True
    full = width > 0 and line[1] - line[0] >= 0.72 * width
    if begins[:1].isdigit() and last not in ')”"' and (full or (long_enough and width > 0)):
        return True
    return full and line[2] is not BlockKind.HEADING


def _cut(text: str, start: int, end: int, sentences: list[tuple[int, int]]) -> None:
    """Append the sentences of one paragraph."""
    at = start
    for mark in _BREAK.finditer(text, start, end):
        place = mark.start()
        rest = text[mark.end() : mark.end() + 8].lstrip(" \t\xa0\n\"“‘'(-–+•*")
        if not rest or not (rest[0].isupper() or rest[0].isdigit()):
            continue
        if text[place] == "." and mark.end() - place == 1:
            before = text[max(start, place - 8) : place]
            if (_ABBREVIATION.search(before) and not _NUMERAL.search(before)) or (
                before.strip().isdigit() and place - at <= 4
            ):
                continue
        _append(text, at, mark.end(), sentences)
        at = mark.end()
    _append(text, at, end, sentences)


def _append(text: str, start: int, end: int, sentences: list[tuple[int, int]]) -> None:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    if left < len(piece):
        sentences.append((start + left, start + len(piece.rstrip())))
