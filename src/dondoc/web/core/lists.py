"""What every list does: read its filter from the address, page, sort, and go out as a file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from urllib.parse import quote

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from dondoc.text.normalize import search_key
from dondoc.web.core.today import today as today  # noqa: PLC0414 - boards ask for it here
from dondoc.writing.rows import Cell, to_csv, to_xlsx

Row = TypeVar("Row", bound=Model)

PER_PAGE = 50
_LATIN = [
    chr(code)
    for code in (*range(0x41, 0x5B), *range(0x61, 0x7B), *range(0xC0, 0x250), *range(0x1E00, 0x1F00))
]
_BARE = [(letter, search_key(letter)) for letter in _LATIN]
# d → [Ddđ…]: a letter without marks and all that are it with marks
_VARIANTS = {bare: f"[{''.join(c for c, b in _BARE if b == bare)}]" for _, bare in _BARE if len(bare) == 1}
# A file is for working on further, but no list of an office is longer than this.
MOST_EXPORTED = 100_000


def number(query: QueryDict, name: str) -> int | None:
    """A whole number from the address; None where it is missing or is none."""
    typed = query.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 16 else None


def text(query: QueryDict, name: str, most: int = 200) -> str:
    """Words from the address, cut at `most` characters, without what no database stores; "" where missing."""
    return query.get(name, "").replace("\0", "").strip()[:most]


def unmarked(words: str) -> list[str]:
    """One regular expression a word that finds it with and without marks, small and capital, on any database.

    For columns that keep no folded copy; each costs a look at every row.
    """
    return [
        "".join(_VARIANTS.get(letter, re.escape(letter)) for letter in word)
        for word in search_key(words).split()
    ]


def year(query: QueryDict, name: str) -> int | None:
    """A year of this calendar from the address; None where it is missing or is none."""
    found = number(query, name)
    return found if found is not None and date.min.year <= found <= date.max.year else None


def day(query: QueryDict, name: str) -> date | None:
    """A day from the address, 2026-12-31; None where it is missing or is none."""
    try:
        return date.fromisoformat(query.get(name, ""))
    except ValueError:
        return None


def page_of(
    request: HttpRequest, rows: QuerySet[Row], per_page: int = PER_PAGE, *, count: int | None = None
) -> Page[Row]:
    """The page the address asks for; the nearest one where it asks for one that is not there.

    `count` is how many rows there are, where the caller knows it already: one query less.
    """
    paginator = Paginator(rows, per_page)
    if count is not None:
        vars(paginator)["count"] = count
    page = paginator.get_page(request.GET.get("page"))
    # Keys are sorted, and the rest of a row is fetched only for those shown: rows with documents are wide.
    first = per_page * (page.number - 1)
    page.object_list = rows.filter(pk__in=rows.values("pk")[first : first + per_page])
    return page


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's heading that sorts: where a click leads, and which way the list is sorted now."""

    name: str
    address: str
    direction: str  # "ascending", "descending" or ""
    number: bool = False  # a column of numbers: set to the right


def headings(
    request: HttpRequest, columns: Sequence[tuple[str, str]], order: str, numbers: Sequence[str] = ()
) -> list[Heading]:
    """Sortable headings for `(order, name)` columns; a second click turns the order round.

    `numbers` names the columns of numbers.
    """
    made = []
    for key, name in columns:
        query = request.GET.copy()
        query.pop("page", None)
        query["order"] = f"-{key}" if order == key else key
        direction = {key: "ascending", f"-{key}": "descending"}.get(order, "") if key else ""
        made.append(Heading(name, f"?{query.urlencode()}" if key else "", direction, name in numbers))
    return made


def without(request: HttpRequest, *names: str) -> str:
    """The address's query without some of its fields, for links that change them: ends in "&" or is ""."""
    query = request.GET.copy()
    for name in ("page", *names):
        query.pop(name, None)
    return f"{query.urlencode()}&" if query else ""


def _with_end(rows: Iterable[Sequence[Cell]]) -> Iterator[Sequence[Cell]]:
    told = 0
    for row in rows:
        told += 1
        yield row
    if told >= MOST_EXPORTED:
        yield [_("Tệp dừng ở %(n)d dòng. Lọc hẹp hơn rồi xuất phần còn lại.") % {"n": MOST_EXPORTED}]


def as_file(kind: str, title: str, headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> HttpResponse:
    """A list as an attachment: `kind` is csv or xlsx; one cut at `MOST_EXPORTED` says so in its last row.

    Raises:
        Http404: Another kind.
    """
    rows = _with_end(rows)
    if kind == "csv":
        content, media = to_csv(headers, rows), "text/csv; charset=utf-8"
    elif kind == "xlsx":
        content = to_xlsx(title, headers, rows)
        media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    else:
        raise Http404
    response = HttpResponse(content, content_type=media)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(title)}.{kind}"
    return response
