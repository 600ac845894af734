"""Long lists are not scrolled through: bodies by ticks that can be filtered, documents by a search field."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dondoc.web.chains import secret
from dondoc.web.exchange.models import Import
from web.boards import Page, csv_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 20)


@pytest.fixture(autouse=True)
def _today(settings: Any) -> None:
    settings.TODAY = TODAY


def table() -> SimpleUploadedFile:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["TT", "Nội dung nhiệm vụ"])
    book.active.append([1, "Lập quy hoạch"])
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("viec.xlsx", out.getvalue())


@pytest.mark.parametrize("address", ["reorganisation-add", "charge-add"])
def test_bodies_are_ticked(address: str, signed_in: Any, province: Any) -> None:
    """Each body is a tick in its tree, with a field to find it by; no list asks for Ctrl."""
    response = signed_in("analyst").get(reverse(address))
    body = response.content.decode()
    name = "bodies" if address == "charge-add" else "before"
    assert f'type="checkbox" name="{name}"' in body
    assert "data-ticks-find" in body
    assert "Ctrl" not in body
    assert Page.of(response).problems == []


def test_a_document_is_found_by_a_few_letters(stage: Any, signed_in: Any, province: Any) -> None:
    """Without marks, in symbol or title; what another office keeps, or the press says, is not offered."""
    mine = stage.document(symbol="14-CTr/TU", title="Chương trình phát triển cảng biển")
    stage.document(symbol="15-CTr/TU", title="Cảng biển trên báo", standing="press")
    client = signed_in("analyst")
    for typed in ("cang bien", "14-ctr", "CTr cảng"):
        found = client.get(reverse("import-documents"), {"document": typed}).content.decode()
        assert f'value="14-CTr/TU #{mine.pk}"' in found, typed
        assert "15-CTr/TU" not in found
    assert "option" not in client.get(reverse("import-documents"), {"document": "khong co"}).content.decode()


def test_what_the_search_field_takes(stage: Any, signed_in: Any, province: Any) -> None:
    """What it offered, or a symbol alone where only one has it; else a sentence, and the typed words stay."""
    one = stage.document(symbol="14-CTr/TU")
    for day in (date(2025, 1, 1), date(2026, 1, 1)):
        stage.document(symbol="20-KH/TU", date=day)
    client = signed_in("analyst")

    def send(words: str) -> Any:
        sent = {"no_secret": "on", "owner": province.root.pk, "document": words, "file": table()}
        return client.post(reverse("import-new"), sent)

    for words in (f"14-CTr/TU #{one.pk}", "14-ctr/tu"):
        assert send(words).status_code == 302
        assert Import.objects.latest("pk").document == one
    for words, said in (("20-KH/TU", "Có nhiều văn bản"), ("99-NQ/TU", "Không thấy văn bản này")):
        refused = send(words)
        assert refused.status_code == 422
        assert said in Page.of(refused).text
        assert f'value="{words}"' in refused.content.decode()
    page = client.get(reverse("import-new") + f"?document={one.pk}").content.decode()
    assert f'value="14-CTr/TU #{one.pk}"' in page, "opened from a document, it stands there"


def test_secret_stubs_leave_as_they_were_typed(signed_in: Any, cast: Any, province: Any) -> None:
    """By state, on the page and in the file; the file has the four fields and the state."""
    add = {"owner": province.root, "by": cast.analyst}
    late = secret.stub_add(symbol="12-NQ/TU", day=date(2026, 1, 5), due=date(2026, 3, 1), **add)
    done = secret.stub_add(symbol="13-NQ/TU", day=date(2026, 1, 6), due=None, **add)
    secret.stub_done(stub=done, on=date(2026, 2, 1), by=cast.analyst)
    client = signed_in("analyst")
    rows = csv_of(client.get(reverse("secret-export", args=["csv"])))
    assert sorted((row["Số, ký hiệu"], row["Trạng thái"]) for row in rows) == [
        (late.symbol, "Quá hạn"), (done.symbol, "Hoàn thành"),
    ]  # fmt: skip
    assert set(rows[0]) == {"Số, ký hiệu", "Ngày", "Thời hạn", "Cơ quan", "Trạng thái", "Ngày hoàn thành"}
    only = csv_of(client.get(reverse("secret-export", args=["csv"]) + "?state=late"))
    assert [row["Số, ký hiệu"] for row in only] == [late.symbol]
    page = Page.of(client.get(reverse("secret-list") + "?state=done"))
    assert "13-NQ/TU" in page.text
    assert "12-NQ/TU" not in page.text


def test_editing_into_another_document_is_asked_about(stage: Any, signed_in: Any, province: Any) -> None:
    """The number of a document there is: not saved before it is said to be another one."""
    known = {"issuer": province.party, "type": "resolution"}
    stage.document(symbol="05-NQ/TU", date=date(2026, 2, 1), **known)
    other = stage.document(symbol="06-NQ/TU", date=date(2026, 3, 1), **known)
    client = signed_in("analyst")
    typed = {
        "title": other.title, "type": "resolution", "standing": "issued", "symbol": "05-NQ/TU",
        "day": "01/03/2026", "issuer_as_written": other.issuer_as_written, "issuer": province.party.pk,
    }  # fmt: skip
    asked = client.post(reverse("document-edit", args=[other.pk]), typed)
    assert asked.status_code == 422
    assert "Có thể trùng: trong sổ đã có 05-NQ/TU" in Page.of(asked).text
    other.refresh_from_db()
    assert other.symbol == "06-NQ/TU"
    assert (
        client.post(reverse("document-edit", args=[other.pk]), typed | {"even_so": "on"}).status_code == 302
    )
    other.refresh_from_db()
    assert other.symbol == "05-NQ/TU"
    page = Page.of(client.get(reverse("document-edit", args=[other.pk])))
    assert "Có thể trùng" in page.text, "and it stays told"
    assert client.post(reverse("document-edit", args=[other.pk]), typed).status_code == 302, "once is enough"
