"""`manage.py replay_targets FILE`: paths, allocations and figures of a file. Safe to run again."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from dondoc.web.core.replaying import ReplayCommand
from dondoc.web.plans.targetreplay import replay


class Command(ReplayCommand):
    help = "Ghi lộ trình, phân bổ và số liệu từ một tệp."
    file_help = "tệp chỉ tiêu"
    told = "Đã ghi {made} lộ trình, phân bổ, số liệu"

    def replay(self, file: Path) -> tuple[int, Collection[str]]:
        return replay(file)
