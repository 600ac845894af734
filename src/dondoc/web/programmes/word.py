"""The work programme as a Word file, in the form of the body whose it is: Party or State, never both."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from dondoc.web.papers.letterhead import form_of, letterhead
from dondoc.web.papers.noted import Notes
from dondoc.web.papers.selectors import template_of
from dondoc.web.programmes.models import Item, Programme, SpanChoice
from dondoc.web.programmes.periods import month_words, said
from dondoc.writing.paperkinds import KINDS

NAME = "chuong-trinh-cong-tac"
_ROMAN = ("I", "II", "III", "IV")


def programme_docx(
    programme: Programme, items: Iterable[Item], address: Callable[[str], str] | None = None
) -> bytes:
    """The programme with the matters given, in their order; number, day and signatory are left blank.

    `address` makes a path of the site whole, for a link from each day to its matter's page; None: no links.
    """
    body, notes = programme.body, Notes()
    form = form_of(body)
    rows = list(items)
    head = letterhead(body, form, KINDS[NAME], year=programme.period_start.year)
    fields = head | {
        "subject": f"công tác {said(programme)} của {body.name}",
        "body": body.name,
        "period": said(programme),
        "total": len(rows),
        "groups": _groups(programme, rows, notes),
        "recipients": ["Các cơ quan, đơn vị có tên trong chương trình", head["recipients"][-1]],
    }
    template = template_of(NAME, form, body)
    return template.filled(fields, notes.printed(address) if address is not None else ())


def _groups(programme: Programme, items: list[Item], notes: Notes) -> list[dict[str, Any]]:
    """By quarter for a year, by month for a quarter, without headings for less; in the order of the days."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for number, item in enumerate(items, 1):
        groups.setdefault(_heading(programme, item), []).append(_row(number, item, notes))
    return [{"heading": heading, "rows": rows} for heading, rows in groups.items()]


def _heading(programme: Programme, item: Item) -> str:
    one_month = (item.period_start.year, item.period_start.month) == (
        item.period_end.year, item.period_end.month,
    )  # fmt: skip
    one_quarter = (item.period_start.month - 1) // 3 == (item.period_end.month - 1) // 3
    if programme.span == SpanChoice.YEAR:
        return f"QUÝ {_ROMAN[(item.period_start.month - 1) // 3]}" if one_quarter else "TRONG NĂM"
    if programme.span == SpanChoice.QUARTER:
        return month_words(item.period_start) if one_month else "Trong quý"
    return ""


def _row(number: int, item: Item, notes: Notes) -> dict[str, Any]:
    partners = ", ".join(partner.as_written for partner in item.partners.all())
    preparing = item.preparing.name if item.preparing else item.preparing_as_written
    return {
        "number": number,
        "content": item.content,
        "preparing": f"{preparing}; phối hợp: {partners}" if partners else preparing,
        "level": item.get_level_display() if item.level else "",
        "session": str(item.session) if item.session else "",
        "due": notes.linked(
            f"{item.due:%d/%m/%Y}" if item.due else "", item.content[:160], "programme-item", item.pk
        ),
        "form": item.get_form_display() if item.form else "",
        "notes": item.notes,
    }
