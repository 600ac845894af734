"""The interface for programs: keys, errors as problem details, its description."""

from __future__ import annotations

import json
import logging
import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.urls import reverse

from dondoc.web.api import problems, services
from dondoc.web.api.description import as_yaml
from dondoc.web.api.models import Token
from dondoc.web.audit.models import Entry
from dondoc.web.checks import selectors
from dondoc.web.checks import services as checks
from dondoc.web.checks.models import Check
from dondoc.web.sources.models import Reading

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parent.parent.parent

PLAN = (
    "KẾ HOẠCH\nNăm 2026\nIII. NHIỆM VỤ\n- Mỗi tổ ba người đo từng thửa đất và báo số hộ vào chiều thứ sáu.\n"
)


@pytest.fixture(autouse=True)
def nothing_counted():
    """Calls of one test do not count for the next."""
    cache.clear()


@pytest.fixture
def key(cast):
    """A key of the analyst that may also ask for work."""
    return services.token_add(user=cast.analyst, name="Hệ thống điều hành", read_only=False)[1]


@pytest.fixture
def plan(stage, province):
    """A plan of the province that has been read."""
    document = stage.document(type="plan")
    Reading.objects.filter(file__document=document).update(text=PLAN, outline=[], tables=[], blocks=[])
    return document


def bearer(key):
    return {"Authorization": f"Bearer {key}"}


# -- keys ----------------------------------------------------------------------------------------------------


def test_a_key_is_shown_once_and_kept_as_a_hash(signed_in, cast):
    """On the page that made it; neither the database nor the trail has its words."""
    client = signed_in("analyst")

    page = client.post(reverse("token-list"), {"name": "Trục liên thông", "read_only": "on"})

    (key,) = re.findall(r"dondoc_[\w-]{30,}", page.content.decode())
    token = Token.objects.get()
    assert page.status_code == 201
    assert (token.user, token.read_only, token.hash) == (cast.analyst, True, services.hash_of(key))
    assert key not in client.get(reverse("token-list")).content.decode()
    assert key not in json.dumps(list(Entry.objects.values_list("after", "label")))
    assert client.get(reverse("api-checks"), headers=bearer(key)).status_code == 200


def withdrawn(token, cast):
    services.token_withdraw(token=token, by=cast.analyst)


def out_of_date(token, cast):
    Token.objects.filter(pk=token.pk).update(expires_on=date(2020, 1, 1))


def locked(token, cast):
    type(cast.analyst).objects.filter(pk=cast.analyst.pk).update(is_active=False)


@pytest.mark.parametrize("happens", [withdrawn, out_of_date, locked])
def test_a_key_ends(client, cast, key, happens):
    """Withdrawn, past its day, or with the account; the answer says what to do."""
    happens(Token.objects.get(), cast)

    answer = client.get(reverse("api-checks"), headers=bearer(key))

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert "Mã truy cập" in answer.json()["detail"]


def test_a_key_that_only_reads_asks_for_nothing(client, cast, plan):
    """It reads what its owner reads."""
    _, key = services.token_add(user=cast.analyst, name="Bảng điện tử")

    answer = client.post(
        reverse("api-checks"), {"document": plan.pk}, content_type="application/json", headers=bearer(key)
    )

    assert answer.status_code == 403
    assert "chỉ đọc" in answer.json()["detail"]
    assert client.get(reverse("api-checks"), headers=bearer(key)).status_code == 200


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"name": " "}, "after what would it be named"),
        ({"name": "x", "expires_on": date(2020, 1, 1)}, "a day that has passed"),
    ],
)
def test_a_key_that_is_refused(signed_in, fields, why):
    """The form comes back; nothing is made."""
    assert signed_in("analyst").post(reverse("token-list"), fields).status_code == 422, why
    assert not Token.objects.exists()


def test_keys_are_few(cast, monkeypatch):
    """So that one knows which is whose; a withdrawn one makes room."""
    monkeypatch.setattr(services, "MOST", 1)
    first, _ = services.token_add(user=cast.analyst, name="1")
    with pytest.raises(ValidationError):
        services.token_add(user=cast.analyst, name="2")
    services.token_withdraw(token=first, by=cast.analyst)
    services.token_withdraw(token=first, by=cast.analyst)
    assert services.token_add(user=cast.analyst, name="2")
    assert [e.action for e in Entry.objects.filter(action__startswith="token.").order_by("pk")] == [
        "token.add", "token.withdraw", "token.add",
    ]  # fmt: skip


def test_a_session_may_ask_too_with_its_csrf_token(cast, plan):
    """From a page; without the token it is refused."""
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.analyst)

    assert client.get(reverse("api-checks")).status_code == 200
    answer = client.post(reverse("api-checks"), {"document": plan.pk}, content_type="application/json")
    assert answer.status_code == 403
    assert not Check.objects.exists()


# -- errors --------------------------------------------------------------------------------------------------

ASK = "/api/v1/checks"
WRONG = [
    ("post", ASK, "{", 400, "unreadable", "", "no JSON"),
    ("post", ASK, "{}", 422, "invalid", "", "neither a document nor a file"),
    ("post", ASK, '{"document": "x"}', 422, "invalid", "#/document", "no number"),
    ("post", ASK, '{"document": 1, "parents": 3}', 422, "invalid", "#/parents", "no list"),
    ("post", ASK, '{"document": PLAN, "parents": [99999]}', 422, "invalid", "#/parents", "no such parent"),
    ("post", ASK, '{"document": PLAN, "parents": [PLAN]}', 422, "invalid", "#/parents", "its own parent"),
    ("post", ASK, '{"document": 99999}', 404, "not-found", "", "no such document"),
    ("put", ASK, "{}", 405, "method-not-allowed", "", "another way of calling"),
    ("get", "/api/v1/check/", "", 404, "not-found", "", "no such address"),
    ("get", "/api/v1/checks?page=9", "", 404, "not-found", "", "no such page"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "address", "sent", "status", "kind", "pointer", "why"), WRONG)
def test_what_is_wrong_is_a_problem(client, key, plan, method, address, sent, status, kind, pointer, why):
    """What, why, what to do; told apart by type; where in what was sent."""
    body = sent.replace("PLAN", str(plan.pk))

    answer = getattr(client, method)(address, body, content_type="application/json", headers=bearer(key))

    said = answer.json()
    assert (answer.status_code, said["status"]) == (status, status), why
    assert answer["Content-Type"] == "application/problem+json"
    assert said["type"] == f"urn:dondoc:problem:{kind}"
    assert said["title"]
    assert said["detail"]
    assert said["instance"] == address.partition("?")[0]
    assert [error["pointer"] for error in said.get("errors", [])] == ([pointer] if status == 422 else [])
    assert not Check.objects.exists()


def test_other_kinds_of_content_are_refused(client, key):
    """A form of a page is none of them; nor is an answer as a page."""
    answer = client.post(ASK, "a=1", content_type="application/x-www-form-urlencoded", headers=bearer(key))
    page = client.get(ASK, headers={**bearer(key), "Accept": "text/html"})

    assert (answer.status_code, page.status_code) == (415, 406)


def test_an_error_of_ours_is_logged_and_not_told(client, key, monkeypatch, caplog):
    """What broke stands in the log; the answer says whom to tell."""
    monkeypatch.setattr(selectors, "checks_seen", lambda _access: 1 / 0)

    with caplog.at_level(logging.ERROR, problems.__name__):
        answer = client.get(ASK, headers=bearer(key))

    assert answer.status_code == 500
    assert "ZeroDivisionError" not in answer.content.decode()
    assert "ZeroDivisionError" in caplog.text


def test_too_much_work_is_put_off(client, key, plan, monkeypatch):
    """So many checks a minute for one person; reading goes on."""
    from dondoc.web.api.throttles import AskThrottle

    monkeypatch.setattr(AskThrottle, "THROTTLE_RATES", {"ask": "1/min"})
    asked = [
        client.post(ASK, {"document": plan.pk}, content_type="application/json", headers=bearer(key))
        for _ in range(2)
    ]

    assert [answer.status_code for answer in asked] == [202, 429]
    assert 0 < int(asked[1]["Retry-After"]) <= 60
    assert client.get(ASK, headers=bearer(key)).status_code == 200


def test_a_program_chooses_its_language(client):
    """A program by Accept-Language; a browser keeps the language of its switch."""
    told = [client.get(ASK, headers={"Accept-Language": "en", **more}) for more in (bearer("dondoc_x"), {})]

    assert [answer["Content-Language"] for answer in told] == ["en", "vi"]


# -- the description -----------------------------------------------------------------------------------------


def test_the_description_is_the_one_committed():
    """Whoever changes the interface runs `manage.py openapi` and shows the change."""
    assert (ROOT / "docs" / "openapi.yaml").read_text("utf-8") == as_yaml()


def test_nothing_of_the_description_is_guessed():
    """Every address says what it takes and gives."""
    from drf_spectacular.drainage import GENERATOR_STATS, reset_generator_stats

    reset_generator_stats()
    as_yaml()

    assert not GENERATOR_STATS


# -- the example of the documentation ------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed")
def test_the_example_of_the_documentation_runs(live_server, tmp_path, cast, plan, stage):
    """docs/api.md, line by line, with curl, against the server."""
    parent = stage.document(type="programme")
    Reading.objects.filter(file__document=parent).update(text=PLAN, outline=[], tables=[], blocks=[])
    _, key = services.token_add(user=cast.analyst, name="curl", read_only=False)
    draft = tmp_path / "du-thao.txt"
    draft.write_text(PLAN, "utf-8")
    given = {"DONDOC": live_server.url, "KEY": key, "DOCUMENT": plan.pk, "PARENT": parent.pk, "DRAFT": draft}
    answers = []
    for block in re.findall(r"```sh\n(.*?)```", (ROOT / "docs" / "api.md").read_text("utf-8"), re.DOTALL):
        for command in re.split(r"\n(?=curl)", block):
            if not command.startswith("curl"):
                continue
            shell = " ".join(f"{name}='{value}'" for name, value in given.items())
            done = subprocess.run(
                ["/bin/sh", "-c", f"{shell}; {command}"], capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, done.stdout + done.stderr
            answers.append(json.loads(done.stdout))
            while checks.work_one():
                pass
            given["CHECK"] = answers[0]["id"]

    registered, sent, state, result, matrix, listed = answers
    assert (registered["state"], registered["document"], sent["document"]) == ("queued", plan.pk, None)
    assert (state["state"], state["copied_share"] > 0.2) == ("done", True)
    assert result["passages"][0]["source"] == f"document:{parent.pk}"
    assert matrix[0]["source"] == f"document:{parent.pk}"
    assert [one["id"] for one in listed["results"]] == [registered["id"]]
