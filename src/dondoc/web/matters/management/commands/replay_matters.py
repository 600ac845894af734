"""`manage.py replay_matters FILE`: what came of shortcomings, from a file. Safe to run again."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from dondoc.web.core.replaying import ReplayCommand
from dondoc.web.matters.replay import replay


class Command(ReplayCommand):
    help = "Nạp diễn biến của tồn tại, kiến nghị từ một tệp."
    file_help = "tệp diễn biến"
    told = "Đã nạp {made} diễn biến của tồn tại, kiến nghị"

    def replay(self, file: Path) -> tuple[int, Collection[str]]:
        return replay(file)
