"""What costs long to reckon and stays right until the data change; kept in the process, lost with it."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

# Two changes may be entered in one order and be told in the other, on PostgreSQL: what was reckoned between
# them has the key of both, and goes after so long.
KEPT_SECONDS = 600


def key_of(kind: str, version: int, body_ids: Iterable[int], *about: object) -> str:
    """A key under which a result may be kept.

    Args:
        kind: What was reckoned.
        version: `audit.selectors.data_version`: every change of the data gives another key.
        body_ids: The reader's branch; two readers of the same branch share a result.
        about: What else it depends on: a document, a day.
    """
    told = repr((kind, version, sorted(body_ids), about)).encode()
    return f"{kind}-{blake2b(told, digest_size=16).hexdigest()}"
