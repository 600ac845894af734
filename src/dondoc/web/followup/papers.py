"""What the letters say, from their lines; number, day and signatory stay blank."""

from __future__ import annotations

from typing import Any

from dondoc.web.accounts.models import User
from dondoc.web.followup.models import Letter, LetterKind
from dondoc.web.papers.letterhead import form_of, letterhead
from dondoc.web.papers.services import paper_draft
from dondoc.writing.families import Signing
from dondoc.writing.paperkinds import kind_of

_CODES = {LetterKind.REMINDER: "cong-van-don-doc", LetterKind.EXPLANATION: "cong-van-giai-trinh"}
_ABOUT = {
    LetterKind.REMINDER: "đôn đốc thực hiện nhiệm vụ quá hạn",
    LetterKind.EXPLANATION: "giải trình việc chậm thực hiện nhiệm vụ",
}


def letter_docx(letter: Letter, by: User) -> bytes:
    """The letter as a Word file, in the family of whoever issues it.

    Raises:
        PaperError: The office's own template cannot be filled.
    """
    code = _CODES[LetterKind(letter.kind)]
    form = form_of(letter.issuer)
    fields = letterhead(letter.issuer, form, kind_of(code), year=letter.as_of.year, signing=Signing.ORDER)
    fields |= letter_fields(letter)
    return paper_draft(
        kind=code, form=form, body=letter.issuer, fields=fields, by=by, about=str(letter)[:300]
    )


def letter_fields(letter: Letter) -> dict[str, Any]:
    """The fields of its own."""
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
        "rows": [
            {
                "number": place,
                "content": _capital(line.words),
                "source": line.source,
                "due": f"{line.due:%d/%m/%Y}",
                "days": line.days_late,
            }
            for place, line in enumerate(lines, 1)
        ],
    }


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
