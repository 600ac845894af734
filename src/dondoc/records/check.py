"""What the check of a programme finds: evidence with its words, never a verdict.

Positions are characters: those called `span` of the programme's text, those called `source_span` of the text
of the document it is held against.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from dondoc.records.coverage import Coverage
from dondoc.records.source import Span

CHECK_VERSION = "3"  # raised with every change that can alter what is found; stored with each result


class SourceRole(StrEnum):
    """What a document is to the programme that is checked."""

    PARENT = "parent"  # văn bản cấp trên mà chương trình thực hiện
    NEIGHBOUR = "neighbour"  # chương trình của nơi khác


@dataclass(frozen=True, slots=True)
class CheckSource:
    """A document the programme was held against."""

    key: str  # stable: a path for files, "document:12" in the register
    title: str
    role: SourceRole
    symbol: str = ""
    issuer: str = ""
    date: date | None = None

    @property
    def label(self) -> str:
        """How a list names it: its symbol and title."""
        return " ".join(filter(None, (self.symbol, self.title))) or self.key


class Likeness(StrEnum):
    """How near a passage stands to its source."""

    VERBATIM = "verbatim"  # nguyên văn: nothing but spelling, numbering or marks differ
    LIGHT = "light"  # sửa nhẹ: at most a fifth of the words differ
    HEAVY = "heavy"  # diễn đạt lại


class PassageKind(StrEnum):
    """What standing in both documents means."""

    COPIED = "copied"  # chép: counts in the share
    TAKEN_DOWN = "taken_down"  # chỉ tiêu, nhiệm vụ được giao nêu lại: coverage, not copying


class Change(StrEnum):
    """What differs at one place of a passage."""

    NUMBER = "number"
    PLACE = "place"
    SPELLING = "spelling"  # tone mark, abbreviation, capital letters of another word: the same word
    SYNONYM = "synonym"
    WORDS = "words"
    ADDED = "added"  # only in the programme
    DROPPED = "dropped"  # only in the source
    MOVED = "moved"  # the same words stand elsewhere in the passage
    FORMULA = "formula"  # words inside the passage that are not compared: headings, names of offices, days


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where a passage and its source differ; an empty span where one side has nothing."""

    change: Change
    span: Span
    source_span: Span


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of the programme that stand in a source too."""

    span: Span
    source: str  # `CheckSource.key`
    source_span: Span
    likeness: Likeness
    kept: Fraction  # of the passage's words, those that stand in the source
    differences: tuple[Difference, ...] = ()
    kind: PassageKind = PassageKind.COPIED
    section: str = ""  # labels of the programme's headings above it: "III.2"


@dataclass(frozen=True, slots=True)
class Formula:
    """Words every document of the kind has: left out of the share."""

    span: Span
    rule: str  # id in the pack check_formulas, "heading", "citation", "frequent" …
    reason: str  # one Vietnamese clause


@dataclass(frozen=True, slots=True)
class CopyFindings:
    """What stands elsewhere too, and what share of the programme is its own."""

    characters: int  # letters and digits of the programme
    formula: int  # of them, formula
    copied: int  # of the rest, in passages of kind COPIED
    taken_down: int  # of the rest, in passages of kind TAKEN_DOWN
    passages: tuple[Passage, ...] = ()  # by place; one place may stand in several sources
    formulas: tuple[Formula, ...] = ()
    shares: tuple[tuple[str, Fraction], ...] = ()  # source key → share copied from it, largest first

    @property
    def counted(self) -> int:
        """What shares are shares of: all but formula."""
        return self.characters - self.formula

    @property
    def copied_share(self) -> Fraction:
        return Fraction(self.copied, self.counted) if self.counted else Fraction(0)

    @property
    def own_share(self) -> Fraction:
        """Neither copied nor taken down from above."""
        own = self.counted - self.copied - self.taken_down
        return Fraction(own, self.counted) if self.counted else Fraction(0)


@dataclass(frozen=True, slots=True)
class Lack:
    """Something a sentence does not say, with the words that show it and what would mend it."""

    item: str  # id in the pack check_clear: "person", "deadline", "object" …
    label: str  # Vietnamese: "rõ thời gian"
    what: str  # what was found instead, or that nothing was found: one Vietnamese sentence
    advice: str  # how to mend it
    span: Span | None = None  # the words that show it; None where nothing stands there
    sentence: str = "lacking"  # which sentence of the item `what` is: lacking, instead, collective
    filled: str = ""  # the words put into it


@dataclass(frozen=True, slots=True)
class VagueStatement:
    """A task or aim with what it lacks."""

    span: Span
    kind: str  # task, aim
    words: str  # the sentence or row's action
    lead: str = ""
    lacks: tuple[Lack, ...] = ()
    clear: tuple[str, ...] = ()  # ids of what it does say
    section: str = ""


@dataclass(frozen=True, slots=True)
class VagueFindings:
    """The statements of the document that lack something, and what the document as a whole lacks."""

    statements: tuple[VagueStatement, ...] = ()
    document: tuple[Lack, ...] = ()
    examined: int = 0  # statements looked at
    items: tuple[tuple[str, str], ...] = ()  # id → label of what was looked for, in the pack's order

    def lacking(self, item: str) -> int:
        """How many statements lack one item."""
        return sum(1 for s in self.statements if any(lack.item == item for lack in s.lacks))


@dataclass(frozen=True, slots=True)
class ProgrammeCheck:
    """All that the check of one programme found, by one version of it."""

    title: str
    copying: CopyFindings
    vague: VagueFindings = field(default_factory=VagueFindings)
    coverage: tuple[tuple[str, Coverage], ...] = ()  # parent's key → its matrix
    sources: tuple[CheckSource, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)  # source key → the text its spans count
    neighbours_searched: int = 0  # documents the programme was held against besides the parents
    version: str = ""
    packs: str = ""


def covered(spans: Sequence[Span]) -> list[Span]:
    """The spans as a union: in order, none touching another.

    >>> covered([Span(4, 9), Span(0, 5), Span(12, 13)])
    [Span(start=0, end=9), Span(start=12, end=13)]
    """
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        elif span:
            merged.append(span)
    return merged
