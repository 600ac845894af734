"""`manage.py reindex`: makes everything findable anew, where a new version looks at words otherwise."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from dondoc.web.search.services import index_all


class Command(BaseCommand):
    """Row by row, so that people go on working."""

    help = "Lập lại chỉ mục tìm kiếm."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        self.stdout.write(f"Đã lập chỉ mục {index_all()} mục.")
