"""Of a secret document only symbol, day, deadline and body are taken; everything else is refused unread."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from dondoc.web.audit.models import Entry
from dondoc.web.chains import secret
from dondoc.web.chains.models import SecretStub
from dondoc.web.core.conflicts import Conflict
from dondoc.web.sources.models import File, ReadJob

pytestmark = pytest.mark.django_db

SYMBOLS = [
    ("12-NQ/TU", True, "the Party's"),
    ("103/KH-UBND", True, "the State's"),
    ("06/2026/QĐ-UBND", True, "normative"),
    ("12-NQ/TU về phòng thủ", False, "words after it"),
    ("12-NQ/TU (MẬT)", False, "its mark"),
    ("Nghị quyết 12", False, "words before it"),
    ("12", False, "no type and issuer"),
    ("12-Phương án phòng thủ", False, "a title in its place"),
    ("", False, "nothing"),
]


@pytest.mark.parametrize(("symbol", "taken", "why"), SYMBOLS, ids=[row[-1] for row in SYMBOLS])
def test_a_symbol_and_no_word_more(cast: Any, province: Any, symbol: str, taken: bool, why: str) -> None:
    """What is refused is not kept anywhere, the trail included."""
    told = {
        "symbol": symbol,
        "day": date(2026, 3, 1),
        "due": None,
        "owner": province.root,
        "by": cast.analyst,
    }
    if taken:
        assert secret.stub_add(**told) == secret.stub_add(**told), why
    else:
        with pytest.raises(ValidationError):
            secret.stub_add(**told)
        assert not Entry.objects.filter(action="secret.add").exists(), why
        assert not SecretStub.objects.exists()


FORM = {"symbol": "12-NQ/TU", "day": "2026-03-01", "due": "2026-04-01"}


@pytest.mark.parametrize(
    "more", [{"title": "Phương án"}, {"note": "x"}, {"file": SimpleUploadedFile("a.docx", b"bi mat")}]
)
def test_the_form_refuses_files_and_words(
    cast: Any, province: Any, signed_in: Callable[[str], Any], more: Any
) -> None:
    """And shows nothing of them again."""
    answer = signed_in("analyst").post("/van-ban-mat/", {**FORM, "owner": province.root.pk, **more})
    assert answer.status_code == 422
    assert "Không gửi tệp" in answer.content.decode()
    assert "Phương án" not in answer.content.decode()
    for model in (SecretStub, File, ReadJob):
        assert not model._default_manager.exists()


def test_entered_done_and_seen_by_who_decides(
    cast: Any, province: Any, signed_in: Callable[[str], Any]
) -> None:
    """Readers and inspectors do not learn that it exists."""
    client = signed_in("analyst")
    assert client.post("/van-ban-mat/", {**FORM, "owner": province.root.pk}).status_code == 302
    stub = SecretStub.objects.get()
    assert "12-NQ/TU" in signed_in("leader").get("/van-ban-mat/").content.decode()
    for who in ("reader", "inspector", "finance"):
        assert signed_in(who).get("/van-ban-mat/").status_code == 403
    assert "12-NQ/TU" not in signed_in("head").get("/van-ban-mat/").content.decode()

    secret.stub_done(stub=stub, on=date(2026, 3, 20), by=cast.analyst)
    with pytest.raises(Conflict):
        secret.stub_done(stub=stub, on=date(2026, 3, 21), by=cast.second)
    secret.stub_withdraw(stub=stub, by=cast.analyst)
    assert not secret.stubs_seen(cast.access("analyst")).exists()


def test_a_wrong_click_is_undone_and_a_wrong_day_is_told(
    cast: Any, province: Any, signed_in: Callable[[str], Any], settings: Any
) -> None:
    """Another deadline for the same document is not passed over; done by mistake is open again."""
    settings.TODAY = date(2026, 3, 20)
    client, given = signed_in("analyst"), {**FORM, "owner": province.root.pk}
    client.post("/van-ban-mat/", given)
    other = client.post("/van-ban-mat/", given | {"due": "2026-05-01"})
    assert (other.status_code, "đã ghi, thời hạn 01/04/2026" in other.content.decode()) == (422, True)
    assert client.post("/van-ban-mat/", given | {"day": "2026-03-21", "due": ""}).status_code == 422

    stub = SecretStub.objects.get()
    address = f"/van-ban-mat/{stub.pk}/"
    client.post(address, {"on": "2026-03-21"})
    stub.refresh_from_db()
    assert stub.done_on is None, "tomorrow"
    client.post(address, {"on": "2026-03-19"})
    client.post(address, {"action": "reopen"})
    stub.refresh_from_db()
    assert stub.done_on is None
    with pytest.raises(Conflict):
        secret.stub_reopen(stub=stub, by=cast.second)
