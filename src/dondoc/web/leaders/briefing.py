"""The leader's page on one sheet of paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from dondoc.web.accounts.models import User
from dondoc.web.bodies.models import Body, BodyKind
from dondoc.web.core.quantities import number_text
from dondoc.web.judgement.words import verdict_word
from dondoc.web.leaders.models import LeaderLook
from dondoc.web.leaders.selectors import Leader
from dondoc.web.papers import services
from dondoc.web.papers.letterhead import letterhead
from dondoc.writing.briefing import short
from dondoc.writing.families import Signing
from dondoc.writing.paper import Form
from dondoc.writing.paperkinds import KINDS

KIND = "phieu-tom-tat"
# What fits on one sheet; the page has the rest.
_MOST = (4, 6, 4, 4)  # fresh, bodies, targets, questions
_LINES, _LETTERS = 20, 84  # printed lines of the four together, letters on one


def briefing_docx(
    leader: Leader,
    data: dict[str, Any],
    look: LeaderLook | None,
    *,
    form: Form,
    on: date,
    by: User,
    pictures: Sequence[dict[str, Any]] = (),
) -> bytes:
    """A one-page .docx of what the page says; chosen pictures stand on pages after it.

    Raises:
        PaperError: The template cannot be filled; there is no province to write for.
    """
    body = _office(leader)
    # One indicator may be a target of several documents: said once where the same is said of each.
    lines = [_line(row) for row in data["targets"]]
    late = [f"{row['name']}: {row['late']} nhiệm vụ, lâu nhất {row['oldest']} ngày" for row in data["bodies"]]
    asked = [{"body": row["body"], "words": row["questions"][0]} for row in data["questions"]]
    fresh, bodies, shown, questions = _fitted(
        [_line(row) for row in data["fresh"]], late, list(dict.fromkeys(lines)),
        [f"{one['body']}: {one['words']}" for one in asked],
    )  # fmt: skip
    counts = data["counts"]
    head = letterhead(body, form, KINDS[KIND], year=on.year, signing=Signing.ORDER)
    fields = head | {
        "subject": f"tình hình công việc phụ trách đến ngày {on:%d/%m/%Y}",
        "leader": f"đồng chí {leader.name}",
        "charge": leader.words,
        "summary": (
            f"{number_text(Decimal(counts['late']))} nhiệm vụ quá hạn, "
            f"{number_text(Decimal(counts['red']))} chỉ tiêu chậm hoặc không đạt, "
            f"{counts['coming']} nhiệm vụ đến hạn trong 15 ngày tới, {counts['waiting']} chờ cấp trên."
        ),
        "since": f"từ ngày {look.on:%d/%m/%Y}" if look is not None else "trong 7 ngày qua",
        "fresh": [*fresh, *_rest(data["fresh_count"] - len(fresh))],
        "bodies": [*bodies, *_rest(data["bodies_late"] - len(bodies))],
        "targets": [*shown, *_rest(counts["red"] - sum(line in shown for line in lines))],
        "meeting": data["meeting"],
        "questions": asked[: len(questions)],
        "pictures": list(pictures),
        "recipients": [f"Đồng chí {leader.name}", head["recipients"][-1]],
    }
    return services.paper_draft(
        kind=KIND, form=form, body=body, fields=fields, by=by, about=f"Tóm tắt: {leader.name}"
    )


def _office(leader: Leader) -> Body:
    """The province in whose office the sheet is written."""
    found = Body.objects.filter(kind=BodyKind.PROVINCE, parent=None).order_by("pk").first()
    if found is not None:
        return found
    return next(charge.body for charge in leader.charges if charge.body is not None)


def office_name(leader: Leader) -> str:
    """Whose register the sheet is of."""
    return _office(leader).name


def _line(row: dict[str, Any]) -> str:
    if row["kind"] == "task":
        due = date.fromisoformat(row["due"])
        return f"{row['body']}: {short(row['words'])}, hạn {due:%d/%m/%Y}, quá {row['age']} ngày"
    said = f"{row['words']} ({row['body']}): {verdict_word(row['verdict']).lower()}. {row['reason']}"
    return said.strip(" .")


def _fitted(*lists: list[str]) -> list[list[str]]:
    """As much of each list as fits on the sheet together: the longest gives way first, two of each stay."""
    kept = [rows[:most] for rows, most in zip(lists, _MOST, strict=True)]
    while sum(map(_lines, kept)) > _LINES:
        longest = max((rows for rows in kept if len(rows) > 2), key=_lines, default=None)
        if longest is None:
            break
        longest.pop()
    return kept


def _lines(rows: list[str]) -> int:
    """About how many printed lines, with one for what is left out."""
    return 1 + sum(1 + len(row) // _LETTERS for row in rows)


def _rest(count: int) -> list[str]:
    return [f"và {number_text(Decimal(count))} mục khác"] if count > 0 else []
