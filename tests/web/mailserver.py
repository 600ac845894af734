"""A mail server on this machine for tests of the outbox."""

from __future__ import annotations

import asyncio
import email
import socket
import threading
from typing import Any

from aiosmtpd.controller import Controller


class Server(Controller):
    """A mail server that takes what it is sent, or does as it is told. `seen` are the Message-IDs it took."""

    def __init__(self, **told: Any) -> None:
        self.taken: list[bytes] = []
        self.rcpt = self.data = "250 OK"
        self.drop = ""  # "before": the line is cut at RCPT; "after": once the words are here; "slow"
        self.got_words = threading.Event()
        self.logins = 0
        super().__init__(self, hostname="127.0.0.1", port=0, **told)

    @property
    def address(self) -> tuple[str, int]:
        assert self.server is not None
        name: tuple[str, int] = self.server.sockets[0].getsockname()
        return name

    def _trigger_server(self) -> None:
        """Knock where it really listens: port 0 was any free one."""
        with socket.create_connection(self.address, 10) as knock:
            if self.ssl_context is None:  # else it waits for us to speak first
                knock.recv(100)

    @property
    def seen(self) -> list[str]:
        return [email.message_from_bytes(words)["Message-ID"] for words in self.taken]

    async def auth_PLAIN(self, server: Any, args: list[str]) -> Any:  # noqa: N802 - aiosmtpd's name
        self.logins += 1
        return await server.auth_PLAIN(server, args)

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's name
        if self.drop == "before":
            server.transport.close()
        if self.rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.data.startswith("250"):
            self.taken.append(envelope.content)
        self.got_words.set()
        if self.drop == "after":
            server.transport.close()
        if self.drop == "slow":
            await asyncio.sleep(3)
        return self.data
