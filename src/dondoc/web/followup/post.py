"""Handing a mail to the server, step by step, so that it is known what the server can have taken.

    connect, greet, sign in, MAIL, RCPT, DATA   whatever goes wrong: nothing was sent
    the words, a line with a dot                whatever goes wrong: nobody knows
    the server's answer                         250 it has it; 4xx, 5xx it has not

Django's own backend makes these one call and one exception; its settings and connection are used here.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import sanitize_address
from django.core.validators import validate_email

_OK, _GO_ON, _PERMANENT = 250, 354, 500
_DOT = re.compile(rb"^\.", re.MULTILINE)


class NotTaken(Exception):
    """The server surely does not have it. `again`: it may take it later."""

    def __init__(self, why: str, *, again: bool) -> None:
        super().__init__(why)
        self.again = again


class Unknown(Exception):
    """The words went out and no answer came back."""


class Overtaken(Exception):
    """Somebody else has the mail by now; nothing was sent."""


def message_of(*, subject: str, text: str, address: str, message_id: str) -> EmailMessage:
    """A mail as it goes out."""
    headers = {"Message-ID": message_id, "Auto-Submitted": "auto-generated"}
    return EmailMessage(subject, text, settings.DEFAULT_FROM_EMAIL, [address], headers=headers)


def deliver(message: EmailMessage, before_words: Callable[[], None]) -> None:
    """Send one mail to one person.

    Args:
        message: With its Message-ID.
        before_words: Called after the server has agreed to take the words and before the first of them;
            may raise `Overtaken`.

    Raises:
        NotTaken: The server surely does not have it.
        Unknown: It may have it.
    """
    (address,) = message.to
    backend = EmailBackend()
    if settings.MAIL_CA:
        backend.ssl_context = ssl.create_default_context(cafile=settings.MAIL_CA)
    try:
        validate_email(address)
    except Exception as error:
        raise NotTaken(f"địa chỉ “{address}” không đúng", again=False) from error
    try:
        try:
            backend.open()
            smtp = backend.connection
            if smtp is None:
                raise NotTaken("không nối được máy chủ thư", again=True)
            smtp.ehlo_or_helo_if_needed()
            _asked(*smtp.mail(sanitize_address(message.from_email, "utf-8")), said="không nhận người gửi")
            _asked(*smtp.rcpt(sanitize_address(address, "utf-8")), said=f"không nhận địa chỉ {address}")
            _asked(*smtp.docmd("data"), said="không nhận thư", wanted=_GO_ON)
        except smtplib.SMTPAuthenticationError as error:
            raise NotTaken(f"máy chủ không nhận tài khoản gửi thư ({error.smtp_code})", again=True) from error
        except ssl.SSLCertVerificationError as error:
            raise NotTaken(
                f"không tin được chứng thư của máy chủ thư: {error.verify_message}", again=True
            ) from error
        except UnicodeEncodeError as error:  # as a login must be: smtplib knows no other
            raise NotTaken("tài khoản hoặc mật khẩu gửi thư có chữ có dấu", again=True) from error
        except smtplib.SMTPNotSupportedError as error:
            raise NotTaken(
                f"máy chủ thư không có STARTTLS hoặc cách đăng nhập: {error}", again=True
            ) from error
        except smtplib.SMTPServerDisconnected as error:
            raise NotTaken(f"máy chủ thư ngắt kết nối: {error}", again=True) from error
        except (smtplib.SMTPException, OSError) as error:
            raise NotTaken(f"không nối được máy chủ thư: {error}", again=True) from error
        before_words()
        try:
            made: Any = message.message()  # Django's own class, which takes the end of a line
            words = made.as_bytes(linesep="\r\n")
            smtp.send(_DOT.sub(b"..", words).rstrip(b"\r\n") + b"\r\n.\r\n")
            code, answer = smtp.getreply()
        except (smtplib.SMTPException, OSError) as error:
            raise Unknown(f"đã chuyển nội dung nhưng không nhận được trả lời của máy chủ: {error}") from error
        _asked(code, answer, said="từ chối thư")
    finally:
        with suppress(smtplib.SMTPException, OSError, ssl.SSLError):
            backend.close()


def _asked(code: int, answer: bytes, *, said: str, wanted: int = _OK) -> None:
    if code == wanted or (wanted == _OK and code // 100 == 2):
        return
    words = answer.decode("utf-8", "replace")[:300]
    raise NotTaken(f"máy chủ {said}: {code} {words}", again=code < _PERMANENT)
