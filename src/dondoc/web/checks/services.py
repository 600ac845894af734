"""Asking for a check, and making it. A check never changes what it looks at."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc import reading
from dondoc.errors import ReadError
from dondoc.programmecheck import check_programme
from dondoc.records import document as records
from dondoc.records.check import SourceRole
from dondoc.records.source import Span
from dondoc.web.accounts.access import Access
from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.checks import corpus
from dondoc.web.checks.models import Check, CheckState
from dondoc.web.core.today import today
from dondoc.web.sources.convert import reading_parts
from dondoc.web.sources.models import Document, Reading
from dondoc.web.sources.selectors import documents_seen
from dondoc.web.sources.sheet import document_of
from dondoc.writing import check_json

ATTEMPTS = 2
_LOST = timedelta(minutes=10)  # a check that runs longer was lost with its worker

logger = logging.getLogger(__name__)


def check_ask(*, document: Document, parents: Sequence[Document], neighbours: bool, by: User) -> Check:
    """Have a registered document checked, as it was last read.

    Raises:
        ValidationError: Nothing of it has been read yet, or it is held against itself.
    """
    made = Reading.objects.filter(file__document=document, is_current=True).order_by("-pk").first()
    if made is None:
        raise ValidationError(_("Văn bản này chưa đọc xong. Chờ đọc xong rồi soát lại."))
    if any(parent.pk == document.pk for parent in parents):
        raise ValidationError({"parents": _("Văn bản không thể là cấp trên của chính nó. Bỏ chọn nó.")})
    with transaction.atomic():
        asked = Check.objects.create(
            document=document,
            reading=made,
            title=str(document)[:500],
            with_neighbours=neighbours,
            created_by=by,
        )
        asked.parents.set(parents)
        after = {"parents": [parent.pk for parent in parents], "neighbours": neighbours}
        record(actor=by, action="check.ask", row=asked, before={}, after=after, body=document.owner)
    return asked


def draft_check_ask(
    *, name: str, data: bytes, parents: Sequence[Document], neighbours: bool, by: User
) -> Check:
    """Have a draft checked that is not put in the register; its text is kept until it has been checked.

    Raises:
        ValidationError: The file cannot be read, or is marked as a state secret.
    """
    try:
        read = reading.read_bytes(data, name)
    except ReadError as error:
        raise ValidationError({"file": str(error)}) from error
    with transaction.atomic():
        asked = Check.objects.create(
            title=(read.header.title or read.name)[:500],
            draft={"text": read.text, "name": read.name, **reading_parts(read)},
            with_neighbours=neighbours,
            created_by=by,
        )
        asked.parents.set(parents)
        # A draft of one's own is nobody else's business: the entry is read by those who manage people only.
        record(actor=by, action="check.ask_draft", row=asked, before={}, after={"neighbours": neighbours})
    return asked


# --- made by the worker -------------------------------------------------------------------------------------


def work_one() -> bool:
    """Make the next check that waits; False where none does."""
    now = timezone.now()
    free = Q(state=CheckState.QUEUED) | Q(state=CheckState.RUNNING, started_at__lt=now - _LOST)
    waiting = Check.objects.filter(free).order_by("pk").values_list("pk", "attempts").first()
    if waiting is None:
        return False
    pk, attempts = waiting
    mine = Check.objects.filter(free, pk=pk, attempts=attempts)
    if not mine.update(state=CheckState.RUNNING, started_at=now, attempts=F("attempts") + 1):
        return True  # another worker was quicker
    asked = Check.objects.select_related("document__owner", "reading", "created_by").get(pk=pk)
    try:
        made = _made(asked)
    except Exception:
        logger.exception("check %s stopped on an error of the program", pk)
        _failed(asked)
        return True
    _keep(asked, made)
    return True


def _failed(asked: Check) -> None:
    again = asked.attempts < ATTEMPTS
    Check.objects.filter(pk=asked.pk, state=CheckState.RUNNING).update(
        state=CheckState.QUEUED if again else CheckState.FAILED,
        error="" if again else _("Chương trình gặp lỗi khi soát. Báo người quản trị; lỗi đã được ghi lại."),
        finished_at=None if again else timezone.now(),
    )


def _made(asked: Check) -> dict[str, Any]:
    programme = _programme(asked)
    parents = [
        (corpus.source_of(parent, SourceRole.PARENT), record_of(made))
        for parent in asked.parents.order_by("pk")
        if (made := _current(parent)) is not None
    ]
    if not asked.with_neighbours:
        return check_json.to_json(check_programme(programme, parents), programme)
    access = Access.of(asked.created_by, today())
    seen = {document.pk: document for document in documents_seen(access)}
    but = {parent.pk for parent in asked.parents.all()} | {asked.document_id or 0}
    if asked.document is not None:
        but |= _after(asked.document, seen.values())
    named = corpus.neighbours(seen, but)
    found = corpus.asked(lambda index: check_programme(programme, parents, index=index, named=named))
    return check_json.to_json(found, programme)


def _after(document: Document, seen: Iterable[Document]) -> set[int]:
    """What cannot have been copied from: papers of a later day, and those that carry the document out."""
    links = document.child_links.filter(withdrawn_at=None, declined=False)
    later = {d.pk for d in seen if document.date and d.date and d.date > document.date}
    return later | set(links.values_list("child_id", flat=True))


def _current(document: Document) -> Reading | None:
    return Reading.objects.filter(file__document=document, is_current=True).order_by("-pk").first()


def _programme(asked: Check) -> records.Document:
    if asked.reading is not None:
        return record_of(asked.reading)
    parts = dict(asked.draft)
    name = parts.pop("name", "")
    return replace(record_of(Reading(**parts)), name=name)


def record_of(made: Reading) -> records.Document:
    """A reading as a record, with its heading."""
    kept = made.header
    header = records.Header(
        title=kept.get("title") or "",
        type=records.DocumentType(kept.get("type") or "other"),
        symbol=kept.get("symbol"),
        date=date.fromisoformat(kept["date"]) if kept.get("date") else None,
        issuer=kept.get("issuer"),
        place=kept.get("place"),
        signatory=kept.get("signatory"),
        spans=tuple((name, Span(*span)) for name, span in (kept.get("spans") or {}).items()),
    )
    return replace(document_of(made), header=header)


def _keep(asked: Check, made: dict[str, Any]) -> None:
    missing = sum(one["counts"][kind]["missing"] for one in made["coverage"] for kind in ("target", "task"))
    with transaction.atomic():
        kept = Check.objects.filter(pk=asked.pk, state=CheckState.RUNNING).update(
            state=CheckState.DONE,
            finished_at=timezone.now(),
            draft={},
            result=made,
            version=made["version"],
            packs_hash=made["packs"],
            copied=round(10_000 * made["copied_share"]),
            own=round(10_000 * made["own_share"]),
            vague=len(made["vague"]["statements"]),
            missing=missing,
        )
        if kept and asked.document is not None:
            after = {"copied": made["copied_share"], "own": made["own_share"]}
            record(
                actor=None, action="check.make", row=asked, before={}, after=after, body=asked.document.owner
            )
