"""Filling a database from files, in steps: each is done whole or not at all, and once.

A command that was killed half way is simply run again: the step it was at begins anew, on a database that
knows nothing of the first try, and the steps before it are passed over.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from django.db import transaction

from dondoc.web.audit.models import Entry
from dondoc.web.audit.services import record
from dondoc.web.sources.setup import root_body

_DONE = "setup.step"


def step(file: Path, do: Callable[[], object]) -> bool:
    """Do what a file says in one transaction, with the trail's entry that it was done.

    Args:
        file: What the step follows; a file that has changed since is followed again.
        do: The step; it makes nothing twice, as an older version may have left no entry.

    Returns:
        False where this was done before.
    """
    said = {"file": file.name, "sha256": hashlib.sha256(file.read_bytes()).hexdigest()}
    if Entry.objects.filter(action=_DONE, after=said).exists():
        return False
    with transaction.atomic():
        do()
        root = root_body()
        record(actor=None, action=_DONE, row=root, before={}, after=said, body=root)
    return True
