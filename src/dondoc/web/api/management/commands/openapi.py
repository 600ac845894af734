"""`manage.py openapi`: write the description of the interface to docs/openapi.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from dondoc.web.api.description import as_yaml


class Command(BaseCommand):
    """A test says when it has to be run again."""

    help = "Ghi bản mô tả OpenAPI của giao diện lập trình."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", type=Path, default=Path("docs/openapi.yaml"))

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        options["to"].write_text(as_yaml(), "utf-8")
        self.stdout.write(f"Đã ghi {options['to']}.")
