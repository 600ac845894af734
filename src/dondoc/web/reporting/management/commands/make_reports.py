"""`manage.py make_reports`: let bodies owe the reports of the periods that begin. The timetable does it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from dondoc.web.core.today import today
from dondoc.web.reporting.generation import generate_all


class Command(BaseCommand):
    help = "Tạo nghĩa vụ báo cáo của các kỳ đã và sắp bắt đầu, theo mọi biểu; chạy lại không tạo hai lần."

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(f"Đã tạo {generate_all(as_of=today())} báo cáo phải gửi.")
