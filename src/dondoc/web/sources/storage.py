"""Uploaded bytes under their SHA-256: written once, whole or not at all, never under static."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from pathlib import Path

from django.conf import settings

from dondoc.errors import DamagedFile


def path_of(sha256: str) -> Path:
    """Where the bytes with this hash are kept."""
    assert re.fullmatch(r"[0-9a-f]{64}", sha256), "a hash, never a name"
    return Path(settings.FILES_ROOT) / sha256[:2] / sha256


def put(data: bytes) -> str:
    """Keep the bytes; their SHA-256. What is there already is not written again."""
    sha256 = hashlib.sha256(data).hexdigest()
    path = path_of(sha256)
    if path.exists() and path.stat().st_size == len(data):
        return sha256
    _write(path, data)
    return sha256


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".")
    try:
        with os.fdopen(descriptor, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def get(sha256: str, name: str) -> bytes:
    """The bytes with this hash.

    Raises:
        DamagedFile: They are gone or no longer what they were; `name` is the file's, for the sentence.
    """
    try:
        data = path_of(sha256).read_bytes()
    except OSError as error:
        raise DamagedFile(name, "không còn trong kho tệp", todo="Gửi lại tệp.") from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise DamagedFile(name, "bản lưu trong kho tệp không còn nguyên vẹn", todo="Gửi lại tệp.")
    return data


# --- pictures of pages ----------------------------------------------------------------------------------
# They can be drawn again at any time: the folder beside the upload may be thrown away.


def picture_path(sha256: str, page: int) -> Path:
    """Where the picture of a page of the file with this hash is kept once it was drawn."""
    kept = path_of(sha256)
    return kept.with_name(f"{kept.name}.pages") / f"{page:04}"


def get_picture(sha256: str, page: int) -> bytes | None:
    """A page's picture; None where none was drawn yet."""
    try:
        return picture_path(sha256, page).read_bytes()
    except FileNotFoundError:
        return None


def put_picture(sha256: str, page: int, data: bytes) -> None:
    """Keep a page's picture."""
    _write(picture_path(sha256, page), data)
