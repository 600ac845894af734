"""Every kind of paper in both families, written from the sample by what the pages call.

For the test that reads them back: with each paper what it was filled with, its template, and what it counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from unittest.mock import patch

from dondoc.records.plan import Period
from dondoc.web.accounts.access import Access
from dondoc.web.accounts.models import User
from dondoc.web.bodies.models import Body
from dondoc.web.exchange.annexes import Annexes
from dondoc.web.followup.board import board, late_of
from dondoc.web.followup.letters import in_open_drafts, letter_draft
from dondoc.web.followup.models import LetterKind
from dondoc.web.followup.owed import Owed
from dondoc.web.followup.papers import letter_docx
from dondoc.web.followup.weekly import weekly_docx, weekly_list
from dondoc.web.leaders import briefing
from dondoc.web.leaders import selectors as leaders
from dondoc.web.papers import makers, periodicpaper, services
from dondoc.web.papers.letterhead import letterhead
from dondoc.web.papers.noted import Notes
from dondoc.web.papers.periodic import report_data
from dondoc.web.plans import taskboard
from dondoc.web.plans.models import Task
from dondoc.web.programmes.models import Item, Programme
from dondoc.web.programmes.selectors import sessions_seen
from dondoc.web.programmes.word import programme_docx
from dondoc.web.sources.models import Document
from dondoc.web.sources.setup import root_body
from dondoc.writing import paper
from dondoc.writing.paper import Form
from dondoc.writing.paperkinds import KINDS
from dondoc.writing.reportprose import number

NINE = "2026-01/2026-09"
ISSUERS = {Form.PARTY: "tinh-uy", Form.STATE: "ubnd"}


@dataclass(frozen=True)
class Written:
    """A paper, and all that went into it."""

    kind: str
    form: Form
    content: bytes
    fields: dict[str, Any]
    notes: list[str]
    template: bytes
    shares: set[str]  # what is reckoned from its counts


def every_paper(access: Access, on: date) -> list[Written]:
    """Each kind in each family."""
    by = User.objects.get(pk=access.user_id)
    return [one for form in Form for one in _of_family(access, by, form, on)]


def _late_most(access: Access, kind: LetterKind, on: date) -> tuple[Body, list[Owed]]:
    """The body with most late tasks that no draft of this kind lists yet."""
    found = []
    for line in board(access, as_of=on):
        owed = [one for one in late_of(access, line.body, as_of=on) if isinstance(one.row, Task)]
        listed = in_open_drafts(kind, [one.matter.key for one in owed])
        found.append((line.body, [one for one in owed if one.matter.key not in listed]))
    return max(found, key=lambda row: len(row[1]))


def _of_family(access: Access, by: User, form: Form, on: date) -> Iterator[Written]:
    root, issuer = root_body(), Body.objects.get(code=ISSUERS[form])
    filled: list[dict[str, Any]] = []
    shares: set[str] = set()
    fill = paper.fill

    def filling(template: Any, fields: Any, **more: Any) -> bytes:
        filled.append({"template": template, "fields": fields, "notes": more.get("notes", ())})
        return fill(template, fields, **more)

    def address(path: str) -> str:
        return f"https://don-doc.example{path}"

    def drafted(kind: str, fields: dict[str, Any], notes: Notes) -> bytes:
        head = letterhead(root, form, KINDS[kind], year=on.year)
        return services.paper_draft(
            kind=kind,
            form=form,
            body=root,
            fields=head | fields,
            by=by,
            about="",
            notes=notes.printed(address),
        )

    def report() -> bytes:
        data = report_data(access, root, form, Period.parse(NINE), as_of=on)
        done, late = data.counts.done, data.counts.open_late
        shares.add(number(Decimal(100 * done) / (done + late), 2))
        return drafted("bao-cao-dinh-ky", periodicpaper.report_fields(data), data.notes)

    def of_notes(kind: str, make: Any) -> bytes:
        notes = Notes()
        return drafted(kind, make(notes), notes)

    def letter(kind: LetterKind) -> bytes:
        body, owed = _late_most(access, kind, on)
        made = letter_draft(
            kind=kind, body=body, issuer=issuer, owed=owed, as_of=on, by=by, answer_by=date(2026, 10, 30)
        )
        try:
            return letter_docx(made, by, address)
        finally:
            made.delete()

    def weekly() -> bytes:
        parts = weekly_list(access, as_of=on, today=on)
        return weekly_docx(parts, body=root, form=form, as_of=on, by=by, address=address)

    def sheet() -> bytes:
        leader = leaders.leaders(access, on=on)[-1]
        data = leaders.reckon(access, leader, None, on=on, whole=True)
        return briefing.briefing_docx(leader, data, None, form=form, on=on, by=by, address=address)

    def programme() -> bytes:
        found = Programme.objects.filter(items__isnull=False).order_by("-period_end").distinct().first()
        assert found is not None
        items = found.items.select_related("preparing", "session").order_by("period_start", "number")
        found.body = issuer  # the sample has the Party's alone
        return programme_docx(found, items)

    def annex() -> bytes:
        everything = taskboard.task_board(access, taskboard.TaskFilter(), as_of=on)
        tasks = [task for task in everything.tasks if task.lead and task.lead.code == "so-xay-dung"]
        return Annexes(issuer, as_of=on).docx("Sở Xây dựng", tasks)

    resolution = Document.objects.get(symbol="08-CTr/TU")
    session = next(
        one
        for one in sessions_seen(access).order_by("-day")
        if makers.notice_of_conclusions(access, one, Notes())
    )
    item = Item.objects.filter(session__isnull=False, preparing__isnull=False).latest("pk")
    makes = {
        "bao-cao-dinh-ky": report,
        "cong-van-giao-nhiem-vu": lambda: of_notes(
            "cong-van-giao-nhiem-vu", lambda notes: makers.letter_of_tasks(access, resolution, notes)
        ),
        "thong-bao-ket-luan": lambda: of_notes(
            "thong-bao-ket-luan", lambda notes: makers.notice_of_conclusions(access, session, notes)
        ),
        "phieu-trinh": lambda: of_notes("phieu-trinh", lambda notes: makers.submission(item, notes)),
        "cong-van-don-doc": lambda: letter(LetterKind.REMINDER),
        "cong-van-giai-trinh": lambda: letter(LetterKind.EXPLANATION),
        "danh-sach-giao-ban": weekly,
        "phieu-tom-tat": sheet,
        "chuong-trinh-cong-tac": programme,
        "phu-luc-nhiem-vu": annex,
    }
    for kind, make in makes.items():
        with patch.object(paper, "fill", filling):
            content = make()
        told = filled[-1]
        template = told["template"]
        whole = template if isinstance(template, bytes) else template.read_bytes()
        yield Written(
            kind, form, content, dict(told["fields"]), [one.text for one in told["notes"]], whole, shares
        )
