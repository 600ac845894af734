"""`manage.py replay_letters FILE`: letters that were drafted and numbered."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from dondoc.web.followup.replay import replay_letters


class Command(BaseCommand):
    """What does not fit is told and left out; run again it makes nothing twice."""

    help = "Nạp công văn đôn đốc, yêu cầu giải trình từ tệp .toml."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        done = replay_letters(options["file"])
        for problem in done.problems:
            self.stderr.write(problem)
        self.stderr.write(f"Đã nạp {done.made} công văn; {len(done.problems)} chỗ không khớp.")
