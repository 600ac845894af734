"""`manage.py replay_taskwork FILE`: what is arranged around tasks, from a file. Safe to run again."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dondoc.web.taskwork.replay import replay


class Command(BaseCommand):
    """How far it is goes to standard error, as with the other commands that fill a database."""

    help = "Nạp việc tổ chức thực hiện nhiệm vụ từ một tệp."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="tệp tổ chức thực hiện (.toml)")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        file: Path = options["file"]
        if not file.exists():
            raise CommandError(f"Không có “{file}”.")
        made, problems = replay(file)
        for problem in problems:
            self.stderr.write(problem)
        self.stderr.write(f"Đã nạp {made} mục tổ chức thực hiện nhiệm vụ; {len(problems)} chỗ không khớp.")
