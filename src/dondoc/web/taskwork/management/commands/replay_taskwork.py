"""`manage.py replay_taskwork FILE`: what is arranged around tasks, from a file. Safe to run again."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from dondoc.web.core.replaying import ReplayCommand
from dondoc.web.taskwork.replay import replay


class Command(ReplayCommand):
    help = "Nạp việc tổ chức thực hiện nhiệm vụ từ một tệp."
    file_help = "tệp tổ chức thực hiện"
    told = "Đã nạp {made} mục tổ chức thực hiện nhiệm vụ"

    def replay(self, file: Path) -> tuple[int, Collection[str]]:
        return replay(file)
