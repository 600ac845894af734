"""`manage.py make_occurrences`: make the tasks of the periods that have begun. The timetable does it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from dondoc.web.core.today import today
from dondoc.web.taskwork.linking import periods_begun


class Command(BaseCommand):
    help = "Tạo việc của các kỳ đã bắt đầu cho mọi nhiệm vụ định kỳ; chạy lại không tạo hai lần."

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(f"Đã tạo {periods_begun(today())} việc.")
