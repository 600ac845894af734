"""`manage.py replay_chains FILE`: chains of documents and what bodies owe for them. Safe to run again."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from dondoc.web.chains.replay import replay
from dondoc.web.core.replaying import ReplayCommand


class Command(ReplayCommand):
    help = "Nạp chuỗi văn bản, nghĩa vụ thực hiện, đối chiếu từ một tệp."
    file_help = "tệp chuỗi văn bản"
    told = "Đã nạp {made} mục của chuỗi văn bản"

    def replay(self, file: Path) -> tuple[int, Collection[str]]:
        done = replay(file)
        return done.applied, done.problems
