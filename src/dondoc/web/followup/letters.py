"""Letters: drafted by a person, numbered by văn thư, and then in the trail of everything they list.

Nothing is sent from here. A draft is a Word file somebody signs; its number and day are entered afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.bodies.models import Body
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.locks import Turn, take_turn
from dondoc.web.followup.models import (
    Criticism,
    Letter,
    LetterCorrection,
    LetterKind,
    LetterLine,
    LetterState,
)
from dondoc.web.followup.owed import Owed
from dondoc.web.followup.papers import SentFile, letter_keep
from dondoc.web.followup.planning import source_of
from dondoc.web.matters import life as matters
from dondoc.web.matters.models import Matter, MatterEventChoice
from dondoc.web.obligations import services as obligations
from dondoc.web.obligations.models import ActKind, Obligation
from dondoc.web.papers.issuing import number_taken
from dondoc.web.papers.letterhead import form_of
from dondoc.web.plans import life as tasks
from dondoc.web.plans.models import EventKind, Task
from dondoc.web.programmes import life as items
from dondoc.web.programmes.models import Item, ItemEventChoice

_COLUMNS: dict[type, str] = {Task: "task", Obligation: "obligation", Item: "item", Matter: "question"}


def in_open_drafts(kind: str, matters: Iterable[str]) -> set[str]:
    """Of these matters those that a draft of this kind lists already."""
    return set(
        LetterLine.objects.filter(
            matter__in=list(matters), letter__kind=kind, letter__state=LetterState.DRAFT
        ).values_list("matter", flat=True)
    )


@transaction.atomic
def letter_draft(
    *,
    kind: LetterKind,
    body: Body,
    issuer: Body,
    owed: Sequence[Owed],
    as_of: date,
    by: User,
    answer_by: date | None = None,
) -> Letter:
    """Draft a letter about what a body owes.

    Args:
        kind: A reminder, or a request for an explanation.
        body: To whom.
        issuer: Whose letterhead it bears.
        owed: What it lists, late on `as_of`; a request for an explanation takes tasks only.
        as_of: The day on which it was late.
        by: Who drafts it.
        answer_by: By when an answer is asked for.

    Raises:
        ValidationError: Nothing is listed, something is not late, or a draft lists it already.
    """
    take_turn(Turn.FOLLOW_UP)
    if kind == LetterKind.EXPLANATION:
        owed = [one for one in owed if isinstance(one.row, Task)]
    if not owed:
        raise ValidationError("Chọn ít nhất một việc quá hạn để đưa vào công văn.")
    if answer_by is not None and answer_by < as_of:
        raise ValidationError({"answer_by": "Ngày phải báo cáo không thể trước ngày soạn."})
    if any(one.matter.due >= as_of for one in owed):
        raise ValidationError("Có việc chưa quá hạn. Tải lại trang rồi chọn lại.")
    if known := in_open_drafts(kind, [one.matter.key for one in owed]):
        names = "; ".join(one.words[:60] for one in owed if one.matter.key in known)
        raise ValidationError(
            f"Đã có trong dự thảo khác chưa ban hành: {names}. Bỏ chọn, hoặc dùng dự thảo ấy."
        )
    letter = Letter.objects.create(
        kind=kind, body=body, issuer=issuer, as_of=as_of, answer_by=answer_by, drafted_by=by
    )
    LetterLine.objects.bulk_create(
        LetterLine(
            letter=letter,
            position=place,
            matter=one.matter.key,
            words=one.words,
            source=source_of(one),
            due=one.matter.due,
            days_late=(as_of - one.matter.due).days,
            **{_COLUMNS[type(one.row)]: one.row},
        )
        for place, one in enumerate(owed, 1)
    )
    after = {"kind": kind, "issuer": issuer.name, "lines": len(owed), "as_of": as_of, "answer_by": answer_by}
    record(actor=by, action="letter.draft", row=letter, before={}, after=after, body=body)
    return letter


@transaction.atomic
def letter_issue(
    *, letter: Letter, symbol: str, issued_on: date, by: User, today: date, signed: SentFile | None = None
) -> Letter:
    """Văn thư enters number and day of the signed letter; it is written into the trail of what it lists.

    Its file and what it says are kept as they went out.

    Args:
        letter: A draft.
        symbol: Number and symbol.
        issued_on: The day of the letter.
        by: Who enters it.
        today: No day after it is one of issue.
        signed: The signed file; None: the one drafted is kept.

    Raises:
        ValidationError: A number or day is missing or cannot be.
        Conflict: It is no draft any more.
    """
    symbol = " ".join(symbol.split())
    _check_number(letter, symbol, issued_on, today)
    lines = list(letter.lines.select_related("task", "obligation", "item", "question"))
    listed = [line.task or line.question for line in lines]
    for document in sorted({row.document_id for row in listed if row is not None}):
        take_turn(Turn.DOCUMENT, document)  # in order, before anything is written to
    now = timezone.now()
    if not Letter.objects.filter(pk=letter.pk, state=LetterState.DRAFT).update(
        state=LetterState.ISSUED, symbol=symbol, issued_on=issued_on, entered_by=by, entered_at=now
    ):
        raise Conflict("Công văn này không còn là dự thảo. Tải lại trang để xem.")
    letter.refresh_from_db()
    for line in lines:
        if _enter(letter, line, by):
            LetterLine.objects.filter(pk=line.pk).update(entered=True)
    letter_keep(letter, by=by, today=today, signed=signed)
    after = {"symbol": symbol, "issued_on": issued_on, "state": LetterState.ISSUED}
    record(
        actor=by, action="letter.issue", row=letter, before={"state": "draft"}, after=after, body=letter.body
    )
    return letter


def _check_number(letter: Letter, symbol: str, issued_on: date, today: date) -> None:
    """Refuse a letter without number, of a day before it was drafted or to come, or whose number is used."""
    if not symbol:
        raise ValidationError({"symbol": "Nhập số, ký hiệu của công văn."})
    if not letter.as_of <= issued_on <= today:
        raise ValidationError(
            {"issued_on": f"Ngày ban hành từ {letter.as_of:%d/%m/%Y} (ngày soạn) đến hôm nay."}
        )
    same = Letter.objects.filter(issuer=letter.issuer_id, symbol=symbol, issued_on__year=issued_on.year)
    if same.exclude(pk=letter.pk).exists():
        raise ValidationError({"symbol": f"Số {symbol} đã ghi cho công văn khác trong năm {issued_on.year}."})


@transaction.atomic
def letter_correct(
    *, letter: Letter, symbol: str, issued_on: date, reason: str, by: User, today: date
) -> LetterCorrection:
    """Văn thư entered number or day of an issued letter wrongly: what is right, beside what stood.

    What was written into the trail of the matters, and the kept file, stay as they were.

    Args:
        letter: An issued letter, as it was shown.
        symbol: The right number and symbol.
        issued_on: The right day.
        reason: Why it is corrected.
        by: Who corrects it.
        today: No day after it is one of issue.

    Raises:
        ValidationError: By field: no reason, nothing differs, or a number or day that cannot be.
        Conflict: It is not issued, or was corrected meanwhile.
    """
    symbol, reason = " ".join(symbol.split()), reason.strip()
    if letter.state != LetterState.ISSUED or letter.issued_on is None:
        raise Conflict("Công văn chưa ban hành, chưa có số để sửa. Tải lại trang để xem.")
    if not reason:
        raise ValidationError({"reason": "Nêu vì sao sửa số, ngày đã ghi."})
    was = {"symbol": letter.symbol, "issued_on": letter.issued_on}
    if (symbol, issued_on) == (letter.symbol, letter.issued_on):
        raise ValidationError({"symbol": "Số và ngày không khác số, ngày đã ghi."})
    take_turn(Turn.FOLLOW_UP)
    _check_number(letter, symbol, issued_on, today)
    if number_taken(letter.issuer, form_of(letter.issuer), symbol, issued_on.year, but=f"letter:{letter.pk}"):
        raise ValidationError({"symbol": f"Số {symbol} đã ghi cho văn bản khác trong năm {issued_on.year}."})
    made = LetterCorrection.objects.create(
        letter=letter, was_symbol=letter.symbol, was_issued_on=letter.issued_on, symbol=symbol,
        issued_on=issued_on, reason=reason[:500], by=by,
    )  # fmt: skip
    now = {"symbol": symbol, "issued_on": issued_on}
    if not Letter.objects.filter(pk=letter.pk, state=LetterState.ISSUED, **was).update(**now):
        raise Conflict("Số, ngày của công văn vừa được sửa. Tải lại trang để xem.")
    letter.refresh_from_db()
    record(
        actor=by, action="letter.correct", row=letter, before=was, after=now, reason=reason, body=letter.body
    )
    return made


def _enter(letter: Letter, line: LetterLine, by: User) -> bool:
    """Onto one matter; False where it was withdrawn or waived meanwhile."""
    assert letter.issued_on is not None
    name = "Đôn đốc" if letter.kind == LetterKind.REMINDER else "Yêu cầu giải trình"
    note = f"{name} tại công văn số {letter.symbol} ngày {letter.issued_on:%d/%m/%Y}"
    if letter.answer_by:
        note += f", báo cáo trước {letter.answer_by:%d/%m/%Y}"
    try:
        if line.task is not None:
            kind = EventKind.REMINDED if letter.kind == LetterKind.REMINDER else EventKind.EXPLANATION_ASKED
            tasks.act(task=line.task, kind=kind, on=letter.issued_on, by=by, note=note)
        elif line.obligation is not None:
            obligations.act(
                obligation=line.obligation, kind=ActKind.REMINDED, on=letter.issued_on, by=by, note=note
            )
        elif line.item is not None:
            items.act(item=line.item, kind=ItemEventChoice.REMINDED, on=letter.issued_on, by=by, note=note)
        elif line.question is not None:
            noted = MatterEventChoice.NOTE
            matters.act(matter=line.question, kind=noted, on=letter.issued_on, by=by, note=note)
    except (Conflict, ValidationError):
        return False
    return True


@transaction.atomic
def letter_withdraw(*, letter: Letter, by: User) -> Letter:
    """The draft is not issued; it stays readable.

    Raises:
        Conflict: It is no draft any more.
    """
    if not Letter.objects.filter(pk=letter.pk, state=LetterState.DRAFT).update(
        state=LetterState.WITHDRAWN, withdrawn_by=by, withdrawn_at=timezone.now()
    ):
        raise Conflict("Công văn này không còn là dự thảo. Tải lại trang để xem.")
    before, after = {"state": LetterState.DRAFT}, {"state": LetterState.WITHDRAWN}
    record(actor=by, action="letter.withdraw", row=letter, before=before, after=after, body=letter.body)
    letter.refresh_from_db()
    return letter


@transaction.atomic
def criticism_record(
    *, body: Body, symbol: str, decided_on: date, decided_by: str, words: str, by: User, today: date
) -> Criticism:
    """Record what was decided elsewhere: by whom, in which paper, on which day.

    Raises:
        ValidationError: A field is missing, the day is to come, or it is recorded already.
    """
    told = {"symbol": symbol.strip(), "decided_by": decided_by.strip(), "words": words.strip()}
    if missing := {
        name: "Nhập mục này; chỉ ghi phê bình đã có quyết định." for name, said in told.items() if not said
    }:
        raise ValidationError(missing)
    if decided_on > today:
        raise ValidationError({"decided_on": "Ngày văn bản không thể sau hôm nay."})
    known = Criticism.objects.filter(
        body=body, symbol=told["symbol"], decided_on=decided_on, withdrawn_at=None
    )
    if known.exists():
        raise ValidationError({"symbol": "Đã ghi văn bản này cho cơ quan này."})
    made = Criticism.objects.create(body=body, decided_on=decided_on, recorded_by=by, **told)
    after = {**told, "decided_on": decided_on}
    record(actor=by, action="criticism.record", row=made, before={}, after=after, body=body)
    return made


@transaction.atomic
def criticism_withdraw(*, criticism: Criticism, by: User) -> None:
    """Recorded by mistake.

    Raises:
        Conflict: It was taken back already.
    """
    if not Criticism.objects.filter(pk=criticism.pk, withdrawn_at=None).update(withdrawn_at=timezone.now()):
        raise Conflict("Mục này đã được gỡ. Tải lại trang để xem.")
    before = {"symbol": criticism.symbol, "decided_on": criticism.decided_on, "words": criticism.words}
    record(actor=by, action="criticism.withdraw", row=criticism, before=before, after={}, body=criticism.body)
