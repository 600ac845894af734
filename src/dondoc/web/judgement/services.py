"""What people decide about verdicts. One transaction and one audit entry each; nothing is overwritten."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

import dondoc
from dondoc.web.accounts.access import Access
from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.bodies.models import Body, BodyKind
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.locks import Turn, take_turn
from dondoc.web.judgement.models import (
    Decision,
    FrozenBoard,
    FrozenRow,
    RoundingChoice,
    RuleSet,
    VerdictChoice,
)
from dondoc.web.judgement.selectors import ScoreRow, scoreboard, verdict_row
from dondoc.web.judgement.words import verdict_word, vietnamese_sentences
from dondoc.web.plans.models import TargetVersion
from dondoc.web.plans.targets import said
from dondoc.web.sources.models import Document


def office() -> Body | None:
    """The province whose office sets the rules."""
    return Body.objects.filter(kind=BodyKind.PROVINCE, parent=None).order_by("pk").first()


@transaction.atomic
def rules_set(
    *, nearly: Decimal | None, rounding: str, closing_days: int, reason: str, on: date, by: User
) -> RuleSet:
    """What the office decides about verdicts; it holds for every verdict reckoned from now on.

    Args:
        nearly: From how many per cent of a target "cơ bản đạt" is said; None: never.
        rounding: `RoundingChoice`.
        closing_days: How many days before a period's end its estimate concludes.
        reason: On what ground; shown with the rules.
        on: The day.
        by: Who sets it.

    Raises:
        ValidationError: By field.
    """
    if not reason.strip():
        raise ValidationError({"reason": "Nêu căn cứ của quy tắc."})
    if rounding not in RoundingChoice.values:
        raise ValidationError({"rounding": "Chọn cách so chữ số."})
    if not 0 <= closing_days <= 120:
        raise ValidationError({"closing_days": "Nhập số ngày từ 0 đến 120."})
    if nearly is not None and not Decimal(0) < nearly < Decimal(100):
        raise ValidationError({"nearly": "Ngưỡng là một số lớn hơn 0 và nhỏ hơn 100 (%)."})
    if nearly is not None and nearly != nearly.quantize(Decimal("0.01")):
        raise ValidationError({"nearly": "Ngưỡng có nhiều nhất hai chữ số thập phân."})
    take_turn(Turn.REGISTER)
    before = RuleSet.objects.last()
    made = RuleSet.objects.create(
        nearly=None if nearly is None else int(nearly * 100), rounding=rounding, closing_days=closing_days,
        reason=reason.strip()[:500], set_on=on, set_by=by,
    )  # fmt: skip
    record(
        actor=by, action="verdict.rules", row=made, before=_rules_told(before), after=_rules_told(made),
        reason=reason, body=office(),
    )  # fmt: skip
    return made


def _rules_told(rules: RuleSet | None) -> dict[str, Any]:
    if rules is None:
        return {}
    nearly = None if rules.nearly is None else Decimal(rules.nearly) / 100
    return {"nearly": nearly, "rounding": rules.rounding, "closing_days": rules.closing_days}


@transaction.atomic
def verdict_decide(
    *, access: Access, version: TargetVersion, verdict: str, reason: str, on: date, by: User, seen: int = 0
) -> Decision:
    """A named person's verdict beside the computed one; it takes the place of the one before.

    Args:
        access: Of the person, for reckoning.
        version: The number it is about.
        verdict: `VerdictChoice`.
        reason: Why; shown wherever the verdict is.
        on: The day.
        by: Who decides.
        seen: The decision the person saw; 0 where there was none.

    Raises:
        ValidationError: By field; it says what is computed anyway.
        Conflict: Somebody else has decided meanwhile; the number was withdrawn.
    """
    if verdict not in VerdictChoice.values:
        raise ValidationError({"verdict": "Chọn một kết luận."})
    if not reason.strip():
        raise ValidationError({"reason": "Nêu lý do kết luận khác với kết quả tính."})
    take_turn(Turn.FIGURES, version.target.indicator_id)
    version = TargetVersion.objects.select_related("target__body", "target__indicator").get(pk=version.pk)
    if version.withdrawn_at is not None:
        raise Conflict("Lần quyết định này đã được rút. Tải lại trang để xem.")
    before = Decision.objects.filter(version=version, withdrawn_on=None).first()
    if (before.pk if before else 0) != seen:
        raise Conflict("Người khác vừa kết luận chỉ tiêu này. Tải lại trang để xem, rồi quyết định tiếp.")
    computed = verdict_row(access, version, as_of=on).judgement.verdict
    if before is None and computed.value == verdict:
        raise ValidationError({"verdict": "Kết quả tính đã là kết luận này, không cần quyết định thêm."})
    if before is not None:
        before.withdrawn_on, before.withdrawn_by, before.withdrawn_reason = on, by, reason.strip()[:500]
        before.save(update_fields=["withdrawn_on", "withdrawn_by", "withdrawn_reason"])
    made = Decision.objects.create(
        version=version, verdict=verdict, computed=computed.value, reason=reason.strip(), decided_on=on,
        decided_by=by,
    )  # fmt: skip
    record(
        actor=by, action="verdict.decide", row=version.target,
        before={"verdict": before.verdict if before else computed.value},
        after={"verdict": verdict, "computed": computed.value}, reason=reason, body=version.target.body,
    )  # fmt: skip
    return made


@transaction.atomic
def decision_withdraw(*, decision: Decision, reason: str, on: date, by: User) -> Decision:
    """The computed verdict counts again; what was decided stays to be seen.

    Raises:
        ValidationError: No reason.
        Conflict: It is withdrawn already.
    """
    if not reason.strip():
        raise ValidationError({"reason": "Nêu lý do bỏ kết luận."})
    take_turn(Turn.FIGURES, decision.version.target.indicator_id)
    decision = Decision.objects.select_related("version__target__body").get(pk=decision.pk)
    if decision.withdrawn_on is not None:
        raise Conflict("Kết luận này đã được bỏ hoặc thay. Tải lại trang để xem.")
    decision.withdrawn_on, decision.withdrawn_by, decision.withdrawn_reason = on, by, reason.strip()[:500]
    decision.save(update_fields=["withdrawn_on", "withdrawn_by", "withdrawn_reason"])
    target = decision.version.target
    record(
        actor=by, action="verdict.withdraw", row=target, before={"verdict": decision.verdict}, after={},
        reason=reason, body=target.body,
    )  # fmt: skip
    return decision


@transaction.atomic
def board_freeze(
    *, access: Access, document: Document, occasion: str, as_of: date, by: User, known_by: date | None = None
) -> FrozenBoard:
    """Keep a document's scoreboard as it stands for a conference, in words and numbers.

    Raises:
        ValidationError: No occasion; nothing to freeze; a document that is not issued.
    """
    if not occasion.strip():
        raise ValidationError({"occasion": "Nêu hội nghị hoặc phiên họp mà bảng được chốt cho."})
    take_turn(Turn.DOCUMENT, document.pk)
    board = scoreboard(access, document, as_of=as_of, known_by=known_by)
    if not board.rows:
        raise ValidationError("Văn bản này chưa có chỉ tiêu nào được tính, nên không có gì để chốt.")
    made = FrozenBoard.objects.create(
        document=document, occasion=occasion.strip()[:300], as_of=as_of, met=board.score.met,
        total=board.score.total, rules={key: str(value) for key, value in asdict(board.rules).items()},
        reckoned_by=dondoc.__version__, frozen_by=by,
    )  # fmt: skip
    FrozenRow.objects.bulk_create(
        FrozenRow(
            board=made, position=n, target=row.target, body=row.target.body, verdict=row.verdict.value,
            computed=row.judgement.verdict.value, data=frozen_data(row),
        )
        for n, row in enumerate(board.rows, start=1)
    )  # fmt: skip
    record(
        actor=by, action="scoreboard.freeze", row=made, before={},
        after={"document": document, "as_of": as_of, "score": f"{made.met}/{made.total}"},
        reason=occasion, body=document.owner,
    )  # fmt: skip
    return made


def frozen_data(row: ScoreRow) -> dict[str, Any]:
    """All that a frozen row shows, as JSON, in Vietnamese."""
    result = row.judgement.result
    told: dict[str, Any] = {
        "indicator": row.target.indicator.name,
        "body": row.target.body.name,
        "period": row.target.period,
        "basis": row.target.basis,
        "plan": said(row.version),
        "unit": row.promise.unit,
        "result": f"{result.value:f}" if result else "",
        "result_period": str(result.period) if result else "",
        "result_status": result.status.value if result else "",
        "figure": result.key if result else None,
        "share": str(row.judgement.share) if row.judgement.share is not None else "",
        "reasons": vietnamese_sentences(row.judgement),
        "document": str(row.version.document or ""),
    }
    if row.decision is not None:
        told["decided"] = {
            "by": str(row.decision.decided_by),
            "on": row.decision.decided_on.isoformat(),
            "reason": row.decision.reason,
            "computed": verdict_word(row.judgement.verdict),
        }
    if row.parts:
        told["parts"] = [frozen_data(one) | {"verdict": one.verdict.value} for one in row.parts]
    return told
