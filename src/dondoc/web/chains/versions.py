"""Versions of a draft and what was said on them. Each version is a file that has been read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from dondoc.web.accounts.access import Access
from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.bodies.models import Body
from dondoc.web.chains.models import AnswerChoice, CommentAnswer, DraftComment, DraftLink
from dondoc.web.core.locks import Turn, take_turn
from dondoc.web.sources.models import Document, File, Reading, StandingChoice
from dondoc.web.sources.selectors import documents_seen

MOST_DRAFTS = 100  # to choose from


@dataclass(frozen=True, slots=True)
class Version:
    """One version: its number from the oldest, the entry it stands in, and its reading."""

    number: int
    document: Document
    reading: Reading  # without its text

    @property
    def file(self) -> File:
        return self.reading.file


def versions_of(access: Access, document: Document) -> list[Version]:
    """The drafts of a document and the issued one, oldest first, among those the reader sees.

    They are the files of the entry itself, of the drafts that stand on it, of the one it stands on, and of
    the drafts that a person has said are drafts of the same paper.
    """
    family = documents_seen(access).filter(pk__in=_family(document))
    readings = (
        Reading.objects.filter(is_current=True, file__document__in=family.order_by().values("pk"))
        .defer("text", "blocks", "tables", "outline", "pages", "offsets", "header", "diagnostics")
        .select_related("file__document")
    )

    def order(reading: Reading) -> tuple[bool, date, int]:
        entry = reading.file.document
        assert entry is not None
        return entry.standing == StandingChoice.ISSUED, entry.date or date.min, reading.file_id

    found = sorted(readings, key=order)
    return [Version(n, r.file.document, r) for n, r in enumerate(found, 1) if r.file.document is not None]


def _family(document: Document) -> set[int]:
    """Every entry of the same paper, from the issued one through all its drafts."""
    known: set[int] = set()
    new = {document.pk, document.stands_on_id or document.pk}
    while new:
        known |= new
        standing = DraftLink.objects.filter(withdrawn_at=None)
        linked = standing.filter(Q(later__in=new) | Q(earlier__in=new)).values_list("later", "earlier")
        near = Q(stands_on__in=new, standing=StandingChoice.DRAFT) | Q(pk__in=new)
        drafts = Document.objects.filter(near).values_list("pk", "stands_on")
        new = {key for pair in (*linked, *drafts) for key in pair if key is not None} - known
    return known


def drafts_to_join(access: Access, document: Document) -> QuerySet[Document]:
    """Other drafts of the same keeper, the newest first: one of them may be an earlier state of this one."""
    drafts = documents_seen(access).filter(standing=StandingChoice.DRAFT, owner=document.owner_id)
    return drafts.exclude(pk__in=_family(document)).order_by("-created_at", "-pk")[:MOST_DRAFTS]


@transaction.atomic
def draft_join(*, later: Document, earlier: Document, by: User) -> DraftLink:
    """Say that two entries are drafts of one paper; said twice, or of two that are already, it is one.

    Raises:
        ValidationError: One of them is no draft.
    """
    take_turn(Turn.REGISTER)
    if {later.standing, earlier.standing} != {StandingChoice.DRAFT}:
        raise ValidationError({"earlier": "Chỉ gắn hai bản dự thảo với nhau."})
    known = DraftLink.objects.filter(later=later, earlier=earlier, withdrawn_at=None).first()
    if known is not None:
        return known
    link = DraftLink.objects.create(later=later, earlier=earlier, by=by)
    after = {"earlier": str(earlier)}
    record(actor=by, action="draft.join", row=later, before={}, after=after, body=later.owner)
    return link


@transaction.atomic
def draft_part(*, document: Document, by: User) -> int:
    """Take a draft out of the paper it was joined to; how many joins were withdrawn."""
    take_turn(Turn.REGISTER)
    links = DraftLink.objects.filter(Q(later=document) | Q(earlier=document), withdrawn_at=None)
    before = {"joined": [str(link) for link in links.select_related("later", "earlier")]}
    count = links.update(withdrawn_at=timezone.now())
    if count:
        record(actor=by, action="draft.part", row=document, before=before, after={}, body=document.owner)
    return count


def text_of(version: Version) -> str:
    """The words of a version."""
    return Reading.objects.values_list("text", flat=True).get(pk=version.reading.pk)


def comments_of(versions: list[Version]) -> QuerySet[DraftComment]:
    """Everything said on these versions, oldest first, with the answers."""
    answers = Prefetch("answers", CommentAnswer.objects.select_related("by"))
    found = DraftComment.objects.filter(file__in=[version.reading.file_id for version in versions])
    return found.select_related("body", "by").prefetch_related(answers)


def comment_seen(access: Access, document: Document, pk: int) -> DraftComment:
    """One comment on a version of a document the reader sees; Http404."""
    found = comments_of(versions_of(access, document)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@transaction.atomic
def comment_add(
    *, version: Version, body: Body | None, on: date, words: str, by: User, place: str = ""
) -> DraftComment:
    """Keep what somebody said on a version.

    Raises:
        ValidationError: Nothing was said.
    """
    if not words.strip():
        raise ValidationError({"words": "Nhập nội dung ý kiến."})
    comment = DraftComment.objects.create(
        document=version.document, file=version.file, body=body, on=on, words=words.strip(),
        place=place.strip(), by=by,
    )  # fmt: skip
    after = {"body": body and body.name, "place": comment.place, "version": version.number}
    record(
        actor=by, action="draft.comment", row=version.document, before={}, after=after,
        body=version.document.owner,
    )  # fmt: skip
    return comment


@transaction.atomic
def comment_answer(*, comment: DraftComment, how: AnswerChoice, by: User, words: str = "") -> CommentAnswer:
    """Say what was made of a comment.

    Raises:
        ValidationError: What is not accepted in full needs its explanation.
    """
    if how != AnswerChoice.ACCEPTED and not words.strip():
        raise ValidationError({"words": "Nêu lý do không tiếp thu hoặc phần đã tiếp thu."})
    answer = CommentAnswer.objects.create(comment=comment, how=how, words=words.strip(), by=by)
    record(
        actor=by, action="draft.answer", row=comment.document, before={}, after={"how": how.value},
        reason=words, body=comment.document.owner,
    )  # fmt: skip
    return answer
