"""Mail over TLS and with a login, against a real server on this machine; a certificate is looked at.

The certificates are made here, by OpenSSL's own program, for this address or for another.
"""

from __future__ import annotations

import ssl
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword

from dondoc.web import settings as office
from dondoc.web.followup.models import MailState
from web.mailserver import Server
from web.test_outbox import mail_to, send_one

pytestmark = [
    pytest.mark.django_db,
    # aiosmtpd does not count TLS from the first byte
    pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS"),
]
NAME, SECRET = "don-doc", "mat-khau-cua-may-gui-2026"


def certificate(folder: Path, name: str) -> tuple[Path, Path]:
    """A certificate for a name, its own authority, and its key."""
    found = (folder / "cert.pem", folder / "key.pem")
    words = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=may-thu"]
    words += ["-addext", f"subjectAltName={name}", "-out", str(found[0]), "-keyout", str(found[1])]
    subprocess.run(words, check=True, capture_output=True)
    return found


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Path]]:
    """A certificate for the server's address, and one for somebody else's."""
    return {
        "ours": certificate(tmp_path_factory.mktemp("ours"), "IP:127.0.0.1"),
        "another": certificate(tmp_path_factory.mktemp("another"), "DNS:mail.khac.example"),
    }


Start = Callable[..., Server]


@pytest.fixture
def start(papers: dict[str, tuple[Path, Path]], settings: Any) -> Iterator[Start]:
    """Starts a server that asks for a login, and points the office at it."""
    running: list[Server] = []

    def check(server: Any, session: Any, envelope: Any, mechanism: str, told: Any) -> AuthResult:
        right = isinstance(told, LoginPassword) and (told.login, told.password) == (
            NAME.encode(), SECRET.encode(),
        )  # fmt: skip
        return AuthResult(success=right, handled=False)

    def begin(tls: str, *, paper: str = "ours", offers: bool = True, trusts: bool = True) -> Server:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(*papers[paper])
        told: dict[str, Any] = {"authenticator": check, "auth_required": True}
        if tls == "ssl":
            told |= {"auth_require_tls": False, "ssl_context": context}  # there is nothing else than TLS
        elif offers:
            told |= {"tls_context": context, "require_starttls": True}
        else:
            told |= {"auth_require_tls": False}
        server = Server(**told)
        server.start()
        running.append(server)
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.address
        settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = tls == "starttls", tls == "ssl"
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = NAME, SECRET
        settings.EMAIL_TIMEOUT, settings.MAIL_ON = 10, True
        settings.MAIL_CA = str(papers[paper][0]) if trusts else ""
        return server

    yield begin
    for server in running:
        server.stop()


@pytest.mark.parametrize("tls", ["starttls", "ssl"])
def test_it_arrives_over_tls_with_a_login(start: Start, cast: Any, tls: str) -> None:
    """Once, and only after the login the server asks for."""
    server = start(tls)
    mail = send_one(mail_to(cast.finance))

    assert (mail.state, mail.error) == (MailState.SENT, "")
    assert server.seen == [mail.message_id]


REFUSED = [
    ({"tls": "starttls", "trusts": False}, "chứng thư", "nobody vouches for the certificate"),
    ({"tls": "ssl", "trusts": False}, "chứng thư", "nor where TLS comes first"),
    ({"tls": "starttls", "paper": "another"}, "chứng thư", "vouched for, and of another server"),
    ({"tls": "starttls", "offers": False}, "STARTTLS", "a server without TLS gets no password in clear"),
]


@pytest.mark.parametrize(("told", "said", "why"), REFUSED, ids=[row[-1] for row in REFUSED])
def test_without_a_right_certificate_nothing_is_said(
    start: Start, cast: Any, told: dict[str, Any], said: str, why: str
) -> None:
    """Neither password nor words go out; the outbox says why, and it is tried again."""
    server = start(**told)
    mail = send_one(mail_to(cast.finance))

    assert (mail.state, server.seen) == (MailState.FAILED, []), why
    assert said in mail.error
    assert server.logins == 0
    assert mail.retry_at is not None


WRONG = [
    ("starttls", "sai-mat-khau", "không nhận tài khoản gửi thư (535)", "refused by the server"),
    ("ssl", "sai-mat-khau", "không nhận tài khoản gửi thư (535)", "there too"),
    ("ssl", "sai-mật-khẩu", "chữ có dấu", "the protocol has no marks: it is not even tried"),
]


@pytest.mark.parametrize(("tls", "password", "said", "why"), WRONG, ids=[row[-1] for row in WRONG])
def test_a_wrong_password(
    start: Start, cast: Any, settings: Any, tls: str, password: str, said: str, why: str
) -> None:
    """The outbox says what is wrong, without the password."""
    server = start(tls)
    settings.EMAIL_HOST_PASSWORD = password
    mail = send_one(mail_to(cast.finance))

    assert (mail.state, server.seen) == (MailState.FAILED, []), why
    assert said in mail.error
    assert password not in mail.error


SETTINGS = [
    ("", (False, False, 25), "in clear"),
    ("starttls", (True, False, 587), "the port for handing in"),
    ("ssl", (False, True, 465), "TLS from the first byte"),
]


@pytest.mark.parametrize(("told", "meant", "why"), SETTINGS, ids=[row[-1] for row in SETTINGS])
def test_what_the_setting_means(told: str, meant: tuple[bool, bool, int], why: str) -> None:
    """One word decides both, and the port where none is named."""
    assert office.mail_tls(told) == meant, why


def test_a_word_it_does_not_know_stops_the_start() -> None:
    """ "tls" must not mean in clear."""
    with pytest.raises(ValueError, match="DONDOC_MAIL_TLS"):
        office.mail_tls("tls")
