"""Writing a small file of the data folder so that nobody ever reads half of it."""

from __future__ import annotations

import os
from pathlib import Path


def write_whole(file: Path, text: str, *, mode: int = 0o644) -> None:
    """Put a text in a file's place at once: killed meanwhile, the old one stands, never half of a new one.

    Args:
        file: The place; its folder is made where it is missing.
        text: What shall stand there.
        mode: Who may read it, from the first byte on.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        out.write(text)
    draft.replace(file)
