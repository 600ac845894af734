"""What costs long to reckon and stays right until the data it was made of change; kept in the process.

The key says what it was made of: marks (`core.marks`), counted in the transaction of each change. So nothing
has to be dropped, and another process's change is seen with the next look at the marks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from hashlib import blake2b
from typing import TypeVar

from django.core.cache import cache
from django.db import connection

Found = TypeVar("Found")

KEPT_SECONDS = 3_600  # only so that memory does not fill with what nobody asks for again


def key_of(kind: str, version: int, body_ids: Iterable[int], *about: object) -> str:
    """A key under which a result may be kept.

    Args:
        kind: What was reckoned.
        version: `marks.version` of the kinds of data it was made of, read before the data.
        body_ids: The reader's branch; two readers of the same branch share a result.
        about: What else it depends on: a document, a day.
    """
    told = repr((kind, version, sorted(body_ids), about)).encode()
    return f"{kind}-{blake2b(told, digest_size=16).hexdigest()}"


def kept_or(key: str, reckon: Callable[[], Found]) -> Found:
    """As kept, else reckoned and kept. Within a change nothing is kept: it may yet be taken back."""
    found: Found | None = cache.get(key)
    if found is None:
        found = reckon()
        if may_keep():
            cache.set(key, found, KEPT_SECONDS)
    return found


def affordable(sizes: Mapping[int, int], most: int) -> list[int]:
    """Of what no longer holds as much as a page has time to reckon anew, the smallest first.

    Args:
        sizes: How many targets each comes to.
        most: How many targets a page has time for.
    """
    found, used = [], 0
    for key in sorted(sizes, key=lambda one: (sizes[one], one)):
        used += sizes[key]
        if used > most:
            break
        found.append(key)
    return found


def may_keep() -> bool:
    """Whether what is read now is what others read: not inside a transaction of one's own."""
    blocks = connection.atomic_blocks
    return not blocks or all(getattr(block, "_from_testcase", False) for block in blocks)
