"""`manage.py replay_reports FILE`: forms and reports of a period, from a file. Safe to run again."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dondoc.web.core.today import today
from dondoc.web.reporting.replay import replay


class Command(BaseCommand):
    """How far it is goes to standard error, as with the other commands that fill a database."""

    help = "Nạp biểu và báo cáo định kỳ từ một tệp."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="tệp báo cáo (.toml)")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        file: Path = options["file"]
        if not file.exists():
            raise CommandError(f"Không có “{file}”.")
        made, problems = replay(file, today=today())
        for problem in problems:
            self.stderr.write(problem)
        self.stderr.write(f"Đã nạp {made} biểu và diễn biến báo cáo; {len(problems)} chỗ không khớp.")
