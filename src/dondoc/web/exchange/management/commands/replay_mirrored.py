"""`manage.py replay_mirrored FILE`: bring in the tables of another system named there. Safe to run again."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dondoc.web.exchange.replay import replay


class Command(BaseCommand):
    """How far it is goes to standard error, as with the other commands that fill a database."""

    help = "Nhập các bảng kết xuất của hệ thống khác từ một tệp."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="tệp kê các bảng (.toml)")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        file: Path = options["file"]
        if not file.exists():
            raise CommandError(f"Không có “{file}”.")
        rows, problems = replay(file)
        for problem in problems:
            self.stderr.write(problem)
        self.stderr.write(f"Đã soi gương {rows} dòng của hệ thống khác; {len(problems)} chỗ không khớp.")
