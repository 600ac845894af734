"""The check of a programme in the web: asked for, made by the worker, shown to whoever may see it."""

from __future__ import annotations

import io
from datetime import timedelta
from gettext import GNUTranslations
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override

from dondoc import reading
from dondoc.packs import load
from dondoc.web.audit.models import Entry
from dondoc.web.chains.services import link_add
from dondoc.web.checks import corpus, selectors, services, words
from dondoc.web.checks.models import Check, CheckState
from dondoc.web.checks.templatetags import checks
from dondoc.web.core import catalogues
from dondoc.web.sources import jobs
from dondoc.web.sources.models import Reading
from dondoc.writing import check_labels

pytestmark = pytest.mark.django_db

SHARED = (
    "Mỗi tổ ba người đo từng thửa đất, ký ngay tại thực địa và báo số hộ đã xong vào chiều thứ sáu hằng tuần."
)
PLAN = f"KẾ HOẠCH\nNăm 2026\nIII. NHIỆM VỤ\n- {SHARED}\n- Tiếp tục tăng cường sự lãnh đạo của cấp ủy.\n"
PARENT = f"CHƯƠNG TRÌNH\nNăm 2026\nIII. NHIỆM VỤ\n- {SHARED}\n- Sở Xây dựng lập sổ nhà ở trước 30/6/2026.\n"


def told(stage, text, **more):
    """A document of the register that says this."""
    document = stage.document(**more)
    Reading.objects.filter(file__document=document).update(text=text, outline=[], tables=[], blocks=[])
    return document


@pytest.fixture
def plan(stage, province):
    return told(stage, PLAN, type="plan")


@pytest.fixture
def parent(stage, province):
    return told(stage, PARENT, type="programme", symbol="08-CTr/TU", title="Chương trình của tỉnh")


def made(plan, parents, by, *, neighbours=False):
    asked = services.check_ask(document=plan, parents=parents, neighbours=neighbours, by=by)
    while services.work_one():
        pass
    asked.refresh_from_db()
    return asked


def test_a_plan_against_its_parent(plan, parent, cast):
    """The result is kept with its figures, and stands in the trail."""
    asked = made(plan, [parent], cast.analyst)

    assert asked.state == CheckState.DONE
    assert asked.copied > 2_000
    assert asked.vague >= 1
    assert asked.result["passages"][0]["source"] == f"document:{parent.pk}"
    assert list(Entry.objects.order_by("pk").values_list("action", flat=True))[-2:] == [
        "check.ask",
        "check.make",
    ]


def test_neighbours_come_from_the_index(plan, parent, cast):
    """Everything else in the register is held against it; a document that goes out of it is forgotten."""
    asked = made(plan, [], cast.analyst, neighbours=True)

    assert [s["key"] for s in asked.result["sources"]] == [f"document:{parent.pk}"]
    assert asked.result["sources"][0]["role"] == "neighbour"

    Reading.objects.filter(file__document=parent).update(is_current=False)
    assert made(plan, [], cast.analyst, neighbours=True).result["passages"] == []


def test_a_broken_index_is_made_anew_from_the_register(plan, parent, cast, settings, caplog):
    """The check is made all the same, and the log says what happened."""
    made(plan, [], cast.analyst, neighbours=True)
    path = settings.DATA / corpus.FILE
    for rest in ("-wal", "-shm"):
        path.with_name(path.name + rest).unlink(missing_ok=True)
    path.write_bytes(b"SQLite format 3\x00" + b"\xff" * 9_000)

    asked = made(plan, [], cast.analyst, neighbours=True)

    assert [s["key"] for s in asked.result["sources"]] == [f"document:{parent.pk}"]
    assert "bị hỏng, được lập lại" in caplog.text


def carried_out(plan, other, by):
    link_add(child=other, parent=plan, relation="carries_out", by=by)


def issued_later(plan, other, by):
    type(other).objects.filter(pk=other.pk).update(date=plan.date + timedelta(days=1))


@pytest.mark.parametrize("what", [carried_out, issued_later])
def test_nobody_copies_from_what_came_after(plan, parent, cast, what):
    """A paper that carries the plan out, or is of a later day, has copied from it and not the other way."""
    what(plan, parent, cast.analyst)

    assert made(plan, [], cast.analyst, neighbours=True).result["passages"] == []


def test_the_worker_makes_it_when_no_file_waits(plan, cast):
    """The queue of files goes first; then checks are made."""
    asked = services.check_ask(document=plan, parents=[], neighbours=False, by=cast.analyst)

    jobs.run(once=True)

    asked.refresh_from_db()
    assert asked.state == CheckState.DONE


def test_an_error_of_ours_is_tried_again_and_then_said(plan, cast, monkeypatch):
    """Twice, then a sentence."""
    asked = services.check_ask(document=plan, parents=[], neighbours=False, by=cast.analyst)
    monkeypatch.setattr(services, "check_programme", lambda *_, **__: 1 / 0)

    while services.work_one():
        pass

    asked.refresh_from_db()
    assert asked.state == CheckState.FAILED
    assert "Báo người quản trị" in asked.error


def test_what_cannot_be_asked(plan, cast):
    """Not against itself, not before it has been read."""
    with pytest.raises(ValidationError):
        services.check_ask(document=plan, parents=[plan], neighbours=False, by=cast.analyst)
    Reading.objects.filter(file__document=plan).update(is_current=False)
    with pytest.raises(ValidationError):
        services.check_ask(document=plan, parents=[], neighbours=False, by=cast.analyst)
    assert not Check.objects.exists()


def test_a_draft_is_read_and_not_kept(parent, cast, signed_in):
    """It does not enter the register, its text goes when it has been checked, and only its author sees it."""
    client = signed_in("analyst")
    file = SimpleUploadedFile("du-thao.txt", PLAN.encode())
    answer = client.post(reverse("check-draft"), {"no_secret": "on", "file": file, "parents": [parent.pk]})

    asked = Check.objects.get()
    assert answer.status_code == 302
    assert asked.document is None
    assert asked.draft["text"]
    while services.work_one():
        pass
    asked.refresh_from_db()
    assert asked.state == CheckState.DONE
    assert asked.draft == {}
    assert asked.copied > 2_000
    assert client.get(reverse("check", args=[asked.pk])).status_code == 200
    assert signed_in("reader").get(reverse("check", args=[asked.pk])).status_code == 404


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"no_secret": ""}, "nobody said it is no secret"),
        ({"file": ""}, "no file"),
        ({}, "a file that is none"),
    ],
)
def test_a_draft_that_is_refused(signed_in, province, fields, why):
    """The form comes back with what was typed."""
    file = SimpleUploadedFile("x.docx", b"this is no Word file")
    answer = signed_in("analyst").post(reverse("check-draft"), {"no_secret": "on", "file": file} | fields)

    assert answer.status_code == 422, why
    assert not Check.objects.exists()


@pytest.fixture
def hidden(plan, parent, cast, province):
    """A check of the building department's plan against a plan that only the finance department sees."""
    asked = made(plan, [parent], cast.analyst)
    for document, owner in ((plan, province.building), (parent, province.finance)):
        document.owner, document.issuer = owner, None
        document.save()
    return asked


def test_passages_of_documents_one_may_not_see_are_left_out(hidden, cast):
    """The result is kept whole and shown in part; the share that stands only there is said."""
    shown = selectors.shown(cast.access("building"), hidden)

    assert shown["hidden"]["passages"] == len(hidden.result["passages"]) > 0
    assert shown["hidden"]["share"] == shown["copied_share"] > 0.2
    assert shown["passages"] == shown["sources"] == shown["coverage"] == shown["closest"] == []
    whole = {**hidden.result, "hidden": {"passages": 0, "share": 0.0}}
    assert selectors.shown(cast.access("analyst"), hidden) == whole


@pytest.mark.parametrize("kind", ["page", "json", "html", "docx", "api"])
def test_no_form_of_the_result_names_what_is_hidden(hidden, signed_in, kind):
    """Page, files and interface: neither the name nor the source's words, but that there is something."""
    client = signed_in("building")
    address = {
        "page": reverse("check", args=[hidden.pk]),
        "api": reverse("api-check-result", args=[hidden.pk]),
    }.get(kind) or reverse("check-export", args=[hidden.pk, kind])

    answer = client.get(address)

    said = reading.read_bytes(answer.content, "x.docx").text if kind == "docx" else answer.content.decode()
    assert "Chương trình của tỉnh" not in said
    assert "08-CTr/TU" not in said
    assert '"passages": 1' in said or '"passages":1' in said or "ngoài phạm vi xem" in said


def test_a_place_that_stands_elsewhere_too_is_not_counted_as_hidden():
    """Only what stands in hidden documents alone; formula and signs count nowhere."""
    hidden = [{"kind": "copied", "span": [0, 9], "words": [["abc ", ""], ["de fg", "words"]]}]

    assert selectors.only_in(hidden, [], []) == 7
    assert selectors.only_in(hidden, [{"span": [0, 3]}], []) == 4
    assert selectors.only_in(hidden, [], [{"span": [4, 9]}]) == 3
    assert selectors.only_in([hidden[0] | {"kind": "taken_down"}], [], []) == 0


def test_the_pages(plan, parent, cast, signed_in, django_assert_max_num_queries):
    """Asking, watching, reading, taking away: bounded queries whatever the result."""
    client = signed_in("analyst")
    ask = reverse("check-document", args=[plan.pk])
    assert parent.title in client.get(ask).content.decode()
    assert client.post(ask, {"parents": [parent.pk], "neighbours": "on"}).status_code == 302
    asked = Check.objects.get()
    page = reverse("check", args=[asked.pk])
    assert "every 1s" in client.get(page).content.decode()
    while services.work_one():
        pass

    with django_assert_max_num_queries(12):
        read = client.get(page).content.decode()
    assert SHARED in read
    assert "every 1s" not in read
    assert client.get(reverse("check-export", args=[asked.pk, "json"])).json()["passages"]
    word = client.get(reverse("check-export", args=[asked.pk, "docx"]))
    assert word.content[:2] == b"PK"
    assert client.get(reverse("check-export", args=[asked.pk, "exe"])).status_code == 404
    assert "Nhiệm vụ" in client.get(reverse("check-matrix", args=[asked.pk, "csv"])).content.decode(
        "utf-8-sig"
    )
    assert "trùng" in client.get(reverse("document", args=[plan.pk])).content.decode()
    assert "trùng" in client.get(reverse("review", args=[plan.pk])).content.decode()


def test_the_list_with_many(plan, cast, signed_in, django_assert_max_num_queries):
    """A bounded number of queries with hundreds of checks."""
    reading = Reading.objects.get(file__document=plan)
    Check.objects.bulk_create(
        Check(document=plan, reading=reading, title=f"Kế hoạch {n}", created_by=cast.analyst)
        for n in range(300)
    )
    client = signed_in("analyst")

    with django_assert_max_num_queries(10):
        answer = client.get(reverse("check-list"))

    assert answer.content.decode().count("Kế hoạch ") >= 30


def test_what_a_plan_cites_is_offered_first(stage, plan, parent, cast):
    """A citation of a symbol in the register is a likely parent."""
    fact = stage.fact(plan, "citation")
    fact.data = {**fact.data, "symbol": "08-CTr/TU"}
    fact.save()

    assert selectors.cited(cast.access("analyst"), plan) == [parent]


def test_the_page_speaks_the_readers_language(plan, parent, cast, signed_in, monkeypatch):
    """English sentences around Vietnamese quotes; what the office sends stays Vietnamese."""
    asked = made(plan, [parent], cast.analyst)
    po = Path(catalogues.__file__).parent.parent / "locale" / "en" / "LC_MESSAGES" / "django.po"
    english = GNUTranslations(io.BytesIO(catalogues.compiled(po.read_text("utf-8")))).gettext
    for module in (words, checks):
        monkeypatch.setattr(module, "gettext", english)
    client = signed_in("analyst")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"

    read = client.get(reverse("check", args=[asked.pk])).content.decode()

    assert '<html lang="en"' in read
    for said in (
        "own; ",
        "Begins with “Tiếp tục tăng cường”",
        "Turn the general verb",
        "verbatim, 100%",
        SHARED,
    ):
        assert said in read, said
    left = ("Không nêu", "Không kể câu", "nguyên văn", "Nhiệm vụ:", "chưa nêu", "giữ nguyên")
    assert [vietnamese for vietnamese in left if vietnamese in read] == []
    paper = client.get(reverse("check-export", args=[asked.pk, "html"])).content.decode()
    assert "Không kể câu khuôn mẫu" in paper


def test_every_sentence_of_the_check_has_its_english():
    """What the pack and the labels say stands in the catalogue; an office's own item is left as it is."""
    said = {str(text) for text in words.SAID}
    kinds = ("label", "lacking", "instead", "collective", "advice")
    asked = {str(entry[kind]) for entry in load().entries("check_clear") for kind in kinds if kind in entry}
    asked |= {
        *check_labels.SENTENCES.values(),
        *check_labels.LIKENESS.values(),
        *check_labels.CHANGE.values(),
    }

    assert asked - said == set()
    with override("en"):
        lack = {"item": "own", "label": "rõ mẫu biểu", "what": "Không nêu mẫu biểu.", "advice": "Ghi mẫu."}
        result = {"vague": {"items": [], "document": [lack], "statements": []}}
        assert words.spoken(result)["vague"]["document"] == [lack]


def test_a_check_by_older_rules_says_so(plan, parent, cast, signed_in):
    """On its page with a way to make it anew against the same parents, and wherever figures are listed."""
    asked = made(plan, [parent], cast.analyst)
    client = signed_in("analyst")
    page, again = reverse("check", args=[asked.pk]), reverse("check-again", args=[asked.pk])
    assert "bản quy tắc cũ" not in client.get(page).content.decode()
    Check.objects.filter(pk=asked.pk).update(version="1")

    listed = [
        reverse("check-list"),
        reverse("check-document", args=[plan.pk]),
        reverse("review", args=[plan.pk]),
    ]
    for address in (page, *listed):
        assert "bản quy tắc cũ" in client.get(address).content.decode(), address
    assert again in client.get(page).content.decode()

    client.post(again)

    newest = Check.objects.first()
    assert newest.pk != asked.pk
    assert list(newest.parents.all()) == [parent]


def test_a_draft_cannot_be_checked_again(parent, cast, signed_in):
    """Nothing of it was kept."""
    asked = services.draft_check_ask(
        name="a.txt", data=PLAN.encode(), parents=[], neighbours=False, by=cast.analyst
    )
    assert signed_in("analyst").post(reverse("check-again", args=[asked.pk])).status_code == 404
