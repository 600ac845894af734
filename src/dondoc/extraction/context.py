"""What all families of facts share while one document is read: folded text, sentences, words, claims.

A family claims the spans it has read, so that the next does not read them as something else: a document's
number is no quantity. Everything here is made when it is first asked for.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from datetime import date
from itertools import accumulate
from operator import itemgetter
from typing import Any

from dondoc.extraction.lexicon import Lexicon, Payloads
from dondoc.extraction.sentences import layout_of, split_sentences
from dondoc.records.document import BlockKind, Document
from dondoc.records.source import Span
from dondoc.text import dates
from dondoc.text.dates import DateMention
from dondoc.text.normalize import fold

_SPACES = re.compile(r" {2,}")
_DIGITS = re.compile(r"[0-9][0-9]*")  # begins with a set of letters, so that `re` skips quickly
Hit = tuple[int, int, Payloads]

_YEAR = re.compile(r"[12](?<!\d.)(?:(?<=1)9|(?<=2)0)\d\d(?![\d/])")
_OF_PERIOD = re.compile(r"(?:quý|tháng) [\divx]{1,3}/$")  # a slash before a year that ends no citation
_LEAD = 600  # characters in which a report says of what months it tells
_TELLS_OF = re.compile(
    r"(?<!\w)(?:\d{1,2} tháng(?: đầu)?(?: năm)?|quý (?:[ivx]+|\d)(?: ?/| năm)|tháng \d{1,2}(?: ?/| năm))"
    r" ?(20\d\d)(?!\d)"
)
# "so với cùng kỳ năm 2017", "so với 6 tháng đầu năm 2017", "so với năm 2017": said of the year after.
_SAME_PERIOD = re.compile(
    r"(?:cùng kỳ +(?:năm +)?|so(?: với)? +(?:(?:\d{1,2} +tháng|quý +[ivx\d]+|nửa)(?: +đầu)? +)?(?:năm +)?)$"
)
_STAGE = re.compile(r"\s?[-–]\s?(?=(?:19|20)\d\d)")
# A year after these is one looked back at, or one far ahead: not the year a text is of.
_OTHER_YEAR = re.compile(
    r"(?:so(?: với)?|cùng kỳ|bằng|hơn|từ|sau|đến|tầm nhìn|giá so sánh|[-–])(?: [^\W\d_]+){0,3} ?$"
    r"|so(?: với)? +\d{1,2} +tháng +(?:đầu +)?(?:năm +)?$"
)


_SHIELDED = frozenset(["verbs", "cues"])  # packs with nouns that only look like one of their words


class _Hits(dict[str, list[Hit]]):
    """Pack family → `(start, end, payloads)` of its words in a text, looked for when first asked for."""

    __slots__ = ("flat", "lexicon", "text")

    def __init__(self, lexicon: Lexicon, flat: str, text: str) -> None:
        self.lexicon, self.flat, self.text = lexicon, flat, text

    def __missing__(self, family: str) -> list[Hit]:
        text, joins = _closed_up(self.flat, self.text)
        together = self.lexicon.together()
        if family in together:
            found_together = together.find(text, family)
        else:
            found_together = {family: self.lexicon.matcher(family).find(text)}
        for name, hits in found_together.items():
            kept = [hit for hit in hits if hit[2][0].id != "shield"] if name in _SHIELDED else hits
            self[name] = _put_back(kept, joins) if joins else kept
        return self[family]


class Context:
    """One document while it is read. Positions are characters of `text`; `folded` has the same length."""

    __slots__ = (
        "_claimed",
        "_date_starts",
        "_dates",
        "_digits",
        "_places",
        "_starts",
        "_year",
        "claims",
        "compiled",
        "document",
        "flat",
        "folded",
        "hits",
        "layout",
        "lexicon",
        "lines",
        "marks",
        "sentences",
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
        # `(start, end, kind)` of the non-empty lines, page furniture left out.
        furniture = BlockKind.FURNITURE
        self.lines: list[tuple[int, int, BlockKind]] = [
            (span[0], span[1], kind)
            for span, kind in document.blocks or _plain_lines(self.text)
            if kind is not furniture
        ]
        # `(start, end)` of the sentences, in order, without the white space around them. A sentence ends at
        # ".", "!", "?" or with its paragraph. Lines that a page's width has broken are one paragraph; list
        # marks belong to their sentence.
        self.layout = layout_of(self.text, self.lines)
        self.sentences = split_sentences(self.text, self.lines, self.layout)
        # `folded` with the line breaks inside sentences as spaces: words that a page's width has parted.
        self.flat = _flattened(self.folded, self.sentences)
        self.text = _flattened(self.text, self.sentences)
        # `hits(family)`: `(start, end, payloads)` of a pack family's words in the text, in order; the family
        # "a+b" is both in one. A method of the table itself: it is called hundreds of times in a document.
        self.hits: Callable[[str], list[Hit]] = _Hits(lexicon, self.flat, document.text).__getitem__
        self._starts: dict[str, list[int]] = {}
        self._places: dict[tuple[str, ...], list[int]] = {}
        self._dates: list[DateMention] | None = None
        self._date_starts: list[int] = []
        self._digits: list[tuple[int, int]] | None = None
        self._claimed: dict[str, tuple[int, list[int], list[int]]] = {}  # by owner: claims seen, starts, ends
        self._year: int | bool | None = False  # False: not looked for yet

    # -- the document's parts -----------------------------------------------------------------------------

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

    def line_below(self, position: int) -> tuple[int, int, BlockKind] | None:
        """The first non-empty line that begins at a position or behind it."""
        index = bisect_left(self.lines, (position,))
        return self.lines[index] if index < len(self.lines) else None

    # -- words looked for once ----------------------------------------------------------------------------

    def says(self, words: tuple[str, ...], start: int, end: int) -> bool:
        """Whether one of the words, folded, begins in `[start, end)`; each is looked for once in a document.

        To be asked before an expression that holds one of them in every case.
        """
        try:
            places = self._places[words]
        except KeyError:
            places = self._places[words] = _places(self.flat, words)
        index = bisect_left(places, start)
        return index < len(places) and places[index] < end

    @property
    def digits(self) -> list[tuple[int, int]]:
        """`(start, end)` of every run of digits: where symbols and quantities are tried."""
        if self._digits is None:
            self._digits = [run.span() for run in _DIGITS.finditer(self.text)]
        return self._digits

    # -- the words of the packs ---------------------------------------------------------------------------

    def starts(self, family: str) -> list[int]:
        """Where the hits of a family begin, to look one up by its place."""
        made = self._starts.get(family)
        if made is None:
            made = self._starts[family] = [hit[0] for hit in self.hits(family)]
        return made

    def hits_in(self, family: str, start: int, end: int) -> list[Hit]:
        """The hits that lie wholly in `[start, end)`."""
        starts = self._starts.get(family)
        if starts is None:
            starts = self.starts(family)
        low = bisect_left(starts, start)
        high = bisect_left(starts, end, low)
        if low == high:
            return []
        hits = self.hits(family)
        if hits[high - 1][1] > end:  # hits of a family do not overlap: only the last can reach further
            high -= 1
        return hits[low:high]

    # -- claims -------------------------------------------------------------------------------------------

    def claim(self, start: int, end: int, who: str) -> None:
        """Keep `[start, end)` from being read as another kind of thing."""
        self.claims.append((start, end, who))

    def claimed(self, start: int, end: int, *, by: str = "") -> bool:
        """Whether a claim (of `by`, or any) touches `[start, end)`."""
        made = self._claimed.get(by)
        if made is None or made[0] != len(self.claims):
            made = self._claimed[by] = self._ordered_claims(by)
        index = bisect_left(made[1], end) - 1
        return index >= 0 and made[2][index] > start

    def _ordered_claims(self, by: str) -> tuple[int, list[int], list[int]]:
        """The number of claims; where those of `by` start, ascending; how far they reach up to each."""
        spans = sorted([(s, e) for s, e, who in self.claims if not by or who == by])
        return len(self.claims), [s for s, _ in spans], list(accumulate([e for _, e in spans], max))

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
    def dates(self) -> list[DateMention]:
        """Every day and period of the text, in order."""
        if self._dates is None:
            self._dates = dates.find(self.text, self.flat, self.date, year=self.year, digits=self.digits)
            self._date_starts = [mention.span[0] for mention in self._dates]
        return self._dates

    def dates_in(self, start: int, end: int) -> list[DateMention]:
        """The days and periods that begin in `[start, end)`, in order."""
        if self._dates is None:
            return [mention for mention in self.dates if start <= mention.span[0] < end]
        starts = self._date_starts
        low = bisect_left(starts, start)
        if low == len(starts) or starts[low] >= end:
            return []
        return self._dates[low : bisect_left(starts, end, low)]

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
        told = _TELLS_OF.search(self.folded, 0, _LEAD)
        if told is not None and not _OTHER_YEAR.search(self.folded[max(0, told.start() - 28) : told.start()]):
            return int(told[1])
        named = self._own_years(0, len(self.text)) or [
            int(year[0])
            + (_SAME_PERIOD.search(self.folded, max(0, year.start() - 28), year.start()) is not None)
            for year in _YEAR.finditer(self.folded)
        ]  # "so với cùng kỳ năm 2017" is said in 2018
        return max(dict.fromkeys(named), key=named.count) if named else None

    def _own_years(self, start: int, end: int) -> list[int]:
        """The years named in `[start, end)`, without those compared with and those of a stage of years."""
        text = self.folded
        years = []
        for match in _YEAR.finditer(text, start, end):
            before = text[max(start, match.start() - 28) : match.start()]
            if before.endswith("/") and not _OF_PERIOD.search(before):
                continue
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


def _places(text: str, words: tuple[str, ...]) -> list[int]:
    """Where the words begin in a text, ascending."""
    found = []
    for word in words:
        at = text.find(word)
        while at >= 0:
            found.append(at)
            at = text.find(word, at + 1)
    return sorted(found)


def _closed_up(flat: str, text: str) -> tuple[str, list[tuple[int, int]]]:
    r"""`flat` with one space where a broken line of `text` left more; from where on how many are missing.

    >>> _closed_up("triển  khai ngay", "triển \nkhai ngay")
    ('triển khai ngay', [(6, 1)])
    """
    pieces: list[str] = []
    joins: list[tuple[int, int]] = []
    at = missing = 0
    if "  " in flat:
        for m in _SPACES.finditer(flat):
            if "\n" in text[m.start() : m.end()]:
                pieces.append(flat[at : m.start() + 1])
                kept = m.start() + 1 - missing
                missing += m.end() - m.start() - 1
                joins.append((kept, missing))
                at = m.end()
    return "".join(pieces) + flat[at:] if pieces else flat, joins


def _put_back(hits: list[Hit], joins: list[tuple[int, int]]) -> list[Hit]:
    """The places of the hits in the text as it was."""

    def place(at: int) -> int:
        index = bisect_right(joins, at, key=itemgetter(0)) - 1
        return at + (joins[index][1] if index >= 0 else 0)

    return [(place(start), place(end - 1) + 1, payloads) for start, end, payloads in hits]
