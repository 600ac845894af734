"""`manage.py replay_programmes FILE`: work programmes, from a file. Safe to run again."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dondoc.web.programmes.replay import replay


class Command(BaseCommand):
    """How far it is goes to standard error, as with the other commands that fill a database."""

    help = "Nạp chương trình công tác từ một tệp."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="tệp chương trình công tác (.toml)")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        file: Path = options["file"]
        if not file.exists():
            raise CommandError(f"Không có “{file}”.")
        done = replay(file)
        for problem in done.problems:
            self.stderr.write(problem)
        self.stderr.write(
            f"Đã nạp {done.made} việc của chương trình công tác; {len(done.problems)} chỗ không khớp."
        )
