"""The board of a document: each body with its plan, study sessions, reviews, and what its plan took up."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from dondoc.assessment.deadlines import days_late
from dondoc.assessment.obligations import studied_share
from dondoc.text.normalize import search_key
from dondoc.web.accounts.access import Access
from dondoc.web.bodies.models import Body
from dondoc.web.chains.models import RelationChoice
from dondoc.web.chains.selectors import links_seen
from dondoc.web.obligations.models import KindOfObligation, Obligation
from dondoc.web.obligations.selectors import obligations_seen, with_words
from dondoc.web.sources.models import Document

PLAN_STATES = ("issued_in_time", "issued_late", "owed", "late", "waived", "unasked", "none")


@dataclass(slots=True)
class Row:
    """One body. `covered` of `clauses`: how much of what the document asks of it its plans took up."""

    body: Body
    plan: Obligation | None = None
    study: Obligation | None = None
    interim: Obligation | None = None  # the first not held yet, else the last one
    final: Obligation | None = None
    children: list[Document] = field(default_factory=list)  # linked as carrying the document out
    covered: int | None = None  # None: nothing was compared yet
    clauses: int = 0
    check: int | None = None  # by which is known how much of its plan stands in other documents
    copied: Fraction | None = None  # what share of it
    as_of: date = date.min

    @property
    def state(self) -> str:
        """Of the plan: one of PLAN_STATES; "unasked": issued without being owed."""
        plan = self.plan
        if plan is None:
            return "unasked" if self.children else "none"
        if plan.waived_on is not None:
            return "waived"
        if plan.fulfilled_on is not None and plan.fulfilled_on <= self.as_of:
            late = plan.due is not None and plan.fulfilled_on > plan.due
            return "issued_late" if late else "issued_in_time"
        return "late" if plan.due is not None and plan.due < self.as_of else "owed"

    @property
    def days_late(self) -> int:
        """Of the plan, when it was issued or so far."""
        if self.plan is None or self.plan.waived_on is not None:
            return 0
        return days_late(due=self.plan.due, done=self.plan.fulfilled_on, as_of=self.as_of)

    @property
    def issued(self) -> Document | None:
        """The plan that counts: the one that fulfilled the obligation, else the first linked one."""
        if self.plan is not None and self.plan.fulfilled_by is not None:
            return self.plan.fulfilled_by
        return self.children[0] if self.children else None

    @property
    def words(self) -> str:
        """Of a plan that is not in the register: what was said of it, as its symbol and day."""
        return getattr(self.plan, "fulfilled_words", None) or ""

    @property
    def studied(self) -> Fraction | None:
        """What share has studied the document."""
        return None if self.study is None else studied_share(self.study.attended, self.study.to_attend)

    @property
    def coverage(self) -> Fraction | None:
        """What share of what the document asks of it its plans took up."""
        return None if self.covered is None or not self.clauses else Fraction(self.covered, self.clauses)


@dataclass(frozen=True, slots=True)
class BoardFilter:
    """What a reader asked for."""

    text: str = ""
    kind: str = ""  # of the body: which tree
    state: str = ""  # one of PLAN_STATES
    order: str = "body"


@dataclass(frozen=True, slots=True)
class Totals:
    """What stands above the board, of all its rows."""

    owed: int  # bodies that owe a plan, the waived left out
    issued: int
    issued_late: int
    late: int  # not issued and past the day
    attended: int
    to_attend: int
    counts: dict[str, int]  # by state of the plan

    @property
    def studied(self) -> Fraction | None:
        """Of all who are to study the document, what share has."""
        return studied_share(self.attended, self.to_attend)


def rows_of(access: Access, document: Document, *, as_of: date) -> list[Row]:
    """Every body that owes something for the document or issued what carries it out, in two queries.

    The coverage is filled in by who knows it (`chains.coverage`), and so is what is copied (`checks`).
    """
    rows: dict[int, Row] = {}

    def row(body: Body) -> Row:
        return rows.setdefault(body.pk, Row(body, as_of=as_of))

    owed = with_words(obligations_seen(access).filter(document=document))
    owed = owed.select_related("body", "fulfilled_by")
    for obligation in owed.order_by("due", "pk"):
        _place(row(obligation.body), obligation)
    links = (
        links_seen(access)
        .filter(parent=document, relation=RelationChoice.CARRIES_OUT, child__issuer__isnull=False)
        .select_related("child__issuer")
        .order_by("child__date", "child_id")
    )
    for link in links:
        if link.child.issuer is not None:
            row(link.child.issuer).children.append(link.child)
    return sorted(rows.values(), key=lambda r: (r.body.sort_key, r.body.pk))


def _place(row: Row, obligation: Obligation) -> None:
    match obligation.kind:
        case KindOfObligation.PLAN:
            row.plan = obligation
        case KindOfObligation.STUDY:
            row.study = obligation
        case KindOfObligation.INTERIM_REVIEW:
            if row.interim is None or row.interim.fulfilled_on is not None:
                row.interim = obligation
        case KindOfObligation.FINAL_REVIEW:
            if row.final is None or row.final.fulfilled_on is not None:
                row.final = obligation


_KEYS: dict[str, Callable[[Row], Any]] = {
    "body": lambda r: r.body.sort_key,
    "due": lambda r: (r.plan is None or r.plan.due is None, (r.plan and r.plan.due) or date.max),
    "issued": lambda r: (r.issued is None, (r.issued and r.issued.date) or date.max),
    "late": lambda r: r.days_late,
    "studied": lambda r: r.studied if r.studied is not None else Fraction(-1),
    "copied": lambda r: r.copied if r.copied is not None else Fraction(-1),
    "coverage": lambda r: r.coverage if r.coverage is not None else Fraction(-1),
}
BOARD_ORDERS = frozenset(_KEYS) | {f"-{key}" for key in _KEYS}


def filtered(rows: Iterable[Row], wanted: BoardFilter) -> list[Row]:
    """The rows asked for, in the order asked for; rows that are equal in it stand by name."""
    words = search_key(wanted.text).split()
    found = [
        row
        for row in rows
        if all(word in row.body.folded for word in words)
        and wanted.kind in ("", row.body.kind)
        and wanted.state in ("", row.state)
    ]
    found.sort(key=_KEYS["body"])
    order = wanted.order if wanted.order in BOARD_ORDERS else "body"
    found.sort(key=_KEYS[order.removeprefix("-")], reverse=order.startswith("-"))
    return found


def totals(rows: Iterable[Row]) -> Totals:
    """The counts above the board."""
    rows = list(rows)
    counts = dict.fromkeys(PLAN_STATES, 0)
    for row in rows:
        counts[row.state] += 1
    studies = [r.study for r in rows if r.study is not None and r.study.waived_on is None]
    return Totals(
        owed=counts["issued_in_time"] + counts["issued_late"] + counts["owed"] + counts["late"],
        issued=counts["issued_in_time"] + counts["issued_late"],
        issued_late=counts["issued_late"],
        late=counts["late"],
        attended=sum(s.attended or 0 for s in studies if s.to_attend),
        to_attend=sum(s.to_attend or 0 for s in studies),
        counts=counts,
    )
