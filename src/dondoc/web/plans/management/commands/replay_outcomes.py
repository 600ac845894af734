"""`manage.py replay_outcomes FILE`: what became of tasks, from a file. Safe to run again."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dondoc.web.plans.outcomes import replay


class Command(BaseCommand):
    """How far it is goes to standard error, as with the other commands that fill a database."""

    help = "Ghi nhận kết quả nhiệm vụ (hoàn thành, mở lại, ghi chú) từ một tệp."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="tệp kết quả (.toml)")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        file: Path = options["file"]
        if not file.exists():
            raise CommandError(f"Không có “{file}”.")
        applied, not_found = replay(file)
        for problem in not_found:
            self.stderr.write(problem)
        self.stderr.write(f"Đã ghi nhận {applied} kết quả nhiệm vụ; {len(not_found)} chỗ không khớp.")
