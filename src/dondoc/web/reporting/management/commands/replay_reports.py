"""`manage.py replay_reports FILE`: forms and reports of a period, from a file. Safe to run again."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from dondoc.web.core.replaying import ReplayCommand
from dondoc.web.core.today import today
from dondoc.web.reporting.replay import replay


class Command(ReplayCommand):
    help = "Nạp biểu và báo cáo định kỳ từ một tệp."
    file_help = "tệp báo cáo"
    told = "Đã nạp {made} biểu và diễn biến báo cáo"

    def replay(self, file: Path) -> tuple[int, Collection[str]]:
        return replay(file, today=today())
