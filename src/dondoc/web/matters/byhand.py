"""Shortcomings, difficulties and proposals typed by a person: said on the floor, found by an inspection.

The words stand in a document of the register (minutes, a conclusion) that could not be read or says them in
passing. What was typed by mistake is withdrawn with a reason, as long as nothing has followed.
"""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from dondoc.text.normalize import search_key
from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.bodies.models import Body
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.locks import Turn, take_turn
from dondoc.web.matters.life import act, current
from dondoc.web.matters.models import Matter, MatterEventChoice
from dondoc.web.search.services import index
from dondoc.web.sources.models import Document


@transaction.atomic
def matter_add(
    *,
    document: Document,
    nature: str,
    words: str,
    voice: str,
    by: User,
    on: date,
    speaker: str = "",
    body: Body | None = None,
    answering: Body | None = None,
    due: date | None = None,
) -> Matter:
    """Note what was said; with `answering` it is assigned at once.

    Args:
        document: Where it is said.
        nature: `NatureOfMatter`.
        words: As they were said.
        voice: `VoiceChoice`.
        by: Who notes it.
        on: The day of noting.
        speaker: Who said it; "" for the document itself.
        body: Of a proposal who is to answer it; of the others whose work it is about.
        answering: Who is to answer.
        due: By when.

    Raises:
        ValidationError: By field: no words, the document says this already, a day that cannot be.
    """
    words = " ".join(words.split())
    if not words:
        raise ValidationError({"words": "Nhập nội dung."})
    take_turn(Turn.DOCUMENT, document.pk)
    key = search_key(words)
    standing = Matter.objects.filter(document=document, nature=nature, withdrawn_at=None)
    if any(search_key(one.words) == key for one in standing):
        raise ValidationError({"words": "Văn bản này đã có mục với đúng nội dung ấy."})
    matter = Matter.objects.create(
        document=document, nature=nature, words=words, voice=voice, speaker_as_written=speaker.strip()[:300],
        body=body, by_hand=True,
    )  # fmt: skip
    index(matter)
    after = {"words": words[:300], "nature": matter.get_nature_display(), "speaker": speaker.strip()}
    record(actor=by, action="matter.add", row=matter, before={}, after=after, body=document.owner)
    if answering is not None:
        day = max(on, document.date or on)
        act(matter=matter, kind=MatterEventChoice.ASSIGNED, on=day, by=by, body=answering, due=due)
        matter.refresh_from_db()
    return matter


@transaction.atomic
def matter_withdraw(*, matter: Matter, by: User, reason: str) -> Matter:
    """One that was typed by mistake; its words stay in the trail.

    Raises:
        ValidationError: No reason.
        Conflict: It was read from a document or told by a report, or somebody has acted on it.
    """
    if not reason.strip():
        raise ValidationError({"reason": "Nêu lý do rút."})
    matter = current(matter)
    if not withdrawable(matter):
        raise Conflict(
            "Chỉ rút được mục ghi bằng tay mà chưa ai trả lời, khắc phục. Mục đọc từ văn bản thì hoàn tác ở "
            "màn hình duyệt."
        )
    matter.withdrawn_at = timezone.now()
    matter.save(update_fields=["withdrawn_at"])
    record(
        actor=by, action="matter.withdraw", row=matter, before={"words": matter.words[:300]}, after={},
        reason=reason, body=matter.document.owner,
    )  # fmt: skip
    return matter


def withdrawable(matter: Matter) -> bool:
    """Whether it was typed, and nothing but its assignment has followed."""
    followed = matter.events.exclude(kind=MatterEventChoice.ASSIGNED)
    return matter.by_hand and matter.repeats_id is None and not followed.exists()
