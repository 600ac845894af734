"""`manage.py replay_outcomes FILE`: what became of tasks, from a file. Safe to run again."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from dondoc.web.core.replaying import ReplayCommand
from dondoc.web.plans.outcomes import replay


class Command(ReplayCommand):
    help = "Ghi nhận kết quả nhiệm vụ (hoàn thành, mở lại, ghi chú) từ một tệp."
    file_help = "tệp kết quả"
    told = "Đã ghi nhận {made} kết quả nhiệm vụ"

    def replay(self, file: Path) -> tuple[int, Collection[str]]:
        return replay(file)
