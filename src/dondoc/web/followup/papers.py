"""What the letters say, from their lines; number, day and signatory stay blank."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from dondoc.web.accounts.models import User
from dondoc.web.followup.models import Letter, LetterKind, LetterLine
from dondoc.web.papers import said
from dondoc.web.papers.issuing import paper_issue
from dondoc.web.papers.letterhead import form_of, letterhead
from dondoc.web.papers.makers import capitalised
from dondoc.web.papers.models import IssuedPaper
from dondoc.web.papers.noted import Notes
from dondoc.web.papers.services import paper_draft
from dondoc.writing.families import Signing
from dondoc.writing.paperkinds import kind_of

_CODES = {LetterKind.REMINDER: "cong-van-don-doc", LetterKind.EXPLANATION: "cong-van-giai-trinh"}
_ABOUT = {
    LetterKind.REMINDER: "đôn đốc thực hiện nhiệm vụ quá hạn",
    LetterKind.EXPLANATION: "giải trình việc chậm thực hiện nhiệm vụ",
}


def letter_docx(
    letter: Letter, by: User, address: Callable[[str], str] | None = None, *, issued: bool = False
) -> bytes:
    """The letter as a Word file, in the family of whoever issues it.

    Args:
        letter: What it lists.
        by: Who drafts it.
        address: Makes a path of the site whole, for links to each matter's page; None: no links.
        issued: Whether it is kept as it went out, not drafted.

    Raises:
        PaperError: The office's own template cannot be filled.
    """
    code = _CODES[LetterKind(letter.kind)]
    form = form_of(letter.issuer)
    fields = letterhead(letter.issuer, form, kind_of(code), year=letter.as_of.year, signing=Signing.ORDER)
    notes = Notes()
    fields |= letter_fields(letter, notes)
    return paper_draft(
        kind=code, form=form, body=letter.issuer, fields=fields, by=by, about=str(letter)[:300],
        notes=notes.printed(address) if address is not None else (), issued=issued,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class SentFile:
    """A signed file as it was sent in."""

    name: str
    content: bytes


def letter_keep(letter: Letter, *, by: User, today: date, signed: SentFile | None = None) -> IssuedPaper:
    """Keep a letter that has its number: the signed file, else the one drafted, and what it says."""
    assert letter.issued_on is not None
    file = signed or SentFile(
        f"{letter.get_kind_display()} {letter.body.name}.docx", letter_docx(letter, by, issued=True)
    )
    source = f"letter:{letter.pk}"
    return paper_issue(
        kind=_CODES[LetterKind(letter.kind)], form=form_of(letter.issuer), body=letter.issuer,
        subject=f"{_ABOUT[LetterKind(letter.kind)]} – {letter.body.name}", source=source,
        rows=said.letter_rows(letter), content=file.content, file_name=file.name,
        symbol=letter.symbol, issued_on=letter.issued_on, by=by, today=today, signed=signed is not None,
    )  # fmt: skip


def letter_fields(letter: Letter, notes: Notes) -> dict[str, Any]:
    """The fields of its own; each day leads to the page of what is owed."""
    about = _ABOUT[LetterKind(letter.kind)]
    lines = list(letter.lines.all())
    return {
        "about": f"V/v {about}",
        "subject": about,
        "addressees": [letter.body.name],
        "addressee": letter.body.name,
        "as_of": f"{letter.as_of:%d/%m/%Y}",
        "answer_by": f"{letter.answer_by:%d/%m/%Y}" if letter.answer_by else "",
        "total": len(lines),
        "what": _what(lines),
        "rows": [
            {
                "number": place,
                "content": _content(line),
                "source": line.source,
                "due": notes.linked(f"{line.due:%d/%m/%Y}", line.words[:160], *_page(line)),
                "days": line.days_late,
            }
            for place, line in enumerate(lines, 1)
        ],
    }


def _what(lines: Iterable[LetterLine]) -> str:
    """What a letter lists, in a word or two: "nhiệm vụ", "nhiệm vụ, báo cáo"."""
    names = {
        "nhiệm vụ": any(line.task_id for line in lines),
        "báo cáo, kế hoạch": any(line.obligation_id for line in lines),
        "hồ sơ trình": any(line.item_id for line in lines),
        "kiến nghị": any(line.question_id for line in lines),
    }
    return ", ".join(name for name, there in names.items() if there)


def _page(line: LetterLine) -> tuple[str, int | None]:
    if line.task_id:
        return "task", line.task_id
    if line.obligation_id:
        return "obligation", line.obligation_id
    return ("matter", line.question_id) if line.question_id else ("programme-item", line.item_id)


def _content(line: LetterLine) -> str:
    """What is owed; of a report that is named by its form alone, that it is to be sent."""
    words = capitalised(line.words)
    if line.obligation_id and not line.source:
        return f"Gửi báo cáo: {line.words[:1].lower()}{line.words[1:]}"
    return f"Hồ sơ trình: {words}" if line.item_id else words
