"""What people do with documents and with what was read from them.

Each decision is one transaction with one audit entry, and changes the search index in it. Field errors are
`ValidationError` by field name; a row somebody else changed meanwhile is a `Conflict`; both say in Vietnamese
what to do. Permission is asked for before, by `selectors.fact_to_review(access, pk)` and its like.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.bodies.models import Body, Position
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.locks import Turn, take_turn
from dondoc.web.matters.models import Matter, Tally
from dondoc.web.plans.catalogue import indicator_alias_add
from dondoc.web.plans.models import Indicator, TargetVersion, Task
from dondoc.web.results.models import Observation
from dondoc.web.sources import givenout, standing
from dondoc.web.sources.confirm import rows_for
from dondoc.web.sources.convert import corrected
from dondoc.web.sources.entries import document_stands_on, document_update
from dondoc.web.sources.ingest import count_open
from dondoc.web.sources.intake import batch_add, files_reread
from dondoc.web.sources.making import Books, Making
from dondoc.web.sources.models import (
    SUBJECTS,
    Citation,
    Document,
    Fact,
    FactState,
    KindChoice,
    Meeting,
    Mention,
)

__all__ = [
    "Accepted",
    "batch_add",
    "document_stands_on",
    "document_update",
    "fact_accept",
    "fact_correct",
    "fact_merge",
    "fact_reject",
    "fact_reopen",
    "facts_accept",
    "facts_reject",
    "files_reread",
]

_SUBJECT: dict[type[models.Model], str] = {
    TargetVersion: "target_version",
    Observation: "observation",
    Task: "task",
    Position: "position",
    Citation: "citation",
    Meeting: "meeting",
    Matter: "matter",
    Tally: "tally",
}
# Which rows the words of each kind may stand behind.
_STANDS_BEHIND: dict[str, tuple[type[models.Model], ...]] = {
    KindChoice.INDICATOR: (TargetVersion, Observation),
    KindChoice.TASK: (Task,),
    KindChoice.PERSON: (Position,),
    KindChoice.CITATION: (Citation,),
    KindChoice.MEETING: (Meeting,),
    KindChoice.VERDICT: (Tally,),
    KindChoice.VOTE: (Tally,),
    KindChoice.RATING: (Tally,),
    KindChoice.SHORTCOMING: (Matter,),
    KindChoice.PROPOSAL: (Matter,),
}


def fact_accept(
    *,
    fact: Fact,
    by: User,
    subject: models.Model | None = None,
    indicator: Indicator | None = None,
    body: Body | None = None,
    books: Books | None = None,
) -> Mention:
    """Accept a proposal as it was read.

    Args:
        fact: An open proposal. One the same person has accepted already is left as it is.
        by: The reviewer.
        subject: An existing row these words stand behind (as `fact_merge`); None: find or make it.
        indicator: Of a number; None: the best suggestion where it is sure, else a new indicator by its name.
        body: Whose target or figure it is, or who leads the task; None: the best suggestion.
        books: Names loaded before, where many facts are accepted in a row.

    Raises:
        ValidationError: A field is missing that the row needs; correct the fact instead.
        Conflict: Somebody else has decided.
    """
    if subject is not None:
        return fact_merge(fact=fact, into_row=subject, by=by)
    return _confirm(fact, by, None, indicator, body, books)


def fact_correct(
    *,
    fact: Fact,
    by: User,
    data: Mapping[str, Any],
    indicator: Indicator | None = None,
    body: Body | None = None,
) -> Mention:
    """Accept a proposal with changed fields (names as in `Fact.data`; those not given stay).

    Raises:
        ValidationError: By field; the form keeps what was typed.
        Conflict: Somebody else has decided.
    """
    changed = corrected(fact.kind, fact.data, data)
    return _confirm(fact, by, changed if changed != fact.data else None, indicator, body, None)


def _confirm(
    fact: Fact,
    by: User,
    changed: dict[str, Any] | None,
    indicator: Indicator | None,
    body: Body | None,
    books: Books | None,
) -> Mention:
    books = books or Books()  # before the transaction, so that others wait less
    with transaction.atomic():
        fact = _open(fact, by, FactState.CONFIRMED, changed)
        if fact.state == FactState.CONFIRMED:
            return _mention_of(fact)
        data = changed if changed is not None else fact.data
        rows = _said_before(fact) if changed is None and indicator is None and body is None else []
        rows = rows or rows_for(Making(fact, data, by, books, indicator, body))
        mention = _stand_behind(fact, rows)
        givenout.link(fact, data, rows, books)
        _decide(fact, FactState.CONFIRMED, by, corrected_to=changed)
        _remember(rows)
        if indicator is not None:
            indicator_alias_add(indicator=indicator, name=data["name"], by=by)
        action = "fact.accept" if changed is None else "fact.correct"
        made = {k: v for k, v in (changed or {}).items() if v != fact.data.get(k)}
        before = {"state": "proposed"} | {k: fact.data.get(k) for k in made}
        after = {"state": "confirmed", "rows": _names(rows), **made}
        record(actor=by, action=action, row=fact, before=before, after=after, body=fact.document.owner)
    return mention


def fact_merge(*, fact: Fact, into_row: models.Model, by: User) -> Mention:
    """The words say what a confirmed row (or the row behind another `Fact`) says already.

    Raises:
        ValidationError: The row is of another kind.
        Conflict: Somebody else has decided, or the row has been withdrawn.
    """
    with transaction.atomic():
        fact = _open(fact, by, FactState.CONFIRMED, None)
        if fact.state == FactState.CONFIRMED:
            return _mention_of(fact)
        row = _row_behind(into_row)
        if not isinstance(row, _STANDS_BEHIND[fact.kind]):
            raise ValidationError({"subject": "Chỉ gộp được với mục cùng loại."})
        if getattr(row, "withdrawn_at", None) is not None:
            raise Conflict("Mục định gộp vào đã được rút lại. Tải lại trang rồi chọn mục khác.")
        mention = _stand_behind(fact, [row])
        _decide(fact, FactState.CONFIRMED, by)
        _remember([row])
        after = {"state": "confirmed", "rows": _names([row])}
        record(
            actor=by,
            action="fact.merge",
            row=fact,
            before={"state": "proposed"},
            after=after,
            body=fact.document.owner,
        )
    return mention


def fact_reject(*, fact: Fact, by: User, reason: str = "") -> Fact:
    """Not a fact, or read wrongly.

    Raises:
        Conflict: Somebody else has decided.
    """
    with transaction.atomic():
        fact = _open(fact, by, FactState.REJECTED, None)
        if fact.state == FactState.REJECTED:
            return fact
        _decide(fact, FactState.REJECTED, by, reason=reason)
        record(
            actor=by,
            action="fact.reject",
            row=fact,
            before={"state": "proposed"},
            after={"state": "rejected"},
            reason=reason,
            body=fact.document.owner,
        )
    return fact


def fact_reopen(*, fact: Fact, by: User) -> Fact:
    """Undo any decision; a confirmed row is withdrawn where no other words stand behind it.

    An open fact is left as it is. One of a reading that is no longer current does not come back for review:
    the newer reading proposes what it finds itself.
    """
    with transaction.atomic():
        take_turn(Turn.DOCUMENT, fact.document_id)
        fact = _now(fact)
        if fact.state not in (FactState.CONFIRMED, FactState.REJECTED):
            return fact
        before = {
            "state": fact.state,
            "corrected": fact.corrected,
            "reason": fact.reason,
            "decided_by": fact.decided_by_id,
        }
        mentions = list(fact.mentions.select_related(*SUBJECTS))
        rows = [mention.subject for mention in mentions]
        standing.take_turns(rows)
        for mention in mentions:
            mention.delete()
        for row in rows:
            _let_go(row)
        state = FactState.PROPOSED if fact.reading.is_current else FactState.SUPERSEDED
        Fact.objects.filter(pk=fact.pk).update(
            state=state, corrected=None, decided_by=None, decided_at=None, reason=""
        )
        count_open(fact.document)
        after = {"state": state, "rows": _names(rows)}
        record(actor=by, action="fact.reopen", row=fact, before=before, after=after, body=fact.document.owner)
        fact.refresh_from_db()
    return fact


@dataclass(slots=True)
class Accepted:
    """What became of many: accepted mentions, and facts left open with the reason why."""

    mentions: list[Mention] = field(default_factory=list)
    left: list[tuple[Fact, str]] = field(default_factory=list)


def facts_accept(*, document: Document, kind: str, by: User, min_confidence: int = 0) -> Accepted:
    """Accept all open proposals of a kind (or "all") with at least this confidence, in percent.

    Each is a transaction of its own, so that nobody else waits; one that cannot be accepted as it stands is
    left open with the reason.
    """
    facts = document.facts.filter(
        state=FactState.PROPOSED, reading__is_current=True, confidence__gte=min_confidence
    )
    if kind != "all":
        facts = facts.filter(kind=kind)
    done = Accepted()
    books = Books()
    for fact in facts.order_by("order", "pk"):
        try:
            done.mentions.append(fact_accept(fact=fact, by=by, books=books))
        except ValidationError as error:
            done.left.append((fact, " ".join(error.messages)))
        except Conflict as error:
            done.left.append((fact, str(error)))
    return done


def facts_reject(*, facts: Iterable[Fact], by: User, reason: str = "") -> int:
    """Reject many, each on its own; how many were open."""
    count = 0
    for fact in facts:
        try:
            count += fact_reject(fact=fact, by=by, reason=reason).state == FactState.REJECTED
        except Conflict:
            continue
    return count


# --- how a decision is made -----------------------------------------------------------------------------


def _now(fact: Fact) -> Fact:
    return Fact.objects.select_related(
        "document__owner",
        "document__issuer",
        "document__stands_on__issuer",
        "reading",
        "decided_by",
        "same_as",
    ).get(pk=fact.pk)


def _open(fact: Fact, by: User, wanted: str, changed: dict[str, Any] | None) -> Fact:
    """The fact as it is now: open, or decided just so by the same person.

    Raises:
        Conflict: It was decided otherwise, or by somebody else, or read anew.
    """
    take_turn(Turn.DOCUMENT, fact.document_id)
    fact = _now(fact)
    if fact.state == FactState.PROPOSED:
        if not fact.reading.is_current:
            raise Conflict("Văn bản vừa được đọc lại. Tải lại trang để duyệt bản đọc mới.")
        return fact
    if fact.state == wanted and fact.decided_by_id == by.pk and fact.corrected == changed:
        return fact
    if fact.state == FactState.SUPERSEDED:
        raise Conflict("Văn bản đã được đọc lại. Tải lại trang để duyệt bản đọc mới.")
    done = {FactState.CONFIRMED.value: "xác nhận", FactState.REJECTED.value: "loại"}[fact.state]
    who = "Đồng chí" if fact.decided_by_id == by.pk else str(fact.decided_by)
    when = timezone.localtime(fact.decided_at).strftime("%H:%M %d/%m/%Y") if fact.decided_at else ""
    raise Conflict(f"{who} đã {done} mục này lúc {when}. Tải lại trang; muốn quyết định lại thì mở lại mục.")


def _mention_of(fact: Fact) -> Mention:
    mention = fact.mentions.order_by("pk").first()
    assert mention is not None, "a confirmed fact has its mention"
    return mention


def _decide(
    fact: Fact, state: str, by: User, *, corrected_to: dict[str, Any] | None = None, reason: str = ""
) -> None:
    """Set the state, if it is still open; and what is left to review."""
    fact.state, fact.decided_by, fact.decided_at = state, by, timezone.now()
    fact.corrected, fact.reason = corrected_to, reason.strip()[:300]
    changed = Fact.objects.filter(pk=fact.pk, state=FactState.PROPOSED).update(
        state=fact.state,
        decided_by=by,
        decided_at=fact.decided_at,
        corrected=fact.corrected,
        reason=fact.reason,
    )
    if not changed:
        raise Conflict("Mục này vừa được người khác quyết định. Tải lại trang.")
    count_open(fact.document)


def _said_before(fact: Fact) -> list[models.Model]:
    """The row behind the earlier statement this one repeats, if that was confirmed."""
    first, seen = fact.same_as, {fact.pk}
    while first is not None and first.pk not in seen:
        if first.state == FactState.CONFIRMED:
            return [mention.subject for mention in first.mentions.select_related(*SUBJECTS)]
        seen.add(first.pk)
        first = first.same_as
    return []


def _row_behind(row: models.Model) -> models.Model:
    """The row itself, or the one behind another fact.

    Raises:
        ValidationError: That fact has none.
    """
    if not isinstance(row, Fact):
        return type(row)._default_manager.get(pk=row.pk)
    mention = row.mentions.select_related(*SUBJECTS).first()
    if mention is None:
        raise ValidationError({"subject": "Mục định gộp vào chưa được xác nhận. Xác nhận mục đó trước."})
    return mention.subject


def _stand_behind(fact: Fact, rows: list[models.Model]) -> Mention:
    """The fact's words behind each row; the first mention."""
    standing.take_turns(rows)
    made = [
        Mention.objects.create(
            fact=fact,
            reading=fact.reading,
            document=fact.document,
            start=fact.start,
            end=fact.end,
            quote=fact.quote,
            **{_SUBJECT[type(row)]: row},
        )
        for row in rows
    ]
    for row in rows:
        standing.settle(row)
    return made[0]


def _let_go(row: models.Model) -> None:
    """A row from which words were taken away: withdrawn where none are left."""
    told = Mention.objects.filter(**{_SUBJECT[type(row)]: row}).exists()
    if not told and not getattr(row, "by_hand", False):
        row.withdrawn_at = timezone.now()  # type: ignore[attr-defined]
        row.save(update_fields=["withdrawn_at"])
        if isinstance(row, Task):  # what an order was divided into goes with it
            parts = list(row.parts.filter(withdrawn_at=None))
            row.parts.filter(withdrawn_at=None).update(withdrawn_at=row.withdrawn_at)
            _remember([*parts])
    else:
        standing.settle(row)
    if isinstance(row, TargetVersion):
        standing.settle(row)
    _remember([row])


def _remember(rows: list[models.Model]) -> None:
    """The search index follows what the rows have become."""
    for row in rows:
        standing.reindex(row)


def _names(rows: list[models.Model]) -> list[str]:
    return [f"{row._meta.label} {row.pk}" for row in rows]
