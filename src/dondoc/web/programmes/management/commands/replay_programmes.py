"""`manage.py replay_programmes FILE`: work programmes, from a file. Safe to run again."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from dondoc.web.core.replaying import ReplayCommand
from dondoc.web.programmes.replay import replay


class Command(ReplayCommand):
    help = "Nạp chương trình công tác từ một tệp."
    file_help = "tệp chương trình công tác"
    told = "Đã nạp {made} việc của chương trình công tác"

    def replay(self, file: Path) -> tuple[int, Collection[str]]:
        done = replay(file)
        return done.made, done.problems
