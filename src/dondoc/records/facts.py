"""What was read from a document's words: proposals, until a person confirms them.

These are made by the thousand, so they are plain slotted records, not frozen ones. Field names and values are
those of the fact format (docs/facts.md): what `dondoc read --format json` prints.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, get_args

from dondoc.records.source import NOWHERE, Diagnostic, Span

Kind = Literal[
    "indicator",
    "task",
    "person",
    "citation",
    "meeting",
    "verdict",
    "vote",
    "rating",
    "shortcoming",
    "proposal",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
Voice = Literal["conclusion", "report", "delegate", "press"]  # who stands behind words that were said


@dataclass(slots=True)
class FieldSource:
    """Which words a field was read from, and by which step: the answer to "why does it say that?"."""

    how: str  # name of the step: "label", "unit", "chain", "subject", "frame", "document date" …
    span: Span | None = None  # None where the field was inferred, not read
    note: str = ""  # one Vietnamese clause for the reviewer


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a printed name of a place or a body stands for; the printed name itself stays as it is."""

    id: str  # in the packs: "bac_giang", "so_ke_hoach_va_dau_tu/bac_giang"
    now: str  # the name since then; the printed one where nothing changed, "" where no one body took over
    since: str = ""  # ISO day of the change; "" where there was none
    reason: str = ""  # Vietnamese, for the reviewer
    old_name: bool = False  # printed after the change: the document uses a name that was no longer right


@dataclass(slots=True)
class Fact:
    """What every fact has: its place, the rule that read it, and how sure the rule is."""

    span: Span
    rule: str = ""  # the rule that read it
    confidence: float = 1.0  # 0 … 1; an ordering for the reviewer, not a probability
    fields: dict[str, FieldSource] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)  # doubts, in Vietnamese
    same_as: int | None = None  # index, in its list, of an earlier mention of the same statement
    resolved: dict[str, Resolved] | None = None  # field → the place or body it names, where the packs know it


@dataclass(slots=True)
class IndicatorStatement(Fact):
    """One number that measures something: "GRDP … ước đạt 13,45%"."""

    value_span: Span = NOWHERE
    name: str = ""
    value: Decimal | None = None  # as written: 16.900 tỷ đồng → 16900
    value_max: Decimal | None = None  # upper end of a range
    out_of: Decimal | None = None  # the whole of a tally or rank
    unit: str | None = None  # "%", "tỷ đồng", "sản phẩm"; None for a rank
    status: str = "actual"  # actual, estimate, target
    measure: str = "level"  # level, change, share, attainment, ratio, rank, tally
    bound: str = "exact"  # exact, more_than, at_least, about, less_than, at_most, range
    period: str | None = None  # "2023", "2023-Q3", "2023-01/2023-09", "2021/2025", "2023-11-27"
    base: str | None = None  # same_period, plan, year:2022, country
    direction: str | None = None  # up, down: which way a change goes (extra to the fact format)
    indicator_id: str | None = None  # id in the catalogue pack; None where it is not known
    decimals: int = 0  # digits as printed after the comma: the precision a judgement must respect
    body: str | None = None  # whose it is, as a row or head prints it; None: the document's own
    around: str = ""  # words around the number that complete a name which says too little

    @property
    def told_name(self) -> str:
        """What is measured, with the words around the number where the name alone says too little."""
        return f"{self.name} {self.around}".strip()

    @property
    def full_name(self) -> str:
        """What is measured and whose it is, in one line: "tỷ lệ giải ngân Sở Xây dựng"."""
        return f"{self.told_name} {self.body}".strip() if self.body else self.told_name


@dataclass(slots=True)
class TaskStatement(Fact):
    """A sentence or table row that orders something: who must do what by when."""

    action: str = ""
    lead: str | None = None  # as written, also when collective
    partners: list[str] = field(default_factory=list)
    deadline: str | None = None  # a day or a period, as above
    product: str | None = None
    collective: bool = False  # the lead is "các sở, ngành" and the like: nobody answers for it yet
    directive: str = "order"  # order (văn bản giao), speech (phát biểu chỉ đạo): candidates need more care


@dataclass(slots=True)
class PersonMention(Fact):
    """A named person with every position the text gives; `span` is the first mention of the name."""

    name: str = ""
    positions: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Citation(Fact):
    """A mention of another document."""

    type: str = ""  # lower case: "chỉ thị"
    symbol: str | None = None
    date: str | None = None  # ISO day
    issuer: str | None = None
    title: str | None = None


@dataclass(slots=True)
class Meeting(Fact):
    """The conference or session the document reports."""

    body: str = ""
    ordinal: int | None = None
    date: str | None = None  # ISO day, the first


@dataclass(slots=True)
class Part:
    """One part of a count: how many came under one verdict, answer or level, as printed.

    Verdicts: met_or_exceeded, exceeded, met, nearly_met, not_met, under_way, not_assessed. Answers: high,
    medium, low; yes, no, abstained. Levels: excellent, good, at_least_good, completed, not_completed.
    """

    label: str
    span: Span  # the number with the words that say what it counts
    count: Decimal | None = None  # None where only a percentage is printed
    percent: Decimal | None = None
    decimals: int = 0  # digits of the percentage after the comma


@dataclass(slots=True)
class VerdictCount(Fact):
    """How many targets were met: "25/28 chỉ tiêu đạt và vượt, trong đó 15 chỉ tiêu vượt"."""

    counted: str = ""  # "chỉ tiêu", "mục tiêu"
    total: Decimal | None = None  # of how many; None where the text does not say
    parts: list[Part] = field(default_factory=list)  # "met_or_exceeded" contains "met" and "exceeded"
    source: str | None = None  # the document whose targets were counted: a count belongs to one document
    period: str | None = None
    expected: bool = False  # dự kiến, ước: not decided yet


@dataclass(slots=True)
class VoteResult(Fact):
    """The result of one vote, on a person or a matter, with what its percentages are of."""

    vote: str = (
        "confidence"  # confidence (three levels), ballot (tín nhiệm, không tín nhiệm), election, approval
    )
    subject: str | None = None  # whom or what the vote was about
    position: str | None = None
    parts: list[Part] = field(default_factory=list)
    denominator: Decimal | None = None  # what 100 % is
    denominator_of: str | None = None  # members, present, issued, returned, valid; None where it is not said
    issued: Decimal | None = None  # ballots handed out, returned, valid and not
    returned: Decimal | None = None
    valid: Decimal | None = None
    invalid: Decimal | None = None


@dataclass(slots=True)
class RatingCount(Fact):
    """How many were rated at each of the four levels: "12 tập thể hoàn thành xuất sắc nhiệm vụ"."""

    rated: str = ""  # "tập thể", "đảng viên", "tổ chức cơ sở đảng"
    total: Decimal | None = None
    parts: list[Part] = field(default_factory=list)
    period: str | None = None


@dataclass(slots=True)
class Shortcoming(Fact):
    """A sentence or list item that says what is wrong: tồn tại, hạn chế; khó khăn, vướng mắc; nguyên nhân."""

    nature: str = "shortcoming"  # shortcoming, difficulty, cause
    words: str = ""
    speaker: str | None = None  # as written; None where it is the document itself
    voice: Voice = "report"
    cause: str | None = None  # what the sentence itself gives as the reason


@dataclass(slots=True)
class Proposal(Fact):
    """What somebody asks for who may not order it: kiến nghị, đề xuất, đề nghị to a higher body."""

    words: str = ""
    speaker: str | None = None
    voice: Voice = "delegate"
    to: str | None = None  # who is to answer it, as written


@dataclass(slots=True)
class Facts:
    """All that was read from one document, in the text's order within each list."""

    indicators: list[IndicatorStatement] = field(default_factory=list)
    tasks: list[TaskStatement] = field(default_factory=list)
    people: list[PersonMention] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    meetings: list[Meeting] = field(default_factory=list)
    verdicts: list[VerdictCount] = field(default_factory=list)
    votes: list[VoteResult] = field(default_factory=list)
    ratings: list[RatingCount] = field(default_factory=list)
    shortcomings: list[Shortcoming] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    resolved: dict[str, Resolved] = field(default_factory=dict)  # the heading's "issuer" and "place"

    def of(self, kind: Kind) -> list[Fact]:
        """The facts of one kind."""
        table: dict[Kind, list[Fact]] = {
            "indicator": list(self.indicators),
            "task": list(self.tasks),
            "person": list(self.people),
            "citation": list(self.citations),
            "meeting": list(self.meetings),
            "verdict": list(self.verdicts),
            "vote": list(self.votes),
            "rating": list(self.ratings),
            "shortcoming": list(self.shortcomings),
            "proposal": list(self.proposals),
        }
        return table[kind]

    def items(self) -> Iterator[tuple[Kind, Fact]]:
        """Every fact with its kind."""
        for kind in KINDS:
            for fact in self.of(kind):
                yield kind, fact

    def told_in_counts(self) -> set[int]:
        """Indexes of the statements whose number is one of a vote's or a rating's: results, never targets.

        The number is a statement of its own in the fact format; who decides on the vote decides on it.
        """
        counts: list[VoteResult | RatingCount] = [*self.votes, *self.ratings]
        spans = sorted(part.span for count in counts for part in count.parts)
        starts = [span.start for span in spans]
        told = set()
        for index, statement in enumerate(self.indicators):
            before = bisect_right(starts, statement.value_span.start) - 1
            if statement.status == "actual" and before >= 0 and statement.value_span.end <= spans[before].end:
                told.add(index)
        return told

    def __len__(self) -> int:
        return sum(len(self.of(kind)) for kind in KINDS)
