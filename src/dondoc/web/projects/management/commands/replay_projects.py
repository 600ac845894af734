"""`manage.py replay_projects FILE`: record the projects of a file. Safe to run again."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from dondoc.web.core.replaying import ReplayCommand
from dondoc.web.projects.replay import replay


class Command(ReplayCommand):
    help = "Ghi chương trình, dự án, công trình từ một tệp."
    file_help = "tệp dự án"
    told = "Đã ghi {made} dự án"

    def replay(self, file: Path) -> tuple[int, Collection[str]]:
        return replay(file)
