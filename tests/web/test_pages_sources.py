"""Upload, the register, a document's page, the review screen: first they work, then every refusal."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dondoc.web.audit.models import Entry
from dondoc.web.plans.models import TargetVersion, Task
from dondoc.web.sources import uploads
from dondoc.web.sources.models import Batch, Document, Fact, JobState, ReadJob

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def page(response: Any) -> str:
    return str(response.content.decode())


# --- upload ---------------------------------------------------------------------------------------------


def send(client: Any, body: Any, *names: str, **changes: Any) -> Any:
    files = [SimpleUploadedFile(name, f"Nghị quyết thử {name}".encode()) for name in names]
    values = {"no_secret": "on", "owner": body.pk, "standing": "", "files": files} | changes
    return client.post(reverse("upload"), {k: v for k, v in values.items() if v is not None})


def test_upload_queues_every_file(signed_in: Any, province: Any) -> None:
    """Files sent together are one batch, each its own job, and the page leads to their progress."""
    response = send(signed_in("analyst"), province.root, "a.txt", "b.txt")

    batch = Batch.objects.get()
    assert response.headers["Location"] == reverse("batch", args=[batch.pk])
    assert sorted(batch.jobs.values_list("name", flat=True)) == ["a.txt", "b.txt"]
    assert set(batch.jobs.values_list("state", flat=True)) == {JobState.QUEUED}


def test_upload_takes_a_zip_apart(signed_in: Any, province: Any) -> None:
    """Each file in a zip is read, and reported, on its own."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mot.txt", "Văn bản một")
        archive.writestr("thu-muc/hai.txt", "Văn bản hai")

    send(signed_in("analyst"), province.root, files=[SimpleUploadedFile("a.zip", buffer.getvalue())])

    assert ReadJob.objects.count() == 2


UPLOAD_REFUSED = [
    ({"no_secret": None}, 422, "not acknowledged that there are no state secrets"),
    ({"files": []}, 422, "no file chosen"),
    ({"owner": "99999"}, 422, "a body that is not there"),
    ({"standing": "secret"}, 422, "a standing that is none"),
]


@pytest.mark.parametrize(("changes", "status", "why"), UPLOAD_REFUSED, ids=[row[2] for row in UPLOAD_REFUSED])
def test_upload_is_refused(signed_in: Any, province: Any, changes: Any, status: int, why: str) -> None:
    """What is wrong is said on the form, and nothing is kept."""
    response = send(signed_in("analyst"), province.root, "a.txt", **changes)

    assert response.status_code == status
    assert "errorlist" in page(response)
    assert not Batch.objects.exists()


def test_upload_for_another_branch_is_refused(signed_in: Any, province: Any) -> None:
    """An officer sends in for the own branch only; the choice does not even show the others."""
    client = signed_in("finance")

    assert send(client, province.building, "a.txt").status_code == 422
    assert not Batch.objects.exists()
    assert send(client, province.finance, "a.txt").status_code == 302


def test_the_warning_stands_before_the_choice_of_files(signed_in: Any) -> None:
    """State secrets are warned of, and the acknowledgment asked, before a file can be chosen."""
    text = page(signed_in("analyst").get(reverse("upload")))

    assert (
        0
        < text.index("Không đưa bí mật nhà nước")
        < text.index('name="no_secret"')
        < text.index('name="files"')
    )


# --- batches --------------------------------------------------------------------------------------------


def test_progress_asks_again_until_it_is_over(signed_in: Any, province: Any) -> None:
    """While a job is open the fragment has a trigger; the last answer has none, so that the asking stops."""
    client = signed_in("analyst")
    send(client, province.root, "a.txt")
    batch = Batch.objects.get()
    address = reverse("batch", args=[batch.pk])
    running = page(client.get(address, headers=HTMX))
    assert 'hx-trigger="every 1s"' in running
    assert "<html" not in running

    batch.jobs.update(state=JobState.DONE)

    assert "hx-trigger" not in page(client.get(address, headers=HTMX))


def test_a_failed_file_is_named_with_what_to_do_and_read_again(signed_in: Any, province: Any) -> None:
    """The reason stands under the name; the button puts it back into the queue, with a trace."""
    client = signed_in("analyst")
    send(client, province.root, "hong.txt")
    job = ReadJob.objects.get()
    ReadJob.objects.update(
        state=JobState.FAILED, error="Tệp bị hỏng. Lưu lại rồi gửi lại.", error_code="damaged"
    )
    text = page(client.get(reverse("batch", args=[job.batch_id])))
    assert "hong.txt" in text
    assert "Lưu lại rồi gửi lại" in text

    client.post(reverse("job-retry", args=[job.batch_id, job.pk]))

    job.refresh_from_db()
    assert (job.state, job.error, job.attempts) == (JobState.QUEUED, "", 0)
    assert Entry.objects.filter(action="job.retry").count() == 1


def test_what_was_not_kept_cannot_be_read_again(signed_in: Any, province: Any) -> None:
    """A refused or secret file left no bytes: the answer says to send it again."""
    client = signed_in("analyst")
    send(client, province.root, "a.txt")
    ReadJob.objects.update(state=JobState.FAILED, file=None, name="")
    job = ReadJob.objects.get()

    response = client.post(reverse("job-retry", args=[job.batch_id, job.pk]), follow=True)

    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "không được giữ lại" in page(response)
    assert "tệp không giữ tên" in page(response)


# --- the register ---------------------------------------------------------------------------------------


@pytest.fixture
def register(stage: Any, province: Any) -> list[Document]:
    return [
        stage.document(title="Nghị quyết về đường giao thông", date=date(2026, 1, 15)),
        stage.document(
            title="Báo cáo tháng 8",
            type="report",
            date=date(2025, 8, 20),
            issuer=province.finance,
            symbol="9/BC",
        ),
        stage.document(
            title="Tin hội nghị", type="press", standing="press", date=None, issuer=None, symbol=""
        ),
    ]


FILTERS = [
    ("", {0, 1, 2}, "all"),
    ("q=duong", {0}, "words without marks"),
    ("q=9/BC", {1}, "a symbol"),
    ("type=report", {1}, "a type"),
    ("standing=press", {2}, "a standing"),
    ("year=2025", {1}, "a year"),
    ("open=1", {0}, "something left to review"),
    ("type=nonsense", {0, 1, 2}, "a type that is none asks for nothing"),
    ("year=99999999999", {0, 1, 2}, "a year that is none asks for nothing"),
    ("page=77", {0, 1, 2}, "a page that is not there: the nearest one"),
]


@pytest.mark.parametrize(("query", "found", "why"), FILTERS, ids=[row[2] for row in FILTERS])
def test_register_is_filtered(
    signed_in: Any, stage: Any, register: list[Document], query: str, found: set[int], why: str
) -> None:
    """Each filter leaves what it says, on the page and in the export alike."""
    stage.fact(register[0], "indicator")
    client = signed_in("analyst")

    listed = page(client.get(f"{reverse('document-list')}?{query}"))
    exported = page(client.get(f"{reverse('document-export', args=['csv'])}?{query}"))

    assert {n for n, row in enumerate(register) if row.title in listed} == found
    assert {n for n, row in enumerate(register) if row.title in exported} == found


def test_export_as_a_workbook_is_read_back(signed_in: Any, register: list[Document]) -> None:
    """What is written is what the list says: as many rows, days as days."""
    from openpyxl import load_workbook

    response = signed_in("reader").get(reverse("document-export", args=["xlsx"]))

    rows = list(load_workbook(io.BytesIO(response.content)).active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert len(rows) == 1 + len(register)
    assert "attachment" in response.headers["Content-Disposition"]


def test_export_of_another_kind_is_not_there(signed_in: Any, register: list[Document]) -> None:
    assert signed_in("reader").get(reverse("document-export", args=["exe"])).status_code == 404


def test_another_branch_does_not_exist(signed_in: Any, stage: Any, province: Any) -> None:
    """What a person may not see is missing from the list, from the export, and by its address."""
    hidden = stage.document(title="Văn bản của sở khác", owner=province.finance, issuer=province.finance)
    fact = stage.fact(hidden, "indicator")
    file = hidden.files.get()
    client = signed_in("building")

    assert hidden.title not in page(client.get(reverse("document-list")))
    assert hidden.title not in page(client.get(reverse("document-export", args=["csv"])))
    for name, pk in (("document", hidden.pk), ("review", hidden.pk), ("fact", fact.pk), ("file", file.pk)):
        assert client.get(reverse(name, args=[pk])).status_code == 404, name


# --- one document ---------------------------------------------------------------------------------------


def test_every_fact_is_lit_up_in_its_place(signed_in: Any, stage: Any) -> None:
    """The words of each fact are a link that names it, also where facts overlap."""
    document = stage.document()
    task = stage.fact(document, "task", "Sở Xây dựng trình kế hoạch 05-KH/UBND trước ngày 30/9.")
    inner = Fact.objects.create(
        reading=task.reading,
        document=document,
        key="trong",
        kind="citation",
        order=9,
        start=task.start + 18,
        end=task.start + 36,
        quote="hoạch 05-KH/UBND",
        data={"type": "kế hoạch", "symbol": "05-KH/UBND", "date": None, "issuer": None, "title": None},
        rule="thử",
    )

    text = page(signed_in("reader").get(reverse("document", args=[document.pk])))

    assert f'data-facts="{task.pk}"' in text
    assert f'data-facts="{inner.pk} {task.pk}"' in text


def test_words_cannot_break_out_of_the_page(signed_in: Any, stage: Any) -> None:
    """A document is somebody else's text: nothing of it becomes markup."""
    document = stage.document(title='<b onclick="x">Tiêu đề</b>')
    stage.fact(document, "person", "<script>alert(1)</script> Lê Thị Bình", name="<img src=x>")

    for name in ("document", "review"):
        text = page(signed_in("analyst").get(reverse(name, args=[document.pk])))
        assert "<script>alert" not in text
        assert "<img src=x>" not in text
        assert "<b onclick" not in text


def test_a_fact_says_why(signed_in: Any, stage: Any) -> None:
    """The card shows which words each field was read from, and by which step."""
    document = stage.document()
    fact = stage.fact(document, "indicator", "Thu ngân sách đạt 16.900 tỷ đồng.")
    fact.why = {
        "unit": {"how": "label", "start": fact.start + 25, "end": fact.start + 32, "note": "đứng sau số"}
    }
    fact.save()
    client = signed_in("reader")

    card = page(client.get(reverse("fact", args=[fact.pk]), headers=HTMX))

    assert "tỷ đồng" in card
    assert "đứng sau số" in card
    assert client.get(reverse("fact", args=[fact.pk])).status_code == 302


def test_a_file_is_handed_out_as_an_attachment(signed_in: Any, province: Any, stage: Any) -> None:
    """Never shown in place: it is not ours, and may hold anything."""
    client = signed_in("analyst")
    send(client, province.root, "goc.txt")
    file = ReadJob.objects.get().file
    assert file is not None
    file.document = stage.document()
    file.save()

    response = client.get(reverse("file", args=[file.pk]))

    assert b"".join(response.streaming_content).decode() == "Nghị quyết thử goc.txt"
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["Content-Type"] == "application/octet-stream"


def test_the_header_is_corrected_with_a_trace(signed_in: Any, stage: Any, province: Any) -> None:
    """A changed field is saved and in the trail with what it was."""
    document = stage.document()
    client = signed_in("analyst")
    values = {
        "title": document.title,
        "type": "plan",
        "standing": "issued",
        "symbol": "77-KH/TU",
        "day": "31/12/2026",
        "issuer_as_written": document.issuer_as_written,
        "issuer": province.party.pk,
        "reason": "đọc nhầm số",
    }

    assert client.post(reverse("document-edit", args=[document.pk]), values).status_code == 302

    document.refresh_from_db()
    assert (document.type, document.symbol, document.date) == ("plan", "77-KH/TU", date(2026, 12, 31))
    entry = Entry.objects.get(action="document.update")
    assert entry.reason == "đọc nhầm số"
    values["day"] = "ngày mai"
    response = client.post(reverse("document-edit", args=[document.pk]), values)
    assert response.status_code == 422
    assert "ngày mai" in page(response)


def test_press_is_linked_to_the_issued_document(signed_in: Any, stage: Any) -> None:
    """Found by its symbol, linked with one click, taken back with another."""
    press = stage.document(type="press", standing="press", symbol="")
    issued = stage.document(title="Nghị quyết gốc", symbol="21-NQ/TU")
    client = signed_in("analyst")
    address = reverse("document-stands-on", args=[press.pk])

    assert "Nghị quyết gốc" in page(client.get(f"{address}?q=21-NQ", headers=HTMX))
    client.post(address, {"issued": issued.pk})
    press.refresh_from_db()
    assert press.stands_on == issued

    client.post(address, {"issued": ""})
    press.refresh_from_db()
    assert press.stands_on is None


# --- review ---------------------------------------------------------------------------------------------


@pytest.fixture
def reviewed(stage: Any) -> Document:
    """A resolution with two figures, a task, and a person."""
    document: Document = stage.document()
    stage.fact(document, "indicator", "Thu ngân sách đạt 16.900 tỷ đồng trở lên.")
    stage.fact(
        document, "indicator", "Tỷ lệ hộ nghèo còn 2,5%.", name="Tỷ lệ hộ nghèo", value="2.5", unit="%"
    )
    stage.fact(document, "task", "Sở Xây dựng hoàn thành quy hoạch trong quý III.")
    stage.fact(document, "person", "Đồng chí Lê Thị Bình, Giám đốc Sở Xây dựng")
    return document


def facts(document: Document) -> list[Fact]:
    return list(document.facts.order_by("order"))


def test_accepting_with_a_script_answers_one_item(signed_in: Any, reviewed: Document) -> None:
    """The fact's own item, the progress, a toast with the way back; the rest of the page stays."""
    fact = facts(reviewed)[0]

    response = signed_in("analyst").post(
        reverse("fact-accept", args=[fact.pk]), headers=HTMX | {"HX-Target": f"fact-{fact.pk}"}
    )

    text = page(response)
    assert text.count('<li class="fact') == 1
    assert "1/4 đã xử lý" in text
    assert reverse("fact-reopen", args=[fact.pk]) in text
    assert json.loads(response.headers["HX-Trigger"]) == {"facts-changed": {str(fact.pk): "confirmed"}}
    assert TargetVersion.objects.get().value == 16900


def test_accepting_without_a_script_comes_back_to_the_fact(signed_in: Any, reviewed: Document) -> None:
    """A plain form does the same and returns to the same place."""
    fact = facts(reviewed)[2]

    response = signed_in("analyst").post(reverse("fact-accept", args=[fact.pk]))

    assert response.headers["Location"] == f"/van-ban/{reviewed.pk}/duyet/#fact-{fact.pk}"
    assert Task.objects.get().action == "Hoàn thành quy hoạch khu công nghiệp phía đông"


def test_correcting(signed_in: Any, reviewed: Document) -> None:
    """Numbers and periods are typed as people write them; what was read stays beside the correction."""
    fact = facts(reviewed)[1]
    client = signed_in("analyst")
    form = page(client.get(reverse("fact-correct", args=[fact.pk]), headers=HTMX))
    assert 'value="2,5"' in form

    response = client.post(
        reverse("fact-correct", args=[fact.pk]),
        {
            "name": "Tỷ lệ hộ nghèo đa chiều",
            "value": "1.234,5",
            "unit": "%",
            "period": "quý III/2026",
            "status": "target",
            "measure": "level",
            "bound": "at_least",
        },
    )

    assert response.status_code == 302
    fact.refresh_from_db()
    assert fact.data["value"] == "2.5"
    assert (fact.current["value"], fact.current["period"]) == ("1234.5", "2026-Q3")


def test_a_wrong_correction_keeps_what_was_typed(signed_in: Any, reviewed: Document) -> None:
    """The sentence says what is wrong beside the field; nothing is decided."""
    fact = facts(reviewed)[1]

    response = signed_in("analyst").post(
        reverse("fact-correct", args=[fact.pk]),
        {
            "name": "Hộ nghèo",
            "value": "hai phẩy năm",
            "status": "target",
            "measure": "level",
            "bound": "exact",
        },
        headers=HTMX,
    )

    text = page(response)
    assert response.status_code == 422
    assert "hai phẩy năm" in text
    assert "không phải là một số" in text
    assert response.headers["HX-Retarget"] == f"#more-{fact.pk}"
    fact.refresh_from_db()
    assert fact.state == "proposed"


def test_rejecting_and_undoing(signed_in: Any, reviewed: Document) -> None:
    """A rejection keeps its reason; undoing makes it a proposal again."""
    fact = facts(reviewed)[3]
    client = signed_in("analyst")

    client.post(reverse("fact-reject", args=[fact.pk]), {"reason": "không phải tên người"})
    fact.refresh_from_db()
    assert (fact.state, fact.reason) == ("rejected", "không phải tên người")

    client.post(reverse("fact-reopen", args=[fact.pk]))
    fact.refresh_from_db()
    assert fact.state == "proposed"


def test_merging_into_what_is_confirmed(signed_in: Any, reviewed: Document, stage: Any) -> None:
    """The same figure said again stands behind the same row, chosen from the suggestions only."""
    first = facts(reviewed)[0]
    client = signed_in("analyst")
    client.post(reverse("fact-accept", args=[first.pk]))
    again = stage.fact(stage.document(), "indicator", "Thu ngân sách 16.900 tỷ đồng.")
    version = TargetVersion.objects.get()
    assert "plans.targetversion" in page(client.get(reverse("fact-merge", args=[again.pk]), headers=HTMX))

    assert client.post(reverse("fact-merge", args=[again.pk]), {"row": "accounts.user:1"}).status_code == 404
    client.post(reverse("fact-merge", args=[again.pk]), {"row": f"plans.targetversion:{version.pk}"})

    assert version.mentions.count() == 2
    assert TargetVersion.objects.count() == 1


def test_all_of_a_kind_and_back(signed_in: Any, reviewed: Document) -> None:
    """One button accepts what is open of a kind; the toast's undo opens exactly those again."""
    client = signed_in("analyst")
    address = reverse("review-many", args=[reviewed.pk])

    response = client.post(address, {"action": "accept-kind", "of": "indicator"}, headers=HTMX)

    assert [fact.state for fact in facts(reviewed)] == ["confirmed", "confirmed", "proposed", "proposed"]
    picks = ",".join(str(fact.pk) for fact in facts(reviewed)[:2])
    undo = f"{address}?action=reopen&pick={picks}"
    assert undo.replace("&", "&amp;") in page(response)
    client.post(undo, headers=HTMX)
    assert {fact.state for fact in facts(reviewed)} == {"proposed"}


def test_the_selected_ones(signed_in: Any, reviewed: Document, stage: Any) -> None:
    """Only what is ticked is decided on, and only in this document."""
    elsewhere = stage.fact(stage.document(), "person")
    picked = [facts(reviewed)[1].pk, facts(reviewed)[3].pk, elsewhere.pk]

    signed_in("analyst").post(
        reverse("review-many", args=[reviewed.pk]), {"action": "reject", "pick": picked, "reason": "thừa"}
    )

    assert [fact.state for fact in facts(reviewed)] == ["proposed", "rejected", "proposed", "rejected"]
    elsewhere.refresh_from_db()
    assert elsewhere.state == "proposed"


def test_an_action_that_is_none_is_not_there(signed_in: Any, reviewed: Document) -> None:
    client = signed_in("analyst")

    assert client.post(reverse("review-many", args=[reviewed.pk]), {"action": "burn"}).status_code == 404


def test_a_colleague_was_quicker(signed_in: Any, reviewed: Document, cast: Any) -> None:
    """The second of two reviewers is told, and sees what the first decided."""
    fact = facts(reviewed)[0]
    signed_in("second").post(reverse("fact-reject", args=[fact.pk]))

    response = signed_in("analyst").post(
        reverse("fact-accept", args=[fact.pk]), headers=HTMX | {"HX-Target": f"fact-{fact.pk}"}
    )

    assert response.status_code == 200
    assert "toast-error" in page(response)
    fact.refresh_from_db()
    assert fact.state == "rejected"


WHO_MAY_DECIDE = [
    ("analyst", 302, "confirmed"),
    ("finance", 404, "proposed"),  # an officer of a department does not see the province's document
    ("reader", 403, "proposed"),
    ("leader", 403, "proposed"),
    ("inspector", 403, "proposed"),
    ("administrator", 404, "proposed"),
    ("nobody", 404, "proposed"),
    ("stranger", 302, "proposed"),
]


@pytest.mark.parametrize(("who", "status", "state"), WHO_MAY_DECIDE, ids=[row[0] for row in WHO_MAY_DECIDE])
def test_who_may_decide(signed_in: Any, reviewed: Document, who: str, status: int, state: str) -> None:
    """Reading is not deciding, and what is not seen is not there."""
    fact = facts(reviewed)[0]

    response = signed_in(who).post(reverse("fact-accept", args=[fact.pk]))

    assert response.status_code == status
    fact.refresh_from_db()
    assert fact.state == state


ONLY_POST = ["fact-accept", "fact-reject", "fact-reopen"]


@pytest.mark.parametrize("name", ONLY_POST)
def test_nothing_is_decided_by_a_link(signed_in: Any, reviewed: Document, name: str) -> None:
    """A GET changes nothing: previews, crawlers and pictures send those."""
    assert signed_in("analyst").get(reverse(name, args=[facts(reviewed)[0].pk])).status_code == 405


# --- bounds ---------------------------------------------------------------------------------------------


def test_too_much_at_once_is_said_and_nothing_else(
    signed_in: Any, cast: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What came after the limit was thrown away: fields that seem empty are not complained about."""
    monkeypatch.setattr(uploads, "MAX_REQUEST_BYTES", 1000)
    answer = signed_in("analyst").post(
        "/tai-len/", {"files": SimpleUploadedFile("a.txt", b"x" * 5000), "no_secret": "on"}
    )

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["files"]
    assert "200 MB" in answer.content.decode()


def test_why_it_was_read_so(stage: Any, signed_in: Any) -> None:
    """The rule, each field with its words and those around them, the doubts."""
    document = stage.document()
    quote = "Thu ngân sách năm 2026 đạt 16.900 tỷ đồng"
    fact = stage.fact(document, "indicator", quote=quote, notes=["Chưa rõ kỳ."])
    fact.rule, at = "indicator", fact.start + quote.index("16.900")
    fact.why = {
        "value": {"how": "number", "start": at, "end": at + 6, "note": ""},
        "period": {"how": "a new step", "start": None, "end": None, "note": "năm của văn bản"},
    }
    fact.save()

    page = signed_in("analyst").get(f"/du-kien/{fact.pk}/vi-sao/", headers=HTMX).content.decode()

    assert "con số trong câu" in page, "the rule in words"
    assert "<mark>16.900</mark>" in page
    assert "Thu ngân sách năm 2026 đạt" in page
    assert "a new step · năm của văn bản" in page, "a step without a name is not hidden"
    assert "Chưa rõ kỳ." in page


@pytest.mark.parametrize("name", ["document-list", "document", "review"])
def test_queries_do_not_grow(
    signed_in: Any, stage: Any, django_assert_max_num_queries: Any, name: str
) -> None:
    """A page costs as many queries for sixty facts and forty documents as for one."""
    document = stage.document()
    for n in range(60):
        stage.fact(document, ("indicator", "task", "person", "citation")[n % 4])
    for _ in range(40):
        stage.document()
    client = signed_in("analyst")
    client.post(reverse("review-many", args=[document.pk]), {"action": "accept-kind", "of": "citation"})
    address = reverse(name) if name == "document-list" else reverse(name, args=[document.pk])
    client.get(address)  # the toasts of the step before

    with django_assert_max_num_queries({"document-list": 10, "document": 15}.get(name, 13)):
        assert client.get(address).status_code == 200
