"""Versions of a draft: compared, commented on, answered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from dondoc.web.chains import versions
from dondoc.web.chains.models import AnswerChoice, CommentAnswer, DraftComment, DraftLink
from dondoc.web.sources.models import Reading
from web import boards

pytestmark = pytest.mark.django_db


@pytest.fixture
def family(stage: Any) -> tuple[Any, Any]:
    """An issued resolution and the draft that stands on it."""
    issued = stage.document(date=date(2026, 2, 1))
    draft = stage.document(standing="draft", symbol="", date=date(2026, 1, 5), stands_on=issued)
    for document, text in (
        (draft, "Mục tiêu\nĐạt 30% vào năm 2028."),
        (issued, "Mục tiêu\nĐạt 25% vào năm 2030."),
    ):
        Reading.objects.filter(file__document=document).update(text=text)
    return issued, draft


def test_versions_stand_in_order_from_either_side(family: Any, cast: Any) -> None:
    """The drafts by day, the issued one last."""
    issued, draft = family
    for document in family:
        found = versions.versions_of(cast.access("analyst"), document)
        assert [(v.number, v.document) for v in found] == [(1, draft), (2, issued)]


def test_the_page_shows_what_changed_and_takes_comments(
    family: Any, cast: Any, province: Any, signed_in: Callable[[str], Any]
) -> None:
    """Words added and removed are marked; a comment and its answer are kept, never changed."""
    issued, draft = family
    client = signed_in("analyst")
    page = client.get(f"/van-ban/{issued.pk}/cac-ban/")
    assert not boards.Page.of(page).problems
    words = page.content.decode()
    assert "<del>30%</del> <ins>25%</ins>" in words
    assert page.context["changed"] == 1

    told = {
        "version": 1,
        "on": "2026-01-10",
        "body": province.finance.pk,
        "place": "mục tiêu",
        "words": "Hạ xuống 25%",
    }
    assert client.post(f"/van-ban/{issued.pk}/cac-ban/gop-y/", {**told, "words": ""}).status_code == 422
    assert client.post(f"/van-ban/{issued.pk}/cac-ban/gop-y/", told).status_code == 302
    comment = DraftComment.objects.get()
    assert (comment.document, comment.body) == (draft, province.finance)
    answer = f"/van-ban/{issued.pk}/cac-ban/gop-y/{comment.pk}/"
    client.post(answer, {"how": "explained"})
    assert not CommentAnswer.objects.exists(), "what is not accepted is explained"
    client.post(answer, {"how": "accepted"})
    assert "Tiếp thu" in client.get(f"/van-ban/{draft.pk}/cac-ban/").content.decode()
    with pytest.raises(ValidationError):
        versions.comment_answer(comment=comment, how=AnswerChoice.PARTLY, by=cast.analyst)


def test_drafts_are_held_together_before_anything_is_issued(
    stage: Any, cast: Any, signed_in: Callable[[str], Any]
) -> None:
    """Two drafts that were sent in one after the other: joined, compared; parted, each stands alone again."""
    first, second, other = (stage.document(standing="draft", symbol="", date=None) for _ in range(3))
    issued = stage.document()
    for document, text in ((first, "Đón 2 triệu lượt khách."), (second, "Đón 3 triệu lượt khách.")):
        Reading.objects.filter(file__document=document).update(text=text)
    client = signed_in("analyst")
    page = client.get(f"/van-ban/{second.pk}/cac-ban/")
    assert set(page.context["others"]) == {first, other}, "no issued one, and not itself"

    for wanted in ("", str(issued.pk)):
        client.post(f"/van-ban/{second.pk}/cac-ban/gan/", {"earlier": wanted})
    assert not DraftLink.objects.exists()
    for _ in range(2):
        client.post(f"/van-ban/{second.pk}/cac-ban/gan/", {"earlier": first.pk})
    assert DraftLink.objects.get().earlier == first
    words = client.get(f"/van-ban/{first.pk}/cac-ban/").content.decode()
    assert "<del>2</del> <ins>3</ins>" in words

    first.stands_on = issued
    first.save(update_fields=["stands_on"])
    found = versions.versions_of(cast.access("analyst"), second)
    assert [v.document for v in found] == [first, second, issued], "once it is issued all belong to it"
    with pytest.raises(ValidationError):
        versions.draft_join(later=second, earlier=issued, by=cast.analyst)

    client.post(f"/van-ban/{second.pk}/cac-ban/tach/")
    assert [v.document for v in versions.versions_of(cast.access("analyst"), second)] == [second]
    assert DraftLink.objects.get().withdrawn_at is not None
