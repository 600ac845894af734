"""Letters that were drafted and numbered, from a file: the sample province's, or those an office brings in.

[[letter]]
body = "so-nong-nghiep"      # code of the body it went to
issuer = "tinh-uy"
kind = "reminder"            # or explanation
as_of = 2026-10-08
answer_by = 2026-10-20
by = "tonghop"
symbol = "412-CV/VPTU"       # with issued_on and clerk; without it stays a draft
issued_on = 2026-10-09
clerk = "vanthu"
most = 3                     # of what was late that day, the longest late first
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.db import transaction

from dondoc.web.accounts.access import Access
from dondoc.web.accounts.models import User
from dondoc.web.bodies.models import Body
from dondoc.web.followup import board, letters
from dondoc.web.followup.models import Letter, LetterKind


@dataclass(slots=True)
class Replayed:
    """What came of it; a letter that is there already is left as it is."""

    made: int = 0
    known: int = 0
    problems: list[str] = field(default_factory=list)


def replay_letters(file: Path) -> Replayed:
    """Draft, and where it says so number, each letter of the file; safe to run again.

    Raises:
        CommandError: The file is not TOML.
    """
    try:
        rows = tomllib.loads(file.read_text("utf-8")).get("letter", [])
    except tomllib.TOMLDecodeError as error:
        raise CommandError(f"{file.name}: không đúng cú pháp TOML ({error}).") from error
    done = Replayed()
    for place, row in enumerate(rows, 1):
        try:
            with transaction.atomic():
                done.made += _one(row)
        except (ValidationError, Body.DoesNotExist, User.DoesNotExist, KeyError) as error:
            said = "; ".join(error.messages) if isinstance(error, ValidationError) else repr(error)
            done.problems.append(f"Công văn thứ {place}: {said}")
    done.known = len(rows) - done.made - len(done.problems)
    return done


def _one(row: Mapping[str, Any]) -> bool:
    body, issuer = Body.objects.get(code=row["body"]), Body.objects.get(code=row["issuer"])
    if Letter.objects.filter(body=body, issuer=issuer, kind=row["kind"], as_of=row["as_of"]).exists():
        return False
    by = User.objects.get(username=row["by"])
    owed = board.late_of(Access.of(by, row["as_of"]), body, as_of=row["as_of"])[: row.get("most", 50)]
    letter = letters.letter_draft(
        kind=LetterKind(row["kind"]), body=body, issuer=issuer, owed=owed, as_of=row["as_of"], by=by,
        answer_by=row.get("answer_by"),
    )  # fmt: skip
    if "symbol" in row:
        clerk = User.objects.get(username=row["clerk"])
        letters.letter_issue(
            letter=letter, symbol=row["symbol"], issued_on=row["issued_on"], by=clerk, today=row["issued_on"]
        )
    return True
