"""A page of refusal says which right is needed, who has it, what the reader holds since when, whom to ask."""

from __future__ import annotations

from typing import Any

import boards
import pytest
from django.urls import reverse

from dondoc.web.accounts.access import Action
from dondoc.web.accounts.models import Role
from dondoc.web.accounts.refusals import WORDS

pytestmark = pytest.mark.django_db


def test_each_right_has_its_words() -> None:
    """A new right is named for who lacks it."""
    assert set(WORDS) == set(Action)


def test_it_says_which_right_whose_and_whom_to_ask(cast: Any, province: Any, signed_in: Any) -> None:
    """An inspector may not bring tables in; the page names analysts, the inspector's role and its day."""
    answer = signed_in("inspector").get(reverse("import-list"))
    assert answer.status_code == 403
    text = boards.Page.of(answer).text
    for words in (
        str(WORDS[Action.REVIEW]),
        str(Role.ANALYST.label),
        f"Kiểm tra, giám sát, {province.root}, từ 01/",
        str(cast.administrator),
    ):
        assert words in text


def test_where_more_than_one_thing_decides(signed_in: Any, cast: Any) -> None:
    """It says what the reader holds and whom to ask, and names no right."""
    answer = signed_in("reader").get(reverse("template-list"))
    assert answer.status_code == 403
    text = boards.Page.of(answer).text
    assert "Vai trò của đồng chí Người đọc" in text
    assert str(cast.administrator) in text
    assert "Việc này cần quyền" not in text


def test_a_stranger_is_told_nothing(client: Any) -> None:
    """Who has not signed in is sent to the sign-in page."""
    assert client.get(reverse("import-list")).status_code == 302
