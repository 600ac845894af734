"""What the commands `manage.py replay_… FILE` have in common: what was made and what did not fit is told."""

from __future__ import annotations

from abc import abstractmethod
from argparse import ArgumentParser
from collections.abc import Collection
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError


class ReplayCommand(BaseCommand):
    """A command that records again what a .toml file tells. Safe to run again.

    How far it is goes to standard error, as with the other commands that fill a database.
    """

    file_help: str  # what the file holds, for --help
    told: str  # what was done, with {made} for the number

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help=f"{self.file_help} (.toml)")

    @abstractmethod
    def replay(self, file: Path) -> tuple[int, Collection[str]]:
        """Record what the file tells: how many were made, and what did not fit, each in a sentence."""

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        file: Path = options["file"]
        if not file.exists():
            raise CommandError(f"Không có “{file}”.")
        made, problems = self.replay(file)
        for problem in problems:
            self.stderr.write(problem)
        self.stderr.write(f"{self.told.format(made=made)}; {len(problems)} chỗ không khớp.")
