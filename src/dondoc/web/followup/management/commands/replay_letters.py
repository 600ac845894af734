"""`manage.py replay_letters FILE`: letters that were drafted and numbered. Safe to run again."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from dondoc.web.core.replaying import ReplayCommand
from dondoc.web.followup.replay import replay_letters


class Command(ReplayCommand):
    help = "Nạp công văn đôn đốc, yêu cầu giải trình từ tệp .toml."
    file_help = "tệp công văn"
    told = "Đã nạp {made} công văn"

    def replay(self, file: Path) -> tuple[int, Collection[str]]:
        done = replay_letters(file)
        return done.made, done.problems
