"""`manage.py replay_judgement FILE`: scenarios, decisions, frozen boards of a file. Safe to run again."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from dondoc.web.core.replaying import ReplayCommand
from dondoc.web.judgement.replay import replay


class Command(ReplayCommand):
    help = "Ghi kịch bản, kết luận, bảng chốt từ một tệp."
    file_help = "tệp kết luận"
    told = "Đã ghi {made} kịch bản, kết luận, bảng chốt"

    def replay(self, file: Path) -> tuple[int, Collection[str]]:
        return replay(file)
