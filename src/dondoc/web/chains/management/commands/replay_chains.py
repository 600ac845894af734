"""`manage.py replay_chains FILE`: chains of documents and what bodies owe for them. Safe to run again."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dondoc.web.chains.replay import replay


class Command(BaseCommand):
    """How far it is goes to standard error, as with the other commands that fill a database."""

    help = "Nạp chuỗi văn bản, nghĩa vụ thực hiện, đối chiếu từ một tệp."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="tệp chuỗi văn bản (.toml)")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        file: Path = options["file"]
        if not file.exists():
            raise CommandError(f"Không có “{file}”.")
        done = replay(file)
        for problem in done.problems:
            self.stderr.write(problem)
        self.stderr.write(
            f"Đã nạp {done.applied} mục của chuỗi văn bản; {len(done.problems)} chỗ không khớp."
        )
