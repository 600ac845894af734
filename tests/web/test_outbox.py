"""The outbox against a real mail server on this machine: sent at most once, and what is not known is said.

planned ─▶ sending ─▶ sent, failed (again later), given up, or unclear: then a person decides
"""

from __future__ import annotations

import email
import email.policy
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

import migrated
from dondoc.web.audit.models import Entry
from dondoc.web.core.conflicts import Conflict
from dondoc.web.followup import duty, outbox
from dondoc.web.followup.models import Mail, MailEvent, MailEventKind, MailState, Round
from dondoc.web.followup.planning import new_message_id, plan_day
from web import boards
from web.mailserver import Server

DAY = date(2026, 10, 20)


@pytest.fixture
def server(settings: Any) -> Iterator[Server]:
    made = Server()
    made.start()
    settings.EMAIL_HOST, settings.EMAIL_PORT = made.address
    settings.EMAIL_TIMEOUT, settings.MAIL_ON = 10, True
    settings.DEFAULT_FROM_EMAIL = "Đôn đốc <don-doc@lam-son.example>"
    yield made
    made.stop()


def mail_to(person: Any, body: Any = None, *, day: date = DAY, **changes: Any) -> Mail:
    person.email = person.email or f"{person.username}@lam-son.example"
    person.save(update_fields=["email"])
    values: dict[str, Any] = {
        "person": person, "day": day, "body": body, "message_id": new_message_id(day),
        "subject": "Đôn đốc ngày 20/10/2026: 1 việc quá hạn", "text": "Kính gửi\n.một dòng có chấm ở đầu\n.",
    }  # fmt: skip
    return Mail.objects.create(**(values | changes))


def send_one(mail: Mail) -> Mail:
    claimed = outbox.claim("máy 1", now=timezone.now())
    assert claimed is not None
    outbox.send(claimed)
    mail.refresh_from_db()
    return mail


@pytest.mark.django_db
def test_it_arrives_as_it_was_written(server: Server, cast: Any) -> None:
    """One mail, its own Message-ID, Vietnamese and lines with a dot whole."""
    mail = send_one(mail_to(cast.finance))

    assert (mail.state, mail.attempts, mail.error) == (MailState.SENT, 1, "")
    assert mail.sent_at is not None
    (words,) = server.taken
    got = email.message_from_bytes(words, policy=email.policy.default)
    assert got["Message-ID"] == mail.message_id
    assert (got["To"], got["Subject"].strip()) == ("finance@lam-son.example", mail.subject)
    assert got.get_content().replace("\r\n", "\n").rstrip("\n") == mail.text
    assert outbox.claim("máy 1", now=timezone.now() + timedelta(days=9)) is None
    assert [event.kind for event in mail.events.all()] == ["sent"]


TROUBLE = [
    ({"rcpt": "550 no such user"}, "given_up", 0, "550", "refused for good: no second try"),
    ({"rcpt": "451 try later"}, "failed", 0, "451", "refused for now: again later"),
    ({"data": "552 too big"}, "given_up", 0, "552", "the words refused for good: the server has not them"),
    ({"data": "452 full"}, "failed", 0, "452", "the words refused for now"),
    ({"drop": "before"}, "failed", 0, "ngắt", "cut before the words: surely not sent"),
    ({"drop": "after"}, "unclear", 1, "trả lời", "cut after the words: the server has them, we do not know"),
    ({"drop": "slow"}, "unclear", 1, "trả lời", "no answer in time"),
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(("told", "state", "taken", "said", "why"), TROUBLE, ids=[row[-1] for row in TROUBLE])
def test_trouble(
    server: Server,
    settings: Any,
    cast: Any,
    told: dict[str, str],
    state: str,
    taken: int,
    said: str,
    why: str,
) -> None:
    """What the server surely has not got is tried again or given up; anything else waits for a person."""
    for name, value in told.items():
        setattr(server, name, value)
    settings.EMAIL_TIMEOUT = 1
    mail = send_one(mail_to(cast.finance))

    assert (mail.state, len(server.taken)) == (state, taken), why
    assert said in mail.error
    assert (mail.retry_at is not None) == (state == "failed")
    assert [event.kind for event in mail.events.all()] == [state]
    server.rcpt = server.data = "250 OK"
    server.drop = ""
    again = outbox.claim("máy 1", now=timezone.now() + timedelta(minutes=6))
    assert (again is not None) == (state == "failed"), why


@pytest.mark.django_db
def test_nobody_answers(settings: Any, cast: Any) -> None:
    """Tried again with longer pauses, five times in all; then given up, with the reason."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        settings.EMAIL_HOST, settings.EMAIL_PORT = taken.getsockname()
    mail = mail_to(cast.finance)
    pauses = []
    for _ in range(5):
        Mail.objects.filter(pk=mail.pk).update(retry_at=timezone.now())
        send_one(mail)
        if mail.retry_at is not None:
            pauses.append(round((mail.retry_at - timezone.now()).total_seconds() / 60))

    assert pauses == [5, 30, 120, 360]
    assert (mail.state, mail.events.count()) == (MailState.GIVEN_UP, 5)
    assert "máy chủ" in mail.error


@pytest.mark.django_db
def test_without_an_address_nothing_is_tried(server: Server, cast: Any) -> None:
    """It is said whose address is missing; an old reminder is not sent late."""
    mail = mail_to(cast.finance)
    cast.finance.email = ""
    cast.finance.save()
    assert send_one(mail).state == MailState.GIVEN_UP
    old = mail_to(cast.building, day=DAY - timedelta(days=4))

    assert outbox.lapse(DAY) == 1
    old.refresh_from_db()
    assert old.state == MailState.GIVEN_UP
    assert server.taken == []


@pytest.mark.django_db
def test_a_worker_that_went_away(cast: Any) -> None:
    """Before the words were handed over nothing was sent; after it nobody knows. A lease first ends."""
    before, after = mail_to(cast.finance), mail_to(cast.building)
    now = timezone.now()
    for _ in range(2):
        outbox.claim("máy chết", now=now)
    Mail.objects.filter(pk=after.pk).update(handed_at=now)

    assert outbox.recover(now=now + timedelta(minutes=9)) == 0
    assert outbox.recover(now=now + timedelta(minutes=11)) == 2
    before.refresh_from_db()
    after.refresh_from_db()
    assert (before.state, after.state) == (MailState.PLANNED, MailState.UNCLEAR)


@pytest.mark.django_db
def test_a_slow_worker_does_not_send_what_was_taken_from_it(server: Server, cast: Any) -> None:
    """Its lease over and the mail with another: it notices before the words go out."""
    mail = mail_to(cast.finance)
    now = timezone.now()
    slow = outbox.claim("máy chậm", now=now - timedelta(minutes=20))
    assert slow is not None
    outbox.recover(now=now)
    quick = outbox.claim("máy nhanh", now=now)
    assert quick is not None
    outbox.send(quick)
    outbox.send(slow)

    mail.refresh_from_db()
    assert (mail.state, server.seen) == (MailState.SENT, [mail.message_id])


@pytest.mark.django_db
def test_a_person_decides_what_is_unclear(server: Server, cast: Any, province: Any) -> None:
    """It was sent, or send it again under the same Message-ID; by name, once."""
    server.drop = "after"
    first, second = mail_to(cast.finance, province.finance), mail_to(cast.building, province.building)
    send_one(first)
    send_one(second)
    server.drop = ""
    outbox.decide(mail=first, kind=MailEventKind.SAID_SENT, by=cast.analyst, note="đã hỏi")
    outbox.decide(mail=second, kind=MailEventKind.AGAIN, by=cast.analyst)
    with pytest.raises(Conflict):
        outbox.decide(mail=first, kind=MailEventKind.AGAIN, by=cast.second)
    send_one(second)

    first.refresh_from_db()
    assert (first.state, first.settled_by, second.state) == (MailState.SENT, cast.analyst, MailState.SENT)
    assert server.seen == [first.message_id, second.message_id, second.message_id]
    assert Entry.objects.filter(action__startswith="mail.").count() == 2


@pytest.mark.only_on("postgresql")  # SQLite has one writer: see the two processes
@pytest.mark.django_db(transaction=True)
def test_eight_threads(server: Server, cast: Any) -> None:
    """Over forty mails: each is claimed by one and stands in the server once."""
    people = [cast.finance, cast.building, cast.head, cast.leader]
    mails = [mail_to(person, day=DAY + timedelta(days=n)) for n in range(10) for person in people]
    errors: list[BaseException] = []

    def work(name: str) -> None:
        try:
            while (mail := outbox.claim(name, now=timezone.now())) is not None:
                outbox.send(mail)
        except BaseException as error:  # a thread's error would be lost
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(f"máy {n}",)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert errors == []
    assert sorted(server.seen) == sorted(mail.message_id for mail in mails)
    assert set(Mail.objects.values_list("state", "attempts")) == {("sent", 1)}
    assert MailEvent.objects.count() == 40


SENDS = """
import django; django.setup()
from django.utils import timezone
from dondoc.web.followup import outbox
from dondoc.web.sources.jobs import worker_name
while (mail := outbox.claim(worker_name(), now=timezone.now())) is not None:
    outbox.send(mail)
"""


@pytest.fixture
def office(server: Server, tmp_path: Any) -> Callable[..., Any]:
    """Starts processes that share an embedded database of their own and this server; mails wait in it."""
    env = {
        **os.environ, "DONDOC_DATA": str(tmp_path), "DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "dondoc.web.settings", "DONDOC_MAIL_HOST": server.address[0],
        "DONDOC_MAIL_PORT": str(server.address[1]),
    }  # fmt: skip

    def start(code: str, **more: Any) -> subprocess.Popen[str]:
        return subprocess.Popen([sys.executable, "-c", code], env=env, text=True, **more)

    migrated.begin(tmp_path, env)
    return start


@pytest.mark.slow
@pytest.mark.only_on("sqlite")  # `office` is embedded
def test_a_killed_worker(server: Server, office: Callable[..., Any]) -> None:
    """A real process with a real SIGKILL while the server holds the words: unclear, and not sent again.

    A second process started meanwhile sends the other mail and leaves this one alone.
    """
    with office(SEED.replace("COUNT", "2")):
        pass
    server.drop = "slow"
    with office(SENDS) as worker:
        assert server.got_words.wait(60)
        worker.send_signal(signal.SIGKILL)
    server.drop = ""
    with office(SENDS) as worker:
        assert worker.wait(60) == 0
    with office(STATES, stdout=subprocess.PIPE) as asked:
        states = asked.communicate()[0].split()

    assert states == ["sending", "sent", "unclear", "sent"]
    assert len(server.seen) == len(set(server.seen)) == 2


@pytest.mark.slow
@pytest.mark.only_on("sqlite")  # `office` is embedded
def test_two_processes_at_once(server: Server, office: Callable[..., Any]) -> None:
    """Two real workers over thirty mails on the embedded database: each stands in the server once."""
    with office(SEED.replace("COUNT", "30")):
        pass
    with office(SENDS) as first, office(SENDS) as second:
        assert (first.wait(120), second.wait(120)) == (0, 0)

    assert sorted(server.seen) == sorted(f"<{n}@x>" for n in range(30))


SEED = """
import django; django.setup()
from datetime import date
from dondoc.web.accounts.models import User
from dondoc.web.followup.models import Mail
for n in range(COUNT):
    user = User.objects.create(username=f"u{n}", full_name=f"U {n}", email=f"u{n}@lam-son.example")
    Mail.objects.create(person=user, day=date(2026, 10, 20), message_id=f"<{n}@x>", subject="a", text="b")
"""
STATES = """
import django; django.setup()
from datetime import timedelta
from django.utils import timezone
from dondoc.web.followup import outbox
from dondoc.web.followup.models import Mail
print(*Mail.objects.order_by("pk").values_list("state", flat=True))
outbox.recover(now=timezone.now() + timedelta(minutes=11))
print(*Mail.objects.order_by("pk").values_list("state", flat=True))
"""


@pytest.mark.django_db
def test_the_worker_does_it_between_two_files(
    server: Server, stage: Any, cast: Any, province: Any, settings: Any, monkeypatch: Any
) -> None:
    """It sends what is ready, one mail at a time; then it rests a while."""
    settings.TODAY = DAY
    monkeypatch.setattr(duty, "_next_look", 0.0)
    for person in (cast.building, cast.head):
        person.email = f"{person.username}@lam-son.example"
        person.save()
    Round.objects.create(day=DAY - timedelta(1), since=DAY - timedelta(9))
    document = stage.document()
    boards.task(document, province.building, DAY, stage="in_hand")
    boards.task(document, province.finance, DAY - timedelta(5), stage="in_hand")
    plan_day(DAY)
    did = [duty.work_one("máy 1") for _ in range(4)]

    assert did == [True, True, False, False]
    assert Mail.objects.filter(state="sent").count() == len(server.seen) == 2
    assert duty.send_all("máy 1", day=DAY) == 0


@pytest.mark.django_db
def test_what_is_unclear_stands_on_the_desk_of_who_decides(
    cast: Any, province: Any, signed_in: Callable[[str], Any], settings: Any
) -> None:
    """Of who follows the body; not of its addressee."""
    settings.MAIL_ON = True
    mail_to(cast.building, province.building, state=MailState.UNCLEAR)

    assert "chưa rõ đã tới hay chưa" in signed_in("supervisor").get("/").content.decode()
    assert "chưa rõ đã tới hay chưa" not in signed_in("building").get("/").content.decode()


@pytest.mark.django_db
def test_who_reads_a_mail(signed_in: Callable[[str], Any], cast: Any, province: Any) -> None:
    """Its addressee, and who follows all it speaks of; nobody else knows it is there."""
    mail = mail_to(cast.building, province.building, state=MailState.UNCLEAR)
    answers = {
        who: signed_in(who).get(f"/don-doc/thu-di/{mail.pk}/").status_code
        for who in ("building", "supervisor", "analyst", "leader", "finance", "reader", "administrator")
    }
    assert answers == {"building": 200, "supervisor": 200, "analyst": 200, "leader": 200, "finance": 404,
                       "reader": 404, "administrator": 404}  # fmt: skip
    page = signed_in("supervisor").get(f"/don-doc/thu-di/{mail.pk}/").content.decode()
    assert "Gửi lại" in page
    own = signed_in("building")
    assert "Gửi lại" not in own.get(f"/don-doc/thu-di/{mail.pk}/").content.decode()
    assert own.post(f"/don-doc/thu-di/{mail.pk}/again/").status_code == 403


@pytest.mark.django_db
def test_the_list_costs_few_queries(
    signed_in: Callable[[str], Any], cast: Any, province: Any, django_assert_max_num_queries: Any
) -> None:
    """However many mails there are."""
    for n in range(60):
        mail_to(cast.finance, province.finance, day=DAY + timedelta(days=n))
    client = signed_in("analyst")
    with django_assert_max_num_queries(10):
        page = client.get("/don-doc/thu-di/?state=planned").content.decode()

    assert page.count("việc quá hạn") == 50
    assert "Chưa đặt máy chủ thư" in page
