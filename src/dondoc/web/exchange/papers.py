"""The documents that a table names by symbol and day: found in the register, or added to it."""

from __future__ import annotations

from datetime import date

from dondoc.text.normalize import search_key
from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.bodies.models import Body
from dondoc.web.search.services import index
from dondoc.web.sources.models import Document, StandingChoice, TypeChoice

_TYPES = {  # of a symbol's letters: what kind of document it is
    "NQ": TypeChoice.RESOLUTION,
    "CTR": TypeChoice.PROGRAMME,
    "KH": TypeChoice.PLAN,
    "BC": TypeChoice.REPORT,
    "QĐ": TypeChoice.DECISION,
    "CT": TypeChoice.DIRECTIVE,
    "KL": TypeChoice.CONCLUSION,
    "TB": TypeChoice.NOTICE,
}


class Papers:
    """The documents of a branch by their symbols, loaded once; a press report decides nothing."""

    def __init__(self, owner: Body) -> None:
        self.by_symbol: dict[str, list[Document]] = {}
        kept = Document.objects.filter(owner__path__startswith=owner.path).exclude(
            standing=StandingChoice.PRESS
        )
        for document in kept.select_related("issuer"):
            if document.symbol:
                self.by_symbol.setdefault(search_key(document.symbol), []).append(document)

    def find(self, symbol: str, day: date | None, title: str = "") -> tuple[Document | None, str]:
        """The document, and what is wrong; neither where it would be added.

        Two issuers may have one number on one day: the title tells them apart.
        """
        found = self.by_symbol.get(search_key(symbol), [])
        if day is not None:
            found = [document for document in found if document.date in (day, None)]
        if len(found) > 1 and title:
            found = [one for one in found if search_key(one.title) == search_key(title)] or found
        if len(found) > 1:
            days = ", ".join(f"{document.date:%d/%m/%Y}" for document in found if document.date)
            return None, f"Có {len(found)} văn bản mang số “{symbol}” ({days}). Ghi thêm ngày văn bản."
        if not found and day is None:
            return None, f"Chưa có văn bản “{symbol}” trong sổ. Ghi thêm ngày văn bản để thêm vào sổ."
        return (found[0] if found else None), ""


def paper_add(*, symbol: str, day: date | None, title: str, owner: Body, by: User, source: str) -> Document:
    """A document known by its symbol and day alone, because a table names it."""
    letters = symbol.upper().replace("/", "-").split("-")
    document = Document(
        title=title[:500] or symbol,
        type=next((_TYPES[part] for part in letters if part in _TYPES), TypeChoice.OTHER),
        symbol=symbol,
        date=day,
        standing=StandingChoice.ISSUED,
        owner=owner,
        created_by=by,
    )
    document.save()
    index(document)
    after = {"symbol": document.symbol, "date": document.date, "file": source}
    record(actor=by, action="document.add", row=document, before={}, after=after, body=owner)
    return document
