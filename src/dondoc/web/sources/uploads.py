"""How uploaded bytes arrive: in memory only, bounded, so that a secret file never touches a disk."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import MemoryFileUploadHandler, StopUpload

MAX_REQUEST_BYTES = 200_000_000  # all files of one request together


class InMemoryUploadHandler(MemoryFileUploadHandler):
    """Keeps an upload in memory whatever its size, up to `MAX_REQUEST_BYTES` a request.

    Over it, the rest of the request is read and thrown away, and `request.upload_too_large` is True: the view
    says so. The files that came whole before stay.
    """

    _received = 0

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:  # noqa: ARG002
        self.activated = True  # whatever the length: the parent would leave large ones to the disk

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self._received += len(raw_data)
        if self._received > MAX_REQUEST_BYTES:
            if self.request is not None:
                self.request.upload_too_large = True  # type: ignore[attr-defined]
            raise StopUpload(connection_reset=False)
        return super().receive_data_chunk(raw_data, start)
