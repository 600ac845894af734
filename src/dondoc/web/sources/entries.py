"""The register's entry of a document: corrected, and which issued document a press report or draft stands on.

What was confirmed from the document follows. One transaction and one audit entry each, as in `services`.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.bodies.models import Body
from dondoc.web.core.locks import Turn, take_turn
from dondoc.web.plans.models import TargetVersion
from dondoc.web.results.models import Observation
from dondoc.web.search.services import index
from dondoc.web.sources import standing as standings
from dondoc.web.sources.models import Document, Mention, StandingChoice


def document_update(
    *,
    document: Document,
    by: User,
    title: str | None = None,
    type: str | None = None,  # noqa: A002
    symbol: str | None = None,
    day: date | None = None,
    issuer: Body | None = None,
    issuer_as_written: str | None = None,
    standing: str | None = None,
    reason: str = "",
) -> Document:
    """Correct the register's entry; None leaves a field as it is. Rows that waited for a document follow.

    Raises:
        ValidationError: By field.
    """
    with transaction.atomic():
        take_turn(Turn.DOCUMENT, document.pk)
        document = Document.objects.select_related("owner", "stands_on").get(pk=document.pk)
        wanted: dict[str, Any] = {
            "title": title,
            "type": type,
            "symbol": symbol,
            "date": day,
            "issuer": issuer,
            "issuer_as_written": issuer_as_written,
            "standing": standing,
        }
        changes = {k: v for k, v in wanted.items() if v is not None and v != getattr(document, k)}
        if not changes:
            return document
        before = {k: getattr(document, k) for k in changes}
        for name, value in changes.items():
            setattr(document, name, value)
        if document.standing == StandingChoice.ISSUED and document.stands_on_id is not None:
            before["stands_on"], changes["stands_on"] = document.stands_on, None
            document.stands_on = None
        document.full_clean(exclude=["created_by", "owner"])
        document.save(update_fields=list(changes))
        _rows_follow(document)
        index(document)
        record(
            actor=by,
            action="document.update",
            row=document,
            before=before,
            after=changes,
            reason=reason,
            body=document.owner,
        )
    return document


def document_stands_on(*, document: Document, issued: Document | None, by: User) -> Document:
    """Say which issued document stands behind a press report or draft (None: take that back).

    What was confirmed from it stops waiting for a document, and tasks are owed from the issued one's day.

    Raises:
        ValidationError: `document` is issued itself, or `issued` is not.
    """
    with transaction.atomic():
        take_turn(Turn.DOCUMENT, document.pk)
        document = Document.objects.select_related("owner", "stands_on").get(pk=document.pk)
        if document.stands_on_id == (issued and issued.pk):
            return document
        if issued is not None:
            if document.standing == StandingChoice.ISSUED:
                raise ValidationError(
                    {"issued": "Văn bản đã ban hành thì tự nó là căn cứ, không cần văn bản khác."}
                )
            if issued.standing != StandingChoice.ISSUED or issued.pk == document.pk:
                raise ValidationError({"issued": "Chọn một văn bản đã ban hành."})
        before = {"stands_on": document.stands_on and str(document.stands_on)}
        document.stands_on = issued
        document.save(update_fields=["stands_on"])
        _rows_follow(document)
        after = {"stands_on": issued and str(issued)}
        record(
            actor=by,
            action="document.stands_on",
            row=document,
            before=before,
            after=after,
            body=document.owner,
        )
    return document


def _rows_follow(document: Document) -> None:
    """What the document's standing means for the rows its words stand behind."""
    mentions = Mention.objects.filter(document=document).select_related(
        "target_version", "observation", "task"
    )
    told = [(mention.target_version, mention.observation, mention.task) for mention in mentions]
    rows: list[models.Model] = [row for three in told for row in three if row is not None]
    for table in (TargetVersion, Observation):  # entered by hand with this document as their ground
        rows.extend(table._default_manager.filter(document=document, by_hand=True, withdrawn_at=None))
    standings.take_turns(rows)
    for row in rows:
        standings.settle(row)
    owed = document.stands_on.date if document.stands_on else document.date
    for task in document.tasks.exclude(owed_from=owed):
        task.owed_from = owed
        task.save(update_fields=["owed_from"])
