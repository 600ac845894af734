"""The leader's page on one sheet of paper."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
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
from dondoc.web.papers.noted import Note, Notes
from dondoc.writing.briefing import short
from dondoc.writing.families import Signing
from dondoc.writing.footnotes import linked
from dondoc.writing.paper import Form
from dondoc.writing.paperkinds import KINDS

KIND = "phieu-tom-tat"
# What fits on one sheet; the page has the rest.
_MOST = (4, 6, 4, 4)  # fresh, bodies, targets, questions
# Printed lines between title and signature, and letters on one: what LibreOffice sets on a page of the
# State's form, whose letterhead is the higher one, with one line to spare.
_LINES, _LETTERS = 25, 84
_SUMMARY = 2  # lines of the counts


@dataclass(frozen=True, slots=True)
class _Said:
    """A line of the sheet, with which of its words lead where."""

    words: str
    figure: str  # of the words: what is to be looked up
    source: Note

    def text(self, notes: Notes) -> str:
        """As the template takes it."""
        return self.words.replace(self.figure, linked(notes.place(self.source), self.figure), 1)


def briefing_docx(
    leader: Leader,
    data: dict[str, Any],
    look: LeaderLook | None,
    *,
    form: Form,
    on: date,
    by: User,
    pictures: Sequence[dict[str, Any]] = (),
    address: Callable[[str], str] | None = None,
) -> bytes:
    """A one-page .docx of what the page says; chosen pictures stand on pages after it.

    Args:
        leader: Whose page.
        data: Of `selectors.reckon`.
        look: The last look.
        form: The family.
        on: The day.
        by: Who drafts it.
        pictures: As `paperpictures.placed` gives them.
        address: Makes a path of the site whole, for a link from each figure to its page; None: no links.

    Raises:
        PaperError: The template cannot be filled; there is no province to write for.
    """
    body, notes = _office(leader), Notes()
    # One indicator may be a target of several documents: said once where the same is said of each.
    lines = [_line(row) for row in data["targets"]]
    once = {line.words: line for line in reversed(lines)}
    asked = [_question(row) for row in data["questions"]]
    targets = [line for words, line in reversed(once.items())]
    fresh, bodies, shown, questions = _fitted(
        _Listed([_line(row) for row in data["fresh"]], data["fresh_count"]),
        _Listed([_late(row) for row in data["bodies"]], data["bodies_late"]),
        _Listed(targets, len(targets) + (data["counts"]["red"] > len(lines))),
        _Listed(asked, len(asked)),
        room=_LINES - _printed(f"Kính gửi: đồng chí {leader.name}. Phụ trách: {leader.words}.") - _SUMMARY,
    )
    counts, said = data["counts"], {line.words for line in shown}
    head = letterhead(body, form, KINDS[KIND], year=on.year, signing=Signing.ORDER)
    page = Note(f"Trang lãnh đạo: {leader.name}", "leader-page", query=f"leader={leader.who}")
    late, red, coming, waiting = (
        linked(notes.place(page), number_text(Decimal(counts[name])))
        for name in ("late", "red", "coming", "waiting")
    )
    fields = head | {
        "subject": f"tình hình công việc phụ trách đến ngày {on:%d/%m/%Y}",
        "leader": f"đồng chí {leader.name}",
        "charge": leader.words,
        "summary": f"{late} nhiệm vụ quá hạn, {red} chỉ tiêu chậm hoặc không đạt, {coming} nhiệm vụ đến hạn "
        f"trong 15 ngày tới, {waiting} chờ cấp trên.",
        "since": f"từ ngày {look.on:%d/%m/%Y}" if look is not None else "trong 7 ngày qua",
        "fresh": [*_texts(fresh, notes), *_rest(data["fresh_count"] - len(fresh))],
        "bodies": [*_texts(bodies, notes), *_rest(data["bodies_late"] - len(bodies))],
        "targets": [
            *_texts(shown, notes), *_rest(counts["red"] - sum(line.words in said for line in lines)),
        ],
        "meeting": data["meeting"],
        "questions": [
            {"body": one.text(notes).partition(": ")[0], "words": one.words.partition(": ")[2]}
            for one in questions
        ]
        + [{"body": "Cơ quan khác", "words": "xem trang lãnh đạo."}] * (len(asked) > len(questions)),
        "pictures": list(pictures),
        "recipients": [f"Đồng chí {leader.name}", head["recipients"][-1]],
    }  # fmt: skip
    return services.paper_draft(
        kind=KIND, form=form, body=body, fields=fields, by=by, about=f"Tóm tắt: {leader.name}",
        notes=notes.printed(address) if address is not None else (),
    )  # fmt: skip


def _office(leader: Leader) -> Body:
    """The province in whose office the sheet is written."""
    found = Body.objects.filter(kind=BodyKind.PROVINCE, parent=None).order_by("pk").first()
    if found is not None:
        return found
    return next(charge.body for charge in leader.charges if charge.body is not None)


def form_for(leader: Leader) -> Form:
    """The family to write to a leader in, where nobody chose: the State's for who has its bodies alone."""
    kinds = {charge.body.kind for charge in leader.charges if charge.body is not None}
    return Form.STATE if kinds and BodyKind.PARTY not in kinds else Form.PARTY


def office_name(leader: Leader) -> str:
    """Whose register the sheet is of."""
    return _office(leader).name


def _line(row: dict[str, Any]) -> _Said:
    if row["kind"] == "task":
        due = f"hạn {date.fromisoformat(row['due']):%d/%m/%Y}"
        said = f"{row['body']}: {short(row['words'])}, {due}, quá {row['age']} ngày"
        return _Said(said, due, Note(f"Nhiệm vụ: {row['words'][:120]}", "task", row["pk"]))
    verdict = verdict_word(row["verdict"]).lower()
    said = f"{row['words']} ({row['body']}): {verdict}. {row['reason']}"
    return _Said(said.strip(" ."), verdict, Note(f"Chỉ tiêu: {row['words']}", "verdict", row["version"]))


def _late(row: dict[str, Any]) -> _Said:
    figure = f"{row['late']} nhiệm vụ"
    said = f"{row['name']}: {figure}, lâu nhất {row['oldest']} ngày"
    of = f"&body={row['pk']}" if row["pk"] else ""
    return _Said(
        said, figure, Note(f"Nhiệm vụ quá hạn: {row['name']}", "task-list", query=f"state=open_late{of}")
    )


def _question(row: dict[str, Any]) -> _Said:
    source = Note(row["body"], "body", row["body_pk"]) if row["body_pk"] else Note(row["body"], "task-list")
    return _Said(f"{row['body']}: {row['questions'][0]}", row["body"], source)


def _texts(lines: Iterable[_Said], notes: Notes) -> list[str]:
    return [line.text(notes) for line in lines]


@dataclass(frozen=True, slots=True)
class _Listed:
    """The lines of one list, and how many there are in all."""

    rows: list[_Said]
    of: int


def _fitted(*lists: _Listed, room: int) -> list[list[_Said]]:
    """As much of each list as fits in so many lines: the longest gives way; two of each stay, or else one."""
    kept = [one.rows[:most] for one, most in zip(lists, _MOST, strict=True)]
    for least in (2, 1):
        while sum(map(_lines, kept, (one.of for one in lists))) > room:
            longest = max((rows for rows in kept if len(rows) > least), key=_words, default=None)
            if longest is None:
                break
            longest.pop()
    return kept


def _lines(rows: list[_Said], of: int) -> int:
    """Printed lines: a heading, each row, one for what is left out; none of an empty list."""
    return 1 + _words(rows) + (len(rows) < of) if rows else 0


def _words(rows: list[_Said]) -> int:
    return sum(_printed(row.words) for row in rows)


def _printed(words: str) -> int:
    return 1 + len(words) // _LETTERS


def _rest(count: int) -> list[str]:
    return [f"và {number_text(Decimal(count))} mục khác"] if count > 0 else []
