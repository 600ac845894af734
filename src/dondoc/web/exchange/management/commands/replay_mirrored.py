"""`manage.py replay_mirrored FILE`: bring in the tables of another system named there. Safe to run again."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from dondoc.web.core.replaying import ReplayCommand
from dondoc.web.exchange.replay import replay


class Command(ReplayCommand):
    help = "Nhập các bảng kết xuất của hệ thống khác từ một tệp."
    file_help = "tệp kê các bảng"
    told = "Đã soi gương {made} dòng của hệ thống khác"

    def replay(self, file: Path) -> tuple[int, Collection[str]]:
        return replay(file)
