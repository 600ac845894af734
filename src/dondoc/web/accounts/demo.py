"""The accounts of the sample province, told on the sign-in page while the sample data is in use.

`dondoc demo` writes them to `demo.json` in the data folder when it loads the sample; an office's own data
folder has no such file, and so nothing is told.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from dondoc.web.core.wholefile import write_whole


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """A way into the sample province."""

    username: str
    password: str
    role: str  # what one can do with it, in Vietnamese


def demo_file() -> Path:
    """Where the sample's accounts are told; absent everywhere else."""
    return Path(settings.DATA) / "demo.json"


def demo_accounts() -> list[DemoAccount]:
    """The sample's accounts, [] where there is no sample."""
    try:
        rows = json.loads(demo_file().read_text("utf-8"))
    except FileNotFoundError:
        return []
    return [DemoAccount(row["username"], row["password"], row["role"]) for row in rows]


def demo_accounts_tell(accounts: list[DemoAccount]) -> None:
    """Have the sign-in page tell these accounts too; of one name the last password holds."""
    told = {account.username: account for account in [*demo_accounts(), *accounts]}
    rows = [{"username": a.username, "password": a.password, "role": a.role} for a in told.values()]
    write_whole(demo_file(), json.dumps(rows, ensure_ascii=False, indent=1), mode=0o600)
