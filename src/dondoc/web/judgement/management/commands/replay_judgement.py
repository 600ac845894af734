"""`manage.py replay_judgement FILE`: scenarios, decisions, frozen boards of a file. Safe to run again."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dondoc.web.judgement.replay import replay


class Command(BaseCommand):
    """How far it is goes to standard error, as with the other commands that fill a database."""

    help = "Ghi kịch bản, kết luận, bảng chốt từ một tệp."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="tệp kết luận (.toml)")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        file: Path = options["file"]
        if not file.exists():
            raise CommandError(f"Không có “{file}”.")
        applied, problems = replay(file)
        for problem in problems:
            self.stderr.write(problem)
        self.stderr.write(f"Đã ghi {applied} kịch bản, kết luận, bảng chốt; {len(problems)} chỗ không khớp.")
