"""The file of a signed report: looked at for a secrecy mark before anything of it is kept."""

from __future__ import annotations

from typing import IO, Any

from django.core.exceptions import ValidationError

from dondoc import reading
from dondoc.errors import ReadError
from dondoc.web.accounts.models import User
from dondoc.web.sources import storage
from dondoc.web.sources.models import File

MOST_BYTES = 30_000_000


def take_file(upload: Any, *, by: User) -> File:
    """Keep a file under its hash.

    Args:
        upload: As it came with the request, in memory.
        by: Who sends it.

    Raises:
        ValidationError: Too large, unreadable, or it bears a mark of state secrecy: then nothing is kept.
    """
    stream: IO[bytes] = upload
    name = str(upload.name or "bao-cao")
    if upload.size > MOST_BYTES:
        raise ValidationError({"file": "Tệp lớn hơn 30 MB. Quét lại ở độ phân giải thấp hơn rồi gửi."})
    content = stream.read()
    try:
        document = reading.read_bytes(content, name, limits=reading.Limits(max_scan_pages=1))
    except ReadError as error:
        raise ValidationError({"file": str(error)}) from error
    return File.objects.get_or_create(
        sha256=storage.put(content),
        defaults={
            "name": document.name[:255] or name[:255],
            "size": len(content),
            "media": document.media[:8],
            "uploaded_by": by,
        },
    )[0]
